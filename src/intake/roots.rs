//! Sources as the operator gave them become roots: each path once, each with a label of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::fault::{self, Fault};
use crate::finding::{Finding, codes};
use crate::text;

use super::leave;
use super::place::Place;
use super::spelling::{self, Spelled};
use super::tree::{Entry, Lies};

/// One place where walking begins.
pub(super) struct Root {
    /// Its name as labels begin with it; a second root of the same name has `~2` behind it.
    pub(super) label: String,
    /// Its own name.
    pub(super) spelled: Spelled,
    /// The folder or the ZIP, in canonical form.
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
}

/// What is walked.
pub(super) enum Kind {
    /// All that is in a folder.
    Folder,
    /// The files of a folder that were named one by one.
    Files(Vec<Entry>),
    /// All that is in a ZIP.
    Zip,
}

/// All roots, and what was to say about the sources.
pub(super) struct Resolved {
    pub(super) roots: Vec<Root>,
    pub(super) findings: Vec<Finding>,
    pub(super) paths: Paths,
}

/// The canonical paths of all sources.
#[derive(Default)]
pub(super) struct Paths(BTreeSet<PathBuf>);

impl Paths {
    /// Is this path one of the sources, or inside one?
    pub(super) fn hold(&self, path: &Path) -> bool {
        path.ancestors().any(|above| self.0.contains(above))
    }

    /// Is this path one of the sources?
    pub(super) fn name(&self, path: &Path) -> bool {
        self.0.contains(path)
    }

    fn hold_above(&self, path: &Path) -> bool {
        path.parent().is_some_and(|parent| self.hold(parent))
    }
}

/// Finds the roots; `Err` names the first source that does not exist or cannot be opened.
pub(super) fn resolve(sources: &[PathBuf]) -> anyhow::Result<Resolved> {
    let canonical = sources.iter().map(|source| probe(source).map_err(|error| missing(source, &error)));
    let canonical: Vec<(PathBuf, Probed)> = canonical.collect::<anyhow::Result<_>>()?;
    let paths = Paths(canonical.iter().map(|(path, _)| path.clone()).collect());
    let mut made = Resolved { roots: Vec::new(), findings: Vec::new(), paths };
    let (mut seen, mut labels) = (BTreeSet::new(), BTreeSet::new());
    let mut gathered: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (source, (path, probed)) in sources.iter().zip(canonical) {
        let name = own_name(source, &path);
        // The walk of a folder does not look into ZIPs, so one that is named by itself is no repetition.
        let is_zip = probed == Probed::File && is_zip(&name, &path);
        if !seen.insert(path.clone()) || (!is_zip && made.paths.hold_above(&path)) {
            made.findings.push(repeated(&name));
        } else if probed == Probed::Folder {
            made.roots.push(root(&name, path, Kind::Folder, &mut labels));
        } else if is_zip {
            made.roots.push(root(&name, path, Kind::Zip, &mut labels));
        } else {
            let folder = folder_of(source, &path);
            let idx = *gathered.entry(folder.clone()).or_insert_with(|| {
                made.roots.push(root(&own_name(&folder, &folder), folder, Kind::Files(Vec::new()), &mut labels));
                made.roots.len() - 1
            });
            if let Kind::Files(files) = &mut made.roots[idx].kind {
                files.push(Entry { name, lies: Lies::OnDisk(path) });
            }
        }
    }
    for root in &mut made.roots {
        if let Kind::Files(files) = &mut root.kind {
            // Two links of one name lead to two files; the order they were named in decides.
            files.sort_by(|a, b| a.name.cmp(&b.name));
        }
    }
    Ok(made)
}

/// What a source is.
#[derive(PartialEq, Eq)]
enum Probed {
    Folder,
    File,
    /// A pipe, a device.
    Other,
}

/// Returns the canonical path and what is there; a folder must let itself be listed.
fn probe(source: &Path) -> io::Result<(PathBuf, Probed)> {
    let path = fs::canonicalize(source)?;
    let kind = fs::metadata(&path)?.file_type();
    if kind.is_dir() {
        fs::read_dir(&path)?;
        return Ok((path, Probed::Folder));
    }
    Ok((path, if kind.is_file() { Probed::File } else { Probed::Other }))
}

/// A file that is called a ZIP is one, whatever is wrong with it, unless it opens as a scan does.
fn is_zip(name: &OsStr, path: &Path) -> bool {
    let is_scan = || Place::from(path).opening(leave::OPENING).is_ok_and(|opening| leave::is_scan(&opening));
    leave::is_zip(&name.to_string_lossy()) && leave::reason(name).is_none() && !is_scan()
}

fn root(name: &OsStr, path: PathBuf, kind: Kind, labels: &mut BTreeSet<String>) -> Root {
    let mut spelled = spelling::spell(name);
    if matches!(kind, Kind::Zip) {
        // Unpacked, its folder would be called so.
        let stem = spelled.name.rsplit_once('.').map(|(stem, _)| stem.to_owned());
        spelled.name = stem.unwrap_or(spelled.name);
    }
    let numbered = (2_u64..).map(|n| format!("{}~{n}", spelled.label));
    let mut wanted = std::iter::once(spelled.label.clone()).chain(numbered);
    let label = wanted.find(|label| labels.insert(label.clone())).unwrap_or_default();
    Root { label, spelled, path, kind }
}

/// The name under which the operator knows a source; `.` and `/` have none of their own.
fn own_name(source: &Path, canonical: &Path) -> OsString {
    source.file_name().or(canonical.file_name()).unwrap_or(OsStr::new("root")).to_owned()
}

/// The folder in which the operator sees a file, even where it is a link to somewhere else.
fn folder_of(source: &Path, canonical: &Path) -> PathBuf {
    let given = source.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    let folder = given.and_then(|parent| fs::canonicalize(parent).ok());
    folder.or_else(|| canonical.parent().map(Path::to_owned)).unwrap_or_default()
}

fn missing(source: &Path, error: &io::Error) -> anyhow::Error {
    let shown = source.display().to_string().escape_debug().to_string();
    let text::Text { vi, en } = fault::why(error);
    Fault::raise(
        "source.missing",
        text!(
            "không mở được nguồn `{shown}` ({vi}): kiểm tra đường dẫn, quyền đọc và xem ổ đĩa đã được gắn chưa",
            "could not open the source `{shown}` ({en}): check the path, the rights and whether the disk is mounted"
        ),
    )
}

fn repeated(name: &OsStr) -> Finding {
    let what = text!(
        "nguồn được nêu hai lần hoặc nằm trong nguồn khác",
        "the source is named twice or lies inside another one"
    );
    Finding::new(&codes::SOURCE_REPEATED, spelling::spell(name).label, what)
}
