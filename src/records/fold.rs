//! Folds text for comparing and searching: without accents, case and marks. What is kept is never folded.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the letters and digits of a text, lower case and without accents; `đ` is `d`.
pub fn fold(text: &str) -> String {
    fold_words(text).replace(' ', "")
}

/// Returns the words of a text, folded likewise, with one blank between; all but letters and digits ends a word.
pub fn fold_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut ends = false;
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        if !letter.is_alphanumeric() {
            ends = true;
            continue;
        }
        if std::mem::take(&mut ends) && !folded.is_empty() {
            folded.push(' ');
        }
        folded.push(if letter == 'đ' { 'd' } else { letter });
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_marks_fold_away_and_words_stay_apart() {
        assert_eq!(fold_words("  Giấy XÁC nhận, số 12/GXN-UBND (Đống Đa)"), "giay xac nhan so 12 gxn ubnd dong da");
        assert_eq!(fold("KQ.G15.000031"), "kqg15000031");
        assert_eq!(fold_words("Nguye\u{302}\u{303}n"), "nguyen");
    }
}
