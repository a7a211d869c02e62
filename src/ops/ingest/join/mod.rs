//! Rows of index sheets and documents brought together: by file name, by code, or by order.
//!
//! The walk goes folder by folder, and a sheet counts for the folder it lies in and those below. `keys` says under which
//! names both sides are known, `roll` keeps one sheet with what was claimed of it, `folder` looks at one folder.

mod folder;
mod keys;
mod roll;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::archive::sources::{Outcome, Row};
use crate::digest::Digest;
use crate::fault::Fault;
use crate::finding::{Code, Finding, codes};
use crate::intake::discover::Found;
use crate::intake::place::Place;
use crate::names::{self, Kind};
use crate::ops::sheets;
use crate::page::Refusal;
use crate::record::{Entry, Record};
use crate::records::dates;
use crate::records::fields;
use crate::records::identifiers::FileCode;
use crate::records::index::{Index, Options};
use crate::records::naming;
use crate::records::profile::Sheets;
use crate::text;

use super::Options as Ingest;
use super::plan::{Description, PlannedDocument, row};
use keys::How;
use roll::{Claim, Roll};

pub(super) use folder::Names;

/// The sheets in use while an import walks its sources.
#[derive(Debug)]
pub(super) struct Joiner {
    options: Arc<Options>,
    limits: Sheets,
    rolls: Vec<Roll>,
    /// Sheets that were named by themselves; then no others are used.
    given: Vec<PathBuf>,
    is_given: bool,
    uses_found: bool,
    /// Documents of folders that no sheet counts for.
    n_bare: u64,
}

/// What a sheet found in a folder adds to the plan.
#[derive(Debug, Default)]
pub(super) struct Entered {
    pub(super) inputs: Vec<Row>,
    pub(super) findings: Vec<Finding>,
}

/// Says whether a record says that the paper is secret.
pub(super) fn is_secret(record: &Record) -> bool {
    [fields::MODE, fields::DOSSIER_MODE].iter().any(|path| record.text(path) == Some("03"))
}

impl Joiner {
    /// Loads the sheets that were named, and returns what is to be said of them.
    pub(super) fn begin(archive: &Archive, ingest: &Ingest) -> Result<(Joiner, Vec<Finding>)> {
        let options = sheets::options(Some(archive), &archive.profile, &ingest.wish, &ingest.now)?;
        let mut joiner = Joiner {
            options,
            limits: archive.profile.sheets.clone(),
            rolls: Vec::new(),
            given: ingest.index.iter().filter_map(|path| path.canonicalize().ok()).collect(),
            is_given: !ingest.index.is_empty(),
            uses_found: !ingest.no_index,
            n_bare: 0,
        };
        let mut findings = Vec::new();
        let mut seen = HashSet::new();
        for path in ingest.index.iter().filter(|path| seen.insert(path.canonicalize().unwrap_or((*path).clone()))) {
            let label = path.file_name().unwrap_or_default().to_string_lossy();
            let n_rolls = joiner.rolls.len();
            joiner.load(&path.as_path().into(), &label, Vec::new(), &mut findings)?;
            if joiner.rolls.len() == n_rolls {
                return Err(unusable(&label, findings));
            }
        }
        Ok((joiner, findings))
    }

    fn load(&mut self, place: &Place, label: &str, folder: Vec<String>, findings: &mut Vec<Finding>) -> Result<Digest> {
        let loaded = sheets::load(place, label, &self.limits, &self.options)?;
        findings.extend(loaded.findings);
        for mut index in loaded.indexes {
            findings.append(&mut index.findings);
            self.rolls.push(Roll::new(index, loaded.sha256, folder.clone()));
        }
        Ok(loaded.sha256)
    }

    /// Returns what understanding sheets needs.
    pub(super) fn options(&self) -> &Arc<Options> {
        &self.options
    }

    /// Takes records into use that lie in this folder in another form than that of a sheet.
    pub(super) fn add(&mut self, mut index: Index, sha256: Digest, parts: &[String]) -> Vec<Finding> {
        let findings = std::mem::take(&mut index.findings);
        let folder = parts.iter().map(|part| keys::plain(part)).collect();
        self.rolls.push(Roll::new(index, sha256, folder));
        findings
    }

    /// Comes to a folder: sheets of folders that were left are put away, sheets that lie here are taken into use.
    pub(super) fn enter(&mut self, parts: &[&str], found: &[Found]) -> Result<Entered> {
        let here: Vec<String> = parts.iter().map(|part| keys::plain(part)).collect();
        let mut entered =
            Entered { findings: self.put_away(|roll| !here.starts_with(&roll.folder)), ..Entered::default() };
        for sheet in found {
            let is_given = matches!(&sheet.place, Place::File(path) if path.canonicalize().is_ok_and(|path| self.given.contains(&path)));
            let mut sha256 = None;
            if self.is_given || !self.uses_found {
                if self.is_given && !is_given {
                    entered.findings.push(unused(&sheet.label));
                }
            } else {
                // A sheet that cannot be opened is a problem of the delivery, like a scan that cannot.
                match self.load(&sheet.place, &sheet.label, here.clone(), &mut entered.findings) {
                    Ok(digest) => sha256 = Some(digest),
                    Err(error) => entered.findings.push(unreadable(&sheet.label, &error)),
                }
            }
            entered.inputs.push(row(sheet, sha256, Outcome::Ignored, codes::SOURCE_SHEET.name));
        }
        Ok(entered)
    }

    /// Ends the walk, and says which rows no scan was found for.
    pub(super) fn end(&mut self) -> Vec<Finding> {
        let mut findings = self.put_away(|_| true);
        if self.n_bare > 0 {
            let n_bare = self.n_bare;
            let what = text!(
                "{n_bare} tài liệu trong nguồn, kể cả tài liệu không được lưu, không kèm danh mục nên chưa có thông tin mô tả",
                "{n_bare} documents of the sources, stored or not, came without an index sheet and have no record yet"
            );
            findings.push(Finding::new(&codes::RECORD_NONE, "", what));
        }
        findings.retain(|finding| self.options.rules.reports(&finding.code));
        findings
    }

    fn put_away(&mut self, is_left: impl Fn(&Roll) -> bool) -> Vec<Finding> {
        self.rolls.extract_if(.., |roll| is_left(roll)).flat_map(|roll| roll.close()).collect()
    }

    /// Gives a document the record of its row.
    fn take(&mut self, document: &mut PlannedDocument, roll: usize, row: usize, how: How, folders: &[String]) {
        let scan = document.label().to_owned();
        let Some(claim) = self.rolls[roll].claim(row, &scan) else { return };
        let line = match claim {
            Claim::Taken(line) => *line,
            Claim::Before(other) => {
                document.findings.push(self.rolls[roll].twice_wanted(row, &other, &scan));
                return;
            }
        };
        let described = self.rolls[roll].described(line.number, how);
        let mut record = line.record;
        let mut findings = line.findings;
        self.add_dossier(&mut record, folders, &scan, &mut findings);
        self.name(document, &record);
        document.left = left(&record);
        document.findings.extend(findings.iter().cloned());
        document.description = Some(Description { record, described });
    }

    /// Adds what a list of dossiers says of the one that a document belongs to.
    fn add_dossier(&mut self, record: &mut Record, folders: &[String], scan: &str, findings: &mut Vec<Finding>) {
        let stated = record.text(fields::FILE_CODE).map(keys::plain);
        let wanted: Vec<String> = stated.into_iter().chain(folders.iter().rev().cloned()).collect();
        for roll in self.rolls.iter_mut().filter(|roll| roll.is_of_dossiers()) {
            let Some(row) = wanted.iter().find_map(|code| roll.dossier(code)) else { continue };
            let Some((line, is_first)) = roll.visit(row, scan) else { continue };
            if is_first {
                findings.extend(line.findings);
            }
            for (path, entry) in line.record.iter().filter(|(path, _)| path.starts_with("dossier.")) {
                if record.get(path).is_none_or(|known| known.raw.is_none()) {
                    record.set(path, Entry { from: Some("dossier".to_owned()), ..entry.clone() });
                }
            }
        }
    }

    /// Names a document and its dossier by the profile's templates, where the record has what they need.
    pub(super) fn name(&self, document: &mut PlannedDocument, record: &Record) {
        let rules = &self.options.rules;
        let code = |template: &str, kind| {
            let is_impersonal = naming::fields(template).all(|path| record.text(path).is_none_or(is_code));
            let name = names::safe(&naming::render(template, record)?, kind);
            (is_impersonal && !name.replaced).then_some(name.text)
        };
        let dossier = code(&rules.dossier_name, Kind::Dossier);
        let name = code(&rules.document_name, Kind::Document);
        if dossier.is_some() && name.is_some() {
            document.findings.retain(|finding| finding.code != codes::NAME_REPLACED.name);
        }
        document.dossier = dossier.unwrap_or_else(|| document.dossier.clone());
        document.name = name.unwrap_or_else(|| document.name.clone());
    }
}

/// A value may name a document when it is a file code, or a code by itself: no word, id or date in disguise.
fn is_code(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let is_disguised = digits == 9 || digits == 12 || dates::parse(value).is_ok();
    FileCode::parse(value).is_ok() || (!names::safe(value, Kind::Document).replaced && !is_disguised)
}

/// Says why a document is not to be imported at all.
pub(super) fn left(record: &Record) -> Option<&'static Code> {
    if is_secret(record) {
        Some(&codes::RECORD_SECRET)
    } else if record.get(fields::EXCLUDED).is_some() {
        Some(&codes::RECORD_EXCLUDED)
    } else {
        None
    }
}

/// Whoever names a sheet wants it used: without it nothing is imported.
fn unusable(label: &str, findings: Vec<Finding>) -> anyhow::Error {
    let why = findings.into_iter().next_back().map(|finding| finding.message);
    let (vi, en) = why.map_or_else(Default::default, |text| (text.vi, text.en));
    let what = text!("không dùng được danh mục `{label}`: {vi}", "the index sheet `{label}` cannot be used: {en}");
    Fault::raise("ingest.index", what)
}

fn unused(label: &str) -> Finding {
    let what = text!("danh mục này không được dùng", "this index sheet was not used");
    Finding::new(&codes::JOIN_SHEET_UNUSED, label, what)
}

fn unreadable(label: &str, error: &anyhow::Error) -> Finding {
    let of_zip = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<std::io::Error>()?
            .get_ref()?
            .downcast_ref()
            .map(|refusal: &Refusal| refusal.finding(label))
    };
    if let Some(finding) = error.chain().find_map(of_zip) {
        return finding;
    }
    let error = error.root_cause();
    let what = text!("không đọc được danh mục: {error}", "the index sheet cannot be read: {error}");
    Finding::new(&codes::SHEET_UNREADABLE, label, what)
}
