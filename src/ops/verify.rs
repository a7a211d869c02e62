//! `sohoa verify`: an archive, a batch, any BagIt bag, or a list that `sha256sum` made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::catalogue::Catalogue;
use crate::archive::layout::{Archive, BatchFolder, folders_in};
use crate::archive::quarantine;
use crate::archive::run::Run;
use crate::archive::seals;
use crate::checks::bag::{self, Checked};
use crate::checks::chain::{Chain, Link};
use crate::checks::fixity::{self, Expected, Level};
use crate::checks::sidecars::Bundle;
use crate::checks::tally::Tally;
use crate::digest::foreign::Algorithm;
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::finding::codes;
use crate::manifest;
use crate::progress::{Progress, Stage};
use crate::seal::Seal;
use crate::text;

/// Verifies one target and returns everything that was found.
pub fn run(target: &Path, level: Level, progress: &dyn Progress) -> Result<Tally> {
    if target.join("sohoa.toml").is_file() {
        return verify_archive(&Archive::open(target)?, level, progress);
    }
    if target.is_dir() && (target.join("bagit.txt").exists() || target.join("manifest-sha256.txt").exists()) {
        return Ok(verify_bag(target, level, progress));
    }
    if target.is_file() {
        return verify_list(target, level, progress);
    }
    let shown = target.display();
    let what = if target.exists() {
        text!(
            "`{shown}` không phải là kho, lô, túi BagIt hay bản kê sha256sum",
            "`{shown}` is no archive, batch, BagIt bag or sha256sum list"
        )
    } else {
        text!("không có `{shown}`", "there is no `{shown}`")
    };
    Err(Fault::raise("verify.target", what))
}

fn verify_bag(root: &Path, level: Level, progress: &dyn Progress) -> Tally {
    progress.begin(Stage::Verify, 0, 0);
    let tally = bag::check(root, level, progress).tally;
    progress.end();
    tally
}

/// Checks every batch, then the chain and the tree over all of them, the catalogue, and the quarantine.
fn verify_archive(archive: &Archive, level: Level, progress: &dyn Progress) -> Result<Tally> {
    let mut tally = Tally::default();
    let catalogue = open_catalogue(archive, &mut tally);
    let batches = in_sequence(archive)?;
    progress.begin(Stage::Verify, 0, batches.iter().filter_map(|(_, seal)| seal.as_ref()).map(|seal| seal.bytes).sum());
    let mut chain = Chain::new(&archive.config.id);
    for (folder, _) in &batches {
        let prefix = place_of(archive, &folder.path);
        let Checked { tally: found, seal, bundles } = bag::check(&folder.path, level, progress);
        tally.absorb(found, &prefix);
        let subject = format!("{prefix}/seal.txt");
        let Some((seal, digest)) = seal else {
            if !folder.path.join("seal.txt").is_file() {
                tally.find(&codes::SEAL_MISSING, &prefix, text!("lô không có niêm phong", "the batch has no seal"));
            }
            continue;
        };
        check_name(folder, &seal, &subject, &mut tally);
        check_catalogue(catalogue.as_ref(), &seal.batch, &bundles, &mut tally)?;
        let evidence = seals::evidence(archive, seal.sequence)?;
        let leaves: Vec<_> = bundles.into_iter().map(|bundle| bundle.leaf).collect();
        chain.add(Link { subject, seal, digest, evidence }, &leaves, &mut tally);
    }
    check_catalogue_batches(catalogue.as_ref(), &batches, &mut tally)?;
    check_strays(archive, &mut tally)?;
    check_quarantine(archive, level, progress, &mut tally)?;
    progress.end();
    Ok(tally)
}

/// Lists the batches by the number in their seals; those without a readable seal come first.
fn in_sequence(archive: &Archive) -> Result<Vec<(BatchFolder, Option<Seal>)>> {
    let read = |folder: &BatchFolder| {
        let text = std::fs::read_to_string(folder.path.join("seal.txt")).ok()?;
        Seal::parse(&text).ok()
    };
    let mut batches: Vec<_> = archive.batches()?.into_iter().map(|folder| (read(&folder), folder)).collect();
    batches.sort_by_key(|(seal, _)| seal.as_ref().map(|seal| seal.sequence));
    Ok(batches.into_iter().map(|(seal, folder)| (folder, seal)).collect())
}

fn check_name(folder: &BatchFolder, seal: &Seal, subject: &str, tally: &mut Tally) {
    let (found, recorded) = (&folder.name, &seal.batch);
    if found != recorded {
        let what = text!(
            "thư mục tên là `{found}`, niêm phong ghi `{recorded}`",
            "the folder is called `{found}`, the seal says `{recorded}`"
        );
        tally.find(&codes::SEAL_BATCH, subject, what);
    }
}

/// Opens the catalogue, unless an import is under way or was interrupted: then it may lag behind the batches, or be in
/// the middle of a transaction, and that import (or its repetition) brings it up to date before anything else.
fn open_catalogue(archive: &Archive, tally: &mut Tally) -> Option<Catalogue> {
    if matches!(Run::unfinished(archive), Ok(Some(_))) {
        return None;
    }
    let path = archive.catalogue_path();
    let catalogue = Catalogue::open_read_only(&path);
    let has_batches = archive.batches().is_ok_and(|batches| !batches.is_empty());
    if catalogue.is_none() && (path.exists() || has_batches) {
        let what = text!("mục lục thiếu hoặc hỏng", "the catalogue is absent or damaged");
        tally.find(&codes::CATALOGUE_UNUSABLE, "catalogue.sqlite", what);
    }
    catalogue
}

/// Compares the documents of one batch with the catalogue's.
fn check_catalogue(catalogue: Option<&Catalogue>, batch: &str, bundles: &[Bundle], tally: &mut Tally) -> Result<()> {
    let Some(catalogue) = catalogue else { return Ok(()) };
    let rows = catalogue.of_batch(batch)?;
    let mut known: BTreeMap<_, _> =
        rows.into_iter().map(|row| ((row.id, row.version), (row.pdf_sha256, row.sidecar_sha256))).collect();
    let agrees = |bundle: &Bundle, known: &mut BTreeMap<_, _>| {
        let leaf = &bundle.leaf;
        known.remove(&(leaf.id.clone(), leaf.version)) == Some((leaf.pdf, leaf.sidecar))
    };
    let differing = bundles.iter().filter(|bundle| !agrees(bundle, &mut known)).count() + known.len();
    if differing > 0 {
        let what = text!(
            "lô {batch}: {differing} tài liệu trong mục lục khác với trong lô",
            "batch {batch}: {differing} documents in the catalogue are not as in the batch"
        );
        tally.find(&codes::CATALOGUE_DISAGREES, "catalogue.sqlite", what);
    }
    Ok(())
}

/// Batches that the catalogue has and the disk has not.
fn check_catalogue_batches(
    catalogue: Option<&Catalogue>,
    batches: &[(BatchFolder, Option<Seal>)],
    tally: &mut Tally,
) -> Result<()> {
    let Some(catalogue) = catalogue else { return Ok(()) };
    for known in catalogue.batches()? {
        let is_there = batches.iter().any(|(_, seal)| seal.as_ref().is_some_and(|seal| seal.batch == known));
        if !is_there {
            let what =
                text!("mục lục có lô {known}, trên đĩa không có", "the catalogue has batch {known}, the disk has not");
            tally.find(&codes::CATALOGUE_DISAGREES, "catalogue.sqlite", what);
        }
    }
    Ok(())
}

/// Files that lie among the batches and belong to none.
fn check_strays(archive: &Archive, tally: &mut Tally) -> Result<()> {
    let batches = archive.root.join("batches");
    let mut folders = vec![batches.clone()];
    folders.extend(folders_in(&batches)?.into_iter().map(|year| year.path));
    for folder in folders {
        let cannot = || text!("không đọc được `{folder}`", "could not read `{folder}`", folder = folder.display());
        for entry in std::fs::read_dir(&folder).attempt(cannot)? {
            let entry = entry.attempt(cannot)?;
            if !entry.file_type().attempt(cannot)?.is_dir() {
                let what = text!("tệp không thuộc lô nào", "the file belongs to no batch");
                tally.find(&codes::EXTRA, &place_of(archive, &entry.path()), what);
            }
        }
    }
    Ok(())
}

/// Copies of refused inputs are named by their digest.
fn check_quarantine(archive: &Archive, level: Level, progress: &dyn Progress, tally: &mut Tally) -> Result<()> {
    for folder in folders_in(&archive.root.join("quarantine"))? {
        let refused = quarantine::read(&folder.path.join(quarantine::LIST))?;
        for (copy, sha256) in refused.into_iter().filter_map(|refused| Some((refused.copy?, refused.sha256?))) {
            let path = folder.path.join(&copy);
            let subject = place_of(archive, &path);
            tally.checked += 1;
            if level == Level::Fast && path.is_file() {
                tally.ok += 1;
                continue;
            }
            match files::digest(&path) {
                Ok((found, size)) if found == sha256 => {
                    tally.ok += 1;
                    tally.bytes += size;
                    progress.advance(1, size);
                }
                Ok(_) => {
                    let what =
                        text!("bản sao không còn như lúc cách ly", "the copy is not as it was when it was put here");
                    tally.find(&codes::QUARANTINE_CHANGED, &subject, what);
                }
                Err(error) => {
                    let what = text!("không đọc được bản sao: {error}", "the copy cannot be read: {error}");
                    tally.find(&codes::QUARANTINE_CHANGED, &subject, what);
                }
            }
        }
    }
    Ok(())
}

/// Verifies a list as `sha256sum` writes it; paths count from the list's folder, or from here as `sha256sum -c` has it.
fn verify_list(list: &Path, level: Level, progress: &dyn Progress) -> Result<Tally> {
    let text = files::read_text(list)?;
    let (entries, bad) = manifest::parse_sums(&text);
    let mut tally = Tally::default();
    for line in &bad {
        let number = line.number;
        let what = text!("dòng {number} không hiểu được", "line {number} cannot be understood");
        tally.find(&codes::BAG_MANIFEST, &list.to_string_lossy(), what);
    }
    if entries.is_empty() {
        let what = text!("không có dòng mã băm nào", "there is no line with a digest");
        tally.find(&codes::BAG_MANIFEST, &list.to_string_lossy(), what);
    }
    let beside = list.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let is_beside = |entry: &manifest::Entry| entry.path.under(&beside).exists();
    let root = if entries.iter().any(is_beside) { beside } else { PathBuf::new() };
    progress.begin(Stage::Verify, entries.len() as u64, 0);
    for chunk in entries.chunks(4096) {
        let verdicts: Vec<_> = chunk
            .par_iter()
            .map(|entry| {
                let algorithm = Algorithm::of_length(entry.digest.len());
                let digests = algorithm.map(|algorithm| (algorithm, entry.digest.clone())).into_iter().collect();
                let verdict = fixity::check(&root, &Expected { path: entry.path.clone(), digests }, level);
                progress.advance(1, 0);
                verdict
            })
            .collect();
        for (entry, verdict) in chunk.iter().zip(verdicts) {
            tally.count(&entry.path, &verdict);
        }
    }
    progress.end();
    Ok(tally)
}

fn place_of(archive: &Archive, path: &Path) -> String {
    let inside = path.strip_prefix(&archive.root).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
