//! Puts strips or tiles, together or plane by plane, into the rows of the page.

use std::borrow::Cow;

use super::layout::Layout;
use super::reader::Reader;
use super::tag::compression;
use super::{unpack, zeros};
use crate::page::{Note, Refusal, Stop};

/// Returns the packed rows of the page, as in the file but big-endian, and what is to be reported.
pub(super) fn assemble(reader: &mut Reader<'_, '_>, layout: &Layout) -> Result<(Vec<u8>, Vec<Note>), Stop> {
    let mut page = Page::new(layout);
    let mut notes = Vec::new();
    for (idx, &place) in layout.chunks.places.iter().enumerate() {
        let data = chunk_data(reader, layout, place)?;
        if layout.compression == compression::NONE {
            notes.extend(zeros::check_plain(&data, place.0).filter(|_| notes.is_empty()));
        }
        let target = Target::of(layout, idx);
        let samples = unpack::unpack(layout, &data, target.rows).map_err(|stop| in_file(stop, place.0))?;
        page.put(target, &samples);
    }
    Ok((page.rows, notes))
}

/// Reads the bytes of one strip or tile, with their bits in the usual order.
pub(super) fn chunk_data<'a>(
    reader: &mut Reader<'_, 'a>,
    layout: &Layout,
    (at, len): (u64, u64),
) -> Result<Cow<'a, [u8]>, Stop> {
    let data = reader.bytes(at, len)?;
    if layout.compression != compression::NONE {
        zeros::check_coded(&data, at)?;
    }
    // In JPEG data FillOrder has no meaning.
    if !layout.reversed || layout.compression == compression::JPEG {
        return Ok(data);
    }
    Ok(Cow::Owned(data.iter().map(|byte| byte.reverse_bits()).collect()))
}

/// Makes an offset in a chunk one in the file.
pub(super) fn in_file(stop: Stop, start: u64) -> Stop {
    match stop {
        Stop::Refused(refusal) => {
            let offset = Some(refusal.offset.unwrap_or(0).saturating_add(start));
            Stop::Refused(Box::new(Refusal { offset, ..*refusal }))
        }
        other => other,
    }
}

/// Where a chunk belongs.
struct Target {
    plane: usize,
    row: usize,
    column: usize,
    rows: u32,
}

impl Target {
    fn of(layout: &Layout, idx: usize) -> Target {
        let chunks = &layout.chunks;
        let (across, down) = (chunks.across as usize, chunks.down as usize);
        let (plane, within) = (idx / (across * down), idx % (across * down));
        let (down, across) = (within / across, within % across);
        let rows = if chunks.tiled { chunks.height } else { layout.rows_of(down as u32) };
        Target { plane, row: down * chunks.height as usize, column: across * chunks.width as usize, rows }
    }
}

struct Page<'l> {
    layout: &'l Layout,
    row_bytes: usize,
    rows: Vec<u8>,
}

impl Page<'_> {
    fn new(layout: &Layout) -> Page<'_> {
        let row_bits = u64::from(layout.width) * u64::from(layout.samples) * u64::from(layout.bits);
        let row_bytes = row_bits.div_ceil(8) as usize;
        Page { layout, row_bytes, rows: vec![0; row_bytes * layout.height as usize] }
    }

    /// Copies what lies on the page; tiles reach past its edges.
    fn put(&mut self, target: Target, samples: &[u8]) {
        let chunk_row = self.layout.chunk_row_bytes(self.layout.chunks.width) as usize;
        let rows = self.rows.chunks_exact_mut(self.row_bytes).skip(target.row);
        for (row, samples) in rows.zip(samples.chunks_exact(chunk_row)) {
            if self.layout.planar {
                put_plane(row, samples, &target, self.layout);
                continue;
            }
            // Columns of tiles are multiples of 16, so this is a whole number of bytes.
            let pixel_bits = usize::from(self.layout.samples) * usize::from(self.layout.bits);
            let room = row.get_mut(target.column * pixel_bits / 8..).unwrap_or_default();
            let len = room.len().min(samples.len());
            room[..len].copy_from_slice(&samples[..len]);
        }
    }
}

/// Samples of one plane have whole bytes: below 8 bits there is only one plane.
fn put_plane(row: &mut [u8], samples: &[u8], target: &Target, layout: &Layout) {
    let len = usize::from(layout.bits / 8).max(1);
    let pixels = row.chunks_exact_mut(len * usize::from(layout.samples)).skip(target.column);
    for (pixel, sample) in pixels.zip(samples.chunks_exact(len)) {
        pixel[target.plane * len..][..len].copy_from_slice(sample);
    }
}
