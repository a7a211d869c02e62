//! The catalog and what hangs on it: forms, names, permissions, optional content (ISO 19005-2, 6.4, 6.9 to 6.11).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::changes::Mending;

/// Keys of the catalog that a PDF/A-2 does not have, or that lead to what was taken out; attachments are counted as
/// files, not by the keys that lead to them.
const GONE: &[(&str, &str)] = &[
    ("Perms", "permissions-removed"),
    ("Requirements", "requirements-removed"),
    ("NeedsRendering", "xfa-removed"),
    ("Collection", "collection-removed"),
];

/// Mends the catalog.
pub(super) fn mend(mending: &mut Mending) {
    let Some(id) = mending.catalog() else { return };
    for (key, what) in GONE {
        mending.take_out(id, key, what);
    }
    if mending.document.trailer.remove(b"Info").is_some() {
        mending.note("info-removed", 1);
    }
    for key in ["Names", "AcroForm"] {
        mending.own_object(id, key);
    }
    if let Some(names) = mending.reference(id, "Names") {
        mending.change(names, |names| {
            names.remove(b"JavaScript");
            names.remove(b"EmbeddedFiles");
        });
        mending.take_out(names, "AlternatePresentations", "presentations-removed");
        // Stamps and page templates that only a program for editing would show.
        mending.take_out(names, "AP", "named-appearances-removed");
        mending.take_out(names, "Templates", "page-templates-removed");
    }
    if let Some(form) = mending.reference(id, "AcroForm") {
        mending.take_out(form, "XFA", "xfa-removed");
        mending.take_out(form, "NeedAppearances", "form-appearances-fixed");
        mending.take_out(form, "SigFlags", "signature-flags-removed");
    }
    optional_content(mending, id);
    mending.note("metadata-rewritten", 1);
    mending.note("output-intent-set", 1);
}

/// Says whether readers show values of form fields that nobody has painted yet: what they make of them, a file that
/// stands for itself cannot show, and what is painted may be an older value.
pub(super) fn has_unpainted_values(mending: &Mending) -> bool {
    let Some(root) = mending.catalog().and_then(|id| mending.document.get_dictionary(id).ok()) else { return false };
    let Ok(form) = mending.value(root, "AcroForm").as_dict() else { return false };
    let is_needed = mending.value(form, "NeedAppearances").as_bool().unwrap_or(false);
    is_needed && mending.any(&|dictionary| is_field(dictionary) && has_value(mending.value(dictionary, "V")))
}

fn is_field(dictionary: &Dictionary) -> bool {
    [&b"FT"[..], b"T", b"Rect"].into_iter().any(|key| dictionary.has(key))
}

/// Empty text and a button that is off look the same in any case.
fn has_value(value: &Object) -> bool {
    match value {
        Object::Null => false,
        Object::Name(name) => name != b"Off",
        Object::String(text, _) => !text.is_empty(),
        Object::Array(items) => !items.is_empty(),
        _ => true,
    }
}

impl Mending {
    /// Removes a key and notes it.
    fn take_out(&mut self, id: ObjectId, key: &str, what: &'static str) {
        let mut count = 0;
        self.change(id, |dictionary| count = usize::from(dictionary.remove(key.as_bytes()).is_some()));
        self.note(what, count);
    }

    /// Makes the dictionary under a key an object of its own, so that it can be changed by its id.
    fn own_object(&mut self, id: ObjectId, key: &str) {
        let found = self.document.get_dictionary(id).ok().and_then(|catalog| catalog.get(key.as_bytes()).ok());
        if let Some(Object::Dictionary(inner)) = found.cloned() {
            let own = self.document.add_object(inner);
            self.change(id, |dictionary| dictionary.set(key, own));
        }
    }

    fn reference(&self, id: ObjectId, key: &str) -> Option<ObjectId> {
        self.document.get_dictionary(id).ok()?.get(key.as_bytes()).and_then(Object::as_reference).ok()
    }
}

/// Gives every configuration a name of its own and an order that lists every group, and takes automatic states out.
fn optional_content(mending: &mut Mending, catalog: ObjectId) {
    let Ok(root) = mending.document.get_dictionary(catalog) else { return };
    let Object::Dictionary(properties) = mending.value(root, "OCProperties").clone() else { return };
    let groups = mending.value(&properties, "OCGs").as_array().cloned().unwrap_or_default();
    let mut mended = properties.clone();
    let mut names = BTreeSet::new();
    let mut changed = 0;
    if let Object::Dictionary(default) = mending.value(&properties, "D").clone() {
        mended.set("D", configuration(mending, default, &groups, &mut names, &mut changed));
    }
    if let Ok(others) = mending.value(&properties, "Configs").as_array().cloned() {
        let mut kept: Vec<Object> = Vec::new();
        for other in others {
            if let Object::Dictionary(other) = mending.follow(&other).clone() {
                kept.push(configuration(mending, other, &groups, &mut names, &mut changed).into());
            }
        }
        mended.set("Configs", kept);
    }
    mending.change(catalog, |dictionary| dictionary.set("OCProperties", mended));
    mending.note("optional-content-mended", changed);
}

fn configuration(
    mending: &Mending,
    mut found: Dictionary,
    groups: &[Object],
    names: &mut BTreeSet<Vec<u8>>,
    changed: &mut usize,
) -> Dictionary {
    *changed += usize::from(found.remove(b"AS").is_some());
    let name = mending.value(&found, "Name").as_str().unwrap_or_default().to_vec();
    if name.is_empty() || !names.insert(name) {
        let mut number = names.len() + 1;
        while !names.insert(format!("Layers {number}").into_bytes()) {
            number += 1;
        }
        found.set("Name", Object::string_literal(format!("Layers {number}")));
        *changed += 1;
    }
    let Object::Array(mut order) = mending.value(&found, "Order").clone() else { return found };
    let mut listed = BTreeSet::new();
    collect(mending, &order, &mut listed, 0);
    let missing: Vec<Object> =
        groups.iter().filter(|group| group.as_reference().is_ok_and(|id| !listed.contains(&id))).cloned().collect();
    if !missing.is_empty() {
        order.extend(missing);
        found.set("Order", order);
        *changed += 1;
    }
    found
}

fn collect(mending: &Mending, order: &[Object], listed: &mut BTreeSet<ObjectId>, depth: u32) {
    for item in order {
        if let Ok(id) = item.as_reference() {
            listed.insert(id);
        }
        if let (Ok(inner), true) = (mending.follow(item).as_array(), depth < 32) {
            collect(mending, inner, listed, depth + 1);
        }
    }
}
