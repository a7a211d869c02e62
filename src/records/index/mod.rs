//! Index sheets understood: where the headings are, what each column means, and what each row says.
//!
//! `header` finds headings and columns, `column` looks down a column, `line` reads a row, `whole` checks one record
//! as a whole, `across` compares rows. Where scans and rows meet is `ops`' business.

mod across;
mod column;
mod header;
mod line;
mod whole;

use std::collections::HashSet;
use std::sync::Arc;

use crate::finding::{Code, Finding, codes};
use crate::text;
use crate::text::Text;

use super::dates::Day;
use super::fields::{self, Field};
use super::grid::{self, Row, Sheet, Spot, Wrong};
use super::identifiers::DossierCode;
use super::layout::{Layout, Scope};
use super::legacy::{self, Encoding};
use super::rules::Rules;
use super::units::Units;
use super::values::Habit;

pub use line::{Keys, Line};

/// What must be known beside a sheet to understand it.
#[derive(Clone, Debug)]
pub struct Options {
    /// The one layout to use; any that fits when there is none.
    pub layout: Option<Layout>,
    /// Headings that a person has named the fields of.
    pub maps: Vec<(String, &'static Field)>,
    /// What the office has decided.
    pub rules: Rules,
    /// The units of the state.
    pub units: Units,
    /// The day of the run; no paper is of a later one.
    pub today: Day,
}

/// A sheet that was understood.
#[derive(Debug)]
pub struct Index {
    /// The file, as findings name it.
    pub label: String,
    /// The name of the sheet in the file.
    pub sheet: String,
    /// What a row is about.
    pub scope: Scope,
    /// The name of the layout that fits best.
    pub layout: String,
    /// The number of the row with the headings.
    pub header: u32,
    /// The columns that have a heading.
    pub columns: Vec<Column>,
    /// What a person should know of the sheet as a whole.
    pub findings: Vec<Finding>,
    /// Rows with data.
    rows: Vec<Row>,
    /// Rows that were passed over: numbers of columns, sums, remarks.
    pub passed: Vec<u32>,
    /// The place of each row among those of its dossier, from 1; empty until rows were compared.
    ordinals: Vec<u32>,
    options: Arc<Options>,
}

/// One column of a sheet.
#[derive(Debug)]
pub struct Column {
    /// Its place, from 0.
    pub at: u16,
    /// Its heading, in Unicode.
    pub heading: String,
    /// The field; `None` when it is kept under `other`.
    pub field: Option<&'static Field>,
    /// The old encoding that it is written in.
    pub encoding: Option<Encoding>,
    /// True when it is in Unicode, but for cells that were pasted from an older sheet.
    pub has_strays: bool,
    /// How it writes dates.
    pub dates: Habit,
}

/// Understands a sheet; a finding says why it cannot be.
pub fn understand(mut sheet: Sheet, label: &str, options: &Arc<Options>) -> Result<Index, Finding> {
    let Some(head) = header::find(&sheet, options) else {
        let what = text!(
            "trong 20 dòng đầu không có dòng tiêu đề nào hiểu được",
            "none of the first 20 rows is a heading that is understood"
        );
        return Err(Finding::new(&codes::SHEET_NO_HEADER, subject(label, &sheet.name), what));
    };
    let merged = header::unmerge(&mut sheet, head.bottom);
    let body = sheet.rows.iter().position(|row| row.number > head.bottom).unwrap_or(sheet.rows.len());
    let (rows, passed) = header::sift(sheet.rows.split_off(body), &head.columns);
    let mut index = Index {
        label: label.to_owned(),
        sheet: sheet.name,
        scope: head.layout.scope,
        layout: head.layout.name.clone(),
        header: head.top,
        columns: head.columns,
        findings: Vec::new(),
        rows,
        passed,
        ordinals: Vec::new(),
        options: Arc::clone(options),
    };
    index.settle_dossier_codes();
    index.note_header(&head.twice, &merged);
    column::examine(&mut index, &sheet.formulas);
    across::compare(&mut index);
    index.findings.retain(|finding| options.rules.reports(&finding.code));
    Ok(index)
}

/// Names a file, or a sheet of it, as the subject of a finding.
fn subject(label: &str, sheet: &str) -> String {
    if sheet.is_empty() { label.to_owned() } else { format!("{label}#{sheet}") }
}

impl Index {
    /// Returns how many rows have data.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Says whether no row has data.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the number of a row in the sheet.
    pub fn number(&self, idx: usize) -> Option<u32> {
        self.rows.get(idx).map(|row| row.number)
    }

    /// Says whether its rows are about documents that are stored already.
    pub fn is_amending(&self) -> bool {
        self.column_of(fields::JOIN_ID).is_some()
    }

    /// Returns the column of a field.
    pub fn column_of(&self, path: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.field.is_some_and(|field| field.path == path))
    }

    /// Returns the finding about a place of this sheet.
    pub fn finding(&self, row: u32, column: Option<&Column>, wrong: &Wrong) -> Finding {
        let Wrong { code, what } = wrong;
        let spot = Spot { sheet: &self.sheet, row, column: column.map(|column| column.at) };
        let place = match column {
            Some(Column { at, heading, .. }) => {
                let letters = grid::letters(*at);
                text!("dòng {row}, cột {letters} (`{heading}`)", "row {row}, column {letters} (`{heading}`)")
            }
            None => text!("dòng {row}", "row {row}"),
        };
        let what = Text { vi: format!("{}: {}", place.vi, what.vi), en: format!("{}: {}", place.en, what.en) };
        Finding::new(code, format!("{}#{spot}", self.label), what)
    }

    /// `Mã hồ sơ` may mean the archive's file code or the code of the one-stop system; the cells tell.
    fn settle_dossier_codes(&mut self) {
        let is_free = self.column_of(fields::DOSSIER_CODE).is_none();
        let Some(idx) =
            self.columns.iter().position(|column| column.field.is_some_and(|f| f.path == fields::FILE_CODE))
        else {
            return;
        };
        let at = usize::from(self.columns[idx].at);
        let cells = self.rows.iter().take(100).filter_map(|row| row.cells.get(at)).map(grid::Cell::shown);
        let cells: Vec<String> = cells.filter(|text| !text.trim().is_empty()).collect();
        if is_free && !cells.is_empty() && cells.iter().all(|text| DossierCode::parse(text).is_ok()) {
            self.columns[idx].field = fields::by_path(fields::DOSSIER_CODE);
        }
    }

    /// Notes a finding about the sheet as a whole, placed at a row.
    fn note(&mut self, row: u32, at: Option<u16>, code: &'static Code, what: Text) {
        let column = at.and_then(|at| self.columns.iter().find(|column| column.at == at));
        let finding = self.finding(row, column, &Wrong { code, what });
        self.findings.push(finding);
    }

    fn note_header(&mut self, twice: &[(u16, u16)], merged: &[grid::Area]) {
        let header = self.header;
        for (at, first) in twice {
            let first = grid::letters(*first);
            let what = text!("cột này cùng trường với cột {first}", "the column means the same as column {first}");
            self.note(header, Some(*at), &codes::SHEET_COLUMN_TWICE, what);
        }
        let unknown: Vec<(u16, String)> = self
            .columns
            .iter()
            .filter(|column| column.field.is_none() && !twice.iter().any(|(at, _)| *at == column.at))
            .map(|column| (column.at, column.heading.clone()))
            .collect();
        for (at, _) in unknown {
            let what = text!("chưa rõ cột này là trường nào", "what this column means is not known");
            self.note(header, Some(at), &codes::SHEET_COLUMN_UNKNOWN, what);
        }
        if let Some(first) = merged.first() {
            let what = with_more(
                text!("ô gộp qua nhiều dòng dữ liệu", "the cell is merged over several rows of data"),
                merged.len() - 1,
            );
            self.note(first.top, Some(first.left), &codes::SHEET_MERGED, what);
        }
        if self.rows.is_empty() {
            let what = text!("dưới dòng tiêu đề không có dữ liệu", "there are no data below the heading");
            self.note(header, None, &codes::SHEET_EMPTY, what);
        }
        if !self.passed.is_empty() {
            let what = text!(
                "dòng này không phải dữ liệu của hồ sơ, tài liệu nào nên được bỏ qua",
                "the row holds no data of a dossier or paper and was passed over"
            );
            let what = with_more(what, self.passed.len() - 1);
            self.note(self.passed[0], None, &codes::SHEET_ROWS_PASSED, what);
        }
        self.note_missing_columns();
    }

    fn note_missing_columns(&mut self) {
        if self.is_amending() {
            return;
        }
        let rules = &self.options.rules;
        let required = if self.scope == Scope::Dossier { &rules.required_of_dossier } else { &rules.required };
        let has: HashSet<&str> = self.columns.iter().flat_map(Column::paths).collect();
        let is_absent = |path: &&String| !has.contains(path.as_str()) && !rules.defaults.contains_key(path.as_str());
        let absent: Vec<&str> = required.iter().filter(is_absent).map(String::as_str).collect();
        if absent.is_empty() {
            return;
        }
        let names = |name: fn(&Field) -> &'static str| {
            let called = |path: &&str| fields::by_path(path).map_or((*path).to_owned(), |field| name(field).to_owned());
            absent.iter().map(called).collect::<Vec<_>>().join(", ")
        };
        let (vi, en) = (names(|field| field.vi), names(|field| field.en));
        let what = text!("thiếu cột bắt buộc: {vi}", "required columns are not there: {en}");
        self.note(self.header, None, &codes::RECORD_INCOMPLETE, what);
    }
}

impl Column {
    /// Returns the old encoding that a cell is written in.
    fn encoding_of(&self, cell: &grid::Cell) -> Option<Encoding> {
        match cell {
            grid::Cell::Text(text) if self.has_strays => legacy::detect(std::iter::once(&**text)),
            _ => self.encoding,
        }
    }

    /// Returns the paths of a record that the column is read into.
    pub fn paths(&self) -> Vec<&'static str> {
        use super::fields::{Kind, Split};
        match self.field.map(|field| (field.kind, field.path)) {
            Some((Kind::Split(Split::Notation), _)) => vec![fields::CODE_NUMBER, fields::CODE_NOTATION],
            Some((Kind::Split(Split::Period), _)) => vec![fields::START, fields::END],
            Some((Kind::Split(Split::Extent), _)) => vec![fields::SHEETS, fields::DOSSIER_PAGES],
            Some((Kind::Split(Split::TypeAndSubject), _)) => vec![fields::TYPE_NAME, fields::SUBJECT],
            Some((_, path)) => vec![path],
            None => Vec::new(),
        }
    }
}

/// Adds to a sentence about one place how many more there are.
fn with_more(what: Text, n_more: usize) -> Text {
    let Text { vi, en } = what;
    match n_more {
        0 => Text { vi, en },
        _ => text!("{vi}; trang tính còn {n_more} chỗ như vậy", "{en}; the sheet has {n_more} more such places"),
    }
}

#[cfg(test)]
mod tests;
