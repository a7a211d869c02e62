//! ZIPs made byte by byte, so that any field can lie.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::files::container::zip::entry::crc_of;

/// One entry, and what is said of it.
#[derive(Clone, Default)]
pub struct Piece {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    /// The mode of Unix, written as Unix tools do.
    pub mode: u32,
    /// An extra field of the list.
    pub extra: Vec<u8>,
    /// What the local header says instead.
    pub local_name: Option<Vec<u8>>,
    pub local_method: Option<u16>,
    /// What the list says instead.
    pub size: Option<u64>,
    pub packed: Option<u64>,
    pub crc: Option<u32>,
    pub header: Option<u64>,
    /// True when sizes and checksum stand behind the data, not before.
    pub is_described_behind: bool,
    /// True when the list has them in a ZIP64 field.
    pub is_64: bool,
}

/// An entry as it is.
pub fn stored(name: impl AsRef<[u8]>, data: &[u8]) -> Piece {
    Piece { name: name.as_ref().to_vec(), data: data.to_vec(), ..Piece::default() }
}

pub fn deflated(name: impl AsRef<[u8]>, data: &[u8]) -> Piece {
    Piece { method: 8, ..stored(name, data) }
}

impl Piece {
    /// Returns the data as they stand in the ZIP.
    pub fn packed_bytes(&self) -> Vec<u8> {
        if self.method != 8 {
            return self.data.clone();
        }
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&self.data).unwrap();
        encoder.finish().unwrap()
    }
}

fn put(out: &mut Vec<u8>, numbers: &[u64], widths: &[usize]) {
    for (number, width) in numbers.iter().zip(widths) {
        out.extend_from_slice(&number.to_le_bytes()[..*width]);
    }
}

/// Puts entries, their list and its end together.
pub fn zip(pieces: &[Piece]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for piece in pieces {
        let header = out.len() as u64;
        let packed = piece.packed_bytes();
        let behind = u64::from(piece.is_described_behind);
        let flags = u64::from(piece.flags) | behind << 3;
        let facts = [u64::from(crc_of(&piece.data)), packed.len() as u64, piece.data.len() as u64];
        let local_facts = if piece.is_described_behind { [0; 3] } else { facts };
        let name = piece.local_name.as_ref().unwrap_or(&piece.name);
        let method = u64::from(piece.method);
        out.extend_from_slice(b"PK\x03\x04");
        put(&mut out, &[20, flags, u64::from(piece.local_method.unwrap_or(piece.method)), 0, 0], &[2, 2, 2, 2, 2]);
        put(&mut out, &local_facts, &[4, 4, 4]);
        put(&mut out, &[name.len() as u64, 0], &[2, 2]);
        out.extend_from_slice(name);
        out.extend_from_slice(&packed);
        if piece.is_described_behind {
            out.extend_from_slice(b"PK\x07\x08");
            put(&mut out, &facts, &[4, 4, 4]);
        }
        let (size, packed) = (piece.size.unwrap_or(facts[2]), piece.packed.unwrap_or(facts[1]));
        let header = piece.header.unwrap_or(header);
        let mut extra = piece.extra.clone();
        if piece.is_64 {
            put(&mut extra, &[1, 24, size, packed, header], &[2, 2, 8, 8, 8]);
        }
        let short = |number: u64| if piece.is_64 { u64::from(u32::MAX) } else { number };
        list.extend_from_slice(b"PK\x01\x02");
        let host = if piece.mode == 0 { 0 } else { 3 << 8 };
        put(&mut list, &[20 | host, 20, flags, method, 0, 0], &[2, 2, 2, 2, 2, 2]);
        let crc = piece.crc.map_or(facts[0], u64::from);
        put(&mut list, &[crc, short(packed), short(size)], &[4, 4, 4]);
        put(&mut list, &[piece.name.len() as u64, extra.len() as u64, 0, 0, 0], &[2, 2, 2, 2, 2]);
        put(&mut list, &[u64::from(piece.mode) << 16, short(header)], &[4, 4]);
        list.extend_from_slice(&piece.name);
        list.extend_from_slice(&extra);
    }
    let start = out.len() as u64;
    let size = list.len() as u64;
    out.extend(list);
    end(&mut out, pieces.len() as u64, size, start);
    out
}

/// Writes the record of the end.
pub fn end(out: &mut Vec<u8>, entries: u64, size: u64, start: u64) {
    out.extend_from_slice(b"PK\x05\x06");
    put(out, &[0, 0, entries, entries, size, start, 0], &[2, 2, 2, 2, 4, 4, 2]);
}

/// Puts the record of ZIP64 before that of the end, which keeps its numbers or has none of its own.
pub fn with_end_64(mut zip: Vec<u8>, keeps: bool) -> Vec<u8> {
    let at = zip.len() - 22;
    let field = |from: usize, width: usize| {
        let mut number = [0; 8];
        number[..width].copy_from_slice(&zip[at + from..at + from + width]);
        u64::from_le_bytes(number)
    };
    let (entries, size, start) = (field(10, 2), field(12, 4), field(16, 4));
    zip.truncate(at);
    zip.extend_from_slice(b"PK\x06\x06");
    put(&mut zip, &[44, 45, 45, 0, 0, entries, entries, size, start], &[8, 2, 2, 4, 4, 8, 8, 8, 8]);
    zip.extend_from_slice(b"PK\x06\x07");
    put(&mut zip, &[0, at as u64, 1], &[4, 8, 4]);
    match keeps {
        true => end(&mut zip, entries, size, start),
        false => end(&mut zip, 0xFFFF, 0xFFFF_FFFF, 0xFFFF_FFFF),
    }
    zip
}

/// Returns the Unicode path field of a name.
pub fn unicode_field(name: &[u8], unicode: &str) -> Vec<u8> {
    let mut field = Vec::new();
    put(&mut field, &[0x7075, 5 + unicode.len() as u64, 1, u64::from(crc_of(name))], &[2, 2, 1, 4]);
    field.extend_from_slice(unicode.as_bytes());
    field
}
