//! `sohoa sheet`: what the program understands of an index sheet, and forms to fill in.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use serde::Serialize;

use crate::fault::Fault;
use crate::finding::Finding;
use crate::ops::sheets;
use crate::record::Record;
use crate::records::fields::Kind;
use crate::records::grid;
use crate::records::index::{Column, Index, Line, Options};
use crate::records::layout::{self, Layout, Scope};
use crate::records::lists;
use crate::records::profile::Sheets;
use crate::reports::form::{self, Form, FormColumn};
use crate::text;

/// How wide a column of a form is unless its layout says, in digits.
const WIDTH: f64 = 16.0;

/// What a file says, sheet by sheet.
#[derive(Debug)]
pub struct Checked {
    /// The sheets that are understood.
    pub indexes: Vec<Index>,
    /// What a person should know of the file.
    pub findings: Vec<Finding>,
}

/// How one column is understood, for scripts.
#[derive(Debug, Serialize)]
pub struct ColumnLine<'c> {
    /// Its letters.
    pub column: String,
    /// Its heading.
    pub heading: &'c str,
    /// The path of the field; `None` when it is kept under `other`.
    pub field: Option<&'static str>,
    /// The old encoding it is written in.
    pub encoding: Option<&'static str>,
}

/// How one row is understood, for scripts.
#[derive(Debug, Serialize)]
pub struct RowLine {
    /// The name of the sheet.
    pub sheet: String,
    /// Its number.
    pub row: u32,
    /// The file that it names.
    pub file: Option<String>,
    /// Its record.
    pub record: Record,
}

/// Understands a file, without any scans.
pub fn check(path: &Path, limits: &Sheets, options: &Arc<Options>) -> Result<Checked> {
    let label = path.file_name().unwrap_or_default().to_string_lossy();
    let loaded = sheets::load(&path.into(), &label, limits, options)?;
    Ok(Checked { indexes: loaded.indexes, findings: loaded.findings })
}

/// Returns how the columns of a sheet are understood.
pub fn columns(index: &Index) -> Vec<ColumnLine<'_>> {
    let line = |column| {
        let Column { at, heading, field, encoding, .. }: &Column = column;
        let (field, encoding) = (field.map(|field| field.path), encoding.map(|encoding| encoding.name()));
        ColumnLine { column: grid::letters(*at), heading, field, encoding }
    };
    index.columns.iter().map(line).collect()
}

/// Returns how a row is understood.
pub fn row(index: &Index, line: Line) -> RowLine {
    RowLine { sheet: index.sheet.clone(), row: line.number, file: line.keys.file, record: line.record }
}

/// Returns a layout that says of each column what was understood, for a vendor whose sheets all look like this.
pub fn saved(index: &Index, name: &str) -> Layout {
    let column = |column: &Column| {
        let field = column.field?.path.to_owned();
        let (heading, also) = (column.heading.clone(), Vec::new());
        Some(layout::Column { heading, also, field, key: true, optional: false, width: None, note: None })
    };
    let columns: Vec<layout::Column> = index.columns.iter().filter_map(column).collect();
    Layout {
        name: name.to_owned(),
        scope: index.scope,
        vi: name.to_owned(),
        en: name.to_owned(),
        source: index.label.clone(),
        narrow: false,
        example: Vec::new(),
        columns,
    }
}

/// Writes a form of a layout: an XLSX with its columns, notes, drop-downs and an example row.
pub fn template(layout: &Layout, path: &Path) -> Result<()> {
    if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        let path = path.display();
        return Err(Fault::raise("sheet.out", text!("`{path}` phải có đuôi .xlsx", "`{path}` must end in .xlsx")));
    }
    let columns: Vec<&layout::Column> = layout.columns.iter().filter(|column| !column.optional).collect();
    let form = Form {
        sheet: layout.name.clone(),
        title: String::new(),
        columns: columns.iter().enumerate().map(|(at, column)| form_column(column, layout.example.get(at))).collect(),
        // A row that shows how it is done would be read as a paper by whoever forgets to delete it.
        example: Vec::new(),
    };
    form::write(path, &form)
}

fn form_column(column: &layout::Column, example: Option<&String>) -> FormColumn {
    let kind = column.field().map(|field| field.kind);
    let choices = match kind {
        Some(Kind::One(list) | Kind::Several(list)) => list.codes.iter().map(choice).collect(),
        Some(Kind::Type) => lists::TYPE.codes.iter().map(choice).collect(),
        Some(Kind::Flag) => vec!["1".to_owned(), "0".to_owned()],
        _ => Vec::new(),
    };
    FormColumn {
        heading: form_heading(column),
        width: column.width.unwrap_or(WIDTH),
        note: note(column, example),
        choices,
        // Numbers are counted; all else, dates among them, stays as it is typed.
        as_text: !matches!(kind, Some(Kind::Count(_))),
        is_required: column.key,
    }
}

/// Names of elements, such as `docCode`, are for programs: a form has the field's Vietnamese name.
fn form_heading(column: &layout::Column) -> String {
    let is_element = column.heading.len() > 4 && column.heading.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let field = column.field().filter(|_| is_element);
    field.map_or(column.heading.clone(), |field| field.vi.to_owned())
}

/// Returns what a form says about a column, with an example where the note has none.
fn note(column: &layout::Column, example: Option<&String>) -> String {
    let note = column.note.clone().unwrap_or_default();
    match example.filter(|example| !example.is_empty() && !note.contains("dụ")) {
        Some(example) => format!("{note} Ví dụ: {example}").trim().to_owned(),
        None => note,
    }
}

/// What a drop-down offers: the words where they are sure, for a sheet may write them; else the code.
fn choice(code: &lists::Code) -> String {
    if code.vi.is_empty() { code.code.to_owned() } else { code.label().to_owned() }
}

/// Returns the word for what a row is about.
pub fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Document => "document",
        Scope::Dossier => "dossier",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::dates::Day;
    use crate::records::grid::{Cell, Row, Sheet};
    use crate::records::index;
    use crate::records::rules::Rules;
    use crate::records::units::Units;

    #[test]
    fn the_headings_of_every_form_are_understood_as_its_layout_means_them() {
        let today = Day::new(2026, 11, 22).unwrap();
        let options =
            Options { layout: None, maps: Vec::new(), rules: Rules::default(), units: Units::built_in(), today };
        let options = Arc::new(options);
        for layout in layout::built_in() {
            let columns: Vec<&layout::Column> = layout.columns.iter().filter(|column| !column.optional).collect();
            let cells = columns.iter().map(|column| Cell::Text(form_heading(column).into())).collect();
            let sheet = Sheet { rows: vec![Row { number: 1, cells }], ..Sheet::default() };
            let index = index::understand(sheet, "form", &options).unwrap();
            let found: Vec<_> = index.columns.iter().map(|column| column.field.map(|field| field.path)).collect();
            let meant: Vec<_> = columns.iter().map(|column| Some(column.field.as_str())).collect();
            assert_eq!(found, meant, "{}", layout.name);
            assert_eq!(index.scope, layout.scope, "{}", layout.name);
        }
    }
}
