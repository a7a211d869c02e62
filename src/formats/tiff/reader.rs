//! Numbers and stretches of bytes of a TIFF file, never read past its end.

use std::borrow::Cow;
use std::io::{Cursor, Read as _, Seek as _, SeekFrom};

use super::refuse;
use crate::formats::source::Source;
use crate::page::Stop;

/// A TIFF file whose header was read.
pub(super) struct Reader<'s, 'a> {
    source: &'s mut Source<'a>,
    /// Length of the file.
    pub(super) size: u64,
    /// `MM`: the highest byte comes first.
    pub(super) big_endian: bool,
    /// BigTIFF: offsets and counts have eight bytes.
    pub(super) big_tiff: bool,
    /// Where the first directory stands; 0 when there is none.
    pub(super) first: u64,
}

/// The four ways in which a TIFF file may begin.
pub(super) fn recognises(opening: &[u8]) -> bool {
    matches!(opening.get(..4), Some(b"II*\0" | b"MM\0*" | b"II+\0" | b"MM\0+"))
}

impl<'s, 'a> Reader<'s, 'a> {
    /// Reads the header.
    pub(super) fn open(source: &'s mut Source<'a>) -> Result<Reader<'s, 'a>, Stop> {
        let size = source.seek(SeekFrom::End(0))?;
        let mut reader = Reader { source, size, big_endian: false, big_tiff: false, first: 0 };
        let magic = reader.bytes(0, 4)?;
        if !recognises(&magic) {
            return Err(refuse::header(0));
        }
        reader.big_endian = magic[0] == b'M';
        reader.big_tiff = magic.contains(&b'+');
        if !reader.big_tiff {
            reader.first = reader.number(4, 4)?;
            return Ok(reader);
        }
        // BigTIFF states the size of its offsets: eight, then a zero.
        if reader.number(4, 2)? != 8 || reader.number(6, 2)? != 0 {
            return Err(refuse::header(4));
        }
        reader.first = reader.number(8, 8)?;
        Ok(reader)
    }

    /// Returns `len` bytes at `at`; at no cost when the file is in memory.
    ///
    /// What reaches past the end of the file is refused, so that no count in a file sizes a buffer.
    pub(super) fn bytes(&mut self, at: u64, len: u64) -> Result<Cow<'a, [u8]>, Stop> {
        if at.checked_add(len).is_none_or(|end| end > self.size) {
            return Err(refuse::past_end(at, len, self.size));
        }
        let (start, len) = (at as usize, len as usize);
        match self.source {
            Source::Memory(cursor) => Ok(Cow::Borrowed(slice_of(cursor, start, len))),
            Source::File(file) => {
                let mut bytes = vec![0; len];
                file.seek(SeekFrom::Start(at))?;
                file.read_exact(&mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// Returns the number of `len` bytes (1 to 8) at `at`.
    pub(super) fn number(&mut self, at: u64, len: u64) -> Result<u64, Stop> {
        Ok(number(&self.bytes(at, len)?, self.big_endian))
    }
}

fn slice_of<'a>(cursor: &Cursor<&'a [u8]>, start: usize, len: usize) -> &'a [u8] {
    cursor.get_ref().get(start..start + len).unwrap_or_default()
}

/// Returns the number that up to eight bytes hold.
pub(super) fn number(bytes: &[u8], big_endian: bool) -> u64 {
    let join = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
    match big_endian {
        true => bytes.iter().fold(0, join),
        false => bytes.iter().rev().fold(0, join),
    }
}
