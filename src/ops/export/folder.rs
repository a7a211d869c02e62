//! The folder that packages are written into: one export at a time, and nothing left of one that was stopped.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::digest::Digest;
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
    /// What the names of all begin with that this archive has not finished.
    own: String,
    _lock: File,
}

impl Folder {
    /// Makes the folder if there is none, takes the lock, and removes what a stopped export left. A folder within the
    /// archive is refused: what is sealed there must stay all that lies there.
    pub fn open(path: &Path, archive: &Archive) -> Result<Folder> {
        refuse(path, &archive.root)?;
        files::create_folder(path)?;
        // Another archive may write here, too, and what is not ours is never removed.
        let own = format!("{UNFINISHED}{}-", &Digest::of(archive.config.id.as_bytes()).to_string()[..8]);
        let lock = lock(path)?;
        for entry in walkdir::WalkDir::new(path).min_depth(1).max_depth(1) {
            let entry = entry.attempt(|| cannot_read(path))?;
            if !entry.file_name().as_encoded_bytes().starts_with(own.as_bytes()) {
                continue;
            }
            if entry.file_type().is_dir() { files::remove_folder(entry.path())? } else { files::remove(entry.path())? }
        }
        Ok(Folder { path: path.to_owned(), own, _lock: lock })
    }

    /// Returns where something is written that will have this name.
    pub fn unfinished(&self, name: &str) -> PathBuf {
        self.path.join(format!("{}{name}.part", self.own))
    }
}

/// Refuses a folder within the archive, before anything is made there, and what is no folder.
fn refuse(path: &Path, archive: &Path) -> Result<()> {
    let shown = path.display();
    if path.metadata().is_ok_and(|found| !found.is_dir()) {
        let what =
            text!("`{shown}` là một tệp; `--out` cần một thư mục", "`{shown}` is a file; `--out` takes a folder");
        return Err(Fault::raise("export.out", what));
    }
    if archive.canonicalize().is_ok_and(|archive| will_be(path).starts_with(archive)) {
        let what = text!(
            "`{shown}` nằm trong kho; hãy chọn thư mục khác",
            "`{shown}` lies in the archive; choose another folder"
        );
        return Err(Fault::raise("export.out", what));
    }
    Ok(())
}

/// Returns where a folder is that may not be there yet.
fn will_be(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, mut place)) = there else { return path };
    for part in path.strip_prefix(above).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => _ = place.pop(),
            part => place.push(part),
        }
    }
    place
}

/// Locks the folder itself, so that nothing is left in it; where the system knows no such lock, a file in it.
fn lock(path: &Path) -> Result<File> {
    let cannot = || text!("không khóa được `{path}`", "could not lock `{path}`", path = path.display());
    let at = if cfg!(unix) { path.to_owned() } else { path.join(format!("{UNFINISHED}lock")) };
    let opened = if cfg!(unix) { File::open(&at) } else { File::create(&at) };
    let file = opened.attempt(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let what = text!(
                "một lệnh xuất khác đang ghi vào `{path}`; hãy chờ nó xong hoặc chọn thư mục khác",
                "another export is writing into `{path}`; wait until it is done, or choose another folder",
                path = path.display()
            );
            Err(Fault::raise("export.locked", what))
        }
        // Some network disks know no locks; there, two exports at once are left to whoever starts them.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(error).attempt(cannot),
    }
}

fn cannot_read(path: &Path) -> text::Text {
    text!("không đọc được `{path}`", "could not read `{path}`", path = path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::config::{Config, FORMAT};
    use crate::files::container::spool;
    use crate::records::profile::DEFAULT;

    #[test]
    fn one_export_at_a_time_begins_with_what_was_left_removed_and_all_else_kept() {
        let sandbox = tempfile::tempdir().unwrap();
        let path = sandbox.path().join("out");
        let archive = archive(&sandbox.path().join("kho"));
        let folder = Folder::open(&path, &archive).unwrap();
        std::fs::create_dir_all(folder.unfinished("a").join("b")).unwrap();
        std::fs::write(spool::beside(&folder.unfinished("c"), "log"), "x").unwrap();
        std::fs::write(path.join(".sohoa-c.part"), "x").unwrap();
        std::fs::write(path.join(".other.part"), "x").unwrap();
        assert!(Folder::open(&path, &archive).is_err());
        drop(folder);
        Folder::open(&path, &archive).unwrap();
        assert_eq!(files::names_in(&path).unwrap(), [".other.part", ".sohoa-c.part"]);
    }

    #[test]
    fn a_folder_in_the_archive_and_a_file_are_refused_and_nothing_is_made() {
        let sandbox = tempfile::tempdir().unwrap();
        let archive = archive(&sandbox.path().join("kho"));
        std::fs::write(sandbox.path().join("file"), "x").unwrap();
        for path in ["kho", "kho/new/out", "no/../kho/new", "file"] {
            let error = Folder::open(&sandbox.path().join(path), &archive).unwrap_err();
            assert_eq!(error.downcast_ref::<Fault>().unwrap().code, "export.out", "{path}");
        }
        assert!(!sandbox.path().join("kho/new").exists() && !sandbox.path().join("no").exists());
    }

    fn archive(root: &Path) -> Archive {
        let [id, agency, name] = ["H26/kho-1", "H26", "Kho"].map(str::to_owned);
        let config = Config { format: FORMAT, id, agency, name, profile: DEFAULT.to_owned() };
        Archive::create(root, &config, None).unwrap();
        Archive::open(root).unwrap()
    }
}
