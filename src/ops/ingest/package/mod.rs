//! Packages of other systems among the sources: with a METS, as bags, or as sohoa exports them.
//!
//! A package is gathered whole and checked before anything in it is believed: one whose files are not as it says is left as
//! a whole. What is no document of it is left with a reason, and its records go the way of index sheets.

mod bag;
mod listing;
mod own;
mod pieces;
mod records;
mod tt05;

use std::collections::{HashMap, VecDeque};
use std::io::Read;

use crate::digest::Digest;
use crate::exchange::simpledc::SimpleDc;
use crate::exchange::xml::Stop;
use crate::fault;
use crate::finding::{Finding, codes};
use crate::intake::discover::{Folder, Found};
use crate::records::index::{Index, Options};
use crate::records::layout::Scope;
use crate::text;
use crate::text::Text;

use super::plan::PlannedDocument;
use pieces::Pieces;
use records::Rows;

/// The lists of digests in what sohoa exports as plain files, and as records for the Kho.
const SUMS: &[&str] = &["SHA256SUMS", "manifest-sha256.txt"];

/// The records for the Kho, beside their list.
const RESULTS: &str = "ket-qua.json";

/// So many PDFs of one folder are planned at once, so that a package of any size takes little memory.
const CHUNK: usize = 1000;

/// What kind of package a folder is the root of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has a METS.
    Mets,
    /// A BagIt bag.
    Bag,
    /// A batch of an archive, which is a bag with a seal.
    Batch,
    /// Files and a list of digests, as sohoa exports them.
    Sums,
}

/// A package that is being imported.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// The label of its root.
    label: String,
    /// The name of the dossier where a document's record does not say it, and of which folders.
    dossier: String,
    is_bag: bool,
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

/// Says whether a folder is the root of a package.
pub(super) fn recognise(folder: &Folder) -> Option<Kind> {
    let named = |name: &str| folder.files.iter().find(|file| file.name.eq_ignore_ascii_case(name));
    if named("bagit.txt").is_some() {
        return Some(if named("seal.txt").is_some() { Kind::Batch } else { Kind::Bag });
    }
    if named("mets.xml").is_some() {
        return Some(Kind::Mets);
    }
    let sums = folder.files.iter().find(|file| SUMS.contains(&file.name.as_str()))?;
    (named(RESULTS).is_some() || lists_sidecars(sums)).then_some(Kind::Sums)
}

/// A delivery of scans may have such a list as well; one of ours names a sidecar for each PDF, one after the other.
fn lists_sidecars(sums: &Found) -> bool {
    let mut opening = Vec::new();
    let read = sums.place.reader().and_then(|reader| reader.take(4096).read_to_end(&mut opening));
    let opening = String::from_utf8_lossy(&opening);
    let mut lines = opening.lines();
    let pdf = lines.next().and_then(|line| line.strip_suffix(".pdf"));
    let json = lines.next().and_then(|line| line.strip_suffix(".json"));
    let stem = |line: &str| line.get(64..).map(str::to_owned);
    read.is_ok() && pdf.is_some() && pdf.and_then(stem) == json.and_then(stem)
}

impl Package {
    /// Opens a package of which all folders were gathered, the root first.
    pub(super) fn open(kind: Kind, folders: Vec<Folder>, options: &Options) -> Package {
        let mut pieces = Pieces::of(folders);
        let dossier = pieces.parts.last().cloned().unwrap_or_default();
        let mut package =
            Package { label: pieces.label.clone(), dossier, is_bag: kind != Kind::Mets, ..Package::default() };
        let findings = package.look_into(kind, &mut pieces, options);
        let mut folders = pieces.into_folders();
        if let Some(root) = folders.first_mut() {
            root.findings.splice(0..0, findings);
        }
        package.folders = folders.into_iter().flat_map(in_chunks).collect();
        package
    }

    /// Checks the package and reads its records; decides what becomes of each of its files.
    fn look_into(&mut self, kind: Kind, pieces: &mut Pieces, options: &Options) -> Vec<Finding> {
        if let Some(refused) = self.refuse_unread(kind, pieces) {
            return leave(pieces, vec![refused]);
        }
        let root = pieces.iter().find(|(_, piece)| piece.folder().is_empty() && piece.is_called("mets.xml"));
        let root = root.map_or(0, |(at, _)| at);
        let mut contents = match kind {
            Kind::Mets => tt05::read(pieces, root),
            Kind::Sums => tt05::Contents { listing: bag::read_sums(pieces), ..Default::default() },
            Kind::Bag | Kind::Batch => tt05::Contents { listing: bag::read(pieces), ..Default::default() },
        };
        let listing = &mut contents.listing;
        if listing.refusals.is_empty() {
            listing.check(pieces);
        }
        if let Some(refused) = listing.verdict(&self.label) {
            return leave(pieces, refused);
        }
        if kind == Kind::Mets {
            self.read_records(pieces, &mut contents, options);
        } else {
            self.sidecars = own::sidecars(pieces);
        }
        contents.listing.notes
    }

    /// A package is read as a whole or not at all, and a batch of an archive is no package.
    fn refuse_unread(&self, kind: Kind, pieces: &Pieces) -> Option<Finding> {
        if kind == Kind::Batch {
            let what = text!(
                "đây là một lô của kho, không phải gói: hãy xuất từ kho ấy bằng `sohoa export`",
                "this is a batch of an archive and no package: export from that archive with `sohoa export`"
            );
            return Some(Finding::new(&codes::SOURCE_PACKAGE_REFUSED, &self.label, what));
        }
        let held = pieces.held()?;
        let what = text!(
            "một tệp của gói chưa đọc được (`{why}`), nên cả gói được để lại",
            "a file of the package cannot be read yet (`{why}`), so the whole package is left",
            why = held.why.name
        );
        Some(Finding::new(&codes::SOURCE_PACKAGE_REFUSED, &self.label, what))
    }

    fn read_records(&mut self, pieces: &Pieces, contents: &mut tt05::Contents, options: &Options) {
        let notes = &mut contents.listing.notes;
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
        holds(&self.label, label)
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

/// Says that files were not imported because the package does not list them.
fn unlisted(first: &str, n: usize) -> Finding {
    let what = text!(
        "số tệp không được nhập vì gói không kê: {n}",
        "files that were not imported because the package does not list them: {n}"
    );
    Finding::new(&codes::SOURCE_PACKAGE_UNLISTED, first, what)
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
