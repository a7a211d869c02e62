//! From the cell of a sheet to the value of a field: what is sure is taken, what is not is said.
//!
//! A value that cannot be understood leaves its raw text in the record and no value. No message quotes a cell of a
//! field that says who somebody is.

mod code;
mod count;
mod date;
mod hollow;
mod owner;
mod split;

use super::fields::{Field, Kind};
use super::fold::nfc;
use super::grid::{Cell, Wrong};
use super::legacy::{self, Encoding};
use super::rules::Rules;
use crate::finding::{Code, codes};
use crate::record::{Entry, Record, Scalar};
use crate::text;
use crate::text::Text;

/// What must be known beside a cell to read it.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// The old encoding that the column is written in.
    pub encoding: Option<Encoding>,
    /// How the column writes dates.
    pub dates: Habit,
    /// What the office has decided.
    pub rules: &'c Rules,
}

/// How a column writes dates, as far as its cells tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Habit {
    /// Day before month, and date cells are as they were typed.
    #[default]
    Usual,
    /// Texts put the month first: where both numbers may be a month, nothing but the year is sure.
    MonthFirst,
    /// A program with American settings has made dates of the texts that it could read its own way: date cells are not sure.
    SwappedCells,
}

/// The text of a cell.
struct Written {
    /// As it stands.
    raw: String,
    /// In Unicode (NFC), without blanks around and with single ones inside.
    text: String,
    /// The encoding it was in, if it was not Unicode.
    encoding: Option<Encoding>,
}

/// Reads a cell into a record; an empty cell changes nothing, nor does one with mere marks. Returns what is wrong with it.
pub fn read(field: &'static Field, cell: &Cell, context: &Context<'_>, record: &mut Record) -> Vec<Wrong> {
    if let Cell::Error(_) = cell {
        record.set(field.path, Entry { raw: Some(cell.shown()), ..Entry::default() });
        let what =
            text!("ô đang hiện lỗi của phần mềm bảng tính", "the cell holds an error of the spreadsheet program");
        return vec![Wrong { code: &codes::SHEET_CELL_ERROR, what }];
    }
    let written = Written::of(cell, context.encoding);
    if hollow::is_nothing(&written.text) {
        return Vec::new();
    }
    if let (Cell::Date(..) | Cell::Month(..), false) =
        (cell, matches!(field.kind, Kind::Date | Kind::Until | Kind::Split(_) | Kind::Join))
    {
        return date::number_as_date(field, cell, written, record);
    }
    if let Some(told) = hollow::find(field, &written.text) {
        record.set(field.path, written.entry(None));
        return vec![told];
    }
    let mut wrong = Vec::new();
    let value = match field.kind {
        Kind::Split(way) => return split::read(way, cell, &written, context, record),
        Kind::Date | Kind::Until => return date::read(field, cell, written, context, record),
        Kind::Text | Kind::Join => Ok(Scalar::Text(written.text.clone())),
        Kind::One(list) => code::one(list, &written.text, field),
        Kind::Several(list) => code::several(list, &written.text, field),
        Kind::Type => code::document_type(&written.text, context.rules, field),
        Kind::Count(digits) => count::read(cell, &written.text, digits),
        Kind::Flag => count::flag(&written.text),
        Kind::Owner => owner::read(cell, &written.text, &mut wrong),
        Kind::FileCode
        | Kind::DocCode
        | Kind::Agency
        | Kind::Dossier
        | Kind::Procedure
        | Kind::Area
        | Kind::Result
        | Kind::Civil => code::identifier(field.kind, &written.text, &mut wrong),
    };
    let value = match value {
        Ok(value) => Some(value),
        Err(what) => {
            wrong.push(what);
            None
        }
    };
    wrong.extend(code::more_than_number(field, &written.text));
    wrong.extend(too_long(field, value.as_ref()));
    record.set(field.path, written.entry(value));
    wrong
}

/// Reads one text as a person types it on the command line.
pub fn read_text(field: &'static Field, text: &str, rules: &Rules, record: &mut Record) -> Vec<Wrong> {
    let context = Context { encoding: None, dates: Habit::Usual, rules };
    read(field, &Cell::Text(text.into()), &context, record)
}

fn too_long(field: &Field, value: Option<&Scalar>) -> Option<Wrong> {
    let Some(Scalar::Text(text)) = value else { return None };
    let (found, longest) = (text.chars().count(), field.length);
    if longest == 0 || found <= longest {
        return None;
    }
    let what =
        text!("có {found} ký tự, quy định không quá {longest}", "it has {found} characters, the rules allow {longest}");
    Some(Wrong { code: &codes::RECORD_LENGTH, what })
}

/// Says whether a cell holds a mark that stands for nothing or for the cell above, such as `-` or `-nt-`.
pub fn is_mark(text: &str) -> bool {
    hollow::is_nothing(text) || hollow::is_as_above(text)
}

/// Returns a text for a message, or `…` when it could be the name, id or date of birth of a person in a wrong column.
fn quotable(text: &str) -> &str {
    let n_digits = text.chars().filter(char::is_ascii_digit).count();
    let n_names = text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_short = text.chars().count() <= 30 && n_digits < 6 && n_names < 2;
    if is_short { text } else { "…" }
}

/// Makes what is wrong with a value.
fn wrong(code: &'static Code, what: Text) -> Wrong {
    Wrong { code, what }
}

/// Nearly every cell is tidy already.
fn single_blanks(text: &str) -> String {
    let is_tidy = text.is_ascii()
        && !text.bytes().any(|byte| byte.is_ascii_control())
        && !text.contains("  ")
        && !text.starts_with(' ')
        && !text.ends_with(' ');
    if is_tidy { text.to_owned() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

impl Written {
    fn of(cell: &Cell, encoding: Option<Encoding>) -> Written {
        let raw = cell.shown();
        let decoded = match (cell, encoding) {
            (Cell::Text(_), Some(encoding)) => legacy::decode(encoding, &raw),
            _ => nfc(&raw).into_owned(),
        };
        let text = single_blanks(&decoded);
        let encoding = encoding.filter(|_| nfc(&raw) != decoded);
        Written { raw, text, encoding }
    }

    fn entry(self, value: Option<Scalar>) -> Entry {
        let encoding = self.encoding.map(|encoding| encoding.name().to_owned());
        Entry { value, raw: Some(self.raw), encoding, ..Entry::default() }
    }
}

#[cfg(test)]
mod tests;
