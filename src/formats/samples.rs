//! Decoded samples, and their lossless way into a PDF: Flate with PNG filters, read back and compared.

use std::io::Write as _;

use anyhow::ensure;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::fault::Attempt as _;
use crate::formats::content::ContentHasher;
use crate::formats::filter::Chooser;
use crate::formats::packed;
use crate::formats::palette::Palette;
use crate::formats::planes::Plane;
use crate::formats::rows::{Rows, Shape};
use crate::formats::shrink::Shrink;
use crate::page::{Coding, Content, Mask, Preview, Refusal};
use crate::text;

// Measured on a noisy A4 page, 300 dpi, RGB: level 2 gives 14.85 MB, 4 gives 14.76, 6 gives 14.76, all at
// about 0.5 s; level 1 gives 22 MB. Choosing among four filters costs 0.05 s and saves 2 % against Up alone.
/// Deflate level.
const LEVEL: u32 = 4;

/// Decoded samples of one image: rows from the top, 0 is black.
///
/// Samples are packed, 16-bit ones big-endian, each row padded to whole bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Samples {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Bits per sample: 1, 2, 4, 8 or 16.
    pub bits: u8,
    /// Colour channels and alpha: 1 to 5.
    pub channels: u8,
    /// True when the last channel is alpha, not premultiplied.
    pub alpha: bool,
    /// `height` rows of [`Samples::row_bytes`] bytes.
    pub rows: Vec<u8>,
}

/// Samples coded for a PDF.
#[derive(Debug)]
pub struct Recoded {
    /// The colour channels.
    pub data: Vec<u8>,
    /// How they are coded.
    pub coding: Coding,
    /// The alpha channel; `None` where there is none or all of it is opaque.
    pub mask: Option<Mask>,
    /// The digest of the samples; without alpha where all of it is opaque.
    pub content: Content,
}

impl Samples {
    /// Returns the bytes of a row.
    pub fn row_bytes(&self) -> usize {
        self.shape().row_bytes()
    }

    /// Returns the digest of all samples, alpha included.
    pub fn content(&self) -> Content {
        self.content_of(Plane::All)
    }

    fn content_of(&self, plane: Plane) -> Content {
        let mut hasher = ContentHasher::new(self.width, self.height, self.bits, plane.channels(self.channels));
        let mut row = Vec::new();
        for whole in self.each_row() {
            plane.extract(whole, self.shape(), &mut row);
            hasher.row(&row);
        }
        hasher.finish()
    }

    /// Returns what the samples show; of palette indices it says nothing.
    pub fn preview(&self) -> Preview {
        let has_alpha = self.alpha && self.channels > 1;
        let colour = if has_alpha { Plane::Colour } else { Plane::All };
        let mut shrink = Shrink::new(Shape { channels: colour.channels(self.channels), ..self.shape() });
        let (mut row, mut alpha) = (Vec::new(), Vec::new());
        for whole in self.each_row() {
            colour.extract(whole, self.shape(), &mut row);
            if has_alpha {
                Plane::Alpha.extract(whole, self.shape(), &mut alpha);
            }
            shrink.row(&row, &alpha);
        }
        shrink.finish()
    }

    fn shape(&self) -> Shape {
        Shape { width: self.width, height: self.height, bits: self.bits, channels: self.channels }
    }

    fn each_row(&self) -> impl Iterator<Item = &[u8]> {
        self.rows.chunks_exact(self.row_bytes().max(1))
    }

    fn is_opaque(&self) -> bool {
        let opaque = packed::max(self.bits);
        let channels = usize::from(self.channels);
        self.each_row().all(|row| {
            (0..self.width as usize).all(|pixel| packed::get(row, (pixel + 1) * channels - 1, self.bits) == opaque)
        })
    }
}

/// Codes samples with Flate and PNG filters, reads the result back and compares.
///
/// Alpha becomes a soft mask. `Err` means that the samples are not what they claim or that the coder
/// failed: a fault of this program, never of the material.
pub fn recode(samples: &Samples) -> anyhow::Result<Recoded> {
    let is_known = matches!(samples.bits, 1 | 2 | 4 | 8 | 16) && (1..=5).contains(&samples.channels);
    ensure!(is_known, "samples of {} bits in {} channels cannot be coded", samples.bits, samples.channels);
    let expected = samples.row_bytes().checked_mul(samples.height as usize);
    ensure!(expected == Some(samples.rows.len()), "the rows do not have the size that width and height say");
    let has_mask = samples.alpha && samples.channels > 1 && !samples.is_opaque();
    let colour = if samples.alpha && samples.channels > 1 { Plane::Colour } else { Plane::All };
    let mask = if has_mask { Some(code_plane(samples, Plane::Alpha)?) } else { None };
    Ok(Recoded {
        data: code_plane(samples, colour)?,
        coding: Coding::FlatePng,
        mask: mask.map(|data| Mask::Soft { bits: samples.bits, data }),
        content: samples.content_of(if has_mask { Plane::All } else { colour }),
    })
}

fn code_plane(samples: &Samples, plane: Plane) -> anyhow::Result<Vec<u8>> {
    let data = deflate(samples, plane).attempt(|| text!("không nén được ảnh", "could not compress the image"))?;
    compare(samples, plane, &data)
        .attempt(|| text!("ảnh nén lại không khớp với bản gốc", "the image coded anew differs from the original"))?;
    Ok(data)
}

fn deflate(samples: &Samples, plane: Plane) -> std::io::Result<Vec<u8>> {
    let shape = Shape { channels: plane.channels(samples.channels), ..samples.shape() };
    // Below 8 bits a byte holds several pixels, and filters only spoil what Flate finds by itself.
    let candidates: &[u8] = if samples.bits < 8 { &[0] } else { &[0, 1, 2, 4] };
    let mut chooser = Chooser::new(shape.filter_distance(), shape.row_bytes(), candidates);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let (mut above, mut row, mut filtered) = (vec![0; shape.row_bytes()], Vec::new(), Vec::new());
    for whole in samples.each_row() {
        plane.extract(whole, samples.shape(), &mut row);
        filtered.clear();
        chooser.append(&above, &row, &mut filtered);
        encoder.write_all(&filtered)?;
        std::mem::swap(&mut above, &mut row);
    }
    encoder.finish()
}

fn compare(samples: &Samples, plane: Plane, data: &[u8]) -> anyhow::Result<()> {
    let shape = Shape { channels: plane.channels(samples.channels), ..samples.shape() };
    let mut rows = Rows::new(data, &Coding::FlatePng, shape).map_err(refused)?;
    let mut expected = Vec::new();
    for whole in samples.each_row() {
        plane.extract(whole, samples.shape(), &mut expected);
        ensure!(rows.next_row().map_err(refused)? == Some(&expected), "a row differs");
    }
    ensure!(rows.next_row().map_err(refused)?.is_none(), "there are rows too many");
    Ok(())
}

fn refused(refusal: Refusal) -> anyhow::Error {
    anyhow::Error::msg(refusal.what.en)
}

/// Decodes a Flate image stream, checked to its last bit.
///
/// Inflates exactly as much as the size says; the caller holds the size against its limits before.
/// Alpha is not part of such a stream, so `alpha` is false.
pub fn decode(
    data: &[u8],
    coding: &Coding,
    width: u32,
    height: u32,
    bits: u8,
    channels: u8,
) -> Result<Samples, Refusal> {
    let mut rows = Rows::new(data, coding, Shape { width, height, bits, channels })?;
    let mut samples = Samples { width, height, bits, channels, alpha: false, rows: Vec::new() };
    while let Some(row) = rows.next_row()? {
        samples.rows.extend_from_slice(row);
    }
    Ok(samples)
}

/// Returns the colours of indices: 8-bit red, green, blue. Refuses an index beyond the palette.
pub fn apply_palette(indices: &Samples, palette: &[u8]) -> Result<Samples, Refusal> {
    let palette = Palette::new(palette);
    let mut rows = Vec::new();
    let mut colours = Vec::new();
    for row in indices.each_row() {
        palette.expand(row, indices.width, indices.bits, &mut colours)?;
        rows.extend_from_slice(&colours);
    }
    Ok(Samples { width: indices.width, height: indices.height, bits: 8, channels: 3, alpha: false, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::formats::stream::Stream;

    fn noisy(width: u32, height: u32, bits: u8, channels: u8, alpha: bool) -> Samples {
        let mut state = u32::from(bits) * 31 + u32::from(channels);
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let row_bytes = packed::row_bytes(width, bits, channels);
        let mut rows: Vec<u8> = (0..row_bytes * height as usize).map(|_| next()).collect();
        rows.chunks_mut(row_bytes).for_each(|row| packed::clear_padding(row, width, bits, channels));
        Samples { width, height, bits, channels, alpha, rows }
    }

    fn content_of(samples: &Samples, recoded: &Recoded) -> Content {
        let alpha = u8::from(samples.alpha);
        let shape = Shape { channels: samples.channels - alpha, ..samples.shape() };
        let Recoded { data, coding, mask, .. } = recoded;
        let stream = Stream { data, coding, shape, palette: None, mask: mask.as_ref(), inverted: false };
        stream.content().unwrap()
    }

    #[test]
    fn samples_of_every_depth_and_channel_count_survive_recoding() {
        for (bits, channels) in [1, 2, 4, 8, 16].into_iter().flat_map(|bits| [1, 2, 3, 4, 5].map(|n| (bits, n))) {
            let samples = noisy(13, 9, bits, channels, false);
            let recoded = recode(&samples).unwrap();
            let decoded = decode(&recoded.data, &recoded.coding, 13, 9, bits, channels).unwrap();
            assert_eq!(decoded, samples);
            assert_eq!(recoded.content, samples.content());
            assert!(recoded.mask.is_none());
        }
    }

    #[test]
    fn alpha_becomes_a_soft_mask_and_stays_in_the_content() {
        for (bits, channels) in [1, 2, 4, 8, 16].into_iter().flat_map(|bits| [2, 4, 5].map(|n| (bits, n))) {
            let samples = noisy(13, 9, bits, channels, true);
            let recoded = recode(&samples).unwrap();
            assert!(matches!(recoded.mask, Some(Mask::Soft { bits: depth, .. }) if depth == bits));
            assert_eq!(recoded.content, samples.content());
            assert_eq!(content_of(&samples, &recoded), samples.content());
        }
    }

    #[test]
    fn opaque_alpha_is_dropped() {
        let samples = Samples { width: 2, height: 1, bits: 8, channels: 2, alpha: true, rows: vec![7, 255, 9, 255] };
        let without = Samples { width: 2, height: 1, bits: 8, channels: 1, alpha: false, rows: vec![7, 9] };
        let recoded = recode(&samples).unwrap();
        assert_eq!(recoded.mask, None);
        assert_eq!(recoded.content, without.content());
    }

    #[test]
    fn the_content_is_the_digest_of_a_line_and_the_samples_without_stray_bits() {
        let samples = Samples { width: 3, height: 2, bits: 1, channels: 1, alpha: false, rows: vec![0xBF, 0x5F] };
        assert_eq!(samples.content().sha256, Digest::of(b"3 2 1 1\n\xA0\x40"));
    }

    #[test]
    fn the_same_samples_give_the_same_bytes_whatever_the_stray_bits() {
        let coded = |rows: &[u8]| {
            let rows = rows.to_vec();
            recode(&Samples { width: 3, height: 2, bits: 1, channels: 1, alpha: false, rows }).unwrap().data
        };
        assert_eq!(coded(&[0xBF, 0x5F]), coded(&[0xA0, 0x40]));
    }

    #[test]
    fn rows_of_another_size_are_a_fault() {
        let samples = Samples { width: 3, height: 2, bits: 8, channels: 1, alpha: false, rows: vec![0; 5] };
        assert!(recode(&samples).is_err());
    }

    #[test]
    fn tiff_differences_and_plain_rows_are_decoded() {
        let deflated = |bytes: &[u8]| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(4));
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        };
        let data = deflated(&[1, 2, 3, 10, 255, 1]);
        assert_eq!(decode(&data, &Coding::Flate, 3, 2, 8, 1).unwrap().rows, [1, 2, 3, 10, 255, 1]);
        assert_eq!(decode(&data, &Coding::FlateTiff, 3, 2, 8, 1).unwrap().rows, [1, 3, 6, 10, 9, 10]);
        assert_eq!(decode(&data, &Coding::Flate, 3, 3, 8, 1).unwrap_err().code.name, "format.corrupt");
    }

    #[test]
    fn palettes_are_applied_and_indices_beyond_them_refused() {
        let indices = Samples { width: 2, height: 1, bits: 2, channels: 1, alpha: false, rows: vec![0b0110_0000] };
        let colours = apply_palette(&indices, &[1, 2, 3, 4, 5, 6, 7, 8, 9]).unwrap();
        assert_eq!(colours.rows, [4, 5, 6, 7, 8, 9]);
        assert!(apply_palette(&indices, &[1, 2, 3, 4, 5, 6]).is_err());
    }
}
