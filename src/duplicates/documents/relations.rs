//! Documents that share pages and are not the same: one within the other, another order, an annex in both.

use std::collections::{BTreeMap, BTreeSet};

use super::Pages;

/// How two documents share pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieKind {
    /// Every written page of the first is in the second, which has more.
    ContainedIn,
    /// The same pages in another order.
    ReOrdered,
    /// One page or more.
    SharedPage,
    /// A document has the same sheet twice; both documents are this one.
    PageTwice,
}

/// A relation of two documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// Its kind.
    pub kind: TieKind,
    /// The documents; for the first kind, the one that is contained comes first, else the lower number.
    pub documents: (usize, usize),
    /// Pages that are the same sheet, by their places from 0: in the first document, in the second.
    pub pages: Vec<(usize, usize)>,
}

/// Of documents that have one page, so many are related with each other; beyond that, all with the first.
const TOGETHER: usize = 16;

impl TieKind {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            TieKind::ContainedIn => "contained-in",
            TieKind::ReOrdered => "re-ordered",
            TieKind::SharedPage => "shared-page",
            TieKind::PageTwice => "page-twice",
        }
    }
}

/// Finds the relations of some documents; `best` gives the sheet of each page, and `is_told` the pairs of documents that
/// are the same or in doubt anyway.
pub(super) fn find(
    pages: &Pages,
    best: &[usize],
    documents: &[usize],
    is_told: impl Fn(usize, usize) -> bool,
) -> Vec<Tie> {
    let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut ties = Vec::new();
    for document in documents {
        let twice = twice(pages, best, *document);
        if !twice.is_empty() {
            ties.push(Tie { kind: TieKind::PageTwice, documents: (*document, *document), pages: twice });
        }
        let sheets: BTreeSet<usize> = pages.written[*document].iter().map(|(page, _)| best[*page]).collect();
        sheets.into_iter().for_each(|sheet| holders.entry(sheet).or_default().push(*document));
    }
    let mut pairs = BTreeSet::new();
    for holders in holders.values() {
        let n_first = if holders.len() > TOGETHER { 1 } else { holders.len() };
        for (at, one) in holders.iter().enumerate().take(n_first) {
            pairs.extend(holders.iter().skip(at + 1).map(|other| (*one, *other)));
        }
    }
    pairs.retain(|(one, other)| !is_told(*one, *other));
    ties.extend(pairs.into_iter().map(|(one, other)| tie(pages, best, one, other)));
    ties.sort();
    ties
}

/// Returns the pages of a document that are the same sheet: each repetition with the first.
fn twice(pages: &Pages, best: &[usize], document: usize) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    let mut twice = Vec::new();
    for (page, at) in &pages.written[document] {
        match first.get(&best[*page]) {
            Some(earlier) => twice.push((*earlier, *at)),
            None => _ = first.insert(best[*page], *at),
        }
    }
    twice
}

fn tie(pages: &Pages, best: &[usize], one: usize, other: usize) -> Tie {
    let (written, others) = (&pages.written[one], &pages.written[other]);
    let mut free: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (page, at) in others.iter().rev() {
        free.entry(best[*page]).or_default().push(*at);
    }
    let shared: Vec<(usize, usize)> =
        written.iter().filter_map(|(page, at)| Some((*at, free.get_mut(&best[*page])?.pop()?))).collect();
    let (all_of_one, all_of_other) = (shared.len() == written.len(), shared.len() == others.len());
    let turned = || shared.iter().map(|(a, b)| (*b, *a)).collect();
    match (all_of_one, all_of_other) {
        (true, true) => Tie { kind: TieKind::ReOrdered, documents: (one, other), pages: shared },
        (true, false) => Tie { kind: TieKind::ContainedIn, documents: (one, other), pages: shared },
        (false, true) => {
            let mut pages: Vec<(usize, usize)> = turned();
            pages.sort_unstable();
            Tie { kind: TieKind::ContainedIn, documents: (other, one), pages }
        }
        (false, false) => Tie { kind: TieKind::SharedPage, documents: (one, other), pages: shared },
    }
}
