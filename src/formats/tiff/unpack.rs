//! Turns one coded strip or tile into its samples: exactly as many bytes as its rows have.

use weezl::{BitOrder, LzwStatus, decode::Decoder};

use super::layout::Layout;
use super::tag::compression;
use super::{fax, jpeg, refuse};
use crate::finding::codes;
use crate::formats::filter;
use crate::formats::flate::Inflate;
use crate::page::{Refusal, Stop};
use crate::text;

/// Decodes a chunk of `rows` rows. Bits are in order, but samples are as in the file: differences
/// undone, 16-bit samples big-endian.
///
/// Offsets in a refusal count from the start of the chunk.
pub(super) fn unpack(layout: &Layout, data: &[u8], rows: u32) -> Result<Vec<u8>, Stop> {
    let row_bytes = layout.chunk_row_bytes(layout.chunks.width) as usize;
    let sizes = Sizes { needed: row_bytes * rows as usize, full: row_bytes * layout.chunks.height as usize };
    let mut samples = match layout.compression {
        compression::NONE => data.get(..sizes.needed).map(<[u8]>::to_vec).ok_or_else(|| too_short(data.len()))?,
        compression::PACK_BITS => pack_bits(data, sizes)?,
        compression::LZW => lzw(data, sizes)?,
        compression::DEFLATE | compression::OLD_DEFLATE => inflate(data, sizes)?,
        compression::JPEG => return jpeg::unpack(layout, data, rows),
        _ => return fax::unpack(layout, data, rows),
    };
    if layout.bits == 16 && !layout.big_endian {
        samples.as_chunks_mut::<2>().0.iter_mut().for_each(|sample| sample.reverse());
    }
    if layout.differences {
        let (width, channels) = (layout.chunks.width, layout.together());
        samples
            .chunks_exact_mut(row_bytes.max(1))
            .for_each(|row| filter::undo_differences(row, width, layout.bits, channels));
    }
    Ok(samples)
}

/// Bytes of a chunk.
#[derive(Clone, Copy)]
struct Sizes {
    /// What its rows on the page need.
    needed: usize,
    /// What a full chunk has; some writers fill the last strip up.
    full: usize,
}

impl Sizes {
    fn cut(self, mut samples: Vec<u8>, read: usize) -> Result<Vec<u8>, Refusal> {
        if samples.len() < self.needed {
            return Err(too_short(read));
        }
        samples.truncate(self.needed);
        Ok(samples)
    }
}

/// Apple's PackBits (TIFF 6.0, section 9).
fn pack_bits(data: &[u8], sizes: Sizes) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::with_capacity(sizes.needed);
    let mut at = 0;
    while out.len() < sizes.needed
        && let Some(&head) = data.get(at)
    {
        let (len, taken) = match head {
            0..=127 => (usize::from(head) + 1, usize::from(head) + 2),
            128 => (0, 1),
            129..=255 => (257 - usize::from(head), 2),
        };
        match (head, data.get(at + 1..at + taken)) {
            (_, None) => return Err(too_short(data.len())),
            (0..=127, Some(literal)) => out.extend_from_slice(literal),
            (_, Some(byte)) => out.resize(out.len() + len, byte.first().copied().unwrap_or(0)),
        }
        at += taken;
    }
    if out.len() > sizes.full { Err(too_long(at)) } else { sizes.cut(out, at) }
}

/// LZW (TIFF 6.0, section 13); files before 1990 have the bits of the codes the other way round.
fn lzw(data: &[u8], sizes: Sizes) -> Result<Vec<u8>, Refusal> {
    let is_old = matches!(data, [0, second, ..] if second & 1 == 1);
    let mut decoder = match is_old {
        true => Decoder::new(BitOrder::Lsb, 8),
        false => Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
    };
    let mut out = vec![0; sizes.needed];
    let (mut read, mut written) = (0, 0);
    while written < out.len() {
        let step = decoder.decode_bytes(&data[read..], &mut out[written..]);
        read += step.consumed_in;
        written += step.consumed_out;
        match step.status {
            Ok(LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => (),
            Ok(_) => break,
            Err(_) => return Err(damaged("LZW", read)),
        }
    }
    out.truncate(written);
    sizes.cut(out, read)
}

fn inflate(data: &[u8], sizes: Sizes) -> Result<Vec<u8>, Refusal> {
    let exactly = |len: usize| {
        let mut inflate = Inflate::new(data);
        let mut out = vec![0; len];
        inflate.fill(&mut out)?;
        inflate.finish()?;
        Ok(out)
    };
    let samples = exactly(sizes.needed);
    match samples {
        Err(_) if sizes.full > sizes.needed => exactly(sizes.full).and_then(|full| sizes.cut(full, data.len())),
        samples => samples,
    }
}

fn too_short(read: usize) -> Refusal {
    let what = text!("dải ảnh hết dữ liệu trước hàng cuối", "the strip runs out of data before its last row");
    Refusal::new(&codes::TRUNCATED, what).at(read as u64)
}

fn too_long(at: usize) -> Refusal {
    refuse::corrupt(text!("dải ảnh có thừa dữ liệu", "the strip holds more than its rows")).at(at as u64)
}

fn damaged(coding: &str, at: usize) -> Refusal {
    refuse::corrupt(text!("dữ liệu {coding} bị hỏng", "the {coding} data are damaged")).at(at as u64)
}
