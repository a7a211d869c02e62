//! `sohoa dedup`: the same paper twice, in a delivery before its import or in an archive.
//!
//! What is decided, and how, is `duplicates`'s business; here files become pages, and pages are looked at as rarely as
//! may be.

pub mod archive;
mod compared;
pub mod folder;
mod grouping;
mod inputs;
pub mod report;
pub mod resolve;
mod seen;
mod sheets;
pub mod verify;

/// With how many others a page is compared at most, unless somebody says otherwise.
pub const CAP: u32 = 64;

/// An import of more pages leaves comparing them to `sohoa dedup --archive`: it takes a tenth of a second for each pair.
pub const AT_IMPORT: u64 = 500;
