//! The tag files that say what a bag is: `bagit.txt` and `bag-info.txt` (RFC 8493, 2.1.1 and 2.2.2).

use std::io;

use crate::checks::tally::Tally;
use crate::checks::{fixity, regular};
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::text;

/// The versions of BagIt that are read.
const VERSIONS: &[&str] = &["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"];

/// No tag file is larger; a manifest of five million files is not.
const MOST: u64 = 1 << 30;

/// How the tag files of a bag are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As nearly everywhere.
    Utf8,
    /// ISO 8859-1.
    Latin1,
    /// With a byte order mark, or big-endian.
    Utf16,
}

/// Checks `bagit.txt` and returns how the other tag files are written.
pub fn check_declaration(bag: &Container, tally: &mut Tally) -> Encoding {
    let text = match bag.read("bagit.txt", MOST) {
        Ok(bytes) => String::from_utf8(bytes).unwrap_or_default(),
        Err(error) if regular::is_absent(&error) => String::new(),
        Err(error) => {
            tally.find(&codes::UNREADABLE, "bagit.txt", fixity::unreadable(&error));
            return Encoding::Utf8;
        }
    };
    let lines: Vec<_> = text.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
    let read = match lines[..] {
        [version, encoding] => read_declaration(version, encoding),
        _ => None,
    };
    read.unwrap_or_else(|| {
        let what = text!("`bagit.txt` thiếu hoặc sai mẫu", "`bagit.txt` is absent or not as it must be");
        tally.find(&codes::BAG_DECLARATION, "bagit.txt", what);
        Encoding::Utf8
    })
}

fn read_declaration(version: &str, encoding: &str) -> Option<Encoding> {
    let version = version.strip_prefix("BagIt-Version: ")?;
    let encoding = encoding.strip_prefix("Tag-File-Character-Encoding: ")?;
    let encoding = match encoding.to_ascii_uppercase().as_str() {
        "UTF-8" | "US-ASCII" => Encoding::Utf8,
        "ISO-8859-1" => Encoding::Latin1,
        "UTF-16" => Encoding::Utf16,
        _ => return None,
    };
    VERSIONS.contains(&version).then_some(encoding)
}

/// Reads a tag file. What is not in its encoding is replaced, and the flag says so.
pub fn read(bag: &Container, name: &str, encoding: Encoding) -> io::Result<(String, bool)> {
    let bytes = bag.read(name, MOST)?;
    Ok(match encoding {
        Encoding::Utf8 => String::from_utf8(bytes)
            .map_or_else(|error| (String::from_utf8_lossy(error.as_bytes()).into_owned(), false), |text| (text, true)),
        Encoding::Latin1 => (bytes.into_iter().map(char::from).collect(), true),
        Encoding::Utf16 => read_utf16(&bytes),
    })
}

fn read_utf16(bytes: &[u8]) -> (String, bool) {
    let (is_little, bytes) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (true, rest),
        [0xFE, 0xFF, rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| if is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    let mut is_clean = odd.is_empty();
    let text = char::decode_utf16(units)
        .map(|read| {
            read.unwrap_or_else(|_| {
                is_clean = false;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (text, is_clean)
}

/// Compares Payload-Oxum with the bytes and files of `data/`.
pub fn check_oxum(bag: &Container, encoding: Encoding, bytes: u64, files: u64, tally: &mut Tally) {
    // An unreadable `bag-info.txt` is the tag manifest's business; where it is not listed, it is free to be absent.
    let Ok((info, _)) = read(bag, "bag-info.txt", encoding) else { return };
    let found = format!("{bytes}.{files}");
    let labelled = info.split(['\n', '\r']).filter_map(|line| line.split_once(':'));
    let recorded = labelled.filter(|(label, _)| label.trim().eq_ignore_ascii_case("Payload-Oxum"));
    for recorded in recorded.map(|(_, value)| value.trim()).filter(|recorded| *recorded != found) {
        let what = text!(
            "`data/` có {found} (byte.tệp), `bag-info.txt` ghi {recorded}",
            "`data/` has {found} (bytes.files), `bag-info.txt` says {recorded}"
        );
        tally.find(&codes::BAG_OXUM, "bag-info.txt", what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_taken_only_as_the_standard_writes_it() {
        let declared = |version, encoding| read_declaration(version, encoding);
        assert_eq!(declared("BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"), Some(Encoding::Utf8));
        assert_eq!(declared("BagIt-Version: 0.97", "Tag-File-Character-Encoding: iso-8859-1"), Some(Encoding::Latin1));
        for version in ["BagIt-Version:1.0", "BagIt-Version:  1.0", "BagIt-Version: 1.0 ", "\u{feff}BagIt-Version: 1.0"]
        {
            assert_eq!(declared(version, "Tag-File-Character-Encoding: UTF-8"), None, "{version:?}");
        }
        assert_eq!(declared("BagIt-Version: 1.0", "Tag-File-Character-Encoding: EBCDIC"), None);
    }

    #[test]
    fn utf_16_is_read_in_both_byte_orders_and_its_faults_are_told() {
        assert_eq!(read_utf16(b"\xFF\xFEa\0b\0"), ("ab".to_owned(), true));
        assert_eq!(read_utf16(b"\xFE\xFF\0a\0b"), ("ab".to_owned(), true));
        assert_eq!(read_utf16(b"\0a\0"), ("a".to_owned(), false));
    }
}
