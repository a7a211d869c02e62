//! Looks, glyph by glyph, for ink that only one of two pages has.

mod equal;
mod grid;
mod residue;
mod shift;

use super::align::Pair;
use super::verdict::{Answer, Area, Verdict};
use equal::Equal;
use grid::{Canvas, Grid};
use shift::Shifts;

/// Tiles from which blur and tone are taken.
const SAMPLES: usize = 160;

/// Compares two pages that lie one over the other.
pub fn compare(pair: &Pair) -> Verdict {
    let grid = Grid::over(pair.width, pair.height);
    let a = Canvas::of(&pair.a.ink, pair.width, pair.height);
    let b = Canvas::of(&pair.b.ink, pair.width, pair.height);
    let written = grid.written(&a, &b);
    let shifts = Shifts::find(&a, &b, grid, &written);
    let step = written.len().div_ceil(SAMPLES).max(1);
    let samples: Vec<_> = written.iter().step_by(step).map(|tile| (a.patch(*tile), shifts.patch(&b, *tile))).collect();
    let equal = Equal::find(&samples);
    let mut worst = (0, 0, 0);
    for tile in &written {
        let (mut first, mut second) = (a.patch(*tile), shifts.patch(&b, *tile));
        equal.apply(&mut first, &mut second);
        let sums = residue::sums(&residue::residue(&first, &second));
        let (left, upper) = tile.origin();
        for (y, line) in sums.iter().enumerate() {
            let most = line.iter().copied().max().unwrap_or(0);
            if most > worst.0 {
                let x = line.iter().position(|sum| *sum == most).unwrap_or(0);
                worst = (most, left + x, upper + y);
            }
        }
    }
    let score = 1.0 / (1.0 + f64::from(worst.0) / 350.0);
    let answer = match worst.0 {
        0..350 => Answer::Near,
        350..1200 => Answer::Review,
        _ => Answer::Different,
    };
    let share = |place: usize, whole: usize| place as f64 / whole.max(1) as f64;
    let place = Area {
        x: share(worst.1.saturating_sub(20), pair.width),
        y: share(worst.2.saturating_sub(20), pair.height),
        width: share(40, pair.width),
        height: share(40, pair.height),
    };
    Verdict { answer, score, place: Some(place), excuses: Vec::new() }
}
