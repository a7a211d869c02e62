//! A field and its value, as a person types them.

use anyhow::Result;

use crate::fault::Fault;
use crate::finding::codes;
use crate::ops::sheets;
use crate::record::{Entry, OTHER, Record};
use crate::records::fields::Kind;
use crate::records::rules::Rules;
use crate::records::values;
use crate::text;

/// Reads a field's name and the text of its value; a field that stands for two gives both.
///
/// A person is there to type it again, so a name that is none, and a value that is wrong, are each a fault.
pub fn read(name: &str, text: &str, rules: &Rules) -> Result<Vec<(String, Entry)>> {
    if text.trim().is_empty() {
        let what = text!(
            "giá trị của `{name}` trống; muốn xóa trường, hãy dùng `--clear {name}`",
            "the value of `{name}` is empty; use `--clear {name}` to empty the field"
        );
        return Err(Fault::raise("amend.value", what));
    }
    if is_heading(name) {
        return Ok(vec![(name.to_owned(), Entry::plain(text))]);
    }
    let field = sheets::field(name)?;
    if matches!(field.kind, Kind::Join) {
        return Err(no_field(name));
    }
    let mut record = Record::default();
    let wrong = values::read_text(field, text, rules, &mut record);
    // A file code of another build is taken as it is, here as in sheets.
    let refused =
        wrong.into_iter().find(|wrong| *wrong.code != codes::RECORD_FILE_CODE && rules.reports(wrong.code.name));
    if let Some(wrong) = refused {
        let (vi, en) = (wrong.what.vi, wrong.what.en);
        return Err(Fault::raise(wrong.code.name, text!("`{name}`: {vi}", "`{name}`: {en}")));
    }
    // A dash, dots or "as above" say nothing, and a finding that the office has silenced leaves no value either.
    if record.is_empty() || record.iter().any(|(_, entry)| entry.value.is_none()) {
        let what = text!(
            "không hiểu được giá trị của `{name}`; muốn xóa trường, hãy dùng `--clear {name}`",
            "the value of `{name}` says nothing; use `--clear {name}` to empty the field"
        );
        return Err(Fault::raise("amend.value", what));
    }
    Ok(record.iter().map(|(path, entry)| (path.to_owned(), entry.clone())).collect())
}

/// Returns the path of a field.
pub fn path_of(name: &str) -> Result<String> {
    if is_heading(name) {
        return Ok(name.to_owned());
    }
    let field = sheets::field(name)?;
    if field.is_of_record() {
        return Ok(field.path.to_owned());
    }
    Err(no_field(name))
}

/// Columns that say which document a row is about, or that stand for two fields, are no fields of a record.
fn no_field(name: &str) -> anyhow::Error {
    Fault::raise("amend.field", text!("`{name}` không phải là một trường", "`{name}` is no field of its own"))
}

/// A column of a sheet that no field is known for: `other.` and its heading.
fn is_heading(name: &str) -> bool {
    name.strip_prefix(OTHER).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str, text: &str) -> Option<Vec<(String, String)>> {
        let fields = read(name, text, &Rules::default()).ok()?;
        Some(fields.into_iter().map(|(path, entry)| (path, entry.value.unwrap().to_string())).collect())
    }

    #[test]
    fn a_field_goes_by_path_end_name_or_heading() {
        let one = |path: &str, text: &str| Some(vec![(path.to_owned(), text.to_owned())]);
        assert_eq!(value("owner.id", "001090012345"), one("tthc.owner.id", "001090012345"));
        assert_eq!(value("Trích yếu nội dung", "x"), one("subject", "x"));
        assert_eq!(value("other.Ghi chú 2. in", "x"), one("other.Ghi chú 2. in", "x"));
        assert!(["Subjekt", "tthc", "other.", "join.file"].into_iter().all(|name| path_of(name).is_err()));
    }

    #[test]
    fn a_column_for_two_fields_sets_both() {
        let both =
            [("codeNotation", "QĐ-UBND"), ("codeNumber", "12")].map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(value("Số, ký hiệu", "12/QĐ-UBND"), Some(both.to_vec()));
    }

    #[test]
    fn a_value_that_is_wrong_or_empty_is_refused() {
        assert!(
            [("subject", " "), ("issuedDate", "31/02/2019"), ("mode", "9"), ("owner.id", "1"), ("subject", "-")]
                .into_iter()
                .all(|(name, text)| value(name, text).is_none())
        );
    }

    #[test]
    fn what_only_a_sheet_can_say_is_no_field() {
        let code = |name| read(name, "x", &Rules::default()).unwrap_err().downcast::<Fault>().unwrap().code;
        assert_eq!(["join.file", "join.withdraw", "Quan hệ"].map(code), ["amend.field"; 3]);
    }

    #[test]
    fn a_wrong_value_whose_finding_is_silenced_is_refused_all_the_same() {
        let rules = Rules { silent: vec!["record.date".to_owned()], ..Rules::default() };
        assert!(read("issuedDate", "31/02/2019", &rules).is_err());
    }
}
