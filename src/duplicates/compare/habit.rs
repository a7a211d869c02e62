//! What one scan usually makes of what another shows, learnt from the pages themselves, and where that habit is broken.
//!
//! A threshold rounds every edge up or down, and blur softens all alike, so a pixel is held against what others became that
//! look like it on the other scan, with their neighbours. A few changed glyphs among thousands teach nothing.

use std::ops::Range;

use super::grid::{TILE_HEIGHT, TILE_WIDTH, Tile};
use super::residue::SQUARE;
use super::seen::CELL;

/// Steps of ink that are told apart, of a pixel and of its neighbourhood.
const STEPS: usize = 16;
/// Fewer pixels of a kind than this teach nothing: they may have become anything.
const TAUGHT: u64 = 30;
/// Square of the ink by which a pixel may differ though all of its kind are alike: 15.
const GRAIN: f64 = 225.0;
/// What pixels of a kind that is not known differ by.
const UNKNOWN: i16 = 128;
/// How many pixels of a straight edge are rounded alike: more than a mark has.
const EDGE: isize = 5;

/// What pixels of a kind become: their mean, and how far they lie from it.
#[derive(Clone, Copy)]
struct Usual {
    mean: i16,
    spread: i16,
}

/// A scan, and what another scan of the page says of each pixel.
pub(super) struct Habit<'a> {
    width: usize,
    height: usize,
    page: &'a [u8],
    kinds: Vec<u8>,
    usual: [Usual; STEPS * STEPS],
}

impl<'a> Habit<'a> {
    /// Learns what a scan makes of what another shows, in the tiles that are written on.
    pub(super) fn of(page: &'a [u8], other: &[u8], (width, height): (usize, usize), written: &[Tile]) -> Habit<'a> {
        let kinds = kinds(other, width, height, written);
        let mut sums = [(0u64, 0u64, 0u64); STEPS * STEPS];
        for row in alike(page, other, width, height, written).iter().flat_map(|tile| rows(*tile, width, height)) {
            for (kind, ink) in kinds[row.clone()].iter().zip(&page[row]) {
                let (sum, ink) = (&mut sums[usize::from(*kind)], u64::from(*ink));
                *sum = (sum.0 + 1, sum.1 + ink, sum.2 + ink * ink);
            }
        }
        Habit { width, height, page, kinds, usual: sums.map(usual) }
    }

    /// Returns for each cell the most unusual ink in a square around one of its pixels.
    pub(super) fn broken(&self, written: &[Tile]) -> Vec<u16> {
        let across = self.width.div_ceil(CELL);
        let mut heat = vec![0; across * self.height.div_ceil(CELL)];
        let mut sums = [vec![0u16; self.page.len()], vec![0u16; self.page.len()]];
        for place in self.unusual(written) {
            let beyond = self.beyond(place, place);
            let sums = &mut sums[usize::from(beyond < 0)];
            let (x, y, reach) = (place % self.width, place / self.width, SQUARE / 2);
            for row in y.saturating_sub(reach)..(y + reach + 1).min(self.height) {
                for column in x.saturating_sub(reach)..(x + reach + 1).min(self.width) {
                    let sum = &mut sums[row * self.width + column];
                    *sum += beyond.unsigned_abs();
                    let cell = &mut heat[row / CELL * across + column / CELL];
                    *cell = (*cell).max(*sum);
                }
            }
        }
        heat
    }

    /// Returns the pixels that are not usual, but for those of edges that were rounded.
    fn unusual(&self, written: &[Tile]) -> Vec<usize> {
        let mut places = Vec::new();
        for row in written.iter().flat_map(|tile| rows(*tile, self.width, self.height)) {
            let pixels = self.kinds[row.clone()].iter().zip(&self.page[row.clone()]);
            let is_odd = |(kind, ink): (&u8, &u8)| {
                let usual = self.usual[usize::from(*kind)];
                (i16::from(*ink) - usual.mean).abs() > usual.spread
            };
            places.extend(row.zip(pixels).filter(|(_, pixel)| is_odd(*pixel)).map(|(place, _)| place));
        }
        places.retain(|place| !self.is_rounded(*place));
        places
    }

    /// Returns how far the ink of a pixel is beyond what is usual in another place; 0 where it is not.
    fn beyond(&self, place: usize, there: usize) -> i16 {
        let apart = i16::from(self.page[place]) - self.usual[usize::from(self.kinds[there])].mean;
        let spread = self.usual[usize::from(self.kinds[place])].spread;
        apart.signum() * (apart.abs() - spread).max(0)
    }

    /// Says whether a pixel belongs to a straight edge that lies a pixel farther, all along.
    fn is_rounded(&self, place: usize) -> bool {
        let (x, y) = ((place % self.width) as isize, (place / self.width) as isize);
        [(0, 1), (0, -1), (1, 0), (-1, 0)].into_iter().any(|(dx, dy)| {
            let is_edge = |step: isize| {
                let (x, y) = (x + step * dy, y + step * dx);
                self.is_moved((x, y), (x + dx, y + dy))
            };
            let one_way = |sign: isize| (1..EDGE).take_while(|step| is_edge(step * sign)).count() as isize;
            is_edge(0) && 1 + one_way(1) + one_way(-1) >= EDGE
        })
    }

    /// Says whether a pixel is unusual in its place, and hardly so a pixel farther.
    fn is_moved(&self, here: (isize, isize), there: (isize, isize)) -> bool {
        let (Some(here), Some(there)) = (self.place(here), self.place(there)) else { return false };
        let (odd, rest) = (self.beyond(here, here), self.beyond(here, there));
        let rest = if rest.signum() == odd.signum() { rest.abs() } else { 0 };
        odd != 0 && rest * 3 < odd.abs()
    }

    fn place(&self, (x, y): (isize, isize)) -> Option<usize> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        (x < self.width && y < self.height).then(|| y * self.width + x)
    }
}

/// Says what pixels of a kind become, by their number, the sum of their ink and of its squares.
fn usual((count, sum, squares): (u64, u64, u64)) -> Usual {
    let mean = sum as f64 / count.max(1) as f64;
    let variance = (squares as f64 / count.max(1) as f64 - mean * mean).max(0.0);
    let spread = if count < TAUGHT { UNKNOWN } else { ((variance + GRAIN).sqrt() + 0.5) as i16 };
    Usual { mean: (mean + 0.5) as i16, spread }
}

/// Keeps the half of the tiles whose shares of ink are the most common: a seal or a border on one page teaches nothing.
fn alike(page: &[u8], other: &[u8], width: usize, height: usize, written: &[Tile]) -> Vec<Tile> {
    let mut tiles = written.to_vec();
    tiles.sort_by_cached_key(|tile| {
        let row = |plane: &[u8], row: Range<usize>| plane[row].iter().map(|ink| u64::from(*ink)).sum::<u64>();
        let mass = |plane: &[u8]| rows(*tile, width, height).map(|at| row(plane, at)).sum::<u64>();
        let (mine, others) = (mass(page), mass(other));
        (mine << 16) / (mine + others).max(1)
    });
    let outer = tiles.len() / 4;
    tiles.truncate(tiles.len() - outer);
    tiles.split_off(outer)
}

/// Returns the kind of each pixel: its ink, and the mean of the nine around it.
fn kinds(page: &[u8], width: usize, height: usize, written: &[Tile]) -> Vec<u8> {
    let mut kinds = vec![0; page.len()];
    for row in written.iter().flat_map(|tile| rows(*tile, width, height)) {
        let (y, left) = (row.start / width, (row.start % width).max(1));
        let right = (row.start % width + row.len()).min(width - 1);
        if y == 0 || y + 1 >= height || left >= right {
            continue;
        }
        let line = |y: usize| &page[y * width + left - 1..y * width + right + 1];
        let (above, here, below) = (line(y - 1), line(y), line(y + 1));
        let mut columns = [0u16; TILE_WIDTH + 2];
        for (column, (above, (here, below))) in columns.iter_mut().zip(above.iter().zip(here.iter().zip(below))) {
            *column = u16::from(*above) + u16::from(*here) + u16::from(*below);
        }
        let kinds = &mut kinds[y * width + left..y * width + right];
        for (kind, (three, ink)) in kinds.iter_mut().zip(columns.windows(3).zip(&here[1..])) {
            *kind = ink / 16 * STEPS as u8 + (three.iter().sum::<u16>() / 9 / 16) as u8;
        }
    }
    kinds
}

/// Returns where the pixels of a tile lie in a plane, row by row.
fn rows(tile: Tile, width: usize, height: usize) -> impl Iterator<Item = Range<usize>> {
    let (left, upper) = tile.origin();
    let right = (left + TILE_WIDTH).min(width);
    (upper..(upper + TILE_HEIGHT).min(height)).map(move |y| y * width + left..y * width + right)
}

#[cfg(test)]
mod tests {
    use super::{CELL, Habit, Tile};

    const SIZE: (usize, usize) = (256, 128);

    /// Bars of six rows with soft edges.
    fn bars() -> Vec<u8> {
        let row = |y: usize| if y % 16 < 6 { 255 } else { [140, 0, 0, 0, 0, 0, 0, 0, 0, 60][y % 16 - 6] };
        (0..SIZE.1).flat_map(|y| [row(y); SIZE.0]).collect()
    }

    /// Returns the most unusual ink of a page of black and white within a box of pixels.
    fn broken(page: &[u8], [left, upper, right, lower]: [usize; 4]) -> u16 {
        let tiles: Vec<Tile> = (0..16).map(|at| Tile { column: at % 4, row: at / 4 }).collect();
        let heat = Habit::of(page, &bars(), SIZE, &tiles).broken(&tiles);
        let cells = (upper / CELL..lower / CELL).flat_map(|y| (left / CELL..right / CELL).map(move |x| (x, y)));
        cells.map(|(x, y)| heat[y * SIZE.0 / CELL + x]).max().unwrap()
    }

    #[test]
    fn an_edge_that_was_rounded_is_usual_and_a_dot_is_not() {
        let mut page: Vec<u8> = bars().iter().map(|ink| if *ink > 100 { 255 } else { 0 }).collect();
        assert_eq!(broken(&page, [8, 8, 248, 120]), 0);
        page[63 * SIZE.0 + 100..63 * SIZE.0 + 130].fill(255);
        assert_eq!(broken(&page, [80, 56, 150, 76]), 0);
        (74..77).for_each(|y| page[y * SIZE.0 + 40..y * SIZE.0 + 43].fill(255));
        assert!(broken(&page, [32, 64, 56, 88]) > 1500);
    }
}
