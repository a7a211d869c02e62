//! What an import would do with a folder: which scans make which document, and what is left aside.
//!
//! The plan is a value: printed for a dry run, carried out otherwise. It is made folder by folder, so that
//! memory does not grow with the source.

use std::collections::HashSet;
use std::time::SystemTime;

use anyhow::Result;
use serde::Serialize;

use crate::archive::sources::{self, Outcome, Row};
use crate::archive::staging::Entry;
use crate::digest::{Digest, Hasher};
use crate::finding::{Code, Finding, codes};
use crate::formats::tiff;
use crate::group::{self, Draft, Rule, Scan};
use crate::intake::discover::{Folder, Found, Ignored};
use crate::names::{self, Kind};
use crate::record::{Described, Record};
use crate::text;

use super::join::{self, Joiner, Names};
use super::package::Package;
use super::scan;

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
    /// What an index sheet says of it.
    pub description: Option<Description>,
    /// Why it is not to be imported at all.
    pub left: Option<&'static Code>,
}

/// What an index sheet says of a document.
#[derive(Debug)]
pub struct Description {
    /// The descriptive fields.
    pub record: Record,
    /// The row that they were taken from.
    pub described: Described,
}

/// A line of `--dry-run --json`.
#[derive(Debug, Serialize)]
pub struct PlanLine<'p> {
    folder: &'p str,
    dossier: &'p str,
    document: &'p str,
    rule: &'static str,
    scans: Vec<&'p str>,
    /// The row of an index sheet that is about it.
    described: Option<&'p Described>,
}

impl PlannedDocument {
    /// Returns the bytes of its scans.
    pub fn size(&self) -> u64 {
        self.scans.iter().map(|scan| scan.size).sum()
    }

    /// Makes the key over scans and record: with another record it is another piece of work.
    fn seal_key(&mut self) {
        let mut hasher = Hasher::default();
        for scan in &self.scans {
            hasher.update(&sources::key(&scan.label, scan.size, &modified(Some(scan.modified))).0);
        }
        if let Some(description) = &self.description {
            for (path, entry) in description.record.iter() {
                let value = entry.value.as_ref().map(ToString::to_string).unwrap_or_default();
                let raw = entry.raw.as_deref().unwrap_or_default();
                [path, &value, raw].iter().for_each(|text| hasher.update(text.as_bytes()));
            }
        }
        self.key = hasher.finish();
    }

    /// Returns what a dry run prints for scripts.
    pub fn line<'p>(&'p self, folder: &'p str) -> PlanLine<'p> {
        PlanLine {
            folder,
            dossier: &self.dossier,
            document: &self.name,
            rule: rule_name(self.rule),
            scans: self.scans.iter().map(|scan| scan.label.as_str()).collect(),
            described: self.description.as_ref().map(|description| &description.described),
        }
    }

    /// Says whether no row was found for it, nor one that another document has.
    pub(super) fn is_open(&self) -> bool {
        self.description.is_none() && !self.findings.iter().any(|told| told.code == codes::JOIN_AMBIGUOUS.name)
    }

    /// Returns the label of its first scan, as the subject of findings.
    pub fn label(&self) -> &str {
        self.scans.first().map_or("", |scan| scan.label.as_str())
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
        Rule::Sheet => "sheet",
    }
}

/// Plans one folder; `package` is the package that it may lie in.
pub(super) fn plan_folder(
    folder: Folder,
    joiner: &mut Joiner,
    group_by: Option<group::By>,
    package: Option<&Package>,
) -> Result<Plan> {
    let Folder { label, parts, files, sheets, mut ignored, mut findings, .. } = folder;
    let within = package.filter(|package| package.holds(&label));
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let entered = joiner.enter(&parts, &sheets)?;
    findings.extend(entered.findings);
    let seen = (files.len() + ignored.len() + sheets.len()) as u64;
    let mut drafts = named_one_by_one(joiner, &parts, &files, group_by);
    drafts.extend(grouped(&label, &parts, &files, &drafts, &ignored, group_by, &mut findings));
    let (mut documents, mut names) = (Vec::new(), Vec::new());
    let n_files = files.len();
    let held: Vec<&'static Code> = ignored.iter().filter(|left| left.holds_back()).map(|left| left.why).collect();
    let mut files: Vec<Option<Found>> = files.into_iter().map(Some).collect();
    for draft in drafts {
        let n_scans = draft.scans.len();
        let scans: Vec<Found> = draft.scans.iter().filter_map(|idx| files.get_mut(*idx)?.take()).collect();
        if scans.len() == n_scans {
            names.push(Names { document: draft.name.clone(), is_folder: n_scans == n_files });
            let dossier = within.and_then(|package| package.home(&label)).unwrap_or(&draft.dossier);
            documents.push(document(dossier, &draft.name, draft.rule, scans));
        } else if let Some(first) = scans.first() {
            let missing = draft.scans.iter().find_map(|idx| held.get(idx.checked_sub(n_files)?));
            let why = missing.copied().unwrap_or(&codes::SOURCE_GROWING);
            findings.push(waits(first, n_scans - scans.len(), why));
            ignored.extend(scans.into_iter().map(|scan| left(scan, why)));
        }
    }
    if let Some(package) = within {
        documents.iter_mut().for_each(|document| describe_beside(document, package, joiner));
    }
    joiner.describe(&parts, &mut documents, &names, &mut findings);
    if let Some(package) = package {
        package.trace(&mut documents, &mut findings);
    }
    let mut inputs = entered.inputs;
    documents.retain_mut(|document| take_or_leave(document, &mut inputs, &mut findings));
    documents.iter_mut().for_each(PlannedDocument::seal_key);
    Ok(Plan { aside: aside(&label, inputs, ignored, findings), label, seen, documents })
}

/// Gives a document the record that lies beside it in a package.
fn describe_beside(document: &mut PlannedDocument, package: &Package, joiner: &Joiner) {
    let Some((dossier, description)) = package.beside(document) else { return };
    let dossier = names::safe(&dossier, Kind::Dossier);
    if !dossier.replaced {
        document.dossier = dossier.text;
    }
    joiner.name(document, &description.record);
    document.left = join::left(&description.record);
    document.description = Some(description);
}

/// Files that rows of a sheet name one by one are documents, whatever their names look like, unless the operator
/// has said how to group.
fn named_one_by_one(joiner: &Joiner, parts: &[&str], files: &[Found], group_by: Option<group::By>) -> Vec<Draft> {
    if group_by.is_some() {
        return Vec::new();
    }
    let draft = |scans: Vec<usize>| {
        let name = files[scans[0]].name.clone();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        Draft { dossier: parts.last().copied().unwrap_or_default().to_owned(), name: stem, rule: Rule::Sheet, scans }
    };
    joiner.split(parts, files).into_iter().map(draft).collect()
}

/// Groups the files that no row names by itself.
fn grouped(
    label: &str,
    parts: &[&str],
    files: &[Found],
    taken: &[Draft],
    ignored: &[Ignored],
    group_by: Option<group::By>,
    findings: &mut Vec<Finding>,
) -> Vec<Draft> {
    let is_taken: HashSet<usize> = taken.iter().flat_map(|draft| draft.scans.iter().copied()).collect();
    let free: Vec<(usize, &Found)> = files.iter().enumerate().filter(|(idx, _)| !is_taken.contains(idx)).collect();
    let many: Vec<bool> = free.iter().map(|(_, file)| has_many_pages(file)).collect();
    let ready = free.iter().zip(&many).map(|((_, file), many)| Scan { name: &file.name, many_pages: *many });
    // Files that cannot be read yet take part in the grouping: a document waits until all of it is there.
    let held = ignored.iter().filter(|ignored| ignored.holds_back());
    let held = held.map(|ignored| Scan { name: last_part(&ignored.label), many_pages: false });
    let scans: Vec<Scan> = ready.chain(held).collect();
    // Where rows name files one by one, bare numbers that are left over are no pages of one paper.
    let group_by = group_by.or((!taken.is_empty()).then_some(group::By::Prefix));
    let grouped = group::group(label, parts, &scans, group_by);
    findings.extend(grouped.findings);
    // Those that are held are counted behind the folder's files.
    let place = |idx: &usize| free.get(*idx).map_or(files.len() + idx - free.len(), |(place, _)| *place);
    let drafts = grouped.drafts.into_iter();
    drafts.map(|draft| Draft { scans: draft.scans.iter().map(place).collect(), ..draft }).collect()
}

/// Says whether a document is imported; one that is not leaves the rows of its files and a finding.
fn take_or_leave(document: &mut PlannedDocument, inputs: &mut Vec<Row>, findings: &mut Vec<Finding>) -> bool {
    let Some(code) = document.left else { return true };
    inputs.extend(document.scans.iter().map(|scan| row(scan, None, Outcome::Ignored, code.name)));
    let what = if *code == codes::RECORD_SECRET {
        text!("danh mục ghi đây là tài liệu mật", "the index sheet says that the paper is secret")
    } else {
        text!("danh mục ghi không số hóa tài liệu này", "the index sheet says that it is not to be digitised")
    };
    findings.push(Finding::new(code, document.label(), what));
    false
}

/// A document some of whose files still change, or cannot be read at all, is left whole.
fn waits(first: &Found, n: usize, why: &'static Code) -> Finding {
    let what = if *why == codes::SOURCE_GROWING {
        text!(
            "cả tài liệu được để lại, vì {n} tệp của nó còn đang thay đổi",
            "the whole document is left, because {n} of its files still change"
        )
    } else {
        text!(
            "cả tài liệu được để lại, vì {n} tệp của nó không đọc được",
            "the whole document is left, because {n} of its files cannot be read"
        )
    };
    Finding::new(why, &first.label, what)
}

fn left(found: Found, why: &'static Code) -> Ignored {
    Ignored { label: found.label, size: found.size, modified: Some(found.modified), why }
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
    PlannedDocument {
        dossier: dossier.text,
        name: name.text,
        rule,
        scans,
        key: Digest([0; 32]),
        findings,
        description: None,
        left: None,
    }
}

/// Inputs that are in no document, and what is to be said of the folder.
pub(super) fn aside(label: &str, mut inputs: Vec<Row>, ignored: Vec<Ignored>, findings: Vec<Finding>) -> Option<Entry> {
    inputs.extend(ignored.into_iter().map(row_of_ignored));
    if inputs.is_empty() && findings.is_empty() {
        return None;
    }
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

/// A PDF counts as many pages without being opened: only workers look into PDFs.
fn has_many_pages(file: &Found) -> bool {
    if scan::Kind::Pdf.names(&file.name) {
        return true;
    }
    // A look at the first bytes, before anything is inflated.
    let opens_so = || file.place.opening(8).is_ok_and(|opening| (tiff::FORMAT.recognises)(&opening));
    scan::Kind::Image(&tiff::FORMAT).names(&file.name)
        && opens_so()
        && file.place.open().is_ok_and(|mut opened| tiff::has_many_pages(&mut opened.source()))
}
