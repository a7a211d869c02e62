//! From pages to documents: which are the same paper, which are in doubt, and which only share pages.
//!
//! Pure values. `Pages` names what pages there are, `Questions` says which of them to compare, and `conclude` draws the
//! conclusions. Pixels, files and archives are the caller's.

mod conclude;
mod questions;
mod relations;

use std::collections::BTreeMap;

use crate::digest::Digest;

pub use conclude::{Conclusion, Doubt, conclude};
pub use questions::{Answers, Candidate, Questions, families};
pub use relations::{Tie, TieKind};

/// A document, as far as duplicates are concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its pages in order.
    pub pages: Vec<Page>,
}

/// A page of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The digest of its image data.
    pub content: Digest,
    /// Whether it has next to nothing on it.
    pub blank: bool,
    /// How good the scan is.
    pub scan: Scan,
}

/// How good a scan is; the better is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scan {
    /// Colours go before anything else.
    pub tone: Tone,
    /// Pixels along the longer side: the same sheet has more of them at a higher resolution.
    pub pixels: u32,
}

/// What a scan knows of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Black and white.
    Bitonal,
    /// Grey.
    Grey,
    /// Colour.
    Colour,
}

/// The written pages of documents, each content once: what is compared with one another.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// How good each is.
    pub scans: Vec<Scan>,
    /// The first document that has it, and where.
    pub places: Vec<(usize, usize)>,
    /// For each document its written pages, and where in the document each stands.
    pub written: Vec<Vec<(usize, usize)>>,
}

impl Pages {
    /// Numbers the written pages of documents in their order. Blank ones get no number: they are nobody's duplicates.
    pub fn of(documents: &[Document]) -> Pages {
        let mut pages = Pages::default();
        let mut known: BTreeMap<Digest, usize> = BTreeMap::new();
        for (idx, document) in documents.iter().enumerate() {
            let mut written = Vec::new();
            for (at, page) in document.pages.iter().enumerate().filter(|(_, page)| !page.blank) {
                let number = *known.entry(page.content).or_insert_with(|| {
                    pages.scans.push(page.scan);
                    pages.places.push((idx, at));
                    pages.scans.len() - 1
                });
                written.push((number, at));
            }
            pages.written.push(written);
        }
        pages
    }

    /// Adds, to candidates among pages, the other pages of documents that may be the same page by page: a page whose
    /// twin nobody thought of must not keep two documents apart. Of documents of which a smaller share of pages than `least`
    /// are candidates, nothing is added: that so many were not thought of is unlikely.
    pub fn complete(&self, candidates: &mut Vec<Candidate>, least: f64) {
        let mut holders: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.scans.len()];
        for (idx, written) in self.written.iter().enumerate().filter(|(_, written)| written.len() > 1) {
            for (nth, (page, _)) in written.iter().enumerate() {
                holders[*page].push((idx, nth));
            }
        }
        let mut known: BTreeMap<(usize, usize), f64> =
            candidates.iter().map(|candidate| (candidate.pages, candidate.score)).collect();
        for candidate in candidates.iter() {
            let (a, b) = candidate.pages;
            // A page that many documents share says little of any two of them.
            for (one, nth) in holders[a].iter().take(SHARED) {
                for (other, _) in holders[b].iter().take(SHARED).filter(|(_, at)| at == nth) {
                    self.add_pairs((*one, *other), candidate.score, least, &mut known);
                }
            }
        }
        *candidates = known.into_iter().map(|(pages, score)| Candidate { pages, score }).collect();
    }

    fn add_pairs(
        &self,
        (one, other): (usize, usize),
        score: f64,
        least: f64,
        known: &mut BTreeMap<(usize, usize), f64>,
    ) {
        let (one, other) = (&self.written[one], &self.written[other]);
        if one.len() != other.len() {
            return;
        }
        let pairs: Vec<(usize, usize)> =
            one.iter().zip(other).filter(|(a, b)| a.0 != b.0).map(|(a, b)| (a.0.min(b.0), a.0.max(b.0))).collect();
        let n_known = pairs.iter().filter(|pair| known.contains_key(pair)).count();
        if n_known as f64 >= least * pairs.len() as f64 {
            pairs.into_iter().for_each(|pair| _ = known.entry(pair).or_insert(score));
        }
    }
}

/// Of documents that share one page, so many are looked at together.
const SHARED: usize = 16;

#[cfg(test)]
mod tests;
