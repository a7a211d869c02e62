//! Packages as files: a folder or a ZIP, written in one way whichever it is.

mod stored;
pub mod write;
