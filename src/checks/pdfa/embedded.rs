//! Embedded files (ISO 19005-2, 6.8): named twice over, and PDF/A themselves.

use std::io::{Cursor, Read, Seek};

use super::graphics::entry;
use super::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object, Stream};
use crate::text;

/// Checks every file specification with an embedded file; `is_pdfa` judges a file that claims PDF/A-1 or PDF/A-2.
pub fn check<R: Read + Seek>(
    file: &File<R>,
    is_pdfa: &mut dyn FnMut(&File<Cursor<Vec<u8>>>) -> bool,
    out: &mut Breaches,
) {
    for id in file.ids() {
        let Ok(object) = file.get(id) else { continue };
        let mut left = vec![object.as_ref()];
        while let Some(object) = left.pop() {
            match object {
                Object::Array(items) => left.extend(items),
                Object::Dict(dict) | Object::Stream(Stream { dict, .. }) => {
                    if dict.has("EF") {
                        judge(file, dict, id, is_pdfa, out);
                    }
                    left.extend(dict.iter().map(|(_, value)| value));
                }
                _ => (),
            }
        }
    }
}

fn judge<R: Read + Seek>(
    file: &File<R>,
    specification: &Dict,
    id: Id,
    is_pdfa: &mut dyn FnMut(&File<Cursor<Vec<u8>>>) -> bool,
    out: &mut Breaches,
) {
    if !specification.has("F") || !specification.has("UF") {
        let what = text!("tệp đính kèm thiếu F hoặc UF", "an embedded file has no F or no UF");
        out.add("6.8-2", Some(id), what);
    }
    let embedded = entry(file, specification, "EF");
    for (_, value) in embedded.as_dict().into_iter().flat_map(Dict::iter) {
        let mut is_sound = || {
            let stream = file.resolve(value).ok()?;
            let data = file.decoded(stream.as_stream()?).ok()?.data;
            let inner = File::open(Cursor::new(data), *file.limits()).ok()?;
            Some(is_pdfa(&inner))
        };
        if is_sound() != Some(true) {
            let what = text!("tệp đính kèm không phải PDF/A-1 hay PDF/A-2", "an embedded file is neither PDF/A-1 nor PDF/A-2");
            out.add("6.8-5", value.as_ref().or(Some(id)), what);
        }
    }
}
