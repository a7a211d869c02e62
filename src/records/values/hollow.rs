//! Cells that hold something and say nothing: "as above", and what is left of a number that a spreadsheet
//! program made a date of before it was written as text.

use super::{Wrong, wrong};
use crate::finding::codes;
use crate::records::fields::{Field, Kind};
use crate::records::fold::fold;
use crate::text;

/// Words for "as above", folded.
const AS_ABOVE: &[&str] = &["nt", "nhutren", "nhutr"];

/// The longest field that is a code or a place in a volume, and no sentence.
const LONGEST_CODE: usize = 100;

/// Returns what is to be said of a cell without content; `None` when it has one.
pub(super) fn find(field: &Field, text: &str) -> Option<Wrong> {
    let is_text = matches!(field.kind, Kind::Text);
    if is_text && is_as_above(text) {
        let what = text!("ô chỉ ghi `như trên`, không có nội dung", "the cell says no more than `as above`");
        return Some(wrong(&codes::RECORD_INCOMPLETE, what));
    }
    let is_code = is_text && (1..=LONGEST_CODE).contains(&field.length) && !field.is_personal;
    let is_number = is_code || matches!(field.kind, Kind::Civil | Kind::Count(_));
    (is_number && is_short_date(text)).then(became_date)
}

/// Says whether a text is empty, or a dash or some dots, as people write "nothing".
pub(super) fn is_nothing(text: &str) -> bool {
    let is_mark = |letter: char| {
        letter.is_ascii_punctuation() || matches!(letter, ' ' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '…' | '·')
    };
    text.chars().all(is_mark) && !is_as_above(text)
}

/// Says whether a text means that the cell says what the one above says.
pub(super) fn is_as_above(text: &str) -> bool {
    let is_quote = |letter| matches!(letter, '"' | '\'' | '“' | '”' | '„' | '〃' | '″');
    let is_quoted = text.contains(is_quote) && !text.chars().any(char::is_alphanumeric);
    is_quoted || AS_ABOVE.contains(&fold(text).as_str())
}

/// Is this how spreadsheet programs show a date without its year or its day: `2-Jan`, `Jan-01`, `02-Thg1`?
pub(super) fn is_short_date(text: &str) -> bool {
    const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |part: &str| {
        let part = part.to_lowercase();
        MONTHS.contains(&part.as_str()) || part.strip_prefix("thg").is_some_and(is_number)
    };
    text.split_once('-')
        .is_some_and(|(one, other)| (is_number(one) && is_month(other)) || (is_month(one) && is_number(other)))
}

/// Says that a number became a date, and that what it was is not known.
pub(super) fn became_date() -> Wrong {
    let what = text!(
        "phần mềm bảng tính đã đổi số thành ngày; không rõ số ban đầu",
        "a spreadsheet program made a date of the number; what it was is not known"
    );
    wrong(&codes::RECORD_NUMBER_AS_DATE, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::fields;

    fn told(path: &str, text: &str) -> Option<&'static str> {
        find(fields::by_path(path).unwrap(), text).map(|wrong| wrong.code.name)
    }

    #[test]
    fn a_dash_is_nothing_and_as_above_is_a_fault() {
        assert!(["", "-", "...", "—", "… …", "//"].iter().all(|text| is_nothing(text)));
        assert!(["\"", "✓", "x", "0"].iter().all(|text| !is_nothing(text)));
        for text in ["nt", "-nt-", "n/t", "Như trên", "\"", "-\"-", "''"] {
            assert_eq!(told(fields::ORGAN, text), Some("record.incomplete"), "{text}");
        }
        for text in ["NTT", "UBND xã A", "12", "\"Sông Hồng\""] {
            assert_eq!(told(fields::ORGAN, text), None, "{text}");
        }
    }

    #[test]
    fn what_is_left_of_a_number_is_known_by_the_name_of_a_month() {
        for text in ["2-Jan", "Jan-01", "02-Thg1", "Thg12-05", "9-SEP"] {
            assert_eq!(told(fields::POSITION, text), Some("record.number-as-date"), "{text}");
            assert_eq!(told(fields::CIVIL_BOOK, text), Some("record.number-as-date"), "{text}");
        }
        for text in ["1-2", "2-Janv", "QD-12", "12-QĐ", "Jan-2001", "May-be"] {
            assert_eq!(told(fields::POSITION, text), None, "{text}");
        }
        assert_eq!(told(fields::OWNER_NAME, "May-12"), None);
    }
}
