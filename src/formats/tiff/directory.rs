//! One image file directory: its tags, and the values they hold.

use std::borrow::Cow;

use super::reader::{Reader, number};
use super::{refuse, tag};
use crate::page::Stop;

/// Tags from here on are private, and may hold places in the file (TIFF 6.0, section 7).
const PRIVATE: u16 = 32768;

/// More tags than any real directory has.
const MAX_ENTRIES: u64 = 4096;

/// A directory as it stands in the file; values are fetched when asked for.
pub(super) struct Directory {
    entries: Vec<Entry>,
    /// Where the table and the values end in the file.
    pub(super) end: u64,
    /// Where the next directory stands; 0 after the last.
    pub(super) next: u64,
}

/// One tag.
#[derive(Clone, Copy)]
struct Entry {
    tag: u16,
    kind: u16,
    count: u64,
    /// Where the values stand, in the entry itself when they fit.
    at: u64,
}

impl Directory {
    /// Reads the directory at `at`.
    pub(super) fn read(reader: &mut Reader<'_, '_>, at: u64) -> Result<Directory, Stop> {
        if at >= reader.size {
            return Err(refuse::directory_outside(at, reader.size));
        }
        let (count_len, word) = if reader.big_tiff { (8, 8) } else { (2, 4) };
        let count = reader.number(at, count_len)?;
        if count == 0 || count > MAX_ENTRIES {
            return Err(refuse::entry_count(at, count));
        }
        let entry_len = 4 + 2 * word;
        let start = at.saturating_add(count_len);
        let table = reader.bytes(start, count * entry_len)?;
        let next = reader.number(start + count * entry_len, word)?;
        let mut entries = Vec::with_capacity(count as usize);
        let mut end = start + count * entry_len + word;
        for (idx, bytes) in table.chunks_exact(entry_len as usize).enumerate() {
            let field = |from: u64, len: u64| number(&bytes[from as usize..(from + len) as usize], reader.big_endian);
            let mut entry = Entry { tag: field(0, 2) as u16, kind: field(2, 2) as u16, count: field(4, word), at: 0 };
            let fits = entry.count.checked_mul(kind_len(entry.kind)).is_some_and(|len| len <= word);
            entry.at = if fits { start + idx as u64 * entry_len + 4 + word } else { field(4 + word, word) };
            if !fits {
                end = end.max(value_end(&entry, reader.size)?);
            }
            entries.push(entry);
        }
        Ok(Directory { entries, end, next })
    }

    /// Says whether the directory points at data of which it does not tell the length: other directories, old JPEG.
    pub(super) fn points_elsewhere(&self) -> bool {
        self.entries.iter().any(|entry| {
            matches!(entry.kind, kind::IFD | kind::IFD8) || tag::POINTERS.contains(&entry.tag) || entry.tag >= PRIVATE
        })
    }

    fn entry(&self, tag: u16) -> Option<Entry> {
        self.entries.iter().find(|entry| entry.tag == tag).copied()
    }

    /// Says whether the tag is there.
    pub(super) fn has(&self, tag: u16) -> bool {
        self.entry(tag).is_some()
    }

    /// Returns the values of a tag as whole numbers, of which there may be at most `max`; none when the tag is missing.
    pub(super) fn numbers(&self, reader: &mut Reader<'_, '_>, tag: u16, max: u64) -> Result<Vec<u64>, Stop> {
        match self.entry(tag) {
            Some(entry) if entry.count > max => Err(refuse::value_count(tag, entry.count, max, entry.at)),
            Some(entry) => Self::values(reader, entry),
            None => Ok(Vec::new()),
        }
    }

    fn values(reader: &mut Reader<'_, '_>, entry: Entry) -> Result<Vec<u64>, Stop> {
        let len = match entry.kind {
            kind::BYTE | kind::UNDEFINED => 1,
            kind::SHORT => 2,
            kind::LONG | kind::IFD => 4,
            kind::LONG8 | kind::IFD8 => 8,
            _ => return Err(refuse::kind(entry.tag, entry.kind, entry.at)),
        };
        let bytes = raw(reader, entry, len)?;
        Ok(bytes.chunks_exact(len as usize).map(|value| number(value, reader.big_endian)).collect())
    }

    /// Returns the first value of a tag.
    pub(super) fn number(&self, reader: &mut Reader<'_, '_>, tag: u16) -> Result<Option<u64>, Stop> {
        match self.entry(tag).filter(|entry| entry.count > 0) {
            Some(entry) => Ok(Self::values(reader, Entry { count: 1, ..entry })?.first().copied()),
            None => Ok(None),
        }
    }

    /// Returns a tag's bytes as they are, such as an ICC profile; at most `max` of them.
    pub(super) fn blob<'a>(
        &self,
        reader: &mut Reader<'_, 'a>,
        tag: u16,
        max: u64,
    ) -> Result<Option<Cow<'a, [u8]>>, Stop> {
        match self.entry(tag) {
            Some(entry) if entry.count > max => Err(refuse::value_count(tag, entry.count, max, entry.at)),
            Some(entry) => raw(reader, entry, 1).map(Some),
            None => Ok(None),
        }
    }

    /// Returns the first fraction of a tag; `None` when it is missing, is none, or divides by zero.
    pub(super) fn fraction(&self, reader: &mut Reader<'_, '_>, tag: u16) -> Result<Option<f64>, Stop> {
        let is_fraction = |entry: &Entry| entry.kind == kind::RATIONAL && entry.count >= 1;
        let Some(entry) = self.entry(tag).filter(is_fraction) else { return Ok(None) };
        let over = reader.number(entry.at, 4)?;
        let under = reader.number(entry.at.saturating_add(4), 4)?;
        Ok((under != 0).then(|| over as f64 / under as f64))
    }

    /// Says whether this is a small copy of another page (TIFF 6.0, NewSubfileType bit 0).
    pub(super) fn is_reduced(&self, reader: &mut Reader<'_, '_>) -> Result<bool, Stop> {
        let kind = self.number(reader, tag::NEW_SUBFILE_TYPE)?.unwrap_or(0);
        Ok(kind & 1 != 0 || self.number(reader, tag::SUBFILE_TYPE)? == Some(2))
    }
}

/// Returns where a value outside its entry ends; it must lie within the file, whether anybody asks for it or not.
fn value_end(entry: &Entry, size: u64) -> Result<u64, Stop> {
    let end = entry.count.checked_mul(least_len(entry.kind)).and_then(|len| entry.at.checked_add(len));
    match end {
        Some(end) if end <= size => Ok(end),
        end => Err(refuse::past_end(entry.at, end.unwrap_or(u64::MAX).saturating_sub(entry.at), size)),
    }
}

/// Bytes of one value; of an unknown kind at least one.
fn least_len(kind: u16) -> u64 {
    match kind {
        kind::RATIONAL | 10 | 12 | kind::LONG8 | 17 | kind::IFD8 => 8,
        1..=9 | 11 | kind::IFD => kind_len(kind),
        _ => 1,
    }
}

fn raw<'a>(reader: &mut Reader<'_, 'a>, entry: Entry, len: u64) -> Result<Cow<'a, [u8]>, Stop> {
    let len = entry.count.checked_mul(len).ok_or_else(|| refuse::past_end(entry.at, u64::MAX, reader.size))?;
    reader.bytes(entry.at, len)
}

/// Bytes of one value; unknown kinds count as long enough to stand elsewhere.
fn kind_len(kind: u16) -> u64 {
    match kind {
        1 | 2 | 6 | 7 => 1,
        kind::SHORT | 8 => 2,
        kind::LONG | 9 | 11 | kind::IFD => 4,
        _ => 8,
    }
}

/// The kinds of values (TIFF 6.0, section 2; BigTIFF).
mod kind {
    pub(super) const BYTE: u16 = 1;
    pub(super) const SHORT: u16 = 3;
    pub(super) const LONG: u16 = 4;
    pub(super) const RATIONAL: u16 = 5;
    pub(super) const UNDEFINED: u16 = 7;
    pub(super) const IFD: u16 = 13;
    pub(super) const LONG8: u16 = 16;
    pub(super) const IFD8: u16 = 18;
}
