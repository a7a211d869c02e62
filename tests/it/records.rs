//! Index sheets and scans brought together: which row goes to which document, and what is said where that is not sure.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::support::{Sandbox, codes, sidecars, subjects};

/// What a dry run says: for each document the row it belongs to, and the findings as `code subject`.
struct Joined {
    rows: BTreeMap<String, String>,
    told: Vec<String>,
}

/// Joins, without importing: nothing is read of the scans but their names.
fn join(files: &[&str], sheets: &[(&str, &str)]) -> Joined {
    join_with(files, sheets, &[])
}

fn join_with(files: &[&str], sheets: &[(&str, &str)], more: &[&str]) -> Joined {
    let sandbox = Sandbox::new();
    sandbox.init();
    files.iter().for_each(|file| _ = sandbox.write(&format!("s/{file}"), b"x"));
    sheets.iter().for_each(|(path, text)| _ = sandbox.write(path, text.as_bytes()));
    let answer =
        sandbox.run(&[&["ingest", "s", "--archive", "kho", "--settle", "0", "--dry-run", "--json"], more].concat());
    assert!([0, 3].contains(&answer.code), "{}", answer.err);
    let lines: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (total, documents) = lines.split_last().unwrap();
    let row = |line: &Value| {
        let described = &line["described"];
        let row = if described.is_null() {
            "-".to_owned()
        } else {
            format!("{} {}", described["row"], described["joined"].as_str().unwrap())
        };
        (line["scans"][0].as_str().unwrap().to_owned(), row)
    };
    let told =
        |finding: &Value| format!("{} {}", finding["code"].as_str().unwrap(), finding["subject"].as_str().unwrap());
    // What the tests are not about: these sheets have few columns.
    let noise = ["record.incomplete", "source.name-nfd", "name.replaced", "sheet.column-unknown"];
    let findings = total["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| !noise.contains(&finding["code"].as_str().unwrap()));
    let mut told: Vec<String> = findings.map(told).collect();
    told.sort();
    Joined { rows: documents.iter().map(row).collect(), told }
}

impl Joined {
    fn rows(&self) -> Vec<(&str, &str)> {
        self.rows.iter().map(|(scan, row)| (scan.as_str(), row.as_str())).collect()
    }
}

#[test]
fn rows_name_files_with_and_without_folders_and_endings() {
    let sheet = "file;title\na\\1.jpg;A\n2;B\nb/1.tif;C\n";
    let joined = join(&["a/1.jpg", "b/1.jpg", "a/2.jpg"], &[("s/ds.csv", sheet)]);
    assert_eq!(joined.rows(), [("s/a/1.jpg", "2 file"), ("s/a/2.jpg", "3 file"), ("s/b/1.jpg", "4 file")]);
    assert!(joined.told.is_empty(), "{:?}", joined.told);
}

#[test]
fn names_meet_whatever_their_normal_form_and_case() {
    let decomposed: String = "hồ sơ/Hằng.JPG".nfd().collect();
    let joined = join(&[&decomposed, "x.jpg"], &[("s/ds.csv", "file;title\nHằng.jpg;A\nX.JPG;B\n")]);
    let rows: Vec<&str> = joined.rows.values().map(String::as_str).collect();
    assert_eq!(rows, ["2 file", "3 file"]);
    assert!(joined.told.is_empty(), "{:?}", joined.told);
}

#[test]
fn a_row_may_name_the_folder_or_the_code_of_a_document_of_many_scans() {
    let files = ["hs/001/1.jpg", "hs/001/2.jpg", "hs/H26.2019.1.0000002_1.jpg", "hs/H26.2019.1.0000002_2.jpg"];
    let sheet = "file;docCode;title\nhs/001;H26.2019.1.0000001;A\n;H26.2019.1.0000002;B\n";
    let joined = join(&files, &[("s/ds.csv", sheet)]);
    assert_eq!(joined.rows(), [("s/hs/001/1.jpg", "2 file"), ("s/hs/H26.2019.1.0000002_1.jpg", "3 code")]);
    assert!(joined.told.is_empty(), "{:?}", joined.told);
}

#[test]
fn files_that_rows_name_one_by_one_are_documents_of_their_own() {
    let sheet = "file;title;pages\n001.jpg;A;1\n002.jpg;B;2\n004.jpg;C;1\n";
    let joined = join(&["001.jpg", "002.jpg", "003.jpg", "004.jpg", "005.jpg"], &[("s/ds.csv", sheet)]);
    let rows = [("s/001.jpg", "2 file"), ("s/002.jpg", "3 file"), ("s/004.jpg", "4 file"), ("s/005.jpg", "-")];
    assert_eq!(joined.rows(), rows);
    assert_eq!(joined.told, ["record.missing s/005.jpg"]);
}

#[test]
fn a_list_without_names_is_paired_by_order_when_the_numbers_agree() {
    let sheet = "STT,Số ký hiệu,Ngày tháng,Tác giả văn bản\n1,1/QĐ-UBND,05/03/2019,UBND\n2,2/QĐ-UBND,06/03/2019,UBND\n";
    let files = ["hs/QD.2.jpg", "hs/QD.10.jpg", "z/1.jpg"];
    let joined = join(&files, &[("s/hs/ds.csv", sheet)]);
    assert_eq!(joined.rows(), [("s/hs/QD.10.jpg", "3 order"), ("s/hs/QD.2.jpg", "2 order"), ("s/z/1.jpg", "-")]);
    assert_eq!(joined.told, ["join.by-order s/hs/ds.csv#2", "record.none "]);
    let joined = join(&files[..1], &[("s/hs/ds.csv", sheet)]);
    assert_eq!(joined.rows(), [("s/hs/QD.2.jpg", "-")]);
    let alone =
        ["join.row-without-scan s/hs/ds.csv#2", "join.row-without-scan s/hs/ds.csv#3", "record.missing s/hs/QD.2.jpg"];
    assert_eq!(joined.told, alone);
}

#[test]
fn what_does_not_meet_is_told_on_both_sides() {
    let sheet = "file;title\nA.jpg;A\nB.jpg;B\nB.jpg;again\nmissing.jpg;C\n";
    let joined = join(&["A.jpg", "B.jpg", "extra.jpg"], &[("s/ds.csv", sheet)]);
    assert_eq!(joined.rows(), [("s/A.jpg", "2 file"), ("s/B.jpg", "3 file"), ("s/extra.jpg", "-")]);
    let told = ["join.row-without-scan s/ds.csv#A5", "join.two-rows s/ds.csv#A4", "record.missing s/extra.jpg"];
    assert_eq!(joined.told, told);
}

#[test]
fn a_row_that_fits_documents_of_two_folders_goes_to_the_first_and_is_told() {
    let joined = join(&["a/GKS-12.jpg", "b/GKS-12.jpg"], &[("s/ds.csv", "file;title\nGKS-12.jpg;A\n")]);
    assert_eq!(joined.rows(), [("s/a/GKS-12.jpg", "2 file"), ("s/b/GKS-12.jpg", "-")]);
    assert_eq!(joined.told, ["join.ambiguous s/ds.csv#A2", "record.missing s/b/GKS-12.jpg"]);
}

#[test]
fn a_row_that_fits_two_documents_of_one_folder_goes_to_neither() {
    let joined = join(&["GKS-AB.jpg", "GKS-AB.png"], &[("s/ds.csv", "file;title\nGKS-AB;A\n")]);
    assert!(joined.rows.values().all(|row| row == "-"), "{:?}", joined.rows);
    assert!(joined.told.iter().any(|told| told.starts_with("join.ambiguous")), "{:?}", joined.told);
}

#[test]
fn a_name_that_every_folder_has_is_of_one_dossier_only() {
    let other = "Mã hồ sơ;file;title\nH26.2019.014;001.jpg;A\n";
    let joined = join(&["H26.2019.013/001.jpg", "H26.2019.013/002.jpg"], &[("s/ds.csv", other)]);
    assert!(joined.rows.values().all(|row| row == "-"), "{:?}", joined.rows);
    let two = "Mã hồ sơ;file;title\nH26.2019.013;001.jpg;A\nH26.2019.014;002.jpg;B\n";
    let joined = join(&["H26.2019.013/001.jpg", "HS 13/002.jpg"], &[("s/ds.csv", two)]);
    assert_eq!(joined.rows(), [("s/H26.2019.013/001.jpg", "2 file"), ("s/HS 13/002.jpg", "-")]);
    let none = "file;title\n001.jpg;A\n002.jpg;B\n";
    let joined = join(&["HS1/001.jpg", "HS2/002.jpg"], &[("s/ds.csv", none)]);
    assert_eq!(joined.rows(), [("s/HS1/001.jpg", "2 file"), ("s/HS2/002.jpg", "-")]);
}

#[test]
fn folders_may_be_called_by_numbers_that_rows_name() {
    let files = ["hs/001/1.jpg", "hs/001/2.jpg", "hs/002/1.jpg", "hs/002/2.jpg"];
    let joined = join(&files, &[("s/ds.csv", "file;title\n001;A\n002;B\n")]);
    assert_eq!(joined.rows(), [("s/hs/001/1.jpg", "2 file"), ("s/hs/002/1.jpg", "3 file")]);
}

#[test]
fn the_order_of_rows_is_no_code_of_a_document() {
    let sheet = "Mã hồ sơ;Số ký hiệu;Ngày cấp\nH26.2019.1;03/QD;05/03/2019\nH26.2019.1;02/QD;05/03/2019\n";
    let joined =
        join(&["H26.2019.1/KQ.000001.jpg", "H26.2019.1/KQ.000002.jpg", "H26.2019.1/x.jpg"], &[("s/ds.csv", sheet)]);
    assert!(joined.rows.values().all(|row| row == "-"), "{:?}", joined.rows);
}

#[test]
fn a_row_that_names_one_scan_of_several_is_told() {
    let joined = join(&["hs/001.jpg", "hs/002.jpg"], &[("s/hs/ds.csv", "file;title\n001.jpg;A\n;B\n")]);
    assert!(joined.told.contains(&"join.ambiguous s/hs/001.jpg".to_owned()), "{:?}", joined.told);
}

#[test]
fn values_name_documents_only_where_they_are_codes() {
    for code in ["022.190.012.345", "05.03.1990", "HANG"] {
        let sheet = format!("Mã hồ sơ;file;title;Ngày cấp\n{code};a.jpg;A;05/03/2019\n");
        let (sandbox, _) = imported(&sheet, &[]);
        let names: Vec<String> =
            sidecars(&sandbox.path("kho")).iter().map(|(pdf, _)| pdf.display().to_string()).collect();
        assert!(names.iter().all(|name| !name.contains(code)), "{names:?}");
    }
}

#[test]
fn the_dossier_in_a_row_tells_equal_names_apart() {
    let sheet = "Mã hồ sơ;file;title\nH26.2019.1;001.jpg;A\nH26.2019.2;001.jpg;B\n";
    let joined = join(&["H26.2019.2/001.jpg", "H26.2019.1/001.jpg"], &[("s/ds.csv", sheet)]);
    assert_eq!(joined.rows(), [("s/H26.2019.1/001.jpg", "2 file"), ("s/H26.2019.2/001.jpg", "3 file")]);
    assert!(joined.told.is_empty(), "{:?}", joined.told);
}

#[test]
fn a_mere_name_leads_to_no_row_of_another_dossier() {
    let sheet = "Mã hồ sơ;file;title\nH26.2019.1;0O1.jpg;A\nH26.2019.2;001.jpg;B\n";
    let files = ["H26.2019.1/001.jpg", "H26.2019.2/001.jpg"];
    let joined = join(&files, &[("s/ds.csv", sheet)]);
    assert_eq!(joined.rows(), [("s/H26.2019.1/001.jpg", "-"), ("s/H26.2019.2/001.jpg", "3 file")]);
    assert_eq!(joined.told, ["join.row-without-scan s/ds.csv#B2", "record.missing s/H26.2019.1/001.jpg"]);
    // A path says more than the dossier beside it.
    let joined = join(&files, &[("s/ds.csv", &sheet.replace(";001.jpg", ";H26.2019.1/001.jpg"))]);
    assert_eq!(joined.rows["s/H26.2019.1/001.jpg"], "3 file");
}

#[test]
fn what_rows_leave_over_is_neither_one_paper_nor_pages_of_another() {
    let sheet = "file;docCode;title;pages\n001.jpg;;A;1\n003.jpg;;B;9\n;H26.2019.1.0000009;C;2\n";
    let files = ["001.jpg", "002.jpg", "003.jpg", "H26.2019.1.0000009_1.jpg", "H26.2019.1.0000009_2.jpg"];
    let joined = join(&files, &[("s/ds.csv", sheet)]);
    assert_eq!(joined.rows["s/H26.2019.1.0000009_1.jpg"], "4 code");
    let joined =
        join(&["001.jpg", "002.jpg", "003.jpg", "004.jpg"], &[("s/ds.csv", "file;title\n002.jpg;A\n003.jpg;B\n")]);
    let rows = [("s/001.jpg", "-"), ("s/002.jpg", "2 file"), ("s/003.jpg", "3 file"), ("s/004.jpg", "-")];
    assert_eq!(joined.rows(), rows);
}

#[test]
fn a_dossier_in_two_rows_is_told_once() {
    let dossiers = "Số ký hiệu hồ sơ;Tiêu đề hồ sơ;Thời hạn bảo quản\nH26.2019.1;Hồ sơ A;Vĩnh viễn\nH26.2019.1;Hồ sơ A;Vĩnh viễn\n";
    let papers = "Mã hồ sơ;file;title\nH26.2019.1;a.jpg;A\n";
    let joined = join(&["H26.2019.1/a.jpg"], &[("s/1.csv", dossiers), ("s/2.csv", papers)]);
    assert_eq!(joined.told, ["record.repeated s/1.csv#A3"]);
}

#[test]
fn a_sheet_beside_a_folder_of_its_name_is_about_that_folder() {
    let sheet = "file;title\n001.jpg;A\n002.jpg;B\n";
    let files = ["Q1/001.jpg", "Q1/002.jpg", "Q2/001.jpg", "Q2/002.jpg"];
    let joined = join(&files, &[("s/Q1.csv", sheet), ("s/Q2.csv", sheet)]);
    assert!(joined.rows.values().all(|row| row != "-"), "{:?}", joined.rows);
    assert!(joined.told.is_empty(), "{:?}", joined.told);
}

#[test]
fn a_named_sheet_stands_instead_of_those_beside_the_scans() {
    let files = ["a.jpg", "b.jpg"];
    let sheets = [("s/ds.csv", "file;title\na.jpg;A\n"), ("other.csv", "file;title\nb.jpg;B\n")];
    let joined = join_with(&files, &sheets, &["--index", "other.csv"]);
    assert_eq!(joined.rows(), [("s/a.jpg", "-"), ("s/b.jpg", "2 file")]);
    assert_eq!(joined.told, ["join.sheet-unused s/ds.csv", "record.missing s/a.jpg"]);
    let joined = join_with(&files, &sheets, &["--no-index"]);
    assert_eq!((joined.rows["s/a.jpg"].as_str(), &joined.told[..]), ("-", &["record.none ".to_owned()][..]));
}

#[test]
fn a_list_of_dossiers_describes_all_documents_of_each() {
    let dossiers = "Số ký hiệu hồ sơ;Tiêu đề hồ sơ;Tổng số tài liệu;Thời hạn bảo quản\nH26.2019.1;Hồ sơ A;3;Vĩnh viễn\nH26.2019.9;Hồ sơ B;1;10 năm\n";
    let papers = "Mã hồ sơ;file;title;Ngày cấp\nH26.2019.1;a.jpg;A;05/03/2019\nH26.2019.1;b.jpg;B;06/03/2019\n";
    let joined = join(&["H26.2019.1/a.jpg", "H26.2019.1/b.jpg"], &[("s/1.csv", dossiers), ("s/2.csv", papers)]);
    assert!(joined.rows.values().all(|row| row != "-"));
    assert_eq!(joined.told, ["join.row-without-scan s/1.csv#3", "record.documents s/1.csv#C2"]);
}

/// An archive with one import of two scans and this sheet.
fn imported(sheet: &str, more: &[&str]) -> (Sandbox, Value) {
    let sandbox = Sandbox::new();
    sandbox.init();
    let scan = |number: u32| format!("scans/H26.15.20/Hộp 02/KS.2007.01/KS.01.000{number}-2007.jpg");
    for (number, name) in [(2, "a.jpg"), (5, "b.jpg")] {
        sandbox.copy(&scan(number), &format!("s/H26.2019.1/{name}"));
    }
    sandbox.write("s/ds.csv", sheet.as_bytes());
    let answer = sandbox.ingest_with("s", more);
    (sandbox, answer)
}

const TWO: &str = "Mã hồ sơ;file;title;Ngày cấp;pages\nH26.2019.1;a.jpg;Giấy khai sinh;05/03/2019;1\nH26.2019.1;b.jpg;Trích lục;tháng 4 năm 2019;2\n";

#[test]
fn the_record_is_in_the_sidecar_with_what_the_sheet_said() {
    let (sandbox, answer) = imported(TWO, &[]);
    let documents = sidecars(&sandbox.path("kho"));
    let names: Vec<_> =
        documents.iter().map(|(pdf, _)| pdf.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["H26.2019.1.0000001.pdf", "H26.2019.1.0000002.pdf"]);
    let second = &documents[1].1;
    assert_eq!(second["dossier"], "H26.2019.1");
    assert_eq!(second["described"]["row"], 3);
    assert_eq!(second["described"]["path"], "s/ds.csv");
    let date = json!({ "value": "2019-04", "precision": "month", "raw": "tháng 4 năm 2019" });
    assert_eq!(second["record"]["issuedDate"], date);
    assert_eq!(second["record"]["dossier"]["fileCode"]["value"], "H26.2019.1");
    assert_eq!(second["record"]["docCode"], json!({ "value": "H26.2019.1.0000002", "from": "template" }));
    assert_eq!(subjects(&answer, "record.pages"), ["s/H26.2019.1/b.jpg"]);
    assert_eq!(answer["inputs"]["ignored"], 1);
    sandbox.assert_sound("kho");
}

#[test]
fn what_has_no_row_is_stored_with_a_finding_or_quarantined_when_asked() {
    let sheet = TWO.lines().take(2).collect::<Vec<_>>().join("\n");
    let (_, answer) = imported(&sheet, &[]);
    assert_eq!((&answer["documents"], subjects(&answer, "record.missing").len()), (&json!(2), 1));
    let (sandbox, answer) = imported(&sheet, &["--require-record"]);
    assert_eq!((&answer["documents"], &answer["inputs"]["quarantined"]), (&json!(1), &json!(1)));
    assert_eq!(subjects(&answer, "record.required"), ["s/H26.2019.1/b.jpg"]);
    sandbox.write("s/ds.csv", TWO.as_bytes());
    assert_eq!(sandbox.ingest_with("s", &["--require-record"])["documents"], 1);
}

#[test]
fn secret_and_excluded_papers_are_left_where_they_are() {
    let sheet = "file;title;mode;excluded\na.jpg;A;Mật;\nb.jpg;B;01;bản sao chứng thực\n";
    let (sandbox, answer) = imported(sheet, &[]);
    assert_eq!((&answer["documents"], &answer["inputs"]["ignored"]), (&json!(0), &json!(3)));
    let found = codes(&answer);
    assert!(found.contains(&"record.secret".to_owned()) && found.contains(&"record.excluded".to_owned()), "{found:?}");
    assert!(!sandbox.path("kho/quarantine").read_dir().unwrap().any(|entry| entry.is_ok()));
}

#[test]
fn a_profile_may_silence_a_finding_or_make_it_a_refusal() {
    let toml = sohoa::records::profile::Profile::built_in("vn-tt05").unwrap();
    let toml = toml
        .replace("silent = []", "silent = [\"record.incomplete\"]")
        .replace("refuse = []", "refuse = [\"record.pages\"]");
    let sandbox = Sandbox::new();
    sandbox.init_with_profile("kho", &toml);
    sandbox.copy("scans/H26.15.20/Hộp 02/KS.2007.01/KS.01.0002-2007.jpg", "s/a.jpg");
    sandbox.write("s/ds.csv", b"file;title;pages\na.jpg;A;7\n");
    let answer = sandbox.ingest("s");
    assert_eq!((&answer["documents"], &answer["inputs"]["quarantined"]), (&json!(0), &json!(1)));
    assert!(!codes(&answer).contains(&"record.incomplete".to_owned()));
}

#[test]
fn the_same_scans_with_another_record_are_told() {
    let (sandbox, _) = imported(TWO, &[]);
    assert!(subjects(&sandbox.ingest("s"), "record.differs").is_empty());
    sandbox.write("s/ds.csv", TWO.replace("Trích lục", "Trích lục khai sinh").as_bytes());
    let again = sandbox.ingest("s");
    assert_eq!(subjects(&again, "record.differs"), ["s/H26.2019.1/b.jpg"]);
    assert_eq!(again["documents"], 0);
}

#[test]
fn one_scan_under_two_names_with_two_records_is_told() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let scan = "scans/H26.15.20/Hộp 02/KS.2007.01/KS.01.0002-2007.jpg";
    ["a.jpg", "b.jpg", "c.jpg"].iter().for_each(|name| _ = sandbox.copy(scan, &format!("s/{name}")));
    sandbox.write("s/ds.csv", b"file;title\na.jpg;A\nb.jpg;B\nc.jpg;A\n");
    let answer = sandbox.ingest("s");
    assert_eq!((&answer["documents"], &answer["inputs"]["duplicate"]), (&json!(1), &json!(2)));
    assert_eq!(subjects(&answer, "record.differs"), ["s/b.jpg"]);
}

#[test]
fn no_finding_of_an_import_quotes_a_person() {
    let sheet = "file;ownerName;ownerId;ownerBorn;title\na.jpg;Nguyễn Văn Bí Mật;12345;31/02/1990;Khai sinh Bí Mật\nb.jpg;;;;\n";
    let (sandbox, answer) = imported(sheet, &[]);
    assert!(codes(&answer).contains(&"record.person-id".to_owned()));
    let text = answer.to_string();
    assert!(!text.contains("Bí Mật") && !text.contains("12345") && !text.contains("1990"), "{text}");
    let manifest = std::fs::read_to_string(
        sandbox.path("kho/batches/2026").join(answer["batch"].as_str().unwrap()).join("manifest-sha256.txt"),
    );
    assert!(!manifest.unwrap().contains("12345"));
}
