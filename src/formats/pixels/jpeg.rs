//! The rows of a JPEG as light. Sequential ones are decoded by us, progressive ones by the crate `image`.
//!
//! Colours of fewer samples than luma are repeated, as the simplest decoders do: where a stamp ends is not that sure.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::{ColorType, ImageDecoder};

use super::decode::{EachRow, whole};
use crate::finding::codes;
use crate::formats::jpeg::colour::Model;
use crate::formats::jpeg::decode::{self, Components};
use crate::formats::light::{Light, Seen};
use crate::formats::rows::Shape;
use crate::formats::stream::Stream;
use crate::formats::{Limits, jpeg};
use crate::page::Refusal;
use crate::text;

/// Hands over the rows of a JPEG. Where only the PDF says what its components mean, `transform` does.
pub(super) fn rows(
    stream: &Stream<'_>,
    transform: Option<u8>,
    limits: &Limits,
    each: &mut EachRow<'_>,
) -> Result<(), Refusal> {
    let told = transform.and_then(|transform| with_adobe(stream.data, transform));
    let bytes = told.as_deref().unwrap_or(stream.data);
    let size = (stream.shape.width as usize, stream.shape.height as usize);
    match decode::components(bytes, limits)? {
        Some(components) if (components.width, components.height) != size => Err(broken()),
        Some(components) if components.model == Model::YCbCr => {
            luma_and_differences(&components, each);
            Ok(())
        }
        Some(components) => {
            side_by_side(&components, stream.shape, each);
            Ok(())
        }
        None => forgiven(bytes, stream.shape, limits, each),
    }
}

/// Puts an Adobe marker with this transform behind the start of a JPEG.
fn with_adobe(data: &[u8], transform: u8) -> Option<Vec<u8>> {
    let rest = data.get(2..)?;
    Some([&b"\xFF\xD8\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0"[..], &[transform], rest].concat())
}

/// Decodes by the crate `image`, which gets only what our own walk found sound.
fn forgiven(bytes: &[u8], shape: Shape, limits: &Limits, each: &mut EachRow<'_>) -> Result<(), Refusal> {
    jpeg::page(bytes, limits)?;
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let channels = match decoder.color_type() {
        ColorType::L8 => 1,
        ColorType::Rgb8 => 3,
        _ => return Err(broken()),
    };
    let length = decoder.total_bytes();
    if decoder.dimensions() != (shape.width, shape.height) || length > limits.memory {
        return Err(broken());
    }
    let mut samples = vec![0; length as usize];
    decoder.read_image(&mut samples).map_err(|_| broken())?;
    whole(Shape { bits: 8, channels, ..shape }, &samples, each);
    Ok(())
}

fn broken() -> Refusal {
    Refusal::new(&codes::CORRUPT, text!("dữ liệu JPEG bị hỏng", "the JPEG data are damaged"))
}

/// Grey, red, green, blue, or inks.
fn side_by_side(components: &Components, shape: Shape, each: &mut EachRow<'_>) {
    let count = components.count();
    let mut light = Light::new(Shape { bits: 8, channels: count as u8, ..shape });
    let (mut row, mut plane) = (vec![0; components.width * count], Vec::new());
    for y in 0..components.height {
        for component in 0..count {
            repeated(components, component, y, &mut plane);
            row.iter_mut().skip(component).step_by(count).zip(&plane).for_each(|(to, from)| *to = *from);
        }
        if let Model::Cmyk { inverted, ycck } = components.model {
            row.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| *pixel = inks(*pixel, inverted, ycck));
        }
        light.take(&row, &[]);
        each(&light);
    }
}

/// Returns how much there is of each ink.
fn inks(pixel: [u8; 4], inverted: bool, ycck: bool) -> [u8; 4] {
    let [cyan, magenta, yellow, black] = if inverted { pixel.map(|value| 255 - value) } else { pixel };
    if !ycck {
        return [cyan, magenta, yellow, black];
    }
    let [luma, blue, red, _] = pixel;
    let [cyan, magenta, yellow] = colours(luma, blue, red);
    [cyan, magenta, yellow, black]
}

/// Writes a row of a component, its samples repeated to one for each pixel.
fn repeated(components: &Components, component: usize, y: usize, out: &mut Vec<u8>) {
    let (row, (pixels, samples)) = components.row(component, y);
    out.clear();
    match (pixels, samples) {
        (pixels, samples) if pixels == samples => out.extend_from_slice(row),
        (pixels, samples) if pixels == 2 * samples => {
            out.resize(row.len() * 2, 0);
            out.as_chunks_mut::<2>().0.iter_mut().zip(row).for_each(|(pair, sample)| *pair = [*sample; 2]);
        }
        _ => {
            out.extend((0..components.width).map(|x| row.get(x * samples / pixels).copied().unwrap_or_default()));
        }
    }
    out.resize(components.width, 0);
}

fn luma_and_differences(components: &Components, each: &mut EachRow<'_>) {
    let (mut luma, mut blue, mut red, mut most) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut last: Option<(*const u8, *const u8)> = None;
    for y in 0..components.height {
        repeated(components, 0, y, &mut luma);
        let here = (components.row(1, y).0.as_ptr(), components.row(2, y).0.as_ptr());
        if last != Some(here) {
            last = Some(here);
            repeated(components, 1, y, &mut blue);
            repeated(components, 2, y, &mut red);
            most.clear();
            most.extend(blue.iter().zip(&red).map(|(blue, red)| brighter(*blue, *red)));
        }
        each(&Row { luma: &luma, blue: &blue, red: &red, most: &most });
    }
}

/// A row of luma and two differences, one of each for every pixel.
struct Row<'r> {
    luma: &'r [u8],
    blue: &'r [u8],
    red: &'r [u8],
    /// How much brighter than luma the brightest colour is.
    most: &'r [i16],
}

impl Seen for Row<'_> {
    fn grey(&self, out: &mut Vec<u8>) {
        self.luma.clone_into(out);
    }

    fn bright(&self, out: &mut Vec<u8>) {
        self.luma.clone_into(out);
        for (out, most) in out.iter_mut().zip(self.most) {
            *out = (i16::from(*out) + *most).clamp(0, 255) as u8;
        }
    }

    fn colours(&self, out: &mut Vec<u8>) {
        out.clear();
        let pixels = self.luma.iter().zip(self.blue).zip(self.red);
        out.extend(pixels.flat_map(|((luma, blue), red)| colours(*luma, *blue, *red)));
    }

    fn is_coloured(&self) -> bool {
        self.most.iter().any(|most| *most != 0)
    }
}

/// Returns red, green and blue (JFIF 1.02), in 65536ths.
fn colours(luma: u8, blue: u8, red: u8) -> [u8; 3] {
    let less = differences(blue, red);
    less.map(|less| (i32::from(luma) + less).clamp(0, 255) as u8)
}

/// Returns how much red, green and blue differ from luma.
fn differences(blue: u8, red: u8) -> [i32; 3] {
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    let rounded = |sum: i32| (sum + 32_768) >> 16;
    [rounded(91_881 * red), rounded(-22_554 * blue - 46_802 * red), rounded(116_130 * blue)]
}

fn brighter(blue: u8, red: u8) -> i16 {
    let [red, green, blue] = differences(blue, red);
    red.max(green).max(blue) as i16
}
