//! The sketch: how much ink lies in each cell of 6.7 mm, in a frame that scans of one sheet share but for scale and shift.

use super::frame::Frame;
use super::ink::Ink;
use super::wave::wave;

/// Cells across and down; all of them cover a sheet of A4 whose ink is in the middle.
pub(super) const ACROSS: usize = 32;
pub(super) const DOWN: usize = 44;
/// Cells of a sketch.
pub(super) const CELLS: usize = ACROSS * DOWN;
/// The most bytes of a sketch: a bit for each cell, which says whether there is ink, then the levels of those with ink.
pub(super) const BYTES: usize = 508;
const MAP: usize = CELLS.div_ceil(8);
/// Millimetres of a cell.
pub(super) const CELL_MM: f64 = 6.7;
/// Ink is first collected on a finer grid, so many times as fine.
const FINE: usize = 4;
/// Cells on each side that a cell is drawn from.
const REACH: usize = 2;
/// Less ink than this is none, and more is no more, as shares of the density of dense text.
const LEAST: f32 = 0.04;
const MOST: f32 = 1.2;
/// The most bits of a level; more would say nothing about paper.
const BITS: usize = 5;

/// Collects the ink of a page in cells.
pub(super) fn pack(ink: &Ink, frame: &Frame) -> Vec<u8> {
    let fine = collect(ink, frame);
    let narrow = drawn_together(&fine, FINE * ACROSS, FINE * DOWN);
    let cells = transposed(&drawn_together(&transposed(&narrow, ACROSS), FINE * DOWN, ACROSS), DOWN);
    let scale = 1.0 / dense(&cells);
    let shares: Vec<f32> = cells.iter().map(|cell| cell * scale).collect();
    let inked: Vec<f32> = shares.iter().copied().filter(|share| *share > LEAST).collect();
    let mut bits = Bits(vec![0; MAP]);
    shares
        .iter()
        .enumerate()
        .filter(|(_, share)| **share > LEAST)
        .for_each(|(cell, _)| bits.0[cell / 8] |= 1 << (cell % 8));
    let width = width(inked.len());
    let top = ((1u32 << width) - 1) as f32;
    let mut at = MAP * 8;
    for share in inked {
        let level = ((share.min(MOST) - LEAST) / (MOST - LEAST) * top).round() as u32;
        bits.put(&mut at, width, level);
    }
    bits.0
}

/// Reads the cells of a sketch; what is missing is blank.
pub(super) fn unpack(bytes: &[u8]) -> [f32; CELLS] {
    let mut cells = [0.0; CELLS];
    let map = &bytes[..MAP.min(bytes.len())];
    let width = width(map.iter().map(|byte| byte.count_ones() as usize).sum());
    let top = ((1u32 << width) - 1) as f32;
    let mut at = MAP * 8;
    for (cell, share) in cells.iter_mut().enumerate() {
        if map.get(cell / 8).is_some_and(|byte| byte >> (cell % 8) & 1 == 1) {
            let level = (0..width).fold(0u32, |level, bit| level | u32::from(is_set(bytes, at + bit)) << bit);
            *share = LEAST + level as f32 / top * (MOST - LEAST);
            at += width;
        }
    }
    cells
}

/// Returns how many bits each level has where so many cells have ink.
fn width(inked: usize) -> usize {
    ((BYTES - MAP) * 8 / inked.max(1)).clamp(1, BITS)
}

fn is_set(bytes: &[u8], bit: usize) -> bool {
    bytes.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
}

/// Bytes that are filled bit by bit.
struct Bits(Vec<u8>);

impl Bits {
    fn put(&mut self, at: &mut usize, width: usize, value: u32) {
        for bit in 0..width {
            if *at / 8 >= self.0.len() {
                self.0.push(0);
            }
            self.0[*at / 8] |= ((value >> bit & 1) as u8) << (*at % 8);
            *at += 1;
        }
    }
}

/// Collects the ink on the fine grid, each pixel in the four places that are nearest.
fn collect(ink: &Ink, frame: &Frame) -> Vec<f32> {
    let (across, down) = (FINE * ACROSS, FINE * DOWN);
    let (middle_x, middle_y) = (across as f64 / 2.0 - 0.5, down as f64 / 2.0 - 0.5);
    let unit = CELL_MM / FINE as f64;
    let mut places = vec![0f32; across * down];
    for (y, row) in ink.level.chunks_exact(ink.width.max(1)).enumerate() {
        for (x, level) in row.iter().enumerate().filter(|(_, level)| **level > 0) {
            let (x, y) = frame.place(x, y);
            let (x, y) = (x / unit + middle_x, y / unit + middle_y);
            if !(0.0..(across - 1) as f64).contains(&x) || !(0.0..(down - 1) as f64).contains(&y) {
                continue;
            }
            let (right, below) = (x.fract() as f32, y.fract() as f32);
            let weight = frame.weight(*level);
            let place = y as usize * across + x as usize;
            places[place] += weight * (1.0 - right) * (1.0 - below);
            places[place + 1] += weight * right * (1.0 - below);
            places[place + across] += weight * (1.0 - right) * below;
            places[place + across + 1] += weight * right * below;
        }
    }
    places
}

/// Draws each row together, [`FINE`] places into one. The filter (Lanczos) lets pass what cells can show and nothing finer, so
/// that lines of text do not beat against the cells.
fn drawn_together(rows: &[f32], width: usize, height: usize) -> Vec<f32> {
    let filter = filter();
    let mut out = Vec::with_capacity(width / FINE * height);
    for row in rows.chunks_exact(width) {
        for cell in 0..width / FINE {
            let first = (cell * FINE) as isize - (REACH * FINE) as isize + FINE as isize / 2;
            let part = |(tap, weight): (usize, &f32)| {
                let place = usize::try_from(first + tap as isize).ok()?;
                row.get(place).map(|ink| ink * weight)
            };
            out.push(filter.iter().enumerate().filter_map(part).sum());
        }
    }
    out
}

/// Returns the filter: for each place from the left to the right end of its reach.
fn filter() -> Vec<f32> {
    let taps = 2 * REACH * FINE;
    (0..taps)
        .map(|tap| {
            let at = (tap as f64 + 0.5) / FINE as f64 - REACH as f64;
            (sinc(at) * sinc(at / REACH as f64)) as f32
        })
        .collect()
}

fn sinc(at: f64) -> f64 {
    let (_, sine) = wave(at / 2.0);
    sine / (at * std::f64::consts::PI)
}

fn transposed(rows: &[f32], width: usize) -> Vec<f32> {
    (0..width).flat_map(|x| rows.iter().skip(x).step_by(width).copied()).collect()
}

/// Returns the density of dense text on this page: what one cell in twenty of those with ink is above.
fn dense(cells: &[f32]) -> f32 {
    let most = cells.iter().copied().fold(0f32, f32::max);
    let mut inked: Vec<f32> = cells.iter().copied().filter(|cell| *cell > most / 50.0).collect();
    inked.sort_unstable_by(f32::total_cmp);
    inked.get(inked.len() * 19 / 20).copied().unwrap_or(1.0).max(1e-6)
}
