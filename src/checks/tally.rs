//! What a verification has found so far.

use serde::Serialize;

use crate::checks::ALL;
use crate::finding::{Code, Finding, codes};
use crate::text::Text;

/// Counts and lists, in the order in which things were checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Files looked at.
    pub checked: u64,
    /// Bytes read or, with `--fast`, counted.
    pub bytes: u64,
    /// Files that are as they were sealed.
    pub ok: u64,
    /// Files whose content changed.
    pub mismatched: Vec<String>,
    /// Files that a manifest names and that are not there.
    pub missing: Vec<String>,
    /// Files that are there and in no manifest.
    pub extra: Vec<String>,
    /// Files that could not be read.
    pub unreadable: Vec<String>,
    /// Every problem with a sentence.
    pub findings: Vec<Finding>,
}

impl Tally {
    /// Notes a problem.
    pub fn find(&mut self, code: &Code, subject: &str, what: Text) {
        debug_assert!(ALL.contains(&code), "`{}` is not in `checks::ALL`", code.name);
        let lists = [
            (&codes::MISMATCH, &mut self.mismatched),
            (&codes::MISSING, &mut self.missing),
            (&codes::EXTRA, &mut self.extra),
            (&codes::UNREADABLE, &mut self.unreadable),
        ];
        if let Some((_, list)) = lists.into_iter().find(|(listed, _)| *listed == code) {
            list.push(subject.to_owned());
        }
        self.findings.push(Finding::new(code, subject, what));
    }

    /// Takes in another tally, whose subjects lie below `prefix`.
    pub fn absorb(&mut self, other: Tally, prefix: &str) {
        let place = |subject: String| match (prefix, subject.as_str()) {
            ("", _) => subject,
            (_, "") => prefix.to_owned(),
            _ => format!("{prefix}/{subject}"),
        };
        self.checked += other.checked;
        self.bytes += other.bytes;
        self.ok += other.ok;
        self.mismatched.extend(other.mismatched.into_iter().map(place));
        self.missing.extend(other.missing.into_iter().map(place));
        self.extra.extend(other.extra.into_iter().map(place));
        self.unreadable.extend(other.unreadable.into_iter().map(place));
        self.findings
            .extend(other.findings.into_iter().map(|finding| Finding { subject: place(finding.subject), ..finding }));
    }
}
