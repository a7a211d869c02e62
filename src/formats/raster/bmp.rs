//! BMP of every depth: the header is read here to know how many bytes there must be, and how dense they lie.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;

use super::{Beside, broken, check_limits, decode, page, simplified, trailing, truncated};
use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{Format, Limits, Sink};
use crate::page::{Refusal, Resolution, ResolutionSource, Stop};
use crate::text;

/// The row for the table of formats.
pub const FORMAT: Format =
    Format { name: "bmp", endings: &["bmp", "dib"], isolated: true, recognises, read, glance: read };

/// The reserved words are zero and the header has one of the known lengths, lest text be taken for a BMP.
fn recognises(opening: &[u8]) -> bool {
    let known = [12, 16, 40, 52, 56, 64, 108, 124];
    opening.starts_with(b"BM")
        && opening.get(6..10) == Some(&[0; 4])
        && opening.get(14..18).is_some_and(|size| known.contains(&size[0]) && size[1..] == [0; 3])
}

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    let header = Header::read(&bytes).ok_or_else(truncated)?;
    check_limits(header.width, header.height, u64::from(header.width) * u64::from(header.height) * 3, limits)?;
    let end = header.end(&bytes)?;
    let decoder = BmpDecoder::new(Cursor::new(&*bytes)).map_err(broken)?;
    let samples = simplified(decode(decoder, limits)?, None);
    let notes = Vec::from_iter(trailing(bytes.len().saturating_sub(end)));
    sink(1, page(samples, Beside { resolution: header.resolution, space: None, notes })?)
}

/// What the file header and the information header say.
struct Header {
    /// Bytes of the file, as it says; not always right.
    size: usize,
    /// Where the pixels begin.
    pixels: usize,
    width: u32,
    height: u32,
    bits: u16,
    compression: u32,
    resolution: Option<Resolution>,
}

const RLE8: u32 = 1;
const RLE4: u32 = 2;

impl Header {
    fn read(bytes: &[u8]) -> Option<Header> {
        let word = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let long = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let (size, pixels) = (long(2)? as usize, long(10)? as usize);
        if long(14)? == 12 {
            let (width, height) = (u32::from(word(18)?), u32::from(word(20)?));
            return Some(Header { size, pixels, width, height, bits: word(24)?, compression: 0, resolution: None });
        }
        // The height is negative where rows come from the top.
        let (width, height) = (long(18)?, long(22)?.cast_signed().unsigned_abs());
        let (bits, has_more) = (word(28)?, long(14)? >= 40);
        let compression = if has_more { long(30)? } else { 0 };
        let resolution = if has_more { dots(long(38)?, long(42)?) } else { None };
        Some(Header { size, pixels, width, height, bits, compression, resolution })
    }

    /// Returns where the pixels end, and refuses a file that ends before.
    fn end(&self, bytes: &[u8]) -> Result<usize, Refusal> {
        let end = match self.compression {
            RLE8 | RLE4 => self.end_of_runs(bytes).ok_or_else(truncated)?,
            _ => {
                // Rows are filled up to four bytes.
                let row = (u64::from(self.width) * u64::from(self.bits)).div_ceil(32) * 4;
                let length = row.checked_mul(u64::from(self.height)).and_then(|length| usize::try_from(length).ok());
                let end = length.and_then(|length| self.pixels.checked_add(length));
                end.filter(|end| *end <= bytes.len()).ok_or_else(truncated)?
            }
        };
        if self.pixels < 18 {
            let what = text!("dữ liệu BMP nằm trong phần đầu tệp", "the BMP data lie within the header");
            return Err(Refusal::new(&codes::CORRUPT, what).at(10));
        }
        // A colour profile may stand behind the pixels, within the size that the file states.
        Ok(end.max(self.size.min(bytes.len())))
    }

    /// Walks the commands of run-length data to the end of the bitmap.
    fn end_of_runs(&self, bytes: &[u8]) -> Option<usize> {
        let mut at = self.pixels;
        loop {
            let [count, value] = *bytes.get(at..at.checked_add(2)?)? else { return None };
            at += 2;
            match (count, value) {
                (0, 1) => return Some(at),
                (0, 2) => at += 2,
                (0, 3..) => {
                    let samples = usize::from(value);
                    let length = if self.compression == RLE8 { samples } else { samples.div_ceil(2) };
                    at += length + length % 2;
                }
                _ => (),
            }
        }
    }
}

fn dots(across: u32, down: u32) -> Option<Resolution> {
    let per_inch = |per_metre: u32| f64::from(per_metre) * 0.0254;
    let is_stated = (1..=i32::MAX as u32).contains(&across) && (1..=i32::MAX as u32).contains(&down);
    is_stated.then(|| Resolution { x: per_inch(across), y: per_inch(down), from: ResolutionSource::Bmp })
}
