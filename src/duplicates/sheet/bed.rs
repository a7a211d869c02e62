//! The scanner's bed around a sheet, of any tone: pages are laid by what is printed, not by where their paper ends.
//!
//! What is found here is hidden from laying only. Comparing sees all that was scanned, so nothing is explained by it.

use super::level::Level;

/// Paper is what a tenth of the page is brighter than.
const BRIGHT: f64 = 0.9;
/// The brightest that a bed is, against the paper: brighter ones leave too little ink to mislead.
const DIM: f64 = 0.85;
/// The largest step between neighbouring cells of one bed, and the least one from it over a cell that shows both up to the
/// paper, against the paper.
const EVEN: f64 = 0.05;
const STEP: f64 = 0.13;
/// Share of a bed's edge at which it must be that sharp: shadows and uneven light fade.
const SHARP: f64 = 0.6;
/// Fewer cells, of a square millimetre, are no bed.
const FEW: usize = 40;
/// How far a bed darkens the paper beside it, in cells.
const BESIDE: usize = 3;

/// Marks the cells of a scan that show the bed and what is right beside it; `None` where there is none.
pub(super) fn of(cells: &Level) -> Option<Level> {
    let paper = f64::from(bright(cells));
    let dim = (paper * DIM) as u8;
    let mut seen = vec![false; cells.ink.len()];
    let mut found = Vec::new();
    for start in (0..cells.ink.len()).filter(|at| is_border(cells, *at) && cells.ink[*at] < dim) {
        let bed = grown(cells, start, dim, (paper * EVEN) as u8, &mut seen);
        if bed.len() >= FEW && is_sharp(cells, &bed, dim, (paper * STEP) as u8) {
            found.extend(bed);
        }
    }
    (!found.is_empty()).then(|| marked(cells, &found))
}

/// Makes paper of a bed on a plane with so many pixels a cell.
pub(super) fn hide(plane: &mut Level, bed: &Level, cell: usize) {
    for (y, row) in plane.ink.chunks_exact_mut(plane.width.max(1)).enumerate().take(bed.height * cell) {
        let marks = bed.row(y / cell);
        for (part, _) in row.chunks_mut(cell).zip(marks).filter(|(_, mark)| **mark > 0) {
            part.fill(0);
        }
    }
}

fn bright(cells: &Level) -> u8 {
    let mut sorted = cells.ink.clone();
    let at = ((sorted.len() as f64 * BRIGHT) as usize).min(sorted.len().saturating_sub(1));
    if sorted.is_empty() { 0 } else { *sorted.select_nth_unstable(at).1 }
}

fn is_border(cells: &Level, at: usize) -> bool {
    let (x, y) = (at % cells.width, at / cells.width);
    x == 0 || y == 0 || x + 1 == cells.width || y + 1 == cells.height
}

/// Returns the cells so far to the left, to the right, above and below.
fn around(cells: &Level, at: usize, far: usize) -> impl Iterator<Item = usize> {
    let (x, width, count) = (at % cells.width, cells.width, cells.ink.len());
    let left = (x >= far).then(|| at - far);
    let right = (x + far < width).then_some(at + far);
    let below = Some(at + far * width).filter(|at| *at < count);
    [left, right, at.checked_sub(far * width), below].into_iter().flatten()
}

/// Grows a bed from a cell over all that are as dim, step by even step.
fn grown(cells: &Level, start: usize, dim: u8, even: u8, seen: &mut [bool]) -> Vec<usize> {
    let mut bed = Vec::new();
    let mut open = if seen[start] { Vec::new() } else { vec![start] };
    seen[start] = true;
    while let Some(at) = open.pop() {
        bed.push(at);
        for near in around(cells, at, 1) {
            if !seen[near] && cells.ink[near] < dim && cells.ink[near].abs_diff(cells.ink[at]) <= even {
                seen[near] = true;
                open.push(near);
            }
        }
    }
    bed
}

/// Says whether a bed ends where brighter paper begins.
fn is_sharp(cells: &Level, bed: &[usize], dim: u8, step: u8) -> bool {
    let (mut sharp, mut all) = (0, 0);
    for at in bed {
        for near in around(cells, *at, 2).filter(|near| cells.ink[*near] >= dim) {
            all += 1;
            sharp += u32::from(cells.ink[near].saturating_sub(cells.ink[*at]) >= step);
        }
    }
    f64::from(sharp) > SHARP * f64::from(all)
}

fn marked(cells: &Level, bed: &[usize]) -> Level {
    let mut marks = Level::blank(cells.width, cells.height);
    for at in bed {
        let (x, y) = (at % cells.width, at / cells.width);
        let columns = x.saturating_sub(BESIDE)..(x + BESIDE + 1).min(cells.width);
        for row in y.saturating_sub(BESIDE)..(y + BESIDE + 1).min(cells.height) {
            marks.ink[row * cells.width..][columns.clone()].fill(255);
        }
    }
    marks
}
