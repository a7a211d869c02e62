//! Forms and pages for people, written beside their place and moved there when whole. Plain tables are `files::tables`.
//!
//! What stands in them is the caller's business.

pub mod duplicates;
pub mod form;
