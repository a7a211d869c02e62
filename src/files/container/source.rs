//! A file on its way into a package: where it lies, and what another thread may have read of it already.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Crc;

use crate::digest::{Digest, Hasher};

const BUFFER: usize = 1 << 20;

/// A file to be copied.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    read: Option<Arc<Loaded>>,
}

/// What is known of a file that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) sha256: Digest,
    /// Bytes.
    pub(super) size: u64,
    pub(super) crc: u32,
}

/// A file that was read; one that is large, without its bytes.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) sums: Sums,
    pub(super) bytes: Option<Vec<u8>>,
}

impl Source {
    /// Makes the source of a file that nobody has read yet.
    pub fn at(path: PathBuf) -> Source {
        Source { path, read: None }
    }

    /// Makes the source of a file whose bytes are at hand.
    pub fn of(path: PathBuf, bytes: Vec<u8>) -> Source {
        Source { path, read: Some(Arc::new(Loaded { sums: sums(&bytes), bytes: Some(bytes) })) }
    }

    /// Returns where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the file and computes what a package wants to know of it; bytes of files up to `in_memory` are kept.
    ///
    /// Work for another thread than the one that writes.
    pub fn load(&mut self, in_memory: u64) -> io::Result<()> {
        self.read = Some(Arc::new(read(&self.path, in_memory)?));
        Ok(())
    }

    /// Returns the digest, once it was loaded.
    pub fn sha256(&self) -> Option<Digest> {
        self.read.as_ref().map(|read| read.sums.sha256)
    }

    pub(super) fn read(&self, in_memory: u64) -> io::Result<Arc<Loaded>> {
        match &self.read {
            Some(read) => Ok(Arc::clone(read)),
            None => read(&self.path, in_memory).map(Arc::new),
        }
    }
}

fn read(path: &Path, in_memory: u64) -> io::Result<Loaded> {
    if std::fs::metadata(path)?.len() <= in_memory {
        let bytes = std::fs::read(path)?;
        return Ok(Loaded { sums: sums(&bytes), bytes: Some(bytes) });
    }
    let (mut hasher, mut crc) = (Hasher::default(), Crc::new());
    let size = pass(path, |block| {
        hasher.update(block);
        crc.update(block);
        Ok(())
    })?;
    Ok(Loaded { sums: Sums { sha256: hasher.finish(), size, crc: crc.sum() }, bytes: None })
}

/// Returns the sums of bytes in memory.
pub(super) fn sums(bytes: &[u8]) -> Sums {
    let mut crc = Crc::new();
    crc.update(bytes);
    Sums { sha256: Digest::of(bytes), size: bytes.len() as u64, crc: crc.sum() }
}

/// Reads a file from start to end, hands it on block by block, and returns its size.
pub(super) fn pass(path: &Path, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let (mut size, mut block) = (0, vec![0; BUFFER]);
    loop {
        match file.read(&mut block) {
            Ok(0) => return Ok(size),
            Ok(n_read) => {
                size += n_read as u64;
                take(&block[..n_read])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_same_sums_whether_it_fits_into_memory_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"abc").unwrap();
        let mut ahead = Source::at(path.clone());
        ahead.load(2).unwrap();
        let [large, small] = [ahead.read(9).unwrap(), Source::at(path.clone()).read(3).unwrap()];
        assert_eq!((large.bytes.is_none(), small.bytes.as_deref()), (true, Some(&b"abc"[..])));
        assert_eq!((large.sums, Source::of(path, b"abc".to_vec()).read(0).unwrap().sums), (small.sums, small.sums));
    }
}
