//! An index sheet as a grid of cells: what any reader of workbooks hands over, and all that understanding it needs.

use std::fmt;

use crate::finding::Code;
use crate::text::Text;

/// A table as it lies in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name within the file; empty for a CSV.
    pub name: String,
    /// Rows that hold anything, from the top.
    pub rows: Vec<Row>,
    /// Areas whose cells are merged into one; only the first cell of each has a content.
    pub merged: Vec<Area>,
    /// Cells that are computed by a formula; they hold what was computed last.
    pub formulas: Vec<(u32, u16)>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// As spreadsheet programs number them, from 1; for a CSV the line on which the row begins.
    pub number: u32,
    /// Cells from the first column; empty ones at the end are left out.
    pub cells: Vec<Cell>,
}

/// The content of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks.
    #[default]
    Empty,
    /// A text as it stands, not trimmed and not normalised.
    Text(Box<str>),
    /// A number that is no date.
    Number(f64),
    /// A number that the workbook shows as a date: year, month, day. A time of day is left out.
    Date(i16, u8, u8),
    /// A number that the workbook shows as year and month, without a day.
    Month(i16, u8),
    /// Yes or no.
    Flag(bool),
    /// An error such as `#N/A`.
    Error(Box<str>),
}

/// An area of cells, rows as in [`Row::number`], columns from 0, both ends inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Top row.
    pub top: u32,
    /// Left column.
    pub left: u16,
    /// Bottom row.
    pub bottom: u32,
    /// Right column.
    pub right: u16,
}

/// Where in a file something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot<'s> {
    /// The sheet's name.
    pub sheet: &'s str,
    /// The row.
    pub row: u32,
    /// The column from 0, where it is about one.
    pub column: Option<u16>,
}

/// What is wrong with a value: a kind of finding and the sentence for this case, without the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The kind of finding.
    pub code: &'static Code,
    /// What is wrong. It never quotes a name or an id of a person.
    pub what: Text,
}

impl Cell {
    /// Returns the content as text, as a spreadsheet program would show it without any format.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Error(text) => text.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Month(year, month) => format!("{month:02}/{year:04}"),
            Cell::Date(year, month, day) => format!("{day:02}/{month:02}/{year:04}"),
            Cell::Flag(flag) => flag.to_string().to_uppercase(),
        }
    }
}

impl fmt::Display for Spot<'_> {
    /// Writes `HoSo!C12`, as spreadsheet programs call a cell; without a column `HoSo!12`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(out, "{}!", self.sheet)?;
        }
        write!(out, "{}{}", self.column.map(letters).unwrap_or_default(), self.row)
    }
}

/// Returns the letters of a column: 0 is `A`, 26 is `AA`.
pub fn letters(column: u16) -> String {
    let (rest, last) = (column / 26, char::from(b'A' + (column % 26) as u8));
    if rest == 0 { last.to_string() } else { letters(rest - 1) + &last.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_called_as_spreadsheet_programs_call_them() {
        assert_eq!([0, 25, 26, 701, 702, 16383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
        let spot = Spot { sheet: "HoSo", row: 12, column: Some(2) };
        assert_eq!(spot.to_string(), "HoSo!C12");
        assert_eq!(Spot { sheet: "", column: None, ..spot }.to_string(), "12");
    }
}
