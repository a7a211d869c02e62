//! The frame of a page: where its ink lies, how far it spreads, and which way its lines run.

use super::ink::Ink;
use super::skew;

/// How far ink spreads in the frame, as a standard deviation across and down: about what a full page of A4 has in millimetres.
const SPREAD: (f64, f64) = (45.0, 70.0);
/// A page is stretched by no more than this, and by no less than one over this.
const STRETCH: f64 = 1.7;
/// The levels that a full stroke is brought to.
const FULL: f32 = 200.0;

/// From pixels of a preview to the frame.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    matrix: [f64; 6],
    gain: f32,
    /// How far the ink spreads, in millimetres, across and down.
    pub spread: (f64, f64),
}

impl Frame {
    /// Finds the frame of a page.
    pub(super) fn of(ink: &Ink) -> Frame {
        let (across, down) = (skew::across(ink), skew::down(ink));
        let turned = down.strength > across.strength;
        let slope = if turned { down.slope } else { across.slope };
        let length = (1.0 + slope * slope).sqrt();
        let (cosine, sine) = (ink.mm / length, ink.mm * slope / length);
        // Lines that run down by `slope` are turned back by it.
        let upright = if turned {
            let edge = ink.height.saturating_sub(1) as f64;
            // A quarter clockwise: x' = height - 1 - y, y' = x.
            [sine, -cosine, cosine * edge, cosine, sine, -sine * edge]
        } else {
            [cosine, sine, 0.0, -sine, cosine, 0.0]
        };
        let mut frame = Frame { matrix: upright, gain: gain(ink), spread: SPREAD };
        let (middle, spread) = frame.moments(ink);
        let stretch = |wanted: f64, is: f64| (wanted / is.max(1e-3)).clamp(1.0 / STRETCH, STRETCH);
        let (x, y) = (stretch(SPREAD.0, spread.0), stretch(SPREAD.1, spread.1));
        let m = upright;
        frame.matrix = [m[0] * x, m[1] * x, (m[2] - middle.0) * x, m[3] * y, m[4] * y, (m[5] - middle.1) * y];
        frame.spread = spread;
        frame
    }

    /// Returns where a pixel lies in the frame.
    pub(super) fn place(&self, x: usize, y: usize) -> (f64, f64) {
        let (x, y, m) = (x as f64, y as f64, &self.matrix);
        (m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])
    }

    /// Returns how much ink of a level counts: pale and dark scans of one sheet weigh the same.
    pub(super) fn weight(&self, level: u8) -> f32 {
        (f32::from(level) * self.gain).min(FULL)
    }

    /// Returns the middle of the ink and how far it spreads from there.
    fn moments(&self, ink: &Ink) -> ((f64, f64), (f64, f64)) {
        let mut sums = [0f64; 5];
        for (y, row) in ink.level.chunks_exact(ink.width.max(1)).enumerate() {
            for (x, level) in row.iter().enumerate().filter(|(_, level)| **level > 0) {
                let (x, y) = self.place(x, y);
                let weight = f64::from(self.weight(*level));
                let terms = [weight, weight * x, weight * y, weight * x * x, weight * y * y];
                sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
            }
        }
        if sums[0] <= 0.0 {
            return ((0.0, 0.0), SPREAD);
        }
        let [x, y, xx, yy] = [1, 2, 3, 4].map(|idx| sums[idx] / sums[0]);
        ((x, y), ((xx - x * x).max(0.0).sqrt(), (yy - y * y).max(0.0).sqrt()))
    }
}

/// Brings the 90th percentile of ink to [`FULL`].
fn gain(ink: &Ink) -> f32 {
    let mut counts = [0usize; 256];
    ink.level.iter().for_each(|level| counts[usize::from(*level)] += 1);
    let inked: usize = counts[1..].iter().sum();
    let mut left = inked / 10;
    for level in (1..256).rev() {
        if counts[level] > left {
            return FULL / level as f32;
        }
        left -= counts[level];
    }
    1.0
}
