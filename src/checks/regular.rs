//! Opening what may only be a plain file: never a link, a folder, or a pipe that would wait for ever.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Returns the size of a plain file; anything else is an error.
pub fn size(path: &Path) -> io::Result<u64> {
    let metadata = path.symlink_metadata()?;
    if metadata.is_file() { Ok(metadata.len()) } else { Err(io::Error::other("not a plain file")) }
}

/// Opens a plain file.
pub fn open(path: &Path) -> io::Result<File> {
    size(path)?;
    File::open(path)
}

/// Reads a whole plain file that has at most `most` bytes.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(io::Error::other(format!("larger than {most} bytes"))) } else { Ok(bytes) }
}

/// Says whether an error means that there is nothing at a path.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
