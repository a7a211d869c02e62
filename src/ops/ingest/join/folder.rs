//! One folder: which files the sheet makes documents of their own, and which row each document belongs to.

use std::collections::HashMap;

use crate::finding::{Finding, codes};
use crate::group::natural;
use crate::intake::discover::Found;
use crate::records::fields;
use crate::records::grid::Wrong;
use crate::text;

use super::super::plan::PlannedDocument;
use super::super::scan;
use super::Joiner;
use super::keys::{self, How, Key};

/// The names that a document goes by at its source.
#[derive(Clone, Debug)]
pub(in super::super) struct Names {
    /// As grouping called it.
    pub(in super::super) document: String,
    /// True when its scans are all that lies in the folder, so that the folder's name is its own.
    pub(in super::super) is_folder: bool,
}

/// The rows that one of a document's names leads to, equally well.
struct Best<'f> {
    how: How,
    fit: u32,
    /// The name that led to them, and the folders that it stands in.
    name: Box<str>,
    folders: &'f [String],
    rows: Vec<(usize, usize)>,
}

impl Joiner {
    /// Returns the files that rows name one by one, each with the files behind it that are its further pages.
    ///
    /// A sheet that names a single file of a folder says nothing of how the others belong together. A PDF has pages of
    /// its own: it takes no file behind it, and is no page of another.
    pub(in super::super) fn split(&self, parts: &[&str], files: &[Found]) -> Vec<Vec<usize>> {
        let folders: Vec<String> = parts.iter().map(|part| keys::plain(part)).collect();
        let mut order: Vec<usize> = (0..files.len()).collect();
        order.sort_by(|a, b| natural::compare(&files[*a].name, &files[*b].name));
        let row_of =
            |idx: usize| self.best(&file_keys(&files[idx].name, &folders)).and_then(|best| best.rows.first().copied());
        let rows: Vec<_> = order.iter().map(|idx| row_of(*idx)).collect();
        if rows.iter().flatten().collect::<std::collections::BTreeSet<_>>().len() < 2 {
            return Vec::new();
        }
        let mut documents: Vec<Vec<usize>> = Vec::new();
        let mut last = None;
        for (idx, row) in order.into_iter().zip(rows) {
            if row.is_some() {
                documents.push(vec![idx]);
                last = row;
            } else if let (Some(row), Some(pages)) = (last, documents.last_mut())
                && (pages.len() as u64) < self.pages_of(row)
                && !pages.iter().chain([&idx]).any(|idx| scan::Kind::Pdf.names(&files[*idx].name))
                && !self.is_page_by_code(&files[idx].name, &folders)
            {
                pages.push(idx);
            }
        }
        documents
    }

    /// Says whether a name is that of a page whose document has a row by its code.
    fn is_page_by_code(&self, name: &str, folders: &[String]) -> bool {
        let name = keys::plain(name);
        let code = keys::stem(&name).rsplit_once(['.', '_', '-', ' ']).map(|(code, _)| code);
        code.is_some_and(|code| self.best(&[(Key { how: How::Code, text: code.into() }, folders)]).is_some())
    }

    /// Returns the pages that a row declares.
    fn pages_of(&self, (roll, row): (usize, usize)) -> u64 {
        self.rolls[roll].index.line(row).and_then(|line| line.record.count(fields::PAGES)).unwrap_or(1)
    }

    /// Looks for the row of each document, by its names and then by order; says which documents have none.
    pub(in super::super) fn describe(
        &mut self,
        parts: &[&str],
        documents: &mut [PlannedDocument],
        names: &[Names],
        findings: &mut Vec<Finding>,
    ) {
        let folders: Vec<String> = parts.iter().map(|part| keys::plain(part)).collect();
        let has_rows = self.rolls.iter().any(|roll| !roll.is_of_dossiers());
        if has_rows {
            // What is surer goes first for all documents, so that none takes away the row that names another.
            for how in [How::File, How::Stem, How::Code, How::Place] {
                let open = documents.iter_mut().zip(names).filter(|(document, _)| document.is_open());
                let mut found = Vec::new();
                for (document, names) in open {
                    let best = self.best_by(document, names, &folders, how);
                    found.extend(best.map(|best| (document, names, best)));
                }
                let wanted_twice = wanted_twice(&found);
                for (document, names, best) in found {
                    self.describe_one(document, names, &folders, best, &wanted_twice);
                }
            }
            findings.extend(self.describe_by_order(documents, &folders));
        }
        let rules = std::sync::Arc::clone(&self.options);
        for document in documents.iter_mut() {
            if document.description.is_none() {
                self.n_bare += u64::from(!has_rows);
                if has_rows {
                    let what =
                        text!("danh mục không có dòng nào về tài liệu này", "no row of the index sheet is about it");
                    let finding = Finding::new(&codes::RECORD_MISSING, document.label(), what);
                    document.findings.push(finding);
                }
            }
            document.findings.retain(|finding| rules.rules.reports(&finding.code));
        }
    }

    fn best_by<'f>(
        &self,
        document: &PlannedDocument,
        names: &Names,
        folders: &'f [String],
        how: How,
    ) -> Option<Best<'f>> {
        let mut wanted = document_keys(document, names, folders);
        wanted.retain(|(key, _)| key.how == how);
        self.best(&wanted)
    }

    fn describe_one(
        &mut self,
        document: &mut PlannedDocument,
        names: &Names,
        folders: &[String],
        best: Best<'_>,
        wanted_twice: &HashMap<(usize, usize), String>,
    ) {
        let (roll, row) = best.rows[0];
        if let Some(other) = wanted_twice.get(&(roll, row)) {
            document.findings.push(self.rolls[roll].fits_two(row, other, document.label()));
            return;
        }
        let others: Vec<(usize, usize)> = best.rows[1..].to_vec();
        if others.iter().any(|(other, _)| *other != roll) {
            let what = text!("nhiều danh mục có dòng hợp với tài liệu này", "rows of several index sheets fit it");
            document.findings.push(Finding::new(&codes::JOIN_AMBIGUOUS, document.label(), what));
            return;
        }
        self.take(document, roll, row, best.how, folders);
        if matches!(best.how, How::File | How::Stem) {
            self.rolls[roll].met_in(best.folders, &best.name);
        }
        document.findings.extend(self.names_one_of_many(document, names, roll, row));
        if document.description.is_some() {
            for (roll, other) in others {
                let finding = self.rolls[roll].second_row(other, row, document.label());
                document.findings.extend(finding);
            }
        }
    }

    /// A row that names one scan of a document of several, and says no number of pages, may mean that scan alone.
    fn names_one_of_many(&self, document: &PlannedDocument, names: &Names, roll: usize, row: usize) -> Option<Finding> {
        let description = document.description.as_ref().filter(|_| document.scans.len() > 1)?;
        let named = self.rolls[roll].named(row)?;
        let is_scan = document.scans.iter().any(|scan| keys::plain(&scan.name) == named);
        if !is_scan || keys::plain(&names.document) == named || description.record.get(fields::PAGES).is_some() {
            return None;
        }
        let n_scans = document.scans.len();
        let what = text!(
            "dòng chỉ nêu một tệp, còn tài liệu được nhóm từ {n_scans} tệp; hãy ghi số trang",
            "the row names one file, the document was grouped of {n_scans}; state its pages"
        );
        Some(Finding::new(&codes::JOIN_AMBIGUOUS, document.label(), what))
    }

    /// Pairs documents and rows by order when there are as many of both, and nothing else ties either.
    fn describe_by_order(&mut self, documents: &mut [PlannedDocument], folders: &[String]) -> Option<Finding> {
        if documents.is_empty() || documents.iter().any(|document| document.description.is_some()) {
            return None;
        }
        let is_candidate = |roll: &super::Roll| !roll.is_of_dossiers() && !roll.names_files();
        let open: Vec<(usize, Vec<usize>)> = (0..self.rolls.len())
            .filter(|roll| is_candidate(&self.rolls[*roll]))
            .map(|roll| (roll, self.rolls[roll].unnamed_rows(folders)))
            .filter(|(_, rows)| !rows.is_empty())
            .collect();
        let [(roll, rows)] = &open[..] else { return None };
        if rows.len() != documents.len() {
            return None;
        }
        for (document, row) in documents.iter_mut().zip(rows) {
            self.take(document, *roll, *row, How::Order, folders);
        }
        let n_documents = documents.len();
        let what = text!(
            "{n_documents} dòng và {n_documents} tài liệu chỉ được ghép với nhau theo thứ tự",
            "{n_documents} rows and {n_documents} documents were paired by their order alone"
        );
        let index = &self.rolls[*roll].index;
        Some(index.finding(index.number(rows[0])?, None, &Wrong { code: &codes::JOIN_BY_ORDER, what }))
    }

    /// Returns the rows that fit best, by the first of the names that leads to any.
    fn best<'f>(&self, wanted: &[(Key, &'f [String])]) -> Option<Best<'f>> {
        let mut best: Option<Best<'f>> = None;
        for (key, folders) in wanted {
            if best.as_ref().is_some_and(|best| best.how < key.how) {
                break;
            }
            for (number, roll) in self.rolls.iter().enumerate().filter(|(_, roll)| !roll.is_of_dossiers()) {
                for row in roll.rows_with(key) {
                    let Some(fit) = roll.fit(row, folders, key) else { continue };
                    match &mut best {
                        Some(best) if fit < best.fit || best.rows.contains(&(number, row)) => (),
                        Some(best) if fit == best.fit => best.rows.push((number, row)),
                        _ => {
                            let (how, name, rows) = (key.how, key.text.clone(), vec![(number, row)]);
                            best = Some(Best { how, fit, name, folders, rows });
                        }
                    }
                }
            }
        }
        best
    }
}

/// Returns the rows that two documents of the folder fit equally well, with the first of these: neither gets them.
fn wanted_twice(found: &[(&mut PlannedDocument, &Names, Best<'_>)]) -> HashMap<(usize, usize), String> {
    let (mut first, mut twice) = (HashMap::new(), HashMap::new());
    for (document, _, best) in found {
        if let Some(other) = first.insert(best.rows[0], document.label().to_owned()) {
            twice.insert(best.rows[0], other);
        }
    }
    twice
}

fn file_keys<'f>(name: &str, folders: &'f [String]) -> Vec<(Key, &'f [String])> {
    let name = keys::plain(name);
    let key = |how, text: &str| (Key { how, text: text.into() }, folders);
    vec![key(How::File, &name), key(How::Stem, keys::stem(&name)), key(How::Code, keys::stem(&name))]
}

/// Returns the names that may lead to a document's row, the surest first.
fn document_keys<'f>(document: &PlannedDocument, names: &Names, folders: &'f [String]) -> Vec<(Key, &'f [String])> {
    let mut wanted: Vec<(Key, &[String])> =
        document.scans.iter().flat_map(|scan| file_keys(&scan.name, folders)).collect();
    let mut add = |how, text: &str, folders: &'f [String]| wanted.push((Key { how, text: text.into() }, folders));
    let own = keys::plain(&names.document);
    // A document that is called after its folder stands beside that folder's own place.
    let called = match folders.split_last() {
        Some((last, above)) if *last == own => vec![(own, above)],
        Some((last, above)) if names.is_folder => vec![(own, folders), (last.clone(), above)],
        _ => vec![(own, folders)],
    };
    for (name, folders) in called {
        add(How::File, &name, folders);
        add(How::Stem, keys::stem(&name), folders);
        add(How::Code, &name, folders);
        // A number behind a code of its own, such as `KQ.000031`, is no place in the dossier.
        let (before, digits) = name.rsplit_once(['.', '_', '-', ' ']).unwrap_or(("", &name));
        if let Ok(ordinal) = digits.parse::<u64>() {
            let dossiers = folders.iter().rev().filter(|dossier| before.is_empty() || before == dossier.as_str());
            dossiers.for_each(|dossier| add(How::Place, &keys::place(dossier, ordinal), folders));
        }
    }
    wanted.sort_by_key(|(key, _)| key.how);
    wanted
}
