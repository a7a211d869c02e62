//! Chapter 6.1: the bytes of the file, its header, trailer and cross-references, and every object in use.

mod boxes;
mod filters;
mod header;
mod names;
mod permissions;
mod trailer;

use std::io::{Read, Seek};

use super::Document;
use super::report::Breaches;
use crate::pdf::object::{Id, Object};
use crate::text;

/// Checks the whole chapter.
pub(super) fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let file = document.file;
    out.marks(None, file.marks());
    header::check(file, out);
    trailer::check(file, out);
    let ids = file.ids();
    let count = ids.len();
    if count > 8_388_607 {
        out.add("6.1.13-7", None, text!("{count} đối tượng, quá nhiều", "{count} objects are too many"));
    }
    for id in ids {
        object(document, id, out);
    }
    if !file.is_encrypted() {
        boxes::check(document, out);
        permissions::check(file, out);
    }
}

/// Checks one object, whether anything refers to it or not.
fn object<R: Read + Seek>(document: &Document<'_, R>, id: Id, out: &mut Breaches) {
    let file = document.file;
    let object = match file.get(id) {
        Ok(object) => object,
        Err(_) if file.is_encrypted() => return,
        Err(why) => return out.unreadable("32000-1:7.3.10", Some(id), why),
    };
    if let Ok(marks) = file.object_marks(id) {
        out.marks(Some(id), &marks);
    }
    if let Object::Stream(stream) = object.as_ref() {
        filters::check(document, id, stream, out);
    }
    if !file.is_encrypted() {
        names::check(file, id, &object, out);
    }
}

#[cfg(test)]
mod tests;
