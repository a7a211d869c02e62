//! JPEG pages: strips are joined to one JPEG without decoding; what cannot be joined is decoded.
//!
//! Strips of equal coding become one scan: a restart interval of as many MCUs as a strip has, and a
//! restart marker where one strip ends and the next begins (ITU-T T.81, B.2.4.4). libtiff writes pages
//! so by default. PhotometricInterpretation, not the JPEG, says what three components mean, so an Adobe
//! marker states it and whatever APPn a strip had is left out.

use std::borrow::Cow;

use image::codecs::jpeg::JpegDecoder;
use image::{ColorType, ImageDecoder as _};

use super::colour::{Alpha, Meaning};
use super::jpeg_parts::{Frame, Parts};
use super::layout::Layout;
use super::raster::{chunk_data, in_file};
use super::reader::Reader;
use super::tag::photometric;
use super::{refuse, samples};
use crate::formats::{Limits, jpeg};
use crate::page::{Embedding, PageImage, Refusal, Stop};
use crate::text;

/// Reads a page of compression 7.
pub(super) fn page<'a>(
    reader: &mut Reader<'_, 'a>,
    layout: &Layout,
    meaning: Meaning,
    limits: &Limits,
) -> Result<PageImage<'a>, Stop> {
    check(layout, &meaning)?;
    // Two negatives of one picture must not share a digest, so WhiteIsZero is decoded, too.
    if !layout.chunks.tiled
        && !layout.planar
        && !meaning.inverted
        && let Some(joined) = joined(reader, layout)?
    {
        return verified(joined, layout, meaning, limits);
    }
    samples::page(reader, layout, meaning)
}

fn check(layout: &Layout, meaning: &Meaning) -> Result<(), Stop> {
    let is_split = layout.planar && layout.photometric == photometric::YCBCR;
    if layout.bits == 8 && meaning.alpha == Alpha::None && meaning.deep_palette.is_none() && !is_split {
        return Ok(());
    }
    let (bits, samples) = (layout.bits, layout.samples);
    Err(refuse::unsupported(text!(
        "JPEG trong TIFF với {samples} mẫu {bits} bit",
        "JPEG in TIFF with {samples} samples of {bits} bits"
    )))
}

/// Strips joined to one stream.
struct Joined {
    stream: Vec<u8>,
    /// Where each strip's coded data stand in the stream, and where in the file.
    places: Vec<(usize, u64)>,
}

/// Joins the strips, or returns `None` where that cannot be done.
fn joined(reader: &mut Reader<'_, '_>, layout: &Layout) -> Result<Option<Joined>, Stop> {
    let strips: Result<Vec<Cow<'_, [u8]>>, Stop> =
        layout.chunks.places.iter().map(|place| chunk_data(reader, layout, *place)).collect();
    let strips = strips?;
    let shared = shared_tables(layout)?;
    let mut parts = Vec::with_capacity(strips.len());
    for (strip, (at, _)) in strips.iter().zip(&layout.chunks.places) {
        parts.push(Parts::of(strip).map_err(|refusal| in_file(refusal.into(), *at))?);
    }
    let Some(interval) = interval(layout, &parts) else { return Ok(None) };
    Ok(join(layout, &shared, &parts, interval))
}

/// Returns the restart interval that the strips need, 0 for a single strip; `None` when they do not fit together.
fn interval(layout: &Layout, parts: &[Parts<'_>]) -> Option<u16> {
    let first = parts.first()?;
    let frame = first.frame?;
    let rows = |height: u32| height.div_ceil(frame.mcu_height);
    let mut fits = frame.width == layout.width && frame.n_components == layout.samples;
    for (idx, strip) in (0..).zip(parts) {
        let other = strip.frame?;
        fits &= rows(other.height) == rows(layout.rows_of(idx));
        fits &= other.without_height() == frame.without_height();
        fits &= strip.tables == first.tables && strip.scan == first.scan;
    }
    if parts.len() == 1 {
        return fits.then_some(0);
    }
    // One interleaved scan of all components, in sequential coding (SOF0, SOF1).
    let is_plain = frame.segment.get(1).is_some_and(|marker| *marker <= 0xC1)
        && first.scan.get(4) == Some(&frame.n_components)
        && parts.iter().all(|strip| strip.one_scan && strip.restart.is_empty());
    let is_whole = layout.chunks.height.is_multiple_of(frame.mcu_height);
    let mcus = u64::from(layout.width.div_ceil(frame.mcu_width)) * u64::from(layout.chunks.height / frame.mcu_height);
    u16::try_from(mcus).ok().filter(|_| fits && is_plain && is_whole)
}

fn join(layout: &Layout, shared: &[u8], parts: &[Parts<'_>], interval: u16) -> Option<Joined> {
    let first = parts.first()?;
    let mut stream = opening(layout, shared, layout.samples);
    first.tables.iter().for_each(|table| stream.extend_from_slice(table));
    stream.extend(first.frame?.with_height(u16::try_from(layout.height).ok()?));
    match interval {
        0 => stream.extend_from_slice(first.restart),
        _ => stream.extend([&[0xFF, 0xDD, 0, 4], &interval.to_be_bytes()[..]].concat()),
    }
    stream.extend_from_slice(first.scan);
    let mut places = Vec::with_capacity(parts.len());
    for (idx, (strip, (at, _))) in parts.iter().zip(&layout.chunks.places).enumerate() {
        if idx > 0 {
            stream.extend([0xFF, 0xD0 + ((idx - 1) % 8) as u8]);
        }
        places.push((stream.len(), at.saturating_add(strip.coded_at as u64)));
        stream.extend_from_slice(strip.coded);
    }
    stream.extend([0xFF, 0xD9]);
    Some(Joined { stream, places })
}

/// The start of the image, what its components mean, and the tables that all strips share.
fn opening(layout: &Layout, shared: &[u8], n_components: u8) -> Vec<u8> {
    let mut stream = vec![0xFF, 0xD8];
    if n_components == 3 {
        let transform = u8::from(layout.photometric == photometric::YCBCR);
        stream.extend(b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0");
        stream.push(transform);
    }
    stream.extend_from_slice(shared);
    stream
}

/// Returns the DQT and DHT segments of JPEGTables, side by side.
fn shared_tables(layout: &Layout) -> Result<Vec<u8>, Stop> {
    match &layout.jpeg_tables {
        Some(tables) => Ok(Parts::of(tables)?.tables.concat()),
        None => Ok(Vec::new()),
    }
}

/// Checks a joined stream to its last bit and makes it the page.
fn verified<'a>(joined: Joined, layout: &Layout, meaning: Meaning, limits: &Limits) -> Result<PageImage<'a>, Stop> {
    let found = jpeg::page(&joined.stream, limits).map_err(|refusal| at_strip(refusal, &joined))?;
    let (content, coding, preview) = (found.content, found.coding, found.preview);
    let (inverted, notes) = (found.inverted, Vec::new());
    Ok(PageImage {
        width: layout.width,
        height: layout.height,
        bits: 8,
        colour: meaning.colour,
        coding,
        inverted,
        mask: None,
        data: Cow::Owned(joined.stream),
        resolution: layout.resolution,
        orientation: layout.orientation,
        embedding: Embedding::Rewrapped,
        content,
        preview,
        notes,
    })
}

/// Makes an offset in the joined stream one in the file.
fn at_strip(refusal: Refusal, joined: &Joined) -> Refusal {
    let at = refusal.offset.unwrap_or(0);
    let strip = joined.places.iter().rev().find(|(start, _)| *start as u64 <= at).or(joined.places.first());
    let offset = strip.map(|(start, in_file)| in_file.saturating_add(at.saturating_sub(*start as u64)));
    Refusal { offset, ..refusal }
}

/// Decodes one strip or tile to samples: red, green and blue, or one plane.
pub(super) fn unpack(layout: &Layout, data: &[u8], rows: u32) -> Result<Vec<u8>, Stop> {
    let parts = Parts::of(data)?;
    let width = layout.chunks.width;
    let fits = |frame: &Frame<'_>| frame.width == width && (rows..=layout.chunks.height).contains(&frame.height);
    let Some(frame) = parts.frame.filter(fits) else { return Err(misfit()) };
    let together = layout.together();
    if !matches!(together, 1 | 3) {
        return Err(refuse::unsupported(text!(
            "ảnh JPEG {together} thành phần chia ô",
            "tiles of JPEG with {together} components"
        )));
    }
    if frame.n_components != together {
        return Err(misfit());
    }
    let mut stream = opening(layout, &shared_tables(layout)?, together);
    stream.extend(parts.tables.concat());
    for piece in [frame.segment, parts.restart, parts.scan, parts.coded, &[0xFF, 0xD9]] {
        stream.extend_from_slice(piece);
    }
    // The walk finds what decoders let pass.
    let limits = Limits { pixels: u64::MAX, memory: u64::MAX, pages: 1 };
    jpeg::page(&stream, &limits).map_err(|refusal| Refusal { offset: None, ..refusal })?;
    let expected = if together == 1 { ColorType::L8 } else { ColorType::Rgb8 };
    let mut samples = vec![0; width as usize * frame.height as usize * usize::from(together)];
    let decoder = JpegDecoder::new(std::io::Cursor::new(&stream)).map_err(|_| misfit())?;
    if decoder.color_type() != expected || decoder.total_bytes() != samples.len() as u64 {
        return Err(misfit());
    }
    decoder.read_image(&mut samples).map_err(|_| misfit())?;
    samples.truncate(width as usize * rows as usize * usize::from(together));
    Ok(samples)
}

/// Reads a page of compression 6, if its JPEG is whole in itself.
pub(super) fn old_page<'a>(
    reader: &mut Reader<'_, 'a>,
    layout: &Layout,
    meaning: Meaning,
    limits: &Limits,
) -> Result<PageImage<'a>, Stop> {
    let Some((at, len)) = layout.old_jpeg else { return Err(not_whole()) };
    let data = reader.bytes(at, len)?;
    let found = jpeg::page(&data, limits).map_err(|_| not_whole())?;
    if (found.width, found.height, found.content.channels) != (layout.width, layout.height, layout.samples) {
        return Err(not_whole());
    }
    let (coding, inverted, content, preview, notes) =
        (found.coding, found.inverted, found.content, found.preview, found.notes);
    let end = found.data.len();
    let data = match data {
        Cow::Borrowed(data) => Cow::Borrowed(&data[..end]),
        Cow::Owned(data) => Cow::Owned(data[..end].to_vec()),
    };
    Ok(PageImage {
        width: layout.width,
        height: layout.height,
        bits: 8,
        colour: meaning.colour,
        coding,
        inverted,
        mask: None,
        data,
        resolution: layout.resolution,
        orientation: layout.orientation,
        embedding: Embedding::PassThrough,
        content,
        preview,
        notes,
    })
}

fn not_whole() -> Stop {
    refuse::unsupported(text!(
        "nén JPEG kiểu cũ (6) mà tệp không chứa một ảnh JPEG trọn vẹn",
        "old-style JPEG (6) without a whole JPEG in the file"
    ))
}

fn misfit() -> Stop {
    refuse::corrupt(text!(
        "ảnh JPEG trong dải hoặc ô không khớp với trang",
        "the JPEG of a strip or tile does not fit the page"
    ))
    .into()
}
