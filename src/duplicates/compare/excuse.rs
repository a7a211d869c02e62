//! Differences that make no other paper, each as narrow as it can be.

use super::super::align::Pair;
use super::regions::Region;
use super::seen::{CELL, Seen};

/// Ink from which a pixel belongs to a thing.
const THING: u8 = 70;
/// Unexplained ink of a pixel that is only the blur of others.
const FAINT: u16 = 40;
/// The largest speck of dust, in pixels: 1.3 mm.
const SPECK: usize = 10;
/// Paper around dust, in pixels, at least, and in halves of its size: marks stand closer to their letters, stops to words.
const ALONE: isize = 6;
/// The shortest rule, in pixels: 10 mm, longer than any stroke of a letter.
const RULE: usize = 80;
/// How far from a rule a sliver may lie, in pixels.
const SLIVER: isize = 2;
/// How far into the page holes are punched, in pixels: 30 mm, the scanner's bed included.
const EDGE: usize = 236;
/// How far along both sides together a corner is folded, in pixels: 28 mm, and a quarter more where the fold is seen.
const CORNER: usize = 220;
/// Pixels across and down of what is a fold, and larger than any glyph: 10 mm.
const FOLD: usize = 80;
/// The widest hole and the longest gap in a rule, in pixels: 9 mm.
const HOLE: usize = 72;
/// Unexplained ink in a square of solid ink, wider than any stroke.
const SOLID: u16 = 4500;
/// The shortest hair over paper, in pixels: 3 mm, longer than any mark.
const HAIR: usize = 24;
/// How much more unexplained ink than in its middling square a hair may have anywhere, in fifths: scans of hairs have 1.4
/// times as much at most, and a mark that hangs on one has more.
const EVEN: u32 = 8;
/// How far from writing a hair lies for most of its way, in pixels: outlines of what both pages show lie nearer.
const APART: isize = 2;
/// Unexplained ink in a square from which a line is drawn with a pen, and is no hair: a line of 0.18 mm.
const PEN: u16 = 1800;
/// How much more ink than the hair a piece of it may have, in quarters.
const PIECE: u32 = 5;
/// Unexplained ink in a square from which a piece may be a mark, and is no piece of a hair.
const MARK: u16 = 900;

/// What a region is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A speck, away from all writing.
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
    } else if at_edge(seen, region) || is_outside(pair, seen, region) {
        Kind::Outside
    } else if along_rules(seen, region) || is_gap(seen, region) {
        Kind::Rule
    } else if is_hole(seen, region) {
        Kind::Hole
    } else if is_hair(seen, region) {
        Kind::Hair
    } else {
        thing(seen, region)
    }
}

/// A thing on one page where the other has paper: its box and how much of it is ink.
struct Thing {
    bounds: [isize; 4],
    area: usize,
}

impl Thing {
    /// Takes what hangs together with a pixel, as long as it stays small.
    fn at(seen: &Seen, page: usize, start: (isize, isize), most: usize) -> Option<Thing> {
        let mut pixels = vec![start];
        let mut thing = Thing { bounds: [start.0, start.1, start.0, start.1], area: 0 };
        let mut taken = std::collections::BTreeSet::from([start]);
        while let Some((x, y)) = pixels.pop() {
            let [left, upper, right, lower] = thing.bounds;
            thing.bounds = [left.min(x), upper.min(y), right.max(x), lower.max(y)];
            thing.area += 1;
            if thing.area > most {
                return None;
            }
            for (x, y) in (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| (x, y))) {
                if seen.ink(page, x, y) >= THING && taken.insert((x, y)) {
                    pixels.push((x, y));
                }
            }
        }
        Some(thing)
    }

    fn width(&self) -> usize {
        (self.bounds[2] - self.bounds[0] + 1).unsigned_abs()
    }

    fn height(&self) -> usize {
        (self.bounds[3] - self.bounds[1] + 1).unsigned_abs()
    }

    /// Says whether there is only paper around it on its page, and in its place and around it on the other.
    ///
    /// Rules carry no marks, and what is itself unexplained vouches for nothing: neither keeps a speck from being alone.
    fn is_alone(&self, seen: &Seen, around: isize) -> bool {
        let [left, upper, right, lower] = self.bounds;
        let is_inside = |x, y| x >= left - 1 && x <= right + 1 && y >= upper - 1 && y <= lower + 1;
        let around =
            (upper - around..=lower + around).flat_map(|y| (left - around..=right + around).map(move |x| (x, y)));
        around.filter(|(x, y)| !is_inside(*x, *y)).all(|(x, y)| {
            let is_writing = (0..2).any(|page| seen.ink(page, x, y) >= THING) && seen.residue(x, y) == 0;
            !is_writing || (0..2).all(|page| is_ruled(seen, page, x, y))
        })
    }
}

/// Says whether a region is a speck of dust.
fn thing(seen: &Seen, region: &Region) -> Kind {
    let Some(page) = region.one_sided() else { return Kind::Unknown };
    let mut darkest = (0, (0, 0));
    region.pixels(seen, |x, y, residue| {
        if residue.unsigned_abs() > darkest.0 && (residue < 0) == (page == 1) {
            darkest = (residue.unsigned_abs(), (x, y));
        }
    });
    let Some(thing) = Thing::at(seen, page, darkest.1, SPECK * SPECK) else { return Kind::Unknown };
    let (width, height) = (thing.width(), thing.height());
    let long = width.max(height);
    let is_disc = long <= SPECK && width.min(height) * 2 >= long && thing.area * 2 > width * height;
    if is_disc && thing.is_alone(seen, ALONE.max(long as isize * 3 / 2)) { Kind::Dust } else { Kind::Unknown }
}

/// Says whether a region is a line thinner than any pen's, and not drawn with a ruler.
fn is_hair(seen: &Seen, region: &Region) -> bool {
    let (width, height) = region.extent();
    if region.one_sided().is_none() || region.worst > PEN || width.max(height) < HAIR {
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
    inner * 5 < pixels * 2 && !is_straight(pixels, sums) && is_thread(seen, region)
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
    let (across, down) = hair.extent();
    let is_short = width.max(height) <= HOLE && across.max(down) >= 2 * HAIR;
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

/// Says whether all of a region lies along rules that both pages have.
fn along_rules(seen: &Seen, region: &Region) -> bool {
    region.is_all(seen, |x, y| is_by_rule(seen, x, y))
}

/// Says whether a region is a short piece of a long rule, which one scan does not show.
fn is_gap(seen: &Seen, region: &Region) -> bool {
    let (width, height) = region.extent();
    let Some(page) = region.one_sided() else { return false };
    width.max(height) <= HOLE && region.is_all(seen, |x, y| is_ruled(seen, page, x, y))
}

fn is_by_rule(seen: &Seen, x: isize, y: isize) -> bool {
    let on_both = |across: bool| {
        (0..2).all(|page| {
            (-SLIVER..=SLIVER).flat_map(|off| [0, -6, 6].map(|along| (off, along))).any(|(off, along)| {
                let (x, y) = if across { (x + along, y + off) } else { (x + off, y + along) };
                run(seen, page, x, y, across) >= RULE
            })
        })
    };
    on_both(true) || on_both(false)
}

/// Says whether a rule passes through a pixel of a page, or beside it.
fn is_ruled(seen: &Seen, page: usize, x: isize, y: isize) -> bool {
    run(seen, page, x, y, true) >= RULE || run(seen, page, x, y, false) >= RULE
}

/// Returns how many pixels of ink follow one another through a pixel or its neighbours, as far as a rule needs.
fn run(seen: &Seen, page: usize, x: isize, y: isize, across: bool) -> usize {
    let is_ink = |off: isize| {
        (-1..=1).any(|side| {
            let (x, y) = if across { (x + off, y + side) } else { (x + side, y + off) };
            seen.ink(page, x, y) >= THING
        })
    };
    if !is_ink(0) {
        return 0;
    }
    let one_way = |sign: isize| (1..RULE as isize).take_while(|off| is_ink(off * sign)).count();
    1 + one_way(1) + one_way(-1)
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

/// Says whether a region is a filled disc of the size of a punched hole, near an edge.
fn is_hole(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds;
    let (width, height) = region.extent();
    let at_edge = right < EDGE || left + EDGE > seen.width || lower < EDGE || upper + EDGE > seen.height;
    let (short, long) = (width.min(height), width.max(height));
    let is_disc = long <= HOLE && short * 2 >= HOLE && short * 5 >= long * 4 && region.one_sided().is_some();
    // As much as is left of a disc that lies over a frame.
    at_edge && is_disc && region.worst > SOLID && region.mass[0] + region.mass[1] > (short * long) as u64 * 75
}
