//! The door to the disk: reading whole files, writing durably, syncing, and saying what failed.
//!
//! Nothing here knows what the files mean. Every fault names what was attempted on which path.

pub mod container;
pub mod os_path;
pub mod same;
pub mod tables;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::Result;

use crate::digest::{Digest, Hasher};
use crate::fault::{Attempt, Fault};
use crate::text;

const BUFFER: usize = 64 * 1024;

/// Creates a file that must not exist yet.
pub fn create(path: &Path) -> Result<File> {
    File::options().write(true).create_new(true).open(path).attempt(|| cannot_write(path))
}

/// Creates a folder and those above it; one that exists is fine.
pub fn create_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).attempt(|| {
        text!("không tạo được thư mục `{path}`", "could not create the folder `{path}`", path = path.display())
    })
}

/// Returns the names of the files in a folder, sorted.
pub fn names_in(folder: &Path) -> Result<Vec<String>> {
    let read = || -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.extend(entry?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    };
    read().attempt(|| cannot_read(folder))
}

/// Reads a whole text file.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).attempt(|| cannot_read(path))
}

/// Reads a whole file that a person has named, of at most `most` bytes. A folder, a device or a pipe is none: what has no
/// end would be read for ever.
pub fn read_named(path: &Path, most: u64) -> Result<Vec<u8>> {
    let shown = path.display();
    let metadata = path.metadata().attempt(|| cannot_read(path))?;
    if !metadata.is_file() {
        let what = text!("`{shown}` không phải là tệp thường", "`{shown}` is no plain file");
        return Err(Fault::raise("disk.no-file", what));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).attempt(|| cannot_read(path))?;
    if bytes.len() as u64 > most {
        let what = text!(
            "`{shown}` lớn hơn {most} byte, không thể là tệp cần đọc",
            "`{shown}` has more than {most} bytes and cannot be what is to be read"
        );
        return Err(Fault::raise("disk.too-large", what));
    }
    Ok(bytes)
}

/// Reads a text file that a person has named likewise.
pub fn read_named_text(path: &Path, most: u64) -> Result<String> {
    String::from_utf8(read_named(path, most)?).attempt(|| cannot_read(path))
}

/// Writes a new file in one go; the caller syncs.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    create(path)?.write_all(bytes).attempt(|| cannot_write(path))
}

/// Replaces a file so that a reader sees the old bytes or the new ones: beside it, sync, rename, sync.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = path.with_extension("part");
    let write = || -> io::Result<()> {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().attempt(|| cannot_write(path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Says so when a path that is to be written exists already.
pub fn refuse_existing(path: &Path) -> Result<()> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    let what = text!(
        "`{path}` đã tồn tại, không ghi đè",
        "`{path}` exists already and is never overwritten",
        path = path.display()
    );
    Err(Fault::raise("archive.exists", what))
}

/// Moves a file or folder on the same file system; the target must not exist.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    refuse_existing(to)?;
    fs::rename(from, to).attempt(|| {
        text!(
            "không chuyển được `{from}` vào `{to}`",
            "could not move `{from}` to `{to}`",
            from = from.display(),
            to = to.display()
        )
    })
}

/// Moves a finished file over another; a reader sees the one or the other.
pub fn replace_with(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).attempt(|| cannot_write(to))
}

/// Removes a file; one that is gone already is fine.
pub fn remove(path: &Path) -> Result<()> {
    gone_is_fine(fs::remove_file(path)).attempt(|| cannot_remove(path))
}

/// Removes a folder with all that is in it; one that is gone already is fine.
pub fn remove_folder(path: &Path) -> Result<()> {
    gone_is_fine(fs::remove_dir_all(path)).attempt(|| cannot_remove(path))
}

fn gone_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Returns the digest and size of a file, read once from start to end.
pub fn digest(path: &Path) -> io::Result<(Digest, u64)> {
    let mut hasher = Hasher::default();
    let size = for_each_block(path, |block| hasher.update(block))?;
    Ok((hasher.finish(), size))
}

/// Hands a file to `take` block by block and returns its size.
pub fn for_each_block(path: &Path, take: impl FnMut(&[u8])) -> io::Result<u64> {
    blocks_of(File::open(path)?, take)
}

/// Hands what a reader gives to `take` block by block and returns how many bytes that was.
pub fn blocks_of(mut from: impl Read, mut take: impl FnMut(&[u8])) -> io::Result<u64> {
    thread_local! {
        static BLOCK: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    BLOCK.with_borrow_mut(|block| {
        block.resize(BUFFER, 0);
        let mut size = 0;
        loop {
            match from.read(block) {
                Ok(0) => return Ok(size),
                Ok(n_read) => {
                    size += n_read as u64;
                    take(&block[..n_read]);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
    })
}

/// Writes all that a reader gives to a new file; `cannot_read` says what was read when reading fails.
pub fn write_from(mut from: impl Read, to: &Path, cannot_read: impl FnOnce() -> text::Text) -> Result<()> {
    let mut out = create(to)?;
    let mut block = vec![0; BUFFER];
    loop {
        match from.read(&mut block) {
            Ok(0) => return Ok(()),
            Ok(n_read) => out.write_all(&block[..n_read]).attempt(|| cannot_write(to))?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error).attempt(cannot_read),
        }
    }
}

/// Makes the entries of a folder durable. Windows has no such call; there a rename is durable by itself.
pub fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(path).and_then(|folder| folder.sync_all()).attempt(|| cannot_sync(path))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Makes everything below a folder durable: one call for the file system on Linux, file by file elsewhere.
pub fn sync_tree(folder: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        let open = File::open(folder);
        open.and_then(|folder| rustix::fs::syncfs(&folder).map_err(io::Error::from)).attempt(|| cannot_sync(folder))
    }
    #[cfg(not(target_os = "linux"))]
    {
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry.attempt(|| cannot_sync(folder))?;
            if entry.file_type().is_file() {
                let file = File::options().write(true).open(entry.path());
                file.and_then(|file| file.sync_all()).attempt(|| cannot_sync(entry.path()))?;
            }
        }
        Ok(())
    }
}

fn cannot_write(path: &Path) -> text::Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}

fn cannot_read(path: &Path) -> text::Text {
    text!("không đọc được `{path}`", "could not read `{path}`", path = path.display())
}

fn cannot_remove(path: &Path) -> text::Text {
    text!("không xóa được `{path}`", "could not remove `{path}`", path = path.display())
}

fn cannot_sync(path: &Path) -> text::Text {
    text!(
        "không bảo đảm được `{path}` đã được ghi xuống đĩa",
        "could not make `{path}` durable on disk",
        path = path.display()
    )
}
