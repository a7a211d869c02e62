//! `sohoa find` and `show`, through the program: what is asked for, what people and scripts read.

use serde_json::{Value, json};

use crate::support::{Answer, Sandbox};

const SHEET: &str = "\
Tên tệp,Trích yếu nội dung,Số của tài liệu,Ký hiệu của tài liệu,Ngày tháng,Chủ giấy tờ,Mã đơn vị cấp,Thời hạn hiệu lực,Màu bìa
KQ.01.jpg,Giấy xác nhận tình trạng hôn nhân,123,GXN-UBND,05/03/2019,Nguyễn Văn An,H26.15.20,05/09/2019,đỏ
KQ.02.jpg,Giấy khai sinh,7,GKS-UBND,tháng 3/2020,Lê Thị Hà,H26.15,lâu dài,xanh
";

/// Makes an archive of two documents with records.
fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg/progressive-grey.jpg", "giao/KQ.01.jpg");
    sandbox.copy("formats/jpeg/restart-each-row.jpg", "giao/KQ.02.jpg");
    sandbox.write("giao/muc-luc.csv", SHEET.as_bytes());
    assert_eq!(sandbox.ingest("giao")["documents"], 2);
    sandbox
}

fn find(sandbox: &Sandbox, arguments: &[&str]) -> Answer {
    sandbox.run(&[&["find", "--archive", "kho"], arguments].concat())
}

/// Returns the names of what is found.
fn names(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let answer = find(sandbox, &[arguments, &["--json"]].concat());
    assert_eq!(answer.code, 0, "{}", answer.err);
    let hits = answer.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    hits.map(|hit| hit["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn documents_are_found_by_words_fields_dates_units_and_validity() {
    let sandbox = archive();
    let names = |arguments: &[&str]| names(&sandbox, arguments);
    assert_eq!(names(&[]), ["KQ.01", "KQ.02"]);
    assert_eq!(names(&["nguyen", "AN"]), ["KQ.01"]);
    assert_eq!(names(&["giay", "khai sinh"]), ["KQ.02"]);
    assert_eq!(names(&["an nguyen"]), [""; 0]);
    assert_eq!(names(&["123/GXN-UBND"]), ["KQ.01"]);
    assert_eq!(names(&["--field", "owner.name=Lê Thị*", "--field", "màu bìa=xanh"]), ["KQ.02"]);
    assert_eq!(names(&["--issued", "2020"]), ["KQ.02"]);
    assert_eq!(names(&["--issued", "..05/03/2019"]), ["KQ.01"]);
    assert_eq!(names(&["--unit", "H26.15.20"]), ["KQ.01"]);
    assert_eq!(names(&["--unit", "H26"]), ["KQ.01", "KQ.02"]);
    assert_eq!(names(&["--valid"]), ["KQ.02"]);
    assert_eq!(names(&["--valid-on", "05/09/2019"]), ["KQ.01"]);
    assert_eq!(names(&["--dossier", "giao", "--batch", "2026-11-21-0001", "ha"]), ["KQ.02"]);
}

#[test]
fn scripts_read_one_object_a_line_and_people_one_line_a_hit() {
    let sandbox = archive();
    let hit = find(&sandbox, &["--json", "nguyen"]).json();
    let known = json!({
        "id": hit["id"], "version": 1, "name": "KQ.01", "dossier": "giao", "batch": "2026-11-21-0001",
        "number": "123/GXN-UBND", "issued": "2019-03-05", "title": "Giấy xác nhận tình trạng hôn nhân",
        "owner": "Nguyễn Văn An", "validity": "expired", "pages": 1,
        "pdf": "batches/2026/2026-11-21-0001/data/giao/KQ.01.pdf",
    });
    assert_eq!(hit, known);
    let line = format!(
        "{}\tKQ.01\tgiao\t2026-11-21-0001\t123/GXN-UBND\t05/03/2019\tGiấy xác nhận tình trạng hôn nhân\tNguyễn Văn An\thết hiệu lực\t1\n",
        hit["id"].as_str().unwrap()
    );
    assert_eq!(find(&sandbox, &["--lang", "vi", "nguyen"]).out, line);
}

#[test]
fn a_list_comes_in_pages_and_says_that_there_are_more() {
    let sandbox = archive();
    let first = find(&sandbox, &["--limit", "1", "--json"]);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    assert!(first.err.contains(&format!("--after {id}")), "{}", first.err);
    let second = find(&sandbox, &["--limit", "1", "--json", "--after", &id]);
    assert_eq!((second.json()["name"].as_str(), second.err.as_str()), (Some("KQ.02"), ""));
    assert_eq!(find(&sandbox, &["--limit", "0"]).out.lines().count(), 2);
    assert_eq!(find(&sandbox, &["--count"]).out, "2\n");
    assert_eq!(find(&sandbox, &["--count", "--json", "khai"]).json(), json!({ "count": 1 }));
}

#[test]
fn a_list_goes_into_a_new_file_as_its_ending_says() {
    let sandbox = archive();
    for name in ["list.csv", "list.xlsx"] {
        let answer = find(&sandbox, &["--out", name]);
        assert_eq!((answer.code, answer.out.as_str()), (0, ""), "{}", answer.err);
        assert_eq!(find(&sandbox, &["--out", name]).code, 1);
    }
    let csv = std::fs::read_to_string(sandbox.path("list.csv")).unwrap();
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!((rows.len(), rows[0]), (3, "\u{feff}Id,Name,Dossier,Batch,Number,Issued,Title,Owner,Validity,Pages"));
    assert!(rows[1].ends_with(
        ",KQ.01,giao,2026-11-21-0001,123/GXN-UBND,2019-03-05,Giấy xác nhận tình trạng hôn nhân,Nguyễn Văn An,expired,1"
    ));
    assert!(std::fs::read(sandbox.path("list.xlsx")).unwrap().starts_with(b"PK"));
    assert_eq!(find(&sandbox, &["--out", "list.ods"]).code, 1);
}

#[test]
fn nothing_found_is_no_failure_and_a_wrong_question_is() {
    let sandbox = archive();
    let nothing = find(&sandbox, &["khong-co"]);
    assert_eq!((nothing.code, nothing.out.as_str(), nothing.err.as_str()), (0, "", "Nothing was found.\n"));
    for (arguments, code) in [
        (["--field", "owne=x"], "field.none"),
        (["--issued", "2020..2019"], "date.range"),
        (["--issued", "hôm qua"], "date.unknown"),
        (["--valid-on", "2019"], "date.unknown"),
        (["--batch", "2026-11-21-0009"], "batch.none"),
        (["--after", "x"], "document.none"),
    ] {
        let answer = find(&sandbox, &[&arguments[..], &["--json"]].concat());
        assert_eq!((answer.code, answer.json()["error"]["code"].as_str()), (1, Some(code)), "{}", answer.err);
    }
    assert!(find(&sandbox, &["--field", "owne=x"]).err.contains("`tthc.owner.name`"));
    assert_eq!(find(&sandbox, &["--field", "owner"]).code, 2);
}

#[test]
fn a_catalogue_of_before_or_none_is_made_anew_by_the_question() {
    let sandbox = archive();
    rusqlite::Connection::open(sandbox.path("kho/catalogue.sqlite"))
        .unwrap()
        .execute_batch("PRAGMA user_version = 2")
        .unwrap();
    assert_eq!(names(&sandbox, &["nguyen"]), ["KQ.01"]);
    std::fs::remove_file(sandbox.path("kho/catalogue.sqlite")).unwrap();
    assert_eq!(names(&sandbox, &["nguyen"]), ["KQ.01"]);
    sandbox.assert_sound("kho");
}

#[test]
fn one_document_is_shown_by_name_id_or_the_beginning_of_it() {
    let sandbox = archive();
    let show = |arguments: &[&str]| sandbox.run(&[&["show", "--archive", "kho"], arguments].concat());
    let json = show(&["KQ.02", "--json"]).json();
    let id = json["sidecar"]["id"].as_str().unwrap();
    for wanted in [id, &id[..8]] {
        assert_eq!(show(&[wanted, "--json"]).json(), json);
    }
    assert_eq!(json["path"], "data/giao/KQ.02.json");
    assert_eq!(json["versions"][0]["event"], "new");
    assert_eq!(json["sidecar"]["record"]["tthc"]["owner"]["name"]["value"], "Lê Thị Hà");
    let text = show(&["KQ.02"]).out;
    for part in [
        "giao/KQ.02",
        id,
        "  date of issue: 2020-03 [tháng 3/2020]",
        "  Màu bìa: xanh",
        "giao/muc-luc.csv:3",
        "  1: giao/KQ.02.jpg",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(show(&["KQ.02", "--lang", "vi"]).out.contains("  Thời hạn hiệu lực: không thời hạn [lâu dài]"));
    for (arguments, code) in [(vec!["KQ.03"], "document.none"), (vec!["KQ.02", "--version", "2"], "document.version")] {
        let answer = show(&[&arguments[..], &["--json"]].concat());
        assert_eq!((answer.code, answer.json()["error"]["code"].as_str()), (1, Some(code)));
    }
}
