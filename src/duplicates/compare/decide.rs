//! From regions of unexplained ink to an answer.

use super::super::align::Pair;
use super::super::verdict::{Answer, Area, Excuse, Verdict};
use super::equal::Equal;
use super::excuse::{self, Kind};
use super::regions::Region;
use super::seen::Seen;

/// Unexplained ink in a square below which nothing can have changed, in 255ths of a pixel: 1.4 pixels of full ink, or a
/// third of what a changed tone mark at 10 point leaves.
const NEAR: u16 = 350;
/// The same where one scan knows black and white only: its edges are ragged everywhere, so the page itself says how much
/// its edges leave, between what is let pass on the cleanest page and three quarters of the least tone mark.
const NEAR_BITONAL: (u16, u16) = (250, 550);
/// As many places of a page as may be no edges, from the worst.
const ODD: usize = 7;
/// What the worst edge may leave, in eighths of what is left in the worst place after the odd ones.
const RAGGED: u32 = 13;
/// Unexplained ink in a square that belongs to a region beside it.
const FAINT: u16 = 180;
/// Unexplained ink in a square of a place where two glyphs stand for each other.
const SWAPPED: u16 = 2500;
/// Ink that each of the pages alone has in such a place: 8 pixels of full ink.
const GLYPH: u64 = 2040;
/// The longest such place, in pixels: 14 mm, beyond which it is a corner or a border.
const WORD: usize = 110;
/// Ink on one page only that is no glyph but a seal or a note: 40 pixels of full ink.
const ADDED: u64 = 10_000;
/// What blur and tone may leave between the pages; beyond, a tone mark could drown in it.
const UNLIKE: f64 = 45.0;
/// The same where one scan knows black and white only.
const UNLIKE_BITONAL: f64 = 52.0;
/// Share of the page's parts that must lie on their counterparts.
const AGREEING: f64 = 0.5;

/// Decides.
pub(super) fn decide(pair: &Pair, seen: &Seen, equal: &Equal) -> Verdict {
    let regions = Region::all(seen, FAINT);
    let near = if pair.a.bitonal || pair.b.bitonal { ragged(&regions) } else { NEAR };
    let kinds = kinds(pair, seen, &regions, near);
    let mut excuses = standing(pair);
    if kinds.iter().any(|kind| matches!(kind, Kind::Dust | Kind::Hair)) {
        excuses.push(Excuse::Dust);
    }
    let mut open: Vec<&Region> =
        regions.iter().zip(&kinds).filter(|(_, kind)| **kind == Kind::Unknown).map(|(region, _)| region).collect();
    let worst = open.iter().copied().max_by_key(|region| region.worst);
    let most = worst.map_or(0, |region| region.worst);
    open.retain(|region| region.worst >= near);
    excuses.extend(added(pair, &open));
    let score = 1.0 / (1.0 + f64::from(most) / f64::from(near));
    Verdict { answer: answer(pair, equal, &open), score, place: worst.map(|region| area(pair, region.bounds)), excuses }
}

/// Says what each region is; what is too faint to matter stays unknown.
fn kinds(pair: &Pair, seen: &Seen, regions: &[Region], near: u16) -> Vec<Kind> {
    let kind = |region: &Region| if region.worst < near { Kind::Unknown } else { excuse::kind(pair, seen, region) };
    let mut kinds: Vec<Kind> = regions.iter().map(kind).collect();
    let hairs = regions.iter().zip(&kinds).filter(|(_, kind)| **kind == Kind::Hair);
    let hairs: Vec<&Region> = hairs.map(|(hair, _)| hair).collect();
    for (region, kind) in regions.iter().zip(&mut kinds).filter(|(_, kind)| **kind == Kind::Unknown) {
        if region.worst >= near && hairs.iter().any(|hair| excuse::is_piece(seen, region, hair)) {
            *kind = Kind::Hair;
        }
    }
    kinds
}

fn answer(pair: &Pair, equal: &Equal, open: &[&Region]) -> Answer {
    let unlike = if pair.a.bitonal || pair.b.bitonal { UNLIKE_BITONAL } else { UNLIKE };
    let is_sure = equal.left < unlike && pair.fit.agreeing >= AGREEING;
    match open.iter().any(|region| is_swapped(region)) {
        true => Answer::Different,
        false if open.is_empty() && is_sure => Answer::Near,
        false => Answer::Review,
    }
}

/// Says whether one glyph stands for another: ragged edges and what was added later leave less, or on one page only.
fn is_swapped(region: &Region) -> bool {
    let (width, height) = region.extent();
    region.worst >= SWAPPED && region.both() >= GLYPH && width.max(height) < WORD
}

/// Returns below which unexplained ink is the edge of a glyph in black and white, judged by all edges of the page.
fn ragged(regions: &[Region]) -> u16 {
    let mut worst: Vec<u16> = regions.iter().map(|region| region.worst).collect();
    worst.sort_unstable_by(|a, b| b.cmp(a));
    let usual = u32::from(worst.get(ODD).copied().unwrap_or(0));
    ((usual * RAGGED / 8).min(u32::from(u16::MAX)) as u16).clamp(NEAR_BITONAL.0, NEAR_BITONAL.1)
}

/// Returns what is true of the pages as wholes.
fn standing(pair: &Pair) -> Vec<Excuse> {
    let bitonal = (pair.a.bitonal != pair.b.bitonal).then_some(Excuse::Bitonal);
    let quarters = pair.way.quarters % 4;
    let turned = (quarters > 0).then_some(Excuse::Turned(quarters));
    bitonal.into_iter().chain(turned).collect()
}

/// Names what only one page has, when it is more than a glyph: the box around it, page by page.
fn added(pair: &Pair, open: &[&Region]) -> Vec<Excuse> {
    let on = |page: usize| {
        let mine = open.iter().filter(|region| region.one_sided() == Some(page));
        let (mut bounds, mut mass) = ([usize::MAX, usize::MAX, 0, 0], 0);
        for region in mine {
            let [left, upper, right, lower] = region.bounds;
            bounds = [bounds[0].min(left), bounds[1].min(upper), bounds[2].max(right), bounds[3].max(lower)];
            mass += region.mass[page];
        }
        (mass > ADDED).then(|| Excuse::Added { area: area(pair, bounds), on_second: page == 1 })
    };
    [on(0), on(1)].into_iter().flatten().collect()
}

fn area(pair: &Pair, [left, upper, right, lower]: [usize; 4]) -> Area {
    let share = |from: usize, to: usize, whole: usize| to.saturating_sub(from) as f64 / whole.max(1) as f64;
    Area {
        x: share(0, left, pair.width),
        y: share(0, upper, pair.height),
        width: share(left, right, pair.width),
        height: share(upper, lower, pair.height),
    }
}
