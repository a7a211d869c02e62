//! Unexplained ink, gathered into regions that hang together.

use super::seen::{CELL, Seen};

/// Ink that may lie outside of what is said of all of a region, in 255ths of a pixel.
const ODD: u32 = 128;

/// Cells between two pieces of one thing, where a stroke hides what joins them.
const NEAR: usize = 4;

/// Pixels between two places that are looked at, less than a look reaches around its middle.
const APART: usize = 12;

/// Unexplained ink that hangs together.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// Its box: left, upper, right and lower, in pixels; the last two lie outside.
    pub bounds: [usize; 4],
    /// The most unexplained ink around any of its pixels.
    pub worst: u16,
    /// The same of ink that is not what the scan usually makes of what the other shows.
    pub odd: u16,
    /// Unexplained ink that only the first, and only the second page has.
    pub mass: [u64; 2],
    cells: Vec<u32>,
}

impl Region {
    /// Finds all regions that hold ink from `faint` on, from the top.
    pub(super) fn all(seen: &Seen, faint: u16) -> Vec<Region> {
        let mut free: Vec<bool> = seen.heat.iter().zip(&seen.odd).map(|(heat, odd)| *heat.max(odd) >= faint).collect();
        let mut regions = Vec::new();
        for start in 0..free.len() {
            if free[start] {
                regions.push(Region::from(seen, flood((seen.across, seen.down), &mut free, start)));
            }
        }
        regions
    }

    fn from(seen: &Seen, cells: Vec<u32>) -> Region {
        let mut region = Region { bounds: [usize::MAX, usize::MAX, 0, 0], worst: 0, odd: 0, mass: [0, 0], cells };
        for cell in &region.cells {
            let (x, y) = corner(seen, *cell);
            let [left, upper, right, lower] = region.bounds;
            region.bounds = [left.min(x), upper.min(y), right.max(x + CELL), lower.max(y + CELL)];
            region.worst = region.worst.max(seen.heat[*cell as usize]);
            region.odd = region.odd.max(seen.odd[*cell as usize]);
        }
        let mut mass = [0, 0];
        region.pixels(seen, |_, _, residue| mass[usize::from(residue < 0)] += u64::from(residue.unsigned_abs()));
        region.mass = mass;
        region
    }

    /// Returns the middles of its cells that are in doubt from `least` on, the worst first, none near another.
    pub(super) fn spots(&self, seen: &Seen, doubt: impl Fn(u16, u16) -> u32, least: u32) -> Vec<(u32, (usize, usize))> {
        let at = |cell: &u32| {
            let (x, y) = corner(seen, *cell);
            (doubt(seen.heat[*cell as usize], seen.odd[*cell as usize]), (x + CELL / 2, y + CELL / 2))
        };
        let mut cells: Vec<_> = self.cells.iter().map(at).filter(|(doubt, _)| *doubt >= least).collect();
        cells.sort_by_key(|(doubt, _)| std::cmp::Reverse(*doubt));
        let mut spots: Vec<(u32, (usize, usize))> = Vec::new();
        for (doubt, (x, y)) in cells {
            if !spots.iter().any(|(_, spot)| spot.0.abs_diff(x).max(spot.1.abs_diff(y)) < APART) {
                spots.push((doubt, (x, y)));
            }
        }
        spots
    }

    /// Returns the left upper pixels of its cells.
    pub(super) fn corners(&self, seen: &Seen) -> impl Iterator<Item = (usize, usize)> {
        self.cells.iter().map(|cell| corner(seen, *cell))
    }

    /// Visits all its pixels with unexplained ink.
    pub(super) fn pixels(&self, seen: &Seen, mut visit: impl FnMut(isize, isize, i16)) {
        for cell in &self.cells {
            let (left, upper) = corner(seen, *cell);
            for (y, x) in (upper..upper + CELL).flat_map(|y| (left..left + CELL).map(move |x| (y as isize, x as isize)))
            {
                let residue = seen.residue(x, y);
                if residue != 0 {
                    visit(x, y, residue);
                }
            }
        }
    }

    /// Says whether something holds for all of its unexplained ink but for the odd half pixel, and there is more of it.
    pub(super) fn is_all(&self, seen: &Seen, holds: impl Fn(isize, isize) -> bool) -> bool {
        let mut exempt = if self.mass[0] + self.mass[1] <= u64::from(ODD) { ODD + 1 } else { 0 };
        self.pixels(seen, |x, y, residue| {
            if exempt <= ODD && !holds(x, y) {
                exempt += u32::from(residue.unsigned_abs());
            }
        });
        exempt <= ODD
    }

    /// Returns the page that alone has nearly all of the ink, if one has.
    pub(super) fn one_sided(&self) -> Option<usize> {
        let [first, second] = self.mass;
        (first.min(second) * 8 < first.max(second)).then_some(usize::from(second > first))
    }

    /// Says whether any of its cells lies within the breadth of a stroke from one of another region.
    pub(super) fn is_beside(&self, other: &Region, across: usize) -> bool {
        let near = |a: u32, b: u32| {
            let (a, b) = (a as usize, b as usize);
            (a % across).abs_diff(b % across) <= NEAR && (a / across).abs_diff(b / across) <= NEAR
        };
        self.cells.iter().any(|cell| other.cells.iter().any(|there| near(*cell, *there)))
    }

    /// Returns its width and height in pixels.
    pub(super) fn extent(&self) -> (usize, usize) {
        (self.bounds[2] - self.bounds[0], self.bounds[3] - self.bounds[1])
    }
}

/// Returns how far two boxes lie apart, across or down, whichever is more; 0 where they touch.
pub(super) fn apart(one: [usize; 4], other: [usize; 4]) -> usize {
    let apart = |low: usize, high: usize| one[low].max(other[low]).saturating_sub(one[high].min(other[high]));
    apart(0, 2).max(apart(1, 3))
}

/// Returns the box around two boxes.
pub(super) fn around([left, upper, right, lower]: [usize; 4], [a, b, c, d]: [usize; 4]) -> [usize; 4] {
    [left.min(a), upper.min(b), right.max(c), lower.max(d)]
}

fn corner(seen: &Seen, cell: u32) -> (usize, usize) {
    (cell as usize % seen.across * CELL, cell as usize / seen.across * CELL)
}

/// Takes all cells that hang together with one, of a grid so many across and down; a list of what is left to visit, so that no
/// page is too deep.
pub(super) fn flood((across, down): (usize, usize), free: &mut [bool], start: usize) -> Vec<u32> {
    let mut cells = vec![start as u32];
    free[start] = false;
    let mut next = 0;
    while let Some(cell) = cells.get(next).map(|cell| *cell as usize) {
        next += 1;
        let (x, y) = (cell % across, cell / across);
        for row in y.saturating_sub(1)..(y + 2).min(down) {
            for column in x.saturating_sub(1)..(x + 2).min(across) {
                let near = row * across + column;
                if std::mem::take(&mut free[near]) {
                    cells.push(near as u32);
                }
            }
        }
    }
    cells
}
