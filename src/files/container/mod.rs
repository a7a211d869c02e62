//! Packages as files: a folder or a ZIP, written in one way whichever it is, and read back.

pub mod source;
pub mod spool;
mod stored;
pub mod whole;
pub mod write;
