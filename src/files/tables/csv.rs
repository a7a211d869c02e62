//! Tables as CSV (RFC 4180), for programs and for Excel: UTF-8 with a byte order mark, commas, CRLF.
//!
//! Spreadsheet programs compute a cell that begins with `=`, `+`, `-`, `@`, TAB or CR, and what was scanned or typed must
//! not become a formula: such a cell gets an apostrophe in front, which the programs take for "this is text". A plain
//! negative number stays as it is.

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::fault::Attempt;

use super::table::{Table, Value};
use super::{cannot_write, write_beside};

/// What stands in front, so that Excel takes the text for UTF-8.
pub const MARK: &str = "\u{FEFF}";

/// Writes a table to a new file.
///
/// `Err` is the first error of `rows`, a file that exists already, or a disk that fails; then no file is there.
pub fn write(path: &Path, table: &Table, rows: impl IntoIterator<Item = Result<Vec<Value>>>) -> Result<()> {
    write_beside(path, |out| {
        let headings = table.columns.iter().map(|column| Value::Text(column.heading.clone())).collect();
        out.write_all(MARK.as_bytes()).attempt(|| cannot_write(path))?;
        for row in std::iter::once(Ok(headings)).chain(rows) {
            out.write_all(line(&row?).as_bytes()).attempt(|| cannot_write(path))?;
        }
        Ok(())
    })
}

/// Returns the line of a row, with its end.
pub fn line(row: &[Value]) -> String {
    row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

fn cell(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Empty => "".into(),
        Value::Count(count) => count.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Text(text) => quoted(guarded(text)),
    }
}

fn guarded(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = text.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|digit: char| digit.is_ascii_digit())
            && rest.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
    });
    if is_formula && !is_number { format!("'{text}").into() } else { text.into() }
}

fn quoted(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains([',', '"', '\r', '\n']) {
        return text;
    }
    format!("\"{}\"", text.replace('"', "\"\"")).into()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::tables::table::Column;

    #[test]
    fn a_table_is_written_for_excel_and_for_programs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let table = Table {
            title: "Hồ sơ".to_owned(),
            columns: ["Số", "Trang"].map(|name| Column::new(name, 9.0)).to_vec(),
        };
        let rows = [vec![Value::text("001, \"a\""), Value::Count(12)], vec![Value::text(""), Value::text("x\ny")]];
        write(&path, &table, rows.into_iter().map(Ok)).unwrap();
        let written = fs::read_to_string(&path).unwrap();
        assert_eq!(written, "\u{FEFF}Số,Trang\r\n\"001, \"\"a\"\"\",12\r\n,\"x\ny\"\r\n");
    }

    #[test]
    fn what_would_be_computed_is_marked_as_text() {
        for text in ["=1+1", "+84", "-x", "@a", "\tx", "\rx", "-", "-1=2"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["-5", "-1.234,5", "a=1", "'x", "", "5-6"] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn a_row_that_fails_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let table = Table { title: "a".to_owned(), columns: Vec::new() };
        let rows = [Ok(vec![Value::Count(1)]), Err(anyhow::anyhow!("no more"))];
        assert_eq!(write(&path, &table, rows).unwrap_err().to_string(), "no more");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
