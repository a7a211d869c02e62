//! A page in tiles: only those that hold ink are worked on, and every tile may look over its edges.

/// Pixels across a tile: a feed wave is wide along the row and narrow down the page, and so are the tiles.
pub(super) const TILE_WIDTH: usize = 64;
/// Pixels down a tile.
pub(super) const TILE_HEIGHT: usize = 32;
/// How far a tile's work reaches beyond the tile: one pixel for blur, one for tolerance, two for sums.
pub(super) const HALO: usize = 4;
/// Pixels across a tile with its halo.
pub(super) const PATCH_WIDTH: usize = TILE_WIDTH + 2 * HALO;
/// Pixels down a tile with its halo.
pub(super) const PATCH_HEIGHT: usize = TILE_HEIGHT + 2 * HALO;
/// Paper around the page: the halo, the largest shift, and two pixels for interpolation.
pub(super) const MARGIN: usize = HALO + 4 + 2;
/// Ink from which a pixel counts as written on.
pub(super) const WRITTEN: u8 = 96;

/// A tile with its halo.
pub(super) type Patch = [[u8; PATCH_WIDTH]; PATCH_HEIGHT];

/// A plane of ink, filled up with paper to whole tiles and a margin.
pub(super) struct Canvas {
    /// Pixels from row to row.
    pub stride: usize,
    /// The ink.
    pub ink: Vec<u8>,
}

/// How a page falls into tiles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    /// Tiles across.
    pub across: usize,
    /// Tiles down.
    pub down: usize,
}

/// One tile: its column and its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tile {
    /// Column.
    pub column: usize,
    /// Row.
    pub row: usize,
}

impl Grid {
    /// Lays tiles over a page.
    pub(super) fn over(width: usize, height: usize) -> Grid {
        Grid { across: width.div_ceil(TILE_WIDTH), down: height.div_ceil(TILE_HEIGHT) }
    }

    /// Returns the place of a tile in lists of all tiles.
    pub(super) fn index(&self, tile: Tile) -> usize {
        tile.row * self.across + tile.column
    }

    /// Returns the tiles in which either page is written on, row by row.
    pub(super) fn written(&self, a: &Canvas, b: &Canvas) -> Vec<Tile> {
        let tiles = (0..self.down).flat_map(|row| (0..self.across).map(move |column| Tile { column, row }));
        tiles.filter(|tile| a.is_written(*tile) || b.is_written(*tile)).collect()
    }
}

impl Tile {
    /// Returns the page's pixel in the tile's upper left corner.
    pub(super) fn origin(self) -> (usize, usize) {
        (self.column * TILE_WIDTH, self.row * TILE_HEIGHT)
    }
}

impl Canvas {
    /// Takes a plane of a page; what is missing of it counts as paper.
    pub(super) fn of(plane: &[u8], width: usize, height: usize) -> Canvas {
        let grid = Grid::over(width, height);
        let stride = grid.across * TILE_WIDTH + 2 * MARGIN;
        let mut ink = vec![0; stride * (grid.down * TILE_HEIGHT + 2 * MARGIN)];
        let rows = ink.chunks_exact_mut(stride).skip(MARGIN);
        for (row, source) in rows.zip(plane.chunks_exact(width.max(1)).take(height)) {
            row[MARGIN..MARGIN + width].copy_from_slice(source);
        }
        Canvas { stride, ink }
    }

    /// Returns where a pixel of the page lies.
    pub(super) fn at(&self, x: usize, y: usize) -> usize {
        (y + MARGIN) * self.stride + x + MARGIN
    }

    /// Cuts out a tile with its halo.
    pub(super) fn patch(&self, tile: Tile) -> Patch {
        let mut patch = [[0; PATCH_WIDTH]; PATCH_HEIGHT];
        let (x, y) = tile.origin();
        let start = self.at(x, y) - HALO * self.stride - HALO;
        for (row, line) in patch.iter_mut().enumerate() {
            let from = start + row * self.stride;
            line.copy_from_slice(&self.ink[from..from + PATCH_WIDTH]);
        }
        patch
    }

    fn is_written(&self, tile: Tile) -> bool {
        let (x, y) = tile.origin();
        (0..TILE_HEIGHT).any(|row| {
            let from = self.at(x, y + row);
            self.ink[from..from + TILE_WIDTH].iter().fold(0, |most, ink| most.max(*ink)) > WRITTEN
        })
    }
}

/// Puts a tile, without its halo, into a plane of a page.
pub(super) fn put(plane: &mut [u8], (width, height): (usize, usize), tile: Tile, patch: &Patch) {
    let (left, upper) = tile.origin();
    let count = TILE_WIDTH.min(width.saturating_sub(left));
    let rows = plane.chunks_exact_mut(width.max(1)).take(height).skip(upper);
    for (row, line) in rows.zip(&patch[HALO..HALO + TILE_HEIGHT]) {
        row[left..left + count].copy_from_slice(&line[HALO..HALO + count]);
    }
}
