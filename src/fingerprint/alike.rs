//! How alike two pages are, once what they share with their neighbours is taken away.

use std::sync::OnceLock;

use super::Fingerprint;
use super::cells::{ACROSS, CELLS, DOWN};
use super::shared::Shared;
use super::shift;
use super::spectrum::{self, LONG, Scale, WAVES, Wave, Waves};

/// Pages of one form agree at least this well before anything is taken away (0.75 and more, measured); those of other forms have
/// 0.6 at most.
const SAME_FORM: f32 = 0.65;
/// Among so few pages nobody can tell the form from what somebody filled in, and nothing is taken away.
const FEW: usize = 8;
/// Sums are taken in so many parts, in this order on every machine.
pub(super) const LANES: usize = 8;
/// The scales that are tried, across and down, in steps of [`STEP`] either way.
pub(super) const STEPS: usize = 3;
/// The step from one scale to the next; half of it is within what waves bear.
const STEP: f64 = 0.02;

/// The cell in the middle, across and down.
const MIDDLE: (f32, f32) = (ACROSS as f32 / 2.0 - 0.5, DOWN as f32 / 2.0 - 0.5);

/// Steps of scale, across and down.
pub(super) type Step = (i32, i32);

/// A page as it is searched for.
#[derive(Clone, Debug)]
pub(super) struct Page {
    cells: [f32; CELLS],
}

/// The magnitudes of a page's long waves: the same for a page that is shifted or upside down.
#[derive(Clone, Debug)]
pub(super) struct Magnitudes {
    values: [i16; LONG],
    square: i32,
}

impl Magnitudes {
    /// Returns how far apart two pages are.
    pub(super) fn distance(&self, other: &Magnitudes) -> i32 {
        let dot: i32 = self.values.iter().zip(&other.values).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        self.square + other.square - 2 * dot
    }

    /// Takes magnitudes from where they were kept.
    pub(super) fn from_bytes(bytes: &[u8]) -> Magnitudes {
        let values: [i16; LONG] = std::array::from_fn(|idx| bytes.get(idx).copied().map_or(0, i16::from));
        Magnitudes { values, square: values.iter().map(|value| i32::from(*value) * i32::from(*value)).sum() }
    }

    /// Returns one byte for each.
    pub(super) fn bytes(&self) -> [u8; LONG] {
        self.values.map(|value| value as u8)
    }

    pub(super) fn of(waves: &Waves) -> Magnitudes {
        let magnitude = |idx: usize| waves.re[idx] * waves.re[idx] + waves.im[idx] * waves.im[idx];
        let power: f32 = (0..LONG).map(magnitude).sum();
        let scale = 1.0 / (power / LONG as f32).max(1e-12);
        // Roots of the magnitudes, so that some strong waves do not count for all.
        let values: [i16; LONG] =
            std::array::from_fn(|idx| ((magnitude(idx) * scale).sqrt().sqrt() * 64.0).round().min(255.0) as i16);
        let square = values.iter().map(|value| i32::from(*value) * i32::from(*value)).sum();
        Magnitudes { values, square }
    }
}

impl Page {
    /// Reads a fingerprint; `None` when the page is blank.
    pub(super) fn of(print: &Fingerprint) -> Option<Page> {
        // To the power of 3/4: strokes that one scanner shows bold and another thin, and pale ink, weigh more alike.
        Some(Page { cells: print.cells()?.map(|ink| (ink * ink.sqrt()).sqrt()) })
    }

    /// Returns the magnitudes as they are.
    pub(super) fn magnitudes(&self) -> Magnitudes {
        Magnitudes::of(&self.long_waves((0, 0)))
    }

    /// Returns the magnitudes at all scales that scans may differ by, in every other step.
    pub(super) fn all_magnitudes(&self) -> Vec<(Step, Magnitudes)> {
        let steps = || [-2, 0, 2].into_iter();
        steps()
            .flat_map(|x| steps().map(move |y| (x, y)))
            .map(|step| (step, Magnitudes::of(&self.long_waves(step))))
            .collect()
    }

    pub(super) fn waves(&self, step: Step) -> Waves {
        let (across, down) = scales(step);
        Scale::waves(across, down, &self.cells).normal()
    }

    fn long_waves(&self, step: Step) -> Waves {
        let (across, down) = scales(step);
        Scale::long_waves(across, down, &self.cells).normal()
    }

    /// Scores this page with others that lie near, each at a scale to begin with: 1 for the same sketch.
    pub(super) fn scores(&self, others: &[(&Page, Step)]) -> Vec<f32> {
        let own = self.waves((0, 0));
        let ways = self.ways(&own);
        let laid: Vec<Waves> = others.iter().map(|(other, step)| other.laid_over(*step, &own)).collect();
        let mut of_form: Vec<&Waves> = laid.iter().filter(|one| own.dot(one) >= SAME_FORM).collect();
        of_form.push(&own);
        let shared = if of_form.len() > FEW { Shared::of(&of_form, &ways) } else { Shared::nothing(&ways) };
        let rest = shared.rest(&own);
        laid.iter().map(|one| shared.score(&rest, &shared.rest(one))).collect()
    }

    /// Returns the ways in which a scan of this page may differ a little: shifted, stretched, blurred, bolder, paler to a side; of
    /// length 1, and square to each other.
    pub(super) fn ways(&self, own: &Waves) -> Vec<Waves> {
        let stretched = |x: i32, y: i32| {
            let mut difference = self.waves((x, y));
            difference.add(&self.waves((-x, -y)), -1.0);
            difference
        };
        let toned = |ink: &dyn Fn(usize, f32) -> f32| {
            let mut cells = self.cells;
            cells.iter_mut().enumerate().for_each(|(cell, level)| *level = ink(cell, *level));
            let mut toned = Page { cells }.waves((0, 0));
            // As much ink as there is anyway is no difference.
            let share = toned.dot(own);
            toned.add(own, -share);
            toned
        };
        let all = [
            own.shifted(|wave| wave.across),
            own.shifted(|wave| wave.down),
            stretched(1, 0),
            stretched(0, 1),
            own.blurred(),
            toned(&|_, level| level * level),
            toned(&|cell, level| level * ((cell % ACROSS) as f32 - MIDDLE.0)),
            toned(&|cell, level| level * ((cell / ACROSS) as f32 - MIDDLE.1)),
            toned(&|_, level| f32::from(u8::from(level > 0.0))),
        ];
        let mut ways: Vec<Waves> = Vec::new();
        for mut way in all {
            for other in &ways {
                let share = way.dot(other);
                way.add(other, -share);
            }
            ways.push(way.normal());
        }
        ways
    }

    /// Returns this page's waves where they lie over another page best: at the best scale near `step`, shifted, turned. The
    /// scale is found by long waves.
    pub(super) fn laid_over(&self, step: Step, other: &Waves) -> Waves {
        let fits = |step: Step| shift::agreement(&self.long_waves(step), other, LONG);
        let (mut best, mut at) = (fits(step), step);
        for (x, y) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
            // Where a step has made it better, the way back cannot; only the other direction is open.
            let next = (at.0 + x, at.1 + y);
            if next.0.abs().max(next.1.abs()) > STEPS as i32 {
                continue;
            }
            let found = fits(next);
            if found > best {
                (best, at) = (found, next);
            }
        }
        shift::laid_over(&self.waves(at), other)
    }
}

/// Returns the tables of a step across and down.
fn scales(step: Step) -> (&'static Scale, &'static Scale) {
    static SCALES: OnceLock<Vec<Scale>> = OnceLock::new();
    let reach = STEPS as i32;
    let scales =
        SCALES.get_or_init(|| (-reach..=reach).map(|step| 1.0 + f64::from(step) * STEP).map(Scale::of).collect());
    let of = |step: i32| &scales[(step.clamp(-reach, reach) + reach) as usize];
    (of(step.0), of(step.1))
}

/// Returns what pages have in common: for each wave what stands in the middle of all. Unlike a mean it does not lean towards
/// some pages that are almost the same.
pub(super) fn form(pages: &[&Waves]) -> Waves {
    let mut form = Waves::NONE;
    let mut values: Vec<f32> = Vec::with_capacity(pages.len());
    let mut middle = |part: &dyn Fn(&Waves) -> f32| {
        values.clear();
        values.extend(pages.iter().map(|page| part(page)));
        let half = values.len() / 2;
        if values.is_empty() { 0.0 } else { *values.select_nth_unstable_by(half, f32::total_cmp).1 }
    };
    for idx in 0..WAVES {
        form.re[idx] = middle(&|page| page.re[idx]);
        form.im[idx] = middle(&|page| page.im[idx]);
    }
    form
}

impl Waves {
    /// Nothing at all.
    pub(super) const NONE: Waves = Waves { re: [0.0; WAVES], im: [0.0; WAVES] };

    /// Brings the waves to length 1.
    pub(super) fn normal(mut self) -> Waves {
        let scale = 1.0 / self.dot(&self).max(1e-12).sqrt();
        self.re.iter_mut().chain(&mut self.im).for_each(|part| *part *= scale);
        self
    }

    /// Returns by what the waves change when the page is shifted a little.
    fn shifted(&self, along: impl Fn(&Wave) -> i32) -> Waves {
        let mut way = Waves::NONE;
        for (idx, wave) in spectrum::waves().iter().enumerate() {
            let periods = along(wave) as f32;
            (way.re[idx], way.im[idx]) = (-self.im[idx] * periods, self.re[idx] * periods);
        }
        way
    }

    /// Returns by what the waves change when the page is blurred a little: short ones most.
    fn blurred(&self) -> Waves {
        let mut way = self.clone();
        for (idx, wave) in spectrum::waves().iter().enumerate() {
            let square = wave.weight * wave.weight * wave.weight * wave.weight;
            way.re[idx] *= square;
            way.im[idx] *= square;
        }
        way
    }

    /// Returns the product of two pages.
    pub(super) fn dot(&self, other: &Waves) -> f32 {
        sum_of(|idx| self.re[idx] * other.re[idx] + self.im[idx] * other.im[idx])
    }

    pub(super) fn add(&mut self, other: &Waves, factor: f32) {
        for idx in 0..WAVES {
            self.re[idx] += other.re[idx] * factor;
            self.im[idx] += other.im[idx] * factor;
        }
    }
}

/// Sums over all waves.
fn sum_of(term: impl Fn(usize) -> f32) -> f32 {
    let mut sums = [0f32; LANES];
    for start in (0..WAVES).step_by(LANES) {
        sums.iter_mut().enumerate().for_each(|(lane, sum)| *sum += term(start + lane));
    }
    sums.iter().sum()
}
