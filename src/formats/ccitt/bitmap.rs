//! A bitonal picture: packed rows, most significant bit first, 0 is black, padding bits are zero.

use super::survey::Survey;
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

    /// Swaps black and white.
    pub fn invert(&mut self) {
        self.rows.iter_mut().for_each(|byte| *byte = !*byte);
        self.clear_padding();
    }

    fn clear_padding(&mut self) {
        let width = self.width;
        self.rows.chunks_exact_mut(self.row_bytes.max(1)).for_each(|row| clear_padding(row, width));
    }

    /// Returns what determines the pixels, and the share of white in each 8 by 8 block.
    pub fn survey(&self) -> (Content, Preview) {
        let mut survey = Survey::new(self.width, self.height);
        survey.band(&self.rows);
        survey.finish()
    }
}

/// Turns colour changes into packed rows.
pub struct Packer {
    width: u32,
    /// A one at every change; all zeros between rows.
    edges: Vec<u64>,
}

impl Packer {
    /// Makes a packer for rows of this width.
    pub fn new(width: u32) -> Packer {
        Packer { width, edges: vec![0; width.div_ceil(64) as usize] }
    }

    /// Writes one row; the first change is one to black, and 0 is black.
    pub fn pack(&mut self, changes: &[i32], row: &mut [u8]) {
        for change in changes {
            self.edges[*change as usize / 64] ^= 1 << (63 - *change as u32 % 64);
        }
        // A pixel is black when the changes up to it are odd in number: the running sum of the edges.
        let mut before = 0;
        for (bytes, edges) in row.chunks_mut(8).zip(&mut self.edges) {
            let mut black = std::mem::take(edges);
            for shift in [1, 2, 4, 8, 16, 32] {
                black ^= black >> shift;
            }
            black ^= before;
            before = 0u64.wrapping_sub(black & 1);
            let pixels = (!black).to_be_bytes();
            match bytes.first_chunk_mut::<8>() {
                Some(bytes) => *bytes = pixels,
                None => bytes.copy_from_slice(&pixels[..bytes.len()]),
            }
        }
        clear_padding(row, self.width);
    }
}

/// Zeroes the bits of a row's last byte that are no pixels.
pub fn clear_padding(row: &mut [u8], width: u32) {
    if let Some(last) = row.last_mut()
        && !width.is_multiple_of(8)
    {
        *last &= !(0xFF >> (width % 8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_become_black_runs() {
        let (mut packer, mut row) = (Packer::new(20), [0; 3]);
        packer.pack(&[0, 1, 6, 18], &mut row);
        assert_eq!(row, [0b0111_1100, 0, 0b0011_0000]);
        packer.pack(&[19], &mut row);
        assert_eq!(row, [0xFF, 0xFF, 0b1110_0000]);
    }

    #[test]
    fn a_black_run_spans_words() {
        let (mut packer, mut row) = (Packer::new(136), [7; 17]);
        packer.pack(&[63, 129], &mut row);
        assert_eq!(row[7], 0xFE);
        assert_eq!(row[8..16], [0; 8]);
        assert_eq!(row[16], 0x7F);
    }

    #[test]
    fn a_swap_of_colours_leaves_the_padding_alone() {
        let mut bitmap = Bitmap::of_rows(4, 1, vec![0b1010_1111]);
        bitmap.invert();
        assert_eq!(bitmap.rows().collect::<Vec<_>>(), [[0b0101_0000]]);
    }
}
