//! Specks of dust: small, dark, and away from all writing.

use std::collections::BTreeSet;

use super::decide::NEAR;
use super::excuse::THING;
use super::regions::Region;
use super::rules;
use super::seen::Seen;

/// The largest speck of dust, in pixels: 1.3 mm.
const SPECK: usize = 10;
/// Specks that may lie so near each other that they are one region.
const SPECKS: usize = 4;
/// Paper around dust, in pixels, at least, and in halves of its size: marks stand closer to their letters, stops to words.
const ALONE: isize = 6;
/// How far around a speck its blur reaches, in pixels.
const BLUR: isize = 3;

/// Says whether a region is nothing but specks of dust.
pub(super) fn is_dust(seen: &Seen, region: &Region) -> bool {
    let Some(page) = region.one_sided() else { return false };
    let mut specks: Vec<Speck> = Vec::new();
    while specks.len() < SPECKS {
        let Some(speck) = darkest(seen, region, page, &specks).and_then(|start| Speck::at(seen, page, start)) else {
            return false;
        };
        if !speck.is_disc() || !speck.is_alone(seen) {
            return false;
        }
        specks.push(speck);
        if left(seen, region, &specks) < NEAR {
            return true;
        }
    }
    false
}

/// Returns the pixel with most of the ink that only a page has, beside the specks that are known.
fn darkest(seen: &Seen, region: &Region, page: usize, specks: &[Speck]) -> Option<(isize, isize)> {
    let mut darkest = None;
    region.pixels(seen, |x, y, residue| {
        let ink = residue.unsigned_abs();
        let is_darker = (residue < 0) == (page == 1) && darkest.is_none_or(|(most, _)| ink > most);
        if is_darker && !specks.iter().any(|speck| speck.reaches(x, y)) {
            darkest = Some((ink, (x, y)));
        }
    });
    darkest.map(|(_, place)| place)
}

/// Sums the unexplained ink of a region beside its specks.
fn left(seen: &Seen, region: &Region, specks: &[Speck]) -> u32 {
    let mut left = 0;
    region.pixels(seen, |x, y, residue| {
        if !specks.iter().any(|speck| speck.reaches(x, y)) {
            left += u32::from(residue.unsigned_abs());
        }
    });
    left
}

/// A small thing on one page: its box and how much of it is ink.
struct Speck {
    bounds: [isize; 4],
    area: usize,
}

impl Speck {
    /// Takes what hangs together with a pixel, as long as it stays small.
    fn at(seen: &Seen, page: usize, start: (isize, isize)) -> Option<Speck> {
        let mut pixels = vec![start];
        let mut speck = Speck { bounds: [start.0, start.1, start.0, start.1], area: 0 };
        let mut taken = BTreeSet::from([start]);
        while let Some((x, y)) = pixels.pop() {
            let [left, upper, right, lower] = speck.bounds;
            speck.bounds = [left.min(x), upper.min(y), right.max(x), lower.max(y)];
            speck.area += 1;
            if speck.area > SPECK * SPECK {
                return None;
            }
            for (x, y) in (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| (x, y))) {
                if seen.ink(page, x, y) >= THING && taken.insert((x, y)) {
                    pixels.push((x, y));
                }
            }
        }
        Some(speck)
    }

    fn width(&self) -> usize {
        (self.bounds[2] - self.bounds[0] + 1).unsigned_abs()
    }

    fn height(&self) -> usize {
        (self.bounds[3] - self.bounds[1] + 1).unsigned_abs()
    }

    /// Says whether it is small, filled, and nearly as high as wide.
    fn is_disc(&self) -> bool {
        let (width, height) = (self.width(), self.height());
        let long = width.max(height);
        long <= SPECK && width.min(height) * 2 >= long && self.area * 2 > width * height
    }

    /// Says whether a pixel lies in it or in its blur.
    fn reaches(&self, x: isize, y: isize) -> bool {
        let [left, upper, right, lower] = self.bounds;
        (left - BLUR..=right + BLUR).contains(&x) && (upper - BLUR..=lower + BLUR).contains(&y)
    }

    /// Says whether there is only paper around it on its page, and in its place and around it on the other.
    ///
    /// Rules carry no marks, and what is itself unexplained vouches for nothing: neither keeps a speck from being alone.
    fn is_alone(&self, seen: &Seen) -> bool {
        let around = ALONE.max(self.width().max(self.height()) as isize * 3 / 2);
        let [left, upper, right, lower] = self.bounds;
        let is_inside = |x, y| x >= left - 1 && x <= right + 1 && y >= upper - 1 && y <= lower + 1;
        let around =
            (upper - around..=lower + around).flat_map(|y| (left - around..=right + around).map(move |x| (x, y)));
        around.filter(|(x, y)| !is_inside(*x, *y)).all(|(x, y)| {
            let is_writing = (0..2).any(|page| seen.ink(page, x, y) >= THING) && seen.residue(x, y) == 0;
            !is_writing || (0..2).all(|page| rules::is_ruled(seen, page, x, y))
        })
    }
}
