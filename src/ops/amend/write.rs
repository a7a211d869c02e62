//! A plan becomes a batch: sidecars are staged, sealed and committed as those of an import are.

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::amending;
use crate::archive::catalogue::Catalogue;
use crate::archive::commit::commit;
use crate::archive::layout::Archive;
use crate::archive::run::{self, Run};
use crate::archive::seals::Sealed;
use crate::archive::staging::{Bundle, Entry, Staging, Written};
use crate::digest::{Digest, Hasher};
use crate::files;
use crate::names::Taken;
use crate::ops::{index, locate};
use crate::progress::Progress;
use crate::relpath::RelPath;

use super::Options;
use super::plan::{self, Draft, Plan, Step};

/// So many sidecars are made side by side and become durable at once.
const CHUNK: usize = 512;

/// Writes and commits the batch, and returns its name.
///
/// A batch that an interrupted import has reserved is that import's; this one gets another name.
pub fn write(
    archive: &Archive,
    catalogue: &Catalogue,
    last: Option<&Sealed>,
    options: &Options,
    plan: &Plan<'_>,
    progress: &dyn Progress,
) -> Result<Option<String>> {
    let run = Run { subject: Vec::new(), created: run::instant(&options.now), batches: Vec::new() };
    let reserved = Run::unfinished(archive)?.map(|import| import.batches).unwrap_or_default();
    let batch = archive.next_batch(run.day(), &reserved)?;
    amending::begin(archive, &batch)?;
    let (mut staging, _) = Staging::open(archive, &batch)?;
    stage(archive, options, plan, &mut staging)?;
    let mut tree = catalogue.tree()?.unwrap_or_default();
    let sealed = commit(archive, &run, staging, last, &mut tree, progress)?;
    if let Some(sealed) = &sealed {
        index::add_batch(catalogue, sealed)?;
    }
    amending::finish(archive)?;
    Ok(sealed.map(|_| batch))
}

fn stage(archive: &Archive, options: &Options, plan: &Plan<'_>, staging: &mut Staging) -> Result<()> {
    staging.record(vec![sheets(options)])?;
    let mut taken = Taken::default();
    for steps in plan.steps.chunks(CHUNK) {
        let paths: Vec<RelPath> = steps.iter().map(|step| path(step, &mut taken)).collect::<Result<_>>()?;
        let bag = &staging.bag;
        let make = |(step, path): (&Step<'_>, RelPath)| {
            let Some(Draft { sidecar, bytes, .. }) = plan::draft(archive, &step.row, &step.change, options)? else {
                return Ok(None);
            };
            let target = path.under(bag);
            target.parent().map_or(Ok(()), files::create_folder)?;
            files::write_new(&target, &bytes)?;
            let written = Written { path, sha256: Digest::of(&bytes), size: bytes.len() as u64 };
            Ok(Some(entry(&step.row.id, sidecar.version, sidecar.pdf.sha256, written)))
        };
        let made: Vec<Option<Entry>> = steps.par_iter().zip(paths).map(make).collect::<Result<_>>()?;
        staging.record(made.into_iter().flatten().collect())?;
    }
    Ok(())
}

/// Returns the path of a new sidecar: beside where its PDF would lie; a second one of that name gets a number.
fn path(step: &Step<'_>, taken: &mut Taken) -> Result<RelPath> {
    let stem = step.row.pdf.strip_suffix(".pdf").ok_or_else(locate::damaged)?;
    RelPath::parse(&format!("{}.json", taken.take(stem))).map_err(|_| locate::damaged())
}

fn entry(id: &str, version: u32, pdf_sha256: Digest, sidecar: Written) -> Entry {
    let (id, content) = (id.to_owned(), None);
    let bundle = Bundle { id, content, version, pages: 0, pdf_sha256, pdf: None, sidecar, original: None };
    Entry {
        key: bundle.sidecar.sha256,
        place: None,
        bundle: Some(bundle),
        inputs: Vec::new(),
        refused: Vec::new(),
        findings: Vec::new(),
    }
}

/// The sheets are inputs that belong to no document.
fn sheets(options: &Options) -> Entry {
    let mut hasher = Hasher::default();
    options.sheets.iter().for_each(|row| hasher.update(row.render().as_bytes()));
    Entry {
        key: hasher.finish(),
        place: None,
        bundle: None,
        inputs: options.sheets.clone(),
        refused: Vec::new(),
        findings: Vec::new(),
    }
}
