//! The boxes of a JPEG 2000 file in a PDF (ISO/IEC 15444-1, annex I; ISO 19005-2, 6.2.8.3).
//!
//! Only the header is read here; whether the codestream decodes is for `data`.

use crate::text;
use crate::text::Text;

/// What the header of a JP2 file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Channels in the codestream.
    pub channels: u16,
    /// Whether the channels lead through a palette.
    pub has_palette: bool,
    /// The field BPC: bits less one, 128 more when signed, 255 when they differ.
    depth: u8,
    /// There is a box of bits per component.
    varies: bool,
    /// Colour specifications in order.
    colours: Vec<Colour>,
}

/// One colour specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour {
    method: u8,
    approximation: u8,
    enumerated: Option<u32>,
}

impl Header {
    /// Reads the header; `None` when the bytes are no JP2 file, as with a bare codestream.
    pub fn parse(bytes: &[u8]) -> Option<Header> {
        if !bytes.starts_with(b"\0\0\0\x0CjP  ") {
            return None;
        }
        let (_, boxes) = Boxes(bytes).find(|(kind, _)| kind == b"jp2h")?;
        let mut header = Header::default();
        for (kind, content) in Boxes(boxes) {
            match &kind {
                b"ihdr" => header.image(content)?,
                b"pclr" => header.has_palette = true,
                b"bpcc" => header.varies = true,
                b"colr" => header.colours.push(Colour {
                    method: *content.first()?,
                    approximation: *content.get(2)?,
                    enumerated: number(content, 3),
                }),
                _ => (),
            }
        }
        (header.channels > 0).then_some(header)
    }

    fn image(&mut self, content: &[u8]) -> Option<()> {
        self.height = number(content, 0)?;
        self.width = number(content, 4)?;
        self.channels = u16::from_be_bytes([*content.get(8)?, *content.get(9)?]);
        self.depth = *content.get(10)?;
        Some(())
    }

    /// Returns the colour specification that counts: the only one, or the only one marked as best.
    fn colour(&self) -> Option<Colour> {
        let mut best = self.colours.iter().filter(|colour| colour.approximation == 1);
        match (self.colours.as_slice(), best.next(), best.next()) {
            ([only], _, _) => Some(*only),
            (_, Some(best), None) => Some(*best),
            _ => None,
        }
    }

    /// Says whether colours are those of a printing device: enumerated colour space 12.
    pub fn is_cmyk(&self) -> bool {
        self.colour().is_some_and(|colour| colour.method == 1 && colour.enumerated == Some(12))
    }

    /// Returns every rule that the header breaks; its colours do not count where the dictionary `has_space` of its own.
    pub fn breaches(&self, has_space: bool) -> Vec<(&'static str, Text)> {
        let mut breaches = Vec::new();
        let channels = self.channels;
        if ![1, 3, 4].contains(&channels) {
            breaches.push((
                "6.2.8.3-1",
                text!("ảnh JPEG 2000 có {channels} kênh", "the JPEG 2000 image has {channels} channels"),
            ));
        }
        match self.colour() {
            _ if has_space => (),
            None => breaches.push((
                "6.2.8.3-2",
                text!(
                    "ảnh JPEG 2000 không nói rõ đặc tả màu nào là chính",
                    "the JPEG 2000 image does not say which colour specification counts"
                ),
            )),
            Some(colour) => breaches.extend(colour.breaches()),
        }
        if self.varies || (self.depth & 0x7F) >= 38 {
            breaches.push((
                "6.2.8.3-5",
                text!(
                    "độ sâu bit của ảnh JPEG 2000 không hợp lệ",
                    "the JPEG 2000 image has unequal or too many bits per channel"
                ),
            ));
        }
        breaches
    }
}

impl Colour {
    fn breaches(self) -> Option<(&'static str, Text)> {
        let method = self.method;
        match (method, self.enumerated) {
            (1, Some(19)) => Some((
                "6.2.8.3-4",
                text!("ảnh JPEG 2000 dùng không gian màu CIEJab", "the JPEG 2000 image uses the colour space CIEJab"),
            )),
            (1..=3, _) => None,
            _ => Some((
                "6.2.8.3-3",
                text!(
                    "ảnh JPEG 2000 đặc tả màu theo cách {method}",
                    "the JPEG 2000 image specifies its colours by method {method}"
                ),
            )),
        }
    }
}

/// The boxes that lie one behind the other; ends where one does not fit.
struct Boxes<'a>(&'a [u8]);

impl<'a> Iterator for Boxes<'a> {
    type Item = ([u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.0.get(4..8)?.try_into().ok()?;
        let (start, length) = match number(self.0, 0)? {
            0 => (8, self.0.len()),
            1 => (16, usize::try_from(u64::from_be_bytes(self.0.get(8..16)?.try_into().ok()?)).ok()?),
            length => (8, usize::try_from(length).ok()?),
        };
        // The last box of a file that was cut off still tells what it holds.
        let content = self.0.get(start..length.min(self.0.len()))?;
        self.0 = self.0.get(length..).unwrap_or_default();
        Some((kind, content))
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap();
        [&length.to_be_bytes(), kind.as_slice(), content].concat()
    }

    fn colour(method: u8, approximation: u8, space: u8) -> Vec<u8> {
        boxed(b"colr", &[method, 0, approximation, 0, 0, 0, space])
    }

    fn file(channels: u8, depth: u8, rest: &[Vec<u8>]) -> Vec<u8> {
        let image = boxed(b"ihdr", &[0, 0, 0, 2, 0, 0, 0, 3, 0, channels, depth, 7, 0, 0]);
        let header = boxed(b"jp2h", &[image, rest.concat()].concat());
        [boxed(b"jP  ", b"\r\n\x87\n"), boxed(b"ftyp", b"jp2 \0\0\0\0jp2 "), header].concat()
    }

    fn clauses(bytes: &[u8]) -> Vec<&'static str> {
        Header::parse(bytes).unwrap().breaches(false).into_iter().map(|(clause, _)| clause).collect()
    }

    #[test]
    fn a_plain_image_keeps_every_rule_and_tells_its_size() {
        let bytes = file(3, 7, &[colour(1, 0, 16)]);
        assert!(clauses(&bytes).is_empty());
        let header = Header::parse(&bytes).unwrap();
        assert_eq!((header.width, header.height, header.channels), (3, 2, 3));
    }

    #[test]
    fn each_rule_has_its_own_breach() {
        assert_eq!(clauses(&file(2, 7, &[colour(1, 0, 17)])), ["6.2.8.3-1"]);
        assert_eq!(clauses(&file(3, 7, &[])), ["6.2.8.3-2"]);
        assert_eq!(clauses(&file(3, 7, &[colour(4, 0, 16)])), ["6.2.8.3-3"]);
        assert_eq!(clauses(&file(3, 7, &[colour(1, 0, 19)])), ["6.2.8.3-4"]);
        assert_eq!(clauses(&file(3, 38, &[colour(1, 0, 16)])), ["6.2.8.3-5"]);
        assert_eq!(clauses(&file(3, 7, &[boxed(b"bpcc", &[7, 7, 7]), colour(1, 0, 16)])), ["6.2.8.3-5"]);
    }

    #[test]
    fn of_several_colour_specifications_one_must_be_marked() {
        assert_eq!(clauses(&file(3, 7, &[colour(1, 0, 16), colour(2, 0, 0)])), ["6.2.8.3-2"]);
        assert!(clauses(&file(4, 7, &[colour(4, 0, 16), colour(1, 1, 12)])).is_empty());
        assert!(Header::parse(&file(4, 7, &[colour(1, 1, 12)])).unwrap().is_cmyk());
    }

    #[test]
    fn a_space_in_the_dictionary_makes_the_colours_of_the_file_irrelevant() {
        let header = Header::parse(&file(3, 7, &[colour(4, 0, 16), colour(1, 0, 19)])).unwrap();
        assert!(header.breaches(true).is_empty());
    }

    #[test]
    fn bare_codestreams_and_cut_files_are_no_jp2() {
        assert_eq!(Header::parse(b"\xFF\x4F\xFF\x51\0\x2F"), None);
        let whole = file(3, 7, &[colour(1, 0, 16)]);
        for end in 0..whole.len() {
            let _ = Header::parse(&whole[..end]);
        }
        assert_eq!(Header::parse(&whole[..40]), None);
    }
}
