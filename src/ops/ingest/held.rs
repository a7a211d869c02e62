//! What the batch that is being made holds so far: places that are taken, and documents by their files and their content.

use std::collections::HashMap;

use crate::archive::catalogue::sources_key;
use crate::archive::staging::{Entry, Place};
use crate::digest::Digest;
use crate::names::Taken;
use crate::relpath::RelPath;

use super::plan::PlannedDocument;

/// What a batch holds so far.
#[derive(Default)]
pub struct Held {
    names: Taken,
    ordinals: HashMap<String, u32>,
    /// Documents by the id that follows from their pages.
    content: HashMap<String, Vec<First>>,
    /// Documents by the files that they were made of.
    sources: HashMap<Digest, First>,
    /// How many documents.
    pub documents: u64,
    /// Bytes of their bundles.
    pub bytes: u64,
}

/// The document of a batch that was the first of its files.
#[derive(Clone, Debug)]
pub struct First {
    /// Its id.
    pub id: String,
    /// Its sidecar, from the bag's root.
    pub sidecar: RelPath,
}

impl Held {
    /// Takes a place that an earlier run gave.
    pub fn keep(&mut self, place: &Place) {
        self.names.take(&format!("{}/{}", place.dossier, place.name));
        let last = self.ordinals.entry(place.dossier.clone()).or_default();
        *last = place.ordinal.max(*last);
    }

    /// Gives a document its place.
    pub fn place(&mut self, planned: &PlannedDocument) -> Place {
        let taken = self.names.take(&format!("{}/{}", planned.dossier, planned.name));
        let name = taken.split_once('/').map_or(planned.name.clone(), |(_, name)| name.to_owned());
        let ordinal = self.ordinals.entry(planned.dossier.clone()).or_default();
        *ordinal += 1;
        Place { dossier: planned.dossier.clone(), name, ordinal: *ordinal }
    }

    /// Takes a document's id and size into account.
    pub fn add(&mut self, entry: &Entry) {
        let Some(bundle) = &entry.bundle else { return };
        let first = First { id: bundle.id.clone(), sidecar: bundle.sidecar.path.clone() };
        let content = bundle.content.as_ref().unwrap_or(&bundle.id);
        self.content.entry(content.clone()).or_default().push(first.clone());
        self.sources.insert(sources_of(entry), first);
        self.documents += 1;
        self.bytes += bundle.size();
    }

    /// Returns the document of the same files.
    pub fn of_sources(&self, entry: &Entry) -> Option<&First> {
        self.sources.get(&sources_of(entry))
    }

    /// Returns the documents whose pages give this id.
    pub fn of_content(&self, id: &str) -> &[First] {
        self.content.get(id).map_or(&[], Vec::as_slice)
    }
}

fn sources_of(entry: &Entry) -> Digest {
    let sources: Vec<Digest> = entry.inputs.iter().filter_map(|row| row.sha256).collect();
    sources_key(&sources)
}
