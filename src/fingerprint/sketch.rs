//! The sketch: some two hundred waves of a page's ink, in a frame that scans of one sheet share.
//!
//! The frame is turned so that lines run from left to right, and stretched so that the ink spreads equally far on all pages:
//! feeders stretch by some per cent, and what is stated of resolution is not exact. Shifting a page turns the phases and keeps
//! the magnitudes of its waves; a half turn flips the signs of the phases.

use super::frame::Frame;
use super::ink::Ink;
use super::wave::wave;

/// How many waves a sketch has.
pub(super) const WAVES: usize = 240;
/// Units of the frame in one cell of the grid that ink is collected on.
const CELL: f64 = 2.0;
/// Cells across and down.
const ACROSS: usize = 160;
const DOWN: usize = 224;
/// Units of the frame of the longest waves, across and down.
pub(super) const LONGEST: (f64, f64) = (200.0, 280.0);
/// How many times as short the shortest waves are.
const FINEST: (i32, i32) = (24, 30);
/// What a magnitude of the usual size is written as.
const USUAL: f32 = 48.0;

/// Waves of a page: for each its real and imaginary part; magnitudes are roots, so that some strong waves do not count for all.
pub(super) type Waves = [(i8, i8); WAVES];

/// One wave: how many periods it has in [`LONGEST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wave {
    /// Periods across; not negative.
    pub across: i32,
    /// Periods down.
    pub down: i32,
}

/// Returns the waves that sketches are made of: spread evenly over all directions and lengths. They never change within a version.
pub(super) fn waves() -> Vec<Wave> {
    let total = ((FINEST.0 + 1) * (2 * FINEST.1 + 1)) as f64;
    let mut chosen: Vec<Wave> = Vec::with_capacity(WAVES);
    // The golden ratio walks through the plane without clumps; what was met is passed over.
    let mut at: f64 = 0.5;
    while chosen.len() < WAVES {
        at += 0.618_033_988_749_894_9;
        at -= at.floor();
        let place = (at * total) as i32;
        let wave = Wave { across: place / (2 * FINEST.1 + 1), down: place % (2 * FINEST.1 + 1) - FINEST.1 };
        let is_new = !chosen.contains(&wave);
        let is_half = wave.across > 0 || wave.down > 0;
        if is_new && is_half && wave.across * wave.across + wave.down * wave.down > 2 {
            chosen.push(wave);
        }
    }
    chosen
}

/// Transforms the ink of a page.
pub(super) fn sketch(ink: &Ink, frame: &Frame) -> Waves {
    let cells = collect(ink, frame);
    let rows = transform_rows(&cells);
    let raw: Vec<(f32, f32)> = waves().iter().map(|wave| transform_columns(&rows, *wave)).collect();
    let power: f32 = raw.iter().map(|(re, im)| re * re + im * im).sum::<f32>() / WAVES as f32;
    let scale = if power > 0.0 { 1.0 / power.sqrt() } else { 0.0 };
    let mut out = [(0, 0); WAVES];
    for (out, (re, im)) in out.iter_mut().zip(raw) {
        let magnitude = (re * re + im * im).sqrt() * scale;
        let factor = if magnitude > 0.0 { USUAL * scale / magnitude.sqrt() } else { 0.0 };
        *out = (whole(re * factor), whole(im * factor));
    }
    out
}

fn whole(value: f32) -> i8 {
    value.round().clamp(-127.0, 127.0) as i8
}

/// Collects the ink in cells of the frame, each pixel in the four that are nearest.
fn collect(ink: &Ink, frame: &Frame) -> Vec<f32> {
    let mut cells = vec![0f32; ACROSS * DOWN];
    for (y, row) in ink.level.chunks_exact(ink.width.max(1)).enumerate() {
        for (x, level) in row.iter().enumerate().filter(|(_, level)| **level > 0) {
            let (across, down) = frame.place(x, y);
            let (across, down) = (across / CELL + ACROSS as f64 / 2.0, down / CELL + DOWN as f64 / 2.0);
            if !(0.0..(ACROSS - 1) as f64).contains(&across) || !(0.0..(DOWN - 1) as f64).contains(&down) {
                continue;
            }
            let (column, line) = (across as usize, down as usize);
            let (right, below) = ((across - column as f64) as f32, (down - line as f64) as f32);
            let weight = frame.weight(*level);
            let place = line * ACROSS + column;
            cells[place] += weight * (1.0 - right) * (1.0 - below);
            cells[place + 1] += weight * right * (1.0 - below);
            cells[place + ACROSS] += weight * (1.0 - right) * below;
            cells[place + ACROSS + 1] += weight * right * below;
        }
    }
    cells
}

/// For each row the real and the imaginary parts of all waves across.
type Row = [[f32; FINEST.0 as usize + 1]; 2];

fn transform_rows(cells: &[f32]) -> Vec<Row> {
    let turns =
        |column: usize, number: usize| wave((column as f64 - ACROSS as f64 / 2.0) * CELL * number as f64 / LONGEST.0);
    let table: Vec<Row> = (0..ACROSS)
        .map(|column| {
            let waves: [(f64, f64); FINEST.0 as usize + 1] = std::array::from_fn(|number| turns(column, number));
            [waves.map(|wave| wave.0 as f32), waves.map(|wave| -wave.1 as f32)]
        })
        .collect();
    let transform = |cells: &[f32]| {
        let mut sums: Row = [[0.0; FINEST.0 as usize + 1]; 2];
        for (cell, waves) in cells.iter().zip(&table).filter(|(cell, _)| **cell > 0.0) {
            for (sums, waves) in sums.iter_mut().zip(waves) {
                sums.iter_mut().zip(waves).for_each(|(sum, wave)| *sum += cell * wave);
            }
        }
        sums
    };
    cells.chunks_exact(ACROSS).map(transform).collect()
}

fn transform_columns(rows: &[Row], of: Wave) -> (f32, f32) {
    let mut sum = (0f32, 0f32);
    let step = wave(-CELL * f64::from(of.down) / LONGEST.1);
    let mut turn = wave(DOWN as f64 / 2.0 * CELL * f64::from(of.down) / LONGEST.1);
    for row in rows {
        let (re, im) = (row[0][of.across as usize], row[1][of.across as usize]);
        let (cosine, sine) = (turn.0 as f32, turn.1 as f32);
        sum = (sum.0 + re * cosine - im * sine, sum.1 + re * sine + im * cosine);
        turn = (turn.0 * step.0 - turn.1 * step.1, turn.0 * step.1 + turn.1 * step.0);
    }
    sum
}
