//! Carries planned documents into batches, chunk by chunk, and goes on where an earlier run was stopped.
//!
//! What belongs to a batch follows from the plan alone, never from threads or time: a chunk is built in
//! parallel, then taken in order. A run that was killed finds its time and batches in `staging/run.json`.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::catalogue::Catalogue;
use crate::archive::commit::commit;
use crate::archive::layout::Archive;
use crate::archive::quarantine;
use crate::archive::run::{self, Run};
use crate::archive::seals::Sealed;
use crate::archive::staging::{self, Entry, Place, Staging};
use crate::digest::Digest;
use crate::fault::Fault;
use crate::files;
use crate::finding::{Finding, codes};
use crate::intake::discover;
use crate::merkle::Tree;
use crate::ops::dedup::{self, archive};
use crate::ops::index;
use crate::ops::worker::Pool;
use crate::progress::{Progress, Stage};
use crate::text;

use super::bundle::{self, Context};
use super::held::Held;
use super::known;
use super::plan::{Plan, PlannedDocument};
use super::{Options, Summary, alike, scan, walk, window};

/// A chunk holds at most so many documents and bytes of scans: what is synced at once, and what a crash can cost.
const CHUNK: usize = 512;
const CHUNK_BYTES: u64 = 256 << 20;

/// An import under way.
pub struct Import<'i> {
    archive: &'i Archive,
    options: &'i Options,
    progress: &'i dyn Progress,
    catalogue: Catalogue,
    pool: Pool,
    last: Option<Sealed>,
    tree: Tree,
    run: Run,
    /// What closed batches of this run hold already: how many inputs for each key.
    closed: HashMap<Digest, u64>,
    open: Option<Open>,
    summary: Summary,
}

/// The batch that is being filled.
struct Open {
    staging: Staging,
    /// What an earlier run finished of it and this one has not come to yet.
    done: HashMap<Digest, Entry>,
    held: Held,
}

/// One step of the plan, in order.
enum Step {
    Document(PlannedDocument),
    Aside(Entry),
}

impl<'i> Import<'i> {
    /// Opens the archive for writing, and finishes or takes up what an earlier run left.
    pub fn begin(archive: &'i Archive, options: &'i Options, progress: &'i dyn Progress) -> Result<Import<'i>> {
        let (catalogue, sealed) = index::open(archive, progress)?;
        let tree = catalogue.tree()?.unwrap_or_default();
        let fresh = Run { subject: subject(options), created: run::instant(&options.now), batches: Vec::new() };
        let unfinished = Run::unfinished(archive)?;
        let (run, left_over) = match unfinished {
            Some(run) if run.subject == fresh.subject => (run, None),
            other => (fresh, other),
        };
        let mut import = Import {
            archive,
            options,
            progress,
            catalogue,
            pool: Pool::new(&options.program, &archive.profile.limits),
            last: sealed.last().cloned(),
            tree,
            run,
            closed: HashMap::new(),
            open: None,
            summary: Summary::default(),
        };
        match left_over {
            Some(other) => import.finish_left_over(other)?,
            None if import.run.batches.is_empty() => clean(archive)?,
            None => (),
        }
        import.take_up_closed()?;
        Ok(import)
    }

    /// Imports everything.
    pub fn run(mut self) -> Result<Summary> {
        let census = discover::census(&self.options.sources, (&self.archive.profile.limits).into())?;
        self.progress.begin(Stage::Ingest, census.files, census.bytes);
        let mut chunk = Vec::new();
        for plan in walk::plans(self.archive, self.options)? {
            self.take_plan(plan?, &mut chunk)?;
        }
        self.take_chunk(chunk)?;
        self.close_batch()?;
        self.progress.end();
        // What was stored before a kill and the sources no longer show was seen all the same.
        self.summary.inputs.seen += self.closed.values().sum::<u64>();
        debug_assert!(self.summary.inputs.adds_up());
        self.run.finish(self.archive)?;
        if !self.options.no_dedup && !self.summary.batches.is_empty() {
            let n_pages = self.summary.pages;
            // What was stored stays stored, whatever comes of comparing it.
            let found = match n_pages > dedup::AT_IMPORT {
                true => vec![later(n_pages)],
                false => self.flag_duplicates().unwrap_or_else(|error| vec![uncompared(&error)]),
            };
            self.summary.findings.extend(found);
        }
        Ok(self.summary)
    }

    /// Compares what came, and says which of it was there already as another scan.
    fn flag_duplicates(&self) -> Result<Vec<Finding>> {
        let mut newcomers = BTreeSet::new();
        for batch in &self.summary.batches {
            newcomers.extend(self.catalogue.of_batch(batch)?.into_iter().map(|row| row.id));
        }
        let done = archive::update(self.archive, &self.catalogue, &self.pool, dedup::CAP, self.progress)?;
        let mut found = done.findings;
        found.extend(archive::flags(&self.catalogue, &newcomers)?);
        Ok(found)
    }

    fn take_plan(&mut self, plan: Plan, chunk: &mut Vec<Step>) -> Result<()> {
        self.summary.inputs.seen += plan.seen;
        self.summary.described += plan.documents.iter().filter(|planned| planned.description.is_some()).count() as u64;
        let steps = plan.aside.map(Step::Aside).into_iter().chain(plan.documents.into_iter().map(Step::Document));
        for step in steps {
            chunk.push(step);
            if self.is_full(chunk) {
                self.take_chunk(std::mem::take(chunk))?;
            }
        }
        Ok(())
    }

    /// A chunk never holds more documents than the batch has room for, so that no document has to move.
    fn is_full(&self, chunk: &[Step]) -> bool {
        let documents =
            || chunk.iter().filter_map(|step| if let Step::Document(planned) = step { Some(planned) } else { None });
        let filled = self.open.as_ref().map_or(0, |open| open.held.documents);
        let room = self.archive.profile.batch.documents.saturating_sub(filled).max(1);
        let count = documents().count();
        count >= CHUNK || count as u64 >= room || documents().map(PlannedDocument::size).sum::<u64>() >= CHUNK_BYTES
    }

    /// Builds the documents of a chunk and takes them into the batch, in the order of the plan.
    fn take_chunk(&mut self, mut chunk: Vec<Step>) -> Result<()> {
        chunk.retain(|step| self.closed.remove(&key(step)).is_none());
        if chunk.is_empty() {
            return Ok(());
        }
        if self.open.is_none() {
            self.open_batch()?;
        }
        let Some(Open { staging, done, held }) = self.open.as_mut() else { return Ok(()) };
        let places: Vec<Option<Place>> = chunk.iter().map(|step| place(step, held, done)).collect();
        let context = Context {
            archive: self.archive,
            catalogue: self.catalogue.has_documents()?.then_some(&self.catalogue),
            quarantined: &self.catalogue,
            bag: &staging.bag,
            quarantine: &staging.quarantine,
            created: &self.run.created,
            require_record: self.options.require_record,
            rasterise: self.options.rasterise,
            no_self_check: self.options.no_self_check,
            pool: &self.pool,
        };
        let mut built = build_all(&context, &chunk, &places, self.progress)?;
        let mut fresh = Vec::new();
        for (idx, step) in chunk.into_iter().enumerate() {
            let entry = match (step, built.remove(&idx)) {
                (Step::Document(planned), Some(entry)) => unite(&context, held, &planned, entry)?,
                (Step::Aside(aside), _) if !done.contains_key(&aside.key) => aside,
                (step, _) => {
                    if let Some(entry) = done.remove(&key(&step)) {
                        self.summary.resumed += u64::from(entry.bundle.is_some());
                        held.add(&entry);
                        self.summary.count(&entry);
                    }
                    continue;
                }
            };
            held.add(&entry);
            self.summary.count(&entry);
            fresh.push(entry);
        }
        let limits = &self.archive.profile.batch;
        let is_full = held.documents >= limits.documents || held.bytes >= limits.bytes;
        staging.record(fresh)?;
        if is_full { self.close_batch() } else { Ok(()) }
    }

    fn open_batch(&mut self) -> Result<()> {
        let begun = self.run.batches.last().filter(|batch| !self.is_closed(batch)).cloned();
        let batch = match begun {
            Some(batch) => batch,
            None => {
                let batch = self.next_batch()?;
                self.run.batches.push(batch.clone());
                self.run.save(self.archive)?;
                batch
            }
        };
        self.open = Some(Open::new(self.archive, &batch)?);
        Ok(())
    }

    fn is_closed(&self, batch: &str) -> bool {
        matches!(staging::closed(self.archive, batch), Ok(Some(_)))
    }

    /// A batch without documents and refused inputs leaves no trace, so its number is given again, but not in this run.
    fn next_batch(&self) -> Result<String> {
        self.archive.next_batch(self.run.day(), &self.run.batches)
    }

    /// Commits the batch and brings it into the catalogue.
    fn close_batch(&mut self) -> Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        // What an earlier run finished and the sources no longer show is kept: it was seen and read.
        for entry in open.done.values() {
            self.summary.inputs.seen += entry.inputs.len() as u64;
            self.summary.count(entry);
        }
        open.done.clear();
        let batch = open.staging.batch.clone();
        let sealed = commit(self.archive, &self.run, open.staging, self.last.as_ref(), &mut self.tree, self.progress)?;
        if let Some(sealed) = sealed {
            index::add_batch(&self.catalogue, &sealed)?;
            self.summary.batches.push(batch.clone());
            self.last = Some(sealed);
        }
        self.catalogue.add_quarantined(&quarantine::listed(&self.archive.quarantine_path(&batch))?)?;
        Ok(())
    }

    /// Counts what closed batches of this run hold; their documents are not looked at again.
    fn take_up_closed(&mut self) -> Result<()> {
        for batch in self.run.batches.clone() {
            let Some(entries) = staging::closed(self.archive, &batch)? else { continue };
            for entry in entries {
                self.summary.resumed += u64::from(entry.bundle.is_some());
                self.summary.count(&entry);
                self.closed.insert(entry.key, entry.inputs.len() as u64);
            }
            if self.archive.batch_path(&batch).exists() {
                self.summary.batches.push(batch);
            }
        }
        Ok(())
    }

    /// Seals what an interrupted import of other sources had finished: nothing that was done is thrown away.
    fn finish_left_over(&mut self, other: Run) -> Result<()> {
        let own = std::mem::replace(&mut self.run, other);
        if let Some(batch) = self.run.batches.last().filter(|batch| !self.is_closed(batch)).cloned() {
            let mut open = Open::new(self.archive, &batch)?;
            let documents = open.done.values().filter(|entry| entry.bundle.is_some()).count();
            open.done.clear();
            self.open = Some(open);
            self.close_batch()?;
            self.summary = Summary { batches: std::mem::take(&mut self.summary.batches), ..Summary::default() };
            if documents > 0 {
                let what = text!(
                    "lần nhập trước bị ngắt giữa chừng: {documents} tài liệu đã xong của nó nay được niêm phong",
                    "an earlier import was interrupted: the {documents} documents that it had finished are sealed now"
                );
                self.summary.findings.push(Finding::new(&codes::LEFT_OVER, batch, what));
            }
        }
        std::mem::replace(&mut self.run, own).finish(self.archive)
    }
}

impl Open {
    fn new(archive: &Archive, batch: &str) -> Result<Open> {
        let (staging, done) = Staging::open(archive, batch)?;
        let mut held = Held::default();
        done.values().filter_map(|entry| entry.place.as_ref()).for_each(|place| held.keep(place));
        Ok(Open { staging, done, held })
    }
}

/// Builds what has a place: small documents side by side, then large ones one by one with all threads.
fn build_all(
    context: &Context<'_>,
    chunk: &[Step],
    places: &[Option<Place>],
    progress: &dyn Progress,
) -> Result<HashMap<usize, Entry>> {
    let todo = chunk.iter().zip(places).enumerate().filter_map(|(idx, pair)| match pair {
        (Step::Document(planned), Some(place)) => Some((idx, planned, place)),
        _ => None,
    });
    let (large, small): (Vec<_>, Vec<_>) =
        todo.partition(|(_, planned, _)| window::pays(&planned.scans) || planned.scans.iter().any(scan::fills_memory));
    let build = |(idx, planned, place): (usize, &PlannedDocument, &Place)| {
        let entry = bundle::build(context, planned, place)?;
        progress.advance(planned.scans.len() as u64, planned.size());
        Ok((idx, entry))
    };
    let mut built: HashMap<usize, Entry> = small.into_par_iter().map(build).collect::<Result<_>>()?;
    for job in large {
        built.extend([build(job)?]);
    }
    Ok(built)
}

/// Gives a document its place; one that is done has its own.
fn place(step: &Step, held: &mut Held, done: &HashMap<Digest, Entry>) -> Option<Place> {
    let Step::Document(planned) = step else { return None };
    (!done.contains_key(&planned.key)).then(|| held.place(planned))
}

/// A document of the same files as one before it in the batch is stored once, and so is one of the same content, unless
/// that would lose something.
fn unite(context: &Context<'_>, held: &Held, planned: &PlannedDocument, entry: Entry) -> Result<Entry> {
    let Some(bundle) = &entry.bundle else { return Ok(entry) };
    match held.of_sources(&entry) {
        Some(first) => known::discard(context, planned, entry, first),
        None => {
            let firsts = held.of_content(&bundle.id);
            alike::unite(context, planned, firsts, entry)
        }
    }
}

fn later(n_pages: u64) -> Finding {
    let what = text!(
        "{n_pages} trang vừa nhập chưa được so với các tài liệu khác",
        "the {n_pages} pages that came were not compared with other documents yet"
    );
    Finding::new(&codes::DUPLICATE_LATER, "", what)
}

fn uncompared(error: &anyhow::Error) -> Finding {
    let why = error.downcast_ref::<Fault>().map(|fault| fault.what.clone());
    let text::Text { vi, en } = why.unwrap_or_else(|| text!("gặp lỗi", "it failed"));
    let what = text!("chưa so được với các tài liệu khác: {vi}", "not compared with the other documents: {en}");
    Finding::new(&codes::DUPLICATE_UNCOMPARED, "", what)
}

fn key(step: &Step) -> Digest {
    match step {
        Step::Document(planned) => planned.key,
        Step::Aside(entry) => entry.key,
    }
}

/// What must be equal for two imports to be the same one.
fn subject(options: &Options) -> Vec<String> {
    let absolute = |source: &std::path::PathBuf| source.canonicalize().unwrap_or_else(|_| source.clone());
    let mut subject: Vec<String> =
        options.sources.iter().map(|source| absolute(source).display().to_string()).collect();
    subject.push(format!("group-by {:?}", options.group_by));
    let sheets = options.index.iter().map(|sheet| format!("index {}", absolute(sheet).display()));
    subject.extend(sheets);
    let Options { wish, no_index, require_record, rasterise, .. } = options;
    subject.push(format!("{wish:?} no-index {no_index} require {require_record} rasterise {rasterise}"));
    subject
}

/// Removes what no unfinished import owns.
fn clean(archive: &Archive) -> Result<()> {
    let staging = archive.staging_path();
    for entry in std::fs::read_dir(&staging).into_iter().flatten().filter_map(std::result::Result::ok) {
        if entry.file_name() == "lock" {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            files::remove_folder(&entry.path())?;
        } else {
            files::remove(&entry.path())?;
        }
    }
    Ok(())
}
