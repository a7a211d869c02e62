//! `sources.tsv`: every input a batch has seen, and what became of it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// The first line of the file.
pub const HEADING: &str = "path\tsize\tmodified\tsha256\toutcome\tdetail\n";

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is in a document of the batch; the detail is the document's id.
    Stored,
    /// The archive has its document already; the detail is that document's id.
    Duplicate,
    /// It was refused and copied to the quarantine; the detail is the finding's code.
    Quarantined,
    /// It is no scan, or not ready; the detail is the finding's code.
    Ignored,
}

const OUTCOMES: &[(Outcome, &str)] = &[
    (Outcome::Stored, "stored"),
    (Outcome::Duplicate, "duplicate"),
    (Outcome::Quarantined, "quarantined"),
    (Outcome::Ignored, "ignored"),
];

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = OUTCOMES.iter().find(|(outcome, _)| outcome == self).map_or("", |(_, name)| name);
        out.write_str(name)
    }
}

impl FromStr for Outcome {
    type Err = ();
    fn from_str(text: &str) -> Result<Outcome, ()> {
        OUTCOMES.iter().find(|(_, name)| *name == text).map(|(outcome, _)| *outcome).ok_or(())
    }
}

/// One input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The source's name and the path below it, with control characters escaped.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// RFC 3339 in UTC; `-` where the file system does not tell.
    pub modified: String,
    /// Of the whole file; `None` where it was not read.
    pub sha256: Option<Digest>,
    /// What became of it.
    pub outcome: Outcome,
    /// A document id or a finding's code.
    pub detail: String,
}

impl Row {
    /// Writes the line of this input, with LF.
    pub fn render(&self) -> String {
        let sha256 = self.sha256.map_or("-".to_owned(), |digest| digest.to_string());
        format!("{}\t{}\t{}\t{sha256}\t{}\t{}\n", self.path, self.size, self.modified, self.outcome, self.detail)
    }

    /// Reads a line without its LF; `None` when it is not one.
    pub fn parse(line: &str) -> Option<Row> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [path, size, modified, sha256, outcome, detail] = fields[..] else { return None };
        Some(Row {
            path: path.to_owned(),
            size: size.parse().ok()?,
            modified: modified.to_owned(),
            sha256: if sha256 == "-" { None } else { Some(sha256.parse().ok()?) },
            outcome: outcome.parse().ok()?,
            detail: detail.to_owned(),
        })
    }

    /// Returns what tells whether an input is the same file, unchanged, without reading it.
    pub fn key(&self) -> Digest {
        key(&self.path, self.size, &self.modified)
    }
}

/// Returns what tells whether an input is the same file, unchanged, without reading it.
pub fn key(path: &str, size: u64, modified: &str) -> Digest {
    Digest::of(format!("{path}\t{size}\t{modified}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_back() {
        let row = Row {
            path: "hộp 1/KQ.jpg".to_owned(),
            size: 12,
            modified: "2026-11-21T01:02:03.5Z".to_owned(),
            sha256: Some(Digest::of(b"x")),
            outcome: Outcome::Duplicate,
            detail: "id".to_owned(),
        };
        assert_eq!(Row::parse(row.render().trim_end_matches('\n')), Some(row));
        assert_eq!(Row::parse("a\tb"), None);
    }
}
