//! What follows for documents from what is known of their pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::duplicates::verdict::{Answer, Area, Excuse};

use super::relations::{self, Tie};
use super::{Answers, Pages};

/// What is said of documents, which are named by their places in the list.
#[derive(Clone, Debug, Default)]
pub struct Conclusion {
    /// For each document the best scan of the same paper; itself, where it is the best or alone.
    pub best: Vec<usize>,
    /// For each document its worst page against that best scan, from 0 to 1.
    pub scores: Vec<f64>,
    /// Pairs that a person must look at.
    pub doubts: Vec<Doubt>,
    /// Relations between documents that are not the same; of equal documents only the best scan is named.
    pub ties: Vec<Tie>,
}

/// Two documents that may be the same, and where they seem to differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The documents, the lower number first.
    pub documents: (usize, usize),
    /// How alike their worst page is.
    pub score: f64,
    /// The places of that page in the two documents, from 0.
    pub pages: (usize, usize),
    /// The place that differs most, in shares of the first document's page.
    pub place: Option<Area>,
    /// What differs there and was explained.
    pub excuses: Vec<Excuse>,
}

/// Draws the conclusions. Documents are the same when their written pages are, one by one; they are in doubt when no
/// page is surely another one.
pub fn conclude(pages: &Pages, answers: &Answers) -> Conclusion {
    let sheets: Vec<Vec<usize>> =
        pages.written.iter().map(|written| written.iter().map(|(page, _)| answers.best[*page]).collect()).collect();
    let best = best_of(pages, &sheets);
    let scores = pages.written.iter().map(|written| score(written, answers)).collect();
    let doubts = doubts(pages, answers, &best);
    let in_doubt: BTreeSet<(usize, usize)> =
        doubts.iter().map(|doubt| ordered(best[doubt.documents.0], best[doubt.documents.1])).collect();
    let firsts: Vec<usize> = best
        .iter()
        .enumerate()
        .filter(|(idx, best)| idx == *best && !sheets[*idx].is_empty())
        .map(|(idx, _)| idx)
        .collect();
    let ties = relations::find(pages, &answers.best, &firsts, |one, other| in_doubt.contains(&ordered(one, other)));
    Conclusion { best, scores, doubts, ties }
}

/// Returns for each document the best of those with the same sheets in the same order.
fn best_of(pages: &Pages, sheets: &[Vec<usize>]) -> Vec<usize> {
    let worst = |idx: usize| pages.written[idx].iter().map(|(page, _)| pages.scans[*page]).min();
    let mut bests: BTreeMap<&[usize], usize> = BTreeMap::new();
    for (idx, sheets) in sheets.iter().enumerate().filter(|(_, sheets)| !sheets.is_empty()) {
        let best = bests.entry(sheets).or_insert(idx);
        if worst(idx) > worst(*best) {
            *best = idx;
        }
    }
    sheets.iter().enumerate().map(|(idx, sheets)| bests.get(sheets.as_slice()).copied().unwrap_or(idx)).collect()
}

/// Returns the worst of a document's pages against the best scans of the same sheets.
fn score(written: &[(usize, usize)], answers: &Answers) -> f64 {
    let of_page = |page: usize| match answers.best[page] {
        best if best == page => 1.0,
        best => answers.verdicts.get(&ordered(page, best)).map_or(1.0, |verdict| verdict.score),
    };
    written.iter().map(|(page, _)| of_page(*page)).fold(1.0, f64::min)
}

/// Finds the pairs in doubt, beginning with each pair of pages that is.
fn doubts(pages: &Pages, answers: &Answers, best: &[usize]) -> Vec<Doubt> {
    let mut holders: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (idx, written) in pages.written.iter().enumerate() {
        for (nth, (page, _)) in written.iter().enumerate() {
            holders.entry(*page).or_default().push((idx, nth));
        }
    }
    let none = Vec::new();
    let mut doubts: BTreeMap<(usize, usize), Doubt> = BTreeMap::new();
    for (a, b) in answers.verdicts.keys().filter(|pair| is_doubt(answers, pair.0, pair.1)) {
        for (one, nth) in holders.get(a).unwrap_or(&none) {
            for (other, _) in holders.get(b).unwrap_or(&none).iter().filter(|(_, at)| at == nth) {
                let pair = ordered(*one, *other);
                if best[*one] != best[*other] && !doubts.contains_key(&pair) {
                    doubts.extend(doubt(pages, answers, pair).map(|doubt| (pair, doubt)));
                }
            }
        }
    }
    doubts.into_values().collect()
}

/// A pair that was found the same while the best scan of the group of one of them is in doubt, is in doubt.
fn is_doubt(answers: &Answers, a: usize, b: usize) -> bool {
    let answer = answers.verdicts.get(&ordered(a, b)).map(|verdict| verdict.answer);
    answers.best[a] != answers.best[b] && answer.is_some_and(|answer| answer != Answer::Different)
}

/// Says what is in doubt about two documents; nothing, where a page of theirs is surely another one.
fn doubt(pages: &Pages, answers: &Answers, (one, other): (usize, usize)) -> Option<Doubt> {
    let (written, others) = (&pages.written[one], &pages.written[other]);
    if written.len() != others.len() {
        return None;
    }
    let mut worst: Option<Doubt> = None;
    for ((a, at), (b, other_at)) in written.iter().zip(others) {
        if answers.best[*a] == answers.best[*b] {
            continue;
        }
        if !is_doubt(answers, *a, *b) {
            return None;
        }
        let verdict = answers.verdicts.get(&ordered(*a, *b))?;
        if worst.as_ref().is_none_or(|worst| verdict.score < worst.score) {
            worst = Some(Doubt {
                documents: (one, other),
                score: verdict.score,
                pages: (*at, *other_at),
                // The place is on the page with the lower number.
                place: verdict.place.filter(|_| a < b),
                excuses: verdict.excuses.clone(),
            });
        }
    }
    worst
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}
