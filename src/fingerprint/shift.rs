//! Lays one sketch over another: by how much is one page shifted, and is it upside down?
//!
//! Both sketches are centred on their ink; something added later moves the centre by some millimetres.

use std::sync::OnceLock;

use super::alike::LANES;
use super::spectrum::{LONGEST, WAVES, Wave, Waves, waves};
use super::wave::wave;

/// Millimetres from place to place.
const UNIT: f64 = 1.0;
/// The farthest place that is tried.
const REACH: i32 = 12;
/// Places from one try to the next.
const STRIDE: i32 = 4;

/// Returns how well `page` lies over `other` at its best place, by as many of the longest waves.
pub(super) fn agreement(page: &Waves, other: &Waves, waves: usize) -> f32 {
    best(page, other, waves).0.agreement
}

/// Returns `page` shifted, and turned by a half where that fits better, so that it lies over `other`.
pub(super) fn laid_over(page: &Waves, other: &Waves) -> Waves {
    let (place, sign) = best(page, other, WAVES);
    let (cosines, sines) = tables().at(place.x, place.y);
    let mut laid = Waves::NONE;
    for idx in 0..WAVES {
        let (re, im) = (page.re[idx], page.im[idx] * sign);
        laid.re[idx] = re * cosines[idx] - im * sines[idx];
        laid.im[idx] = re * sines[idx] + im * cosines[idx];
    }
    laid
}

fn best(page: &Waves, other: &Waves, waves: usize) -> (Place, f32) {
    let upright = Cross::of(page, other, 1.0).best(waves);
    let over = Cross::of(page, other, -1.0).best(waves);
    if over.agreement > upright.agreement { (over, -1.0) } else { (upright, 1.0) }
}

/// How well two sketches agree at a place.
#[derive(Clone, Copy, Debug)]
struct Place {
    x: i32,
    y: i32,
    agreement: f32,
}

impl Place {
    /// Returns the other place where the sketches agree better there.
    fn or(self, other: Place) -> Place {
        if other.agreement > self.agreement { other } else { self }
    }
}

/// The products of two sketches' waves.
struct Cross {
    re: [f32; WAVES],
    im: [f32; WAVES],
}

impl Cross {
    fn of(page: &Waves, other: &Waves, sign: f32) -> Cross {
        let mut cross = Cross { re: [0.0; WAVES], im: [0.0; WAVES] };
        for idx in 0..WAVES {
            let (re, im) = (page.re[idx], page.im[idx] * sign);
            cross.re[idx] = re * other.re[idx] + im * other.im[idx];
            cross.im[idx] = im * other.re[idx] - re * other.im[idx];
        }
        cross
    }

    /// Finds the best place by as many of the longest waves: on a coarse grid, then closer.
    fn best(&self, waves: usize) -> Place {
        let mut best = Place { x: 0, y: 0, agreement: f32::MIN };
        // A place and the one opposite turn the waves alike, but for the sign.
        let places = || (-REACH..=REACH).step_by(STRIDE as usize);
        for (x, y) in places().flat_map(|y| places().map(move |x| (x, y))).filter(|(x, y)| (*y, *x) >= (0, 0)) {
            let (even, odd) = self.at(x, y, waves);
            best = best.or(Place { x, y, agreement: even - odd }).or(Place { x: -x, y: -y, agreement: even + odd });
        }
        for step in [STRIDE / 2, STRIDE / 4] {
            let Place { x, y, .. } = best;
            for (x, y) in [(x - step, y), (x + step, y), (x, y - step), (x, y + step)] {
                let (even, odd) = self.at(x, y, waves);
                best = best.or(Place { x, y, agreement: even - odd });
            }
        }
        best
    }

    /// Returns the sums of what stays and of what changes its sign when a place is exchanged for the one opposite.
    fn at(&self, x: i32, y: i32, waves: usize) -> (f32, f32) {
        let (cosines, sines) = tables().at(x, y);
        let (mut even, mut odd) = ([0f32; LANES], [0f32; LANES]);
        let products = self.re.chunks_exact(LANES).zip(self.im.chunks_exact(LANES)).take(waves / LANES);
        let turns = cosines.chunks_exact(LANES).zip(sines.chunks_exact(LANES));
        for ((re, im), (cosines, sines)) in products.zip(turns) {
            for lane in 0..LANES {
                even[lane] += re[lane] * cosines[lane];
                odd[lane] += im[lane] * sines[lane];
            }
        }
        (even.iter().sum(), odd.iter().sum())
    }
}

/// The farthest place with the steps that come closer.
const FAR: i32 = REACH + STRIDE;
/// Places across and down.
const PLACES: i32 = 2 * FAR + 1;

/// The cosines and the sines by which all waves turn, at each place.
struct Tables(Vec<[[f32; WAVES]; 2]>);

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let turn = |of: &Wave, x: i32, y: i32| {
            let turns = f64::from(of.across * x) / LONGEST.0 + f64::from(of.down * y) / LONGEST.1;
            let (cosine, sine) = wave(-turns * UNIT);
            (cosine as f32, sine as f32)
        };
        let place = |x: i32, y: i32| {
            let turns: [(f32, f32); WAVES] = std::array::from_fn(|idx| turn(&waves()[idx], x, y));
            [turns.map(|turn| turn.0), turns.map(|turn| turn.1)]
        };
        Tables((-FAR..=FAR).flat_map(|y| (-FAR..=FAR).map(move |x| place(x, y))).collect())
    })
}

impl Tables {
    fn at(&self, x: i32, y: i32) -> (&[f32; WAVES], &[f32; WAVES]) {
        let [cosines, sines] = &self.0[((y + FAR) * PLACES + x + FAR) as usize];
        (cosines, sines)
    }
}
