//! sohoa: folders of scanned paper in, sealed bundles of PDF/A out, and a check that anyone can repeat.
//!
//! The modules stand on floors; each imports only from floors below its own (`docs/architecture.md`).
#![warn(missing_docs)]

// Floor 0: words. Values in memory, nothing else.
pub mod digest;
pub mod document;
pub mod fault;
pub mod finding;
pub mod manifest;
pub mod page;
pub mod progress;
pub mod raster;
pub mod record;
pub mod relpath;
pub mod seal;
pub mod sidecar;
pub mod sizes;
pub mod text;

// Floor 1: craft. Bytes and values; `files` is the door to the disk.
pub mod duplicates;
pub mod exchange;
pub mod files;
pub mod fingerprint;
pub mod formats;
pub mod group;
pub mod merkle;
pub mod names;
pub mod pdf;
pub mod pdfa;
pub mod records;

// Floor 2: places. Disk, through `files`.
pub mod archive;
pub mod checks;
pub mod intake;
pub mod packages;
pub mod reports;

// Floor 3: story. One file or folder for each subcommand.
pub mod ops;
