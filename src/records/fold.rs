//! One key for all spellings of a word: what headings, names of offices and searches are compared by.
//!
//! Letters lose their marks, so where a tone stands (`hoà`, `hòa`) and how a letter is composed make no difference. The
//! key is never shown or kept; what is kept is NFC.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Returns the letters and digits of a text in lower case and without marks: `Số, ký hiệu` is `sokyhieu`.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    each_folded(text, |piece| key.extend(piece));
    key
}

/// Returns the same with one blank between words, where anything that is no letter and no digit ends a word:
/// `12/GXN-UBND` is `12 gxn ubnd`.
pub fn fold_words(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut is_behind_gap = false;
    each_folded(text, |piece| match piece {
        Some(letter) => {
            if is_behind_gap && !key.is_empty() {
                key.push(' ');
            }
            is_behind_gap = false;
            key.push(letter);
        }
        None => is_behind_gap = true,
    });
    key
}

/// Returns a text in NFC, borrowed where it is so already.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || unicode_normalization::is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Calls `take` with each letter and digit as it is compared, and with nothing for whatever stands between words.
fn each_folded(text: &str, mut take: impl FnMut(Option<char>)) {
    for c in text.chars() {
        if c.is_ascii() {
            take(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()));
        } else if !is_invisible(c) {
            // Letter by letter is enough: the order of marks is of no account where all of them are dropped.
            decompose_compatible(c, |part| part.to_lowercase().for_each(|lower| take_part(lower, &mut take)));
        }
    }
}

/// Hands on one part of a decomposed letter.
fn take_part(part: char, take: &mut impl FnMut(Option<char>)) {
    match part {
        // No decomposition makes these a `d`. Old keyboards wrote the Icelandic and the African letter for the Vietnamese.
        'đ' | 'ð' | 'ɖ' => take(Some('d')),
        _ if is_combining_mark(part) => (),
        _ => take(part.is_alphanumeric().then_some(part)),
    }
}

/// Soft hyphens, joiners, direction marks and byte order marks stand inside words and are seen by nobody.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_and_form_make_no_difference() {
        let decomposed: String = "Nguyễn Thị Hằng".nfd().collect();
        for text in ["Nguyễn Thị Hằng", "NGUYỄN THỊ HẰNG", "nguyen thi hang", decomposed.as_str()] {
            assert_eq!((fold(text).as_str(), fold_words(text).as_str()), ("nguyenthihang", "nguyen thi hang"));
        }
    }

    #[test]
    fn tones_may_stand_on_either_vowel() {
        assert_eq!(fold("hoà"), fold("hòa"));
        assert_eq!(fold("thuý"), fold("thúy"));
    }

    #[test]
    fn the_letter_with_a_stroke_is_a_d_in_each_of_its_disguises() {
        assert_eq!(fold("Đđ \u{d0}\u{f0} \u{189}\u{256}"), "dddddd");
    }

    #[test]
    fn wide_letters_and_ligatures_are_what_they_stand_for() {
        assert_eq!(fold_words("ＳỐ ﬁle №１２ m²"), "so file no12 m2");
    }

    #[test]
    fn invisible_characters_are_no_gap_and_hard_blanks_are_one() {
        assert_eq!(fold_words("\u{feff}họ\u{200b} tê\u{ad}n\u{a0}cha\u{3000}mẹ"), "ho ten cha me");
    }

    #[test]
    fn whatever_stands_between_words_is_one_blank() {
        assert_eq!(fold_words(" -- 12/GXN–UBND,  ngày\t01.02.2003 ; "), "12 gxn ubnd ngay 01 02 2003");
        assert_eq!(fold(" 12/GXN–UBND "), "12gxnubnd");
        assert_eq!((fold(""), fold_words("…")), (String::new(), String::new()));
    }

    #[test]
    fn composed_text_is_not_copied() {
        assert!(matches!(nfc("Hằng"), Cow::Borrowed(_)));
        let decomposed: String = "Hằng".nfd().collect();
        assert_eq!(nfc(&decomposed), "Hằng");
    }
}
