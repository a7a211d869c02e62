//! What a page is found by: a sketch of at most 512 bytes, made of the image at an eighth of its size.
//!
//! It says which pages could be scans of one sheet, never that they are: that is for `duplicates` to see. It is made alike on
//! every machine, so that sketches in sealed sidecars can be compared with those of any later day.

mod alike;
mod blank;
mod cells;
pub mod form;
pub mod forms;
mod frame;
mod ink;
pub mod search;
mod shared;
pub mod shelves;
mod shift;
mod skew;
mod spectrum;
#[cfg(test)]
mod tests;
mod wave;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::page::{Orientation, Preview};
use ink::Ink;

/// The most bytes of a fingerprint.
pub const SIZE: usize = 512;
/// How fingerprints are made; those of different versions cannot be compared.
const VERSION: u8 = 2;
/// The bytes before the cells: version, and whether there is anything on the page.
const HEAD: usize = 2;

/// The fingerprint of one page. The first byte is the version of how it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(Vec<u8>);

impl Fingerprint {
    /// Makes the fingerprint of a page from its preview; `dpi` is that of the full image.
    pub fn of(preview: &Preview, dpi: Option<f64>, orientation: Orientation) -> Fingerprint {
        let ink = Ink::of(preview, dpi, orientation);
        if blank::is_blank(&ink) {
            return Fingerprint(vec![VERSION, 0]);
        }
        let frame = frame::Frame::of(&ink);
        let mut bytes = vec![VERSION, 1];
        bytes.extend(cells::pack(&ink, &frame));
        Fingerprint(bytes)
    }

    /// Says whether the page has next to nothing on it; such a page is nobody's duplicate.
    pub fn is_blank(&self) -> bool {
        self.0.len() <= HEAD
    }

    /// Returns the bytes, the version first.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes bytes from where they were kept; `None` for another version or what was never a fingerprint.
    pub fn from_bytes(bytes: &[u8]) -> Option<Fingerprint> {
        let is_blank = bytes == [VERSION, 0];
        let is_whole = (HEAD + 1..=SIZE).contains(&bytes.len()) && bytes.starts_with(&[VERSION, 1]);
        (is_blank || is_whole).then(|| Fingerprint(bytes.to_vec()))
    }

    /// Returns the fingerprint as a sidecar holds it: base64 without padding.
    pub fn to_text(&self) -> String {
        STANDARD_NO_PAD.encode(&self.0)
    }

    /// Reads what [`Fingerprint::to_text`] writes; `None` for another version or what was never a fingerprint.
    pub fn from_text(text: &str) -> Option<Fingerprint> {
        // Longer text cannot be one; it is not even decoded.
        let text = Some(text).filter(|text| text.len() <= SIZE * 2)?;
        Fingerprint::from_bytes(&STANDARD_NO_PAD.decode(text).ok()?)
    }

    /// Returns the ink of each cell; `None` for a blank page.
    fn cells(&self) -> Option<[f32; cells::CELLS]> {
        self.0.get(HEAD..).filter(|bytes| !bytes.is_empty()).map(cells::unpack)
    }
}
