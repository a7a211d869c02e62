//! From numbers to dates: workbooks store days as numbers, and the format of the cell alone says that it is a date.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::records::grid::Cell;

/// What a number format makes of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// A number, or whatever else is no date.
    #[default]
    Number,
    /// A date, with or without a time of day.
    Date,
    /// A month of a year.
    Month,
    /// A year.
    Year,
    /// A time of day or a duration.
    Time,
}

/// The day before the first one, counted back from today: the 1900 system has a day too many in its first months.
const FIRST: Date = date(1899, 12, 30);

/// Days that are years: a year typed into a cell for dates shows one in 1904 to 1906, and no record is of that time.
const YEARS: RangeInclusive<f64> = 1800.0..=2200.0;

/// Returns what a built-in format shows (ECMA-376-1, 18.8.30). Those of East Asia differ from language to language; where
/// one of them shows no day, none is believed.
pub(super) fn built_in(id: u16) -> Shown {
    match id {
        17 | 27 | 36 | 50 | 52 | 57 => Shown::Month,
        14..=16 | 22 | 28..=35 | 51..=58 => Shown::Date,
        18..=21 | 45..=47 => Shown::Time,
        _ => Shown::Number,
    }
}

/// Returns what a format code such as `[$-42A]dd/mm/yyyy;@` shows, by its first section.
pub(super) fn custom(code: &str) -> Shown {
    let letters = bare(code);
    let has = |wanted: &[char]| letters.contains(wanted);
    if has(&['#', '?', '%']) || has(&['0']) && !has(&['s']) {
        Shown::Number
    } else if has(&['d']) {
        Shown::Date
    } else if has(&['m']) && !has(&['h', 's']) {
        Shown::Month
    } else if has(&['y']) {
        // Beside hours or seconds, `m` may be minutes.
        Shown::Year
    } else if has(&['h', 's']) {
        Shown::Time
    } else {
        Shown::Number
    }
}

/// Returns the first section in small letters, without what is quoted, escaped or in brackets; `[h]` is a time.
fn bare(code: &str) -> String {
    let mut letters = code.chars().map(|letter| letter.to_ascii_lowercase());
    let mut bare = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => _ = letters.by_ref().find(|letter| *letter == '"'),
            '\\' | '_' | '*' => _ = letters.next(),
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let is_duration = !inside.is_empty() && inside.chars().all(|letter| "hms".contains(letter));
                // `[mm]` is minutes: the blank `h` says so.
                bare.push_str(if is_duration { "h" } else { "" });
            }
            other => bare.push(other),
        }
    }
    // `General` has letters, too; none of them is looked for.
    bare
}

/// Returns the cell of a number in a format, as exact as that shows it. Days count from 1900 or 1904 (ECMA-376-1,
/// 18.17.4.1).
pub(super) fn cell(number: f64, shown: Shown, is_1904: bool) -> Cell {
    if !number.is_finite() {
        return Cell::Error("#NUM!".into());
    }
    let day = number.floor();
    match shown {
        Shown::Number => Cell::Number(number),
        Shown::Time => time(number),
        _ if day == 0.0 && number > 0.0 => time(number),
        _ if day == number && YEARS.contains(&number) => Cell::Number(number),
        _ => day_of(day, is_1904).map_or(Cell::Number(number), |date| of_date(date, shown)),
    }
}

/// Returns the cell of a date: what the format leaves out was put in by the program, and nobody wrote it.
fn of_date(date: Date, shown: Shown) -> Cell {
    match shown {
        Shown::Year => Cell::Text(format!("{:04}", date.year()).into()),
        Shown::Month => Cell::Month(date.year(), date.month().unsigned_abs()),
        // Both are within 1..=31 by the type they come from.
        _ => Cell::Date(date.year(), date.month().unsigned_abs(), date.day().unsigned_abs()),
    }
}

fn day_of(day: f64, is_1904: bool) -> Option<Date> {
    // 9999-12-31, the last day that the programs know.
    if !(0.0..=2_958_465.0).contains(&day) {
        return None;
    }
    let (first, day) = match (is_1904, day as i64) {
        (true, day) => (date(1904, 1, 1), day),
        // The 1900 system has a 29 February 1900, which never was; days before it are one off.
        (false, 0 | 60) => return None,
        (false, day @ ..60) => (date(1899, 12, 31), day),
        (false, day) => (FIRST, day),
    };
    first.checked_add(day.days()).ok().filter(|date| date.year() <= 9999)
}

/// Returns a time of day or a duration as text, for no field is one.
fn time(number: f64) -> Cell {
    let seconds = (number.abs().min(1e9) * 86_400.0).round() as u64;
    let sign = if number < 0.0 { "-" } else { "" };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Cell::Text(format!("{sign}{hours:02}:{minutes:02}:{seconds:02}").into())
}

/// Returns the cell of `2019-03-05`, or of a moment such as `2019-03-05T08:00:00`, as exact as the format shows it.
pub(super) fn iso(text: &str, shown: Shown) -> Option<Cell> {
    let (day, rest) = text.split_at_checked(10)?;
    let is_moment = rest.is_empty() || rest.starts_with(['T', ' ']);
    let date = day.parse::<Date>().ok().filter(|_| is_moment)?;
    let number = f64::from((date - FIRST).get_days());
    Some(if YEARS.contains(&number) { Cell::Number(number) } else { of_date(date, shown) })
}

/// Returns the text of a duration such as `PT08H30M00S`, as the programs show it.
pub(super) fn duration(text: &str) -> Option<Cell> {
    let mut rest = text.strip_prefix("PT")?;
    let mut total = 0.0;
    for (unit, seconds) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, after)) = rest.split_once(unit) {
            total += number.replace(',', ".").parse::<f64>().ok()? * seconds;
            rest = after;
        }
    }
    (rest.is_empty() && total.is_finite()).then(|| time(total / 86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1900_or_1904() {
        let shown = |number, is_1904| cell(number, Shown::Date, is_1904);
        assert_eq!(shown(1.0, false), Cell::Date(1900, 1, 1));
        assert_eq!(shown(59.0, false), Cell::Date(1900, 2, 28));
        assert_eq!(shown(61.0, false), Cell::Date(1900, 3, 1));
        assert_eq!(shown(43_529.0, false), Cell::Date(2019, 3, 5));
        assert_eq!(shown(43_529.75, false), Cell::Date(2019, 3, 5));
        assert_eq!(shown(42_067.0, true), Cell::Date(2019, 3, 5));
        assert_eq!(shown(0.0, true), Cell::Date(1904, 1, 1));
        assert_eq!(shown(2_958_465.0, false), Cell::Date(9999, 12, 31));
    }

    #[test]
    fn a_number_that_can_be_no_day_stays_a_number() {
        for number in [0.0, 60.0, -1.0, 2_958_466.0, 1e300] {
            assert_eq!(cell(number, Shown::Date, false), Cell::Number(number));
        }
        assert_eq!(cell(2_958_465.0, Shown::Date, true), Cell::Number(2_958_465.0));
        assert_eq!(cell(f64::NAN, Shown::Date, false), Cell::Error("#NUM!".into()));
    }

    #[test]
    fn a_pure_time_is_a_text() {
        assert_eq!(cell(0.5, Shown::Time, false), Cell::Text("12:00:00".into()));
        assert_eq!(cell(0.25, Shown::Date, false), Cell::Text("06:00:00".into()));
        assert_eq!(duration("PT08H30M05S"), Some(Cell::Text("08:30:05".into())));
        assert_eq!(duration("P1D"), None);
    }

    #[test]
    fn format_codes_say_what_is_a_date() {
        for code in ["dd/mm/yyyy", "[$-42A]dd/mm/yyyy;@", "d-mmm", "dd/mm/yyyy hh:mm:ss.000", "\"ngày\" dd"] {
            assert_eq!(custom(code), Shown::Date, "{code}");
        }
        for code in ["mm/yyyy", "mmm-yy", "yyyy\\-mm", "\"tháng\" m"] {
            assert_eq!(custom(code), Shown::Month, "{code}");
        }
        for code in ["yyyy", "\"Năm đó\" yyyy", "yyyy hh:mm"] {
            assert_eq!(custom(code), Shown::Year, "{code}");
        }
        for code in ["hh:mm", "[h]:mm:ss", "mm:ss.0", "[mm]:ss"] {
            assert_eq!(custom(code), Shown::Time, "{code}");
        }
        for code in ["General", "0", "#,##0 \"ngày\"", "0.00E+00", "@", "0 \\d", "[Red]0", "# ?/?", "_-* #,##0_-", ""]
        {
            assert_eq!(custom(code), Shown::Number, "{code}");
        }
    }

    #[test]
    fn a_date_is_no_more_exact_than_its_format_shows() {
        let text = |text: &str| Cell::Text(text.into());
        assert_eq!(cell(27_454.0, Shown::Month, false), Cell::Month(1975, 3));
        assert_eq!(cell(27_454.0, Shown::Year, false), text("1975"));
        assert_eq!(iso("1975-03-01", Shown::Month), Some(Cell::Month(1975, 3)));
        assert_eq!(iso("1975-03-01T08:00:00", Shown::Year), Some(text("1975")));
        assert_eq!(cell(0.5, Shown::Year, false), text("12:00:00"));
        assert_eq!((built_in(17), built_in(14)), (Shown::Month, Shown::Date));
    }

    #[test]
    fn a_year_typed_into_a_cell_for_dates_is_that_year() {
        for shown in [Shown::Date, Shown::Month, Shown::Year] {
            assert_eq!(cell(1975.0, shown, false), Cell::Number(1975.0));
            assert_eq!(iso("1905-05-28", shown), Some(Cell::Number(1975.0)));
        }
        assert_eq!(cell(1975.0, Shown::Date, true), Cell::Number(1975.0));
        assert_eq!(cell(1799.0, Shown::Date, false), Cell::Date(1904, 12, 3));
        assert_eq!(cell(1975.5, Shown::Date, false), Cell::Date(1905, 5, 28));
        assert_eq!(cell(2201.0, Shown::Date, false), Cell::Date(1906, 1, 9));
    }

    #[test]
    fn iso_dates_are_dates_with_or_without_a_time() {
        assert_eq!(iso("2019-03-05", Shown::Date), Some(Cell::Date(2019, 3, 5)));
        assert_eq!(iso("2019-03-05T23:59:59", Shown::Number), Some(Cell::Date(2019, 3, 5)));
        for text in ["2019-02-30", "2019-03-0", "2019-03-05x", "ngày 5", ""] {
            assert_eq!(iso(text, Shown::Date), None, "{text}");
        }
    }
}
