//! Cells in, values and words about them out.

use super::*;
use crate::record::Precision;
use crate::records::fields;
use crate::text::Lang;

fn read_in(path: &str, cell: Cell, dates: Habit) -> (Record, Vec<Wrong>) {
    let rules = Rules::default();
    let context = Context { encoding: None, dates, rules: &rules };
    let mut record = Record::default();
    let wrong = read(fields::by_path(path).unwrap(), &cell, &context, &mut record);
    (record, wrong)
}

/// Returns the value as text (`-` when there is none) and the codes of what is wrong.
fn of(path: &str, cell: Cell) -> (String, Vec<&'static str>) {
    let (record, wrong) = read_in(path, cell, Habit::Usual);
    let value = record.get(path).and_then(|entry| entry.value.as_ref()).map_or("-".to_owned(), Scalar::to_string);
    (value, wrong.iter().map(|wrong| wrong.code.name).collect())
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn fine(value: &str) -> (String, Vec<&'static str>) {
    (value.to_owned(), Vec::new())
}

fn told<'t>(value: &str, code: &'t str) -> (String, Vec<&'t str>) {
    (value.to_owned(), vec![code])
}

#[test]
fn blanks_are_trimmed_and_the_raw_text_is_kept() {
    let (record, wrong) = read_in("subject", text("  Giấy \n khai sinh "), Habit::Usual);
    let entry = record.get("subject").unwrap();
    assert_eq!((entry.text(), entry.raw.as_deref()), (Some("Giấy khai sinh"), Some("  Giấy \n khai sinh ")));
    assert!(wrong.is_empty());
    assert!(read_in("subject", text(" \u{a0} "), Habit::Usual).0.is_empty());
}

#[test]
fn codes_of_lists_may_be_numbers_or_words() {
    assert_eq!(of("mode", Cell::Number(1.0)), fine("01"));
    assert_eq!(of("maintenance", text("Vĩnh viễn")), fine("01"));
    assert_eq!(of("language", text("Tiếng Anh; Tiếng Pháp")), fine("02,03"));
    assert_eq!(of("mode", text("bí mật quân sự")), told("-", "record.code-list"));
    assert_eq!(of("typeName", text("Giấy khai sinh")), fine("32"));
    assert_eq!(of("typeName", text("quyết định")), fine("02"));
    assert_eq!(of("process", text("có")), fine("true"));
}

#[test]
fn counts_are_whole_numbers() {
    assert_eq!(of("numberOfPage", Cell::Number(12.0)), fine("12"));
    assert_eq!(of("numberOfPage", text("12 trang")), fine("12"));
    assert_eq!(of("numberOfPage", text("1-2")), told("-", "record.count"));
    assert_eq!(of("numberOfPage", Cell::Number(1.5)), told("-", "record.count"));
    assert_eq!(of("numberOfPage", Cell::Number(-1.0)), told("-", "record.count"));
    assert_eq!(of("numberOfPage", Cell::Number(f64::NAN)), told("-", "record.count"));
    assert_eq!(of("numberOfPage", Cell::Number(12345.0)), told("-", "record.count"));
}

#[test]
fn a_date_is_never_more_exact_than_what_was_written() {
    let (record, _) = read_in("issuedDate", text("tháng 3 năm 1975"), Habit::Usual);
    let entry = record.get("issuedDate").unwrap();
    assert_eq!((entry.text(), entry.precision), (Some("1975-03"), Some(Precision::Month)));
    assert_eq!(of("issuedDate", Cell::Date(2019, 3, 5)), fine("2019-03-05"));
    assert_eq!(of("issuedDate", Cell::Number(43529.0)), fine("2019-03-05"));
    assert_eq!(of("issuedDate", Cell::Number(1975.0)), fine("1975"));
    assert_eq!(of("issuedDate", Cell::Number(1e300)), told("-", "record.date"));
    assert_eq!(of("issuedDate", text("31/02/2019")), told("-", "record.date"));
    assert_eq!(of("issuedDate", text("03/25/2019")), told("2019-03-25", "record.date-swapped"));
}

#[test]
fn in_a_column_with_swapped_dates_the_year_alone_is_sure() {
    let doubt = |cell, habit| {
        let (record, wrong) = read_in("issuedDate", cell, habit);
        (record.text("issuedDate").unwrap().to_owned(), wrong.len())
    };
    assert_eq!(doubt(Cell::Date(2019, 3, 5), Habit::SwappedCells), ("2019".to_owned(), 1));
    assert_eq!(doubt(Cell::Date(2019, 5, 5), Habit::SwappedCells), ("2019-05-05".to_owned(), 0));
    assert_eq!(doubt(text("03/05/2019"), Habit::MonthFirst), ("2019".to_owned(), 1));
    assert_eq!(doubt(text("03/05/2019"), Habit::Usual), ("2019-05-03".to_owned(), 0));
}

#[test]
fn a_term_may_have_no_end_or_run_from_the_day_of_issue() {
    assert_eq!(of("tthc.validUntil", text("Vô thời hạn")), fine("unlimited"));
    assert_eq!(of("tthc.validUntil", text("5 năm")), fine("P5Y"));
    assert_eq!(of("tthc.validUntil", text("12 tháng")), fine("P12M"));
    assert_eq!(of("tthc.validUntil", text("31/12/2030")), fine("2030-12-31"));
    assert_eq!(of("tthc.validUntil", text("lâu lắm")), told("-", "record.date"));
}

#[test]
fn a_number_that_became_a_date_is_told_and_taken_back_where_it_can_be() {
    assert_eq!(of("tthc.civil.book", Cell::Date(2001, 1, 1)), told("01/2001", "record.number-as-date"));
    assert_eq!(of("tthc.civil.book", Cell::Month(2001, 1)), told("01/2001", "record.number-as-date"));
    assert_eq!(of("codeNumber", Cell::Month(2001, 1)), told("-", "record.number-as-date"));
    assert_eq!(of("issuedDate", Cell::Month(1975, 3)), fine("1975-03"));
    assert_eq!(of("tthc.civil.number", Cell::Date(2026, 5, 12)), told("-", "record.number-as-date"));
    assert_eq!(of("codeNumber", Cell::Date(2026, 5, 1)), told("-", "record.number-as-date"));
}

#[test]
fn personal_ids_get_their_zero_back_and_no_lost_digit() {
    assert_eq!(of("tthc.owner.id", text("001090012345")), fine("001090012345"));
    assert_eq!(of("tthc.owner.id", Cell::Number(36_090_012_345.0)), told("036090012345", "record.person-padded"));
    assert_eq!(of("tthc.owner.id", text("1.08E+09")), told("-", "record.rounded"));
    assert_eq!(of("tthc.owner.id", text("1,08E+11")), told("-", "record.rounded"));
    assert_eq!(of("tthc.owner.id", text("12345")), told("-", "record.person-id"));
    assert_eq!(of("tthc.owner.id", text("0100109106")), fine("0100109106"));
    assert_eq!(of("tthc.owner.id", text("0100109107")), told("-", "record.tax"));
}

#[test]
fn no_sentence_quotes_a_person() {
    for (path, cell) in [
        ("tthc.owner.id", text("12345")),
        ("tthc.owner.id", text("999990012345")),
        ("tthc.owner.id", Cell::Number(36_090_012_345.0)),
        ("tthc.owner.born", text("31/02/1990")),
        ("tthc.owner.born", text("03/25/1990")),
        ("tthc.owner.name", text(&"Nguyễn ".repeat(60))),
    ] {
        let secret = cell.shown();
        let (_, wrong) = read_in(path, cell, Habit::Usual);
        assert!(!wrong.is_empty(), "{path} {secret}");
        for wrong in wrong {
            let (vi, en) = (wrong.what.get(Lang::Vi), wrong.what.get(Lang::En));
            assert!(!vi.contains(secret.trim()) && !en.contains(secret.trim()), "{en}");
            assert!(!en.contains("1990"), "{en}");
        }
    }
}

#[test]
fn a_code_of_the_archive_that_is_built_otherwise_is_kept_with_a_word() {
    assert_eq!(of("dossier.fileCode", text("HS-01")), told("HS-01", "record.file-code"));
    assert_eq!(of("tthc.resultCode", text("KQ.G15.31")), told("-", "record.result"));
    assert_eq!(of("tthc.resultCode", text("KQ.G15.000031")), fine("KQ.G15.000031"));
}

#[test]
fn too_long_a_value_is_kept_and_told() {
    let long = "a".repeat(501);
    assert_eq!(of("subject", text(&long)), told(&long, "record.length"));
}

#[test]
fn an_error_of_the_spreadsheet_program_is_no_value() {
    assert_eq!(of("subject", Cell::Error("#N/A".into())), told("-", "sheet.cell-error"));
}

#[test]
fn one_column_becomes_two_fields() {
    let two = |path: &str, cell: Cell, first: &str, second: &str| {
        let (record, wrong) = read_in(path, cell, Habit::Usual);
        let value = |path| record.get(path).and_then(|entry| entry.value.as_ref()).map(Scalar::to_string);
        (value(first), value(second), wrong.iter().map(|wrong| wrong.code.name).collect::<Vec<_>>())
    };
    let some = |text: &str| Some(text.to_owned());
    let notation = |cell| two("split.notation", cell, "codeNumber", "codeNotation");
    assert_eq!(notation(text("123/GXN-UBND")), (some("123"), some("GXN-UBND"), vec![]));
    assert_eq!(notation(text("45/2020/NĐ-CP")), (some("45"), some("NĐ-CP"), vec![]));
    assert_eq!(notation(Cell::Number(45.0)), (some("45"), None, vec![]));
    assert_eq!(notation(Cell::Date(2026, 3, 12)), (None, None, vec!["record.number-as-date"]));
    let period = |cell| two("split.period", cell, "dossier.startDate", "dossier.endDate");
    assert_eq!(period(text("05/03/2019 - 20/12/2019")), (some("2019-03-05"), some("2019-12-20"), vec![]));
    assert_eq!(period(text("05-03-2019 – 20-12-2019")), (some("2019-03-05"), some("2019-12-20"), vec![]));
    assert_eq!(period(text("2001-2003")), (some("2001"), some("2003"), vec![]));
    assert_eq!(period(text("từ 01/2001 đến 12/2003")), (some("2001-01"), some("2003-12"), vec![]));
    assert_eq!(period(text("1975")), (some("1975"), some("1975"), vec![]));
    assert_eq!(period(text("đầu năm")), (None, None, vec!["record.date"]));
    let extent = |cell| two("split.extent", cell, "dossier.numberOfPaper", "dossier.numberOfPage");
    assert_eq!(extent(text("12/20")), (some("12"), some("20"), vec![]));
    assert_eq!(extent(Cell::Number(12.0)), (some("12"), None, vec![]));
    assert_eq!(extent(Cell::Date(2026, 12, 20)), (None, None, vec!["record.number-as-date"]));
    let kind = |cell| two("split.typeAndSubject", cell, "typeName", "subject");
    assert_eq!(kind(text("Quyết định về việc A")), (some("02"), some("Quyết định về việc A"), vec![]));
    assert_eq!(kind(text("Giấy khai sinh")), (some("32"), some("Giấy khai sinh"), vec![]));
}

#[test]
fn a_number_that_is_no_code_of_a_type_is_a_mistake_and_other_words_are_another_type() {
    assert_eq!(of("typeName", text("45")), told("-", "record.code-list"));
    assert_eq!(of("typeName", Cell::Number(2.0)), fine("02"));
    assert_eq!(of("typeName", text("Giấy phép lái xe hạng A1")), fine("32"));
}

#[test]
fn a_notation_in_the_column_of_numbers_is_told() {
    assert_eq!(of("codeNumber", text("7/QĐ-UBND")), told("7/QĐ-UBND", "record.notation"));
    for number in ["7", "05A", "12/2001", "7/2019"] {
        assert_eq!(of("codeNumber", text(number)), fine(number));
    }
}

#[test]
fn cells_that_say_nothing_have_no_value() {
    for (path, mark) in [("organName", "......"), ("tthc.validUntil", "-"), ("split.notation", "—"), ("join.file", "/")]
    {
        let (record, wrong) = read_in(path, text(mark), Habit::Usual);
        assert!(record.is_empty() && wrong.is_empty(), "{path}");
    }
    assert_eq!(of("organName", text("-nt-")), told("-", "record.incomplete"));
    assert_eq!(of("position", text("02-Thg1")), told("-", "record.number-as-date"));
    let (record, wrong) = read_in("split.notation", text("Jan-12"), Habit::Usual);
    assert!(record.get(fields::CODE_NUMBER).is_some_and(|entry| entry.value.is_none() && entry.raw.is_some()));
    assert_eq!(wrong[0].code.name, "record.number-as-date");
}

#[test]
fn a_list_of_words_is_named_by_its_words() {
    let what = |path| read_in(path, text("Hộ gia đình"), Habit::Usual).1[0].what.clone();
    assert!(what("tthc.owner.kind").vi.ends_with("(Cá nhân, Doanh nghiệp, Tổ chức, Cơ quan nhà nước)"));
    assert!(what("maintenance").vi.ends_with("Thời hạn lưu trữ (01 đến 07)"), "{:?}", what("maintenance"));
}
