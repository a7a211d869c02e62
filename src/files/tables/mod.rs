//! Tables for people to open in a spreadsheet program: written beside their place, and moved there when whole.
//!
//! What stands in them is the caller's business. The same table gives the same bytes, whenever it is written.

pub mod csv;
pub mod table;
pub mod xlsx;

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use anyhow::Result;

use crate::fault::Attempt;
use crate::files;
use crate::text;

/// Writes a new file: beside it, sync, rename. An existing file is refused before anything is done.
pub(crate) fn write_beside(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    files::refuse_existing(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    // Left over from a run that was stopped; no other file has such a name.
    files::remove(&part)?;
    let written = write_whole(&part, write).and_then(|()| files::rename(&part, path));
    if written.is_err() {
        files::remove(&part)?;
    }
    written?;
    files::sync_folder(folder_of(path))
}

fn write_whole(part: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    let mut out = BufWriter::new(files::create(part)?);
    write(&mut out)?;
    let synced = out.into_inner().map_err(|error| error.into_error()).and_then(|file| file.sync_all());
    synced.attempt(|| cannot_write(part))
}

/// Returns the folder that a path lies in; a bare name lies where the program runs.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(crate) fn cannot_write(path: &Path) -> text::Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::*;

    #[test]
    fn an_existing_file_is_never_overwritten_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        let error = write_beside(&path, |_| panic!("refused before any work")).unwrap_err();
        assert!(error.to_string().contains("exists already"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failure_leaves_nothing_and_the_remains_of_another_do_not_matter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(folder.path().join("a.csv.part"), "half").unwrap();
        let fail = |out: &mut BufWriter<File>| {
            out.write_all(b"x").unwrap();
            Err(anyhow::anyhow!("no more"))
        };
        assert!(write_beside(&path, fail).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        write_beside(&path, |out| Ok(out.write_all(b"whole")?)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
