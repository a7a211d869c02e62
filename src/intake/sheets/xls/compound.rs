//! Compound files (MS-CFB): the file system in a file that XLS and encrypted workbooks are stored in.
//!
//! Reads the table of sectors and the names; a stream is read whole when it is asked for, and never beyond a limit.

use std::io::{Read, Seek, SeekFrom};

use crate::intake::sheets::stop::{Step, Stop};
use crate::text;

/// The first bytes of every compound file.
pub(in crate::intake::sheets) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sector numbers from here on are marks and no sectors.
const MARKS: u32 = 0xFFFF_FFFA;
const HEADER: usize = 512;
const ENTRY: usize = 128;
const MINI: usize = 64;
/// Streams below this size lie in the stream of the root.
const SMALL: u64 = 4096;

/// A compound file.
pub(super) struct Compound<R> {
    file: R,
    sector: usize,
    n_sectors: u64,
    fat: Vec<u32>,
    mini_fat_start: u32,
    entries: Vec<Entry>,
}

/// A stream, or the root.
struct Entry {
    name: String,
    is_root: bool,
    start: u32,
    size: u64,
}

impl<R: Read + Seek> Compound<R> {
    /// Reads header, table of sectors and names.
    pub(super) fn open(mut file: R) -> Step<Compound<R>> {
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header)?;
        let sector = match u16_at(&header, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(Stop::damaged()),
        };
        // The first sector is the header's; the last one may be cut short by some writers.
        let n_sectors = length.div_ceil(sector as u64).saturating_sub(1);
        let mut compound = Compound {
            file,
            sector,
            n_sectors,
            fat: Vec::new(),
            mini_fat_start: u32_at(&header, 60),
            entries: Vec::new(),
        };
        compound.read_fat(&header)?;
        let directory = compound.chain(u32_at(&header, 48), n_sectors)?;
        let directory = compound.read_sectors(&directory)?;
        compound.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        Ok(compound)
    }

    /// Says whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Reads a stream of at most `limit` bytes; `None` when there is none of this name.
    pub(super) fn stream(&mut self, name: &str, limit: u64) -> Step<Option<Vec<u8>>> {
        let Some(entry) = self.find(name) else { return Ok(None) };
        let (start, size) = (entry.start, entry.size);
        if size > limit {
            return Err(Stop::too_large(text!(
                "nội dung là {size} byte, giới hạn là {limit}",
                "the content has {size} bytes, the limit is {limit}"
            )));
        }
        let bytes = if size < SMALL { self.small(start, size)? } else { self.large(start, size)? };
        Ok(Some(bytes))
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| !entry.is_root && entry.name.eq_ignore_ascii_case(name))
    }

    fn large(&mut self, start: u32, size: u64) -> Step<Vec<u8>> {
        let sectors = self.chain(start, size.div_ceil(self.sector as u64))?;
        let mut bytes = self.read_sectors(&sectors)?;
        bytes.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(bytes)
    }

    fn small(&mut self, start: u32, size: u64) -> Step<Vec<u8>> {
        let Some(root) = self.entries.iter().find(|entry| entry.is_root) else { return Err(Stop::damaged()) };
        let (root_start, root_size) = (root.start, root.size);
        let root = self.large(root_start, root_size.min(self.n_sectors * self.sector as u64))?;
        let mini_fat = self.chain(self.mini_fat_start, self.n_sectors)?;
        let mini_fat = numbers(&self.read_sectors(&mini_fat)?);
        let mut bytes = Vec::new();
        for sector in follow(&mini_fat, start, size.div_ceil(MINI as u64))? {
            let from = sector as usize * MINI;
            let end = root.len().min(from + MINI);
            bytes.extend(root.get(from..end).ok_or_else(Stop::damaged)?);
        }
        bytes.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(bytes)
    }

    /// Reads the table that says which sector follows which; no more of it than the file has sectors for.
    fn read_fat(&mut self, header: &[u8; HEADER]) -> Step<()> {
        let per_sector = self.sector as u64 / 4;
        let wanted = usize::try_from(self.n_sectors.div_ceil(per_sector)).unwrap_or(usize::MAX);
        let mut places: Vec<u32> = numbers(&header[76..]);
        let mut next = u32_at(header, 68);
        while next < MARKS && places.len() < wanted {
            let mut more = numbers(&self.read_sectors(&[next])?);
            next = more.pop().unwrap_or(MARKS);
            places.extend(more);
        }
        places.retain(|place| *place < MARKS);
        places.truncate(wanted);
        self.fat = numbers(&self.read_sectors(&places)?);
        Ok(())
    }

    /// Returns the sectors of a chain, at most `n`; a chain cannot be longer than the file, even when it turns in a circle.
    fn chain(&self, start: u32, n: u64) -> Step<Vec<u32>> {
        follow(&self.fat, start, n.min(self.n_sectors))
    }

    fn read_sectors(&mut self, sectors: &[u32]) -> Step<Vec<u8>> {
        let mut bytes = vec![0; sectors.len() * self.sector];
        for (sector, room) in sectors.iter().zip(bytes.chunks_exact_mut(self.sector)) {
            let place = (u64::from(*sector) + 1) * self.sector as u64;
            if u64::from(*sector) >= self.n_sectors {
                return Err(Stop::damaged());
            }
            // Forward by what the buffer has already, in the usual case of sectors that lie in a row.
            let here = self.file.stream_position()?;
            if here != place {
                self.file.seek(SeekFrom::Start(place))?;
            }
            fill(&mut self.file, room)?;
        }
        Ok(bytes)
    }
}

/// Reads a sector; what a shortened last sector lacks stays zero.
fn fill(file: &mut impl Read, room: &mut [u8]) -> Step<()> {
    let mut filled = 0;
    while filled < room.len() {
        match file.read(&mut room[filled..])? {
            0 => return Ok(()),
            n_read => filled += n_read,
        }
    }
    Ok(())
}

fn follow(table: &[u32], start: u32, n: u64) -> Step<Vec<u32>> {
    let (mut chain, mut next) = (Vec::new(), start);
    while next < MARKS && (chain.len() as u64) < n {
        chain.push(next);
        next = *table.get(next as usize).ok_or_else(Stop::damaged)?;
    }
    Ok(chain)
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let kind = bytes[66];
    let n_bytes = usize::from(u16_at(bytes, 64)).clamp(2, 64) - 2;
    let units: Vec<u16> = bytes[..n_bytes].chunks_exact(2).map(|unit| u16_at(unit, 0)).collect();
    // The upper half of the size is undefined in files with small sectors, and no workbook needs it.
    let size = u64::from(u32_at(bytes, 120));
    let entry = Entry { name: String::from_utf16_lossy(&units), is_root: kind == 5, start: u32_at(bytes, 116), size };
    matches!(kind, 2 | 5).then_some(entry)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|number| u32_at(number, 0)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}
