//! What METS and PREMIS need to know of the files in a package: some 200 bytes for each document, whatever it holds.

use std::collections::HashMap;

use super::Rules;
use super::seat::Seat;
use crate::digest::Digest;
use crate::files::container::write::Written;

/// A file that a METS lists.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// From where the METS lies.
    pub(super) path: String,
    /// Size and digest.
    pub(super) written: Written,
    /// As METS writes it.
    pub(super) created: String,
    /// IANA's name of its type.
    pub(super) mimetype: String,
}

/// A document that was packed; what many have in common stands in [`Packed::words`].
#[derive(Clone, Debug)]
pub(super) struct Entry {
    file_code: u32,
    ordinal: u64,
    pub(super) pdf: Written,
    pub(super) ead: Written,
    /// When its PDF was made.
    pub(super) created: u32,
    pub(super) conformance: u32,
    pub(super) tool: u32,
    pub(super) outcome: u32,
    pub(super) batch: u32,
    pub(super) version: u32,
    pub(super) sidecar: Digest,
    pub(super) id: Box<str>,
}

/// The documents of a package, in their order.
#[derive(Debug, Default)]
pub(super) struct Packed {
    pub(super) entries: Vec<Entry>,
    words: Vec<String>,
    numbers: HashMap<String, u32>,
}

/// Where the files of one document lie, from the representation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paths {
    pub(super) pdf: String,
    pub(super) ead: String,
}

impl Paths {
    /// Names the files of a document.
    pub(super) fn of(rules: &Rules<'_>, seat: &Seat) -> Option<Paths> {
        let (data, document) = (seat.data_file(rules)?, seat.document_file(rules)?);
        Some(Paths { pdf: format!("data/{data}.pdf"), ead: format!("metadata/descriptive/{document}.xml") })
    }
}

impl Packed {
    /// Returns the number of a word.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// Returns the word of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        usize::try_from(number).ok().and_then(|number| self.words.get(number)).map_or("", String::as_str)
    }

    /// Adds a document; `seat` says where it sits.
    pub(super) fn add(&mut self, seat: &Seat, with: impl FnOnce(&mut Packed) -> Entry) {
        let file_code = self.number(&seat.file_code);
        let entry = Entry { file_code, ordinal: seat.ordinal, ..with(self) };
        self.entries.push(entry);
    }

    /// Returns where the files of a document lie.
    pub(super) fn paths(&self, rules: &Rules<'_>, entry: &Entry) -> Paths {
        let seat = Seat { file_code: self.word(entry.file_code).to_owned(), ordinal: entry.ordinal };
        // They had names when they were written.
        Paths::of(rules, &seat).unwrap_or(Paths { pdf: String::new(), ead: String::new() })
    }
}

impl Entry {
    /// Makes the entry of a document whose seat is still to be added.
    pub(super) fn new(pdf: Written, ead: Written, sidecar: Digest, id: &str, version: u32, words: [u32; 5]) -> Entry {
        let [created, conformance, tool, outcome, batch] = words;
        let (file_code, ordinal) = (0, 0);
        Entry {
            file_code,
            ordinal,
            pdf,
            ead,
            created,
            conformance,
            tool,
            outcome,
            batch,
            version,
            sidecar,
            id: id.into(),
        }
    }
}
