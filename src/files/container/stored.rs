//! A ZIP in the making (APPNOTE.TXT 6.3.10): entries stored as they are, in the order given, all of one time.
//!
//! Nothing is ever written twice: sizes and checksum of an entry are known before its first byte. ZIP64 fields stand only
//! where a number does not fit. Names are ASCII or UTF-8 and say so. Equal entries in equal order make equal bytes.

use std::io::{self, Write};

use super::spool::Spool;

/// General purpose bit 11: the name is UTF-8.
const UTF8: u16 = 1 << 11;
/// 1980-01-01, the first day that a ZIP can name (4.4.6), at midnight.
const DAY: u16 = 1 << 5 | 1;
/// The versions that are needed to read an entry (4.4.3): for folders in names, and for ZIP64.
const PLAIN: u16 = 20;
const ZIP64: u16 = 45;
/// Unix made it: the upper half of the attributes is a mode.
const UNIX: u16 = 3 << 8;
const MODE: u32 = 0o100_644 << 16;
/// Stands for a number that a ZIP64 field holds.
const ELSEWHERE: u32 = u32::MAX;

/// What must be known of an entry before it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'h> {
    /// With `/` between its parts.
    pub(super) name: &'h str,
    /// Bytes.
    pub(super) size: u64,
    /// CRC-32 of the bytes.
    pub(super) crc: u32,
}

/// A ZIP that is written from its first byte to its last.
pub(super) struct Zip<W> {
    out: W,
    at: u64,
    n_entries: u64,
    /// The list of contents so far.
    list: Spool,
}

impl<W: Write> Zip<W> {
    /// Begins a ZIP; its list of contents grows in a spool.
    pub(super) fn new(out: W, list: Spool) -> Zip<W> {
        Zip { out, at: 0, n_entries: 0, list }
    }

    /// Begins an entry; its bytes follow by [`Zip::data`], exactly as many as were told.
    pub(super) fn begin(&mut self, head: &Head<'_>) -> io::Result<()> {
        let name = u16::try_from(head.name.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        let is_long = head.size >= u64::from(ELSEWHERE);
        let header_at = self.at;
        let mut header = Vec::with_capacity(64 + head.name.len());
        header.extend(b"PK\x03\x04");
        common(&mut header, head, if is_long { ZIP64 } else { PLAIN }, name, if is_long { 20 } else { 0 });
        header.extend(head.name.as_bytes());
        if is_long {
            field(&mut header, &[head.size, head.size]);
        }
        self.data(&header)?;
        self.list(head, header_at, name)
    }

    /// Writes bytes of the entry that was begun.
    pub(super) fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    fn list(&mut self, head: &Head<'_>, header_at: u64, name: u16) -> io::Result<()> {
        let is_far = header_at >= u64::from(ELSEWHERE);
        let is_long = head.size >= u64::from(ELSEWHERE);
        let mut long = Vec::new();
        if is_long {
            long.extend([head.size, head.size]);
        }
        if is_far {
            long.push(header_at);
        }
        let extra = if long.is_empty() { 0 } else { 4 + 8 * long.len() };
        let version = if long.is_empty() { PLAIN } else { ZIP64 };
        let mut line = Vec::with_capacity(80 + head.name.len());
        line.extend(b"PK\x01\x02");
        line.extend((UNIX | version).to_le_bytes());
        // At most 28 bytes.
        common(&mut line, head, version, name, u16::try_from(extra).unwrap_or(0));
        // No comment, first disk, no internal attributes.
        line.extend([0; 6]);
        line.extend(MODE.to_le_bytes());
        line.extend(short(header_at).to_le_bytes());
        line.extend(head.name.as_bytes());
        if !long.is_empty() {
            field(&mut line, &long);
        }
        self.n_entries += 1;
        self.list.write_all(&line)
    }

    /// Writes the list of contents, and returns what was written to, with the size of the whole.
    pub(super) fn finish(mut self) -> io::Result<(W, u64)> {
        let (size, at, n) = (self.list.len(), self.at, self.n_entries);
        io::copy(&mut self.list.reader()?, &mut self.out)?;
        self.at += size;
        let mut end = Vec::new();
        if n >= u64::from(u16::MAX) || size >= u64::from(ELSEWHERE) || at >= u64::from(ELSEWHERE) {
            end.extend(b"PK\x06\x06");
            end.extend(44_u64.to_le_bytes());
            end.extend((UNIX | ZIP64).to_le_bytes());
            end.extend(ZIP64.to_le_bytes());
            end.extend([0; 8]);
            [n, n, size, at].iter().for_each(|number| end.extend(number.to_le_bytes()));
            end.extend(b"PK\x06\x07");
            end.extend([0; 4]);
            end.extend((at + size).to_le_bytes());
            end.extend(1_u32.to_le_bytes());
        }
        let n = u16::try_from(n).unwrap_or(u16::MAX);
        end.extend(b"PK\x05\x06");
        end.extend([0; 4]);
        end.extend(n.to_le_bytes());
        end.extend(n.to_le_bytes());
        end.extend(short(size).to_le_bytes());
        end.extend(short(at).to_le_bytes());
        end.extend([0; 2]);
        self.data(&end)?;
        self.out.flush()?;
        Ok((self.out, self.at))
    }
}

/// What the local header and the list have in common (4.3.7, 4.3.12).
fn common(out: &mut Vec<u8>, head: &Head<'_>, version: u16, name: u16, extra: u16) {
    let stored = 0_u16;
    let midnight = 0_u16;
    [version, UTF8, stored, midnight, DAY].iter().for_each(|number| out.extend(number.to_le_bytes()));
    let size = short(head.size);
    [head.crc, size, size].iter().for_each(|number| out.extend(number.to_le_bytes()));
    out.extend(name.to_le_bytes());
    out.extend(extra.to_le_bytes());
}

/// A ZIP64 field (4.5.3).
fn field(out: &mut Vec<u8>, numbers: &[u64]) {
    out.extend(1_u16.to_le_bytes());
    out.extend(u16::try_from(8 * numbers.len()).unwrap_or(0).to_le_bytes());
    numbers.iter().for_each(|number| out.extend(number.to_le_bytes()));
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(ELSEWHERE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts what is written, and keeps its end.
    #[derive(Default)]
    struct End {
        size: u64,
        end: Vec<u8>,
    }

    impl Write for End {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.size += bytes.len() as u64;
            self.end.extend(&bytes[bytes.len().saturating_sub(512)..]);
            self.end.drain(..self.end.len().saturating_sub(512));
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn number(bytes: &[u8]) -> u64 {
        bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    #[test]
    fn an_entry_above_four_gib_and_one_behind_it_have_fields_of_eight_bytes() {
        let mut zip = Zip::new(End::default(), Spool::new("list".into()));
        let block = vec![0; 16 << 20];
        let size = (5 << 30) + 1;
        zip.begin(&Head { name: "a", size, crc: 0 }).unwrap();
        (0..size / block.len() as u64).for_each(|_| zip.data(&block).unwrap());
        zip.data(&[0]).unwrap();
        zip.begin(&Head { name: "b", size: 1, crc: 0 }).unwrap();
        zip.data(b"b").unwrap();
        let (out, whole) = zip.finish().unwrap();
        assert_eq!(out.size, whole);
        let at = |mark: &[u8]| out.end.windows(4).position(|bytes| bytes == mark).unwrap();
        let first = &out.end[at(b"PK\x01\x02")..];
        assert_eq!((number(&first[24..28]), number(&first[46 + 1 + 4..][..8])), (0xFFFF_FFFF, size));
        let second = &first[46 + 1 + 20..];
        let begins = 30 + 1 + 20 + size;
        assert_eq!((number(&second[24..28]), number(&second[42..46])), (1, 0xFFFF_FFFF));
        assert_eq!(number(&second[46 + 1 + 4..][..8]), begins);
        let end = &out.end[at(b"PK\x06\x06")..];
        assert_eq!((number(&end[32..40]), number(&end[48..56])), (2, begins + 30 + 2));
    }

    #[test]
    fn more_entries_than_sixteen_bits_count_are_read_by_a_library() {
        let folder = tempfile::tempdir().unwrap();
        let mut zip = Zip::new(Vec::new(), Spool::new(folder.path().join("list")));
        let n_entries = 70_000;
        for entry in 0..n_entries {
            zip.begin(&Head { name: &format!("goi/{entry:05}.txt"), size: 0, crc: 0 }).unwrap();
        }
        let (bytes, _) = zip.finish().unwrap();
        assert_eq!(zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap().len(), n_entries);
    }

    #[test]
    fn a_library_reads_what_was_stored() {
        let mut zip = Zip::new(Vec::new(), Spool::new("list".into()));
        for (name, bytes) in [("a/b.txt", b"abc".as_slice()), ("đ.txt", b"")] {
            let mut crc = flate2::Crc::new();
            crc.update(bytes);
            zip.begin(&Head { name, size: bytes.len() as u64, crc: crc.sum() }).unwrap();
            zip.data(bytes).unwrap();
        }
        let (bytes, size) = zip.finish().unwrap();
        assert_eq!(bytes.len() as u64, size);
        let mut read = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> = read.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["a/b.txt", "đ.txt"]);
        let mut text = String::new();
        io::Read::read_to_string(&mut read.by_name("a/b.txt").unwrap(), &mut text).unwrap();
        assert_eq!(text, "abc");
    }
}
