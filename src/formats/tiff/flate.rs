//! Deflate pages of one strip pass as they are, where PDF reads the same samples from them.

use super::colour::{Alpha, Meaning};
use super::layout::Layout;
use super::raster::{chunk_data, in_file};
use super::reader::Reader;
use super::tag::compression;
use crate::formats::rows::Shape;
use crate::formats::stream::Stream;
use crate::page::{Coding, Colour, Embedding, PageImage, Stop};

/// Says whether the one strip of this page may stand in a PDF unchanged.
pub(super) fn may_pass(layout: &Layout, meaning: &Meaning) -> bool {
    let chunks = &layout.chunks;
    let is_deflate = matches!(layout.compression, compression::DEFLATE | compression::OLD_DEFLATE);
    let is_one = chunks.places.len() == 1 && chunks.width == layout.width && chunks.height == layout.height;
    let is_ordered = !layout.reversed && (layout.bits <= 8 || layout.big_endian);
    let is_plain = meaning.alpha == Alpha::None && meaning.deep_palette.is_none();
    is_deflate && is_one && is_ordered && is_plain && (!layout.differences || layout.bits >= 8)
}

/// Reads such a page: the strip is inflated to its last bit, but not kept.
pub(super) fn page<'a>(reader: &mut Reader<'_, 'a>, layout: &Layout, meaning: Meaning) -> Result<PageImage<'a>, Stop> {
    let place = layout.chunks.places.first().copied().unwrap_or_default();
    let data = chunk_data(reader, layout, place)?;
    let coding = if layout.differences { Coding::FlateTiff } else { Coding::Flate };
    let palette = match &meaning.colour {
        Colour::Indexed { palette, .. } => Some(palette.as_slice()),
        _ => None,
    };
    let shape = Shape { width: layout.width, height: layout.height, bits: layout.bits, channels: layout.samples };
    let stream = Stream { data: &data, coding: &coding, shape, palette, mask: None, inverted: meaning.inverted };
    let (content, preview) = stream.survey().map_err(|refusal| in_file(refusal.into(), place.0))?;
    Ok(PageImage {
        width: layout.width,
        height: layout.height,
        bits: layout.bits,
        colour: meaning.colour,
        coding,
        inverted: meaning.inverted,
        mask: None,
        data,
        resolution: layout.resolution,
        orientation: layout.orientation,
        embedding: Embedding::PassThrough,
        content,
        preview,
        notes: Vec::new(),
    })
}
