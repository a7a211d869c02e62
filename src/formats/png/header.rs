//! The IHDR chunk: size, depth, colour type, interlacing.

use crate::finding::codes;
use crate::formats::rows::Shape;
use crate::page::Refusal;
use crate::text;
use crate::text::Text;

/// Where the width stands in the file: after the signature and the chunk's length and name.
pub(super) const WIDTH_AT: u64 = 16;

/// The colour types of PNG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColourType {
    Grey,
    Rgb,
    Indexed,
    GreyAlpha,
    RgbAlpha,
}

impl ColourType {
    /// Returns the samples of a pixel.
    pub(super) fn channels(self) -> u8 {
        match self {
            ColourType::Grey | ColourType::Indexed => 1,
            ColourType::GreyAlpha => 2,
            ColourType::Rgb => 3,
            ColourType::RgbAlpha => 4,
        }
    }

    pub(super) fn has_alpha(self) -> bool {
        matches!(self, ColourType::GreyAlpha | ColourType::RgbAlpha)
    }

    fn allows(self, bits: u8) -> bool {
        match self {
            ColourType::Grey => matches!(bits, 1 | 2 | 4 | 8 | 16),
            ColourType::Indexed => matches!(bits, 1 | 2 | 4 | 8),
            _ => matches!(bits, 8 | 16),
        }
    }
}

/// What IHDR says, checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bits: u8,
    pub(super) colour: ColourType,
    pub(super) is_interlaced: bool,
}

impl Header {
    /// Reads the 13 bytes of the chunk (PNG 3rd edition, 11.2.1).
    pub(super) fn parse(data: &[u8]) -> Result<Header, Refusal> {
        let &[w0, w1, w2, w3, h0, h1, h2, h3, bits, colour, compression, filter, interlace] = data else {
            return Err(corrupt(8, text!("khối IHDR không đúng 13 byte", "the IHDR chunk does not have 13 bytes")));
        };
        let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
        let in_range = |length: u32| (1..=i32::MAX as u32).contains(&length);
        if !in_range(width) || !in_range(height) {
            let what =
                text!("kích thước ảnh {width} x {height} không hợp lệ", "the size {width} x {height} is invalid");
            return Err(corrupt(WIDTH_AT, what));
        }
        let kind = colour_type(colour).filter(|kind| kind.allows(bits)).ok_or_else(|| {
            let what =
                text!("không có kiểu màu {colour} với {bits} bit", "there is no colour type {colour} with {bits} bits");
            corrupt(WIDTH_AT + 8, what)
        })?;
        if compression != 0 || filter != 0 || interlace > 1 {
            let what = text!("phương pháp nén hoặc xen kẽ không tồn tại", "a coding method does not exist");
            return Err(corrupt(WIDTH_AT + 10, what));
        }
        Ok(Header { width, height, bits, colour: kind, is_interlaced: interlace == 1 })
    }

    pub(super) fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Returns the shape of the samples as stored, alpha and indices included.
    pub(super) fn shape(&self) -> Shape {
        Shape { width: self.width, height: self.height, bits: self.bits, channels: self.colour.channels() }
    }
}

fn colour_type(number: u8) -> Option<ColourType> {
    match number {
        0 => Some(ColourType::Grey),
        2 => Some(ColourType::Rgb),
        3 => Some(ColourType::Indexed),
        4 => Some(ColourType::GreyAlpha),
        6 => Some(ColourType::RgbAlpha),
        _ => None,
    }
}

fn corrupt(at: u64, what: Text) -> Refusal {
    Refusal::new(&codes::CORRUPT, what).at(at)
}
