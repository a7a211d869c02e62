//! Interactive forms (ISO 19005-2, 6.4): nothing that runs, nothing that is drawn anew, no XFA.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use super::graphics::entry;
use super::report::Breaches;
use super::{Document, annotations};
use crate::pdf::file::{File, Page};
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// Checks the form of the catalog, its fields, and all widgets.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let file = document.file;
    for page in &document.pages {
        widgets(file, page, out);
    }
    let Ok(catalog) = file.catalog() else { return };
    let Some(catalog) = catalog.as_dict() else { return };
    if entry(file, catalog, "NeedsRendering").as_bool() == Some(true) {
        out.add("6.4.2-2", None, text!("tài liệu cần được dựng hình (NeedsRendering)", "the document needs rendering"));
    }
    let form = entry(file, catalog, "AcroForm");
    let Some(form) = form.as_dict() else { return };
    if form.has("XFA") {
        out.add("6.4.2-1", None, text!("biểu mẫu có XFA", "the form has XFA"));
    }
    if entry(file, form, "NeedAppearances").as_bool() == Some(true) {
        let what = text!("biểu mẫu đòi vẽ lại hình thức hiển thị", "the form asks for appearances to be made anew");
        out.add("6.4.1-3", None, what);
    }
    let fields = fields(file, form);
    if are_shared(file, form, &fields) {
        let what =
            text!("một trường biểu mẫu có nhiều chỗ trong cây", "a form field stands in several places of the tree");
        out.add("32000-1:12.7.3.1", None, what);
    }
    for (id, field) in fields {
        if field.has("AA") {
            out.add(
                "6.4.1-2",
                id,
                text!("trường biểu mẫu có hành động kèm theo AA", "a form field has additional actions"),
            );
        }
    }
}

fn widgets<R: Read + Seek>(file: &File<R>, page: &Page, out: &mut Breaches) {
    for (id, annotation) in annotations::of_page(file, page) {
        let Some(dict) = annotation.as_dict() else { continue };
        if annotations::kind(file, dict) == b"Widget" && (dict.has("A") || dict.has("AA")) {
            out.add("6.4.1-1", id.or(Some(page.id)), text!("ô biểu mẫu có hành động", "a form widget has an action"));
        }
    }
}

/// Says whether a field is listed more than once: readers that follow each way to it may never be done.
fn are_shared<R: Read + Seek>(file: &File<R>, form: &Dict, fields: &[(Option<Id>, Dict)]) -> bool {
    let kids = fields.iter().map(|(_, field)| entry(file, field, "Kids"));
    let mut seen = BTreeSet::new();
    std::iter::once(entry(file, form, "Fields")).chain(kids).any(|listed| {
        let listed = listed.as_array().unwrap_or_default();
        listed.iter().filter_map(Object::as_ref).any(|id| !seen.insert(id))
    })
}

/// Returns all fields of a form, each once; the order does not matter.
pub(super) fn fields<R: Read + Seek>(file: &File<R>, form: &Dict) -> Vec<(Option<Id>, Dict)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut left: Vec<Object> = entry(file, form, "Fields").as_array().unwrap_or_default().to_vec();
    while let Some(next) = left.pop() {
        let id = next.as_ref();
        if id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let Ok(field) = file.resolve(&next) else { continue };
        let Some(dict) = field.as_dict() else { continue };
        left.extend_from_slice(entry(file, dict, "Kids").as_array().unwrap_or_default());
        found.push((id, dict.clone()));
    }
    found
}
