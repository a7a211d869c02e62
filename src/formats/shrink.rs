//! The small grey image at an eighth of the size, made while the rows of an image pass by.

use crate::formats::light::{Light, Seen as _};
use crate::formats::rows::Shape;
use crate::page::Preview;

/// Side of a block.
const BLOCK: usize = 8;

/// A preview in the making; memory holds it and one row.
pub struct Shrink {
    light: Light,
    width: u32,
    height: u32,
    row: Vec<u8>,
    sums: Vec<u32>,
    n_rows: usize,
    grey: Vec<u8>,
}

impl Shrink {
    /// Starts an image of this shape: palettes applied, alpha not counted.
    pub fn new(shape: Shape) -> Shrink {
        let sums = vec![0; (shape.width as usize).div_ceil(BLOCK)];
        let (width, height) = (shape.width, shape.height);
        Shrink { light: Light::new(shape), width, height, row: Vec::new(), sums, n_rows: 0, grey: Vec::new() }
    }

    /// Takes in the next row, with its alpha unless it is opaque.
    pub fn row(&mut self, row: &[u8], alpha: &[u8]) {
        self.light.take(row, alpha);
        self.light.grey(&mut self.row);
        for (sum, block) in self.sums.iter_mut().zip(self.row.chunks(BLOCK)) {
            *sum += block.iter().map(|grey| u32::from(*grey)).sum::<u32>();
        }
        self.n_rows += 1;
        if self.n_rows == BLOCK {
            self.end_blocks();
        }
    }

    fn end_blocks(&mut self) {
        let (width, n_rows) = (self.width as usize, self.n_rows);
        for (idx, sum) in self.sums.iter_mut().enumerate() {
            let count = ((width - idx * BLOCK).min(BLOCK) * n_rows).max(1) as u32;
            self.grey.push(((*sum + count / 2) / count) as u8);
            *sum = 0;
        }
        self.n_rows = 0;
    }

    /// Returns the mean light of each block; of rows that never came, black.
    pub fn finish(mut self) -> Preview {
        if self.n_rows > 0 {
            self.end_blocks();
        }
        let (width, height) = (self.width.div_ceil(BLOCK as u32), self.height.div_ceil(BLOCK as u32));
        self.grey.resize(width as usize * height as usize, 0);
        Preview { width, height, grey: self.grey }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_means_and_those_at_the_edges_count_only_real_pixels() {
        let mut shrink = Shrink::new(Shape { width: 10, height: 9, bits: 8, channels: 1 });
        for y in 0..9 {
            let row: Vec<u8> = (0..10).map(|x| if x < 8 { y } else { 200 }).collect();
            shrink.row(&row, &[]);
        }
        let preview = shrink.finish();
        // The mean of 0 to 7, rounded up; the last row alone below.
        assert_eq!((preview.width, preview.height, preview.grey), (2, 2, vec![4, 200, 8, 200]));
    }
}
