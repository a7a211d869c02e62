//! Where the strips or tiles of a page stand, and whether their number fits the page.

use super::directory::Directory;
use super::layout::{Chunks, Layout};
use super::reader::Reader;
use super::refuse;
use super::tag::{self, compression};
use crate::formats::Limits;
use crate::page::Stop;
use crate::text;

/// Reads the tables of offsets and lengths.
pub(super) fn read(
    reader: &mut Reader<'_, '_>,
    directory: &Directory,
    layout: &Layout,
    limits: &Limits,
) -> Result<Chunks, Stop> {
    let mut chunks = grid(reader, directory, layout)?;
    let planes = if layout.planar { u64::from(layout.samples) } else { 1 };
    let expected = u64::from(chunks.across) * u64::from(chunks.down) * planes;
    check_memory(layout, &chunks, expected, limits)?;
    let tags = match chunks.tiled {
        true => (tag::TILE_OFFSETS, tag::TILE_BYTE_COUNTS),
        false => (tag::STRIP_OFFSETS, tag::STRIP_BYTE_COUNTS),
    };
    let offsets = directory.numbers(reader, tags.0, expected)?;
    let mut lengths = directory.numbers(reader, tags.1, expected)?;
    if lengths.is_empty() && layout.compression == compression::NONE {
        lengths = plain_lengths(layout, &chunks, planes);
    }
    if offsets.len() as u64 != expected || lengths.len() as u64 != expected {
        return Err(miscounted(expected, offsets.len(), lengths.len()));
    }
    chunks.places = offsets.into_iter().zip(lengths).collect();
    chunks.places.iter().try_for_each(|(at, len)| check_place(*at, *len, reader.size))?;
    let coded = chunks.places.iter().fold(0, |sum: u64, (_, len)| sum.saturating_add(*len));
    if coded > limits.memory { Err(too_much(coded, limits.memory)) } else { Ok(chunks) }
}

/// All strips are looked for before the first is decoded: a cut file is named so, not by what it decodes to.
fn check_place(at: u64, len: u64, size: u64) -> Result<(), Stop> {
    match at.checked_add(len) {
        Some(end) if end <= size => Ok(()),
        _ => Err(refuse::past_end(at, len, size)),
    }
}

fn grid(reader: &mut Reader<'_, '_>, directory: &Directory, layout: &Layout) -> Result<Chunks, Stop> {
    let tiled = directory.has(tag::TILE_OFFSETS) || directory.has(tag::TILE_WIDTH);
    let (width, height) = match tiled {
        true => tile_size(reader, directory)?,
        false => (layout.width, rows_per_strip(reader, directory, layout.height)?),
    };
    let (across, down) = (layout.width.div_ceil(width), layout.height.div_ceil(height));
    Ok(Chunks { tiled, width, height, across, down, places: Vec::new() })
}

/// Rows of tiles begin at whole bytes, since the width is a multiple of 16 (TIFF 6.0, section 15).
fn tile_size(reader: &mut Reader<'_, '_>, directory: &Directory) -> Result<(u32, u32), Stop> {
    let width = directory.number(reader, tag::TILE_WIDTH)?.unwrap_or(0);
    let height = directory.number(reader, tag::TILE_LENGTH)?.unwrap_or(0);
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(width @ 1..), Ok(height @ 1..)) if width % 16 == 0 => Ok((width, height)),
        _ => Err(refuse::corrupt(text!(
            "kích thước ô ảnh vô lý: {width} x {height}",
            "the tiles have an impossible size: {width} x {height}"
        ))
        .into()),
    }
}

fn rows_per_strip(reader: &mut Reader<'_, '_>, directory: &Directory, height: u32) -> Result<u32, Stop> {
    match directory.number(reader, tag::ROWS_PER_STRIP)? {
        Some(0) => Err(refuse::corrupt(text!("RowsPerStrip bằng 0", "RowsPerStrip is 0")).into()),
        Some(rows) => Ok(u32::try_from(rows).unwrap_or(u32::MAX).min(height)),
        None => Ok(height),
    }
}

/// Old writers leave the lengths of plain strips out.
fn plain_lengths(layout: &Layout, chunks: &Chunks, planes: u64) -> Vec<u64> {
    let row_bytes = layout.chunk_row_bytes(chunks.width);
    let rows_of = |down: u32| match chunks.tiled {
        true => chunks.height,
        false => chunks.height.min(layout.height - down * chunks.height),
    };
    let plane = (0..chunks.down).flat_map(|down| (0..chunks.across).map(move |_| u64::from(rows_of(down)) * row_bytes));
    let plane: Vec<u64> = plane.collect();
    (0..planes).flat_map(|_| plane.iter().copied()).collect()
}

fn check_memory(layout: &Layout, chunks: &Chunks, n_chunks: u64, limits: &Limits) -> Result<(), Stop> {
    let chunk = layout.chunk_row_bytes(chunks.width).saturating_mul(u64::from(chunks.height));
    let needed = chunk.max(n_chunks.saturating_mul(32));
    // Tiles reach past the page, but together they should not be far larger than a page may be.
    let pixels = n_chunks.saturating_mul(u64::from(chunks.width)).saturating_mul(u64::from(chunks.height));
    let planes = if layout.planar { u64::from(layout.samples) } else { 1 };
    if needed <= limits.memory && (!chunks.tiled || pixels / planes / 4 <= limits.pixels) {
        return Ok(());
    }
    let limit = limits.memory;
    Err(refuse::too_large(text!(
        "một ô ảnh cần {needed} byte bộ nhớ, giới hạn là {limit}",
        "a tile needs {needed} bytes of memory, the limit is {limit}"
    )))
}

/// Strips may overlap in a file, so their sum is held against the limit, not each.
fn too_much(coded: u64, limit: u64) -> Stop {
    refuse::too_large(text!(
        "các dải ảnh của trang có {coded} byte, giới hạn bộ nhớ là {limit}",
        "the strips of the page have {coded} bytes, the memory limit is {limit}"
    ))
}

fn miscounted(expected: u64, n_offsets: usize, n_lengths: usize) -> Stop {
    refuse::corrupt(text!(
        "trang cần {expected} dải hoặc ô, tệp ghi {n_offsets} vị trí và {n_lengths} độ dài",
        "the page needs {expected} strips or tiles, the file lists {n_offsets} offsets and {n_lengths} lengths"
    ))
    .into()
}
