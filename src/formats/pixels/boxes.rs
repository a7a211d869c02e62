//! Reduces an image by boxes of whole pixels while its rows pass by.

use super::Plane;
use crate::formats::rows::Shape;

/// An image in the making.
pub(super) struct Boxes {
    width: usize,
    depth: usize,
    /// Pixels of a box, across and down.
    size: (usize, usize),
    /// Of each value of a row, over the rows of the boxes under way.
    sums: Vec<u32>,
    n_rows: usize,
    data: Vec<u8>,
}

impl Boxes {
    /// Starts an image whose rows have `depth` bytes a pixel.
    pub(super) fn new(shape: Shape, depth: usize, size: (usize, usize)) -> Boxes {
        let width = shape.width as usize;
        let sums = if size == (1, 1) { Vec::new() } else { vec![0; width * depth] };
        // The image was held against the limits before; growing it would cost as much again.
        let data = Vec::with_capacity(width.div_ceil(size.0) * (shape.height as usize).div_ceil(size.1) * depth);
        Boxes { width, depth, size, sums, n_rows: 0, data }
    }

    /// Takes in the next row.
    pub(super) fn row(&mut self, row: &[u8]) {
        if self.size == (1, 1) {
            self.data.extend_from_slice(row);
            self.n_rows += 1;
            return;
        }
        // Down first, which is many values at once; across only when a row of boxes is full.
        self.sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += u32::from(*value));
        self.n_rows += 1;
        if self.n_rows == self.size.1 {
            self.end_boxes();
        }
    }

    fn end_boxes(&mut self) {
        let depth = self.depth;
        for sums in self.sums.chunks(self.size.0 * depth) {
            let count = ((sums.len() / depth * self.n_rows) as u64).max(1);
            for channel in 0..depth {
                let sum: u64 = sums.iter().skip(channel).step_by(depth).map(|sum| u64::from(*sum)).sum();
                self.data.push(((sum + count / 2) / count) as u8);
            }
        }
        self.sums.fill(0);
        self.n_rows = 0;
    }

    /// Returns the image, as high as the rows that came.
    pub(super) fn finish(mut self) -> Plane {
        if self.size != (1, 1) && self.n_rows > 0 {
            self.end_boxes();
        }
        let width = self.width.div_ceil(self.size.0);
        let height = self.data.len() / (width * self.depth).max(1);
        Plane { width, height, depth: self.depth, data: self.data }
    }
}
