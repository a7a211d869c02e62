//! One record as a whole: values that must agree with each other, and values that follow from others.

use super::{Options, Scope};
use crate::finding::codes;
use crate::record::{Entry, Record, Scalar};
use crate::records::dates::{Day, PartialDate};
use crate::records::fields;
use crate::records::grid::Wrong;
use crate::records::identifiers::{CivilNumber, DocCode, DossierCode, PersonalId};
use crate::records::naming;
use crate::records::units::Level;
use crate::records::values;
use crate::text;
use crate::text::Text;

type Told = Vec<(&'static str, Wrong)>;

/// Fills in what follows from other values, and returns what contradicts, each with the field to look at.
///
/// `ordinal` is the row's place among those of its dossier, where that is known.
pub(super) fn check(record: &mut Record, scope: Scope, ordinal: Option<u32>, options: &Options) -> Told {
    let mut told = Told::new();
    if scope == Scope::Document {
        default_values(record, options);
        link_codes(record, &mut told);
        place_in_dossier(record, ordinal);
        resolve_term(record);
        check_owner(record, options, &mut told);
        check_unit(record, options, &mut told);
        copy_code(record, options);
    }
    check_years(record, options.today, &mut told);
    check_order(record, &mut told);
    check_sheets(record, &mut told);
    check_conditions(record, &mut told);
    told
}

/// Fills in what the office has decided for fields that a row leaves empty.
fn default_values(record: &mut Record, options: &Options) {
    for (path, text) in &options.rules.defaults {
        let Some(field) = fields::by_path(path).filter(|_| record.get(path).is_none()) else { continue };
        let mut scratch = Record::default();
        values::read_text(field, text, &options.rules, &mut scratch);
        if let Some(value) = scratch.remove(path).and_then(|entry| entry.value) {
            record.set(path, Entry::derived(value, "profile"));
        }
    }
}

/// A document code says file code and ordinal as well; where both stand in a row, they must be the same.
fn link_codes(record: &mut Record, told: &mut Told) {
    let Some(code) = record.text(fields::DOC_CODE).and_then(|text| DocCode::parse(text).ok()) else { return };
    let file = code.file_code().to_string();
    match record.text(fields::FILE_CODE) {
        Some(stated) if stated != file => {
            let what = text!(
                "mã tài liệu thuộc hồ sơ `{file}`, khác với cột mã hồ sơ",
                "the document code is of dossier `{file}`, which is not the file code of the row"
            );
            told.push((fields::DOC_CODE, Wrong { code: &codes::RECORD_FILE_CODE, what }));
        }
        Some(_) => (),
        None => _ = record.set(fields::FILE_CODE, Entry::derived(Scalar::Text(file), "docCode")),
    }
    if record.get(fields::DOC_ORDINAL).is_none() {
        let ordinal = Scalar::Count(u64::from(code.ordinal()));
        record.set(fields::DOC_ORDINAL, Entry::derived(ordinal, "docCode"));
    }
}

/// Rows without ordinals are numbered by their order, and documents without codes get them from file code and ordinal.
fn place_in_dossier(record: &mut Record, ordinal: Option<u32>) {
    if record.get(fields::FILE_CODE).is_none() {
        return;
    }
    if let (None, Some(ordinal)) = (record.get(fields::DOC_ORDINAL), ordinal) {
        record.set(fields::DOC_ORDINAL, Entry::derived(Scalar::Count(u64::from(ordinal)), "order"));
    }
    if record.get(fields::DOC_CODE).is_none()
        && let Some(code) = naming::render("{dossier.fileCode}.{docOrdinal:7}", record)
    {
        record.set(fields::DOC_CODE, Entry::derived(Scalar::Text(code), "template"));
    }
}

/// `5 years` runs from the first day in force, or from the day of issue; without such a day it stays a term.
fn resolve_term(record: &mut Record) {
    let Some(term) = record.text(fields::VALID_UNTIL).and_then(|text| text.strip_prefix('P')) else { return };
    let from = date(record, fields::VALID_FROM).or_else(|| date(record, fields::ISSUED)).and_then(PartialDate::whole);
    let (number, unit) = term.split_at(term.len().saturating_sub(1));
    let (Some(from), Ok(number)) = (from, number.parse::<u16>()) else { return };
    let until = if unit == "Y" { from.plus_years(number) } else { from.plus_months(number) };
    let until = until.map(PartialDate::from);
    if let (Some(until), Some(entry)) = (until, record.get(fields::VALID_UNTIL).cloned()) {
        let value = Some(Scalar::Text(until.to_string()));
        record.set(fields::VALID_UNTIL, Entry { value, precision: Some(until.precision()), ..entry });
    }
}

fn check_owner(record: &Record, options: &Options, told: &mut Told) {
    let Some(id) = record.text(fields::OWNER_ID).and_then(|text| PersonalId::parse(text).ok()) else { return };
    if date(record, fields::OWNER_BORN).is_some_and(|born| id.contradicts(&born)) {
        let what = text!("số định danh không khớp với ngày sinh", "the personal id does not fit the date of birth");
        told.push((fields::OWNER_ID, Wrong { code: &codes::RECORD_PERSON_BIRTH, what }));
    }
    if id.place().is_some_and(|place| !options.units.is_birth_place(place)) {
        let what = text!(
            "ba chữ số đầu của số định danh không phải là mã tỉnh, thành phố đã biết",
            "the first three digits of the personal id are no known code of a province"
        );
        told.push((fields::OWNER_ID, Wrong { code: &codes::RECORD_PERSON, what }));
    }
}

/// The level follows from the unit on the day of issue; a level that is stated must have existed on that day.
fn check_unit(record: &mut Record, options: &Options, told: &mut Told) {
    // Of a date to come only the date is told.
    let Some(day) = date(record, fields::ISSUED).map(PartialDate::earliest).filter(|day| *day <= options.today) else {
        return;
    };
    let unit = record.text(fields::ISSUING_CODE).or_else(|| record.text(fields::ISSUING_UNIT));
    let known = unit.and_then(|unit| options.units.level_on(unit, day)).map(|level| level.code());
    let name = |code: &str| Level::of_code(code).map_or_else(|| text!("{code}", "{code}"), Level::name);
    match (record.text(fields::LEVEL), known) {
        (Some(stated), Some(known)) if stated != known => {
            let (stated, known) = (name(stated), name(known));
            let what = text!(
                "danh mục ghi cấp {stated_vi}, còn đơn vị này khi đó là cấp {known_vi}",
                "the level is said to be {stated_en}, the unit was of level {known_en} on that day",
                stated_vi = stated.vi,
                stated_en = stated.en,
                known_vi = known.vi,
                known_en = known.en
            );
            told.push((fields::LEVEL, Wrong { code: &codes::RECORD_UNIT, what }));
        }
        (Some(stated), None) if Level::of_code(stated).is_some_and(|level| !options.units.has_level(level, day)) => {
            let Text { vi, en } = name(stated);
            let what = text!("vào ngày cấp không có cấp {vi}", "there was no level {en} on the day of issue");
            told.push((fields::LEVEL, Wrong { code: &codes::RECORD_UNIT, what }));
        }
        (None, Some(known)) => {
            record.set(fields::LEVEL, Entry::derived(Scalar::Text(known.to_owned()), "units"));
        }
        _ => (),
    }
}

fn copy_code(record: &mut Record, options: &Options) {
    if record.get(fields::COPY_CODE).is_none()
        && let Some(code) = naming::render(&options.rules.copy_code, record)
    {
        record.set(fields::COPY_CODE, Entry::derived(Scalar::Text(code), "template"));
    }
}

/// Years that stand within codes and numbers.
fn check_years(record: &Record, today: Day, told: &mut Told) {
    let issued = date(record, fields::ISSUED);
    let act = record.text(fields::CIVIL_NUMBER).and_then(|text| CivilNumber::parse(text).ok());
    let book = record.text(fields::CIVIL_BOOK).and_then(|text| CivilNumber::parse(text).ok());
    if let Some(registered) = date(record, fields::CIVIL_DATE) {
        let year = registered.year();
        if act.is_some_and(|act| act.year() != year) {
            told.push((fields::CIVIL_NUMBER, year_differs(year)));
        }
        if book.is_some_and(|book| book.year() > year) {
            told.push((fields::CIVIL_BOOK, year_differs(year)));
        }
    }
    if let Some(issued) = issued {
        let raw = record.get(fields::CODE_NUMBER).and_then(|entry| entry.raw.as_deref()).unwrap_or_default();
        let stated = crate::records::identifiers::Notation::parse(raw).ok().and_then(|notation| notation.year());
        if stated.is_some_and(|year| year != issued.year()) {
            told.push((fields::CODE_NUMBER, year_differs(issued.year())));
        }
        let received = record.text(fields::DOSSIER_CODE).and_then(|text| DossierCode::parse(text).ok());
        if received.as_ref().is_some_and(|code| code.received() > issued.latest()) {
            let what = text!(
                "ngày tiếp nhận trong mã hồ sơ muộn hơn ngày cấp",
                "the day of receipt in the dossier code is later than the day of issue"
            );
            told.push((fields::DOSSIER_CODE, Wrong { code: &codes::RECORD_YEAR, what }));
        }
    }
    for path in [fields::ISSUED, fields::CIVIL_DATE, fields::START, fields::END, fields::OWNER_BORN] {
        if date(record, path).is_some_and(|date| date.earliest() > today) {
            let what = text!("ngày này sau ngày hôm nay", "the date is in the future");
            told.push((path, Wrong { code: &codes::RECORD_YEAR, what }));
        }
    }
}

fn year_differs(year: i16) -> Wrong {
    let what = text!(
        "năm ghi trong số không khớp với năm {year} của ngày tháng",
        "the year in the number does not fit the date, which is of {year}"
    );
    Wrong { code: &codes::RECORD_YEAR, what }
}

/// Two dates of which the second must not lie before the first, and what to say when it does.
type Pair = (&'static str, &'static str, fn() -> Text);

const IN_ORDER: &[Pair] = &[
    (fields::START, fields::END, || text!("ngày kết thúc sớm hơn ngày bắt đầu", "the last date is before the first")),
    (fields::ISSUED, fields::VALID_UNTIL, || text!("hết hiệu lực trước ngày cấp", "it ends before it was issued")),
    (fields::VALID_FROM, fields::VALID_UNTIL, || {
        text!("hết hiệu lực trước khi có hiệu lực", "it ends before it begins")
    }),
    (fields::ISSUED, fields::REVOKED, || text!("thu hồi trước ngày cấp", "it was revoked before it was issued")),
    (fields::ISSUED, fields::REPLACED, || text!("bị thay thế trước ngày cấp", "it was replaced before it was issued")),
    (fields::OWNER_BORN, fields::ISSUED, || {
        text!("ngày cấp sớm hơn ngày sinh", "it was issued before the owner was born")
    }),
    (fields::OWNER_BORN, fields::CIVIL_DATE, || text!("đăng ký trước ngày sinh", "it was registered before the birth")),
];

fn check_order(record: &Record, told: &mut Told) {
    for (first, second, sentence) in IN_ORDER {
        let dates = date(record, first).zip(date(record, second));
        if dates.is_some_and(|(first, second)| first.earliest() > second.latest()) {
            told.push((second, Wrong { code: &codes::RECORD_YEAR, what: sentence() }));
        }
    }
}

/// A sheet of paper has one or two pages.
fn check_sheets(record: &Record, told: &mut Told) {
    for (sheets, pages) in [(fields::DOC_SHEETS, fields::PAGES), (fields::SHEETS, fields::DOSSIER_PAGES)] {
        let Some((n_sheets, n_pages)) = record.count(sheets).zip(record.count(pages)) else { continue };
        if n_pages < n_sheets || n_pages > n_sheets.saturating_mul(2) {
            let what =
                text!("{n_sheets} tờ không thể có {n_pages} trang", "{n_sheets} sheets cannot have {n_pages} pages");
            told.push((pages, Wrong { code: &codes::RECORD_SHEETS, what }));
        }
    }
}

/// Fields that the circular requires when another has a certain value.
fn check_conditions(record: &Record, told: &mut Told) {
    let digitised = record.text(fields::DOSSIER_CONFIDENCE) == Some("02");
    let backed_up = |path| record.get(path).is_some_and(|entry| entry.value == Some(Scalar::Flag(true)));
    let needed = [
        (digitised, fields::PAPER_FILE_CODE),
        (backed_up(fields::RISK), fields::RISK_STATUS),
        (backed_up(fields::DOSSIER_RISK), fields::DOSSIER_RISK_STATUS),
    ];
    for (_, path) in needed.into_iter().filter(|(is_needed, path)| *is_needed && record.get(path).is_none()) {
        let Some(field) = fields::by_path(path) else { continue };
        let (vi, en) = (field.vi, field.en);
        let what = text!("còn trống: {vi}", "not filled in: {en}");
        told.push((path, Wrong { code: &codes::RECORD_INCOMPLETE, what }));
    }
}

fn date(record: &Record, path: &str) -> Option<PartialDate> {
    record.text(path)?.parse().ok()
}
