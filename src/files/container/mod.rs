//! Packages as files: a folder or a ZIP, written in one way and read in one way whichever it is.

pub mod opened;
pub mod read;
pub mod source;
pub mod spool;
mod stored;
pub mod whole;
pub mod write;
pub mod zip;
