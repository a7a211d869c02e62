//! What leads readers through a document: pages and fields stand in their trees once, bookmarks have titles, and
//! destinations are pages that are there. Boxes of Type 3 fonts, by which readers cut glyphs off, are opened.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::changes::Mending;

/// Nodes within each other that are looked at.
const DEEPEST: u32 = 64;

/// Mends them.
pub(super) fn mend(mending: &mut Mending) {
    page_tree(mending);
    fields(mending);
    destinations(mending);
    titles(mending);
    glyph_boxes(mending);
}

/// Tells every node how many pages are below it, and every page what it hangs from (7.7.3).
fn page_tree(mending: &mut Mending) {
    let Some(catalog) = mending.catalog().and_then(|id| mending.document.get_dictionary(id).ok()) else { return };
    let Ok(root) = catalog.get(b"Pages").and_then(Object::as_reference) else { return };
    let mut tree = Tree { seen: BTreeSet::new(), count: 0 };
    tree.node(mending, root, None, 0);
    mending.note("page-tree-mended", tree.count);
}

struct Tree {
    seen: BTreeSet<ObjectId>,
    count: usize,
}

impl Tree {
    /// Mends a node and returns how many pages it stands for.
    fn node(&mut self, mending: &mut Mending, id: ObjectId, parent: Option<ObjectId>, depth: u32) -> i64 {
        if depth > DEEPEST || !self.seen.insert(id) {
            return 0;
        }
        let Ok(found) = mending.document.get_dictionary(id) else { return 0 };
        let is_under = |parent| found.get(b"Parent").and_then(Object::as_reference).is_ok_and(|found| found == parent);
        let astray = parent.filter(|parent| !is_under(*parent));
        let stated = mending.value(found, "Count").as_i64().ok();
        let kids = mending.value(found, "Kids").as_array().cloned();
        if let Some(parent) = astray {
            mending.change(id, |node| node.set("Parent", parent));
            self.count += 1;
        }
        let Ok(kids) = kids else { return 1 };
        let kids = kids.iter().filter_map(|kid| kid.as_reference().ok());
        let n_pages = kids.map(|kid| self.node(mending, kid, Some(id), depth + 1)).sum();
        if stated != Some(n_pages) {
            mending.change(id, |node| node.set("Count", n_pages));
            self.count += 1;
        }
        n_pages
    }
}

/// Leaves every field of the form in one place: readers that follow each way to it would never be done.
fn fields(mending: &mut Mending) {
    let form = mending.catalog().and_then(|id| mending.document.get_dictionary(id).ok());
    let Some(Ok(form)) = form.map(|form| form.get(b"AcroForm").and_then(Object::as_reference)) else { return };
    let (mut seen, mut count) = (BTreeSet::new(), 0);
    let mut left = vec![(form, "Fields")];
    while let Some((id, key)) = left.pop() {
        let Ok(found) = mending.document.get_dictionary(id) else { continue };
        let Ok(mut kids) = mending.value(found, key).as_array().cloned() else {
            if key == "Fields" {
                mending.change(id, |form| form.set(key, Object::Array(Vec::new())));
                count += 1;
            }
            continue;
        };
        let before = kids.len();
        kids.retain(|kid| kid.as_reference().map_or(true, |id| seen.insert(id)));
        left.extend(kids.iter().filter_map(|kid| Some((kid.as_reference().ok()?, "Kids"))));
        if kids.len() < before {
            count += 1;
            mending.change(id, |node| node.set(key, kids));
        }
    }
    mending.note("field-tree-mended", count);
}

/// Takes out destinations whose page is not there (ISO 32000-1, 12.3.2.2): nobody can go there.
fn destinations(mending: &mut Mending) {
    let objects: BTreeSet<ObjectId> = mending.document.objects.keys().copied().collect();
    let arrays = mending.document.objects.iter();
    let dead: BTreeSet<ObjectId> = arrays.filter(|(_, object)| is_dead(object, &objects)).map(|(id, _)| *id).collect();
    let leads_nowhere = |value: &Object| match value {
        Object::Reference(id) => dead.contains(id),
        other => is_dead(other, &objects),
    };
    let mut count = 0;
    let names = mending.name_dictionaries();
    mending.each(&names, &mut |dictionary| {
        let is_action = |action: &Object| {
            action.as_dict().is_ok_and(|action| is_go_to(action) && action.get(b"D").is_ok_and(leads_nowhere))
        };
        for key in [&b"Dest"[..], b"OpenAction"] {
            let is_gone = dictionary.get(key).is_ok_and(|value| leads_nowhere(value) || is_action(value));
            count += usize::from(is_gone && dictionary.remove(key).is_some());
        }
        let is_gone = dictionary.get(b"A").is_ok_and(is_action);
        count += usize::from(is_gone && dictionary.remove(b"A").is_some());
    });
    mending.note("dead-destinations-removed", count);
}

fn is_go_to(action: &Dictionary) -> bool {
    action.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"GoTo")
}

/// Says whether this is a destination, by the name in its second place, whose page is not among the objects.
fn is_dead(object: &Object, objects: &BTreeSet<ObjectId>) -> bool {
    const KINDS: &[&[u8]] = &[b"XYZ", b"Fit", b"FitH", b"FitV", b"FitR", b"FitB", b"FitBH", b"FitBV"];
    let Ok([page, Object::Name(kind), ..]) = object.as_array().map(Vec::as_slice) else { return false };
    let is_there = match page {
        Object::Reference(id) => objects.contains(id),
        Object::Null => false,
        _ => true,
    };
    KINDS.contains(&kind.as_slice()) && !is_there
}

/// Gives bookmarks without a title (12.3.3) an empty one.
fn titles(mending: &mut Mending) {
    let mut count = 0;
    let names = mending.name_dictionaries();
    mending.each(&names, &mut |dictionary| {
        let is_bookmark = dictionary.has(b"Parent")
            && !dictionary.has(b"Subtype")
            && !dictionary.has(b"Type")
            && (dictionary.has(b"Dest") || dictionary.has(b"Prev") || dictionary.has(b"Next"))
            && !dictionary.has(b"S");
        if is_bookmark && !dictionary.has(b"Title") {
            dictionary.set("Title", Object::string_literal(""));
            count += 1;
        }
    });
    mending.note("bookmark-titles-set", count);
}

/// Opens the boxes of Type 3 fonts: four zeros say that glyphs may be of any size (9.6.5), and then no reader holds
/// what a glyph says of itself against them.
fn glyph_boxes(mending: &mut Mending) {
    let mut count = 0;
    let names = mending.name_dictionaries();
    mending.each(&names, &mut |dictionary| {
        let is_type3 = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type3");
        if is_type3 && dictionary.has(b"CharProcs") {
            dictionary.set("FontBBox", vec![Object::Integer(0); 4]);
            count += 1;
        }
    });
    mending.note("glyph-boxes-opened", count);
}
