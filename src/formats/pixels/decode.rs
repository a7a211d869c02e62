//! The rows of an image stream of any coding, as light.

use super::jpeg;
use crate::formats::ccitt::bitmap::Packer;
use crate::formats::light::{Light, Seen};
use crate::formats::rows::Shape;
use crate::formats::stream::Stream;
use crate::formats::{Limits, jbig2, jp2, packed, readback};
use crate::page::{Coding, Refusal};

/// Takes the light of one row.
pub(super) type EachRow<'e> = dyn FnMut(&dyn Seen) + 'e;

/// Decodes every row, in order.
pub(super) fn rows(stream: &Stream<'_>, limits: &Limits, each: &mut EachRow<'_>) -> Result<(), Refusal> {
    let seen = stream.seen_shape();
    match *stream.coding {
        Coding::Dct { transform } => jpeg::rows(stream, transform, limits, each),
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
