//! What is known of duplicates in an archive, as it is told: groups, doubts and relations that nobody has decided yet.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::pairs::{FoundPair, Kind};
use crate::archive::layout::Archive;
use crate::duplicates::verdict::Area;
use crate::finding::{Finding, codes};
use crate::formats::pixels::{self, View};
use crate::ops::dedup::report::{self, Blank, Files, Group, Place, Relation, Report, Review, Verified};
use crate::ops::locate;
use crate::sidecar::Page;
use crate::text;

use super::Done;

/// Millimetres in an inch.
const INCH: f64 = 25.4;
/// Points in an inch: pages that stay in the PDF they came in are measured in these, and painted at so many dots.
const POINTS: f64 = 72.0;
const PAINTED: f64 = 200.0;

/// Tells all that was found of live documents and is not decided.
pub(super) fn report(archive: &Archive, catalogue: &Catalogue, done: Done) -> Result<Report> {
    let pairs = catalogue.pairs()?;
    let n_documents = catalogue.count_live()?;
    let mut groups: Vec<Group> =
        [Kind::Content, Kind::Near].into_iter().flat_map(|kind| groups(&pairs, kind)).collect();
    groups.sort_by(|one, other| (&one.members[..1], one.kind).cmp(&(&other.members[..1], other.kind)));
    Ok(Report {
        groups,
        review: reviews(archive, catalogue, &pairs)?,
        relations: relations(&pairs),
        blank: blank(catalogue)?,
        files: Files { seen: n_documents, read: n_documents, ..Files::default() },
        pages: catalogue.count_settled()?,
        verified: done.verified,
        bytes_saved: catalogue.spared()?.bytes,
        findings: done.findings,
        ..Report::default()
    })
}

/// Returns the groups of a kind in which a pair is undecided; what was decided to be different binds nothing together.
fn groups(pairs: &[FoundPair], kind: Kind) -> Vec<Group> {
    let is_different = |pair: &FoundPair| pair.decided.as_ref().is_some_and(|decided| decided.kind == "different");
    let is_wanted = |pair: &&FoundPair| matches!(pair.kind, Kind::Content | Kind::Near) && pair.kind <= kind;
    let binding: Vec<&FoundPair> = pairs.iter().filter(is_wanted).filter(|pair| !is_different(pair)).collect();
    let mut above: BTreeMap<&str, &str> = BTreeMap::new();
    for pair in &binding {
        let (a, b) = (top(&above, &pair.a), top(&above, &pair.b));
        above.insert(a.max(b), a.min(b));
    }
    let mut bound: BTreeMap<&str, Vec<&FoundPair>> = BTreeMap::new();
    binding.iter().for_each(|pair| bound.entry(top(&above, &pair.a)).or_default().push(pair));
    let is_told = |pairs: &&Vec<&FoundPair>| {
        pairs.iter().any(|pair| pair.decided.is_none()) && pairs.iter().any(|pair| pair.kind == kind)
    };
    bound.values().filter(is_told).map(|pairs| group(pairs, kind)).collect()
}

fn group(pairs: &[&FoundPair], kind: Kind) -> Group {
    let members: BTreeSet<&String> = pairs.iter().flat_map(|pair| [&pair.a, &pair.b]).collect();
    // Every other member has a pair with the best scan, or with one of the same content.
    let best = pairs.iter().max_by_key(|pair| pair.kind).and_then(|pair| pair.keep.as_ref());
    let keep = best.or(members.first().copied()).cloned().unwrap_or_default();
    let kind = if kind == Kind::Content { report::Kind::Content } else { report::Kind::Near };
    Group {
        kind,
        score: pairs.iter().map(|pair| pair.score).fold(1.0, f64::min),
        keep,
        bytes: pairs.iter().map(|pair| pair.bytes).sum(),
        members: members.into_iter().cloned().collect(),
    }
}

/// Follows the way to the first of those that are bound together; the ways are short, since it leads to lesser ids only.
fn top<'a>(above: &BTreeMap<&'a str, &'a str>, mut id: &'a str) -> &'a str {
    while let Some(next) = above.get(id).filter(|next| **next != id) {
        id = next;
    }
    id
}

fn reviews(archive: &Archive, catalogue: &Catalogue, pairs: &[FoundPair]) -> Result<Vec<Review>> {
    let is_open = |pair: &&FoundPair| pair.kind == Kind::Review && pair.decided.is_none();
    let review = |pair: &FoundPair| {
        let place = pair.area.map(|area| place(archive, catalogue, pair, area)).transpose()?.flatten();
        Ok(Review { members: [pair.a.clone(), pair.b.clone()], score: pair.score, place })
    };
    pairs.iter().filter(is_open).map(review).collect()
}

/// Says where on the first document's page a place lies, in pixels as they are displayed.
fn place(archive: &Archive, catalogue: &Catalogue, pair: &FoundPair, area: Area) -> Result<Option<Place>> {
    let sidecar = locate::sidecar(archive, &locate::document(catalogue, &pair.a)?)?;
    let found = sidecar.pages.iter().find(|page| page.number == pair.a_page);
    Ok(found.map(|page| {
        let (width, height, dpi) = displayed(page);
        let pixels = [area.x * width, area.y * height, area.width * width, area.height * height];
        Place {
            page: pair.a_page,
            other_page: pair.b_page,
            // A float becomes the nearest number that there is.
            pixels: pixels.map(|length| length.round() as u32),
            mm: dpi.map(|dpi| pixels.map(|length| (length / dpi * INCH * 10.0).round() / 10.0)),
        }
    }))
}

/// Returns how many pixels a page has across and down when it is upright and its pixels are square, and how dense they are:
/// as `ops::see` counts them.
fn displayed(page: &Page) -> (f64, f64, Option<f64>) {
    let (width, height) = (page.content.width, page.content.height);
    let Some(dpi) = &page.dpi else {
        let painted = |points: u32| f64::from(points) / POINTS * PAINTED;
        return (painted(width), painted(height), Some(PAINTED));
    };
    let known = (dpi.from != "default").then(|| (dpi.value, dpi.down.unwrap_or(dpi.value)));
    let view = View { orientation: page.orientation, dpi: known, at_most: f64::INFINITY };
    let ((width, height), dpi) = pixels::size(width, height, &view);
    (f64::from(width), f64::from(height), dpi)
}

fn relations(pairs: &[FoundPair]) -> Vec<Relation> {
    let kind = |pair: &FoundPair| match pair.kind {
        Kind::ContainedIn => Some("contained-in"),
        Kind::ReOrdered => Some("re-ordered"),
        Kind::SharedPage => Some("shared-page"),
        Kind::PageTwice => Some("page-twice"),
        Kind::SameRecord => Some("same-record"),
        Kind::Exact | Kind::Content | Kind::Near | Kind::Review => None,
    };
    let relation = |pair: &FoundPair| {
        let pages = pair.pages.iter().map(|(a, b)| [*a, *b]).collect();
        Some(Relation { kind: kind(pair)?, members: [pair.a.clone(), pair.b.clone()], pages })
    };
    let mut relations: Vec<Relation> =
        pairs.iter().filter(|pair| pair.decided.is_none()).filter_map(relation).collect();
    relations.sort();
    relations
}

fn blank(catalogue: &Catalogue) -> Result<Vec<Blank>> {
    let mut blank: Vec<Blank> = Vec::new();
    for (member, page) in catalogue.blank_pages()? {
        match blank.last_mut().filter(|last| last.member == member) {
            Some(last) => last.pages.push(page),
            None => blank.push(Blank { member, pages: vec![page] }),
        }
    }
    Ok(blank)
}

/// Says of how many documents pages could not be seen.
pub(super) fn unseen(n_documents: u64) -> Option<Finding> {
    let what = text!(
        "{n_documents} tài liệu có trang không xem được, nên không được so sánh",
        "{n_documents} documents have pages that could not be seen and were not compared"
    );
    (n_documents > 0).then(|| Finding::new(&codes::DUPLICATE_UNCOMPARED, "", what))
}

/// Says how many pairs were not compared.
pub(super) fn capped(verified: &Verified) -> Option<Finding> {
    let Verified { cap, capped, .. } = *verified;
    let what = text!(
        "{capped} cặp trang không được so sánh, vì mỗi trang chỉ được so với nhiều nhất {cap} trang khác",
        "{capped} pairs of pages were not compared, since a page is compared with {cap} others at most"
    );
    (capped > 0).then(|| Finding::new(&codes::DUPLICATE_CAPPED, "", what))
}

/// Returns a finding for each undecided pair that one of these documents is in.
pub fn flags(catalogue: &Catalogue, newcomers: &BTreeSet<String>) -> Result<Vec<Finding>> {
    let is_open =
        |pair: &&FoundPair| pair.decided.is_none() && (newcomers.contains(&pair.a) || newcomers.contains(&pair.b));
    Ok(catalogue.pairs()?.iter().filter(is_open).filter_map(|pair| flag(pair, newcomers)).collect())
}

fn flag(pair: &FoundPair, newcomers: &BTreeSet<String>) -> Option<Finding> {
    let (new, other) = if newcomers.contains(&pair.b) { (&pair.b, &pair.a) } else { (&pair.a, &pair.b) };
    let score = pair.score;
    match pair.kind {
        Kind::Near => {
            let what = text!(
                "là bản quét lại của tài liệu {other} ({score:.2})",
                "it is another scan of document {other} ({score:.2})"
            );
            Some(Finding::new(&codes::DUPLICATE_NEAR, new, what))
        }
        Kind::Review => {
            let what = text!(
                "có thể là bản quét lại của tài liệu {other} ({score:.2})",
                "it may be another scan of document {other} ({score:.2})"
            );
            Some(Finding::new(&codes::DUPLICATE_REVIEW, new, what))
        }
        _ => None,
    }
}
