//! Small packages, on small trees: what stands in them, and what keeps a document out.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::digest::Digest;
use crate::exchange::profile::Profile;
use crate::files::container::source::Source;
use crate::files::container::write::Form;
use crate::packages::Totals;
use crate::record::{Entry, Scalar};
use crate::records::fields as record_fields;
use crate::sidecar::Sidecar;

const ID: &str = "9c13a5a2-7d2a-5c0e-8d5e-2f0a2b1c3d4e";

/// Documents in memory.
struct Few(Vec<Document>);

impl Documents for Few {
    fn each(&self, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        self.0.iter().try_for_each(take)
    }

    fn each_to_copy(&self, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        self.each(take)
    }
}

/// Everything that the circular asks of the first dossier.
const RECORD: &[(&str, &str)] = &[
    ("dossier.fileCode", "H26.15.20.2019.014"),
    ("dossier.title", "Hồ sơ"),
    ("dossier.maintenance", "01"),
    ("dossier.mode", "01"),
    ("dossier.numberOfPaper", "2"),
    ("dossier.paperFileCode", "H26.15.K01.14"),
    ("typeName", "02"),
    ("issuedDate", "2019-03-05"),
    ("organName", "UBND phường"),
    ("subject", "Về việc <thử>"),
    ("language", "01"),
];

fn document(folder: &Path, number: u32, more: &[(&str, &str)]) -> Document {
    let pdf = folder.join(format!("{number}.pdf"));
    let bytes = format!("%PDF {number}");
    std::fs::write(&pdf, &bytes).unwrap();
    let name = format!("H26.15.20.2019.014.{number:07}");
    let json = serde_json::json!({
        "schema": "sohoa-sidecar-1", "id": format!("00000000-0000-5000-8000-{number:012}"), "version": 1,
        "supersedes": null, "event": "new", "dossier": "H26.15.20.2019.014", "ordinal": 1, "record": {},
        "pdf": {"path": format!("data/{name}.pdf"), "sha256": Digest::of(bytes.as_bytes()).to_string(), "size": bytes.len(),
                "conformance": "PDF/A-2u", "pages": 3, "kept": "built"},
        "pages": [], "relations": [], "findings": [],
        "events": [{"what": "ingestion", "when": "2026-11-20T08:00:00+07:00", "tool": "sohoa 0.1.0", "outcome": "success"}],
    });
    let mut sidecar: Sidecar = serde_json::from_value(json).unwrap();
    for (path, value) in RECORD.iter().chain(more) {
        let is_count = matches!(record_fields::by_path(path).unwrap().kind, record_fields::Kind::Count(_));
        let value = if is_count { Scalar::Count(value.parse().unwrap()) } else { Scalar::Text((*value).to_owned()) };
        sidecar.record.set(path, Entry { value: Some(value), ..Entry::default() });
    }
    let sidecar_file = folder.join(format!("{number}.json"));
    std::fs::write(&sidecar_file, "{}").unwrap();
    Document {
        sidecar,
        name,
        pdf: Source::at(pdf),
        sidecar_file: Source::at(sidecar_file),
        sidecar_sha256: Digest::of(b"{}"),
        batch: "2026-11-20-0001".to_owned(),
    }
}

fn profile(name: &str) -> Profile {
    Profile::parse(Profile::built_in(name).unwrap()).unwrap()
}

fn terms<'t>(profile: &'t Profile, lot: Option<&'t str>, request: &'t [(String, String)]) -> Terms<'t> {
    Terms {
        profile,
        archive: "H26.15/kho-1",
        agency: "H26.15",
        archive_name: "Kho",
        utc_offset: "+07:00",
        request,
        lot,
        force_retention: false,
    }
}

/// Writes a package and returns its files.
fn written(kind: Kind, terms: Terms<'_>, documents: Vec<Document>) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("package");
    let documents = Few(documents);
    let order = Order {
        terms,
        id: ID,
        name: "package",
        created: "2026-11-21T16:00:00+07:00",
        part: None,
        totals: Totals::default(),
        documents: &documents,
    };
    let mut writer = Writer::begin(&path, Form::Folder, "package").unwrap();
    kind.write(&order, &mut writer).unwrap();
    writer.finish().unwrap();
    let files = walkdir::WalkDir::new(&path).into_iter().map(|entry| entry.unwrap().into_path());
    let read = |file: std::path::PathBuf| {
        let inside = file.strip_prefix(&path).unwrap().to_string_lossy().into_owned();
        (inside, std::fs::read_to_string(&file).unwrap())
    };
    files.filter(|file| file.is_file()).map(read).collect()
}

fn codes_of(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// Says what stands in an element of a file.
fn element<'f>(file: &'f str, name: &str) -> Option<&'f str> {
    file.split_once(&format!("<{name}>"))?.1.split_once("</").map(|(text, _)| text)
}

#[test]
fn every_field_that_a_table_names_is_one_of_the_record_with_the_codes_of_its_list() {
    for table in ead::ALL {
        for element in table.elements {
            for path in element.from {
                let field = record_fields::by_path(path).unwrap_or_else(|| panic!("{path}"));
                let list = match field.kind {
                    record_fields::Kind::One(list) | record_fields::Kind::Several(list) => list,
                    record_fields::Kind::Type => &crate::records::lists::TYPE,
                    _ => continue,
                };
                let own = match element.kind {
                    ead::Kind::One(codes) | ead::Kind::Several(codes) => codes,
                    other => panic!("{path} {other:?}"),
                };
                assert_eq!(own, list.codes.iter().map(|code| code.code).collect::<Vec<_>>(), "{path}");
            }
        }
    }
}

#[test]
fn an_aip_has_every_part_and_counts_what_no_record_says() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let documents = vec![
        document(folder.path(), 1, &[]),
        document(folder.path(), 2, &[("language", "02"), ("issuedDate", "2019")]),
    ];
    let files = written(Kind::Aip, terms(&profile, None, &[]), documents);
    let names: Vec<&str> = files.keys().map(String::as_str).filter(|name| !name.starts_with("schemas/")).collect();
    let expected = [
        "METS.xml",
        "documentation/README.txt",
        "documentation/SEALS.tsv",
        "documentation/catalog.xml",
        "metadata/descriptive/EAD.xml",
        "metadata/preservation/PREMIS.xml",
        "representations/rep1/METS.xml",
        "representations/rep1/data/H26.15.20.2019.014.001.pdf",
        "representations/rep1/data/H26.15.20.2019.014.002.pdf",
        "representations/rep1/metadata/descriptive/EAD_doc_H26.15.20.2019.014.001.xml",
        "representations/rep1/metadata/descriptive/EAD_doc_H26.15.20.2019.014.002.xml",
        "representations/rep1/metadata/preservation/PREMIS_rep1.xml",
    ];
    assert_eq!(names, expected);
    let ead = &files["metadata/descriptive/EAD.xml"];
    let said = ["arcFileCode", "language", "startDate", "endDate", "totalDoc", "numberOfPage", "confidenceLevel"];
    let said = said.map(|name| element(ead, name).unwrap());
    assert_eq!(said, ["H26.15.H26.15.20.2019.014", "01,02", "2019", "2019", "2", "6", "02"]);
    assert_eq!(ead.matches("\n  <").count(), 18);
    assert!(ead.contains("  <keyword/>\n"));
    let mets = &files["METS.xml"];
    assert!(mets.contains("OBJID=\"urn:H26.15:uuid-9C13A5A2-7D2A-5C0E-8D5E-2F0A2B1C3D4E\""));
    let rep = &files["representations/rep1/METS.xml"];
    let digest = Digest::of(b"%PDF 2").to_string().to_uppercase();
    assert!(rep.contains(&format!(
        "SIZE=\"6\" CREATED=\"2026-11-20T08:00:00.000+07:00\" CHECKSUMTYPE=\"SHA-256\" CHECKSUM=\"{digest}\""
    )));
    let premis = &files["representations/rep1/metadata/preservation/PREMIS_rep1.xml"];
    assert!(premis.contains("<formatRegistryKey>fmt/478<") && premis.contains("<eventType>transfer<"));
}

#[test]
fn the_sample_differs_where_the_profile_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-sample");
    let files = written(Kind::Sip, terms(&profile, None, &[]), vec![document(folder.path(), 7, &[])]);
    assert!(!files.keys().any(|name| name.starts_with("documentation/") || name.contains("PREMIS")));
    let ead_doc = &files["representations/rep1/metadata/descriptive/EAD_DOC_H26.15.20.2019.014.7.xml"];
    assert_eq!(element(ead_doc, "docId"), Some("H26.15.20.2019.014.7"));
    assert_eq!(element(ead_doc, "docCode"), Some("H26.15.20.2019.014.0000007"));
    assert!(files["METS.xml"].contains("<altRecordID TYPE=\"SUBMISSIONAGREEMENT\">H26.15.20.2019.014<"));
    assert!(files["representations/rep1/METS.xml"].contains("OBJID=\"rep1\""));
}

#[test]
fn equal_orders_make_equal_packages() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let once = || written(Kind::Dip, terms(&profile, None, &[]), vec![document(folder.path(), 1, &[])]);
    assert_eq!(once(), once());
}

#[test]
fn a_lot_numbers_its_documents_and_says_what_the_order_says() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let request = [("title".to_owned(), "Công văn đi".to_owned()), ("source".to_owned(), "1".to_owned())];
    let documents = vec![document(folder.path(), 5, &[]), document(folder.path(), 9, &[])];
    let files = written(Kind::Sip, terms(&profile, Some("H26.15.2026.01.0000001"), &request), documents);
    let ead = &files["metadata/descriptive/EAD.xml"];
    let said = ["fileCode", "title", "source", "totalDoc"].map(|name| element(ead, name).unwrap());
    assert_eq!(said, ["H26.15.2026.01.0000001", "Công văn đi", "1", "2"]);
    assert!(files.contains_key("representations/rep1/data/H26.15.2026.01.0000001.002.pdf"));
}

#[test]
fn what_is_complete_is_ready_and_what_is_transferred_is_permanent() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let terms = terms(&profile, None, &[]);
    let ready = document(folder.path(), 1, &[]);
    for kind in [Kind::Aip, Kind::Sip] {
        assert_eq!(codes_of(&kind.lacks(&ready, &terms)), [""; 0]);
        assert_eq!(codes_of(&kind.lacks_whole(&terms, &Few(vec![ready.clone()])).unwrap()), [""; 0]);
    }
    let ten_years = document(folder.path(), 1, &[("dossier.maintenance", "06")]);
    assert_eq!(codes_of(&Kind::Sip.lacks(&ten_years, &terms)), ["export.retention"]);
    assert_eq!(codes_of(&Kind::Aip.lacks(&ten_years, &terms)), [""; 0]);
    assert_eq!(codes_of(&Kind::Sip.lacks(&ten_years, &Terms { force_retention: true, ..terms })), [""; 0]);
}

#[test]
fn nothing_is_shortened_made_up_or_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let terms = terms(&profile, None, &[]);
    let long = "x".repeat(501);
    let year = document(folder.path(), 1, &[("issuedDate", "2019"), ("subject", &long)]);
    let findings = Kind::Sip.lacks(&year, &terms);
    assert_eq!(codes_of(&findings), ["export.value", "export.value"]);
    assert!(findings.iter().all(|finding| !finding.message.en.contains("xxx")));
    assert!(findings[0].message.en.contains("whole day"));
    let mut bare = document(folder.path(), 1, &[]);
    bare.sidecar.record.remove("dossier.maintenance");
    bare.sidecar.record.remove("subject");
    bare.sidecar.record.set("subject", Entry::plain("\u{1}"));
    assert_eq!(codes_of(&Kind::Sip.lacks(&bare, &terms)), ["export.field", "export.value"]);
    assert_eq!(codes_of(&Kind::Aip.lacks_whole(&terms, &Few(vec![bare])).unwrap()), ["export.field"]);
}

#[test]
fn no_file_is_named_after_what_may_be_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let named = document(folder.path(), 1, &[("dossier.fileCode", "Hồ sơ của Nguyễn Văn A")]);
    let findings = Kind::Aip.lacks(&named, &terms(&profile, None, &[]));
    assert_eq!(codes_of(&findings), ["export.value"]);
    assert!(!findings[0].message.vi.contains("Nguyễn"));
}

#[test]
fn templates_that_give_two_documents_one_name_are_told_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut profile = profile("tt05-text");
    profile.tt05.as_mut().unwrap().data_file = "{fileCode}".to_owned();
    let documents = Few([1, 2].map(|number| document(folder.path(), number, &[])).into());
    let findings = Kind::Aip.lacks_whole(&terms(&profile, None, &[]), &documents).unwrap();
    assert_eq!(codes_of(&findings), ["export.name"]);
}

#[test]
fn documents_that_differ_about_their_dossier_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let terms = terms(&profile, None, &[]);
    let judged = |one: &[(&str, &str)], other: &[(&str, &str)]| {
        let documents = Few(vec![document(folder.path(), 1, one), document(folder.path(), 2, other)]);
        let findings = Kind::Aip.lacks_whole(&terms, &documents).unwrap();
        codes_of(&findings).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(judged(&[], &[("dossier.title", "Hồ sơ khác")]), ["export.dossier"]);
    assert_eq!(judged(&[("confidenceLevel", "01")], &[]), ["export.dossier"]);
    assert_eq!(judged(&[("docOrdinal", "3")], &[("docOrdinal", "3")]), ["export.dossier"]);
    assert_eq!(judged(&[("dossier.totalDoc", "3")], &[]), ["export.incomplete"]);
    assert_eq!(judged(&[("dossier.totalDoc", "2")], &[]), [""; 0]);
}

#[test]
fn a_copy_answers_a_request() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile("tt05-text");
    let documents = Few(vec![document(folder.path(), 1, &[])]);
    let judged = |request: &[(String, String)]| {
        let fault = Kind::Dip.lacks_whole(&terms(&profile, None, request), &documents).err();
        fault.map(|fault| format!("{fault:#}")).unwrap_or_default()
    };
    assert!(["requestID", "requestDate", "purpose", "--request"].iter().all(|word| judged(&[]).contains(word)));
    let said = [("requestID", "YC-01"), ("requestDate", "2026-11-22"), ("purpose", "02")];
    let mut said = said.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(judged(&said), "");
    said[2].1 = "9".to_owned();
    assert!(judged(&said).contains("purpose") && !judged(&said).contains("requestID"));
}
