//! Finds the small parts of a page on another page that already lies roughly over it.

use super::super::sheet::level::Level;
use super::affine::Shift;
use super::coarse::product;

/// How tiles are cut and how far they are looked for, in pixels of the planes.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// How far a tile may be off, to each side.
    pub reach: usize,
    /// Pixels of a sheet for one of these planes.
    pub unit: f64,
    /// Whether tiles may lie anywhere within reach, or close by: then every other one, and everywhere, is looked for.
    pub is_far: bool,
}

/// The least variance of a tile in which there is something to find: more than the grain of rough paper.
const SOMETHING: f64 = 200.0;
/// The least of the same by which a direction is known: one edge across the tile.
const EDGE: f64 = 40.0;
/// Below this a tile was not found.
const FOUND: f64 = 0.35;

/// Looks for all tiles of `a` on `b`; both planes are of one size and in one frame. Returns those found, and how many
/// there were to find.
pub fn find(a: &Level, b: &Level, cut: Cut) -> (Vec<Shift>, usize) {
    let (mut shifts, mut count) = (Vec::new(), 0);
    let mut patch = Patch::default();
    for top in (0..a.height.saturating_sub(cut.height / 2)).step_by(cut.height) {
        let (skip, step) = if cut.is_far { (top / cut.height % 2, 2) } else { (0, 1) };
        let lefts = (0..a.width.saturating_sub(cut.width / 2)).step_by(cut.width);
        for left in lefts.skip(skip).step_by(step) {
            if let Some(tile) = Tile::of(a, left, top, cut) {
                patch.fill(b, left, top, &tile, cut.reach);
                shifts.extend(tile.found(&patch, cut));
                count += 1;
            }
        }
    }
    (shifts, count)
}

/// A tile, around its mean.
struct Tile {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    values: Vec<i16>,
    energy: f64,
    /// Mean squared steps to the right and down.
    steps: (f64, f64),
}

impl Tile {
    /// Cuts a tile; `None` when it has next to no ink.
    fn of(a: &Level, left: usize, top: usize, cut: Cut) -> Option<Tile> {
        let (width, height) = (cut.width.min(a.width - left), cut.height.min(a.height - top));
        let rows = || (top..top + height).map(|y| &a.row(y)[left..left + width]);
        let count = (width * height) as f64;
        let sum: u32 = rows().flatten().map(|ink| u32::from(*ink)).sum();
        let squares: u32 = rows().flatten().map(|ink| u32::from(*ink) * u32::from(*ink)).sum();
        let energy = f64::from(squares) - f64::from(sum) * f64::from(sum) / count;
        if energy < SOMETHING * count {
            return None;
        }
        let mean = (f64::from(sum) / count).round() as i16;
        let values: Vec<i16> = rows().flatten().map(|ink| i16::from(*ink) - mean).collect();
        let square = |one: i16, other: i16| i32::from(one - other) * i32::from(one - other);
        let right: i32 = values.chunks_exact(width).flat_map(|row| row.windows(2)).map(|w| square(w[0], w[1])).sum();
        let down: i32 = values.iter().zip(&values[width..]).map(|(one, other)| square(*one, *other)).sum();
        let steps = (f64::from(right) / count, f64::from(down) / count);
        Some(Tile { left, top, width, height, values, energy, steps })
    }

    /// Finds the place in the patch that is most like this tile; `None` when nothing is, or it may lie further off.
    fn found(&self, patch: &Patch, cut: Cut) -> Option<Shift> {
        let mut ratings = Ratings::of(self, patch, cut.reach);
        let (best, alike) = if cut.is_far { ratings.highest() } else { ratings.climbed() };
        if alike < FOUND {
            return None;
        }
        let side = ratings.side;
        let mut top = |at: usize, step: usize| {
            let is_inside = (1..side - 1).contains(&at);
            is_inside
                .then(|| at as f64 - cut.reach as f64 + peak(ratings.at(best - step), alike, ratings.at(best + step)))
        };
        let (dx, dy) = (top(best % side, 1), top(best / side, side));
        if dx.is_none() && dy.is_none() {
            return None;
        }
        // A rule says nothing along its own direction, be it a little aslant; and at the end of the reach may be more.
        let say = |found: Option<f64>, own: f64, other: f64| {
            let known = own / (own + EDGE + 0.05 * other) * alike * alike;
            if found.is_some() { known } else { 0.0 }
        };
        Some(Shift {
            x: (self.left as f64 + self.width as f64 / 2.0) * cut.unit,
            y: (self.top as f64 + self.height as f64 / 2.0) * cut.unit,
            dx: dx.unwrap_or(0.0) * cut.unit,
            dy: dy.unwrap_or(0.0) * cut.unit,
            across: say(dx, self.steps.0, self.steps.1),
            down: say(dy, self.steps.1, self.steps.0),
            alike,
        })
    }

    /// Correlates the tile with a place in the patch.
    fn alike(&self, patch: &Patch, x: usize, y: usize) -> f64 {
        let rows = self.values.chunks_exact(self.width).enumerate();
        let row = |at: usize| &patch.values[(y + at) * patch.width + x..][..self.width];
        let sum: i64 = rows.map(|(at, values)| product(values, row(at))).sum();
        let energy = patch.energy(x, y, self.width, self.height);
        if energy < SOMETHING * self.values.len() as f64 / 4.0 {
            return -1.0;
        }
        sum as f64 / (energy * self.energy).sqrt()
    }
}

/// How alike a tile and the places of its patch are, found out when asked.
struct Ratings<'a> {
    tile: &'a Tile,
    patch: &'a Patch,
    reach: usize,
    side: usize,
    known: Vec<Option<f64>>,
}

impl<'a> Ratings<'a> {
    fn of(tile: &'a Tile, patch: &'a Patch, reach: usize) -> Ratings<'a> {
        let side = 2 * reach + 1;
        Ratings { tile, patch, reach, side, known: vec![None; side * side] }
    }

    fn at(&mut self, at: usize) -> f64 {
        *self.known[at].get_or_insert_with(|| self.tile.alike(self.patch, at % self.side, at / self.side))
    }

    /// Prefers what is near: along a rule all places are alike.
    fn rated(&mut self, at: usize) -> f64 {
        let far = (at % self.side).abs_diff(self.reach).pow(2) + (at / self.side).abs_diff(self.reach).pow(2);
        self.at(at) - 0.03 * far as f64 / (self.reach * self.reach) as f64
    }

    /// Returns the best of all places.
    fn highest(&mut self) -> (usize, f64) {
        let rated: Vec<f64> = (0..self.side * self.side).map(|at| self.rated(at)).collect();
        let best = (0..rated.len()).max_by(|one, other| rated[*one].total_cmp(&rated[*other])).unwrap_or(0);
        (best, self.at(best))
    }

    /// Climbs from the middle to the nearest summit.
    fn climbed(&mut self) -> (usize, f64) {
        let mut best = self.reach * self.side + self.reach;
        let mut height = self.rated(best);
        loop {
            let start = best;
            for near in 0..9 {
                let (x, y) = (start % self.side + near % 3, start / self.side + near / 3);
                if (1..=self.side).contains(&x) && (1..=self.side).contains(&y) {
                    let at = (y - 1) * self.side + x - 1;
                    let now = self.rated(at);
                    (best, height) = if now > height { (at, now) } else { (best, height) };
                }
            }
            if best == start {
                return (best, self.at(best));
            }
        }
    }
}

/// Returns where between three values the top of a parabola lies, from -0.5 to 0.5.
fn peak(before: f64, at: f64, after: f64) -> f64 {
    let bend = before - 2.0 * at + after;
    if bend < -1e-9 { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 }
}

/// What the other page has where a tile may be, with sums over all of its corners.
#[derive(Default)]
struct Patch {
    width: usize,
    values: Vec<i16>,
    sums: Vec<(u32, u32)>,
}

impl Patch {
    fn fill(&mut self, b: &Level, left: usize, top: usize, tile: &Tile, reach: usize) {
        self.width = tile.width + 2 * reach;
        let height = tile.height + 2 * reach;
        self.values.clear();
        self.values.resize(self.width * height, 0);
        for (y, out) in self.values.chunks_exact_mut(self.width).enumerate() {
            let Some(y) = (top + y).checked_sub(reach).filter(|y| *y < b.height) else { continue };
            let (first, last) = (left.saturating_sub(reach), (left + tile.width + reach).min(b.width));
            let out = &mut out[first + reach - left..];
            out.iter_mut().zip(&b.row(y)[first..last]).for_each(|(out, ink)| *out = i16::from(*ink));
        }
        self.sums.clear();
        self.sums.resize((self.width + 1) * (height + 1), (0, 0));
        for y in 0..height {
            let mut row = (0, 0);
            for x in 0..self.width {
                let ink = self.values[y * self.width + x] as u32;
                row = (row.0 + ink, row.1 + ink * ink);
                let above = self.sums[y * (self.width + 1) + x + 1];
                self.sums[(y + 1) * (self.width + 1) + x + 1] = (above.0 + row.0, above.1 + row.1);
            }
        }
    }

    /// Returns the variance of a part of the patch, times its pixels.
    fn energy(&self, x: usize, y: usize, width: usize, height: usize) -> f64 {
        let at = |x: usize, y: usize| self.sums[y * (self.width + 1) + x];
        let corners = [at(x + width, y + height), at(x, y), at(x + width, y), at(x, y + height)];
        let [high, low, right, down] = corners.map(|(sum, square)| (i64::from(sum), i64::from(square)));
        let (sum, squares) = (high.0 + low.0 - right.0 - down.0, high.1 + low.1 - right.1 - down.1);
        squares as f64 - (sum * sum) as f64 / (width * height) as f64
    }
}
