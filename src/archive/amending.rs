//! The amendment in progress: which batch is being made of it.
//!
//! `staging/amend.json` exists from before anything is staged until the batch is in the catalogue. Who finds it and
//! holds the lock clears up after the amendment that left it: a batch that was not committed never existed.

use std::path::PathBuf;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::archive::layout::Archive;
use crate::archive::run;
use crate::files;

#[derive(Serialize, Deserialize)]
struct Amending {
    batch: String,
}

/// Notes, durably, that a batch is about to be staged. No unfinished import may have reserved its name.
pub fn begin(archive: &Archive, batch: &str) -> Result<()> {
    let amending = Amending { batch: batch.to_owned() };
    files::replace(&path(archive), &serde_json::to_vec_pretty(&amending)?)?;
    // The name may have been that of a batch that came to nothing, killed before the last of it was removed.
    clear(archive, batch)
}

/// Says whether an amendment is under way or was interrupted.
pub fn is_unfinished(archive: &Archive) -> bool {
    path(archive).is_file()
}

/// Removes everything that an amendment has in staging, its note last; without one there is nothing to do.
///
/// A batch that was committed is not in staging any more, and must be in the catalogue by now.
pub fn finish(archive: &Archive) -> Result<()> {
    if !is_unfinished(archive) {
        return Ok(());
    }
    // The note is written in one step, so what is unreadable was never ours.
    if let Ok(Amending { batch }) = serde_json::from_str(&files::read_text(&path(archive))?) {
        clear(archive, &batch)?;
    }
    files::remove(&path(archive))?;
    files::sync_folder(&archive.staging_path())
}

fn clear(archive: &Archive, batch: &str) -> Result<()> {
    files::remove_folder(&run::bag_path(archive, batch))?;
    files::remove_folder(&run::quarantine_path(archive, batch))?;
    files::remove(&run::journal_path(archive, batch))
}

fn path(archive: &Archive) -> PathBuf {
    archive.staging_path().join("amend.json")
}
