//! Embedded files (ISO 19005-2, 6.8): named twice over, and PDF/A themselves.

use std::io::{Cursor, Read, Seek};

use super::graphics::entry;
use super::report::Breaches;
use super::{Document, Options, check_within};
use crate::pdf::Unreadable;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object, Stream};
use crate::text;

/// Files within files that are looked into.
const DEPTH: u32 = 3;

/// Checks every file specification with an embedded file.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    for id in document.file.ids() {
        let Ok(object) = document.file.get(id) else { continue };
        let mut left = vec![object.as_ref()];
        while let Some(object) = left.pop() {
            match object {
                Object::Array(items) => left.extend(items),
                Object::Dict(dict) | Object::Stream(Stream { dict, .. }) => {
                    if dict.has("EF") {
                        judge(document, dict, id, out);
                    }
                    left.extend(dict.iter().map(|(_, value)| value));
                }
                _ => (),
            }
        }
    }
}

fn judge<R: Read + Seek>(document: &Document<'_, R>, specification: &Dict, id: Id, out: &mut Breaches) {
    if !specification.has("F") || !specification.has("UF") {
        out.add("6.8-2", Some(id), text!("tệp đính kèm thiếu F hoặc UF", "an embedded file has no F or no UF"));
    }
    let embedded = entry(document.file, specification, "EF");
    for (_, value) in embedded.as_dict().into_iter().flat_map(Dict::iter) {
        let place = value.as_ref().or(Some(id));
        match is_archivable(document, value) {
            Ok(true) => (),
            Ok(false) => {
                let what = text!(
                    "tệp đính kèm không phải PDF/A-1 hay PDF/A-2",
                    "an embedded file is neither PDF/A-1 nor PDF/A-2"
                );
                out.add("6.8-5", place, what);
            }
            Err(error) => out.unreadable("6.8-5", place, error),
        }
    }
}

/// Says whether an embedded file is what it claims to be: PDF/A-2, or PDF/A-1, held against the rules of part 2.
fn is_archivable<R: Read + Seek>(document: &Document<'_, R>, value: &Object) -> Result<bool, Unreadable> {
    let stream = document.file.resolve(value)?;
    let Some(stream) = stream.as_stream() else { return Ok(false) };
    if document.depth >= DEPTH {
        return Err(Unreadable::limit(text!("tệp đính kèm lồng nhau quá sâu", "embedded files are nested too deeply")));
    }
    let data = document.file.decoded(stream)?.data;
    let inner = File::open(Cursor::new(data), *document.file.limits())?;
    let options = Options { wanted: None, ..document.options };
    let report = check_within(&inner, options, document.depth + 1);
    let is_claimed = report.claim.is_some_and(|claim| matches!(claim.part, 1 | 2));
    let is_other_part = |clause: &str| clause == "6.6.4-2" && report.claim.is_some_and(|claim| claim.part == 1);
    if let Some(why) = report.stopped {
        return Err(why);
    }
    Ok(is_claimed && report.breaches.iter().all(|breach| is_other_part(breach.clause)))
}
