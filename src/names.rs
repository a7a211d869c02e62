//! Names in the archive: codes only, never a word about a person.
//!
//! What could be a person's name or id becomes a digest of itself: stable, and the same for NFC and
//! NFD. This is a guard and no proof: a code that happens to be somebody's initials is kept, and
//! a digest can be guessed by who tries all ids. The true name stays in the sidecar alone.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::digest::Digest;
use crate::sidecar::taken::ORIGINAL;

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A dossier (*hồ sơ*); replaced names begin with `h-`.
    Dossier,
    /// A document (*tài liệu*); replaced names begin with `t-`.
    Document,
}

/// A name that may appear in the archive: `[A-Za-z0-9._-]` only, at most 80 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// True when it is not the raw name; the caller reports `name.replaced`.
    pub replaced: bool,
}

/// Hands out names that are unique within a dossier, whatever the case of their letters.
#[derive(Debug, Default)]
pub struct Taken {
    used: BTreeSet<String>,
    next: BTreeMap<String, u64>,
}

/// The longest name that is kept, so that a path in a bag fits every system.
const LONGEST: usize = 80;

/// Words that stand in codes and name nobody, in lower case.
const WORDS: &[&str] = &[
    "anh", "bia", "giao", "gcn", "gks", "hn", "ht", "kh", "ks", "kt", "box", "code", "data", "doc", "document", "don",
    "dossier", "file", "folder", "giay", "gxn", "ho", "hop", "hopso", "hoso", "hs", "image", "images", "img",
    "khaisinh", "khaitu", "kethon", "kho", "kq", "mucluc", "nam", "page", "pages", "pdf", "qd", "quyen", "quyenso",
    "scan", "scans", "so", "source", "tailieu", "test", "thang", "tl", "to", "trang", "tthc", "ubnd", "vanban",
];

/// Common family names that are as short as a code; longer ones fail by their length.
const FAMILY_NAMES: &[&str] =
    &["bui", "dang", "dinh", "doan", "duong", "hoang", "luong", "ngo", "pham", "phan", "thai", "tran", "trinh"];

/// Returns the name for a raw code: the code itself where it is one, else a digest of it.
pub fn safe(raw: &str, kind: Kind) -> Name {
    let composed: String = raw.nfc().collect();
    let code = composed.trim();
    if is_portable(code) && is_impersonal(code) {
        return Name { text: code.to_owned(), replaced: false };
    }
    let hex = Digest::of(composed.as_bytes()).to_string();
    let letter = if kind == Kind::Dossier { 'h' } else { 't' };
    // In groups of four, so that a digest can never look like an id of 9 or 12 digits itself.
    Name { text: format!("{letter}-{}-{}-{}", &hex[..4], &hex[4..8], &hex[8..12]), replaced: true }
}

impl Taken {
    /// Returns `name`, or `name-2`, `name-3` and so on when it is taken, and takes it.
    pub fn take(&mut self, name: &str) -> String {
        let key = name.to_ascii_lowercase();
        if self.used.insert(key.clone()) {
            return name.to_owned();
        }
        let next = self.next.entry(key.clone()).or_insert(1);
        loop {
            *next += 1;
            if self.used.insert(format!("{key}-{next}")) {
                return format!("{name}-{next}");
            }
        }
    }
}

/// Can every system hold the name, and every tool show it?
fn is_portable(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !code.is_empty()
        && code.len() <= LONGEST
        && code.bytes().all(plain)
        && code.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !code.starts_with(['.', '-'])
        && !code.ends_with('.')
        && !code.contains("..")
        && !is_device(code)
        && !is_reserved(code)
}

/// Beside `X.pdf` may lie `X.original.pdf`, which must not be the PDF of a document called `X.original`.
fn is_reserved(code: &str) -> bool {
    format!("{code}.pdf").to_ascii_lowercase().ends_with(ORIGINAL)
}

/// Windows opens a device by these names, whatever the ending.
fn is_device(code: &str) -> bool {
    let stem = code.split('.').next().unwrap_or(code).to_ascii_lowercase();
    let numbered = |word| stem.strip_prefix(word).is_some_and(|end: &str| end.len() == 1 && end < ":");
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Is this a code, and not what a person is called or registered under?
fn is_impersonal(code: &str) -> bool {
    let fields: Vec<&str> = code.split(['.', '_', '-']).filter(|field| !field.is_empty()).collect();
    let has_digit = code.bytes().any(|byte| byte.is_ascii_digit());
    let all_words = fields.iter().all(|field| is_word(field));
    // `Le-An-01`: two fields of mere letters in a row are a name unless both are words of the trade.
    let nameless =
        |pair: &[&str]| pair.iter().any(|field| !is_letters(field)) || pair.iter().all(|field| is_word(field));
    let id_free = runs(code, |c| c.is_ascii_digit()).all(|run| run.len() != 9 && run.len() != 12);
    (has_digit || all_words)
        && id_free
        && fields.windows(2).all(nameless)
        && runs(code, |c| c.is_ascii_alphabetic()).all(is_code_letters)
}

/// Codes have short runs of letters in one case: `KQ`, `G`, `UBND`.
fn is_code_letters(run: &str) -> bool {
    let one_case = run.bytes().all(|b| b.is_ascii_uppercase()) || run.bytes().all(|b| b.is_ascii_lowercase());
    let is_family_name = FAMILY_NAMES.contains(&run.to_ascii_lowercase().as_str());
    is_word(run) || (one_case && run.len() <= 5 && !is_family_name)
}

fn is_letters(field: &str) -> bool {
    field.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_word(field: &str) -> bool {
    WORDS.contains(&field.to_ascii_lowercase().as_str())
}

fn runs(code: &str, belongs: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    code.split(move |c| !belongs(c)).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(raw: &str) -> bool {
        let name = safe(raw, Kind::Document);
        assert_eq!(name.replaced, name.text != raw.trim());
        !name.replaced
    }

    #[test]
    fn codes_are_kept_as_they_are() {
        for code in ["KQ.G15.000031", "H26.15.2020", "000.00.01.H26-210712-0001", "hopso01", "hoso-12", "001", "15a"] {
            assert!(kept(code), "{code}");
        }
        assert!(
            ["BIA", "scans", "ho-so", "QD-UBND-2001.07", "H37.DN.002", "d1", "0106022016"]
                .iter()
                .all(|code| kept(code))
        );
    }

    #[test]
    fn what_could_be_a_person_is_replaced() {
        for raw in ["NguyenVanA", "Nguyễn Thị Hằng", "NguyenVanA-01", "Tran1", "TRAN.01", "Le-An-01", "nguyen_van_a_2"]
        {
            assert!(!kept(raw), "{raw}");
        }
    }

    #[test]
    fn personal_ids_are_replaced_wherever_they_stand() {
        assert!(!kept("001090012345") && !kept("KQ.012345678.01") && !kept("H26_001090012345"));
        assert!(kept("KQ.01234567") && kept("KQ.0123456789"));
    }

    #[test]
    fn names_that_some_system_cannot_hold_are_replaced() {
        for raw in
            ["", " ", "a/1", "..", "a..1", ".1", "-1", "1.", "COM1", "com1.2020", "NUL.1", "đ1", "a 1", "..1", "_"]
        {
            assert!(!kept(raw), "{raw}");
        }
        assert!(kept(&"1".repeat(80)) && !kept(&"1".repeat(81)));
    }

    #[test]
    fn no_document_is_called_like_the_original_kept_beside_another() {
        assert!(!is_portable("KQ.1.original") && !is_portable("KQ.1.ORIGINAL") && is_portable("KQ.1.original.2"));
        assert!(!kept("KQ.1.original"));
    }

    #[test]
    fn a_replaced_name_is_a_stable_digest_of_the_nfc_name() {
        let composed = safe("Hằng", Kind::Document);
        let decomposed: String = "Hằng".nfd().collect();
        assert_eq!(safe(&decomposed, Kind::Document), composed);
        assert_eq!(safe("đơn xin", Kind::Dossier).text, "h-bff0-e849-94a1");
        assert!(is_portable(&composed.text) && composed.text.starts_with("t-"));
    }

    #[test]
    fn spaces_around_a_code_are_not_part_of_it() {
        assert_eq!(safe(" KQ.1 ", Kind::Document), Name { text: "KQ.1".to_owned(), replaced: false });
    }

    #[test]
    fn a_taken_name_gets_a_number_whatever_its_case() {
        let mut taken = Taken::default();
        let given = ["KQ.1", "kq.1", "KQ.1-2", "KQ.1", "KQ.2"].map(|name| taken.take(name));
        assert_eq!(given, ["KQ.1", "kq.1-2", "KQ.1-2-2", "KQ.1-3", "KQ.2"]);
    }
}
