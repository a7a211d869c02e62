//! How alike two sketches are, once what they share with their neighbours is taken away.

use super::Fingerprint;
use super::sketch::{LONGEST, WAVES, Wave, waves};
use super::wave::wave;

/// How far, in units of the frame, one scan may lie from another once both are centred on their ink: something added later
/// moves the centre.
const REACH: i32 = 4;
/// The step of the search for it.
const STEP: f64 = 2.0;
/// How much two scans of one sheet differ, as a share of a sketch's energy: less than this says nothing.
const NOISE: f32 = 0.10;

/// The magnitudes of a sketch: the same for a page that is shifted or upside down.
#[derive(Clone, Debug)]
pub(super) struct Magnitudes {
    values: [u8; WAVES],
    square: i32,
}

impl Magnitudes {
    /// Returns how far apart two sketches are.
    pub(super) fn distance(&self, other: &Magnitudes) -> i32 {
        let dot: i32 = self.values.iter().zip(&other.values).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        self.square + other.square - 2 * dot
    }
}

/// A sketch with its phases, of length 1.
#[derive(Clone, Debug)]
pub(super) struct Phases {
    re: [f32; WAVES],
    im: [f32; WAVES],
}

impl Phases {
    /// Reads a fingerprint; `None` when the page is blank.
    pub(super) fn of(print: &Fingerprint) -> Option<Phases> {
        let waves = print.waves()?;
        let power: f32 = waves.iter().map(|(re, im)| square(f32::from(*re), f32::from(*im))).sum();
        let scale = 1.0 / power.max(1.0).sqrt();
        let mut phases = Phases { re: [0.0; WAVES], im: [0.0; WAVES] };
        for (idx, (re, im)) in waves.into_iter().enumerate() {
            (phases.re[idx], phases.im[idx]) = (f32::from(re) * scale, f32::from(im) * scale);
        }
        Some(phases)
    }

    /// Returns the magnitudes alone.
    pub(super) fn magnitudes(&self) -> Magnitudes {
        // A length of 1 spread over all waves makes each about 0.065.
        let values: [u8; WAVES] =
            std::array::from_fn(|idx| (square(self.re[idx], self.im[idx]).sqrt() * 900.0).round().min(255.0) as u8);
        let square = values.iter().map(|value| i32::from(*value) * i32::from(*value)).sum();
        Magnitudes { values, square }
    }

    /// Scores this page with others that lie near: 1 for the same sketch.
    pub(super) fn scores(&self, others: &[&Phases]) -> Vec<f32> {
        let laid: Vec<Phases> = others.iter().map(|other| other.laid_over(self)).collect();
        let mut sum = Phases { re: [0.0; WAVES], im: [0.0; WAVES] };
        for one in &laid {
            sum.add(one, 1.0);
        }
        laid.iter()
            .map(|one| {
                let mut form = sum.clone();
                form.add(one, -1.0);
                self.score(one, &form)
            })
            .collect()
    }

    /// Compares two pages without the form: the cosine of what is left, in which differences as small as noise count little.
    fn score(&self, other: &Phases, form: &Phases) -> f32 {
        let power = form.dot(form).max(1e-12);
        let part = |page: &Phases| (page.dot(form) / power).max(0.0);
        let (mut mine, mut theirs) = (self.clone(), other.clone());
        let share = (part(self) + part(other)) / 2.0;
        mine.add(form, -share);
        theirs.add(form, -share);
        let (a, b) = (mine.dot(&mine), theirs.dot(&theirs));
        (mine.dot(&theirs) + NOISE) / ((a + b) / 2.0 + NOISE)
    }

    fn dot(&self, other: &Phases) -> f32 {
        let mut sum = 0.0;
        for idx in 0..WAVES {
            sum += self.re[idx] * other.re[idx] + self.im[idx] * other.im[idx];
        }
        sum
    }

    fn add(&mut self, other: &Phases, factor: f32) {
        for idx in 0..WAVES {
            self.re[idx] += other.re[idx] * factor;
            self.im[idx] += other.im[idx] * factor;
        }
    }

    /// Returns this sketch shifted, and turned by a half where that is better, so that it lies over another.
    fn laid_over(&self, other: &Phases) -> Phases {
        let upright = Cross::of(self, other, 1.0).best();
        let over = Cross::of(self, other, -1.0).best();
        let (sign, (_, x, y)) = if over.0 > upright.0 { (-1.0, over) } else { (1.0, upright) };
        let mut laid = self.clone();
        for (idx, of) in waves().into_iter().enumerate() {
            let (cosine, sine) = turn(of, x, y);
            let (re, im) = (self.re[idx], self.im[idx] * sign);
            (laid.re[idx], laid.im[idx]) = (re * cosine - im * sine, re * sine + im * cosine);
        }
        laid
    }
}

/// The products of two sketches' waves.
struct Cross {
    waves: Vec<Wave>,
    re: [f32; WAVES],
    im: [f32; WAVES],
}

impl Cross {
    fn of(page: &Phases, other: &Phases, sign: f32) -> Cross {
        let mut cross = Cross { waves: waves(), re: [0.0; WAVES], im: [0.0; WAVES] };
        for idx in 0..WAVES {
            let (re, im) = (page.re[idx], page.im[idx] * sign);
            cross.re[idx] = re * other.re[idx] + im * other.im[idx];
            cross.im[idx] = im * other.re[idx] - re * other.im[idx];
        }
        cross
    }

    /// Returns how well the pages agree at a shift.
    fn at(&self, x: f64, y: f64) -> f32 {
        let mut sum = 0.0;
        for (idx, of) in self.waves.iter().enumerate() {
            let (cosine, sine) = turn(*of, x, y);
            sum += self.re[idx] * cosine - self.im[idx] * sine;
        }
        sum
    }

    /// Finds the best shift: how well, and how far across and down.
    fn best(&self) -> (f32, f64, f64) {
        let mut best = (f32::MIN, 0.0, 0.0);
        for y in -REACH..=REACH {
            for x in -REACH..=REACH {
                let (x, y) = (f64::from(x) * STEP, f64::from(y) * STEP);
                let agreement = self.at(x, y);
                if agreement > best.0 {
                    best = (agreement, x, y);
                }
            }
        }
        for step in [STEP / 2.0, STEP / 4.0] {
            let (_, x, y) = best;
            for (x, y) in [(x - step, y), (x + step, y), (x, y - step), (x, y + step)] {
                let agreement = self.at(x, y);
                if agreement > best.0 {
                    best = (agreement, x, y);
                }
            }
        }
        best
    }
}

/// Returns by how much a shift turns a wave.
fn turn(of: Wave, x: f64, y: f64) -> (f32, f32) {
    let turns = f64::from(of.across) * x / LONGEST.0 + f64::from(of.down) * y / LONGEST.1;
    let (cosine, sine) = wave(-turns);
    (cosine as f32, sine as f32)
}

fn square(re: f32, im: f32) -> f32 {
    re * re + im * im
}
