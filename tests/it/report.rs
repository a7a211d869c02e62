//! `sohoa report duplicates`, through the program: a page, a workbook and a JSON that agree, and decisions that come back.

use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader};
use quick_xml::events::Event;
use serde_json::{Value, json};

use sohoa::archive::catalogue::Catalogue;
use sohoa::archive::catalogue::pairs::{FoundPair, Kind};
use sohoa::duplicates::verdict::{Area, Excuse};

use crate::judges::{has, python, skip};
use crate::support::{Answer, Sandbox, sidecars};

/// What a sheet would like a browser to run.
const HOSTILE: &str = "<script>alert(1)</script>\"'&";

/// A page of `width` by 140 pixels, unlike those of other seeds.
fn page(seed: u32) -> Vec<u8> {
    let mut pgm = b"P5 100 140 255\n".to_vec();
    let ink = |at: u32| (at / 100 % 7 < 3) && (at % 100 * (seed + 3) / 8) % 3 == 1;
    pgm.extend((0..100 * 140).map(|at| if ink(at) { 20 } else { 250 }));
    pgm
}

/// Makes an archive of so many documents with records; returns their ids in order.
fn archive(n_documents: u32) -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::new();
    sandbox.init();
    let mut sheet = String::from("Tên tệp,Số của tài liệu,Chủ giấy tờ\n");
    for number in 1..=n_documents {
        sandbox.write(&format!("giao/KQ.{number:02}.pgm"), &page(number));
        let owner = if number == 1 { "\"<script>alert(1)</script>\"\"'&\"" } else { "Trần Thị Mẫu" };
        sheet += &format!("KQ.{number:02}.pgm,{number},{owner}\n");
    }
    sandbox.write("giao/muc-luc.csv", sheet.as_bytes());
    assert_eq!(sandbox.ingest_with("giao", &["--group-by", "file"])["documents"], n_documents);
    let mut ids: Vec<String> =
        sidecars(&sandbox.path("kho")).iter().map(|(_, sidecar)| sidecar["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    (sandbox, ids)
}

fn pair(a: &str, b: &str, kind: Kind) -> FoundPair {
    FoundPair {
        a: a.to_owned(),
        b: b.to_owned(),
        kind,
        score: 0.9,
        a_page: 1,
        b_page: 1,
        area: Some(Area { x: 0.3, y: 0.4, width: 0.1, height: 0.05 }),
        excuses: vec![Excuse::Dust],
        pages: Vec::new(),
        keep: None,
        bytes: 7,
        decided: None,
    }
}

/// Tells the catalogue of pairs, as a search for duplicates would.
fn set_pairs(sandbox: &Sandbox, pairs: &[FoundPair]) {
    Catalogue::open(&sandbox.path("kho/catalogue.sqlite")).unwrap().settle(&[], &[], pairs).unwrap();
}

fn report(sandbox: &Sandbox, out: &str, more: &[&str]) -> Answer {
    sandbox.run(&[&["report", "duplicates", "--archive", "kho", "--out", out], more].concat())
}

/// Returns the text of a page after reading it as strictly as XML is read.
fn well_formed(path: &Path) -> String {
    let page = std::fs::read_to_string(path).unwrap();
    let mut reader = quick_xml::Reader::from_str(&page);
    reader.config_mut().check_end_names = true;
    let mut open = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Eof => break,
            _ => (),
        }
    }
    assert_eq!(open, 0);
    page
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn page_workbook_and_json_tell_the_same_and_hold_no_foreign_code() {
    let (sandbox, ids) = archive(3);
    let shared = FoundPair { pages: vec![(1, 1)], ..pair(&ids[1], &ids[2], Kind::SharedPage) };
    set_pairs(&sandbox, &[pair(&ids[0], &ids[1], Kind::Review), pair(&ids[0], &ids[2], Kind::Near), shared]);
    let answer = report(&sandbox, "bao-cao", &["--json"]);
    assert_eq!(answer.code, 0, "{}{}", answer.err, answer.out);
    let told = answer.json();
    assert_eq!(told["files"], json!(["duplicates.html", "duplicates.json", "duplicates.xlsx"]));
    assert_eq!((&told["open"], &told["shown"], &told["decided"]), (&json!(2), &json!(2), &json!(0)));

    let page = well_formed(&sandbox.path("bao-cao/duplicates.html"));
    assert_eq!(page.matches("<article ").count(), 2);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;") && !page.contains(HOSTILE));
    assert!(!page.contains("http://") && !page.contains("https://"));
    // Two pages, two cuttings and two tints for each pair.
    assert_eq!(page.matches("src=\"data:image/").count(), 12);

    let json = json_of(&sandbox.path("bao-cao/duplicates.json"));
    assert_eq!(json["pairs"].as_array().unwrap().len(), 3);
    assert_eq!(json["kinds"][0], json!({ "kind": "near", "found": 1, "same": 0, "different": 0, "open": 1 }));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(sandbox.path("bao-cao/duplicates.xlsx")).unwrap();
    let sheets = [
        "Summary",
        "By type of paper",
        "Bytes saved",
        "All pairs",
        "Relations between pages",
        "Decided",
        "Blank pages",
    ];
    assert_eq!(book.sheet_names(), sheets);
    let pairs = book.worksheet_range("All pairs").unwrap();
    let column = |at: u32| (1..=2).map(|row| pairs.get((row, at as usize)).cloned().unwrap()).collect::<Vec<_>>();
    let texts = |ids: [&String; 2]| ids.map(|id| Data::String(id.clone())).to_vec();
    assert_eq!((column(2), column(4)), (texts([&ids[0], &ids[0]]), texts([&ids[1], &ids[2]])));
}

#[test]
fn a_folder_that_exists_is_left_as_it_is_and_nothing_lies_beside_it() {
    let (sandbox, _) = archive(1);
    sandbox.write("bao-cao/x", b"x");
    let answer = report(&sandbox, "bao-cao", &["--json"]);
    assert_eq!((answer.code, answer.json()["error"]["code"].as_str()), (1, Some("archive.exists")));
    assert_eq!(std::fs::read_dir(sandbox.path("bao-cao")).unwrap().count(), 1);
    assert!(!sandbox.path("bao-cao.part").exists());
    assert!(report(&sandbox, "moi", &["--lang", "vi"]).out.contains("0 cặp cần quyết định"));
    assert!(well_formed(&sandbox.path("moi/duplicates.html")).contains("Không có cặp nào cần quyết định."));
}

#[test]
fn many_pairs_are_split_over_pages_and_a_limit_is_told() {
    let (sandbox, ids) = archive(11);
    let mut pairs = Vec::new();
    for (at, a) in ids.iter().enumerate() {
        pairs.extend(ids[at + 1..].iter().map(|b| FoundPair { area: None, ..pair(a, b, Kind::Review) }));
    }
    set_pairs(&sandbox, &pairs);
    // Without pictures, which are not the point here and take their time.
    sidecars(&sandbox.path("kho")).iter().for_each(|(pdf, _)| std::fs::write(pdf, b"no PDF").unwrap());
    let told = report(&sandbox, "tat-ca", &["--json", "--limit", "0"]).json();
    assert_eq!((&told["open"], &told["shown"]), (&json!(55), &json!(55)));
    let pages = ["duplicates.html", "duplicates-2.html"].map(|name| well_formed(&sandbox.path("tat-ca").join(name)));
    assert_eq!(pages.each_ref().map(|page| page.matches("<article ").count()), [50, 5]);
    assert!(
        pages[0].contains("href=\"duplicates-2.html#pairs\"") && pages[1].contains("href=\"duplicates.html#pairs\"")
    );
    let told = report(&sandbox, "it", &["--json", "--limit", "3"]).json();
    assert_eq!((&told["open"], &told["shown"]), (&json!(55), &json!(3)));
}

#[test]
fn decisions_come_back_are_sealed_and_are_not_asked_again() {
    let (sandbox, ids) = archive(3);
    let pairs = [pair(&ids[0], &ids[1], Kind::Review), pair(&ids[0], &ids[2], Kind::Near)];
    set_pairs(&sandbox, &pairs);
    report(&sandbox, "truoc", &[]);
    let decisions = json!({
        "schema": "sohoa-decisions-1", "archive": "H26.15/kho-1", "by": "Phòng Tư pháp",
        "decisions": [
            { "document": ids[1], "kind": "different", "to": ids[0] },
            { "document": ids[2], "kind": "duplicate-of", "to": ids[0], "note": "cùng một tờ" },
        ],
    });
    sandbox.write("decisions.json", decisions.to_string().as_bytes());
    let answer = sandbox.run(&["dedup", "--archive", "kho", "--resolve", "decisions.json"]);
    assert_eq!(answer.code, 0, "{}{}", answer.err, answer.out);
    set_pairs(&sandbox, &pairs);
    let told = report(&sandbox, "sau", &["--json"]).json();
    assert_eq!((&told["open"], &told["decided"]), (&json!(0), &json!(2)));
    let json = json_of(&sandbox.path("sau/duplicates.json"));
    let decided = &json["pairs"][1]["decided"];
    assert_eq!((&decided["kind"], &decided["by"]), (&json!("duplicate-of"), &json!("Phòng Tư pháp")));
    let size =
        sidecars(&sandbox.path("kho")).iter().find(|(_, sidecar)| sidecar["id"] == *ids[2]).unwrap().1["pdf"]["size"]
            .clone();
    assert_eq!(json["bytes"]["decided_duplicates"], size);
    sandbox.assert_sound("kho");
}

#[test]
fn a_document_that_cannot_be_seen_costs_its_pictures_and_nothing_else() {
    let (sandbox, ids) = archive(2);
    set_pairs(&sandbox, &[pair(&ids[0], &ids[1], Kind::Near)]);
    let (pdf, _) = sidecars(&sandbox.path("kho")).into_iter().next().unwrap();
    std::fs::write(pdf, b"no PDF").unwrap();
    let answer = report(&sandbox, "bao-cao", &["--json"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    assert_eq!(answer.json()["findings"].as_array().unwrap().len(), 1, "{}", answer.out);
    let page = well_formed(&sandbox.path("bao-cao/duplicates.html"));
    assert!(page.contains("The pages of this pair could not be shown.") && page.contains("data-kind=\"different\""));
}

#[test]
fn others_read_page_and_json_as_they_are_meant() {
    let (sandbox, ids) = archive(2);
    set_pairs(&sandbox, &[pair(&ids[0], &ids[1], Kind::Review)]);
    report(&sandbox, "bao-cao", &[]);
    if has("xmllint") {
        let read =
            Command::new("xmllint").args(["--noout", "--huge"]).arg(sandbox.path("bao-cao/duplicates.html")).output();
        let read = read.unwrap();
        assert!(read.status.success() && read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/duplicates.schema.json");
    let Some(python) = python() else { return skip("the schema of the report") };
    let code = "import json, sys, jsonschema\n\
                schema, report = [json.load(open(path, encoding='utf-8')) for path in sys.argv[1:]]\n\
                check = jsonschema.validators.validator_for(schema)\n\
                check.check_schema(schema)\n\
                sys.exit('\\n'.join(e.message for e in check(schema).iter_errors(report)) or 0)";
    let output =
        Command::new(python).args(["-c", code]).arg(schema).arg(sandbox.path("bao-cao/duplicates.json")).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
