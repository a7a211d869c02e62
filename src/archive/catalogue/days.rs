//! Dates as numbers that can be compared, and whether a document is in force on a day.

use jiff::civil::Date;

use crate::records::dates::{self, Day, PartialDate};

/// The last day of a validity without end.
const ALWAYS: i64 = 99_991_231;

/// Returns the first and the last day that a date may mean, however people write it: `2019`, `03/2019`, `5/3/2019`.
pub fn span(text: &str) -> Option<(Date, Date)> {
    days(dates::parse(text).ok()?.date)
}

/// Returns the first and the last day that the value of a field may mean: `2019`, `2019-03`, `2019-03-05`.
pub(super) fn of_value(value: &str) -> Option<(Date, Date)> {
    days(value.parse().ok()?)
}

fn days(date: PartialDate) -> Option<(Date, Date)> {
    let day = |day: Day| Date::new(day.year(), i8::try_from(day.month()).ok()?, i8::try_from(day.day()).ok()?).ok();
    Some((day(date.earliest())?, day(date.latest())?))
}

/// Returns a day as the catalogue keeps it: 20190305.
pub(super) fn number(date: Date) -> i64 {
    (i64::from(date.year()) * 100 + i64::from(date.month())) * 100 + i64::from(date.day())
}

/// Returns the day of a number.
fn date(number: i64) -> Option<Date> {
    let part = |value: i64| i8::try_from(value).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100 % 100)?, part(number % 100)?).ok()
}

/// Returns both as numbers; a validity without end ends after all days.
pub(super) fn numbers(value: Option<&str>) -> Option<(i64, i64)> {
    match value? {
        "unlimited" => Some((ALWAYS, ALWAYS)),
        value => of_value(value).map(|(first, last)| (number(first), number(last))),
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
        assert_eq!(numbers("2020-02"), Some((20200201, 20200229)));
        assert_eq!(numbers("2019-03-05"), Some((20190305, 20190305)));
        assert_eq!(numbers("unlimited"), Some((ALWAYS, ALWAYS)));
        assert_eq!([numbers("05/03/2019"), numbers(""), numbers("2019-13")], [None; 3]);
        assert_eq!(span("5/3/2019"), of_value("2019-03-05"));
        assert_eq!(span("02/2020"), of_value("2020-02"));
        assert_eq!([span("x"), span("")], [None; 2]);
    }

    #[test]
    fn the_last_day_is_the_first_that_anything_ends() {
        let term = Term { until: Some(20251231), revoked_on: Some(20240301), ..Term::default() };
        assert_eq!(term.last_day(), Some("2024-02-29".parse().unwrap()));
        assert_eq!(Term { revoked_on: None, ..term }.last_day(), Some("2025-12-31".parse().unwrap()));
        assert_eq!(Term { until: Some(ALWAYS), ..Term::default() }.last_day(), None);
    }

    #[test]
    fn a_document_is_in_force_unless_its_record_says_otherwise() {
        let day = 20200101;
        assert_eq!(Term::default().standing(day), Standing::InForce);
        let until = |until| Term { until: Some(until), ..Term::default() }.standing(day);
        assert_eq!(
            [until(day), until(20191231), until(ALWAYS)],
            [Standing::InForce, Standing::Expired, Standing::InForce]
        );
        let from = |from| Term { from: Some(from), ..Term::default() }.standing(day);
        assert_eq!([from(day), from(20200102)], [Standing::InForce, Standing::NotYet]);
        let revoked = |on| Term { revoked_on: Some(on), ..Term::default() }.standing(day);
        assert_eq!([revoked(day), revoked(20200102)], [Standing::Revoked, Standing::InForce]);
        let replaced = Term { replaced_on: Some(0), ..Term::default() };
        assert_eq!(replaced.standing(day), Standing::Replaced);
        assert_eq!(Term { withdrawn: true, ..replaced }.standing(day), Standing::Withdrawn);
    }
}
