//! The content of an image as it stands in a PDF, and what it shows: decoded to its last bit, by its dictionary alone.

use crate::finding::codes;
use crate::formats::Limits;
use crate::formats::ccitt::Scheme;
use crate::formats::ccitt::decode::{Row, Shape as FaxShape, decode};
use crate::formats::ccitt::survey::ChangeSurvey;
use crate::formats::stream::Stream;
use crate::formats::{jbig2, jp2, jpeg};
use crate::page::{Coding, Content, Preview, Refusal};
use crate::text;

const UNLIMITED: Limits = Limits { pixels: u64::MAX, memory: u64::MAX, pages: u32::MAX };

/// Decodes an image and returns what determines its pixels, as [`Content`] defines it.
pub fn content(stored: &Stream<'_>) -> Result<Content, Refusal> {
    match *stored.coding {
        Coding::Flate | Coding::FlatePng | Coding::FlateTiff => stored.content(),
        _ => survey(stored).map(|(content, _)| content),
    }
}

/// Decodes an image as [`content`] does, and returns what it shows as well.
pub fn survey(stored: &Stream<'_>) -> Result<(Content, Preview), Refusal> {
    let (width, height) = (stored.shape.width, stored.shape.height);
    match *stored.coding {
        // The stream was within the limits when it came in, and its size is known.
        Coding::Dct { .. } => jpeg::page(stored.data, &UNLIMITED).map(|page| (page.content, page.preview)),
        Coding::Ccitt { k, black_is_1, byte_align, .. } => {
            let mut survey = ChangeSurvey::new(width, height, black_is_1 != stored.inverted);
            fax(stored, k, byte_align, &mut |row| survey.push(row.changes, row.repeats))?;
            Ok(survey.finish())
        }
        Coding::Flate | Coding::FlatePng | Coding::FlateTiff => stored.survey(),
        Coding::Jpx => jp2::survey(stored.data, width, height, stored.shape.channels),
        Coding::Jbig2 { ref globals } => {
            let size = jbig2::Size { width, height, inverted: stored.inverted };
            jbig2::check(stored.data, globals.as_deref(), size)
        }
    }
}

/// Decodes the rows of a CCITT stream.
pub fn fax(stored: &Stream<'_>, k: i32, byte_align: bool, each: &mut dyn FnMut(Row<'_>)) -> Result<(), Refusal> {
    let scheme = match k {
        ..0 => Scheme::G4,
        0 if byte_align => Scheme::Rle { word_aligned: false },
        0 => Scheme::G3 { two_dimensional: false },
        1.. => Scheme::G3 { two_dimensional: true },
    };
    let (columns, rows) = (stored.shape.width, stored.shape.height);
    let decoded = decode(stored.data, &FaxShape { scheme, columns, rows }, each);
    decoded.map(|_| ()).map_err(|fault| {
        let row = fault.row;
        let what = text!("mã CCITT sai ở hàng {row}", "the CCITT data are wrong in row {row}");
        Refusal::new(&codes::CORRUPT, what).at(fault.byte)
    })
}
