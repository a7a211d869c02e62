//! Ids of persons: the 12 digits of the personal id, and the 9 digits of the old identity card (CMND).
//!
//! No sentence and no debug print of this file shows an id. Whether the first three digits are a place is asked of `units`.

use std::fmt;

use super::{is_digits, tidy};
use crate::finding::codes;
use crate::records::dates::PartialDate;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// The highest digit for century and sex that a living person can have: 2 and 3 are those born in 2000 to 2099.
const LAST_CENTURY: u8 = 3;

/// The id of a person.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonalId {
    pub(super) text: String,
}

/// The sex that a personal id says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// *Nam*.
    Male,
    /// *Nữ*.
    Female,
}

impl PersonalId {
    /// Reads an id of 12 or 9 digits.
    ///
    /// Of the 12 the first three are the place where the birth was registered, the fourth century and sex, the next two
    /// the year of birth (TT 59/2021/TT-BCA, article 4; NĐ 137/2015, article 13). There is no check digit.
    pub fn parse(text: &str) -> Result<PersonalId, Wrong> {
        let text = tidy(text);
        if !is_digits(&text, text.len()) || text.is_empty() {
            return Err(wrong(text!("số có ký tự không phải chữ số", "the id has characters that are no digits")));
        }
        match text.len() {
            9 => return Ok(PersonalId { text }),
            12 => (),
            digits => {
                return Err(wrong(text!(
                    "số có {digits} chữ số, không phải 12 hoặc 9",
                    "the id has {digits} digits, not 12 or 9"
                )));
            }
        }
        if text.starts_with("000") {
            return Err(wrong(text!("ba chữ số đầu không phải mã của nơi nào", "the first three digits are no place")));
        }
        let id = PersonalId { text };
        if id.digit(3) > LAST_CENTURY {
            return Err(wrong(text!(
                "theo chữ số thứ tư thì người này sinh sau năm 2099",
                "by the fourth digit the person is born after 2099"
            )));
        }
        Ok(id)
    }

    /// Returns the id behind a number that a spreadsheet program took the leading zeros from, if it can be one.
    ///
    /// Ids of provinces 01 to 09 lose two zeros, all others one. The caller must tell that it was done.
    pub fn repad(text: &str) -> Option<PersonalId> {
        let text = tidy(text);
        let may_be = (10..=11).contains(&text.len()) && !text.starts_with('0');
        may_be.then(|| PersonalId::parse(&format!("{text:0>12}")).ok()).flatten()
    }

    /// Says whether it is an old identity card, whose digits say nothing of the person.
    pub fn is_old(&self) -> bool {
        self.text.len() == 9
    }

    /// Returns the three digits of the place of birth; `None` for an old card.
    pub fn place(&self) -> Option<&str> {
        self.text.get(..3).filter(|_| !self.is_old())
    }

    /// Returns the year of birth; `None` for an old card.
    pub fn birth_year(&self) -> Option<i16> {
        let century = 1900 + 100 * i16::from(self.digit(3) / 2);
        (!self.is_old()).then(|| century + 10 * i16::from(self.digit(4)) + i16::from(self.digit(5)))
    }

    /// Returns the sex; `None` for an old card.
    pub fn sex(&self) -> Option<Sex> {
        let sex = if self.digit(3).is_multiple_of(2) { Sex::Male } else { Sex::Female };
        (!self.is_old()).then_some(sex)
    }

    /// Says whether the id and a date of birth cannot be of one person.
    pub fn contradicts(&self, birth: &PartialDate) -> bool {
        self.birth_year().is_some_and(|year| year != birth.year())
    }

    fn digit(&self, idx: usize) -> u8 {
        self.text.as_bytes().get(idx).map_or(0, |digit| digit - b'0')
    }
}

impl fmt::Debug for PersonalId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PersonalId({} digits)", self.text.len())
    }
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_PERSON, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> PersonalId {
        PersonalId::parse(text).unwrap()
    }

    #[test]
    fn twelve_digits_say_place_sex_and_year_of_birth() {
        let woman = id(" 022 190 012345 ");
        assert_eq!(woman.as_str(), "022190012345");
        assert_eq!((woman.place(), woman.sex(), woman.birth_year()), (Some("022"), Some(Sex::Female), Some(1990)));
        let boy = id("001205000001");
        assert_eq!((boy.place(), boy.sex(), boy.birth_year()), (Some("001"), Some(Sex::Male), Some(2005)));
    }

    #[test]
    fn an_old_card_says_nothing() {
        let old = id("012345678");
        assert!(old.is_old() && !old.contradicts(&"1990".parse().unwrap()));
        assert_eq!((old.place(), old.sex(), old.birth_year()), (None, None, None));
    }

    #[test]
    fn the_year_of_birth_can_contradict_the_id() {
        assert!(!id("022190012345").contradicts(&"1990-05-01".parse().unwrap()));
        assert!(id("022190012345").contradicts(&"1991".parse().unwrap()));
        assert!(id("022290012345").contradicts(&"1990".parse().unwrap()));
    }

    #[test]
    fn no_sentence_and_no_debug_print_shows_an_id() {
        for (text, what) in [
            ("02219001234", "the id has 11 digits, not 12 or 9"),
            ("0221900123456", "the id has 13 digits, not 12 or 9"),
            ("02219001234X", "the id has characters that are no digits"),
            ("000190012345", "the first three digits are no place"),
            ("022490012345", "by the fourth digit the person is born after 2099"),
        ] {
            assert_eq!(PersonalId::parse(text).unwrap_err().what.en, what);
        }
        assert_eq!(format!("{:?}", id("022190012345")), "PersonalId(12 digits)");
    }

    #[test]
    fn lost_zeros_are_put_back_only_where_an_id_results() {
        let repadded = |text| PersonalId::repad(text).map(|id| id.text);
        assert_eq!(repadded("22190012345").as_deref(), Some("022190012345"));
        assert_eq!(repadded("1090012345").as_deref(), Some("001090012345"));
        for text in ["022190012345", "190012345", "22490012345", "02190012345", "2219001234X", ""] {
            assert_eq!(repadded(text), None, "{text}");
        }
    }
}
