//! The names under which rows and documents find each other: file names, codes, and places in a dossier.
//!
//! Names are compared in NFC and without regard to case, and never without accents: two papers may differ by one.

use unicode_normalization::UnicodeNormalization;

use crate::record::Record;
use crate::records::fields;
use crate::records::fold::fold;
use crate::records::index::Keys;

/// How a row and a document were brought together; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// By the whole name of a file or folder.
    File,
    /// By the name without its ending.
    Stem,
    /// By the document's code.
    Code,
    /// By the dossier's code and the place in it.
    Place,
    /// By order alone.
    Order,
}

/// One key of a row or a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) how: How,
    pub(super) text: Box<str>,
}

impl How {
    /// Returns the word that stands in a sidecar.
    pub(super) fn name(self) -> &'static str {
        match self {
            How::File | How::Stem => "file",
            How::Code | How::Place => "code",
            How::Order => "order",
        }
    }
}

/// Returns how a name is compared.
pub(super) fn plain(name: &str) -> String {
    if name.is_ascii() {
        return name.trim().to_ascii_lowercase();
    }
    name.trim().nfc().flat_map(char::to_lowercase).collect()
}

/// Returns the parts of a path as a sheet writes it, of whatever system.
pub(super) fn parts(path: &str) -> Vec<String> {
    let parts = path.split(['/', '\\']).map(plain);
    parts.filter(|part| !(part.is_empty() || part == "." || part == ".." || part.ends_with(':'))).collect()
}

/// Returns a name without its ending, when it has one that a file may have.
pub(super) fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => stem,
        _ => name,
    }
}

/// A code such as `2019.014` ends in digits, a file in letters.
fn is_ending(ending: &str) -> bool {
    const ENDINGS: &[&str] =
        &["jpg", "jpeg", "jpe", "jfif", "png", "tif", "tiff", "pdf", "jp2", "j2k", "bmp", "gif", "webp", "pnm", "heic"];
    ENDINGS.contains(&ending.to_lowercase().as_str())
}

/// Returns the keys of a row.
pub(super) fn of_row(keys: &Keys, ordinal: Option<u64>) -> Vec<Key> {
    let mut found = Vec::new();
    let mut add = |how, text: &str| found.push(Key { how, text: text.into() });
    if let Some(name) = keys.file.as_deref().map(parts).as_deref().and_then(<[String]>::last) {
        add(How::File, name);
        add(How::Stem, stem(name));
    }
    if let Some(code) = &keys.code {
        add(How::Code, &plain(code));
    }
    // A row that names its file is not about whatever lies in the same place.
    if let Some((dossier, ordinal)) = keys.dossier.as_deref().zip(ordinal).filter(|_| keys.file.is_none()) {
        add(How::Place, &place(dossier, ordinal));
    }
    found
}

/// Returns the key of a place in a dossier.
pub(super) fn place(dossier: &str, ordinal: u64) -> String {
    format!("{}/{ordinal}", plain(dossier))
}

/// Returns the ordinal that a row states. One that was counted from the order of rows is no statement.
pub(super) fn ordinal(record: &Record) -> Option<u64> {
    let is_stated = record.get(fields::DOC_ORDINAL)?.from.as_deref() != Some("order");
    record.count(fields::DOC_ORDINAL).filter(|_| is_stated)
}

/// Says whether a name is one that every folder has: `001`, `15a`, `scan0001`, `IMG_2`. It tells nobody's paper apart.
pub(super) fn is_generic(name: &str) -> bool {
    const WORDS: &[&str] = &["scan", "img", "image", "page", "trang", "to", "anh", "file", "doc", "dsc", "tep", "quet"];
    let letters: String = fold(stem(name)).chars().filter(|letter| !letter.is_ascii_digit()).collect();
    letters.len() <= 1 || WORDS.contains(&letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_every_system_have_the_same_parts() {
        assert_eq!(parts("D:\\Ho so\\01\\A.JPG"), ["ho so", "01", "a.jpg"]);
        assert_eq!(parts("./01/../a.jpg"), ["01", "a.jpg"]);
        assert_eq!(parts("Hằng.jpg"), parts(&"Hằng.jpg".nfd().collect::<String>()));
    }

    #[test]
    fn a_code_has_no_ending() {
        assert_eq!(
            [stem("h26.15.2019.014"), stem("a.b.jpg"), stem(".jpg"), stem("012-2001.pdf")],
            ["h26.15.2019.014", "a.b", ".jpg", "012-2001"]
        );
    }
}
