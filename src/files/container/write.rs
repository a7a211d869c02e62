//! A package in the making: files go in one after the other, into a folder or a ZIP, and their digests come back.
//!
//! What was put in is listed as it comes, for manifests. Making it durable and reading it back are the caller's business.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use flate2::Crc;

use super::source::{self, Loaded, Source, Sums};
use super::spool::{self, Spool};
use super::stored::{Head, Zip};
use super::whole::Lines;
use crate::digest::{Digest, Hasher};
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::relpath::RelPath;
use crate::text;
use crate::text::Text;

/// Files up to this size are read once, into memory; larger ones twice, as a ZIP wants to know the checksum first.
pub const IN_MEMORY: u64 = 16 << 20;
const BUFFER: usize = 1 << 20;

/// What a package is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder.
    Folder,
    /// A ZIP whose only top folder has the name of the package.
    Zip,
}

/// A file that was written into a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Of its bytes.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
}

/// A package that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// What [`super::whole::sum`] must say of it.
    pub sha256: Digest,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A package in the making.
pub struct Writer {
    path: PathBuf,
    out: Out,
    /// A line for each file so far: digest, size, path.
    log: Spool,
    /// The folder that was made last.
    folder: PathBuf,
    /// Files so far.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

enum Out {
    Folder,
    /// A folder that is never written.
    Nowhere,
    /// The ZIP, and the folder that all its entries lie in.
    Zip(Box<Zip<Sink>>, String),
}

/// Where the bytes of a ZIP go: all are hashed, and written unless they are only rehearsed.
struct Sink {
    hasher: Hasher,
    file: Option<BufWriter<File>>,
}

impl Writer {
    /// Begins a package at a path that must not exist yet; `name` is the top folder in a ZIP.
    pub fn begin(path: &Path, form: Form, name: &str) -> Result<Writer> {
        let out = match form {
            Form::Folder => {
                std::fs::create_dir(path).attempt(|| cannot_write(path))?;
                Out::Folder
            }
            Form::Zip => zip(path, name, Some(BufWriter::with_capacity(BUFFER, files::create(path)?))),
        };
        Ok(Writer::to(path, out))
    }

    /// Begins a package that is written nowhere: what it would be is known at its end. Spools may lie at the path.
    pub fn rehearse(path: &Path, form: Form, name: &str) -> Writer {
        Writer::to(path, if form == Form::Folder { Out::Nowhere } else { zip(path, name, None) })
    }

    fn to(path: &Path, out: Out) -> Writer {
        let log = Spool::new(spool::beside(path, "log"));
        Writer { path: path.to_owned(), out, log, folder: PathBuf::new(), files: 0, bytes: 0 }
    }

    /// Puts in bytes.
    pub fn add(&mut self, path: &RelPath, bytes: &[u8]) -> Result<Written> {
        self.put(path, &source::sums(bytes), &mut &*bytes)
    }

    /// Puts in a copy of a file, and returns the digest of the bytes that were copied.
    pub fn copy(&mut self, path: &RelPath, from: &Source) -> Result<Written> {
        let loaded = from.read(IN_MEMORY).attempt(|| cannot_read(from.path()))?;
        let Loaded { sums, bytes } = &*loaded;
        match bytes {
            Some(bytes) => self.put(path, sums, &mut bytes.as_slice()),
            None => {
                let mut file = File::open(from.path()).attempt(|| cannot_read(from.path()))?;
                self.put(path, sums, &mut file)
            }
        }
    }

    /// Puts in what a function writes, however much that is: memory does not grow with it.
    pub fn make(&mut self, path: &RelPath, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<Written> {
        let mut out = Summed { to: Spool::new(self.scratch("spool")), hasher: Hasher::default(), crc: Crc::new() };
        write(&mut out)?;
        let Summed { mut to, hasher, crc } = out;
        let sums = Sums { sha256: hasher.finish(), size: to.len(), crc: crc.sum() };
        let mut reader = to.reader().attempt(|| cannot_write(&self.path))?;
        self.put(path, &sums, &mut reader)
    }

    /// Puts in a text with a line for each file so far that `line` has one for, in the order in which they came.
    pub fn list(&mut self, path: &RelPath, mut line: impl FnMut(&str, Written) -> Option<String>) -> Result<Written> {
        let own = Spool::new(self.scratch("own"));
        let mut log = std::mem::replace(&mut self.log, own);
        let made = self.make(path, |out| {
            each(&mut log, |path, written| line(path, written).map_or(Ok(()), |line| writeln!(out, "{line}")))
                .attempt(|| text!("không ghi được danh sách tệp", "could not write a list of files"))
        });
        // Putting the list in has begun a log of its own, of one line.
        let copied = self.log.reader().and_then(|mut own| io::copy(&mut own, &mut log));
        self.log = log;
        copied.attempt(|| cannot_write(&self.path))?;
        made
    }

    /// Returns where a file may lie while it is made.
    pub fn scratch(&self, what: &str) -> PathBuf {
        spool::beside(&self.path, what)
    }

    /// Ends the package; nothing of it need be on disk yet.
    pub fn finish(mut self) -> Result<Done> {
        let sha256 = match self.out {
            Out::Folder | Out::Nowhere => lines(&mut self.log).attempt(|| cannot_read(&self.path))?,
            Out::Zip(zip, _) => zip.finish().attempt(|| cannot_write(&self.path))?.0.hasher.finish(),
        };
        Ok(Done { sha256, files: self.files, bytes: self.bytes })
    }

    /// Puts in exactly as many bytes as the sums say; others than those are an `Err`.
    fn put(&mut self, path: &RelPath, sums: &Sums, from: &mut dyn Read) -> Result<Written> {
        let cannot = || cannot_write(&self.path);
        let mut crc = Crc::new();
        let size = match &mut self.out {
            Out::Nowhere => sums.size,
            Out::Folder => {
                let path = path.under(&self.path);
                if let Some(folder) = path.parent().filter(|folder| *folder != self.folder) {
                    files::create_folder(folder)?;
                    self.folder = folder.to_owned();
                }
                let mut file = files::create(&path)?;
                pass(from, &mut crc, |block| file.write_all(block)).attempt(cannot)?
            }
            Out::Zip(zip, top) => {
                let name = format!("{top}/{path}");
                zip.begin(&Head { name: &name, size: sums.size, crc: sums.crc }).attempt(cannot)?;
                pass(from, &mut crc, |block| zip.data(block)).attempt(cannot)?
            }
        };
        if !matches!(self.out, Out::Nowhere) && (size, crc.sum()) != (sums.size, sums.crc) {
            return Err(changed(path));
        }
        writeln!(self.log, "{} {} {path}", sums.sha256, sums.size).attempt(cannot)?;
        self.files += 1;
        self.bytes += sums.size;
        Ok(Written { sha256: sums.sha256, size: sums.size })
    }
}

fn zip(path: &Path, name: &str, file: Option<BufWriter<File>>) -> Out {
    let list = Spool::new(spool::beside(path, "list"));
    Out::Zip(Box::new(Zip::new(Sink { hasher: Hasher::default(), file }, list)), name.to_owned())
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Hashes what is written to a spool.
struct Summed {
    to: Spool,
    hasher: Hasher,
    crc: Crc,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write_all(bytes)?;
        self.hasher.update(bytes);
        self.crc.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hands on all that a reader gives, and returns how many bytes that were.
fn pass(from: &mut dyn Read, crc: &mut Crc, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u64> {
    let (mut size, mut block) = (0, vec![0; 1 << 17]);
    loop {
        match from.read(&mut block) {
            Ok(0) => return Ok(size),
            Ok(n_read) => {
                size += n_read as u64;
                crc.update(&block[..n_read]);
                take(&block[..n_read])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error),
        }
    }
}

/// Hands over every line of a log: path, digest and size.
fn each(log: &mut Spool, mut take: impl FnMut(&str, Written) -> io::Result<()>) -> io::Result<()> {
    for line in BufReader::new(log.reader()?).lines() {
        let line = line?;
        let mut parts = line.splitn(3, ' ');
        let read = || Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?));
        let (sha256, size, path) = { read }().ok_or(io::ErrorKind::InvalidData)?;
        take(path, Written { sha256, size })?;
    }
    Ok(())
}

/// Returns the digest over the sorted lines of a log.
fn lines(log: &mut Spool) -> io::Result<Digest> {
    let mut all: Vec<(Box<str>, Digest)> = Vec::new();
    each(log, |path, written| {
        all.push((path.into(), written.sha256));
        Ok(())
    })?;
    all.sort_unstable();
    let mut lines = Lines::default();
    all.iter().for_each(|(path, digest)| lines.add(path, *digest));
    Ok(lines.finish())
}

fn changed(path: &RelPath) -> anyhow::Error {
    let what = text!(
        "`{path}` thay đổi trong khi đang được đóng gói; hãy chạy `sohoa verify`",
        "`{path}` changed while it was packed; run `sohoa verify`"
    );
    Fault::raise("archive.damaged", what)
}

fn cannot_write(path: &Path) -> Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}

fn cannot_read(path: &Path) -> Text {
    text!("không đọc được `{path}`", "could not read `{path}`", path = path.display())
}

#[cfg(test)]
mod tests {
    use super::super::whole;
    use super::*;

    fn at(path: &str) -> RelPath {
        RelPath::parse(path).unwrap()
    }

    fn fill(mut writer: Writer, from: &Path) -> Done {
        writer.add(&at("a/b.txt"), b"xyz").unwrap();
        writer.copy(&at("c.txt"), &Source::at(from.to_owned())).unwrap();
        writer.make(&at("d.txt"), |out| Ok(out.write_all(b"made")?)).unwrap();
        let listed = |path: &str, written: Written| (path != "c.txt").then(|| format!("{path} {}", written.size));
        writer.list(&at("list"), listed).unwrap();
        writer.list(&at("list-2"), |path, _| Some(path.to_owned())).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn a_folder_and_a_zip_take_the_same_files_and_are_what_was_rehearsed() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        std::fs::write(&from, b"abc").unwrap();
        for (form, name) in [(Form::Folder, "p"), (Form::Zip, "p.zip")] {
            let path = folder.path().join(name);
            let done = fill(Writer::begin(&path, form, "goi").unwrap(), &from);
            assert_eq!(whole::sum(&path, &|_| ()).unwrap().0, done.sha256);
            assert_eq!(fill(Writer::rehearse(&folder.path().join("none"), form, "goi"), &from), done);
            assert_eq!((done.files, done.bytes), (5, 10 + 18 + 25));
        }
        assert_eq!(std::fs::read(folder.path().join("p/list")).unwrap(), b"a/b.txt 3\nd.txt 4\n");
        assert_eq!(std::fs::read(folder.path().join("p/list-2")).unwrap(), b"a/b.txt\nc.txt\nd.txt\nlist\n");
        let mut read = zip::ZipArchive::new(File::open(folder.path().join("p.zip")).unwrap()).unwrap();
        assert!(["goi/a/b.txt", "goi/c.txt", "goi/d.txt", "goi/list"].iter().all(|name| read.by_name(name).is_ok()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_file_that_changes_behind_our_back_is_not_packed() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        std::fs::write(&from, b"abc").unwrap();
        let mut source = Source::at(from.clone());
        source.load(0).unwrap();
        for changed in [&b"abd"[..], b"abcd", b""] {
            std::fs::write(&from, changed).unwrap();
            let path = folder.path().join("p");
            let mut writer = Writer::begin(&path, Form::Folder, "p").unwrap();
            assert!(writer.copy(&at("a"), &source).is_err());
            std::fs::remove_dir_all(path).unwrap();
        }
    }
}
