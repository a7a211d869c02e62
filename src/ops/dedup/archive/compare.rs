//! Documents that pages bind together are compared page by page, and what follows is settled.
//!
//! Memory holds some thousand documents at a time, or as many as are bound together.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::archive::catalogue::alike::Alike;
use crate::archive::catalogue::pages::KnownPage;
use crate::duplicates::documents::{Candidate, Document, Page, Pages};
use crate::duplicates::{Sheet, Verdict, align};
use crate::ops::dedup::verify::{self, Judged, Task};
use crate::ops::locate;
use crate::ops::see::{Eyes, Subject};
use crate::page::Stop;

use super::{Done, Work, conclude};

/// So many pages are taken together, if they are not bound together anyway.
const PORTION: usize = 4_000;

/// What is known of pairs of pages, the lower number first.
type Verdicts = BTreeMap<(usize, usize), Verdict>;

/// Documents that are compared with each other, by their ids in the order of their bytes.
pub(super) struct Circle {
    /// Their ids.
    pub(super) ids: Vec<String>,
    /// Their pages.
    known: Vec<Vec<KnownPage>>,
    /// Their pages with anything on them, numbered.
    pub(super) pages: Pages,
    /// What they are of.
    pub(super) documents: Vec<Document>,
}

/// Compares whatever is not settled.
pub(super) fn compare(work: &Work<'_>, done: &mut Done) -> Result<()> {
    let unsettled = work.catalogue.unsettled()?;
    let mut portion = Vec::new();
    let mut n_pages = 0;
    for owners in bound_together(&work.catalogue.bonds()?, &unsettled) {
        let bound: Vec<Vec<KnownPage>> =
            owners.iter().map(|owner| work.catalogue.pages_of(*owner)).collect::<Result<_>>()?;
        n_pages += bound.iter().map(Vec::len).sum::<usize>();
        portion.extend(bound);
        if n_pages >= PORTION {
            settle(work, std::mem::take(&mut portion), done)?;
            n_pages = 0;
        }
    }
    settle(work, portion, done)
}

/// Returns the circles of documents that have anything unsettled, in the order of their first documents.
fn bound_together(bonds: &[(i64, i64)], unsettled: &[i64]) -> Vec<Vec<i64>> {
    let owners: BTreeSet<i64> =
        bonds.iter().flat_map(|(one, other)| [*one, *other]).chain(unsettled.iter().copied()).collect();
    let owners: Vec<i64> = owners.into_iter().collect();
    let place = |owner: i64| owners.binary_search(&owner).unwrap_or_default();
    let mut above: Vec<usize> = (0..owners.len()).collect();
    for (one, other) in bonds {
        let (one, other) = (top(&mut above, place(*one)), top(&mut above, place(*other)));
        above[one.max(other)] = one.min(other);
    }
    let wanted: BTreeSet<usize> = unsettled.iter().map(|owner| top(&mut above, place(*owner))).collect();
    let mut circles: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for (at, owner) in owners.iter().enumerate() {
        let first = top(&mut above, at);
        if wanted.contains(&first) {
            circles.entry(first).or_default().push(*owner);
        }
    }
    circles.into_values().collect()
}

fn top(above: &mut [usize], mut at: usize) -> usize {
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}

fn settle(work: &Work<'_>, mut known: Vec<Vec<KnownPage>>, done: &mut Done) -> Result<()> {
    known.retain(|pages| !pages.is_empty());
    if known.is_empty() {
        return Ok(());
    }
    known.sort_by(|one, other| one[0].id.cmp(&other[0].id));
    let circle = Circle::of(known);
    let (candidates, verdicts) = circle.candidates(work)?;
    let task = Task { pages: &circle.pages, candidates: &candidates, known: &verdicts, cap: work.cap };
    let mut n_pairs = 0;
    let mut keep = |judged: &[Judged]| {
        n_pairs += judged.len() as u64;
        let alike: Vec<Alike> = judged.iter().map(|judged| circle.alike(judged)).collect();
        work.catalogue.note_compared(&alike)
    };
    let answers = verify::verify(&task, &|page| circle.sheet(work, page), &mut keep, work.progress)?;
    done.verified.pairs += n_pairs;
    done.verified.capped += answers.capped;
    let found = conclude::conclude(work.catalogue, &circle, &answers)?;
    let keys: Vec<i64> = circle.known.iter().flatten().map(|page| page.key).collect();
    let ids: Vec<&str> = circle.ids.iter().map(String::as_str).collect();
    work.catalogue.settle(&keys, &ids, &found)
}

impl Circle {
    fn of(known: Vec<Vec<KnownPage>>) -> Circle {
        let page = |page: &KnownPage| Page { content: page.content, blank: page.blank, scan: page.scan };
        let document = |pages: &Vec<KnownPage>| Document { pages: pages.iter().map(page).collect() };
        let documents: Vec<Document> = known.iter().map(document).collect();
        let ids = known.iter().map(|pages| pages[0].id.clone()).collect();
        Circle { ids, pages: Pages::of(&documents), known, documents }
    }

    /// Returns the page that stands for all of its content.
    fn page(&self, number: usize) -> &KnownPage {
        let (document, at) = self.pages.places[number];
        &self.known[document][at]
    }

    /// Returns pairs of pages to compare, with the verdicts that are known.
    fn candidates(&self, work: &Work<'_>) -> Result<(Vec<Candidate>, Verdicts)> {
        let mut numbers: BTreeMap<i64, usize> = BTreeMap::new();
        for (document, written) in self.pages.written.iter().enumerate() {
            numbers.extend(written.iter().map(|(page, at)| (self.known[document][*at].key, *page)));
        }
        let (mut candidates, mut verdicts) = (Vec::new(), Verdicts::new());
        for (key, number) in &numbers {
            for Alike { b, looks, verdict, .. } in work.catalogue.alike(*key)? {
                let Some(other) = numbers.get(&b).filter(|other| *other != number) else { continue };
                let pages = (*number.min(other), *number.max(other));
                candidates.push(Candidate { pages, score: looks });
                // A place is on the page that was the first when they were compared.
                let is_turned = number > other;
                let place = |verdict: Verdict| Verdict { place: verdict.place.filter(|_| !is_turned), ..verdict };
                verdicts.extend(verdict.map(|verdict| (pages, place(verdict))));
            }
        }
        candidates.sort_by_key(|candidate| candidate.pages);
        // In a large archive a page may well have too many neighbours to be found among them.
        self.pages.complete(&mut candidates, 0.0);
        Ok((candidates, verdicts))
    }

    fn alike(&self, ((a, b), verdict): &Judged) -> Alike {
        Alike { a: self.page(*a).key, b: self.page(*b).key, looks: 0.0, verdict: Some(verdict.clone()) }
    }

    /// Sees a page for comparing; `None` where that cannot be.
    fn sheet(&self, work: &Work<'_>, number: usize) -> Result<Option<Sheet>> {
        let page = self.page(number);
        let row = locate::document(work.catalogue, &page.id)?;
        let (sidecar, pdf) = (locate::sidecar(work.archive, &row)?, locate::pdf(work.archive, &row)?);
        let eyes = Eyes { limits: &work.archive.profile.limits, pool: work.pool };
        let subject = Subject::Document { pdf: &pdf, sidecar: &sidecar };
        let mut sheet = None;
        let seen = eyes.rasters(subject, &[page.number], 2.0 * align::DPI, &mut |_, raster| {
            sheet = Some(Sheet::of(&raster));
            Ok(())
        });
        match seen {
            Err(Stop::Fault(error)) => Err(error),
            _ => Ok(sheet),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_circles_with_something_unsettled_are_looked_at_and_each_is_whole() {
        let bonds = [(1, 5), (2, 3), (5, 9), (7, 8)];
        assert_eq!(bound_together(&bonds, &[9, 4, 3]), [vec![1, 5, 9], vec![2, 3], vec![4]]);
        assert!(bound_together(&bonds, &[]).is_empty());
    }
}
