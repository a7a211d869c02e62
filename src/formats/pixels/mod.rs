//! From an image stream to the page as it is seen: decoded, reduced, with square pixels, upright.
//!
//! For comparing and showing only: decoders that forgive may be asked here, since the stream was checked before.

mod boxes;
mod decode;
mod jpeg;
mod square;
mod turn;

#[cfg(test)]
mod tests;

use super::Limits;
use super::rows::Shape;
use super::stream::Stream;
use crate::finding::codes;
use crate::page::{Orientation, Preview, Refusal};
use crate::raster::{Picture, Raster};
use crate::text;
use boxes::Boxes;
use square::Reduction;

/// The most pixels of a preview that is stretched.
const MOST_PREVIEW: u64 = 1 << 24;

/// How a stored image lies on its page, and how much of it is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// How it is turned before it is seen.
    pub orientation: Orientation,
    /// Dots per inch along its rows and along its columns; `None` where nobody says.
    pub dpi: Option<(f64, f64)>,
    /// The most dots per inch that are wanted; at least half as many come, where the image has them.
    pub at_most: f64,
}

/// Decodes an image into grey, and into what is black ink where it has colour.
pub fn raster(stream: &Stream<'_>, view: &View, limits: &Limits) -> Result<Raster, Refusal> {
    let reduction = reduction(stream, view, limits)?;
    let shape = stream.seen_shape();
    let (mut grey, mut bright) = (Boxes::new(shape, 1, reduction.boxes), Boxes::new(shape, 1, reduction.boxes));
    let (mut has_colour, mut has_shades, mut row) = (false, false, Vec::new());
    decode::rows(stream, limits, &mut |light| {
        light.grey(&mut row);
        has_shades = has_shades || row.iter().any(|grey| !matches!(grey, 0 | 255));
        grey.row(&row);
        if shape.channels > 1 {
            has_colour = has_colour || light.is_coloured();
            light.bright(&mut row);
            bright.row(&row);
        }
    })?;
    let finish = |boxes: Boxes| turn::turned(square::squared(boxes.finish(), &reduction), view.orientation);
    let page = finish(grey);
    let bright = has_colour.then(|| finish(bright).data);
    let (width, height, dpi) = (page.width as u32, page.height as u32, reduction.dpi);
    Ok(Raster { width, height, dpi, grey: page.data, bright, bitonal: !has_shades && !has_colour })
}

/// Decodes an image into colours.
pub fn picture(stream: &Stream<'_>, view: &View, limits: &Limits) -> Result<Picture, Refusal> {
    let reduction = reduction(stream, view, limits)?;
    let (mut colours, mut row) = (Boxes::new(stream.seen_shape(), 3, reduction.boxes), Vec::new());
    decode::rows(stream, limits, &mut |light| {
        light.colours(&mut row);
        colours.row(&row);
    })?;
    let page = turn::turned(square::squared(colours.finish(), &reduction), view.orientation);
    Ok(Picture { width: page.width as u32, height: page.height as u32, rgb: page.data })
}

/// Makes a raster of a picture that is upright and square already.
pub fn painted(width: u32, height: u32, rgb: &[u8], dpi: Option<f64>) -> Raster {
    let shape = Shape { width, height, bits: 8, channels: 3 };
    let (mut grey, mut bright) = (Vec::with_capacity(rgb.len() / 3), Vec::with_capacity(rgb.len() / 3));
    let (mut has_colour, mut row) = (false, Vec::new());
    decode::whole(shape, rgb, &mut |light| {
        has_colour = has_colour || light.is_coloured();
        light.grey(&mut row);
        grey.extend_from_slice(&row);
        light.bright(&mut row);
        bright.extend_from_slice(&row);
    });
    let bitonal = !has_colour && grey.iter().all(|grey| matches!(grey, 0 | 255));
    Raster { width, height, dpi, grey, bright: has_colour.then_some(bright), bitonal }
}

/// Returns what an image of so many stored pixels has upright and square, and its dots per inch.
pub fn size(width: u32, height: u32, view: &View) -> ((u32, u32), Option<f64>) {
    let reduction = Reduction::of(width, height, view, u64::MAX);
    let (across, down) = (reduction.size.0 as u32, reduction.size.1 as u32);
    let is_upright = view.orientation.tag() <= 4;
    (if is_upright { (across, down) } else { (down, across) }, reduction.dpi)
}

/// Makes the pixels of a preview square, where those of its image, of so many dots per inch, are not.
pub fn square_preview(preview: Preview, dpi: Option<(f64, f64)>) -> Preview {
    let view = View { orientation: Orientation::UPRIGHT, dpi, at_most: f64::INFINITY };
    let reduction = Reduction::of(preview.width, preview.height, &view, MOST_PREVIEW);
    let (width, height) = (preview.width as usize, preview.height as usize);
    let plane = square::squared(Plane { width, height, depth: 1, data: preview.grey }, &reduction);
    Preview { width: plane.width as u32, height: plane.height as u32, grey: plane.data }
}

/// Holds the image against the limits and says how it is reduced.
fn reduction(stream: &Stream<'_>, view: &View, limits: &Limits) -> Result<Reduction, Refusal> {
    let Shape { width, height, channels, .. } = stream.shape;
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Refusal::new(&codes::CORRUPT, text!("ảnh không có điểm ảnh", "the image has no pixels")));
    }
    if pixels > limits.pixels || pixels.saturating_mul(channels.into()) > limits.memory {
        let what = text!("ảnh {width} x {height} điểm quá lớn", "an image of {width} x {height} pixels is too large");
        return Err(Refusal::new(&codes::TOO_LARGE, what));
    }
    Ok(Reduction::of(width, height, view, limits.pixels))
}

/// Pixels of one to three bytes, rows from the top.
struct Plane {
    width: usize,
    height: usize,
    /// Bytes of a pixel.
    depth: usize,
    data: Vec<u8>,
}
