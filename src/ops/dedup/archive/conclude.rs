//! From the answers about pages to pairs of documents, as the catalogue keeps them.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::pairs::{FoundPair, Kind};
use crate::digest::Digest;
use crate::duplicates::documents::{self, Answers, Doubt, Tie, TieKind};

use super::compare::Circle;

/// Concludes, and returns what is to be kept of it.
pub(super) fn conclude(catalogue: &Catalogue, circle: &Circle, answers: &Answers) -> Result<Vec<FoundPair>> {
    let conclusion = documents::conclude(&circle.pages, answers);
    let same = same_content(circle);
    let mut found = Vec::new();
    for idx in 0..circle.ids.len() {
        let best = conclusion.best[idx];
        let bytes = || catalogue.pdf_size(&circle.ids[idx]);
        if same[idx] != idx {
            let keep = Some(circle.ids[same[idx]].clone());
            found.push(FoundPair { bytes: bytes()?, keep, ..pair(circle, Kind::Content, (same[idx], idx)) });
        }
        if best != idx && same[best] != same[idx] {
            let keep = Some(circle.ids[best].clone());
            found.push(FoundPair { bytes: bytes()?, keep, ..near(circle, answers, idx, best) });
        }
    }
    found.extend(conclusion.doubts.iter().map(|doubt| review(circle, doubt)));
    found.extend(conclusion.ties.iter().map(|tie| tied(circle, tie)));
    Ok(found)
}

/// Returns for each document the first with the same content on all pages; itself, where it is that or has nothing on
/// any page.
fn same_content(circle: &Circle) -> Vec<usize> {
    let mut firsts: BTreeMap<Vec<Digest>, usize> = BTreeMap::new();
    let first = |(idx, document): (usize, &documents::Document)| match circle.pages.written[idx].is_empty() {
        true => idx,
        false => *firsts.entry(document.pages.iter().map(|page| page.content).collect()).or_insert(idx),
    };
    circle.documents.iter().enumerate().map(first).collect()
}

/// A pair of documents of which nothing differs, by their places; the lower comes first.
fn pair(circle: &Circle, kind: Kind, (one, other): (usize, usize)) -> FoundPair {
    let (one, other) = (one.min(other), one.max(other));
    FoundPair::new(&circle.ids[one], &circle.ids[other], kind)
}

/// A document and the best scan of it, with the page that differs most.
fn near(circle: &Circle, answers: &Answers, idx: usize, best: usize) -> FoundPair {
    let (one, other) = (idx.min(best), idx.max(best));
    let mut near = pair(circle, Kind::Near, (one, other));
    let written = &circle.pages.written;
    let mut is_first = true;
    for ((a, a_at), (b, b_at)) in written[one].iter().zip(&written[other]) {
        // Pages of a group are compared with its best scan, which may be in a third document.
        let verdicts = [(*a.min(b), *a.max(b)), ordered(*a, answers.best[*a]), ordered(*b, answers.best[*b])];
        let Some(((first, _), verdict)) =
            verdicts.iter().find_map(|pages| answers.verdicts.get(pages).map(|verdict| (*pages, verdict)))
        else {
            continue;
        };
        if is_first || verdict.score < near.score {
            is_first = false;
            near.score = verdict.score;
            (near.a_page, near.b_page) = (number(*a_at), number(*b_at));
            near.area = verdict.place.filter(|_| first == *a);
            near.excuses.clone_from(&verdict.excuses);
        }
    }
    near
}

fn review(circle: &Circle, doubt: &Doubt) -> FoundPair {
    FoundPair {
        score: doubt.score,
        a_page: number(doubt.pages.0),
        b_page: number(doubt.pages.1),
        area: doubt.place,
        excuses: doubt.excuses.clone(),
        ..pair(circle, Kind::Review, doubt.documents)
    }
}

fn tied(circle: &Circle, tie: &Tie) -> FoundPair {
    let kind = match tie.kind {
        TieKind::ContainedIn => Kind::ContainedIn,
        TieKind::ReOrdered => Kind::ReOrdered,
        TieKind::SharedPage => Kind::SharedPage,
        TieKind::PageTwice => Kind::PageTwice,
    };
    let (a, b) = tie.documents;
    FoundPair {
        pages: tie.pages.iter().map(|(a, b)| (number(*a), number(*b))).collect(),
        ..FoundPair::new(&circle.ids[a], &circle.ids[b], kind)
    }
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// Counts pages from 1, as people do.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1)
}
