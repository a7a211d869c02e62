//! PNG (ISO/IEC 15948, PNG 3rd edition): image data pass into the PDF as they are wherever PDF can read them.
//!
//! Interlaced images and such with alpha are coded anew without loss. Of an animation only the
//! default image is taken. Orientation in eXIf is ignored, as viewers do.

mod adam7;
mod chunks;
mod colour;
mod header;
mod page;
#[cfg(test)]
mod tests;

use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{Format, Limits, Sink};
use crate::page::{Refusal, Stop};
use crate::text;

/// The eight bytes that open every PNG.
const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// PNG files, one page each.
pub const FORMAT: Format = Format { name: "png", endings: &["png", "apng"], isolated: false, recognises, read, glance };

fn recognises(head: &[u8]) -> bool {
    head.starts_with(SIGNATURE)
}

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    let png = chunks::walk(&bytes, |header| within(header, limits))?;
    sink(1, page::page_image(&png, limits)?)
}

fn glance(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    let png = chunks::walk(&bytes, |header| within(header, limits))?;
    sink(1, page::glance(&png, limits)?)
}

/// Rows of eight bytes a pixel that are in memory at once, at the most.
const ROWS_HELD: u64 = 8;

/// Holds the size that the header announces against the limits, before anything is inflated.
fn within(header: &header::Header, limits: &Limits) -> Result<(), Refusal> {
    let (width, height) = (header.width, header.height);
    if header.pixels() <= limits.pixels && u64::from(width) * 8 * ROWS_HELD <= limits.memory {
        return Ok(());
    }
    let what = text!(
        "ảnh {width} x {height} điểm vượt giới hạn {pixels} điểm hoặc {memory} byte",
        "the image of {width} x {height} pixels passes the limit of {pixels} pixels or {memory} bytes",
        pixels = limits.pixels,
        memory = limits.memory
    );
    Err(Refusal::new(&codes::TOO_LARGE, what).at(header::WIDTH_AT))
}
