//! What documents are handed over as: field tables and choices of each format, as data that writing, verifying and
//! reading packages share.

pub mod columns;
pub mod ead;
pub mod markup;
pub mod profile;
pub mod schemas;
pub mod tt05;
