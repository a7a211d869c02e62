//! Number and notation of a document (*số, ký hiệu*): `123/GXN-UBND`, `45/2020/NĐ-CP`, of the Party `14748-CV/VPTW`.

use super::{tidy, year};
use crate::finding::codes;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// The digits of a number, at most.
const LONGEST_NUMBER: usize = 6;

/// Number and notation. Its letters keep their case, since `TTr` and `TTR` may be two things.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Notation {
    pub(super) text: String,
    number: String,
    year: Option<i16>,
    notation: String,
}

impl Notation {
    /// Reads number and notation; blanks within are left out.
    pub fn parse(text: &str) -> Result<Notation, Wrong> {
        let text = tidy(text);
        let parts: Vec<&str> = text.split('/').collect();
        let (number, the_year, notation) = match parts[..] {
            [first, issuer] if first.contains('-') => {
                // The Party writes the kind behind the number and the issuer behind the stroke.
                let (number, kind) = first.split_once('-').unwrap_or((first, ""));
                (number, None, format!("{kind}/{issuer}"))
            }
            [number, notation] => (number, None, notation.to_owned()),
            [number, year, notation] => (number, Some(year), notation.to_owned()),
            _ => return Err(shape()),
        };
        check_number(number)?;
        if year(&notation).is_some() {
            return Err(wrong(text!("sau số và năm không có ký hiệu", "there is no notation behind number and year")));
        }
        let year = the_year.map(|text| year(text).ok_or_else(no_year)).transpose()?;
        notation.split('/').try_for_each(check_notation)?;
        Ok(Notation { number: number.to_owned(), year, notation, text })
    }

    /// Returns the number, with its letter and its zeros: `05A`.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Returns the year, which normative documents have.
    pub fn year(&self) -> Option<i16> {
        self.year
    }

    /// Returns the notation: `GXN-UBND`; of the Party `CV/VPTW`.
    pub fn notation(&self) -> &str {
        &self.notation
    }
}

/// A number is digits and perhaps one letter.
fn check_number(number: &str) -> Result<(), Wrong> {
    let digits = number.strip_suffix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(number);
    if (1..=LONGEST_NUMBER).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(wrong(text!(
        "số phải có 1 đến {LONGEST_NUMBER} chữ số, có thể thêm một chữ cái",
        "the number must have 1 to {LONGEST_NUMBER} digits and at most one letter"
    )))
}

/// A notation is abbreviations with hyphens between; those behind the first may have dots and `&`.
fn check_notation(notation: &str) -> Result<(), Wrong> {
    for (idx, part) in notation.split('-').enumerate() {
        let fits = |letter: char| letter.is_alphanumeric() || (idx > 0 && matches!(letter, '.' | '&'));
        if !part.starts_with(char::is_uppercase) || !part.chars().all(fits) {
            return Err(wrong(text!(
                "ký hiệu phải là các chữ viết tắt bắt đầu bằng chữ hoa, nối bằng gạch ngang",
                "the notation must be abbreviations that begin with a capital, with hyphens between"
            )));
        }
    }
    Ok(())
}

fn no_year() -> Wrong {
    wrong(text!(
        "giữa số và ký hiệu phải là năm gồm bốn chữ số",
        "between number and notation there must be a year of four digits"
    ))
}

fn shape() -> Wrong {
    wrong(text!("không có dạng `123/GXN-UBND`", "it is not of the form `123/GXN-UBND`"))
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_NOTATION, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts<'p> = (&'p str, Option<i16>, &'p str);

    #[test]
    fn number_year_and_notation_are_told_apart() {
        let known: [(&str, Parts); 8] = [
            ("123/GXN-UBND", ("123", None, "GXN-UBND")),
            ("45/2020/NĐ-CP", ("45", Some(2020), "NĐ-CP")),
            ("468/QĐ-TTg", ("468", None, "QĐ-TTg")),
            ("05A/QĐ-UBND", ("05A", None, "QĐ-UBND")),
            ("12/2024/QH15", ("12", Some(2024), "QH15")),
            ("7/QĐ-CT.UBND", ("7", None, "QĐ-CT.UBND")),
            ("99/KH-P&T", ("99", None, "KH-P&T")),
            ("14748-CV/VPTW", ("14748", None, "CV/VPTW")),
        ];
        for (text, parts) in known {
            let notation = Notation::parse(text).unwrap();
            assert_eq!((notation.number(), notation.year(), notation.notation()), parts);
            assert_eq!(notation.as_str(), text);
        }
    }

    #[test]
    fn blanks_look_alikes_and_composition_make_no_difference() {
        for text in ["686 /STTT-\u{d0}T", "686/STTT \u{2013} ĐT", "686\u{a0}/STTT-ĐT"] {
            assert_eq!(Notation::parse(text).unwrap().as_str(), "686/STTT-ĐT");
        }
    }

    #[test]
    fn malformed_notations_are_refused_with_the_reason() {
        let refused = |text: &str| Notation::parse(text).unwrap_err().what.en;
        for text in ["/GXN-UBND", "1234567/GXN-UBND", "12AB/GXN-UBND", "số 12/GXN-UBND", "-CV/VPTW"] {
            assert_eq!(refused(text), "the number must have 1 to 6 digits and at most one letter", "{text}");
        }
        for text in ["123/gxn-ubnd", "123/", "123/GXN--UBND", "123/GXN-", "123/G.XN-UBND", "123/GXN_UBND", "12-/VPTW"] {
            assert!(refused(text).starts_with("the notation must be abbreviations"), "{text}");
        }
        assert_eq!(refused("123/20/GXN-UBND"), "between number and notation there must be a year of four digits");
        assert_eq!(refused("123/QĐ/UBND"), "between number and notation there must be a year of four digits");
        assert_eq!(refused("12/2001"), "there is no notation behind number and year");
        for text in ["123", "1/2020/QĐ/UBND"] {
            assert_eq!(refused(text), "it is not of the form `123/GXN-UBND`", "{text}");
        }
    }
}
