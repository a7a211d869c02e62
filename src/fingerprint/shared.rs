//! What a page and its neighbours share, and in what they differ: pages of one printed form share the form, and differ in what
//! somebody filled in.

use super::form::{FLOOR, TOLD};
use super::search::LEAST;
use super::spectrum::{WAVES, Waves};

/// How much two scans of one sheet differ, as a share of a sketch's energy, where nothing is known of a form.
const NOISE: f32 = 0.06;
/// The same where a form was learnt, times the square of the pages that it was learnt from: of few pages each weighs much, so that
/// what is left of them says little. With less, a paper that is scanned thrice and fills a form alone was lost to its own scans.
const FEW_PAGES: f32 = 1.5;
/// Where nothing is taken away but the ways in which scans differ, scans of one sheet agree at least so well (99 in 100, measured),
/// and pages of other forms seldom; this much is a score of [`LEAST`].
const LEAST_WHOLE: f32 = 0.5;
/// How much of a form a page must show at least, or what is left of it would be nothing else.
const LEAST_SHARE: f32 = 0.1;

/// What pages share, and how to compare what is left of them.
#[derive(Clone, Debug)]
pub(super) struct Shared<'w> {
    form: Waves,
    /// Ways in which scans differ, each of length 1 and square to the others.
    ways: &'w [Waves],
    /// How much each wave counts: the less pages differ in it, the more.
    weights: [f32; WAVES],
    /// What is too little to say anything, weighed like all else.
    noise: f32,
    is_known: bool,
}

impl<'w> Shared<'w> {
    /// Takes nothing away but `ways`: nobody knows what is printed.
    pub(super) fn nothing(ways: &'w [Waves]) -> Shared<'w> {
        let weights = std::array::from_fn(|wave| if wave < TOLD { 1.0 } else { 0.0 });
        Shared { form: Waves::NONE, ways, weights, noise: NOISE, is_known: false }
    }

    /// Learns from pages that lie over each other.
    pub(super) fn of(pages: &[&Waves], ways: &'w [Waves]) -> Shared<'w> {
        let once = Shared::learnt(pages, &vec![1.0; pages.len()], ways);
        let rests: Vec<Waves> = pages.iter().map(|page| once.rest(page).normal()).collect();
        // Scans of one paper count for less each, or what is written on it would pass for printed.
        let count = |one: &Waves| 1.0 / rests.iter().map(|other| one.dot(other).max(0.0).sqrt()).sum::<f32>().max(1.0);
        Shared::learnt(pages, &rests.iter().map(count).collect::<Vec<_>>(), ways)
    }

    fn learnt(pages: &[&Waves], counts: &[f32], ways: &'w [Waves]) -> Shared<'w> {
        let total: f32 = counts.iter().sum();
        let mut form = Waves::NONE;
        pages.iter().zip(counts).for_each(|(page, count)| form.add(page, count / total));
        let mut shared = Shared { form, ways, weights: [1.0; WAVES], noise: 0.0, is_known: true };
        let mut spread = [0f32; WAVES];
        for (page, count) in pages.iter().zip(counts) {
            let rest = shared.rest(page);
            for (spread, (re, im)) in spread.iter_mut().zip(rest.re.iter().zip(&rest.im)) {
                *spread += count / total * (re * re + im * im);
            }
        }
        let usual = spread[..TOLD].iter().sum::<f32>() / TOLD as f32;
        let weight = |wave: usize| usual * (1.0 + FLOOR) / (spread[wave] + usual * FLOOR).max(1e-12);
        shared.weights = std::array::from_fn(|wave| if wave < TOLD { weight(wave) } else { 0.0 });
        let squares = shared.weights.iter().map(|weight| weight * weight).sum::<f32>();
        shared.noise = FEW_PAGES / (pages.len() * pages.len()) as f32 * squares / TOLD as f32;
        shared
    }

    /// Returns what is left of a page, weighed.
    pub(super) fn rest(&self, page: &Waves) -> Waves {
        let mut rest = page.clone();
        if self.is_known {
            let share = page.dot(&self.form) / self.form.dot(&self.form).max(1e-12);
            rest = Waves::NONE;
            rest.add(page, 1.0 / share.max(LEAST_SHARE));
            rest.add(&self.form, -1.0);
        }
        for way in self.ways {
            let along = rest.dot(way);
            rest.add(way, -along);
        }
        for ((re, im), weight) in rest.re.iter_mut().zip(&mut rest.im).zip(&self.weights) {
            *re *= weight;
            *im *= weight;
        }
        rest
    }

    /// Compares what is left of two pages: 1 for the same. How bold or how pale it is says nothing once a form is known.
    pub(super) fn score(&self, one: &Waves, other: &Waves) -> f32 {
        let (mine, theirs) = (one.dot(one), other.dot(other));
        let energy = if self.is_known { (mine * theirs).sqrt() } else { (mine + theirs) / 2.0 };
        let score = (one.dot(other) + self.noise) / (energy + self.noise).max(1e-12);
        if self.is_known { score } else { 1.0 - (1.0 - score) * (1.0 - LEAST) / (1.0 - LEAST_WHOLE) }
    }
}
