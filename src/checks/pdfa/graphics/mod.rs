//! Chapter 6.2 of ISO 19005-2, fonts aside: what content may paint with, and what may be painted.
//!
//! The walk through all content (`content`) calls these files for each thing that is used.

pub mod colour;
pub mod data;
pub mod extgstate;
pub mod functions;
pub mod icc;
pub mod image;
pub mod intents;
pub mod jpx;
pub mod operators;
pub mod same;
pub mod space;
pub mod xobject;

use std::io::{Read, Seek};
use std::rc::Rc;

use crate::checks::pdfa::Document;
use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// Checks what is not judged where content uses it: output intents, and image data if that is asked for.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    intents::check(document.file, out);
    if document.options.image_data {
        data::check(document.file, &document.uses.images, out);
    }
}

/// Returns the value of a key, references followed; `Null` for what is not there or cannot be read.
pub(in crate::checks::pdfa) fn entry<R: Read + Seek>(file: &File<R>, dict: &Dict, key: &str) -> Rc<Object> {
    file.value(dict, key).unwrap_or_else(|_| Rc::new(Object::Null))
}

/// Checks the name of a rendering intent (6.2.6).
pub(in crate::checks::pdfa) fn rendering_intent(intent: &Object, place: Option<Id>, out: &mut Breaches) {
    let is_known = match intent.as_name() {
        Some(name) => {
            matches!(name, b"RelativeColorimetric" | b"AbsoluteColorimetric" | b"Perceptual" | b"Saturation")
        }
        None => *intent == Object::Null,
    };
    if !is_known {
        out.add(
            "6.2.6-1",
            place,
            text!("ý định thể hiện màu không chuẩn", "a rendering intent that is not one of the four"),
        );
    }
}
