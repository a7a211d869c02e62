//! The one reading of the clock in a run. `SOURCE_DATE_EPOCH` fixes it, so that two runs can be compared.

use anyhow::Result;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use sohoa::fault::Fault;
use sohoa::text;

/// Returns the instant of the run at an offset such as `+07:00`.
pub fn now(utc_offset: &str) -> Result<Zoned> {
    let instant = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => fixed(&seconds)?,
        Err(_) => Timestamp::now(),
    };
    let offset = parse_offset(utc_offset).ok_or_else(|| {
        let what = text!(
            "múi giờ `{utc_offset}` trong hồ sơ cấu hình không hợp lệ; ví dụ +07:00",
            "the offset `{utc_offset}` in the profile is not valid; an example is +07:00"
        );
        Fault::raise("profile.offset", what)
    })?;
    Ok(instant.to_zoned(TimeZone::fixed(offset)))
}

fn fixed(seconds: &str) -> Result<Timestamp> {
    let instant = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    instant.ok_or_else(|| {
        let what = text!(
            "SOURCE_DATE_EPOCH phải là số giây, không phải `{seconds}`",
            "SOURCE_DATE_EPOCH must be a number of seconds, not `{seconds}`"
        );
        Fault::raise("environment.epoch", what)
    })
}

fn parse_offset(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let valid = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    if valid { Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_with_their_sign() {
        assert_eq!(parse_offset("+07:00").map(Offset::seconds), Some(25_200));
        assert_eq!(parse_offset("-03:30").map(Offset::seconds), Some(-12_600));
        assert!(["07:00", "+7", "+25:00", "", "+07:-1"].into_iter().all(|text| parse_offset(text).is_none()));
    }
}
