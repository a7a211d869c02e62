//! A smooth field of displacements, for what an uneven feed leaves over after the best affine map.
//!
//! Cubic splines over a grid of a centimetre down and two across: what bends a page over centimetres can be followed,
//! what would bend one digit into another cannot.

use super::affine::{Affine, Shift, agreed};
use super::band::Band;
use super::warp::Map;

/// Pixels from one knot of the grid to the next, across and down: 20 and 10 mm.
const KNOT: (f64, f64) = (160.0, 80.0);
/// How much bends cost between knots, across and down, against a place that is off by as many pixels.
const STIFF: (f64, f64) = (0.2, 0.002);
/// Rounds in which shifts that disagree with their surroundings lose their say.
const ROUNDS: usize = 3;

/// Displacements all over a page, on top of an affine map.
#[derive(Clone, Debug)]
pub struct Field {
    base: Affine,
    /// Whether the grid lies on its side: fine across and coarse down.
    sideways: bool,
    across: usize,
    down: usize,
    /// The splines' weights: how far right and how far down.
    x: Vec<f64>,
    y: Vec<f64>,
}

/// The knots that matter at a place, with their weights: a first one, four to the right, four rows down.
struct Near {
    first: usize,
    weights: [[f64; 4]; 4],
}

impl Field {
    /// Makes a field without displacement over a page of such a size; `sideways` where its feed ran along its width.
    pub fn flat(base: Affine, width: usize, height: usize, sideways: bool) -> Field {
        let (width, height) = if sideways { (height, width) } else { (width, height) };
        let across = (width as f64 / KNOT.0).ceil() as usize + 3;
        let down = (height as f64 / KNOT.1).ceil() as usize + 3;
        Field { base, sideways, across, down, x: vec![0.0; across * down], y: vec![0.0; across * down] }
    }

    /// Returns the displacement at a place.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let near = self.near(x, y);
        let mut sums = (0.0, 0.0);
        for (row, weights) in near.weights.iter().enumerate() {
            let from = near.first + row * self.across;
            let knots = self.x[from..from + 4].iter().zip(&self.y[from..from + 4]);
            for ((dx, dy), weight) in knots.zip(weights) {
                sums = (sums.0 + dx * weight, sums.1 + dy * weight);
            }
        }
        sums
    }

    /// Returns the affine map that comes nearest to this field over a page of such a size.
    pub fn straightened(&self, width: f64, height: f64) -> Affine {
        let place = |at: usize| (width * ((at % 9) as f64 + 0.5) / 9.0, height * ((at / 9) as f64 + 0.5) / 9.0);
        let shifts = (0..81).map(place).map(|(x, y)| {
            let (dx, dy) = self.at(x, y);
            Shift { x, y, dx, dy, across: 1.0, down: 1.0, alike: 1.0 }
        });
        agreed(&shifts.collect::<Vec<_>>(), (width / 2.0, height / 2.0)).then(&self.base)
    }

    /// Fits the field anew to shifts that were found on top of it.
    pub fn bent(&self, shifts: &[Shift]) -> Field {
        let mut bent = self.clone();
        let places: Vec<(Near, (f64, f64))> = shifts
            .iter()
            .map(|shift| {
                let now = self.at(shift.x, shift.y);
                (self.near(shift.x, shift.y), (now.0 + shift.dx, now.1 + shift.dy))
            })
            .collect();
        let mut weights: Vec<(f64, f64)> = shifts.iter().map(|shift| (shift.across, shift.down)).collect();
        for _ in 0..ROUNDS {
            bent.x = bent.solved(&places, &weights, |place| place.0, |weight| weight.0);
            bent.y = bent.solved(&places, &weights, |place| place.1, |weight| weight.1);
            weights = bent.heard(shifts, &places);
        }
        bent
    }

    /// Says how much of what shifts say this field follows to a pixel, from 0 to 1; they were found on top of another.
    pub fn agreement(&self, shifts: &[Shift], before: &Field) -> f64 {
        let (mut heard, mut all) = (0.0, 1e-9);
        for shift in shifts {
            let (was, is) = (before.at(shift.x, shift.y), self.at(shift.x, shift.y));
            let (dx, dy) = (was.0 + shift.dx - is.0, was.1 + shift.dy - is.1);
            heard += shift.across * (1.0 - dx * dx).max(0.0) + shift.down * (1.0 - dy * dy).max(0.0);
            all += shift.across + shift.down;
        }
        heard / all
    }

    /// Weighs shifts anew: whoever is off by three times the median is not heard.
    fn heard(&self, shifts: &[Shift], places: &[(Near, (f64, f64))]) -> Vec<(f64, f64)> {
        let off = |(shift, (_, wanted)): (&Shift, &(Near, (f64, f64)))| {
            let now = self.at(shift.x, shift.y);
            (wanted.0 - now.0, wanted.1 - now.1)
        };
        let offs: Vec<(f64, f64)> = shifts.iter().zip(places).map(off).collect();
        let known = offs.iter().zip(shifts).flat_map(|(off, shift)| [(off.0, shift.across), (off.1, shift.down)]);
        let mut sorted: Vec<f64> = known.filter(|(_, say)| *say > 0.2).map(|(off, _)| off.abs()).collect();
        sorted.sort_by(f64::total_cmp);
        let width = (4.0 * sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)).max(0.8);
        let say = |off: f64| {
            let rest = (1.0 - off * off / (width * width)).max(0.0);
            rest * rest
        };
        let both = offs.iter().zip(shifts);
        both.map(|(off, shift)| (shift.across * say(off.0), shift.down * say(off.1))).collect()
    }

    fn near(&self, x: f64, y: f64) -> Near {
        let (x, y) = if self.sideways { (y, x) } else { (x, y) };
        let (x, y) = (x / KNOT.0, y / KNOT.1);
        let cell = |at: f64, knots: usize| (at.floor().max(0.0) as usize).min(knots.saturating_sub(4));
        let (column, row) = (cell(x, self.across), cell(y, self.down));
        let part = |at: f64, cell: usize| (at - cell as f64).clamp(0.0, 1.0);
        let (by_x, by_y) = (spline(part(x, column)), spline(part(y, row)));
        let weights = by_y.map(|down| by_x.map(|across| across * down));
        Near { first: row * self.across + column, weights }
    }

    /// Solves for one direction: shifts pull, stiffness holds.
    fn solved(
        &self,
        places: &[(Near, (f64, f64))],
        weights: &[(f64, f64)],
        wanted: impl Fn(&(f64, f64)) -> f64,
        weight: impl Fn(&(f64, f64)) -> f64,
    ) -> Vec<f64> {
        let mut band = Band::new(self.across * self.down, 3 * self.across + 4);
        let mut right = vec![0.0; self.across * self.down];
        for ((near, place), say) in places.iter().zip(weights) {
            let say = weight(say);
            if say <= 0.0 {
                continue;
            }
            let knots: [(usize, f64); 16] =
                std::array::from_fn(|at| (near.first + at / 4 * self.across + at % 4, near.weights[at / 4][at % 4]));
            band.add(&knots, say);
            knots.iter().for_each(|(knot, part)| right[*knot] += say * part * wanted(place));
        }
        self.stiffen(&mut band);
        band.solve(right)
    }

    /// Makes bends cost, along both axes and across them, and everything a very little.
    fn stiffen(&self, band: &mut Band) {
        for knot in 0..self.across * self.down {
            let (column, row) = (knot % self.across, knot / self.across);
            band.add(&[(knot, 1.0)], 1e-5);
            if column + 2 < self.across {
                band.add(&[(knot, 1.0), (knot + 1, -2.0), (knot + 2, 1.0)], STIFF.0);
            }
            if row + 2 < self.down {
                let (next, last) = (knot + self.across, knot + 2 * self.across);
                band.add(&[(knot, 1.0), (next, -2.0), (last, 1.0)], STIFF.1);
            }
            if column + 1 < self.across && row + 1 < self.down {
                let below = knot + self.across;
                band.add(&[(knot, 1.0), (knot + 1, -1.0), (below, -1.0), (below + 1, 1.0)], STIFF.0);
            }
        }
    }
}

impl Map for Field {
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let (dx, dy) = self.at(x, y);
        self.base.apply(x + dx, y + dy)
    }
}

/// Returns the weights of four knots for a place between the middle two.
fn spline(t: f64) -> [f64; 4] {
    let rest = 1.0 - t;
    let second = (3.0 * t - 6.0) * t * t + 4.0;
    let third = (3.0 * rest - 6.0) * rest * rest + 4.0;
    [rest * rest * rest / 6.0, second / 6.0, third / 6.0, t * t * t / 6.0]
}
