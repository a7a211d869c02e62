//! `RunLengthDecode` (ISO 32000-1, 7.4.5).

use super::{cut, too_large};
use crate::pdf::Unreadable;
use crate::pdf::object::Dict;

/// Undoes run lengths up to the byte 128, or to the end between two runs.
pub(super) fn undo(data: &[u8], _parms: &Dict, bound: usize) -> Result<Vec<u8>, Unreadable> {
    let mut out = Vec::new();
    let mut rest = data;
    while let Some((length, behind)) = rest.split_first() {
        match usize::from(*length) {
            128 => break,
            length @ 0..128 => {
                let bytes = behind.get(..length + 1).ok_or_else(cut)?;
                out.extend_from_slice(bytes);
                rest = &behind[length + 1..];
            }
            length => {
                let (byte, behind) = behind.split_first().ok_or_else(cut)?;
                out.resize(out.len() + 257 - length, *byte);
                rest = behind;
            }
        }
        if out.len() > bound {
            return Err(too_large(bound));
        }
    }
    Ok(out)
}
