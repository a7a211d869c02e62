//! Lays one page over another, as far as two passes through a feeder can differ: turned, shifted, stretched.
//!
//! From coarse to fine: profiles of lines say where the page roughly lies and which way up, tiles of it say exactly. Only
//! what most tiles agree on counts, so the printed form decides and a differing entry keeps its difference.

pub(super) mod affine;
mod band;
mod beyond;
mod coarse;
mod field;
mod rough;
mod tiles;
pub(super) mod warp;

#[cfg(test)]
mod tests;

use super::sheet::Sheet;
use super::sheet::level::Level;

use self::affine::{Affine, Shift, agreed};
use self::field::Field;
use self::tiles::Cut;
use self::warp::{Map, Source};

/// Dots per inch at which pages are compared.
pub const DPI: f64 = 200.0;

/// Below this share of tiles that agree, two pages are of different forms. Papers of one form have more than twice as many.
const AGREED: f64 = 0.4;
/// Fewer may agree where what agrees does so closely, to this many pixels at the median and in this many tiles at least: on a
/// page of three lines most tiles are streaks and edges of one of the scans. Such a pair is for a person at best.
const FEWER: f64 = 0.12;
const CLOSELY: f64 = 0.2;
const SEVERAL: f64 = 6.0;

/// A field that follows this share of what tiles say needs no other to be tried.
const FOLLOWED: f64 = 0.85;

/// Two pages of the same form, one over the other: all planes have the first page's size.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Ink of the first page.
    pub a: Plane,
    /// Ink of the second, where it lies on the first.
    pub b: Plane,
    /// Where the second page's pixels came from, for whoever shows them side by side.
    pub way: Way,
    /// How well one fits the other.
    pub fit: Fit,
}

/// The ink of one page in the common frame.
#[derive(Clone, Debug)]
pub struct Plane {
    /// Ink of any colour: 0 is paper, 255 full ink.
    pub ink: Vec<u8>,
    /// Black ink alone; `None` where the scan has no colour.
    pub black: Option<Vec<u8>>,
    /// Whether the scan knows black and white only.
    pub bitonal: bool,
    /// Whether the scan has so few pixels that marks on letters blur into them.
    pub coarse: bool,
}

/// From a place on the first page to the same place on the second, both as shares of their width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// `x' = m[0] x + m[1] y + m[2]`, `y' = m[3] x + m[4] y + m[5]`, quarter turns included.
    pub matrix: [f64; 6],
    /// Quarter turns clockwise that bring the second page into the first one's position.
    pub quarters: u8,
}

/// How well one page lies on another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fit {
    /// Parts of the first page with ink on them, in which was looked for the second.
    pub tiles: usize,
    /// Share of them that were found, and less than a pixel off.
    pub agreeing: f64,
    /// The median of how far those that were found are still off, in pixels.
    pub residual: f64,
    /// Ink that one page shows beyond the edges of the other, in pixels of full ink.
    pub beyond: f64,
}

impl Fit {
    /// Says whether what was found lies so closely that both pages are of one form, little as it is.
    fn is_close(&self) -> bool {
        let agreeing = self.agreeing * self.tiles as f64;
        self.agreeing >= FEWER && self.residual <= CLOSELY && agreeing >= SEVERAL
    }
}

/// Lays `b` over `a`; `None` where they are not of one form, so that nothing fits.
pub fn lay(a: &Sheet, b: &Sheet) -> Option<Pair> {
    let (map, fit, quarters) = fitted(a, b)?;
    let planes = std::iter::once(b.ink.as_slice()).chain(b.black.as_deref()).collect();
    let source = Source { width: b.width, height: b.height, planes };
    let mut laid = warp::planes(&source, a.width, a.height, &map).into_iter();
    let ink = laid.next()?;
    let straight = map.straightened(a.sides.0, a.sides.1);
    let fit = Fit { beyond: beyond::beyond(a, b, &straight), ..fit };
    Some(Pair {
        width: a.width,
        height: a.height,
        a: Plane { ink: a.ink.clone(), black: a.black.clone(), bitonal: a.bitonal, coarse: a.coarse },
        b: Plane { ink, black: laid.next(), bitonal: b.bitonal, coarse: b.coarse },
        way: Way { matrix: shares(&straight, a, b), quarters },
        fit,
    })
}

/// Tries to fit one page to the other until most of it agrees; else takes what agrees closely, where there is such.
fn fitted(a: &Sheet, b: &Sheet) -> Option<(Field, Fit, u8)> {
    let mut closest: Option<(Field, Fit, u8)> = None;
    for attempt in rough::attempts(a, b) {
        let Some((map, quarters)) = attempt.guess(a, b) else { continue };
        let (map, fit) = refined(a, b, map);
        if fit.agreeing >= AGREED {
            return Some((map, fit, quarters));
        }
        if fit.is_close() && closest.as_ref().is_none_or(|(_, best, _)| fit.agreeing > best.agreeing) {
            closest = Some((map, fit, quarters));
        }
    }
    closest
}

/// Improves a map by looking for tiles: first all that an affine map can do, then what bends.
fn refined(a: &Sheet, b: &Sheet, map: Affine) -> (Field, Fit) {
    let wide = Cut { width: 48, height: 24, reach: 5, unit: 4.0, is_far: true };
    let (shifts, _) = found(&a.quarter, &b.quarter, &map, wide);
    let base = agreed(&shifts, (a.width as f64 / 2.0, a.height as f64 / 2.0)).then(&map);
    let (field, sideways) = bent(a, b, base);
    let (width, height) = if sideways { (32, 64) } else { (64, 32) };
    let fine = Cut { width, height, reach: 2, unit: 2.0, is_far: false };
    let (shifts, tiles) = found(&a.half, &b.half, &field, fine);
    let bent = field.bent(&shifts);
    let fit = fit(&shifts, tiles, &field, &bent);
    (bent, fit)
}

/// Follows a feed that ran down the page, or, where that says little, along its width.
fn bent(a: &Sheet, b: &Sheet, base: Affine) -> (Field, bool) {
    let flat = [false, true].map(|sideways| Field::flat(base, a.width, a.height, sideways));
    let cut = Cut { width: 32, height: 16, reach: 3, unit: 4.0, is_far: false };
    let (shifts, _) = found(&a.quarter, &b.quarter, &base, cut);
    let down = flat[0].bent(&shifts);
    let agreement = down.agreement(&shifts, &flat[0]);
    if agreement < FOLLOWED {
        let along = flat[1].bent(&shifts);
        if along.agreement(&shifts, &flat[1]) > agreement {
            return (along, true);
        }
    }
    (down, false)
}

/// Looks for the tiles of a plane on another that a map brings over it; says also how many there were to find.
fn found(a: &Level, b: &Level, map: &impl Map, cut: Cut) -> (Vec<Shift>, usize) {
    tiles::find(a, &warp::quick(b, a.width, a.height, map, cut.unit), cut)
}

/// Measures how well a field fits shifts that were found on top of another.
fn fit(shifts: &[Shift], tiles: usize, before: &Field, now: &Field) -> Fit {
    let off = |shift: &Shift| {
        let (was, is) = (before.at(shift.x, shift.y), now.at(shift.x, shift.y));
        let (dx, dy) = (was.0 + shift.dx - is.0, was.1 + shift.dy - is.1);
        (dx * dx * shift.across + dy * dy * shift.down).sqrt()
    };
    let mut offs: Vec<f64> = shifts.iter().map(off).collect();
    offs.sort_by(f64::total_cmp);
    let near = offs.iter().filter(|off| **off < 1.0).count();
    let agreeing = if tiles > 0 { near as f64 / tiles as f64 } else { 0.0 };
    Fit { tiles, agreeing, residual: offs.get(offs.len() / 2).copied().unwrap_or(0.0), beyond: 0.0 }
}

/// Expresses a map in shares of the pages' sides.
fn shares(map: &Affine, a: &Sheet, b: &Sheet) -> [f64; 6] {
    let ((aw, ah), (bw, bh)) = (a.sides, b.sides);
    let (bw, bh) = (bw.max(1.0), bh.max(1.0));
    let m = map.0;
    [m[0] * aw / bw, m[1] * ah / bw, m[2] / bw, m[3] * aw / bh, m[4] * ah / bh, m[5] / bh]
}
