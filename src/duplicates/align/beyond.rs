//! What one page shows where the other scan ends: writing there cannot be compared, so the pages may differ. Rules and frames
//! that a scan cuts off are no writing.

use super::super::sheet::Sheet;
use super::affine::Affine;

/// Pixels across and down the squares that are looked at: 2 mm.
const SQUARE: usize = 16;
/// How far from a page's own edge ink may be that of the scanner's bed or of a neighbour, in pixels: 5 mm.
const RIM: f64 = 40.0;
/// Ink from which a pixel is written on.
const INKED: u8 = 96;

/// Pixels of a square with ink from which it is the scanner's bed: writing fills less.
const BED: usize = SQUARE * SQUARE * 3 / 4;
/// The shortest rule, in pixels: 10 mm, longer than any stroke of a letter.
const RULE: usize = 80;
/// For so many pixels along a rule it may lie one pixel aside, and one more: scans are askew by 3 degrees.
const ASKEW: usize = 16;

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
    let (across, down) = (page.width.div_ceil(SQUARE), page.height.div_ceil(SQUARE));
    let mut sum = 0u64;
    for (row, column) in (0..down).flat_map(|row| (0..across).map(move |column| (row, column))) {
        let (x, y) = ((column * SQUARE + SQUARE / 2) as f64, (row * SQUARE + SQUARE / 2) as f64);
        if is_inner(x, y) && !is_shown(map.apply(x, y)) && !is_by_bed(page, row, column) {
            let written = inked(page, row, column).filter(|(x, y, _)| !is_ruled(page, *x, *y));
            sum += written.map(|(_, _, ink)| u64::from(ink)).sum::<u64>();
        }
    }
    sum as f64 / 255.0
}

/// Says whether a square or one beside it is full of ink.
fn is_by_bed(page: &Sheet, row: usize, column: usize) -> bool {
    let near = (row.saturating_sub(1)..row + 2)
        .flat_map(|row| (column.saturating_sub(1)..column + 2).map(move |at| (row, at)));
    near.into_iter().any(|(row, column)| inked(page, row, column).count() >= BED)
}

/// Returns the places and the ink of the pixels of a square that are written on; none outside of the page.
fn inked(page: &Sheet, row: usize, column: usize) -> impl Iterator<Item = (usize, usize, u8)> {
    let rows = row * SQUARE..((row + 1) * SQUARE).min(page.height);
    let columns = (column * SQUARE).min(page.width)..((column + 1) * SQUARE).min(page.width);
    let places = rows.flat_map(move |y| columns.clone().map(move |x| (x, y)));
    places.map(|(x, y)| (x, y, ink(page, x as isize, y as isize))).filter(|(_, _, ink)| *ink >= INKED)
}

fn ink(page: &Sheet, x: isize, y: isize) -> u8 {
    let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return 0 };
    if x < page.width { page.ink.get(y * page.width + x).copied().unwrap_or(0) } else { 0 }
}

/// Says whether a rule passes through a pixel, across or down.
fn is_ruled(page: &Sheet, x: usize, y: usize) -> bool {
    [true, false].into_iter().any(|across| {
        let is_inked = |along: isize, aside: isize| {
            let (along, aside) = if across { (along, aside) } else { (aside, along) };
            ink(page, x as isize + along, y as isize + aside) >= INKED
        };
        1 + followed(1, is_inked) + followed(-1, is_inked) >= RULE
    })
}

/// Returns for how many pixels ink goes on straight ahead, as far as a rule needs.
fn followed(way: isize, is_inked: impl Fn(isize, isize) -> bool) -> usize {
    let mut aside = 0;
    for step in 1..RULE {
        let along = step as isize * way;
        let Some(next) = [aside, aside - 1, aside + 1].into_iter().find(|aside| is_inked(along, *aside)) else {
            return step - 1;
        };
        if next.unsigned_abs() > step / ASKEW + 1 {
            return step - 1;
        }
        aside = next;
    }
    RULE
}
