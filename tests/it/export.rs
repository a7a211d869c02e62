//! `sohoa export` through the program: which documents leave, that packages are the same each time, written once, taken up
//! after a kill, and noted in the ledger. Outside judges read what comes out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::judges::assert_accepts;
use crate::support::{Answer, Sandbox, codes, files_in, subjects};

const KILLS: u32 = 40;
/// So many kills hit one export before it may come to its end.
const ROUND: u32 = 8;
const DAMAGED: &str = "H26.15.20.2019.014.0000002.pdf";
const ID_1: &str = "1b4b865a-c6fc-50c1-b017-487e5bacbf14";
const ID_2: &str = "b7c135c1-57b6-5257-bdde-7e3d5304d7ee";

/// Makes a sandbox with the golden archive as `kho`: four documents of one dossier.
fn golden() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.copy("archives/v1", "kho");
    assert_eq!(sandbox.run(&["reindex", "--archive", "kho"]).code, 0);
    sandbox
}

/// Makes a sandbox with two deliveries and their records as `kho`.
fn delivered() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("deliveries/clean", "s");
    sandbox.copy("scans", "scans");
    sandbox.ingest("s");
    sandbox.ingest("scans");
    sandbox
}

fn export(sandbox: &Sandbox, arguments: &[&str]) -> Answer {
    sandbox.run(&[&["export", "--archive", "kho", "--json"], arguments].concat())
}

/// Exports, and returns the answer to a call that had nothing to object to.
fn exported(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let answer = export(sandbox, arguments);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    answer.json()
}

fn amend(sandbox: &Sandbox, arguments: &[&str]) {
    let answer = sandbox.run(&[&["amend", "--archive", "kho", "--reason", "x"], arguments].concat());
    assert_eq!(answer.code, 0, "{}", answer.err);
}

/// Returns every file of a folder with its bytes, by its path from there.
fn bytes_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    if !folder.exists() {
        return BTreeMap::new();
    }
    let inside = |path: PathBuf| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
    files_in(folder).into_iter().map(inside).collect()
}

/// Returns the ids of documents in a plain package, sorted.
fn ids_in(folder: &Path) -> Vec<String> {
    let sidecars = files_in(folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let id = |path: PathBuf| {
        let sidecar: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        sidecar["id"].as_str().unwrap().to_owned()
    };
    let mut ids: Vec<String> = sidecars.map(id).collect();
    ids.sort();
    ids
}

/// Returns the answer of `--list`.
fn listed(sandbox: &Sandbox) -> Vec<Value> {
    exported(sandbox, &["--list"])["exports"].as_array().unwrap().clone()
}

#[test]
fn the_same_selection_makes_the_same_bytes_whatever_the_threads() {
    let sandbox = delivered();
    for format in ["plain", "bagit", "kho-json"] {
        let mut answers = Vec::new();
        for (jobs, form) in [("1", None), ("8", None), ("1", Some("--zip")), ("8", Some("--zip"))] {
            let out = format!("{format}-{jobs}{}", form.unwrap_or_default());
            let mut arguments =
                vec!["--format", format, "--strict", "--max-documents", "20", "--jobs", jobs, "--out", &out];
            arguments.extend(form);
            let answer = export(&sandbox, &arguments);
            assert!([0, 3].contains(&answer.code), "{}", answer.err);
            answers.push((bytes_in(&sandbox.path(&out)), answer.json()["documents"].as_u64().unwrap()));
        }
        let same = |a: usize, b: usize| answers[a].0 == answers[b].0 && answers[a].1 == answers[b].1;
        assert!(same(0, 1) && same(2, 3) && answers[0].1 > 20 && answers[0].1 == answers[2].1, "{format}");
        let digests: Vec<_> = listed(&sandbox).iter().map(|package| package["sha256"].clone()).collect();
        assert!(digests.len() >= 8);
    }
}

#[test]
fn readers_of_zips_and_bags_accept_every_package() {
    let sandbox = delivered();
    for format in ["plain", "bagit", "kho-json"] {
        let parts = ["--format", format, "--strict", "--max-documents", "30", "--out", "out"];
        for arguments in [&parts[..], &[&parts[..], &["--zip"]].concat()] {
            let answer = export(&sandbox, arguments);
            assert!([0, 3].contains(&answer.code), "{}", answer.err);
        }
    }
    assert_accepts("packages.py", &[&sandbox.path("out")]);
}

#[test]
fn a_record_for_the_kho_stands_beside_its_pdf_in_the_names_of_the_portal() {
    let sandbox = delivered();
    let answer = export(&sandbox, &["--format", "kho-json", "--strict", "--out", "out"]).json();
    let package = sandbox.path(answer["packages"][0]["path"].as_str().unwrap());
    let records: Value = serde_json::from_slice(&fs::read(package.join("ket-qua.json")).unwrap()).unwrap();
    let records = records.as_array().unwrap();
    assert_eq!(records.len() as u64, answer["documents"].as_u64().unwrap());
    for record in records {
        assert!(record["MaGiayToKetQua"].as_str().is_some_and(|code| code.starts_with("KQ.")), "{record}");
        let pdf = fs::read(package.join(record["DuongDanTepTinKetQua"].as_str().unwrap())).unwrap();
        assert_eq!(record["MaBamSHA256"], sohoa::digest::Digest::of(&pdf).to_string());
        assert_eq!(record["KichThuocTep"], pdf.len());
    }
    let csv = fs::read_to_string(package.join("ket-qua.csv")).unwrap();
    assert!(csv.starts_with("\u{FEFF}MaGiayToKetQua,TenGiayTo,SoKyHieu,"));
    assert_eq!(csv.lines().count(), records.len() + 1);
}

#[test]
fn what_is_not_ready_keeps_all_back_unless_it_is_to_be_left_out() {
    let sandbox = delivered();
    let refused = export(&sandbox, &["--format", "kho-json", "--out", "out"]);
    assert_eq!((refused.code, refused.json()["packages"].as_array().map(Vec::len)), (3, Some(0)));
    assert_eq!(bytes_in(&sandbox.path("out")), BTreeMap::new());
    let checked = export(&sandbox, &["--format", "kho-json", "--check"]);
    assert_eq!((checked.code, codes(&checked.json())), (3, codes(&refused.json())));
    let strict = export(&sandbox, &["--format", "kho-json", "--strict", "--out", "out"]);
    let (answer, all) = (strict.json(), exported(&sandbox, &["--format", "plain", "--dry-run"])["documents"].clone());
    assert_eq!(strict.code, 3);
    let sum = answer["left_out"].as_u64().unwrap() + answer["documents"].as_u64().unwrap();
    assert_eq!(sum, all.as_u64().unwrap());
    let list: Value = serde_json::from_slice(&fs::read(sandbox.path("out/not-ready.json")).unwrap()).unwrap();
    let reasons = list.as_array().unwrap();
    assert_eq!(reasons.len() as u64, answer["left_out"].as_u64().unwrap());
    assert!(reasons.iter().all(|reason| reason["code"] == "export.field" && reason["document"].is_string()));
    assert!(sandbox.path("out/not-ready.xlsx").is_file());
    let before = bytes_in(&sandbox.path("out"));
    assert_eq!(export(&sandbox, &["--format", "kho-json", "--strict", "--out", "out"]).code, 3);
    assert_eq!(bytes_in(&sandbox.path("out")), before, "the same again changes nothing");
}

#[test]
fn a_plan_lists_what_would_be_packed_and_writes_nothing() {
    let sandbox = golden();
    let plan = exported(&sandbox, &["--format", "plain", "--max-documents", "3", "--dry-run"]);
    let documents: Vec<_> = plan["packages"].as_array().unwrap().iter().map(|made| made["documents"].clone()).collect();
    assert_eq!((documents, &plan["documents"], &plan["pages"]), (vec![json!(3), json!(1)], &json!(4), &json!(7)));
    assert_eq!(listed(&sandbox), [] as [Value; 0]);
    let made = exported(&sandbox, &["--format", "plain", "--max-documents", "3", "--out", "out"]);
    let ids = |answer: &Value| {
        answer["packages"].as_array().unwrap().iter().map(|made| made["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&made), ids(&plan));
}

#[test]
fn withdrawn_documents_never_leave_and_ids_asked_for_in_vain_are_told() {
    let sandbox = golden();
    amend(&sandbox, &[ID_1, "--withdraw"]);
    let unknown = "00000000-0000-5000-8000-000000000000";
    sandbox
        .write("ids.txt", format!("\u{FEFF}# mã\r\n{ID_1}\r\n{} # hai\n{unknown}\n\n", ID_2.to_uppercase()).as_bytes());
    let answer = export(&sandbox, &["--format", "plain", "--ids", "ids.txt", "--out", "out"]);
    assert_eq!(answer.code, 3);
    assert_eq!(ids_in(&sandbox.path("out")), [ID_2]);
    assert_eq!(codes(&answer.json()), ["export.unknown", "export.withdrawn"]);
    assert_eq!(subjects(&answer.json(), "export.withdrawn"), [ID_1]);
    sandbox.write("ids.txt", unknown.as_bytes());
    let answer = export(&sandbox, &["--format", "plain", "--ids", "ids.txt", "--out", "none"]);
    assert_eq!(
        (answer.code, codes(&answer.json())),
        (3, vec!["export.nothing".to_owned(), "export.unknown".to_owned()])
    );
}

#[test]
fn a_duplicate_that_a_person_confirmed_stays_behind_unless_it_is_asked_for() {
    let sandbox = golden();
    amend(&sandbox, &[ID_2, "--relate", &format!("duplicate-of:{ID_1}")]);
    let documents = |more: &[&str]| {
        let answer = exported(&sandbox, &[&["--format", "plain", "--dry-run"], more].concat());
        (answer["documents"].as_u64().unwrap(), answer["left_out"].as_u64().unwrap())
    };
    assert_eq!(documents(&[]), (3, 1));
    assert_eq!(documents(&["--exclude-duplicates", "found"]), (3, 1));
    assert_eq!(documents(&["--exclude-duplicates", "none"]), (4, 0));
    amend(&sandbox, &[ID_1, "--withdraw"]);
    assert_eq!(documents(&[]), (3, 0), "there is no other document left of this paper");
}

#[test]
fn a_recipient_gets_each_version_once() {
    let sandbox = golden();
    let to = ["--format", "plain", "--since-last-export", "Sở KHCN", "--out"];
    assert_eq!(exported(&sandbox, &[&to[..], &["first"]].concat())["documents"], 4);
    let again = export(&sandbox, &[&to[..], &["again"]].concat());
    assert_eq!((again.code, codes(&again.json())), (0, vec!["export.up-to-date".to_owned()]));
    amend(&sandbox, &[ID_1, "--set", "subject=Xác nhận"]);
    assert_eq!(exported(&sandbox, &[&to[..], &["second"]].concat())["documents"], 1);
    assert_eq!(ids_in(&sandbox.path("second")), [ID_1]);
    assert_eq!(exported(&sandbox, &["--format", "plain", "--since-last-export", "khác", "--dry-run"])["documents"], 4);
}

#[test]
fn the_ledger_says_what_left_and_keeps_the_answer_of_the_recipient() {
    let sandbox = golden();
    amend(&sandbox, &[ID_1, "--set", "owner.name=Nguyễn Văn A"]);
    let selection = ["--field", "owner.name=Nguyễn*", "--exclude-duplicates", "--out", "out"];
    let made = exported(&sandbox, &[&["--format", "plain", "--recipient", "STTTT"][..], &selection].concat());
    assert_eq!(made["documents"], 1);
    let package = &made["packages"][0];
    let entry = &listed(&sandbox)[0];
    for key in ["id", "sha256", "documents", "bytes"] {
        assert_eq!(entry[key], package[key], "{key}");
    }
    assert_eq!((&entry["recipient"], &entry["seal"]), (&json!("STTTT"), &json!(4)));
    assert_eq!(entry["selection"]["field"], json!(["owner.name=…"]));
    let answer = sandbox.write("Nguyễn Văn A.xml", b"<da-nhan/>");
    let keep = |id: &str| export(&sandbox, &["--receipt", id, answer.to_str().unwrap()]);
    let id = package["id"].as_str().unwrap();
    let kept = keep(&id[..8]).json();
    let name = Path::new(package["path"].as_str().unwrap()).file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(keep(&name).json(), kept, "the same answer again is kept once");
    assert_eq!(fs::read(sandbox.path("kho/exports").join(kept["path"].as_str().unwrap())).unwrap(), b"<da-nhan/>");
    assert_eq!(listed(&sandbox)[0]["receipts"], json!([kept]));
    assert_eq!((keep("00000000").code, keep("x").code), (1, 1));
    sandbox.assert_sound("kho");
}

#[test]
fn what_lies_there_is_taken_as_done_or_told_of_and_never_overwritten() {
    let sandbox = golden();
    let arguments = ["--format", "plain", "--zip", "--max-documents", "2", "--out", "out"];
    let first = exported(&sandbox, &arguments);
    let before = bytes_in(&sandbox.path("out"));
    let times = |sandbox: &Sandbox| -> Vec<_> {
        files_in(&sandbox.path("out")).iter().map(|path| path.metadata().unwrap().modified().unwrap()).collect()
    };
    let written = times(&sandbox);
    let mut found = first["packages"].clone();
    found.as_array_mut().unwrap().iter_mut().for_each(|package| package["was_there"] = true.into());
    assert_eq!(exported(&sandbox, &arguments)["packages"], found);
    fs::remove_file(sandbox.path("kho/exports/ledger.jsonl")).unwrap();
    assert_eq!(exported(&sandbox, &arguments)["packages"], found, "without the ledger it is built and compared");
    assert_eq!((times(&sandbox), listed(&sandbox).len()), (written, 2), "and the ledger is made good");
    let damaged = sandbox.path(first["packages"][1]["path"].as_str().unwrap());
    let mut bytes = fs::read(&damaged).unwrap();
    bytes[100] ^= 1;
    fs::write(&damaged, &bytes).unwrap();
    let answer = export(&sandbox, &arguments);
    assert_eq!((answer.code, codes(&answer.json())), (3, vec!["export.exists".to_owned()]));
    assert_eq!(answer.json()["packages"].as_array().unwrap()[..], found.as_array().unwrap()[..1]);
    assert_eq!(fs::read(&damaged).unwrap(), bytes);
    assert_eq!(bytes_in(&sandbox.path("out")).len(), before.len());
}

#[test]
fn two_exports_into_one_folder_do_not_meet() {
    let sandbox = golden();
    fs::create_dir(sandbox.path("out")).unwrap();
    let folder = File::open(sandbox.path("out")).unwrap();
    folder.lock().unwrap();
    let answer = export(&sandbox, &["--format", "plain", "--out", "out"]);
    assert_eq!((answer.code, &answer.json()["error"]["code"]), (1, &json!("export.locked")));
    assert_eq!(bytes_in(&sandbox.path("out")), BTreeMap::new());
    folder.unlock().unwrap();
    exported(&sandbox, &["--format", "plain", "--out", "out"]);
}

#[test]
fn an_export_that_is_killed_is_taken_up_and_comes_to_the_same_packages() {
    let sandbox = delivered();
    let arguments = |out: &'static str| {
        ["export", "--archive", "kho", "--format", "plain", "--zip", "--max-documents", "1", "--out", out]
    };
    let begun = Instant::now();
    assert_eq!(sandbox.run(&arguments("undisturbed")).code, 0);
    let whole = begun.elapsed();
    let expected = bytes_in(&sandbox.path("undisturbed"));
    let mut kills = 0;
    for number in 0..KILLS {
        if number % ROUND == 0 {
            fs::remove_file(sandbox.path("kho/exports/ledger.jsonl")).unwrap();
        }
        let mut child = sandbox.command(&arguments("out")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole.mul_f64(f64::from(number % 10) / 10.0).max(Duration::from_millis(1)));
        child.kill().unwrap();
        kills += u32::from(child.wait().unwrap().code().is_none());
        let left = bytes_in(&sandbox.path("out"));
        let mut finished = left.iter().filter(|(path, _)| !path.to_str().unwrap().starts_with('.'));
        assert!(finished.all(|(path, bytes)| expected.get(path) == Some(bytes)), "after kill {number}");
        if number % ROUND == ROUND - 1 {
            assert_eq!(sandbox.verify(&["kho"])["findings"], json!([]));
            assert_eq!(sandbox.run(&arguments("out")).code, 0);
            assert!(bytes_in(&sandbox.path("out")) == expected, "nothing half-done is left, and nothing is missing");
            let ids: Vec<String> = listed(&sandbox).iter().map(|entry| entry["id"].to_string()).collect();
            let once: BTreeSet<_> = ids.iter().collect();
            assert_eq!((ids.len(), once.len()), (expected.len(), expected.len()));
            fs::remove_dir_all(sandbox.path("out")).unwrap();
        }
    }
    assert!(kills > KILLS / 4, "{kills} of {KILLS} came in time");
}

#[test]
fn a_document_that_is_damaged_or_lost_stays_behind_and_the_others_leave() {
    type Damage = fn(&Path);
    let damages: [Damage; 5] = [
        |pdf| fs::remove_file(pdf).unwrap(),
        |pdf| fs::write(pdf, &fs::read(pdf).unwrap()[1..]).unwrap(),
        |pdf| {
            let mut bytes = fs::read(pdf).unwrap();
            bytes[9] ^= 1;
            fs::write(pdf, bytes).unwrap();
        },
        |pdf| fs::remove_file(pdf.with_extension("json")).unwrap(),
        |pdf| fs::write(pdf.with_extension("json"), "{}").unwrap(),
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let sandbox = golden();
        let pdf = files_in(&sandbox.path("kho/batches")).into_iter().find(|path| path.ends_with(DAMAGED));
        damage(&pdf.unwrap());
        let refused = export(&sandbox, &["--format", "plain", "--max-documents", "2", "--out", "out"]);
        assert_eq!(refused.code, 3, "{number}: {}{}", refused.out, refused.err);
        let strict = export(&sandbox, &["--format", "plain", "--max-documents", "2", "--strict", "--out", "out"]);
        let answer = strict.json();
        assert_eq!((strict.code, codes(&answer)), (3, vec!["export.damaged".to_owned()]), "{number}: {answer}");
        assert_eq!((&answer["documents"], &answer["not_ready"]), (&3.into(), &1.into()), "{number}: {answer}");
        let list: Value = serde_json::from_slice(&fs::read(sandbox.path("out/not-ready.json")).unwrap()).unwrap();
        assert_eq!((list.as_array().unwrap().len(), &list[0]["code"]), (1, &"export.damaged".into()), "{number}");
        let again = export(&sandbox, &["--format", "plain", "--max-documents", "2", "--strict", "--out", "out"]).json();
        for (one, other) in again["packages"].as_array().unwrap().iter().zip(answer["packages"].as_array().unwrap()) {
            assert_eq!((&one["id"], &one["sha256"], &one["was_there"]), (&other["id"], &other["sha256"], &true.into()));
        }
    }
}

#[test]
fn what_has_no_end_is_refused_with_one_message() {
    let sandbox = golden();
    let pipe = sandbox.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    exported(&sandbox, &["--format", "plain", "--out", "out"]);
    let name = listed(&sandbox)[0]["name"].as_str().unwrap().to_owned();
    for file in ["/dev/zero", "pipe", "kho"] {
        let calls: [&[&str]; 4] = [
            &["--format", "plain", "--dry-run", "--ids", file],
            &["--format", "plain", "--dry-run", "--profile", file],
            &["--format", "tt05-dip", "--dry-run", "--request", file],
            &["--receipt", &name, file],
        ];
        for call in calls {
            let answer = export(&sandbox, call);
            assert_eq!((answer.code, answer.json()["error"]["code"].as_str()), (1, Some("disk.no-file")), "{call:?}");
        }
    }
    let ledger = sandbox.path("kho/exports/ledger.jsonl");
    fs::rename(&ledger, sandbox.path("ledger")).unwrap();
    fs::rename(&pipe, &ledger).unwrap();
    for call in [&["--list"][..], &["--format", "plain", "--out", "out2"]] {
        assert_eq!(export(&sandbox, call).json()["error"]["code"], "ledger.no-file");
    }
    let verified = sandbox.verify(&["kho"]);
    assert_eq!(subjects(&verified, "fixity.unreadable"), ["exports/ledger.jsonl"]);
}

#[test]
fn a_damaged_line_of_the_ledger_is_told_and_the_package_is_there() {
    let sandbox = golden();
    exported(&sandbox, &["--format", "plain", "--out", "out"]);
    let ledger = sandbox.path("kho/exports/ledger.jsonl");
    let mut bytes = fs::read(&ledger).unwrap();
    bytes[30] ^= 1;
    fs::write(&ledger, bytes).unwrap();
    let answer = export(&sandbox, &["--format", "plain", "--out", "out"]);
    assert_eq!((answer.code, subjects(&answer.json(), "ledger.line").len()), (3, 1), "{}", answer.out);
    assert_eq!(answer.json()["packages"].as_array().unwrap().len(), 1);
}

#[test]
fn the_list_of_what_is_not_ready_speaks_of_the_last_export() {
    let sandbox = golden();
    let pdf = files_in(&sandbox.path("kho/batches")).into_iter().find(|path| path.ends_with(DAMAGED)).unwrap();
    let bytes = fs::read(&pdf).unwrap();
    let strict = ["--format", "plain", "--strict", "--out", "out"];
    let lists = || ["json", "xlsx"].map(|kind| sandbox.path(&format!("out/not-ready.{kind}")));
    fs::remove_file(&pdf).unwrap();
    assert_eq!(export(&sandbox, &strict).code, 3);
    assert!(lists().iter().all(|list| list.is_file()));
    fs::write(&pdf, &bytes).unwrap();
    exported(&sandbox, &strict);
    assert!(lists().iter().all(|list| !list.exists()));
    fs::remove_file(&pdf).unwrap();
    export(&sandbox, &strict);
    fs::write(&lists()[1], "mine").unwrap();
    fs::write(&pdf, &bytes).unwrap();
    exported(&sandbox, &strict);
    assert_eq!(fs::read(&lists()[1]).unwrap(), b"mine");
}
