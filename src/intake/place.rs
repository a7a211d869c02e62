//! Where the bytes of an input lie, a file of its own or an entry of a ZIP, and the one way to open either.
//!
//! An entry was judged when its ZIP was listed, so opening it costs no more than the size that it states. Nothing is
//! unpacked to disk. A place can be handed to another process, which opens it by itself.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Hasher};
use crate::files::container::zip::entry::{self, Entry, Window};
use crate::files::os_path;
use crate::formats::source::Source;

const BLOCK: usize = 256 * 1024;

/// Where the bytes of an input lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// A file on disk.
    File(#[serde(with = "os_path")] PathBuf),
    /// An entry of a ZIP.
    Entry(Box<Entry>),
}

/// An input, read once from start to end.
pub enum Reader {
    /// A file on disk.
    File(File),
    /// An entry of a ZIP; what its list of contents says of it is checked on the way.
    Entry(entry::Reader),
}

/// An input that can be read at any place.
pub enum Opened {
    /// A file on disk.
    File(File),
    /// An entry that stands in its ZIP as it is.
    Window(Window),
    /// An entry that was inflated.
    Memory(Cursor<Vec<u8>>),
}

impl Place {
    /// Opens it for one reading. Where an entry is not what its ZIP says, reading ends in an error that holds a
    /// [`crate::page::Refusal`].
    pub fn reader(&self) -> io::Result<Reader> {
        match self {
            Place::File(path) => File::open(path).map(Reader::File),
            Place::Entry(entry) => entry.reader().map(Reader::Entry),
        }
    }

    /// Opens it for whatever can be read of it, as the quarantine keeps it: nothing is checked.
    pub fn salvage(&self) -> io::Result<Reader> {
        match self {
            Place::File(path) => File::open(path).map(Reader::File),
            Place::Entry(entry) => entry.salvage().map(Reader::Entry),
        }
    }

    /// Opens it for reading at any place. Deflated entries are inflated into memory and checked; of entries that stand
    /// in the ZIP as they are, the checksum is left to whoever reads them whole by [`Place::reader`].
    pub fn open(&self) -> io::Result<Opened> {
        match self {
            Place::File(path) => File::open(path).map(Opened::File),
            Place::Entry(entry) if entry.is_deflated() => {
                entry.inflate().map(|bytes| Opened::Memory(Cursor::new(bytes)))
            }
            Place::Entry(entry) => entry.window().map(Opened::Window),
        }
    }

    /// Returns how many bytes of memory [`Place::open`] takes.
    pub fn in_memory(&self) -> u64 {
        match self {
            Place::Entry(entry) if entry.is_deflated() => entry.size(),
            _ => 0,
        }
    }

    /// Returns the first bytes, up to `length`.
    pub fn opening(&self, length: u64) -> io::Result<Vec<u8>> {
        let mut opening = Vec::new();
        self.reader()?.take(length).read_to_end(&mut opening)?;
        Ok(opening)
    }

    /// Returns the digest of all bytes.
    pub fn digest(&self) -> io::Result<Digest> {
        self.reader()?.digest()
    }

    /// Returns the file on disk that holds the bytes.
    pub fn on_disk(&self) -> &Path {
        match self {
            Place::File(path) => path,
            Place::Entry(entry) => entry.zip(),
        }
    }
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Place {
        Place::File(path.to_owned())
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

impl Opened {
    /// Returns it as the formats take it.
    pub fn source(&mut self) -> Source<'_> {
        match self {
            Opened::Memory(bytes) => Source::of(bytes.get_ref()),
            Opened::File(file) => Source::File(file),
            Opened::Window(window) => Source::File(window),
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

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn a_place_comes_through_json_whatever_its_bytes() {
        let place = Place::File(PathBuf::from(OsStr::from_bytes(b"/s/gi\xe0y.jpg")));
        let json = serde_json::to_string(&place).unwrap();
        assert_eq!(serde_json::from_str::<Place>(&json).unwrap(), place);
    }
}
