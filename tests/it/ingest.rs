//! `sohoa ingest` through the program: what becomes which document, and numbers that add up.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Sandbox, codes, files_in, fixtures, pdf_scan, sidecars, subjects, tree};

#[test]
fn a_delivery_becomes_one_sealed_batch_and_the_numbers_add_up() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    sandbox.copy("scans", "scans");
    let answer = sandbox.ingest("scans");
    let inputs = serde_json::json!({ "seen": 21, "stored": 18, "duplicate": 1, "quarantined": 1, "ignored": 1 });
    assert_eq!(answer["inputs"], inputs);
    assert_eq!(answer["batches"].as_array().unwrap().len(), 1);
    assert!(kho.join("batches/2026").join(answer["batch"].as_str().unwrap()).join("seal.txt").is_file());
}

#[test]
fn the_same_source_again_stores_nothing_new_and_says_why() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    sandbox.copy("scans", "scans");
    sandbox.ingest("scans");
    let before = tree(&kho);
    let again = sandbox.ingest("scans");
    assert_eq!(again["documents"], 0);
    assert!(codes(&again).contains(&"duplicate.stored".to_owned()));
    assert_eq!(tree(&kho), before);
}

#[test]
fn the_source_is_as_it_was() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let source = sandbox.copy("scans", "scans");
    let state = || {
        let of = |path: &PathBuf| {
            let metadata = std::fs::metadata(path).unwrap();
            (std::fs::read(path).unwrap(), metadata.modified().unwrap(), metadata.permissions())
        };
        files_in(&source).iter().map(|path| (path.clone(), of(path))).collect::<BTreeMap<_, _>>()
    };
    let before = state();
    sandbox.ingest("scans");
    assert!(state() == before);
}

/// Returns the documents of the archive: dossier and name, and the names of the scans.
fn stored(sandbox: &Sandbox) -> BTreeMap<String, Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let document = |(pdf, sidecar): (PathBuf, Value)| {
        let name = format!("{}/{}", text(&sidecar["dossier"]), pdf.file_stem().unwrap().to_string_lossy());
        let mut scans: Vec<String> =
            sidecar["pages"].as_array().unwrap().iter().map(|page| text(&page["source"]["path"])).collect();
        scans.dedup();
        (name, scans)
    };
    sidecars(&sandbox.path("kho")).into_iter().map(document).collect()
}

/// Returns the documents that a dry run announces, likewise, and the rule of each.
fn planned(sandbox: &Sandbox, more: &[&str]) -> (BTreeMap<String, Vec<String>>, BTreeMap<String, String>) {
    let fixed = ["ingest", "in", "--archive", "kho", "--settle", "0", "--json", "--dry-run"];
    let answer = sandbox.run(&[&fixed, more].concat());
    assert!([0, 3].contains(&answer.code), "{}", answer.err);
    let lines: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let name = |line: &Value| format!("{}/{}", text(&line["dossier"]), text(&line["document"]));
    let documents = || lines.iter().filter(|line| line.get("document").is_some());
    let scans = |line: &Value| line["scans"].as_array().unwrap().iter().map(text).collect();
    let plan: BTreeMap<String, Vec<String>> = documents().map(|line| (name(line), scans(line))).collect();
    assert_eq!(lines.last().unwrap()["documents"], plan.len());
    (plan, documents().map(|line| (name(line), text(&line["rule"]))).collect())
}

/// Lays out one folder for each rule; no two files show the same picture.
fn every_rule(sandbox: &Sandbox) {
    // Nine scans with nine different pictures.
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("exif-orientation") || name == "grey.jpg"
    };
    let mut scans = files_in(&fixtures().join("formats/jpeg")).into_iter().filter(is_one);
    let names = [
        "in/box/HS.01/file.001.jpg",
        "in/box/HS.01/file.002.jpg",
        "in/box/HS.01/tl_1.jpg",
        "in/box/HS.01/tl_2.jpg",
        "in/box/HS.01/doc.jpg",
        "in/box/HS.02/001.jpg",
        "in/box/HS.02/2.jpg",
        "in/box/HS.02/10.jpg",
        "in/box/HS.02/15a.jpg",
    ];
    for name in names {
        sandbox.write(name, &std::fs::read(scans.next().unwrap()).unwrap());
    }
    sandbox.copy("formats/tiff/g4-three-pages.tif", "in/box/HS.01/qd.tif");
}

#[test]
fn the_plan_shows_each_rule_writes_nothing_and_is_what_is_stored() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    every_rule(&sandbox);
    let everything = || files_in(&kho);
    let before = everything();
    let (plan, rules) = planned(&sandbox, &[]);
    assert_eq!(everything(), before);
    let rules: BTreeMap<&str, &str> = rules.iter().map(|(name, rule)| (name.as_str(), rule.as_str())).collect();
    let expected = BTreeMap::from([
        ("HS.01/file", "prefix"),
        ("HS.01/tl", "prefix"),
        ("HS.01/doc", "single"),
        ("HS.01/qd", "multi-page"),
        ("box/HS.02", "numbered"),
    ]);
    assert_eq!(rules, expected);
    let pages: Vec<&str> = plan["box/HS.02"].iter().map(|scan| scan.rsplit('/').next().unwrap()).collect();
    assert_eq!(pages, ["001.jpg", "2.jpg", "10.jpg", "15a.jpg"]);
    let answer = sandbox.ingest("in");
    assert!(codes(&answer).contains(&"group.gap".to_owned()), "{answer}");
    assert_eq!(stored(&sandbox), plan);
}

#[test]
fn the_grouping_can_be_chosen_and_the_plan_still_is_what_is_stored() {
    for (how, n_documents) in [("file", 10), ("folder", 2), ("prefix", 8)] {
        let sandbox = Sandbox::new();
        sandbox.init();
        every_rule(&sandbox);
        let (plan, _) = planned(&sandbox, &["--group-by", how]);
        assert_eq!(plan.len(), n_documents, "{how}: {plan:?}");
        let answer = sandbox.ingest_with("in", &["--group-by", how]);
        assert_eq!(answer["documents"], n_documents, "{how}");
        assert_eq!(stored(&sandbox), plan, "{how}");
    }
}

#[test]
fn what_is_there_twice_is_stored_once_under_the_first_name() {
    let sandbox = Sandbox::new();
    sandbox.init();
    for name in ["in/HS.2/scan.jpg", "in/HS.1/scan.jpg", "in/HS.3/scan.jpg"] {
        sandbox.copy("formats/jpeg/grey.jpg", name);
    }
    let answer = sandbox.ingest_with("in", &["--jobs", "8"]);
    assert_eq!((&answer["inputs"]["stored"], &answer["inputs"]["duplicate"]), (&1.into(), &2.into()));
    assert_eq!(stored(&sandbox).keys().collect::<Vec<_>>(), ["HS.1/scan"]);
    assert_eq!(subjects(&answer, "duplicate.stored"), ["in/HS.2/scan.jpg", "in/HS.3/scan.jpg"]);
}

#[test]
fn a_batch_is_closed_where_the_profile_says_so() {
    let sandbox = Sandbox::new();
    sandbox.init_with_batches_of("kho", 3);
    for number in 1..=8 {
        sandbox.copy(&format!("formats/jpeg/exif-orientation-{number}.jpg"), &format!("in/o-{number}/x.jpg"));
    }
    let answer = sandbox.ingest("in");
    let batches = ["2026-11-21-0001", "2026-11-21-0002", "2026-11-21-0003"];
    assert_eq!(answer["batches"], serde_json::json!(batches));
    let documents = |batch: &str| {
        let seal = std::fs::read_to_string(sandbox.path("kho/batches/2026").join(batch).join("seal.txt")).unwrap();
        seal.lines().find_map(|line| line.strip_prefix("documents: ")).unwrap().to_owned()
    };
    assert_eq!(batches.map(documents), ["3", "3", "2"]);
    sandbox.assert_sound("kho");
}

#[test]
fn a_jpeg_comes_back_as_the_bytes_it_was_whatever_its_orientation() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg", "in");
    sandbox.ingest_with("in", &["--group-by", "file"]);
    for (pdf, sidecar) in sidecars(&sandbox.path("kho")) {
        let id = sidecar["id"].as_str().unwrap();
        let source = sidecar["pages"][0]["source"]["path"].as_str().unwrap();
        let answer = sandbox.run(&["originals", id, "--archive", "kho", "--out", &format!("out/{id}"), "--json"]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        let cut = answer.json()[0]["path"].as_str().unwrap_or_else(|| panic!("{source}: not cut out")).to_owned();
        let same = std::fs::read(sandbox.path(&cut)).unwrap() == std::fs::read(sandbox.path(source)).unwrap();
        assert!(same, "{source} out of {}", pdf.display());
    }
}

#[test]
fn a_page_stored_on_its_side_is_turned_in_the_sidecar_and_in_the_pdf() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg/exif-orientation-6.jpg", "in/x.jpg");
    sandbox.ingest("in");
    let (_, sidecar) = sidecars(&sandbox.path("kho")).remove(0);
    assert_eq!(sidecar["pages"][0]["orientation"], 6);
    assert_eq!(sidecar["pages"][0]["embedding"], "pass-through");
}

#[test]
fn the_same_pixels_under_another_orientation_are_both_kept() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let jpeg = std::fs::read(fixtures().join("formats/jpeg/exif-orientation-6.jpg")).unwrap();
    // Only the EXIF value differs: 6 becomes 8.
    let at = jpeg
        .windows(4)
        .position(|bytes| bytes == b"\x12\x01\x03\x00")
        .or_else(|| jpeg.windows(4).position(|bytes| bytes == b"\x01\x12\x00\x03"))
        .unwrap();
    let mut turned = jpeg.clone();
    let value = turned[at..at + 12].iter().position(|byte| *byte == 6).unwrap();
    turned[at + value] = 8;
    sandbox.write("scans/A1.jpg", &jpeg);
    sandbox.write("scans/A2x.jpg", &turned);
    let answer = sandbox.ingest("scans");
    assert_eq!(answer["documents"], 2);
    assert!(codes(&answer).contains(&"duplicate.content".to_owned()));
    assert_eq!(sandbox.verify(&["kho", "--deep"])["findings"], serde_json::json!([]));
}

#[test]
fn a_content_that_is_there_is_stored_once_whatever_its_container() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    let jpeg = std::fs::read(fixtures().join("formats/jpeg/grey.jpg")).unwrap();
    sandbox.write("in/A.1/x.jpg", &jpeg);
    sandbox.write("in/B.2/x.jpg", &[&jpeg[..2], b"\xFF\xFE\x00\x06abcd", &jpeg[2..]].concat());
    sandbox.write("in/C.3/x.pdf", &pdf_scan());
    sandbox.copy("formats/jpeg/exif-orientation-1.jpg", "in/D.4/x.jpg");
    let answer = sandbox.ingest("in");
    assert_eq!((&answer["documents"], &answer["inputs"]["duplicate"]), (&2.into(), &2.into()));
    assert_eq!(subjects(&answer, "duplicate.content"), ["in/B.2/x.jpg", "in/C.3/x.pdf"]);
    let (_, first) = sidecars(&kho).remove(0);
    let batch = kho.join("batches/2026").join(answer["batch"].as_str().unwrap());
    let listed = std::fs::read_to_string(batch.join("sources.tsv")).unwrap();
    let id = first["id"].as_str().unwrap();
    let n_listed = listed.lines().filter(|line| line.ends_with(&format!("\tduplicate\t{id}"))).count();
    assert_eq!(n_listed, 2, "{listed}");
    sandbox.assert_sound("kho");

    // Likewise when the first came with an earlier batch.
    sandbox.write("later/B.2/y.jpg", &[&jpeg[..2], b"\xFF\xFE\x00\x06efgh", &jpeg[2..]].concat());
    let later = sandbox.ingest("later");
    assert_eq!((&later["documents"], &later["inputs"]["duplicate"]), (&0.into(), &1.into()));
    assert_eq!(subjects(&later, "duplicate.content"), ["later/B.2/y.jpg"]);
}

#[test]
fn a_duplicate_of_content_with_another_record_stands_beside_and_is_known_when_it_comes_again() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let jpeg = std::fs::read(fixtures().join("formats/jpeg/grey.jpg")).unwrap();
    let with = |comment: &[u8; 4]| [&jpeg[..2], b"\xFF\xFE\x00\x06", comment, &jpeg[2..]].concat();
    sandbox.write("one/x.jpg", &jpeg);
    sandbox.ingest("one");
    let sheet = "Tên tệp,Trích yếu\nx.jpg,Giao đất\n";
    for (source, comment) in [("two", b"abcd"), ("three", b"efgh")] {
        sandbox.write(&format!("{source}/x.jpg"), &with(comment));
        sandbox.write(&format!("{source}/ds.csv"), sheet.as_bytes());
    }
    let two = sandbox.ingest("two");
    assert_eq!(two["documents"], 1);
    assert_eq!(subjects(&two, "duplicate.content"), ["two/x.jpg"]);
    let three = sandbox.ingest("three");
    assert_eq!(
        (&three["documents"], subjects(&three, "duplicate.content")),
        (&0.into(), vec!["three/x.jpg".to_owned()])
    );
    sandbox.assert_sound("kho");
}

#[test]
fn a_tiff_that_lost_its_last_byte_or_has_too_many_is_never_silent() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let tiff = std::fs::read(fixtures().join("formats/tiff/g4-no-resolution-unit.tif")).unwrap();
    sandbox.write("scans/A1.tif", &tiff[..tiff.len() - 1]);
    sandbox.write("scans/B2.tif", &[&tiff[..], b"SECRET"].concat());
    let answer = sandbox.ingest("scans");
    let codes = codes(&answer);
    assert!(codes.contains(&"format.truncated".to_owned()), "{codes:?}");
    assert!(codes.contains(&"format.trailing-data".to_owned()), "{codes:?}");
    assert_eq!(answer["inputs"]["quarantined"], 1);
}

#[test]
fn a_paper_that_grew_since_an_earlier_import_is_told() {
    let sandbox = Sandbox::new();
    sandbox.init();
    for page in 1..=2 {
        sandbox.copy(&format!("formats/jpeg/exif-orientation-{page}.jpg"), &format!("scans/HS.01_00{page}.jpg"));
    }
    sandbox.ingest("scans");
    sandbox.copy("formats/jpeg/grey.jpg", "scans/HS.01_003.jpg");
    let answer = sandbox.ingest("scans");
    assert_eq!((&answer["documents"], &answer["pages"]), (&1.into(), &3.into()));
    assert!(codes(&answer).contains(&"document.again".to_owned()));
}

#[test]
fn a_dry_run_names_no_folder_that_is_none_and_promises_no_pages() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.write("in/hs01/van-ban.pdf", b"%PDF-1.7 of one page, or of none");
    sandbox.write("in/hs01/danh-muc.csv", "Tên tệp,Trích yếu\nkhac.pdf,Giao đất\n".as_bytes());
    let answer = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--dry-run", "--lang", "vi"]);
    assert!(answer.out.contains("1 tệp (một tệp là một tài liệu): van-ban.pdf"), "{}", answer.out);
    assert!(answer.out.contains("join.row-without-scan"), "{}", answer.out);
    assert!(!answer.out.lines().any(|line| line == "/"), "{}", answer.out);
}
