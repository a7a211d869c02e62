//! Tables as XLSX: headings frozen, bold and with filters; texts stay texts, so that no id loses its zeros.

use std::path::Path;

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::fault::{Attempt, Fault};
use crate::text;

use super::table::{Table, Value};
use super::{cannot_write, folder_of, write_beside};

/// Rows below the headings: what a sheet has room for.
const MOST_ROWS: u32 = 1_048_575;
/// Characters that a cell has room for.
const LONGEST: usize = 32_767;
/// Characters that the name of a sheet has room for.
const LONGEST_NAME: usize = 31;

/// Writes a table to a new file. Rows pass through without being held; a text beyond Excel's 32,767 characters is cut.
///
/// `Err` is the first error of `rows`, more rows than a sheet has room for, a file that exists already, or a disk that
/// fails; then no file is there.
pub fn write(path: &Path, table: &Table, rows: impl IntoIterator<Item = Result<Vec<Value>>>) -> Result<()> {
    write_book(path, &table.title, [(table, rows)])
}

/// Writes several tables to a new file, a sheet each; else as [`write()`]. Their titles must differ.
pub fn write_book<'t, R: IntoIterator<Item = Result<Vec<Value>>>>(
    path: &Path,
    title: &str,
    tables: impl IntoIterator<Item = (&'t Table, R)>,
) -> Result<()> {
    write_beside(path, |out| {
        let cannot = || cannot_write(path);
        let mut workbook = workbook(title).attempt(cannot)?;
        // What passes through lies in a file meanwhile: beside the result, not where everyone's files lie.
        workbook.set_tempdir(folder_of(path)).attempt(cannot)?;
        for (table, rows) in tables {
            let sheet = workbook.add_worksheet_with_constant_memory().attempt(cannot)?;
            write_sheet(sheet, table, rows, path)?;
        }
        workbook.save_to_writer(out).attempt(cannot)
    })
}

fn write_sheet(
    sheet: &mut Worksheet,
    table: &Table,
    rows: impl IntoIterator<Item = Result<Vec<Value>>>,
    path: &Path,
) -> Result<()> {
    let cannot = || cannot_write(path);
    begin(sheet, table).attempt(cannot)?;
    let mut n_rows = 0;
    for row in rows {
        n_rows += 1;
        if n_rows > MOST_ROWS {
            return Err(too_many());
        }
        write_row(sheet, n_rows, &row?).attempt(cannot)?;
    }
    if let Some(last) = last_column(table) {
        sheet.autofilter(0, 0, n_rows, last).attempt(cannot)?;
    }
    Ok(())
}

/// Makes a workbook whose properties say nothing about when and by whom it was made.
pub(crate) fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // Zips cannot go back further than to this day, and the year 1980 tells everyone that it is none.
    let no_day = ExcelDateTime::from_ymd(1980, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&no_day));
    Ok(workbook)
}

/// Returns a name that a sheet can have: short, and without the signs that mean something in formulas.
pub(crate) fn sheet_name(title: &str) -> String {
    let plain: String = title.chars().map(|letter| if "[]:*?/\\'".contains(letter) { ' ' } else { letter }).collect();
    let short: String = plain.trim().chars().take(LONGEST_NAME).collect();
    if short.trim().is_empty() { "Sheet1".to_owned() } else { short.trim_end().to_owned() }
}

/// Returns the format of headings.
pub(crate) fn heading() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_background_color(0x00DD_E6F0)
}

fn begin(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&table.title))?.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, fitted(&column.heading), &heading())?;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: u32, values: &[Value]) -> Result<(), XlsxError> {
    for (column, value) in (0..).zip(values) {
        match value {
            Value::Empty => (),
            Value::Text(text) => _ = sheet.write_string(row, column, fitted(text))?,
            Value::Count(count) => _ = sheet.write_number(row, column, *count as f64)?,
            Value::Number(number) => _ = sheet.write_number(row, column, *number)?,
        }
    }
    Ok(())
}

fn last_column(table: &Table) -> Option<u16> {
    table.columns.len().checked_sub(1).and_then(|last| u16::try_from(last).ok())
}

fn fitted(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn too_many() -> anyhow::Error {
    let what = text!(
        "bảng có hơn {MOST_ROWS} dòng, Excel không chứa được; hãy dùng CSV hoặc lọc bớt",
        "the table has more than {MOST_ROWS} rows, which Excel has no room for; use CSV, or select less"
    );
    Fault::raise("report.too-many-rows", what)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread::sleep;
    use std::time::Duration;

    use calamine::{Data, Reader, open_workbook};

    use super::*;
    use crate::files::tables::table::Column;

    fn table() -> Table {
        Table {
            title: "Kết quả [1]".to_owned(), columns: ["Số", "Trang"].map(|name| Column::new(name, 9.0)).to_vec()
        }
    }

    fn rows() -> impl Iterator<Item = Result<Vec<Value>>> {
        let long = Value::text("ớ".repeat(LONGEST + 1));
        [vec![Value::text("001"), Value::Count(12)], vec![Value::text("=1+1\u{1}"), long]].into_iter().map(Ok)
    }

    #[test]
    fn texts_stay_texts_and_counts_are_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        write(&path, &table(), rows()).unwrap();
        let mut workbook: calamine::Xlsx<_> = open_workbook(&path).unwrap();
        let range = workbook.worksheet_range("Kết quả  1").unwrap();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(range.rows().next().unwrap(), [text("Số"), text("Trang")]);
        assert_eq!(range.rows().nth(1).unwrap(), [text("001"), Data::Float(12.0)]);
        assert_eq!(range.get((2, 0)), Some(&text("=1+1\u{1}")));
        let Some(Data::String(cut)) = range.get((2, 1)) else { panic!("{:?}", range.get((2, 1))) };
        assert!(cut.chars().count() == LONGEST && cut.ends_with("ớ…"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_same_table_gives_the_same_bytes_at_any_time() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["1.xlsx", "2.xlsx"].map(|name| folder.path().join(name));
        write(&one, &table(), rows()).unwrap();
        // Long enough that a time of day would differ.
        sleep(Duration::from_millis(2100));
        write(&two, &table(), rows()).unwrap();
        assert_eq!(fs::read(one).unwrap(), fs::read(two).unwrap());
    }

    #[test]
    fn a_book_has_a_sheet_for_each_table_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let named = |title: &str| Table { title: title.to_owned(), ..table() };
        let (one, other) = (named("một"), named("hai"));
        let row = |number: f64| vec![Ok(vec![Value::Empty, Value::Number(number)])];
        write_book(&path, "a", [(&one, row(0.5)), (&other, row(1.5))]).unwrap();
        let mut workbook: calamine::Xlsx<_> = open_workbook(&path).unwrap();
        assert_eq!(workbook.sheet_names(), ["một", "hai"]);
        assert_eq!(workbook.worksheet_range("hai").unwrap().get((1, 1)), Some(&Data::Float(1.5)));
    }

    #[test]
    fn names_of_sheets_are_what_excel_takes() {
        assert_eq!(sheet_name("Kết quả/2019: *"), "Kết quả 2019");
        assert_eq!(sheet_name("'"), "Sheet1");
        assert_eq!(sheet_name(&"ở".repeat(40)).chars().count(), 31);
    }
}
