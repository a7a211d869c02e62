//! TIFF 6.0 and BigTIFF: every page of the main chain, one after the other.
//!
//! Fax and Deflate pages of one strip pass as they are, JPEG strips are joined without decoding; all
//! else is decoded, coded anew without loss and compared. One page is in memory at a time.

mod bitonal;
mod chain;
mod colour;
mod directory;
mod fax;
mod flate;
mod jpeg;
mod jpeg_parts;
mod layout;
mod places;
mod raster;
mod reader;
mod refuse;
mod samples;
mod tag;
#[cfg(test)]
mod tests;
mod unpack;
mod zeros;

use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{Format, Limits, Sink};
use crate::page::{Note, PageImage, Stop};
use crate::text;

use colour::Meaning;
use directory::Directory;
use layout::Layout;
use reader::Reader;
use tag::compression;

pub use chain::has_many_pages;

/// TIFF files, a page for each directory of the main chain.
pub const FORMAT: Format = Format {
    name: "tiff",
    endings: &["tif", "tiff", "btf", "tf8"],
    isolated: false,
    recognises: reader::recognises,
    read,
    glance: read,
};

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut reader = Reader::open(source)?;
    let chain = chain::walk(&mut reader, limits)?;
    let reader_size = reader.size;
    // Where the last thing that a directory names ends; `None` when that cannot be told.
    let mut end = (chain.n_reduced == 0).then_some(0);
    for (number, at) in (1..).zip(&chain.pages) {
        let (mut image, page_end) = page(&mut reader, *at, limits).map_err(|stop| on_page(stop, number, *at))?;
        if number == 1 && chain.n_reduced > 0 {
            image.notes.push(reduced(chain.n_reduced));
        }
        end = end.zip(page_end).map(|(end, page_end): (u64, u64)| end.max(page_end));
        if number as usize == chain.pages.len() {
            image.notes.extend(end.and_then(|end| trailing(reader_size, end)));
        }
        sink(number, image)?;
    }
    Ok(())
}

/// Reads the page whose directory stands at `at`; returns it, and where the last thing that it names ends in the file.
fn page<'a>(reader: &mut Reader<'_, 'a>, at: u64, limits: &Limits) -> Result<(PageImage<'a>, Option<u64>), Stop> {
    let directory = Directory::read(reader, at)?;
    let layout = Layout::read(reader, &directory, limits)?;
    check_compression(layout.compression)?;
    let (meaning, notes) = Meaning::read(reader, &directory, &layout, limits)?;
    let is_bitonal = layout.bits == 1 && layout.samples == 1 && layout.photometric <= tag::photometric::BLACK_IS_ZERO;
    let mut image = match meaning {
        meaning if layout.compression == compression::JPEG => jpeg::page(reader, &layout, meaning, limits)?,
        meaning if layout.compression == compression::OLD_JPEG => jpeg::old_page(reader, &layout, meaning, limits)?,
        meaning if fax::is_fax(&layout) => fax::page(reader, &layout, meaning.colour)?,
        meaning if is_bitonal => bitonal::page(reader, &layout, meaning.colour)?,
        meaning if flate::may_pass(&layout, &meaning) => flate::page(reader, &layout, meaning)?,
        meaning => samples::page(reader, &layout, meaning)?,
    };
    image.notes.extend(notes);
    let places = layout.chunks.places.iter().map(|(at, len)| at.saturating_add(*len));
    let end = places.max().unwrap_or(0).max(directory.end);
    Ok((image, (!directory.points_elsewhere()).then_some(end)))
}

/// Bytes that nothing in the file names; one byte may fill up to a whole word.
fn trailing(size: u64, end: u64) -> Option<Note> {
    let n_bytes = size.checked_sub(end.next_multiple_of(2)).filter(|n_bytes| *n_bytes > 0)?;
    let what = text!("{n_bytes} byte đứng sau ảnh cuối", "{n_bytes} bytes follow the last image");
    Some(Note { code: &codes::TRAILING, what })
}

fn check_compression(coding: u64) -> Result<(), Stop> {
    use compression::{DEFLATE, G3, G4, JPEG, LZW, NONE, OLD_DEFLATE, OLD_JPEG, PACK_BITS, RLE, RLE_WORDS};
    match coding {
        NONE | RLE | G3 | G4 | LZW | DEFLATE | OLD_DEFLATE | RLE_WORDS | PACK_BITS | JPEG | OLD_JPEG => Ok(()),
        _ => Err(refuse::compression(coding)),
    }
}

/// Adds the page, and its directory as the place where none was named.
fn on_page(stop: Stop, number: u32, directory: u64) -> Stop {
    match stop {
        Stop::Refused(mut refusal) => {
            refusal.offset.get_or_insert(directory);
            Stop::Refused(Box::new(refusal.on_page(number)))
        }
        other => other,
    }
}

fn reduced(n_reduced: u32) -> Note {
    let what = text!(
        "{n_reduced} ảnh thu nhỏ trong tệp không phải là trang",
        "{n_reduced} reduced copies in the file are no pages"
    );
    Note { code: &codes::REDUCED_SKIPPED, what }
}
