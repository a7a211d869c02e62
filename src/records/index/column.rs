//! What only a whole column tells: an old encoding, a habit of writing dates, formulas.

use super::{Column, Index, with_more};
use crate::finding::codes;
use crate::records::dates::{self, Order};
use crate::records::fields::Kind;
use crate::records::grid::Cell;
use crate::records::legacy::{self, Encoding};
use crate::records::values::Habit;
use crate::text;

/// How many cells of a column are enough to know its encoding.
const SAMPLE: usize = 5000;

/// Examines every column and notes what is to be said of it.
pub(super) fn examine(index: &mut Index, formulas: &[(u32, u16)]) {
    for idx in 0..index.columns.len() {
        let column = &index.columns[idx];
        let (at, encoding) = (column.at, encoding_of(index, column));
        let dates = habit_of(index, column);
        index.columns[idx].encoding = encoding;
        index.columns[idx].dates = dates;
        match encoding {
            Some(encoding) => note_encoding(index, at, encoding),
            None => note_strays(index, idx),
        }
        note_formulas(index, at, formulas);
    }
}

fn cells(index: &Index, at: u16) -> impl Iterator<Item = (u32, &Cell)> {
    index.rows.iter().filter_map(move |row| Some((row.number, row.cells.get(usize::from(at))?)))
}

fn texts(index: &Index, at: u16) -> impl Iterator<Item = (u32, &str)> {
    cells(index, at).filter_map(|(row, cell)| match cell {
        Cell::Text(text) => Some((row, &**text)),
        _ => None,
    })
}

fn encoding_of(index: &Index, column: &Column) -> Option<Encoding> {
    legacy::detect(texts(index, column.at).take(SAMPLE).map(|(_, text)| text))
}

fn note_encoding(index: &mut Index, at: u16, encoding: Encoding) {
    let decodes = |(_, text): &(u32, &str)| legacy::decode(encoding, text) != *text;
    let first = texts(index, at).find(decodes).map_or(index.header, |(row, _)| row);
    let is_case_lost = legacy::case_lost(texts(index, at).take(SAMPLE).map(|(_, text)| text), encoding);
    let name = encoding.title();
    let what = text!("cột này viết bằng bảng mã {name}", "this column is written in {name}");
    index.note(first, Some(at), &codes::SHEET_ENCODING, what);
    if is_case_lost {
        let what = text!(
            "cột này dùng phông chữ hoa của {name} nên không còn phân biệt được chữ hoa, chữ thường",
            "a font of capitals for {name} was used, so upper and lower case cannot be told apart"
        );
        index.note(first, Some(at), &codes::SHEET_CASE_LOST, what);
    }
}

/// Cells that were pasted from an older sheet are converted one by one; the rest of the column is Unicode.
fn note_strays(index: &mut Index, idx: usize) {
    let at = index.columns[idx].at;
    let mut strays = texts(index, at).filter_map(|(row, text)| Some((row, legacy::detect(std::iter::once(text))?)));
    let Some((first, encoding)) = strays.next() else { return };
    let n_more = strays.count();
    index.columns[idx].has_strays = true;
    let name = encoding.title();
    let what = text!(
        "ô này viết bằng bảng mã {name}, khác với các ô khác trong cột",
        "this cell is written in {name}, unlike the others of the column"
    );
    index.note(first, Some(at), &codes::SHEET_ENCODING, with_more(what, n_more));
}

/// Texts with the month first, and date cells among texts that no American program could read, betray one.
fn habit_of(index: &Index, column: &Column) -> Habit {
    if !column.field.is_some_and(|field| matches!(field.kind, Kind::Date | Kind::Until)) {
        return Habit::Usual;
    }
    let (mut day_first, mut month_first, mut either) = (0u32, 0u32, 0u32);
    let (mut low_cells, mut high_cells) = (0u32, 0u32);
    for (_, cell) in cells(index, column.at) {
        match cell {
            Cell::Date(_, _, day) if *day > 12 => high_cells += 1,
            Cell::Date(..) => low_cells += 1,
            Cell::Text(text) => match dates::parse(text).map(|reading| reading.order) {
                Ok(Order::DayFirst) => day_first += 1,
                Ok(Order::MonthFirst) => month_first += 1,
                Ok(Order::Either) => either += 1,
                _ => (),
            },
            _ => (),
        }
    }
    if month_first > day_first {
        Habit::MonthFirst
    } else if low_cells > 0 && high_cells == 0 && day_first > 0 && either == 0 {
        Habit::SwappedCells
    } else {
        Habit::Usual
    }
}

fn note_formulas(index: &mut Index, at: u16, formulas: &[(u32, u16)]) {
    let header = index.header;
    let mut of_column = formulas.iter().filter(|(row, column)| *column == at && *row > header).map(|(row, _)| *row);
    let Some(first) = of_column.next() else { return };
    let what = with_more(text!("ô là công thức", "the cell is a formula"), of_column.count());
    index.note(first, Some(at), &codes::SHEET_FORMULA, what);
}
