//! Which document was made of a file that a row of an index sheet names?
//!
//! `sources.tsv` of every batch says it. A row may give the whole path as it stands there, or the last parts of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::archive::sources::{Outcome, Row};
use crate::checks::present::composed;
use crate::fault::Attempt;
use crate::text;

use super::sheet::{Read, place};
use super::{Change, Problem};

/// What `described` says of a row that names a file.
pub const JOINED: &str = "file";

/// Puts ids in place of the files that rows name. A file that no document, or more than one, was made of is a problem,
/// and its row no change.
pub fn resolve(archive: &Archive, read: &mut Read) -> Result<()> {
    let names_file = |change: &Change| change.described.as_ref().is_some_and(|row| row.joined == JOINED);
    let wanted = read.changes.iter().filter(|change| names_file(change)).map(|change| composed(&change.document));
    let ids = documents_of(archive, wanted.collect())?;
    let problems = &mut read.problems;
    read.changes.retain_mut(|change| {
        if !names_file(change) {
            return true;
        }
        let found = ids.get(&composed(&change.document)).map_or(&[][..], Vec::as_slice);
        match only(&change.document, found) {
            Ok(id) => change.document = id,
            Err(problem) => {
                problems.push(problem.at(&change.described.as_ref().map(place).unwrap_or_default()));
                return false;
            }
        }
        true
    });
    Ok(())
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

fn only(path: &str, ids: &[String]) -> Result<String, Problem> {
    match ids {
        [id] => Ok(id.clone()),
        [] => {
            let what = text!("không tài liệu nào làm từ tệp `{path}`", "no document was made of the file `{path}`");
            Err(Problem { code: "document.none", what })
        }
        _ => {
            let what = text!(
                "nhiều tài liệu làm từ tệp tên `{path}`; hãy ghi thêm thư mục hoặc dùng mã",
                "several documents were made of files called `{path}`; give more of the path, or an id"
            );
            Err(Problem { code: "document.ambiguous", what })
        }
    }
}
