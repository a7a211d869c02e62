//! The fields of one record against the table of its annex (TT 05/2025/TT-BNV, annexes I to V).
//!
//! Order and capitals do not matter. No value is ever quoted, as it may be about a person.

use std::collections::BTreeMap;

use crate::checks::package::notes::Notes;
use crate::exchange::ead::{Element, Kind, Table};
use crate::exchange::simpledc::SimpleDc;
use crate::finding::codes;
use crate::text;
use crate::text::Text;

/// Fields of TT 02/2019/TT-BNV that are called otherwise now; others only began with a capital.
const RENAMED: &[(&str, &str)] = &[
    ("PageAmount", "numberOfPage"),
    ("PageNumber", "numberOfPage"),
    ("SheetNumber", "numberOfPaper"),
    ("Maximum", "numberOfPaper"),
    ("Rights", "mode"),
];

/// Fields of TT 02/2019/TT-BNV that are no more.
const DROPPED: &[&str] = &["OrganId", "FileCatalog", "FileNotation"];

/// A longer name is cut when it is shown.
const SHOWN: usize = 60;

/// Returns the value of a field by its name in TT 05, also under its older one.
pub fn value<'r>(record: &'r SimpleDc, name: &str) -> Option<&'r str> {
    let older = RENAMED.iter().filter(|(_, new)| *new == name).find_map(|(old, _)| record.get(old));
    record.get(name).or(older)
}

/// Checks a record against a table.
pub fn check(record: &SimpleDc, table: &Table, path: &str, notes: &mut Notes<'_>) {
    let clause = table.clause;
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut n_other_case, mut n_old) = (0_u64, 0_u64);
    for field in &record.fields {
        let written = field.name();
        let Some((element, is_old)) = element_of(table, written) else {
            if DROPPED.iter().any(|old| old.eq_ignore_ascii_case(written)) {
                n_old += 1;
                continue;
            }
            let (line, name) = (field.line, written.chars().take(SHOWN).collect::<String>());
            let what = text!(
                "dòng {line}: trường `{name}` không có trong {clause}",
                "line {line}: the field `{name}` is not in {clause}"
            );
            notes.find(&codes::PACKAGE_FIELD_UNKNOWN, path, what);
            continue;
        };
        n_old += u64::from(is_old);
        n_other_case += u64::from(!is_old && element.name != written);
        let n_times = seen.entry(element.name).or_default();
        *n_times += 1;
        if *n_times == 2 {
            let name = element.name;
            let what = text!("trường `{name}` có hai lần ({clause})", "the field `{name}` stands twice ({clause})");
            notes.find(&codes::PACKAGE_FIELD_TWICE, path, what);
        }
        if !field.text.is_empty() {
            check_value(element, &field.text, clause, path, notes);
        }
    }
    check_needed(record, table, path, notes);
    if n_old > 0 {
        let what =
            text!("{n_old} trường mang tên của TT 02/2019/TT-BNV", "{n_old} fields are called as in TT 02/2019/TT-BNV");
        notes.find(&codes::PACKAGE_FIELD_OLD, path, what);
    }
    if n_other_case > 0 {
        let what = text!(
            "{n_other_case} tên trường khác chữ hoa, chữ thường so với {clause}",
            "{n_other_case} names of fields have other capitals than {clause}"
        );
        notes.find(&codes::PACKAGE_FIELD_CASE, path, what);
    }
}

/// Returns the element that a name means, and whether it is a name of TT 02/2019.
fn element_of(table: &Table, written: &str) -> Option<(&'static Element, bool)> {
    if let Some(element) = table.element(written) {
        return Some((element, false));
    }
    let (_, new) = RENAMED.iter().find(|(old, _)| old.eq_ignore_ascii_case(written))?;
    table.element(new).map(|element| (element, true))
}

fn check_value(element: &Element, value: &str, clause: &str, path: &str, notes: &mut Notes<'_>) {
    if element.takes(value) {
        return;
    }
    let (name, most, length) = (element.name, element.length, value.chars().count());
    if most > 0 && length > most {
        let what = text!(
            "trường `{name}` dài {length} ký tự, {clause} cho phép {most}",
            "the field `{name}` has {length} characters, {clause} allows {most}"
        );
        return notes.find(&codes::PACKAGE_FIELD_LONG, path, what);
    }
    let Text { vi, en } = wanted(element.kind);
    let what = text!("trường `{name}` không phải {vi} ({clause})", "the field `{name}` is not {en} ({clause})");
    notes.find(&codes::PACKAGE_FIELD_VALUE, path, what);
}

/// Says what a field may say.
fn wanted(kind: Kind) -> Text {
    let list = |codes: &[&str]| match codes {
        [first, .., last] => format!("{first}–{last}"),
        _ => codes.concat(),
    };
    match kind {
        Kind::Text => text!("một đoạn chữ", "a text"),
        Kind::Date => text!("ngày DD/MM/YYYY", "a day as DD/MM/YYYY"),
        Kind::PartialDate => {
            text!("DD/MM/YYYY, MM/YYYY hoặc YYYY", "DD/MM/YYYY, MM/YYYY or YYYY")
        }
        Kind::Count => text!("số nguyên", "a whole number"),
        Kind::Flag => text!("0 hoặc 1", "0 or 1"),
        Kind::One(codes) => {
            let list = list(codes);
            text!("một mã trong {list}", "a code of {list}")
        }
        Kind::Several(codes) => {
            let list = list(codes);
            text!("các mã trong {list}", "codes of {list}")
        }
    }
}

fn check_needed(record: &SimpleDc, table: &Table, path: &str, notes: &mut Notes<'_>) {
    let clause = table.clause;
    for element in table.elements {
        if element.need.holds(|name| value(record, name)) && value(record, element.name).is_none() {
            let name = element.name;
            let what = text!(
                "trường bắt buộc `{name}` không có giá trị ({clause})",
                "the required field `{name}` has no value ({clause})"
            );
            notes.find(&codes::PACKAGE_FIELD_MISSING, path, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::tally::Tally;
    use crate::exchange::ead::LOT_SIP;

    fn found(fields: &str) -> Vec<String> {
        let xml = format!("<simpledc>{fields}</simpledc>");
        let record = SimpleDc::read(xml.as_bytes()).unwrap();
        let mut tally = Tally::default();
        check(&record, &LOT_SIP, "EAD.xml", &mut Notes::new(&mut tally));
        tally.findings.into_iter().map(|finding| finding.code).collect()
    }

    const SOUND: &str = "<fileCode>a</fileCode><title>b</title><source>1</source><totalDoc>2</totalDoc>";

    #[test]
    fn a_sound_record_in_any_order_has_no_findings() {
        assert_eq!(found(SOUND), [""; 0]);
        assert_eq!(
            found("<totalDoc>2</totalDoc><description/><source>0</source><title>b</title><fileCode>a</fileCode>"),
            [""; 0]
        );
    }

    #[test]
    fn each_fault_of_a_field_is_a_finding_of_its_own_kind() {
        let with = |more: &str| found(&format!("{SOUND}{more}"));
        assert_eq!(with("<khac>x</khac>"), ["package.field-unknown"]);
        assert_eq!(with("<title>b</title>"), ["package.field-twice"]);
        assert_eq!(with(&format!("<description>{}</description>", "đ".repeat(2001))), ["package.field-long"]);
        assert_eq!(found(&SOUND.replace("<title>b", "<title>")), ["package.field-missing"]);
        assert_eq!(found(&SOUND.replace("<source>1", "<source>x")), ["package.field-value"]);
        assert_eq!(found(&SOUND.replace("title", "Title")), ["package.field-case"]);
        assert_eq!(with("<OrganId>x</OrganId>"), ["package.field-old"]);
    }
}
