//! One entry of a ZIP (APPNOTE.TXT 6.3.10, 4.3): its local header, and its bytes, checked while they are read.
//!
//! The list of contents is what counts; a local header that says otherwise is damage or a trick, and refused.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use serde::{Deserialize, Serialize};

use crate::finding::codes;
use crate::page::Refusal;
use crate::text;
use crate::text::Text;

use super::bytes::{u16_at, u32_at};

/// The fixed part of a local header (4.3.7).
const HEADER: usize = 30;
/// General purpose bit 0: encrypted.
pub(super) const ENCRYPTED: u16 = 1;
/// General purpose bit 3: sizes and checksum follow the data.
const DESCRIBED_BEHIND: u16 = 1 << 3;
/// A scan deflates to a hundredth at best, unless it is nearly blank; up to so many bytes that does not matter.
const SWOLLEN: u64 = 100;
const LARGE: u64 = 32 << 20;
/// Stands for a size that a ZIP64 field holds.
pub(super) const ELSEWHERE: u32 = u32::MAX;

/// How the bytes of an entry are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Packing {
    /// Method 0: as they are.
    Stored,
    /// Method 8.
    Deflated,
}

/// An entry that was judged and may be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The ZIP.
    #[serde(with = "crate::files::os_path")]
    pub(super) zip: PathBuf,
    /// The size of the ZIP when it was listed, in bytes.
    pub(super) zip_size: u64,
    /// Where its local header stands in the ZIP.
    pub(super) header: u64,
    /// Where something else begins in the ZIP: its data end before.
    pub(super) end: u64,
    /// Length and CRC-32 of its name as bytes, which the local header repeats.
    pub(super) name: (u16, u32),
    pub(super) packing: Packing,
    /// Bytes in the ZIP.
    pub(super) packed: u64,
    /// Bytes of the file.
    pub(super) size: u64,
    /// CRC-32 of the file.
    pub(super) crc: u32,
}

/// The bytes of an entry, from the first to the last.
pub struct Reader {
    data: Data,
    crc: Crc,
    /// What is still to come of the file.
    left: u64,
    /// What the checksum must be, and how many packed bytes there are; `None` when nothing is checked.
    expected: Option<(u32, u64)>,
}

enum Data {
    Stored(Take<File>),
    Deflated(Box<DeflateDecoder<BufReader<Take<File>>>>),
}

/// A stretch of a file that reads as a file of its own.
pub struct Window {
    file: File,
    start: u64,
    length: u64,
    at: u64,
}

impl Entry {
    /// Returns the size of the file in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the size of the ZIP when it was listed, in bytes.
    pub fn zip_size(&self) -> u64 {
        self.zip_size
    }

    /// Returns where the ZIP lies.
    pub fn zip(&self) -> &Path {
        &self.zip
    }

    /// Says whether its bytes are packed.
    pub fn is_deflated(&self) -> bool {
        self.packing == Packing::Deflated
    }

    /// Says whether it would fill a disk that its ZIP does not: large, and hardly anything but repetition.
    pub fn is_swollen(&self) -> bool {
        self.size > LARGE && self.size / SWOLLEN > self.packed
    }

    /// Opens it for one reading; where it is not what its ZIP says, that ends in an error that holds a [`Refusal`].
    pub fn reader(&self) -> io::Result<Reader> {
        let (file, _) = self.data(true)?;
        Ok(Reader { expected: Some((self.crc, self.packed)), ..self.read(file) })
    }

    /// Opens it for whatever its bytes are, if there is a header at all.
    pub fn salvage(&self) -> io::Result<Reader> {
        let (file, _) = self.data(false)?;
        Ok(self.read(file))
    }

    fn read(&self, file: File) -> Reader {
        let packed = file.take(self.packed);
        let data = match self.packing {
            Packing::Stored => Data::Stored(packed),
            Packing::Deflated => Data::Deflated(Box::new(DeflateDecoder::new(BufReader::new(packed)))),
        };
        Reader { data, crc: Crc::new(), left: self.size, expected: None }
    }

    /// Inflates it into memory, and checks it.
    pub fn inflate(&self) -> io::Result<Vec<u8>> {
        let mut reader = self.reader()?;
        let mut bytes = Vec::new();
        // The listing has bounded the size; the memory may be short all the same.
        let size = usize::try_from(self.size).map_err(|_| io::ErrorKind::OutOfMemory)?;
        bytes.try_reserve_exact(size).map_err(|_| io::ErrorKind::OutOfMemory)?;
        reader.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Opens an entry that stands in its ZIP as it is, for reading at any place; its checksum is left unchecked.
    pub fn window(&self) -> io::Result<Window> {
        let (file, start) = self.data(true)?;
        Ok(Window { file, start, length: self.packed, at: 0 })
    }

    /// Opens the ZIP at the first byte of the data. When asked to be strict, the local header must agree.
    fn data(&self, is_strict: bool) -> io::Result<(File, u64)> {
        let mut file = File::open(&self.zip)?;
        file.seek(SeekFrom::Start(self.header))?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header)?;
        let (name, extra) = (u16_at(&header, 26), u16_at(&header, 28));
        if !header.starts_with(b"PK\x03\x04") || (is_strict && !(self.agrees(&header) && name == self.name.0)) {
            return Err(other_header());
        }
        let mut bytes = vec![0; usize::from(name)];
        file.read_exact(&mut bytes)?;
        if is_strict && crc_of(&bytes) != self.name.1 {
            return Err(other_header());
        }
        // 48 bits would do; nothing here comes near the end of 64.
        let start = self.header.saturating_add(HEADER as u64 + u64::from(name) + u64::from(extra));
        if start.saturating_add(self.packed) > self.end {
            let what = text!(
                "dữ liệu của mục này lấn sang mục khác trong tệp ZIP",
                "the data of this entry reach into another one of the ZIP"
            );
            return Err(damaged(what));
        }
        file.seek(SeekFrom::Start(start))?;
        Ok((file, start))
    }

    fn agrees(&self, header: &[u8]) -> bool {
        let flags = u16_at(header, 6);
        let method = match self.packing {
            Packing::Stored => 0,
            Packing::Deflated => 8,
        };
        let is_behind = flags & DESCRIBED_BEHIND != 0;
        let agrees = |at: usize, listed: u64| {
            let stated = u32_at(header, at);
            u64::from(stated) == listed || stated == ELSEWHERE || (is_behind && stated == 0)
        };
        let is_sum = u32_at(header, 14) == self.crc || (is_behind && u32_at(header, 14) == 0);
        flags & ENCRYPTED == 0
            && u16_at(header, 8) == method
            && is_sum
            && agrees(18, self.packed)
            && agrees(22, self.size)
    }
}

impl Reader {
    /// At the end: was it all, and was it right?
    fn end(&self) -> io::Result<usize> {
        let Some((crc, packed)) = self.expected else { return Ok(0) };
        let is_consumed = match &self.data {
            Data::Stored(data) => data.limit() == 0,
            Data::Deflated(data) => data.total_in() == packed,
        };
        if self.left > 0 || !is_consumed {
            return Err(other_size());
        }
        if self.crc.sum() != crc {
            let what = text!("tổng kiểm CRC-32 không khớp", "the CRC-32 does not match");
            return Err(damaged(what));
        }
        Ok(0)
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.data {
            Data::Stored(data) => data.read(buffer),
            Data::Deflated(data) => data.read(buffer),
        };
        let n_read = match read {
            // Only errors of the system have a number.
            Err(error) if error.raw_os_error().is_some() => return Err(error),
            Err(_) if self.expected.is_none() => 0,
            Err(_) => {
                return Err(damaged(text!("dữ liệu nén bị hỏng", "the deflated data are damaged")));
            }
            Ok(n_read) => n_read,
        };
        if n_read == 0 {
            return self.end();
        }
        if n_read as u64 > self.left && self.expected.is_some() {
            return Err(other_size());
        }
        let n_taken = usize::try_from(self.left).unwrap_or(usize::MAX).min(n_read);
        self.left -= n_taken as u64;
        self.crc.update(&buffer[..n_taken]);
        Ok(n_taken)
    }
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.at);
        let n_wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        if n_wanted == 0 {
            return Ok(0);
        }
        self.file.seek(SeekFrom::Start(self.start.saturating_add(self.at)))?;
        let n_read = self.file.read(&mut buffer[..n_wanted])?;
        self.at += n_read as u64;
        Ok(n_read)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.at = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// Returns the CRC-32 of bytes.
pub(crate) fn crc_of(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn other_header() -> io::Error {
    damaged(text!(
        "phần đầu của mục này khác với danh sách ở cuối tệp ZIP",
        "the header of this entry is not what the list at the end of the ZIP says"
    ))
}

fn other_size() -> io::Error {
    damaged(text!("kích thước không như tệp ZIP ghi", "the size is not what the ZIP says"))
}

fn damaged(what: Text) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Refusal::new(&codes::ZIP_DAMAGED, what))
}
