//! Reduces an image by boxes of whole pixels while its rows pass by.

use super::Plane;
use crate::formats::rows::Shape;

/// An image in the making.
pub(super) struct Boxes {
    width: usize,
    depth: usize,
    /// Pixels of a box, across and down.
    size: (usize, usize),
    sums: Vec<u32>,
    n_rows: usize,
    data: Vec<u8>,
}

impl Boxes {
    /// Starts an image whose rows have `depth` bytes a pixel.
    pub(super) fn new(shape: Shape, depth: usize, size: (usize, usize)) -> Boxes {
        let width = shape.width as usize;
        let sums = if size == (1, 1) { Vec::new() } else { vec![0; width.div_ceil(size.0) * depth] };
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
        let depth = self.depth;
        for (sums, pixels) in self.sums.chunks_exact_mut(depth).zip(row.chunks(self.size.0 * depth)) {
            for pixel in pixels.chunks_exact(depth) {
                sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
            }
        }
        self.n_rows += 1;
        if self.n_rows == self.size.1 {
            self.end_boxes();
        }
    }

    fn end_boxes(&mut self) {
        let (across, n_rows) = (self.size.0, self.n_rows);
        for (idx, sums) in self.sums.chunks_exact_mut(self.depth).enumerate() {
            let count = (self.width.saturating_sub(idx * across).min(across) * n_rows).max(1) as u32;
            for sum in sums {
                self.data.push(((*sum + count / 2) / count) as u8);
                *sum = 0;
            }
        }
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
