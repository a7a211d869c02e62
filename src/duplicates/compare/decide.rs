//! From regions of unexplained ink to an answer.

use super::super::align::{Pair, Plane};
use super::super::verdict::{Answer, Area, Excuse, Verdict};
use super::added::{self, Added};
use super::equal::Equal;
use super::excuse::{self, Kind};
use super::hair;
use super::look::Window;
use super::regions::Region;
use super::rules;
use super::seen::Seen;

/// Unexplained ink in a square below which nothing can have changed, in 255ths of a pixel: 1.3 pixels of full ink, or less
/// than a third of what a changed tone mark at 10 point leaves.
pub(super) const NEAR: u32 = 320;
/// The same where a scan is coarse: a tone mark changed at 150 dpi left 243 to 380, in three of some hundred.
const NEAR_COARSE: u32 = 200;
/// Unusual ink of which the same is true: a hook for an acute in bold 11 point leaves 390, most scans made again 300.
const USUAL: u32 = 300;
/// The one and twice the other where a scan knows black and white only, whose edges leave some of each. Of some 850 changed
/// marks the least left 1617, a hook in a faded scan, the next 2030. Scans made again leave up to 2900, so many of them are
/// for a person: a limit between the two would one day join two papers.
const RAGGED: u32 = 1250;
/// What may be left of either, in these parts.
pub(super) const ALL: u32 = 1000;
/// Doubt from which a place is looked at closely: a hook for an acute over an ô of 10 point left 780 in greys. Where a scan
/// knows black and white only, the least of any changed mark was 1290.
const CLOSER: u32 = 700;
/// Places that are looked at closely, at most: more speak for themselves.
const PLACES: usize = 128;
/// Unexplained ink in a square that belongs to a region beside it.
const FAINT: u16 = 180;
/// Unexplained ink in a square of a place where two glyphs stand for each other.
const SWAPPED: u16 = 2500;
/// How many times as much it takes between poor scans: two of one text, one of them with bolder strokes, left 2,582.
const POOR: u16 = 2;
/// Ink that each of the pages alone has in such a place: 8 pixels of full ink.
const GLYPH: u64 = 2040;
/// How many times as much ink one of the pages may have there: more is a hair over a frame, or a hole in it.
const LOPSIDED: u64 = 6;
/// How far a glyph may lie beside itself where the feed slipped, in pixels, to be no other glyph.
const FAR: isize = 6;
/// The longest such place, in pixels: 14 mm, beyond which it is a corner or a border.
const WORD: usize = 110;
/// What blur and tone may leave between the pages; beyond, a tone mark could drown in it.
const UNLIKE: f64 = 45.0;
/// The same where one scan knows black and white only.
const UNLIKE_BITONAL: f64 = 52.0;
/// Ink that one page may show beyond the other's edges, in pixels of full ink: less than a short word has.
const BEYOND: f64 = 40.0;
/// Share of the page's parts that must lie on their counterparts.
const AGREEING: f64 = 0.5;

/// Decides.
pub(super) fn decide(pair: &Pair, seen: &Seen, equal: &Equal) -> Verdict {
    let regions = Region::all(seen, FAINT);
    let doubt = |region: &Region| doubt(pair, region);
    let kinds = kinds(pair, seen, &regions);
    let mut excuses = standing(pair);
    if kinds.iter().any(|kind| matches!(kind, Kind::Dust | Kind::Hair)) {
        excuses.push(Excuse::Dust);
    }
    let unknown = regions.iter().zip(&kinds).filter(|(_, kind)| **kind == Kind::Unknown).map(|(region, _)| region);
    let mut open: Vec<&Region> = unknown.filter(|region| doubt(region) >= closer(pair)).collect();
    let worst = open.iter().copied().max_by_key(|region| doubt(region));
    let passed = look(pair, seen, &open);
    let most = passed.unwrap_or_else(|| worst.map_or(0, doubt).max(ALL));
    open.retain(|region| passed.is_none() && doubt(region) >= ALL);
    let added = Added::find(seen, &open);
    let least = if is_poor(pair, equal.left) { SWAPPED * POOR } else { SWAPPED };
    let glyphs: Vec<&Region> = open.iter().copied().filter(|region| is_swapped(seen, region, least)).collect();
    let is_other = !glyphs.is_empty() && !added::is_pasted_over(&added, &glyphs);
    excuses
        .extend(added.iter().map(|added| Excuse::Added { area: area(pair, added.bounds), on_second: added.on_second }));
    let score = 1.0 / (1.0 + f64::from(most) / f64::from(ALL));
    Verdict {
        answer: answer(pair, equal, is_other, passed.is_some()),
        score,
        place: worst.map(|region| area(pair, region.bounds)),
        excuses,
    }
}

/// Returns the most doubt that a closer look leaves, if all that is open can be let pass.
fn look(pair: &Pair, seen: &Seen, open: &[&Region]) -> Option<u32> {
    let spots = open.iter().flat_map(|region| region.spots(seen, |heat, odd| weigh(pair, heat, odd), closer(pair)));
    let mut spots: Vec<(u32, (usize, usize))> = spots.take(PLACES + 1).collect();
    spots.sort_by_key(|(doubt, _)| std::cmp::Reverse(*doubt));
    let look = |doubt: u32, place| {
        let window = Window::at([&pair.a.ink, &seen.moved], seen.width, place);
        Some(window.doubt(doubt, [pair.a.bitonal, pair.b.bitonal]).unwrap_or(doubt)).filter(|doubt| *doubt < ALL)
    };
    let most = spots.iter().try_fold(0, |most, (doubt, place)| look(*doubt, *place).map(|doubt| most.max(doubt)))?;
    (spots.len() <= PLACES).then_some(most)
}

/// Returns the doubt from which a place is looked at closely.
fn closer(pair: &Pair) -> u32 {
    if pair.a.bitonal || pair.b.bitonal { ALL } else { CLOSER }
}

/// Says what each region is; what is too faint to matter stays unknown.
fn kinds(pair: &Pair, seen: &Seen, regions: &[Region]) -> Vec<Kind> {
    let is_faint = |region: &Region| doubt(pair, region) < closer(pair);
    let kind = |region: &Region| if is_faint(region) { Kind::Unknown } else { excuse::kind(pair, seen, region) };
    let mut kinds: Vec<Kind> = regions.iter().map(kind).collect();
    let hairs = regions.iter().zip(&kinds).filter(|(_, kind)| **kind == Kind::Hair);
    let hairs = hair::single(hairs.map(|(hair, _)| hair).collect());
    for (region, kind) in regions.iter().zip(&mut kinds) {
        *kind = match *kind {
            Kind::Hair if !hairs.iter().any(|hair| std::ptr::eq(*hair, region)) => Kind::Unknown,
            Kind::Unknown if !is_faint(region) && hairs.iter().any(|hair| hair::is_piece(seen, region, hair)) => {
                Kind::Hair
            }
            known => known,
        };
    }
    kinds
}

fn answer(pair: &Pair, equal: &Equal, is_other: bool, is_explained: bool) -> Answer {
    let is_sure = !is_unlike(pair, equal.left) && pair.fit.agreeing >= AGREEING && pair.fit.beyond <= BEYOND;
    match is_other {
        true => Answer::Different,
        false if is_explained && is_sure => Answer::Near,
        false => Answer::Review,
    }
}

/// Says whether blur and tone leave so much between the pages that a tone mark could drown in it.
fn is_unlike(pair: &Pair, left: f64) -> bool {
    left >= if pair.a.bitonal || pair.b.bitonal { UNLIKE_BITONAL } else { UNLIKE }
}

/// Says whether both scans know black and white only, one so few pixels that a stroke has two or three, and do not match.
fn is_poor(pair: &Pair, left: f64) -> bool {
    pair.a.bitonal && pair.b.bitonal && (pair.a.coarse || pair.b.coarse) && is_unlike(pair, left)
}

/// Says whether one glyph stands for another: ragged edges and what was added later leave less, or on one page only.
fn is_swapped(seen: &Seen, region: &Region, least: u16) -> bool {
    let (width, height) = region.extent();
    let is_glyph = region.worst >= least && width.max(height) < WORD;
    is_glyph && is_on_both(region.mass) && is_on_both(off_rules(seen, region)) && !is_displaced(seen, region)
}

/// Says whether each page has as much ink alone as a glyph, and neither many times as much as the other.
fn is_on_both([first, second]: [u64; 2]) -> bool {
    first.min(second) >= GLYPH.max(first.max(second) / LOPSIDED)
}

/// Returns what ink each page has alone in a region, without the edges of rules that both have, which lie never quite alike.
fn off_rules(seen: &Seen, region: &Region) -> [u64; 2] {
    let mut mass = [0, 0];
    region.pixels(seen, |x, y, residue| {
        if !rules::is_by_rule(seen, x, y) {
            mass[usize::from(residue < 0)] += u64::from(residue.unsigned_abs());
        }
    });
    mass
}

/// Says whether both pages show the same in a region, but not in the same place.
fn is_displaced(seen: &Seen, region: &Region) -> bool {
    let [left, upper, right, lower] = region.bounds.map(|side| side as isize);
    let apart = |dx: isize, dy: isize| {
        let pixels = (upper..lower).flat_map(|y| (left..right).map(move |x| (x, y)));
        pixels.map(|(x, y)| u64::from(seen.ink(0, x, y).abs_diff(seen.ink(1, x + dx, y + dy)))).sum::<u64>()
    };
    let least = (-FAR..=FAR).flat_map(|dy| (-FAR..=FAR).map(move |dx| (dx, dy))).map(|(dx, dy)| apart(dx, dy)).min();
    least.unwrap_or(0) * 3 < apart(0, 0)
}

/// Returns how much speaks against a region, in thousandths of what may be let pass.
fn doubt(pair: &Pair, region: &Region) -> u32 {
    weigh(pair, region.worst, region.odd)
}

fn weigh(pair: &Pair, worst: u16, odd: u16) -> u32 {
    let scans = [&pair.a, &pair.b];
    let is_any = |is: fn(&Plane) -> bool| scans.iter().any(|scan| is(scan));
    weight(worst, odd, is_any(|scan| scan.bitonal), is_any(|scan| scan.coarse))
}

fn weight(worst: u16, odd: u16, is_bitonal: bool, is_coarse: bool) -> u32 {
    let (worst, odd) = (u32::from(worst) * ALL, u32::from(odd) * ALL);
    let near = if is_coarse { NEAR_COARSE } else { NEAR };
    if is_bitonal { (worst + 2 * odd) / RAGGED } else { (worst / near).max(odd / USUAL) }
}

/// Returns what is true of the pages as wholes.
fn standing(pair: &Pair) -> Vec<Excuse> {
    let bitonal = (pair.a.bitonal != pair.b.bitonal).then_some(Excuse::Bitonal);
    let quarters = pair.way.quarters % 4;
    let turned = (quarters > 0).then_some(Excuse::Turned(quarters));
    bitonal.into_iter().chain(turned).collect()
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

#[cfg(test)]
mod tests {
    use super::super::super::align::{Fit, Way};
    use super::*;

    #[test]
    fn only_coarse_black_and_white_scans_that_do_not_match_are_poor() {
        let is_poor = |coarse: bool, bitonal: bool, left: f64| {
            let plane = |coarse, bitonal| Plane { ink: Vec::new(), black: None, bitonal, coarse };
            let way = Way { matrix: [1.0, 0.0, 0.0, 0.0, 1.0, 0.0], quarters: 0 };
            let (a, b) = (plane(coarse, true), plane(false, bitonal));
            is_poor(&Pair { width: 0, height: 0, a, b, way, fit: Fit::default() }, left)
        };
        assert!(is_poor(true, true, UNLIKE_BITONAL));
        assert!(!is_poor(false, true, UNLIKE_BITONAL) && !is_poor(true, false, UNLIKE_BITONAL));
        assert!(!is_poor(true, true, UNLIKE_BITONAL - 1.0));
    }

    #[test]
    fn a_coarse_scan_may_leave_less() {
        let is_open = |worst, is_coarse| weight(worst, 0, false, is_coarse) >= ALL;
        assert_eq!([is_open(243, false), is_open(243, true), is_open(199, true)], [false, true, false]);
    }
}
