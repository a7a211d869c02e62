//! PDFs as others write them (ISO 32000-1): read without trust, byte by byte, within limits.
//!
//! Nothing here knows what a PDF/A asks, and nothing is shared with the writer in `pdfa`.

pub mod content;
pub mod excerpt;
pub mod file;
pub mod filters;
pub mod font;
pub mod lexer;
pub mod mark;
pub mod mend;
pub mod object;
#[cfg(feature = "render")]
pub mod render;
pub mod signature;
mod spell;
pub mod words;
pub mod xmp;

use crate::text;
use crate::text::Text;

/// How much a PDF may ask of us. All of it is checked before memory is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// How many times its coded size a stream may be when decoded, above the first mebibyte.
    pub inflation: u64,
    /// Arrays and dictionaries within each other.
    pub nesting: u32,
    /// Entries of all cross-reference sections together.
    pub objects: u64,
    /// Bytes of one stream, raw or decoded, and of one object's text.
    pub memory: u64,
    /// Pages.
    pub pages: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { inflation: 1200, nesting: 64, objects: 8_388_607, memory: 1 << 29, pages: 100_000 }
    }
}

/// What kind of obstacle it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The bytes break the rules of PDF.
    Broken,
    /// A limit would be exceeded.
    Limit,
    /// The disk did not give the bytes.
    Disk,
}

/// Why a PDF, or a part of it, cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// Of what kind it is.
    pub obstacle: Obstacle,
    /// What is wrong, in both languages.
    pub what: Text,
    /// Where in the file, in bytes from its start.
    pub offset: Option<u64>,
}

impl Unreadable {
    /// Says that the bytes are not what they should be.
    pub fn broken(what: Text) -> Unreadable {
        Unreadable { obstacle: Obstacle::Broken, what, offset: None }
    }

    /// Says that a limit would be exceeded.
    pub fn limit(what: Text) -> Unreadable {
        Unreadable { obstacle: Obstacle::Limit, what, offset: None }
    }

    /// Adds the place in the file.
    pub fn at(mut self, offset: u64) -> Unreadable {
        self.offset.get_or_insert(offset);
        self
    }
}

impl From<std::io::Error> for Unreadable {
    fn from(error: std::io::Error) -> Unreadable {
        let Text { vi, en } = crate::fault::why(&error);
        let what = text!("không đọc được tệp: {vi}", "the file cannot be read: {en}");
        Unreadable { obstacle: Obstacle::Disk, what, offset: None }
    }
}
