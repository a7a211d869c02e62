//! A file that was opened, wherever it lies: on disk, or in a ZIP as it stands there or inflated.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use super::zip::entry::{self, Entry, Window};
use crate::digest::{Digest, Hasher};

const BLOCK: usize = 256 * 1024;

/// A file, read once from start to end.
pub enum Reader {
    /// On disk.
    File(File),
    /// In a ZIP; what its list of contents says of it is checked on the way.
    Entry(Box<entry::Reader>),
}

/// A file that can be read at any place.
pub enum Opened {
    /// On disk.
    File(File),
    /// Stored in a ZIP as it is.
    Window(Window),
    /// Inflated.
    Memory(Cursor<Vec<u8>>),
}

impl Opened {
    /// Opens an entry of a ZIP. A deflated one is inflated into memory and checked; of one that stands in the ZIP as it is,
    /// the checksum is left to whoever reads it whole.
    pub fn entry(entry: &Entry) -> io::Result<Opened> {
        match entry.is_deflated() {
            true => entry.inflate().map(|bytes| Opened::Memory(Cursor::new(bytes))),
            false => entry.window().map(Opened::Window),
        }
    }
}

impl Reader {
    /// Reads to the end and returns the digest.
    pub fn digest(mut self) -> io::Result<Digest> {
        let mut hasher = Hasher::default();
        let mut block = vec![0; BLOCK];
        loop {
            match self.read(&mut block) {
                Ok(0) => return Ok(hasher.finish()),
                Ok(n_read) => hasher.update(&block[..n_read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Reader::File(file) => file.read(buffer),
            Reader::Entry(entry) => entry.read(buffer),
        }
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Opened::File(file) => file.read(buffer),
            Opened::Window(window) => window.read(buffer),
            Opened::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Opened {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Opened::File(file) => file.seek(to),
            Opened::Window(window) => window.seek(to),
            Opened::Memory(bytes) => bytes.seek(to),
        }
    }
}
