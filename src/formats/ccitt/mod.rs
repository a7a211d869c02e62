//! CCITT fax coding (ITU-T T.4 and T.6): a strict decoder, a G4 encoder, and the bitmap between them.
//!
//! Formats use it to look at every bit of a fax stream before it is passed on, and to code bitonal
//! pages anew. It knows fax colours only: what white means is the business of the format.

pub mod bitmap;
mod bits;
mod codes;
pub mod decode;
pub mod encode;
mod rows;
pub mod survey;
#[cfg(test)]
mod tests;

/// The widest row that is decoded: far beyond any scan, and small enough for all sums to fit.
pub const MAX_COLUMNS: u32 = 1 << 24;

/// How the rows of a stream are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// T.6: every row against the one above; no marks between rows.
    G4,
    /// T.4: rows with or, in one dimension, without end-of-line marks.
    G3 {
        /// A tag bit after each mark says how the row is coded.
        two_dimensional: bool,
    },
    /// T.4 one-dimensional rows without marks, each begun at a byte (TIFF compression 2).
    Rle {
        /// Each row begins at a multiple of 16 bits (TIFF compression 32771).
        word_aligned: bool,
    },
}

/// Where and why a stream is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub problem: Problem,
    /// In which row, from 0; the number of rows when it comes after the last.
    pub row: u32,
    /// At which byte of the stream.
    pub byte: u64,
}

/// What can be wrong with a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The data end within a row.
    Truncated,
    /// An end mark stands before the last row.
    EndsEarly,
    /// Bits that mean nothing here.
    BadCode,
    /// Uncompressed mode, which PDF forbids.
    Uncompressed,
    /// Data without end mark go on after the last row.
    Leftover,
}
