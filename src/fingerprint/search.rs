//! Which pages of a folder could be scans of one sheet?
//!
//! Most pages of an archive are one printed form with a few values changed, so that all of them look alike. What tells them
//! apart is what is left when the form is taken away; and the form is what a page's neighbours have in common.

use rayon::prelude::*;

use super::Fingerprint;
use super::alike::{Magnitudes, Page, Step};
use super::shelves::{self, Trace};

/// Neighbours by magnitudes that are looked at closer.
const NEIGHBOURS: usize = 96;
/// Among so many pages all are looked at; of more, those on the nearest shelves.
const ALL: usize = 4000;
/// Pages of which one gives its trace to find out where shelves belong.
const SAMPLE: usize = 8;
/// The least score of a candidate: of other scans of one sheet, 99 in a hundred have more, measured on seven sets.
pub const LEAST: f32 = 0.15;
/// How many of a page's candidates need no more than a score. One that no page is like may be a poor scan, and the first that is
/// found leads to the others of its sheet; where many are likelier, a poor one is most often another paper, filled in alike.
const LEAST_OF: [(usize, f32); 2] = [(2, 0.1), (10, LEAST)];
/// What all others need.
const LEAST_OF_MANY: f32 = 0.4;

/// Two pages that could be scans of one sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Where the first page stands among those given.
    pub a: usize,
    /// Where the second stands; always behind the first.
    pub b: usize,
    /// How likely it is, up to 1: likelier pairs have higher scores, and that is all that it says.
    pub score: f32,
}

/// What came of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    /// The pairs, likeliest first.
    pub pairs: Vec<Candidate>,
    /// So many pairs were dropped because their pages had too many likelier ones.
    pub capped: usize,
}

/// Finds the pairs of pages that could be scans of one sheet. Blank pages are in none.
///
/// A pair is dropped when both of its pages have `cap` likelier ones. The answer is the same whatever the threads.
pub fn candidates(prints: &[&Fingerprint], cap: usize) -> Candidates {
    let known: Vec<(usize, Page)> =
        prints.iter().enumerate().filter_map(|(at, print)| Some((at, Page::of(print)?))).collect();
    let magnitudes: Vec<Magnitudes> = known.par_iter().map(|(_, page)| page.magnitudes()).collect();
    let places = Places::of(&magnitudes, if magnitudes.len() > ALL { magnitudes.len() } else { 0 });
    let found: Vec<Vec<(usize, f32)>> = (0..known.len())
        .into_par_iter()
        .map(|at| judged(&known, at, &nearest(&magnitudes, &places, &known[at].1, at)))
        .collect();
    let mut pairs: Vec<Candidate> = Vec::new();
    for (at, found) in found.into_iter().enumerate() {
        pairs.extend(found.into_iter().map(|(other, score)| {
            let (a, b) = (known[at.min(other)].0, known[at.max(other)].0);
            Candidate { a, b, score }
        }));
    }
    chosen(joined(pairs), prints.len(), cap)
}

/// Joins what both pages of a pair say of it: half of the sum.
fn joined(mut pairs: Vec<Candidate>) -> Vec<Candidate> {
    pairs.sort_by(|one, two| (one.a, one.b).cmp(&(two.a, two.b)).then(one.score.total_cmp(&two.score)));
    let pair = |said: &[Candidate]| {
        let score = said.iter().map(|one| one.score).sum::<f32>() / said.len() as f32;
        Candidate { score, ..said[0] }
    };
    pairs.chunk_by(|one, two| (one.a, one.b) == (two.a, two.b)).map(pair).collect()
}

/// Keeps pairs that are likely enough, and no more of each page than wanted.
fn chosen(mut pairs: Vec<Candidate>, pages: usize, cap: usize) -> Candidates {
    pairs.sort_by(|one, two| two.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(two.a, two.b))));
    let mut kept = vec![0usize; pages];
    let mut capped = 0;
    pairs.retain(|pair| {
        let fewer = kept[pair.a].min(kept[pair.b]);
        let least = LEAST_OF.iter().find(|(count, _)| fewer < *count).map_or(LEAST_OF_MANY, |(_, least)| *least);
        let is_likely = pair.score >= least;
        let is_wanted = is_likely && fewer < cap;
        capped += usize::from(is_likely && !is_wanted);
        if is_wanted {
            kept[pair.a] += 1;
            kept[pair.b] += 1;
        }
        is_wanted
    });
    Candidates { capped, pairs }
}

/// Where pages stand, so that not all are looked at.
struct Places {
    shelves: Vec<Trace>,
    /// The pages on each shelf.
    pages: Vec<Vec<usize>>,
}

impl Places {
    /// Puts pages on about as many shelves as each shelf then has pages; on none where there are few pages.
    fn of(magnitudes: &[Magnitudes], n_pages: usize) -> Places {
        let traces: Vec<Trace> = magnitudes.iter().take(n_pages).cloned().map(Trace).collect();
        if traces.is_empty() {
            return Places { shelves: Vec::new(), pages: Vec::new() };
        }
        let sample: Vec<Trace> = traces.iter().step_by(SAMPLE).cloned().collect();
        let shelves = shelves::put_up(&sample, (traces.len() as f64).sqrt() as usize);
        let mut pages = vec![Vec::new(); shelves.len()];
        let places: Vec<usize> = traces.par_iter().map(|trace| trace.shelf(&shelves)).collect();
        places.into_iter().enumerate().for_each(|(page, shelf)| pages[shelf].push(page));
        Places { shelves, pages }
    }

    /// Returns the pages to look at for one that is known at several scales.
    fn near(&self, scales: &[(Step, Magnitudes)], n_pages: usize) -> Vec<usize> {
        if self.shelves.is_empty() {
            return (0..n_pages).collect();
        }
        let near = shelves::nearest(&self.shelves, scales, shelves::LOOKED_THROUGH);
        near.into_iter().flat_map(|shelf| self.pages[shelf].iter().copied()).collect()
    }
}

/// Returns the pages nearest to one by magnitudes, each with the scale at which it is.
fn nearest(magnitudes: &[Magnitudes], places: &Places, page: &Page, at: usize) -> Vec<(usize, Step)> {
    let scales = page.all_magnitudes();
    let others = places.near(&scales, magnitudes.len());
    let mut near: Vec<(i32, usize, Step)> = others
        .into_iter()
        .filter(|other| *other != at)
        .filter_map(|other| {
            // What fits this page at a scale is itself off by the inverse of it.
            let at = |(step, own): &(Step, Magnitudes)| (own.distance(&magnitudes[other]), (-step.0, -step.1));
            let (distance, step) = scales.iter().map(at).min_by_key(|(distance, _)| *distance)?;
            Some((distance, other, step))
        })
        .collect();
    if near.len() > NEIGHBOURS {
        near.select_nth_unstable(NEIGHBOURS);
        near.truncate(NEIGHBOURS);
    }
    near.sort_unstable();
    near.into_iter().map(|(_, other, step)| (other, step)).collect()
}

/// Scores one page with its neighbours, likeliest first.
fn judged(known: &[(usize, Page)], at: usize, near: &[(usize, Step)]) -> Vec<(usize, f32)> {
    let others: Vec<(&Page, Step)> = near.iter().map(|(other, step)| (&known[*other].1, *step)).collect();
    let scores = known[at].1.scores(&others);
    let mut found: Vec<(usize, f32)> = near.iter().map(|near| near.0).zip(scores).collect();
    found.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_pages_are_candidates_though_they_are_less_likely() {
        let pair = |a: usize, b: usize, score: f32| Candidate { a, b, score };
        let pairs = vec![pair(0, 1, 0.5), pair(0, 2, 0.12), pair(1, 2, 0.11), pair(2, 3, 0.14), pair(3, 4, 0.05)];
        let found = chosen(pairs.clone(), 5, 64);
        let pages: Vec<_> = found.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        // Only one page is likelier for the page 1 than the page 2; the last pair is too unlikely for any page.
        assert_eq!(pages, [(0, 1), (2, 3), (0, 2), (1, 2)]);
        let capped = chosen(pairs, 5, 1);
        assert_eq!((capped.pairs.len(), capped.capped), (2, 2));
    }

    #[test]
    fn where_many_are_likelier_a_candidate_must_be_likely() {
        // All pairs among a dozen, and what the twelfth page has for the others is less and less.
        let score = |a: usize, b: usize| if b < 11 { 0.6 } else { 0.38 - a as f32 / 100.0 };
        let pairs = (0..12).flat_map(|a| (a + 1..12).map(move |b| Candidate { a, b, score: score(a, b) }));
        let found = chosen(pairs.collect(), 12, 64);
        let of_last: Vec<usize> = found.pairs.iter().filter(|pair| pair.b == 11).map(|pair| pair.a).collect();
        assert_eq!(of_last, (0..10).collect::<Vec<_>>());
    }
}
