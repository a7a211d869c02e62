//! The input formats: one file or folder each, and one row in [`ALL`].
//!
//! A format reads a scan, checks it to its last bit, and hands over page after page in the form in
//! which a PDF/A-2 holds it. Nothing lossy: bytes as they are, else wrapped anew, else coded anew
//! without loss and compared after decoding.

pub mod ccitt;
pub mod content;
pub mod filter;
pub mod flate;
pub mod foreign;
pub mod icc;
pub mod jbig2;
pub mod jp2;
pub mod jpeg;
pub mod light;
pub mod packed;
pub mod palette;
pub mod pixels;
pub mod planes;
pub mod png;
pub mod pnm;
pub mod raster;
pub mod readback;
pub mod rows;
pub mod samples;
pub mod shrink;
pub mod source;
pub mod stream;
pub mod tiff;

use serde::{Deserialize, Serialize};

use crate::page::{PageImage, Stop};
use source::Source;

/// Limits that are checked before anything is decoded.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Pixels of one page.
    pub pixels: u64,
    /// Bytes that one page may take in memory, coded or decoded.
    pub memory: u64,
    /// Pages of one file.
    pub pages: u32,
}

/// Takes page after page, in reading order; the first number is 1.
pub type Sink<'s> = dyn FnMut(u32, PageImage<'_>) -> Result<(), Stop> + 's;

/// One input format.
pub struct Format {
    /// The name in sidecars: `jpeg`, `png`, `tiff`.
    pub name: &'static str,
    /// File name endings that fit the format, lower case.
    pub endings: &'static [&'static str],
    /// True when somebody else's decoder reads it, which may take the process down: then a worker does it.
    pub isolated: bool,
    /// Says whether these opening bytes (up to 128) begin such a file.
    pub recognises: fn(&[u8]) -> bool,
    /// Reads and checks every page and hands it to the sink, in order.
    pub read: fn(&mut Source<'_>, &Limits, &mut Sink<'_>) -> Result<(), Stop>,
    /// Hands over the same pages to be looked at, where that is faster: what is coded may be unchecked, and content and
    /// preview empty.
    pub glance: fn(&mut Source<'_>, &Limits, &mut Sink<'_>) -> Result<(), Stop>,
}

/// Every input format; the first that recognises the opening bytes wins.
pub const ALL: &[Format] = &[
    jpeg::FORMAT,
    png::FORMAT,
    tiff::FORMAT,
    jp2::FORMAT,
    raster::gif::FORMAT,
    raster::bmp::FORMAT,
    raster::webp::FORMAT,
    pnm::FORMAT,
];
