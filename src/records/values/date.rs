//! Dates and terms. Never an invented day: where day and month may have been swapped, the year alone is taken.

use super::{Context, Habit, Written, Wrong, hollow, wrong};
use crate::finding::codes;
use crate::record::{Entry, Record, Scalar};
use crate::records::dates::{self, Order, PartialDate, Reading};
use crate::records::fields::{Field, Kind};
use crate::records::fold::fold;
use crate::records::grid::Cell;
use crate::text;

/// The value of a term without an end.
pub const UNLIMITED: &str = "unlimited";

/// Words for a term without an end, folded.
const ENDLESS: &[&str] = &[
    "vothoihan",
    "khongthoihan",
    "vinhvien",
    "khongxacdinhthoihan",
    "khongxacdinh",
    "laudai",
    "khonghanche",
    "unlimited",
];

/// Reads a date or a term into the record.
pub(super) fn read(
    field: &'static Field,
    cell: &Cell,
    written: Written,
    context: &Context<'_>,
    record: &mut Record,
) -> Vec<Wrong> {
    if matches!(field.kind, Kind::Until)
        && let Some(term) = term(&written.text)
    {
        record.set(field.path, written.entry(Some(Scalar::Text(term))));
        return Vec::new();
    }
    match understand(cell, &written.text) {
        Ok(reading) => {
            let (date, told) = sure(&reading, cell, context.dates);
            record.set(field.path, entry(written, &date));
            told.into_iter().collect()
        }
        Err(what) => {
            record.set(field.path, written.entry(None));
            vec![what]
        }
    }
}

/// Makes the entry of a date.
pub(super) fn entry(written: Written, date: &PartialDate) -> Entry {
    let precision = Some(date.precision());
    Entry { precision, ..written.entry(Some(Scalar::Text(date.to_string()))) }
}

fn understand(cell: &Cell, text: &str) -> Result<Reading, Wrong> {
    let date = match cell {
        Cell::Date(year, month, day) => dates::from_cell_date(*year, *month, *day),
        Cell::Number(number) if (1800.0..=2200.0).contains(number) => return dates::parse(text),
        Cell::Number(number) => dates::from_serial(*number),
        _ => return dates::parse(text),
    };
    let impossible =
        || wrong(&codes::RECORD_DATE, text!("số trong ô không phải là một ngày", "the number in the cell is no date"));
    date.map(|date| Reading { date, order: Order::Named }).ok_or_else(impossible)
}

/// Returns what is sure of a date, and a word where that is less than was written.
fn sure(reading: &Reading, cell: &Cell, habit: Habit) -> (PartialDate, Option<Wrong>) {
    let date = reading.date;
    let doubtful = match (cell, habit) {
        (Cell::Date(_, month, day), Habit::SwappedCells) => *day <= 12 && day != month,
        (Cell::Text(_), Habit::MonthFirst) => reading.order == Order::Either,
        _ => false,
    };
    if doubtful {
        let what = text!(
            "cột này có chỗ ngày và tháng bị đảo theo kiểu Mỹ, không rõ đâu là ngày, đâu là tháng, nên chỉ lấy năm",
            "this column has days and months swapped the American way, so the year alone is taken"
        );
        return (date.to_year(), Some(wrong(&codes::RECORD_DATE_SWAPPED, what)));
    }
    if reading.order == Order::MonthFirst {
        let what = text!(
            "ngày viết theo kiểu Mỹ, tháng đứng trước ngày",
            "the date is written the American way, with the month first"
        );
        return (date, Some(wrong(&codes::RECORD_DATE_SWAPPED, what)));
    }
    (date, None)
}

/// Returns a term as it stands in a record: `unlimited`, or a duration such as `P5Y` or `P6M` (ISO 8601-1, 5.5.2.2).
fn term(text: &str) -> Option<String> {
    let key = fold(text);
    if ENDLESS.contains(&key.as_str()) {
        return Some(UNLIMITED.to_owned());
    }
    let key = ["ketungaycap", "ketungayky", "ketungaybanhanh", "tungaycap", "tungayky"]
        .iter()
        .find_map(|end| key.strip_suffix(end))
        .unwrap_or(&key);
    let (number, unit) = key.split_at(key.find(|letter: char| !letter.is_ascii_digit())?);
    let number: u16 = number.parse().ok().filter(|number| *number > 0)?;
    let letter = match unit {
        "nam" | "years" | "year" => 'Y',
        "thang" | "months" | "month" => 'M',
        _ => return None,
    };
    Some(format!("P{number}{letter}"))
}

/// A cell that a spreadsheet program made a date of, in a column that holds no dates: `01/2001`, or `12/5`.
///
/// What was typed is known only where it was month and year, since then the program put in the first day; it is
/// taken for the number of an act, where that form is usual, and for nothing else.
pub(super) fn number_as_date(field: &'static Field, cell: &Cell, written: Written, record: &mut Record) -> Vec<Wrong> {
    let month = match *cell {
        Cell::Date(year, month, 1) | Cell::Month(year, month) => Some((month, year)),
        _ => None,
    };
    let value = month.filter(|_| matches!(field.kind, Kind::Civil)).map(|(month, year)| format!("{month:02}/{year}"));
    let told = value.as_ref().map_or_else(hollow::became_date, |value| {
        let what = text!(
            "phần mềm bảng tính đã đổi số thành ngày; được hiểu là `{value}`",
            "a spreadsheet program made a date of the number; it is read as `{value}`"
        );
        wrong(&codes::RECORD_NUMBER_AS_DATE, what)
    });
    record.set(field.path, written.entry(value.map(Scalar::Text)));
    vec![told]
}
