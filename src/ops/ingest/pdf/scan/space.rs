//! What the components of an image in a PDF mean (ISO 32000-1, 8.6), in the words that our writer understands.
//!
//! Only spaces that our writer can say again: what would change colours is no scan.

use std::io::{Read, Seek};

use crate::finding::codes;
use crate::formats::icc;
use crate::page::{Colour, Note, Space};
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Object};
use crate::text;

use super::unfit::{Fit, because};

/// A space and what is to be said of it.
pub(super) struct Found {
    /// The colours.
    pub(super) colour: Colour,
    /// A profile that cannot be used.
    pub(super) note: Option<Note>,
}

/// Reads colour spaces of a page whose resources may remap device colours.
pub(super) struct Spaces<'f, R> {
    /// The file.
    pub(super) file: &'f File<R>,
    /// The resources of the page or form that paints the image.
    pub(super) resources: &'f Object,
}

impl<R: Read + Seek> Spaces<'_, R> {
    /// Reads the space of an image.
    pub(super) fn read(&self, object: &Object) -> Fit<Found> {
        self.nested(object, true)
    }

    fn nested(&self, object: &Object, may_index: bool) -> Fit<Found> {
        let object = self.file.resolve(object)?;
        if let Some(name) = object.as_name() {
            return self.device(name);
        }
        let items = object.as_array().unwrap_or_default();
        let family = items.first().map(|first| self.file.resolve(first)).transpose()?;
        let parameter = items.get(1).map(|item| self.file.resolve(item)).transpose()?;
        match (family.as_deref().and_then(Object::as_name), parameter) {
            (Some(b"ICCBased"), Some(profile)) => self.profile(&profile),
            (Some(b"CalGray"), Some(parameters)) => self.calibrated(parameters.as_dict(), 1),
            (Some(b"CalRGB"), Some(parameters)) => self.calibrated(parameters.as_dict(), 3),
            (Some(b"Indexed" | b"I"), Some(base)) if may_index => self.indexed(&base, items),
            (Some(name), None) => self.device(name),
            _ => unknown(),
        }
    }

    /// Reads a device space, or what the resources put in its place (8.6.5.6).
    fn device(&self, name: &[u8]) -> Fit<Found> {
        let (default, colour) = match name {
            b"DeviceGray" | b"G" => ("DefaultGray", Colour::Gray(Space::Device)),
            b"DeviceRGB" | b"RGB" => ("DefaultRGB", Colour::Rgb(Space::Device)),
            b"DeviceCMYK" | b"CMYK" => ("DefaultCMYK", Colour::Cmyk(Space::Device)),
            _ => return unknown(),
        };
        let spaces = match self.resources.as_dict() {
            Some(resources) => self.file.value(resources, "ColorSpace")?,
            None => Object::Null.into(),
        };
        match spaces.as_dict().map(|spaces| self.file.value(spaces, default)).transpose()? {
            // A device space here would lead back to where we are.
            Some(other) if other.as_array().is_some() => self.nested(&other, false),
            _ => Ok(Found { note: assumed(&colour), colour }),
        }
    }

    fn profile(&self, profile: &Object) -> Fit<Found> {
        let Some(stream) = profile.as_stream() else { return unknown() };
        let channels = self.file.value(&stream.dict, "N")?.as_int();
        let decoded = self.file.decoded(stream)?;
        let (make, channels): (fn(Space) -> Colour, u8) = match channels {
            Some(1) => (Colour::Gray, 1),
            Some(3) => (Colour::Rgb, 3),
            Some(4) => (Colour::Cmyk, 4),
            _ => return unknown(),
        };
        let (space, note) = icc::space(decoded.data, channels);
        Ok(Found { colour: make(space), note })
    }

    /// Reads CalGray or CalRGB, as far as one exponent and a triangle of colours describe it.
    fn calibrated(&self, parameters: Option<&Dict>, channels: usize) -> Fit<Found> {
        let Some(parameters) = parameters else { return unknown() };
        let numbers = |key| -> Fit<Vec<f64>> {
            let value = self.file.value(parameters, key)?;
            let items = value.as_array().map_or_else(|| vec![(*value).clone()], <[Object]>::to_vec);
            Ok(items.iter().filter_map(Object::as_number).collect())
        };
        let gamma = numbers("Gamma")?;
        let first = gamma.first().copied().unwrap_or(1.0);
        let is_one = gamma.iter().all(|value| (value - first).abs() < 1e-6) && (0.1..=10.0).contains(&first);
        if !is_one {
            return unknown();
        }
        let gamma = (first * 100_000.0).round() as u32;
        let colour = if channels == 1 {
            Colour::Gray(Space::Calibrated { gamma, chromaticities: None })
        } else {
            let Some(primaries) = primaries(&numbers("WhitePoint")?, &numbers("Matrix")?) else { return unknown() };
            Colour::Rgb(Space::Calibrated { gamma, chromaticities: Some(primaries) })
        };
        Ok(Found { colour, note: None })
    }

    fn indexed(&self, base: &Object, items: &[Object]) -> Fit<Found> {
        let Found { colour, note } = self.nested(base, false)?;
        let last = items.get(2).map(|item| self.file.resolve(item)).transpose()?.and_then(|last| last.as_int());
        let table = items.get(3).map(|item| self.file.resolve(item)).transpose()?;
        let bytes = match table.as_deref() {
            Some(Object::String(bytes)) => bytes.clone(),
            Some(Object::Stream(stream)) => self.file.decoded(stream)?.data,
            _ => return unknown(),
        };
        let entries = match last {
            Some(last @ 0..=255) => last as usize + 1,
            _ => return unknown(),
        };
        let (palette, space) = match colour {
            Colour::Rgb(space) => (bytes.get(..3 * entries).map(<[u8]>::to_vec), space),
            // Grey is as much red as green as blue, under the same intent.
            Colour::Gray(Space::Device) => {
                let greys = bytes.get(..entries);
                (greys.map(|greys| greys.iter().flat_map(|grey| [*grey; 3]).collect()), Space::Device)
            }
            _ => return unknown(),
        };
        match palette {
            Some(palette) => Ok(Found { colour: Colour::Indexed { palette, space }, note }),
            None => unknown(),
        }
    }
}

/// CMYK of no particular press is read by a profile of ours.
fn assumed(colour: &Colour) -> Option<Note> {
    let what = text!("ảnh CMYK không kèm hồ sơ màu", "a CMYK image without a usable colour profile");
    matches!(colour, Colour::Cmyk(_)).then(|| Note { code: &codes::CMYK_ASSUMED, what })
}

fn unknown<T>() -> Fit<T> {
    because(text!("ảnh có không gian màu lạ", "an image has an unusual colour space"))
}

/// Returns white, red, green, blue as x, y pairs in 1/100000 of what the matrix says in X, Y, Z.
fn primaries(white: &[f64], matrix: &[f64]) -> Option<[u32; 8]> {
    let point = |xyz: &[f64]| -> Option<[u32; 2]> {
        let sum: f64 = xyz.iter().sum();
        let part = |value: f64| {
            let part = (value / sum * 100_000.0).round();
            (0.0..=100_000.0).contains(&part).then_some(part as u32)
        };
        if sum > 1e-6 { Some([part(xyz[0])?, part(xyz[1])?]) } else { None }
    };
    let identity = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0];
    let matrix = if matrix.is_empty() { &identity } else { matrix };
    if white.len() != 3 || matrix.len() != 9 {
        return None;
    }
    // The primaries together make white; where they do not, the space says something that ours cannot.
    let adds_up = (0..3).all(|axis| (matrix[axis] + matrix[axis + 3] + matrix[axis + 6] - white[axis]).abs() < 0.01);
    let points = [point(white)?, point(&matrix[..3])?, point(&matrix[3..6])?, point(&matrix[6..])?];
    if adds_up { points.concat().try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_of_srgb_has_its_well_known_primaries() {
        let white = [0.9505, 1.0, 1.089];
        let matrix = [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505];
        let found = primaries(&white, &matrix).unwrap();
        let expected = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];
        assert!(found.iter().zip(expected).all(|(found, expected)| found.abs_diff(expected) < 20), "{found:?}");
        assert_eq!(primaries(&[0.9, 1.0, 1.1], &matrix[..8]), None);
        assert_eq!(primaries(&[0.5, 1.0, 0.5], &matrix), None, "the primaries make another white");
        assert_eq!(primaries(&[], &[]), None);
    }
}
