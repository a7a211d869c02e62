//! ZIP deliveries: read where they lie, never unpacked to disk.
//!
//! `contents` finds the list of contents and says what it holds, `names` reads the names, `listing` judges the entries
//! and lays them out folder by folder, as a walk of the unpacked tree would, and `entry` reads one.

mod bytes;
mod contents;
pub mod entry;
mod listing;
mod names;
mod notes;
#[cfg(test)]
mod tests;

pub(super) use listing::{left, list};

use crate::records::profile;

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

impl From<&profile::Limits> for Limits {
    fn from(limits: &profile::Limits) -> Limits {
        Limits { entries: limits.objects, inflation: limits.inflation, memory: limits.memory }
    }
}
