//! A batch in the making: bundles on disk, a journal of those that are whole, and a thread that makes them durable.
//!
//! Bundles are synced in groups (one `syncfs` for many files), then their journal lines are written and
//! synced. What the journal says is true after any crash. Committing is `commit`'s business.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::archive::journal::{self, Journal};
use crate::archive::layout::Archive;
use crate::archive::quarantine::Refused;
use crate::archive::run;
use crate::archive::sources::Row;
use crate::digest::Digest;
use crate::fault::Fault;
use crate::files;
use crate::finding::Finding;
use crate::relpath::RelPath;
use crate::text;

/// What became of one document, or of inputs that belong to none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Tells on a later run, before anything is read, that this was done.
    pub key: Digest,
    /// The place that was taken for the document, stored or not.
    pub place: Option<Place>,
    /// The bundle, if one was stored.
    pub bundle: Option<Bundle>,
    /// The inputs, in page order.
    pub inputs: Vec<Row>,
    /// Inputs copied to the quarantine.
    pub refused: Vec<Refused>,
    /// What a person should know.
    pub findings: Vec<Finding>,
}

/// Where a document belongs in its batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The dossier's folder.
    pub dossier: String,
    /// The document's name, unique in the dossier.
    pub name: String,
    /// Its number in the dossier, from 1.
    pub ordinal: u32,
}

/// A stored bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The document's id.
    pub id: String,
    /// The id that follows from its pages alone, where it has another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Its version.
    pub version: u32,
    /// Pages of the PDF; 0 when it lies in an earlier batch.
    pub pages: u64,
    /// Digest of the document's PDF, wherever it lies.
    pub pdf_sha256: Digest,
    /// The PDF, if it lies in this batch: path from the bag's root, digest and bytes.
    pub pdf: Option<Written>,
    /// The sidecar likewise.
    pub sidecar: Written,
    /// The file as it came, where it is kept beside the PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Written>,
}

impl Bundle {
    /// Returns the files that the bundle adds to its batch.
    pub fn files(&self) -> impl Iterator<Item = &Written> {
        self.pdf.iter().chain([&self.sidecar]).chain(&self.original)
    }

    /// Returns the bytes of those files.
    pub fn size(&self) -> u64 {
        self.files().map(|written| written.size).sum()
    }
}

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// From the bag's root.
    pub path: RelPath,
    /// Of the whole file.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
}

/// A batch in the making.
#[derive(Debug)]
pub struct Staging {
    /// The batch's name.
    pub batch: String,
    /// Where its bag is put together.
    pub bag: PathBuf,
    /// Where its refused inputs are put together.
    pub quarantine: PathBuf,
    journal_path: PathBuf,
    sender: Option<SyncSender<Vec<Entry>>>,
    keeper: Option<JoinHandle<Result<()>>>,
}

impl Staging {
    /// Opens a batch in the making, and returns what an earlier run finished of it, by key.
    ///
    /// What the journal claims is hashed before it is believed; bundles that do not hold are removed and made again.
    pub fn open(archive: &Archive, batch: &str) -> Result<(Staging, HashMap<Digest, Entry>)> {
        let bag = run::bag_path(archive, batch);
        let quarantine = run::quarantine_path(archive, batch);
        let journal_path = run::journal_path(archive, batch);
        files::create_folder(&bag.join("data"))?;
        let mut done = HashMap::new();
        if journal_path.is_file() {
            let entries: Vec<Entry> = journal::entries(&journal_path)?.collect();
            let sound: Vec<bool> = entries.par_iter().map(|entry| holds(&bag, entry)).collect();
            if sound.contains(&false) {
                let kept: Vec<&Entry> =
                    entries.iter().zip(&sound).filter(|(_, sound)| **sound).map(|(e, _)| e).collect();
                files::remove(&journal_path)?;
                Journal::open(&journal_path)?.append(&kept)?;
            }
            let kept = entries.into_iter().zip(sound).filter(|(_, sound)| *sound);
            done = kept.map(|(entry, _)| (entry.key, entry)).collect();
        }
        remove_unclaimed(&bag, &quarantine, done.values())?;
        let mut journal = Journal::open(&journal_path)?;
        let (sender, receiver) = sync_channel::<Vec<Entry>>(1);
        let synced = archive.staging_path();
        let keeper = std::thread::spawn(move || {
            for entries in receiver {
                files::sync_tree(&synced)?;
                journal.append(&entries)?;
            }
            Ok(())
        });
        let staging = Staging {
            batch: batch.to_owned(),
            bag,
            quarantine,
            journal_path,
            sender: Some(sender),
            keeper: Some(keeper),
        };
        Ok((staging, done))
    }

    /// Hands finished work to be made durable. The call returns at once; `flush` waits and tells of failures.
    pub fn record(&mut self, entries: Vec<Entry>) -> Result<()> {
        let sent = self.sender.as_ref().map(|sender| sender.send(entries));
        match sent {
            Some(Ok(())) => Ok(()),
            // The thread ended early, so it has a fault to tell.
            _ => self.flush(),
        }
    }

    /// Waits until everything handed over is durable.
    pub fn flush(&mut self) -> Result<()> {
        drop(self.sender.take());
        match self.keeper.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            _ => Err(Fault::raise(
                "archive.journal",
                text!("nhật ký của lô đã dừng giữa chừng", "the journal of the batch stopped halfway"),
            )),
        }
    }

    /// Hands over every entry of the journal, in order.
    pub fn for_each(&self, mut take: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        journal::entries::<Entry>(&self.journal_path)?.try_for_each(&mut take)
    }

    /// Ends the batch, after it was committed or turned out empty. The journal stays until the import ends.
    pub fn close(self) -> Result<()> {
        files::remove_folder(&self.bag)?;
        files::remove_folder(&self.quarantine)
    }
}

/// Returns every entry of a batch that was closed; `None` when it was not.
///
/// A batch has its bag in staging from before its journal begins until it is committed or given up.
pub fn closed(archive: &Archive, batch: &str) -> Result<Option<impl Iterator<Item = Entry> + use<>>> {
    let journal = run::journal_path(archive, batch);
    if !journal.is_file() || run::bag_path(archive, batch).exists() {
        return Ok(None);
    }
    journal::entries(&journal).map(Some)
}

/// Removes what a crash left half-written: files that no entry claims.
fn remove_unclaimed<'e>(bag: &Path, quarantine: &Path, entries: impl Iterator<Item = &'e Entry>) -> Result<()> {
    let mut claimed = HashSet::new();
    for entry in entries {
        let bundle = entry.bundle.iter().flat_map(Bundle::files);
        claimed.extend(bundle.map(|written| written.path.under(bag)));
        claimed
            .extend(entry.refused.iter().filter_map(|refused| refused.copy.as_ref()).map(|name| quarantine.join(name)));
    }
    for folder in [&bag.join("data"), quarantine] {
        for found in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            if found.file_type().is_file() && !claimed.contains(found.path()) {
                files::remove(found.path())?;
            }
        }
    }
    Ok(())
}

/// Says whether the files that an entry claims are there, whole.
fn holds(bag: &Path, entry: &Entry) -> bool {
    let Some(bundle) = &entry.bundle else { return true };
    bundle.files().all(|written| {
        let path = written.path.under(bag);
        let sound = matches!(files::digest(&path), Ok(found) if found == (written.sha256, written.size));
        if !sound {
            // A file that cannot be removed will stop the run when it is to be made again.
            let _ = std::fs::remove_file(&path);
        }
        sound
    })
}
