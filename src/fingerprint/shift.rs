//! Lays one sketch over another: by how much is one page shifted, and is it upside down?
//!
//! Both sketches are centred on their ink; something added later moves the centre by some millimetres.

use std::sync::OnceLock;

use super::alike::sum_of;
use super::spectrum::{FINEST, LONGEST, WAVES, Wave, Waves, waves};
use super::wave::wave;

/// Millimetres from place to place.
const UNIT: f64 = 1.0;
/// The farthest place that is tried.
const REACH: i32 = 12;
/// Places from one try to the next.
const STRIDE: i32 = 4;

/// Returns `page` shifted, and turned by a half where that fits better, so that it lies over `other`; and how well it fits.
pub(super) fn laid_over(page: &Waves, other: &Waves) -> (f32, Waves) {
    let tables = tables();
    let upright = Cross::of(page, other, 1.0).best(tables);
    let over = Cross::of(page, other, -1.0).best(tables);
    let (sign, best) = if over.agreement > upright.agreement { (-1.0, over) } else { (1.0, upright) };
    let mut laid = Waves::NONE;
    for (idx, of) in tables.waves.iter().enumerate() {
        let (cosine, sine) = tables.turn(*of, best.x, best.y);
        let (re, im) = (page.re[idx], page.im[idx] * sign);
        (laid.re[idx], laid.im[idx]) = (re * cosine - im * sine, re * sine + im * cosine);
    }
    (best.agreement, laid)
}

/// How well two sketches agree at a place.
#[derive(Clone, Copy, Debug)]
struct Place {
    x: i32,
    y: i32,
    agreement: f32,
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

    /// Finds the best place: on a coarse grid, then closer.
    fn best(&self, tables: &Tables) -> Place {
        let mut best = Place { x: 0, y: 0, agreement: f32::MIN };
        for (x, y, [cosines, sines]) in &tables.grid {
            let agreement = sum_of(|idx| self.re[idx] * cosines[idx] - self.im[idx] * sines[idx]);
            if agreement > best.agreement {
                best = Place { x: *x, y: *y, agreement };
            }
        }
        for step in [STRIDE / 2, STRIDE / 4] {
            let Place { x, y, .. } = best;
            for (x, y) in [(x - step, y), (x + step, y), (x, y - step), (x, y + step)] {
                let agreement = self.at(x, y, tables);
                if agreement > best.agreement {
                    best = Place { x, y, agreement };
                }
            }
        }
        best
    }

    fn at(&self, x: i32, y: i32, tables: &Tables) -> f32 {
        sum_of(|idx| {
            let (cosine, sine) = tables.turn(tables.waves[idx], x, y);
            self.re[idx] * cosine - self.im[idx] * sine
        })
    }
}

/// By how much each wave turns at each place.
struct Tables {
    waves: &'static [Wave],
    /// For each place of the coarse grid the cosines and the sines of all waves.
    grid: Vec<(i32, i32, [[f32; WAVES]; 2])>,
    /// For each place across (down), the turns of all numbers of periods.
    across: Vec<Vec<(f32, f32)>>,
    down: Vec<Vec<(f32, f32)>>,
}

/// The farthest place with the steps that come closer.
const FAR: i32 = REACH + STRIDE;

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let line = |finest: i32, longest: f64| {
            let turn = |place: i32, periods: i32| {
                let (cosine, sine) = wave(-f64::from(periods) * f64::from(place) * UNIT / longest);
                (cosine as f32, sine as f32)
            };
            (-FAR..=FAR).map(|place| (-finest..=finest).map(|periods| turn(place, periods)).collect()).collect()
        };
        let (across, down) = (line(FINEST.0, LONGEST.0), line(FINEST.1, LONGEST.1));
        let mut tables = Tables { waves: waves(), grid: Vec::new(), across, down };
        let places = || (-REACH..=REACH).filter(|place| place % STRIDE == 0);
        for (x, y) in places().flat_map(|y| places().map(move |x| (x, y))) {
            let turns: [(f32, f32); WAVES] = std::array::from_fn(|idx| tables.turn(tables.waves[idx], x, y));
            tables.grid.push((x, y, [turns.map(|turn| turn.0), turns.map(|turn| turn.1)]));
        }
        tables
    })
}

impl Tables {
    fn turn(&self, of: Wave, x: i32, y: i32) -> (f32, f32) {
        let (across, down) = (&self.across[(x + FAR) as usize], &self.down[(y + FAR) as usize]);
        let (a, b) = (across[(of.across + FINEST.0) as usize], down[(of.down + FINEST.1) as usize]);
        (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
    }
}
