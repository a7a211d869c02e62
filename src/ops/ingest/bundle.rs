//! One document: built and written into the staged bag, or known already, or refused.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::archive::catalogue::Catalogue;
use crate::archive::layout::Archive;
use crate::archive::quarantine::{self, Refused};
use crate::archive::sources::Outcome;
use crate::archive::staging::{Bundle, Entry, Place, Written};
use crate::digest::Digest;
use crate::document;
use crate::fault::{self, Attempt};
use crate::files;
use crate::files::container::opened::Reader;
use crate::finding::{Finding, codes};
use crate::intake::discover::Found;
use crate::intake::place::Place as At;
use crate::ops::worker::Pool;
use crate::page::{Refusal, Stop};
use crate::record::{Entry as RecordEntry, Record, Scalar};
use crate::records::fields;
use crate::relpath::RelPath;
use crate::sidecar::taken::{self, Original};
use crate::sidecar::{Cause, Event, Pdf, SCHEMA, Sidecar};
use crate::text;

use super::allowance::Allowance;
use super::differs;
use super::draft::{Draft, Finished};
use super::known;
use super::plan::{Description, PlannedDocument, row};
use super::scan::Desk;
use super::{scan, selfcheck, window};

/// What building needs to know besides the document.
pub struct Context<'c> {
    /// The archive.
    pub archive: &'c Archive,
    /// What is stored already; `None` while nothing is, so that a first import asks no questions.
    pub catalogue: Option<&'c Catalogue>,
    /// What was refused already.
    pub quarantined: &'c Catalogue,
    /// The staged bag.
    pub bag: &'c Path,
    /// The staged quarantine.
    pub quarantine: &'c Path,
    /// RFC 3339 time of the run.
    pub created: &'c str,
    /// Whether a document without a record is quarantined.
    pub require_record: bool,
    /// Whether PDFs may be painted, if nothing else helps.
    pub rasterise: bool,
    /// Whether what was built is published unchecked.
    pub no_self_check: bool,
    /// Where files are read that could take the process down.
    pub pool: &'c Pool,
}

impl<'c> Context<'c> {
    /// Returns what reading the scans of a document needs to know, whose time begins now.
    fn desk(&self, planned: &PlannedDocument) -> Desk<'c> {
        let profile = &self.archive.profile;
        let allowance = Allowance::of(profile.limits.seconds);
        let (joins, rasterise) = (planned.scans.len() > 1, self.rasterise);
        Desk { limits: &profile.limits, pool: self.pool, allowance, joins, rasterise }
    }
}

/// What became of a document that nothing is wrong with.
enum Stored {
    /// It was built.
    New(Box<Bundle>, Vec<Finding>),
    /// The archive has it under this id.
    Already(String),
}

/// How far a document was read.
#[derive(Default)]
pub struct Reading {
    /// Digests of the files read, in order.
    pub sources: Vec<Digest>,
    /// The file that is being read.
    pub at: usize,
}

/// Where the files of a bundle are written.
struct Paths {
    pdf: PathBuf,
    pdf_in_bag: RelPath,
    original: PathBuf,
    original_in_bag: RelPath,
    sidecar: PathBuf,
    sidecar_in_bag: RelPath,
}

impl Paths {
    fn new(bag: &Path, place: &Place) -> Result<Paths> {
        let stem = format!("data/{}/{}", place.dossier, place.name);
        let pdf_in_bag = RelPath::parse(&format!("{stem}.pdf"))?;
        let sidecar_in_bag = RelPath::parse(&format!("{stem}.json"))?;
        let original_in_bag = RelPath::parse(&format!("{stem}{}", taken::ORIGINAL))?;
        files::create_folder(&bag.join("data").join(&place.dossier))?;
        let (pdf, sidecar) = (pdf_in_bag.under(bag), sidecar_in_bag.under(bag));
        let original = original_in_bag.under(bag);
        Ok(Paths { pdf, sidecar, original, pdf_in_bag, sidecar_in_bag, original_in_bag })
    }
}

/// Builds a document, or finds that it is stored already, or refuses it.
pub fn build(context: &Context<'_>, planned: &PlannedDocument, place: &Place) -> Result<Entry> {
    let mut entry = Entry {
        key: planned.key,
        place: Some(place.clone()),
        bundle: None,
        inputs: Vec::new(),
        refused: Vec::new(),
        findings: planned.findings.clone(),
    };
    let paths = Paths::new(context.bag, place)?;
    let mut reading = Reading::default();
    match store(context, planned, place, &paths, &mut reading) {
        Ok(Stored::New(bundle, findings)) => {
            let rows = planned.scans.iter().zip(reading.sources);
            entry.inputs = rows.map(|(scan, sha256)| row(scan, Some(sha256), Outcome::Stored, &bundle.id)).collect();
            entry.findings.extend(findings);
            entry.bundle = Some(*bundle);
            known::note_earlier(context, &mut entry)?;
        }
        Ok(Stored::Already(id)) => {
            files::remove(&paths.pdf)?;
            files::remove(&paths.original)?;
            let rows = planned.scans.iter().zip(reading.sources);
            entry.inputs = rows.map(|(scan, sha256)| row(scan, Some(sha256), Outcome::Duplicate, &id)).collect();
            entry.findings = vec![known::stored_already(context, &planned.scans, &id)?];
            let versions = context.catalogue.map_or(Ok(Vec::new()), |catalogue| catalogue.versions(&id))?;
            entry.findings.extend(differs::note(context.archive, planned, &versions));
        }
        Err(Stop::Fault(error)) => return Err(error),
        Err(stop) => {
            files::remove(&paths.pdf)?;
            files::remove(&paths.original)?;
            refuse(context, planned, planned.scans.get(reading.at), stop, &mut entry)?;
        }
    }
    Ok(entry)
}

fn store(
    context: &Context<'_>,
    planned: &PlannedDocument,
    place: &Place,
    paths: &Paths,
    reading: &mut Reading,
) -> Result<Stored, Stop> {
    let desk = context.desk(planned);
    let mut draft = Draft::begin(&paths.pdf, &paths.original, &place.name, &context.archive.profile, desk)?;
    let already = if window::pays(&planned.scans) {
        window::add_all(context, planned, &desk, &mut draft, reading)?
    } else {
        add_all(context, planned, &mut draft, reading)?
    };
    if let Some(id) = already {
        return Ok(Stored::Already(id));
    }
    let mut finished = draft.finish()?;
    if context.no_self_check {
        finished.findings.extend(selfcheck::unchecked(&finished.pdf, planned.label()));
    } else {
        selfcheck::check(&paths.pdf, &finished.pdf)?;
    }
    finished.findings.extend(pages_differ(planned, finished.n_pages()));
    refuse_by_record(context, planned, &finished)?;
    let bundle = describe(context, planned, place, paths, &finished)?;
    Ok(Stored::New(Box::new(bundle), finished.findings))
}

/// The law asks for as many images as the paper has pages, so what the sheet declares must be what was scanned.
fn pages_differ(planned: &PlannedDocument, found: u32) -> Option<Finding> {
    let Description { record, described } = planned.description.as_ref()?;
    let declared = record.count(fields::PAGES)?;
    let row = described.row;
    let what = text!(
        "danh mục ghi {declared} trang (dòng {row}), bản quét có {found} trang",
        "the index sheet says {declared} pages (row {row}), {found} were scanned"
    );
    (declared != u64::from(found)).then(|| Finding::new(&codes::RECORD_PAGES, planned.label(), what))
}

/// Refuses a document for what its record lacks, where the operator or the profile ask for that.
fn refuse_by_record(context: &Context<'_>, planned: &PlannedDocument, finished: &Finished) -> Result<(), Stop> {
    if context.require_record && planned.description.is_none() {
        let what = text!("danh mục không có dòng nào về tài liệu này", "no row of an index sheet is about it");
        return Err(Refusal::new(&codes::RECORD_REQUIRED, what).into());
    }
    let rules = &context.archive.profile.records;
    let found = planned.findings.iter().chain(&finished.findings).find(|finding| rules.refuses(&finding.code));
    let code = found.and_then(|finding| codes::all().find(|code| code.name == finding.code));
    let Some(code) = code else { return Ok(()) };
    let what = text!(
        "theo hồ sơ cấu hình, vấn đề `{name}` khiến tài liệu bị giữ lại",
        "by the profile, documents with `{name}` are refused",
        name = code.name
    );
    Err(Refusal::new(code, what).into())
}

/// Returns the record of a document; what the scans say is added where the sheet is silent.
fn record_of(planned: &PlannedDocument, pages: u32) -> Record {
    let Some(description) = &planned.description else { return Record::default() };
    let mut record = description.record.clone();
    if record.get(fields::PAGES).is_none() {
        record.set(fields::PAGES, RecordEntry::derived(Scalar::Count(u64::from(pages)), "scan"));
    }
    record
}

/// Adds scan after scan; stops after the first when the archive has the document already.
fn add_all(
    context: &Context<'_>,
    planned: &PlannedDocument,
    draft: &mut Draft<'_>,
    reading: &mut Reading,
) -> Result<Option<String>, Stop> {
    for (idx, found) in planned.scans.iter().enumerate() {
        reading.at = idx;
        let already = scan::open(found, |scan| {
            reading.sources.push(scan.sha256);
            if idx == 0
                && let Some(id) = stored_as(context, planned, &mut reading.sources)?
            {
                return Ok(Some(id));
            }
            draft.add_scan(scan)?;
            Ok(None)
        })?;
        if already.is_some() {
            return Ok(already);
        }
    }
    Ok(None)
}

/// Looks whether the archive has a document of exactly these files, given the digest of the first.
///
/// Most first files are unknown, and then no other is read for the question.
pub fn stored_as(
    context: &Context<'_>,
    planned: &PlannedDocument,
    sources: &mut Vec<Digest>,
) -> Result<Option<String>, Stop> {
    let (Some(catalogue), Some(first)) = (context.catalogue, sources.last()) else { return Ok(None) };
    if !catalogue.knows_source(*first)? {
        return Ok(None);
    }
    let mut all = sources.clone();
    for found in &planned.scans[1..] {
        all.push(scan::digest(found)?);
    }
    let id = catalogue.of_sources(&all)?;
    if id.is_some() {
        *sources = all;
    }
    Ok(id)
}

/// Writes the sidecar and returns the bundle.
fn describe(
    context: &Context<'_>,
    planned: &PlannedDocument,
    place: &Place,
    paths: &Paths,
    finished: &Finished,
) -> Result<Bundle, Stop> {
    let mut findings = planned.findings.clone();
    findings.extend(finished.findings.iter().cloned());
    let needs_look = findings.iter().any(|finding| finding.severity > crate::finding::Severity::Info);
    let original =
        finished.original.map(|(sha256, size)| Written { path: paths.original_in_bag.clone(), sha256, size });
    let mut sidecar = Sidecar {
        schema: SCHEMA.to_owned(),
        id: document::id_of(finished.pages.iter().map(|page| &page.content)),
        version: 1,
        supersedes: None,
        event: Cause::New,
        amendment: None,
        dossier: place.dossier.clone(),
        ordinal: place.ordinal,
        record: record_of(planned, finished.n_pages()),
        described: planned.description.as_ref().map(|description| description.described.clone()),
        pdf: Pdf {
            batch: None,
            path: paths.pdf_in_bag.clone(),
            sha256: finished.pdf.sha256,
            size: finished.pdf.size,
            conformance: finished.pdf.conformance.clone(),
            pages: finished.n_pages(),
            kept: finished.pdf.kept,
            taken: finished.pdf.taken.clone(),
        },
        pages: finished.pages.clone(),
        relations: Vec::new(),
        events: vec![Event {
            what: "ingestion".to_owned(),
            when: context.created.to_owned(),
            tool: concat!("sohoa ", env!("CARGO_PKG_VERSION")).to_owned(),
            outcome: if needs_look { "warning" } else { "success" }.to_owned(),
        }],
        findings,
    };
    if let (Some(taken), Some(original)) = (&mut sidecar.pdf.taken, &original) {
        let Written { path, sha256, size } = original.clone();
        taken.original = Some(Original { path, sha256, size });
    }
    let bytes = sidecar.render().map_err(|error| Stop::Fault(error.into()))?;
    files::write_new(&paths.sidecar, &bytes)?;
    Ok(Bundle {
        id: sidecar.id,
        content: None,
        version: sidecar.version,
        pages: u64::from(finished.n_pages()),
        pdf_sha256: finished.pdf.sha256,
        pdf: Some(Written { path: paths.pdf_in_bag.clone(), sha256: finished.pdf.sha256, size: finished.pdf.size }),
        sidecar: Written { path: paths.sidecar_in_bag.clone(), sha256: Digest::of(&bytes), size: bytes.len() as u64 },
        original,
    })
}

/// Copies every scan of a refused document to the quarantine, or leaves a growing one for next time.
fn refuse(
    context: &Context<'_>,
    planned: &PlannedDocument,
    culprit: Option<&Found>,
    stop: Stop,
    entry: &mut Entry,
) -> Result<()> {
    let refusal = match stop {
        Stop::Refused(refusal) => *refusal,
        Stop::Unreadable(error) => {
            let text::Text { vi, en } = fault::why(&error);
            let what = text!("không đọc được tệp: {vi}", "the file cannot be read: {en}");
            Refusal::new(&codes::SOURCE_UNREADABLE, what)
        }
        Stop::Fault(error) => return Err(error),
    };
    // What it would have been called does not matter now.
    entry.findings.retain(|finding| finding.code != codes::NAME_REPLACED.name);
    let finding = refusal.finding(culprit.map_or("", |found| found.label.as_str()));
    let code = finding.code.clone();
    entry.findings.push(finding);
    if code == codes::SOURCE_GROWING.name {
        entry.inputs = planned.scans.iter().map(|scan| row(scan, None, Outcome::Ignored, &code)).collect();
        return Ok(());
    }
    for scan in &planned.scans {
        // What a few bytes of a ZIP inflate to must not fill the disk; the ZIP itself has it.
        let is_swollen = matches!(&scan.place, At::Entry(entry) if entry.is_swollen());
        let sha256 = if is_swollen { None } else { scan.place.salvage().and_then(Reader::digest).ok() };
        entry.inputs.push(row(scan, sha256, Outcome::Quarantined, &code));
        if context.quarantined.has_quarantined(quarantine::key(sha256, scan.size), &scan.label)? {
            continue;
        }
        entry.refused.push(Refused {
            path: scan.label.clone(),
            size: scan.size,
            sha256,
            copy: sha256.map(|digest| keep_copy(context, scan, digest)).transpose()?,
            findings: entry.findings.clone(),
        });
    }
    Ok(())
}

/// Copies a scan into the staged quarantine, unless its bytes are there already, and returns the copy's name.
fn keep_copy(context: &Context<'_>, scan: &Found, digest: Digest) -> Result<String> {
    files::create_folder(context.quarantine)?;
    let name = quarantine::copy_name(digest, &scan.name);
    let target = context.quarantine.join(&name);
    if !target.exists() {
        // Two threads may copy the same bytes at once, each under a name of its own; the last rename wins.
        let label = Digest::of(scan.label.as_bytes());
        let part = context.quarantine.join(format!("{name}.{label}.part"));
        files::remove(&part)?;
        let reader = scan.place.salvage().attempt(|| cannot_read(scan))?;
        files::write_from(reader, &part, || cannot_read(scan))?;
        files::replace_with(&part, &target)?;
    }
    Ok(name)
}

fn cannot_read(scan: &Found) -> text::Text {
    text!("không đọc được `{label}`", "could not read `{label}`", label = scan.label)
}
