//! What only one page has, when it is more than a glyph: a seal, a note, or the writing that a sticker hides.

use super::regions::{self, Region};
use super::seen::Seen;

/// Ink on one page only that is no glyph but a seal or a note: 40 pixels of full ink.
const ADDED: u64 = 10_000;
/// Pixels from one part of an addition to the next, about: 13 mm, more than two lines of text.
const NEAR: usize = 100;
/// The largest box of a sticker that may be pasted over writing, in pixels: some 60 by 60 mm, however small the page.
const STICKER: usize = 480 * 480;
/// The most additions where one is a sticker: what is written on it, what it hides, and a border.
const MOST: usize = 3;

/// Regions that stand near each other and that one of the pages lacks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Added {
    /// The box around them: left, upper, right and lower, in pixels; the last two lie outside.
    pub bounds: [usize; 4],
    /// Whether the second page has them.
    pub on_second: bool,
    mass: u64,
}

impl Added {
    /// Finds all of them.
    pub(super) fn find(seen: &Seen, open: &[&Region]) -> Vec<Added> {
        let on = |page: usize| {
            let mine = open.iter().copied().filter(|region| region.one_sided() == Some(page));
            together(seen, page, &mine.collect::<Vec<_>>())
        };
        let all = [on(0), on(1)].into_iter().flatten();
        all.filter(|added| added.mass > ADDED).collect()
    }
}

/// Says whether glyphs stand in others' places because one sticker with writing of its own was pasted over them.
pub(super) fn is_pasted_over(added: &[Added], glyphs: &[&Region]) -> bool {
    added.len() <= MOST && stickers(added).any(|sticker| glyphs.iter().all(|glyph| is_sticker_with(sticker, glyph)))
}

/// Returns the boxes in which a sticker may lie: what one page has alone, also with what the other has alone beside it, for
/// a sticker shows one text and hides another.
fn stickers(added: &[Added]) -> impl Iterator<Item = [usize; 4]> {
    let both = |one: &Added, other: &Added| {
        let is_beside = one.on_second != other.on_second && regions::apart(one.bounds, other.bounds) <= NEAR;
        is_beside.then(|| regions::around(one.bounds, other.bounds))
    };
    let alone = added.iter().map(|added| added.bounds);
    alone.chain(added.iter().flat_map(move |one| added.iter().filter_map(move |other| both(one, other))))
}

/// Says whether a sticker of such a box could hide a glyph or show it.
fn is_sticker_with([left, upper, right, lower]: [usize; 4], glyph: &Region) -> bool {
    let is_within = |from: usize, to: usize, [low, high]: [usize; 2]| (2 * from..=2 * to).contains(&(low + high));
    (right - left) * (lower - upper) <= STICKER
        && is_within(left, right, [glyph.bounds[0], glyph.bounds[2]])
        && is_within(upper, lower, [glyph.bounds[1], glyph.bounds[3]])
}

/// Joins regions whose squares of the page touch.
fn together(seen: &Seen, page: usize, regions: &[&Region]) -> Vec<Added> {
    let size = (seen.width / NEAR + 1, seen.height / NEAR + 1);
    let square = |(x, y): (usize, usize)| y / NEAR * size.0 + x / NEAR;
    let mut free = vec![false; size.0 * size.1];
    regions.iter().flat_map(|region| region.corners(seen)).for_each(|corner| free[square(corner)] = true);
    let mut group = vec![0; free.len()];
    let mut groups = Vec::new();
    for start in 0..free.len() {
        if free[start] {
            regions::flood(size, &mut free, start).into_iter().for_each(|square| group[square as usize] = groups.len());
            groups.push(Added { bounds: [usize::MAX, usize::MAX, 0, 0], on_second: page == 1, mass: 0 });
        }
    }
    for region in regions {
        // All squares of a region touch, so that any of them tells.
        if let Some(added) = region.corners(seen).next().and_then(|corner| groups.get_mut(group[square(corner)])) {
            added.bounds = regions::around(added.bounds, region.bounds);
            added.mass += region.mass[page];
        }
    }
    groups
}
