//! Brings a page into another's frame: each plane is resampled once, by cubics, and only where there is ink.

use super::super::sheet::level::Level;
use super::affine::Affine;

/// Side of a block within which the map runs straight, in pixels of a sheet: 2 mm.
const BLOCK: usize = 16;
/// Ink up to which a block is paper.
const PAPER: u8 = 12;
/// Phases between two pixels that the weights of cubics are kept for.
const PHASES: usize = 64;

/// Where the frame's places lie on the other page.
pub trait Map {
    /// Maps a place, in pixels of a sheet.
    fn place(&self, x: f64, y: f64) -> (f64, f64);
}

impl Map for Affine {
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        self.apply(x, y)
    }
}

/// A block of the frame and where it lies on the other page, in 65536ths of a pixel of that plane.
struct Block {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
    side: i64,
    origin: (i64, i64),
    across: (i64, i64),
    down: (i64, i64),
    twist: (i64, i64),
}

/// Cuts a frame into blocks; `unit` is pixels of a sheet for one of the planes.
fn blocks(width: usize, height: usize, map: &impl Map, unit: f64, mut each: impl FnMut(&Block)) {
    let fixed = |(x, y): (f64, f64)| {
        let whole = |value: f64| (value / unit * 65536.0).clamp(-1e11, 1e11) as i64;
        (whole(x), whole(y))
    };
    let corner = |x: usize, y: usize| fixed(map.place(x as f64 * unit, y as f64 * unit));
    let step = ((BLOCK as f64 / unit) as usize).max(1);
    let side = step as i64;
    for top in (0..height).step_by(step) {
        let (mut upper, mut lower) = (corner(0, top), corner(0, top + step));
        for left in (0..width).step_by(step) {
            let (upper_right, lower_right) = (corner(left + step, top), corner(left + step, top + step));
            let less = |one: (i64, i64), other: (i64, i64)| (one.0 - other.0, one.1 - other.1);
            let (across, down) = (less(upper_right, upper), less(lower, upper));
            let twist = less(less(lower_right, lower), across);
            each(&Block {
                left,
                top,
                right: (left + step).min(width),
                bottom: (top + step).min(height),
                side,
                origin: upper,
                across: (across.0 / side, across.1 / side),
                down: (down.0 / side, down.1 / side),
                twist: (twist.0 / (side * side), twist.1 / (side * side)),
            });
            (upper, lower) = (upper_right, lower_right);
        }
    }
}

impl Block {
    /// Returns where a row of pixel centres begins, and the step from one to the next.
    fn row(&self, y: usize) -> ((i64, i64), (i64, i64)) {
        let down = (y - self.top) as i64 * 2 + 1;
        let step = (self.across.0 + self.twist.0 * down / 2, self.across.1 + self.twist.1 * down / 2);
        let x = self.origin.0 + self.down.0 * down / 2 + step.0 / 2;
        let y = self.origin.1 + self.down.1 * down / 2 + step.1 / 2;
        ((x, y), step)
    }

    /// Returns the part of the other page that this block shows: left, top, right, bottom, in its pixels.
    fn shown(&self) -> [i64; 4] {
        let across = (self.across.0 * self.side, self.across.1 * self.side);
        let down = (self.down.0 * self.side, self.down.1 * self.side);
        let xs = [0, across.0, down.0, across.0 + down.0].map(|x| (self.origin.0 + x) >> 16);
        let ys = [0, across.1, down.1, across.1 + down.1].map(|y| (self.origin.1 + y) >> 16);
        let least = |all: [i64; 4]| all.into_iter().fold(i64::MAX, i64::min) - 3;
        let most = |all: [i64; 4]| all.into_iter().fold(i64::MIN, i64::max) + 3;
        [least(xs), least(ys), most(xs), most(ys)]
    }
}

/// Brings a small plane into a frame, quickly: for looking, not for comparing.
pub fn quick(level: &Level, width: usize, height: usize, map: &impl Map, unit: f64) -> Level {
    let mut out = Level::blank(width, height);
    blocks(width, height, map, unit, |block| {
        for y in block.top..block.bottom {
            let ((mut at_x, mut at_y), step) = block.row(y);
            for x in block.left..block.right {
                out.ink[y * width + x] = level.at((at_x >> 8) as i32, (at_y >> 8) as i32);
                (at_x, at_y) = (at_x + step.0, at_y + step.1);
            }
        }
    });
    out
}

/// A page's planes on their way into another's frame.
pub struct Source<'a> {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// The planes, each of that size; what the first shows as paper is paper on all.
    pub planes: Vec<&'a [u8]>,
}

/// Brings all planes of a page into a frame.
pub fn planes(source: &Source, width: usize, height: usize, map: &impl Map) -> Vec<Vec<u8>> {
    let mut out = vec![vec![0; width * height]; source.planes.len()];
    if source.width < 4 || source.height < 4 {
        return out;
    }
    let (weights, written) = (weights(), Written::of(source));
    blocks(width, height, map, 1.0, |block| {
        if written.is_any(block.shown()) {
            fill(block, source, &weights, &mut out, width);
        }
    });
    out
}

/// Where a page has ink, in cells as large as blocks.
struct Written {
    across: usize,
    cells: Vec<u8>,
}

impl Written {
    fn of(source: &Source) -> Written {
        let across = source.width.div_ceil(BLOCK);
        let mut cells = vec![0; across * source.height.div_ceil(BLOCK)];
        let plane = source.planes.first().copied().unwrap_or_default();
        for (y, row) in plane.chunks_exact(source.width).enumerate() {
            let cells = &mut cells[y / BLOCK * across..][..across];
            for (cell, values) in cells.iter_mut().zip(row.chunks(BLOCK)) {
                *cell = values.iter().fold(*cell, |most, ink| most.max(*ink));
            }
        }
        Written { across, cells }
    }

    /// Says whether there is ink between left, top, right and bottom.
    fn is_any(&self, [left, top, right, bottom]: [i64; 4]) -> bool {
        let cell = |at: i64, end: usize| (at.max(0) as usize / BLOCK).min(end);
        let (first, last) = (cell(left, self.across), cell(right + BLOCK as i64 - 1, self.across));
        let down = self.cells.len() / self.across.max(1);
        let mut rows = cell(top, down)..cell(bottom + BLOCK as i64 - 1, down);
        first < last
            && rows
                .any(|y| self.cells[y * self.across + first..y * self.across + last].iter().any(|most| *most > PAPER))
    }
}

/// Fills a block of the frame.
fn fill(block: &Block, source: &Source, weights: &[[f32; 4]; PHASES], out: &mut [Vec<u8>], width: usize) {
    let (last_x, last_y) = (source.width as i64 - 4, source.height as i64 - 4);
    for y in block.top..block.bottom {
        let ((mut at_x, mut at_y), step) = block.row(y);
        for to in y * width + block.left..y * width + block.right {
            // Half a pixel back to the centre, one more to the first of four; half a phase for rounding.
            let (x, y) = (at_x - 98304 + 512, at_y - 98304 + 512);
            let (first_x, first_y) = (x >> 16, y >> 16);
            (at_x, at_y) = (at_x + step.0, at_y + step.1);
            if first_x < -2 || first_y < -2 || first_x > last_x + 2 || first_y > last_y + 2 {
                continue;
            }
            let (by_x, by_y) = (&weights[(x >> 10) as usize & 63], &weights[(y >> 10) as usize & 63]);
            let (first_x, first_y) = (first_x.clamp(0, last_x) as usize, first_y.clamp(0, last_y) as usize);
            for (plane, out) in source.planes.iter().zip(out.iter_mut()) {
                out[to] = mixed(&plane[first_y * source.width + first_x..], source.width, by_x, by_y);
            }
        }
    }
}

/// Mixes four by four pixels: first down, four columns side by side, then across.
fn mixed(plane: &[u8], width: usize, by_x: &[f32; 4], by_y: &[f32; 4]) -> u8 {
    let row = |at: usize| plane[at * width..].first_chunk::<4>().copied().unwrap_or_default();
    let rows: [[u8; 4]; 4] = std::array::from_fn(row);
    if rows.map(u32::from_ne_bytes).iter().all(|four| *four == 0) {
        return 0;
    }
    let mut columns = [0f32; 4];
    for (row, weight) in rows.iter().zip(by_y) {
        for (column, ink) in columns.iter_mut().zip(row) {
            *column += weight * f32::from(*ink);
        }
    }
    let [one, two, three, four]: [f32; 4] = std::array::from_fn(|at| columns[at] * by_x[at]);
    ((one + two) + (three + four) + 0.5) as u8
}

/// Returns the weights of Catmull and Rom's cubic for each phase.
fn weights() -> [[f32; 4]; PHASES] {
    std::array::from_fn(|phase| {
        let t = phase as f32 / PHASES as f32;
        let first = ((2.0 - t) * t - 1.0) * t / 2.0;
        let third = ((4.0 - 3.0 * t) * t + 1.0) * t / 2.0;
        let fourth = (t - 1.0) * t * t / 2.0;
        [first, 1.0 - first - third - fourth, third, fourth]
    })
}
