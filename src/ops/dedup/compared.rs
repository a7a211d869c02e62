//! Files of different content, compared as sheets of paper: which were scanned again, which are in doubt, and which only
//! share pages.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::duplicates::documents::{self, Candidate, Conclusion, Document, Doubt, Pages, Tie};
use crate::duplicates::verdict::Area;
use crate::finding::{Finding, codes};
use crate::fingerprint::{Fingerprint, search};
use crate::ops::see::Eyes;
use crate::progress::Progress;
use crate::text;

use super::folder::Paper;
use super::grouping::Levels;
use super::inputs::Input;
use super::report::{Place, Relation, Report, Review, Verified};
use super::seen::{self, Decoder, Seen};
use super::verify::{Task, verify};

const MM_PER_INCH: f64 = 25.4;
/// The search finds 99 of a hundred scans of a page, so that of two documents that are the same it finds half of the pages.
const AT_LEAST_KNOWN: f64 = 0.5;

/// Compares papers, each of another content, and adds what is found to levels and report.
pub(super) fn compare(
    eyes: &Eyes<'_>,
    files: &[Input],
    papers: &[Paper<'_>],
    cap: u32,
    levels: &mut Levels,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<()> {
    let all: Vec<Document> = papers.iter().map(|paper| seen::document(&paper.pages)).collect();
    let pages = Pages::of(&all);
    let (candidates, dropped) = candidates(papers, &pages, cap);
    let decoder = Decoder::new(eyes);
    let load = |page: usize| {
        let (paper, at) = pages.places[page];
        decoder.sheet(papers[paper].file, &papers[paper].pages[at])
    };
    let known = BTreeMap::new();
    let task = Task { pages: &pages, candidates: &candidates, known: &known, cap };
    let answers = verify(&task, &load, &mut |_| Ok(()), progress)?;
    let capped = answers.capped + dropped;
    report.verified = Verified { pairs: answers.verdicts.len() as u64, cap, capped };
    report.findings.extend(decoder.findings());
    report.findings.extend((capped > 0).then(|| left_out(capped, cap)));
    tell(&documents::conclude(&pages, &answers), files, papers, levels, report);
    Ok(())
}

/// Returns pairs of pages that may be one sheet, and how many more there were.
fn candidates(papers: &[Paper<'_>], pages: &Pages, cap: u32) -> (Vec<Candidate>, u64) {
    let prints: Vec<&Fingerprint> = pages.places.iter().map(|(paper, at)| &papers[*paper].pages[*at].print).collect();
    let found = search::candidates(&prints, cap as usize);
    let pair = |pair: &search::Candidate| Candidate { pages: (pair.a, pair.b), score: f64::from(pair.score) };
    let mut candidates = found.pairs.iter().map(pair).collect();
    pages.complete(&mut candidates, AT_LEAST_KNOWN);
    (candidates, found.capped as u64)
}

fn left_out(capped: u64, cap: u32) -> Finding {
    let what = text!(
        "{capped} cặp trang không được so vì mỗi trang chỉ được so với tối đa {cap} trang khác",
        "{capped} pairs of pages were not compared, since a page is compared with at most {cap} others"
    );
    Finding::new(&codes::DUPLICATE_CAPPED, "", what)
}

/// Says in the words of files what was concluded of documents.
fn tell(concluded: &Conclusion, files: &[Input], papers: &[Paper<'_>], levels: &mut Levels, report: &mut Report) {
    let bests = papers.iter().enumerate().map(|(document, paper)| {
        let best = concluded.best[document];
        (paper.idx, (papers[best].idx, concluded.scores[document]))
    });
    levels.rescanned(&bests.collect());
    let mut equal: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    levels.exact.iter().enumerate().for_each(|(idx, first)| equal.entry(*first).or_default().push(idx));
    let names = |paper: &Paper<'_>| -> Vec<&str> {
        equal.get(&paper.idx).into_iter().flatten().map(|idx| files[*idx].member.as_str()).collect()
    };
    report.review = concluded.doubts.iter().flat_map(|doubt| reviews(doubt, papers, &names)).collect();
    report.review.sort_by(|one, other| one.members.cmp(&other.members));
    report.relations = concluded.ties.iter().map(|tie| relation(tie, papers)).collect();
    report.relations.sort();
}

/// Names every pair of files in doubt: equal files and those with the same image data are in the same doubt.
fn reviews<'f>(doubt: &Doubt, papers: &'f [Paper<'_>], names: &dyn Fn(&'f Paper<'f>) -> Vec<&'f str>) -> Vec<Review> {
    let (page, other_page) = doubt.pages;
    let all = |document: usize| std::iter::once(&papers[document]).chain(&papers[document].copies);
    let seen = |paper: &'f Paper<'f>| &paper.pages[page];
    let judged = seen(&papers[doubt.documents.0]);
    let mut reviews = Vec::new();
    for (one, other) in all(doubt.documents.0).flat_map(|one| all(doubt.documents.1).map(move |other| (one, other))) {
        // A copy that is shown turned has the place elsewhere.
        let is_shown_alike = seen(one).orientation == judged.orientation && seen(one).size == judged.size;
        let place = doubt.place.filter(|_| is_shown_alike).map(|area| place(&area, seen(one), page, other_page));
        for (a, b) in names(one).into_iter().flat_map(|a| names(other).into_iter().map(move |b| (a, b))) {
            // The place is on the first member's page.
            let (members, place) = if a < b { ([a, b], place) } else { ([b, a], None) };
            reviews.push(Review { members: members.map(str::to_owned), score: doubt.score, place });
        }
    }
    reviews
}

fn place(area: &Area, seen: &Seen, page: usize, other_page: usize) -> Place {
    let (width, height) = (f64::from(seen.size.0), f64::from(seen.size.1));
    let pixels = [area.x * width, area.y * height, area.width * width, area.height * height];
    // Tenths of a millimetre are finer than anybody can point at.
    let mm = |dpi: f64| pixels.map(|length| (length / dpi * MM_PER_INCH * 10.0).round() / 10.0);
    Place {
        page: page as u32 + 1,
        other_page: other_page as u32 + 1,
        pixels: pixels.map(|length| length.round() as u32),
        mm: seen.dpi.filter(|dpi| *dpi > 0.0).map(mm),
    }
}

fn relation(tie: &Tie, papers: &[Paper<'_>]) -> Relation {
    let (one, other) = tie.documents;
    let members = [one, other].map(|document| papers[document].file.member.clone());
    let pages = tie.pages.iter().map(|(a, b)| [*a as u32 + 1, *b as u32 + 1]).collect();
    Relation { kind: tie.kind.name(), members, pages }
}
