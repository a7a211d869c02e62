//! Dates as records write them, compared as far as they are known.

/// First and last day that a date may mean, as year, month, day.
pub type Span = ((u16, u8, u8), (u16, u8, u8));

/// Reads `DD/MM/YYYY`, `MM/YYYY` or `YYYY`.
pub fn span(text: &str) -> Option<Span> {
    let mut parts = text.trim().rsplit('/');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map(|month| month.parse().ok());
    let day = parts.next().map(|day| day.parse().ok());
    if parts.next().is_some() {
        return None;
    }
    let (first_month, last_month) = month.map_or(Some((1, 12)), |month| Some((month?, month?)))?;
    let (first_day, last_day) = day.map_or(Some((1, 31)), |day| Some((day?, day?)))?;
    Some(((year, first_month, first_day), (year, last_month, last_day)))
}

/// Says whether one date is surely later than another.
pub fn is_later(date: &Span, than: &Span) -> bool {
    date.0 > than.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_later_only_when_that_is_sure() {
        let later = |a: &str, b: &str| is_later(&span(a).unwrap(), &span(b).unwrap());
        assert!(later("02/01/2001", "01/01/2001") && later("2002", "31/12/2001") && later("02/2001", "01/2001"));
        assert!(!later("2001", "01/01/2001") && !later("31/12/2001", "2001") && !later("01/2001", "15/01/2001"));
        assert_eq!((span("x"), span("1/2/3/4"), span("a/2001")), (None, None, None));
    }
}
