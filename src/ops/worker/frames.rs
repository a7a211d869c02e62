//! Frames between a program and its workers: a head in JSON, then blocks of bytes.
//!
//! A frame is the length of the head (4 bytes), the number of blocks (4), their lengths (8 each), the head, the blocks;
//! numbers are little-endian. Lengths are checked before anything is read.

use std::io::{self, ErrorKind, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest head; the largest thing in one is a colour profile, written as numbers.
const HEAD: u64 = 64 << 20;
/// A page has four.
const BLOCKS: u32 = 8;

/// A head and its blocks.
pub type Frame<T> = (T, Vec<Vec<u8>>);

/// Writes one frame and flushes.
pub fn write(out: &mut impl Write, head: &impl Serialize, blocks: &[&[u8]]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let length = u32::try_from(head.len()).map_err(|_| bad("a head is too long"))?;
    let n_blocks = u32::try_from(blocks.len()).map_err(|_| bad("too many blocks"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&n_blocks.to_le_bytes())?;
    for block in blocks {
        out.write_all(&(block.len() as u64).to_le_bytes())?;
    }
    out.write_all(&head)?;
    blocks.iter().try_for_each(|block| out.write_all(block))?;
    out.flush()
}

/// Reads one frame whose blocks have at most `limit` bytes each; `None` where the other side has ended.
pub fn read<T: DeserializeOwned>(input: &mut impl Read, limit: u64) -> io::Result<Option<Frame<T>>> {
    let mut first = [0];
    if input.read(&mut first)? == 0 {
        return Ok(None);
    }
    let mut rest = [0; 7];
    input.read_exact(&mut rest)?;
    let [b, c, d, n0, n1, n2, n3] = rest;
    let n_head = u64::from(u32::from_le_bytes([first[0], b, c, d]));
    let n_blocks = u32::from_le_bytes([n0, n1, n2, n3]);
    if n_head > HEAD || n_blocks > BLOCKS {
        return Err(bad("a frame is too large"));
    }
    let mut lengths = Vec::new();
    for _ in 0..n_blocks {
        let mut length = [0; 8];
        input.read_exact(&mut length)?;
        lengths.push(u64::from_le_bytes(length));
    }
    let head = serde_json::from_slice(&block(input, n_head, HEAD)?)?;
    let blocks = lengths.into_iter().map(|length| block(input, length, limit)).collect::<io::Result<_>>()?;
    Ok(Some((head, blocks)))
}

fn block(input: &mut impl Read, length: u64, limit: u64) -> io::Result<Vec<u8>> {
    if length > limit {
        return Err(bad("a frame is too large"));
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

fn bad(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(head: &str, blocks: &[&[u8]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, &head, blocks).unwrap();
        bytes
    }

    #[test]
    fn frames_come_back_as_they_went_until_the_other_side_ends() {
        let bytes = [frame("one", &[b"data", b""]), frame("two", &[])].concat();
        let mut input = bytes.as_slice();
        let one: Frame<String> = read(&mut input, 4).unwrap().unwrap();
        assert_eq!(one, ("one".to_owned(), vec![b"data".to_vec(), Vec::new()]));
        assert_eq!(read::<String>(&mut input, 4).unwrap().unwrap().0, "two");
        assert!(read::<String>(&mut input, 4).unwrap().is_none());
    }

    #[test]
    fn a_frame_that_is_cut_or_too_large_is_an_error_and_costs_no_memory() {
        let whole = frame("head", &[b"12345"]);
        assert!(read::<String>(&mut whole.as_slice(), 4).is_err());
        for cut in 1..whole.len() {
            assert!(read::<String>(&mut &whole[..cut], 5).is_err(), "{cut}");
        }
        let claims = [&u32::MAX.to_le_bytes()[..], &[0; 4]].concat();
        assert!(read::<String>(&mut claims.as_slice(), 5).is_err());
    }
}
