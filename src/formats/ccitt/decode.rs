//! Decodes every row of a CCITT stream to its colour changes, strictly: what does not fit is a fault.
//!
//! A row is the list of positions where the colour changes, rising, all inside the row; the first is a
//! change to black. This form costs a fifth of pixels and is what the next row is coded against.

use super::bits::Bits;
use super::codes::{BLACK_BITS, BLACK_RUNS, MODE_BITS, MODES, Mode, WHITE_BITS, WHITE_RUNS};
use super::{Fault, Problem, Scheme};

/// Size and coding of a stream.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// How the rows are coded.
    pub scheme: Scheme,
    /// Pixels across; at most [`MAX_COLUMNS`](super::MAX_COLUMNS).
    pub columns: u32,
    /// Rows that the stream must hold, neither more nor fewer.
    pub rows: u32,
}

/// One decoded row.
pub struct Row<'r> {
    /// Where the colour changes, rising; never negative; the first is a change to black.
    pub changes: &'r [i32],
    /// True when the row equals the one before it (before the first: a white row).
    pub repeats: bool,
}

/// What was found besides the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Bytes of the stream, its end mark included.
    pub used: usize,
    /// True when an end-of-line mark stands before every row.
    pub marked: bool,
}

/// Decodes every row in order.
///
/// After the last row only an end mark or zero bits may follow; bytes after an end mark are left to the caller.
pub fn decode(data: &[u8], shape: &Shape, mut row: impl FnMut(Row<'_>)) -> Result<Decoded, Fault> {
    let mut decoder = Decoder::new(data, shape);
    for row_idx in 0..shape.rows {
        decoder.row(shape.scheme).map_err(|problem| decoder.fault(problem, row_idx))?;
        let (above, this) = (decoder.above(), decoder.this());
        row(Row { changes: this, repeats: this == above });
        decoder.next_row();
    }
    let used = decoder.end(shape.scheme).map_err(|problem| decoder.fault(problem, shape.rows))?;
    Ok(Decoded { used, marked: decoder.n_marks == shape.rows })
}

/// Four of them stand after the last change of the row above, so that looking ahead needs no check.
const SENTINELS: usize = 4;

struct Decoder<'d> {
    bits: Bits<'d>,
    columns: i32,
    /// -1, the changes of the row above, then the sentinels. A change to black has an odd index.
    above: Vec<i32>,
    /// -1, then the changes of this row; an odd length means that the colour is white.
    this: Vec<i32>,
    /// Rows that an end-of-line mark stands before.
    n_marks: u32,
}

impl<'d> Decoder<'d> {
    fn new(data: &'d [u8], shape: &Shape) -> Decoder<'d> {
        let columns = shape.columns.min(super::MAX_COLUMNS) as i32;
        let mut above = vec![-1];
        above.resize(1 + SENTINELS, columns);
        Decoder { bits: Bits::of(data), columns, above, this: vec![-1], n_marks: 0 }
    }

    fn above(&self) -> &[i32] {
        &self.above[1..self.above.len() - SENTINELS]
    }

    fn this(&self) -> &[i32] {
        &self.this[1..]
    }

    /// Makes this row the one above.
    fn next_row(&mut self) {
        std::mem::swap(&mut self.above, &mut self.this);
        self.above.resize(self.above.len() + SENTINELS, self.columns);
        self.this.truncate(1);
    }

    fn row(&mut self, scheme: Scheme) -> Result<(), Problem> {
        match scheme {
            Scheme::G4 => self.row_2d()?,
            Scheme::G3 { two_dimensional: false } => {
                self.end_of_line(false)?;
                self.row_1d()?;
            }
            Scheme::G3 { two_dimensional: true } => match self.end_of_line(true)? {
                true => self.row_1d()?,
                false => self.row_2d()?,
            },
            Scheme::Rle { word_aligned } => {
                self.bits.align(if word_aligned { 16 } else { 8 });
                self.row_1d()?;
            }
        }
        if self.this.last() == Some(&self.columns) {
            self.this.pop();
        }
        if self.bits.left() < 0 { Err(Problem::Truncated) } else { Ok(()) }
    }

    fn row_1d(&mut self) -> Result<(), Problem> {
        let mut at = 0;
        let mut is_white = true;
        while at < self.columns {
            at = self.run(at, is_white)?;
            self.change(at);
            is_white = !is_white;
        }
        Ok(())
    }

    fn row_2d(&mut self) -> Result<(), Problem> {
        let mut at = -1;
        // The index of b1: the first change above that lies right of `at` and goes to the other colour.
        let mut b1 = 1;
        while at < self.columns {
            self.bits.refill();
            let (mode, len) = MODES[self.bits.peek(MODE_BITS)];
            self.bits.take(u32::from(len));
            match mode {
                Mode::Vertical(delta) => {
                    let to = self.above[b1] + i32::from(delta);
                    if to <= at || to > self.columns {
                        return Err(self.bad_code());
                    }
                    at = to;
                    self.this.push(at);
                    // Without a branch: which one it is, no processor can foresee.
                    b1 = b1 + 1 - 2 * usize::from(self.above[b1 - 1] > at);
                }
                Mode::Horizontal => {
                    let is_white = self.this.len() % 2 == 1;
                    let between = self.run(at.max(0), is_white)?;
                    at = self.run(between, !is_white)?;
                    self.change(between);
                    self.change(at);
                }
                Mode::Pass => {
                    at = self.above[b1 + 1];
                    if at >= self.columns {
                        return Err(self.bad_code());
                    }
                    b1 += 2;
                }
                Mode::Extension => return Err(self.extension()),
                Mode::None => return Err(self.bad_mode()),
            }
            if at >= self.columns {
                break;
            }
            while self.above[b1] <= at {
                b1 += 2;
            }
        }
        Ok(())
    }

    /// Notes a change of colour; a run of length zero takes the change before it back.
    #[inline(always)]
    fn change(&mut self, at: i32) {
        if self.this.last() == Some(&at) {
            self.this.pop();
        } else {
            self.this.push(at);
        }
    }

    /// Takes one run with all its words and returns where it ends.
    #[inline(always)]
    fn run(&mut self, from: i32, is_white: bool) -> Result<i32, Problem> {
        let mut at = from;
        loop {
            self.bits.refill();
            let entry = match is_white {
                true => WHITE_RUNS[self.bits.peek(WHITE_BITS)],
                false => BLACK_RUNS[self.bits.peek(BLACK_BITS)],
            };
            let (run, len) = (i32::from(entry >> 4), u32::from(entry & 15));
            self.bits.take(len);
            at += run;
            if len == 0 || at > self.columns {
                return Err(self.bad_code());
            }
            if run < 64 {
                return Ok(at);
            }
        }
    }

    /// Skips fill bits and the end-of-line mark, if one stands here, and returns the tag bit after it:
    /// true means that the row is coded in one dimension.
    fn end_of_line(&mut self, has_tags: bool) -> Result<bool, Problem> {
        if !self.skip_mark()? {
            // Rows without tags may stand side by side; with tags, the mark is what carries the tag.
            return if has_tags { Err(self.bad_code()) } else { Ok(true) };
        }
        self.n_marks += 1;
        let tag = self.tag(has_tags);
        self.bits.refill();
        // Two marks in a row begin the end of the stream.
        if self.bits.peek(12) == 1 { Err(Problem::EndsEarly) } else { Ok(tag) }
    }

    fn tag(&mut self, has_tags: bool) -> bool {
        if !has_tags {
            return true;
        }
        self.bits.refill();
        let tag = self.bits.peek(1) == 1;
        self.bits.take(1);
        tag
    }

    /// Takes eleven or more zero bits and the one after them.
    fn skip_mark(&mut self) -> Result<bool, Problem> {
        self.bits.refill();
        if self.bits.peek(11) != 0 {
            return Ok(false);
        }
        while self.bits.peek(8) == 0 {
            self.bits.take(8);
            self.bits.refill();
            if self.bits.left() < 0 {
                return Err(Problem::Truncated);
            }
        }
        while self.bits.peek(1) == 0 {
            self.bits.take(1);
        }
        self.bits.take(1);
        Ok(true)
    }

    /// Takes the end mark, if there is one, and returns how many bytes were used.
    fn end(&mut self, scheme: Scheme) -> Result<usize, Problem> {
        let n_marks = match scheme {
            Scheme::G4 => {
                self.bits.refill();
                let is_end = self.bits.peek(24) == 0x00_1001;
                self.bits.take(if is_end { 24 } else { 0 });
                usize::from(is_end)
            }
            Scheme::G3 { two_dimensional } => self.marks(two_dimensional),
            Scheme::Rle { .. } => 0,
        };
        if n_marks == 0 && !self.only_zeros_left() { Err(Problem::Leftover) } else { Ok(self.used()) }
    }

    fn marks(&mut self, has_tags: bool) -> usize {
        let mut n_marks = 0;
        while self.bits.left() >= 12 && n_marks < 6 && !self.only_zeros_left() {
            match self.skip_mark() {
                Ok(true) => _ = self.tag(has_tags),
                _ => break,
            }
            n_marks += 1;
        }
        n_marks
    }

    fn used(&self) -> usize {
        self.bits.position().div_ceil(8) as usize
    }

    fn only_zeros_left(&self) -> bool {
        self.bits.rest_is_zero()
    }

    /// A word that is none: damage, or the end of the data.
    #[cold]
    fn bad_code(&self) -> Problem {
        if self.bits.left() < i64::from(BLACK_BITS) { Problem::Truncated } else { Problem::BadCode }
    }

    /// Only uncompressed mode (111) was ever defined.
    #[cold]
    fn extension(&self) -> Problem {
        if self.bits.peek(3) == 7 { Problem::Uncompressed } else { self.bad_code() }
    }

    #[cold]
    fn bad_mode(&self) -> Problem {
        if self.bits.left() >= 24 && self.bits.peek(24) == 0x00_1001 { Problem::EndsEarly } else { self.bad_code() }
    }

    fn fault(&self, problem: Problem, row: u32) -> Fault {
        Fault { problem, row, byte: self.bits.position() / 8 }
    }
}
