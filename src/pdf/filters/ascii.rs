//! `ASCIIHexDecode` and `ASCII85Decode` (ISO 32000-1, 7.4.2 and 7.4.3).

use super::{damaged, too_large};
use crate::pdf::Unreadable;
use crate::pdf::lexer::is_blank;
use crate::pdf::object::Dict;

/// Undoes hexadecimal digits up to `>` or the end; the result is at most half as long.
pub(super) fn undo_hex(data: &[u8], _parms: &Dict, _bound: usize) -> Result<Vec<u8>, Unreadable> {
    let end = data.iter().position(|byte| *byte == b'>').unwrap_or(data.len());
    let mut digits = Vec::with_capacity(end);
    for byte in data[..end].iter().filter(|byte| !is_blank(**byte)) {
        digits.push(char::from(*byte).to_digit(16).ok_or_else(damaged)? as u8);
    }
    Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect())
}

/// Undoes base 85 up to `~>` or the end; `z` makes four bytes of one.
pub(super) fn undo_85(data: &[u8], _parms: &Dict, bound: usize) -> Result<Vec<u8>, Unreadable> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data.iter().copied().filter(|byte| !is_blank(*byte)) {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => return Err(damaged()),
        }
        if group.len() == 5 {
            out.extend_from_slice(&word(&group)?);
            group.clear();
        }
        if out.len() > bound {
            return Err(too_large(bound));
        }
    }
    let rest = group.len();
    if rest == 1 {
        return Err(damaged());
    }
    if rest > 1 {
        // A last group of n digits makes n - 1 bytes.
        group.resize(5, 84);
        out.extend_from_slice(&word(&group)?[..rest - 1]);
    }
    Ok(out)
}

fn word(group: &[u8]) -> Result<[u8; 4], Unreadable> {
    let value = group.iter().fold(0_u64, |sum, digit| sum * 85 + u64::from(*digit));
    u32::try_from(value).map(u32::to_be_bytes).map_err(|_| damaged())
}
