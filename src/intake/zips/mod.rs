//! ZIP deliveries: read where they lie, never unpacked to disk.
//!
//! `files::container::zip` reads and judges a ZIP; `listing` lays its entries out folder by folder, as a walk of the
//! unpacked tree would.

mod listing;
#[cfg(test)]
mod tests;

pub(super) use listing::{left, list};

use crate::files::container::zip::Limits;
use crate::records::profile;

impl From<&profile::Limits> for Limits {
    fn from(limits: &profile::Limits) -> Limits {
        Limits { entries: limits.objects, inflation: limits.inflation, memory: limits.memory }
    }
}
