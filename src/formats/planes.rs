//! Colour and alpha, taken apart and put together again, row by row.

use crate::formats::packed;
use crate::formats::rows::Shape;

/// Which channels of interleaved pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plane {
    /// Every channel.
    All,
    /// Every channel but the last.
    Colour,
    /// The last channel.
    Alpha,
}

impl Plane {
    /// Returns the channels of this plane, of `channels` in all.
    pub fn channels(self, channels: u8) -> u8 {
        match self {
            Plane::All => channels,
            Plane::Colour => channels.saturating_sub(1),
            Plane::Alpha => 1,
        }
    }

    /// Writes this plane of `row` into `out`, with its unused bits zeroed.
    pub fn extract(self, row: &[u8], shape: Shape, out: &mut Vec<u8>) {
        let Shape { width, bits, channels, .. } = shape;
        let kept = self.channels(channels);
        out.clear();
        match self {
            Plane::All => out.extend_from_slice(row),
            _ if bits >= 8 => self.extract_bytes(row, shape, out),
            _ => {
                out.resize(packed::row_bytes(width, bits, kept), 0);
                let (kept, channels) = (usize::from(kept), usize::from(channels));
                let skipped = if self == Plane::Alpha { channels - 1 } else { 0 };
                for idx in 0..width as usize * kept {
                    let value = packed::get(row, idx / kept * channels + skipped + idx % kept, bits);
                    packed::put(out, idx, bits, value);
                }
            }
        }
        packed::clear_padding(out, width, bits, kept);
    }

    fn extract_bytes(self, row: &[u8], shape: Shape, out: &mut Vec<u8>) {
        let sample = usize::from(shape.bits / 8);
        let (pixel, kept) = (sample * usize::from(shape.channels), usize::from(self.channels(shape.channels)) * sample);
        let from = if self == Plane::Alpha { pixel - sample } else { 0 };
        row.chunks_exact(pixel).for_each(|pixel| out.extend_from_slice(&pixel[from..from + kept]));
    }
}

/// Writes colour and alpha of one row, both of the same depth, as interleaved pixels into `out`.
///
/// `shape` is that of the colour.
pub fn interleave(colour: &[u8], alpha: &[u8], shape: Shape, out: &mut Vec<u8>) {
    let Shape { width, bits, channels, .. } = shape;
    out.clear();
    if bits >= 8 {
        let sample = usize::from(bits / 8);
        for (colour, alpha) in colour.chunks_exact(sample * usize::from(channels)).zip(alpha.chunks_exact(sample)) {
            out.extend_from_slice(colour);
            out.extend_from_slice(alpha);
        }
        return;
    }
    out.resize(packed::row_bytes(width, bits, channels + 1), 0);
    let channels = usize::from(channels);
    for idx in 0..width as usize * (channels + 1) {
        let (pixel, channel) = (idx / (channels + 1), idx % (channels + 1));
        let value = match channel {
            last if last == channels => packed::get(alpha, pixel, bits),
            _ => packed::get(colour, pixel * channels + channel, bits),
        };
        packed::put(out, idx, bits, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_put_together_again_are_the_row() {
        for (bits, channels) in [1, 2, 4, 8, 16].into_iter().flat_map(|bits| [2, 4, 5].map(|channels| (bits, channels)))
        {
            let shape = Shape { width: 11, height: 1, bits, channels };
            let mut row: Vec<u8> = (0..shape.row_bytes()).map(|idx| (idx * 89 + 13) as u8).collect();
            packed::clear_padding(&mut row, 11, bits, channels);
            let (mut colour, mut alpha, mut again) = (Vec::new(), Vec::new(), Vec::new());
            Plane::Colour.extract(&row, shape, &mut colour);
            Plane::Alpha.extract(&row, shape, &mut alpha);
            interleave(&colour, &alpha, Shape { channels: channels - 1, ..shape }, &mut again);
            assert_eq!(again, row, "{channels} channels of {bits} bits");
        }
    }
}
