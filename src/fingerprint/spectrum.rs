//! The waves of a sketch, as if its page had been scanned at another scale.
//!
//! A shift of the page turns the phases of its waves and a half turn flips their signs; the magnitudes stay. So pages are first
//! found by magnitudes, and then laid over each other by phases.

use std::sync::OnceLock;

use super::cells::{ACROSS, CELL_MM, CELLS, DOWN};
use super::wave::wave;

/// How many waves are looked at, the longest first.
pub(super) const WAVES: usize = 520;
/// The waves that are long enough to be found by: scale and stretch matter little to them.
pub(super) const LONG: usize = 160;
/// Millimetres of the longest waves, across and down; their parts are the others.
pub(super) const LONGEST: (f64, f64) = (216.0, 296.0);
/// How many times as short the shortest waves are, across and down.
pub(super) const FINEST: (i32, i32) = (15, 21);
/// The same of [`LONG`] waves.
const FINEST_LONG: (i32, i32) = (8, 11);

/// One wave: how many periods it has in [`LONGEST`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wave {
    /// Periods across; not negative.
    pub across: i32,
    /// Periods down.
    pub down: i32,
    /// How much it counts: long waves are strong on every page and say little.
    pub weight: f32,
}

impl Wave {
    fn of(across: i32, down: i32) -> Wave {
        let (x, y) = (f64::from(across) / LONGEST.0, f64::from(down) / LONGEST.1);
        Wave { across, down, weight: (x * x + y * y).sqrt().sqrt() as f32 }
    }
}

/// Returns the waves, the longest first.
pub(super) fn waves() -> &'static [Wave] {
    static WAVES_OF: OnceLock<Vec<Wave>> = OnceLock::new();
    WAVES_OF.get_or_init(|| {
        let all = (0..=FINEST.0).flat_map(|across| (-FINEST.1..=FINEST.1).map(move |down| Wave::of(across, down)));
        let mut all: Vec<Wave> = all.filter(|wave| wave.across > 0 || wave.down > 0).collect();
        // Shorter across than down: squares of periods in a millimetre, in whole numbers.
        let fineness = |wave: &Wave| wave.across * wave.across * 296 * 296 + wave.down * wave.down * 216 * 216;
        all.sort_by_key(|wave| (fineness(wave), wave.across, wave.down));
        all.truncate(WAVES);
        all
    })
}

/// The waves of a page.
#[derive(Clone, Debug)]
pub(super) struct Waves {
    pub re: [f32; WAVES],
    pub im: [f32; WAVES],
}

/// The tables of one scale: what each cell adds to the waves across, and each row to those down.
#[derive(Debug)]
pub(super) struct Scale {
    across: Vec<[[f32; FINEST.0 as usize + 1]; 2]>,
    down: Vec<[[f32; 2 * FINEST.1 as usize + 1]; 2]>,
}

impl Scale {
    /// Makes the tables for a page so many times as large as its scan says.
    pub(super) fn of(scale: f64) -> Scale {
        let turn = |cell: usize, cells: usize, scale: f64, longest: f64, periods: i32| {
            let at = (cell as f64 + 0.5 - cells as f64 / 2.0) * CELL_MM * scale;
            let (cosine, sine) = wave(-at * f64::from(periods) / longest);
            (cosine as f32, sine as f32)
        };
        let across = (0..ACROSS).map(|cell| {
            let turns: [_; FINEST.0 as usize + 1] =
                std::array::from_fn(|periods| turn(cell, ACROSS, scale, LONGEST.0, periods as i32));
            [turns.map(|turn| turn.0), turns.map(|turn| turn.1)]
        });
        let down = (0..DOWN).map(|cell| {
            let turns: [_; 2 * FINEST.1 as usize + 1] =
                std::array::from_fn(|idx| turn(cell, DOWN, scale, LONGEST.1, idx as i32 - FINEST.1));
            [turns.map(|turn| turn.0), turns.map(|turn| turn.1)]
        });
        Scale { across: across.collect(), down: down.collect() }
    }

    /// Transforms the cells of a page, at one scale across and one down.
    pub(super) fn waves(across: &Scale, down: &Scale, cells: &[f32; CELLS]) -> Waves {
        const NUMBERS: usize = FINEST.0 as usize + 1;
        const HEIGHTS: usize = 2 * FINEST.1 as usize + 1;
        Scale::longest::<NUMBERS, HEIGHTS>(across, down, cells, WAVES)
    }

    /// Finds the [`LONG`] waves alone, in a third of the time; the others are nothing.
    pub(super) fn long_waves(across: &Scale, down: &Scale, cells: &[f32; CELLS]) -> Waves {
        const NUMBERS: usize = FINEST_LONG.0 as usize + 1;
        const HEIGHTS: usize = 2 * FINEST_LONG.1 as usize + 1;
        Scale::longest::<NUMBERS, HEIGHTS>(across, down, cells, LONG)
    }

    /// Finds as many waves as wanted, which have fewer than `NUMBERS` periods across and fewer than half of `HEIGHTS` down.
    fn longest<const NUMBERS: usize, const HEIGHTS: usize>(
        across: &Scale,
        down: &Scale,
        cells: &[f32; CELLS],
        wanted: usize,
    ) -> Waves {
        let first = FINEST.1 as usize - HEIGHTS / 2;
        let mut sums = [[[0f32; HEIGHTS]; 2]; NUMBERS];
        for (row, [cosines, sines]) in cells.chunks_exact(ACROSS).zip(&down.down) {
            let (cosines, sines) = (&cosines[first..first + HEIGHTS], &sines[first..first + HEIGHTS]);
            let mut line = [[0f32; NUMBERS]; 2];
            for (cell, [re, im]) in row.iter().zip(&across.across).filter(|(cell, _)| **cell != 0.0) {
                for number in 0..NUMBERS {
                    line[0][number] += cell * re[number];
                    line[1][number] += cell * im[number];
                }
            }
            for number in 0..NUMBERS {
                let (re, im) = (line[0][number], line[1][number]);
                let [real, imaginary] = &mut sums[number];
                for height in 0..HEIGHTS {
                    real[height] += re * cosines[height] - im * sines[height];
                    imaginary[height] += re * sines[height] + im * cosines[height];
                }
            }
        }
        let mut waves = Waves { re: [0.0; WAVES], im: [0.0; WAVES] };
        for (idx, of) in self::waves().iter().enumerate().take(wanted) {
            let height = (of.down + FINEST.1) as usize - first;
            waves.re[idx] = sums[of.across as usize][0][height] * of.weight;
            waves.im[idx] = sums[of.across as usize][1][height] * of.weight;
        }
        waves
    }
}
