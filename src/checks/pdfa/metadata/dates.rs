//! Dates as XMP writes them (XMP Specification, September 2005, "Date"; a part of ISO 8601).
//!
//! The day must exist. A time without its zone is taken: later editions allow it, and so do the judges of the standard.

/// Says whether it is a date: a year, a month, a day, or a moment of a day.
pub(super) fn is_date(text: &str) -> bool {
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let mut parts = day.split('-').map(digits);
    match (parts.next(), parts.next(), parts.next(), parts.next(), time) {
        (Some(Some((_, 4))), None, None, None, None) => true,
        (Some(Some((_, 4))), Some(Some((month, 2))), None, None, None) => (1..=12).contains(&month),
        (Some(Some((year, 4))), Some(Some((month, 2))), Some(Some((day, 2))), None, time) => {
            (1..=days(year, month)).contains(&day) && time.is_none_or(is_time)
        }
        _ => false,
    }
}

fn is_time(text: &str) -> bool {
    let zone = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(zone);
    let (time, fraction) = match time.split_once('.') {
        Some((time, fraction)) => (time, Some(fraction)),
        None => (time, None),
    };
    let has_seconds = time.len() == 8;
    (is_clock(time, 2) && fraction.is_none() || has_seconds && is_clock(time, 3))
        && fraction.is_none_or(|fraction| !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit()))
        && is_zone(zone)
}

fn is_zone(text: &str) -> bool {
    text.is_empty() || text == "Z" || text.strip_prefix(['+', '-']).is_some_and(|offset| is_clock(offset, 2))
}

/// Says whether it is hours and minutes (2 parts), and seconds (3 parts).
fn is_clock(text: &str, parts: usize) -> bool {
    let bounds = [24, 60, 60];
    let fits = |(part, bound): (&str, u32)| matches!(digits(part), Some((value, 2)) if value < bound);
    text.split(':').count() == parts && text.split(':').zip(bounds).all(fits)
}

/// Returns the value and how many digits it has; nothing but digits, and few of them.
fn digits(text: &str) -> Option<(u32, usize)> {
    let is_number = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok().map(|value| (value, text.len())) } else { None }
}

fn days(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn a_date_may_be_as_exact_as_is_known() {
        for text in [
            "1997",
            "1997-07",
            "1997-07-16",
            "1997-07-16T19:20+01:00",
            "1997-07-16T19:20:15-01:00",
            "1997-07-16T19:20:25.45Z",
            "1997-07-16T19:20:15",
            "2024-02-29",
        ] {
            assert!(is_date(text), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_and_other_spellings_are_no_dates() {
        for text in [
            "",
            "97",
            "1997-7",
            "1997-13",
            "1997-00",
            "1997-07-45",
            "2023-02-29",
            "1900-02-29",
            "1997-07-16T",
            "1997-07T19:20Z",
            "1997-07-16T24:00Z",
            "1997-07-16T19:60Z",
            "1997-07-16T19:20:15.Z",
            "1997-07-16T19:20.5Z",
            "1997-07-16T19:20:15Z+01:00",
            "1997-07-16T19:20+0100",
            "1997-07-16 19:20",
            "D:19970716192015Z",
            "Date: 1997",
            "+997",
            "1997-07-16T19:20:15:00Z",
            "١٩٩٧",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
