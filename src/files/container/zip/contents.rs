//! The list of contents at the end of a ZIP (APPNOTE.TXT 6.3.10, 4.3.12 to 4.3.16), also of ZIP64.
//!
//! Only this list counts. Where it is missing, cut off or at odds with itself, nothing of the ZIP is read.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::finding::{Code, codes};
use crate::text;
use crate::text::Text;

use super::Limits;
use super::bytes::{u16_at, u32_at, u64_at};
use super::entry::{ELSEWHERE, crc_of};

/// The longest list that is held in memory: some two million entries.
const LONGEST: u64 = 256 << 20;
/// Sizes of fixed records: end of the list, its ZIP64 form and the locator of that, and the head of an entry's record.
const END: usize = 22;
const END64: u64 = 56;
const LOCATOR: u64 = 20;
const RECORD: usize = 46;
/// The end may be followed by a comment.
const LONGEST_COMMENT: u64 = 65_535;

/// Why nothing of a ZIP is read.
#[derive(Debug)]
pub enum Flaw {
    /// The material: the kind of finding, and what is wrong.
    Bad(&'static Code, Text),
    /// The disk.
    Disk(io::Error),
}

/// The list of contents, its structure checked.
#[derive(Debug)]
pub(super) struct Contents {
    bytes: Vec<u8>,
    /// Where the list begins in the file.
    pub(super) start: u64,
    /// How many bytes stand before the ZIP proper.
    pub(super) shift: u64,
    /// True when there are bytes before or behind the ZIP.
    pub(super) has_more: bool,
}

/// What the list says of one entry.
#[derive(Debug)]
pub(super) struct Record<'c> {
    pub(super) made_by: u16,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) packed: u64,
    pub(super) size: u64,
    /// Where the local header stands in the file.
    pub(super) header: u64,
    pub(super) attributes: u32,
    pub(super) name: &'c [u8],
    /// The name as the Unicode field has it, where that field is about this name.
    pub(super) unicode: Option<&'c str>,
}

/// Where the list is, as the end of the file says.
struct End {
    entries: u64,
    size: u64,
    /// As stated; data before the ZIP shift it.
    offset: u64,
    /// Where the record of the end begins in the file.
    at: u64,
    is_64: bool,
}

impl From<io::Error> for Flaw {
    fn from(error: io::Error) -> Flaw {
        Flaw::Disk(error)
    }
}

impl Contents {
    /// Reads the list of a ZIP.
    pub(super) fn read(zip: &Path, limits: &Limits) -> Result<Contents, Flaw> {
        let mut file = File::open(zip)?;
        let length = file.seek(SeekFrom::End(0))?;
        let (end, trailing) = find_end(&mut file, length)?;
        if end.entries > limits.entries || end.size > LONGEST {
            return Err(too_many(&end, limits));
        }
        let start = end.at.checked_sub(end.size).ok_or_else(at_odds)?;
        let shift = start.checked_sub(end.offset).ok_or_else(at_odds)?;
        let bytes = read_at(&mut file, start, end.size)?;
        let contents = Contents { bytes, start, shift, has_more: shift > 0 || trailing > 0 };
        contents.check(&end, limits)?;
        Ok(contents)
    }

    /// Goes through the records once, so that later nothing can go wrong.
    fn check(&self, end: &End, limits: &Limits) -> Result<(), Flaw> {
        let (mut at, mut n) = (0, 0_u64);
        while at < self.bytes.len() {
            let (record, behind) = self.record(at).ok_or_else(at_odds)?;
            if record.disk != 0 {
                return Err(split());
            }
            at = behind;
            n += 1;
            if n > limits.entries {
                return Err(too_many(&End { entries: n, ..*end }, limits));
            }
        }
        // Old tools wrote what 16 bits hold of a larger number.
        let is_all = if end.is_64 { n == end.entries } else { n & 0xFFFF == end.entries & 0xFFFF };
        if is_all { Ok(()) } else { Err(at_odds()) }
    }

    /// Returns the entries in the order of the list.
    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (raw, behind) = self.record(at)?;
            at = behind;
            Some(raw.read(self.shift))
        })
    }

    fn record(&self, at: usize) -> Option<(Raw<'_>, usize)> {
        let head = self.bytes.get(at..at.checked_add(RECORD)?)?;
        let (name, extra, comment) = (u16_at(head, 28), u16_at(head, 30), u16_at(head, 32));
        let name_at = at + RECORD;
        let extra_at = name_at + usize::from(name);
        let behind = extra_at + usize::from(extra) + usize::from(comment);
        if !head.starts_with(b"PK\x01\x02") || behind > self.bytes.len() {
            return None;
        }
        let name = self.bytes.get(name_at..extra_at)?;
        let extra = self.bytes.get(extra_at..extra_at + usize::from(extra))?;
        let disk = u16_at(head, 34);
        let disk = if disk == u16::MAX && field(extra, 1).is_some() { 0 } else { disk };
        Some((Raw { head, name, extra, disk }, behind))
    }
}

/// A record as it stands in the list.
struct Raw<'c> {
    head: &'c [u8],
    name: &'c [u8],
    extra: &'c [u8],
    disk: u16,
}

impl<'c> Raw<'c> {
    fn read(&self, shift: u64) -> Record<'c> {
        let Raw { head, name, extra, .. } = *self;
        // ZIP64 (4.5.3): the numbers that do not fit, in this order and without gaps.
        let mut long = field(extra, 1).unwrap_or_default();
        let mut number = |at: usize| match u32_at(head, at) {
            ELSEWHERE if long.len() >= 8 => {
                let number = u64_at(long, 0);
                long = &long[8..];
                number
            }
            stated => u64::from(stated),
        };
        let (size, packed, header) = (number(24), number(20), number(42));
        Record {
            made_by: u16_at(head, 4),
            flags: u16_at(head, 8),
            method: u16_at(head, 10),
            crc: u32_at(head, 16),
            packed,
            size,
            header: header.saturating_add(shift),
            attributes: u32_at(head, 38),
            name,
            unicode: unicode(name, extra),
        }
    }
}

/// Returns an extra field.
fn field(mut extra: &[u8], id: u16) -> Option<&[u8]> {
    while extra.len() >= 4 {
        let behind = 4 + usize::from(u16_at(extra, 2));
        if u16_at(extra, 0) == id {
            return extra.get(4..behind);
        }
        extra = extra.get(behind..)?;
    }
    None
}

/// The Unicode path field (4.6.9) counts only while the name is still the one that it was made for.
fn unicode<'c>(name: &[u8], extra: &'c [u8]) -> Option<&'c str> {
    let field = field(extra, 0x7075)?;
    let is_current = field.first() == Some(&1) && u32_at(field, 1) == crc_of(name);
    is_current.then(|| str::from_utf8(field.get(5..)?).ok()).flatten()
}

/// Finds the record of the end, and how many bytes are behind the ZIP.
fn find_end(file: &mut File, length: u64) -> Result<(End, u64), Flaw> {
    let n_tail = length.min(END as u64 + LONGEST_COMMENT);
    let tail = read_at(file, length - n_tail, n_tail)?;
    let behind = |at: usize| {
        let comment = usize::from(u16_at(&tail, at + 20));
        tail.len().checked_sub(at + END + comment)
    };
    let ends = || (0..tail.len().saturating_sub(END - 1)).rev().filter(|at| tail[*at..].starts_with(b"PK\x05\x06"));
    // A comment may hold anything, so the record that reaches to the last byte goes before one that does not.
    let found = ends().find(|at| behind(*at) == Some(0)).or_else(|| ends().find(|at| behind(*at).is_some()));
    let Some(at) = found else { return Err(no_end(file)?) };
    let (disk, list_disk) = (u16_at(&tail, at + 4), u16_at(&tail, at + 6));
    if ![disk, list_disk].iter().all(|disk| [0, u16::MAX].contains(disk)) {
        return Err(split());
    }
    let end = End {
        entries: u64::from(u16_at(&tail, at + 10)),
        size: u64::from(u32_at(&tail, at + 12)),
        offset: u64::from(u32_at(&tail, at + 16)),
        at: length - n_tail + at as u64,
        is_64: false,
    };
    Ok((end_64(file, end)?, behind(at).unwrap_or(0) as u64))
}

/// Takes the ZIP64 record instead, where there is one; numbers that fit into both must agree.
fn end_64(file: &mut File, end: End) -> Result<End, Flaw> {
    let elsewhere = u64::from(ELSEWHERE);
    let fits = end.entries != u64::from(u16::MAX) && end.size != elsewhere && end.offset != elsewhere;
    let Some(locator_at) = end.at.checked_sub(LOCATOR) else { return Ok(end) };
    let locator = read_at(file, locator_at, LOCATOR)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Ok(end);
    }
    if u32_at(&locator, 4) != 0 || u32_at(&locator, 16) > 1 {
        return Err(split());
    }
    // Data before the ZIP shift the stated place; usually the record is right before its locator.
    for at in [locator_at.checked_sub(END64), Some(u64_at(&locator, 8))].into_iter().flatten() {
        if at.saturating_add(END64) > locator_at {
            continue;
        }
        let record = read_at(file, at, END64)?;
        if record.starts_with(b"PK\x06\x06") {
            let (entries, size, offset) = (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48));
            let agrees = (entries, size, offset) == (end.entries, end.size, end.offset);
            let end = End { entries, size, offset, at, is_64: true };
            return if agrees || !fits { Ok(end) } else { Err(at_odds()) };
        }
    }
    if fits { Ok(end) } else { Err(at_odds()) }
}

/// Reads a stretch that the caller has bounded.
fn read_at(file: &mut File, at: u64, length: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Says why there is no end: one part of several, cut off, or no ZIP at all.
fn no_end(file: &mut File) -> io::Result<Flaw> {
    let mut opening = Vec::new();
    file.rewind()?;
    file.take(4).read_to_end(&mut opening)?;
    Ok(match opening.as_slice() {
        b"PK\x07\x08" => split(),
        b"PK\x03\x04" => unreadable(text!(
            "tệp ZIP không có danh sách nội dung ở cuối, có lẽ chưa được chép hết",
            "the ZIP has no list of contents at its end; perhaps it was not copied to its end"
        )),
        _ => unreadable(text!("đây không phải là tệp ZIP", "this is no ZIP")),
    })
}

fn at_odds() -> Flaw {
    unreadable(text!(
        "danh sách nội dung của tệp ZIP bị hỏng hoặc tự mâu thuẫn",
        "the list of contents of the ZIP is damaged or contradicts itself"
    ))
}

fn unreadable(what: Text) -> Flaw {
    Flaw::Bad(&codes::ZIP_UNREADABLE, what)
}

fn split() -> Flaw {
    Flaw::Bad(
        &codes::ZIP_SPLIT,
        text!("đây là một phần của tệp ZIP chia nhiều phần", "this is one part of a split ZIP"),
    )
}

fn too_many(end: &End, limits: &Limits) -> Flaw {
    let (n, most) = (end.entries, limits.entries);
    let what = text!(
        "tệp ZIP ghi có {n} mục; giới hạn là {most}, và danh sách không quá {LONGEST} byte",
        "the ZIP says that it has {n} entries; the limit is {most}, in a list of at most {LONGEST} bytes"
    );
    Flaw::Bad(&codes::ZIP_TOO_MANY, what)
}
