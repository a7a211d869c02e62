//! Stream filters (ISO 32000-1, 7.4), undone one after the other, with a bound on what comes out.
//!
//! All that is decoded is whole: a stream that is damaged or cut short is an error, never a part of the data.
//! Image filters are left to those who know images.

mod ascii;
mod flate;
mod lzw;
mod predictor;
mod run_length;

use super::Unreadable;
use super::object::Dict;
use crate::text;

/// The filters of image data, which are not undone here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFilter {
    /// `DCTDecode`: JPEG.
    Dct,
    /// `JPXDecode`: JPEG 2000.
    Jpx,
    /// `CCITTFaxDecode`.
    Ccitt,
    /// `JBIG2Decode`.
    Jbig2,
}

/// A stream after its filters.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// The data; still coded if `image` says so.
    pub data: Vec<u8>,
    /// The image filter that ends the chain, and its parameters (references not followed).
    pub image: Option<(ImageFilter, Dict)>,
}

/// One filter of a chain: its name, long or short, and its parameters.
pub type Step = (Vec<u8>, Dict);

type Undo = fn(&[u8], &Dict, usize) -> Result<Vec<u8>, Unreadable>;

/// Every filter that is undone here: its name, its name in inline images, and how.
const FILTERS: &[(&str, &str, Undo)] = &[
    ("FlateDecode", "Fl", flate::undo),
    ("LZWDecode", "LZW", lzw::undo),
    ("ASCII85Decode", "A85", ascii::undo_85),
    ("ASCIIHexDecode", "AHx", ascii::undo_hex),
    ("RunLengthDecode", "RL", run_length::undo),
];

/// The filters of images: name, name in inline images.
const IMAGES: &[(&str, &str, ImageFilter)] = &[
    ("DCTDecode", "DCT", ImageFilter::Dct),
    ("JPXDecode", "JPXDecode", ImageFilter::Jpx),
    ("CCITTFaxDecode", "CCF", ImageFilter::Ccitt),
    ("JBIG2Decode", "JBIG2Decode", ImageFilter::Jbig2),
];

/// Undoes a chain of filters; no intermediate result exceeds `bound` bytes.
///
/// Fails if data are damaged, a filter is unknown, or something follows an image filter.
pub fn decode(data: Vec<u8>, chain: &[Step], bound: u64) -> Result<Decoded, Unreadable> {
    let bound = usize::try_from(bound).unwrap_or(usize::MAX);
    let mut data = data;
    // Nobody needs more than two; long chains only multiply the work.
    if chain.len() > 16 {
        return Err(Unreadable::limit(text!("luồng có quá nhiều bộ lọc", "the stream has too many filters")));
    }
    for (place, (name, parms)) in chain.iter().enumerate() {
        let is = |long: &str, short: &str| name == long.as_bytes() || name == short.as_bytes();
        if let Some((.., image)) = IMAGES.iter().find(|(long, short, _)| is(long, short)) {
            if place + 1 != chain.len() {
                let what = text!("có bộ lọc sau bộ lọc ảnh", "a filter follows an image filter");
                return Err(Unreadable::broken(what));
            }
            return Ok(Decoded { data, image: Some((*image, parms.clone())) });
        }
        data = match FILTERS.iter().find(|(long, short, _)| is(long, short)) {
            Some((.., undo)) => undo(&data, parms, bound)?,
            None if is_identity(name, parms) => data,
            None => return Err(Unreadable::broken(text!("bộ lọc không biết", "the stream has an unknown filter"))),
        };
    }
    Ok(Decoded { data, image: None })
}

/// Says whether it is the filter of encryption that encrypts nothing (ISO 32000-1, 7.4.10).
fn is_identity(name: &[u8], parms: &Dict) -> bool {
    let way = parms.get("Name").and_then(|name| name.as_name()).unwrap_or(b"Identity");
    name == b"Crypt" && way == b"Identity"
}

fn damaged() -> Unreadable {
    Unreadable::broken(text!("dữ liệu của luồng bị hỏng", "the data of the stream are damaged"))
}

fn cut() -> Unreadable {
    Unreadable::broken(text!("dữ liệu của luồng bị cắt cụt", "the data of the stream are cut short"))
}

fn too_large(bound: usize) -> Unreadable {
    let what =
        text!("luồng giải nén vượt giới hạn {bound} byte", "the stream, decoded, exceeds the limit of {bound} bytes");
    Unreadable::limit(what)
}

#[cfg(test)]
mod tests;
