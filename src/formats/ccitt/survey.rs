//! What a bitonal page tells while its rows pass by: the digest of its content and a small grey image.
//!
//! Rows are taken in bands that stay in the processor's cache; the picture as a whole is never held.

use super::bitmap::{Packer, clear_padding};
use crate::digest::Hasher;
use crate::page::{Content, Preview};

/// Rows of one band; a multiple of eight, so that a block of the preview never spans two bands.
const BAND: usize = 64;

/// Content and preview of packed rows of which 0 is black.
pub struct Survey {
    width: u32,
    height: u32,
    row_bytes: usize,
    hasher: Hasher,
    counts: Vec<u8>,
    grey: Vec<u8>,
}

impl Survey {
    /// Starts a picture.
    pub fn new(width: u32, height: u32) -> Survey {
        let mut hasher = Hasher::default();
        hasher.update(format!("{width} {height} 1 1\n").as_bytes());
        let row_bytes = width.div_ceil(8) as usize;
        Survey { width, height, row_bytes, hasher, counts: vec![0; row_bytes], grey: Vec::new() }
    }

    /// Takes in the next rows; all bands but the last must hold a multiple of eight rows.
    pub fn band(&mut self, rows: &[u8]) {
        self.hasher.update(rows);
        let row_bytes = self.row_bytes.max(1);
        for block_row in rows.chunks(row_bytes * 8) {
            self.counts.fill(0);
            for row in block_row.chunks_exact(row_bytes) {
                self.counts.iter_mut().zip(row).for_each(|(count, byte)| *count += byte.count_ones() as u8);
            }
            self.add_greys((block_row.len() / row_bytes) as u32);
        }
    }

    fn add_greys(&mut self, n_rows: u32) {
        let grey_of = |count: u8, n_pixels: u32| ((u32::from(count) * 255 + n_pixels / 2) / n_pixels.max(1)) as u8;
        let (last, whole) = self.counts.split_last().unwrap_or((&0, &[]));
        match n_rows {
            8 => self.grey.extend(whole.iter().map(|count| ((u32::from(*count) * 255 + 32) / 64) as u8)),
            _ => self.grey.extend(whole.iter().map(|count| grey_of(*count, 8 * n_rows))),
        }
        let n_last = self.width - 8 * whole.len() as u32;
        self.grey.push(grey_of(*last, n_last * n_rows));
    }

    /// Returns what determines the pixels, and the share of white in each 8 by 8 block.
    pub fn finish(self) -> (Content, Preview) {
        let Survey { width, height, .. } = self;
        let content = Content { sha256: self.hasher.finish(), width, height, bits: 1, channels: 1 };
        let preview = Preview { width: width.div_ceil(8), height: height.div_ceil(8), grey: self.grey };
        (content, preview)
    }
}

/// A survey of rows that come as colour changes.
pub struct ChangeSurvey {
    survey: Survey,
    packer: Packer,
    /// True when what the fax coder calls white is black.
    inverted: bool,
    /// The row above, then the rows of this band.
    band: Vec<u8>,
}

impl ChangeSurvey {
    /// Starts a picture; `inverted` means that the coder's white is black.
    pub fn new(width: u32, height: u32, inverted: bool) -> ChangeSurvey {
        let survey = Survey::new(width, height);
        let mut band = Vec::with_capacity(survey.row_bytes * (BAND + 1));
        band.resize(survey.row_bytes, 0xFF);
        clear_padding(&mut band, width);
        ChangeSurvey { survey, packer: Packer::new(width), inverted, band }
    }

    /// Takes in a row.
    pub fn push(&mut self, changes: &[i32], repeats: bool) {
        let (start, row_bytes) = (self.band.len(), self.survey.row_bytes);
        if repeats {
            self.band.extend_from_within(start - row_bytes..);
        } else {
            self.band.resize(start + row_bytes, 0);
            self.packer.pack(changes, &mut self.band[start..]);
        }
        if self.band.len() > BAND * row_bytes {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let row_bytes = self.survey.row_bytes;
        let last = self.band.len() - row_bytes;
        self.band.copy_within(last.., 0);
        if self.inverted {
            let rows = &mut self.band[row_bytes..];
            rows.iter_mut().for_each(|byte| *byte = !*byte);
            rows.chunks_exact_mut(row_bytes.max(1)).for_each(|row| clear_padding(row, self.survey.width));
        }
        self.survey.band(&self.band[row_bytes..]);
        self.band.truncate(row_bytes);
    }

    /// Returns content and preview.
    pub fn finish(mut self) -> (Content, Preview) {
        if self.band.len() > self.survey.row_bytes {
            self.flush();
        }
        self.survey.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;

    #[test]
    fn a_preview_counts_only_real_pixels_at_the_edges() {
        let mut survey = Survey::new(12, 9);
        survey.band(&[0xFF, 0xF0].repeat(9));
        let (content, preview) = survey.finish();
        assert_eq!((preview.width, preview.height, preview.grey), (2, 2, vec![255; 4]));
        assert_eq!(content.sha256, Digest::of(&[&b"12 9 1 1\n"[..], &[0xFF, 0xF0].repeat(9)].concat()));
    }

    #[test]
    fn bands_do_not_show() {
        for (inverted, fill) in [(false, [0x0F, 0xE0]), (true, [0xF0, 0x00])] {
            let mut survey = ChangeSurvey::new(11, 150, inverted);
            (0..150).for_each(|row| survey.push(&[0, 4], row > 0));
            let mut expected = Survey::new(11, 150);
            expected.band(&fill.repeat(150));
            assert_eq!(survey.finish(), expected.finish());
        }
    }
}
