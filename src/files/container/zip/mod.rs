//! ZIPs of others, read where they lie, never unpacked to disk.
//!
//! `contents` finds the list of contents and says what it holds, `names` reads the names, `judged` says which entries may
//! be read, and `entry` reads one. Whoever asks brings the encodings of names from before Unicode.

mod bytes;
mod contents;
pub mod entry;
pub mod judged;
mod names;
mod notes;

pub use contents::Flaw;
pub use names::{OldNames, ReadOld};
pub use notes::why;

/// What a ZIP may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Entries.
    pub entries: u64,
    /// How many times its packed size an entry may have, above the first mebibyte.
    pub inflation: u64,
    /// Bytes of an entry that is inflated into memory.
    pub memory: u64,
}
