//! `sohoa verify` through the program: targets, levels, exit codes, and what cannot lie in a repository.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{Answer, Sandbox, codes};

const D: &str = "data/H26.15.20.2019.014/H26.15.20.2019.014.";
const B1: &str = "batches/2026/2026-11-21-0001";
const B2: &str = "batches/2026/2026-11-22-0001";

/// SHA-256 of the bytes `a` and LF.
const A: &str = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7";
const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Makes a sandbox with the golden archive as `kho`.
fn golden() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.copy("archives/v1", "kho");
    assert_eq!(sandbox.run(&["reindex", "--archive", "kho"]).code, 0);
    sandbox
}

/// Returns code and subject of every finding, sorted.
fn found(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = answer["findings"].as_array().unwrap().iter();
    let mut found: Vec<_> = findings.map(|finding| (text(&finding["code"]), text(&finding["subject"]))).collect();
    found.sort();
    found
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(code, subject)| ((*code).to_owned(), (*subject).to_owned())).collect()
}

/// Checks that every file was counted once.
fn adds_up(answer: &Value) {
    let length = |key: &str| answer[key].as_array().unwrap().len() as u64;
    let sum = answer["ok"].as_u64().unwrap() + length("mismatched") + length("missing") + length("unreadable");
    assert_eq!(answer["checked"].as_u64().unwrap(), sum, "{answer}");
}

#[test]
fn a_fresh_archive_has_no_problems_at_any_level() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("scans", "scans");
    sandbox.ingest("scans");
    for level in [&["kho", "--fast"][..], &["kho"], &["kho", "--deep"]] {
        let answer = sandbox.verify(level);
        assert_eq!(answer["findings"], json!([]), "{level:?}");
        assert_eq!(answer["ok"], answer["checked"]);
    }
}

#[test]
fn an_archive_a_batch_and_its_manifest_are_verified_together_one_line_each() {
    let sandbox = golden();
    let batch = format!("kho/{B1}");
    let manifest = format!("{batch}/manifest-sha256.txt");
    let answer = sandbox.run(&["verify", "--json", "kho", &batch, &manifest]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let lines: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let counts: Vec<_> =
        lines.iter().map(|line| (line["target"].as_str().unwrap(), line["checked"].as_u64())).collect();
    assert_eq!(counts, [("kho", Some(21)), (batch.as_str(), Some(8)), (manifest.as_str(), Some(4))]);
}

#[test]
fn a_target_that_is_none_is_said_and_does_not_keep_the_others_from_it() {
    let sandbox = golden();
    sandbox.write("picture.jpg", &[0xFF, 0xD8, 0xFF]);
    fs::create_dir(sandbox.path("folder")).unwrap();
    let answer = sandbox.run(&["verify", "absent", "folder", "picture.jpg", "kho"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.out.ends_with("good, 0 changed, 0 missing, 0 unreadable; 0 extra\n")
            || answer.out.contains("No problems found.")
    );
    assert_eq!(
        answer.err,
        "error [verify.target]: there is no `absent`\n\
         error [verify.target]: `folder` is no archive, batch, package, BagIt bag or sha256sum list\n\
         error [verify.target]: `picture.jpg` is no archive, batch, package, BagIt bag or sha256sum list\n"
    );
}

#[test]
fn findings_end_with_exit_code_3_and_speak_vietnamese_if_asked() {
    let sandbox = golden();
    let pdf = format!("{B1}/{D}0000002.pdf");
    fs::remove_file(sandbox.path("kho").join(&pdf)).unwrap();
    let answer = sandbox.run(&["verify", "kho", "--lang", "vi"]);
    assert_eq!(answer.code, 3);
    assert!(
        answer.out.contains(&format!("lỗi [fixity.missing] {pdf}: tệp không còn. Lấy lại tệp từ bản sao lưu")),
        "{}",
        answer.out
    );
    assert!(answer.out.contains("kho: kiểm tra 21 tệp"), "{}", answer.out);
    assert!(answer.out.contains("thiếu 1"), "{}", answer.out);
}

#[test]
fn fast_sees_what_is_missing_or_of_another_size_but_not_changed_bytes() {
    let sandbox = golden();
    let path = |name: &str| sandbox.path("kho").join(B1).join(format!("{D}{name}"));
    let mut bytes = fs::read(path("0000001.pdf")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(path("0000001.pdf"), &bytes).unwrap();
    assert_eq!(codes(&sandbox.verify(&["kho", "--fast"])), Vec::<String>::new());
    assert_eq!(codes(&sandbox.verify(&["kho"])), ["fixity.mismatch"]);

    bytes.push(0);
    fs::write(path("0000001.pdf"), &bytes).unwrap();
    assert_eq!(codes(&sandbox.verify(&["kho", "--fast"])), ["bag.oxum", "seal.counts", "sidecar.pdf"]);

    fs::remove_file(path("0000001.pdf")).unwrap();
    assert!(codes(&sandbox.verify(&["kho", "--fast"])).contains(&"fixity.missing".to_owned()));
}

#[test]
fn all_problems_are_reported_each_kind_apart() {
    let sandbox = golden();
    let batch = sandbox.path("kho").join(B1);
    fs::write(batch.join(format!("{D}0000001.pdf")), b"changed").unwrap();
    fs::remove_file(batch.join(format!("{D}0000002.pdf"))).unwrap();
    fs::write(batch.join("data/thừa.txt"), b"x").unwrap();
    fs::create_dir_all(batch.join("data/empty/folder")).unwrap();
    let answer = sandbox.verify(&["kho"]);
    assert_eq!(answer["mismatched"], json!([format!("{B1}/{D}0000001.pdf")]));
    assert_eq!(answer["missing"], json!([format!("{B1}/{D}0000002.pdf")]));
    assert_eq!(answer["extra"], json!([format!("{B1}/data/empty/folder"), format!("{B1}/data/thừa.txt")]));
    assert_eq!(answer["unreadable"], json!([]));
    adds_up(&answer);
}

#[test]
fn a_copy_of_a_batch_is_named_and_breaks_nothing_else() {
    let sandbox = golden();
    let copy = "batches/2026/2026-11-21-0001 (2)";
    crate::support::copy_tree(&sandbox.path("kho").join(B1), &sandbox.path("kho").join(copy));
    let seal = format!("{copy}/seal.txt");
    assert_eq!(found(&sandbox.verify(&["kho"])), pairs(&[("seal.batch", &seal), ("seal.sequence", &seal)]));
}

#[test]
fn a_seal_with_the_largest_numbers_is_a_finding_and_not_a_panic() {
    let sandbox = golden();
    let seal = sandbox.path("kho").join(B2).join("seal.txt");
    let text = fs::read_to_string(&seal).unwrap();
    let largest = |line: &str| match line.split_once(": ") {
        Some((key @ ("sequence" | "documents" | "pages" | "bytes" | "tree-size"), _)) => {
            format!("{key}: {}\n", u64::MAX)
        }
        _ => format!("{line}\n"),
    };
    fs::write(&seal, text.lines().map(largest).collect::<String>()).unwrap();
    let codes = codes(&sandbox.verify(&["kho"]));
    assert!(["seal.chain", "seal.counts", "seal.sequence"].iter().all(|code| codes.contains(&(*code).to_owned())));
}

#[test]
fn a_signature_without_its_seal_shows_that_the_last_batches_are_gone() {
    let sandbox = golden();
    sandbox.write("kho/seals/0000004.tsr", b"x");
    sandbox.write("kho/seals/note.txt", b"x");
    let expected = pairs(&[("fixity.extra", "seals/note.txt"), ("seal.sequence", "seals/0000004.tsr")]);
    assert_eq!(found(&sandbox.verify(&["kho"])), expected);
}

#[test]
fn an_archive_of_a_newer_program_is_not_judged() {
    let sandbox = golden();
    let toml = fs::read_to_string(sandbox.path("kho/sohoa.toml")).unwrap();
    sandbox.write("kho/sohoa.toml", toml.replace("format = 1", "format = 2").as_bytes());
    let answer = sandbox.run(&["verify", "kho"]);
    assert_eq!((answer.code, answer.out.as_str()), (1, ""));
    assert!(answer.err.contains("format 2"), "{}", answer.err);
}

#[test]
fn an_archive_without_its_settings_or_catalogue_is_verified_all_the_same() {
    let sandbox = golden();
    fs::remove_file(sandbox.path("kho/sohoa.toml")).unwrap();
    fs::remove_file(sandbox.path("kho/catalogue.sqlite")).unwrap();
    let answer = sandbox.verify(&["kho"]);
    assert_eq!(codes(&answer), ["archive.settings", "catalogue.unusable"]);
    assert_eq!(answer["ok"], 21);
}

#[test]
fn a_catalogue_of_another_version_or_with_holes_is_unusable_and_one_that_lags_or_lies_disagrees() {
    let changed = |sql: &str| {
        let sandbox = golden();
        let catalogue = rusqlite::Connection::open(sandbox.path("kho/catalogue.sqlite")).unwrap();
        catalogue.execute_batch(sql).unwrap();
        drop(catalogue);
        let answer = sandbox.verify(&["kho"]);
        assert_eq!(answer["ok"], 21);
        codes(&answer)
    };
    let last = "WHERE batch = '2026-11-23-0001'";
    assert_eq!(changed("PRAGMA user_version = 0"), ["catalogue.unusable"]);
    assert_eq!(changed("PRAGMA user_version = 99"), ["catalogue.unusable"]);
    assert_eq!(changed("DROP TABLE document"), ["catalogue.unusable"]);
    assert_eq!(changed("UPDATE document SET pdf_sha256 = 'x'"), ["catalogue.unusable"]);
    assert_eq!(
        changed(&format!("DELETE FROM document {last}; DELETE FROM batch WHERE sequence = 3")),
        ["catalogue.disagrees"]
    );
    assert_eq!(changed(&format!("UPDATE document SET pdf = '../x.pdf' {last}")), ["catalogue.disagrees"]);
    assert_eq!(changed("UPDATE batch SET seal = lower(hex(zeroblob(32))) WHERE sequence = 3"), ["catalogue.disagrees"]);
    assert_eq!(changed("UPDATE tree SET peaks = lower(hex(zeroblob(32)))"), ["catalogue.disagrees"]);
}

#[test]
fn an_edited_quarantine_is_found_by_its_copies_its_names_and_the_sealed_sources() {
    let sandbox = golden();
    let folder = "quarantine/2026-11-22-0001";
    let list = format!("{folder}/findings.jsonl");
    let path = sandbox.path("kho").join(&list);
    let text = fs::read_to_string(&path).unwrap();
    let copy = "a42b96d3bf7c3cbce64152c98eadcbdcda6f28c012b208cd9f6af9983d93a282.jpg";
    let place = format!("{folder}/{copy}");

    fs::write(&path, text.replace(copy, "../../sohoa.toml") + "nonsense\n").unwrap();
    let expected = [
        ("fixity.extra", place.as_str()),
        ("quarantine.list", &list),
        ("quarantine.list", &list),
        ("quarantine.missing", folder),
    ];
    assert_eq!(found(&sandbox.verify(&["kho"])), pairs(&expected));

    fs::write(&path, &text).unwrap();
    fs::write(sandbox.path("kho").join(&place), b"other").unwrap();
    assert_eq!(found(&sandbox.verify(&["kho"])), pairs(&[("fixity.mismatch", &place)]));
}

#[test]
fn the_first_batch_cannot_be_taken_away_either() {
    let sandbox = golden();
    fs::remove_dir_all(sandbox.path("kho").join(B1)).unwrap();
    let seal = format!("{B2}/seal.txt");
    let expected = [
        ("catalogue.batch-gone", "catalogue.sqlite"),
        ("seal.chain", &seal),
        ("seal.sequence", &seal),
        ("seal.tree", &seal),
    ];
    assert_eq!(found(&sandbox.verify(&["kho"])), pairs(&expected));
}

#[test]
fn what_is_verified_is_never_written_to() {
    let sandbox = golden();
    fs::remove_dir_all(sandbox.path("kho/staging")).unwrap();
    let all = |root: &Path| {
        let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
        let stamp = |entry: walkdir::DirEntry| (entry.path().to_owned(), entry.metadata().unwrap().modified().unwrap());
        entries.map(stamp).collect::<Vec<_>>()
    };
    let before = all(&sandbox.path("kho"));
    sandbox.verify(&["kho", "--deep"]);
    assert_eq!(all(&sandbox.path("kho")), before);
}

/// Links, pipes and rights: what cannot be kept in a repository.
#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::process::CommandExt;

    #[test]
    fn a_link_in_place_of_a_file_or_folder_is_never_good_even_with_the_right_bytes() {
        let sandbox = golden();
        let batch = sandbox.path("kho").join(B1);
        let pdf = batch.join(format!("{D}0000002.pdf"));
        fs::rename(&pdf, sandbox.path("elsewhere.pdf")).unwrap();
        symlink(sandbox.path("elsewhere.pdf"), &pdf).unwrap();
        let answer = sandbox.verify(&["kho", "--deep"]);
        assert_eq!(answer["unreadable"], json!([format!("{B1}/{D}0000002.pdf")]));
        adds_up(&answer);

        let dossier = sandbox.path("kho").join(B2).join("data/H26.15.20.2019.014");
        fs::rename(&dossier, sandbox.path("dossier")).unwrap();
        symlink(sandbox.path("dossier"), &dossier).unwrap();
        let extra = sandbox.verify(&["kho"])["extra"].clone();
        assert!(extra.as_array().unwrap().contains(&json!(format!("{B2}/data/H26.15.20.2019.014"))), "{extra}");
    }

    #[test]
    fn a_pipe_in_place_of_any_file_does_not_make_it_wait() {
        let sandbox = golden();
        let names =
            ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "sources.tsv", "seal.txt"];
        for name in names.map(str::to_owned).into_iter().chain([format!("{D}0000001.json"), format!("{D}0000001.pdf")])
        {
            let path = sandbox.path("kho").join(B1).join(name);
            fs::remove_file(&path).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        }
        let codes = codes(&sandbox.verify(&["kho", "--deep"]));
        assert!(codes.contains(&"seal.unreadable".to_owned()) && codes.contains(&"fixity.unreadable".to_owned()));
    }

    #[test]
    fn what_may_not_be_read_is_unreadable_and_never_missing_or_good() {
        let sandbox = golden();
        let kho = sandbox.path("kho");
        let deny = |path: PathBuf| fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
        fs::set_permissions(sandbox.path(""), fs::Permissions::from_mode(0o755)).unwrap();
        deny(kho.join(B1).join(format!("{D}0000002.pdf")));
        deny(kho.join(B2).join("data/H26.15.20.2019.014"));
        let answer = as_nobody(&sandbox, &["verify", "kho", "--json"]);
        assert_eq!(answer.code, 3, "{}", answer.err);
        let dossier = format!("{B2}/data/H26.15.20.2019.014");
        let expected: Vec<_> = ["0000003.json", "0000003.pdf"].map(|name| format!("{B2}/{D}{name}")).to_vec();
        let unreadable = answer.json()["unreadable"].clone();
        let expected = json!([format!("{B1}/{D}0000002.pdf"), dossier, expected[0], expected[1]]);
        let mut found: Vec<_> = unreadable.as_array().unwrap().clone();
        found.sort_by_key(|subject| subject.as_str().unwrap().to_owned());
        assert_eq!(json!(found), expected);
        assert_eq!(answer.json()["missing"], json!([]));

        deny(kho.join("batches/2026"));
        let answer = as_nobody(&sandbox, &["verify", "kho", "--json"]);
        assert_eq!(answer.code, 3, "{}", answer.err);
        assert!(answer.json()["unreadable"].as_array().unwrap().contains(&json!("batches/2026")));

        deny(kho.clone());
        let answer = as_nobody(&sandbox, &["verify", "kho"]);
        assert_eq!(
            (answer.code, answer.err.as_str()),
            (1, "error [disk.permission]: could not read `kho`: permission denied\n")
        );
        fs::set_permissions(kho.join("batches/2026"), fs::Permissions::from_mode(0o755)).unwrap_or(());
        fs::set_permissions(&kho, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs the program without the rights of the superuser, whom no permission stops.
    fn as_nobody(sandbox: &Sandbox, arguments: &[&str]) -> Answer {
        let program = sandbox.path("sohoa");
        if !program.exists() {
            fs::copy(env!("CARGO_BIN_EXE_sohoa"), &program).unwrap();
        }
        let mut command = std::process::Command::new(program);
        command.args(arguments).current_dir(sandbox.path("")).env("LC_ALL", "C");
        if fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
            command.uid(65534).gid(65534);
        }
        Answer::of(command.output().unwrap())
    }
}

/// Writes a bag of another maker and returns the findings: BagIt 1.0, one `sha256` manifest, files of `a` and LF.
fn bag(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let sandbox = Sandbox::new();
    sandbox.write("bag/bagit.txt", BAGIT.as_bytes());
    for (path, text) in files {
        sandbox.write(&format!("bag/{path}"), text.as_bytes());
    }
    found(&sandbox.verify(&["bag"]))
}

fn line(path: &str) -> String {
    format!("{A}  {path}\n")
}

#[test]
fn a_valid_bag_of_today_has_no_findings() {
    let manifest = line("data/a.txt") + &line("data/hồ sơ/b c.txt");
    let sha512 = "162b0b32f02482d5aca0a7c93dd03ceac3acd7e410a5f18f3fb990fc958ae0df6f32233b91831eaf99ca581a8c4ddf9c8ba315ac482db6d4ea01cc7884a635be";
    let found = bag(&[
        ("data/a.txt", "a\n"),
        ("data/hồ sơ/b c.txt", "a\n"),
        (
            "manifest-sha256.txt",
            &manifest
                .to_uppercase()
                .replace("DATA/A.TXT", "data/a.txt")
                .replace("DATA/HỒ SƠ/B C.TXT", "data/hồ sơ/b c.txt")
                .replace('\n', "\r\n"),
        ),
        ("manifest-sha512.txt", &format!("{sha512} *data/a.txt\n{sha512}\t./data/hồ sơ/b c.txt\n")),
        ("bag-info.txt", "payload-oxum: 4.2\nContact-Name: x\n"),
        ("unlisted-tag-file.txt", "is allowed\n"),
    ]);
    assert_eq!(found, []);
}

#[test]
fn a_valid_bag_of_old_times_has_no_findings() {
    let found = bag(&[
        ("bagit.txt", "BagIt-Version: 0.97\r\nTag-File-Character-Encoding: ISO-8859-1\r\n"),
        ("data/a.txt", "a\n"),
        ("manifest-md5.txt", "60b725f10c9c85c70d97880dfe8191b3  data/a.txt\n"),
        ("manifest-sha1.txt", "3f786850e387550fdab836ed7e6dc881de23001b  data/a.txt\n"),
        ("tagmanifest-md5.txt", "c660cf48d0aeda0323a30074015843a4  bagit.txt\n"),
    ]);
    assert_eq!(found, []);
}

#[test]
fn payload_that_is_missing_extra_or_counted_wrong_is_found() {
    let manifest = line("data/a.txt") + &line("data/b.txt");
    let files = [
        ("data/a.txt", "a\n"),
        ("data/c.txt", "a\n"),
        ("manifest-sha256.txt", manifest.as_str()),
        ("bag-info.txt", "Payload-Oxum: 4.3\n"),
    ];
    let expected = [("bag.oxum", "bag-info.txt"), ("fixity.extra", "data/c.txt"), ("fixity.missing", "data/b.txt")];
    assert_eq!(bag(&files), pairs(&expected));
}

#[test]
fn a_declaration_that_is_not_to_the_letter_is_found() {
    let manifest = line("data/a.txt");
    let bad = [
        "",
        "BagIt-Version: 1.0\n",
        "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n",
        "\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        " BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 9.9\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nmore\n",
    ];
    for bagit in bad {
        let found = bag(&[("bagit.txt", bagit), ("data/a.txt", "a\n"), ("manifest-sha256.txt", &manifest)]);
        assert_eq!(found, pairs(&[("bag.declaration", "bagit.txt")]), "{bagit:?}");
    }
}

#[test]
fn lines_that_leave_the_bag_stand_twice_or_make_no_sense_are_found_and_the_others_checked() {
    let outside = ["../x", "/etc/passwd", "data/../../x", "~/x", "C:\\x", "bag-info.txt"];
    let manifest: String = outside.iter().map(|path| line(path)).collect();
    let manifest = manifest + &line("data/a.txt") + &line("data/a.txt") + "87428fc5  data/b.txt\nnonsense\n";
    let found = bag(&[("data/a.txt", "b\n"), ("manifest-sha256.txt", &manifest), ("bag-info.txt", "")]);
    let manifests = found.iter().filter(|(code, _)| code == "bag.manifest").count();
    assert_eq!(manifests, 3 + 3 + 1 + 2, "{found:?}");
    assert!(found.contains(&("fixity.mismatch".to_owned(), "data/a.txt".to_owned())));
}

#[test]
fn a_manifest_that_is_not_utf_8_is_found_and_its_other_lines_checked() {
    let sandbox = Sandbox::new();
    sandbox.write("bag/bagit.txt", BAGIT.as_bytes());
    sandbox.write("bag/data/a.txt", b"a\n");
    let mut manifest = (line("data/a.txt") + A + "  data/").into_bytes();
    manifest.extend(b"\xFF.txt\n");
    sandbox.write("bag/manifest-sha256.txt", &manifest);
    let expected = [("bag.manifest", "manifest-sha256.txt"), ("fixity.missing", "data/\u{fffd}.txt")];
    assert_eq!(found(&sandbox.verify(&["bag"])), pairs(&expected));
}

#[test]
fn an_unknown_algorithm_is_said_and_the_known_one_checked() {
    let manifest = line("data/a.txt");
    let found =
        bag(&[("data/a.txt", "b\n"), ("manifest-sha256.txt", &manifest), ("manifest-blake3.txt", "00 data/a.txt\n")]);
    assert_eq!(found, pairs(&[("bag.manifest", "manifest-blake3.txt"), ("fixity.mismatch", "data/a.txt")]));
}

#[test]
#[cfg(unix)]
fn only_line_ends_and_percent_are_decoded_in_names() {
    let manifest = line("data/a%0Ab") + &line("data/100%25") + &line("data/%41") + &line("data/%250A");
    let names = ["data/a\nb", "data/100%", "data/%41", "data/%0A"];
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "a\n")).collect();
    files.push(("manifest-sha256.txt", &manifest));
    assert_eq!(bag(&files), []);
}

#[test]
#[cfg(unix)]
fn a_list_of_sha256sum_is_checked_from_its_folder() {
    let sandbox = Sandbox::new();
    let names = ["a b.txt", "Giấy khai sinh số 1.jpg", " x", "*y", "l\nm", "n\\o", "~$p.doc", "thư mục/q%25"];
    for name in names {
        sandbox.write(&format!("in/{name}"), b"a\n");
    }
    for mode in ["--text", "--binary"] {
        let mut list = std::process::Command::new("sha256sum");
        let list = list.arg(mode).arg("--").args(names).current_dir(sandbox.path("in")).output().unwrap();
        sandbox.write("in/SHA256SUMS", &list.stdout);
        let answer = sandbox.verify(&["in/SHA256SUMS"]);
        assert_eq!((&answer["ok"], &answer["findings"]), (&8.into(), &json!([])), "{mode}");
    }
    sandbox.write("in/a b.txt", b"b\n");
    fs::remove_file(sandbox.path("in/ x")).unwrap();
    let mut list = fs::read(sandbox.path("in/SHA256SUMS")).unwrap();
    list.extend(format!("{A}  /etc/hostname\n{}  short\nnonsense\n", &A[..50]).bytes());
    sandbox.write("in/SHA256SUMS", &list);
    let answer = sandbox.verify(&["in/SHA256SUMS"]);
    assert_eq!((&answer["mismatched"], &answer["missing"]), (&json!(["a b.txt"]), &json!([" x"])));
    assert_eq!(codes(&answer)[..3], ["bag.manifest", "bag.manifest", "bag.manifest"]);
    adds_up(&answer);
}

#[test]
fn a_name_cannot_colour_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write("bag/bagit.txt", BAGIT.as_bytes());
    sandbox.write("bag/manifest-sha256.txt", line("data/a.txt").as_bytes());
    sandbox.write("bag/data/a.txt", b"a\n");
    #[cfg(unix)]
    sandbox.write("bag/data/\u{1b}[31m", b"x");
    assert!(!sandbox.run(&["verify", "bag"]).out.contains('\u{1b}'));
}
