//! Shelves: pages that look alike stand together, so that whoever looks for a page looks through some shelves only.
//!
//! A page's trace says where it stands. Who looks for a page tries all scales that scans differ by. What lies where on disk is
//! for the catalogue.

use rayon::prelude::*;

use super::Fingerprint;
use super::alike::{Magnitudes, Page, Step};
use super::spectrum::LONG;

/// Bytes of a trace.
pub const TRACE: usize = LONG;
/// Shelves that are looked through for one page.
pub const LOOKED_THROUGH: usize = 24;
/// Pages whose sketches are laid over the one that is looked for.
pub const NEIGHBOURS: usize = 100;
/// How often shelves are moved to the middle of what stands on them.
const ROUNDS: usize = 6;
/// Scales that are tried on one shelf, the likeliest.
const SCALES: usize = 3;

/// What is kept of a page on its shelf.
#[derive(Clone, Debug)]
pub struct Trace(pub(super) Magnitudes);

impl Trace {
    /// Draws the trace of a page; `None` when the page is blank.
    pub fn of(print: &Fingerprint) -> Option<Trace> {
        Some(Trace(Page::of(print)?.magnitudes()))
    }

    /// Takes a trace from where it was kept; what is missing counts as nothing.
    pub fn from_bytes(bytes: &[u8]) -> Trace {
        Trace(Magnitudes::from_bytes(bytes))
    }

    /// Returns the bytes to keep.
    pub fn bytes(&self) -> [u8; TRACE] {
        self.0.bytes()
    }

    /// Returns the shelf that is nearest; the first one where several are.
    pub fn shelf(&self, shelves: &[Trace]) -> usize {
        let distances = shelves.iter().map(|shelf| self.0.distance(&shelf.0)).enumerate();
        distances.min_by_key(|(shelf, distance)| (*distance, *shelf)).map_or(0, |(shelf, _)| shelf)
    }
}

/// Puts up shelves for pages of which these are a sample: at most so many, each in the middle of the traces next to it.
/// The same sample makes the same shelves.
pub fn put_up(sample: &[Trace], wanted: usize) -> Vec<Trace> {
    let wanted = wanted.clamp(1, sample.len().max(1));
    let mut shelves: Vec<Trace> =
        (0..wanted).filter_map(|idx| sample.get(idx * sample.len() / wanted).cloned()).collect();
    for _ in 0..ROUNDS {
        let places: Vec<usize> = sample.par_iter().map(|trace| trace.shelf(&shelves)).collect();
        let mut sums = vec![([0u64; TRACE], 0u64); shelves.len()];
        for (trace, place) in sample.iter().zip(places) {
            let (sum, count) = &mut sums[place];
            sum.iter_mut().zip(trace.bytes()).for_each(|(sum, value)| *sum += u64::from(value));
            *count += 1;
        }
        for (shelf, (sum, count)) in shelves.iter_mut().zip(sums).filter(|(_, (_, count))| *count > 0) {
            *shelf = Trace::from_bytes(&sum.map(|sum| ((sum + count / 2) / count) as u8));
        }
    }
    shelves
}

/// Returns so many shelves that are nearest to a page at any of its scales, the likeliest first.
pub(super) fn nearest(shelves: &[Trace], scales: &[(Step, Magnitudes)], count: usize) -> Vec<usize> {
    let distance = |shelf: &Trace| scales.iter().map(|(_, scale)| scale.distance(&shelf.0)).min();
    let mut near: Vec<(Option<i32>, usize)> = shelves.iter().map(distance).zip(0..).collect();
    near.sort_unstable();
    near.into_iter().take(count).map(|(_, shelf)| shelf).collect()
}

/// A page that is looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    page: Page,
    scales: Vec<(Step, Magnitudes)>,
    near: Vec<Near>,
}

/// A page that may be another scan of the one that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    distance: i32,
    key: i64,
    step: Step,
}

impl Sought {
    /// Begins to look for a page; `None` when it is blank.
    pub fn of(print: &Fingerprint) -> Option<Sought> {
        let page = Page::of(print)?;
        let scales = page.all_magnitudes();
        Some(Sought { page, scales, near: Vec::new() })
    }

    /// Returns the shelves on which the page may stand, the likeliest first, at most [`LOOKED_THROUGH`].
    pub fn shelves(&self, shelves: &[Trace]) -> Vec<usize> {
        nearest(shelves, &self.scales, LOOKED_THROUGH)
    }

    /// Looks through a shelf, and keeps the [`NEIGHBOURS`] pages that are nearest so far. The page itself, by its key, is no
    /// neighbour.
    pub fn look_through(&mut self, own: i64, shelf: &Trace, pages: &[(i64, Trace)]) {
        let mut scales = self.scales.clone();
        scales.sort_by_key(|(step, scale)| (scale.distance(&shelf.0), *step));
        scales.truncate(SCALES);
        for (key, trace) in pages.iter().filter(|(key, _)| *key != own) {
            let at = |(step, scale): &(Step, Magnitudes)| (scale.distance(&trace.0), (-step.0, -step.1));
            let Some((distance, step)) = scales.iter().map(at).min() else { continue };
            self.near.push(Near { distance, key: *key, step });
            if self.near.len() >= NEIGHBOURS * 4 {
                self.keep_nearest();
            }
        }
        self.keep_nearest();
    }

    fn keep_nearest(&mut self) {
        self.near.sort_unstable();
        // A page that came twice stands on two shelves, or twice on one.
        self.near.dedup_by_key(|near| near.key);
        self.near.truncate(NEIGHBOURS);
    }

    /// Returns the keys of the pages that are nearest.
    pub fn neighbours(&self) -> Vec<i64> {
        self.near.iter().map(|near| near.key).collect()
    }

    /// Scores the neighbours whose fingerprints are at hand: key and score, the likeliest first.
    pub fn judge<'a>(&self, print: impl Fn(i64) -> Option<&'a Fingerprint>) -> Vec<(i64, f32)> {
        let pages = self.near.iter().filter_map(|near| Some((near, Page::of(print(near.key)?)?)));
        let pages: Vec<(&Near, Page)> = pages.collect();
        let others: Vec<(&Page, Step)> = pages.iter().map(|(near, page)| (page, near.step)).collect();
        let scores = self.page.scores(&others);
        let mut found: Vec<(i64, f32)> = pages.iter().map(|(near, _)| near.key).zip(scores).collect();
        found.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
        found
    }
}
