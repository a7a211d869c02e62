//! A package that is read: a folder or a ZIP, listed once, its files opened by their paths.
//!
//! Links are listed and never followed, and nothing outside is reached. What lies in it is for others to judge.

use std::cmp::Ordering;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::opened::{Opened, Reader};
use super::zip::entry::Entry;
use super::zip::judged::{self, Judged, Listed};
use super::zip::{Flaw, Limits, OldNames};
use crate::finding::{Code, Finding};

/// A folder or a ZIP, as it was when it was listed.
#[derive(Debug)]
pub struct Container {
    place: PathBuf,
    /// What a ZIP is called, or the folder that holds all its files; the name of the folder.
    name: String,
    zip: Option<Zip>,
    /// In the order of a walk: by parts of the path.
    things: Vec<Thing>,
    /// Folders that could not be read.
    pub faults: Vec<(String, io::Error)>,
}

#[derive(Debug)]
struct Zip {
    size: u64,
    memory: u64,
    findings: Vec<Finding>,
}

/// What lies in a container.
#[derive(Clone, Debug)]
pub struct Thing {
    /// From the root, with `/`; what is not Unicode is replaced.
    pub path: Box<str>,
    /// What it is.
    pub kind: Kind,
}

/// What a thing is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A plain file of so many bytes.
    File(u64),
    /// An entry of a ZIP.
    Entry(Box<Listed>),
    /// A folder with nothing in it.
    EmptyFolder,
    /// A link, a device, a pipe; or an entry of a ZIP that may not be read, and why.
    Other(Option<&'static Code>),
}

impl Container {
    /// Lists a folder; what cannot be read of it is among the faults.
    pub fn folder(root: &Path) -> Container {
        let name = root.canonicalize().ok().and_then(|path| name_of(&path)).unwrap_or_default();
        let mut container =
            Container { place: root.to_owned(), name, zip: None, things: Vec::new(), faults: Vec::new() };
        let mut begun: Option<(usize, String)> = None;
        for entry in WalkDir::new(root).min_depth(1).sort_by_file_name() {
            let depth = entry.as_ref().map_or_else(walkdir::Error::depth, walkdir::DirEntry::depth);
            if let Some((_, path)) = begun.take().filter(|(folder, _)| entry.is_ok() && depth <= *folder) {
                container.things.push(Thing { path: path.into(), kind: Kind::EmptyFolder });
            }
            match entry {
                Ok(entry) => {
                    let path = relative(root, entry.path());
                    if entry.file_type().is_dir() {
                        begun = Some((depth, path));
                    } else {
                        let kind = entry.metadata().map_or(Kind::Other(None), |metadata| kind_of(&metadata));
                        container.things.push(Thing { path: path.into(), kind });
                    }
                }
                Err(error) => {
                    let path = error.path().map(|path| relative(root, path)).unwrap_or_default();
                    let error = error.into_io_error().unwrap_or_else(|| io::ErrorKind::InvalidData.into());
                    container.faults.push((path, error));
                }
            }
        }
        container.things.extend(begun.map(|(_, path)| Thing { path: path.into(), kind: Kind::EmptyFolder }));
        container.things.sort_by(|a, b| walk_order(&a.path, &b.path));
        container
    }

    /// Lists a ZIP. Where all its files lie in one folder, that folder is the container.
    pub fn zip(path: &Path, limits: &Limits, old_names: OldNames) -> Result<Container, Flaw> {
        let (size, judged) = list(path, limits, old_names)?;
        let top = top_of(&judged.files).map(str::to_owned);
        Ok(Container::of(path, size, limits, judged, top))
    }

    /// Lists a ZIP as it is, whether all its files lie in one folder or not.
    pub fn whole_zip(path: &Path, limits: &Limits, old_names: OldNames) -> Result<Container, Flaw> {
        let (size, judged) = list(path, limits, old_names)?;
        Ok(Container::of(path, size, limits, judged, None))
    }

    /// Returns a folder of a ZIP as a container of its own; an empty path is all of it.
    pub fn part(&self, folder: &str) -> Container {
        let inside = |thing: &Thing| match folder {
            "" => Some(thing.clone()),
            _ => {
                let path = thing.path.strip_prefix(folder)?.strip_prefix('/')?;
                Some(Thing { path: path.into(), kind: thing.kind.clone() })
            }
        };
        let first = self.things.partition_point(|thing| walk_order(&thing.path, folder) != Ordering::Greater);
        let ahead = self.things.get(first..).unwrap_or_default().iter().map_while(inside);
        let name = folder.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(&self.name);
        let zip = self.zip.as_ref().map(|zip| Zip { findings: Vec::new(), ..*zip });
        Container { place: self.place.clone(), name: name.to_owned(), zip, things: ahead.collect(), faults: Vec::new() }
    }

    fn of(path: &Path, size: u64, limits: &Limits, judged: Judged, top: Option<String>) -> Container {
        let Judged { files, odd, findings } = judged;
        let skipped = top.as_ref().map_or(0, |top| top.len() + 1);
        let mut things: Vec<Thing> = Vec::with_capacity(files.len() + odd.len());
        for mut listed in files {
            let path = std::mem::take(&mut listed.path)[skipped..].into();
            let kind = if listed.why.is_some() { Kind::Other(listed.why) } else { Kind::Entry(Box::new(listed)) };
            things.push(Thing { path, kind });
        }
        things.extend(odd.into_iter().map(|(name, listed)| Thing { path: name.into(), kind: Kind::Other(listed.why) }));
        things.sort_by(|a, b| walk_order(&a.path, &b.path));
        let name = top.or_else(|| Some(path.file_stem()?.to_str()?.to_owned())).unwrap_or_default();
        let zip = Zip { size, memory: limits.memory, findings };
        Container { place: path.to_owned(), name, zip: Some(zip), things, faults: Vec::new() }
    }

    /// Returns the name of the folder; of a ZIP that of its one top folder, or its own without the ending.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns where the folder or the ZIP lies.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Says whether it is a ZIP.
    pub fn is_zip(&self) -> bool {
        self.zip.is_some()
    }

    /// Returns what is to be said of a ZIP as a whole.
    pub fn findings(&self) -> &[Finding] {
        self.zip.as_ref().map_or(&[], |zip| &zip.findings)
    }

    /// Returns all that lies in it, in the order of the parts of the paths.
    pub fn things(&self) -> &[Thing] {
        &self.things
    }

    /// Returns what lies at a path.
    pub fn get(&self, path: &str) -> Option<&Thing> {
        let place = self.things.binary_search_by(|thing| walk_order(&thing.path, path)).ok()?;
        self.things.get(place)
    }

    /// Says whether a plain file is at a path.
    pub fn has(&self, path: &str) -> bool {
        self.size(path).is_ok()
    }

    /// Returns the names of the files at its root, sorted.
    pub fn root_names(&self) -> impl Iterator<Item = &str> {
        self.things.iter().map(|thing| &*thing.path).filter(|path| !path.contains('/'))
    }

    /// Returns the names at its root, those of folders, too; a folder comes as often as it has things in it.
    pub fn names_at_root(&self) -> impl Iterator<Item = &str> {
        self.things.iter().map(|thing| thing.path.split('/').next().unwrap_or_default())
    }

    /// Returns the size of a plain file in bytes; anything else is an error, `NotFound` where there is nothing.
    pub fn size(&self, path: &str) -> io::Result<u64> {
        let Some(thing) = self.get(path) else { return Err(self.absent(path)) };
        thing.size().ok_or_else(|| io::Error::other("not a plain file"))
    }

    /// Why there is no file at a path: it may be a folder, or one above it may not be readable, or be a link.
    fn absent(&self, path: &str) -> io::Error {
        let next = self.things.partition_point(|thing| walk_order(&thing.path, path) == Ordering::Less);
        let inside = self.things.get(next).and_then(|thing| thing.path.strip_prefix(path));
        if inside.is_some_and(|rest| rest.starts_with('/')) {
            return io::Error::other("not a plain file");
        }
        for (at, _) in path.match_indices('/') {
            let above = &path[..at];
            if let Some((_, error)) = self.faults.iter().find(|(fault, _)| fault == above) {
                return error.kind().into();
            }
            if self.get(above).is_some_and(|thing| matches!(thing.kind, Kind::Other(_))) {
                return io::Error::other("behind a link");
            }
        }
        io::ErrorKind::NotFound.into()
    }

    /// Opens a plain file for one reading. An entry of a ZIP that is not what the ZIP says ends in an error that holds a
    /// [`crate::page::Refusal`].
    pub fn open(&self, path: &str) -> io::Result<Reader> {
        match self.entry(path)? {
            Some(entry) => Ok(Reader::Entry(Box::new(entry.reader()?))),
            None => self.on_disk(path).map(Reader::File),
        }
    }

    /// Opens a plain file for reading at any place; entries of a ZIP that are deflated are inflated into memory, up to its
    /// limit.
    pub fn seekable(&self, path: &str) -> io::Result<Opened> {
        match self.entry(path)? {
            None => self.on_disk(path).map(Opened::File),
            Some(entry) if entry.is_deflated() && self.zip.as_ref().is_some_and(|zip| entry.size() > zip.memory) => {
                Err(io::ErrorKind::OutOfMemory.into())
            }
            Some(entry) => Opened::entry(&entry),
        }
    }

    /// Reads a whole plain file that has at most `most` bytes.
    pub fn read(&self, path: &str, most: u64) -> io::Result<Vec<u8>> {
        let size = self.size(path)?;
        let too_large = || io::Error::other(format!("larger than {most} bytes"));
        if size > most {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        self.open(path)?.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
    }

    /// Returns a plain file as an entry of its ZIP, or nothing where it lies in a folder.
    pub fn entry(&self, path: &str) -> io::Result<Option<Entry>> {
        self.size(path)?;
        let (Some(zip), Some(Thing { kind: Kind::Entry(listed), .. })) = (&self.zip, self.get(path)) else {
            return Ok(None);
        };
        Ok(Some(listed.entry(&self.place, zip.size)))
    }

    /// What was a plain file when it was listed may be a pipe by now, and opening that would wait for ever.
    fn on_disk(&self, path: &str) -> io::Result<File> {
        let mut at = self.place.clone();
        at.extend(path.split('/'));
        if !at.symlink_metadata()?.is_file() {
            return Err(io::Error::other("not a plain file"));
        }
        File::open(at)
    }
}

impl Thing {
    /// Returns the size of a plain file in bytes.
    pub fn size(&self) -> Option<u64> {
        match &self.kind {
            Kind::File(size) => Some(*size),
            Kind::Entry(listed) => Some(listed.size),
            Kind::EmptyFolder | Kind::Other(_) => None,
        }
    }
}

fn list(path: &Path, limits: &Limits, old_names: OldNames) -> Result<(u64, Judged), Flaw> {
    let size = path.metadata()?.len();
    Ok((size, judged::read(path, size, "", limits, old_names)?))
}

fn name_of(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_str()?.to_owned())
}

fn kind_of(metadata: &Metadata) -> Kind {
    if metadata.is_file() { Kind::File(metadata.len()) } else { Kind::Other(None) }
}

/// Returns a path from the root; what is not UTF-8 is replaced.
fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Returns the folder that all files of a ZIP lie in.
fn top_of(files: &[Listed]) -> Option<&str> {
    let top = |listed: &Listed| listed.path.split_once('/').map(|(top, _)| top.len());
    let first = files.first()?;
    let length = top(first)?;
    let name = first.path.get(..=length)?;
    files.iter().all(|listed| listed.path.starts_with(name)).then(|| &name[..length])
}

fn walk_order(a: &str, b: &str) -> Ordering {
    a.split('/').cmp(b.split('/'))
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom};

    use super::*;
    use crate::files::container::write::{Form, Writer};
    use crate::relpath::RelPath;

    const LIMITS: Limits = Limits { entries: 100, inflation: 1200, memory: 1 << 20 };

    fn old_names(_: &mut dyn Iterator<Item = &[u8]>) -> crate::files::container::zip::ReadOld {
        Box::new(|name| (String::from_utf8_lossy(name).into_owned(), None))
    }

    #[test]
    fn a_folder_and_a_zip_of_the_same_files_read_the_same() {
        let dir = tempfile::tempdir().unwrap();
        for (form, name) in [(Form::Folder, "goi"), (Form::Zip, "x.zip")] {
            let mut writer = Writer::begin(&dir.path().join(name), form, "goi").unwrap();
            for path in ["b.txt", "a/c.txt", "a.txt", "a/b/d.txt"] {
                writer.add(&RelPath::parse(path).unwrap(), path.as_bytes()).unwrap();
            }
            writer.finish().unwrap();
        }
        let zip = Container::zip(&dir.path().join("x.zip"), &LIMITS, old_names).unwrap();
        for container in [Container::folder(&dir.path().join("goi")), zip] {
            let paths: Vec<&str> = container.things().iter().map(|thing| &*thing.path).collect();
            assert_eq!(paths, ["a/b/d.txt", "a/c.txt", "a.txt", "b.txt"]);
            assert_eq!(container.name(), "goi");
            assert_eq!(container.root_names().collect::<Vec<_>>(), ["a.txt", "b.txt"]);
            assert_eq!(container.read("a/b/d.txt", 9).unwrap(), b"a/b/d.txt");
            assert!(container.read("a/b/d.txt", 8).is_err());
            assert_eq!(container.size("a/b").unwrap_err().kind(), io::ErrorKind::Other);
            assert_eq!(container.size("a/x").unwrap_err().kind(), io::ErrorKind::NotFound);
            let mut end = Vec::new();
            let mut opened = container.seekable("a/c.txt").unwrap();
            opened.seek(SeekFrom::Start(2)).unwrap();
            opened.read_to_end(&mut end).unwrap();
            assert_eq!(end, b"c.txt");
        }
    }

    #[test]
    #[cfg(unix)]
    fn links_are_listed_and_never_followed() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("goi");
        std::fs::create_dir_all(root.join("empty")).unwrap();
        std::fs::write(dir.path().join("secret"), b"x").unwrap();
        std::os::unix::fs::symlink(dir.path(), root.join("link")).unwrap();
        let container = Container::folder(&root);
        let kinds: Vec<_> = container.things().iter().map(|thing| (&*thing.path, thing.size())).collect();
        assert_eq!(kinds, [("empty", None), ("link", None)]);
        assert!(matches!(container.things()[0].kind, Kind::EmptyFolder));
        let error = container.open("link/secret").err().unwrap();
        assert_eq!(error.to_string(), "behind a link");
    }
}
