//! The frame of a page: where the middle of its ink lies, and which way its lines run.

use super::ink::Ink;
use super::skew;

/// How far ink spreads on a full page of A4, as a standard deviation across and down, in millimetres.
const SPREAD: (f64, f64) = (45.0, 70.0);
/// The levels that a full stroke is brought to.
const FULL: f32 = 200.0;

/// From pixels of a preview to the frame.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    matrix: [f64; 6],
    gain: f32,
}

impl Frame {
    /// Finds the frame of a page.
    pub(super) fn of(ink: &Ink) -> Frame {
        let turned = skew::is_on_its_side(ink);
        let slope = if turned { skew::down(ink).slope } else { skew::across(ink).slope };
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
        let mut frame = Frame { matrix: upright, gain: FULL / f32::from(ink.percentile(1, 30).max(1)) };
        let middle = frame.middle(ink);
        (frame.matrix[2], frame.matrix[5]) = (upright[2] - middle.0, upright[5] - middle.1);
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

    /// Returns the middle of the ink.
    fn middle(&self, ink: &Ink) -> (f64, f64) {
        let (mut across, mut down) = (vec![0f64; BINS], vec![0f64; BINS]);
        for (y, row) in ink.level.chunks_exact(ink.width.max(1)).enumerate() {
            for (x, level) in row.iter().enumerate().filter(|(_, level)| **level > 0) {
                let (x, y) = self.place(x, y);
                let weight = f64::from(self.weight(*level));
                add(&mut across, x, weight);
                add(&mut down, y, weight);
            }
        }
        (middle(&across, SPREAD.0), middle(&down, SPREAD.1))
    }
}

/// Millimetres in which ink is summed up, and where the first of them lies: a turned page reaches to the left of its corner.
const BINS: usize = 800;
const FIRST: f64 = -100.0;

fn add(bins: &mut [f64], at: f64, weight: f64) {
    let at = at - FIRST;
    if (0.0..(BINS - 1) as f64).contains(&at) {
        let (bin, right) = (at as usize, at - at.floor());
        bins[bin] += weight * (1.0 - right);
        bins[bin + 1] += weight * right;
    }
}

/// Rounds in which the middle comes to rest, to a hundredth of a millimetre.
const ROUNDS: usize = 12;

/// Returns the middle of ink along a line. What lies farther off than the usual spread pulls no harder than by its ink, so that
/// a note in a corner moves it little.
fn middle(bins: &[f64], usual: f64) -> f64 {
    let spots: Vec<(f64, f64)> = bins
        .iter()
        .enumerate()
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(bin, weight)| (bin as f64 + FIRST, *weight))
        .collect();
    let total: f64 = spots.iter().map(|spot| spot.1).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let mut middle = spots.iter().map(|(at, weight)| at * weight).sum::<f64>() / total;
    for _ in 0..ROUNDS {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (at, weight) in &spots {
            let distance = (at - middle) / usual;
            let pull = weight / (1.0 + distance * distance).sqrt();
            sum += pull * at;
            weights += pull;
        }
        middle = sum / weights;
    }
    middle
}
