//! WebP (RFC 9649), lossless or lossy: the samples that it decodes to, stored without further loss.
//!
//! EXIF orientation is told and not applied: programs that show WebP do not agree on it.

use std::io::Cursor;

use image::ImageDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;

use super::{Beside, animated, broken, decode, page, simplified, trailing, truncated};
use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{Format, Limits, Sink, icc};
use crate::page::{Note, Space, Stop};
use crate::text;

/// The row for the table of formats.
pub const FORMAT: Format = Format { name: "webp", endings: &["webp"], isolated: true, recognises, read, glance: read };

fn recognises(opening: &[u8]) -> bool {
    opening.starts_with(b"RIFF") && opening.get(8..12) == Some(b"WEBP")
}

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    let end = end(&bytes).ok_or_else(truncated)?;
    let whole = bytes.get(..end).unwrap_or_default();
    let mut decoder = WebPDecoder::new(Cursor::new(whole)).map_err(broken)?;
    let mut notes = Vec::from_iter(trailing(bytes.len() - end));
    if decoder.has_animation() {
        notes.push(animated(frames(whole)));
    }
    // What cannot be read is no orientation, as with other formats.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    notes.extend((turn != Orientation::NoTransforms).then(|| turned(turn)));
    let mut space = None;
    if let Some(profile) = decoder.icc_profile().map_err(broken)? {
        let (found, note) = icc::space(profile, 3);
        space = (found != Space::Device).then_some(found);
        notes.extend(note);
    }
    let samples = simplified(decode(decoder, limits)?, space.as_ref());
    sink(1, page(samples, Beside { space, notes, resolution: None })?)
}

/// Reports a picture that some programs show turned or mirrored.
fn turned(turn: Orientation) -> Note {
    let tag = turn.to_exif();
    let what = text!(
        "EXIF ghi ảnh bị xoay hoặc lật (orientation {tag}); ảnh được lưu như các điểm ảnh nằm trong tệp",
        "EXIF says that the image is turned or mirrored (orientation {tag}); it is stored as its pixels lie"
    );
    Note { code: &codes::ORIENTATION, what }
}

/// Returns where the RIFF ends by its own length; `None` where the file is shorter.
fn end(bytes: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    // A length that is odd is followed by a byte of padding, which not every writer counts or writes.
    length.checked_add(8).filter(|end| *end <= bytes.len())
}

/// Counts the frames of an animation.
fn frames(bytes: &[u8]) -> u32 {
    let (mut at, mut frames) = (12usize, 0);
    while let Some(head) = bytes.get(at..at.saturating_add(8)) {
        frames += u32::from(head.starts_with(b"ANMF"));
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        at = at.saturating_add(8).saturating_add(length.saturating_add(length % 2));
    }
    frames
}
