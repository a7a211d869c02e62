//! Rules that both pages have, solid, dotted or broken: what scans make of them changes no paper.

use super::excuse::THING;
use super::regions::Region;
use super::seen::Seen;
use super::touch;

/// The shortest rule, in pixels: 10 mm, longer than any stroke of a letter.
pub(super) const RULE: usize = 80;
/// How far from a rule a sliver may lie, in pixels.
pub(super) const SLIVER: isize = 2;
/// The longest gap in a rule, in pixels: 9 mm.
pub(super) const BREAK: usize = 72;
/// How far to each side a line that is not solid is followed, in pixels: 24 mm, as at its end there is but one side.
const ALONG: isize = 192;
/// Ink of a line that scans show paler than writing, as it is so thin.
const PALE: u8 = 32;
/// So many of the pixels along it must have ink, and so many may follow one another without.
const INKED: usize = 32;
const GAP: usize = 16;
/// How far above and below such a line there is paper, in pixels, from and to: text stands higher.
const CLEAR: (isize, isize) = (4, 8);
/// How far along it that holds without exception, in pixels, and how many exceptions there may be farther on.
const NEAR: isize = 10;
const EXCEPTIONS: usize = 16;

/// Says whether rules explain all of a region.
pub(super) fn explain(seen: &Seen, region: &Region) -> bool {
    (along_rules(seen, region) || is_gap(seen, region) || along_lines(seen, region)) && !touch::is_mark(seen, region)
}

/// Says whether all of a region lies along lines that both pages have with paper above and below: dots to write on, and thin
/// rules of which a scan in black and white loses pieces.
fn along_lines(seen: &Seen, region: &Region) -> bool {
    let is_line = |page: usize, x: isize, y: isize, across: bool| {
        (-SLIVER..=SLIVER).any(|off| {
            let (x, y) = if across { (x, y + off) } else { (x + off, y) };
            is_lined(seen, page, (x, y), across)
        })
    };
    [true, false].into_iter().any(|across| region.is_all(seen, |x, y| (0..2).all(|page| is_line(page, x, y, across))))
}

/// Says whether a line passes through a pixel of a page, with paper on both of its sides.
fn is_lined(seen: &Seen, page: usize, (x, y): (isize, isize), across: bool) -> bool {
    let ink = |along: isize, beside: isize| {
        let (x, y) = if across { (x + along, y + beside) } else { (x + beside, y + along) };
        seen.ink(page, x, y)
    };
    let is_clear = |along: isize| (CLEAR.0..=CLEAR.1).all(|beside| ink(along, beside).max(ink(along, -beside)) < THING);
    if !(-NEAR..=NEAR).all(is_clear) {
        return false;
    }
    let (mut inked, mut exceptions) = (0, 0);
    for way in [-1, 1] {
        let mut gap = 0;
        for along in (1..=ALONG).map(|step| step * way) {
            gap = if (-1..=1).any(|beside| ink(along, beside) >= PALE) { 0 } else { gap + 1 };
            inked += usize::from(gap == 0);
            exceptions += usize::from(!is_clear(along));
            if gap > GAP || inked >= INKED {
                break;
            }
        }
    }
    inked >= INKED && exceptions <= EXCEPTIONS
}

/// Says whether all of a region lies along rules that both pages have.
fn along_rules(seen: &Seen, region: &Region) -> bool {
    region.is_all(seen, |x, y| is_by_rule(seen, x, y))
}

/// Says whether a region is a short piece of a long rule, which one scan does not show.
fn is_gap(seen: &Seen, region: &Region) -> bool {
    let (width, height) = region.extent();
    let Some(page) = region.one_sided() else { return false };
    width.max(height) <= BREAK && region.is_all(seen, |x, y| is_ruled(seen, page, x, y))
}

/// Says whether a pixel lies along a rule that both pages have.
pub(super) fn is_by_rule(seen: &Seen, x: isize, y: isize) -> bool {
    let on_both = |across: bool| {
        (0..2).all(|page| {
            (-SLIVER..=SLIVER).flat_map(|off| [0, -6, 6].map(|along| (off, along))).any(|(off, along)| {
                let (x, y) = if across { (x + along, y + off) } else { (x + off, y + along) };
                run(seen, page, x, y, across) >= RULE
            })
        })
    };
    on_both(true) || on_both(false)
}

/// Says whether a rule that leads across passes through a pixel of a page, or beside it.
pub(super) fn leads_across(seen: &Seen, page: usize, x: isize, y: isize) -> bool {
    run(seen, page, x, y, true) >= RULE
}

/// Says whether a rule passes through a pixel of a page, or beside it.
pub(super) fn is_ruled(seen: &Seen, page: usize, x: isize, y: isize) -> bool {
    run(seen, page, x, y, true) >= RULE || run(seen, page, x, y, false) >= RULE
}

/// Returns how many pixels of ink follow one another through a pixel or its neighbours, as far as a rule needs.
fn run(seen: &Seen, page: usize, x: isize, y: isize, across: bool) -> usize {
    let is_ink = |off: isize| {
        (-1..=1).any(|side| {
            let (x, y) = if across { (x + off, y + side) } else { (x + side, y + off) };
            seen.ink(page, x, y) >= THING
        })
    };
    if !is_ink(0) {
        return 0;
    }
    let one_way = |sign: isize| (1..RULE as isize).take_while(|off| is_ink(off * sign)).count();
    1 + one_way(1) + one_way(-1)
}
