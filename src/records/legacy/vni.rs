//! VNI for Windows (`VNI-Times` and kin): a letter, and behind it a second character for its hat and tone.
//!
//! Both characters have a case; that of the letter counts. Some letters have a character of their own: `i` with each of
//! its tones, `ỵ`, `đ`, and `ơ` and `ư`, which take a tone behind.

/// The tones alone, as second characters: huyền, hỏi, ngã, sắc, nặng.
const TONES: &str = "øûõùï";

/// What a first character makes with each of the second ones: first, seconds, letters.
const PAIRS: [(char, &str, &str); 11] = [
    ('a', TONES, "àảãáạ"),
    ('a', "âàåãáä", "âầẩẫấậ"),
    ('a', "êèúüéë", "ăằẳẵắặ"),
    ('e', TONES, "èẻẽéẹ"),
    ('e', "âàåãáä", "êềểễếệ"),
    ('o', TONES, "òỏõóọ"),
    ('o', "âàåãáä", "ôồổỗốộ"),
    ('ô', TONES, "ờởỡớợ"),
    ('u', TONES, "ùủũúụ"),
    ('ö', TONES, "ừửữứự"),
    ('y', TONES, "ỳỷỹýỵ"),
];

/// Characters that are a letter by themselves, and the letters.
const ALONE: (&str, &str) = ("ñôöìæóíòî", "đơưìỉĩíịỵ");

/// Decodes a text, the longest match first.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(first) = rest.next() {
        let second = rest.clone().next();
        if let Some(letter) = second.and_then(|second| pair(first, second)) {
            decoded.push(letter);
            rest.next();
        } else {
            decoded.push(alone(first).unwrap_or(first));
        }
    }
    decoded
}

fn pair(first: char, second: char) -> Option<char> {
    if second.is_ascii() {
        return None;
    }
    let (small, mark) = (lower(first), lower(second));
    let of_first = PAIRS.iter().filter(|(base, _, _)| *base == small);
    let letter = of_first.filter_map(|(_, marks, letters)| counterpart(marks, letters, mark)).next()?;
    Some(if small == first { letter } else { upper(letter) })
}

fn alone(look: char) -> Option<char> {
    let small = lower(look);
    let letter = counterpart(ALONE.0, ALONE.1, small)?;
    Some(if small == look { letter } else { upper(letter) })
}

/// Returns the letter that stands where `look` stands among the looks.
fn counterpart(looks: &str, letters: &str, look: char) -> Option<char> {
    let place = looks.chars().position(|each| each == look)?;
    letters.chars().nth(place)
}

/// All letters here are one character in either case.
fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

/// Writes one letter, for round trips.
#[cfg(test)]
pub(super) fn encode(letter: char) -> String {
    let small = lower(letter);
    let pairs = PAIRS.iter().filter_map(|(base, marks, letters)| {
        let mark = counterpart(letters, marks, small)?;
        Some([*base, mark].iter().collect::<String>())
    });
    let looks = counterpart(ALONE.1, ALONE.0, small).map(String::from).or_else(|| pairs.into_iter().next());
    let looks = looks.unwrap_or_else(|| small.to_string());
    if small == letter { looks } else { looks.to_uppercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_decides_the_case_whatever_that_of_its_mark() {
        assert_eq!(decode("NGUYEÃN NGUYEãN nguyeãn nguyeÃn"), "NGUYỄN NGUYỄN nguyễn nguyễn");
        assert_eq!(decode("ÑÖÔØNG Ñöôøng Lyù LYÙ Myõ kî"), "ĐƯỜNG Đường Lý LÝ Mỹ kỵ");
    }

    #[test]
    fn a_mark_without_its_letter_stays_what_it_is() {
        assert_eq!(decode("Høb âu ø"), "Høb âu ø");
    }

    #[test]
    fn the_tones_of_i_are_characters_of_their_own() {
        assert_eq!(decode("chì chæ chó chí chò, CHÌ CHÆ CHÓ CHÍ CHÒ"), "chì chỉ chĩ chí chị, CHÌ CHỈ CHĨ CHÍ CHỊ");
    }
}
