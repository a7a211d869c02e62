//! From rows of samples to what an eye sees: grey, the brightest colour, red, green and blue; 8 bits each.
//!
//! The number of channels says what they are: one is grey, three are colours, four are inks. What is see-through lies
//! on white paper. Colour profiles are left to those who print.

use crate::formats::packed;
use crate::formats::rows::Shape;

/// A row as an eye sees it.
pub trait Seen {
    /// Writes the luma of each pixel (ITU-R BT.601).
    fn grey(&self, out: &mut Vec<u8>);
    /// Writes the brightest of red, green and blue of each pixel.
    fn bright(&self, out: &mut Vec<u8>);
    /// Writes red, green and blue of each pixel.
    fn colours(&self, out: &mut Vec<u8>);
    /// Says whether some pixel is of a colour.
    fn is_coloured(&self) -> bool;
}

/// Rows of one image, 0 is black (of inks: none), palettes applied.
pub struct Light {
    shape: Shape,
    /// For each byte of samples below 8 bits, the samples in it; else empty.
    spread: Vec<[u8; 8]>,
    /// The row in 8 bits.
    bytes: Vec<u8>,
    /// Its alpha in 8 bits.
    alpha: Vec<u8>,
}

impl Light {
    /// Makes ready for rows of this shape, alpha not counted.
    pub fn new(shape: Shape) -> Light {
        let spread = if shape.bits < 8 { (0..=255).map(|byte| spread(byte, shape.bits)).collect() } else { Vec::new() };
        Light { shape, spread, bytes: Vec::new(), alpha: Vec::new() }
    }

    /// Takes a row and its alpha, which is of the same depth and empty where the row is opaque.
    pub fn take(&mut self, row: &[u8], alpha: &[u8]) {
        let Shape { width, bits, channels, .. } = self.shape;
        to_bytes(row, width as usize * usize::from(channels), bits, &self.spread, &mut self.bytes);
        if alpha.is_empty() {
            self.alpha.clear();
        } else {
            to_bytes(alpha, width as usize, bits, &self.spread, &mut self.alpha);
        }
    }

    /// Lets the paper through where the row is not opaque.
    fn on_paper(&self, out: &mut [u8], channels: usize) {
        for (pixel, alpha) in out.chunks_exact_mut(channels).zip(&self.alpha) {
            let alpha = u32::from(*alpha);
            for value in pixel {
                *value = ((u32::from(*value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
            }
        }
    }
}

impl Seen for Light {
    fn grey(&self, out: &mut Vec<u8>) {
        match self.shape.channels {
            1 => self.bytes.clone_into(out),
            3 => fill(out, self.bytes.as_chunks::<3>().0, |pixel| luma(*pixel)),
            _ => fill(out, self.bytes.as_chunks::<4>().0, |pixel| luma(of_inks(*pixel))),
        }
        self.on_paper(out, 1);
    }

    fn bright(&self, out: &mut Vec<u8>) {
        let most = |[red, green, blue]: [u8; 3]| red.max(green).max(blue);
        match self.shape.channels {
            1 => self.bytes.clone_into(out),
            3 => fill(out, self.bytes.as_chunks::<3>().0, |pixel| most(*pixel)),
            _ => fill(out, self.bytes.as_chunks::<4>().0, |pixel| most(of_inks(*pixel))),
        }
        self.on_paper(out, 1);
    }

    fn colours(&self, out: &mut Vec<u8>) {
        out.clear();
        match self.shape.channels {
            1 => out.extend(self.bytes.iter().flat_map(|grey| [*grey; 3])),
            3 => out.extend_from_slice(&self.bytes),
            _ => out.extend(self.bytes.as_chunks::<4>().0.iter().flat_map(|pixel| of_inks(*pixel))),
        }
        self.on_paper(out, 3);
    }

    fn is_coloured(&self) -> bool {
        let is_coloured = |[red, green, blue]: [u8; 3]| red != green || green != blue;
        match self.shape.channels {
            1 => false,
            3 => self.bytes.as_chunks::<3>().0.iter().any(|pixel| is_coloured(*pixel)),
            _ => self.bytes.as_chunks::<4>().0.iter().any(|pixel| is_coloured(of_inks(*pixel))),
        }
    }
}

fn fill<T>(out: &mut Vec<u8>, pixels: &[T], value: impl Fn(&T) -> u8) {
    out.resize(pixels.len(), 0);
    out.iter_mut().zip(pixels).for_each(|(out, pixel)| *out = value(pixel));
}

/// Weighs red, green and blue in 256ths, which fit into 16 bits.
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    ((u16::from(red) * 77 + u16::from(green) * 150 + u16::from(blue) * 29 + 128) >> 8) as u8
}

/// Returns the light that inks leave.
fn of_inks([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 3] {
    let left = |ink: u8| 255 - u32::from(ink);
    [cyan, magenta, yellow].map(|ink| ((left(ink) * left(black) + 127) / 255) as u8)
}

/// Writes `count` samples of a row in 8 bits.
fn to_bytes(row: &[u8], count: usize, bits: u8, spread: &[[u8; 8]], out: &mut Vec<u8>) {
    out.clear();
    match bits {
        8 => out.extend_from_slice(row),
        16 => out.extend(row.as_chunks::<2>().0.iter().map(|pair| nearest(u16::from_be_bytes(*pair)))),
        _ => {
            let per_byte = 8 / usize::from(bits.max(1));
            for samples in row.iter().filter_map(|byte| spread.get(usize::from(*byte))) {
                out.extend_from_slice(samples.get(..per_byte).unwrap_or_default());
            }
        }
    }
    out.resize(count, 0);
}

/// Returns the 8 bits nearest to 16.
fn nearest(value: u16) -> u8 {
    ((u32::from(value) * 255 + 32_767) / 65_535) as u8
}

fn spread(byte: u8, bits: u8) -> [u8; 8] {
    let mut samples = [0; 8];
    for (idx, sample) in samples.iter_mut().take(8 / usize::from(bits.max(1))).enumerate() {
        *sample = (packed::get(&[byte], idx, bits) * 255 / packed::max(bits)) as u8;
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bits: u8, channels: u8, row: &[u8], alpha: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        let width = (row.len() * 8 / usize::from(bits) / usize::from(channels)) as u32;
        let mut light = Light::new(Shape { width, height: 1, bits, channels });
        light.take(row, alpha);
        let (mut grey, mut bright, mut colours) = (Vec::new(), Vec::new(), Vec::new());
        light.grey(&mut grey);
        light.bright(&mut bright);
        light.colours(&mut colours);
        (grey, bright, colours)
    }

    #[test]
    fn grey_of_every_depth_runs_from_black_to_white() {
        assert_eq!(seen(1, 1, &[0b1010_0000], &[]).0, [255, 0, 255, 0, 0, 0, 0, 0]);
        assert_eq!(seen(2, 1, &[0b0001_1011], &[]).0, [0, 85, 170, 255]);
        assert_eq!(seen(4, 1, &[0x0F], &[]).0, [0, 255]);
        assert_eq!(seen(16, 1, &[0xFF, 0xFF, 0x80, 0x00], &[]).0, [255, 128]);
    }

    #[test]
    fn colours_are_weighed_and_the_brightest_is_known() {
        let (grey, bright, colours) = seen(8, 3, &[255, 0, 0, 255, 255, 255, 10, 20, 30], &[]);
        assert_eq!((grey, bright), (vec![77, 255, 18], vec![255, 255, 30]));
        assert_eq!(colours, [255, 0, 0, 255, 255, 255, 10, 20, 30]);
    }

    #[test]
    fn inks_take_light_away() {
        let (grey, _, colours) = seen(8, 4, &[0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 255], &[]);
        assert_eq!(colours, [255, 255, 255, 255, 0, 0, 0, 0, 0]);
        assert_eq!(grey, [255, 77, 0]);
    }

    #[test]
    fn what_is_see_through_shows_white_paper() {
        assert_eq!(seen(8, 1, &[0, 0, 0], &[255, 0, 128]).0, [0, 255, 127]);
        assert_eq!(seen(8, 3, &[0, 0, 0, 9, 9, 9], &[0, 255]).2, [255, 255, 255, 9, 9, 9]);
    }
}
