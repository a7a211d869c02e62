//! Tax codes, which are enterprise codes as well: ten digits with a check digit, three more for a branch.
//!
//! From 1 July 2025 the personal id is the tax code of a person.

use super::{PersonalId, is_digits, tidy};
use crate::finding::codes;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// What each of the first nine digits counts for.
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// A tax code: `0100109106`, `0100109106-001`, or 12 digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TaxCode {
    pub(super) text: String,
    kind: TaxKind,
}

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaxKind {
    /// An enterprise, another organisation, or a person with a code of before July 2025.
    Main,
    /// A branch or another dependent unit.
    Branch,
    /// A person: the personal id.
    Person,
}

impl TaxCode {
    /// Reads a code; a branch may stand behind a hyphen or not.
    pub fn parse(text: &str) -> Result<TaxCode, Wrong> {
        let text = tidy(text);
        let (main, branch) = match text.split_once('-') {
            Some((main, branch)) => (main, Some(branch)),
            None if is_digits(&text, 13) => (&text[..10], Some(&text[10..])),
            None if is_digits(&text, 12) => return person(text),
            None => (text.as_str(), None),
        };
        if !is_digits(main, 10) || branch.is_some_and(|branch| !is_digits(branch, 3)) {
            return Err(wrong(text!(
                "mã số thuế phải có 10 chữ số, thêm 3 chữ số cho chi nhánh, hoặc 12 chữ số của số định danh",
                "the code must have 10 digits, 3 more for a branch, or the 12 digits of a personal id"
            )));
        }
        check(main)?;
        Ok(match branch {
            Some(branch) => TaxCode { text: format!("{main}-{branch}"), kind: TaxKind::Branch },
            None => TaxCode { text, kind: TaxKind::Main },
        })
    }

    /// Says whose code it is.
    pub fn kind(&self) -> TaxKind {
        self.kind
    }
}

impl std::fmt::Debug for TaxCode {
    /// Shows no digits: the code may be a personal id.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "TaxCode({:?})", self.kind)
    }
}

fn person(text: String) -> Result<TaxCode, Wrong> {
    let id = PersonalId::parse(&text).map_err(|Wrong { what, .. }| wrong(what))?;
    Ok(TaxCode { text: id.text, kind: TaxKind::Person })
}

/// Compares the tenth digit with the other nine: ten less the remainder by eleven of their weighted sum.
fn check(main: &str) -> Result<(), Wrong> {
    let digits = || main.bytes().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    match (10 - sum % 11, digits().next_back()) {
        (10, _) => Err(wrong(text!(
            "không có mã số thuế nào bắt đầu bằng chín chữ số này",
            "no tax code begins with these nine digits"
        ))),
        (expected, Some(last)) if expected == last => Ok(()),
        _ => Err(wrong(text!("chữ số kiểm tra không khớp", "the check digit does not fit"))),
    }
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_TAX, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, TaxKind) {
        let code = TaxCode::parse(text).unwrap();
        (code.to_string(), code.kind())
    }

    #[test]
    fn codes_of_well_known_enterprises_pass_the_check() {
        for text in ["0100109106", "0300588569", "0101248141", "0100686174"] {
            assert_eq!(read(text), (text.to_owned(), TaxKind::Main));
        }
    }

    #[test]
    fn branches_get_a_hyphen_and_persons_have_twelve_digits() {
        let branch = ("0100109106-001".to_owned(), TaxKind::Branch);
        assert_eq!((read("0100109106-001"), read("0100109106 001")), (branch.clone(), branch));
        assert_eq!(read("022190012345"), ("022190012345".to_owned(), TaxKind::Person));
    }

    #[test]
    fn no_single_wrong_digit_passes_the_check() {
        for (idx, old) in "0100109106".bytes().enumerate() {
            for new in (b'0'..=b'9').filter(|new| *new != old) {
                let mut text = "0100109106".to_owned();
                text.replace_range(idx..=idx, &char::from(new).to_string());
                assert!(TaxCode::parse(&text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn malformed_codes_are_refused_with_the_reason() {
        let refused = |text: &str| TaxCode::parse(text).unwrap_err().what.en;
        assert_eq!(refused("0100109107"), "the check digit does not fit");
        assert_eq!(refused("0000000000"), "no tax code begins with these nine digits");
        assert_eq!(refused("022490012345"), "by the fourth digit the person is born after 2099");
        for text in ["010010910", "0100109106-01", "0100109106-0001", "01001091O6", "0100109106-001-1"] {
            assert!(refused(text).starts_with("the code must have 10 digits"), "{text}");
        }
    }
}
