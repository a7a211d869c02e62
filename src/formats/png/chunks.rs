//! The chunks of a PNG: every CRC checked, the order held, the end required.
//!
//! What determines the pixels is judged strictly. Other chunks that stand in the wrong place or come
//! twice have no effect, as in libpng.

use std::borrow::Cow;
use std::ops::Range;

use flate2::Crc;

use super::SIGNATURE;
use super::header::{ColourType, Header};
use crate::finding::{Code, codes};
use crate::page::Refusal;
use crate::text;
use crate::text::Text;

/// A whole block of a disk; a faulty one is often read as zeros.
const SECTOR: usize = 512;

/// A PNG whose chunks are sound.
pub(super) struct Png<'a> {
    pub(super) header: Header,
    /// Red, green, blue triples; empty where there is no palette.
    pub(super) palette: &'a [u8],
    pub(super) transparency: Option<&'a [u8]>,
    pub(super) profile: Option<&'a [u8]>,
    pub(super) code_points: Option<&'a [u8]>,
    pub(super) has_srgb: bool,
    pub(super) gamma: Option<&'a [u8]>,
    pub(super) chromaticities: Option<&'a [u8]>,
    pub(super) density: Option<&'a [u8]>,
    /// True when there are more images than the default one.
    pub(super) is_animated: bool,
    /// Where bytes after IEND begin.
    pub(super) trailing: Option<u64>,
    bytes: &'a [u8],
    image_data: Vec<Range<usize>>,
}

struct Chunk<'a> {
    /// Where the chunk begins, at its length.
    at: usize,
    name: [u8; 4],
    data: &'a [u8],
}

/// Walks over all chunks; `admit` judges the header before anything else is looked at.
pub(super) fn walk<'a>(bytes: &'a [u8], admit: impl Fn(&Header) -> Result<(), Refusal>) -> Result<Png<'a>, Refusal> {
    let length = bytes.len().min(SIGNATURE.len());
    if bytes[..length] != SIGNATURE[..length] {
        return Err(corrupt(0, text!("không mở đầu như PNG", "it does not begin as a PNG does")));
    }
    let first = next_chunk(bytes, SIGNATURE.len())?;
    if first.name != *b"IHDR" {
        return Err(corrupt(first.at, text!("khối đầu tiên không phải IHDR", "the first chunk is not IHDR")));
    }
    let header = Header::parse(first.data)?;
    admit(&header)?;
    let mut png = Png::empty(bytes, header);
    let mut at = first.end();
    loop {
        let chunk = next_chunk(bytes, at)?;
        at = chunk.end();
        if chunk.name == *b"IEND" {
            break;
        }
        png.take(&chunk)?;
    }
    png.trailing = (at < bytes.len()).then_some(at as u64);
    png.complete(at)
}

/// Reads the chunk at `at` and checks its name and CRC.
fn next_chunk(bytes: &[u8], at: usize) -> Result<Chunk<'_>, Refusal> {
    let rest = bytes.get(at..).unwrap_or_default();
    let &[l0, l1, l2, l3, n0, n1, n2, n3, ..] = rest else { return Err(truncated(bytes)) };
    let (length, name) = (u32::from_be_bytes([l0, l1, l2, l3]), [n0, n1, n2, n3]);
    if !name.iter().all(u8::is_ascii_alphabetic) || length > i32::MAX as u32 {
        let end = bytes.len().min(at + 2 * SECTOR);
        return Err(damaged(bytes, at..end, text!("không phải khối PNG", "this is not a PNG chunk")));
    }
    let Some(body) = rest.get(4..length as usize + 12) else { return Err(truncated(bytes)) };
    let (summed, stored) = body.split_at(length as usize + 4);
    let mut crc = Crc::new();
    crc.update(summed);
    if crc.sum().to_be_bytes() != stored {
        let name = String::from_utf8_lossy(&name);
        let what = text!("khối {name} sai mã kiểm CRC", "the {name} chunk fails its CRC");
        return Err(damaged(bytes, at..at + body.len() + 4, what));
    }
    Ok(Chunk { at, name, data: &summed[4..] })
}

impl Chunk<'_> {
    fn end(&self) -> usize {
        self.at + self.data.len() + 12
    }

    fn data_range(&self) -> Range<usize> {
        self.at + 8..self.at + 8 + self.data.len()
    }
}

impl<'a> Png<'a> {
    fn empty(bytes: &'a [u8], header: Header) -> Png<'a> {
        Png {
            header,
            palette: &[],
            transparency: None,
            profile: None,
            code_points: None,
            has_srgb: false,
            gamma: None,
            chromaticities: None,
            density: None,
            is_animated: false,
            trailing: None,
            bytes,
            image_data: Vec::new(),
        }
    }

    fn take(&mut self, chunk: &Chunk<'a>) -> Result<(), Refusal> {
        let is_early = self.image_data.is_empty();
        match &chunk.name {
            b"IDAT" => return self.take_image_data(chunk),
            b"IHDR" => return Err(corrupt(chunk.at, text!("có hai khối IHDR", "there are two IHDR chunks"))),
            b"PLTE" => return self.take_palette(chunk, is_early),
            b"tRNS" if is_early => return self.take_transparency(chunk),
            b"iCCP" if is_early => keep_first(&mut self.profile, chunk.data),
            b"cICP" if is_early => keep_first(&mut self.code_points, chunk.data),
            b"gAMA" if is_early => keep_first(&mut self.gamma, chunk.data),
            b"cHRM" if is_early => keep_first(&mut self.chromaticities, chunk.data),
            b"pHYs" if is_early => keep_first(&mut self.density, chunk.data),
            b"sRGB" if is_early => self.has_srgb = true,
            b"fdAT" => self.is_animated = true,
            // A capital first letter: nobody may show the image without knowing this chunk.
            [first, ..] if first.is_ascii_uppercase() => return Err(unknown(chunk)),
            _ => (),
        }
        Ok(())
    }

    fn take_image_data(&mut self, chunk: &Chunk<'_>) -> Result<(), Refusal> {
        if self.image_data.last().is_some_and(|last| last.end + 4 != chunk.at) {
            return Err(corrupt(chunk.at, text!("các khối IDAT không liền nhau", "the IDAT chunks are not adjacent")));
        }
        self.image_data.push(chunk.data_range());
        Ok(())
    }

    /// Takes the palette of an indexed image; elsewhere it is but a suggestion.
    fn take_palette(&mut self, chunk: &Chunk<'a>, is_early: bool) -> Result<(), Refusal> {
        let length = chunk.data.len();
        if !is_early || !self.palette.is_empty() || !length.is_multiple_of(3) || !(3..=768).contains(&length) {
            return Err(corrupt(chunk.at, text!("bảng màu PLTE không hợp lệ", "the PLTE palette is invalid")));
        }
        // Colours that no index of this depth can reach are left out.
        let reachable = length.min(3 << self.header.bits.min(8));
        self.palette = &chunk.data[..reachable];
        Ok(())
    }

    fn take_transparency(&mut self, chunk: &Chunk<'a>) -> Result<(), Refusal> {
        let length = chunk.data.len();
        let is_valid = match self.header.colour {
            ColourType::Grey => length == 2,
            ColourType::Rgb => length == 6,
            ColourType::Indexed => (1..=self.palette.len() / 3).contains(&length),
            // There is alpha already; libpng ignores the chunk, too.
            ColourType::GreyAlpha | ColourType::RgbAlpha => return Ok(()),
        };
        if !is_valid || self.transparency.is_some() {
            return Err(corrupt(chunk.at, text!("khối tRNS không hợp lệ", "the tRNS chunk is invalid")));
        }
        self.transparency = Some(chunk.data);
        Ok(())
    }

    fn complete(self, end: usize) -> Result<Png<'a>, Refusal> {
        if self.image_data.is_empty() {
            return Err(corrupt(end, text!("không có khối IDAT", "there is no IDAT chunk")));
        }
        if self.header.colour == ColourType::Indexed && self.palette.is_empty() {
            return Err(corrupt(end, text!("thiếu bảng màu PLTE", "the PLTE palette is missing")));
        }
        Ok(self)
    }

    /// Returns the zlib stream of the image: the IDAT chunks in a row.
    pub(super) fn image_data(&self) -> Cow<'a, [u8]> {
        match self.image_data.as_slice() {
            [only] => Cow::Borrowed(&self.bytes[only.clone()]),
            many => Cow::Owned(many.iter().flat_map(|range| &self.bytes[range.clone()]).copied().collect()),
        }
    }

    /// Puts the file offset in place of an offset into the image data.
    pub(super) fn locate(&self, mut refusal: Refusal) -> Refusal {
        let mut left = refusal.offset.unwrap_or(0);
        for range in &self.image_data {
            let length = range.len() as u64;
            refusal.offset = Some(range.start as u64 + left.min(length));
            if left < length {
                break;
            }
            left -= length;
        }
        refusal
    }
}

fn keep_first<'a>(slot: &mut Option<&'a [u8]>, data: &'a [u8]) {
    slot.get_or_insert(data);
}

fn corrupt(at: usize, what: Text) -> Refusal {
    Refusal::new(&codes::CORRUPT, what).at(at as u64)
}

fn truncated(bytes: &[u8]) -> Refusal {
    let what = text!("tệp PNG bị cắt cụt, thiếu khối IEND", "the PNG is cut short before its IEND chunk");
    Refusal::new(&codes::TRUNCATED, what).at(bytes.len() as u64)
}

fn unknown(chunk: &Chunk<'_>) -> Refusal {
    let name = String::from_utf8_lossy(&chunk.name);
    let what =
        text!("khối bắt buộc {name} không có trong chuẩn PNG", "the critical chunk {name} is not of the standard");
    Refusal::new(&codes::UNSUPPORTED, what).at(chunk.at as u64)
}

/// Refuses a stretch of the file; a sector of zeros in it points to the disk.
fn damaged(bytes: &[u8], range: Range<usize>, what: Text) -> Refusal {
    let sectors = range.start.div_ceil(SECTOR)..range.end / SECTOR;
    let is_zero = |sector: &usize| bytes[sector * SECTOR..(sector + 1) * SECTOR].iter().all(|byte| *byte == 0);
    let (code, at): (&'static Code, usize) = match sectors.into_iter().find(is_zero) {
        Some(sector) => (&codes::ZEROED, sector * SECTOR),
        None => (&codes::CORRUPT, range.start),
    };
    Refusal::new(code, what).at(at as u64)
}
