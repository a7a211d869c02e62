//! Which bytes a signature covers (ISO 32000-1, 12.8.1), and their digest.

use std::io::{self, Read, Seek, SeekFrom};

use crate::digest::foreign::Algorithm;
use crate::pdf::lexer::is_blank;
use crate::pdf::object::{Dict, Object};

/// More ranges than this no signer makes; all signers make two.
const MOST: usize = 16;
/// The longest signature that is looked at when the gap between the ranges is.
const LONGEST: u64 = 1 << 24;

/// The bytes that a signature covers.
#[derive(Debug, Default, PartialEq)]
pub struct Cover {
    /// Offsets and lengths; empty if they make no sense.
    pub ranges: Vec<[u64; 2]>,
    /// Whether they are the whole file but the signature.
    pub is_file: bool,
}

impl Cover {
    /// Reads and judges the `/ByteRange` of a signature.
    pub fn of<R: Read + Seek>(input: &mut R, dict: &Dict) -> io::Result<Cover> {
        let length = input.seek(SeekFrom::End(0))?;
        let Some(ranges) = dict.get("ByteRange").and_then(Object::as_array).and_then(|items| ranges(items, length))
        else {
            return Ok(Cover::default());
        };
        let is_file = match ranges[..] {
            [[0, first], [second, rest]] => {
                second.checked_add(rest) == Some(length) && is_one_string(input, first, second)?
            }
            _ => false,
        };
        Ok(Cover { ranges, is_file })
    }

    /// Returns the digest of the covered bytes in hex digits.
    pub fn digest<R: Read + Seek>(&self, input: &mut R, algorithm: Algorithm) -> io::Result<String> {
        let mut hasher = algorithm.hasher();
        let mut block = vec![0; 1 << 16];
        for [offset, length] in &self.ranges {
            input.seek(SeekFrom::Start(*offset))?;
            let mut part = input.by_ref().take(*length);
            while let n_read @ 1.. = part.read(&mut block)? {
                hasher.update(&block[..n_read]);
            }
        }
        Ok(hasher.finish())
    }
}

/// Returns the ranges if they are in order, apart, and within the file.
fn ranges(items: &[Object], length: u64) -> Option<Vec<[u64; 2]>> {
    let numbers: Vec<u64> =
        items.iter().map(|item| u64::try_from(item.as_int()?).ok()).take(2 * MOST + 1).collect::<Option<_>>()?;
    if numbers.is_empty() || !numbers.len().is_multiple_of(2) || numbers.len() > 2 * MOST {
        return None;
    }
    let ranges: Vec<[u64; 2]> = numbers.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
    let mut end = 0;
    for [offset, size] in &ranges {
        let own_end = offset.checked_add(*size)?;
        if *offset < end || own_end > length {
            return None;
        }
        end = own_end;
    }
    Some(ranges)
}

/// Says whether the gap holds one hexadecimal string and nothing else: other bytes there would be signed by nobody.
fn is_one_string<R: Read + Seek>(input: &mut R, from: u64, to: u64) -> io::Result<bool> {
    if to < from || to - from > LONGEST {
        return Ok(false);
    }
    input.seek(SeekFrom::Start(from))?;
    let mut gap = Vec::new();
    input.by_ref().take(to - from).read_to_end(&mut gap)?;
    let inner = gap.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">"));
    Ok(inner.is_some_and(|digits| digits.iter().all(|byte| byte.is_ascii_hexdigit() || is_blank(*byte))))
}
