//! Marks of letters that touch a rule, such as the dot below a letter that is underlined: they are no edge of the rule.

use super::excuse::THING;
use super::regions::Region;
use super::residue::SQUARE;
use super::rules::{self, SLIVER};
use super::seen::Seen;

/// Pixels along a rule from the middle of a mark to where the rule's edge is as it is elsewhere.
const ASIDE: usize = 9;
/// How much more unexplained ink than beside it a mark leaves, in 255ths of a pixel: two pixels of full ink.
const MARK: u32 = 500;
/// How far from a rule the letter of such a mark stands, in pixels, from and to.
const LETTER: (isize, isize) = (2, 10);

/// Says whether a region sticks out of a rule that leads across, in one narrow place, beside a letter that both pages have.
pub(super) fn is_mark(seen: &Seen, region: &Region) -> bool {
    let [left, _, right, _] = region.bounds;
    let mut columns = vec![(0u32, isize::MAX, isize::MIN); right - left];
    region.pixels(seen, |x, y, residue| {
        if let Some((ink, upper, lower)) = columns.get_mut(x as usize - left).filter(|_| is_by_rule(seen, x, y)) {
            (*ink, *upper, *lower) = (*ink + u32::from(residue.unsigned_abs()), y.min(*upper), y.max(*lower));
        }
    });
    let sum = |from: Option<usize>| {
        let columns = from.and_then(|from| columns.get(from..(from + SQUARE).min(columns.len())));
        columns.unwrap_or(&[]).iter().map(|(ink, ..)| ink).sum::<u32>()
    };
    (0..columns.len()).any(|from| {
        let beside = sum(from.checked_sub(ASIDE)).max(sum(Some(from + ASIDE)));
        let mark = &columns[from..(from + SQUARE).min(columns.len())];
        let rows = mark.iter().filter(|(ink, ..)| *ink > 0).map(|(_, upper, lower)| (*upper, *lower));
        let rows = rows.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        let columns = (left + from) as isize..(left + from + mark.len()) as isize;
        sum(Some(from)) >= beside + MARK && rows.is_some_and(|rows| is_by_letter(seen, columns, rows))
    })
}

/// Says whether a rule of any of the pages leads across at a pixel, or beside it.
fn is_by_rule(seen: &Seen, x: isize, y: isize) -> bool {
    (0..2).any(|page| (-SLIVER..=SLIVER).any(|off| rules::leads_across(seen, page, x, y + off)))
}

/// Says whether both pages have something that is no rule above or below some rows.
fn is_by_letter(seen: &Seen, columns: std::ops::Range<isize>, (upper, lower): (isize, isize)) -> bool {
    let is_letter = |x: isize, y: isize| {
        (0..2).all(|page| seen.ink(page, x, y) >= THING && !rules::is_ruled(seen, page, x, y))
            && seen.residue(x, y) == 0
    };
    let away = (LETTER.0..=LETTER.1).flat_map(|away| [upper - away, lower + away]);
    away.into_iter().any(|y| columns.clone().any(|x| is_letter(x, y)))
}
