//! From the coefficients of a block to its samples: the inverse cosine transform (T.81, A.3.3).
//!
//! After Arai, Agui and Nakajima: the scale factors are part of the quantisers, so that five multiplications do for
//! eight values. Sums and products alone, so that every machine gives the same samples.

use std::array::from_fn;
use std::f32::consts::SQRT_2;

/// The scale factors: 1, then the square root of 2 times the cosine of so many sixteenths of pi.
const SCALES: [f32; 8] = [1.0, 1.387_039_8, 1.306_563, 1.175_875_6, 1.0, 0.785_694_96, 0.541_196_1, 0.275_899_38];

/// Where the coefficients lie that a file gives in zigzag order; rows and columns have changed places.
pub(super) const ORDER: [u8; 64] = [
    0, 8, 1, 2, 9, 16, 24, 17, 10, 3, 4, 11, 18, 25, 32, 40, 33, 26, 19, 12, 5, 6, 13, 20, 27, 34, 41, 48, 56, 49, 42,
    35, 28, 21, 14, 7, 15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45, 52, 59, 60, 53, 46, 39, 47, 54,
    61, 62, 55, 63,
];

/// Eight rows of eight values.
pub(super) type Block = [[f32; 8]; 8];

/// Returns what to multiply coefficients with, for quantisers in zigzag order.
pub(super) fn factors(quantisers: &[u16; 64]) -> [f32; 64] {
    let mut factors = [0.0; 64];
    for ((factor, quantiser), place) in factors.iter_mut().zip(quantisers).zip(ORDER) {
        let (row, column) = (usize::from(place) / 8, usize::from(place) % 8);
        *factor = f32::from(*quantiser) * SCALES[row] * SCALES[column] / 8.0;
    }
    factors
}

/// Returns the samples of a block of scaled coefficients.
pub(super) fn samples(coefficients: &Block) -> [[u8; 8]; 8] {
    let once = transform(coefficients);
    let turned = from_fn(|row| from_fn(|column| once[column][row]));
    let mut samples = [[0; 8]; 8];
    for (row, levels) in samples.iter_mut().zip(&transform(&turned)) {
        row.iter_mut().zip(levels).for_each(|(sample, level)| *sample = self::sample(*level));
    }
    samples
}

/// Returns the sample of a level: 128 is added, and what is beyond 0 and 255 cut off.
#[inline(always)]
pub(super) fn sample(level: f32) -> u8 {
    // Of so large a number the fraction has no bits left, so that the lowest ones are the nearest whole number.
    (level.clamp(-128.0, 127.0) + 8_388_736.0).to_bits() as u8
}

/// Eight values that are worked on together.
type Row = [f32; 8];

#[inline(always)]
fn sum(one: Row, other: Row) -> Row {
    from_fn(|idx| one[idx] + other[idx])
}

#[inline(always)]
fn less(one: Row, other: Row) -> Row {
    from_fn(|idx| one[idx] - other[idx])
}

#[inline(always)]
fn times(row: Row, factor: f32) -> Row {
    from_fn(|idx| row[idx] * factor)
}

/// Transforms all columns, side by side.
#[inline(always)]
fn transform(rows: &Block) -> Block {
    let [r0, r1, r2, r3, r4, r5, r6, r7] = *rows;
    let (sum04, less04, sum26) = (sum(r0, r4), less(r0, r4), sum(r2, r6));
    let less26 = less(times(less(r2, r6), SQRT_2), sum26);
    let (e0, e3, e1, e2) = (sum(sum04, sum26), less(sum04, sum26), sum(less04, less26), less(less04, less26));
    let (sum53, less53, sum17, less17) = (sum(r5, r3), less(r5, r3), sum(r1, r7), less(r1, r7));
    let o0 = sum(sum17, sum53);
    let both = times(sum(less53, less17), 1.847_759);
    let o1 = less(less(both, times(less53, 2.613_126)), o0);
    let o2 = less(times(less(sum17, sum53), SQRT_2), o1);
    let o3 = less(less(both, times(less17, 1.082_392_2)), o2);
    [sum(e0, o0), sum(e1, o1), sum(e2, o2), sum(e3, o3), less(e3, o3), less(e2, o2), less(e1, o1), less(e0, o0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_those_of_the_formula() {
        let mut state = 7u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as i32 - 128
        };
        let zigzag: Vec<i32> = (0..64).map(|idx| if idx < 20 { next() } else { 0 }).collect();
        let factors = factors(&[1; 64]);
        let (mut block, mut plain) = ([[0.0; 8]; 8], [[0.0f64; 8]; 8]);
        for ((value, factor), place) in zigzag.iter().zip(factors).zip(ORDER) {
            let (row, column) = (usize::from(place) / 8, usize::from(place) % 8);
            block[row][column] = *value as f32 * factor;
            plain[column][row] = f64::from(*value);
        }
        let samples = samples(&block);
        let cosine = |x: usize, u: usize| {
            let scale = if u == 0 { std::f64::consts::FRAC_1_SQRT_2 } else { 1.0 };
            scale * ((2 * x + 1) as f64 * u as f64 * std::f64::consts::PI / 16.0).cos() / 2.0
        };
        for (y, row) in samples.iter().enumerate() {
            for (x, sample) in row.iter().enumerate() {
                let sum: f64 =
                    (0..64).map(|idx| plain[idx / 8][idx % 8] * cosine(y, idx / 8) * cosine(x, idx % 8)).sum();
                let expected = (sum + 128.0).clamp(0.0, 255.0);
                assert!((f64::from(*sample) - expected).abs() <= 0.51, "{x}, {y}: {sample}, {expected}");
            }
        }
    }
}
