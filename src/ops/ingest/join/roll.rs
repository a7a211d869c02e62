//! One index sheet in use: which of its rows a document may be, and which rows no document has claimed.

use std::collections::BTreeSet;

use crate::digest::Digest;
use crate::finding::{Finding, codes};
use crate::record::Described;
use crate::records::fields;
use crate::records::grid::Wrong;
use crate::records::identifiers::FileCode;
use crate::records::index::{Index, Line};
use crate::records::layout::Scope;
use crate::text;

use super::keys::{self, How, Key};

/// A sheet in use.
#[derive(Debug)]
pub(super) struct Roll {
    pub(super) index: Index,
    /// Of its file.
    pub(super) sha256: Digest,
    /// The folders down to the one it lies in; empty for a sheet that was named by itself.
    pub(super) folder: Vec<String>,
    /// The name of its file without the ending, for comparing.
    pub(super) stem: String,
    /// Sorted.
    table: Vec<(Key, u32)>,
    rows: Vec<RowState>,
    /// The dossiers that its rows belong to, for comparing.
    dossiers: BTreeSet<Box<str>>,
    /// The one folder whose scans rows were found for by names that every folder has.
    generic: Option<Vec<String>>,
}

/// What is known of a row while documents come by.
#[derive(Clone, Debug, Default)]
struct RowState {
    /// The first scan of the document that has claimed it.
    claimed: Option<Box<str>>,
    /// The parts of the path in its file column, but for the last.
    folders: Box<[String]>,
    /// The dossier it belongs to, for comparing.
    dossier: Box<str>,
    has_file: bool,
    is_excluded: bool,
    /// How many documents a dossier has had so far.
    n_documents: u32,
}

/// What claiming a row led to.
pub(super) enum Claim {
    /// The row is the document's now.
    Taken(Box<Line>),
    /// Another document has it already: its first scan.
    Before(Box<str>),
}

impl Roll {
    /// Takes a sheet into use.
    pub(super) fn new(index: Index, sha256: Digest, folder: Vec<String>) -> Roll {
        let name = keys::parts(&index.label).pop().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        let is_of_dossiers = index.scope == Scope::Dossier;
        let (mut table, mut rows) = (Vec::new(), Vec::with_capacity(index.len()));
        let drawn = index.map_lines(|line| {
            let mut found = keys::of_row(&line.keys, keys::ordinal(&line.record));
            if let Some(code) = line.keys.dossier.as_deref().filter(|_| is_of_dossiers) {
                found.push(Key { how: How::Code, text: keys::plain(code).into() });
            }
            (found, RowState::of(&line))
        });
        for ((found, row), number) in drawn.into_iter().zip(0u32..) {
            table.extend(found.into_iter().map(|key| (key, number)));
            rows.push(row);
        }
        table.sort_unstable();
        table.shrink_to_fit();
        let dossiers = rows.iter().map(|row| row.dossier.clone()).filter(|dossier| !dossier.is_empty()).collect();
        Roll { index, sha256, folder, stem, table, rows, dossiers, generic: None }
    }

    pub(super) fn is_of_dossiers(&self) -> bool {
        self.index.scope == Scope::Dossier
    }

    /// Returns the rows that have a key.
    pub(super) fn rows_with(&self, key: &Key) -> impl Iterator<Item = usize> {
        let first = self.table.partition_point(|(known, _)| known < key);
        self.table[first..].iter().take_while(move |(known, _)| known == key).map(|(_, row)| *row as usize)
    }

    /// Says whether any row names a file.
    pub(super) fn names_files(&self) -> bool {
        self.index.column_of(fields::JOIN_FILE).is_some()
    }

    /// Says how well a row fits the folders that a document lies in; `None` when it contradicts them.
    ///
    /// A mere name of a file is not about the scans of another dossier. One that every folder has, such as `001.jpg`, needs
    /// the row's dossier among the folders; where the sheet knows one dossier or none, all such names must be of one folder.
    pub(super) fn fit(&self, row: usize, folders: &[String], key: &Key) -> Option<u32> {
        let state = self.rows.get(row)?;
        let is_dossier = !state.dossier.is_empty() && folders.iter().any(|folder| **folder == *state.dossier);
        let is_mere_name = matches!(key.how, How::File | How::Stem) && state.folders.is_empty();
        if !folders.ends_with(&state.folders) || (is_mere_name && !is_dossier && self.is_doubtful(state, folders, key))
        {
            return None;
        }
        let is_namesake = !self.stem.is_empty() && folders.contains(&self.stem);
        // A sheet that lies nearer to the scans knows them better.
        let depth = self.folder.len() as u32;
        Some(100 * state.folders.len() as u32 + 50 * u32::from(is_dossier) + 20 * u32::from(is_namesake) + depth)
    }

    /// Could a mere name be that of another paper?
    fn is_doubtful(&self, state: &RowState, folders: &[String], key: &Key) -> bool {
        let states_dossier = !state.dossier.is_empty();
        let is_elsewhere =
            || folders.iter().any(|folder| self.dossiers.contains(folder.as_str()) || FileCode::parse(folder).is_ok());
        let is_namesake = !self.stem.is_empty() && folders.contains(&self.stem);
        if (states_dossier && is_elsewhere()) || is_namesake || !keys::is_generic(&key.text) {
            return states_dossier && is_elsewhere();
        }
        let is_beside = self.folder == folders;
        let is_first_folder = self.generic.as_ref().is_none_or(|first| first == folders);
        !is_first_folder || (states_dossier && self.dossiers.len() > 1 && !is_beside)
    }

    /// Remembers the folder that names such as `001.jpg` were met in: no other can mean the same rows.
    pub(super) fn met_in(&mut self, folders: &[String], name: &str) {
        if self.generic.is_none() && keys::is_generic(name) {
            self.generic = Some(folders.to_vec());
        }
    }

    /// Gives a row to a document.
    pub(super) fn claim(&mut self, row: usize, scan: &str) -> Option<Claim> {
        let state = self.rows.get_mut(row)?;
        if let Some(before) = &state.claimed {
            return Some(Claim::Before(before.clone()));
        }
        state.claimed = Some(scan.into());
        self.index.line(row).map(|line| Claim::Taken(Box::new(line)))
    }

    /// Returns what a sidecar says of a row.
    pub(super) fn described(&self, number: u32, how: How) -> Described {
        Described {
            path: self.index.label.clone(),
            sha256: self.sha256,
            sheet: self.index.sheet.clone(),
            row: number,
            joined: how.name().to_owned(),
        }
    }

    /// Returns the rows that nobody has claimed, that name no file, and that may belong to this folder.
    pub(super) fn unnamed_rows(&self, folders: &[String]) -> Vec<usize> {
        let is_here = self.folder.len() == folders.len() && self.folder == folders;
        let fits = |state: &RowState| {
            let is_of_folder = folders.iter().any(|folder| **folder == *state.dossier);
            state.claimed.is_none() && !state.has_file && !state.is_excluded && (is_here || is_of_folder)
        };
        (0..self.rows.len()).filter(|row| fits(&self.rows[*row])).collect()
    }

    /// Returns the row of a dossier.
    pub(super) fn dossier(&self, code: &str) -> Option<usize> {
        self.rows_with(&Key { how: How::Code, text: code.into() }).next()
    }

    /// Reads the row of a dossier for one more of its documents, and says whether it is the first.
    pub(super) fn visit(&mut self, row: usize, scan: &str) -> Option<(Line, bool)> {
        let state = self.rows.get_mut(row)?;
        let is_first = state.claimed.is_none();
        state.claimed.get_or_insert_with(|| scan.into());
        state.n_documents += 1;
        Some((self.index.line(row)?, is_first))
    }

    /// Returns the last part of the path in a row's file column.
    pub(super) fn named(&self, row: usize) -> Option<String> {
        self.index.line(row)?.keys.file.as_deref().map(keys::parts)?.pop()
    }

    /// Says that a row fits two documents equally well, so that neither gets it.
    pub(super) fn fits_two(&self, row: usize, first: &str, second: &str) -> Finding {
        let what = text!(
            "dòng này hợp như nhau với `{first}` và `{second}` nên không tài liệu nào được nhận",
            "the row fits `{first}` and `{second}` equally well, so neither has it"
        );
        let number = self.index.number(row).unwrap_or(0);
        let wrong = Wrong { code: &codes::JOIN_AMBIGUOUS, what };
        self.index.finding(number, self.index.column_of(fields::JOIN_FILE), &wrong)
    }

    /// Says that two documents want one row.
    pub(super) fn twice_wanted(&self, row: usize, first: &str, second: &str) -> Finding {
        let what = text!(
            "dòng này hợp với cả `{first}` lẫn `{second}`; chỉ tài liệu đầu được gắn với dòng này",
            "the row fits `{first}` and `{second}` as well; the first one has it"
        );
        let number = self.index.number(row).unwrap_or(0);
        self.index.finding(
            number,
            self.index.column_of(fields::JOIN_FILE),
            &Wrong { code: &codes::JOIN_AMBIGUOUS, what },
        )
    }

    /// Says that a further row is about a document that has one already, and counts it as claimed.
    pub(super) fn second_row(&mut self, row: usize, first: usize, scan: &str) -> Option<Finding> {
        let first = self.index.number(first)?;
        let state = self.rows.get_mut(row).filter(|state| state.claimed.is_none())?;
        state.claimed = Some(scan.into());
        let what = text!(
            "dòng này cũng nói về `{scan}`, vốn đã có dòng {first}",
            "this row is about `{scan}` as well, which has row {first} already"
        );
        let column = self.index.column_of(fields::JOIN_FILE);
        Some(self.index.finding(self.index.number(row)?, column, &Wrong { code: &codes::JOIN_TWO_ROWS, what }))
    }

    /// Ends the use of the sheet: returns what does not add up.
    pub(super) fn close(self) -> Vec<Finding> {
        let mut findings = self.unclaimed();
        findings.extend(self.incomplete_dossiers());
        findings
    }

    fn incomplete_dossiers(&self) -> Vec<Finding> {
        let is_told = |row: &usize| self.is_of_dossiers() && self.rows[*row].n_documents > 0;
        let differing = (0..self.rows.len()).filter(is_told).filter_map(|row| {
            let stated = self.index.line(row)?.record.count(fields::TOTAL_DOC)?;
            let found = u64::from(self.rows[row].n_documents);
            (stated != found).then_some((row, stated, found))
        });
        let column = self.index.column_of(fields::TOTAL_DOC);
        let finding = |(row, stated, found)| {
            let what = text!(
                "danh mục ghi {stated} tài liệu, tìm thấy {found} tài liệu",
                "the sheet says {stated} documents, {found} were found"
            );
            Some(self.index.finding(self.index.number(row)?, column, &Wrong { code: &codes::RECORD_DOCUMENTS, what }))
        };
        differing.filter_map(finding).collect()
    }

    /// Returns a finding for each row that no document has claimed.
    fn unclaimed(&self) -> Vec<Finding> {
        // Of two rows about one dossier the second was told to repeat the first.
        let is_second = |row: usize| {
            let first = self.dossier(&self.rows[row].dossier);
            self.is_of_dossiers() && first.is_some_and(|first| first != row)
        };
        let is_alone = |row: &RowState| row.claimed.is_none() && !row.is_excluded;
        let alone = (0..self.rows.len()).filter(|row| is_alone(&self.rows[*row]) && !is_second(*row));
        let numbers = alone.filter_map(|row| self.index.number(row));
        let what = if self.is_of_dossiers() {
            text!("không tìm thấy ảnh quét nào của hồ sơ này", "no scan was found for this dossier")
        } else {
            text!("không tìm thấy ảnh quét của dòng này", "no scan was found for this row")
        };
        let column = self.index.column_of(fields::JOIN_FILE);
        let wrong = Wrong { code: &codes::JOIN_ROW_ALONE, what };
        numbers.map(|number| self.index.finding(number, column, &wrong)).collect()
    }
}

impl RowState {
    fn of(line: &Line) -> RowState {
        let mut folders = line.keys.file.as_deref().map(keys::parts).unwrap_or_default();
        folders.pop();
        RowState {
            claimed: None,
            folders: folders.into(),
            dossier: line.keys.dossier.as_deref().map(keys::plain).unwrap_or_default().into(),
            has_file: line.keys.file.is_some(),
            is_excluded: line.record.get(fields::EXCLUDED).is_some() || super::is_secret(&line.record),
            n_documents: 0,
        }
    }
}
