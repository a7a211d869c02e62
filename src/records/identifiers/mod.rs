//! Identifiers that papers and index sheets carry: each is read once into a type that cannot be malformed.
//!
//! Reading repairs only what is lawful to repair: blanks, look-alike hyphens, case where the standard knows one case.
//! Whether an id exists is not known here.

mod agency;
mod civil;
mod dossier;
mod file;
mod notation;
mod person;
mod procedure;
mod result;
mod tax;

use unicode_normalization::UnicodeNormalization;

pub use agency::{AgencyId, Order};
pub use civil::CivilNumber;
pub use dossier::DossierCode;
pub use file::{DocCode, FileCode};
pub use notation::Notation;
pub use person::{PersonalId, Sex};
pub use procedure::{FieldCode, ProcedureCode};
pub use result::ResultCode;
pub use tax::{TaxCode, TaxKind};

use crate::records::dates::PartialDate;

/// Gives the types their text, in the form in which it is stored and compared.
macro_rules! shown {
    ($($id:ty),*) => {$(
        impl $id {
            /// Returns the identifier as standards write it.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl std::fmt::Display for $id {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(&self.text)
            }
        }
    )*};
}

shown!(AgencyId, CivilNumber, DocCode, DossierCode, FieldCode, FileCode, Notation, PersonalId, ProcedureCode);
shown!(ResultCode, TaxCode);

/// Returns a code in NFC, without blanks and invisible letters, with one kind of hyphen and one kind of `Đ`.
fn tidy(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
    }
    let is_seen = |letter: &char| {
        !letter.is_whitespace()
            && !letter.is_control()
            && !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let plain = |letter| match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        // The Icelandic letter looks the same and comes from old keyboards.
        'Ð' => 'Đ',
        'ð' => 'đ',
        _ => letter,
    };
    text.nfc().filter(is_seen).map(plain).collect()
}

/// Is this a number of so many digits?
fn is_digits(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Is this what stands at the top of every agency id: a letter and two digits, such as `H26`?
fn is_top(text: &str) -> bool {
    text.get(..1).is_some_and(|letter| letter.bytes().all(|byte| byte.is_ascii_uppercase())) && is_digits(&text[1..], 2)
}

/// Returns a year of four digits that a paper can be of.
fn year(text: &str) -> Option<i16> {
    let year = text.parse().ok().filter(|_| is_digits(text, 4))?;
    PartialDate::new(year, None, None).map(PartialDate::year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_look_alikes_are_no_part_of_a_code() {
        assert_eq!(tidy(" 686\u{a0}/ ST\u{200b}TT\u{2013}P\u{feff}"), "686/STTT-P");
        assert_eq!(tidy("\u{d0}\u{f0}"), "Đđ");
        assert_eq!(tidy("a\u{302}"), "â");
    }

    #[test]
    fn years_have_four_digits_and_are_of_our_time() {
        assert_eq!(
            [year("2001"), year("1799"), year("201"), year("02001"), year("+201")],
            [Some(2001), None, None, None, None]
        );
    }

    #[test]
    fn hostile_texts_are_refused_by_every_type_and_break_none() {
        let long = "1".repeat(40_000);
        for text in [
            "",
            ".",
            "-",
            "/",
            "đ",
            "Đ.Đ",
            "ĐĐ-ĐĐ-ĐĐ",
            "1/",
            "/1",
            "..",
            "--",
            "é12",
            "H2é",
            "000.00.00.",
            long.as_str(),
        ] {
            assert!(
                AgencyId::parse(text).is_err() && DossierCode::parse(text).is_err() && FieldCode::parse(text).is_err()
            );
            assert!(
                ProcedureCode::parse(text).is_err()
                    && ResultCode::parse(text).is_err()
                    && TaxCode::parse(text).is_err()
            );
            assert!(
                PersonalId::parse(text).is_err() && PersonalId::repad(text).is_none() && Notation::parse(text).is_err()
            );
            assert!(
                CivilNumber::parse(text).is_err() && FileCode::parse(text).is_err() && DocCode::parse(text).is_err()
            );
        }
    }
}
