//! Packages of other systems among the sources: with a METS, as bags, or as sohoa exports them.
//!
//! A package is gathered whole and checked as `verify` checks it before anything in it is believed: one whose files are not
//! as it says is left as a whole. What is no document of it is left with a reason, and its records go the way of index sheets.

mod bag;
mod own;
mod pieces;
mod records;
pub(super) mod root;
mod sound;
mod tt05;

use std::collections::{HashMap, VecDeque};

use crate::checks::package::marks::Kind;
use crate::digest::Digest;
use crate::exchange::simpledc::SimpleDc;
use crate::exchange::xml::Stop;
use crate::fault;
use crate::files::container::read::Container;
use crate::files::container::zip::Flaw;
use crate::finding::{Finding, codes};
use crate::intake::discover::{Folder, Found};
use crate::records::index::{Index, Options};
use crate::records::layout::Scope;
use crate::text;
use crate::text::Text;

use super::plan::PlannedDocument;
use pieces::Pieces;
use records::Rows;
use root::Root;

/// So many PDFs of one folder are planned at once, so that a package of any size takes little memory.
const CHUNK: usize = 1000;

/// A package that is being imported.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// The label of its root.
    label: String,
    /// The name of the dossier where a document's record does not say it, and of which folders.
    dossier: String,
    is_bag: bool,
    /// Whether it is a delivery of scans with a list of digests, which says nothing else of them.
    is_delivery: bool,
    /// Sidecars by the labels of their PDFs.
    sidecars: HashMap<String, Found>,
    /// The sheet of its records, and which file each of its rows was taken from.
    sheet: String,
    rows: Vec<(String, Digest)>,
    /// Its folders, the root first, with the files that are to be imported.
    pub(super) folders: VecDeque<Folder>,
    /// Its records, understood.
    pub(super) indexes: Vec<(Index, Digest)>,
}

impl Package {
    /// Opens a package of which all folders were gathered, the root first; `listed` is all that lies in it.
    pub(super) fn open(
        root: &Root,
        folders: Vec<Folder>,
        listed: &Result<Option<Container>, Flaw>,
        options: &Options,
    ) -> Package {
        let mut pieces = Pieces::of(&root.label, &root.parts, folders);
        let (label, is_bag) = (root.label.clone(), root.kind != Kind::Tt05);
        let dossier = root.parts.last().cloned().unwrap_or_default();
        let mut package = Package { label, dossier, is_bag, ..Package::default() };
        let findings = package.look_into(root, &mut pieces, listed, options);
        let mut folders = pieces.into_folders();
        if let Some(first) = folders.first_mut() {
            first.findings.splice(0..0, findings);
        }
        package.folders = folders.into_iter().flat_map(in_chunks).collect();
        package
    }

    /// Checks the package and reads its records; decides what becomes of each of its files.
    fn look_into(
        &mut self,
        root: &Root,
        pieces: &mut Pieces,
        listed: &Result<Option<Container>, Flaw>,
        options: &Options,
    ) -> Vec<Finding> {
        let container = match sound::readable(root, pieces, listed) {
            Ok(container) => container,
            Err(refused) => return leave(pieces, vec![refused]),
        };
        self.is_delivery = root.kind == Kind::Plain && !bag::is_own(pieces);
        let (refused, mut notes) = sound::check(container, root, self.is_delivery, pieces);
        if !refused.is_empty() {
            return leave(pieces, refused);
        }
        match root.kind {
            Kind::Plain if self.is_delivery => pieces.stay(),
            Kind::Plain | Kind::Kho => bag::take_own(pieces),
            Kind::Bag => bag::take(pieces, container),
            Kind::Tt05 => {
                let mut contents = tt05::read(pieces);
                if !contents.refusals.is_empty() {
                    return leave(pieces, sound::refused(root, contents.refusals));
                }
                self.read_records(pieces, &mut contents, options);
                notes.extend(contents.notes);
                return notes;
            }
        }
        if !self.is_delivery {
            self.sidecars = own::sidecars(pieces);
        }
        notes
    }

    fn read_records(&mut self, pieces: &Pieces, contents: &mut tt05::Contents, options: &Options) {
        let notes = &mut contents.notes;
        let sample = contents.records.iter().find_map(|(at, _)| records::read(pieces.get(*at)?).ok());
        let sample = sample.map(|(record, _)| record).unwrap_or_default();
        let code = contents.dossier.and_then(|at| self.read_dossier(pieces, at, &sample, notes, options));
        let mut rows = Rows::of(Scope::Document);
        self.sheet = format!("{}/EAD_doc", self.label);
        for (at, document) in &contents.records {
            let Some(piece) = pieces.get(*at) else { continue };
            let (record, sha256) = match records::read(piece) {
                Ok(read) => read,
                Err(stop) => {
                    notes.push(Finding::new(&codes::SOURCE_PACKAGE_RECORD, &piece.found.label, why(&stop)));
                    continue;
                }
            };
            let document = document.and_then(|at| pieces.get(at));
            let file = document.map(|piece| format!("{}/{}", pieces.name(), piece.path));
            let own = record.get("docId").map(str::to_owned);
            // What the package says of its dossier holds for each of its documents.
            let file_code = code.clone().or_else(|| records::file_code(&record, &record));
            rows.push(&record, file.or(own).as_deref(), file_code.as_deref());
            self.rows.push((piece.found.label.clone(), sha256));
        }
        if self.rows.is_empty() {
            return;
        }
        let digest = self.rows[0].1;
        match rows.understand(&self.sheet, options) {
            Ok(index) => self.indexes.push((index, digest)),
            Err(finding) => notes.push(finding),
        }
    }

    /// Reads the record of the dossier, and returns its code; `sample` is the record of one of its documents.
    fn read_dossier(
        &mut self,
        pieces: &Pieces,
        at: usize,
        sample: &SimpleDc,
        notes: &mut Vec<Finding>,
        options: &Options,
    ) -> Option<String> {
        let piece = pieces.get(at)?;
        let (record, sha256) = match records::read(piece) {
            Ok(read) => read,
            Err(stop) => {
                notes.push(Finding::new(&codes::SOURCE_PACKAGE_RECORD, &piece.found.label, why(&stop)));
                return None;
            }
        };
        // The record of a copy for a user is about the request and no dossier.
        let code = records::file_code(&record, sample)?;
        let mut rows = Rows::of(Scope::Dossier);
        rows.push(&record, None, Some(&code));
        match rows.understand(&piece.found.label, options) {
            Ok(index) => self.indexes.push((index, sha256)),
            Err(finding) => notes.push(finding),
        }
        self.dossier.clone_from(&code);
        Some(code)
    }

    /// Says whether a folder lies in the package.
    pub(super) fn holds(&self, label: &str) -> bool {
        !self.is_delivery && holds(&self.label, label)
    }

    /// Returns the name of the dossier that documents of a folder belong to, where their names and records do not say.
    pub(super) fn home(&self, label: &str) -> Option<&str> {
        let below = label.strip_prefix(&self.label).unwrap_or_default();
        let is_payload = matches!(below.to_ascii_lowercase().as_str(), "" | "/data" | "/data/objects");
        (!self.is_bag || is_payload).then_some(&self.dossier)
    }

    /// Returns the record that lies beside a document, and the name of its dossier.
    pub(super) fn beside(&self, document: &PlannedDocument) -> Option<(String, super::plan::Description)> {
        let [scan] = &document.scans[..] else { return None };
        own::read(self.sidecars.get(&scan.label)?)
    }

    /// Names the file that a row was taken from, in place of the sheet that was made of all of them.
    pub(super) fn trace(&self, documents: &mut [PlannedDocument], findings: &mut [Finding]) {
        for document in documents {
            document.findings.iter_mut().for_each(|finding| self.trace_one(finding));
            let Some(description) = &mut document.description else { continue };
            let described = &mut description.described;
            if described.path == self.sheet
                && let Some((path, sha256)) = self.row(described.row)
            {
                (described.path, described.sha256) = (path.clone(), *sha256);
                (described.sheet, described.row) = ("simpledc".to_owned(), 1);
            }
        }
        findings.iter_mut().for_each(|finding| self.trace_one(finding));
    }

    fn trace_one(&self, finding: &mut Finding) {
        let spot = finding.subject.strip_prefix(&self.sheet).and_then(|rest| rest.strip_prefix('#'));
        let digits = spot.map(|spot| spot.trim_start_matches(|letter: char| !letter.is_ascii_digit()));
        if let Some((path, _)) = digits.and_then(|digits| self.row(digits.parse().ok()?)) {
            finding.subject.clone_from(path);
        }
    }

    /// Rows are counted from 2, behind the headings.
    fn row(&self, number: u32) -> Option<&(String, Digest)> {
        self.rows.get(usize::try_from(number).ok()?.checked_sub(2)?)
    }
}

/// Says whether a folder is this one, or lies below it.
pub(super) fn holds(root: &str, label: &str) -> bool {
    label.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Leaves all files of a package.
fn leave(pieces: &mut Pieces, findings: Vec<Finding>) -> Vec<Finding> {
    pieces.leave_all(&codes::SOURCE_PACKAGE_REFUSED);
    findings
}

/// PDFs are documents by themselves, so that a folder of nothing else can be planned piece by piece.
fn in_chunks(mut folder: Folder) -> Vec<Folder> {
    let is_pdf = |file: &Found| file.name.to_lowercase().ends_with(".pdf");
    if folder.files.len() <= CHUNK || !folder.files.iter().all(is_pdf) {
        return vec![folder];
    }
    let (label, parts) = (folder.label.clone(), folder.parts.clone());
    let rest = folder.files.split_off(CHUNK);
    let mut folders = vec![folder];
    let mut rest = rest.into_iter().peekable();
    while rest.peek().is_some() {
        let files = rest.by_ref().take(CHUNK).collect();
        folders.push(Folder { label: label.clone(), parts: parts.clone(), files, ..Folder::default() });
    }
    folders
}

/// Says why the XML of a package was not read to its end.
fn why(stop: &Stop) -> Text {
    match stop {
        Stop::Unreadable(error) => {
            let Text { vi, en } = fault::why(error);
            text!("không đọc được tệp: {vi}", "the file cannot be read: {en}")
        }
        Stop::Malformed(malformed) => {
            let (line, byte, Text { vi, en }) = (malformed.line, malformed.byte, &malformed.what);
            text!("dòng {line}, byte {byte}: {vi}", "line {line}, byte {byte}: {en}")
        }
    }
}
