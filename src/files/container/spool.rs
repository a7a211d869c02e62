//! Bytes that are written now and read later: in memory while they are few, then in a file beside the package.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// So many bytes are held in memory.
const IN_MEMORY: usize = 4 << 20;

/// Bytes in the order in which they came.
#[derive(Debug)]
pub struct Spool {
    path: PathBuf,
    held: Vec<u8>,
    file: Option<File>,
    /// Bytes in the file.
    filed: u64,
}

impl Spool {
    /// Makes an empty spool; a file at this path, should it need one, takes the place of any that a stopped run left.
    pub fn new(path: PathBuf) -> Spool {
        Spool { path, held: Vec::new(), file: None, filed: 0 }
    }

    /// Returns how many bytes there are.
    pub fn len(&self) -> u64 {
        self.filed + self.held.len() as u64
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads all from the first byte on.
    pub fn reader(&mut self) -> io::Result<Box<dyn Read + '_>> {
        let Some(file) = &mut self.file else { return Ok(Box::new(&self.held[..])) };
        file.rewind()?;
        Ok(Box::new(BufReader::with_capacity(1 << 16, &*file).chain(&self.held[..])))
    }

    fn file(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            let options = File::options().read(true).write(true).create(true).truncate(true).open(&self.path)?;
            self.file = Some(options);
        }
        self.file.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn spill(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        let file = self.file()?;
        file.seek(SeekFrom::End(0))?;
        file.write_all(&held)?;
        self.filed += held.len() as u64;
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() > IN_MEMORY {
            self.spill()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // A file that stays is removed with what a stopped run leaves.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Returns the path of a spool that belongs to another path.
pub fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(what);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_in_order_from_memory_and_from_disk_and_leave_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for n_blocks in [1, 9] {
            let mut spool = Spool::new(folder.path().join("spool"));
            let mut expected = Vec::new();
            for block in 0..n_blocks {
                let bytes = vec![block; 1 << 20];
                spool.write_all(&bytes).unwrap();
                expected.extend(bytes);
            }
            for _ in 0..2 {
                let mut read = Vec::new();
                spool.reader().unwrap().read_to_end(&mut read).unwrap();
                assert!(read == expected && spool.len() == expected.len() as u64);
            }
            spool.write_all(b"x").unwrap();
            let mut read = Vec::new();
            spool.reader().unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read.last(), Some(&b'x'));
            drop(spool);
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }
}
