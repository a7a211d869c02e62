//! Which pages of a folder could be scans of one sheet?
//!
//! Most pages of an archive are one printed form with a few values changed, so that all of them look alike. What tells them
//! apart is what is left when the form is taken away; and the form is what a page's neighbours have in common.

use rayon::prelude::*;

use super::Fingerprint;
use super::alike::{Magnitudes, Phases};

/// Neighbours by magnitudes that are looked at closer.
const NEIGHBOURS: usize = 40;
/// The least score of a candidate.
pub const LEAST: f32 = 0.5;

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
    let known: Vec<(usize, Phases)> =
        prints.iter().enumerate().filter_map(|(at, print)| Some((at, Phases::of(print)?))).collect();
    let magnitudes: Vec<Magnitudes> = known.par_iter().map(|(_, phases)| phases.magnitudes()).collect();
    let found: Vec<Vec<(usize, f32)>> =
        (0..known.len()).into_par_iter().map(|at| judged(&known, at, &nearest(&magnitudes, at))).collect();
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

/// Returns the pages nearest to one by magnitudes.
fn nearest(magnitudes: &[Magnitudes], at: usize) -> Vec<usize> {
    let one = &magnitudes[at];
    let mut near: Vec<(i32, usize)> = magnitudes
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(other, other_magnitudes)| (one.distance(other_magnitudes), other))
        .collect();
    if near.len() > NEIGHBOURS {
        near.select_nth_unstable(NEIGHBOURS);
        near.truncate(NEIGHBOURS);
    }
    near.sort_unstable();
    near.into_iter().map(|(_, other)| other).collect()
}

/// Scores one page with its neighbours, likeliest first.
fn judged(known: &[(usize, Phases)], at: usize, near: &[usize]) -> Vec<(usize, f32)> {
    let others: Vec<&Phases> = near.iter().map(|other| &known[*other].1).collect();
    let scores = known[at].1.scores(&others);
    let mut found: Vec<(usize, f32)> = near.iter().copied().zip(scores).collect();
    found.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
    found
}
