//! Differences that make no other paper, each as narrow as it can be.

use super::super::align::Pair;
use super::dust;
use super::hole;
use super::regions::Region;
use super::rules::{self, BREAK, RULE, SLIVER};
use super::seen::{CELL, Seen};

/// Ink from which a pixel belongs to a thing.
pub(super) const THING: u8 = 70;
/// Unexplained ink of a pixel that is only the blur of others.
const FAINT: u16 = 40;
/// How far into the page holes are punched, in pixels: 30 mm, the scanner's bed included.
const EDGE: usize = 236;
/// How far into the page a band along its side may reach, in pixels: 8 mm; in what steps it is followed; and the ink of three
/// quarters of its pixels, at least, of which writing leaves more than half paper.
const BAND: usize = 64;
const BAND_STEP: usize = 16;
const SHADE: u8 = 12;
/// How far along both sides together a corner is folded, in pixels: 28 mm, and a quarter more where the fold is seen.
const CORNER: usize = 220;
/// Pixels across and down of what is a fold, and larger than any glyph: 10 mm.
const FOLD: usize = 80;
/// The shortest hair over paper, in pixels: 5 mm, longer than any mark or stroke of a letter.
const HAIR: usize = 40;
/// The longest hair, in pixels: 20 mm, beyond which it may be a signature.
const LONGEST: usize = 160;
/// How much more unexplained ink than in its middling square a hair may have anywhere, in fifths: scans of hairs have 1.4
/// times as much at most, and a mark that hangs on one has more.
const EVEN: u32 = 8;
/// How far from writing a hair lies for most of its way, in pixels: outlines of what both pages show lie nearer.
const APART: isize = 2;
/// Unexplained ink in a square from which a line is drawn with a pen, and is no hair: a line of 0.2 mm.
const PEN: u16 = 2000;
/// How much more ink than the hair a piece of it may have, in quarters.
const PIECE: u32 = 5;
/// Unexplained ink in a square from which a piece may be a mark, and is no piece of a hair.
const MARK: u16 = 900;

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
    } else if is_hair(seen, region) {
        Kind::Hair
    } else if dust::is_dust(seen, region) {
        Kind::Dust
    } else {
        Kind::Unknown
    }
}

/// Says whether a region is a line thinner than any pen's, and not drawn with a ruler.
fn is_hair(seen: &Seen, region: &Region) -> bool {
    let (width, height) = region.extent();
    let is_long = (HAIR..=LONGEST).contains(&width.max(height));
    if region.one_sided().is_none() || region.worst > PEN || !is_long {
        return false;
    }
    let (mut pixels, mut inner, mut sums) = (0i64, 0i64, [0i64; 5]);
    region.pixels(seen, |x, y, _| {
        let around = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)];
        inner += i64::from(around.iter().all(|(x, y)| seen.residue(*x, *y) != 0));
        let (x, y) = (x as i64 - region.bounds[0] as i64, y as i64 - region.bounds[1] as i64);
        pixels += 1;
        for (sum, value) in sums.iter_mut().zip([x, y, x * x, y * y, x * y]) {
            *sum += value;
        }
    });
    inner * 2 < pixels && !is_straight(pixels, sums) && is_thread(seen, region)
}

/// Says whether a region is as thick all along, and leads over paper for most of its way.
fn is_thread(seen: &Seen, region: &Region) -> bool {
    let other = 1 - region.one_sided().unwrap_or(0);
    let (mut heats, mut beside) = (Vec::new(), 0);
    let mut free = [isize::MAX, isize::MAX, isize::MIN, isize::MIN];
    region.pixels(seen, |x, y, residue| {
        if residue.unsigned_abs() > FAINT {
            heats.push(seen.heat_at(x, y));
            let mut around = (-APART..=APART).flat_map(|dy| (-APART..=APART).map(move |dx| (x + dx, y + dy)));
            if around.any(|(x, y)| seen.ink(other, x, y) >= THING) {
                beside += 1;
            } else {
                free = [free[0].min(x), free[1].min(y), free[2].max(x), free[3].max(y)];
            }
        }
    });
    heats.sort_unstable();
    let middling = heats.get(heats.len() / 2).copied().unwrap_or(0);
    let is_long = free[2].saturating_sub(free[0]).max(free[3].saturating_sub(free[1])) >= HAIR as isize;
    is_long && beside * 2 < heats.len() && u32::from(region.worst) * 5 <= u32::from(middling) * EVEN
}

/// Says whether a region is what a hair leaves on the other side of a stroke that it crosses.
pub(super) fn is_piece(seen: &Seen, region: &Region, hair: &Region) -> bool {
    let (width, height) = region.extent();
    let is_short = width.max(height) <= BREAK;
    let is_thin = u32::from(region.worst) * 4 <= u32::from(hair.worst) * PIECE && region.worst < MARK;
    is_short
        && is_thin
        && region.one_sided().is_some()
        && region.one_sided() == hair.one_sided()
        && region.is_beside(hair, seen.across)
}

/// Says whether pixels lie along a straight line: their spread across it is less than two thirds of a pixel.
fn is_straight(pixels: i64, [x, y, xx, yy, xy]: [i64; 5]) -> bool {
    let count = pixels.max(1) as f64;
    let (mx, my) = (x as f64 / count, y as f64 / count);
    let (sxx, syy, sxy) = (xx as f64 / count - mx * mx, yy as f64 / count - my * my, xy as f64 / count - mx * my);
    let middle = (sxx + syy) / 2.0;
    let smallest = middle - (middle * middle - (sxx * syy - sxy * sxy)).max(0.0).sqrt();
    smallest < 1.0
}

/// Says whether all of a region lies in a corner small enough to be folded over; nothing is written there.
fn in_corner(seen: &Seen, region: &Region) -> bool {
    let nearest = |place: isize, size: usize| place.unsigned_abs().min(size.saturating_sub(place.unsigned_abs()));
    let (width, height) = region.extent();
    let is_fold = width.min(height) >= FOLD;
    let reach = if is_fold { CORNER * 5 / 4 } else { CORNER };
    (is_fold || region.one_sided().is_some())
        && region.is_all(seen, |x, y| nearest(x, seen.width) + nearest(y, seen.height) < reach)
}

/// Says whether a region lies at the page's edge with nothing beyond it, and is longer than a word or the edge itself.
fn at_edge(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds;
    let (width, height) = region.extent();
    let near = EDGE / 5;
    let beside = right < near || left + near > seen.width;
    let above = lower < near || upper + near > seen.height;
    let is_touching =
        left.min(upper) <= SLIVER.unsigned_abs() || right + CELL > seen.width || lower + CELL > seen.height;
    (beside && (height >= RULE || is_touching)) || (above && (width >= RULE || is_touching))
}

/// Says whether a region is a piece of a band along a side of the scan, of its bed or of a shadow, that goes on before and behind
/// it: writing leaves paper between its lines.
fn is_band(pair: &Pair, region: &Region) -> bool {
    let Some(page) = region.one_sided() else { return false };
    let plane = [&pair.a.ink, &pair.b.ink][page & 1];
    let [left, upper, right, lower] = region.bounds;
    let is_at_side = |from: usize, to: usize, size: usize| to <= BAND || from + BAND >= size;
    let shade = |x: usize, y: usize| plane.get(y * pair.width + x).copied().unwrap_or(0);
    let is_shaded = |along: usize, across: bool| {
        let step = along..along + BAND_STEP;
        let (columns, rows) = if across { (step, upper..lower) } else { (left..right, step) };
        let all = columns.len() * rows.len();
        let shaded = rows.flat_map(|y| columns.clone().map(move |x| (x, y))).filter(|(x, y)| shade(*x, *y) >= SHADE);
        shaded.count() * 4 >= all * 3
    };
    let goes_on = |from: usize, to: usize, size: usize, across: bool| {
        let all = from.saturating_sub(RULE)..(to + RULE).min(size.saturating_sub(BAND_STEP));
        to.saturating_sub(from) <= RULE && all.step_by(BAND_STEP).all(|along| is_shaded(along, across))
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
