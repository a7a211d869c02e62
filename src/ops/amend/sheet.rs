//! Rows of an index sheet as changes: each names its document and says what the record is to hold.
//!
//! A field that a row does not say stays as it is, so a sheet of corrections needs only the columns that it corrects.
//! Whether a row differs from what is stored is seen later, when the sidecars are read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::archive::sources::{Outcome, Row};
use crate::checks::present::composed;
use crate::digest::Digest;
use crate::fault::{Attempt, Fault};
use crate::finding::{Finding, codes};
use crate::ops::sheets;
use crate::record::{Described, Record};
use crate::records::fold::fold;
use crate::records::index::{Index, Keys, Line, Options};
use crate::sidecar::RELATIONS;
use crate::text;

use super::plan::refusal;
use super::{Change, Tie};

/// How a row names its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentRef {
    /// By its id or name.
    Document(String),
    /// By one of the files that it was made of: the path as `sources.tsv` has it, or the last parts of it.
    Source(String),
}

/// What index sheets say is to be amended.
#[derive(Debug, Default)]
pub struct Read {
    /// A row each.
    pub rows: Vec<Amending>,
    /// The sheets, as `sources.tsv` is to have them.
    pub sheets: Vec<Row>,
    /// What a person should know.
    pub findings: Vec<Finding>,
}

/// What one row says is to be amended.
#[derive(Clone, Debug, PartialEq)]
pub struct Amending {
    /// The document.
    pub document: DocumentRef,
    /// What its record is to hold.
    pub record: Record,
    /// The row.
    pub described: Described,
    /// Whether it is to be withdrawn, or brought back.
    pub withdraw: Option<bool>,
    /// Relations that it is to have.
    pub relate: Vec<Tie>,
}

/// Reads the rows of index sheets, and returns what a person should know of them.
///
/// A row that names no document, and a relation that is none, are an `Err`: nothing is amended by halves.
pub fn read(archive: &Archive, paths: &[PathBuf], options: &Arc<Options>) -> Result<Read> {
    let mut read = Read::default();
    let mut problems = Vec::new();
    for path in paths {
        let label = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let loaded = sheets::load(path, &label, &archive.profile.sheets, options)?;
        read.findings.extend(loaded.findings);
        if loaded.indexes.is_empty() {
            problems.push(Fault::raise(
                "amend.sheet",
                text!("`{label}`: không có danh mục nào đọc được", "`{label}`: no index in it can be read"),
            ));
        }
        read.sheets.push(input(path, &label, loaded.sha256)?);
        for mut index in loaded.indexes {
            read.findings.append(&mut index.findings);
            for mut line in index.lines() {
                read.findings.append(&mut line.findings);
                match row(&index, loaded.sha256, line) {
                    Ok(row) => read.rows.push(row),
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    // A sheet of corrections need not have the columns that a delivery must have.
    read.findings.retain(|finding| finding.code != codes::RECORD_INCOMPLETE.name);
    if problems.is_empty() { Ok(read) } else { Err(refusal(problems)) }
}

fn input(path: &Path, label: &str, sha256: Digest) -> Result<Row> {
    let metadata = path.metadata().attempt(|| text!("không đọc được `{label}`", "could not read `{label}`"))?;
    let modified = metadata.modified().ok().and_then(|time| jiff::Timestamp::try_from(time).ok());
    Ok(Row {
        path: label.to_owned(),
        size: metadata.len(),
        modified: modified.map_or("-".to_owned(), |time| time.to_string()),
        sha256: Some(sha256),
        outcome: Outcome::Ignored,
        detail: codes::SOURCE_SHEET.name.to_owned(),
    })
}

fn row(index: &Index, sha256: Digest, line: Line) -> Result<Amending> {
    let number = line.number;
    let place = || format!("{} {}", index.label, number);
    let Keys { file, id, code, withdraw, relate, .. } = line.keys;
    let document = id.or(code.filter(|_| file.is_none())).map(DocumentRef::Document);
    let Some(document) = document.or(file.map(|file| DocumentRef::Source(file.replace('\\', "/")))) else {
        let place = place();
        let what = text!(
            "`{place}`: dòng không nêu tài liệu nào; cần cột `id`, mã tài liệu hoặc tên tệp",
            "`{place}`: the row names no document; it takes a column `id`, a document code or a file"
        );
        return Err(Fault::raise("amend.row", what));
    };
    let described = Described {
        path: index.label.clone(),
        sha256,
        sheet: index.sheet.clone(),
        row: number,
        joined: "id".to_owned(),
    };
    let is_yes = |text: &str| !matches!(fold(text).as_str(), "0" | "khong" | "no" | "false");
    let ties = relate.iter().flat_map(|text| text.split(';')).map(str::trim).filter(|text| !text.is_empty());
    let ties = ties.map(|text| Tie::parse(text).ok_or_else(|| no_tie(&place(), text))).collect::<Result<_>>()?;
    Ok(Amending { document, record: line.record, described, withdraw: withdraw.as_deref().map(is_yes), relate: ties })
}

fn no_tie(place: &str, text: &str) -> anyhow::Error {
    let kinds = RELATIONS.join(", ");
    let what = text!(
        "`{place}`: quan hệ `{text}` không đúng dạng loại:tài liệu; các loại: {kinds}",
        "`{place}`: the relation `{text}` is not of the form kind:document; kinds: {kinds}"
    );
    Fault::raise("amend.relation", what)
}

/// Makes a change of each row. A file that no document, or more than one, was made of is an `Err`.
pub fn changes(archive: &Archive, rows: &[Amending]) -> Result<Vec<Change>> {
    let sources = rows.iter().filter_map(|row| match &row.document {
        DocumentRef::Source(path) => Some(composed(path)),
        DocumentRef::Document(_) => None,
    });
    let ids = documents_of(archive, sources.collect())?;
    let change = |row: &Amending| -> Result<Change> {
        let document = match &row.document {
            DocumentRef::Document(document) => document.clone(),
            DocumentRef::Source(path) => only(path, ids.get(&composed(path)))?,
        };
        Ok(Change {
            document,
            set: row.record.iter().map(|(path, entry)| (path.to_owned(), entry.clone())).collect(),
            withdraw: row.withdraw,
            relate: row.relate.clone(),
            described: Some(row.described.clone()),
            ..Change::default()
        })
    };
    let (mut changes, mut problems) = (Vec::new(), Vec::new());
    for made in rows.iter().map(change) {
        match made {
            Ok(change) => changes.push(change),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(changes) } else { Err(refusal(problems)) }
}

/// Returns the ids of the documents that each of these files went into, at most two; one pass over all `sources.tsv`.
fn documents_of(archive: &Archive, wanted: Vec<String>) -> Result<BTreeMap<String, Vec<String>>> {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in wanted {
        by_name.entry(last_part(&path).to_owned()).or_default().push(path);
    }
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let batches = if by_name.is_empty() { Vec::new() } else { archive.batches()? };
    for batch in batches {
        let list = batch.path.join("sources.tsv");
        let cannot = || text!("không đọc được `{path}`", "could not read `{path}`", path = list.display());
        for line in BufReader::new(File::open(&list).attempt(cannot)?).lines() {
            let Some(row) = Row::parse(&line.attempt(cannot)?) else { continue };
            if !matches!(row.outcome, Outcome::Stored | Outcome::Duplicate) {
                continue;
            }
            let path = composed(&row.path);
            let asked = by_name.get(last_part(&path)).into_iter().flatten().filter(|asked| ends_with(&path, asked));
            for asked in asked {
                let ids = ids.entry(asked.clone()).or_default();
                if ids.len() < 2 && !ids.contains(&row.detail) {
                    ids.push(row.detail.clone());
                }
            }
        }
    }
    Ok(ids)
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whole names only: `1.jpg` is not the end of `11.jpg`.
fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

fn only(path: &str, ids: Option<&Vec<String>>) -> Result<String> {
    match ids.map(Vec::as_slice) {
        Some([id]) => Ok(id.clone()),
        None | Some([]) => {
            let what = text!("không tài liệu nào làm từ tệp `{path}`", "no document was made of the file `{path}`");
            Err(Fault::raise("document.none", what))
        }
        Some(_) => {
            let what = text!(
                "nhiều tài liệu làm từ tệp tên `{path}`; hãy ghi thêm thư mục hoặc dùng mã",
                "several documents were made of files called `{path}`; give more of the path, or an id"
            );
            Err(Fault::raise("document.ambiguous", what))
        }
    }
}
