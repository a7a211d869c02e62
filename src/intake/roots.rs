//! Sources as the operator gave them become roots: each path once, each with a label of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::fault::Fault;
use crate::finding::{Finding, codes};
use crate::text;

use super::spelling::{self, Spelled};
use super::tree::Entry;

/// One place where walking begins.
pub(super) struct Root {
    /// Its name as labels begin with it; a second root of the same name has `~2` behind it.
    pub(super) label: String,
    /// Its own name.
    pub(super) spelled: Spelled,
    /// The folder, in canonical form.
    pub(super) path: PathBuf,
    /// The files that were named one by one, or `None` for the whole tree.
    pub(super) files: Option<Vec<Entry>>,
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

    fn hold_above(&self, path: &Path) -> bool {
        path.parent().is_some_and(|parent| self.hold(parent))
    }
}

/// Finds the roots; `Err` names the first source that does not exist or cannot be opened.
pub(super) fn resolve(sources: &[PathBuf]) -> anyhow::Result<Resolved> {
    let canonical = sources.iter().map(|source| probe(source).map_err(|error| missing(source, &error)));
    let canonical: Vec<(PathBuf, bool)> = canonical.collect::<anyhow::Result<_>>()?;
    let paths = Paths(canonical.iter().map(|(path, _)| path.clone()).collect());
    let mut made = Resolved { roots: Vec::new(), findings: Vec::new(), paths };
    let (mut seen, mut labels) = (BTreeSet::new(), BTreeSet::new());
    let mut gathered: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (source, (path, is_folder)) in sources.iter().zip(canonical) {
        let name = own_name(source, &path);
        if !seen.insert(path.clone()) || made.paths.hold_above(&path) {
            made.findings.push(repeated(&name));
        } else if is_folder {
            made.roots.push(root(&name, path, None, &mut labels));
        } else {
            let folder = folder_of(source, &path);
            let idx = *gathered.entry(folder.clone()).or_insert_with(|| {
                made.roots.push(root(&own_name(&folder, &folder), folder, Some(Vec::new()), &mut labels));
                made.roots.len() - 1
            });
            made.roots[idx].files.get_or_insert_default().push(Entry { path, name });
        }
    }
    for files in made.roots.iter_mut().filter_map(|root| root.files.as_mut()) {
        files.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
    }
    Ok(made)
}

/// Returns the canonical path and whether it is a folder; a folder must let itself be listed.
fn probe(source: &Path) -> io::Result<(PathBuf, bool)> {
    let path = fs::canonicalize(source)?;
    let is_folder = fs::metadata(&path)?.is_dir();
    if is_folder {
        fs::read_dir(&path)?;
    }
    Ok((path, is_folder))
}

fn root(name: &OsStr, path: PathBuf, files: Option<Vec<Entry>>, labels: &mut BTreeSet<String>) -> Root {
    let spelled = spelling::spell(name);
    let numbered = (2_u64..).map(|n| format!("{}~{n}", spelled.label));
    let mut wanted = std::iter::once(spelled.label.clone()).chain(numbered);
    let label = wanted.find(|label| labels.insert(label.clone())).unwrap_or_default();
    Root { label, spelled, path, files }
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
    Fault::raise(
        "source.missing",
        text!(
            "không mở được nguồn `{shown}` ({error}): kiểm tra đường dẫn, quyền đọc và xem ổ đĩa đã được gắn chưa",
            "could not open the source `{shown}` ({error}): check the path, the rights and whether the disk is mounted"
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
