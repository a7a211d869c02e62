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
use super::report::{Place, Relation, Report, Review, Verified};
use super::seen::{self, Decoder, Seen};
use super::verify::{Task, verify};

const MM_PER_INCH: f64 = 25.4;

/// Compares papers, each of another content, and adds what is found to levels and report.
pub(super) fn compare(
    eyes: &Eyes<'_>,
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
    tell(&documents::conclude(&pages, &answers), papers, levels, report);
    Ok(())
}

/// Returns pairs of pages that may be one sheet, and how many more there were.
fn candidates(papers: &[Paper<'_>], pages: &Pages, cap: u32) -> (Vec<Candidate>, u64) {
    let prints: Vec<&Fingerprint> = pages.places.iter().map(|(paper, at)| &papers[*paper].pages[*at].print).collect();
    let found = search::candidates(&prints, cap as usize);
    let pair = |pair: &search::Candidate| Candidate { pages: (pair.a, pair.b), score: f64::from(pair.score) };
    let mut candidates = found.pairs.iter().map(pair).collect();
    pages.complete(&mut candidates);
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
fn tell(concluded: &Conclusion, papers: &[Paper<'_>], levels: &mut Levels, report: &mut Report) {
    let bests = papers.iter().enumerate().map(|(document, paper)| {
        let best = concluded.best[document];
        (paper.idx, (papers[best].idx, concluded.scores[document]))
    });
    levels.rescanned(&bests.collect());
    report.review = concluded.doubts.iter().map(|doubt| review(doubt, papers)).collect();
    report.relations = concluded.ties.iter().map(|tie| relation(tie, papers)).collect();
    report.relations.sort();
}

fn review(doubt: &Doubt, papers: &[Paper<'_>]) -> Review {
    let (one, other) = doubt.documents;
    let (page, other_page) = doubt.pages;
    let members = [one, other].map(|document| papers[document].file.member.clone());
    let place = doubt.place.map(|area| place(&area, &papers[one].pages[page], page, other_page));
    Review { members, score: doubt.score, place }
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
