//! Row filters: those of PNG in both directions, and TIFF's horizontal differencing undone.
//!
//! A PNG filter looks at the byte one pixel to the left (`bpp` bytes back) and at the row above
//! (PNG 3rd edition, 9.2). PDF takes them over as Predictor 15, and TIFF's as Predictor 2.

use crate::formats::packed;

/// Undoes the PNG filter `kind` of `row`, with the row above already undone and `bpp` at least 1.
///
/// Returns false for a filter that does not exist.
#[must_use]
pub fn unfilter(kind: u8, bpp: usize, above: &[u8], row: &mut [u8]) -> bool {
    match kind {
        0 => (),
        2 => row.iter_mut().zip(above).for_each(|(byte, up)| *byte = byte.wrapping_add(*up)),
        1 | 3 | 4 if !row.len().is_multiple_of(bpp) => undo_bytewise(kind, bpp, above, row),
        1 | 3 | 4 => match bpp {
            1 => undo::<1>(kind, above, row),
            2 => undo::<2>(kind, above, row),
            3 => undo::<3>(kind, above, row),
            4 => undo::<4>(kind, above, row),
            6 => undo::<6>(kind, above, row),
            8 => undo::<8>(kind, above, row),
            _ => undo_bytewise(kind, bpp, above, row),
        },
        _ => return false,
    }
    true
}

/// Undoes Sub, Average or Paeth for pixels of N whole bytes, kept in registers.
fn undo<const N: usize>(kind: u8, above: &[u8], row: &mut [u8]) {
    match kind {
        1 => undo_pixels::<N>(above, row, |left, _, _| left),
        3 => undo_pixels::<N>(above, row, |left, up, _| average(left, up)),
        _ => undo_pixels::<N>(above, row, paeth),
    }
}

#[inline(always)]
fn undo_pixels<const N: usize>(above: &[u8], row: &mut [u8], predict: impl Fn(u8, u8, u8) -> u8) {
    let (mut left, mut corner) = ([0; N], [0; N]);
    for (pixel, up) in row.as_chunks_mut::<N>().0.iter_mut().zip(above.as_chunks::<N>().0) {
        for idx in 0..N {
            left[idx] = pixel[idx].wrapping_add(predict(left[idx], up[idx], corner[idx]));
        }
        *pixel = left;
        corner = *up;
    }
}

/// Does the same for any width, also where the last pixel is not whole (PDF allows 3 x 4 bits).
fn undo_bytewise(kind: u8, bpp: usize, above: &[u8], row: &mut [u8]) {
    for idx in 0..row.len() {
        let (left, corner) = if idx < bpp { (0, 0) } else { (row[idx - bpp], above[idx - bpp]) };
        row[idx] = row[idx].wrapping_add(match kind {
            1 => left,
            3 => average(left, above[idx]),
            _ => paeth(left, above[idx], corner),
        });
    }
}

#[inline(always)]
fn average(left: u8, up: u8) -> u8 {
    u8::midpoint(left, up)
}

/// Picks the neighbour nearest to left + up - corner (PNG 3rd edition, 9.4); ties in that order.
#[inline(always)]
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let (to_left, to_up, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    let nearest = if to_up <= to_corner { up } else { corner };
    if to_left <= to_up && to_left <= to_corner { left } else { nearest }
}

/// Chooses and applies a PNG filter for row after row.
pub struct Chooser {
    bpp: usize,
    candidates: Vec<u8>,
    filtered: Vec<u8>,
}

impl Chooser {
    /// Prepares for rows of `row_bytes` bytes; `candidates` are tried in this order, the first wins ties.
    pub fn new(bpp: usize, row_bytes: usize, candidates: &[u8]) -> Chooser {
        Chooser { bpp, candidates: candidates.to_vec(), filtered: vec![0; row_bytes] }
    }

    /// Appends the filter byte and the filtered row to `out`.
    ///
    /// The least sum of absolute differences wins: the usual heuristic of the PNG specification (12.7).
    pub fn append(&mut self, above: &[u8], row: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        let mut least = u64::MAX;
        for &kind in &self.candidates {
            filter(kind, self.bpp, above, row, &mut self.filtered);
            let cost = if self.candidates.len() == 1 { 0 } else { cost(&self.filtered) };
            if cost < least {
                least = cost;
                out.truncate(start);
                out.push(kind);
                out.extend_from_slice(&self.filtered);
            }
        }
    }
}

/// Sums the bytes as signed distances from zero, in blocks that the compiler turns into vectors.
fn cost(filtered: &[u8]) -> u64 {
    let block = |bytes: &[u8]| bytes.iter().map(|byte| u16::from((*byte as i8).unsigned_abs())).sum::<u16>();
    filtered.chunks(256).map(|bytes| u64::from(block(bytes))).sum()
}

/// Writes `row` as the filter `kind` makes it into `out`; all three are equally long.
fn filter(kind: u8, bpp: usize, above: &[u8], row: &[u8], out: &mut [u8]) {
    let start = bpp.min(row.len());
    let (first, rest) = out.split_at_mut(start);
    let neighbours = row[start..].iter().zip(row).zip(above[start..].iter().zip(above));
    match kind {
        1 => {
            first.copy_from_slice(&row[..start]);
            rest.iter_mut().zip(neighbours).for_each(|(o, ((x, a), _))| *o = x.wrapping_sub(*a));
        }
        2 => out.iter_mut().zip(row.iter().zip(above)).for_each(|(o, (x, b))| *o = x.wrapping_sub(*b)),
        4 => {
            // Without left and corner, Paeth picks the byte above.
            first.iter_mut().zip(row.iter().zip(above)).for_each(|(o, (x, b))| *o = x.wrapping_sub(*b));
            rest.iter_mut().zip(neighbours).for_each(|(o, ((x, a), (b, c)))| *o = x.wrapping_sub(paeth(*a, *b, *c)));
        }
        _ => out.copy_from_slice(row),
    }
}

/// Undoes TIFF's horizontal differencing (Predictor 2), sample by sample.
pub fn undo_differences(row: &mut [u8], width: u32, bits: u8, channels: u8) {
    let (channels, samples) = (usize::from(channels), width as usize * usize::from(channels));
    if bits == 8 {
        (channels..samples).for_each(|idx| row[idx] = row[idx].wrapping_add(row[idx - channels]));
        return;
    }
    let coded = row.to_vec();
    row.fill(0);
    for idx in 0..samples {
        let left = if idx < channels { 0 } else { packed::get(row, idx - channels, bits) };
        packed::put(row, idx, bits, packed::get(&coded, idx, bits).wrapping_add(left) & packed::max(bits));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(length: usize, seed: u32) -> Vec<u8> {
        let next = |state: &mut u32| {
            *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Some((*state >> 24) as u8)
        };
        (0..length).scan(seed, |state, _| next(state)).collect()
    }

    #[test]
    fn every_filter_is_undone_at_every_pixel_width() {
        for bpp in 1..=10 {
            for kind in [0, 1, 2, 4] {
                for length in [1, 7, 40, 41] {
                    let (above, row) = (noise(length, 1), noise(length, 2));
                    let mut coded = vec![0; length];
                    filter(kind, bpp, &above, &row, &mut coded);
                    assert!(unfilter(kind, bpp, &above, &mut coded));
                    assert_eq!(coded, row, "filter {kind}, {bpp} bytes a pixel");
                }
            }
        }
    }

    #[test]
    fn the_fast_and_the_bytewise_way_agree() {
        for (bpp, kind) in [1, 2, 3, 4, 6, 8].into_iter().flat_map(|bpp| [1, 3, 4].map(|kind| (bpp, kind))) {
            let (above, mut fast) = (noise(48, 3), noise(48, 4));
            let mut slow = fast.clone();
            assert!(unfilter(kind, bpp, &above, &mut fast));
            undo_bytewise(kind, bpp, &above, &mut slow);
            assert_eq!(fast, slow, "filter {kind}, {bpp} bytes a pixel");
        }
    }

    #[test]
    fn a_filter_that_does_not_exist_is_refused() {
        assert!(!unfilter(5, 1, &[0], &mut [0]));
    }

    #[test]
    fn differences_are_undone_at_every_depth() {
        let mut eight = [1, 2, 3, 255, 1, 1];
        undo_differences(&mut eight, 2, 8, 3);
        assert_eq!(eight, [1, 2, 3, 0, 3, 4]);
        let mut sixteen = [0, 255, 0, 1, 255, 255];
        undo_differences(&mut sixteen, 3, 16, 1);
        assert_eq!(sixteen, [0, 255, 1, 0, 0, 255]);
        let mut four = [0x9F, 0x20];
        undo_differences(&mut four, 3, 4, 1);
        assert_eq!(four, [0x98, 0xA0]);
    }
}
