//! Numbers of civil-status acts and of the registers they stand in: `12/2001`.

use super::{tidy, year};
use crate::finding::codes;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// The number of an act or a register within its year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CivilNumber {
    pub(super) text: String,
    year: i16,
}

impl CivilNumber {
    /// Reads a number and a year; the number may have one letter behind it.
    pub fn parse(text: &str) -> Result<CivilNumber, Wrong> {
        let text = tidy(text);
        let Some((number, the_year)) = text.split_once('/') else {
            return Err(wrong(text!("thiếu dấu `/` và năm", "the `/` and the year are missing")));
        };
        let digits = number.strip_suffix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(number);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong(text!(
                "trước dấu `/` phải là số, có thể thêm một chữ cái",
                "before the `/` there must be digits and at most one letter"
            )));
        }
        let year = year(the_year).ok_or_else(|| {
            wrong(text!("sau dấu `/` phải là năm gồm bốn chữ số", "behind the `/` there must be a year of four digits"))
        })?;
        Ok(CivilNumber { text, year })
    }

    /// Returns the number, with its letter and its zeros: `05A`.
    pub fn number(&self) -> &str {
        self.text.split('/').next().unwrap_or_default()
    }

    /// Returns the year.
    pub fn year(&self) -> i16 {
        self.year
    }
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_CIVIL, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_year_are_read() {
        for (text, number, year) in [("12/2001", "12", 2001), ("01 / 2001", "01", 2001), ("137a/1998", "137a", 1998)] {
            let civil = CivilNumber::parse(text).unwrap();
            assert_eq!((civil.number(), civil.year()), (number, year));
        }
        assert_eq!(CivilNumber::parse(" 01 / 2001 ").unwrap().as_str(), "01/2001");
    }

    #[test]
    fn malformed_numbers_are_refused_with_the_reason() {
        let refused = |text: &str| CivilNumber::parse(text).unwrap_err().what.en;
        assert_eq!(refused("12"), "the `/` and the year are missing");
        for text in ["/2001", "A/2001", "12AB/2001", "12-1/2001"] {
            assert_eq!(refused(text), "before the `/` there must be digits and at most one letter", "{text}");
        }
        for text in ["12/01", "12/20011", "12/", "12/2001/3", "12/0201"] {
            assert_eq!(refused(text), "behind the `/` there must be a year of four digits", "{text}");
        }
    }
}
