//! The markers of a JPEG 2000 codestream (ISO/IEC 15444-1, annex A): sizes, tile parts, and where it ends.
//!
//! Nothing is decoded here. What is checked is what decoders forgive: that every tile is there, that its
//! parts are complete and in order, and that the codestream ends where it says.

use crate::digest::{Digest, Hasher};
use crate::finding::codes;
use crate::page::{Content, Refusal};
use crate::text;

const SOC: u16 = 0xFF4F;
const SIZ: u16 = 0xFF51;
const COD: u16 = 0xFF52;
const QCD: u16 = 0xFF5C;
const COM: u16 = 0xFF64;
const SOT: u16 = 0xFF90;
const SOD: u16 = 0xFF93;
const EOC: u16 = 0xFFD9;

/// What the markers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codestream {
    /// Size of the image and its components.
    pub size: Size,
    /// Bytes from SOC to behind EOC.
    pub length: usize,
    /// Where a last tile part begins that does not state its length.
    pub open_part: Option<usize>,
    /// SHA-256 over them, but for the COM segments of the main header.
    pub sha256: Digest,
}

/// The SIZ marker (A.5.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Where the image ends on the reference grid, across (Xsiz).
    pub right: u32,
    /// And down (Ysiz).
    pub bottom: u32,
    /// Pixels across of a tile.
    pub tile_width: u32,
    /// Pixels down of a tile.
    pub tile_height: u32,
    /// Tiles in the image.
    pub tiles: u32,
    /// The components, in order.
    pub components: Vec<Component>,
}

/// One component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    /// Bits of a sample: 1 to 38.
    pub bits: u8,
    /// True when samples may be below zero.
    pub signed: bool,
    /// True when it has fewer samples than the image has pixels.
    pub subsampled: bool,
}

impl Codestream {
    /// Returns what determines the pixels; components of different depth count with the deepest.
    pub fn content(&self) -> Content {
        let components = &self.size.components;
        Content {
            sha256: self.sha256,
            width: self.size.width,
            height: self.size.height,
            bits: components.iter().map(|component| component.bits).max().unwrap_or(0),
            channels: components.len().min(255) as u8,
        }
    }
}

/// Walks a codestream that starts with the first byte; bytes behind its end are left to the caller.
///
/// Offsets in a refusal count from the start of `bytes`.
pub fn walk(bytes: &[u8]) -> Result<Codestream, Refusal> {
    let mut walker = Walker { bytes, at: 0, hasher: Hasher::default(), hashed: 0, open_part: None };
    if walker.marker()? != SOC || walker.marker()? != SIZ {
        return Err(corrupt(0));
    }
    let size = size(walker.segment()?).ok_or_else(|| corrupt(2))?;
    walker.main_header()?;
    walker.tile_parts(&size)?;
    let Walker { at, mut hasher, hashed, open_part, .. } = walker;
    hasher.update(bytes.get(hashed..at).unwrap_or_default());
    Ok(Codestream { size, length: at, open_part, sha256: hasher.finish() })
}

/// Reads the parameters of SIZ; `None` where they contradict each other.
fn size(segment: &[u8]) -> Option<Size> {
    let number = |at: usize| Some(u32::from_be_bytes(segment.get(at..at.checked_add(4)?)?.try_into().ok()?));
    let [x, y, x0, y0, tile_x, tile_y, tile_x0, tile_y0] =
        [number(2)?, number(6)?, number(10)?, number(14)?, number(18)?, number(22)?, number(26)?, number(30)?];
    let (width, height) = (x.checked_sub(x0)?, y.checked_sub(y0)?);
    let first_tile_has =
        |origin: u32, tile: u32, start: u32| origin <= start && u64::from(origin) + u64::from(tile) > u64::from(start);
    let is_sound = width > 0
        && height > 0
        && tile_x > 0
        && tile_y > 0
        && first_tile_has(tile_x0, tile_x, x0)
        && first_tile_has(tile_y0, tile_y, y0);
    let count = usize::from(u16::from_be_bytes([*segment.get(34)?, *segment.get(35)?]));
    let components = segment.get(36..)?;
    if !is_sound || count == 0 || components.len() != 3 * count {
        return None;
    }
    let across = (x - tile_x0).div_ceil(tile_x);
    let tiles = across.checked_mul((y - tile_y0).div_ceil(tile_y)).filter(|tiles| *tiles <= 65_535)?;
    let components = components.chunks_exact(3).map(component).collect::<Option<_>>()?;
    Some(Size { width, height, right: x, bottom: y, tile_width: tile_x, tile_height: tile_y, tiles, components })
}

fn component(bytes: &[u8]) -> Option<Component> {
    let [depth, x_step, y_step] = bytes.try_into().ok()?;
    let bits = (depth & 0x7F) + 1;
    let is_sound = bits <= 38 && x_step > 0 && y_step > 0;
    is_sound.then_some(Component { bits, signed: depth & 0x80 != 0, subsampled: (x_step, y_step) != (1, 1) })
}

/// A place in the codestream, and the digest of what lies before it.
struct Walker<'a> {
    bytes: &'a [u8],
    at: usize,
    hasher: Hasher,
    /// Bytes that the digest has taken in or left out.
    hashed: usize,
    open_part: Option<usize>,
}

impl<'a> Walker<'a> {
    /// Takes the next two bytes.
    fn marker(&mut self) -> Result<u16, Refusal> {
        let [high, low] = *self.peek(2)? else { return Err(self.truncated()) };
        self.at += 2;
        Ok(u16::from_be_bytes([high, low]))
    }

    /// Takes the parameters of a segment, whose length counts itself.
    fn segment(&mut self) -> Result<&'a [u8], Refusal> {
        let [high, low] = *self.peek(2)? else { return Err(self.truncated()) };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = self.peek(length)?.get(2..).ok_or_else(|| corrupt(self.at))?;
        self.at += length;
        Ok(segment)
    }

    fn peek(&self, length: usize) -> Result<&'a [u8], Refusal> {
        self.bytes.get(self.at..self.at.saturating_add(length)).ok_or_else(|| self.truncated())
    }

    fn truncated(&self) -> Refusal {
        let what = text!("dữ liệu JPEG 2000 dừng giữa chừng", "the JPEG 2000 data end too early");
        Refusal::new(&codes::TRUNCATED, what).at(self.bytes.len() as u64)
    }

    /// Reads to behind the marker of the first tile part; COM segments are kept out of the digest.
    fn main_header(&mut self) -> Result<(), Refusal> {
        let (mut has_cod, mut has_qcd) = (false, false);
        loop {
            let start = self.at;
            match self.marker()? {
                SOT if has_cod && has_qcd => return Ok(()),
                // These have no parameters (A.1.2).
                0xFF30..=0xFF3F => (),
                COM => {
                    self.segment()?;
                    self.hasher.update(self.bytes.get(self.hashed..start).unwrap_or_default());
                    self.hashed = self.at;
                }
                marker @ 0xFF50..=0xFF6F => {
                    self.segment()?;
                    has_cod |= marker == COD;
                    has_qcd |= marker == QCD;
                }
                _ => return Err(corrupt(start)),
            }
        }
    }

    /// Reads tile parts until EOC; the marker of the first is behind us.
    fn tile_parts(&mut self, size: &Size) -> Result<(), Refusal> {
        let mut tiles = vec![Parts::default(); size.tiles as usize];
        loop {
            let start = self.at - 2;
            let head = self.segment()?;
            let [tile_high, tile_low, l3, l2, l1, l0, part, parts] = *head else { return Err(corrupt(start)) };
            let tile = tiles.get_mut(usize::from(u16::from_be_bytes([tile_high, tile_low])));
            if !tile.is_some_and(|tile| tile.take(part, parts)) {
                return Err(corrupt(start));
            }
            self.tile_header()?;
            self.at = self.tile_end(start, u32::from_be_bytes([l3, l2, l1, l0]) as usize)?;
            match self.marker()? {
                SOT => (),
                EOC if tiles.iter().all(Parts::is_complete) => return Ok(()),
                EOC => return Err(self.tiles_missing()),
                _ => return Err(corrupt(self.at - 2)),
            }
        }
    }

    /// Reads the segments of a tile part to behind SOD.
    fn tile_header(&mut self) -> Result<(), Refusal> {
        loop {
            let start = self.at;
            match self.marker()? {
                SOD => return Ok(()),
                0xFF30..=0xFF3F => (),
                0xFF50..=0xFF6F => drop(self.segment()?),
                _ => return Err(corrupt(start)),
            }
        }
    }

    /// Returns where a tile part ends: as its length says, or for a length of 0 at the end of the codestream.
    fn tile_end(&mut self, start: usize, length: usize) -> Result<usize, Refusal> {
        if length == 0 {
            self.open_part = Some(start);
            // Coded data never hold FF with a byte above 8F behind it (B.10.1, D.4), so the first EOC is the end.
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let end = rest.windows(2).position(|pair| *pair == EOC.to_be_bytes());
            return end.map(|end| self.at + end).ok_or_else(|| self.truncated());
        }
        let end = start.saturating_add(length);
        if end < self.at {
            Err(corrupt(start))
        } else if end > self.bytes.len() {
            Err(self.truncated())
        } else {
            Ok(end)
        }
    }

    fn tiles_missing(&self) -> Refusal {
        let what = text!("thiếu một phần của ảnh JPEG 2000", "a part of the JPEG 2000 image is missing");
        Refusal::new(&codes::TRUNCATED, what).at(self.at as u64)
    }
}

/// The parts of one tile that were seen.
#[derive(Clone, Copy, Default)]
struct Parts {
    seen: u8,
    stated: u8,
}

impl Parts {
    /// Takes in the part of this number; says whether it is the next, and whether their number stays the same.
    fn take(&mut self, part: u8, stated: u8) -> bool {
        let is_next = part == self.seen && (stated == 0 || self.stated == 0 || stated == self.stated);
        self.stated = self.stated.max(stated);
        self.seen = self.seen.saturating_add(1);
        is_next && (self.stated == 0 || self.seen <= self.stated)
    }

    fn is_complete(&self) -> bool {
        self.seen > 0 && (self.stated == 0 || self.seen == self.stated)
    }
}

/// Refuses a codestream whose markers contradict the standard or themselves.
pub(super) fn corrupt(at: usize) -> Refusal {
    let what = text!("cấu trúc JPEG 2000 bị hỏng", "the structure of the JPEG 2000 data is damaged");
    Refusal::new(&codes::CORRUPT, what).at(at as u64)
}
