//! Damaged archives: for every code that `verify` may report a folder in `fixtures/damaged/`, and exactly the findings
//! that it expects. `fixtures/archives/make.py` made them from the golden archive.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::packages_damaged;
use crate::support::{Sandbox, copy_tree, fixtures};

/// The golden archives: name, batches, and files that `verify` looks at.
///
/// `v1` has 8 payload and 12 tag files in three batches, and one refused file; `v1-amended` the same, and then three
/// batches more with 4 sidecars and 12 tag files.
const GOLDEN: &[(&str, u64, u64)] = &[("v1", 3, 21), ("v1-amended", 6, 37)];

/// Makes a sandbox with the golden archives and their catalogues.
fn golden() -> Sandbox {
    let sandbox = Sandbox::new();
    for (name, batches, _) in GOLDEN {
        sandbox.copy(&format!("archives/{name}"), name);
        let answer = sandbox.run(&["reindex", "--archive", name, "--json"]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        let report = answer.json();
        let found = ["batches", "documents", "pages"].map(|key| report[key].as_u64().unwrap());
        assert_eq!(found, [*batches, 4, 7], "{name}");
    }
    sandbox
}

#[test]
fn the_golden_archives_are_still_read_and_sound_at_every_level() {
    let sandbox = golden();
    for (name, _, files) in GOLDEN {
        for level in [&["--fast"][..], &[], &["--deep"]] {
            let answer = sandbox.verify(&[&[*name], level].concat());
            assert_eq!(answer["findings"], serde_json::json!([]), "{name} {level:?}");
            assert_eq!((&answer["checked"], &answer["ok"]), (&(*files).into(), &(*files).into()), "{name} {level:?}");
        }
    }
}

#[test]
fn every_code_has_a_damaged_archive_and_each_gives_exactly_its_findings() {
    let sandbox = golden();
    let mut names = BTreeSet::new();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(fixtures().join("damaged")).unwrap().map(Result::unwrap) {
        if !entry.file_type().unwrap().is_dir() {
            continue;
        }
        let name = entry.file_name().into_string().unwrap();
        let expected = lines(&entry.path().join("expected.tsv"));
        let found = verify(&sandbox, &entry.path(), &name);
        if found != expected || !expected.iter().any(|line| line.starts_with(&format!("{name}\t"))) {
            wrong.push(format!("{name}:\n  expected {expected:#?}\n  found {found:#?}"));
        }
        names.insert(name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Codes of packages have a row each in the table of `packages_damaged`.
    names.extend(packages_damaged::codes());
    let codes: BTreeSet<_> = sohoa::checks::ALL.iter().map(|code| code.name.to_owned()).collect();
    assert_eq!(names, codes);
}

/// Composes a damaged archive or takes the damaged bag, and returns code and subject of every finding, sorted.
fn verify(sandbox: &Sandbox, folder: &Path, name: &str) -> Vec<String> {
    let target = sandbox.path(name);
    if folder.join("bag").is_dir() {
        copy_tree(&folder.join("bag"), &target);
    } else {
        let base = lines(&folder.join("base")).pop().unwrap_or("v1".to_owned());
        copy_tree(&sandbox.path(&base), &target);
        for line in lines(&folder.join("delete.txt")) {
            change(&target, &line);
        }
        if folder.join("overlay").is_dir() {
            copy_tree(&folder.join("overlay"), &target);
        }
    }
    let level = lines(&folder.join("level")).pop().map(|level| format!("--{level}"));
    let arguments: Vec<&str> = [Some(name), level.as_deref()].into_iter().flatten().collect();
    let answer = sandbox.verify(&arguments);
    let findings = answer["findings"].as_array().unwrap().iter();
    let line = |finding: &serde_json::Value| {
        format!("{}\t{}", finding["code"].as_str().unwrap(), finding["subject"].as_str().unwrap())
    };
    let mut found: Vec<_> = findings.map(line).collect();
    found.sort();
    found
}

/// Removes a file with the folders that it leaves empty, or moves what has a second name.
fn change(target: &Path, line: &str) {
    if let Some((from, to)) = line.split_once('\t') {
        return fs::rename(target.join(from), target.join(to)).unwrap();
    }
    let path = target.join(line);
    fs::remove_file(&path).unwrap();
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != target) {
        // A folder that is not empty refuses, which is what is wanted.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}
