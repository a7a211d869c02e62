//! How a page may lie on another at all: which way up, and how large where nobody says; the likeliest ways first.

use std::borrow::Cow;

use super::super::sheet::Sheet;
use super::super::sheet::level::Level;
use super::affine::Affine;
use super::{coarse, warp};

/// Below this correlation of their coarse ink, two pages are of different forms.
const ONE_FORM: f64 = 0.2;
/// How much of what is sharp about a page must be lines, or columns, to say by it whether it lies on its side.
const CLEAR: f64 = 0.15;
/// Scales between two pages that a guess at any of them finds.
const ALIKE: std::ops::RangeInclusive<f64> = 0.97..=1.03;

/// One way of laying a page over another, to be tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Attempt {
    /// Quarter turns clockwise of the second page.
    turns: &'static [u8],
    /// Pixels of the second page for one of the first.
    scale: f64,
}

/// Returns what to try, one after the other, until something fits.
///
/// A margin that is ruled, or streaks of a feed, say more of a page's direction than a few lines of writing: so what
/// lines say is believed first, and not for good.
pub(super) fn attempts(a: &Sheet, b: &Sheet) -> impl Iterator<Item = Attempt> {
    let (likely, others) = turns(a, b);
    let sized = |scale: f64| [likely, others].map(|turns| Attempt { turns, scale });
    let long = |sheet: &Sheet| sheet.sides.0.max(sheet.sides.1).max(1.0);
    let scale = long(b) / long(a);
    // Where the resolution is not known, both may show paper of one size.
    let is_other_size = (a.is_guessed || b.is_guessed) && !ALIKE.contains(&scale);
    let other_size = is_other_size.then(|| sized(scale));
    let all = sized(1.0).into_iter().chain(other_size.into_iter().flatten());
    all.filter(|attempt| !attempt.turns.is_empty())
}

/// Returns the quarter turns that the direction of lines leaves open, and those that it speaks against.
fn turns(a: &Sheet, b: &Sheet) -> (&'static [u8], &'static [u8]) {
    let is_clear = |sheet: &Sheet| (sheet.lines.lying - 0.5).abs() > CLEAR;
    match (is_clear(a) && is_clear(b), (a.lines.lying > 0.5) == (b.lines.lying > 0.5)) {
        (true, true) => (&[0, 2], &[1, 3]),
        (true, false) => (&[1, 3], &[0, 2]),
        _ => (&[0, 2, 1, 3], &[]),
    }
}

impl Attempt {
    /// Finds the turn by quarters, the scale and the shift; `None` when no way of lying looks like one form.
    pub(super) fn guess(&self, a: &Sheet, b: &Sheet) -> Option<(Affine, u8)> {
        let back = a.turn().back()?;
        let sized = Affine([self.scale, 0.0, 0.0, 0.0, self.scale, 0.0]);
        let upright = self.sized(&b.upright, &sized);
        let (width, height) = (upright.width as f64 * 4.0, upright.height as f64 * 4.0);
        let of = |quarters: u8| coarse::guess(&a.upright, &turned(&upright, quarters)).map(|guess| (guess, quarters));
        let guesses = self.turns.iter().filter_map(|quarters| of(*quarters));
        let (guess, quarters) = guesses.reduce(|best, now| if now.0.alike > best.0.alike { now } else { best })?;
        if guess.alike < ONE_FORM {
            return None;
        }
        let m = guess.map.0;
        let map = Affine([m[0], m[1], m[2] * 4.0, m[3], m[4], m[5] * 4.0]);
        Some((back.then(&map).then(&unturned(quarters, width, height)).then(&sized).then(&b.turn()), quarters))
    }

    /// Brings a plane of the second page to the size that it has on the first.
    fn sized<'l>(&self, level: &'l Level, map: &Affine) -> Cow<'l, Level> {
        if self.scale == 1.0 {
            return Cow::Borrowed(level);
        }
        let side = |pixels: usize| (pixels as f64 / self.scale).round().clamp(1.0, 4.0 * pixels as f64 + 1.0) as usize;
        Cow::Owned(warp::quick(level, side(level.width), side(level.height), map, 1.0))
    }
}

/// Turns a plane clockwise.
fn turned(level: &Level, quarters: u8) -> Level {
    let mut out = level.clone();
    for _ in 0..quarters % 4 {
        let mut next = Level::blank(out.height, out.width);
        for (y, row) in out.ink.chunks_exact(out.width.max(1)).enumerate() {
            row.iter().enumerate().for_each(|(x, ink)| next.ink[x * out.height + out.height - 1 - y] = *ink);
        }
        out = next;
    }
    out
}

/// Returns the map from a page that was turned clockwise back to the page, of such a size.
fn unturned(quarters: u8, width: f64, height: f64) -> Affine {
    match quarters % 4 {
        1 => Affine([0.0, 1.0, 0.0, -1.0, 0.0, height]),
        2 => Affine([-1.0, 0.0, width, 0.0, -1.0, height]),
        3 => Affine([0.0, -1.0, width, 1.0, 0.0, 0.0]),
        _ => Affine::SAME,
    }
}
