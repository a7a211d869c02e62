//! Differences that make no other paper, each as narrow as it can be.

use super::regions::Region;
use super::seen::Seen;

/// Ink from which a pixel belongs to a thing.
const THING: u8 = 70;
/// The largest speck of dust, in pixels: 1.3 mm.
const SPECK: usize = 10;
/// Paper around dust, in pixels: 1 mm. Marks stand closer to their letters, and full stops closer to their words.
const ALONE: isize = 8;
/// The shortest rule, in pixels: 10 mm, longer than any stroke of a letter.
const RULE: usize = 80;
/// How far from a rule a sliver may lie, in pixels.
const SLIVER: isize = 2;
/// How far into the page a corner is folded and holes are punched, in pixels: 20 mm.
const EDGE: usize = 157;

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
pub(super) fn kind(seen: &Seen, region: &Region) -> Kind {
    if in_corner(seen, region) {
        Kind::Corner
    } else if at_edge(seen, region) {
        Kind::Outside
    } else if along_rules(seen, region) {
        Kind::Rule
    } else if is_hole(seen, region) {
        Kind::Hole
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
    fn is_alone(&self, seen: &Seen, page: usize, around: isize) -> bool {
        let [left, upper, right, lower] = self.bounds;
        let is_inside = |x, y| x >= left - 1 && x <= right + 1 && y >= upper - 1 && y <= lower + 1;
        (upper - around..=lower + around).flat_map(|y| (left - around..=right + around).map(move |x| (x, y))).all(|(x, y)| {
            let own = if is_inside(x, y) { 0 } else { seen.ink(page, x, y) };
            own < THING && seen.ink(1 - page, x, y) < THING
        })
    }
}

/// Says whether a region is dust or a hair.
fn thing(seen: &Seen, region: &Region) -> Kind {
    let Some(page) = region.one_sided() else { return Kind::Unknown };
    let mut darkest = (0, (0, 0));
    region.pixels(seen, |x, y, residue| {
        if residue.unsigned_abs() > darkest.0 && (residue < 0) == (page == 1) {
            darkest = (residue.unsigned_abs(), (x, y));
        }
    });
    let Some(thing) = Thing::at(seen, page, darkest.1, 1500) else { return Kind::Unknown };
    if !thing.is_alone(seen, page, ALONE) {
        return Kind::Unknown;
    }
    let (width, height) = (thing.width(), thing.height());
    let long = width.max(height);
    if long <= SPECK && width.min(height) * 2 >= long && thing.area * 2 > width * height {
        Kind::Dust
    } else if long > 3 * SPECK && thing.area < long * 4 {
        Kind::Hair
    } else {
        Kind::Unknown
    }
}

/// Says whether all of a region lies along rules that both pages have.
fn along_rules(seen: &Seen, region: &Region) -> bool {
    let mut all = true;
    region.pixels(seen, |x, y, _| all = all && is_by_rule(seen, x, y));
    all
}

fn is_by_rule(seen: &Seen, x: isize, y: isize) -> bool {
    let on_both = |across: bool| {
        (0..2).all(|page| {
            (-SLIVER..=SLIVER).any(|off| {
                let (x, y) = if across { (x, y + off) } else { (x + off, y) };
                run(seen, page, x, y, across) >= RULE
            })
        })
    };
    on_both(true) || on_both(false)
}

/// Returns how many pixels of ink follow one another through a pixel, counted as far as a rule needs.
fn run(seen: &Seen, page: usize, x: isize, y: isize, across: bool) -> usize {
    let is_ink = |off: isize| {
        let (x, y) = if across { (x + off, y) } else { (x, y + off) };
        seen.ink(page, x, y) >= THING
    };
    if !is_ink(0) {
        return 0;
    }
    let one_way = |sign: isize| (1..RULE as isize).take_while(|off| is_ink(off * sign)).count();
    1 + one_way(1) + one_way(-1)
}

fn in_corner(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds;
    let across = [right, seen.width.saturating_sub(left)];
    let down = [lower, seen.height.saturating_sub(upper)];
    across.iter().any(|across| down.iter().any(|down| across + down < EDGE + 24))
}

/// Says whether a region lies at the page's edge with nothing beyond it.
fn at_edge(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds;
    let near = EDGE / 3;
    let beside = right < near || left + near > seen.width;
    let above = lower < near || upper + near > seen.height;
    beside || above
}

/// Says whether a region is a disc of the size of a punched hole, near an edge.
fn is_hole(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds;
    let (width, height) = region.extent();
    let near = EDGE;
    let at_edge = right < near || left + near > seen.width || lower < near || upper + near > seen.height;
    at_edge && width <= 60 && height <= 60 && width.max(height) >= 30
}
