//! Packages as files: a folder or a ZIP, written in one way and read in one way whichever it is.

pub mod read;
mod stored;
pub mod write;
pub mod zip;
