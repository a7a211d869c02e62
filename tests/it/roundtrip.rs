//! What was handed over comes back: exported, ingested into an empty archive, exported again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Sandbox, files_in, sidecars, subjects};

/// Fields that a package says of its own contents, and codes that it needs of every document.
const COUNTED: &[&str] = &["docCode", "docOrdinal", "dossier.totalDoc", "dossier.numberOfPage"];

/// Makes `kho`: a dossier of scans with two index sheets, and a dossier of PDFs from a package.
fn kept() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init();
    for name in ["danh-muc.xlsx", "H26.15.20.2021.002"] {
        sandbox.copy(&format!("deliveries/clean/{name}"), &format!("in/{name}"));
    }
    sandbox.copy("packages/sip", "in/sip");
    assert_eq!(sandbox.ingest("in")["documents"], 9);
    sandbox
}

fn export(sandbox: &Sandbox, archive: &str, format: &str, out: &str, more: &[&str]) -> Value {
    let arguments = ["export", "--archive", archive, "--format", format, "--out", out, "--strict", "--json"];
    let answer = sandbox.run(&[&arguments, more].concat());
    assert!([0, 3].contains(&answer.code), "{format}: {}", answer.err);
    for list in ["not-ready.json", "not-ready.xlsx"] {
        _ = fs::remove_file(sandbox.path(out).join(list));
    }
    answer.json()
}

/// Takes all packages of a folder into an empty archive; ZIPs are named one by one.
fn take(sandbox: &Sandbox, archive: &str, folder: &str) -> Value {
    let init = sandbox.run(&["init", archive, "--agency", "H26.15", "--name", "Kho nhận"]);
    assert_eq!(init.code, 0, "{}", init.err);
    let packages = fs::read_dir(sandbox.path(folder)).unwrap().map(|entry| entry.unwrap().path());
    let packages: Vec<String> = packages.map(|path| path.to_str().unwrap().to_owned()).collect();
    let mut arguments = vec!["ingest", "--archive", archive, "--settle", "0", "--json"];
    arguments.extend(packages.iter().map(String::as_str));
    let json = sandbox.run(&arguments).json();
    assert_eq!(subjects(&json, "source.package-refused"), [""; 0], "{json}");
    assert_eq!(json["inputs"]["quarantined"], 0, "{json}");
    json
}

/// Returns the documents of an archive by their ids: the digest of the PDF, and the record's values by path.
fn documents(archive: &Path) -> BTreeMap<String, (Value, BTreeMap<String, Value>)> {
    fn gather(at: &str, json: &Value, found: &mut BTreeMap<String, Value>) {
        for (name, part) in json.as_object().unwrap() {
            match part.get("value") {
                Some(value) => _ = found.insert(format!("{at}{name}"), value.clone()),
                None => gather(&format!("{at}{name}."), part, found),
            }
        }
    }
    let document = |(_, sidecar): (_, Value)| {
        let mut values = BTreeMap::new();
        gather("", &sidecar["record"], &mut values);
        (sidecar["id"].as_str().unwrap().to_owned(), (sidecar["pdf"]["sha256"].clone(), values))
    };
    sidecars(archive).into_iter().map(document).collect()
}

/// Returns the records and PDFs of packages: names and bytes.
fn contents(folder: &Path, endings: &[&str]) -> BTreeSet<(String, Vec<u8>)> {
    let wanted = files_in(folder).into_iter().filter(|path| {
        let text = path.to_str().unwrap();
        endings.iter().any(|ending| text.ends_with(ending)) && !text.contains("PREMIS") && !text.ends_with("METS.xml")
    });
    wanted.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())).collect()
}

#[test]
fn packages_of_the_circular_come_back_with_their_documents_and_records() {
    let sandbox = kept();
    let before = documents(&sandbox.path("kho"));
    for (format, zip) in [("tt05-aip", false), ("tt05-aip", true), ("tt05-sip", false)] {
        let (out, back, again) =
            (format!("{format}-{zip}"), format!("back-{format}-{zip}"), format!("again-{format}-{zip}"));
        let more: &[&str] = if zip { &["--zip"] } else { &[] };
        let exported = export(&sandbox, "kho", format, &out, more);
        take(&sandbox, &back, &out);
        let after = documents(&sandbox.path(&back));
        assert_eq!(json!(after.len()), exported["documents"], "{format}");
        for (id, (pdf, values)) in &after {
            let (known_pdf, known) = &before[id];
            assert_eq!(pdf, known_pdf, "{format} {id}");
            for path in ["subject", "issuedDate", "typeName", "organName", "dossier.title", "dossier.maintenance"] {
                assert!(values.contains_key(path), "{format} {id} {path}: {values:?}");
            }
            // What a document does not say of itself, a package has from its dossier.
            let stated = |path: &str| known.get(path).or_else(|| known.get(&format!("dossier.{path}")));
            let differs = |path: &str, value: &Value| stated(path) != Some(value) && !COUNTED.contains(&path);
            let differing: Vec<_> = values.iter().filter(|(path, value)| differs(path, value)).collect();
            assert_eq!(differing, [], "{format} {id}");
        }
        if !zip {
            export(&sandbox, &back, format, &again, &[]);
            let [first, second] = [out, again].map(|folder| contents(&sandbox.path(&folder), &[".pdf", ".xml"]));
            assert!(!first.is_empty() && first == second, "{format}");
        }
        sandbox.assert_sound(&back);
    }
}

#[test]
fn bags_and_plain_folders_come_back_with_everything_that_sidecars_say() {
    let sandbox = kept();
    let before = documents(&sandbox.path("kho"));
    for (format, zip) in [("bagit", false), ("bagit", true), ("plain", false), ("plain", true)] {
        let (out, back, again) =
            (format!("{format}-{zip}"), format!("back-{format}-{zip}"), format!("again-{format}-{zip}"));
        let more: &[&str] = if zip { &["--zip"] } else { &[] };
        export(&sandbox, "kho", format, &out, more);
        take(&sandbox, &back, &out);
        assert_eq!(documents(&sandbox.path(&back)), before, "{out}");
        if !zip {
            export(&sandbox, &back, format, &again, &[]);
            let [first, second] = [out, again].map(|folder| contents(&sandbox.path(&folder), &[".pdf"]));
            assert!(first.len() == 9 && first == second, "{format}");
        }
        sandbox.assert_sound(&back);
    }
}

#[test]
fn records_for_the_kho_come_back_with_their_results() {
    let sandbox = kept();
    let before = documents(&sandbox.path("kho"));
    export(&sandbox, "kho", "kho-json", "out", &[]);
    take(&sandbox, "back", "out");
    let after = documents(&sandbox.path("back"));
    assert_eq!(after.len(), 6);
    for (id, (pdf, values)) in &after {
        let (known_pdf, known) = &before[id];
        assert_eq!(pdf, known_pdf);
        for path in ["tthc.resultCode", "tthc.owner.id", "subject", "issuedDate", "tthc.validUntil"] {
            assert_eq!(values.get(path), known.get(path), "{id} {path}");
        }
    }
    export(&sandbox, "back", "kho-json", "again", &[]);
    let [first, second] = ["out", "again"].map(|folder| contents(&sandbox.path(folder), &[".pdf"]));
    assert!(first.len() == 6 && first == second);
}
