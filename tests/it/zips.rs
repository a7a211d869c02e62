//! ZIP deliveries through the program: the same documents as from the unpacked folder, and hostile ones accounted for.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::{Sandbox, assert_same, codes, files_in, fixtures, sidecars, subjects, tree};

/// Packs a folder, in an order of its own: every other file stored, the others deflated.
fn pack(folder: &Path, zip: &Path) {
    let mut writer = ZipWriter::new(File::create(zip).unwrap());
    for (n, path) in files_in(folder).iter().enumerate().rev().collect::<Vec<_>>() {
        let method = if n % 2 == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(&fs::read(path).unwrap()).unwrap();
    }
    writer.finish().unwrap();
}

/// Packs fixtures under names.
fn pack_fixtures(zip: &Path, files: &[(&str, &str)]) {
    let mut writer = ZipWriter::new(File::create(zip).unwrap());
    for (name, fixture) in files {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(*name, stored).unwrap();
        writer.write_all(&fs::read(fixtures().join(fixture)).unwrap()).unwrap();
    }
    writer.finish().unwrap();
}

/// Gives a file and all files below a folder one time, so that rows of sources can be compared.
fn date(path: &Path) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for file in files_in(path) {
        File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
    }
}

/// Returns the payload of an archive, with the one name that must differ made equal.
fn payload(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let plain = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => text.replace("in.zip/", "in/").into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let is_payload =
        |path: &String| path.contains("/data/") || path.ends_with("sources.tsv") || path.ends_with(".jsonl");
    let copies = |path: &String| path.starts_with("quarantine");
    tree(archive)
        .into_iter()
        .filter(|(path, _)| is_payload(path) || copies(path))
        .map(|(path, bytes)| (path, plain(bytes)))
        .collect()
}

#[test]
fn a_delivery_gives_the_same_bundles_zipped_and_unpacked() {
    let sandbox = Sandbox::new();
    for part in ["scans", "refused", "formats", "deliveries/faulty"] {
        sandbox.copy(part, &format!("in/{part}"));
    }
    pack(&sandbox.path("in"), &sandbox.path("in.zip"));
    [sandbox.path("in"), sandbox.path("in.zip")].iter().for_each(|path| date(path));
    let mut told = Vec::new();
    for (archive, source) in [("unpacked", "in"), ("zipped", "in.zip")] {
        sandbox.init_with_batches_of(archive, 25);
        let answer = sandbox.run(&["ingest", source, "--archive", archive, "--settle", "0", "--json"]);
        assert_eq!(answer.code, 3, "{}", answer.err);
        let mut json = answer.json();
        // The longer label takes its room in every sidecar.
        ["seconds", "bytes"].iter().for_each(|key| json[*key] = Value::Null);
        told.push(json.to_string().replace("in.zip/", "in/"));
    }
    assert!(told[0] == told[1], "{}\n{}", told[0], told[1]);
    let (unpacked, zipped) = (payload(&sandbox.path("unpacked")), payload(&sandbox.path("zipped")));
    assert!(unpacked.len() > 100 && unpacked.keys().eq(zipped.keys()));
    unpacked.iter().for_each(|(path, bytes)| assert!(zipped[path] == *bytes, "{path}"));
    sandbox.assert_sound("zipped");
    // What the archive has from the folder it has from the ZIP.
    let again = sandbox.run(&["ingest", "in.zip", "--archive", "unpacked", "--settle", "0", "--json"]).json();
    assert_eq!((&again["documents"], &again["inputs"]["stored"]), (&json!(0), &json!(0)));
}

#[test]
fn nothing_is_unpacked_to_disk() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("scans", "in");
    pack(&sandbox.path("in"), &sandbox.path("in.zip"));
    fs::remove_dir_all(sandbox.path("in")).unwrap();
    let before = fs::read(sandbox.path("in.zip")).unwrap();
    sandbox.ingest("in.zip");
    assert_eq!(fs::read(sandbox.path("in.zip")).unwrap(), before);
    let beside: Vec<_> = fs::read_dir(sandbox.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 2, "{beside:?}");
}

#[test]
fn a_dry_run_shows_the_documents_of_a_zip() {
    let sandbox = Sandbox::new();
    sandbox.init();
    pack_fixtures(
        &sandbox.path("H26.15.zip"),
        &[("HS.01/001.jpg", "formats/jpeg/baseline-420.jpg"), ("HS.01/002.png", "formats/png/rgb-8-bit.png")],
    );
    let answer = sandbox.run(&["ingest", "H26.15.zip", "--archive", "kho", "--settle", "0", "--json", "--dry-run"]);
    let first: Value = serde_json::from_str(answer.out.lines().next().unwrap()).unwrap();
    let expected = json!({"folder": "H26.15.zip/HS.01", "dossier": "H26.15", "document": "HS.01", "rule": "numbered",
        "scans": ["H26.15.zip/HS.01/001.jpg", "H26.15.zip/HS.01/002.png"], "described": null});
    assert_eq!(first, expected);
}

#[test]
fn folders_files_and_zips_are_imported_together() {
    let sandbox = Sandbox::new();
    sandbox.init();
    pack_fixtures(&sandbox.path("A.zip"), &[("KQ.1.jpg", "formats/jpeg/baseline-420.jpg")]);
    sandbox.copy("formats/png/rgb-8-bit.png", "B/KQ.2.png");
    sandbox.copy("formats/tiff/g4-big-endian.tif", "c.tif");
    let arguments = ["ingest", "A.zip", "B", "c.tif", "--archive", "kho", "--settle", "0", "--json"];
    assert_eq!(sandbox.run(&arguments).json()["documents"], 3);
    let paths: Vec<_> = sidecars(&sandbox.path("kho"))
        .iter()
        .map(|(_, sidecar)| sidecar["pages"][0]["source"]["path"].clone())
        .collect();
    assert!(paths.contains(&json!("A.zip/KQ.1.jpg")) && paths.contains(&json!("B/KQ.2.png")), "{paths:?}");
}

#[test]
fn a_zip_in_a_folder_is_left_with_what_to_do() {
    let sandbox = Sandbox::new();
    sandbox.init();
    fs::create_dir(sandbox.path("in")).unwrap();
    pack_fixtures(&sandbox.path("in/A.zip"), &[("KQ.1.jpg", "formats/jpeg/baseline-420.jpg")]);
    let answer = sandbox.ingest("in");
    assert_eq!((codes(&answer), &answer["inputs"]["ignored"]), (vec!["zip.inside".to_owned()], &json!(1)));
    assert_eq!(sandbox.ingest("in/A.zip")["documents"], 1);
}

#[test]
fn a_damaged_entry_costs_its_document_and_no_other() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let files = [
        ("HS.01/001.jpg", "formats/jpeg/baseline-420.jpg"),
        ("HS.01/002.jpg", "formats/jpeg/baseline-420.jpg"),
        ("HS.02/001.png", "formats/png/rgb-8-bit.png"),
    ];
    pack_fixtures(&sandbox.path("A.zip"), &files);
    let mut bytes = fs::read(sandbox.path("A.zip")).unwrap();
    // A bit in the stored data of the first entry.
    bytes[30 + files[0].0.len() + 700] ^= 1;
    fs::write(sandbox.path("A.zip"), &bytes).unwrap();
    let answer = sandbox.ingest("A.zip");
    assert_eq!(subjects(&answer, "zip.damaged"), ["A.zip/HS.01/001.jpg"]);
    assert_eq!(answer["documents"], 1);
    assert_eq!(answer["inputs"]["quarantined"], 2);
    assert_eq!(files_in(&sandbox.path("kho/quarantine")).len(), 3, "both copies and the list");
    sandbox.assert_sound("kho");
    let again = sandbox.ingest("A.zip");
    assert_eq!(files_in(&sandbox.path("kho/quarantine")).len(), 3, "what is kept is not kept again: {again}");
}

#[test]
fn a_few_bytes_of_a_zip_never_fill_the_quarantine() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let mut writer = ZipWriter::new(File::create(sandbox.path("A.zip")).unwrap());
    writer.start_file("KQ.1.jpg", SimpleFileOptions::default()).unwrap();
    (0..40).for_each(|_| writer.write_all(&[0; 1 << 20]).unwrap());
    writer.finish().unwrap();
    let answer = sandbox.ingest("A.zip");
    assert_eq!(
        (subjects(&answer, "format.empty"), &answer["inputs"]["quarantined"]),
        (vec!["A.zip/KQ.1.jpg".to_owned()], &json!(1))
    );
    let kept = files_in(&sandbox.path("kho/quarantine"));
    assert!(kept.len() == 1 && kept[0].ends_with("findings.jsonl"), "{kept:?}");
}

#[test]
fn an_index_sheet_that_fails_its_checksum_is_told_and_the_scans_are_stored() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let files = [("ds.csv", "sheets/good/semicolon.csv"), ("KQ.1.jpg", "formats/jpeg/baseline-420.jpg")];
    pack_fixtures(&sandbox.path("A.zip"), &files);
    let mut bytes = fs::read(sandbox.path("A.zip")).unwrap();
    bytes[30 + files[0].0.len() + 20] ^= 1;
    fs::write(sandbox.path("A.zip"), &bytes).unwrap();
    let answer = sandbox.ingest("A.zip");
    assert_eq!((subjects(&answer, "zip.damaged"), &answer["documents"]), (vec!["A.zip/ds.csv".to_owned()], &json!(1)));
}

#[test]
fn a_document_waits_for_an_entry_that_cannot_be_read() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let files = [
        ("HS.01/001.jpg", "formats/jpeg/baseline-420.jpg"),
        ("HS.01/002.jpg", "formats/jpeg/baseline-422.jpg"),
        ("HS.02/001.png", "formats/png/rgb-8-bit.png"),
    ];
    pack_fixtures(&sandbox.path("A.zip"), &files);
    let mut bytes = fs::read(sandbox.path("A.zip")).unwrap();
    // The list says of the first entry that it is encrypted.
    let list = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[list + 8] |= 1;
    fs::write(sandbox.path("A.zip"), &bytes).unwrap();
    let answer = sandbox.ingest("A.zip");
    assert_eq!(subjects(&answer, "zip.encrypted"), ["A.zip/HS.01/001.jpg", "A.zip/HS.01/002.jpg"]);
    assert_eq!((&answer["documents"], &answer["inputs"]["ignored"]), (&json!(1), &json!(2)));
    assert!(!sandbox.path("kho/quarantine/2026-11-21-0001").exists());
}

#[test]
fn a_zip_that_is_no_zip_is_one_input_with_one_finding() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.write("A.zip", b"PK\x03\x04 and then the copy broke off");
    let answer = sandbox.run(&["ingest", "A.zip", "--archive", "kho", "--settle", "0", "--json"]);
    assert_eq!((answer.code, codes(&answer.json())), (3, vec!["zip.unreadable".to_owned()]));
    assert_eq!(
        answer.json()["inputs"],
        json!({"seen": 1, "stored": 0, "duplicate": 0, "quarantined": 0, "ignored": 1})
    );
}

#[cfg(unix)]
#[test]
fn an_import_that_was_killed_inside_a_zip_goes_on() {
    let sandbox = Sandbox::new();
    sandbox.copy("scans", "in/scans");
    sandbox.copy("formats", "in/formats");
    sandbox.copy("refused", "in/refused");
    pack(&sandbox.path("in"), &sandbox.path("in.zip"));
    let import = |archive: &'static str| ["ingest", "in.zip", "--archive", archive, "--settle", "0", "--json"];
    sandbox.init_with_batches_of("undisturbed", 5);
    assert_eq!(sandbox.run(&import("undisturbed")).code, 3);
    let root = sandbox.init_with_batches_of("kho", 5);
    let mut child = sandbox.command(&import("kho")).stdout(std::process::Stdio::null()).spawn().unwrap();
    while !fs::read_dir(root.join("batches/2026")).is_ok_and(|mut batches| batches.next().is_some()) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(sandbox.run(&import("kho")).json()["resumed"].as_u64().unwrap() > 0);
    assert_same(&sandbox.path("undisturbed"), &root);
    sandbox.assert_sound("kho");
}

#[test]
fn what_was_refused_without_being_read_is_listed_once() {
    let sandbox = Sandbox::new();
    sandbox.init();
    // Too large to be copied, for what little of it the ZIP holds.
    let mut writer = ZipWriter::new(File::create(sandbox.path("in.zip")).unwrap());
    writer
        .start_file("KQ.1.png", SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
        .unwrap();
    writer.write_all(b"\x89PNG\r\n\x1A\n").unwrap();
    writer.write_all(&vec![0; 33 << 20]).unwrap();
    writer.finish().unwrap();
    let listed = || {
        let lists = files_in(&sandbox.path("kho/quarantine"));
        lists.iter().map(|list| fs::read_to_string(list).unwrap().lines().count()).sum::<usize>()
    };
    for _ in 0..2 {
        assert_eq!(sandbox.ingest("in.zip")["inputs"]["quarantined"], 1);
        assert_eq!(listed(), 1);
    }
    assert_eq!(sandbox.run(&["reindex", "--archive", "kho"]).code, 0);
    sandbox.ingest("in.zip");
    assert_eq!(listed(), 1);
}
