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

    /// Says whether the page has next to nothing on it; such a page is nobody's duplicate.
    pub fn is_blank(&self) -> bool {
        self.0.len() <= 1
    }
}
