//! Dates as numbers that can be compared, and whether a document is in force on a day.

use jiff::civil::Date;

/// The last day of a validity without end.
const ALWAYS: i64 = 9999_12_31;

/// Returns the first and the last day that a date may mean: `2019`, `2019-03`, `2019-03-05`, `03/2019`, `05/03/2019`.
pub fn span(text: &str) -> Option<(Date, Date)> {
    let mut parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    if parts[0].len() < 4 {
        parts.reverse();
    }
    let number = |idx: usize| parts.get(idx).map(|part| part.parse::<i8>());
    if parts[0].len() != 4 || parts.len() > 3 || parts.iter().any(|part| !part.bytes().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let year = parts[0].parse().ok()?;
    let date = |month, day| Date::new(year, month, day).ok();
    match (number(1), number(2)) {
        (None, _) => Some((date(1, 1)?, date(12, 31)?)),
        (Some(month), None) => date(month.ok()?, 1).map(|first| (first, first.last_of_month())),
        (Some(month), Some(day)) => date(month.ok()?, day.ok()?).map(|day| (day, day)),
    }
}

/// Returns a day as the catalogue keeps it: 20190305.
pub(super) fn number(date: Date) -> i64 {
    (i64::from(date.year()) * 100 + i64::from(date.month())) * 100 + i64::from(date.day())
}

/// Returns the day of a number.
fn date(number: i64) -> Option<Date> {
    let part = |value: i64| i8::try_from(value).ok();
    Date::new(i16::try_from(number / 1_00_00).ok()?, part(number / 1_00 % 1_00)?, part(number % 1_00)?).ok()
}

/// Returns the first and the last day that the value of a field may mean.
pub(super) fn numbers(value: Option<&str>) -> Option<(i64, i64)> {
    match value? {
        "unlimited" => Some((ALWAYS, ALWAYS)),
        value => span(value).map(|(first, last)| (number(first), number(last))),
    }
}

/// From when until when a document is in force, as far as records say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    /// The first day.
    pub from: Option<i64>,
    /// The last day.
    pub until: Option<i64>,
    /// The day of revocation: no longer in force on it.
    pub revoked_on: Option<i64>,
    /// The day from which another document stands in its place.
    pub replaced_on: Option<i64>,
    /// Whether the document was withdrawn from the archive.
    pub withdrawn: bool,
}

/// Whether a document is in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It is: nothing says that it has ended or not begun.
    InForce,
    /// Its validity begins later.
    NotYet,
    /// Its validity has ended.
    Expired,
    /// It was revoked.
    Revoked,
    /// Another document stands in its place.
    Replaced,
    /// It was withdrawn from the archive.
    Withdrawn,
}

impl Term {
    /// Returns the last day in force by the document's own record; `None` where it has no end.
    pub(super) fn last_day(&self) -> Option<Date> {
        let until = self.until.filter(|until| *until != ALWAYS).and_then(date);
        let ended = self.revoked_on.into_iter().chain(self.replaced_on).min().and_then(date);
        until.into_iter().chain(ended.and_then(|day| day.yesterday().ok())).min()
    }

    /// Says how the document stands on a day.
    pub(super) fn standing(&self, day: i64) -> Standing {
        let reached = |date: Option<i64>| date.is_some_and(|date| date <= day);
        if self.withdrawn {
            Standing::Withdrawn
        } else if reached(self.revoked_on) {
            Standing::Revoked
        } else if reached(self.replaced_on) {
            Standing::Replaced
        } else if self.until.is_some_and(|until| until < day) {
            Standing::Expired
        } else if self.from.is_some_and(|from| from > day) {
            Standing::NotYet
        } else {
            Standing::InForce
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_spans_what_it_leaves_open() {
        let numbers = |text| numbers(Some(text));
        assert_eq!(numbers("2019"), Some((20190101, 20191231)));
        assert_eq!([numbers("2020-02"), numbers("02/2020")], [Some((20200201, 20200229)); 2]);
        assert_eq!([numbers("2019-03-05"), numbers("5/3/2019"), numbers("05.03.2019")], [Some((20190305, 20190305)); 3]);
        assert_eq!(numbers("unlimited"), Some((99991231, 99991231)));
        for wrong in ["", "19", "2019-13", "31/02/2019", "2019-03-05-01", "2019-3-x", "năm 2019", "+019", "-"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_document_is_in_force_unless_its_record_says_otherwise() {
        let day = 20200101;
        assert_eq!(Term::default().standing(day), Standing::InForce);
        let until = |until| Term { until: Some(until), ..Term::default() }.standing(day);
        assert_eq!([until(day), until(20191231), until(ALWAYS)], [
            Standing::InForce,
            Standing::Expired,
            Standing::InForce
        ]);
        let from = |from| Term { from: Some(from), ..Term::default() }.standing(day);
        assert_eq!([from(day), from(20200102)], [Standing::InForce, Standing::NotYet]);
        let revoked = |on| Term { revoked_on: Some(on), ..Term::default() }.standing(day);
        assert_eq!([revoked(day), revoked(20200102)], [Standing::Revoked, Standing::InForce]);
        let replaced = Term { replaced_on: Some(0), ..Term::default() };
        assert_eq!(replaced.standing(day), Standing::Replaced);
        assert_eq!(Term { withdrawn: true, ..replaced }.standing(day), Standing::Withdrawn);
    }
}
