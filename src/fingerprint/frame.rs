//! The frame of a page: where its ink lies, how far it spreads, and which way its lines run.

use super::ink::Ink;
use super::skew;

/// How far ink spreads in the frame, as a standard deviation across and down: about what a full page of A4 has in millimetres.
const SPREAD: (f64, f64) = (45.0, 70.0);
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
        let mut frame = Frame { matrix: upright, gain: FULL / f32::from(ink.percentile(1, 30).max(1)), spread: SPREAD };
        let (middle, spread) = frame.moments(ink);
        (frame.matrix[2], frame.matrix[5]) = (upright[2] - middle.0, upright[5] - middle.1);
        if std::env::var("DBG").is_ok() { eprintln!("DBG turned {turned} slope {slope} mid {middle:?} spread {spread:?} gain {}", frame.gain); }
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

    /// Returns the middle of the ink and how far it spreads from there, across and down.
    fn moments(&self, ink: &Ink) -> ((f64, f64), (f64, f64)) {
        let (mut across, mut down) = (vec![0f64; BINS], vec![0f64; BINS]);
        for (y, row) in ink.level.chunks_exact(ink.width.max(1)).enumerate() {
            for (x, level) in row.iter().enumerate().filter(|(_, level)| **level > 0) {
                let (x, y) = self.place(x, y);
                let weight = f64::from(self.weight(*level));
                add(&mut across, x, weight);
                add(&mut down, y, weight);
            }
        }
        let (across, down) = (middle_and_spread(&across, SPREAD.0), middle_and_spread(&down, SPREAD.1));
        ((across.0, down.0), (across.1, down.1))
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

/// What a spread is defined by: this is the mean, over all ink, of u^2 / (1 + u^2), where u is the distance in spreads. It is
/// bounded, so that a note in a far corner does not count for more than its ink.
const EVEN: f64 = 0.4;

/// Returns the middle and the spread of ink along a line.
fn middle_and_spread(bins: &[f64], usual: f64) -> (f64, f64) {
    let spots: Vec<(f64, f64)> = bins
        .iter()
        .enumerate()
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(bin, weight)| (bin as f64 + FIRST, *weight))
        .collect();
    let total: f64 = spots.iter().map(|spot| spot.1).sum();
    if total <= 0.0 {
        return (0.0, usual);
    }
    let mut middle = spots.iter().map(|(at, weight)| at * weight).sum::<f64>() / total;
    let mut spread = usual;
    for _ in 0..ROUNDS {
        let (mut sum, mut weights, mut share) = (0.0, 0.0, 0.0);
        for (at, weight) in &spots {
            let distance = (at - middle) / spread;
            let square = distance * distance;
            let pull = weight / (1.0 + square).sqrt();
            sum += pull * at;
            weights += pull;
            share += weight * square / (1.0 + square);
        }
        middle = sum / weights;
        spread = (spread * (share / total / EVEN).sqrt()).max(1.0);
    }
    (middle, spread)
}

/// Rounds in which middle and spread come to rest, to a hundredth of a millimetre.
const ROUNDS: usize = 30;
