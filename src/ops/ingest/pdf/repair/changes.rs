//! What was changed in a document, kind by kind.

use std::collections::{BTreeMap, BTreeSet};

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

    /// Says whether a change of this kind was made.
    pub(super) fn has(&self, what: &str) -> bool {
        self.changes.contains_key(what)
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
            (count("notes-removed"), text!("ghi chú dán", "sticky notes")),
            (count("annotations-removed"), text!("chú thích", "annotations")),
            (count("hidden-annotations-removed"), text!("chú thích ẩn", "hidden annotations")),
            (count("xfa-removed"), text!("biểu mẫu XFA", "XFA forms")),
            (count("scripts-removed"), text!("mã lệnh JavaScript", "JavaScript")),
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

    /// Visits every dictionary of every object, those within others too, but no dictionary of `names`: what looks like a
    /// key there is a name that somebody chose.
    pub(super) fn each(&mut self, names: &NameDictionaries, visit: &mut dyn FnMut(&mut Dictionary)) {
        for (id, object) in &mut self.document.objects {
            within(object, names.0.contains(id), visit, 0);
        }
    }

    /// Says whether some dictionary, wherever it stands, is as asked.
    pub(super) fn any(&self, fits: &dyn Fn(&Dictionary) -> bool) -> bool {
        self.document.objects.values().any(|object| any_within(object, fits, 0))
    }

    /// Finds the dictionaries whose keys are names of destinations, resources, glyphs, states, roles.
    pub(super) fn name_dictionaries(&self) -> NameDictionaries {
        let mut found = BTreeSet::new();
        self.document.objects.values().for_each(|object| self.note_names(object, &mut found, 0));
        NameDictionaries(found)
    }

    fn note_names(&self, object: &Object, found: &mut BTreeSet<ObjectId>, depth: u32) {
        let dictionary = match object {
            _ if depth > DEEPEST => return,
            Object::Array(items) => return items.iter().for_each(|item| self.note_names(item, found, depth + 1)),
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => return,
        };
        for (key, value) in dictionary.iter() {
            let id = value.as_reference();
            found.extend(id.ok().filter(|_| holds_names(dictionary, key)));
            // The states of an appearance hang one dictionary further down.
            if let (b"AP", Ok(appearances)) = (key.as_slice(), self.follow(value).as_dict()) {
                found.extend(appearances.iter().filter_map(|(_, states)| states.as_reference().ok()));
            }
            self.note_names(value, found, depth + 1);
        }
    }
}

/// Dictionaries whose keys are names that somebody chose, so far as they are objects of their own.
pub(super) struct NameDictionaries(BTreeSet<ObjectId>);

/// Objects within each other that are looked at.
const DEEPEST: u32 = 200;

/// Says whether the dictionary under a key has names for keys (ISO 32000-1, 7.7.2, 7.8.3, 8.6.6.5, 9.6.5, 14.5, 14.7.2).
fn holds_names(holder: &Dictionary, key: &[u8]) -> bool {
    match key {
        // A pattern has one set of parameters, or one shading, under the key that elsewhere leads to many.
        b"ExtGState" | b"Shading" => !holder.has(b"PatternType"),
        b"Dests" | b"ColorSpace" | b"Pattern" | b"XObject" | b"Font" | b"Properties" | b"CharProcs" | b"RoleMap"
        | b"ClassMap" | b"Colorants" | b"PieceInfo" => true,
        _ => false,
    }
}

fn any_within(object: &Object, fits: &dyn Fn(&Dictionary) -> bool, depth: u32) -> bool {
    let dictionary = match object {
        _ if depth > DEEPEST => return false,
        Object::Array(items) => return items.iter().any(|item| any_within(item, fits, depth + 1)),
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        _ => return false,
    };
    fits(dictionary) || dictionary.iter().any(|(_, value)| any_within(value, fits, depth + 1))
}

fn within(object: &mut Object, has_names: bool, visit: &mut dyn FnMut(&mut Dictionary), depth: u32) {
    if depth > DEEPEST {
        return;
    }
    if let Object::Array(items) = object {
        return items.iter_mut().for_each(|item| within(item, false, visit, depth + 1));
    }
    // A stream is never a dictionary of names, whatever led to it.
    let has_names = has_names && matches!(object, Object::Dictionary(_));
    let Some(dictionary) = dictionary_of(object) else { return };
    if !has_names {
        visit(dictionary);
    }
    let keys: Vec<Vec<u8>> = dictionary.iter().map(|(key, _)| key.clone()).collect();
    for key in keys {
        let names_below = !has_names && holds_names(dictionary, &key);
        let Ok(value) = dictionary.get_mut(&key) else { continue };
        match value {
            Object::Dictionary(appearances) if !has_names && key == b"AP" => {
                visit(appearances);
                appearances.iter_mut().for_each(|(_, states)| within(states, true, visit, depth + 2));
            }
            value => within(value, names_below, visit, depth + 1),
        }
    }
}

fn dictionary_of(object: &mut Object) -> Option<&mut Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&mut stream.dict),
        _ => None,
    }
}
