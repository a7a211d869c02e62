//! The first line of the file (ISO 32000-1, 7.5.2).

use std::io::{Read, Seek};

use super::blocks::Blocks;
use crate::pdf::Unreadable;
use crate::text;

/// The first line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Where `%PDF-` stands; 0 in a sound file.
    pub offset: u64,
    /// What follows `%PDF-`, to the end of the line, 32 bytes at most.
    pub version: Vec<u8>,
    /// The bytes from the end of the version on: the end of line and what comes next, 32 bytes at most.
    pub after: Vec<u8>,
}

/// Looks for the header within the first 1,024 bytes, as readers do.
pub(super) fn read<R: Read + Seek>(blocks: &mut Blocks<R>) -> Result<Header, Unreadable> {
    let start = blocks.read(0, 1024 + 64)?;
    let offset = start
        .windows(5)
        .take(1024)
        .position(|bytes| bytes == b"%PDF-")
        .ok_or_else(|| Unreadable::broken(text!("không có dòng đầu `%PDF-`", "there is no header `%PDF-`")))?;
    let rest = &start[offset + 5..];
    let end = rest.iter().take(32).position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len().min(32));
    let after = rest[end..].iter().take(32).copied().collect();
    Ok(Header { offset: offset as u64, version: rest[..end].to_vec(), after })
}
