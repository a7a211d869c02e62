//! All cross-references of a file together: where each object lies, by the newest section that knows it.

use crate::pdf::mark::Mark;
use crate::pdf::object::{Dict, Id};

/// What a cross-reference section is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// `xref` and a table.
    Table,
    /// A cross-reference stream.
    Stream,
    /// The stream that a hybrid file has beside a table.
    Hybrid,
}

/// One cross-reference section.
#[derive(Clone, Debug)]
pub struct Section {
    /// Where it begins, in bytes from the start of the file.
    pub offset: u64,
    /// How it is written.
    pub kind: SectionKind,
    /// Its trailer, or the dictionary of its stream.
    pub trailer: Dict,
    /// The object of its stream, if it is one.
    pub stream: Option<Id>,
    /// Where the `%%EOF` behind it ends (before its end of line), if there is one.
    pub end: Option<u64>,
}

/// One entry of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Free,
    At { offset: u64, generation: u16 },
    Packed { stream: u32 },
}

/// Where an object lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Nowhere,
    At(u64),
    Packed { stream: u32 },
}

/// The cross-references of a file.
#[derive(Default)]
pub(super) struct Table {
    pub sections: Vec<Section>,
    pub marks: Vec<Mark>,
    /// What places are counted from.
    base: u64,
    /// By number, each once.
    entries: Vec<(u32, Entry)>,
}

impl Table {
    /// Unites the entries of all sections, newest first.
    pub fn new(base: u64, sections: Vec<Section>, marks: Vec<Mark>, mut entries: Vec<(u32, Entry)>) -> Table {
        // The sort is stable, so of several entries for one number the newest comes first.
        entries.sort_by_key(|(number, _)| *number);
        entries.dedup_by_key(|(number, _)| *number);
        Table { sections, marks, base, entries }
    }

    /// Says where an object lies; one of another generation lies nowhere.
    pub fn place(&self, id: Id) -> Place {
        let found = self.entries.binary_search_by_key(&id.number, |(number, _)| *number);
        match found.ok().map(|at| self.entries[at].1) {
            Some(Entry::At { offset, generation }) if generation == id.generation => {
                Place::At(offset.saturating_add(self.base))
            }
            Some(Entry::Packed { stream }) if id.generation == 0 => Place::Packed { stream },
            _ => Place::Nowhere,
        }
    }

    /// Returns the highest number that any section has an entry for, free ones and the sections' own streams among them.
    pub fn highest(&self) -> u32 {
        let streams = self.sections.iter().filter_map(|section| section.stream).map(|id| id.number);
        let entries = self.entries.last().map(|(number, _)| *number);
        streams.chain(entries).max().unwrap_or(0)
    }

    /// Returns the ids of all objects in use, in order.
    pub fn ids(&self) -> Vec<Id> {
        let id = |(number, entry): &(u32, Entry)| match entry {
            Entry::Free => None,
            Entry::At { generation, .. } => Some(Id { number: *number, generation: *generation }),
            Entry::Packed { .. } => Some(Id { number: *number, generation: 0 }),
        };
        self.entries.iter().filter_map(id).collect()
    }
}
