//! Optional content, alternate presentations, requirements (ISO 19005-2, 6.9 to 6.11).

use std::collections::BTreeSet;
use std::io::{Read, Seek};
use std::rc::Rc;

use super::Document;
use super::graphics::entry;
use super::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// Arrays within arrays in the order of layers.
const DEPTH: u32 = 32;

/// Checks the catalog, the configurations of layers, and every page.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let file = document.file;
    for page in &document.pages {
        if page.dict.as_dict().is_some_and(|dict| dict.has("PresSteps")) {
            out.add("6.10-2", Some(page.id), text!("trang có PresSteps", "a page has PresSteps"));
        }
    }
    let Ok(catalog) = file.catalog() else { return };
    let Some(catalog) = catalog.as_dict() else { return };
    if entry(file, catalog, "Names").as_dict().is_some_and(|names| names.has("AlternatePresentations")) {
        let what = text!("tài liệu có AlternatePresentations", "the document has alternate presentations");
        out.add("6.10-1", None, what);
    }
    if catalog.has("Requirements") {
        out.add("6.11-1", None, text!("tài liệu có Requirements", "the document has requirements"));
    }
    if let Some(properties) = entry(file, catalog, "OCProperties").as_dict() {
        configurations(file, properties, out);
    }
}

fn configurations<R: Read + Seek>(file: &File<R>, properties: &Dict, out: &mut Breaches) {
    let groups: BTreeSet<Id> =
        entry(file, properties, "OCGs").as_array().unwrap_or_default().iter().filter_map(Object::as_ref).collect();
    if entry(file, properties, "D").as_dict().is_none() {
        let what = text!("các lớp không có cấu hình mặc định D", "optional content has no default configuration D");
        out.add("32000-1:8.11.4.2", None, what);
    }
    let others = entry(file, properties, "Configs");
    let listed = others.as_array().unwrap_or_default().iter();
    let mut names: BTreeSet<Vec<u8>> = BTreeSet::new();
    for value in properties.get("D").into_iter().chain(listed) {
        let Ok(resolved) = file.resolve(value) else { continue };
        let Some(dict) = resolved.as_dict() else { continue };
        let place = value.as_ref();
        let name = entry(file, dict, "Name");
        match name.as_string() {
            None | Some([]) => {
                let what = text!("cấu hình lớp không có tên", "a configuration of optional content has no name");
                out.add("6.9-1", place, what);
            }
            Some(name) if !names.insert(name.to_vec()) => {
                let what = text!("hai cấu hình lớp cùng tên", "two configurations of optional content have one name");
                out.add("6.9-2", place, what);
            }
            Some(_) => (),
        }
        if dict.has("AS") {
            out.add("6.9-4", place, text!("cấu hình lớp có AS", "a configuration of optional content has AS"));
        }
        let order = entry(file, dict, "Order");
        if dict.has("Order") && !groups.is_subset(&ordered(file, &order)) {
            let what =
                text!("thứ tự các lớp không đủ mọi lớp", "the order of optional content does not list every group");
            out.add("6.9-3", place, what);
        }
    }
}

/// Returns the groups in an order, however deep in it.
fn ordered<R: Read + Seek>(file: &File<R>, order: &Rc<Object>) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut left = vec![(Rc::clone(order), DEPTH)];
    while let Some((object, depth)) = left.pop() {
        for item in object.as_array().unwrap_or_default() {
            if let Some(id) = item.as_ref() {
                found.insert(id);
                if !seen.insert(id) {
                    continue;
                }
            }
            let inner = file.resolve(item).ok().filter(|inner| depth > 0 && inner.as_array().is_some());
            left.extend(inner.map(|inner| (inner, depth - 1)));
        }
    }
    found
}
