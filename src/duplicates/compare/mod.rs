//! Looks, glyph by glyph, for ink that only one of two pages has.
//!
//! One wrong glyph is another paper, so the worst place decides and never an average. What is left unexplained after fine
//! alignment and one blur and tone for the whole page is gathered into regions; each needs an excuse or ends the matter.

mod added;
mod decide;
mod dust;
mod equal;
mod excuse;
mod grid;
mod habit;
mod hair;
mod hole;
mod look;
mod regions;
mod residue;
mod rules;
mod seen;
mod shift;
#[cfg(test)]
mod tests;
mod touch;

use super::align::Pair;
use super::verdict::Verdict;
use equal::Equal;
use grid::{Canvas, Grid, Tile};
use habit::Habit;
use seen::Seen;
use shift::Shifts;

/// Tiles that are looked at for blur and tone; half of them are used.
const SAMPLES: usize = 96;

/// Compares two pages that lie one over the other.
pub fn compare(pair: &Pair) -> Verdict {
    let size = pair.width * pair.height;
    if size == 0 || pair.a.ink.len() != size || pair.b.ink.len() != size {
        return Verdict::different(0.0);
    }
    let grid = Grid::over(pair.width, pair.height);
    let a = Canvas::of(&pair.a.ink, pair.width, pair.height);
    let b = Canvas::of(&pair.b.ink, pair.width, pair.height);
    let written = grid.written(&a, &b);
    let shifts = Shifts::find(&a, &b, grid, &written);
    let step = written.len().div_ceil(SAMPLES).max(1);
    let samples = written.iter().step_by(step).map(|tile| (a.patch(*tile), shifts.patch(&b, *tile))).collect();
    let equal = Equal::find(&equal::alike(samples), [pair.a.bitonal, pair.b.bitonal]);
    let mut seen = Seen::empty(pair.width, pair.height);
    for tile in written.iter().copied() {
        let (mut first, mut second) = (a.patch(tile), shifts.patch(&b, tile));
        grid::put(&mut seen.moved, (pair.width, pair.height), tile, &second);
        equal.apply(&mut first, &mut second);
        let residue = residue::residue(&first, &second, [pair.a.bitonal, pair.b.bitonal]);
        seen.enter(tile, [&first, &second], &residue, &residue::sums(&residue));
    }
    seen.odd = odd(pair, &seen.moved, &written);
    decide::decide(pair, &seen, &equal)
}

/// Finds what breaks the habits of two scans: where both have greys, or none has, what both say.
fn odd(pair: &Pair, moved: &[u8], written: &[Tile]) -> Vec<u16> {
    let size = (pair.width, pair.height);
    let of = |page: &[u8], other: &[u8]| Habit::of(page, other, size, written).broken(written);
    let first = || of(&pair.a.ink, moved);
    let second = || of(moved, &pair.a.ink);
    match (pair.a.bitonal, pair.b.bitonal) {
        (true, false) => first(),
        (false, true) => second(),
        _ => first().into_iter().zip(second()).map(|(one, other)| one.min(other)).collect(),
    }
}
