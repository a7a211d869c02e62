//! What one page shows where the other scan ends: writing there cannot be compared, so the pages may differ.

use super::super::sheet::Sheet;
use super::affine::Affine;

/// Pixels across and down the squares that are looked at: 2 mm.
const SQUARE: usize = 16;
/// How far from a page's own edge ink may be that of the scanner's bed or of a neighbour, in pixels: 5 mm.
const RIM: f64 = 40.0;
/// Ink from which a pixel is written on.
const INKED: u8 = 96;

/// Returns the ink of the page that shows more beyond the other's edges, in pixels of full ink; `map` leads from the first
/// to the second.
pub(super) fn beyond(a: &Sheet, b: &Sheet, map: &Affine) -> f64 {
    let second = map.back().map_or(0.0, |back| outside(b, a, &back));
    outside(a, b, map).max(second)
}

/// Returns the ink of a page that lies beyond the edges of another.
fn outside(page: &Sheet, other: &Sheet, map: &Affine) -> f64 {
    let (width, height) = (other.width as f64, other.height as f64);
    let is_shown = |(x, y): (f64, f64)| x >= 0.0 && y >= 0.0 && x <= width && y <= height;
    let is_inner =
        |x: f64, y: f64| x >= RIM && y >= RIM && x + RIM <= page.width as f64 && y + RIM <= page.height as f64;
    let mut sum = 0u64;
    for upper in (0..page.height).step_by(SQUARE) {
        for left in (0..page.width).step_by(SQUARE) {
            let (x, y) = ((left + SQUARE / 2) as f64, (upper + SQUARE / 2) as f64);
            if is_inner(x, y) && !is_shown(map.apply(x, y)) {
                sum += ink(page, left, upper);
            }
        }
    }
    sum as f64 / 255.0
}

/// Sums the ink of a square.
fn ink(page: &Sheet, left: usize, upper: usize) -> u64 {
    let rows = page.ink.chunks_exact(page.width.max(1)).skip(upper).take(SQUARE);
    let inked = rows.flat_map(|row| &row[left..(left + SQUARE).min(page.width)]).filter(|ink| **ink >= INKED);
    inked.map(|ink| u64::from(*ink)).sum()
}
