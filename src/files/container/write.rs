//! A package in the making: files go in one after the other, into a folder or a ZIP, and their digests come back.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use flate2::Crc;

use super::stored::{Head, Zip};
use crate::digest::{Digest, Hasher};
use crate::fault::Attempt;
use crate::files;
use crate::relpath::RelPath;
use crate::text;
use crate::text::Text;

/// Files up to this size are read once, into memory; larger ones twice, as a ZIP wants to know the checksum first.
const IN_MEMORY: u64 = 32 << 20;
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

/// A package in the making.
pub struct Writer {
    path: PathBuf,
    out: Out,
    /// Files so far.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

enum Out {
    Folder,
    /// The ZIP, and the folder that all its entries lie in.
    Zip(Zip<BufWriter<File>>, String),
}

impl Writer {
    /// Begins a package at a path that must not exist yet; `name` is the top folder in a ZIP.
    pub fn begin(path: &Path, form: Form, name: &str) -> Result<Writer> {
        let out = match form {
            Form::Folder => {
                std::fs::create_dir(path).attempt(|| cannot_write(path))?;
                Out::Folder
            }
            Form::Zip => Out::Zip(Zip::new(BufWriter::with_capacity(BUFFER, files::create(path)?)), name.to_owned()),
        };
        Ok(Writer { path: path.to_owned(), out, files: 0, bytes: 0 })
    }

    /// Puts in bytes.
    pub fn add(&mut self, path: &RelPath, bytes: &[u8]) -> Result<Written> {
        let sha256 = Digest::of(bytes);
        match &mut self.out {
            Out::Folder => create_below(&self.path, path)?.write_all(bytes).attempt(|| cannot_write(&self.path))?,
            Out::Zip(zip, top) => store(zip, top, path, bytes).attempt(|| cannot_write(&self.path))?,
        }
        Ok(self.count(Written { sha256, size: bytes.len() as u64 }))
    }

    /// Puts in a copy of a file, and returns the digest of the bytes that were copied.
    pub fn copy(&mut self, path: &RelPath, from: &Path) -> Result<Written> {
        let size = std::fs::metadata(from).attempt(|| cannot_read(from))?.len();
        if size <= IN_MEMORY {
            let bytes = std::fs::read(from).attempt(|| cannot_read(from))?;
            return self.add(path, &bytes);
        }
        let written = match &mut self.out {
            Out::Folder => copy_large(from, create_below(&self.path, path)?)?,
            Out::Zip(zip, top) => {
                let (written, crc) = sum(from)?;
                let name = format!("{top}/{path}");
                let begun = zip.begin(&Head { name: &name, size: written.size, crc });
                begun.attempt(|| cannot_write(&self.path))?;
                let again = pass(from, |block| zip.data(block))?;
                if again != written {
                    return Err(io::Error::other("the file changed while it was read")).attempt(|| cannot_read(from));
                }
                written
            }
        };
        Ok(self.count(written))
    }

    /// Puts in what a function writes, however much that is: memory does not grow with it.
    pub fn make(&mut self, path: &RelPath, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<Written> {
        let mut spool = self.path.as_os_str().to_owned();
        spool.push(".spool");
        let spool = PathBuf::from(spool);
        files::remove(&spool)?;
        let target = match &self.out {
            Out::Folder => create_below(&self.path, path)?,
            Out::Zip(..) => files::create(&spool)?,
        };
        let mut out = BufWriter::with_capacity(BUFFER, target);
        write(&mut out)?;
        out.flush().attempt(|| cannot_write(&self.path))?;
        if let Out::Zip(..) = self.out {
            let written = self.copy(path, &spool)?;
            files::remove(&spool)?;
            return Ok(written);
        }
        let (sha256, size) = files::digest(&path.under(&self.path)).attempt(|| cannot_read(&path.under(&self.path)))?;
        Ok(self.count(Written { sha256, size }))
    }

    /// Ends the package and makes it durable.
    pub fn finish(self) -> Result<()> {
        match self.out {
            Out::Folder => files::sync_tree(&self.path),
            Out::Zip(zip, _) => {
                let (out, _) = zip.finish().attempt(|| cannot_write(&self.path))?;
                let file = out.into_inner().map_err(io::IntoInnerError::into_error);
                file.and_then(|file| file.sync_all()).attempt(|| cannot_write(&self.path))
            }
        }
    }

    fn count(&mut self, written: Written) -> Written {
        self.files += 1;
        self.bytes += written.size;
        written
    }
}

fn store(zip: &mut Zip<BufWriter<File>>, top: &str, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
    let mut crc = Crc::new();
    crc.update(bytes);
    zip.begin(&Head { name: &format!("{top}/{path}"), size: bytes.len() as u64, crc: crc.sum() })?;
    zip.data(bytes)
}

fn create_below(root: &Path, path: &RelPath) -> Result<File> {
    let path = path.under(root);
    path.parent().map_or(Ok(()), files::create_folder)?;
    files::create(&path)
}

fn copy_large(from: &Path, mut to: File) -> Result<Written> {
    pass(from, |block| to.write_all(block))
}

/// Reads a file from start to end and hands it on.
fn pass(from: &Path, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> Result<Written> {
    let mut file = File::open(from).attempt(|| cannot_read(from))?;
    let (mut hasher, mut size, mut block) = (Hasher::default(), 0, vec![0; BUFFER]);
    loop {
        match file.read(&mut block) {
            Ok(0) => return Ok(Written { sha256: hasher.finish(), size }),
            Ok(n_read) => {
                hasher.update(&block[..n_read]);
                size += n_read as u64;
                take(&block[..n_read]).attempt(|| text!("không ghi được gói", "could not write the package"))?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error).attempt(|| cannot_read(from)),
        }
    }
}

fn sum(from: &Path) -> Result<(Written, u32)> {
    let mut crc = Crc::new();
    let written = pass(from, |block| {
        crc.update(block);
        Ok(())
    })?;
    Ok((written, crc.sum()))
}

fn cannot_write(path: &Path) -> Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}

fn cannot_read(path: &Path) -> Text {
    text!("không đọc được `{path}`", "could not read `{path}`", path = path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_a_zip_take_the_same_files() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        std::fs::write(&from, b"abc").unwrap();
        let fill = |form: Form, path: &Path| {
            let mut writer = Writer::begin(path, form, "goi").unwrap();
            let at = |path: &str| RelPath::parse(path).unwrap();
            let written = [
                writer.add(&at("a/b.txt"), b"xyz").unwrap(),
                writer.copy(&at("c.txt"), &from).unwrap(),
                writer.make(&at("d.txt"), |out| Ok(out.write_all(b"made")?)).unwrap(),
            ];
            assert_eq!((writer.files, writer.bytes), (3, 10));
            writer.finish().unwrap();
            written
        };
        let zip = folder.path().join("p.zip");
        assert_eq!(fill(Form::Folder, &folder.path().join("p")), fill(Form::Zip, &zip));
        assert_eq!(std::fs::read(folder.path().join("p/a/b.txt")).unwrap(), b"xyz");
        let mut read = zip::ZipArchive::new(File::open(&zip).unwrap()).unwrap();
        assert!(["goi/a/b.txt", "goi/c.txt", "goi/d.txt"].iter().all(|name| read.by_name(name).is_ok()));
    }
}
