//! Which way the lines of a page run: the skew of a pass through the feeder, and whether the sheet lies on its side.
//!
//! The page is cut into strips across the lines. Where lines run at an angle, each strip shows them a little lower than the
//! one before; the angle at which all strips agree best is the skew.

use super::ink::Ink;
use super::wave::wave;

/// Strips across the lines.
const STRIPS: usize = 24;
/// The steepest skew that is looked for, as millimetres down a millimetre across: 5 degrees.
const STEEPEST: f64 = 0.0875;
/// The longest and the shortest wave, in millimetres, by which strips are compared.
const WAVES_MM: (f64, f64) = (40.0, 3.0);

/// How the lines of a page run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    /// Millimetres down a millimetre across.
    pub slope: f64,
    /// How much the strips agree.
    pub strength: f64,
}

/// Runs of ink at least this long are rules; words are shorter, in millimetres.
const RULE_MM: f64 = 14.0;

/// Says whether the lines of text run from top to bottom. Rules run both ways, in tables and plans, so they are left out.
pub(super) fn is_on_its_side(ink: &Ink) -> bool {
    let text = without_rules(ink);
    down(&text).strength > across(&text).strength
}

/// Returns the ink that is in no long run, neither across nor down.
fn without_rules(ink: &Ink) -> Ink {
    let mut text = ink.clone();
    let least = ((RULE_MM / ink.mm) as usize).max(4);
    for y in 0..ink.height {
        clear_runs(ink, &mut text, (0..ink.width).map(|x| y * ink.width + x), least);
    }
    for x in 0..ink.width {
        clear_runs(ink, &mut text, (0..ink.height).map(|y| y * ink.width + x), least);
    }
    text
}

fn clear_runs(ink: &Ink, text: &mut Ink, line: impl Iterator<Item = usize>, least: usize) {
    let mut run: Vec<usize> = Vec::new();
    for place in line {
        if ink.level[place] > 0 {
            run.push(place);
            continue;
        }
        if run.len() >= least {
            run.iter().for_each(|place| text.level[*place] = 0);
        }
        run.clear();
    }
    if run.len() >= least {
        run.iter().for_each(|place| text.level[*place] = 0);
    }
}

/// Finds the direction of lines that run from left to right.
pub(super) fn across(ink: &Ink) -> Lines {
    let profile = |strip: usize, y: usize| {
        let columns = strip * ink.width / STRIPS..(strip + 1) * ink.width / STRIPS;
        ink.level[y * ink.width..][columns].iter().map(|level| u32::from(*level)).sum::<u32>()
    };
    Strips::new(ink.height, ink.width, ink.mm, profile).lines()
}

/// Finds the direction of lines that run from top to bottom; the slope is that of the page turned a quarter clockwise.
pub(super) fn down(ink: &Ink) -> Lines {
    let mut sums = vec![0u32; STRIPS * ink.width];
    for (y, row) in ink.level.chunks_exact(ink.width.max(1)).enumerate() {
        let strip = (ink.height - 1 - y) * STRIPS / ink.height;
        let sums = &mut sums[strip * ink.width..][..ink.width];
        row.iter().zip(sums).for_each(|(level, sum)| *sum += u32::from(*level));
    }
    Strips::new(ink.width, ink.height, ink.mm, |strip, x| sums[strip * ink.width + x]).lines()
}

/// The waves in each strip.
struct Strips {
    /// Full turns of each wave in a millimetre.
    frequencies: Vec<f64>,
    /// For each wave, the real and imaginary parts of all strips.
    waves: Vec<[[f32; STRIPS]; 2]>,
    /// Millimetres from one strip to the next.
    pitch: f64,
}

impl Strips {
    /// Transforms the profiles of strips of `length` pixels; all of them are `breadth` pixels wide.
    fn new(length: usize, breadth: usize, mm: f64, profile: impl Fn(usize, usize) -> u32) -> Strips {
        let rows: Vec<[f32; STRIPS]> =
            (0..length).map(|y| std::array::from_fn(|strip| profile(strip, y) as f32)).collect();
        let extent = length as f64 * mm;
        let (first, last) = ((extent / WAVES_MM.0).max(1.0) as usize, (extent / WAVES_MM.1) as usize);
        // A sheet has about a hundred of these; what pretends to be larger than paper is no use here.
        let numbers = first..=last.min(first + 200);
        let table: Vec<(f32, f32)> = (0..length).map(|at| wave(at as f64 / length as f64)).map(narrow).collect();
        let transform = |number: usize| {
            let mut sums = [[0f32; STRIPS]; 2];
            for (y, row) in rows.iter().enumerate() {
                let (cosine, sine) = table[y * number % length];
                for strip in 0..STRIPS {
                    sums[0][strip] += row[strip] * cosine;
                    sums[1][strip] -= row[strip] * sine;
                }
            }
            sums
        };
        let waves = numbers.clone().map(transform).collect();
        let frequencies = numbers.map(|number| number as f64 / extent).collect();
        Strips { frequencies, waves, pitch: breadth as f64 * mm / STRIPS as f64 }
    }

    /// Returns how much the strips agree when they are shifted by a slope.
    fn agreement(&self, slope: f64) -> f64 {
        let mut sum = 0.0;
        for (frequency, [real, imaginary]) in self.frequencies.iter().zip(&self.waves) {
            let step = narrow(wave(frequency * self.pitch * slope));
            let (mut cosine, mut sine) = (1f32, 0f32);
            let mut total = (0f32, 0f32);
            for strip in 0..STRIPS {
                total.0 += real[strip] * cosine - imaginary[strip] * sine;
                total.1 += real[strip] * sine + imaginary[strip] * cosine;
                (cosine, sine) = (cosine * step.0 - sine * step.1, cosine * step.1 + sine * step.0);
            }
            sum += frequency * f64::from(total.0 * total.0 + total.1 * total.1);
        }
        sum
    }

    /// Finds the slope at which the strips agree best: in steps, then in smaller steps, then by a parabola.
    fn lines(&self) -> Lines {
        let mut best = self.best_of(0.0, STEEPEST / 10.0, 10);
        best = self.best_of(best.slope, STEEPEST / 50.0, 4);
        let step = STEEPEST / 150.0;
        best = self.best_of(best.slope, step, 2);
        let (before, after) = (self.agreement(best.slope - step), self.agreement(best.slope + step));
        let bend = before - 2.0 * best.strength + after;
        if bend < 0.0 {
            best.slope += step * ((before - after) / (2.0 * bend)).clamp(-1.0, 1.0);
        }
        best
    }

    fn best_of(&self, middle: f64, step: f64, reach: i32) -> Lines {
        let mut best = Lines { slope: middle, strength: self.agreement(middle) };
        for side in (-reach..=reach).filter(|side| *side != 0) {
            let slope = middle + f64::from(side) * step;
            let strength = self.agreement(slope);
            if strength > best.strength {
                best = Lines { slope, strength };
            }
        }
        best
    }
}

fn narrow((cosine, sine): (f64, f64)) -> (f32, f32) {
    (cosine as f32, sine as f32)
}
