//! `FlateDecode`: zlib streams, whole to their checksum, then the predictor.

use flate2::{Decompress, FlushDecompress, Status};

use super::{cut, damaged, predictor, too_large};
use crate::pdf::Unreadable;
use crate::pdf::object::Dict;

/// Inflates a stream and undoes its predictor; what follows the end of the zlib stream is passed over.
pub(super) fn undo(data: &[u8], parms: &Dict, bound: usize) -> Result<Vec<u8>, Unreadable> {
    predictor::undo(inflate(data, bound)?, parms, bound)
}

/// Says whether data without an end stop where a writer flushed them, which is between two blocks: some never write
/// the last block, nor anything at all where there is nothing to say.
fn is_flushed(data: &[u8]) -> bool {
    let line_ends = data.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).take(2).count();
    let data = &data[..data.len() - line_ends];
    data.is_empty() || data.ends_with(&[0, 0, 0xFF, 0xFF])
}

fn inflate(data: &[u8], bound: usize) -> Result<Vec<u8>, Unreadable> {
    let mut state = Decompress::new(true);
    let mut out = Vec::with_capacity(data.len().saturating_mul(3).clamp(256, 1 << 20).min(bound.saturating_add(1)));
    loop {
        // One byte above the bound is room enough to see that there is more.
        if out.len() == out.capacity() {
            let more = out.len().clamp(256, 1 << 24).min(bound.saturating_add(1).saturating_sub(out.len()));
            out.reserve_exact(more.max(1));
        }
        let rest = data.get(state.total_in() as usize..).unwrap_or(&[]);
        let before = (state.total_in(), out.len());
        let status = state.decompress_vec(rest, &mut out, FlushDecompress::None).map_err(|_| damaged())?;
        if out.len() > bound {
            return Err(too_large(bound));
        }
        match status {
            Status::StreamEnd => return Ok(out),
            _ if before == (state.total_in(), out.len()) && is_flushed(data) => return Ok(out),
            _ if before == (state.total_in(), out.len()) => return Err(cut()),
            _ => (),
        }
    }
}
