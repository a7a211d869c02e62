//! Pages of grey, colour or palette samples that cannot pass as they are: decoded and coded anew.

use std::borrow::Cow;

use super::colour::{Alpha, Meaning};
use super::layout::Layout;
use super::reader::Reader;
use super::{raster, refuse};
use crate::finding::codes;
use crate::formats::content::ContentHasher;
use crate::formats::packed;
use crate::formats::palette::Palette;
use crate::formats::rows::Shape;
use crate::formats::samples::{Samples, recode};
use crate::formats::shrink::Shrink;
use crate::page::{Colour, Content, Embedding, Note, PageImage, Preview, Stop};
use crate::text;

/// Reads a page of any coding but JPEG.
pub(super) fn page<'a>(reader: &mut Reader<'_, 'a>, layout: &Layout, meaning: Meaning) -> Result<PageImage<'a>, Stop> {
    let (rows, notes) = raster::assemble(reader, layout)?;
    let samples = Samples {
        width: layout.width,
        height: layout.height,
        bits: layout.bits,
        channels: layout.samples,
        alpha: meaning.alpha != Alpha::None,
        rows,
    };
    image(samples, layout, meaning, notes)
}

/// Makes a page of samples that were decoded.
pub(super) fn image<'a>(
    mut samples: Samples,
    layout: &Layout,
    meaning: Meaning,
    mut notes: Vec<Note>,
) -> Result<PageImage<'a>, Stop> {
    if meaning.inverted {
        invert(&mut samples);
    }
    if let Some(colours) = &meaning.deep_palette {
        samples = look_up(&samples, colours);
    }
    let recoded = recode(&samples)?;
    if recoded.mask.is_some() {
        notes.extend(alpha_note(meaning.alpha)?);
    }
    let (content, preview) = match &meaning.colour {
        Colour::Indexed { palette, .. } => indexed(&samples, palette)?,
        _ => (recoded.content, samples.preview()),
    };
    Ok(PageImage {
        width: samples.width,
        height: samples.height,
        bits: samples.bits,
        colour: meaning.colour,
        coding: recoded.coding,
        inverted: false,
        mask: recoded.mask,
        data: Cow::Owned(recoded.data),
        resolution: layout.resolution,
        orientation: layout.orientation,
        embedding: Embedding::Lossless,
        content,
        preview,
        notes,
    })
}

/// Says what must be known of a channel that hides part of the page.
fn alpha_note(alpha: Alpha) -> Result<Option<Note>, Stop> {
    match alpha {
        Alpha::None | Alpha::Plain => Ok(None),
        Alpha::Associated => Ok(Some(Note {
            code: &codes::ALPHA_ASSOCIATED,
            what: text!(
                "màu của trang đã nhân sẵn với độ trong suốt",
                "the colours of the page are multiplied by its alpha already"
            ),
        })),
        Alpha::Unknown => Err(refuse::unsupported(text!(
            "kênh phụ không nói rõ ý nghĩa",
            "a channel beyond the colour that does not say what it means"
        ))),
    }
}

/// Makes 0 black; alpha stays.
fn invert(samples: &mut Samples) {
    if !samples.alpha {
        samples.rows.iter_mut().for_each(|byte| *byte = !*byte);
        return;
    }
    // Alpha exists with whole bytes only: grey first, then alpha.
    let len = usize::from(samples.bits / 8).max(1);
    let pixels = samples.rows.chunks_exact_mut(2 * len);
    pixels.for_each(|pixel| pixel[..len].iter_mut().for_each(|byte| *byte = !*byte));
}

/// Replaces palette indices by their 16-bit colours.
fn look_up(samples: &Samples, colours: &[[u16; 3]]) -> Samples {
    let mut rows = Vec::with_capacity(samples.rows.len().saturating_mul(6));
    for row in samples.rows.chunks_exact(samples.row_bytes().max(1)) {
        for pixel in 0..samples.width as usize {
            let colour = colours.get(usize::from(packed::get(row, pixel, samples.bits))).copied().unwrap_or_default();
            rows.extend(colour.iter().flat_map(|value| value.to_be_bytes()));
        }
    }
    Samples { bits: 16, channels: 3, rows, ..*samples }
}

fn indexed(samples: &Samples, palette: &[u8]) -> Result<(Content, Preview), Stop> {
    let palette = Palette::new(palette);
    let mut shrink = Shrink::new(Shape { width: samples.width, height: samples.height, bits: 8, channels: 3 });
    let mut hasher = ContentHasher::new(samples.width, samples.height, 8, 3);
    let mut colours = Vec::new();
    for row in samples.rows.chunks_exact(samples.row_bytes().max(1)) {
        palette.expand(row, samples.width, samples.bits, &mut colours)?;
        hasher.row(&colours);
        shrink.row(&colours, &[]);
    }
    Ok((hasher.finish(), shrink.finish()))
}
