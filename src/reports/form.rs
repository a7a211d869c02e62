//! A form to fill in: an XLSX whose columns explain themselves, offer what can be chosen, and keep the zeros of ids.

use std::path::Path;

use anyhow::Result;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet,
    XlsxError,
};

use crate::fault::Attempt;
use crate::files::tables::xlsx::{heading, sheet_name, workbook};
use crate::files::tables::{cannot_write, write_beside};

/// The last row that is prepared, as Excel numbers them.
const LAST_ROW: u32 = 5000;
/// Excel's limit on a list of choices that stands in the rule itself, and on the text that is shown with a cell.
const LONGEST: usize = 255;
/// The sheet that longer lists of choices are put on.
pub const LISTS: &str = "DanhSach";

/// A form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The name of the sheet.
    pub sheet: String,
    /// What stands above the headings; nothing when empty.
    pub title: String,
    /// The columns, from the left.
    pub columns: Vec<FormColumn>,
    /// Rows that show how it is done.
    pub example: Vec<Vec<String>>,
}

/// A column of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormColumn {
    /// What stands above it.
    pub heading: String,
    /// How wide it is, in digits of the usual font.
    pub width: f64,
    /// What it asks for: a note at the heading, and a hint at each cell.
    pub note: String,
    /// What can be chosen; anything can be entered all the same, after a warning.
    pub choices: Vec<String>,
    /// Whether numbers stay as they are typed, with their zeros.
    pub as_text: bool,
    /// Whether it must be filled in.
    pub is_required: bool,
}

/// Writes a form to a new file.
///
/// `Err` is a file that exists already, or a disk that fails; then no file is there.
pub fn write(path: &Path, form: &Form) -> Result<()> {
    write_beside(path, |out| {
        let cannot = || cannot_write(path);
        let mut workbook = workbook(&form.title).attempt(cannot)?;
        fill(&mut workbook, form).attempt(cannot)?;
        workbook.save_to_writer(out).attempt(cannot)
    })
}

fn fill(workbook: &mut Workbook, form: &Form) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&form.sheet))?;
    let head = u32::from(!form.title.is_empty());
    if head > 0 {
        sheet.write_string_with_format(0, 0, &form.title, &Format::new().set_bold().set_font_size(14))?;
        sheet.set_row_height(0, 24)?;
    }
    print_setup(sheet, head)?;
    let mut lists = Vec::new();
    for (at, column) in (0..).zip(&form.columns) {
        lay_out(sheet, head, at, column)?;
        if let Some(rule) = rule(column, &mut lists)? {
            sheet.add_data_validation(head + 1, at, LAST_ROW - 1, at, &rule)?;
        }
    }
    let example = Format::new().set_italic().set_font_color(0x0060_6060).set_num_format("@").set_text_wrap();
    for (row, values) in (head + 1..).zip(&form.example) {
        for (column, value) in (0..).zip(values) {
            sheet.write_string_with_format(row, column, value, &example)?;
        }
    }
    write_lists(workbook, &lists)
}

fn print_setup(sheet: &mut Worksheet, head: u32) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_freeze_panes(head + 1, 0)?.set_repeat_rows(0, head)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_gridlines(true);
    sheet.set_footer("&R&P/&N");
    Ok(())
}

fn lay_out(sheet: &mut Worksheet, head: u32, at: u16, column: &FormColumn) -> Result<(), XlsxError> {
    sheet.set_column_width(at, column.width)?;
    let cells = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    sheet.set_column_format(at, &if column.as_text { cells.set_num_format("@") } else { cells })?;
    let plain = heading().set_border(FormatBorder::Thin);
    let required = plain.clone().set_background_color(0x00FF_E699);
    let format = if column.is_required { required } else { plain };
    sheet.write_string_with_format(head, at, &column.heading, &format)?;
    if !column.note.is_empty() {
        sheet.insert_note(head, at, &note(&column.note))?;
    }
    Ok(())
}

/// Makes a note that is as large as its text.
fn note(text: &str) -> Note {
    const WIDTH: u32 = 260;
    const LETTERS_A_LINE: usize = 38;
    const LINE: u32 = 18;
    let n_lines: usize = text.lines().map(|line| line.chars().count() / LETTERS_A_LINE + 1).sum();
    let height = LINE * u32::try_from(n_lines + 1).unwrap_or(30).min(30);
    Note::new(text).add_author_prefix(false).set_width(WIDTH).set_height(height)
}

/// Returns the rule of a column: its choices and its hint. A long list is added to `lists` and named from there.
fn rule(column: &FormColumn, lists: &mut Vec<Vec<String>>) -> Result<Option<DataValidation>, XlsxError> {
    if column.choices.is_empty() && column.note.is_empty() {
        return Ok(None);
    }
    let rule = DataValidation::new();
    let has_comma = column.choices.iter().any(|choice| choice.contains(','));
    let rule = if column.choices.is_empty() {
        rule.allow_any_value()
    } else if has_comma || utf16_length(&column.choices.join(",")) > LONGEST {
        lists.push(column.choices.clone());
        rule.allow_list_formula(range_of(lists.len() - 1, column.choices.len()))
    } else {
        rule.allow_list_strings(&column.choices)?
    };
    let rule = rule.set_error_style(DataValidationErrorStyle::Warning);
    if column.note.is_empty() {
        return Ok(Some(rule));
    }
    rule.set_input_message(shortened(&column.note)).map(Some)
}

/// Returns where a list stands on the sheet of lists: one list a column.
fn range_of(list: usize, n: usize) -> Formula {
    let column = crate::records::grid::letters(u16::try_from(list).unwrap_or(u16::MAX));
    Formula::new(format!("={LISTS}!${column}$1:${column}${n}"))
}

fn write_lists(workbook: &mut Workbook, lists: &[Vec<String>]) -> Result<(), XlsxError> {
    if lists.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(LISTS)?.set_hidden(true);
    for (column, list) in (0..).zip(lists) {
        for (row, choice) in (0..).zip(list) {
            sheet.write_string(row, column, choice)?;
        }
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    if utf16_length(text) <= LONGEST {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if utf16_length(&short) + letter.len_utf16() >= LONGEST {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

fn utf16_length(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn column(heading: &str) -> FormColumn {
        FormColumn { heading: heading.to_owned(), width: 18.0, ..FormColumn::default() }
    }

    fn form() -> Form {
        let types = ["Quyết định, nghị quyết", "Giấy phép"].map(str::to_owned).to_vec();
        let long: Vec<_> = (0..80).map(|n| format!("Loại giấy tờ số {n}")).collect();
        let columns = vec![
            FormColumn {
                as_text: true,
                is_required: true,
                note: "Mười hai chữ số. ".repeat(30),
                ..column("Số định danh")
            },
            FormColumn { choices: vec!["Có".to_owned(), "Không".to_owned()], ..column("Còn hiệu lực") },
            FormColumn { choices: types, ..column("Loại") },
            FormColumn { choices: long, note: "Chọn một loại.".to_owned(), ..column("Loại chi tiết") },
        ];
        let example = vec![["000012345678", "Có", "Giấy phép", "Loại giấy tờ số 3"].map(str::to_owned).to_vec()];
        Form { sheet: "HoSo".to_owned(), title: "DANH MỤC HỒ SƠ".to_owned(), columns, example }
    }

    fn part(path: &Path, name: &str) -> String {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_form_offers_choices_and_keeps_zeros() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        write(&path, &form()).unwrap();
        let sheet = part(&path, "xl/worksheets/sheet1.xml");
        for expected in [
            r#"<dataValidations count="4">"#,
            r#"sqref="A3:A5000""#,
            "<formula1>\"Có,Không\"</formula1>",
            "<formula1>DanhSach!$A$1:$A$2</formula1>",
            "<formula1>DanhSach!$B$1:$B$80</formula1>",
            r#"<pane ySplit="2""#,
            r#"paperSize="9""#,
            r#"orientation="landscape""#,
        ] {
            assert!(sheet.contains(expected), "{expected} in {sheet}");
        }
        assert!(part(&path, "xl/workbook.xml").contains(r#"name="DanhSach" sheetId="2" state="hidden""#));
        assert!(part(&path, "xl/comments1.xml").contains("Mười hai chữ số."));
        assert!(part(&path, "xl/styles.xml").contains(r#"formatCode="@""#));
    }

    #[test]
    fn the_same_form_gives_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["1.xlsx", "2.xlsx"].map(|name| folder.path().join(name));
        write(&one, &form()).unwrap();
        write(&two, &form()).unwrap();
        assert_eq!(std::fs::read(one).unwrap(), std::fs::read(two).unwrap());
    }

    #[test]
    fn hints_are_cut_at_excels_limit() {
        assert_eq!(utf16_length(&shortened(&"ữ".repeat(400))), LONGEST);
        assert_eq!(utf16_length(&shortened(&"😀".repeat(400))), 254 + 1);
        assert_eq!(shortened("ngắn"), "ngắn");
    }
}
