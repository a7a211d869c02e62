//! Were there capitals that the encoding could not hold?
//!
//! TCVN3 has no toned capitals: fonts whose names end in H showed small letters as capitals. Which ones did is not in the
//! text, so nothing is guessed here.

use super::{Encoding, decode};

/// Family names in small letters and without doubt: no phrase of an office begins with one (`hồ sơ`, `lý lịch` would).
const FAMILY_NAMES: [&str; 18] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "ngô", "đinh", "đoàn",
    "trịnh", "trương", "lương",
];

/// Tells whether the look-alike texts of a column show that capitals were lost: a word of capitals with a small toned
/// letter in it (`NGUYÔN`), or mostly names of persons in small letters.
pub fn case_lost<'t>(raw_texts: impl Iterator<Item = &'t str>, encoding: Encoding) -> bool {
    if encoding != Encoding::Tcvn3 {
        return false;
    }
    let (mut n_texts, mut n_small_names) = (0_usize, 0_usize);
    for raw in raw_texts.filter(|raw| raw.contains(char::is_alphabetic)) {
        let text = decode(encoding, raw);
        if text.split(|c: char| !c.is_alphabetic()).any(is_half_capital) {
            return true;
        }
        n_texts += 1;
        n_small_names += usize::from(is_small_name(&text));
    }
    n_small_names > 0 && n_small_names * 2 >= n_texts
}

/// `Hà` has one capital and is right; `NGà` and `THị` have more and no small letter of the keyboard.
fn is_half_capital(word: &str) -> bool {
    let n_capitals = word.chars().filter(|c| c.is_uppercase()).count();
    n_capitals > 1
        && !word.contains(|c: char| c.is_ascii_lowercase())
        && word.contains(|c: char| !c.is_ascii() && c.is_lowercase())
}

fn is_small_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && FAMILY_NAMES.contains(&words[0])
        && words.iter().all(|word| word.chars().all(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(texts: &[&str]) -> bool {
        case_lost(texts.iter().copied(), Encoding::Tcvn3)
    }

    #[test]
    fn capitals_around_a_small_toned_letter_are_a_sign() {
        assert!(lost(&["giÊy khai sinh", "NGUYÔN V¡N A"]));
        assert!(lost(&["TRÇN THÞ B"]));
    }

    #[test]
    fn text_in_its_right_case_is_none() {
        assert!(!lost(&["NguyÔn V¨n A", "Hµ Néi", "V¡N", "UBND x·", "12/Q§-UBND", "H§ND"]));
        assert!(!lost(&[]));
    }

    #[test]
    fn persons_in_small_letters_are_a_sign_and_things_are_none() {
        assert!(lost(&["nguyÔn v¨n a", "lª thÞ b", ""]));
        assert!(!lost(&["giÊy khai sinh", "hå s¬ ®Êt ®ai", "lª thÞ b"]));
    }

    #[test]
    fn other_encodings_have_all_capitals() {
        assert!(!case_lost(["NGUYeãN"].into_iter(), Encoding::Vni));
    }
}
