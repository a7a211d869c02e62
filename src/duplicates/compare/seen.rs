//! Both pages as they were compared, equally sharp and dark, with what neither explains of the other.

use super::grid::{HALO, Patch, TILE_HEIGHT, TILE_WIDTH, Tile};
use super::residue::Residue;

/// Pixels across and down a cell: unexplained ink is gathered into regions cell by cell.
pub(super) const CELL: usize = 4;

/// Two pages side by side, pixel by pixel; outside of them is paper.
pub(super) struct Seen {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Cells across.
    pub across: usize,
    /// Cells down.
    pub down: usize,
    ink: [Vec<u8>; 2],
    /// The second page's ink where it lies on the first, as sharp and dark as it was scanned.
    pub moved: Vec<u8>,
    residue: Vec<i16>,
    /// The most unexplained ink around any pixel of each cell.
    pub heat: Vec<u16>,
    /// The same of ink that is not what the scan usually makes of what the other shows.
    pub odd: Vec<u16>,
}

impl Seen {
    /// Makes two empty pages.
    pub(super) fn empty(width: usize, height: usize) -> Seen {
        let (across, down) = (width.div_ceil(CELL), height.div_ceil(CELL));
        let ink = [vec![0; width * height], vec![0; width * height]];
        let (heat, odd) = (vec![0; across * down], vec![0; across * down]);
        let moved = vec![0; width * height];
        Seen { width, height, across, down, ink, moved, residue: vec![0; width * height], heat, odd }
    }

    /// Enters one tile.
    pub(super) fn enter(
        &mut self,
        tile: Tile,
        pages: [&Patch; 2],
        residue: &Residue,
        sums: &[[u16; TILE_WIDTH]; TILE_HEIGHT],
    ) {
        let (left, upper) = tile.origin();
        let count = TILE_WIDTH.min(self.width - left);
        for row in 0..TILE_HEIGHT.min(self.height - upper) {
            let at = (upper + row) * self.width + left;
            for (plane, page) in self.ink.iter_mut().zip(pages) {
                plane[at..at + count].copy_from_slice(&page[row + HALO][HALO..HALO + count]);
            }
            self.residue[at..at + count].copy_from_slice(&residue[row + HALO][HALO..HALO + count]);
            let heat = (upper + row) / CELL * self.across + left / CELL;
            for (cell, sums) in self.heat[heat..].iter_mut().zip(sums[row][..count].chunks(CELL)) {
                *cell = sums.iter().fold(*cell, |most, sum| most.max(*sum));
            }
        }
    }

    /// Returns the ink of a page, 0 or 1, at a pixel.
    pub(super) fn ink(&self, page: usize, x: isize, y: isize) -> u8 {
        self.place(x, y).map_or(0, |place| self.ink[page & 1][place])
    }

    /// Returns the unexplained ink at a pixel: positive on the first page, negative on the second.
    pub(super) fn residue(&self, x: isize, y: isize) -> i16 {
        self.place(x, y).map_or(0, |place| self.residue[place])
    }

    /// Returns the most unexplained ink around any pixel of the cell of a pixel.
    pub(super) fn heat_at(&self, x: isize, y: isize) -> u16 {
        let (x, y) = (x.max(0) as usize / CELL, y.max(0) as usize / CELL);
        if x < self.across { self.heat.get(y * self.across + x).copied().unwrap_or(0) } else { 0 }
    }

    fn place(&self, x: isize, y: isize) -> Option<usize> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        (x < self.width && y < self.height).then(|| y * self.width + x)
    }
}
