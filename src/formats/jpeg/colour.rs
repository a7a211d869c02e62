//! What the components mean. Nothing in the frame says so; this follows libjpeg and the PDF readers.
//!
//! Three components: the Adobe marker decides (a PDF reader obeys it whatever else is stated), then
//! JFIF means YCbCr, then the identifiers `R`, `G`, `B` mean RGB, and all else is YCbCr.
//!
//! Four components: with an Adobe marker the values are stored inverted, 255 being no ink, as Photoshop
//! writes them and Pillow, poppler and img2pdf read them; such a page carries `/Decode [1 0 ...]`.
//! Without one, 0 is no ink. Transform 2 is YCCK: its Y, Cb, Cr are those of 255 less the stored values.

use super::frame::Frame;
use super::metadata::Metadata;

/// How the components make colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// One component.
    Gray,
    /// Luma and two colour differences.
    YCbCr,
    /// Red, green, blue as they are.
    Rgb,
    /// Four inks; `ycck` if the first three went through YCbCr.
    Cmyk {
        /// 255 is no ink.
        inverted: bool,
        /// Transform 2.
        ycck: bool,
    },
}

/// Returns the model, and the ColorTransform to state where the data themselves do not.
pub(super) fn model(frame: &Frame, metadata: &Metadata<'_>) -> (Model, Option<u8>) {
    let ids: Vec<u8> = frame.components.iter().map(|component| component.id).collect();
    match (ids.len(), metadata.adobe) {
        (1, _) => (Model::Gray, None),
        (3, Some(0)) => (Model::Rgb, None),
        (3, None) if ids == *b"RGB" && !metadata.is_jfif => (Model::Rgb, Some(0)),
        (3, _) => (Model::YCbCr, None),
        (_, adobe) => (Model::Cmyk { inverted: adobe.is_some(), ycck: adobe == Some(2) }, None),
    }
}
