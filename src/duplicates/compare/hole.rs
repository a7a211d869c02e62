//! Punched holes: discs of one tone near an edge, whatever rules they cut through.

use super::excuse::THING;
use super::regions::Region;
use super::rules;
use super::seen::Seen;

/// How far into the page holes are punched, in pixels: 30 mm, the scanner's bed included.
const EDGE: usize = 236;
/// Pixels across a hole, from the least to the most: 5 to 7.6 mm.
const ACROSS: (usize, usize) = (40, 60);
/// The smallest piece of a hole that is looked at, in pixels: what a rule that both pages have leaves beside itself.
const PIECE: usize = 12;
/// The least ink of a hole that is no paper.
const DARK: f64 = 60.0;
/// How far the ink within a hole is from its middling, and that around it at least.
const EVEN: f64 = 26.0;
const APART: f64 = 40.0;
/// Where points lie on circles within a hole, as shares of its radius, and on one around it.
const WITHIN: [f64; 4] = [0.0, 0.35, 0.65, 0.88];
const AROUND: f64 = 1.2;
/// Points on each circle.
const POINTS: usize = 16;

/// Says whether a region is what one page shows of a hole, or a piece of that.
pub(super) fn is_hole(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds;
    let (width, height) = region.extent();
    let at_edge = right < EDGE || left + EDGE > seen.width || lower < EDGE || upper + EDGE > seen.height;
    let is_piece = width.min(height) >= PIECE && width.max(height) <= ACROSS.1 + 8;
    if !at_edge || !is_piece {
        return false;
    }
    // A grey hole through a black rule leaves ink on both pages, more of it on its own.
    let page = usize::from(region.mass[1] > region.mass[0]);
    // Wherever a disc may lie that holds the region's box, but for its blurred edge.
    let places =
        |from: usize, to: usize, across: usize| (to.saturating_sub(across / 2 + 4)..=from + across / 2 + 4).step_by(2);
    let mut discs = (ACROSS.0..=ACROSS.1).step_by(2).flat_map(|across| {
        let columns = places(left, right, across);
        let places = places(upper, lower, across).flat_map(move |y| columns.clone().map(move |x| (x, y)));
        places.map(move |(x, y)| Disc { x, y, radius: across as f64 / 2.0 })
    });
    discs.any(|disc| disc.is_even(seen, page) && disc.holds(seen, region) && disc.hides_nothing(seen, page))
}

#[derive(Clone, Copy)]
struct Disc {
    x: usize,
    y: usize,
    radius: f64,
}

impl Disc {
    /// Says whether it is of one tone, darker than paper, and mostly of another around.
    fn is_even(self, seen: &Seen, page: usize) -> bool {
        let ink = |(x, y): (isize, isize)| f64::from(seen.ink(page, x, y));
        let tone = ink((self.x as isize, self.y as isize));
        let is_tone = |place: &(isize, isize)| (ink(*place) - tone).abs() <= EVEN;
        tone >= DARK
            && WITHIN.iter().all(|share| self.circle(*share).filter(is_tone).count() * 8 >= POINTS * 7)
            && self.circle(AROUND).filter(|place| (ink(*place) - tone).abs() > APART).count() * 3 >= POINTS * 2
    }

    /// Says whether all of a region lies in it, its blurred edge included.
    fn holds(self, seen: &Seen, region: &Region) -> bool {
        let reach = (self.radius + 4.0) * (self.radius + 4.0);
        let square = |x: isize, middle: usize| (x as f64 - middle as f64) * (x as f64 - middle as f64);
        region.is_all(seen, |x, y| square(x, self.x) + square(y, self.y) <= reach)
    }

    /// Says whether the other page shows nothing there but rules.
    fn hides_nothing(self, seen: &Seen, page: usize) -> bool {
        let reach = self.radius as isize;
        let around = (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (x, y)));
        let mut within = around
            .filter(|(x, y)| x * x + y * y <= reach * reach)
            .map(|(x, y)| (self.x as isize + x, self.y as isize + y));
        within.all(|(x, y)| seen.ink(1 - page, x, y) < THING || rules::is_ruled(seen, 1 - page, x, y))
    }

    /// Returns points on a circle around the middle.
    fn circle(self, share: f64) -> impl Iterator<Item = (isize, isize)> {
        (0..POINTS).map(move |point| {
            let (sine, cosine) = (point as f64 / POINTS as f64 * std::f64::consts::TAU).sin_cos();
            let reach = self.radius * share;
            ((self.x as f64 + reach * cosine).round() as isize, (self.y as f64 + reach * sine).round() as isize)
        })
    }
}
