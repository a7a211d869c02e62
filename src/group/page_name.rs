//! What a file name says: a page number, a page of some code, or just a name.
//!
//! Decides name by name; whether a number is a page number after all is seen in the folder as a whole.

/// Endings of codes that look like page numbers have more digits than this.
const PREFIXED_DIGITS: usize = 5;
/// Scanners that number a whole volume write up to `00000001.tif`; 9 digits may be a personal id.
const BARE_DIGITS: usize = 8;
/// Words that scanners put before a page number; they name no document.
const WORDS: &[&str] = &["page", "trang", "tờ", "to", "scan", "img", "image", "ảnh", "anh"];

/// A page number: `15`, `015a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The value.
    pub(super) value: u32,
    /// The letter of a sheet put in between, in lower case.
    pub(super) letter: Option<char>,
    /// How many digits are written.
    pub(super) digits: usize,
    /// True when the digits begin with a zero that could be left out.
    pub(super) padded: bool,
}

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading<'a> {
    /// `001`, `2`, `15a`.
    Bare(Number),
    /// `CODE.001`, `CODE_1`, `CODE (1)`: perhaps a page of CODE. The separator comes last.
    Prefixed(&'a str, Number, char),
    /// Anything else.
    Named,
}

/// Returns a file name without its ending; `.G15` and `.001` are no endings.
pub(super) fn stem(name: &str) -> &str {
    let Some((stem, ending)) = name.rsplit_once('.') else { return name.trim() };
    let digits = ending.bytes().filter(u8::is_ascii_digit).count();
    let is_ending = ending.len() <= 5
        && ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && digits <= 1;
    if is_ending && !stem.is_empty() { stem.trim() } else { name.trim() }
}

/// Reads a name without its ending.
pub(super) fn read(stem: &str) -> Reading<'_> {
    if let Some((code, inner)) = stem.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        return place(code, inner, None, '(');
    }
    let (rest, letter) = split_letter(stem);
    let head = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &rest[head.len()..];
    match head.chars().next_back() {
        None => place(head, digits, letter, '.'),
        Some(separator @ ('.' | '_' | '-' | ' ')) if !is_date(head, digits) => place(head, digits, letter, separator),
        Some(_) if is_word(head) => place(head, digits, letter, ' '),
        Some(_) => Reading::Named,
    }
}

/// Is this one of the words that scanners put before a page number?
pub(super) fn is_word(code: &str) -> bool {
    WORDS.contains(&code.to_lowercase().as_str())
}

/// Does a code end in a year, so that what follows may count documents as well as pages?
pub(super) fn ends_in_year(code: &str) -> bool {
    let last = code.rsplit(['.', '_', '-', ' ']).next().unwrap_or(code);
    last.len() == 4 && (last.starts_with("19") || last.starts_with("20")) && last.bytes().all(|b| b.is_ascii_digit())
}

fn place<'a>(head: &'a str, digits: &str, letter: Option<char>, separator: char) -> Reading<'a> {
    let code = head.trim_end_matches(['.', '_', '-', ' ']);
    let longest = if code.is_empty() { BARE_DIGITS } else { PREFIXED_DIGITS };
    if digits.is_empty() || digits.len() > longest || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Reading::Named;
    }
    let Ok(value) = digits.parse() else { return Reading::Named };
    let number = Number { value, letter, digits: digits.len(), padded: digits.len() > 1 && digits.starts_with('0') };
    if code.is_empty() { Reading::Bare(number) } else { Reading::Prefixed(code, number, separator) }
}

/// Splits `15a` into `15` and `a`; `KQ` stays whole.
fn split_letter(stem: &str) -> (&str, Option<char>) {
    let mut bytes = stem.bytes().rev();
    match (bytes.next(), bytes.next()) {
        (Some(letter), Some(digit)) if letter.is_ascii_alphabetic() && digit.is_ascii_digit() => {
            (&stem[..stem.len() - 1], Some(char::from(letter.to_ascii_lowercase())))
        }
        _ => (stem, None),
    }
}

/// Is the end of a name a day as in `2020-01-31`? The first of a month is no page 1.
fn is_date(head: &str, digits: &str) -> bool {
    let Some((year, month)) = head.strip_suffix('-').and_then(|rest| rest.rsplit_once('-')) else { return false };
    let in_range = |text: &str, last: u32| text.len() == 2 && text.parse().is_ok_and(|n: u32| (1..=last).contains(&n));
    ends_in_year(year) && in_range(month, 12) && in_range(digits, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str) -> String {
        let shown = |number: Number| format!("{}{}", number.value, number.letter.map(String::from).unwrap_or_default());
        match read(stem(name)) {
            Reading::Bare(number) => shown(number),
            Reading::Prefixed(code, number, _) => format!("{code}|{}", shown(number)),
            Reading::Named => "named".to_owned(),
        }
    }

    #[test]
    fn the_ending_is_what_looks_like_one() {
        assert_eq!(stem("KQ.G15.000031.jpg"), "KQ.G15.000031");
        assert_eq!(stem("KQ.G15"), "KQ.G15");
        assert_eq!(
            ["a.jp2", "a.TIFF", "a.001", ".jpg", "a", "a .png"].map(stem),
            ["a", "a", "a.001", ".jpg", "a", "a"]
        );
    }

    #[test]
    fn bare_numbers_are_read_with_their_letter() {
        assert_eq!(["001.jpg", "2.tif", "15a.jpg", "65B.jpg", "(3).jpg"].map(said), ["1", "2", "15a", "65b", "3"]);
        assert_eq!(["00000012.tif", "123456789.jpg"].map(said), ["12", "named"]);
    }

    #[test]
    fn a_number_behind_a_separator_may_be_a_page() {
        assert_eq!(
            ["A.001.jpg", "A_1.tif", "A-0001.png", "A (2).jpg", "A 003.jpg"].map(said),
            ["A|1", "A|1", "A|1", "A|2", "A|3"]
        );
        assert_eq!(["A_015a.jpg", "KQ.G15.000031.jpg", "H26.15.2020.jpg"].map(said), ["A|15a", "named", "H26.15|2020"]);
    }

    #[test]
    fn dates_and_ids_are_no_page_numbers() {
        assert_eq!(["A_20200131.jpg", "A_001090012345.jpg", "A_2020-01-01.jpg"].map(said), ["named"; 3]);
        assert_eq!(said("A_2020-13-01.jpg"), "A_2020-13|1");
    }

    #[test]
    fn words_of_scanners_need_no_separator() {
        assert_eq!(
            ["Scan0001.jpg", "IMG_0002.jpg", "Trang 3.jpg", "BIA1.jpg", "A03.jpg"].map(said),
            ["Scan|1", "IMG|2", "Trang|3", "named", "named"]
        );
    }
}
