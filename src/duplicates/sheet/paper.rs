//! How bright the paper is, place by place, and from it how much ink lies on it.
//!
//! Paper is what is brightest nearby, so tint, shadow and uneven light go; ink is scaled to the page's own darkest.

use super::bed;
use super::level::Level;

/// Side of a cell in which paper is looked for, in pixels: 1 mm.
pub(super) const CELL: usize = 8;
/// Cells to each side among which the brightest is paper: 13 mm across, more than any letter's stroke.
const REACH: usize = 6;
/// The darkest that paper is taken for.
const DARKEST: u8 = 16;
/// Full brightness over the brightness of paper, in these parts.
const ONE: u32 = 1 << 16;
/// The least ink that a page's darkest is taken for, of 255: pencil, and not the grain of empty paper.
const FAINTEST: usize = 90;

/// Returns the ink of a plane of grey.
pub fn ink(grey: &[u8], width: usize, height: usize) -> Vec<u8> {
    if width == 0 || height == 0 { Vec::new() } else { ink_on(&brightest(grey, width, height), grey, width) }
}

/// Returns the ink of a plane of grey, and which of its cells show the scanner's bed.
pub fn ink_and_bed(grey: &[u8], width: usize, height: usize) -> (Vec<u8>, Option<Level>) {
    if width == 0 || height == 0 {
        return (Vec::new(), None);
    }
    let cells = brightest(grey, width, height);
    (ink_on(&cells, grey, width), bed::of(&cells))
}

fn ink_on(cells: &Level, grey: &[u8], width: usize) -> Vec<u8> {
    let paper = paper(cells);
    let mut ink = vec![0; grey.len()];
    let mut shares = vec![0; paper.width + 1];
    for (y, (row, out)) in grey.chunks_exact(width).zip(ink.chunks_exact_mut(width)).enumerate() {
        shares_of_row(&paper, y, &mut shares);
        divide(row, &shares, out);
    }
    let (none, full) = ends(&ink);
    let gain = 255 * ONE / u32::from(full - none).max(1);
    ink.iter_mut().for_each(|ink| *ink = ((u32::from(ink.saturating_sub(none)) * gain) >> 16).min(255) as u8);
    ink
}

/// Divides a row by its paper, which runs straight from the middle of each cell to that of the next.
fn divide(row: &[u8], shares: &[i32], out: &mut [u8]) {
    let half = CELL / 2;
    let (head, tail) = row.split_at(half.min(row.len()));
    let (head_out, tail_out) = out.split_at_mut(half.min(row.len()));
    let take = |value: u8, share: i32| 255 - ((i32::from(value) * share) >> 16).min(255) as u8;
    head.iter().zip(head_out).for_each(|(value, out)| *out = take(*value, shares[0]));
    for (cell, (values, outs)) in tail.chunks(CELL).zip(tail_out.chunks_mut(CELL)).enumerate() {
        let (first, second) = (shares[cell], shares[cell + 1]);
        let step = (second - first) / CELL as i32;
        let mut share = first + step / 2;
        for (value, out) in values.iter().zip(outs) {
            *out = take(*value, share);
            share += step;
        }
    }
}

/// Returns full brightness over paper for the cells of a row of pixels, the last one twice.
fn shares_of_row(paper: &Level, y: usize, shares: &mut [i32]) {
    let below = ((y + CELL / 2) / CELL).min(paper.height - 1);
    let above = ((y + CELL / 2) / CELL).saturating_sub(1).min(paper.height - 1);
    let part = ((y + CELL / 2) % CELL) as u32 * 2 + 1;
    for (share, (up, low)) in shares.iter_mut().zip(paper.row(above).iter().zip(paper.row(below))) {
        let mixed = u32::from(*up) * (2 * CELL as u32 - part) + u32::from(*low) * part;
        *share = (255 * ONE * 2 * CELL as u32 / mixed.max(1)).min(255 * ONE) as i32;
    }
    if let [.., before, last] = shares {
        *last = *before;
    }
}

/// Returns how bright the paper is, cell by cell.
fn paper(cells: &Level) -> Level {
    // The brightest nearby, and of those the darkest nearby: a slope of light keeps its shape.
    let closed = spread(&spread(cells, u8::max), u8::min);
    let mut sorted = closed.ink.clone();
    let middle = sorted.len() / 2;
    let (_, median, _) = sorted.select_nth_unstable(middle);
    // Where it is darker than half of the page, there is no paper in sight: a photograph, the scanner's bed.
    let least = *median / 2;
    let mut paper = smooth(&closed);
    paper.ink.iter_mut().for_each(|cell| *cell = (*cell).max(least).max(DARKEST));
    paper
}

/// Returns for each cell the brightest mean of its four quarters, which grain moves little.
fn brightest(grey: &[u8], width: usize, height: usize) -> Level {
    let mut cells = Level::blank(width.div_ceil(CELL), height.div_ceil(CELL));
    let quarter = CELL / 2;
    let mut sums = vec![0u16; width.div_ceil(quarter)];
    for (band_at, band) in grey.chunks(quarter * width).enumerate() {
        sums.fill(0);
        let rows = band.len() / width;
        for row in band.chunks_exact(width) {
            for (sum, values) in sums.iter_mut().zip(row.chunks(quarter)) {
                *sum += values.iter().map(|value| u16::from(*value)).sum::<u16>();
            }
        }
        let at = band_at / 2 * cells.width;
        for (x, sum) in sums.iter().enumerate() {
            let pixels = quarter.min(width - x * quarter) * rows;
            let cell = &mut cells.ink[at + x / 2];
            *cell = (*cell).max((usize::from(*sum) / pixels.max(1)) as u8);
        }
    }
    cells
}

/// Gives each cell the brightest or the darkest of those around it.
fn spread(cells: &Level, choose: fn(u8, u8) -> u8) -> Level {
    let mut across = cells.clone();
    for y in 0..cells.height {
        let row = cells.row(y);
        for x in 0..cells.width {
            let near = &row[x.saturating_sub(REACH)..(x + REACH + 1).min(cells.width)];
            across.ink[y * cells.width + x] = near.iter().copied().fold(row[x], choose);
        }
    }
    let mut down = across.clone();
    for y in 0..cells.height {
        for near in y.saturating_sub(REACH)..(y + REACH + 1).min(cells.height) {
            let from = near * cells.width;
            let row = &across.ink[from..from + cells.width];
            let out = &mut down.ink[y * cells.width..(y + 1) * cells.width];
            out.iter_mut().zip(row).for_each(|(out, value)| *out = choose(*out, *value));
        }
    }
    down
}

/// Takes the mean of the cells around each.
fn smooth(cells: &Level) -> Level {
    let mut out = cells.clone();
    let near = |at: usize, end: usize| at.saturating_sub(2)..(at + 3).min(end);
    for y in 0..cells.height {
        for x in 0..cells.width {
            let columns = near(x, cells.width);
            let rows = near(y, cells.height);
            let count = columns.len() * rows.len();
            let sum: usize = rows.flat_map(|y| &cells.row(y)[columns.clone()]).map(|value| usize::from(*value)).sum();
            out.ink[y * cells.width + x] = (sum / count) as u8;
        }
    }
    out
}

/// Returns what is none and what is full ink: the end of the paper's own grain, and the ninth tenth of all that is more.
fn ends(ink: &[u8]) -> (u8, u8) {
    let mut counts = [0usize; 256];
    // Every seventh pixel: as good as all, and no divisor of a row's length for long.
    ink.iter().step_by(7).for_each(|ink| counts[usize::from(*ink)] += 1);
    let peak = (0..FAINTEST).max_by_key(|level| (counts[*level], 256 - level)).unwrap_or(0);
    // The grain of paper ends where few pixels are left of the many.
    let none = (peak..FAINTEST).find(|level| counts[*level] * 8 < counts[peak]).unwrap_or(peak);
    let written = &counts[(none + 48).min(255)..];
    let tenth = written.iter().sum::<usize>() / 10;
    let mut above = 0;
    let past = written.iter().rev().take_while(|count| {
        above += **count;
        above <= tenth
    });
    let full = (255 - past.count()).max(none + FAINTEST).min(255);
    (none as u8, full as u8)
}
