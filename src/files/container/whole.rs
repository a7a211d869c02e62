//! The digest of a package as it lies on disk: how a package is named in a ledger, and how it is read back.
//!
//! Of a ZIP it is that of the file. Of a folder it is that of the lines `digest  path` of all its files, in the order of the
//! bytes of their paths, as `find -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` gives it.

use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::digest::{Digest, Hasher};
use crate::files;

/// So many files are hashed at a time, by all threads.
const WINDOW: usize = 1024;

/// Returns digest and bytes of a package; of a folder, the sum of its files. Links are not followed and are an `Err`.
pub fn sum(path: &Path, tell: &(dyn Fn(u64) + Sync)) -> io::Result<(Digest, u64)> {
    if path.symlink_metadata()?.is_file() {
        let mut hasher = Hasher::default();
        let size = super::source::pass(path, |block| {
            hasher.update(block);
            tell(block.len() as u64);
            Ok(())
        })?;
        return Ok((hasher.finish(), size));
    }
    let (mut lines, mut size, mut window) = (Lines::default(), 0, Vec::new());
    let mut walk = WalkDir::new(path).min_depth(1).sort_by(|a, b| key(a).cmp(&key(b))).into_iter();
    loop {
        let entry = walk.next().transpose()?;
        let is_last = entry.is_none();
        window.extend(entry.filter(|entry| !entry.file_type().is_dir()));
        if is_last || window.len() == WINDOW {
            for (inside, digest, bytes) in hash(path, &window, tell)? {
                lines.add(&inside, digest);
                size += bytes;
            }
            window.clear();
        }
        if is_last {
            return Ok((lines.finish(), size));
        }
    }
}

/// What sorts the entries of a folder so that whole paths come in the order of their bytes.
fn key(entry: &DirEntry) -> Vec<u8> {
    let slash: &[u8] = if entry.file_type().is_dir() { b"/" } else { b"" };
    [entry.file_name().as_encoded_bytes(), slash].concat()
}

fn hash(root: &Path, files: &[DirEntry], tell: &(dyn Fn(u64) + Sync)) -> io::Result<Vec<(String, Digest, u64)>> {
    let one = |entry: &DirEntry| {
        if !entry.file_type().is_file() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let (digest, size) = files::digest(entry.path())?;
        tell(size);
        let inside = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        Ok((parts.join("/"), digest, size))
    };
    files.par_iter().map(one).collect()
}

/// The lines whose digest is that of a folder.
#[derive(Default)]
pub(super) struct Lines(Hasher);

impl Lines {
    pub(super) fn add(&mut self, path: &str, digest: Digest) {
        self.0.update(format!("{digest}  {path}\n").as_bytes());
    }

    pub(super) fn finish(self) -> Digest {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_summed_in_the_order_of_its_paths() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["d/x", "d-1/x", "d.x", "e"] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, b"abc").unwrap();
        }
        let digest = Digest::of(b"abc");
        let lines: String = ["d-1/x", "d.x", "d/x", "e"].iter().map(|path| format!("{digest}  {path}\n")).collect();
        assert_eq!(sum(folder.path(), &|_| ()).unwrap(), (Digest::of(lines.as_bytes()), 12));
        assert_eq!(sum(&folder.path().join("e"), &|_| ()).unwrap(), (digest, 3));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_in_a_package_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("a")).unwrap();
        assert!(sum(folder.path(), &|_| ()).is_err());
    }
}
