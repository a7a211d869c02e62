//! Names that people may see are UTF-8 (6.1.8): those of fonts, colourants and structure types.
//!
//! Colour spaces count, too: whether the rule means what resources call them is disputed, and nobody needs other names.

use std::io::{Read, Seek};

use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object, Stream};
use crate::text;

/// Checks all names of these kinds in an object; what it refers to is an object of its own.
pub(super) fn check<R: Read + Seek>(file: &File<R>, id: Id, object: &Object, out: &mut Breaches) {
    let mut left = vec![object];
    while let Some(object) = left.pop() {
        match object {
            Object::Array(items) => {
                colourants(file, id, items, out);
                left.extend(items);
            }
            Object::Dict(dict) | Object::Stream(Stream { dict, .. }) => {
                dictionary(file, id, dict, out);
                left.extend(dict.iter().map(|(_, value)| value));
            }
            _ => (),
        }
    }
}

fn colourants<R: Read + Seek>(file: &File<R>, id: Id, space: &[Object], out: &mut Breaches) {
    let [Object::Name(family), names, ..] = space else { return };
    if family != b"Separation" && family != b"DeviceN" {
        return;
    }
    let Ok(names) = file.resolve(names) else { return };
    for name in names.as_array().unwrap_or(std::slice::from_ref(&names)) {
        judge(file, id, name, out);
    }
}

fn dictionary<R: Read + Seek>(file: &File<R>, id: Id, dict: &Dict, out: &mut Breaches) {
    let is = |key: &str, name: &[u8]| dict.get(key).and_then(Object::as_name) == Some(name);
    let keys: &[&str] = match () {
        () if is("Type", b"Font") => &["BaseFont"],
        () if is("Type", b"FontDescriptor") => &["FontName"],
        () if is("Type", b"StructElem") || (dict.has("S") && dict.has("P") && dict.has("K")) => &["S"],
        () => &[],
    };
    for value in keys.iter().filter_map(|key| dict.get(key)) {
        judge(file, id, value, out);
    }
    if let Some(Ok(spaces)) = dict.get("ColorSpace").map(|spaces| file.resolve(spaces)) {
        spaces.as_dict().into_iter().flat_map(Dict::iter).for_each(|(key, _)| tell(id, key, out));
    }
    if let Some(Ok(map)) = dict.get("RoleMap").map(|map| file.resolve(map)) {
        for (key, value) in map.as_dict().into_iter().flat_map(Dict::iter) {
            tell(id, key, out);
            judge(file, id, value, out);
        }
    }
}

fn judge<R: Read + Seek>(file: &File<R>, id: Id, name: &Object, out: &mut Breaches) {
    if let Ok(name) = file.resolve(name)
        && let Some(name) = name.as_name()
    {
        tell(id, name, out);
    }
}

fn tell(id: Id, name: &[u8], out: &mut Breaches) {
    if std::str::from_utf8(name).is_err() {
        let what = text!(
            "tên phông chữ, màu hoặc kiểu cấu trúc không phải UTF-8",
            "the name of a font, a colourant or a structure type is not UTF-8"
        );
        out.add("6.1.8-1", Some(id), what);
    }
}
