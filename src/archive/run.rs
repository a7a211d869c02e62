//! The import in progress: what it reads, when it began, and which batches are its own.
//!
//! `staging/run.json` exists from the first batch of an import until its last one is committed and in the
//! catalogue. An import that finds it carries on with the same time and the same batch names.

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::Zoned;
use serde::{Deserialize, Serialize};

use crate::archive::layout::Archive;
use crate::files;

/// An import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The sources, absolute, and how they are grouped: what must be equal for an import to be the same.
    pub subject: Vec<String>,
    /// RFC 3339 with offset.
    pub created: String,
    /// The batches begun, the last one perhaps not committed.
    pub batches: Vec<String>,
}

impl Run {
    /// Returns the import that was left unfinished, if any.
    pub fn unfinished(archive: &Archive) -> Result<Option<Run>> {
        let path = path(archive);
        if !path.is_file() {
            return Ok(None);
        }
        // The file is replaced in one step, so what is unreadable was never ours.
        Ok(serde_json::from_str(&files::read_text(&path)?).ok())
    }

    /// Writes the state, durably.
    pub fn save(&self, archive: &Archive) -> Result<()> {
        files::replace(&path(archive), &serde_json::to_vec_pretty(self)?)
    }

    /// Ends the import: from now on it is history.
    pub fn finish(&self, archive: &Archive) -> Result<()> {
        files::remove(&path(archive))?;
        for batch in &self.batches {
            files::remove(&journal_path(archive, batch))?;
        }
        files::sync_folder(&archive.staging_path())
    }

    /// Returns the day of the import, `2026-11-21`.
    pub fn day(&self) -> &str {
        self.created.split('T').next().unwrap_or_default()
    }
}

/// Writes an instant as seals and sidecars have it: RFC 3339 with the offset, to the second.
pub fn instant(now: &Zoned) -> String {
    jiff::fmt::strtime::format("%Y-%m-%dT%H:%M:%S%:z", now).unwrap_or_else(|_| now.timestamp().to_string())
}

/// Returns where the bag of a batch is put together.
pub fn bag_path(archive: &Archive, batch: &str) -> PathBuf {
    archive.staging_path().join(batch)
}

/// Returns where the refused inputs of a batch are put together.
pub fn quarantine_path(archive: &Archive, batch: &str) -> PathBuf {
    archive.staging_path().join(format!("{batch}.quarantine"))
}

/// Returns the journal of a batch.
pub fn journal_path(archive: &Archive, batch: &str) -> PathBuf {
    archive.staging_path().join(format!("{batch}.journal"))
}

fn path(archive: &Archive) -> PathBuf {
    Path::new(&archive.staging_path()).join("run.json")
}
