//! Codestreams decoded, once and whole: to know that they can be, for the preview, and for what must be coded anew.

use std::borrow::Cow;

use hayro_jpeg2000::{ComponentData, DecodeError, DecodeSettings, DecoderContext, FormatError, Image, MarkerError};

use super::codestream::{Codestream, corrupt};
use super::meaning::{Channels, SYCC};
use super::wrap::wrap;
use crate::finding::codes;
use crate::formats::samples::Samples;
use crate::formats::{Limits, packed};
use crate::page::{Preview, Refusal};
use crate::text;

/// Refuses an image that would take more pixels or memory than the limits allow.
pub(super) fn check_limits(codestream: &Codestream, limits: &Limits) -> Result<(), Refusal> {
    let size = &codestream.size;
    let pixels = u64::from(size.width) * u64::from(size.height);
    // The decoder holds four bytes for each sample, and three such planes for the largest tile at work.
    let tile = pixels.min(u64::from(size.tile_width) * u64::from(size.tile_height));
    let memory = pixels.saturating_mul(size.components.len() as u64 * 4).saturating_add(tile.saturating_mul(12));
    if pixels <= limits.pixels && memory <= limits.memory {
        return Ok(());
    }
    let (width, height) = (size.width, size.height);
    let what = text!(
        "ảnh {width} x {height} điểm vượt giới hạn của hồ sơ cấu hình",
        "the image of {width} x {height} pixels passes the limits of the profile"
    );
    Err(Refusal::new(&codes::TOO_LARGE, what))
}

/// Decodes a codestream and hands its components to `use_it`.
pub(super) fn decode<T>(
    bytes: &[u8],
    codestream: &Codestream,
    use_it: impl FnOnce(&[ComponentData]) -> T,
) -> Result<T, Refusal> {
    let bytes = bytes.get(..codestream.length).ok_or_else(|| corrupt(0))?;
    let bytes = with_length(bytes, codestream);
    // Palettes are our own business, and so is what the components mean.
    let settings = DecodeSettings { resolve_palette_indices: false, strict: true, target_resolution: None };
    let image = Image::new(&bytes, &settings).map_err(broken)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(broken)?;
    let expected = codestream.size.width as usize * codestream.size.height as usize;
    let components = decoded.components();
    let is_whole = components.len() == codestream.size.components.len()
        && components.iter().all(|component| component.samples().len() == expected);
    if is_whole { Ok(use_it(components)) } else { Err(corrupt(0)) }
}

/// Decodes an image of luma and two differences into red, green and blue of 8 bits.
pub(super) fn converted(bytes: &[u8], codestream: &Codestream) -> Result<Samples, Refusal> {
    let bytes = bytes.get(..codestream.length).ok_or_else(|| corrupt(0))?;
    let file = wrap(&with_length(bytes, codestream), codestream, SYCC);
    let settings = DecodeSettings { resolve_palette_indices: false, strict: true, target_resolution: None };
    let image = Image::new(&file, &settings).map_err(broken)?;
    let mut context = DecoderContext::default();
    let rows = image.decode(&mut context).map_err(broken)?.data_u8();
    let (width, height) = (codestream.size.width, codestream.size.height);
    let is_whole = rows.len() as u64 == u64::from(width) * u64::from(height) * 3;
    if is_whole { Ok(Samples { width, height, bits: 8, channels: 3, alpha: false, rows }) } else { Err(corrupt(0)) }
}

/// States the length of a last tile part that has none, which the strict decoder wants to know.
fn with_length<'a>(bytes: &'a [u8], codestream: &Codestream) -> Cow<'a, [u8]> {
    let Some(start) = codestream.open_part else { return Cow::Borrowed(bytes) };
    let mut bytes = bytes.to_vec();
    let length = (bytes.len() - 2).saturating_sub(start) as u32;
    if let Some(field) = bytes.get_mut(start + 6..start + 10) {
        field.copy_from_slice(&length.to_be_bytes());
    }
    Cow::Owned(bytes)
}

fn broken(error: DecodeError) -> Refusal {
    if matches!(error, DecodeError::Marker(MarkerError::Unsupported) | DecodeError::Format(FormatError::Unsupported)) {
        // High-throughput JPEG 2000 (part 15), for example.
        let what = text!("loại JPEG 2000 này chưa đọc được", "this kind of JPEG 2000 cannot be read");
        return Refusal::new(&codes::UNSUPPORTED, what);
    }
    let what = text!("dữ liệu JPEG 2000 bị hỏng", "the JPEG 2000 data are damaged: {error}");
    Refusal::new(&codes::CORRUPT, what)
}

/// Returns the whole number nearest to a decoded sample, within its depth.
fn sample(value: f32, bits: u8) -> u16 {
    // The cast saturates, and turns what is no number into 0.
    ((value + 0.5) as u16).min(packed::max(bits))
}

/// Makes the small grey image: luma of the mean of each block (ITU-R BT.601), for CMYK what the inks leave.
pub(super) fn preview(components: &[ComponentData], codestream: &Codestream, channels: u8) -> Preview {
    let (width, height) = (codestream.size.width as usize, codestream.size.height as usize);
    let (across, down) = (width.div_ceil(8), height.div_ceil(8));
    let planes: Vec<Vec<f32>> = components.iter().take(4).map(|plane| means(plane, width)).collect();
    let at = |plane: usize, idx: usize| planes.get(plane).and_then(|plane| plane.get(idx)).copied().unwrap_or_default();
    let weighted = |values: [f32; 3]| 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2];
    let grey = |idx: usize| match channels {
        ..3 => at(0, idx),
        3 => weighted([at(0, idx), at(1, idx), at(2, idx)]),
        _ => weighted([0, 1, 2].map(|plane| 255.0 - at(plane, idx))) * (255.0 - at(3, idx)) / 255.0,
    };
    let grey = (0..across * down).map(|idx| (grey(idx) + 0.5) as u8).collect();
    Preview { width: across as u32, height: down as u32, grey }
}

/// Puts the components side by side, in 8 bits each.
pub(super) fn bytes(components: &[ComponentData]) -> Vec<u8> {
    let count = components.first().map_or(0, |plane| plane.samples().len());
    let mut bytes = vec![0; count * components.len()];
    for (channel, plane) in components.iter().enumerate() {
        let scale = 255.0 / f32::from(packed::max(plane.bit_depth()));
        let places = bytes.iter_mut().skip(channel).step_by(components.len());
        // The cast saturates.
        places.zip(plane.samples()).for_each(|(byte, sample)| *byte = (sample * scale + 0.5) as u8);
    }
    bytes
}

/// Returns the mean of each block of 8 by 8 samples, from 0 to 255.
fn means(plane: &ComponentData, width: usize) -> Vec<f32> {
    let top = f32::from(packed::max(plane.bit_depth()));
    let mut means = Vec::new();
    for rows in plane.samples().chunks(8 * width.max(1)) {
        let n_rows = rows.len() / width.max(1);
        for from in (0..width).step_by(8) {
            let to = (from + 8).min(width);
            let sum: f32 = rows.chunks_exact(width).map(|row| row[from..to].iter().sum::<f32>()).sum();
            means.push((sum * 255.0 / (top * (n_rows * (to - from)) as f32)).clamp(0.0, 255.0));
        }
    }
    means
}

/// A palette (`pclr`, I.5.3.4): entries of one byte for each column.
pub(super) struct Palette<'a> {
    columns: usize,
    entries: &'a [u8],
}

impl<'a> Palette<'a> {
    /// Reads the box; palettes of other depth than 8 bits are refused.
    pub(super) fn read(content: &'a [u8]) -> Result<Palette<'a>, Refusal> {
        let parse = || {
            let (head, rest) = content.split_at_checked(3)?;
            let (count, columns) = (usize::from(u16::from_be_bytes([head[0], head[1]])), usize::from(head[2]));
            let (depths, entries) = rest.split_at_checked(columns)?;
            let is_whole = count > 0 && columns > 0 && entries.len() == count * columns;
            (is_whole && depths.iter().all(|depth| *depth == 7)).then_some(Palette { columns, entries })
        };
        parse().ok_or_else(|| {
            let what = text!("bảng màu JPEG 2000 không dùng được", "the JPEG 2000 palette cannot be used");
            Refusal::new(&codes::UNSUPPORTED, what)
        })
    }

    fn get(&self, index: u16, column: usize) -> Option<u16> {
        let at = usize::from(index).checked_mul(self.columns)?.checked_add(column)?;
        if column < self.columns { self.entries.get(at).copied().map(u16::from) } else { None }
    }
}

/// Puts decoded components together as samples, through the palette where there is one.
pub(super) fn samples(
    components: &[ComponentData],
    codestream: &Codestream,
    channels: &Channels,
    palette: Option<&Palette<'_>>,
) -> Result<Samples, Refusal> {
    let (width, height) = (codestream.size.width, codestream.size.height);
    let depth = codestream.size.components.first().map_or(0, |component| component.bits);
    let bits = if palette.is_some() { 8 } else { depth };
    if !matches!(bits, 1 | 2 | 4 | 8 | 16) {
        let what = text!(
            "ảnh JPEG 2000 có {bits} bit mỗi kênh cùng độ trong suốt",
            "a JPEG 2000 image of {bits} bits a channel that must be coded anew"
        );
        return Err(Refusal::new(&codes::UNSUPPORTED, what));
    }
    let n_channels = channels.sources.len();
    let row_bytes = packed::row_bytes(width, bits, n_channels as u8);
    let mut rows = vec![0; row_bytes * height as usize];
    for (channel, (component, column)) in channels.sources.iter().enumerate() {
        let plane = components.get(*component).ok_or_else(|| corrupt(0))?.samples();
        for (row, values) in rows.chunks_exact_mut(row_bytes.max(1)).zip(plane.chunks_exact(width as usize)) {
            for (pixel, value) in values.iter().enumerate() {
                let value = sample(*value, depth);
                let value = match (palette, column) {
                    (Some(palette), Some(column)) => palette.get(value, *column).ok_or_else(|| corrupt(0))?,
                    (Some(_), None) if depth != 8 => return Err(corrupt(0)),
                    _ => value,
                };
                packed::put(row, pixel * n_channels + channel, bits, value);
            }
        }
    }
    Ok(Samples { width, height, bits, channels: n_channels as u8, alpha: channels.alpha, rows })
}
