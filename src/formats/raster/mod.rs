//! Pictures that PDF has no filter for: decoded by the crate `image`, then coded anew without loss.
//!
//! Each format checks its own frame before, since the decoders forgive files that were cut off. GIF, BMP
//! and WebP speak of colours whatever the picture shows, so what is grey is stored as grey here, and what
//! is only black and white as one bit.

pub mod bmp;
pub mod gif;
pub mod webp;

use std::borrow::Cow;

use image::{ColorType, ImageDecoder, ImageError};

use super::ccitt::bitmap::Bitmap;
use super::ccitt::encode::encode;
use super::samples::{Recoded, Samples, recode};
use super::{Limits, packed};
use crate::finding::codes;
use crate::page::{Coding, Colour, Embedding, Note, Orientation, PageImage, Refusal, Resolution, Space, Stop};
use crate::text;

/// Decodes a picture of 8 bits, held against the limits before.
fn decode(decoder: impl ImageDecoder, limits: &Limits) -> Result<Samples, Stop> {
    let (width, height) = decoder.dimensions();
    check_limits(width, height, decoder.total_bytes(), limits)?;
    let (channels, alpha) = match decoder.color_type() {
        ColorType::L8 => (1, false),
        ColorType::La8 => (2, true),
        ColorType::Rgb8 => (3, false),
        ColorType::Rgba8 => (4, true),
        _ => return Err(Refusal::new(&codes::UNSUPPORTED, text!("kiểu màu lạ", "an unknown kind of colour")).into()),
    };
    let mut rows = vec![0; decoder.total_bytes() as usize];
    decoder.read_image(&mut rows).map_err(broken)?;
    Ok(Samples { width, height, bits: 8, channels, alpha, rows })
}

/// Refuses a picture above the limits, or without pixels; the samples are held twice.
pub(super) fn check_limits(width: u32, height: u32, bytes: u64, limits: &Limits) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(Refusal::new(&codes::CORRUPT, text!("ảnh không có điểm ảnh", "the image has no pixels")));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels <= limits.pixels && bytes.saturating_mul(2) <= limits.memory {
        return Ok(());
    }
    let what = text!(
        "ảnh {width} x {height} điểm vượt giới hạn của hồ sơ cấu hình",
        "the image of {width} x {height} pixels passes the limits of the profile"
    );
    Err(Refusal::new(&codes::TOO_LARGE, what))
}

fn broken(error: ImageError) -> Refusal {
    match &error {
        ImageError::Limits(_) => Refusal::new(&codes::TOO_LARGE, text!("ảnh quá lớn", "the image is too large")),
        ImageError::Unsupported(_) => {
            let what = text!("biến thể này của định dạng ảnh chưa đọc được", "this variant cannot be read: {error}");
            Refusal::new(&codes::UNSUPPORTED, what)
        }
        ImageError::IoError(why) if why.kind() == std::io::ErrorKind::UnexpectedEof => truncated(),
        _ => Refusal::new(&codes::CORRUPT, text!("dữ liệu ảnh bị hỏng", "the image data are damaged: {error}")),
    }
}

pub(super) fn truncated() -> Refusal {
    Refusal::new(&codes::TRUNCATED, text!("tệp ảnh dừng giữa chừng", "the image file ends too early"))
}

/// Reports bytes behind the end of the picture.
pub(super) fn trailing(length: usize) -> Option<Note> {
    let what = text!("{length} byte sau ảnh", "{length} bytes behind the image");
    (length > 0).then_some(Note { code: &codes::TRAILING, what })
}

/// Reports that only the first picture of an animation is taken, as with PNG.
fn animated(frames: u32) -> Note {
    let what = text!(
        "ảnh động có {frames} khung hình, chỉ lấy khung đầu",
        "an animation of {frames} frames, of which the first is taken"
    );
    Note { code: &codes::ANIMATED, what }
}

/// What a file says beside its samples.
#[derive(Default)]
pub(super) struct Beside {
    /// Dots per inch.
    pub(super) resolution: Option<Resolution>,
    /// The space of red, green and blue; `None` for sRGB.
    pub(super) space: Option<Space>,
    /// Warnings.
    pub(super) notes: Vec<Note>,
}

/// Codes decoded samples for a PDF: black and white as G4, all else as Flate.
pub(super) fn page(samples: Samples, beside: Beside) -> Result<PageImage<'static>, Stop> {
    let (width, height, bits) = (samples.width, samples.height, samples.bits);
    let colours = samples.channels - u8::from(samples.alpha);
    let space = beside.space.unwrap_or(Space::Device);
    let colour = if colours == 1 { Colour::Gray(Space::Device) } else { Colour::Rgb(space) };
    let (recoded, preview) = if (bits, samples.channels) == (1, 1) {
        let bitmap = Bitmap::of_rows(width, height, samples.rows);
        let (content, preview) = bitmap.survey();
        (Recoded { data: encode(&bitmap)?, coding: G4, mask: None, content }, preview)
    } else {
        (recode(&samples)?, samples.preview())
    };
    Ok(PageImage {
        width,
        height,
        bits,
        colour,
        coding: recoded.coding,
        inverted: false,
        mask: recoded.mask,
        data: Cow::Owned(recoded.data),
        resolution: beside.resolution,
        orientation: Orientation::UPRIGHT,
        embedding: Embedding::Lossless,
        content: recoded.content,
        preview,
        notes: beside.notes,
    })
}

/// As our own coder writes it.
const G4: Coding =
    Coding::Ccitt { k: -1, black_is_1: false, end_of_line: false, byte_align: false, end_of_block: false };

/// Stores what is grey as grey, and what is only black and white as one bit; alpha that hides nothing goes.
///
/// A colour profile would change what equal parts of red, green and blue mean, so with one nothing is done.
fn simplified(samples: Samples, space: Option<&Space>) -> Samples {
    let channels = usize::from(samples.channels);
    let is_grey = |pixel: &[u8]| pixel[0] == pixel[1] && pixel[1] == pixel[2] && pixel.get(3).is_none_or(|a| *a == 255);
    let pixels = || samples.rows.chunks_exact(channels);
    if channels < 3 || space.is_some() || !pixels().all(is_grey) {
        return samples;
    }
    let grey: Vec<u8> = pixels().map(|pixel| pixel[0]).collect();
    let (width, height) = (samples.width, samples.height);
    let is_bitonal = grey.iter().all(|value| matches!(value, 0 | 255));
    let rows = if is_bitonal { one_bit(&grey, width) } else { grey };
    Samples { width, height, bits: if is_bitonal { 1 } else { 8 }, channels: 1, alpha: false, rows }
}

fn one_bit(grey: &[u8], width: u32) -> Vec<u8> {
    let mut rows = Vec::with_capacity(grey.len().div_ceil(8));
    for row in grey.chunks_exact(width.max(1) as usize) {
        let start = rows.len();
        rows.resize(start + packed::row_bytes(width, 1, 1), 0);
        for (pixel, value) in row.iter().enumerate() {
            rows[start + pixel / 8] |= (value & 0x80) >> (pixel % 8);
        }
    }
    rows
}

#[cfg(test)]
mod tests;
