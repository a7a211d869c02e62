//! Lists one root, folder by folder: each folder's own entries first, then its sub-folders in order.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use walkdir::{DirEntry, WalkDir};

use super::leave;
use super::roots::Root;
use super::spelling::{self, Form, Spelled};

/// Something in a folder that is no folder, as far as its listing says.
pub(super) struct Entry {
    pub(super) path: PathBuf,
    pub(super) name: OsString,
}

/// One folder with the entries in it, in the order of the bytes of their names.
pub(super) struct Listing {
    /// The root's label.
    pub(super) root: String,
    pub(super) label: String,
    pub(super) parts: Vec<String>,
    /// How the folder's own name is written.
    pub(super) form: Form,
    pub(super) entries: Vec<Entry>,
    /// Why the folder could not be listed, or not to its end.
    pub(super) failures: Vec<io::Error>,
    /// True below a system folder.
    pub(super) is_leftover: bool,
    /// True for the last folder of the root.
    pub(super) is_last: bool,
}

/// The folders of one root. Beside the folder at hand, memory holds the names of sub-folders yet to come.
pub(super) struct Tree {
    root: String,
    /// Names from the root's own down to the folder at hand.
    names: Vec<Spelled>,
    /// How many names lead to the topmost system folder, when inside one.
    leftover_from: Option<usize>,
    open: Option<Listing>,
    walk: Option<walkdir::IntoIter>,
}

impl Tree {
    /// Begins with a root; nothing is read before the first folder is asked for.
    pub(super) fn open(root: Root) -> Tree {
        let walk = match root.files {
            // Links stay links, and files come before folders, so that a folder is whole before its first sub-folder.
            None => Some(WalkDir::new(&root.path).min_depth(1).follow_links(false).sort_by(files_first).into_iter()),
            Some(_) => None,
        };
        let mut tree = Tree { root: root.label, names: vec![root.spelled], leftover_from: None, open: None, walk };
        let mut first = tree.listing();
        first.entries = root.files.unwrap_or_default();
        tree.open = Some(first);
        tree
    }

    /// Returns the next folder.
    pub(super) fn next(&mut self) -> Option<Listing> {
        while let Some(item) = self.walk.as_mut().and_then(Iterator::next) {
            match item {
                Ok(entry) if entry.file_type().is_dir() => {
                    let entered = self.enter(&entry);
                    if let Some(whole) = self.open.replace(entered) {
                        return Some(whole);
                    }
                }
                Ok(entry) => {
                    let (path, name) = (entry.path().to_owned(), entry.file_name().to_owned());
                    self.open.as_mut()?.entries.push(Entry { path, name });
                }
                Err(error) => self.open.as_mut()?.failures.push(cause(error)),
            }
        }
        let last = self.open.take()?;
        Some(Listing { is_last: true, ..last })
    }

    fn enter(&mut self, entry: &DirEntry) -> Listing {
        let depth = entry.depth();
        self.names.truncate(depth);
        self.names.push(spelling::spell(entry.file_name()));
        if self.leftover_from.is_some_and(|from| depth <= from) {
            self.leftover_from = None;
        }
        if self.leftover_from.is_none() && leave::is_system_folder(entry.file_name()) {
            self.leftover_from = Some(depth);
        }
        self.listing()
    }

    fn listing(&self) -> Listing {
        let below = self.names.iter().skip(1).map(|name| name.label.as_str());
        let label: Vec<&str> = std::iter::once(self.root.as_str()).chain(below).collect();
        Listing {
            root: self.root.clone(),
            label: label.join("/"),
            parts: self.names.iter().map(|spelled| spelled.name.clone()).collect(),
            form: self.names.last().map_or(Form::Composed, |spelled| spelled.form),
            entries: Vec::new(),
            failures: Vec::new(),
            is_leftover: self.leftover_from.is_some(),
            is_last: false,
        }
    }
}

fn files_first(a: &DirEntry, b: &DirEntry) -> std::cmp::Ordering {
    let key = |entry: &DirEntry| entry.file_type().is_dir();
    key(a).cmp(&key(b)).then_with(|| a.file_name().cmp(b.file_name()))
}

fn cause(error: walkdir::Error) -> io::Error {
    error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"))
}
