//! Walks the sources: one folder at a time, depth first, in the order of the bytes of the names.
//!
//! Memory holds one folder's files and the names of the folders that wait beside its parents. Links
//! are not followed, devices not opened, and no name is trusted: labels are escaped before anyone
//! prints them. The walk is the same every time for the same tree.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::vec;

use crate::files::container::zip::Limits;
use crate::finding::{Code, Finding, Severity, codes};

use super::leave;
use super::links;
use super::notes::Tally;
use super::place::Place;
use super::roots::{self, Root};
use super::settle::{self, Clock};
use super::spelling;
use super::tree::{Entry, Lies, Listing, Tree};
use super::zips;

/// How to walk.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long a file must have been left alone; zero takes everything at once.
    pub settle: Duration,
    /// The true time of the call, even where records carry another (`SOURCE_DATE_EPOCH`).
    pub now: SystemTime,
    /// What a ZIP among the sources may cost.
    pub zip: Limits,
}

/// A file that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where its bytes lie.
    pub place: Place,
    /// The path to show and store: root, `/`, relative path; odd bytes as `%XX`, else as at the source.
    pub label: String,
    /// The file name in NFC, odd bytes as `%XX`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed last; of an entry, when its ZIP was.
    pub modified: SystemTime,
}

/// A file that is left, with the reason. It counts as an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// As in [`Found`].
    pub label: String,
    /// Its size in bytes, or 0 where that is not known.
    pub size: u64,
    /// When it was changed last, where that is known.
    pub modified: Option<SystemTime>,
    /// Why it was left.
    pub why: &'static Code,
}

/// Why a file that may be a page is left: until it can be read, its document waits.
const HOLDING: &[&Code] = &[
    &codes::SOURCE_GROWING,
    &codes::ZIP_ENCRYPTED,
    &codes::ZIP_METHOD,
    &codes::ZIP_DAMAGED,
    &codes::ZIP_BOMB,
    &codes::ZIP_OVERLAP,
    &codes::ZIP_NAME_TWICE,
    &codes::TOO_LARGE,
];

impl Ignored {
    /// Says whether the document that it may be a page of must wait for it.
    pub fn holds_back(&self) -> bool {
        HOLDING.contains(&self.why)
    }
}

/// What a folder is, so that whoever must know all that lies in it can look for themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Home {
    /// Files that were named one by one: nobody asked for all that lies beside them.
    #[default]
    Named,
    /// A folder on disk.
    Folder(PathBuf),
    /// A folder of a ZIP: the ZIP, and the path in it, empty for all of it.
    Zip(PathBuf, String),
}

/// One folder and the files that lie in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// The root's name, or the root's name, `/` and the relative path.
    pub label: String,
    /// The names of the folders down to this one in NFC, the root's own first.
    pub parts: Vec<String>,
    /// What is taken, in the order of the bytes of the names.
    pub files: Vec<Found>,
    /// Index sheets: by their endings, unless they open as a scan does; in the same order.
    pub sheets: Vec<Found>,
    /// What is left.
    pub ignored: Vec<Ignored>,
    /// What a person should know; subjects are labels.
    pub findings: Vec<Finding>,
    /// Which folder it is.
    pub home: Home,
    /// How many of the parts lead to the topmost folder that holds [`REPRESENTATIONS`](crate::exchange::mets::REPRESENTATIONS), as the root of a package does.
    pub parted: Option<usize>,
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Files that would be taken.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
}

/// Walks folders and single files; folders without any file are passed over.
///
/// Single files from one folder come as one folder, so that a shell's `*.jpg` groups as the folder would.
/// `Err` means that a source does not exist or cannot be opened; nothing was walked then.
pub fn folders(sources: &[PathBuf], options: &Options) -> anyhow::Result<impl Iterator<Item = Folder> + use<>> {
    let resolved = roots::resolve(sources)?;
    Ok(Folders {
        sifter: Sifter { paths: resolved.paths, clock: Clock::start(options.now), options: *options },
        roots: resolved.roots.into_iter(),
        tree: None,
        nothing_yet: true,
        findings: resolved.findings,
    })
}

/// Counts what a walk would take, for a progress bar.
pub fn census(sources: &[PathBuf], zip: Limits) -> anyhow::Result<Census> {
    let at_once = Options { settle: Duration::ZERO, now: SystemTime::UNIX_EPOCH, zip };
    let files = folders(sources, &at_once)?.flat_map(|folder| folder.files);
    Ok(files.fold(Census::default(), |sum, file| Census { files: sum.files + 1, bytes: sum.bytes + file.size }))
}

/// Is the file, or the ZIP that it is in, still what was found, by kind, size and time? Ask again after reading it.
pub fn unchanged(found: &Found) -> io::Result<bool> {
    let now = fs::symlink_metadata(found.place.on_disk())?;
    let size = match &found.place {
        Place::File(_) => found.size,
        Place::Entry(entry) => entry.zip_size(),
    };
    Ok(now.is_file() && now.len() == size && modified(&now) == found.modified)
}

/// Where the file system keeps no times, every file is old.
fn modified(metadata: &fs::Metadata) -> SystemTime {
    metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The walk through all roots.
struct Folders {
    sifter: Sifter,
    roots: vec::IntoIter<Root>,
    tree: Option<Box<dyn Iterator<Item = Listing>>>,
    /// True until the root at hand showed a file that is no mere leftover.
    nothing_yet: bool,
    /// Findings about the sources themselves; they go with the first folder.
    findings: Vec<Finding>,
}

impl Iterator for Folders {
    type Item = Folder;

    fn next(&mut self) -> Option<Folder> {
        loop {
            let Some(listing) = self.tree.as_mut().and_then(Iterator::next) else {
                self.tree = Some(self.sifter.enter(self.roots.next()?));
                self.nothing_yet = true;
                continue;
            };
            let root_label = listing.is_last.then(|| listing.root.clone());
            let mut folder = self.sifter.sift(listing);
            let left_over = |ignored: &Ignored| ignored.why == &codes::SOURCE_SYSTEM_FILE;
            self.nothing_yet &=
                folder.files.is_empty() && folder.ignored.iter().all(left_over) && folder.sheets.is_empty();
            if let Some(label) = root_label.filter(|_| self.nothing_yet) {
                folder.findings.push(super::notes::empty(label));
            }
            folder.findings.splice(0..0, self.findings.drain(..));
            let has_inputs = !(folder.files.is_empty() && folder.sheets.is_empty() && folder.ignored.is_empty());
            if has_inputs || !folder.findings.is_empty() {
                return Some(folder);
            }
        }
    }
}

/// Decides about the entries of a folder.
struct Sifter {
    paths: roots::Paths,
    clock: Clock,
    options: Options,
}

/// What is known of an entry before it is judged by its name.
struct Seen {
    place: Place,
    size: u64,
    modified: Option<SystemTime>,
    why: Option<&'static Code>,
    error: Option<io::Error>,
}

impl Sifter {
    fn enter(&self, root: Root) -> Box<dyn Iterator<Item = Listing>> {
        if !matches!(root.kind, roots::Kind::Zip) {
            return Box::new(Tree::open(root));
        }
        // A ZIP settles as a whole, before its list is looked for.
        let metadata = fs::metadata(&root.path).ok();
        let zip = Found {
            place: Place::File(root.path.clone()),
            label: root.label.clone(),
            name: root.label.clone(),
            size: metadata.as_ref().map_or(0, fs::Metadata::len),
            modified: metadata.as_ref().map_or(SystemTime::UNIX_EPOCH, modified),
        };
        match settle::wait(&mut vec![zip.clone()], &self.clock, self.options.settle).pop() {
            Some(_) => {
                let mut tally = Tally::default();
                tally.count(&codes::SOURCE_GROWING, &zip.label, None);
                Box::new(zips::left(root, &zip, tally.findings(), &codes::SOURCE_GROWING))
            }
            None => Box::new(zips::list(root, &zip, &self.options.zip)),
        }
    }

    fn sift(&self, listing: Listing) -> Folder {
        let mut tally = Tally::default();
        let mut folder =
            Folder { label: listing.label, parts: listing.parts, ignored: listing.ignored, ..Folder::default() };
        (folder.home, folder.parted) = (listing.home, listing.parted);
        if !listing.is_leftover {
            let code = &codes::SOURCE_UNREADABLE;
            listing.failures.iter().for_each(|failure| tally.count(code, &folder.label, Some(failure)));
            listing.form.finding().into_iter().for_each(|code| tally.count(code, &folder.label, None));
        }
        for entry in listing.entries {
            match self.judge(entry, &folder.label, listing.is_leftover, &mut tally) {
                Ok(found) if leave::is_zip(&found.name) && is_zip(&found.place) => {
                    let code = match &found.place {
                        Place::Entry(_) => &codes::ZIP_NESTED,
                        Place::File(path) if self.paths.name(path) => &codes::SOURCE_REPEATED,
                        Place::File(_) => &codes::ZIP_INSIDE,
                    };
                    if code.severity != Severity::Info {
                        tally.count(code, &found.label, None);
                    }
                    folder.ignored.push(left(found.label, found.size, Some(found.modified), code));
                }
                Ok(found) if leave::is_sheet(&found.name) && !is_scan(&found.place) => folder.sheets.push(found),
                Ok(found) => folder.files.push(found),
                Err(ignored) => folder.ignored.push(ignored),
            }
        }
        let mut growing = settle::wait(&mut folder.files, &self.clock, self.options.settle);
        growing.extend(settle::wait(&mut folder.sheets, &self.clock, self.options.settle));
        for growing in growing {
            tally.count(&codes::SOURCE_GROWING, &growing.label, None);
            folder.ignored.push(left(growing.label, growing.size, Some(growing.modified), &codes::SOURCE_GROWING));
        }
        folder.findings = listing.findings;
        folder.findings.extend(tally.findings());
        folder
    }

    /// Takes a file or says why not.
    fn judge(&self, entry: Entry, folder: &str, is_leftover: bool, tally: &mut Tally) -> Result<Found, Ignored> {
        let spelled = spelling::spell(&entry.name);
        let label = format!("{folder}/{}", spelled.label);
        let Seen { place, size, modified, why, error } = self.look(entry.lies);
        // A leftover is a leftover whatever else is wrong with it.
        let system_file = is_leftover.then_some(&codes::SOURCE_SYSTEM_FILE);
        if let Some(why) = system_file.or(why).or_else(|| leave::reason(&entry.name)) {
            if why.severity != Severity::Info {
                tally.count(why, &label, error.as_ref());
            }
            return Err(left(label, size, modified, why));
        }
        if let Some(code) = spelled.form.finding() {
            tally.count(code, &label, None);
        }
        let modified = modified.unwrap_or(SystemTime::UNIX_EPOCH);
        Ok(Found { place, label, name: spelled.name, size, modified })
    }

    fn look(&self, lies: Lies) -> Seen {
        let path = match lies {
            Lies::InZip { place, size, modified, why } => {
                return Seen { place, size, modified: Some(modified), why, error: None };
            }
            Lies::OnDisk(path) => path,
        };
        let (size, changed, why, error) = match fs::symlink_metadata(&path) {
            Err(error) => (0, None, Some(&codes::SOURCE_UNREADABLE), Some(error)),
            Ok(found) => {
                let why = if found.is_file() { None } else { Some(self.no_file(&path, &found)) };
                (found.len(), Some(modified(&found)), why, None)
            }
        };
        Seen { place: Place::File(path), size, modified: changed, why, error }
    }

    fn no_file(&self, path: &Path, metadata: &fs::Metadata) -> &'static Code {
        if metadata.is_symlink() {
            links::judge(path, &self.paths)
        } else if metadata.is_dir() {
            // The walk could not tell what it is, or it changed just now.
            &codes::SOURCE_UNREADABLE
        } else {
            &codes::SOURCE_SPECIAL
        }
    }
}

/// Looks at the first bytes of a file that is called a sheet; one that cannot be opened is told by those who read it.
fn is_scan(place: &Place) -> bool {
    place.opening(leave::OPENING).is_ok_and(|opening| leave::is_scan(&opening))
}

/// Looks likewise at a file that is called a ZIP.
fn is_zip(place: &Place) -> bool {
    place.opening(leave::OPENING).is_ok_and(|opening| opening.starts_with(b"PK"))
}

fn left(label: String, size: u64, modified: Option<SystemTime>, why: &'static Code) -> Ignored {
    Ignored { label, size, modified, why }
}
