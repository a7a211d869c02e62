//! Ids and times as the circular writes them: UUIDs derived from the package's own, and times to the millisecond with
//! their offset, never `Z`.

use jiff::Timestamp;
use jiff::fmt::strtime;
use jiff::tz::{Offset, TimeZone};
use uuid::Uuid;

/// Returns a UUID, lower case, that a package gives to one of its parts; the same every time.
pub(super) fn uuid(package: &str, part: &str) -> String {
    let package = Uuid::parse_str(package).unwrap_or(Uuid::NAMESPACE_OID);
    Uuid::new_v5(&package, part.as_bytes()).to_string()
}

/// Returns the id of a section, division or group.
pub(super) fn id(package: &str, part: &str) -> String {
    format!("uuid-{}", uuid(package, part).to_uppercase())
}

/// Returns the id of a file.
pub(super) fn file_id(package: &str, path: &str) -> String {
    format!("ID-{}", uuid(package, path).to_uppercase())
}

/// Writes a time as `2026-11-21T16:00:00.000+07:00`; an RFC 3339 time keeps its offset, one in UTC gets that of the archive.
pub(super) fn stamp(time: &str, utc_offset: &str) -> String {
    let own = time.len().checked_sub(utc_offset.len()).and_then(|at| time.split_at_checked(at));
    let own = own.map(|(_, offset)| offset).filter(|_| !time.ends_with('Z')).and_then(offset_of);
    let offset = own.or_else(|| offset_of(utc_offset)).unwrap_or(Offset::UTC);
    let Ok(instant) = time.parse::<Timestamp>() else { return time.to_owned() };
    let zoned = instant.to_zoned(TimeZone::fixed(offset));
    strtime::format("%Y-%m-%dT%H:%M:%S%.3f%:z", &zoned).unwrap_or_else(|_| time.to_owned())
}

fn offset_of(text: &str) -> Option<Offset> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_milliseconds_and_an_offset() {
        assert_eq!(stamp("2026-11-21T16:00:00+07:00", "+07:00"), "2026-11-21T16:00:00.000+07:00");
        assert_eq!(stamp("2026-11-21T16:00:00.25Z", "+07:00"), "2026-11-21T23:00:00.250+07:00");
        assert_eq!(stamp("2026-11-21T16:00:00-03:30", "+07:00"), "2026-11-21T16:00:00.000-03:30");
        assert_eq!(stamp("not a time", "+07:00"), "not a time");
        assert_eq!(stamp("", "+07:00"), "");
    }

    #[test]
    fn ids_follow_from_package_and_part() {
        let package = "9c13a5a2-7d2a-5c0e-8d5e-2f0a2b1c3d4e";
        assert_eq!(uuid(package, "zip"), uuid(package, "zip"));
        assert_ne!(uuid(package, "zip"), uuid(package, "zap"));
        assert!(id(package, "x").starts_with("uuid-") && file_id(package, "x").starts_with("ID-"));
    }
}
