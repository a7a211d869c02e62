//! Packages with one fault each: exactly the findings that it should cost, as a folder and as a ZIP.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::package_cases::{CASES, make};
use crate::package_maker::{
    Base, NAME, PDF1, PDF2, Piece, Tree, content, end_of, list_package, list_representation, piece, set, sha256,
    write_folder, zip, zip_of,
};
use crate::support::{Sandbox, fixtures};

/// Returns the codes that the cases here show.
pub fn codes() -> BTreeSet<String> {
    let packages = CASES.iter().flat_map(|case| case.expected).map(|(code, _)| *code);
    let zips = ZIPS.iter().flat_map(|(_, _, expected)| *expected).map(|(code, _)| *code);
    let others = ["package.pdfa", "package.results"];
    packages.chain(zips).chain(others).map(str::to_owned).collect()
}

fn found(answer: &Value) -> Vec<(String, String)> {
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = answer["findings"].as_array().unwrap().iter();
    let mut found: Vec<_> = findings.map(|finding| (text(finding, "code"), text(finding, "subject"))).collect();
    found.sort();
    found
}

fn sorted(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut expected: Vec<_> =
        expected.iter().map(|(code, subject)| ((*code).to_owned(), (*subject).to_owned())).collect();
    expected.sort();
    expected
}

#[test]
fn every_fault_of_a_package_costs_exactly_its_findings_in_a_folder_and_in_a_zip() {
    let sandbox = Sandbox::new();
    let mut wrong = Vec::new();
    for (number, case) in CASES.iter().enumerate() {
        let tree = make(case);
        let (folder, zipped) = (format!("{number}/{NAME}"), format!("{number}.zip"));
        write_folder(&tree, &sandbox.path(&folder));
        sandbox.write(&zipped, &zip_of(&tree, NAME));
        let answer = sandbox.run(&["verify", "--json", &folder, &zipped]);
        let answers: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), 2, "{}: {}", case.name, answer.err);
        for answer in &answers {
            if found(answer) != sorted(case.expected) {
                wrong.push(format!("{} {}: {:#?}", case.name, answer["target"], answer["findings"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_note_is_no_problem() {
    let sandbox = Sandbox::new();
    let case = CASES.iter().find(|case| case.name == "small letters").unwrap();
    write_folder(&make(case), &sandbox.path(NAME));
    let answer = sandbox.run(&["verify", NAME]);
    assert!(answer.code == 0 && answer.out.contains("No problems found. Notes: 1."), "{}", answer.out);
}

#[test]
fn fast_reads_no_data_and_deep_asks_for_pdf_a() {
    let sandbox = Sandbox::new();
    let mut tree = content(Base::Sip);
    set(&mut tree, PDF1, fs::read(fixtures().join("pdfs/signed-no-pdfa.pdf")).unwrap());
    list_representation(&mut tree, Base::Sip);
    list_package(&mut tree, Base::Sip);
    tree.get_mut(PDF2).unwrap()[20] ^= 1;
    write_folder(&tree, &sandbox.path(NAME));
    sandbox.write("a.zip", &zip_of(&tree, NAME));
    for target in [NAME, "a.zip"] {
        assert_eq!(found(&sandbox.verify(&[target, "--fast"])), []);
        let deep = found(&sandbox.verify(&[target, "--deep"]));
        assert!(deep.contains(&("package.pdfa".to_owned(), PDF1.to_owned())), "{deep:?}");
        assert!(deep.contains(&("fixity.mismatch".to_owned(), PDF2.to_owned())), "{deep:?}");
    }
}

#[test]
fn results_and_their_files_are_held_against_each_other() {
    let sandbox = Sandbox::new();
    let with = |records: &str, more: &[(&str, &str)]| {
        let folder = sandbox.path("kho");
        let _ = fs::remove_dir_all(&folder);
        let mut tree = Tree::new();
        for (path, text) in [("ket-qua.json", records), ("ket-qua.csv", "x"), ("tep/a.pdf", "a")].iter().chain(more) {
            set(&mut tree, path, text);
        }
        let line = |(path, bytes): (&String, &Vec<u8>)| format!("{}  {path}\n", sha256(bytes).to_lowercase());
        let manifest: String = tree.iter().map(line).collect();
        set(&mut tree, "manifest-sha256.txt", manifest);
        write_folder(&tree, &folder);
        sandbox.write("kho.zip", &zip_of(&tree, "kho"));
        let answers = ["kho", "kho.zip"].map(|target| found(&sandbox.verify(&[target])));
        assert_eq!(answers[0], answers[1]);
        answers[0].clone()
    };
    let record = r#"{"DuongDanTepTinKetQua": "tep/a.pdf", "MaHoSo": null}"#;
    assert_eq!(with(&format!("[{record}]"), &[]), []);
    let results = sorted(&[("package.results", "ket-qua.json")]);
    assert_eq!(with(&format!("[{record},{record}]"), &[]), results);
    assert_eq!(with(&format!("[{record},{{}}]"), &[]), results);
    assert_eq!(with(&format!("[{record},{}]", record.replace("a.pdf", "b.pdf")), &[]), results);
    assert_eq!(with("{", &[]), sorted(&[("package.results", "ket-qua.json")]));
    assert_eq!(
        with(&format!("[{record}]"), &[("tep/b.pdf", "b")]),
        sorted(&[("package.document-record", "tep/b.pdf")])
    );
}

/// A package in a ZIP with one fault of the ZIP.
type Zip = (&'static str, fn() -> Vec<u8>, &'static [(&'static str, &'static str)]);

/// A list of sums over the one file `a.txt`, and more entries.
fn plain(more: &[Piece]) -> Vec<u8> {
    zip(&[&[piece("SHA256SUMS", format!("{}  a.txt\n", sha256(b"a")).as_bytes()), piece("a.txt", b"a")], more].concat())
}

const ZIPS: &[Zip] = &[
    ("sound", || plain(&[]), &[]),
    ("cut short", || plain(&[])[..150].to_vec(), &[("zip.unreadable", "")]),
    ("one part of several", || b"PK\x07\x08 and more of the first part".to_vec(), &[("zip.split", "")]),
    ("more entries than there are", || [b"PK\x03\x04".to_vec(), end_of(1 << 40)].concat(), &[("zip.too-many", "")]),
    ("name that leads out", || plain(&[piece("../b.txt", b"b")]), &[("zip.unsafe-name", "../b.txt")]),
    (
        "name twice",
        || plain(&[piece("b.txt", b"1"), piece("b.txt", b"2")]),
        &[("zip.name-twice", "b.txt"), ("zip.name-twice", "b.txt")],
    ),
    ("names that look alike", || plain(&[piece("A.txt", b"a")]), &[("fixity.extra", "A.txt"), ("zip.name-clash", "")]),
    ("link", || plain(&[Piece { mode: 0o120_777, ..piece("b", b"/etc/passwd") }]), &[("zip.special", "b")]),
    ("password", || plain(&[Piece { flags: 1, ..piece("b", b"x") }]), &[("zip.encrypted", "b")]),
    ("method", || plain(&[Piece { method: 14, ..piece("b", b"x") }]), &[("zip.method", "b")]),
    ("bomb", || plain(&[Piece { method: 8, sizes: Some((1, 3 << 30)), ..piece("b", b"x") }]), &[("zip.bomb", "b")]),
    (
        "overlap",
        || plain(&[Piece { header: Some(0), ..piece("b", b"x") }]),
        &[("fixity.unreadable", "SHA256SUMS"), ("zip.overlap", "SHA256SUMS"), ("zip.overlap", "b")],
    ),
    (
        "backslashes",
        || zip(&[piece("SHA256SUMS", format!("{}  d/a.txt\n", sha256(b"a")).as_bytes()), piece("d\\a.txt", b"a")]),
        &[("zip.backslash", "")],
    ),
    (
        "old names",
        || plain(&[piece(b"Nguy\xD4n V\xA8n A", b"x")]),
        &[("fixity.extra", "Nguyễn Văn A"), ("zip.name-encoding", "")],
    ),
    ("lost letters", || plain(&[piece("H? s?", b"x")]), &[("fixity.extra", "H? s?"), ("zip.name-lost", "")]),
    ("bytes before", || [b"MZ and a program".to_vec(), plain(&[])].concat(), &[("zip.extra-bytes", "")]),
    ("sizes that differ", || plain(&[Piece { sizes: Some((1, 2)), ..piece("b", b"x") }]), &[("zip.damaged", "b")]),
];

#[test]
fn every_fault_of_a_zip_costs_exactly_its_findings() {
    let sandbox = Sandbox::new();
    let mut wrong = Vec::new();
    for (name, make, expected) in ZIPS {
        sandbox.write("a.zip", &make());
        let answer = sandbox.verify(&["a.zip"]);
        if found(&answer) != sorted(expected) {
            wrong.push(format!("{name}: {:#?}", answer["findings"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
