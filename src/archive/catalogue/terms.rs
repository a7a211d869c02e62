//! What a document is found by: words and keys, in one full-text column.
//!
//! Words are folded (no accents, no case). A key begins with `_`, which no word does: one for each field and value, one for
//! each unit above a unit, and so on. So every filter is a posting list, and several together are met by the full-text
//! index alone. Keys also stand between the words of one field and the next, so that no phrase reaches over a border.

use jiff::civil::Date;

use crate::digest::Digest;
use crate::records::fold::{fold, fold_words};
use crate::records::identifiers::AgencyId;

/// Bytes of a folded value in a key; what is longer is cut and told apart by a digest.
const LONGEST: usize = 64;
/// Bytes that stay of a value that is cut.
const KEPT: usize = 44;

/// Keys of days of issue.
pub(super) const ISSUED: &str = "issued";
/// Keys of last days in force.
pub(super) const ENDS: &str = "ends";
/// The key of documents whose own record gives them no last day in force.
pub(super) const NEVER_ENDS: &str = "__ends_never";
/// The terms of one document, as the text that the index takes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Terms(String);

impl Terms {
    /// Adds the words of a text, and the codes in it each as one more word.
    pub(super) fn words(&mut self, text: &str) {
        self.push(&fold_words(text));
        text.split_whitespace().filter_map(code).for_each(|code| self.push(&code));
    }

    /// Adds the key of a field's value.
    pub(super) fn field(&mut self, path: &str, value: &str) {
        self.push(&field(path, value));
    }

    /// Adds the key of a dossier.
    pub(super) fn dossier(&mut self, dossier: &str) {
        self.push(&self::dossier(dossier));
    }

    /// Adds keys for a unit and all above it; a unit that goes by its name has none above it.
    pub(super) fn unit(&mut self, unit: &str) {
        units(unit).iter().for_each(|key| self.push(key));
    }

    /// Adds keys for the days on which a document may have been issued: year, month, day, as far as they are known.
    pub(super) fn issued(&mut self, first: Date, last: Date) {
        let is_of_month = first.month() == last.month();
        self.push(&decade(ISSUED, first.year()));
        self.push(&year(ISSUED, first.year()));
        self.push(&month(ISSUED, first.year(), if is_of_month { first.month() } else { 0 }));
        if is_of_month {
            self.push(&day(ISSUED, first.year(), first.month(), if first == last { first.day() } else { 0 }));
        }
    }

    /// Adds keys for the last day on which a document is in force, as its own record has it.
    pub(super) fn ends(&mut self, last: Option<Date>) {
        match last {
            Some(last) => {
                self.push(&decade(ENDS, last.year()));
                self.push(&year(ENDS, last.year()));
                self.push(&month(ENDS, last.year(), last.month()));
            }
            None => self.push(NEVER_ENDS),
        }
    }

    /// Returns the text for the index.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn push(&mut self, term: &str) {
        if !term.is_empty() {
            self.0.push_str(term);
            self.0.push(' ');
        }
    }
}

/// Returns the key of a field's value. A value without letters and digits has the key that no document has.
pub(super) fn field(path: &str, value: &str) -> String {
    format!("{}{}", field_start(path), shortened(fold(value)))
}

/// Returns what all keys of a field begin with.
pub(super) fn field_start(path: &str) -> String {
    format!("_{}_", fold(path))
}

/// Returns the key of a dossier.
pub(super) fn dossier(dossier: &str) -> String {
    format!("__dossier_{}", shortened(fold(dossier)))
}

/// Returns the keys of a unit and of all above it, the unit's own last.
pub(super) fn units(unit: &str) -> Vec<String> {
    match AgencyId::parse(unit) {
        // The points tell `H26.15` from `H26.1.5`.
        Ok(id) => id.lineage().iter().map(|id| format!("__unit_{}", id.to_lowercase().replace('.', "_"))).collect(),
        Err(_) => vec![format!("__unit_{}", shortened(fold(unit)))],
    }
}

/// Returns the key of the ten years that a year is in: long ranges are much faster with these.
pub(super) fn decade(of_what: &str, year: i16) -> String {
    format!("__{of_what}_{}x", year.div_euclid(10))
}

/// Returns the key of a year.
pub(super) fn year(of_what: &str, year: i16) -> String {
    format!("__{of_what}_{year}")
}

/// Returns the key of a month; 0 is that no month is known.
pub(super) fn month(of_what: &str, year: i16, month: i8) -> String {
    format!("__{of_what}_{year}_{month}")
}

/// Returns the key of a day; 0 is that no day is known.
pub(super) fn day(of_what: &str, year: i16, month: i8, day: i8) -> String {
    format!("__{of_what}_{year}_{month}_{day}")
}

/// Returns a code such as `123/GXN-UBND` or `KQ.G15.000031` as one word, its parts joined by `_`; `None` for words without
/// digits or inner marks.
pub(super) fn code(chunk: &str) -> Option<String> {
    let words = fold_words(chunk);
    let is_code = words.contains(' ') && words.contains(|c: char| c.is_ascii_digit());
    is_code.then(|| words.replace(' ', "_"))
}

fn shortened(folded: String) -> String {
    if folded.len() <= LONGEST {
        return folded;
    }
    let kept = folded.floor_char_boundary(KEPT);
    let digest = Digest::of(folded.as_bytes()).to_string();
    format!("{}_{}", &folded[..kept], &digest[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_found_by_every_unit_above_it() {
        assert_eq!(units("H49.64.33"), ["__unit_h49", "__unit_h49_64", "__unit_h49_64_33"]);
        assert_eq!(units("000.06.16.G09").first(), units("G09").last());
        assert_ne!(units("H26.15").last(), units("H26.1.5").last());
        assert_eq!(units("UBND phường Bến Nghé"), ["__unit_ubndphuongbennghe"]);
    }

    #[test]
    fn a_long_value_is_cut_and_still_told_apart() {
        let [one, other] = ["a", "b"].map(|last| field("subject", &format!("{}{last}", "đ".repeat(90))));
        assert!(one != other && one.len() < 80, "{one}");
        assert!(one.starts_with("_subject_ddd"));
    }

    #[test]
    fn words_codes_and_keys_stand_one_behind_the_other() {
        let mut terms = Terms::default();
        terms.words("Giấy số 12/GXN-UBND của ông A-B");
        terms.field("subject", "Giấy");
        terms.issued("2019-03-01".parse().unwrap(), "2019-03-31".parse().unwrap());
        terms.ends(None);
        assert_eq!(
            terms.as_str(),
            "giay so 12 gxn ubnd cua ong a b 12_gxn_ubnd _subject_giay \
             __issued_201x __issued_2019 __issued_2019_3 __issued_2019_3_0 __ends_never "
        );
    }
}
