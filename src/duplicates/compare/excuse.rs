//! Differences that make no other paper, each as narrow as it can be.

use super::super::align::Pair;
use super::dust;
use super::hair;
use super::hole;
use super::regions::Region;
use super::rules::{self, RULE, SLIVER};
use super::seen::{CELL, Seen};

/// Ink from which a pixel belongs to a thing.
pub(super) const THING: u8 = 70;
/// How far into the page the scanner's bed may reach along its edge, in pixels: 6 mm.
const EDGE: usize = 47;
/// How far into the page a band along its side may reach, in pixels: 8 mm; in what steps it is followed; and the ink of three
/// quarters of its pixels, at least, of which writing leaves more than half paper.
const BAND: usize = 64;
const BAND_STEP: usize = 16;
const SHADE: u8 = 12;
/// How far along both sides together a corner is folded, in pixels: 28 mm, and a quarter more where the fold is seen.
const CORNER: usize = 220;
/// Pixels across and down of what is a fold, and larger than any glyph: 10 mm.
const FOLD: usize = 80;
/// Pixels across and down of the smallest piece of a fold that only one page shows: 4 mm, higher than a line of writing.
const CREASE: usize = 32;

/// What a region is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Specks, away from all writing.
    Dust,
    /// A thread, away from all writing.
    Hair,
    /// The edge of a ruled line that both pages have.
    Rule,
    /// A punched hole.
    Hole,
    /// A folded corner.
    Corner,
    /// What lies outside of the sheet: scanner bed, or paper that only one scan shows.
    Outside,
    /// None of these.
    Unknown,
}

/// Says what a region is.
pub(super) fn kind(pair: &Pair, seen: &Seen, region: &Region) -> Kind {
    if in_corner(seen, region) {
        Kind::Corner
    } else if at_edge(seen, region) || is_band(pair, region) || is_outside(pair, seen, region) {
        Kind::Outside
    } else if rules::explain(seen, region) {
        Kind::Rule
    } else if hole::is_hole(seen, region) {
        Kind::Hole
    } else if hair::is_hair(seen, region) {
        Kind::Hair
    } else if dust::is_dust(seen, region) {
        Kind::Dust
    } else {
        Kind::Unknown
    }
}

/// Says whether all of a region lies in a corner small enough to be folded over, and is more than writing.
fn in_corner(seen: &Seen, region: &Region) -> bool {
    let nearest = |place: isize, size: usize| place.unsigned_abs().min(size.saturating_sub(place.unsigned_abs()));
    let (width, height) = region.extent();
    let is_fold = width.min(height) >= FOLD;
    let reach = if is_fold { CORNER * 5 / 4 } else { CORNER };
    let is_crease = width.min(height) >= CREASE && region.one_sided().is_some();
    (is_fold || is_crease) && region.is_all(seen, |x, y| nearest(x, seen.width) + nearest(y, seen.height) < reach)
}

/// Says whether a region that only one page has touches the page's edge and reaches no farther than the scanner's bed.
fn at_edge(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds;
    let is_by_edge = right < EDGE || left + EDGE > seen.width || lower < EDGE || upper + EDGE > seen.height;
    let is_touching =
        left.min(upper) <= SLIVER.unsigned_abs() || right + CELL > seen.width || lower + CELL > seen.height;
    is_by_edge && is_touching && region.one_sided().is_some()
}

/// Says whether a region is a piece of a band along a side of the scan, of its bed or of a shadow, that goes on before and behind
/// it, and that the other page lacks: writing leaves paper between its lines.
fn is_band(pair: &Pair, region: &Region) -> bool {
    let Some(page) = region.one_sided() else { return false };
    let planes = [&pair.a.ink, &pair.b.ink];
    let [left, upper, right, lower] = region.bounds;
    let is_at_side = |from: usize, to: usize, size: usize| to <= BAND || from + BAND >= size;
    let is_shaded = |page: usize, along: usize, across: bool| {
        let step = along..along + BAND_STEP;
        let (columns, rows) = if across { (step, upper..lower) } else { (left..right, step) };
        let all = columns.len() * rows.len();
        let shade = |x: usize, y: usize| planes[page & 1].get(y * pair.width + x).copied().unwrap_or(0);
        let shaded = rows.flat_map(|y| columns.clone().map(move |x| (x, y))).filter(|(x, y)| shade(*x, *y) >= SHADE);
        shaded.count() * 4 >= all * 3
    };
    let goes_on = |from: usize, to: usize, size: usize, across: bool| {
        let mut all = (from.saturating_sub(RULE)..(to + RULE).min(size.saturating_sub(BAND_STEP))).step_by(BAND_STEP);
        let is_on_one = |along: usize| is_shaded(page, along, across) && !is_shaded(1 - page, along, across);
        to.saturating_sub(from) <= RULE && all.all(is_on_one)
    };
    (is_at_side(left, right, pair.width) && goes_on(upper, lower, pair.height, false))
        || (is_at_side(upper, lower, pair.height) && goes_on(left, right, pair.width, true))
}

/// Says whether only one of the scans shows the place: all of it lies beyond the other one's edge, or 3 mm before it.
fn is_outside(pair: &Pair, seen: &Seen, region: &Region) -> bool {
    let m = pair.way.matrix;
    let (width, height) = (seen.width as f64, seen.height as f64);
    let rim = [24.0 / width, 24.0 / height];
    region.is_all(seen, |x, y| {
        let (x, y) = (x as f64 / width, y as f64 / height);
        let there = [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]];
        there.iter().zip(rim).any(|(place, rim)| *place < rim || *place > 1.0 - rim)
    })
}
