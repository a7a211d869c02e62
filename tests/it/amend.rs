//! `sohoa amend` through the program: what is written, what is refused, and what the other commands make of it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sohoa::digest::Digest;

use crate::support::{Answer, Sandbox, codes, files_in, tree};

const D: &str = "H26.15.20.2019.014.000000";
const ID_1: &str = "1b4b865a-c6fc-50c1-b017-487e5bacbf14";
const ID_6: &str = "f64cd065-4d93-5822-a7c6-0a192021617e";
const ID_2: &str = "b7c135c1-57b6-5257-bdde-7e3d5304d7ee";

/// Makes a sandbox with the golden archive as `kho`.
fn golden() -> (Sandbox, PathBuf) {
    let sandbox = Sandbox::new();
    let kho = sandbox.copy("archives/v1", "kho");
    assert_eq!(sandbox.run(&["reindex", "--archive", "kho"]).code, 0);
    (sandbox, kho)
}

fn amend(sandbox: &Sandbox, arguments: &[&str]) -> Answer {
    sandbox.run(&[&["amend", "--archive", "kho", "--json", "--reason", "nhập sai"], arguments].concat())
}

/// Amends, and returns the sidecars of the batch that was written.
fn amended(sandbox: &Sandbox, arguments: &[&str]) -> Vec<Value> {
    let answer = amend(sandbox, arguments);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let batch = sandbox.path("kho/batches/2026").join(answer.json()["batch"].as_str().unwrap());
    let sidecars = files_in(&batch.join("data")).into_iter();
    sidecars.map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect()
}

#[test]
fn a_correction_is_a_batch_of_its_own_and_changes_nothing_that_was_sealed() {
    let (sandbox, kho) = golden();
    let before = tree(&kho);
    let name = format!("{D}1");
    let arguments = [&name, "--set", "subject=Xác nhận", "--set", "tthc.level=xã", "--by", "Phòng Tư pháp"];
    let answer = amend(&sandbox, &arguments);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let expected = json!({
        "batch": "2026-11-21-0002",
        "documents": [{
            "id": ID_1, "dossier": "H26.15.20.2019.014", "name": name, "version": 2, "event": "correct",
            "changed": ["subject", "tthc.level"],
        }],
        "findings": [],
    });
    assert_eq!(answer.json(), expected);
    let after = tree(&kho);
    let kept = |(path, bytes): (&String, &Vec<u8>)| after.get(path) == Some(bytes);
    assert!(before.iter().all(kept));
    let fresh: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert_eq!(fresh.len(), 7, "a sidecar, five tag files, a seal: {fresh:?}");
    assert!(fresh.iter().all(|path| path.starts_with("batches/2026/2026-11-21-0002/")));
    sandbox.assert_sound("kho");
    sandbox.assert_sound("kho/batches/2026/2026-11-21-0002");
    let staged: Vec<_> = files_in(&kho.join("staging"));
    assert!(staged.iter().all(|path| path.ends_with("lock")), "{staged:?}");
}

#[test]
fn a_document_is_found_by_name_and_its_scans_cut_out_after_any_number_of_versions() {
    let (sandbox, kho) = golden();
    let name = format!("{D}1");
    for subject in ["subject=a", "subject=b"] {
        amended(&sandbox, &[&name, "--set", subject]);
    }
    for round in ["written", "reindexed"] {
        let answer = sandbox.run(&["originals", &name, "--archive", "kho", "--out", round, "--json"]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        assert!(answer.json().as_array().unwrap().iter().all(|page| page["identical"] == true));
        std::fs::remove_file(kho.join("catalogue.sqlite")).unwrap();
        let report = sandbox.run(&["reindex", "--archive", "kho", "--json"]).json();
        assert_eq!((&report["documents"], &report["pages"], &report["batches"]), (&4.into(), &7.into(), &5.into()));
    }
    let third = &amended(&sandbox, &[&name, "--clear", "subject"])[0];
    assert_eq!((&third["version"], &third["record"]), (&4.into(), &json!({})));
    assert_eq!(third["pdf"]["batch"], "2026-11-21-0001");
    sandbox.assert_sound("kho");
}

#[test]
fn scans_of_a_withdrawn_document_are_known_and_that_it_was_withdrawn_is_said() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "in/HS.1/KQ.000031.jpg");
    sandbox.ingest("in");
    let withdrawn = &amended(&sandbox, &["KQ.000031", "--withdraw"])[0];
    assert_eq!((&withdrawn["event"], &withdrawn["record"]), (&json!("withdraw"), &json!({})));
    let duplicates = || codes(&sandbox.ingest("in")).into_iter().filter(|code| code.starts_with("duplicate."));
    assert_eq!(duplicates().collect::<Vec<_>>(), ["duplicate.withdrawn"]);
    let restored = &amended(&sandbox, &["KQ.000031", "--restore"])[0];
    assert_eq!((&restored["event"], &restored["version"]), (&json!("correct"), &json!(3)));
    assert_eq!(duplicates().collect::<Vec<_>>(), ["duplicate.stored"]);
    sandbox.assert_sound("kho");
}

#[test]
fn a_relation_names_the_other_by_its_id_and_revoking_is_a_field() {
    let (sandbox, _) = golden();
    let old = format!("replaces:{D}2");
    let revoked = &amended(&sandbox, &[&format!("{D}1"), "--relate", &old, "--revoke", "2020-01-02", "--by", "x"])[0];
    let expected = json!([{ "kind": "replaces", "to": ID_2, "found": "person", "decided": "x" }]);
    assert_eq!(revoked["relations"], expected);
    assert_eq!(revoked["record"]["tthc"]["revokedOn"]["value"], "2020-01-02");
    let ended = &amended(&sandbox, &[&format!("{D}1"), "--unrelate", &old])[0];
    assert_eq!(ended["relations"], json!([]));
}

#[test]
fn no_document_replaces_itself_by_way_of_others() {
    let (sandbox, kho) = golden();
    let replaces = |number: u32| format!("replaces:{D}{number}");
    amended(&sandbox, &[&format!("{D}1"), "--relate", &replaces(2)]);
    amended(&sandbox, &[&format!("{D}2"), "--relate", &replaces(3)]);
    let before = tree(&kho);
    let refused = amend(&sandbox, &[&format!("{D}3"), "--relate", &replaces(1)]);
    assert_eq!((refused.code, refused.json()["error"]["code"].as_str()), (1, Some("amend.relation")));
    assert!(refused.err.contains("which replaces it, directly or by way of others"), "{}", refused.err);
    assert_eq!(tree(&kho), before);
    let sheet = format!("id,Quan hệ\n{ID_1},replaces:{D}6\n{ID_6},replaces:{D}3\n");
    sandbox.write("ring.csv", sheet.as_bytes());
    let line = amend(&sandbox, &["--index", "ring.csv"]);
    assert_eq!(line.code, 0, "this is no ring: {}", line.err);
    let before = tree(&kho);
    sandbox.write("ring.csv", format!("id,Quan hệ\n{ID_2},replaces:{D}6\n{ID_6},replaces:{D}2\n").as_bytes());
    let refused = amend(&sandbox, &["--index", "ring.csv"]);
    assert_eq!(refused.json()["error"]["code"], "amend.refused", "{}", refused.err);
    assert_eq!(tree(&kho), before);
    amended(&sandbox, &[&format!("{D}2"), "--unrelate", &replaces(3)]);
    amended(&sandbox, &[ID_6, "--unrelate", &replaces(3)]);
    amended(&sandbox, &[&format!("{D}3"), "--relate", &replaces(1)]);
    sandbox.assert_sound("kho");
}

#[test]
fn all_changes_are_made_or_none_and_every_problem_is_said() {
    let (sandbox, kho) = golden();
    let before = tree(&kho);
    let self_tie = format!("corrects:{ID_1}");
    let refused: &[(&[&str], &str, &str)] = &[
        (&[ID_1, "no-such", "--withdraw"], "document.none", "no document `no-such`"),
        (&[ID_1, &format!("{D}1"), "--withdraw"], "amend.twice", "named twice"),
        (&[ID_1, "--relate", "replaces:no-such"], "document.none", "no document `no-such`"),
        (&[ID_1, "--relate", &self_tie], "amend.relation", "cannot relate to itself"),
        (&[ID_1, "--set", "subject=a", "--clear", "subject"], "amend.twice", "`subject` is named twice"),
        (&[ID_1, "--set", "Trích=a"], "field.unknown", "no field `Trích`"),
        (&[ID_1, "--set", "subject="], "amend.value", "use `--clear subject`"),
        (&[ID_1, "--set", "join.withdraw=x"], "amend.field", "`join.withdraw` is no field"),
        (&[ID_1, "--clear", "join.file"], "amend.field", "`join.file` is no field"),
        (&[ID_1, "--set", "tthc.level=1"], "record.code-list", "`1` is not on the list"),
        (&["no-such", "nor-this", "--withdraw"], "amend.refused", "no document `no-such`; the archive has no document"),
    ];
    for (arguments, code, sentence) in refused {
        let answer = amend(&sandbox, arguments);
        assert_eq!((answer.code, answer.json()["error"]["code"].as_str()), (1, Some(*code)), "{arguments:?}");
        assert!(answer.err.contains(sentence), "{arguments:?}: {}", answer.err);
    }
    let blank = sandbox.run(&["amend", ID_1, "--withdraw", "--archive", "kho", "--reason", " "]);
    assert_eq!((blank.code, blank.err.as_str()), (1, "error [amend.reason]: give a reason\n"));
    for usage in [&[ID_1][..], &["--withdraw"], &[ID_1, "--relate", "sibling-of:x"], &[ID_1, "--set", "subject"]] {
        assert_eq!(amend(&sandbox, usage).code, 2, "{usage:?}");
    }
    assert_eq!(amend(&sandbox, &[ID_1, "--withdraw", "--restore"]).code, 2);
    assert_eq!(tree(&kho), before);
    sandbox.assert_sound("kho");
}

#[test]
fn what_changes_nothing_or_is_only_tried_writes_nothing() {
    let (sandbox, kho) = golden();
    let before = tree(&kho);
    let tried = amend(&sandbox, &[ID_1, "--set", "subject=a", "--dry-run"]).json();
    assert_eq!((&tried["batch"], &tried["documents"][0]["version"]), (&Value::Null, &2.into()));
    let same = amend(&sandbox, &[ID_1, "--clear", "subject", "--restore"]);
    assert_eq!((same.code, codes(&same.json())), (0, vec!["amend.unchanged".to_owned()]));
    assert_eq!(tree(&kho), before);
}

#[test]
fn documents_of_one_name_are_amended_together() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let mut ids = Vec::new();
    for scan in ["grey.jpg", "baseline-420.jpg"] {
        sandbox.copy(&format!("formats/jpeg/{scan}"), "in/HS.1/KQ.000031.jpg");
        let batch = sandbox.ingest("in")["batch"].as_str().unwrap().to_owned();
        let sidecar = sandbox.path("kho/batches/2026").join(batch).join("data/HS.1/KQ.000031.json");
        let sidecar: Value = serde_json::from_slice(&std::fs::read(sidecar).unwrap()).unwrap();
        ids.push(sidecar["id"].as_str().unwrap().to_owned());
    }
    let ambiguous = amend(&sandbox, &["KQ.000031", "--withdraw"]);
    assert_eq!(ambiguous.json()["error"]["code"], "document.ambiguous");
    for subject in ["subject=a", "subject=b"] {
        let sidecars = amended(&sandbox, &[&ids[0], &ids[1], "--set", subject]);
        let paths: Vec<_> = sidecars.iter().map(|sidecar| sidecar["pdf"]["path"].as_str().unwrap()).collect();
        assert_eq!(paths, ["data/HS.1/KQ.000031.pdf"; 2]);
        // The name in the archive stays what it was, whatever the file of a later version is called.
        assert_eq!(amend(&sandbox, &["KQ.000031", "--withdraw"]).json()["error"]["code"], "document.ambiguous");
    }
    assert!(sandbox.path("kho/batches/2026/2026-11-21-0003/data/HS.1/KQ.000031-2.json").is_file());
    sandbox.assert_sound("kho");
}

#[test]
fn a_damaged_sidecar_is_not_built_upon() {
    let (sandbox, kho) = golden();
    let path = kho.join(format!("batches/2026/2026-11-21-0001/data/H26.15.20.2019.014/{D}1.json"));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"ordinal\": 1", "\"ordinal\": 7")).unwrap();
    let answer = amend(&sandbox, &[ID_1, "--set", "subject=a"]);
    assert_eq!((answer.code, answer.json()["error"]["code"].as_str()), (1, Some("archive.damaged")));
}

#[test]
fn a_pdf_smuggled_in_beside_a_later_version_has_no_sidecar() {
    let sandbox = Sandbox::new();
    let batch = sandbox.copy("archives/v1-amended", "kho").join("batches/2026/2026-11-25-0001");
    let pdf = format!("data/H26.15.20.2019.014/{D}2.pdf");
    std::fs::write(batch.join(&pdf), b"x").unwrap();
    let manifest = batch.join("manifest-sha256.txt");
    let line = format!("{}  {pdf}\n", Digest::of(b"x"));
    std::fs::write(&manifest, std::fs::read_to_string(&manifest).unwrap() + &line).unwrap();
    let found = codes(&sandbox.verify(&["kho/batches/2026/2026-11-25-0001"]));
    assert!(found.contains(&"sidecar.missing".to_owned()), "{found:?}");
}

#[test]
fn people_are_told_in_their_language_what_changed() {
    let (sandbox, _) = golden();
    let arguments = ["amend", ID_1, "--archive", "kho", "--reason", "x", "--withdraw", "--lang"];
    let said = sandbox.run(&[&arguments[..], &["vi"]].concat()).out;
    assert_eq!(
        said,
        format!("H26.15.20.2019.014/{D}1 ({ID_1}), phiên bản 2: rút khỏi kho\nLô 2026-11-21-0002: 1 phiên bản mới\n")
    );
    let again = sandbox.run(&[&arguments[..], &["en"]].concat()).out;
    assert!(again.starts_with(&format!("note [amend.unchanged] {ID_1}: ")), "{again}");
    assert!(again.ends_with("\nNothing was changed, so no batch was written.\n"), "{again}");
    let tried = ["--set", "subject=b", "--clear", "tthc.level", "--set", "language=Việt", "--dry-run", "--lang", "vi"];
    assert_eq!(amend(&sandbox, &[ID_2, "--set", "subject=a", "--set", "tthc.level=xã"]).code, 0);
    let told = sandbox.run(&[&["amend", ID_2, "--archive", "kho", "--reason", "x"], &tried[..]].concat()).out;
    for line in [
        "    Trích yếu nội dung: a → b\n",
        "    Cấp: Xã → (trống)\n",
        "    Ngôn ngữ: (trống) → 01 (Tiếng Việt)\n",
        "\nChưa ghi gì; phiên bản mới nếu ghi: 1\n",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

#[test]
fn a_document_shows_that_it_is_withdrawn_what_it_is_to_others_and_what_was_done() {
    let (sandbox, _) = golden();
    amended(&sandbox, &[ID_1, "--withdraw", "--relate", &format!("replaces:{ID_2}")]);
    amended(&sandbox, &[ID_1, "--set", "subject=a"]);
    let show = |arguments: &[&str]| sandbox.run(&[&["show", "--archive", "kho"], arguments].concat()).out;
    assert!(show(&[ID_1, "--version", "1", "--lang", "vi"]).starts_with("Tài liệu này đã rút khỏi kho.\n"));
    amended(&sandbox, &[ID_1, "--restore"]);
    let told = show(&[ID_1, "--lang", "vi"]);
    assert!(told.starts_with("  Tài liệu: "), "{told}");
    let tie = format!("  thay thế: H26.15.20.2019.014/{D}2 ({ID_2})\n");
    for part in [
        &tie,
        "  2: rút khỏi kho (",
        "nhập sai [quan hệ]",
        "  3: sửa, vẫn ở trạng thái đã rút (",
        "  4: đưa trở lại kho (",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let inverse = show(&[ID_2, "--lang", "vi"]);
    assert!(inverse.contains(&format!("  bị thay thế bởi: H26.15.20.2019.014/{D}1 ({ID_1})\n")), "{inverse}");
}

#[test]
fn rows_of_a_sheet_change_the_documents_that_differ_and_the_sheet_is_an_input_of_the_batch() {
    let (sandbox, kho) = golden();
    let sheet = format!("id;file;Trích yếu nội dung\n{ID_1};;a\n;{D}2.tif;b\n;H26.15.20.2019.014\\{D}3.png;\n");
    sandbox.write("sua.csv", sheet.as_bytes());
    let answer = amend(&sandbox, &["--index", "sua.csv"]).json();
    let documents = answer["documents"].as_array().unwrap();
    assert_eq!(documents.iter().map(|document| &document["id"]).collect::<Vec<_>>(), [ID_1, ID_2]);
    assert_eq!(codes(&answer), ["amend.unchanged"]);
    let bag = kho.join("batches/2026").join(answer["batch"].as_str().unwrap());
    let sources = std::fs::read_to_string(bag.join("sources.tsv")).unwrap();
    let line: Vec<&str> = sources.lines().nth(1).unwrap().split('\t').collect();
    let digest = Digest::of(sheet.as_bytes()).to_string();
    assert_eq!((line[0], line[3], line[4], line[5]), ("sua.csv", digest.as_str(), "ignored", "source.sheet"));
    let sidecar = std::fs::read(bag.join(format!("data/H26.15.20.2019.014/{D}2.json"))).unwrap();
    let sidecar: Value = serde_json::from_slice(&sidecar).unwrap();
    assert_eq!((&sidecar["described"]["row"], &sidecar["record"]["subject"]["value"]), (&3.into(), &"b".into()));
    assert_eq!(sidecar["described"]["joined"], "file");
    let again = amend(&sandbox, &["--index", "sua.csv"]).json();
    assert_eq!((&again["batch"], codes(&again).len()), (&Value::Null, 3));
    sandbox.assert_sound("kho");
}

#[test]
fn a_sheet_may_withdraw_and_relate() {
    let (sandbox, _) = golden();
    let sheet = format!("id,Rút khỏi kho,Quan hệ\n{ID_1},x,\n{ID_2},,replaces:{ID_1}; corrects:{D}3\n");
    sandbox.write("sua.csv", sheet.as_bytes());
    let sidecars = amended(&sandbox, &["--index", "sua.csv"]);
    assert_eq!(sidecars[0]["event"], "withdraw");
    let kinds: Vec<_> = sidecars[1]["relations"].as_array().unwrap().iter().map(|tie| &tie["kind"]).collect();
    assert_eq!(kinds, ["replaces", "corrects"]);
    sandbox.write("sua.csv", format!("id;Quan hệ\n{ID_1};cousin:{ID_2}\n").as_bytes());
    assert!(amend(&sandbox, &["--index", "sua.csv"]).err.contains("kinds: duplicate-of"));
}

#[test]
fn a_row_whose_file_is_in_no_document_or_in_several_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "in/HS.1/1.jpg");
    sandbox.copy("formats/jpeg/baseline-420.jpg", "in/HS.2/1.jpg");
    sandbox.ingest("in");
    let of = |paths: &[&str]| {
        let rows: String = paths.iter().map(|path| format!("{path};a\n")).collect();
        sandbox.write("sua.csv", format!("file;Trích yếu nội dung\n{rows}").as_bytes());
        amend(&sandbox, &["--index", "sua.csv", "--dry-run"])
    };
    assert_eq!(of(&["HS.1/1.jpg", "in/HS.2/1.jpg"]).code, 0);
    assert!(of(&["1.jpg"]).err.contains("several documents"));
    assert!(of(&["S.1/1.jpg"]).err.contains("no document was made"));
    let both = of(&["2.jpg", "1.jpg"]).err;
    assert!(both.contains("`2.jpg`; `sua.csv#3`: several documents"), "{both}");
}

#[test]
fn rows_of_dossiers_add_to_the_rows_of_their_documents() {
    let (sandbox, _) = golden();
    let dossiers =
        "FileCode;Title;Maintenance\nH26.15.20.2019.014;Hồ sơ cấp xác nhận;01\nH26.15.20.2019.099;Không có;02\n";
    sandbox.write("ho-so.csv", dossiers.as_bytes());
    sandbox.write("tai-lieu.csv", format!("docCode;subject;issuedDate\n{D}1;a;31/02/2019\n{D}2;b;\n").as_bytes());
    let sheets = ["--index", "ho-so.csv", "--index", "tai-lieu.csv"];
    let answer = amend(&sandbox, &sheets).json();
    let unused: Vec<_> =
        answer["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "amend.unchanged").collect();
    assert_eq!((unused.len(), &unused[0]["subject"]), (1, &json!("ho-so.csv#A3")));
    assert!(codes(&answer).contains(&"record.date".to_owned()), "{answer}");
    let bag = sandbox.path("kho/batches/2026").join(answer["batch"].as_str().unwrap());
    for (number, subject) in [(1, "a"), (2, "b")] {
        let sidecar = std::fs::read(bag.join(format!("data/H26.15.20.2019.014/{D}{number}.json"))).unwrap();
        let sidecar: Value = serde_json::from_slice(&sidecar).unwrap();
        let record = &sidecar["record"];
        assert_eq!(
            (&record["subject"]["value"], &record["dossier"]["maintenance"]["value"]),
            (&json!(subject), &json!("01"))
        );
        assert_eq!(record["dossier"]["title"]["value"], "Hồ sơ cấp xác nhận");
        assert_eq!(record["dossier"]["title"]["from"], "dossier");
        assert_eq!(record["issuedDate"], Value::Null);
        let described = &sidecar["described"];
        assert_eq!((&described["path"], &described["joined"]), (&json!("tai-lieu.csv"), &json!("code")));
    }
    assert_eq!(amend(&sandbox, &sheets).json()["batch"], Value::Null);
}

#[test]
fn every_problem_of_every_row_is_told_with_its_place() {
    let (sandbox, kho) = golden();
    let before = tree(&kho);
    let rows = [
        format!("{ID_1};;đã rút?;cousin:{ID_2}"),
        ";no-such.tif;;".to_owned(),
        "no-such-id;;;".to_owned(),
        format!("{ID_2};;;replaces:nothing"),
        format!("{ID_2};;-;"),
        "-;;;x:y".to_owned(),
    ];
    sandbox.write("sua.csv", format!("id;file;Rút khỏi kho;Quan hệ\n{}\n", rows.join("\n")).as_bytes());
    let answer = amend(&sandbox, &["--index", "sua.csv"]);
    assert_eq!(answer.json()["error"]["code"], "amend.refused");
    for part in [
        "`sua.csv#2`: the column for withdrawing says `đã rút?`",
        "`sua.csv#2`: the relation `cousin:",
        "`sua.csv#3`: no document was made of the file `no-such.tif`",
        "`sua.csv#4`: the archive has no document `no-such-id`",
        "`sua.csv#5`: the archive has no document `nothing`",
        "is named twice",
        "`sua.csv#7`: the row names no document",
        "`sua.csv#7`: the relation `x:y`",
    ] {
        assert!(answer.err.contains(part), "{part}: {}", answer.err);
    }
    assert_eq!(tree(&kho), before);
}

#[test]
fn an_amendment_between_leaves_an_interrupted_import_alone() {
    let sandbox = Sandbox::new();
    sandbox.copy("scans", "in");
    let kho = sandbox.init_with_batches_of("kho", 3);
    let begun = || std::fs::read_dir(kho.join("batches/2026")).is_ok_and(|mut batches| batches.next().is_some());
    let mut import = sandbox.command(&["ingest", "in", "--archive", "kho", "--settle", "0"]);
    let mut child = import.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    while !begun() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let first = files_in(&kho.join("batches")).into_iter().find(|path| path.extension().is_some_and(|e| e == "json"));
    let document = first.unwrap().file_stem().unwrap().to_string_lossy().into_owned();
    let under_way = std::fs::read(kho.join("staging/run.json")).ok();
    let staged = staged_bags(&kho);
    amended(&sandbox, &[&document, "--set", "subject=a"]);
    assert_eq!(std::fs::read(kho.join("staging/run.json")).ok(), under_way);
    assert_eq!(staged_bags(&kho), staged);
    sandbox.assert_sound("kho");
    let answer = sandbox.ingest("in");
    // An import that came to its end before it was killed has nothing left to take up.
    assert!(under_way.is_none() || answer["resumed"].as_u64().unwrap() > 0, "{answer}");
    sandbox.assert_sound("kho");
    assert_eq!(sandbox.ingest("in")["documents"], 0);
}

fn staged_bags(kho: &Path) -> Vec<PathBuf> {
    files_in(&kho.join("staging"))
}
