//! Texts folded for comparing: without tone marks, case and differences in blanks. For keys only, never for what is kept.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns a text as it is compared: `  Hoà  Bình ` and `HÒA BÌNH` are both `hoa binh`.
pub fn fold(text: &str) -> String {
    let bare: String = text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
    // `đ` is a letter of its own, which no normalisation takes apart.
    bare.replace('đ', "d").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for spelling in ["Hoà Bình", "HÒA BÌNH", " hoa\u{a0} binh", "Ho\u{61}\u{300} Bi\u{300}nh"] {
            assert_eq!(fold(spelling), "hoa binh", "{spelling}");
        }
        assert_eq!(fold("Đắk Lắk"), "dak lak");
    }
}
