//! How a batch in the making becomes part of the archive: tags, seal, read back, one rename.
//!
//! Before the rename the batch does not exist; after it the batch is complete. Every step before can be
//! repeated from the journal.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::bag;
use crate::archive::layout::Archive;
use crate::archive::quarantine;
use crate::archive::run::Run;
use crate::archive::seals::{self, Sealed};
use crate::archive::sources;
use crate::archive::staging::{Bundle, Entry, Staging, Written};
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::manifest::Entry as Line;
use crate::merkle::{self, Tree};
use crate::progress::{Progress, Stage};
use crate::relpath::RelPath;
use crate::seal::Seal;
use crate::text;

/// Seals a batch and moves it into the archive; `None` when it holds no document.
///
/// `tree` grows by the batch's documents. Refused inputs are moved to the quarantine first, since a batch
/// whose seal is in place must not wait for anything else.
pub fn commit(
    archive: &Archive,
    run: &Run,
    mut staging: Staging,
    previous: Option<&Sealed>,
    tree: &mut Tree,
    progress: &dyn Progress,
) -> Result<Option<Sealed>> {
    staging.flush()?;
    let bundles = write_lists(&staging)?;
    remove_empty_folders(&staging.bag.join("data"));
    publish_quarantine(archive, &staging)?;
    if bundles.is_empty() {
        staging.close()?;
        return Ok(None);
    }
    let seal = write_seal(archive, run, &staging, bundles, previous, tree)?;
    let text = seal.render();
    files::write_new(&staging.bag.join("seal.txt"), text.as_bytes())?;
    files::sync_tree(&staging.bag)?;
    read_back(&staging, progress)?;
    let target = archive.batch_path(&staging.batch);
    if let Some(year) = target.parent() {
        files::create_folder(year)?;
        files::rename(&staging.bag, &target)?;
        files::sync_folder(year)?;
        files::sync_folder(&archive.root.join("batches"))?;
    }
    files::sync_folder(&archive.staging_path())?;
    staging.close()?;
    let digest = crate::digest::Digest::of(text.as_bytes());
    Ok(Some(Sealed { bag: target, seal, digest }))
}

/// Writes `sources.tsv` and the list of refused inputs from the journal, and returns the bundles.
fn write_lists(staging: &Staging) -> Result<Vec<Bundle>> {
    remove_tags(staging)?;
    let sources_path = staging.bag.join("sources.tsv");
    let cannot = || text!("không ghi được `{path}`", "could not write `{path}`", path = sources_path.display());
    let mut sources = BufWriter::new(files::create(&sources_path)?);
    sources.write_all(sources::HEADING.as_bytes()).attempt(cannot)?;
    let mut refused: Option<BufWriter<File>> = None;
    let mut bundles = Vec::new();
    staging.for_each(|entry| {
        for row in &entry.inputs {
            sources.write_all(row.render().as_bytes()).attempt(cannot)?;
        }
        write_refused(staging, &mut refused, &entry)?;
        bundles.extend(entry.bundle);
        Ok(())
    })?;
    sources.flush().attempt(cannot)?;
    if let Some(mut refused) = refused {
        refused.flush().attempt(cannot)?;
    }
    bundles.sort_by(|a, b| a.sidecar.path.cmp(&b.sidecar.path));
    Ok(bundles)
}

fn write_refused(staging: &Staging, out: &mut Option<BufWriter<File>>, entry: &Entry) -> Result<()> {
    for refused in &entry.refused {
        let list = staging.quarantine.join(quarantine::LIST);
        let cannot = || text!("không ghi được `{path}`", "could not write `{path}`", path = list.display());
        let out = match out {
            Some(out) => out,
            None => {
                files::create_folder(&staging.quarantine)?;
                out.insert(BufWriter::new(files::create(&list)?))
            }
        };
        writeln!(out, "{}", serde_json::to_string(refused)?).attempt(cannot)?;
    }
    Ok(())
}

/// Removes tag files that an earlier try left.
fn remove_tags(staging: &Staging) -> Result<()> {
    for name in
        ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "seal.txt", "sources.tsv", "tagmanifest-sha256.txt"]
    {
        files::remove(&staging.bag.join(name))?;
    }
    files::remove(&staging.quarantine.join(quarantine::LIST))
}

/// Removes dossier folders whose documents were all refused.
fn remove_empty_folders(data: &Path) {
    for dossier in walkdir::WalkDir::new(data).min_depth(1).contents_first(true).into_iter().filter_map(Result::ok) {
        if dossier.file_type().is_dir() {
            // A folder that is not empty refuses, which is what is wanted.
            let _ = std::fs::remove_dir(dossier.path());
        }
    }
}

/// Moves refused inputs to the quarantine, the list last. An earlier try may have moved some of them.
fn publish_quarantine(archive: &Archive, staging: &Staging) -> Result<()> {
    let target = archive.quarantine_path(&staging.batch);
    if !staging.quarantine.join(quarantine::LIST).is_file() {
        return Ok(());
    }
    files::sync_tree(&staging.quarantine)?;
    if target.exists() {
        for copy in files::names_in(&staging.quarantine)?.iter().filter(|name| *name != quarantine::LIST) {
            files::replace_with(&staging.quarantine.join(copy), &target.join(copy))?;
        }
        files::replace_with(&staging.quarantine.join(quarantine::LIST), &target.join(quarantine::LIST))?;
        files::sync_folder(&target)?;
    } else {
        files::rename(&staging.quarantine, &target)?;
    }
    files::sync_folder(&archive.root.join("quarantine"))
}

fn write_seal(
    archive: &Archive,
    run: &Run,
    staging: &Staging,
    bundles: Vec<Bundle>,
    previous: Option<&Sealed>,
    tree: &mut Tree,
) -> Result<Seal> {
    for bundle in &bundles {
        tree.push(&merkle::leaf(&bundle.id, bundle.version, bundle.pdf_sha256, bundle.sidecar.sha256));
    }
    let documents = bundles.len() as u64;
    let pages = bundles.iter().map(|bundle| bundle.pages).sum();
    let payload = payload_of(bundles);
    let bytes = payload.iter().map(|written| written.size).sum();
    let info = bag::Info {
        organization: &archive.config.name,
        identifier: &format!("{}/{}", archive.config.id, staging.batch),
        date: run.day(),
        bytes,
        files: payload.len() as u64,
    };
    let lines: Vec<Line> =
        payload.into_iter().map(|written| Line { digest: written.sha256.to_string(), path: written.path }).collect();
    let tagmanifest = bag::write_tags(&staging.bag, &info, &lines, &["sources.tsv"])?;
    let sequence = previous.map_or(0, |previous| previous.seal.sequence).saturating_add(1);
    Ok(Seal {
        archive: archive.config.id.clone(),
        sequence,
        batch: staging.batch.clone(),
        previous_seal: previous.map(|previous| previous.digest),
        previous_evidence: seals::evidence(archive, sequence - 1)?,
        tagmanifest,
        documents,
        pages,
        bytes,
        tree_size: tree.size(),
        tree_root: tree.root(),
        created: run.created.clone(),
    })
}

fn payload_of(bundles: Vec<Bundle>) -> Vec<Written> {
    let files = |bundle: Bundle| bundle.pdf.into_iter().chain([bundle.sidecar]).chain(bundle.original);
    let mut payload: Vec<Written> = bundles.into_iter().flat_map(files).collect();
    payload.sort_by(|a, b| a.path.cmp(&b.path));
    payload
}

/// Reads every payload file again and compares it with the manifest that was just written.
fn read_back(staging: &Staging, progress: &dyn Progress) -> Result<()> {
    let manifest = files::read_text(&staging.bag.join("manifest-sha256.txt"))?;
    let (lines, _) = crate::manifest::parse(&manifest);
    progress.begin(Stage::ReadBack, lines.len() as u64, 0);
    lines.par_iter().try_for_each(|line| {
        let read = files::digest(&line.path.under(&staging.bag));
        let (digest, size) = read.attempt(|| cannot_read_back(&line.path))?;
        progress.advance(1, size);
        if digest.to_string() == line.digest {
            Ok(())
        } else {
            Err(Fault::raise("disk.unreliable", not_as_written(&line.path)))
        }
    })?;
    progress.end();
    Ok(())
}

fn cannot_read_back(path: &RelPath) -> text::Text {
    text!("không đọc lại được `{path}` vừa ghi", "could not read back `{path}` that was just written")
}

fn not_as_written(path: &RelPath) -> text::Text {
    text!(
        "`{path}` đọc lại khác với lúc ghi: đĩa hoặc bộ nhớ của máy có thể hỏng; lô này chưa được lưu",
        "`{path}` reads back other than it was written: disk or memory of this machine may be failing; the batch was not committed"
    )
}
