//! Small sheets in, what is understood of them out.

use super::*;
use crate::records::grid::{Area, Cell};
use crate::records::profile::{DEFAULT, Profile};

/// Makes a sheet of rows of cells; `|` parts the cells, and a cell that begins with `=` is a number.
fn sheet(rows: &[&str]) -> Sheet {
    let cell = |text: &str| match text.trim() {
        "" => Cell::Empty,
        text => text.strip_prefix('=').map_or(Cell::Text(text.into()), |number| Cell::Number(number.parse().unwrap())),
    };
    let row = |(number, line): (u32, &&str)| Row { number, cells: line.split('|').map(cell).collect() };
    Sheet { name: "S".to_owned(), rows: (1u32..).zip(rows).map(row).collect(), ..Sheet::default() }
}

fn options() -> Arc<Options> {
    let mut rules = Profile::parse(Profile::built_in(DEFAULT).unwrap()).unwrap().records;
    rules.required = vec!["issuedDate".to_owned()];
    Arc::new(Options {
        layout: None,
        maps: Vec::new(),
        rules,
        units: Units::built_in(),
        today: Day::new(2026, 11, 22).unwrap(),
    })
}

fn read(rows: &[&str]) -> Index {
    understand(sheet(rows), "ds.xlsx", &options()).unwrap()
}

fn paths(index: &Index) -> Vec<&'static str> {
    index.columns.iter().map(|column| column.field.map_or("-", |field| field.path)).collect()
}

fn told(index: &Index) -> Vec<String> {
    let rows = index.lines().flat_map(|line| line.findings);
    index.findings.iter().cloned().chain(rows).map(|told| format!("{} {}", told.code, told.subject)).collect()
}

#[test]
fn headings_are_known_whatever_case_accents_tones_and_blanks() {
    let index = read(&[
        "Danh mục",
        "",
        "SO, KÝ HIỆU  văn bản|ngày tháng năm Văn Bản|Tên loại và trích yếu nội dung|tac gia van ban",
        "1/QĐ-UBND|05/03/2019|Quyết định a|UBND",
    ]);
    assert_eq!((index.layout.as_str(), index.header), ("muc-luc-van-ban", 3));
    assert_eq!(paths(&index), ["split.notation", "issuedDate", "split.typeAndSubject", "organName"]);
    let line = index.line(0).unwrap();
    assert_eq!((line.number, line.record.text("issuedDate")), (4, Some("2019-03-05")));
    assert!(told(&index).is_empty(), "{:?}", told(&index));
}

#[test]
fn a_heading_in_an_old_encoding_is_read() {
    let index =
        read(&["Sè, ký hiÖu v¨n b¶n|Ngµy th¸ng n¨m v¨n b¶n|T¸c gi¶ v¨n b¶n", "1/Q§-UBND|05/03/2019|UBND huyÖn"]);
    assert_eq!(paths(&index), ["split.notation", "issuedDate", "organName"]);
    assert_eq!(index.columns[0].heading, "Số, ký hiệu văn bản");
}

#[test]
fn a_heading_may_take_two_rows() {
    let mut two = sheet(&["Số, ký hiệu hồ sơ|Tiêu đề hồ sơ|Số lượng|", "||tờ|trang", "H26.2019.1|Hồ sơ|=3|=5"]);
    two.merged = vec![Area { top: 1, left: 2, bottom: 1, right: 3 }];
    let index = understand(two, "ds.xlsx", &options()).unwrap();
    assert_eq!(paths(&index)[2..], ["split.extent", "dossier.numberOfPage"]);
    assert_eq!((index.scope, index.len()), (Scope::Dossier, 1));
}

#[test]
fn rows_that_are_no_data_are_passed_over_and_told() {
    let index = read(&[
        "STT|Số, ký hiệu văn bản|Ngày tháng năm văn bản|Tác giả văn bản",
        "(1)|(2)|(3)|(4)",
        "I. Năm 2019|||",
        "=1|1/QĐ-UBND|05/03/2019|UBND",
        "Cộng|=1||",
        "|||",
    ]);
    assert_eq!((index.len(), &index.passed[..]), (1, &[2, 3, 5][..]));
    assert_eq!(told(&index), ["sheet.rows-passed ds.xlsx#S!2"]);
}

#[test]
fn a_sheet_without_headings_is_a_finding() {
    let error = understand(sheet(&["a|b|c", "1|2|3"]), "ds.xlsx", &options()).unwrap_err();
    assert_eq!((error.code.as_str(), error.subject.as_str()), ("sheet.no-header", "ds.xlsx#S"));
}

#[test]
fn unknown_columns_are_kept_and_columns_for_one_field_are_told() {
    let index = read(&["file|Ngày cấp|Mã vạch v2.1|Ngày ban hành", "a.jpg|05/03/2019|X1|06/03/2019"]);
    assert_eq!(paths(&index), ["join.file", "issuedDate", "-", "-"]);
    let record = index.line(0).unwrap().record;
    assert_eq!(record.text("other.Mã vạch v2.1"), Some("X1"));
    assert_eq!(record.text("other.Ngày ban hành"), Some("06/03/2019"));
    assert_eq!(told(&index), ["sheet.column-twice ds.xlsx#S!D1", "sheet.column-unknown ds.xlsx#S!C1"]);
}

#[test]
fn a_person_may_say_what_a_column_means() {
    let mut options = (*options()).clone();
    options.maps = vec![("Cột lạ".to_owned(), fields::by_path("issuedDate").unwrap())];
    let index = understand(sheet(&["file|cot  la", "a.jpg|05/03/2019"]), "ds.csv", &Arc::new(options)).unwrap();
    assert_eq!(paths(&index), ["join.file", "issuedDate"]);
}

#[test]
fn a_missing_required_column_is_told_once_and_an_empty_cell_each_time() {
    assert_eq!(told(&read(&["file|title", "a.jpg|A", "b.jpg|B"])), ["record.incomplete ds.xlsx#S!1"]);
    let index = read(&["file|date|title", "a.jpg||A", "b.jpg|05/03/2019|B"]);
    assert_eq!(told(&index), ["record.incomplete ds.xlsx#S!2"]);
}

#[test]
fn a_column_in_an_old_encoding_is_converted_and_told() {
    let index = read(&["file|date|title", "a.jpg|05/03/2019|GiÊy khai sinh", "b.jpg|05/03/2019|B¶n sao trÝch lôc"]);
    let line = index.line(0).unwrap();
    let entry = line.record.get("subject").unwrap();
    assert_eq!((entry.text(), entry.encoding.as_deref()), (Some("Giấy khai sinh"), Some("tcvn3")));
    assert_eq!(entry.raw.as_deref(), Some("GiÊy khai sinh"));
    assert_eq!(told(&index), ["sheet.encoding ds.xlsx#S!C2"]);
}

#[test]
fn american_dates_make_the_column_doubtful() {
    let mut rows = sheet(&["file|date", "a.jpg|25/03/2019", "b.jpg|"]);
    rows.rows[2].cells[1] = Cell::Date(2019, 5, 3);
    let index = understand(rows, "ds.xlsx", &options()).unwrap();
    assert_eq!(index.line(1).unwrap().record.text("issuedDate"), Some("2019"));
    assert_eq!(told(&index), ["record.date-swapped ds.xlsx#S!B3"]);
}

#[test]
fn one_paper_twice_is_told_at_the_second_row() {
    let index = read(&[
        "Số, ký hiệu văn bản|Ngày tháng năm văn bản|Tác giả văn bản|Ghi chú",
        "12/GXN-UBND|05/03/2019|UBND xã A|",
        "12/GXN-UBND|07/03/2019|UBND xã B|",
        "12/GXN-UBND|05/03/2018|UBND xã A|",
        "12/GXN-UBND|09/09/2019|UBND xã A|",
    ]);
    assert_eq!(told(&index), ["record.repeated ds.xlsx#S!A5"]);
}

#[test]
fn years_in_codes_must_agree_with_the_dates_of_the_dossier() {
    let rows = |year: &str| {
        let row = |n: u32, date: &str| format!("H49.64.33.{year}.160.000000{n}|{date}|{n}.jpg");
        let (first, second) = (row(1, "05/03/2001"), row(2, "05/03/2003"));
        told(&read(&["docCode|issuedDate|file", &first, &second]))
    };
    assert!(rows("2002").is_empty(), "{:?}", rows("2002"));
    assert_eq!(rows("2010"), ["record.year ds.xlsx#S!A2"]);
}

#[test]
fn a_record_is_checked_as_a_whole() {
    let codes = |heading: &str, row: &str| {
        let (heading, row) = (format!("file|issuedDate|{heading}"), format!("a.jpg|05/03/2019|{row}"));
        told(&read(&[&heading, &row])).iter().map(|told| told.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(codes("ownerId|ownerBorn", "001090012345|01/02/1990").is_empty());
    assert_eq!(codes("ownerId|ownerBorn", "001090012345|01/02/1991"), ["record.person-birth"]);
    assert_eq!(codes("ownerId|ownerName", "099090012345|A"), ["record.person-id"]);
    assert_eq!(codes("Số tờ|Số trang", "=2|=5"), ["record.sheets"]);
    assert!(codes("Số tờ|Số trang", "=3|=5").is_empty());
    assert_eq!(codes("dossierCode|ownerName", "000.00.01.H26-210712-0001|A"), ["record.year"]);
    assert_eq!(codes("validUntil|ownerName", "01/01/2018|A"), ["record.year"]);
    assert_eq!(codes("so|quyenSo|ngayDangKy|noiDangKy", "12/2002|01/2001|05.03.2001|UBND"), ["record.year"]);
    assert_eq!(codes("level|ownerName", "Huyện|A"), Vec::<String>::new());
}

#[test]
fn what_follows_from_other_fields_is_filled_in() {
    let index = read(&[
        "docCode|issuedDate|validUntil|ownerId|resultCode|issuingUnitCode",
        "H26.15.20.2019.014.0000003|05/03/2019|5 năm|001090012345|KQ.G15.000031|H26",
    ]);
    let record = index.line(0).unwrap().record;
    assert_eq!(record.text("dossier.fileCode"), Some("H26.15.20.2019.014"));
    assert_eq!(record.count("docOrdinal"), Some(3));
    assert_eq!(record.text("tthc.validUntil"), Some("2024-03-05"));
    assert_eq!(record.text("tthc.copyCode"), Some("001090012345.KQ.G15.000031"));
    assert_eq!(record.text("tthc.level"), Some("province"));
    assert_eq!(record.text("confidenceLevel"), Some("02"));
    assert!(told(&index).is_empty(), "{:?}", told(&index));
}

#[test]
fn rows_of_a_dossier_are_numbered_where_they_say_no_ordinal() {
    let index = read(&[
        "Mã hồ sơ|file|Ngày cấp",
        "H26.2019.1|a.jpg|05/03/2019",
        "H26.2019.2|b.jpg|05/03/2019",
        "H26.2019.1|c.jpg|05/03/2019",
    ]);
    let codes: Vec<_> = index.lines().map(|line| line.record.text("docCode").unwrap().to_owned()).collect();
    assert_eq!(codes, ["H26.2019.1.0000001", "H26.2019.2.0000001", "H26.2019.1.0000002"]);
}

#[test]
fn a_dossier_code_of_the_one_stop_system_is_known_by_its_form() {
    let index = read(&["Mã hồ sơ|file|Ngày cấp", "000.00.01.H26-210712-0001|a.jpg|05/08/2021"]);
    assert_eq!(paths(&index)[0], "tthc.dossierCode");
}

#[test]
fn cells_pasted_from_an_older_sheet_are_converted_one_by_one() {
    let index = read(&[
        "file|ownerName|issuedDate",
        "a|Nguyễn Văn Bảy|05/03/2019",
        "b|NguyÔn V¨n ¸nh|05/03/2019",
        "c|Trần Thị Tám|05/03/2019",
        "d|TrÇn ThÞ Chóc|05/03/2019",
    ]);
    assert_eq!(told(&index), ["sheet.encoding ds.xlsx#S!B3"]);
    assert!(index.findings[0].message.en.contains("1 more such"), "{:?}", index.findings[0]);
    let name = |idx: usize| index.line(idx).unwrap().record.get("tthc.owner.name").cloned().unwrap();
    assert_eq!((name(0).text().map(str::to_owned), name(0).encoding), (Some("Nguyễn Văn Bảy".to_owned()), None));
    assert_eq!(
        (name(1).text().map(str::to_owned), name(1).encoding.as_deref()),
        (Some("Nguyễn Văn ánh".to_owned()), Some("tcvn3"))
    );
}

#[test]
fn foreign_names_and_names_of_plain_letters_are_no_strays() {
    let names = "José Müller|Zoë Lefèvre|Søren Kjærgård|François Dupré|Lê Hà|Võ Tá|Hô Chí|Åse Bjørnstad|Jürgen Groß|Beyoncé|Ñusta Peña\
                 |Đỗ Trí|Siân Ó Briain|João Conceição|Chloé Œuvrard|Bùi Thúy|Lý Công Uẩn|Tô Hoài|Café Mê Linh|Công ty Nestlé|Hồ Tràm|Sân bay Pháp Vân"
        .split('|');
    let rows: Vec<String> = ["file|ownerName|issuedDate".to_owned()]
        .into_iter()
        .chain(names.map(|name| format!("a|{name}|05/03/2019")))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert!(told(&read(&rows)).is_empty(), "{:?}", told(&read(&rows)));
}

#[test]
fn a_dash_is_no_answer_where_one_is_required() {
    let index = read(&["file|issuedDate|organName|subject", "a|05/03/2019|-|x", "b|...|-|x"]);
    assert_eq!(told(&index), ["record.incomplete ds.xlsx#S!3"]);
    let mut options = (*options()).clone();
    options.rules.required = vec!["organName".to_owned()];
    let rows = ["file|issuedDate|organName|subject", "a|05/03/2019|-|x", "b|05/03/2019|nt|x", "c|05/03/2019|UBND|-"];
    let index = understand(sheet(&rows), "ds.xlsx", &Arc::new(options)).unwrap();
    assert_eq!(told(&index), ["record.incomplete ds.xlsx#S!2", "record.incomplete ds.xlsx#S!C3"]);
}

#[test]
fn of_a_date_to_come_only_the_date_is_told() {
    let index = read(&["file|issuedDate|Cấp", "a|05/03/2091|Huyện", "b|05/08/2025|Huyện", "c|05/03/2019|Huyện"]);
    assert_eq!(told(&index), ["record.year ds.xlsx#S!B2", "record.unit ds.xlsx#S!C3"]);
    let message = &index.line(1).unwrap().findings[0].message;
    assert!(message.vi.contains("vào ngày cấp không có cấp huyện"), "{message:?}");
}

#[test]
fn what_repeats_is_named() {
    let index = read(&[
        "docCode|codeNumber|organName|issuedDate|file",
        "H26.2019.1.1|7|UBND|2019|a",
        "H26.2019.1.1|7|UBND|2019|b",
    ]);
    let what: Vec<&str> = index.findings.iter().map(|told| told.message.vi.as_str()).collect();
    assert!(
        what[0].contains("cùng mã tài liệu với dòng 2") && what[1].contains("cùng cơ quan ban hành, số"),
        "{what:?}"
    );
}
