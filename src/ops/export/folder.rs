//! The folder that packages are written into: one export at a time, and nothing left of one that was stopped.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::fault::{Attempt, Fault};
use crate::files;
use crate::text;

/// What the names of all begin with that is not finished; no package is called so.
const UNFINISHED: &str = ".sohoa-";

/// The right to write into a folder; given back when dropped.
#[derive(Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder if there is none, takes the lock, and removes what a stopped export left. A folder within the
    /// archive is refused: what is sealed there must stay all that lies there.
    pub fn open(path: &Path, archive: &Path) -> Result<Folder> {
        files::create_folder(path)?;
        if let (Ok(out), Ok(archive)) = (path.canonicalize(), archive.canonicalize())
            && out.starts_with(archive)
        {
            let path = path.display();
            let what = text!(
                "`{path}` nằm trong kho; hãy chọn thư mục khác",
                "`{path}` lies in the archive; choose another folder"
            );
            return Err(Fault::raise("export.out", what));
        }
        let lock = lock(path)?;
        for entry in walkdir::WalkDir::new(path).min_depth(1).max_depth(1) {
            let entry = entry.attempt(|| cannot_read(path))?;
            if !entry.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) || entry.path() == lock.1 {
                continue;
            }
            if entry.file_type().is_dir() { files::remove_folder(entry.path())? } else { files::remove(entry.path())? }
        }
        Ok(Folder { path: path.to_owned(), _lock: lock.0 })
    }

    /// Returns where something is written that will have this name.
    pub fn unfinished(&self, name: &str) -> PathBuf {
        self.path.join(format!("{UNFINISHED}{name}.part"))
    }
}

/// Locks the folder itself, so that nothing is left in it; where the system knows no such lock, a file in it.
fn lock(path: &Path) -> Result<(File, PathBuf)> {
    let cannot = || text!("không khóa được `{path}`", "could not lock `{path}`", path = path.display());
    let at = if cfg!(unix) { path.to_owned() } else { path.join(format!("{UNFINISHED}lock")) };
    let opened = if cfg!(unix) { File::open(&at) } else { File::create(&at) };
    let file = opened.attempt(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok((file, at)),
        Err(TryLockError::WouldBlock) => {
            let what = text!(
                "một lệnh xuất khác đang ghi vào `{path}`; hãy chờ nó xong hoặc chọn thư mục khác",
                "another export is writing into `{path}`; wait until it is done, or choose another folder",
                path = path.display()
            );
            Err(Fault::raise("export.locked", what))
        }
        // Some network disks know no locks; there, two exports at once are left to whoever starts them.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok((file, at)),
        Err(TryLockError::Error(error)) => Err(error).attempt(cannot),
    }
}

fn cannot_read(path: &Path) -> text::Text {
    text!("không đọc được `{path}`", "could not read `{path}`", path = path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_export_at_a_time_begins_with_what_was_left_removed_and_all_else_kept() {
        let sandbox = tempfile::tempdir().unwrap();
        let path = sandbox.path().join("out");
        let archive = sandbox.path().join("kho");
        let folder = Folder::open(&path, &archive).unwrap();
        std::fs::create_dir_all(folder.unfinished("a").join("b")).unwrap();
        std::fs::write(path.join(".sohoa-c.part.log"), "x").unwrap();
        std::fs::write(path.join(".other.part"), "x").unwrap();
        assert!(Folder::open(&path, &archive).is_err());
        drop(folder);
        Folder::open(&path, &archive).unwrap();
        assert!(Folder::open(&path.join("in"), &path).is_err());
        std::fs::remove_dir(path.join("in")).unwrap();
        assert_eq!(files::names_in(&path).unwrap(), [".other.part"]);
    }
}
