//! What the ledger says of packages that are to be made: an export that was stopped is taken up where it was.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use super::book;
use super::parcel::Parcel;
use crate::archive::layout::Archive;
use crate::archive::ledger::{self, Entry};
use crate::digest::Digest;
use crate::files::container::write::Done;
use crate::finding::Finding;

/// So many damaged lines are told; `verify` tells all.
const TOLD: usize = 100;

/// Packages that were made before, by their ids.
#[derive(Debug, Default)]
pub struct Past(HashMap<String, Vec<(Done, Option<String>)>>);

impl Past {
    /// Reads what the ledger says of these parcels; lines that do not hold are findings.
    pub fn read(archive: &Archive, parcels: &[Parcel], findings: &mut Vec<Finding>) -> Result<Past> {
        let wanted: HashSet<&str> = parcels.iter().map(|parcel| parcel.id.as_str()).collect();
        let mut past = Past::default();
        ledger::each(archive, |line| {
            match line {
                Ok(Entry::Package(package)) if wanted.contains(package.id.as_str()) => {
                    let done = Done { sha256: package.sha256, files: package.files, bytes: package.bytes };
                    past.0.entry(package.id).or_default().push((done, package.recipient));
                }
                Ok(_) => (),
                // What it said is compared anew.
                Err(number) if findings.len() < TOLD => findings.push(book::damaged(number)),
                Err(_) => (),
            }
            Ok(())
        })?;
        Ok(past)
    }

    /// Returns the package of this id that has this digest.
    pub fn done(&self, id: &str, sha256: Digest) -> Option<Done> {
        self.of(id).find(|(done, _)| done.sha256 == sha256).map(|(done, _)| *done)
    }

    /// Says whether this package was noted for this recipient.
    pub fn noted(&self, id: &str, sha256: Digest, recipient: Option<&str>) -> bool {
        self.of(id).any(|(done, to)| done.sha256 == sha256 && to.as_deref() == recipient)
    }

    fn of(&self, id: &str) -> impl Iterator<Item = &(Done, Option<String>)> {
        self.0.get(id).into_iter().flatten()
    }
}
