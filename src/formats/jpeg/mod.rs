//! JPEG: baseline, extended and progressive Huffman JPEGs of 8 bits pass into a PDF as they are.
//!
//! Every coefficient is checked by walking the Huffman codes, without computing a pixel; the DC values
//! give the preview on the way. Arithmetic-coded, lossless, hierarchical and 12-bit JPEGs are refused,
//! since DCTDecode does not have them.

mod bits;
pub mod colour;
mod content;
mod damage;
pub mod decode;
mod frame;
mod huffman;
mod icc;
mod idct;
mod markers;
mod metadata;
mod planes;
mod preview;
mod progressive;
mod scan;
mod sequential;
mod several;
mod walk;
mod zeros;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::source::Source;
use super::{Format, Limits, Sink};
use crate::digest::Digest;
use crate::finding::codes;
use crate::page::{
    Coding, Colour, Content, Embedding, Note, Orientation, PageImage, Preview, Refusal, Resolution, Space, Stop,
};
use crate::text;
use colour::Model;

/// The row for the table of formats.
pub const FORMAT: Format =
    Format { name: "jpeg", endings: &["jpg", "jpeg", "jpe", "jfif"], isolated: false, recognises, read, glance };

fn recognises(opening: &[u8]) -> bool {
    // A file of nothing but the first marker is a JPEG that was cut off, not a riddle.
    opening.starts_with(&[0xFF, 0xD8, 0xFF]) || opening == [0xFF, 0xD8]
}

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    sink(1, page(&bytes, limits)?)
}

fn glance(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    let (frame, metadata) = walk::headers(&bytes, limits)?;
    let (model, transform) = colour::model(&frame, &metadata);
    let content = Content {
        sha256: Digest([0; 32]),
        width: frame.width as u32,
        height: frame.height as u32,
        bits: 8,
        channels: frame.components.len() as u8,
    };
    let placement = metadata.placement();
    sink(1, image(&bytes, (model, transform, Space::Device), placement, (content, Preview::default())))
}

/// Checks a JPEG to its last bit and returns it as a page; bytes behind EOI are cut off with a note.
///
/// Offsets in a refusal count from the start of `bytes`, and so do the sector borders that betray
/// zeroed disk blocks.
pub fn page<'a>(bytes: &'a [u8], limits: &Limits) -> Result<PageImage<'a>, Refusal> {
    let walked = walk::walk(bytes, limits)?;
    let (model, transform) = colour::model(&walked.frame, &walked.metadata);
    let (space, dropped) = icc::space(&walked.metadata.icc, walked.frame.components.len());
    let mut notes: Vec<Note> = trailing(&bytes[walked.end..]).into_iter().chain(dropped).collect();
    if matches!(model, Model::Cmyk { .. }) && space == Space::Device {
        let what = text!("ảnh CMYK không kèm hồ sơ màu", "a CMYK image without a usable colour profile");
        notes.push(Note { code: &codes::CMYK_ASSUMED, what });
    }
    let seen = (walked.content, preview::preview(&walked.frame, &walked.planes, model));
    let placement = walked.metadata.placement();
    Ok(PageImage { notes, ..image(&bytes[..walked.end], (model, transform, space), placement, seen) })
}

fn image<'a>(
    data: &'a [u8],
    (model, transform, space): (Model, Option<u8>, Space),
    (resolution, orientation): (Option<Resolution>, Orientation),
    (content, preview): (Content, Preview),
) -> PageImage<'a> {
    PageImage {
        width: content.width,
        height: content.height,
        bits: 8,
        colour: match model {
            Model::Gray => Colour::Gray(space),
            Model::YCbCr | Model::Rgb => Colour::Rgb(space),
            Model::Cmyk { .. } => Colour::Cmyk(space),
        },
        coding: Coding::Dct { transform },
        inverted: matches!(model, Model::Cmyk { inverted: true, .. }),
        mask: None,
        data: Cow::Borrowed(data),
        resolution,
        orientation,
        embedding: Embedding::PassThrough,
        preview,
        content,
        notes: Vec::new(),
    }
}

/// Returns what the Adobe marker says of the colours, 0 none, 1 YCbCr, 2 YCCK; `None` where there is no such marker. It
/// changes what the same coded data show, and yet is no part of the content.
pub fn adobe_transform(bytes: &[u8]) -> Option<u8> {
    let mut markers = markers::Markers::new(bytes).ok()?;
    let mut metadata = metadata::Metadata::default();
    while let Ok(segment) = markers.next() {
        if matches!(segment.marker, markers::SOS | markers::EOI) {
            break;
        }
        metadata.take(&segment);
    }
    metadata.adobe
}

fn trailing(rest: &[u8]) -> Option<Note> {
    let length = rest.len();
    let has_image = rest.windows(3).any(|window| window == [0xFF, 0xD8, 0xFF]);
    let what = match (length, has_image) {
        (0, _) => return None,
        (_, true) => text!(
            "{length} byte sau ảnh, trong đó có một ảnh JPEG khác",
            "{length} bytes behind the image, another JPEG among them"
        ),
        _ => text!("{length} byte sau ảnh", "{length} bytes behind the image"),
    };
    Some(Note { code: &codes::TRAILING, what })
}
