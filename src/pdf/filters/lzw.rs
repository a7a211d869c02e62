//! `LZWDecode` (ISO 32000-1, 7.4.4), then the predictor.

use weezl::decode::Configuration;
use weezl::{BitOrder, LzwStatus};

use super::{cut, damaged, predictor, too_large};
use crate::pdf::Unreadable;
use crate::pdf::object::Dict;

/// Undoes LZW up to its end code; the end code may be missing where the data end, as many writers leave it out.
pub(super) fn undo(data: &[u8], parms: &Dict, bound: usize) -> Result<Vec<u8>, Unreadable> {
    let is_early = parms.get("EarlyChange").and_then(|value| value.as_int()).unwrap_or(1) != 0;
    let configuration = match is_early {
        true => Configuration::with_tiff_size_switch(BitOrder::Msb, 8),
        false => Configuration::new(BitOrder::Msb, 8),
    };
    let mut decoder = configuration.build();
    let (mut out, mut rest) = (Vec::new(), data);
    let mut piece = vec![0; 16 * 1024];
    loop {
        let step = decoder.decode_bytes(rest, &mut piece);
        out.extend_from_slice(piece.get(..step.consumed_out).unwrap_or(&[]));
        rest = rest.get(step.consumed_in..).unwrap_or(&[]);
        if out.len() > bound {
            return Err(too_large(bound));
        }
        match step.status.map_err(|_| damaged())? {
            LzwStatus::Done => break,
            LzwStatus::NoProgress if out.is_empty() && !data.is_empty() => return Err(cut()),
            LzwStatus::NoProgress => break,
            LzwStatus::Ok => (),
        }
    }
    predictor::undo(out, parms, bound)
}
