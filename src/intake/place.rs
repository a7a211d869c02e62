//! Where the bytes of an input lie, a file of its own or an entry of a ZIP, and the one way to open either.
//!
//! An entry was judged when its ZIP was listed, so opening it costs no more than the size that it states. Nothing is
//! unpacked to disk. A place can be handed to another process, which opens it by itself.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::files::container::opened::{Opened, Reader};
use crate::files::container::zip::entry::Entry;
use crate::files::os_path;
use crate::formats::source::Source;

/// Where the bytes of an input lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// A file on disk.
    File(#[serde(with = "os_path")] PathBuf),
    /// An entry of a ZIP.
    Entry(Box<Entry>),
}

impl Place {
    /// Opens it for one reading. Where an entry is not what its ZIP says, reading ends in an error that holds a
    /// [`crate::page::Refusal`].
    pub fn reader(&self) -> io::Result<Reader> {
        match self {
            Place::File(path) => File::open(path).map(Reader::File),
            Place::Entry(entry) => Ok(Reader::Entry(Box::new(entry.reader()?))),
        }
    }

    /// Opens it for whatever can be read of it, as the quarantine keeps it: nothing is checked.
    pub fn salvage(&self) -> io::Result<Reader> {
        match self {
            Place::File(path) => File::open(path).map(Reader::File),
            Place::Entry(entry) => Ok(Reader::Entry(Box::new(entry.salvage()?))),
        }
    }

    /// Opens it for reading at any place. Deflated entries are inflated into memory and checked; of entries that stand
    /// in the ZIP as they are, the checksum is left to whoever reads them whole by [`Place::reader`].
    pub fn open(&self) -> io::Result<Opened> {
        match self {
            Place::File(path) => File::open(path).map(Opened::File),
            Place::Entry(entry) => Opened::entry(entry),
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
