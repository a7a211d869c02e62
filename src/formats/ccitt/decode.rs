//! Decodes every row of a CCITT stream to its colour changes, strictly: what does not fit is a fault.
//!
//! A row is the list of positions where the colour changes, rising, all inside the row; the first is a
//! change to black. This form costs a fifth of pixels and is what the next row is coded against.

use super::bits::Bits;
use super::rows::{self, SENTINELS};
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

struct Decoder<'d> {
    bits: Bits<'d>,
    columns: i32,
    /// The row above and this one, in the form that `rows` works on.
    above: Vec<i32>,
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
        rows::one_dimensional(&mut self.bits, &mut self.this, self.columns)
    }

    fn row_2d(&mut self) -> Result<(), Problem> {
        // A copy of its own can live in registers: a tenth faster.
        let mut bits = self.bits;
        let result = rows::two_dimensional(&mut bits, &self.above, &mut self.this, self.columns);
        self.bits = bits;
        result
    }

    /// Skips fill bits and the end-of-line mark, if one stands here, and returns the tag bit after it:
    /// true means that the row is coded in one dimension.
    fn end_of_line(&mut self, has_tags: bool) -> Result<bool, Problem> {
        if !self.skip_mark()? {
            // Rows without tags may stand side by side; with tags, the mark is what carries the tag.
            return if has_tags { Err(rows::bad_code(&self.bits)) } else { Ok(true) };
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

    fn fault(&self, problem: Problem, row: u32) -> Fault {
        Fault { problem, row, byte: self.bits.position() / 8 }
    }
}
