//! Dates as papers give them: a day, a month or only a year, and never more than is known.
//!
//! What people and spreadsheet programs write is read in `reading`; here dates are made, compared and counted on.

mod reading;

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

pub use reading::{Order, Reading, parse};

use crate::finding::codes;
use crate::record::Precision;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// The first and the last year that a paper is believed to be of.
const YEARS: (i16, i16) = (1800, 2200);

/// The years that a workbook's day numbers are believed for: lower numbers are counts, numbers of papers, or years.
const SERIAL_YEARS: RangeInclusive<i16> = 1920..=2100;

/// The number of the first day of those years, in the 1900 system.
const FIRST_SERIAL: f64 = 7306.0;

/// A day of the calendar, 1800 to 2200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

/// A date of which the year is known, perhaps the month, perhaps the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Day {
    /// Returns a day, if the calendar has it.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Day> {
        let is_real = is_year(year) && (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
        is_real.then_some(Day { year, month, day })
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns the month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Returns the day some months later; where that month is too short, its last day. `None` after the year 2200.
    pub fn plus_months(self, months: u16) -> Option<Day> {
        let since = u32::from(self.month) - 1 + u32::from(months);
        let year = i16::try_from(u32::try_from(self.year).ok()? + since / 12).ok()?;
        let month = u8::try_from(since % 12 + 1).ok()?;
        Day::new(year, month, self.day.min(length(year, month)))
    }

    /// Returns the day some years later; for 29 February in a common year the 28th. `None` after the year 2200.
    pub fn plus_years(self, years: u16) -> Option<Day> {
        self.plus_months(years.checked_mul(12)?)
    }
}

impl PartialDate {
    /// Returns a date, if the calendar has it; a day asks for a month.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
        let is_real = match (month, day) {
            (None, None) => is_year(year),
            (Some(month), None) => is_year(year) && (1..=12).contains(&month),
            (Some(month), Some(day)) => Day::new(year, month, day).is_some(),
            (None, Some(_)) => false,
        };
        is_real.then_some(PartialDate { year, month, day })
    }

    /// Returns the year alone, for a date of which no more is sure.
    pub fn to_year(self) -> PartialDate {
        PartialDate { month: None, day: None, ..self }
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns the month, where it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// Returns the whole day, where it is known.
    pub fn whole(self) -> Option<Day> {
        Some(Day { year: self.year, month: self.month?, day: self.day? })
    }

    /// Says how exact the date is.
    pub fn precision(self) -> Precision {
        match (self.month, self.day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        }
    }

    /// Returns the first day that can be meant.
    pub fn earliest(self) -> Day {
        Day { year: self.year, month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) }
    }

    /// Returns the last day that can be meant.
    pub fn latest(self) -> Day {
        let month = self.month.unwrap_or(12);
        Day { year: self.year, month, day: self.day.unwrap_or(length(self.year, month)) }
    }
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> PartialDate {
        PartialDate { year: day.year, month: Some(day.month), day: Some(day.day) }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for PartialDate {
    /// Writes `2019-03-05`, `2019-03` or `2019` (ISO 8601-1, 5.2.2).
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(out, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(out, "-{day:02}"))
    }
}

impl FromStr for PartialDate {
    type Err = Wrong;

    /// Reads what `Display` writes, and nothing else.
    fn from_str(text: &str) -> Result<PartialDate, Wrong> {
        let mut parts = text.splitn(3, '-').map(|part| part.parse().ok());
        let year = parts.next().flatten();
        let (month, day) = (parts.next(), parts.next());
        let small = |part: Option<Option<i16>>| part.map(|number| u8::try_from(number.unwrap_or(0)).unwrap_or(0));
        let date = year.and_then(|year| PartialDate::new(year, small(month), small(day)));
        date.filter(|date| date.to_string() == text).ok_or_else(|| {
            wrong(text!("ngày không có dạng năm-tháng-ngày", "the date is not of the form year-month-day"))
        })
    }
}

/// Returns the date of a cell that the workbook shows as a date.
pub fn from_cell_date(year: i16, month: u8, day: u8) -> Option<PartialDate> {
    Day::new(year, month, day).map(PartialDate::from)
}

/// Returns the date behind a day number of the 1900 system, in which 1 is 1 January 1900.
///
/// `None` for parts of days and outside of 1920 to 2100.
pub fn from_serial(serial: f64) -> Option<PartialDate> {
    if serial.fract() != 0.0 || !(FIRST_SERIAL..100_000.0).contains(&serial) {
        return None;
    }
    let mut rest = (serial - FIRST_SERIAL) as u32;
    for year in SERIAL_YEARS {
        for month in 1..=12 {
            let days = u32::from(length(year, month));
            if rest < days {
                return from_cell_date(year, month, u8::try_from(rest + 1).ok()?);
            }
            rest -= days;
        }
    }
    None
}

fn is_year(year: i16) -> bool {
    (YEARS.0..=YEARS.1).contains(&year)
}

/// Returns the days of a month.
fn length(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_DATE, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: u8, day: u8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn what_is_written_reads_back_and_nothing_else_does() {
        for text in ["2019-03-05", "2019-03", "2019", "1800-01-01", "2000-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in ["", "19", "2019-3-5", "2019-13", "2019-02-29", "1900-02-29", "2019-00", "2019-03-05-1", "+2019"] {
            assert_eq!(text.parse::<PartialDate>().unwrap_err().code, &codes::RECORD_DATE, "{text}");
        }
        assert!("1799".parse::<PartialDate>().is_err() && "2201".parse::<PartialDate>().is_err());
        assert_eq!(PartialDate::new(2019, None, Some(1)), None);
    }

    #[test]
    fn a_date_without_a_day_spans_all_its_days() {
        let span = |text: &str| {
            let date: PartialDate = text.parse().unwrap();
            (date.precision(), date.earliest().to_string(), date.latest().to_string())
        };
        assert_eq!(span("1975"), (Precision::Year, "1975-01-01".to_owned(), "1975-12-31".to_owned()));
        assert_eq!(span("1976-02"), (Precision::Month, "1976-02-01".to_owned(), "1976-02-29".to_owned()));
        assert_eq!(span("1976-02-03"), (Precision::Day, "1976-02-03".to_owned(), "1976-02-03".to_owned()));
        assert!(day(1975, 12, 31) < day(1976, 1, 1) && day(1976, 1, 31) < day(1976, 2, 1));
        assert_eq!("1975-03".parse::<PartialDate>().unwrap().whole(), None);
    }

    #[test]
    fn a_term_ends_on_the_last_day_of_a_shorter_month() {
        assert_eq!(day(2020, 2, 29).plus_years(1), Some(day(2021, 2, 28)));
        assert_eq!(day(2020, 2, 29).plus_years(4), Some(day(2024, 2, 29)));
        assert_eq!(day(2019, 10, 31).plus_months(4), Some(day(2020, 2, 29)));
        assert_eq!(day(2019, 12, 5).plus_months(1), Some(day(2020, 1, 5)));
        assert_eq!(day(2019, 12, 5).plus_years(u16::MAX), None);
        assert_eq!(day(2200, 12, 31).plus_months(1), None);
    }

    #[test]
    fn day_numbers_are_believed_from_1920_to_2100() {
        let date = |serial| from_serial(serial).map(|date| date.to_string());
        let known = [
            (7306.0, "1920-01-01"),
            (7365.0, "1920-02-29"),
            (27458.0, "1975-03-05"),
            (43529.0, "2019-03-05"),
            (73415.0, "2100-12-31"),
        ];
        for (serial, text) in known {
            assert_eq!(date(serial).as_deref(), Some(text));
        }
        for serial in [0.0, -1.0, 319.0, 7305.0, 43529.5, 73416.0, 1e18, f64::NAN, f64::INFINITY] {
            assert_eq!(date(serial), None, "{serial}");
        }
    }

    #[test]
    fn a_cell_that_shows_a_date_is_one_if_the_calendar_has_it() {
        assert_eq!(from_cell_date(2001, 1, 12).map(|date| date.to_string()).as_deref(), Some("2001-01-12"));
        assert_eq!(from_cell_date(1900, 2, 29), None);
    }
}
