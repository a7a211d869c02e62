//! Lists one root, folder by folder: each folder's own entries first, then its sub-folders in order.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use crate::exchange::mets::REPRESENTATIONS;
use crate::finding::{Code, Finding};

use super::discover::{Home, Ignored};
use super::leave;
use super::place::Place;
use super::roots::{Kind, Root};
use super::spelling::{self, Form, Spelled};

/// Something in a folder that is no folder, as far as its listing says.
pub(super) struct Entry {
    pub(super) name: OsString,
    pub(super) lies: Lies,
}

/// Where an entry lies, and what is known of it without looking.
pub(super) enum Lies {
    /// At a path on disk.
    OnDisk(PathBuf),
    /// In a ZIP that was listed.
    InZip {
        place: Place,
        size: u64,
        modified: SystemTime,
        /// Why it is left.
        why: Option<&'static Code>,
    },
}

/// One folder with the entries in it, in the order of the bytes of their names.
#[derive(Default)]
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
    /// What is left already, and what is to be said before anything else.
    pub(super) ignored: Vec<Ignored>,
    pub(super) findings: Vec<Finding>,
    /// True below a system folder.
    pub(super) is_leftover: bool,
    /// True for the last folder of the root.
    pub(super) is_last: bool,
    /// As in [`super::discover::Folder`].
    pub(super) home: Home,
    pub(super) parted: Option<usize>,
}

/// The folders of one root. Beside the folder at hand, memory holds the names of sub-folders yet to come.
pub(super) struct Tree {
    root: String,
    /// Names from the root's own down to the folder at hand.
    names: Vec<Spelled>,
    /// How many names lead to the topmost system folder, when inside one.
    leftover_from: Option<usize>,
    /// How many names lead to the topmost folder that holds [`REPRESENTATIONS`], when it is this one or above.
    parted: Option<usize>,
    open: Option<Listing>,
    walk: Option<walkdir::IntoIter>,
}

impl Tree {
    /// Begins with a root; nothing is read before the first folder is asked for.
    pub(super) fn open(root: Root) -> Tree {
        let (walk, files) = match root.kind {
            Kind::Files(files) => (None, files),
            // Links stay links, and files come before folders, so that a folder is whole before its first sub-folder.
            _ => {
                let walk = WalkDir::new(&root.path).min_depth(1).follow_links(false).sort_by(files_first);
                (Some(walk.into_iter()), Vec::new())
            }
        };
        let (names, leftover_from, parted, open) = (vec![root.spelled], None, None, None);
        let mut tree = Tree { root: root.label, names, leftover_from, parted, open, walk };
        let mut first = if tree.walk.is_some() { tree.listing_of(&root.path) } else { tree.listing() };
        first.entries = files;
        tree.open = Some(first);
        tree
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
        self.parted = self.parted.filter(|parted| depth >= *parted);
        self.listing_of(entry.path())
    }

    fn listing_of(&mut self, folder: &Path) -> Listing {
        if self.parted.is_none() && folder.join(REPRESENTATIONS).symlink_metadata().is_ok_and(|found| found.is_dir()) {
            self.parted = Some(self.names.len());
        }
        Listing { home: Home::Folder(folder.to_owned()), parted: self.parted, ..self.listing() }
    }

    fn listing(&self) -> Listing {
        let below = self.names.iter().skip(1).map(|name| name.label.as_str());
        let label: Vec<&str> = std::iter::once(self.root.as_str()).chain(below).collect();
        Listing {
            root: self.root.clone(),
            label: label.join("/"),
            parts: self.names.iter().map(|spelled| spelled.name.clone()).collect(),
            form: self.names.last().map_or(Form::Composed, |spelled| spelled.form),
            is_leftover: self.leftover_from.is_some(),
            ..Listing::default()
        }
    }
}

impl Iterator for Tree {
    type Item = Listing;

    fn next(&mut self) -> Option<Listing> {
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
                    self.open.as_mut()?.entries.push(Entry { name, lies: Lies::OnDisk(path) });
                }
                Err(error) => self.open.as_mut()?.failures.push(cause(error)),
            }
        }
        let last = self.open.take()?;
        Some(Listing { is_last: true, ..last })
    }
}

fn files_first(a: &DirEntry, b: &DirEntry) -> std::cmp::Ordering {
    let key = |entry: &DirEntry| entry.file_type().is_dir();
    key(a).cmp(&key(b)).then_with(|| a.file_name().cmp(b.file_name()))
}

fn cause(error: walkdir::Error) -> io::Error {
    error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"))
}
