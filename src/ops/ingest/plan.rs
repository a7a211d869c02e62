//! What an import would do with a folder: which scans make which document, and what is left aside.
//!
//! The plan is a value: printed for a dry run, carried out otherwise. It is made folder by folder, so that
//! memory does not grow with the source.

use std::fs::File;
use std::time::SystemTime;

use anyhow::Result;
use serde::Serialize;

use crate::archive::layout::Archive;
use crate::archive::sources::{self, Outcome, Row};
use crate::archive::staging::Entry;
use crate::digest::{Digest, Hasher};
use crate::finding::{Finding, codes};
use crate::formats::source::Source;
use crate::formats::tiff;
use crate::group::{self, Rule, Scan};
use crate::intake::discover::{self, Folder, Found, Ignored};
use crate::names::{self, Kind};
use crate::ops::ingest::Options;
use crate::text;

/// What is to be done with one folder.
#[derive(Debug)]
pub struct Plan {
    /// The folder.
    pub label: String,
    /// Files seen in it.
    pub seen: u64,
    /// The documents to be made.
    pub documents: Vec<PlannedDocument>,
    /// Inputs that are in no document, and findings about the folder.
    pub aside: Option<Entry>,
}

/// A document to be made.
#[derive(Debug)]
pub struct PlannedDocument {
    /// The dossier's folder in the archive.
    pub dossier: String,
    /// The name in the archive, before it is made unique.
    pub name: String,
    /// Why these scans belong together.
    pub rule: Rule,
    /// In reading order.
    pub scans: Vec<Found>,
    /// Tells on a later run that this was done.
    pub key: Digest,
    /// What is known before the scans are read.
    pub findings: Vec<Finding>,
}

/// A line of `--dry-run --json`.
#[derive(Debug, Serialize)]
pub struct PlanLine<'p> {
    folder: &'p str,
    dossier: &'p str,
    document: &'p str,
    rule: &'static str,
    scans: Vec<&'p str>,
}

impl PlannedDocument {
    /// Returns the bytes of its scans.
    pub fn size(&self) -> u64 {
        self.scans.iter().map(|scan| scan.size).sum()
    }

    /// Returns what a dry run prints for scripts.
    pub fn line<'p>(&'p self, folder: &'p str) -> PlanLine<'p> {
        PlanLine {
            folder,
            dossier: &self.dossier,
            document: &self.name,
            rule: rule_name(self.rule),
            scans: self.scans.iter().map(|scan| scan.label.as_str()).collect(),
        }
    }
}

impl PlanLine<'_> {
    /// Returns the stable name of the grouping rule.
    pub fn rule(&self) -> &'static str {
        self.rule
    }
}

/// Returns the stable name of a grouping rule.
fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::MultiPage => "multi-page",
        Rule::Prefix => "prefix",
        Rule::Numbered => "numbered",
        Rule::Single => "single",
        Rule::Folder => "folder",
    }
}

/// Walks the sources and plans folder after folder.
pub fn plans(archive: &Archive, options: &Options) -> Result<impl Iterator<Item = Result<Plan>> + use<>> {
    refuse_own_archive(archive, options)?;
    let walk = discover::Options { settle: options.settle, now: options.clock };
    let group_by = options.group_by;
    Ok(discover::folders(&options.sources, &walk)?.map(move |folder| Ok(plan_folder(folder, group_by))))
}

/// A source inside the archive, or around it, would import what it has just written.
fn refuse_own_archive(archive: &Archive, options: &Options) -> Result<()> {
    let Ok(own) = archive.root.canonicalize() else { return Ok(()) };
    for source in options.sources.iter().filter_map(|source| source.canonicalize().ok()) {
        if own.starts_with(&source) || source.starts_with(&own) {
            let source = source.display();
            let what = text!(
                "nguồn `{source}` và kho nằm trong nhau; hãy để riêng",
                "the source `{source}` and the archive lie within each other; keep them apart"
            );
            return Err(crate::fault::Fault::raise("source.archive", what));
        }
    }
    Ok(())
}

fn plan_folder(folder: Folder, group_by: Option<group::By>) -> Plan {
    let Folder { label, parts, files, mut ignored, mut findings } = folder;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let many: Vec<bool> = files.iter().map(has_many_pages).collect();
    let ready = files.iter().zip(&many).map(|(file, many)| Scan { name: &file.name, many_pages: *many });
    // Files that still change take part in the grouping: a document waits until all of it is there.
    let growing = ignored.iter().filter(|ignored| *ignored.why == codes::SOURCE_GROWING);
    let growing = growing.map(|ignored| Scan { name: last_part(&ignored.label), many_pages: false });
    let scans: Vec<Scan> = ready.chain(growing).collect();
    let grouped = group::group(&label, &parts, &scans, group_by);
    findings.extend(grouped.findings);
    let seen = (files.len() + ignored.len()) as u64;
    let mut files: Vec<Option<Found>> = files.into_iter().map(Some).collect();
    let mut documents = Vec::new();
    for draft in grouped.drafts {
        let n_scans = draft.scans.len();
        let scans: Vec<Found> = draft.scans.iter().filter_map(|idx| files.get_mut(*idx)?.take()).collect();
        if scans.len() == n_scans {
            documents.push(document(&draft.dossier, &draft.name, draft.rule, scans));
        } else if let Some(first) = scans.first() {
            findings.push(waits(first, n_scans - scans.len()));
            ignored.extend(scans.into_iter().map(left));
        }
    }
    Plan { aside: aside(&label, ignored, findings), label, seen, documents }
}

/// A document some of whose files still change is left whole.
fn waits(first: &Found, n_growing: usize) -> Finding {
    let what = text!(
        "cả tài liệu được để lại, vì {n_growing} tệp của nó còn đang thay đổi",
        "the whole document is left, because {n_growing} of its files still change"
    );
    Finding::new(&codes::SOURCE_GROWING, &first.label, what)
}

fn left(found: Found) -> Ignored {
    Ignored { label: found.label, size: found.size, modified: Some(found.modified), why: &codes::SOURCE_GROWING }
}

fn last_part(label: &str) -> &str {
    label.rsplit('/').next().unwrap_or(label)
}

fn document(dossier: &str, name: &str, rule: Rule, scans: Vec<Found>) -> PlannedDocument {
    let (dossier, name) = (names::safe(dossier, Kind::Dossier), names::safe(name, Kind::Document));
    let mut findings = Vec::new();
    if name.replaced || dossier.replaced {
        let subject = scans.first().map_or("", |scan| scan.label.as_str());
        let given = format!("{}/{}", dossier.text, name.text);
        let what = text!(
            "tên ở nguồn không phải là mã, trong kho dùng `{given}`",
            "the name at the source is no code, in the archive it is `{given}`"
        );
        findings.push(Finding::new(&codes::NAME_REPLACED, subject, what));
    }
    let mut hasher = Hasher::default();
    for scan in &scans {
        hasher.update(&sources::key(&scan.label, scan.size, &modified(Some(scan.modified))).0);
    }
    PlannedDocument { dossier: dossier.text, name: name.text, rule, scans, key: hasher.finish(), findings }
}

/// Inputs that are in no document, and what is to be said of the folder.
fn aside(label: &str, ignored: Vec<Ignored>, findings: Vec<Finding>) -> Option<Entry> {
    if ignored.is_empty() && findings.is_empty() {
        return None;
    }
    let inputs: Vec<Row> = ignored.into_iter().map(row_of_ignored).collect();
    let mut hasher = Hasher::default();
    hasher.update(label.as_bytes());
    inputs.iter().for_each(|row| hasher.update(row.render().as_bytes()));
    findings.iter().for_each(|finding| hasher.update(format!("{}{}", finding.code, finding.message.en).as_bytes()));
    Some(Entry { key: hasher.finish(), place: None, bundle: None, inputs, refused: Vec::new(), findings })
}

fn row_of_ignored(ignored: Ignored) -> Row {
    Row {
        path: ignored.label,
        size: ignored.size,
        modified: modified(ignored.modified),
        sha256: None,
        outcome: Outcome::Ignored,
        detail: ignored.why.name.to_owned(),
    }
}

/// Returns the row of an input.
pub fn row(scan: &Found, sha256: Option<Digest>, outcome: Outcome, detail: &str) -> Row {
    Row {
        path: scan.label.clone(),
        size: scan.size,
        modified: modified(Some(scan.modified)),
        sha256,
        outcome,
        detail: detail.to_owned(),
    }
}

/// Writes a time as `sources.tsv` has it.
fn modified(time: Option<SystemTime>) -> String {
    let stamp = time.and_then(|time| jiff::Timestamp::try_from(time).ok());
    stamp.map_or("-".to_owned(), |stamp| stamp.to_string())
}

fn has_many_pages(file: &Found) -> bool {
    let is_tiff = file
        .name
        .rsplit_once('.')
        .is_some_and(|(_, ending)| tiff::FORMAT.endings.iter().any(|known| ending.eq_ignore_ascii_case(known)));
    is_tiff && File::open(&file.path).is_ok_and(|mut file| tiff::has_many_pages(&mut Source::File(&mut file)))
}
