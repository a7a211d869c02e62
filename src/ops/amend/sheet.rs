//! Rows of an index sheet as changes: each names its document and says what the record is to hold.
//!
//! A field that a row does not say stays as it is, so a sheet of corrections needs only the columns that it corrects.
//! Whether a row differs from what is stored is seen later, when the sidecars are read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::archive::sources::{Outcome, Row};
use crate::checks::present::composed;
use crate::fault::{Attempt, Fault};
use crate::record::{Described, Record};
use crate::text;

use super::Change;
use super::plan::refusal;

/// How a row names its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentRef {
    /// By its id or name.
    Document(String),
    /// By one of the files that it was made of: the path as `sources.tsv` has it, or the last parts of it.
    Source(String),
}

/// Makes a change of each row. A file that no document, or more than one, was made of is an `Err`.
pub fn changes(archive: &Archive, rows: &[(DocumentRef, Record, Described)]) -> Result<Vec<Change>> {
    let sources = rows.iter().filter_map(|(document, ..)| match document {
        DocumentRef::Source(path) => Some(composed(path)),
        DocumentRef::Document(_) => None,
    });
    let ids = documents_of(archive, sources.collect())?;
    let change = |(document, record, described): &(DocumentRef, Record, Described)| -> Result<Change> {
        let document = match document {
            DocumentRef::Document(document) => document.clone(),
            DocumentRef::Source(path) => only(path, ids.get(&composed(path)))?,
        };
        Ok(Change {
            document,
            set: record.iter().map(|(path, entry)| (path.to_owned(), entry.clone())).collect(),
            described: Some(described.clone()),
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
