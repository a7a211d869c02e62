//! A committed batch, read from disk, into the catalogue: the only way in.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::amending;
use crate::archive::catalogue::{Catalogue, Document, Spared};
use crate::archive::layout::{Archive, folders_in};
use crate::archive::quarantine;
use crate::archive::seals::{self, Sealed};
use crate::archive::sources::{self, Outcome};
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::manifest;
use crate::progress::{Progress, Stage};
use crate::relpath::RelPath;
use crate::sidecar::Sidecar;
use crate::text;

/// So many sidecars are read side by side and held in memory.
const AT_ONCE: usize = 512;

/// Opens the catalogue and brings it up to date with the batches on disk; makes it anew when it cannot be trusted.
///
/// Every writer comes through here with the lock in its hands, so here is also cleared up after an interrupted amendment.
pub fn open(archive: &Archive, progress: &dyn Progress) -> Result<(Catalogue, Vec<Sealed>)> {
    let sealed = seals::read_all(archive)?;
    let catalogue = match Catalogue::open(&archive.catalogue_path()) {
        Some(catalogue) if fits(&catalogue, &sealed) => catalogue,
        Some(_) => return Err(batches_gone()),
        None => Catalogue::create(&archive.catalogue_path())?,
    };
    let (known, _) = catalogue.head()?;
    progress.begin(Stage::Reindex, (sealed.len() as u64).saturating_sub(known), 0);
    for sealed in sealed.iter().filter(|sealed| sealed.seal.sequence > known) {
        add_batch(&catalogue, sealed)?;
        progress.advance(1, sealed.seal.bytes);
    }
    progress.end();
    for folder in folders_in(&archive.root.join("quarantine"))? {
        catalogue.add_quarantined(&quarantine::listed(&folder.path)?)?;
    }
    amending::finish(archive)?;
    Ok((catalogue, sealed))
}

/// Opens the catalogue for questions; `None` when it is unusable or lags behind the batches.
pub fn current(archive: &Archive) -> Result<Option<Catalogue>> {
    let last = seals::read_all(archive)?.last().map(|sealed| sealed.digest);
    let catalogue = Catalogue::open_read_only(&archive.catalogue_path());
    Ok(catalogue.filter(|catalogue| matches!(catalogue.head(), Ok((_, head)) if head == last)))
}

/// The catalogue never knows a batch before it is durable, so one that the disk lacks was taken away or changed.
fn batches_gone() -> anyhow::Error {
    let what = text!(
        "mục lục có những lô mà trên đĩa không còn hoặc đã bị đổi; hãy chạy `sohoa verify`, khôi phục các lô đó, hoặc chạy `sohoa reindex` nếu trên đĩa mới là đúng",
        "the catalogue has batches that are gone from the disk or were changed; run `sohoa verify`, restore them, or run `sohoa reindex` if the disk is right"
    );
    Fault::raise("archive.batches-gone", what)
}

/// Says whether the catalogue ends with a seal of this archive.
fn fits(catalogue: &Catalogue, sealed: &[Sealed]) -> bool {
    let Ok((sequence, seal)) = catalogue.head() else { return false };
    let known = sealed.iter().find(|sealed| sealed.seal.sequence == sequence);
    sequence == 0 || known.is_some_and(|sealed| Some(sealed.digest) == seal)
}

/// Adds one committed batch.
pub fn add_batch(catalogue: &Catalogue, sealed: &Sealed) -> Result<()> {
    let (lines, _) = manifest::parse(&files::read_text(&sealed.bag.join("manifest-sha256.txt"))?);
    let sidecars: Vec<_> = lines.iter().filter(|line| line.path.as_str().ends_with(".json")).collect();
    let read = |some: &[&manifest::Entry]| {
        some.par_iter().map(|line| read_document(sealed, &line.path, &line.digest)).collect()
    };
    catalogue.add(sealed, spared(sealed)?, sidecars.chunks(AT_ONCE).map(read))
}

/// Counts the sources that were there already. A list that is gone, and a line that is none, are `verify`'s business.
fn spared(sealed: &Sealed) -> Result<Spared> {
    let path = sealed.bag.join("sources.tsv");
    let cannot = || text!("không đọc được `{path}`", "could not read `{path}`", path = path.display());
    let mut spared = Spared::default();
    let file = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(spared),
        opened => opened.attempt(cannot)?,
    };
    for line in BufReader::new(file).lines() {
        let row = sources::Row::parse(&line.attempt(cannot)?);
        if let Some(row) = row.filter(|row| row.outcome == Outcome::Duplicate) {
            spared.files += 1;
            spared.bytes = spared.bytes.saturating_add(row.size);
        }
    }
    Ok(spared)
}

fn read_document(sealed: &Sealed, path: &RelPath, digest: &str) -> Result<Document> {
    let batch = &sealed.seal.batch;
    let damaged = || {
        let what = text!(
            "tệp mô tả `{path}` trong lô {batch} bị hỏng; hãy chạy `sohoa verify`",
            "the sidecar `{path}` in batch {batch} is damaged; run `sohoa verify`"
        );
        Fault::raise("archive.damaged", what)
    };
    let full = path.under(&sealed.bag);
    let bytes = std::fs::read(&full)
        .attempt(|| text!("không đọc được `{full}`", "could not read `{full}`", full = full.display()))?;
    let sidecar = Sidecar::parse(&bytes).map_err(|_| damaged())?;
    let digest = digest.parse().map_err(|_| damaged())?;
    Ok(Document::of(sidecar, batch, path, digest))
}
