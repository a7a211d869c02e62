//! What a directory says of its page: size, samples, coding, and where the strips or tiles stand.
//!
//! Everything is checked here once; behind it, sizes and counts agree and fit the limits.

use std::borrow::Cow;

use super::directory::Directory;
use super::reader::Reader;
use super::tag::{self, compression, photometric};
use super::{places, refuse};
use crate::formats::Limits;
use crate::page::{Orientation, Resolution, ResolutionSource, Stop};
use crate::text;

/// More samples than any page has.
const MAX_SAMPLES: u64 = 8;

/// One page, as described.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Bits per sample, the same for all.
    pub(super) bits: u8,
    /// Samples per pixel, extra samples included.
    pub(super) samples: u8,
    pub(super) photometric: u64,
    pub(super) compression: u64,
    /// Predictor 2: samples are differences from their left neighbours.
    pub(super) differences: bool,
    /// PlanarConfiguration 2: each sample has strips of its own.
    pub(super) planar: bool,
    /// FillOrder 2: the lowest bit of a byte comes first.
    pub(super) reversed: bool,
    pub(super) big_endian: bool,
    /// What the samples beyond the colour mean, one value each.
    pub(super) extra: Vec<u64>,
    pub(super) t4_options: u64,
    /// Tables that all JPEG strips share.
    pub(super) jpeg_tables: Option<Vec<u8>>,
    /// Where old-style JPEG keeps a whole JPEG: offset and length.
    pub(super) old_jpeg: Option<(u64, u64)>,
    pub(super) chunks: Chunks,
    pub(super) resolution: Option<Resolution>,
    pub(super) orientation: Orientation,
}

/// The strips or tiles of a page.
#[derive(Debug)]
pub(super) struct Chunks {
    pub(super) tiled: bool,
    /// Pixels across one chunk; strips are as wide as the page.
    pub(super) width: u32,
    /// Rows of one chunk; the last strip may have fewer.
    pub(super) height: u32,
    /// Chunks side by side.
    pub(super) across: u32,
    /// Chunks one below the other.
    pub(super) down: u32,
    /// Offset and length of each: row by row, plane by plane.
    pub(super) places: Vec<(u64, u64)>,
}

impl Layout {
    /// Reads the tags of a page.
    pub(super) fn read(reader: &mut Reader<'_, '_>, directory: &Directory, limits: &Limits) -> Result<Layout, Stop> {
        let (width, height) = size(reader, directory, limits)?;
        let (bits, samples) = samples(reader, directory)?;
        let compression = directory.number(reader, tag::COMPRESSION)?.unwrap_or(compression::NONE);
        // With one sample there is nothing to separate, whatever the tag says.
        let planar = samples > 1 && choice(reader, directory, tag::PLANAR, 1, 2)?;
        let mut layout = Layout {
            width,
            height,
            bits,
            samples,
            compression,
            photometric: photometric_of(reader, directory, compression)?,
            differences: differences(reader, directory, compression)?,
            planar,
            reversed: choice(reader, directory, tag::FILL_ORDER, 1, 2)?,
            big_endian: reader.big_endian,
            extra: directory.numbers(reader, tag::EXTRA_SAMPLES, MAX_SAMPLES)?,
            t4_options: directory.number(reader, tag::T4_OPTIONS)?.unwrap_or(0),
            jpeg_tables: directory.blob(reader, tag::JPEG_TABLES, limits.memory)?.map(Cow::into_owned),
            old_jpeg: old_jpeg(reader, directory, limits)?,
            chunks: Chunks { tiled: false, width, height, across: 1, down: 1, places: Vec::new() },
            resolution: resolution(reader, directory)?,
            orientation: orientation(reader, directory)?,
        };
        layout.check_memory(limits)?;
        if compression != compression::OLD_JPEG {
            layout.chunks = places::read(reader, directory, &layout, limits)?;
        }
        Ok(layout)
    }

    /// Samples that stand together in one chunk.
    pub(super) fn together(&self) -> u8 {
        if self.planar { 1 } else { self.samples }
    }

    /// Bytes of `width` pixels in a chunk.
    pub(super) fn chunk_row_bytes(&self, width: u32) -> u64 {
        (u64::from(width) * u64::from(self.together()) * u64::from(self.bits)).div_ceil(8)
    }

    /// Rows that chunk row `down` adds to the page.
    pub(super) fn rows_of(&self, down: u32) -> u32 {
        self.chunks.height.min(self.height.saturating_sub(down.saturating_mul(self.chunks.height)))
    }

    /// The page is held whole, and once more as a chunk, as differences, or coded.
    fn check_memory(&self, limits: &Limits) -> Result<(), Stop> {
        let row = (u64::from(self.width) * u64::from(self.samples) * u64::from(self.bits)).div_ceil(8);
        let needed = row.saturating_mul(u64::from(self.height)).saturating_add(32 * u64::from(self.width));
        if needed <= limits.memory {
            return Ok(());
        }
        let limit = limits.memory;
        Err(refuse::too_large(text!(
            "trang cần {needed} byte bộ nhớ, giới hạn là {limit}",
            "the page needs {needed} bytes of memory, the limit is {limit}"
        )))
    }
}

fn size(reader: &mut Reader<'_, '_>, directory: &Directory, limits: &Limits) -> Result<(u32, u32), Stop> {
    let width = directory.number(reader, tag::IMAGE_WIDTH)?.unwrap_or(0);
    let height = directory.number(reader, tag::IMAGE_LENGTH)?.unwrap_or(0);
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(1..), Ok(1..)) if width.saturating_mul(height) > limits.pixels => {
            let limit = limits.pixels;
            Err(refuse::too_large(text!(
                "trang {width} x {height} điểm ảnh vượt giới hạn {limit} điểm ảnh",
                "the page of {width} x {height} pixels exceeds the limit of {limit} pixels"
            )))
        }
        (Ok(width @ 1..), Ok(height @ 1..)) => Ok((width, height)),
        _ => Err(refuse::corrupt(text!(
            "kích thước trang vô lý: {width} x {height}",
            "the page has an impossible size: {width} x {height}"
        ))
        .into()),
    }
}

/// Returns bits per sample and samples per pixel.
fn samples(reader: &mut Reader<'_, '_>, directory: &Directory) -> Result<(u8, u8), Stop> {
    let samples = directory.number(reader, tag::SAMPLES_PER_PIXEL)?.unwrap_or(1);
    if !(1..=MAX_SAMPLES).contains(&samples) {
        return Err(refuse::unsupported(text!(
            "trang có {samples} mẫu mỗi điểm ảnh",
            "the page has {samples} samples per pixel"
        )));
    }
    let mut depths = directory.numbers(reader, tag::BITS_PER_SAMPLE, MAX_SAMPLES)?;
    depths.truncate(samples as usize);
    depths.dedup();
    let formats = directory.numbers(reader, tag::SAMPLE_FORMAT, MAX_SAMPLES)?;
    // 4 is "undefined", which readers take for whole numbers without sign.
    if let Some(format) = formats.iter().find(|format| !matches!(format, 1 | 4)) {
        return Err(refuse::unsupported(text!(
            "mẫu không phải số nguyên không dấu (SampleFormat {format})",
            "the samples are not unsigned whole numbers (SampleFormat {format})"
        )));
    }
    match *depths {
        [] => Ok((1, samples as u8)),
        [bits @ (1 | 2 | 4 | 8 | 16)] if bits >= 8 || samples == 1 => Ok((bits as u8, samples as u8)),
        _ => Err(refuse::unsupported(text!(
            "độ sâu màu {depths:?} bit với {samples} mẫu mỗi điểm ảnh",
            "a depth of {depths:?} bits with {samples} samples per pixel"
        ))),
    }
}

/// Fax files without the tag exist, and all of them mean what fax means.
fn photometric_of(reader: &mut Reader<'_, '_>, directory: &Directory, coding: u64) -> Result<u64, Stop> {
    use compression::{G3, G4, RLE, RLE_WORDS};
    let is_fax = matches!(coding, RLE | G3 | G4 | RLE_WORDS);
    match directory.number(reader, tag::PHOTOMETRIC)? {
        Some(value) => Ok(value),
        None if is_fax => Ok(photometric::WHITE_IS_ZERO),
        None => Err(refuse::corrupt(text!(
            "thiếu thẻ PhotometricInterpretation",
            "the tag PhotometricInterpretation is missing"
        ))
        .into()),
    }
}

fn differences(reader: &mut Reader<'_, '_>, directory: &Directory, coding: u64) -> Result<bool, Stop> {
    use compression::{DEFLATE, LZW, OLD_DEFLATE};
    let predictor = match coding {
        LZW | DEFLATE | OLD_DEFLATE => directory.number(reader, tag::PREDICTOR)?.unwrap_or(1),
        _ => 1,
    };
    match predictor {
        1 => Ok(false),
        2 => Ok(true),
        _ => Err(refuse::unsupported(text!("Predictor {predictor}", "Predictor {predictor}"))),
    }
}

/// Reads a tag that has two values; says whether it has the second. The first is the default.
fn choice(reader: &mut Reader<'_, '_>, directory: &Directory, tag: u16, first: u64, second: u64) -> Result<bool, Stop> {
    let value = directory.number(reader, tag)?.unwrap_or(first);
    if value == first || value == second {
        return Ok(value == second);
    }
    Err(refuse::corrupt(text!("thẻ {tag} có giá trị lạ {value}", "tag {tag} has the unknown value {value}")).into())
}

/// The length is held against the limit before the bytes are read.
fn old_jpeg(reader: &mut Reader<'_, '_>, directory: &Directory, limits: &Limits) -> Result<Option<(u64, u64)>, Stop> {
    let at = directory.number(reader, tag::JPEG_OFFSET)?;
    let len = directory.number(reader, tag::JPEG_LENGTH)?;
    Ok(at.zip(len).filter(|(_, len)| *len <= limits.memory))
}

fn resolution(reader: &mut Reader<'_, '_>, directory: &Directory) -> Result<Option<Resolution>, Stop> {
    let per_inch = match directory.number(reader, tag::RESOLUTION_UNIT)?.unwrap_or(2) {
        2 => 1.0,
        3 => 2.54,
        _ => return Ok(None),
    };
    let x = directory.fraction(reader, tag::X_RESOLUTION)?.map(|x| x * per_inch);
    let y = directory.fraction(reader, tag::Y_RESOLUTION)?.map(|y| y * per_inch);
    Ok(x.zip(y).map(|(x, y)| Resolution { x, y, from: ResolutionSource::Tiff }))
}

fn orientation(reader: &mut Reader<'_, '_>, directory: &Directory) -> Result<Orientation, Stop> {
    let value = directory.number(reader, tag::ORIENTATION)?.unwrap_or(1);
    Ok(Orientation::from_tag(u32::try_from(value).unwrap_or(1)))
}
