//! `sohoa dedup`: the same paper twice, in a delivery before its import or in an archive.
//!
//! What is decided, and how, is `duplicates`'s business; here files become pages, and pages are looked at as rarely as
//! may be.

pub mod resolve;
