//! `sohoa reindex`: the catalogue made anew from the batches.

use anyhow::Result;
use serde::Serialize;

use crate::archive::catalogue::Catalogue;
use crate::archive::layout::Archive;
use crate::archive::lock::Lock;
use crate::ops::index;
use crate::progress::Progress;

/// What the catalogue holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Batches.
    pub batches: u64,
    /// Documents, each once, however many versions it has.
    pub documents: u64,
    /// Pages.
    pub pages: u64,
    /// Batches that the catalogue had and the disk has not.
    pub gone: Vec<String>,
}

/// Makes the catalogue anew.
pub fn run(archive: &Archive, progress: &dyn Progress) -> Result<Report> {
    let _lock = Lock::take(archive)?;
    let known = Catalogue::open(&archive.catalogue_path()).map_or(Ok(Vec::new()), |catalogue| catalogue.batches())?;
    let gone = known.into_iter().filter(|batch| !archive.batch_path(batch).exists()).collect();
    drop(Catalogue::create(&archive.catalogue_path())?);
    let (catalogue, sealed) = index::open(archive, progress)?;
    let sum = |count: fn(&crate::seal::Seal) -> u64| sealed.iter().map(|sealed| count(&sealed.seal)).sum();
    Ok(Report {
        batches: sealed.len() as u64,
        documents: catalogue.count_documents()?,
        pages: sum(|seal| seal.pages),
        gone,
    })
}
