//! What was changed in a document, kind by kind.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::sidecar::taken::Change;
use crate::text;
use crate::text::Text;

/// A document that is being mended.
pub(super) struct Mending {
    /// Its objects.
    pub(super) document: Document,
    changes: BTreeMap<&'static str, u32>,
}

impl Mending {
    /// Begins with nothing changed.
    pub(super) fn new(document: Document) -> Mending {
        Mending { document, changes: BTreeMap::new() }
    }

    /// Notes a change; the words are part of the archive's format.
    pub(super) fn note(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            let noted = self.changes.entry(what).or_default();
            *noted = noted.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        }
    }

    /// Returns all changes, in the order of their names.
    pub(super) fn changes(&self) -> Vec<Change> {
        let change = |(what, count): (&&'static str, &u32)| Change { what: (*what).to_owned(), count: *count };
        self.changes.iter().map(change).collect()
    }

    /// Says what a reader of the document would miss, if anything.
    pub(super) fn losses(&self) -> Option<Text> {
        let count = |what: &str| self.changes.get(what).copied().unwrap_or(0);
        let parts: Vec<(u32, Text)> = [
            (count("attachments-removed"), text!("tệp đính kèm", "attachments")),
            (count("annotations-removed"), text!("chú thích", "annotations")),
            (count("hidden-annotations-removed"), text!("chú thích ẩn", "hidden annotations")),
            (count("xfa-removed"), text!("biểu mẫu XFA", "XFA forms")),
            (count("scripts-removed"), text!("mã lệnh", "scripts")),
            (count("page-templates-removed"), text!("trang mẫu", "page templates")),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .collect();
        let all = |of: fn(&Text) -> &str| parts.iter().map(|(_, part)| of(part)).collect::<Vec<_>>().join(", ");
        let (vi, en) = (all(|part| &part.vi), all(|part| &part.en));
        (!parts.is_empty()).then(|| text!("đã lấy ra khỏi PDF: {vi}", "taken out of the PDF: {en}"))
    }

    /// Returns what an object is after references.
    pub(super) fn follow<'d>(&'d self, object: &'d Object) -> &'d Object {
        self.document.dereference(object).map_or(&Object::Null, |(_, found)| found)
    }

    /// Returns the value of a key, references followed.
    pub(super) fn value<'d>(&'d self, dictionary: &'d Dictionary, key: &str) -> &'d Object {
        dictionary.get(key.as_bytes()).map_or(&Object::Null, |value| self.follow(value))
    }

    /// Changes the dictionary of an object, also that of a stream; nothing happens where there is none.
    pub(super) fn change(&mut self, id: ObjectId, change: impl FnOnce(&mut Dictionary)) {
        if let Some(dictionary) = self.document.objects.get_mut(&id).and_then(dictionary_of) {
            change(dictionary);
        }
    }

    /// Returns the catalog's id.
    pub(super) fn catalog(&self) -> Option<ObjectId> {
        self.document.trailer.get(b"Root").and_then(Object::as_reference).ok()
    }

    /// Returns the ids of all objects, in order.
    pub(super) fn ids(&self) -> Vec<ObjectId> {
        self.document.objects.keys().copied().collect()
    }

    /// Visits every dictionary of every object, those within others too.
    pub(super) fn each(&mut self, visit: &mut dyn FnMut(&mut Dictionary)) {
        self.document.objects.values_mut().for_each(|object| within(object, visit, 0));
    }
}

/// Objects within each other that are looked at.
const DEEPEST: u32 = 200;

fn within(object: &mut Object, visit: &mut dyn FnMut(&mut Dictionary), depth: u32) {
    if depth > DEEPEST {
        return;
    }
    if let Object::Array(items) = object {
        return items.iter_mut().for_each(|item| within(item, visit, depth + 1));
    }
    if let Some(dictionary) = dictionary_of(object) {
        visit(dictionary);
        dictionary.iter_mut().for_each(|(_, value)| within(value, visit, depth + 1));
    }
}

fn dictionary_of(object: &mut Object) -> Option<&mut Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&mut stream.dict),
        _ => None,
    }
}
