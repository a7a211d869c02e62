//! Every fixture of every format through the program: `formats/` is kept, `refused/` refused, `warned/` kept with a word.
//!
//! The folders are walked, so a new file is a new test.

use std::collections::BTreeMap;
use std::path::Path;

use crate::judges;
use crate::support::{Sandbox, files_in, fixtures, sidecars, subjects};

#[test]
fn every_kind_of_scan_is_stored_with_the_pixels_it_had() {
    let sandbox = Sandbox::new();
    for family in ["jpeg", "png", "tiff", "jp2", "gif", "bmp", "webp", "pnm"] {
        sandbox.copy(&format!("formats/{family}"), &format!("in/{family}"));
    }
    let expected = pixels_expected();
    let mut stored = 0;
    // Fixtures with equal pixels are one document, so those that were duplicates go into another archive.
    for round in 1.. {
        sandbox.init();
        let answer = sandbox.ingest_with("in", &["--group-by", "file"]);
        assert_eq!(answer["inputs"]["quarantined"], 0, "{answer}");
        assert_eq!(answer["inputs"]["ignored"], 0, "{answer}");
        sandbox.assert_sound("kho");
        stored += answer["documents"].as_u64().unwrap();
        compare_pixels(&sandbox.path("kho"), &expected);
        let left = stored_before(&sandbox.path("kho"));
        if left.is_empty() {
            break;
        }
        std::fs::rename(sandbox.path("kho"), sandbox.path(&format!("kho-{round}"))).unwrap();
        std::fs::rename(sandbox.path("in"), sandbox.path("before")).unwrap();
        for file in &left {
            let target = sandbox.path(file);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::rename(sandbox.path("before").join(file.strip_prefix("in/").unwrap()), target).unwrap();
        }
        std::fs::remove_dir_all(sandbox.path("before")).unwrap();
    }
    let files: std::collections::BTreeSet<&String> = expected.keys().map(|(file, _)| file).collect();
    assert_eq!(stored, files.len() as u64);
}

/// Returns the sources that a batch lists as duplicates: equal files, and equal content.
fn stored_before(archive: &Path) -> Vec<String> {
    let lists = files_in(archive).into_iter().filter(|path| path.ends_with("sources.tsv"));
    let rows: Vec<String> = lists
        .flat_map(|list| std::fs::read_to_string(list).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let is_duplicate = |row: &&String| row.split('\t').nth(4) == Some("duplicate");
    rows.iter().filter(is_duplicate).map(|row| row.split('\t').next().unwrap().to_owned()).collect()
}

/// JPEG inside TIFF in pieces: the coefficients are what they were, but no two decoders round and smooth alike.
/// So it is with the colours of lossy WebP.
const DECODERS_DIFFER: &[&str] = &[
    "tiff/jpeg-grey-tiled-bigtiff.tif",
    "tiff/jpeg-ycbcr-many-strips.tif",
    "tiff/jpeg-ycbcr-tiled.tif",
    "webp/lossy.webp",
];

type Pixels = BTreeMap<(String, String), String>;

/// Returns what `pixels.tsv` says of each file and page.
fn pixels_expected() -> Pixels {
    rows(&std::fs::read_to_string(fixtures().join("formats/pixels.tsv")).unwrap())
}

fn rows(table: &str) -> Pixels {
    let row = |line: &str| {
        let mut cells = line.splitn(3, '\t').map(str::to_owned);
        ((cells.next().unwrap(), cells.next().unwrap()), cells.next().unwrap())
    };
    table.lines().skip(1).map(row).collect()
}

/// Compares what an outsider decodes from the PDFs with what was scanned.
fn compare_pixels(archive: &Path, expected: &Pixels) {
    let Some(output) = judges::judge("pixels.py", &[&archive.join("batches")]) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found = rows(&String::from_utf8(output.stdout).unwrap());
    let mut wrong = Vec::new();
    for (pdf, sidecar) in sidecars(archive) {
        let source = sidecar["pages"][0]["source"]["path"].as_str().unwrap().strip_prefix("in/").unwrap();
        for page in 1..=sidecar["pages"].as_array().unwrap().len() {
            let is = found.get(&(pdf.display().to_string(), page.to_string()));
            let should = expected.get(&(source.to_owned(), page.to_string()));
            if is != should && DECODERS_DIFFER.contains(&source) {
                judges::assert_accepts("near.py", &[&pdf, &fixtures().join("formats").join(source)]);
            } else if is.is_none() || is != should {
                wrong.push(format!("{source} page {page}: {is:?}, scanned {should:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the rows of an `expected.tsv`: file and code.
fn expected_codes(folder: &str) -> Vec<(String, String)> {
    let table = std::fs::read_to_string(fixtures().join(folder).join("expected.tsv")).unwrap();
    let row = |line: &str| line.split_once('\t').map(|(file, code)| (file.to_owned(), code.to_owned())).unwrap();
    table.lines().skip(1).map(row).collect()
}

/// Copies what a folder of fixtures holds, but not the list that says what must come of it.
fn copy_without_list(sandbox: &Sandbox, folder: &str) -> usize {
    let copy = sandbox.copy(folder, folder);
    std::fs::remove_file(copy.join("expected.tsv")).unwrap();
    files_in(&copy).len()
}

#[test]
fn every_broken_scan_is_refused_for_its_reason_and_kept_in_quarantine() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    let n_refused = copy_without_list(&sandbox, "refused");
    sandbox.copy("formats/jpeg/grey.jpg", "refused/zz-good.jpg");
    let answer =
        sandbox.run(&["ingest", "refused", "--archive", "kho", "--settle", "0", "--json", "--group-by", "file"]);
    assert_eq!(answer.code, 3);
    let json = answer.json();
    assert!(crate::support::adds_up(&json));
    assert_eq!(json["inputs"]["stored"], 1, "the good scan after the bad ones");
    assert_eq!(json["inputs"]["quarantined"], n_refused);
    assert_eq!(errors_of(&json), expected_under("refused"));
    assert_copies(&kho.join("quarantine").join(json["batch"].as_str().unwrap()), &sandbox, n_refused);
    sandbox.assert_sound("kho");
}

/// Returns subject and code of every error.
fn errors_of(answer: &serde_json::Value) -> BTreeMap<String, String> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let findings = answer["findings"].as_array().unwrap().iter();
    let errors = findings.filter(|finding| finding["severity"] == "error");
    errors.map(|finding| (text(&finding["subject"]), text(&finding["code"]))).collect()
}

fn expected_under(folder: &str) -> BTreeMap<String, String> {
    expected_codes(folder).into_iter().map(|(file, code)| (format!("{folder}/{file}"), code)).collect()
}

/// Asserts that each refused input has a copy of the same bytes.
fn assert_copies(quarantine: &Path, sandbox: &Sandbox, n_refused: usize) {
    let list = std::fs::read_to_string(quarantine.join("findings.jsonl")).unwrap();
    assert_eq!(list.lines().count(), n_refused);
    for line in list.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
        let copy = std::fs::read(quarantine.join(line["copy"].as_str().unwrap())).unwrap();
        assert_eq!(copy, std::fs::read(sandbox.path(line["path"].as_str().unwrap())).unwrap(), "{line}");
    }
}

#[test]
fn every_odd_scan_is_stored_with_a_word_about_it() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let n_files = copy_without_list(&sandbox, "warned");
    let answer = sandbox.ingest_with("warned", &["--group-by", "file"]);
    let inputs = &answer["inputs"];
    assert_eq!(inputs["stored"].as_u64().unwrap() + inputs["duplicate"].as_u64().unwrap(), n_files as u64, "{answer}");
    for (file, code) in expected_codes("warned") {
        assert!(subjects(&answer, &code).contains(&format!("warned/{file}")), "{file}: no {code} in {answer}");
    }
    sandbox.assert_sound("kho");
}
