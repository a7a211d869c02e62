//! Pages: resources of their own, annotations that are printed and never hidden (ISO 19005-2, 6.2.2 and 6.3).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::changes::Mending;

/// Kinds of annotations that may stay (6.3.1); attached files went before, so their pins go as well.
const KINDS: &[&[u8]] = &[
    b"Text",
    b"Link",
    b"FreeText",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Stamp",
    b"Caret",
    b"Ink",
    b"Popup",
    b"Widget",
    b"PrinterMark",
    b"TrapNet",
    b"Watermark",
];
/// Invisible, Hidden, NoView: what was not shown must not be shown now.
const UNSEEN: i64 = 1 | 2 | 32;
/// ToggleNoView.
const TOGGLE: i64 = 256;
/// Print.
const PRINT: i64 = 4;
/// Nodes above a page that are looked at for what it inherits.
const LEVELS: usize = 64;

/// Mends all pages.
pub(super) fn mend(mending: &mut Mending) {
    let pages: Vec<ObjectId> = mending.document.page_iter().collect();
    for page in &pages {
        resources(mending, *page);
        annotations(mending, *page);
    }
    form_resources(mending, &pages);
}

/// Copies inherited resources down.
fn resources(mending: &mut Mending, page: ObjectId) {
    let Ok(found) = mending.document.get_dictionary(page) else { return };
    if found.has(b"Resources") {
        return;
    }
    let mut node = found;
    let mut inherited = None;
    for _ in 0..LEVELS {
        let Object::Dictionary(parent) = mending.value(node, "Parent") else { break };
        node = parent;
        if let Ok(resources) = node.get(b"Resources") {
            inherited = Some(resources.clone());
            break;
        }
    }
    let resources = inherited.unwrap_or_else(|| Dictionary::new().into());
    mending.change(page, |dictionary| dictionary.set("Resources", resources));
    mending.note("resources-copied-down", 1);
}

/// Gives forms without resources those of the page that paints them, which is where readers look.
fn form_resources(mending: &mut Mending, pages: &[ObjectId]) {
    for page in pages {
        let Ok(found) = mending.document.get_dictionary(*page) else { continue };
        let Ok(own) = found.get(b"Resources").cloned() else { continue };
        let Object::Dictionary(resources) = mending.follow(&own).clone() else { continue };
        let Object::Dictionary(objects) = mending.value(&resources, "XObject").clone() else { continue };
        let forms: Vec<ObjectId> = objects.iter().filter_map(|(_, object)| object.as_reference().ok()).collect();
        let shared = match own {
            Object::Reference(_) => own,
            direct => Object::Reference(mending.document.add_object(direct)),
        };
        for form in forms {
            let mut count = 0;
            mending.change(form, |dictionary| {
                let is_form = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
                if is_form && !dictionary.has(b"Resources") {
                    dictionary.set("Resources", shared.clone());
                    count = 1;
                }
            });
            mending.note("resources-copied-down", count);
        }
    }
}

fn annotations(mending: &mut Mending, page: ObjectId) {
    let Ok(found) = mending.document.get_dictionary(page) else { return };
    let Object::Array(items) = mending.value(found, "Annots").clone() else { return };
    let mut kept: Vec<Object> = Vec::new();
    let notes: BTreeSet<ObjectId> = items.iter().filter_map(|item| note(mending, item)).collect();
    for item in items {
        let Object::Dictionary(annotation) = mending.follow(&item).clone() else { continue };
        let kind = mending.value(&annotation, "Subtype").as_name().unwrap_or_default().to_vec();
        let flags = mending.value(&annotation, "F").as_i64().unwrap_or(0);
        let of = |key: &[u8]| annotation.get(key).and_then(Object::as_reference);
        if is_bare_note(mending, &annotation) {
            mending.note("notes-removed", 1);
        } else if of(b"Parent").is_ok_and(|note| kind == b"Popup" && notes.contains(&note)) {
            // The window of a note that goes.
        } else if !KINDS.contains(&kind.as_slice()) {
            mending.note("annotations-removed", 1);
        } else if flags & UNSEEN != 0 && kind != b"Popup" {
            mending.note("hidden-annotations-removed", 1);
        } else {
            let mended = annotation_mended(mending, annotation, &kind, flags);
            kept.push(match item {
                Object::Reference(id) => {
                    mending.document.objects.insert(id, mended.into());
                    item
                }
                _ => mended.into(),
            });
        }
    }
    mending.change(page, |dictionary| dictionary.set("Annots", kept));
}

/// Returns the id of a note that goes.
fn note(mending: &Mending, item: &Object) -> Option<ObjectId> {
    let annotation = mending.follow(item).as_dict().ok()?;
    item.as_reference().ok().filter(|_| is_bare_note(mending, annotation))
}

/// A note that every program draws as it likes: nothing of it is on the page, and PDF/A asks for a picture (6.3.3).
fn is_bare_note(mending: &Mending, annotation: &Dictionary) -> bool {
    let is_text = mending.value(annotation, "Subtype").as_name().is_ok_and(|kind| kind == b"Text");
    let appearance = mending.value(annotation, "AP").as_dict();
    is_text && !appearance.is_ok_and(|appearance| appearance.has(b"N"))
}

fn annotation_mended(mending: &mut Mending, mut annotation: Dictionary, kind: &[u8], flags: i64) -> Dictionary {
    let printed = flags & !TOGGLE | PRINT;
    if kind != b"Popup" && (printed != flags || !annotation.has(b"F")) {
        annotation.set("F", printed);
        mending.note("annotation-flags-set", 1);
    }
    let place = mending.value(&annotation, "Rect").as_array();
    if !place.is_ok_and(|place| place.len() == 4) {
        annotation.set("Rect", vec![Object::Integer(0); 4]);
        mending.note("annotation-places-set", 1);
    }
    // Readers that expect it here do not follow a reference.
    if let Object::Array(border) = mending.value(&annotation, "Border").clone() {
        annotation.set("Border", border);
    }
    if kind == b"Widget" && annotation.remove(b"A").is_some() {
        mending.note("actions-removed", 1);
    }
    if let Object::Dictionary(appearances) = mending.value(&annotation, "AP").clone()
        && (appearances.has(b"D") || appearances.has(b"R"))
        && let Ok(normal) = appearances.get(b"N")
    {
        annotation.set("AP", dictionary! { "N" => normal.clone() });
        mending.note("extra-appearances-removed", 1);
    }
    annotation
}

/// Lets every page and form read CMYK by a profile (6.2.4.3), where its resources do not say how themselves.
pub(super) fn default_cmyk(mending: &mut Mending, profile: ObjectId) {
    let mut count = 0;
    let space = Object::Array(vec!["ICCBased".into(), Object::Reference(profile)]);
    let ids: Vec<ObjectId> = mending.ids();
    for id in ids {
        let Some(found) = mending.document.objects.get(&id).and_then(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }) else {
            continue;
        };
        let Ok(own) = found.get(b"Resources") else { continue };
        let Object::Dictionary(mut resources) = mending.follow(own).clone() else { continue };
        let mut spaces = mending.value(&resources, "ColorSpace").as_dict().cloned().unwrap_or_default();
        if !spaces.has(b"DefaultCMYK") {
            spaces.set("DefaultCMYK", space.clone());
            resources.set("ColorSpace", spaces);
            mending.change(id, |dictionary| dictionary.set("Resources", resources));
            count += 1;
        }
    }
    // What a group blends in is no colour that is chosen, so that a default does not stand for it.
    let names = mending.name_dictionaries();
    mending.each(&names, &mut |dictionary| {
        let is =
            |key: &[u8], name: &[u8]| dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name);
        if is(b"S", b"Transparency") && is(b"CS", b"DeviceCMYK") {
            dictionary.set("CS", space.clone());
            count += 1;
        }
    });
    mending.note("default-cmyk-set", count);
}
