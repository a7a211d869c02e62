//! What an import did, in numbers that add up.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::archive::sources::Outcome;
use crate::archive::staging::Entry;
use crate::finding::Finding;

/// What became of the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Inputs {
    /// Files found in the sources.
    pub seen: u64,
    /// Files that are in documents stored now.
    pub stored: u64,
    /// Files whose documents the archive has already.
    pub duplicate: u64,
    /// Files refused.
    pub quarantined: u64,
    /// Files that are no scans, or not ready.
    pub ignored: u64,
}

impl Inputs {
    /// Says whether every input is accounted for.
    pub fn adds_up(&self) -> bool {
        self.seen == self.stored + self.duplicate + self.quarantined + self.ignored
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Batches committed, in order.
    pub batches: Vec<String>,
    /// Documents stored.
    pub documents: u64,
    /// Documents in the sources that a row of an index sheet is about, stored now or before.
    pub described: u64,
    /// Pages stored.
    pub pages: u64,
    /// Bytes of the bundles stored.
    pub bytes: u64,
    /// What became of the inputs.
    pub inputs: Inputs,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// Why files were ignored: how many for each code.
    pub ignored: BTreeMap<String, u64>,
    /// Documents that an earlier, interrupted run had finished.
    pub resumed: u64,
}

impl Summary {
    /// Counts what became of one document or of inputs that belong to none.
    pub fn count(&mut self, entry: &Entry) {
        for row in &entry.inputs {
            let counter = match row.outcome {
                Outcome::Stored => &mut self.inputs.stored,
                Outcome::Duplicate => &mut self.inputs.duplicate,
                Outcome::Quarantined => &mut self.inputs.quarantined,
                Outcome::Ignored => {
                    *self.ignored.entry(row.detail.clone()).or_default() += 1;
                    &mut self.inputs.ignored
                }
            };
            *counter += 1;
        }
        if let Some(bundle) = &entry.bundle {
            self.documents += 1;
            self.pages += bundle.pages;
            self.bytes += bundle.size();
        }
        self.findings.extend(entry.findings.iter().cloned());
    }
}
