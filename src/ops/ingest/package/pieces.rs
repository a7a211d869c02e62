//! The files of a package by their paths, and what becomes of each.

use unicode_normalization::UnicodeNormalization;

use crate::checks::package::SUMS;
use crate::exchange::mets;
use crate::finding::{Code, codes};
use crate::intake::discover::{Folder, Found, Ignored};
use crate::relpath::RelPath;

/// A file of a package.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) found: Found,
    /// Its path from the root of the package in NFC, as it is spelt at the source.
    pub(super) path: String,
    /// Its folder, by the place in the walk.
    folder: usize,
    is_sheet: bool,
    pub(super) fate: Fate,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is a document, or a page of one.
    Document,
    /// It is an index sheet that is used.
    Sheet,
    /// It is what it would be outside any package.
    Stays,
    /// It is left, for this reason.
    Left(&'static Code),
}

/// All files of a package.
#[derive(Debug)]
pub(super) struct Pieces {
    /// The label of its root.
    pub(super) label: String,
    /// The names of the folders down to its root, the root's own last.
    pub(super) parts: Vec<String>,
    /// Sorted by path, whatever the case.
    pieces: Vec<Piece>,
    /// The folders of the walk, without their files.
    folders: Vec<Folder>,
}

impl Pieces {
    /// Takes the files out of the folders of a package, the root first.
    pub(super) fn of(label: &str, parts: &[String], mut folders: Vec<Folder>) -> Pieces {
        let (label, parts) = (label.to_owned(), parts.to_vec());
        let mut pieces = Vec::new();
        for (at, folder) in folders.iter_mut().enumerate() {
            let files = std::mem::take(&mut folder.files).into_iter().map(|found| (found, false));
            let sheets = std::mem::take(&mut folder.sheets).into_iter().map(|found| (found, true));
            for (found, is_sheet) in files.chain(sheets) {
                let path = path_below(&label, &found.label);
                let fate = Fate::Left(&codes::SOURCE_PACKAGE_PART);
                pieces.push(Piece { found, path, folder: at, is_sheet, fate });
            }
        }
        pieces.sort_by_cached_key(|piece| (folded(&piece.path), piece.path.clone()));
        Pieces { label, parts, pieces, folders }
    }

    /// Returns the name of its root's folder.
    pub(super) fn name(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    pub(super) fn get(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Piece)> {
        self.pieces.iter().enumerate()
    }

    pub(super) fn set(&mut self, at: usize, fate: Fate) {
        if let Some(piece) = self.pieces.get_mut(at) {
            piece.fate = fate;
        }
    }

    /// Gives every file back to the walk, but for the list of digests.
    pub(super) fn stay(&mut self) {
        let others = self.pieces.iter_mut().filter(|piece| piece.path != SUMS);
        others.for_each(|piece| piece.fate = Fate::Stays);
    }

    /// Returns the paths of what systems leave behind.
    pub(super) fn leftovers(&self) -> impl Iterator<Item = String> {
        let ignored = self.folders.iter().flat_map(|folder| &folder.ignored);
        let leftovers = ignored.filter(|ignored| ignored.why == &codes::SOURCE_SYSTEM_FILE);
        leftovers.map(|ignored| path_below(&self.label, &ignored.label))
    }

    /// Finds a file by its path; where none is spelt so, by the path in other capitals.
    pub(super) fn find(&self, path: &RelPath) -> Option<usize> {
        let wanted: String = path.as_str().nfc().collect();
        let key = folded(&wanted);
        let first = self.pieces.partition_point(|piece| folded(&piece.path) < key);
        let alike = || (first..self.pieces.len()).take_while(|at| folded(&self.pieces[*at].path) == key);
        alike().find(|at| self.pieces[*at].path == wanted).or_else(|| alike().next())
    }

    /// Returns the first file that waits for something, so that the package as a whole has to.
    pub(super) fn held(&self) -> Option<&Ignored> {
        self.folders.iter().flat_map(|folder| &folder.ignored).find(|ignored| ignored.holds_back())
    }

    /// Leaves every file, for this reason.
    pub(super) fn leave_all(&mut self, why: &'static Code) {
        self.pieces.iter_mut().for_each(|piece| piece.fate = Fate::Left(why));
    }

    /// Puts the files back into their folders: documents, what is left, and all sheets into the root, where they count
    /// for the whole package.
    pub(super) fn into_folders(self) -> Vec<Folder> {
        let mut folders = self.folders;
        // In the order of a walk again.
        let mut pieces = self.pieces;
        pieces.sort_by(|a, b| (a.folder, &a.found.name).cmp(&(b.folder, &b.found.name)));
        for piece in pieces {
            let at = if piece.fate == Fate::Sheet { 0 } else { piece.folder };
            let Some(folder) = folders.get_mut(at) else { continue };
            match piece.fate {
                Fate::Document => folder.files.push(piece.found),
                Fate::Sheet => folder.sheets.push(piece.found),
                Fate::Stays if piece.is_sheet => folder.sheets.push(piece.found),
                Fate::Stays => folder.files.push(piece.found),
                Fate::Left(why) => folder.ignored.push(left(piece.found, why)),
            }
        }
        folders
    }
}

impl Piece {
    /// Returns its name without the ending, for comparing.
    pub(super) fn stem(&self) -> String {
        let name = folded(self.path.rsplit('/').next().unwrap_or_default());
        name.rsplit_once('.').map(|(stem, _)| stem.to_owned()).unwrap_or(name)
    }

    /// Says whether it has this name, whatever the case.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.path.rsplit('/').next().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    /// Says whether its name ends so, whatever the case.
    pub(super) fn ends_in(&self, ending: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending))
    }

    /// Says whether it is an index sheet by its name.
    pub(super) fn is_sheet(&self) -> bool {
        self.is_sheet
    }

    /// Returns the folder it lies in, from the root of the package; empty for the root.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

fn left(found: Found, why: &'static Code) -> Ignored {
    Ignored { label: found.label, size: found.size, modified: Some(found.modified), why }
}

/// Labels have percent signs for what could forge a line; the path is what stood there before.
fn path_below(root: &str, label: &str) -> String {
    let below = label.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).unwrap_or(label);
    mets::percent_decoded(below).unwrap_or_else(|| below.to_owned()).nfc().collect()
}

fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().flat_map(char::to_lowercase).collect() }
}
