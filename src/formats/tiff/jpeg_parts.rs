//! The pieces of a JPEG stream in a TIFF strip or in JPEGTables, as far as joining strips needs them.
//!
//! Only markers are looked at; whether the whole is sound is for `formats::jpeg` to say afterwards.

use super::refuse;
use crate::finding::codes;
use crate::page::Refusal;
use crate::text;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DQT: u8 = 0xDB;
const DHT: u8 = 0xC4;
const DRI: u8 = 0xDD;

/// One stream, taken apart. Slices are whole segments, markers included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// DQT and DHT before the first scan, in order.
    pub(super) tables: Vec<&'a [u8]>,
    /// The frame header.
    pub(super) frame: Option<Frame<'a>>,
    /// The stream's own restart interval; empty where it has none.
    pub(super) restart: &'a [u8],
    /// The first scan header.
    pub(super) scan: &'a [u8],
    /// What follows it, up to EOI: one scan's coded data, or more scans.
    pub(super) coded: &'a [u8],
    /// Where `coded` begins in the stream.
    pub(super) coded_at: usize,
    /// True when `coded` holds no further scan.
    pub(super) one_scan: bool,
}

/// A frame header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    /// The whole segment.
    pub(super) segment: &'a [u8],
    pub(super) height: u32,
    pub(super) width: u32,
    /// Components.
    pub(super) n_components: u8,
    /// Pixels across one MCU.
    pub(super) mcu_width: u32,
    /// Pixels down one MCU.
    pub(super) mcu_height: u32,
}

impl<'a> Parts<'a> {
    /// Takes a stream apart; a stream of tables has no frame.
    pub(super) fn of(stream: &'a [u8]) -> Result<Parts<'a>, Refusal> {
        if !stream.starts_with(&[0xFF, SOI]) {
            return Err(damaged(0));
        }
        let mut parts = Parts::default();
        let mut at = 2;
        loop {
            // Fill bytes may stand before a marker.
            while stream.get(at..at + 2) == Some(&[0xFF, 0xFF]) {
                at += 1;
            }
            let marker = match stream.get(at..at + 2) {
                Some([0xFF, EOI]) => return Ok(parts),
                Some([0xFF, marker]) => *marker,
                _ => return Err(damaged(at)),
            };
            let segment = segment(stream, at).ok_or_else(|| damaged(at))?;
            at += segment.len();
            match marker {
                DQT | DHT => parts.tables.push(segment),
                DRI => parts.restart = segment,
                0xC0..=0xCF if marker != 0xC8 && marker != 0xCC => parts.frame = Some(Frame::of(segment, at)?),
                SOS => {
                    parts.scan = segment;
                    return parts.with_coded(stream, at);
                }
                _ => (),
            }
        }
    }

    fn with_coded(mut self, stream: &'a [u8], at: usize) -> Result<Parts<'a>, Refusal> {
        self.coded_at = at;
        self.one_scan = true;
        let mut end = at;
        loop {
            match stream.get(end..end + 2) {
                Some([0xFF, EOI]) => break,
                Some([0xFF, 0 | 0xFF | 0xD0..=0xD7]) => end += 1,
                Some([0xFF, _]) => {
                    self.one_scan = false;
                    end += segment(stream, end).ok_or_else(|| damaged(end))?.len();
                }
                Some(_) => end += 1,
                None => return Err(cut_short(stream.len())),
            }
        }
        self.coded = stream.get(at..end).unwrap_or_default();
        Ok(self)
    }
}

impl<'a> Frame<'a> {
    fn of(segment: &'a [u8], at: usize) -> Result<Frame<'a>, Refusal> {
        let pair = |idx: usize| segment.get(idx..idx + 2).map(|two| u32::from(two[0]) << 8 | u32::from(two[1]));
        let (Some(height), Some(width), Some(&n_components)) = (pair(5), pair(7), segment.get(9)) else {
            return Err(damaged(at));
        };
        let sampling = segment.get(10..).unwrap_or_default().chunks_exact(3).map(|component| component[1]);
        let (across, down) = sampling.fold((1, 1), |(h, v), both| (h.max(both >> 4), v.max(both & 15)));
        // A lone component is not interleaved: its MCU is one block, whatever its factors.
        let (across, down) = if n_components == 1 { (1, 1) } else { (u32::from(across), u32::from(down)) };
        Ok(Frame { segment, height, width, n_components, mcu_width: 8 * across, mcu_height: 8 * down })
    }

    /// Returns the header without the height, which strips may differ in.
    pub(super) fn without_height(&self) -> (&'a [u8], &'a [u8]) {
        (self.segment.get(..5).unwrap_or_default(), self.segment.get(7..).unwrap_or_default())
    }

    /// Returns the header for another height.
    pub(super) fn with_height(&self, height: u16) -> Vec<u8> {
        let (before, after) = self.without_height();
        [before, &height.to_be_bytes(), after].concat()
    }
}

/// The segment that begins at `at`, marker included.
fn segment(stream: &[u8], at: usize) -> Option<&[u8]> {
    let len = stream.get(at + 2..at + 4)?;
    let len = usize::from(len[0]) << 8 | usize::from(len[1]);
    if len < 2 { None } else { stream.get(at..at + 2 + len) }
}

fn damaged(at: usize) -> Refusal {
    refuse::corrupt(text!("dữ liệu JPEG trong dải ảnh bị hỏng", "the JPEG data of a strip are damaged")).at(at as u64)
}

fn cut_short(at: usize) -> Refusal {
    let what = text!("dải ảnh JPEG bị cắt cụt", "a JPEG strip is cut short");
    Refusal::new(&codes::TRUNCATED, what).at(at as u64)
}
