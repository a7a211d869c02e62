//! Black and white pages that cannot pass as they are: decoded, joined, and coded anew as one G4 stream.

use std::borrow::Cow;

use super::layout::Layout;
use super::reader::Reader;
use super::tag::photometric;
use super::{fax, raster};
use crate::formats::ccitt::bitmap::Bitmap;
use crate::formats::ccitt::encode::encode;
use crate::page::{Coding, Colour, Embedding, PageImage, Stop};

/// Reads a page of one bit per pixel, of any coding.
pub(super) fn page<'a>(reader: &mut Reader<'_, 'a>, layout: &Layout, colour: Colour) -> Result<PageImage<'a>, Stop> {
    let (rows, notes) = raster::assemble(reader, layout)?;
    let mut bitmap = Bitmap::of_rows(layout.width, layout.height, rows);
    if is_inverted(layout) {
        bitmap.invert();
    }
    let data = encode(&bitmap)?;
    let (content, preview) = bitmap.survey();
    Ok(PageImage {
        width: layout.width,
        height: layout.height,
        bits: 1,
        colour,
        coding: Coding::Ccitt { k: -1, black_is_1: false, end_of_line: false, byte_align: false, end_of_block: false },
        inverted: false,
        mask: None,
        data: Cow::Owned(data),
        resolution: layout.resolution,
        orientation: layout.orientation,
        embedding: Embedding::Lossless,
        content,
        preview,
        notes,
    })
}

/// Says whether ones show black. Fax runs come as ones where they are white, the opposite of TIFF samples.
fn is_inverted(layout: &Layout) -> bool {
    (layout.photometric == photometric::WHITE_IS_ZERO) != fax::is_fax(layout)
}
