//! Annotations (ISO 19005-2, 6.3): known kinds, printed and never hidden, with one appearance each.

use std::io::{Read, Seek};
use std::rc::Rc;

use super::Document;
use super::graphics::entry;
use super::report::Breaches;
use crate::pdf::file::{File, Page};
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// The annotation types of ISO 32000-1, 12.5.6 less those that 6.3.1 forbids.
const KINDS: &[&str] = &[
    "Text",
    "Link",
    "FreeText",
    "Line",
    "Square",
    "Circle",
    "Polygon",
    "PolyLine",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Stamp",
    "Caret",
    "Ink",
    "Popup",
    "FileAttachment",
    "Widget",
    "PrinterMark",
    "TrapNet",
    "Watermark",
    "Redact",
];

/// The flags that must be clear: Invisible, Hidden, NoView, ToggleNoView.
const HIDING: i64 = 1 | 2 | 32 | 256;

/// The flag that must be set: Print.
const PRINT: i64 = 4;

/// Fields above a widget that are asked for its type.
const PARENTS: usize = 64;

/// Checks every annotation of every page.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let file = document.file;
    for page in &document.pages {
        for (id, annotation) in of_page(file, page) {
            if let Some(dict) = annotation.as_dict() {
                judge(file, dict, id.or(Some(page.id)), out);
            }
        }
    }
}

/// Returns the annotations of a page, references followed.
pub(super) fn of_page<R: Read + Seek>(file: &File<R>, page: &Page) -> Vec<(Option<Id>, Rc<Object>)> {
    let annotations = page.dict.as_dict().map(|dict| entry(file, dict, "Annots"));
    let items = annotations.as_ref().and_then(|annotations| annotations.as_array()).unwrap_or_default();
    items.iter().filter_map(|item| Some((item.as_ref(), file.resolve(item).ok()?))).collect()
}

/// Returns the kind of an annotation.
pub(super) fn kind<R: Read + Seek>(file: &File<R>, annotation: &Dict) -> Vec<u8> {
    entry(file, annotation, "Subtype").as_name().unwrap_or_default().to_vec()
}

fn judge<R: Read + Seek>(file: &File<R>, annotation: &Dict, place: Option<Id>, out: &mut Breaches) {
    let kind = kind(file, annotation);
    if !KINDS.iter().any(|known| known.as_bytes() == kind) {
        out.add(
            "6.3.1-1",
            place,
            text!("loại chú thích không được phép", "an annotation of a type that is not allowed"),
        );
    }
    match entry(file, annotation, "F").as_int() {
        None if kind != b"Popup" => {
            out.add("6.3.2-1", place, text!("chú thích thiếu F", "an annotation without F"));
        }
        Some(flags) if flags & HIDING != 0 || flags & PRINT == 0 => {
            let what = text!("chú thích bị ẩn hoặc không được in", "an annotation is hidden or not printed");
            out.add("6.3.2-2", place, what);
        }
        _ => (),
    }
    appearance(file, annotation, &kind, place, out);
}

fn appearance<R: Read + Seek>(file: &File<R>, annotation: &Dict, kind: &[u8], place: Option<Id>, out: &mut Breaches) {
    let looks = entry(file, annotation, "AP");
    let Some(looks) = looks.as_dict() else {
        if !matches!(kind, b"Popup" | b"Link") && !is_empty(file, annotation) {
            out.add(
                "6.3.3-1",
                place,
                text!("chú thích không có hình thức hiển thị", "an annotation without an appearance"),
            );
        }
        return;
    };
    if !looks.has("N") || looks.iter().any(|(key, _)| key != b"N") {
        let what = text!(
            "hình thức hiển thị của chú thích không phải chỉ có N",
            "the appearance of an annotation is not N alone"
        );
        out.add("6.3.3-2", place, what);
        return;
    }
    let normal = entry(file, looks, "N");
    let is_button = kind == b"Widget" && field_type(file, annotation) == b"Btn";
    match normal.as_ref() {
        Object::Dict(states) if is_button && states.iter().any(|(_, state)| is_stream(file, state)) => (),
        Object::Stream(_) if !is_button => (),
        _ if is_button => {
            let what = text!(
                "nút bấm không có các trạng thái hiển thị",
                "a button whose appearance is no dictionary of states"
            );
            out.add("6.3.3-3", place, what);
        }
        _ => {
            let what = text!("hình thức hiển thị không phải luồng dữ liệu", "an appearance that is no stream");
            out.add("6.3.3-4", place, what);
        }
    }
}

fn is_stream<R: Read + Seek>(file: &File<R>, look: &Object) -> bool {
    file.resolve(look).is_ok_and(|look| look.as_stream().is_some())
}

/// Says whether the rectangle of an annotation has no area at all.
fn is_empty<R: Read + Seek>(file: &File<R>, annotation: &Dict) -> bool {
    let rect = entry(file, annotation, "Rect");
    let number = |at: usize| {
        let item = file.resolve(rect.as_array()?.get(at)?).ok()?;
        item.as_number()
    };
    match (number(0), number(1), number(2), number(3)) {
        (Some(left), Some(bottom), Some(right), Some(top)) => left == right && bottom == top,
        _ => false,
    }
}

/// Returns the type of the field that a widget belongs to, which fields above may give.
fn field_type<R: Read + Seek>(file: &File<R>, widget: &Dict) -> Vec<u8> {
    let mut field = Rc::new(Object::Dict(widget.clone()));
    for _ in 0..PARENTS {
        let Some(dict) = field.as_dict() else { break };
        if let Some(kind) = entry(file, dict, "FT").as_name() {
            return kind.to_vec();
        }
        field = entry(file, dict, "Parent");
    }
    Vec::new()
}
