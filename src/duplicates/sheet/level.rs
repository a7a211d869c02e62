//! A grey plane of ink, and smaller copies of it: each half as large as the one before.

/// Ink, one byte a pixel, rows from the top: 0 is paper, 255 full ink.
///
/// A place is told in pixels from the upper left corner of the plane, so that the first pixel reaches from 0 to 1 and
/// halving the plane halves every place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Ink.
    pub ink: Vec<u8>,
}

impl Level {
    /// Makes a plane without ink.
    pub fn blank(width: usize, height: usize) -> Level {
        Level { width, height, ink: vec![0; width * height] }
    }

    /// Halves a plane of such a size: the mean of each four pixels, where what lies outside is paper.
    pub fn half_of(width: usize, height: usize, ink: &[u8]) -> Level {
        let mut half = Level::blank(width.div_ceil(2), height.div_ceil(2));
        if width == 0 || height == 0 {
            return half;
        }
        let mut sums = vec![0u16; half.width * 2];
        for (out, pair) in half.ink.chunks_exact_mut(half.width).zip(ink.chunks(2 * width)) {
            let (upper, lower) = pair.split_at(width);
            sums.iter_mut().zip(upper).for_each(|(sum, ink)| *sum = u16::from(*ink));
            sums.iter_mut().zip(lower).for_each(|(sum, ink)| *sum += u16::from(*ink));
            out.iter_mut().zip(sums.chunks_exact(2)).for_each(|(out, two)| *out = ((two[0] + two[1] + 2) / 4) as u8);
        }
        half
    }

    /// Halves this plane.
    pub fn half(&self) -> Level {
        Level::half_of(self.width, self.height, &self.ink)
    }

    /// Returns a row.
    pub fn row(&self, y: usize) -> &[u8] {
        &self.ink[y * self.width..(y + 1) * self.width]
    }

    /// Returns the ink at a place between pixel centres, from the four around it, in 256ths of a pixel; outside is paper.
    pub fn at(&self, x: i32, y: i32) -> u8 {
        let (left, top) = ((x - 128) >> 8, (y - 128) >> 8);
        let (fx, fy) = ((x - 128) & 255, (y - 128) & 255);
        let mix = |first: i32, second: i32, part: i32| first * (256 - part) + second * part;
        if left >= 0 && top >= 0 && (left as usize + 1) < self.width && (top as usize + 1) < self.height {
            let at = top as usize * self.width + left as usize;
            let (upper, lower) = (&self.ink[at..at + 2], &self.ink[at + self.width..at + self.width + 2]);
            let up = mix(i32::from(upper[0]), i32::from(upper[1]), fx);
            let low = mix(i32::from(lower[0]), i32::from(lower[1]), fx);
            return ((mix(up, low, fy) + 32768) >> 16) as u8;
        }
        let one = |x: i32, y: i32| i32::from(self.pixel(x, y));
        let up = mix(one(left, top), one(left + 1, top), fx);
        let low = mix(one(left, top + 1), one(left + 1, top + 1), fx);
        ((mix(up, low, fy) + 32768) >> 16) as u8
    }

    fn pixel(&self, x: i32, y: i32) -> u8 {
        let is_inside = x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height;
        if is_inside { self.ink[y as usize * self.width + x as usize] } else { 0 }
    }
}
