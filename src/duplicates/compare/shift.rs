//! The last fraction of a pixel: how far the second page still lies beside the first, tile by tile, and how it is moved.
//!
//! Shifts are found from whole lines of text and vary smoothly over the page: no glyph is moved on its own, so that a
//! changed one is laid where its neighbours say, and never where it would look most alike.

use super::grid::{Canvas, Grid, HALO, PATCH_HEIGHT, PATCH_WIDTH, Patch, TILE_HEIGHT, TILE_WIDTH, Tile};

/// The farthest that a tile is moved, in pixels.
const FARTHEST: f32 = 3.0;
/// What speaks for no shift at all: about the gradients of two letters, so that a few specks move nothing.
const PRIOR: f32 = 120_000.0;
/// Ink by which two pixels may differ before they lose weight: a changed glyph is not to pull.
const ROBUST: f32 = 50.0;
/// Squared gradient below which a pixel says nothing about place.
const FLAT: f32 = 200.0;
/// How often the shifts are mended.
const ROUNDS: usize = 4;
/// Pixels across and down that are moved as one.
const BLOCK: usize = 8;
/// Steps of a pixel in which blocks are moved.
const PHASES: usize = 16;

/// Where the second page is found: for each tile, how far from the place on the first.
pub(super) struct Shifts {
    grid: Grid,
    by_tile: Vec<[f32; 2]>,
}

/// The normal equations of one tile: what its gradients say about its shift.
#[derive(Clone, Copy, Default)]
struct Evidence {
    xx: f32,
    xy: f32,
    yy: f32,
    x: f32,
    y: f32,
}

impl Evidence {
    fn add(&mut self, other: &Evidence, weight: f32) {
        self.xx += other.xx * weight;
        self.xy += other.xy * weight;
        self.yy += other.yy * weight;
        self.x += other.x * weight;
        self.y += other.y * weight;
    }

    /// Solves for the shift that explains most, a little drawn towards `prior`.
    fn solve(&self, prior: f32) -> [f32; 2] {
        let (xx, yy) = (self.xx + prior, self.yy + prior);
        let determinant = xx * yy - self.xy * self.xy;
        if determinant <= 0.0 {
            return [0.0, 0.0];
        }
        let clamp = |shift: f32| shift.clamp(-FARTHEST, FARTHEST);
        [clamp((self.x * yy - self.y * self.xy) / determinant), clamp((self.y * xx - self.x * self.xy) / determinant)]
    }
}

impl Shifts {
    /// Finds the shifts of all tiles that are written on.
    pub(super) fn find(a: &Canvas, b: &Canvas, grid: Grid, written: &[Tile]) -> Shifts {
        let mut shifts = Shifts { grid, by_tile: vec![[0.0; 2]; grid.across * grid.down] };
        for _ in 0..ROUNDS {
            let mut evidence = vec![Evidence::default(); grid.across * grid.down];
            for tile in written {
                evidence[grid.index(*tile)] = gather(a, b, *tile, shifts.by_tile[grid.index(*tile)]);
            }
            shifts.solve(&evidence);
        }
        shifts
    }

    /// Solves every tile together with its neighbours, which makes the shifts smooth and bridges empty tiles.
    fn solve(&mut self, evidence: &[Evidence]) {
        let grid = self.grid;
        for row in 0..grid.down {
            for column in 0..grid.across {
                let mut sum = Evidence::default();
                for (y, down) in [(row.wrapping_sub(1), 0.5), (row, 1.0), (row + 1, 0.5)] {
                    for (x, across) in [(column.wrapping_sub(1), 0.25), (column, 1.0), (column + 1, 0.25)] {
                        if x < grid.across && y < grid.down {
                            sum.add(&evidence[y * grid.across + x], down * across);
                        }
                    }
                }
                self.by_tile[row * grid.across + column] = sum.solve(PRIOR);
            }
        }
    }

    /// Returns the shift at a pixel, between the middles of the tiles around it.
    fn at(&self, x: f32, y: f32) -> [f32; 2] {
        let split = |place: f32, size: usize, count: usize| {
            let place = (place / size as f32 - 0.5).clamp(0.0, (count - 1) as f32);
            let first = place as usize;
            (first, (first + 1).min(count - 1), place - first as f32)
        };
        let (left, right, across) = split(x, TILE_WIDTH, self.grid.across);
        let (upper, lower, down) = split(y, TILE_HEIGHT, self.grid.down);
        let shift = |row: usize, column: usize, axis: usize| self.by_tile[row * self.grid.across + column][axis];
        [0, 1].map(|axis| {
            let above = shift(upper, left, axis) * (1.0 - across) + shift(upper, right, axis) * across;
            let below = shift(lower, left, axis) * (1.0 - across) + shift(lower, right, axis) * across;
            above * (1.0 - down) + below * down
        })
    }

    /// Cuts a tile with its halo out of the second page, where it lies on the first.
    pub(super) fn patch(&self, b: &Canvas, tile: Tile) -> Patch {
        let mut patch = [[0; PATCH_WIDTH]; PATCH_HEIGHT];
        let (left, upper) = tile.origin();
        for y in (0..PATCH_HEIGHT).step_by(BLOCK) {
            for x in (0..PATCH_WIDTH).step_by(BLOCK) {
                let middle = |origin: usize, inside: usize| (origin + inside + BLOCK / 2) as f32 - HALO as f32;
                let shift = self.at(middle(left, x), middle(upper, y));
                move_block(b, tile, (x, y), shift, &mut patch);
            }
        }
        patch
    }
}

/// Sums what the gradients of a tile say, from every second row.
fn gather(a: &Canvas, b: &Canvas, tile: Tile, shift: [f32; 2]) -> Evidence {
    let mut sum = Evidence::default();
    let (left, upper) = tile.origin();
    let whole = shift.map(f32::floor);
    let (across, down) = (shift[0] - whole[0], shift[1] - whole[1]);
    let offset = whole[1] as isize * b.stride as isize + whole[0] as isize;
    for row in (0..TILE_HEIGHT).step_by(2) {
        let from = a.at(left, upper + row);
        let (above, here, below) =
            (&a.ink[from - a.stride..][..TILE_WIDTH], &a.ink[from - 1..][..TILE_WIDTH + 2], &a.ink[from + a.stride..][..TILE_WIDTH]);
        let there = from.saturating_add_signed(offset);
        let (first, second) = (&b.ink[there..][..TILE_WIDTH + 1], &b.ink[there + b.stride..][..TILE_WIDTH + 1]);
        for x in 0..TILE_WIDTH {
            let gx = (f32::from(here[x + 2]) - f32::from(here[x])) / 2.0;
            let gy = (f32::from(below[x]) - f32::from(above[x])) / 2.0;
            if gx * gx + gy * gy < FLAT {
                continue;
            }
            let upper = f32::from(first[x]) * (1.0 - across) + f32::from(first[x + 1]) * across;
            let lower = f32::from(second[x]) * (1.0 - across) + f32::from(second[x + 1]) * across;
            let error = upper * (1.0 - down) + lower * down - f32::from(here[x + 1]);
            let weight = 1.0 / (1.0 + (error / ROBUST) * (error / ROBUST));
            // The shift so far is put back in, so that neighbours with other shifts can be solved together.
            let error = gx * shift[0] + gy * shift[1] - error;
            sum.add(&Evidence { xx: gx * gx, xy: gx * gy, yy: gy * gy, x: gx * error, y: gy * error }, weight);
        }
    }
    sum
}

/// Returns the four weights of cubic interpolation (Catmull-Rom) at a phase, in 256ths.
fn weights(phase: usize) -> [i32; 4] {
    let t = phase as i32;
    // Scaled by 2 * 16 * 16 * 16 and brought to 256ths; the second takes what rounding leaves.
    let scaled = [-256 * t + 32 * t * t - t * t * t, 0, 256 * t + 64 * t * t - 3 * t * t * t, -16 * t * t + t * t * t];
    let mut weights = scaled.map(|value| (value + 16).div_euclid(32));
    weights[1] = 256 - weights[0] - weights[2] - weights[3];
    weights
}

fn move_block(b: &Canvas, tile: Tile, (x, y): (usize, usize), shift: [f32; 2], patch: &mut Patch) {
    let (left, upper) = tile.origin();
    let steps = shift.map(|shift| (shift * PHASES as f32 + 0.5).floor() as i32);
    let whole = steps.map(|steps| steps.div_euclid(PHASES as i32) as isize);
    let phase = steps.map(|steps| steps.rem_euclid(PHASES as i32) as usize);
    let (across, down) = (weights(phase[0]), weights(phase[1]));
    let start = b.at(left + x, upper + y) - HALO * b.stride - HALO;
    let start = start.saturating_add_signed((whole[1] - 1) * b.stride as isize + whole[0] - 1);
    let mut rows = [[0i32; BLOCK]; BLOCK + 3];
    for (row, line) in rows.iter_mut().enumerate() {
        let source = &b.ink[start + row * b.stride..][..BLOCK + 3];
        for (column, value) in line.iter_mut().enumerate() {
            *value = (0..4).map(|tap| across[tap] * i32::from(source[column + tap])).sum();
        }
    }
    for row in 0..BLOCK {
        for column in 0..BLOCK {
            let sum: i32 = (0..4).map(|tap| down[tap] * rows[row + tap][column]).sum();
            patch[y + row][x + column] = ((sum + 32_768) >> 16).clamp(0, 255) as u8;
        }
    }
}
