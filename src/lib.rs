//! sohoa: folders of scanned paper in, sealed bundles of PDF/A out, and a check that anyone can repeat.
//!
//! The modules stand on floors; each imports only from floors below its own (`docs/architecture.md`).
#![warn(missing_docs)]

// Floor 0: words. Values in memory, nothing else.
pub mod digest;
pub mod fault;
pub mod finding;
pub mod page;
pub mod text;

// Floor 1: craft. Bytes and values.
pub mod formats;
pub mod pdfa;
