//! The content digest: SHA-256 over what determines the samples, whatever metadata stand around it.
//!
//! The bytes, in file order: `FF D8`; each segment but APPn (E0 to EF) and COM (FE) as
//! `FF marker length parameters`; behind each SOS its coded data as they stand, stuffing and restart
//! markers included; `FF D9`. Fill bytes `FF` before a marker that ends coded data or stands between
//! segments are left out; those before a restart marker are part of the coded data.

use super::frame::Frame;
use super::markers::{COM, Segment};
use crate::digest::Hasher;
use crate::page::Content;

/// Takes in the pieces of a JPEG, in order.
pub(super) struct Pieces(Hasher);

impl Default for Pieces {
    fn default() -> Pieces {
        let mut hasher = Hasher::default();
        hasher.update(&[0xFF, 0xD8]);
        Pieces(hasher)
    }
}

impl Pieces {
    /// Takes in a segment of `bytes` if it determines samples.
    pub(super) fn segment(&mut self, bytes: &[u8], segment: &Segment<'_>) {
        if !matches!(segment.marker, 0xE0..=0xEF | COM) {
            self.0.update(&bytes[segment.start..segment.end()]);
        }
    }

    /// Takes in the coded data of a scan.
    pub(super) fn scan(&mut self, coded: &[u8]) {
        self.0.update(coded);
    }

    /// Returns the content.
    pub(super) fn finish(self, frame: &Frame) -> Content {
        Content {
            sha256: self.0.finish(),
            width: frame.width as u32,
            height: frame.height as u32,
            bits: 8,
            channels: frame.components.len() as u8,
        }
    }
}
