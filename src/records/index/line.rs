//! One row of a sheet: its record, what it says about the scans it belongs to, and what is wrong with it.

use rayon::prelude::*;

use super::{Column, Index, whole};
use crate::finding::{Finding, codes};
use crate::record::{Entry, OTHER, Record, Scalar};
use crate::records::fields;
use crate::records::grid::{Cell, Row, Wrong};
use crate::records::values::{self, Context, Habit};
use crate::text;

/// A row that was understood.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the sheet.
    pub number: u32,
    /// What it says about its scans.
    pub keys: Keys,
    /// Its record.
    pub record: Record,
    /// What a person should know.
    pub findings: Vec<Finding>,
}

/// What a row says about the scans it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// A file or a folder.
    pub file: Option<String>,
    /// The id of a stored document.
    pub id: Option<String>,
    /// The document's code.
    pub code: Option<String>,
    /// The dossier's code.
    pub dossier: Option<String>,
    /// What an amendment is to do about withdrawing it, as written.
    pub withdraw: Option<String>,
    /// Relations that an amendment is to state, as written.
    pub relate: Option<String>,
}

impl Index {
    /// Reads every row, in order.
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        (0..self.len()).filter_map(|idx| self.line(idx))
    }

    /// Reads every row with all threads and returns what `draw` draws from each, in order.
    pub fn map_lines<T: Send>(&self, draw: impl Fn(Line) -> T + Sync) -> Vec<T> {
        (0..self.len()).into_par_iter().filter_map(|idx| self.line(idx).map(&draw)).collect()
    }

    /// Reads one row.
    pub fn line(&self, idx: usize) -> Option<Line> {
        let row = self.rows.get(idx)?;
        let rules = &self.options.rules;
        let mut record = Record::default();
        let mut findings = Vec::new();
        for column in &self.columns {
            for wrong in self.read_cell(row, column, &mut record) {
                findings.push(self.finding(row.number, Some(column), &wrong));
            }
        }
        let keys = Keys::take(&mut record);
        let ordinal = self.ordinals.get(idx).copied();
        for (path, wrong) in whole::check(&mut record, self.scope, ordinal, &self.options) {
            let column = self.columns.iter().find(|column| column.paths().contains(&path));
            findings.push(self.finding(row.number, column, &wrong));
        }
        // A row that amends says only what it amends.
        if !self.is_amending() {
            findings.extend(self.incomplete(row.number, &record));
        }
        findings.retain(|finding| rules.reports(&finding.code));
        Some(Line { number: row.number, keys, record, findings })
    }

    fn read_cell(&self, row: &Row, column: &Column, record: &mut Record) -> Vec<Wrong> {
        let Some(cell) = row.cells.get(usize::from(column.at)) else { return Vec::new() };
        let context = Context { encoding: column.encoding_of(cell), dates: column.dates, rules: &self.options.rules };
        match column.field {
            Some(field) => values::read(field, cell, &context, record),
            None => {
                keep(cell, column, &context, record);
                Vec::new()
            }
        }
    }

    /// Says which required fields of this row are empty, where the sheet has the column.
    fn incomplete(&self, number: u32, record: &Record) -> Option<Finding> {
        let rules = &self.options.rules;
        let is_dossier = self.scope == super::Scope::Dossier;
        let required = if is_dossier { &rules.required_of_dossier } else { &rules.required };
        let is_empty = |path: &&String| {
            record.get(path).is_none() && self.columns.iter().any(|column| column.paths().contains(&path.as_str()))
        };
        let empty: Vec<_> = required.iter().filter(is_empty).filter_map(|path| fields::by_path(path)).collect();
        if empty.is_empty() {
            return None;
        }
        let vi = empty.iter().map(|field| field.vi).collect::<Vec<_>>().join(", ");
        let en = empty.iter().map(|field| field.en).collect::<Vec<_>>().join(", ");
        let what = text!("còn trống: {vi}", "not filled in: {en}");
        Some(self.finding(number, None, &Wrong { code: &codes::RECORD_INCOMPLETE, what }))
    }
}

/// Keeps a column that no field is known for, as it stands.
fn keep(cell: &Cell, column: &Column, context: &Context<'_>, record: &mut Record) {
    let Some(text) = fields::by_path(fields::DESCRIPTION) else { return };
    let mut scratch = Record::default();
    let plain = Context { dates: Habit::Usual, ..*context };
    let cell = if let Cell::Date(..) | Cell::Month(..) = cell { Cell::Text(cell.shown().into()) } else { cell.clone() };
    values::read(text, &cell, &plain, &mut scratch);
    if let Some(entry) = scratch.remove(text.path) {
        record.set(&format!("{OTHER}.{}", column.heading), entry);
    }
}

impl Keys {
    /// Takes the columns that are no fields out of a record, and copies those that are.
    fn take(record: &mut Record) -> Keys {
        let text = |entry: Entry| entry.value.as_ref().map(Scalar::to_string);
        let file = record.remove(fields::JOIN_FILE).and_then(text);
        let id = record.remove(fields::JOIN_ID).and_then(text);
        let withdraw = record.remove(fields::JOIN_WITHDRAW).and_then(text);
        let relate = record.remove(fields::JOIN_RELATE).and_then(text);
        record.remove(fields::JOIN_ORDER);
        let code = record.text(fields::DOC_CODE).map(str::to_owned);
        let dossier = record.text(fields::FILE_CODE).map(str::to_owned);
        Keys { file, id, code, dossier, withdraw, relate }
    }
}
