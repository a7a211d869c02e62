//! What the components of an image in a PDF mean (ISO 32000-1, 8.6), in the words that our writer understands.
//!
//! Only spaces that our writer can say again: what would change colours is no scan, so that calibrated spaces with
//! white points of their own are left to the classes that keep them as they are.

use std::io::{Read, Seek};
use std::mem::discriminant;

use crate::finding::codes;
use crate::formats::icc;
use crate::page::{Colour, Note, Space};
use crate::pdf::file::File;
use crate::pdf::object::Object;
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
        let other = match spaces.as_dict() {
            Some(spaces) => self.file.value(spaces, default)?,
            None => Object::Null.into(),
        };
        match other.as_ref() {
            Object::Null => Ok(Found { note: assumed(&colour), colour }),
            // A device space here would lead back to where we are.
            Object::Array(items) => self.instead(items, colour),
            _ => unknown(),
        }
    }

    /// Reads what stands in the place of a device space: a profile for as many components.
    fn instead(&self, items: &[Object], device: Colour) -> Fit<Found> {
        let [family, profile] = items else { return unknown() };
        if self.file.resolve(family)?.as_name() != Some(b"ICCBased") {
            return unknown();
        }
        let found = self.profile(&*self.file.resolve(profile)?)?;
        if discriminant(&found.colour) == discriminant(&device) { Ok(found) } else { unknown() }
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
