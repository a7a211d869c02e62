//! The chain of seals as it lies on disk.

use std::path::PathBuf;

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::digest::{Digest, Hasher};
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::seal::Seal;
use crate::text;

/// A committed batch and its seal.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The bag's folder.
    pub bag: PathBuf,
    /// What the seal says.
    pub seal: Seal,
    /// SHA-256 of `seal.txt`.
    pub digest: Digest,
}

/// Reads every seal, in the order of their numbers.
///
/// A seal that cannot be read is an `Err`: nothing may be added to such an archive. `verify` reports it in detail.
pub fn read_all(archive: &Archive) -> Result<Vec<Sealed>> {
    let mut sealed = Vec::new();
    for batch in archive.batches()? {
        let text = files::read_text(&batch.path.join("seal.txt"))?;
        let batch_name = &batch.name;
        let seal = Seal::parse(&text).map_err(|_| {
            let what = text!(
                "niêm phong của lô {batch_name} không đọc được; hãy chạy `sohoa verify`",
                "the seal of batch {batch_name} cannot be read; run `sohoa verify`"
            );
            Fault::raise("archive.seal", what)
        })?;
        sealed.push(Sealed { bag: batch.path, seal, digest: Digest::of(text.as_bytes()) });
    }
    sealed.sort_by_key(|sealed| sealed.seal.sequence);
    Ok(sealed)
}

/// Returns the digest over signature and time-stamp of a seal, one after the other; `None` where there are none.
pub fn evidence(archive: &Archive, sequence: u64) -> Result<Option<Digest>> {
    let mut hasher = Hasher::default();
    let mut found = false;
    for ending in ["p7s", "tsr"] {
        let path = archive.root.join("seals").join(format!("{sequence:07}.{ending}"));
        if path.is_file() {
            let read = files::for_each_block(&path, |block| hasher.update(block));
            read.attempt(|| text!("không đọc được `{path}`", "could not read `{path}`", path = path.display()))?;
            found = true;
        }
    }
    Ok(found.then(|| hasher.finish()))
}
