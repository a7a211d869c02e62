//! The bytes of one scan: in memory when the file is small, else read from the file where needed.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use crate::finding::codes;
use crate::page::{Refusal, Stop};
use crate::text;

/// What can be read at any place: a file, or a stretch of one.
pub trait Bytes: Read + Seek {}

impl<T: Read + Seek> Bytes for T {}

/// A scan that can be read at any place.
pub enum Source<'a> {
    /// The whole file, already in memory.
    Memory(Cursor<&'a [u8]>),
    /// A large file, read piece by piece.
    File(&'a mut dyn Bytes),
}

impl<'a> Source<'a> {
    /// Wraps bytes in memory.
    pub fn of(bytes: &'a [u8]) -> Source<'a> {
        Source::Memory(Cursor::new(bytes))
    }

    /// Returns every byte of the scan, at no cost when they are in memory already.
    ///
    /// A file of more than `limit` bytes is refused.
    pub fn bytes(&mut self, limit: u64) -> Result<Cow<'a, [u8]>, Stop> {
        match self {
            Source::Memory(cursor) => Ok(Cow::Borrowed(cursor.get_ref())),
            Source::File(file) => {
                let size = file.seek(SeekFrom::End(0))?;
                if size > limit {
                    return Err(too_large(size, limit).into());
                }
                file.seek(SeekFrom::Start(0))?;
                let mut bytes = Vec::with_capacity(size as usize);
                file.take(limit).read_to_end(&mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

fn too_large(size: u64, limit: u64) -> Refusal {
    Refusal::new(
        &codes::TOO_LARGE,
        text!(
            "tệp có {size} byte, giới hạn bộ nhớ là {limit}",
            "the file has {size} bytes, the memory limit is {limit}"
        ),
    )
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Source::Memory(cursor) => cursor.read(buffer),
            Source::File(file) => file.read(buffer),
        }
    }
}

impl Seek for Source<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Source::Memory(cursor) => cursor.seek(to),
            Source::File(file) => file.seek(to),
        }
    }
}
