//! What a page is found by: a sketch of at most 512 bytes, made of the image at an eighth of its size.
//!
//! It says which pages could be scans of one sheet, never that they are: that is for `duplicates` to see. It is made alike on
//! every machine, so that sketches in sealed sidecars can be compared with those of any later day.

mod alike;
mod blank;
mod frame;
mod ink;
pub mod search;
mod sketch;
mod skew;
mod wave;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::page::{Orientation, Preview};
use ink::Ink;

/// The most bytes of a fingerprint.
pub const SIZE: usize = 512;
/// How fingerprints are made; those of different versions cannot be compared.
const VERSION: u8 = 1;
/// The bytes before the waves: version, and whether there is anything on the page.
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
        let waves = sketch::sketch(&ink, &frame);
        let mut bytes = Vec::with_capacity(HEAD + 2 * waves.len());
        bytes.extend([VERSION, 1]);
        bytes.extend(waves.iter().flat_map(|(re, im)| [re.cast_unsigned(), im.cast_unsigned()]));
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
        let is_whole = bytes.len() == HEAD + 2 * sketch::WAVES && bytes.starts_with(&[VERSION, 1]);
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

    /// Returns the waves; none on a blank page.
    fn waves(&self) -> Option<sketch::Waves> {
        let pairs = self.0.get(HEAD..)?.chunks_exact(2);
        let mut waves = [(0, 0); sketch::WAVES];
        if pairs.len() != waves.len() {
            return None;
        }
        for (wave, pair) in waves.iter_mut().zip(pairs) {
            *wave = (pair[0].cast_signed(), pair[1].cast_signed());
        }
        Some(waves)
    }
}
