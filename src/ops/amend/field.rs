//! A field and its value, as a person types them.

use anyhow::Result;

use crate::fault::Fault;
use crate::record::{Entry, OTHER};
use crate::text;

/// Reads a field's name and the text of its value.
///
/// A person is there to type it again, so a name that is none, and a value that is wrong, are each a fault.
pub fn read(name: &str, text: &str) -> Result<(String, Entry)> {
    let path = path_of(name)?;
    let entry = entry_for(&path, text)?;
    Ok((path, entry))
}

/// Returns the path of a field.
pub fn path_of(name: &str) -> Result<String> {
    let is_plain = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase()) && part.bytes().all(is_letter);
    let is_heading =
        name.strip_prefix(OTHER).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| !rest.is_empty());
    if is_heading || (name != OTHER && name.split('.').all(is_plain)) {
        return Ok(name.to_owned());
    }
    Err(Fault::raise("amend.field", text!("không có trường `{name}`", "there is no field `{name}`")))
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn entry_for(path: &str, text: &str) -> Result<Entry> {
    if text.trim().is_empty() {
        let what = text!(
            "giá trị của `{path}` trống; muốn xóa trường, hãy dùng `--clear {path}`",
            "the value of `{path}` is empty; use `--clear {path}` to empty the field"
        );
        return Err(Fault::raise("amend.value", what));
    }
    Ok(Entry::plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_paths_or_headings() {
        assert!(["subject", "tthc.owner.id", "other.Ghi chú 2. in"].into_iter().all(|name| path_of(name).is_ok()));
        assert!(
            ["", "Subject", "tthc.", "other", "other.", "a b", "trích yếu"]
                .into_iter()
                .all(|name| path_of(name).is_err())
        );
    }

    #[test]
    fn an_empty_value_is_refused() {
        assert!(read("subject", " ").is_err());
        assert_eq!(read("subject", "x").unwrap().1, Entry::plain("x"));
    }
}
