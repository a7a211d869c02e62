//! Which pages of a folder could be scans of one sheet?
//!
//! Most pages of an archive are one printed form with a few values changed, so that all of them look alike. What tells them
//! apart is what is left when the form is taken away; and the form is what a page's neighbours have in common.

use rayon::prelude::*;

use super::Fingerprint;
use super::alike::{Magnitudes, Page, Step};

/// Neighbours by magnitudes that are looked at closer.
const NEIGHBOURS: usize = 40;
/// The least score of a candidate.
pub const LEAST: f32 = -9.0;

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
/// No page keeps more than `cap` pairs of its own choice, the likeliest. The answer is the same whatever the threads.
pub fn candidates(prints: &[&Fingerprint], cap: usize) -> Candidates {
    let known: Vec<(usize, Page)> =
        prints.iter().enumerate().filter_map(|(at, print)| Some((at, Page::of(print)?))).collect();
    let magnitudes: Vec<Magnitudes> = known.par_iter().map(|(_, page)| page.magnitudes()).collect();
    let found: Vec<Vec<(usize, f32)>> = (0..known.len())
        .into_par_iter()
        .map(|at| judged(&known, at, &nearest(&magnitudes, &known[at].1, at)))
        .collect();
    let mut result = Candidates::default();
    let mut pairs: Vec<Candidate> = Vec::new();
    for (at, mut found) in found.into_iter().enumerate() {
        found.retain(|(_, score)| *score >= LEAST);
        result.capped += found.len().saturating_sub(cap);
        for (other, score) in found.into_iter().take(cap) {
            let (a, b) = (known[at.min(other)].0, known[at.max(other)].0);
            pairs.push(Candidate { a, b, score });
        }
    }
    // A pair that both its pages chose is there twice, at two scores.
    pairs.sort_by(|one, two| (one.a, one.b).cmp(&(two.a, two.b)).then(two.score.total_cmp(&one.score)));
    pairs.dedup_by_key(|pair| (pair.a, pair.b));
    pairs.sort_by(|one, two| two.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(two.a, two.b))));
    result.pairs = pairs;
    result
}

/// Returns the pages nearest to one by magnitudes, each with the scale at which it is.
fn nearest(magnitudes: &[Magnitudes], page: &Page, at: usize) -> Vec<(usize, Step)> {
    let mut near: Vec<(i32, usize, Step)> =
        (0..magnitudes.len()).map(|other| (i32::MAX, other, (0, 0))).collect();
    for (step, own) in page.all_magnitudes() {
        // What fits this page at a scale is itself off by the inverse of it.
        let inverse = (-step.0, -step.1);
        for (best, other) in near.iter_mut().zip(magnitudes) {
            let distance = own.distance(other);
            if distance < best.0 {
                (best.0, best.2) = (distance, inverse);
            }
        }
    }
    near.swap_remove(at);
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

/// DEBUG
pub fn dbg_pair(a: &Fingerprint, b: &Fingerprint) -> String { format!("{:?}", dbg_cos(a, b)) }

/// DEBUG
pub fn dbg_cos(a: &Fingerprint, b: &Fingerprint) -> (i32, f32) {
    let (Some(a), Some(b)) = (Page::of(a), Page::of(b)) else { return (0, 0.0) };
    let mb = b.magnitudes();
    let (d, s) = a.all_magnitudes().into_iter().map(|(s, m)| (m.distance(&mb), (-s.0, -s.1))).min().unwrap();
    let own = a.waves((0, 0));
    (d, own.dot(&b.laid_over(s, &own)))
}
