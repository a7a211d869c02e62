//! Rows about dossiers: what they say is added to the rows about documents of the same dossier, in the same call.

use std::collections::BTreeMap;

use crate::checks::present::composed;
use crate::finding::{Finding, codes};
use crate::record::{Entry, Record};
use crate::records::fields;
use crate::records::grid::Wrong;
use crate::records::index::{Index, Line};
use crate::text;

use super::Change;
use super::change::OF_DOSSIER;

/// The dossiers that rows are about, by file code as it is compared.
#[derive(Debug, Default)]
pub(super) struct Dossiers {
    by_code: BTreeMap<String, Row>,
    /// Rows without a file code.
    nameless: Vec<Finding>,
}

#[derive(Debug)]
struct Row {
    record: Record,
    /// What is said of the row when no document belongs to it.
    unused: Finding,
    is_used: bool,
}

impl Dossiers {
    /// Takes a row in. Of two about one dossier the first counts; that there are two was told when the sheet was read.
    pub(super) fn take(&mut self, index: &Index, line: Line) {
        let what = text!(
            "không có dòng nào về tài liệu của hồ sơ này nên dòng này không sửa gì",
            "no row is about a document of this dossier, so this row changes nothing"
        );
        let wrong = Wrong { code: &codes::AMEND_UNCHANGED, what };
        let unused = index.finding(line.number, index.column_of(fields::FILE_CODE), &wrong);
        match line.keys.dossier {
            Some(code) => {
                let row = Row { record: line.record, unused, is_used: false };
                self.by_code.entry(key(&code)).or_insert(row);
            }
            None => self.nameless.push(unused),
        }
    }

    /// Adds to each change what the row of its dossier says; what the document's own row says goes before.
    pub(super) fn add_to(&mut self, changes: &mut [Change]) {
        for change in changes {
            let code =
                change.set.iter().find(|(path, _)| path == fields::FILE_CODE).and_then(|(_, entry)| entry.text());
            let Some(row) = code.and_then(|code| self.by_code.get_mut(&key(code))) else { continue };
            row.is_used = true;
            for (path, entry) in row.record.iter().filter(|(path, _)| path.starts_with("dossier.")) {
                let is_said = |(set, own): &(String, Entry)| set == path && own.raw.is_some() && own.value.is_some();
                if !change.set.iter().any(is_said) {
                    change.set.retain(|(set, _)| set != path);
                    change.set.push((path.to_owned(), Entry { from: Some(OF_DOSSIER.to_owned()), ..entry.clone() }));
                }
            }
        }
    }

    /// Ends the use of the rows, and says which ones no document belongs to.
    pub(super) fn unused(self) -> impl Iterator<Item = Finding> {
        let unused = self.by_code.into_values().filter(|row| !row.is_used).map(|row| row.unused);
        self.nameless.into_iter().chain(unused)
    }
}

fn key(code: &str) -> String {
    composed(code.trim()).to_lowercase()
}
