//! The records that an XLS stream is a row of (MS-XLS, 2.1.4), and the strings in them, which may run over several.

use crate::intake::sheets::stop::{Step, Stop};
use crate::records::legacy::windows_1252;

/// A record that carries on the one before.
const CONTINUE: u16 = 0x003C;

/// Records from some place of a stream on.
#[derive(Clone)]
pub(super) struct Records<'d> {
    stream: &'d [u8],
}

/// A record.
pub(super) struct Record<'d> {
    /// What it is.
    pub(super) kind: u16,
    /// Its own data.
    pub(super) data: &'d [u8],
    after: Records<'d>,
}

/// The data of a record and of those that carry it on.
pub(super) struct Pieces<'d> {
    data: &'d [u8],
    after: Records<'d>,
}

/// How strings are stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// Excel 5 and 95: bytes of an old encoding.
    Biff5,
    /// Excel 97 and later: Unicode.
    Biff8,
}

impl<'d> Records<'d> {
    /// Begins at a place of a stream.
    pub(super) fn at(stream: &'d [u8], place: usize) -> Records<'d> {
        Records { stream: stream.get(place..).unwrap_or_default() }
    }
}

impl<'d> Iterator for Records<'d> {
    type Item = Record<'d>;

    /// Returns the next record; a record that the stream is too short for is none.
    fn next(&mut self) -> Option<Record<'d>> {
        let (kind, rest) = self.stream.split_first_chunk::<2>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (data, rest) = rest.split_at_checked(u16::from_le_bytes(*length).into())?;
        self.stream = rest;
        Some(Record { kind: u16::from_le_bytes(*kind), data, after: self.clone() })
    }
}

impl<'d> Record<'d> {
    /// Returns the number of 16 bits at a place; 0 behind the end.
    pub(super) fn u16(&self, at: usize) -> u16 {
        self.data.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
    }

    /// Returns the number of 32 bits at a place; 0 behind the end.
    pub(super) fn u32(&self, at: usize) -> u32 {
        u32::from(self.u16(at)) | u32::from(self.u16(at + 2)) << 16
    }

    /// Returns the floating-point number at a place; 0 behind the end.
    pub(super) fn f64(&self, at: usize) -> f64 {
        f64::from_bits(u64::from(self.u32(at)) | u64::from(self.u32(at + 4)) << 32)
    }

    /// Returns the byte at a place; 0 behind the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.data.get(at).copied().unwrap_or(0)
    }

    /// Returns the data from a place on, over as many records as carry it on.
    pub(super) fn pieces(&self, from: usize) -> Pieces<'d> {
        Pieces { data: self.data.get(from..).unwrap_or_default(), after: self.after.clone() }
    }
}

impl Pieces<'_> {
    /// Says whether nothing is left; goes on to the next record when this one is used up and that carries it on.
    pub(super) fn is_at_end(&mut self) -> bool {
        while self.data.is_empty() {
            let mut after = self.after.clone();
            match after.next() {
                Some(next) if next.kind == CONTINUE => (self.data, self.after) = (next.data, after),
                _ => return true,
            }
        }
        false
    }

    fn byte(&mut self) -> Step<u8> {
        if self.is_at_end() {
            return Err(Stop::damaged());
        }
        let byte = self.data[0];
        self.data = &self.data[1..];
        Ok(byte)
    }

    pub(super) fn u16(&mut self) -> Step<u16> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Step<u32> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut n: usize) -> Step<()> {
        while n > 0 {
            if self.is_at_end() {
                return Err(Stop::damaged());
            }
            let step = n.min(self.data.len());
            self.data = &self.data[step..];
            n -= step;
        }
        Ok(())
    }

    /// Reads a string of a shared table: characters, then what they look like and how they sound, which is left out.
    pub(super) fn shared_string(&mut self) -> Step<String> {
        let n = self.u16()?;
        let flags = self.byte()?;
        let n_looks = if flags & 8 != 0 { self.u16()? } else { 0 };
        let n_sounds = if flags & 4 != 0 { self.u32()? } else { 0 };
        let text = self.characters(n.into(), flags)?;
        self.skip(usize::from(n_looks) * 4)?;
        self.skip(n_sounds as usize)?;
        Ok(text)
    }

    /// Reads a string after its length, which stands in one byte or two.
    pub(super) fn string(&mut self, version: Version, has_long_length: bool) -> Step<String> {
        let n = if has_long_length { self.u16()? } else { self.byte()?.into() };
        if version == Version::Biff8 {
            let flags = self.byte()?;
            return self.characters(n.into(), flags);
        }
        let bytes = (0..n).map(|_| self.byte()).collect::<Step<Vec<u8>>>()?;
        // Old Vietnamese encodings are recognised later, by whole columns, from what Windows-1252 makes of their bytes.
        Ok(windows_1252(&bytes))
    }

    /// Reads characters of one byte or two; each record that carries a string on says anew which of them it has.
    fn characters(&mut self, n: usize, flags: u8) -> Step<String> {
        let (mut units, mut is_wide) = (Vec::with_capacity(n.min(self.data.len())), flags & 1 != 0);
        while units.len() < n {
            if self.data.is_empty() {
                is_wide = self.byte()? & 1 != 0;
                continue;
            }
            let unit = if is_wide { self.u16()? } else { self.byte()?.into() };
            units.push(unit);
        }
        Ok(String::from_utf16_lossy(&units))
    }
}
