//! Bytes that may be no Unicode: files of text, and names of files.

use std::collections::BTreeSet;
use std::iter;

use super::looks::{cp437, windows_1252};
use super::{Encoding, decode, detect};

/// How many names of a ZIP are looked at.
const OF_ZIP: usize = 10_000;

/// Returns a file of text: UTF-8, or UTF-16 with a byte order mark, without that mark; otherwise each byte as
/// Windows-1252 shows it, for [`detect`] to say column by column what it really is.
pub fn decode_bytes(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            str::from_utf8(text).map_or_else(|_| windows_1252(bytes), str::to_owned)
        }
    }
}

/// Returns a file name that is not UTF-8, decoded, where its encoding can be told from it.
pub fn file_name(name: &[u8]) -> Option<(String, Encoding)> {
    if str::from_utf8(name).is_ok() {
        return None;
    }
    told(&windows_1252(name))
}

/// How the names in a ZIP are read that do not say they are UTF-8.
///
/// Tried in this order: UTF-8 all the same, an old encoding as bytes, one whose look-alikes the tool took for text and
/// wrote in code page 437, and at last that code page.
#[derive(Debug)]
struct ZipNames {
    encoding: Option<Encoding>,
    show: fn(&[u8]) -> String,
}

impl ZipNames {
    /// Finds the encoding by all names of a ZIP together, for one tool wrote them all.
    fn of<'n>(names: impl Iterator<Item = &'n [u8]>) -> ZipNames {
        let odd: BTreeSet<&[u8]> = names.filter(|name| str::from_utf8(name).is_err()).collect();
        let told = |show: fn(&[u8]) -> String| {
            let looks: Vec<String> = odd.iter().take(OF_ZIP).map(|name| show(name)).collect();
            Some(ZipNames { encoding: Some(detect(looks.iter().map(String::as_str))?), show })
        };
        told(windows_1252).or_else(|| told(cp437)).unwrap_or(ZipNames { encoding: None, show: cp437 })
    }

    /// Returns a name, and the encoding if it was one from before Unicode.
    fn read(&self, name: &[u8]) -> (String, Option<Encoding>) {
        match (str::from_utf8(name), self.encoding) {
            (Ok(text), _) => (text.to_owned(), None),
            (Err(_), Some(encoding)) => (decode(encoding, &(self.show)(name)), Some(encoding)),
            (Err(_), None) => ((self.show)(name), None),
        }
    }
}

/// Reads a name, and says what its encoding is called.
pub type ReadName = Box<dyn Fn(&[u8]) -> (String, Option<&'static str>)>;

/// Finds the encoding of all names of a ZIP, and returns how to read one of them, with what that encoding is called.
pub fn zip_names(names: &mut dyn Iterator<Item = &[u8]>) -> ReadName {
    let names = ZipNames::of(names);
    Box::new(move |name| {
        let (text, encoding) = names.read(name);
        (text, encoding.map(Encoding::name))
    })
}

fn told(looks: &str) -> Option<(String, Encoding)> {
    let encoding = detect(iter::once(looks))?;
    Some((decode(encoding, looks), encoding))
}

/// Half a unit at the end and halves of pairs become replacement characters.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let letters = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    letters.chain(odd.iter().map(|_| char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unicode_in_any_dress_is_the_same_text() {
        let text = "Số;Họ tên\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let dressed = [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [vec![0xFF, 0xFE], utf16(u16::to_le_bytes)].concat(),
            [vec![0xFE, 0xFF], utf16(u16::to_be_bytes)].concat(),
        ];
        for bytes in dressed {
            assert_eq!(decode_bytes(&bytes), text);
        }
    }

    #[test]
    fn broken_utf16_is_read_as_far_as_it_goes() {
        assert_eq!(decode_bytes(b"\xFF\xFEa\0\0\xD8b\0c"), "a\u{fffd}b\u{fffd}");
        assert_eq!((decode_bytes(b"\xFE\xFF"), decode_bytes(b"")), (String::new(), String::new()));
    }

    #[test]
    fn other_bytes_are_shown_as_look_alikes() {
        assert_eq!(decode_bytes(b"Nguy\xD4n V\xA8n A\x93\x81"), "NguyÔn V¨n A“\u{81}");
    }

    #[test]
    fn a_name_in_an_old_encoding_is_told_from_itself() {
        assert_eq!(file_name(b"Nguy\xD4n V\xA8n A.jpg"), Some(("Nguyễn Văn A.jpg".to_owned(), Encoding::Tcvn3)));
        assert_eq!(file_name(b"Ha\xF8 No\xE4i.pdf"), Some(("Hà Nội.pdf".to_owned(), Encoding::Vni)));
        assert_eq!((file_name("Hà Nội.pdf".as_bytes()), file_name(b"caf\xE9 \xFE.pdf")), (None, None));
    }

    #[test]
    fn a_name_in_a_zip_is_read_by_the_first_way_that_makes_sense() {
        let zip_name = |name: &[u8]| ZipNames::of(iter::once(name)).read(name);
        let told = |text: &str| (text.to_owned(), Some(Encoding::Tcvn3));
        assert_eq!(zip_name("Hà Nội".as_bytes()), ("Hà Nội".to_owned(), None));
        assert_eq!(zip_name(b"Nguy\xD4n V\xA8n A"), told("Nguyễn Văn A"));
        // `Hµ Néi` as a tool wrote it that knew no more than what it saw.
        assert_eq!(zip_name(b"H\xE6 N\x82i"), told("Hà Nội"));
        assert_eq!(zip_name(b"caf\x82.pdf"), ("café.pdf".to_owned(), None));
    }
}
