//! Packages of other systems through the program: taken with their records, or left as a whole.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use sohoa::digest::Digest;

use crate::package_maker::{piece, zip};
use crate::support::{Sandbox, codes, files_in, fixtures, sidecars, subjects};

const SIP: &str = "packages/sip/uuid-9A48F307-F957-53E1-9C3E-6C9E7E802FCE";
const REP_METS: &str = "representations/rep1/METS.xml";
const DATA: &str = "representations/rep1/data";
const RECORDS: &str = "representations/rep1/metadata/descriptive";

/// Writes a package with a METS that lists these files as they are; the name of a link may differ from that of its file.
fn package(sandbox: &Sandbox, at: &str, files: &[(&str, &str, &[u8])]) {
    let mut listed = String::new();
    for (href, path, bytes) in files {
        sandbox.write(&format!("{at}/{path}"), bytes);
        let (size, digest) = (bytes.len(), Digest::of(bytes));
        write!(
            listed,
            "<file ID='f' SIZE='{size}' CHECKSUM='{digest}' CHECKSUMTYPE='SHA-256'><FLocat xlink:href='{href}'/></file>"
        )
        .unwrap();
    }
    let mets = format!(
        "<mets xmlns:xlink='http://www.w3.org/1999/xlink'><dmdSec ID='d'><mdRef xlink:href='metadata/descriptive/EAD.xml'/></dmdSec>\
         <fileSec><fileGrp>{listed}</fileGrp></fileSec></mets>"
    );
    sandbox.write(&format!("{at}/METS.xml"), mets.as_bytes());
}

fn record(element: &str, code: &str, subject: &str) -> Vec<u8> {
    format!("<simpledc><{element}>{code}</{element}><subject>{subject}</subject></simpledc>").into_bytes()
}

fn pdf(name: &str) -> Vec<u8> {
    fs::read(fixtures().join(SIP).join(DATA).join(name)).unwrap()
}

/// Returns the values of a record, by paths.
fn values(record: &Value) -> Vec<(String, Value)> {
    fn gather(at: &str, json: &Value, found: &mut Vec<(String, Value)>) {
        for (name, part) in json.as_object().unwrap() {
            match part.get("value") {
                Some(value) => found.push((format!("{at}{name}"), value.clone())),
                None => gather(&format!("{at}{name}."), part, found),
            }
        }
    }
    let mut found = Vec::new();
    gather("", record, &mut found);
    found
}

/// Imports a source into an archive of its own, and returns the answer and what was stored.
fn take(sandbox: &Sandbox, source: &str) -> (Value, Vec<(PathBuf, Value)>) {
    sandbox.init();
    let answer = sandbox.ingest(source);
    (answer, sidecars(&sandbox.path("kho")))
}

#[test]
fn a_sip_is_taken_byte_for_byte_and_with_its_records_as_folder_and_as_zip() {
    let taken = ["packages/sip", "packages/8f8fbc8a-8106-59aa-8de2-1cfa38eabb89.zip", "packages/tt02"].map(|fixture| {
        let sandbox = Sandbox::new();
        let source = Path::new(fixture).file_name().unwrap().to_str().unwrap().to_owned();
        sandbox.copy(fixture, &source);
        let (answer, stored) = take(&sandbox, &source);
        assert_eq!((&answer["inputs"]["stored"], &answer["inputs"]["ignored"]), (&3.into(), &9.into()), "{answer}");
        assert_eq!(codes(&answer), ["pdf.signed-nonconforming"], "{answer}");
        for (number, (path, sidecar)) in (1..).zip(&stored) {
            assert_eq!(fs::read(path).unwrap(), pdf(&format!("H26.15.20.2001.160.{number}.pdf")));
            let described = sidecar["described"]["path"].as_str().unwrap();
            assert!(described.ends_with(&format!("/EAD_DOC_H26.15.20.2001.160.{number}.xml")), "{described}");
        }
        sandbox.assert_sound("kho");
        stored
            .into_iter()
            .map(|(_, sidecar)| (sidecar["dossier"].clone(), values(&sidecar["record"])))
            .collect::<Vec<_>>()
    });
    let value = |path: &str| taken[0][0].1.iter().find(|(known, _)| known == path).unwrap().1.clone();
    assert_eq!(taken[0][0].0, "H26.15.20.2001.160");
    assert_eq!(value("docCode"), "H26.15.20.2001.160.0000001");
    assert_eq!((value("issuedDate"), value("numberOfPage")), ("2001-03-01".into(), 1.into()));
    assert_eq!((value("dossier.totalDoc"), value("dossier.mode")), (3.into(), "01".into()));
    assert_eq!((&taken[0], &taken[0]), (&taken[1], &taken[2]));
}

#[test]
fn a_package_that_is_not_as_it_says_is_left_as_a_whole() {
    type Damage = fn(&Path);
    fn edit(path: &Path, from: &str, to: &str) {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from));
        fs::write(path, text.replace(from, to)).unwrap();
    }
    let damages: [(&str, Damage); 12] = [
        ("fixity.mismatch", |root| {
            let path = root.join(DATA).join("H26.15.20.2001.160.1.pdf");
            let mut bytes = fs::read(&path).unwrap();
            bytes[20] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("fixity.mismatch", |root| fs::write(root.join(DATA).join("H26.15.20.2001.160.1.pdf"), "%PDF").unwrap()),
        ("fixity.missing", |root| fs::remove_file(root.join(DATA).join("H26.15.20.2001.160.2.pdf")).unwrap()),
        ("fixity.mismatch", |root| edit(&root.join("metadata/descriptive/EAD.xml"), "2001", "2002")),
        ("package.href", |root| edit(&root.join("METS.xml"), "schemas/ead.xsd", "../../kho/sohoa.toml")),
        ("package.xml", |root| {
            edit(&root.join("METS.xml"), "<mets ", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><mets ")
        }),
        ("package.xml", |root| edit(&root.join("METS.xml"), "</mets>", "")),
        ("package.xml", |root| edit(&root.join(REP_METS), "</mets>", "")),
        ("fixity.extra", |root| fs::write(root.join(DATA).join("zz.pdf"), "%PDF").unwrap()),
        ("fixity.unreadable", |root| {
            fs::rename(root.join("METS.xml"), root.join("a")).unwrap();
            std::os::unix::fs::symlink("a", root.join("METS.xml")).unwrap();
        }),
        ("fixity.missing", |root| fs::remove_file(root.join("METS.xml")).unwrap()),
        ("fixity.missing", |root| {
            fs::remove_file(root.join("METS.xml")).unwrap();
            fs::write(root.join("notes.txt"), "x").unwrap();
        }),
    ];
    for (number, (code, damage)) in damages.into_iter().enumerate() {
        let sandbox = Sandbox::new();
        damage(&sandbox.copy(SIP, "in"));
        let (answer, stored) = take(&sandbox, "in");
        assert_eq!((stored.len(), &answer["inputs"]["ignored"]), (0, &answer["inputs"]["seen"]), "{number}: {answer}");
        assert!(codes(&answer).contains(&code.to_owned()), "{number}: {answer}");
        assert_eq!(subjects(&answer, "source.package-refused"), ["in"]);
    }
}

#[test]
fn what_systems_leave_behind_says_nothing_against_a_package() {
    let sandbox = Sandbox::new();
    let root = sandbox.copy(SIP, "in");
    for name in ["Thumbs.db", ".DS_Store"] {
        fs::write(root.join(DATA).join(name), "x").unwrap();
    }
    let (_, stored) = take(&sandbox, "in");
    assert_eq!(stored.len(), 3);
}

#[test]
fn a_package_whose_marks_cannot_be_read_is_left_as_a_whole() {
    let pdf = pdf("H26.15.20.2001.160.1.pdf");
    let own = |list: &str| {
        let line = |path: &str, bytes: &[u8]| format!("{}  {path}\n", Digest::of(bytes));
        let list = format!("{list}{}{}", line("a.json", b"{}"), line("a.pdf", &pdf));
        vec![("SHA256SUMS", list.into_bytes()), ("a.json", b"{}".to_vec()), ("a.pdf", pdf.clone())]
    };
    let bag = |manifest: &str| {
        let manifest = format!("{}  data/a.pdf\n{manifest}", Digest::of(&pdf)).into_bytes();
        let bagit = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec();
        vec![("bagit.txt", bagit), ("manifest-sha256.txt", manifest), ("data/a.pdf", pdf.clone())]
    };
    let twice = |name: &str, files: &[(&'static str, Vec<u8>)]| {
        let again: Vec<_> = files.iter().filter(|(path, _)| *path == name).cloned().collect();
        let pieces: Vec<_> =
            files.iter().chain(&again).map(|(path, bytes)| piece(format!("p/{path}"), bytes)).collect();
        zip(&pieces)
    };
    let write = |sandbox: &Sandbox, files: &[(&str, Vec<u8>)]| {
        files.iter().for_each(|(path, bytes)| drop(sandbox.write(&format!("in/{path}"), bytes)));
    };
    let zips = [("SHA256SUMS", own("")), ("bagit.txt", bag("")), ("manifest-sha256.txt", bag(""))];
    for bytes in zips.map(|(mark, files)| twice(mark, &files)) {
        let sandbox = Sandbox::new();
        sandbox.write("in.zip", &bytes);
        let (answer, stored) = take(&sandbox, "in.zip");
        assert_eq!(stored.len(), 0, "{answer}");
        assert_eq!(subjects(&answer, "source.package-refused").len(), 1, "{answer}");
    }
    // In a list as `sha256sum` makes it that is a comment, and what stands behind it is compared.
    for (mut files, code) in [(own("# made by hand\n"), "fixity.mismatch"), (bag("# made by hand\n"), "bag.manifest")] {
        files.last_mut().unwrap().1.extend(b"x".iter().filter(|_| code == "fixity.mismatch"));
        let sandbox = Sandbox::new();
        write(&sandbox, &files);
        let (answer, stored) = take(&sandbox, "in");
        assert_eq!((stored.len(), codes(&answer)), (0, vec![code.to_owned(), "source.package-refused".to_owned()]));
    }
    for (files, mark) in [(own(""), "SHA256SUMS"), (bag(""), "bagit.txt"), (bag(""), "manifest-sha256.txt")] {
        let sandbox = Sandbox::new();
        write(&sandbox, &files);
        let mark = sandbox.path("in").join(mark);
        fs::remove_file(&mark).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&mark).status().unwrap().success());
        let (answer, stored) = take(&sandbox, "in");
        assert_eq!((stored.len(), subjects(&answer, "source.package-refused")), (0, vec!["in".to_owned()]), "{answer}");
    }
}

#[test]
fn a_package_in_a_zip_without_its_root_mets_is_left_as_a_whole() {
    let root = fixtures().join(SIP);
    for top in ["", "x/y/"] {
        let files = files_in(&root).into_iter().map(|path| {
            let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            (inside, fs::read(&path).unwrap())
        });
        let pieces = files.filter(|(path, _)| path != "METS.xml");
        let pieces: Vec<_> = pieces.map(|(path, bytes)| piece(format!("{top}{path}"), &bytes)).collect();
        let sandbox = Sandbox::new();
        sandbox.write("in.zip", &zip(&pieces));
        let (answer, stored) = take(&sandbox, "in.zip");
        let mets = format!("in.zip/{top}METS.xml");
        assert_eq!((stored.len(), subjects(&answer, "fixity.missing")), (0, vec![mets]), "{answer}");
        assert_eq!(answer["inputs"]["ignored"], answer["inputs"]["seen"]);
    }
}

#[test]
fn a_representation_is_no_package_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.copy(SIP, "in");
    for source in ["in/representations", "in/representations/rep1", "in/METS.xml"] {
        let (answer, stored) = take(&sandbox, source);
        assert_eq!((stored.len(), subjects(&answer, "source.package-refused").len()), (0, 1), "{source}: {answer}");
        fs::remove_dir_all(sandbox.path("kho")).unwrap();
    }
}

#[test]
fn a_delivery_of_scans_with_a_list_of_digests_is_compared_and_taken_as_scans() {
    let scan = fs::read(fixtures().join("formats/jpeg/grey.jpg")).unwrap();
    let sandbox = Sandbox::new();
    for name in ["HS01/KQ.0000001.001.jpg", "HS01/KQ.0000001.002.jpg", "HS02/KQ.0000002.001.jpg"] {
        sandbox.write(&format!("in/{name}"), &scan);
    }
    let line = |name: &str| format!("{}  {name}\n", Digest::of(&scan));
    sandbox.write("in/SHA256SUMS", (line("HS01/KQ.0000001.001.jpg") + &line("HS01/KQ.0000001.002.jpg")).as_bytes());
    let (answer, stored) = take(&sandbox, "in");
    assert_eq!(
        (stored.len(), codes(&answer)),
        (2, vec!["record.none".to_owned(), "source.package-unchecked".to_owned()]),
        "{answer}"
    );
    assert_eq!(stored[0].1["dossier"], "HS01");
    let damaged = Sandbox::new();
    damaged.write("in/a.jpg", &scan[1..]);
    damaged.write("in/SHA256SUMS", line("a.jpg").as_bytes());
    let (answer, stored) = take(&damaged, "in");
    let expected = ["fixity.mismatch", "source.package-refused"].map(str::to_owned).into();
    assert_eq!((stored.len(), codes(&answer)), (0, expected));
}

#[test]
fn documents_and_records_without_each_other_are_told_and_the_rest_is_taken() {
    let sandbox = Sandbox::new();
    let ead = b"<simpledc><fileCode>H26.15.20.2019.014</fileCode><title>x</title></simpledc>";
    let (one, two) = (pdf("H26.15.20.2001.160.1.pdf"), pdf("H26.15.20.2001.160.2.pdf"));
    let (a, c) =
        (record("docCode", "H26.15.20.2019.014.0000001", "a"), record("docCode", "H26.15.20.2019.014.0000003", "c"));
    let [data, records] = [DATA, RECORDS].map(|folder| move |name: &str| format!("{folder}/{name}"));
    let names = [data("KQ.01.pdf"), data("KQ.02.pdf"), records("EAD_doc_KQ.01.xml"), records("EAD_doc_KQ.03.xml")];
    package(
        &sandbox,
        "in/p",
        &[
            ("metadata/descriptive/EAD.xml", "metadata/descriptive/EAD.xml", ead),
            (&names[0], &names[0], &one),
            (&names[1], &names[1], &two),
            (&names[2], &names[2], &a),
            (&names[3], &names[3], &c),
        ],
    );
    let (answer, stored) = take(&sandbox, "in");
    assert_eq!(
        (stored.len(), subjects(&answer, "record.missing")),
        (2, vec![format!("in/p/{}", names[1])]),
        "{answer}"
    );
    assert_eq!(subjects(&answer, "join.row-without-scan"), [format!("in/p/{}", names[3])]);
    let by_name = |name: &str| stored.iter().find(|(path, _)| path.ends_with(name)).unwrap().1.clone();
    assert_eq!(by_name("H26.15.20.2019.014.0000001.pdf")["record"]["subject"]["value"], "a");
    assert_eq!(
        (&by_name("KQ.02.pdf")["record"], &by_name("KQ.02.pdf")["dossier"]),
        (&json!({}), &"H26.15.20.2019.014".into())
    );
}

#[test]
fn links_find_their_files_however_they_are_spelt() {
    let sandbox = Sandbox::new();
    let (one, two) = (pdf("H26.15.20.2001.160.1.pdf"), pdf("H26.15.20.2001.160.2.pdf"));
    package(
        &sandbox,
        "in/P.01",
        &[
            ("representations%2Frep1/data/T%E1%BB%9D%20khai%201.pdf", "representations/rep1/data/Tờ khai 1.pdf", &one),
            ("Representations\\rep2\\Data\\Tờ khai 1.PDF", "representations/rep2/data/Tờ khai 1.pdf", &two),
        ],
    );
    let mets = sandbox.path("in/P.01/METS.xml");
    fs::write(
        &mets,
        fs::read_to_string(&mets).unwrap().replace("<mdRef xlink:href='metadata/descriptive/EAD.xml'/>", ""),
    )
    .unwrap();
    let (answer, stored) = take(&sandbox, "in");
    assert_eq!((stored.len(), &answer["inputs"]["ignored"]), (2, &1.into()), "{answer}");
    assert!(stored.iter().all(|(_, sidecar)| sidecar["dossier"] == "P.01"));
}

#[test]
fn a_link_to_another_system_is_told_and_the_rest_is_taken() {
    let sandbox = Sandbox::new();
    let (one, ead) = (pdf("H26.15.20.2001.160.1.pdf"), record("fileCode", "H26.15.20.2019.014", "x"));
    let name = "representations/rep1/data/Tờ khai.pdf";
    let record = "metadata/descriptive/EAD.xml";
    package(&sandbox, "in/p", &[(name, name, &one), (record, record, &ead)]);
    let mets = sandbox.path("in/p/METS.xml");
    let link = "<file ID='g'><FLocat xlink:href='https://example.org/a.pdf'/></file></fileGrp>";
    fs::write(&mets, fs::read_to_string(&mets).unwrap().replace("</fileGrp>", link)).unwrap();
    let (answer, stored) = take(&sandbox, "in");
    assert_eq!((stored.len(), subjects(&answer, "source.package-elsewhere")), (1, vec!["in/p".to_owned()]), "{answer}");
}

#[test]
fn a_bag_is_taken_with_the_table_in_it_and_names_with_percent_signs() {
    let sandbox = Sandbox::new();
    sandbox.copy("packages/bag", "in/bag");
    let (one, two) = (pdf("H26.15.20.2001.160.1.pdf"), pdf("H26.15.20.2001.160.2.pdf"));
    let lines = [
        ("data/100%25.pdf", "data/100%.pdf", &two),
        ("data/a%0Ab.pdf", "data/a\nb.pdf", &pdf("H26.15.20.2001.160.3.pdf")),
    ];
    let mut manifest = String::new();
    for (line, path, bytes) in lines {
        sandbox.write(&format!("in/odd/{path}"), bytes);
        writeln!(manifest, "{}  {line}", Digest::of(bytes)).unwrap();
    }
    sandbox.write("in/odd/bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    sandbox.write("in/odd/manifest-sha256.txt", manifest.as_bytes());
    let (answer, stored) = take(&sandbox, "in");
    assert_eq!((&answer["inputs"]["stored"], &answer["inputs"]["duplicate"]), (&3.into(), &1.into()), "{answer}");
    let first = stored.iter().find(|(path, _)| fs::read(path).unwrap() == one).unwrap();
    assert_eq!(first.1["record"]["subject"]["value"], "Giấy khai sinh số 1/2007");
    assert_eq!(first.1["record"]["issuedDate"]["value"], "2007-03-01");
}

#[test]
fn a_bag_that_lacks_a_file_and_a_batch_of_an_archive_are_left() {
    let sandbox = Sandbox::new();
    let bag = sandbox.copy("packages/bag", "bag");
    fs::remove_file(bag.join("data/KS.01.0002-2007.pdf")).unwrap();
    let (answer, stored) = take(&sandbox, "bag");
    assert_eq!(
        (stored.len(), codes(&answer)),
        (0, ["bag.oxum", "fixity.missing", "source.package-refused"].map(str::to_owned).into())
    );
    sandbox.copy("archives/v1", "other");
    let answer = sandbox.ingest("other/batches");
    assert_eq!(answer["inputs"]["ignored"], answer["inputs"]["seen"], "{answer}");
    assert!(!subjects(&answer, "source.package-refused").is_empty());
}

#[test]
fn packages_and_scans_may_lie_side_by_side() {
    let sandbox = Sandbox::new();
    for name in ["a", "z"] {
        sandbox.copy(SIP, &format!("in/{name}"));
    }
    sandbox.copy("formats/jpeg/grey.jpg", "in/hs01/KQ.0000001.001.jpg");
    let root = sandbox.path("in/a").join(DATA).join("H26.15.20.2001.160.1.pdf");
    fs::write(root, "%PDF").unwrap();
    let (answer, stored) = take(&sandbox, "in");
    assert_eq!((stored.len(), subjects(&answer, "source.package-refused")), (4, vec!["in/a".to_owned()]), "{answer}");
    let dry = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--dry-run", "--json"]);
    assert_eq!(dry.out.matches("\"document\":").count(), 4, "{}", dry.out);
}
