//! The rows of an image stream of any coding, as light.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::{ColorType, ImageDecoder};

use crate::finding::codes;
use crate::formats::ccitt::bitmap::Packer;
use crate::formats::light::Light;
use crate::formats::rows::Shape;
use crate::formats::stream::Stream;
use crate::formats::{Limits, jbig2, jp2, packed, readback};
use crate::page::{Coding, Refusal};
use crate::text;

/// Takes the light of one row.
pub(super) type EachRow<'e> = dyn FnMut(&Light) + 'e;

/// Decodes every row, in order.
pub(super) fn rows(stream: &Stream<'_>, limits: &Limits, each: &mut EachRow<'_>) -> Result<(), Refusal> {
    let seen = stream.seen_shape();
    match *stream.coding {
        Coding::Dct { transform } => jpeg(stream, transform, limits, each),
        Coding::Ccitt { k, black_is_1, byte_align, .. } => {
            let mut light = Light::new(seen);
            let (mut packer, mut row) = (Packer::new(seen.width), vec![0; seen.row_bytes()]);
            let inverted = black_is_1 != stream.inverted;
            readback::fax(stream, k, byte_align, &mut |coded| {
                if !coded.repeats || coded.changes.is_empty() {
                    packer.pack(coded.changes, &mut row);
                    invert(&mut row, inverted);
                    light.take(&row, &[]);
                }
                each(&light);
            })
        }
        Coding::Flate | Coding::FlatePng | Coding::FlateTiff => {
            let mut light = Light::new(seen);
            let take = &mut |colour: &[u8], alpha: &[u8]| {
                light.take(colour, alpha);
                each(&light);
            };
            stream.rows(take).map(|_| ())
        }
        Coding::Jpx => {
            let Shape { width, height, channels, .. } = seen;
            let bytes = jp2::bytes(stream.data, width, height, channels)?;
            whole(Shape { bits: 8, ..seen }, &bytes, each);
            Ok(())
        }
        Coding::Jbig2 { ref globals } => {
            let size = jbig2::Size { width: seen.width, height: seen.height, inverted: stream.inverted };
            let mut light = Light::new(seen);
            jbig2::decode(stream.data, globals.as_deref(), size, &mut |band| {
                for row in band.chunks_exact(seen.row_bytes().max(1)) {
                    light.take(row, &[]);
                    each(&light);
                }
            })
        }
    }
}

fn invert(row: &mut [u8], inverted: bool) {
    if inverted {
        row.iter_mut().for_each(|byte| *byte = !*byte);
    }
}

/// Hands over rows that are in memory.
pub(super) fn whole(shape: Shape, bytes: &[u8], each: &mut EachRow<'_>) {
    let mut light = Light::new(shape);
    for row in bytes.chunks_exact(packed::row_bytes(shape.width, shape.bits, shape.channels).max(1)) {
        light.take(row, &[]);
        each(&light);
    }
}

/// Decodes a JPEG. Its own headers say what its components mean; where only the PDF says it, they are told.
fn jpeg(stream: &Stream<'_>, transform: Option<u8>, limits: &Limits, each: &mut EachRow<'_>) -> Result<(), Refusal> {
    let told = transform.and_then(|transform| with_adobe(stream.data, transform));
    let bytes = told.as_deref().unwrap_or(stream.data);
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let channels = match decoder.color_type() {
        ColorType::L8 => 1,
        ColorType::Rgb8 => 3,
        _ => return Err(broken()),
    };
    let (width, height) = decoder.dimensions();
    let length = decoder.total_bytes();
    if (width, height) != (stream.shape.width, stream.shape.height) || length > limits.memory {
        return Err(broken());
    }
    let mut samples = vec![0; length as usize];
    decoder.read_image(&mut samples).map_err(|_| broken())?;
    whole(Shape { width, height, bits: 8, channels }, &samples, each);
    Ok(())
}

/// Puts an Adobe marker with this transform behind the start of a JPEG.
fn with_adobe(data: &[u8], transform: u8) -> Option<Vec<u8>> {
    let rest = data.get(2..)?;
    Some([&b"\xFF\xD8\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0"[..], &[transform], rest].concat())
}

fn broken() -> Refusal {
    Refusal::new(&codes::CORRUPT, text!("dữ liệu JPEG bị hỏng", "the JPEG data are damaged"))
}
