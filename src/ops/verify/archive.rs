//! A whole archive: every batch, then the chain and the tree over all of them, the catalogue, and the quarantine.

use std::path::{Path, PathBuf};

use anyhow::Result;
use walkdir::WalkDir;

use crate::archive::layout::Archive;
use crate::archive::seals;
use crate::checks::bag::{self, Checked};
use crate::checks::batch;
use crate::checks::chain::{Chain, Link};
use crate::checks::fixity::Level;
use crate::checks::regular;
use crate::checks::sidecars::Bundle;
use crate::checks::tally::Tally;
use crate::checks::versions::history::History;
use crate::checks::versions::{self, Claim};
use crate::fault::Fault;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::ops::verify::catalogue::Known;
use crate::ops::verify::{ledger, quarantine};
use crate::progress::{Progress, Stage};
use crate::seal::Seal;
use crate::text;

/// A folder that is where a batch should be.
pub(super) struct Batch {
    /// The folder.
    pub(super) path: PathBuf,
    /// Its name, which should be the batch's.
    pub(super) name: String,
    /// Where it is in the archive, for people.
    place: String,
    seal: Option<Seal>,
}

impl Batch {
    /// Returns the batch's name as its seal says; without a seal, the folder's.
    pub(super) fn sealed_name(&self) -> &str {
        self.seal.as_ref().map_or(&self.name, |seal| &seal.batch)
    }
}

/// Verifies an archive.
pub(super) fn verify(root: &Path, level: Level, progress: &dyn Progress) -> Result<Tally> {
    let mut tally = Tally::default();
    let archive = open(root, &mut tally)?;
    // The catalogue is asked before the disk, so that a batch that is committed meanwhile is not thought lost.
    let mut known = Known::open(&archive);
    let batches = find_batches(root, &mut tally);
    known.report_absence(!batches.is_empty(), &mut tally);
    let seals = batches.iter().filter_map(|batch| batch.seal.as_ref());
    progress.begin(Stage::Verify, 0, seals.fold(0, |sum, seal| seal.bytes.saturating_add(sum)));
    let mut chain = Chain::new(Some(archive.config.id.clone()).filter(|id| !id.is_empty()));
    let (mut history, mut claims) = (History::default(), Vec::new());
    for (place, batch) in batches.iter().enumerate() {
        let Checked { tally: found, seal, bundles } =
            bag::check(&Container::folder(&batch.path), true, level, progress);
        tally.absorb(found, &batch.place);
        known.compare_batch(batch.sealed_name(), &bundles, &mut tally);
        let leaves: Vec<_> = bundles.iter().map(|bundle| bundle.leaf.clone()).collect();
        let Some((seal, digest)) = seal else {
            chain.add_unsealed(&leaves);
            history.add(&batch.place, &bundles, &mut tally);
            claims.extend(claims_of(batch, place, bundles));
            continue;
        };
        let subject = format!("{}/seal.txt", batch.place);
        check_name(&archive, batch, &seal, &subject, &mut tally);
        let evidence = seals::evidence(&archive, seal.sequence).unwrap_or_else(|error| {
            let what = text!("không đọc được chữ ký: {error}", "the signature cannot be read: {error}");
            tally.find(&codes::UNREADABLE, &format!("seals/{:07}", seal.sequence), what);
            seal.previous_evidence
        });
        // Of a batch that is none of the archive's, all was said.
        if chain.add(Link { subject, seal, digest, evidence }, &leaves, &mut tally) {
            history.add(&batch.place, &bundles, &mut tally);
            claims.extend(claims_of(batch, place, bundles));
        }
    }
    history.check_rings(&mut tally);
    let named: Vec<_> = batches.iter().map(|batch| (batch.sealed_name(), batch.path.as_path())).collect();
    versions::check(&named, &claims, &mut tally);
    check_evidence(root, chain.head().0, &mut tally);
    known.compare_end(&archive, &batches, &chain, &mut tally);
    quarantine::check(root, &batches, level, progress, &mut tally);
    ledger::check(&archive, level, progress, &mut tally);
    progress.end();
    Ok(tally)
}

/// Returns those bundles of a batch that lean on earlier batches.
fn claims_of(batch: &Batch, place: usize, bundles: Vec<Bundle>) -> impl Iterator<Item = Claim> {
    let leans = |bundle: &Bundle| bundle.before.is_some() || bundle.pdf_batch.is_some();
    bundles.into_iter().filter(leans).map(move |bundle| {
        let subject = format!("{}/{}", batch.place, bundle.path);
        Claim { batch: place, subject, bundle }
    })
}

/// Opens the archive. Settings that cannot be read are a finding; those of a newer sohoa are not to be judged.
fn open(root: &Path, tally: &mut Tally) -> Result<Archive> {
    let error = match Archive::open(root) {
        Ok(archive) => return Ok(archive),
        Err(error) => error,
    };
    let what = match error.downcast_ref::<Fault>() {
        Some(fault) if fault.code == "archive.format" => return Err(error),
        Some(fault) => fault.what.clone(),
        None => text!("không đọc được cấu hình: {error}", "the settings cannot be read: {error}"),
    };
    tally.find(&codes::ARCHIVE_SETTINGS, "sohoa.toml", what);
    Archive::without_settings(root)
}

/// Lists the batches by the number in their seals, and reports whatever else lies among them.
///
/// A batch without a readable seal stands where its name would be. Of two with one number, the one with the
/// right name comes first.
fn find_batches(root: &Path, tally: &mut Tally) -> Vec<Batch> {
    let (mut sealed, mut unsealed) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(root.join("batches")).min_depth(1).max_depth(2).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let place = error.path().map(|path| place_of(root, path)).unwrap_or_default();
                report_folder(&place, error.io_error(), tally);
                continue;
            }
        };
        let place = place_of(root, entry.path());
        if !entry.file_type().is_dir() {
            tally.find(&codes::EXTRA, &place, text!("tệp không thuộc lô nào", "the file belongs to no batch"));
        } else if entry.depth() == 2 {
            let seal = batch::read_seal(entry.path()).ok().map(|(seal, _)| seal);
            let name = entry.file_name().to_string_lossy().into_owned();
            let list = if seal.is_some() { &mut sealed } else { &mut unsealed };
            list.push(Batch { path: entry.into_path(), name, place, seal });
        }
    }
    let order = |batch: &Batch| batch.seal.as_ref().map(|seal| (seal.sequence, seal.batch != batch.name));
    sealed.sort_by_key(order);
    for batch in unsealed {
        let place = sealed.iter().position(|other| other.name > batch.name).unwrap_or(sealed.len());
        sealed.insert(place, batch);
    }
    sealed
}

/// Reports a folder that cannot be read; one that is not there has nothing to be read.
pub(super) fn report_folder(place: &str, error: Option<&std::io::Error>, tally: &mut Tally) {
    if let Some(error) = error.filter(|error| !regular::is_absent(error)) {
        let what = text!("không đọc được thư mục: {error}", "the folder cannot be read: {error}");
        tally.find(&codes::UNREADABLE, place, what);
    }
}

fn check_name(archive: &Archive, batch: &Batch, seal: &Seal, subject: &str, tally: &mut Tally) {
    let (found, recorded) = (&batch.place, &seal.batch);
    if batch.name != *recorded || archive.batch_path(&batch.name) != batch.path {
        let what = text!(
            "thư mục là `{found}`, niêm phong ghi lô `{recorded}`",
            "the folder is `{found}`, the seal says batch `{recorded}`"
        );
        tally.find(&codes::SEAL_BATCH, subject, what);
    }
}

/// A signature or time-stamp of a seal that is not there shows that the last batches were taken away.
fn check_evidence(root: &Path, last: u64, tally: &mut Tally) {
    for entry in WalkDir::new(root.join("seals")).min_depth(1).max_depth(1).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                report_folder("seals", error.io_error(), tally);
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy();
        let stem = name.strip_suffix(".p7s").or_else(|| name.strip_suffix(".tsr"));
        let what = match stem.and_then(|stem| stem.parse::<u64>().ok()) {
            Some(sequence) if sequence <= last => continue,
            Some(sequence) => text!(
                "có chữ ký của niêm phong số {sequence}, nhưng niêm phong cuối cùng là số {last}",
                "a signature of seal {sequence} is here, but the last seal is {last}"
            ),
            None => {
                let what = text!("không phải chữ ký hay dấu thời gian", "neither a signature nor a time-stamp");
                tally.find(&codes::EXTRA, &place_of(root, entry.path()), what);
                continue;
            }
        };
        tally.find(&codes::SEAL_SEQUENCE, &place_of(root, entry.path()), what);
    }
}

/// Returns a path from the archive's root, as people read it.
pub(super) fn place_of(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
