//! Decodes one row: its runs (T.4), or its changes against the row above (T.6).
//!
//! A row under work is -1 and then its changes, so an odd length means that the colour is white. The row
//! above is -1, its changes, and [`SENTINELS`] times the width, so that looking ahead needs no check.

use super::Problem;
use super::bits::Bits;
use super::codes::{BLACK_BITS, BLACK_RUNS, MODE_BITS, MODES, Mode, WHITE_BITS, WHITE_RUNS};

/// How often the width stands after the last change of the row above.
pub(super) const SENTINELS: usize = 4;

/// Decodes a row of runs.
pub(super) fn one_dimensional(bits: &mut Bits<'_>, this: &mut Vec<i32>, columns: i32) -> Result<(), Problem> {
    let mut at = 0;
    let mut is_white = true;
    while at < columns {
        at = run(bits, columns, at, is_white)?;
        change(this, at);
        is_white = !is_white;
    }
    Ok(())
}

/// Decodes a row against the one above.
#[inline(always)]
pub(super) fn two_dimensional(
    bits: &mut Bits<'_>,
    above: &[i32],
    this: &mut Vec<i32>,
    columns: i32,
) -> Result<(), Problem> {
    let mut at = -1;
    // The index of b1: the first change above that lies right of `at` and goes to the other colour.
    let mut b1 = 1;
    loop {
        bits.refill();
        let (mode, len) = MODES[bits.peek(MODE_BITS)];
        bits.take(u32::from(len));
        match mode {
            Mode::Vertical(delta) => {
                let to = above[b1] + i32::from(delta);
                if to <= at || to > columns {
                    return Err(bad_code(bits));
                }
                at = to;
                this.push(at);
                // Without a branch, since no processor can foresee which one it is.
                b1 = b1 + 1 - 2 * usize::from(above[b1 - 1] > at);
            }
            Mode::Horizontal => {
                let is_white = this.len() % 2 == 1;
                let between = run(bits, columns, at.max(0), is_white)?;
                at = run(bits, columns, between, !is_white)?;
                change(this, between);
                change(this, at);
            }
            Mode::Pass => {
                at = above[b1 + 1];
                if at >= columns {
                    return Err(bad_code(bits));
                }
                b1 += 2;
            }
            Mode::Extension => return Err(extension(bits)),
            Mode::None => return Err(no_mode(bits)),
        }
        if at >= columns {
            return Ok(());
        }
        while above[b1] <= at {
            b1 += 2;
        }
    }
}

/// Notes a change of colour; a run of length zero takes the change before it back.
#[inline(always)]
fn change(this: &mut Vec<i32>, at: i32) {
    if this.last() == Some(&at) {
        this.pop();
    } else {
        this.push(at);
    }
}

/// Takes one run with all its words and returns where it ends.
#[inline(always)]
fn run(bits: &mut Bits<'_>, columns: i32, from: i32, is_white: bool) -> Result<i32, Problem> {
    let mut at = from;
    loop {
        bits.refill();
        let entry = match is_white {
            true => WHITE_RUNS[bits.peek(WHITE_BITS)],
            false => BLACK_RUNS[bits.peek(BLACK_BITS)],
        };
        let (run, len) = (i32::from(entry >> 4), u32::from(entry & 15));
        bits.take(len);
        at += run;
        if len == 0 || at > columns {
            return Err(bad_code(bits));
        }
        if run < 64 {
            return Ok(at);
        }
    }
}

/// A word that is none: damage, or the end of the data.
#[cold]
pub(super) fn bad_code(bits: &Bits<'_>) -> Problem {
    if bits.left() < i64::from(BLACK_BITS) { Problem::Truncated } else { Problem::BadCode }
}

/// Only uncompressed mode (111) was ever defined.
#[cold]
fn extension(bits: &Bits<'_>) -> Problem {
    if bits.peek(3) == 7 { Problem::Uncompressed } else { bad_code(bits) }
}

#[cold]
fn no_mode(bits: &Bits<'_>) -> Problem {
    if bits.left() >= 24 && bits.peek(24) == 0x00_1001 { Problem::EndsEarly } else { bad_code(bits) }
}
