//! A bitonal picture: packed rows, most significant bit first, 0 is black, padding bits are zero.

use crate::digest::Hasher;
use crate::page::{Content, Preview};

/// A bitonal picture in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    width: u32,
    height: u32,
    row_bytes: usize,
    rows: Vec<u8>,
}

impl Bitmap {
    /// Makes a picture without rows, with room for `height` of them.
    pub fn new(width: u32, height: u32) -> Bitmap {
        let row_bytes = width.div_ceil(8) as usize;
        Bitmap { width, height, row_bytes, rows: Vec::with_capacity(row_bytes * height as usize) }
    }

    /// Takes packed rows of which 0 is black; missing rows stay missing, padding bits are cleared.
    pub fn of_rows(width: u32, height: u32, rows: Vec<u8>) -> Bitmap {
        let row_bytes = width.div_ceil(8) as usize;
        let mut bitmap = Bitmap { width, height, row_bytes, rows };
        bitmap.clear_padding();
        bitmap
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Returns the packed rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.rows.chunks_exact(self.row_bytes.max(1))
    }

    /// Adds a row from its colour changes; the first is a change to black.
    pub fn push(&mut self, changes: &[i32], repeats: bool) {
        let start = self.rows.len();
        if repeats && start >= self.row_bytes {
            self.rows.extend_from_within(start - self.row_bytes..);
            return;
        }
        self.rows.resize(start + self.row_bytes, 0xFF);
        pack(changes, self.width, &mut self.rows[start..]);
    }

    /// Swaps black and white.
    pub fn invert(&mut self) {
        self.rows.iter_mut().for_each(|byte| *byte = !*byte);
        self.clear_padding();
    }

    fn clear_padding(&mut self) {
        let mask = padding_mask(self.width);
        if mask != 0xFF {
            let lasts = self.rows.iter_mut().skip(self.row_bytes.saturating_sub(1)).step_by(self.row_bytes.max(1));
            lasts.for_each(|last| *last &= mask);
        }
    }

    /// Returns what determines the pixels.
    pub fn content(&self) -> Content {
        let mut hasher = Hasher::default();
        hasher.update(format!("{} {} 1 1\n", self.width, self.height).as_bytes());
        hasher.update(&self.rows);
        Content { sha256: hasher.finish(), width: self.width, height: self.height, bits: 1, channels: 1 }
    }

    /// Returns the share of white in each 8 by 8 block.
    pub fn preview(&self) -> Preview {
        let mut grey = Vec::with_capacity(self.row_bytes * self.height.div_ceil(8) as usize);
        let mut counts = vec![0u8; self.row_bytes];
        for band in self.rows.chunks(self.row_bytes.max(1) * 8) {
            counts.fill(0);
            for row in band.chunks_exact(self.row_bytes.max(1)) {
                counts.iter_mut().zip(row).for_each(|(count, byte)| *count += byte.count_ones() as u8);
            }
            let n_rows = (band.len() / self.row_bytes.max(1)).max(1) as u32;
            let across = |column: usize| (self.width - 8 * column as u32).min(8);
            grey.extend(counts.iter().enumerate().map(|(column, count)| {
                let n_pixels = n_rows * across(column);
                ((u32::from(*count) * 255 + n_pixels / 2) / n_pixels) as u8
            }));
        }
        Preview { width: self.row_bytes as u32, height: self.height.div_ceil(8), grey }
    }
}

/// Writes one row that was all white: clears the bits of each black run.
pub fn pack(changes: &[i32], width: u32, row: &mut [u8]) {
    for run in changes.chunks(2) {
        let start = run[0] as usize;
        let end = run.get(1).map_or(width as usize, |end| *end as usize);
        blacken(row, start, end);
    }
    if let Some(last) = row.last_mut() {
        *last &= padding_mask(width);
    }
}

#[inline(always)]
fn blacken(row: &mut [u8], start: usize, end: usize) {
    let (first, last) = (start / 8, end / 8);
    let (head, tail) = (0xFFu8 >> (start % 8), 0xFFu8 >> (end % 8));
    if first == last {
        row[first] &= !head | tail;
        return;
    }
    row[first] &= !head;
    row[first + 1..last].fill(0);
    if end % 8 != 0 {
        row[last] &= tail;
    }
}

/// The bits of a row's last byte that are pixels.
fn padding_mask(width: u32) -> u8 {
    match width % 8 {
        0 => 0xFF,
        used => !(0xFF >> used),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_become_black_runs() {
        let mut bitmap = Bitmap::new(20, 3);
        bitmap.push(&[0, 1, 6, 18], false);
        bitmap.push(&[0, 1, 6, 18], true);
        bitmap.push(&[19], false);
        let rows: Vec<_> = bitmap.rows().collect();
        assert_eq!(rows[0], [0b0111_1100, 0, 0b0011_0000]);
        assert_eq!(rows[1], rows[0]);
        assert_eq!(rows[2], [0xFF, 0xFF, 0b1110_0000]);
    }

    #[test]
    fn a_swap_of_colours_leaves_the_padding_alone() {
        let mut bitmap = Bitmap::of_rows(4, 1, vec![0b1010_1111]);
        bitmap.invert();
        assert_eq!(bitmap.rows().collect::<Vec<_>>(), [[0b0101_0000]]);
    }

    #[test]
    fn a_preview_counts_only_real_pixels_at_the_edges() {
        let preview = Bitmap::of_rows(12, 9, [0xFF, 0xF0].repeat(9)).preview();
        assert_eq!((preview.width, preview.height, preview.grey), (2, 2, vec![255; 4]));
    }
}
