//! The boxes of a JP2 file (ISO/IEC 15444-1, annex I; colours also 15444-2, annex M), as far as they matter.
//!
//! Boxes are walked, not believed: a length that leaves the file is damage, and bytes behind the last
//! box are left to the caller. What the boxes mean together is `meaning`'s business.

use std::ops::Range;

use super::codestream::corrupt;
use crate::finding::codes;
use crate::page::{Refusal, Resolution, ResolutionSource};
use crate::text;

/// The first twelve bytes of every JP2 file.
pub const SIGNATURE: &[u8] = b"\0\0\0\x0CjP  \r\n\x87\n";

/// What a JP2 file says around its codestream.
pub struct Jp2<'a> {
    /// The image header and what stands beside it.
    pub header: Header<'a>,
    /// Where the codestream lies.
    pub codestream: Range<usize>,
    /// Where the last box ends.
    pub end: usize,
}

/// The superbox `jp2h`.
#[derive(Default)]
pub struct Header<'a> {
    /// Height, width, number of components, bits of a component less one (255: they differ).
    pub image: Option<(u32, u32, u16, u8)>,
    /// True where `bpcc` states a depth for each component.
    pub has_depths: bool,
    /// The colour specifications, in order.
    pub colours: Vec<ColourBox<'a>>,
    /// `pclr`.
    pub palette: Option<&'a [u8]>,
    /// `cmap`.
    pub mapping: Option<&'a [u8]>,
    /// `cdef`: channel, type, association.
    pub definitions: Option<Vec<[u16; 3]>>,
    /// `resc`, else `resd`.
    pub resolution: Option<Resolution>,
}

/// One colour specification (I.5.3.3).
#[derive(Clone, Copy)]
pub struct ColourBox<'a> {
    /// METH: 1 enumerated, 2 restricted ICC, 3 any ICC, 4 vendor.
    pub method: u8,
    /// APPROX: how good it is; 1 is exact.
    pub approximation: u8,
    /// The number of the space, or the profile.
    pub data: &'a [u8],
}

/// One box: its type, its content, and where it ends.
struct Box4<'a> {
    kind: [u8; 4],
    content: &'a [u8],
    start: usize,
    end: usize,
}

/// Reads the boxes of a file.
pub fn read(bytes: &[u8]) -> Result<Jp2<'_>, Refusal> {
    let file_type = match next(bytes, SIGNATURE.len())? {
        Some(found) if found.kind == *b"ftyp" && bytes.starts_with(SIGNATURE) => found,
        _ => return Err(corrupt(0)),
    };
    is_readable_type(file_type.content)?;
    let (mut header, mut codestream, mut at) = (None, None, file_type.end);
    loop {
        let found = match next(bytes, at) {
            Ok(Some(found)) => found,
            Ok(None) => break,
            // Behind the codestream a box that is none is not a box: the caller tells of the bytes.
            Err(_) if codestream.is_some() && !is_known_behind(bytes, at) => break,
            Err(refusal) => return Err(refusal),
        };
        match &found.kind {
            b"jp2h" if header.is_none() => header = Some(read_header(found.content, at)?),
            b"jp2c" if codestream.is_some() => return Err(several(at)),
            b"jp2c" => codestream = Some(found.start..found.end),
            _ => (),
        }
        at = found.end;
    }
    match (header, codestream) {
        (Some(header), Some(codestream)) => Ok(Jp2 { header, codestream, end: at }),
        _ => Err(truncated(bytes.len())),
    }
}

/// Reads the box at `at`; `None` at the end of the bytes.
fn next(bytes: &[u8], at: usize) -> Result<Option<Box4<'_>>, Refusal> {
    if at >= bytes.len() {
        return Ok(None);
    }
    let field = |from: usize| bytes.get(from..from.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes);
    let head = at.checked_add(4).and_then(|place| Some((field(at)?, bytes.get(place..place.checked_add(4)?)?)));
    let Some((length, kind)) = head else { return Err(truncated(bytes.len())) };
    let (start, end) = match length {
        0 => (at + 8, Some(bytes.len())),
        1 => {
            let (Some(high), Some(low)) = (field(at + 8), field(at + 12)) else { return Err(truncated(bytes.len())) };
            (at + 16, usize::try_from(u64::from(high) << 32 | u64::from(low)).ok().and_then(|end| at.checked_add(end)))
        }
        length => (at + 8, at.checked_add(length as usize)),
    };
    let end = end.filter(|end| *end <= bytes.len()).ok_or_else(|| truncated(bytes.len()))?;
    let content = bytes.get(start..end).ok_or_else(|| corrupt(at))?;
    let kind = kind.try_into().map_err(|_| corrupt(at))?;
    Ok(Some(Box4 { kind, content, start, end }))
}

/// Says whether a known box begins here, so that what is missing of it is a loss.
fn is_known_behind(bytes: &[u8], at: usize) -> bool {
    let known: &[&[u8]] = &[b"jp2c", b"jp2i", b"xml ", b"uuid", b"uinf", b"free", b"asoc", b"nlst", b"lbl ", b"mdat"];
    at.checked_add(4).and_then(|kind| bytes.get(kind..kind.checked_add(4)?)).is_some_and(|kind| known.contains(&kind))
}

/// Demands a brand that a JP2 reader may read; JPM holds pages of layers.
fn is_readable_type(content: &[u8]) -> Result<(), Refusal> {
    let brands = content.get(8..).unwrap_or_default().chunks_exact(4).chain(content.get(..4));
    let is_known = |brand: &[u8]| matches!(brand, b"jp2 " | b"jpx " | b"jpxb");
    if brands.into_iter().any(is_known) {
        return Ok(());
    }
    let what = text!(
        "tệp JPEG 2000 loại khác (JPM hoặc video), không phải một ảnh",
        "JPEG 2000 of another kind (JPM or video), not one image"
    );
    Err(Refusal::new(&codes::UNSUPPORTED, what))
}

fn read_header(content: &[u8], place: usize) -> Result<Header<'_>, Refusal> {
    let mut header = Header::default();
    let mut at = 0;
    while let Some(found) = next(content, at).map_err(|_| corrupt(place))? {
        match &found.kind {
            b"ihdr" if header.image.is_none() => header.image = Some(image(found.content).ok_or(corrupt(place))?),
            b"bpcc" => header.has_depths = true,
            b"colr" => header.colours.push(colour(found.content).ok_or(corrupt(place))?),
            b"pclr" => header.palette = Some(found.content),
            b"cmap" => header.mapping = Some(found.content),
            b"cdef" => header.definitions = Some(definitions(found.content).ok_or(corrupt(place))?),
            b"res " => header.resolution = resolution(found.content),
            _ => (),
        }
        at = found.end;
    }
    Ok(header)
}

fn image(content: &[u8]) -> Option<(u32, u32, u16, u8)> {
    let [h3, h2, h1, h0, w3, w2, w1, w0, n1, n0, bits, 7, _, _] = *content else { return None };
    let number = |bytes| u32::from_be_bytes(bytes);
    Some((number([h3, h2, h1, h0]), number([w3, w2, w1, w0]), u16::from_be_bytes([n1, n0]), bits))
}

fn colour(content: &[u8]) -> Option<ColourBox<'_>> {
    let [method, _, approximation, ref data @ ..] = *content else { return None };
    Some(ColourBox { method, approximation, data })
}

fn definitions(content: &[u8]) -> Option<Vec<[u16; 3]>> {
    let (count, entries) = content.split_at_checked(2)?;
    let pairs = |entry: &[u8; 6]| [0, 2, 4].map(|at| u16::from_be_bytes([entry[at], entry[at + 1]]));
    let (entries, rest) = entries.as_chunks::<6>();
    let is_whole = rest.is_empty() && usize::from(u16::from_be_bytes(count.try_into().ok()?)) == entries.len();
    is_whole.then(|| entries.iter().map(pairs).collect())
}

/// Reads how many grid points a metre has: as captured, else as to be shown (I.5.3.7).
fn resolution(content: &[u8]) -> Option<Resolution> {
    let (mut captured, mut shown, mut at) = (None, None, 0);
    while let Ok(Some(found)) = next(content, at) {
        match &found.kind {
            b"resc" => captured = dots(found.content),
            b"resd" => shown = dots(found.content),
            _ => (),
        }
        at = found.end;
    }
    let (x, y) = captured.or(shown)?;
    Some(Resolution { x, y, from: ResolutionSource::Jp2 })
}

/// Returns dots per inch across and down.
fn dots(content: &[u8]) -> Option<(f64, f64)> {
    let [a, b, c, d, e, f, g, h, down, across] = *content else { return None };
    let per_inch = |above: [u8; 2], below: [u8; 2], exponent: u8| {
        let points = f64::from(u16::from_be_bytes(above)) / f64::from(u16::from_be_bytes(below));
        let dots = points * 10f64.powi(i32::from(exponent.cast_signed())) * 0.0254;
        (dots.is_finite() && dots > 0.0).then_some(dots)
    };
    Some((per_inch([e, f], [g, h], across)?, per_inch([a, b], [c, d], down)?))
}

fn truncated(at: usize) -> Refusal {
    let what = text!("tệp JPEG 2000 dừng giữa chừng", "the JPEG 2000 file ends too early");
    Refusal::new(&codes::TRUNCATED, what).at(at as u64)
}

fn several(at: usize) -> Refusal {
    let what = text!("tệp JPEG 2000 có nhiều ảnh", "the JPEG 2000 file holds several images");
    Refusal::new(&codes::UNSUPPORTED, what).at(at as u64)
}
