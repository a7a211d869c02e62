//! Actions (ISO 19005-2, 6.5): a few kinds are allowed, and none may start by itself.
//!
//! Every object is looked into, so that actions are found that nothing refers to.

use std::io::{Read, Seek};

use super::Document;
use super::graphics::entry;
use super::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// The kinds of actions that may be.
const KINDS: &[&str] = &["GoTo", "GoToR", "GoToE", "Thread", "URI", "Named", "SubmitForm"];

/// The named actions that may be.
const NAMED: &[&str] = &["NextPage", "PrevPage", "FirstPage", "LastPage"];

/// The keys whose values are actions.
const KEYS: &[&str] = &["A", "OpenAction", "Next", "PA"];

/// What additional actions wait for (ISO 32000-1, 12.6.3); other dictionaries may have a key AA of their own.
const TRIGGERS: &[&[u8]] = &[
    b"E", b"X", b"D", b"U", b"Fo", b"Bl", b"PO", b"PC", b"PV", b"PI", b"O", b"C", b"K", b"F", b"V", b"WC", b"WS",
    b"DS", b"WP", b"DP",
];

/// Checks the actions of the whole file.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let file = document.file;
    for id in file.ids() {
        if let Ok(object) = file.get(id) {
            look_into(file, &object, id, out);
        }
    }
    for page in &document.pages {
        if page.dict.as_dict().is_some_and(|dict| dict.has("AA")) {
            out.add("6.5.2-2", Some(page.id), text!("trang có hành động kèm theo AA", "a page has additional actions"));
        }
    }
    let Ok(catalog) = file.catalog() else { return };
    let Some(catalog) = catalog.as_dict() else { return };
    if catalog.has("AA") {
        out.add("6.5.2-1", None, text!("tài liệu có hành động kèm theo AA", "the catalog has additional actions"));
    }
    if entry(file, catalog, "Names").as_dict().is_some_and(|names| names.has("JavaScript")) {
        out.add("6.5.1-1", None, text!("tài liệu có mã JavaScript", "the document has JavaScript"));
    }
}

/// Judges every action in an object; what references lead to is an object of its own.
fn look_into<R: Read + Seek>(file: &File<R>, object: &Object, id: Id, out: &mut Breaches) {
    let mut left = vec![(object, "")];
    while let Some((object, key)) = left.pop() {
        match object {
            Object::Array(items) => left.extend(items.iter().map(|item| (item, key))),
            Object::Dict(dict) | Object::Stream(crate::pdf::object::Stream { dict, .. }) => {
                let is_typed = entry(file, dict, "Type").as_name() == Some(b"Action");
                if is_typed || dict.has("JS") || KEYS.contains(&key) {
                    judge(file, dict, id, is_typed || key == "OpenAction", out);
                }
                additional(file, dict, id, out);
                left.extend(dict.iter().map(|(key, value)| (value, std::str::from_utf8(key).unwrap_or_default())));
                for key in KEYS {
                    referred(file, dict, key, out);
                }
            }
            _ => (),
        }
    }
}

/// Judges the actions that an entry refers to.
fn referred<R: Read + Seek>(file: &File<R>, dict: &Dict, key: &str, out: &mut Breaches) {
    let Some(value) = dict.get(key) else { return };
    for item in value.as_array().unwrap_or(std::slice::from_ref(value)) {
        let Some(id) = item.as_ref() else { continue };
        let Ok(action) = file.resolve(item) else { continue };
        if let Some(action) = action.as_dict() {
            judge(file, action, id, key == "OpenAction", out);
        }
    }
}

/// Judges what an annotation, a field, a page or the catalog does beside.
fn additional<R: Read + Seek>(file: &File<R>, dict: &Dict, id: Id, out: &mut Breaches) {
    if !dict.has("AA") {
        return;
    }
    let actions = entry(file, dict, "AA");
    let Object::Dict(actions) = actions.as_ref() else { return };
    for (_, value) in actions.iter().filter(|(trigger, _)| TRIGGERS.contains(trigger)) {
        let Ok(action) = file.resolve(value) else { continue };
        if let Object::Dict(action) = action.as_ref() {
            judge(file, action, value.as_ref().unwrap_or(id), true, out);
        }
    }
}

/// Judges an action. Dictionaries without a kind are none, such as attributes of structure, unless `is_action` or a
/// script says otherwise: readers may guess the kind.
fn judge<R: Read + Seek>(file: &File<R>, action: &Dict, id: Id, is_action: bool, out: &mut Breaches) {
    let kind = entry(file, action, "S");
    let Some(kind) = kind.as_name() else {
        let has_script = || matches!(*entry(file, action, "JS"), Object::String(_) | Object::Stream(_));
        if *kind != Object::Null || is_action || has_script() {
            out.add("6.5.1-1", Some(id), text!("hành động không có loại", "an action without a kind"));
        }
        return;
    };
    let is_one_of = |kinds: &[&str], name: &[u8]| kinds.iter().any(|known| known.as_bytes() == name);
    if !is_one_of(KINDS, kind) {
        let name = String::from_utf8_lossy(kind.get(..24).unwrap_or(kind));
        out.add("6.5.1-1", Some(id), text!("hành động {name} không được phép", "an action {name} is not allowed"));
    } else if kind == b"Named" && !is_one_of(NAMED, entry(file, action, "N").as_name().unwrap_or_default()) {
        let what = text!("hành động đặt tên không được phép", "a named action that is not allowed");
        out.add("6.5.1-2", Some(id), what);
    }
}
