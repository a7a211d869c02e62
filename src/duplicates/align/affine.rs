//! Affine maps between pages, and the one that most of many displaced places agree on.

/// A map of the plane: `x' = m[0] x + m[1] y + m[2]`, `y' = m[3] x + m[4] y + m[5]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine(pub [f64; 6]);

/// A place that was found elsewhere than it was looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Where, on the first page, in pixels at 200 dpi.
    pub x: f64,
    /// Where, downwards.
    pub y: f64,
    /// How much further right it was found.
    pub dx: f64,
    /// How much further down it was found.
    pub dy: f64,
    /// How well its distance across is known, at least 0.
    pub across: f64,
    /// How well its distance down is known, at least 0.
    pub down: f64,
    /// How alike both places are, from -1 to 1.
    pub alike: f64,
}

impl Affine {
    /// The map that leaves everything in place.
    pub const SAME: Affine = Affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);

    /// Maps a place.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let m = &self.0;
        (m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])
    }

    /// Returns the map that does this one first and then another.
    pub fn then(&self, next: &Affine) -> Affine {
        let (origin, right, down) = (self.apply(0.0, 0.0), self.apply(1.0, 0.0), self.apply(0.0, 1.0));
        let [origin, right, down] = [origin, right, down].map(|(x, y)| next.apply(x, y));
        let column = |to: (f64, f64)| (to.0 - origin.0, to.1 - origin.1);
        let (right, down) = (column(right), column(down));
        Affine([right.0, down.0, origin.0, right.1, down.1, origin.1])
    }

    /// Returns the turn about a place that makes level lines fall by such a slope.
    pub fn turn(slope: f64, x: f64, y: f64) -> Affine {
        let cosine = 1.0 / (1.0 + slope * slope).sqrt();
        let sine = slope * cosine;
        Affine([cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y])
    }

    /// Returns the map back; `None` when this one loses a direction.
    pub fn back(&self) -> Option<Affine> {
        let m = &self.0;
        let area = m[0] * m[4] - m[1] * m[3];
        if !area.is_finite() || area.abs() < 1e-9 {
            return None;
        }
        let (a, b, c, d) = (m[4] / area, -m[1] / area, -m[3] / area, m[0] / area);
        Some(Affine([a, b, -(a * m[2] + b * m[5]), c, d, -(c * m[2] + d * m[5])]))
    }
}

/// Returns the map nearest to `SAME` that most shifts agree on; those that disagree lose their say round by round.
pub fn agreed(shifts: &[Shift], middle: (f64, f64)) -> Affine {
    let mut m = [0.0; 6];
    let mut width = f64::INFINITY;
    for _ in 0..12 {
        let off = |shift: &Shift| {
            let (x, y) = ((shift.x - middle.0) / REACH, (shift.y - middle.1) / REACH);
            (shift.dx - m[0] * x - m[1] * y - m[2], shift.dy - m[3] * x - m[4] * y - m[5])
        };
        let offs: Vec<(f64, f64)> = shifts.iter().map(off).collect();
        let say = |off: f64| if width.is_finite() { tukey(off / width) } else { 1.0 };
        let across = row(shifts, middle, |at| (offs[at].0, shifts[at].across * say(offs[at].0)));
        let down = row(shifts, middle, |at| (offs[at].1, shifts[at].down * say(offs[at].1)));
        for at in 0..3 {
            m[at] += across[at];
            m[at + 3] += down[at];
        }
        width = (3.0 * spread(shifts, &offs)).max(1.0).min(width);
    }
    let (x, y) = middle;
    let [a, b, c, d, e, f] = [m[0] / REACH, m[1] / REACH, m[2], m[3] / REACH, m[4] / REACH, m[5]];
    Affine([1.0 + a, b, c - a * x - b * y, d, 1.0 + e, f - d * x - e * y])
}

/// Half of a page, in pixels: keeps the unknowns of one size.
const REACH: f64 = 1000.0;

/// The weight of Tukey: full at nothing, none from 1 on.
fn tukey(off: f64) -> f64 {
    let rest = (1.0 - off * off).max(0.0);
    rest * rest
}

/// Returns the weighted median of how far shifts are off.
fn spread(shifts: &[Shift], offs: &[(f64, f64)]) -> f64 {
    let both = shifts.iter().zip(offs);
    let mut all: Vec<(f64, f64)> =
        both.flat_map(|(shift, off)| [(off.0.abs(), shift.across), (off.1.abs(), shift.down)]).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = all.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let reached = all.iter().find(|(_, weight)| {
        sum += weight;
        sum >= half
    });
    reached.map_or(0.0, |(off, _)| *off)
}

/// Solves for one row of the map: what x, y and 1 contribute to how far places are off.
fn row(shifts: &[Shift], middle: (f64, f64), off: impl Fn(usize) -> (f64, f64)) -> [f64; 3] {
    let mut sums = [[0.0; 4]; 3];
    let mut total = 0.0;
    for (at, shift) in shifts.iter().enumerate() {
        let (off, weight) = off(at);
        let terms = [(shift.x - middle.0) / REACH, (shift.y - middle.1) / REACH, 1.0, off];
        for (line, first) in sums.iter_mut().zip(terms) {
            line.iter_mut().zip(terms).for_each(|(sum, second)| *sum += weight * first * second);
        }
        total += weight;
    }
    // A little pull towards no change, so that few places cannot tear the page.
    sums[0][0] += total * 0.002 + 1e-9;
    sums[1][1] += total * 0.002 + 1e-9;
    sums[2][2] += 1e-9;
    solved(sums)
}

/// Solves three equations, by elimination; their matrix is positive definite.
fn solved(mut sums: [[f64; 4]; 3]) -> [f64; 3] {
    for pivot in 0..3 {
        let line = sums[pivot];
        for other in sums.iter_mut().enumerate().filter(|(at, _)| *at != pivot).map(|(_, other)| other) {
            let part = other[pivot] / line[pivot];
            other.iter_mut().zip(line).for_each(|(value, from)| *value -= part * from);
        }
    }
    std::array::from_fn(|at| sums[at][3] / sums[at][at])
}
