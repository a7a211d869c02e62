//! Where everything lies in an archive, and how one is made and opened.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::archive::config::{Config, FORMAT};
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::records::profile::{DEFAULT, Profile};
use crate::text;

/// How `README.txt` and `DOC-TOI.txt` explain the archive to an auditor.
const README: &[(&str, &str)] =
    &[("DOC-TOI.txt", include_str!("readme/DOC-TOI.txt")), ("README.txt", include_str!("readme/README.txt"))];

const FOLDERS: &[&str] = &["batches", "seals", "quarantine", "fixity", "exports", "staging"];

/// An archive that was opened.
#[derive(Clone, Debug)]
pub struct Archive {
    /// Its folder.
    pub root: PathBuf,
    /// What `sohoa.toml` says.
    pub config: Config,
    /// Its thresholds.
    pub profile: Profile,
}

/// A committed batch on disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchFolder {
    /// Such as `2026-11-21-0007`.
    pub name: String,
    /// The bag.
    pub path: PathBuf,
}

impl Archive {
    /// Makes a new archive in an empty or absent folder.
    pub fn create(root: &Path, config: &Config, own_profile: Option<&str>) -> Result<()> {
        refuse_used(root)?;
        files::create_folder(root)?;
        for folder in FOLDERS {
            files::create_folder(&root.join(folder))?;
        }
        for (name, content) in README {
            files::write_new(&root.join(name), content.as_bytes())?;
        }
        if let Some(profile) = own_profile {
            files::write_new(&root.join("profile.toml"), profile.as_bytes())?;
        }
        // The configuration comes last: without it the folder is no archive, and `init` can be repeated after cleaning.
        files::replace(&root.join("sohoa.toml"), config.render()?.as_bytes())
    }

    /// Opens an archive.
    pub fn open(root: &Path) -> Result<Archive> {
        let path = root.join("sohoa.toml");
        if !path.is_file() {
            let root = root.display();
            let what = text!(
                "`{root}` không phải là kho sohoa (thiếu `sohoa.toml`); tạo kho bằng `sohoa init`",
                "`{root}` is not a sohoa archive (no `sohoa.toml`); make one with `sohoa init`"
            );
            return Err(Fault::raise("archive.none", what));
        }
        let config = Config::parse(&files::read_text(&path)?)?;
        let profile = match Profile::built_in(&config.profile) {
            Some(toml) => Profile::parse(toml)?,
            None => Profile::parse(&files::read_text(&root.join("profile.toml"))?)?,
        };
        Ok(Archive { root: root.to_owned(), config, profile })
    }

    /// Stands in for an archive whose settings cannot be read, so that its batches can still be checked.
    ///
    /// Its id is empty.
    pub fn without_settings(root: &Path) -> Result<Archive> {
        let [id, agency, name] = [(); 3].map(|()| String::new());
        let profile = Profile::parse(Profile::built_in(DEFAULT).unwrap_or_default())?;
        let config = Config { format: FORMAT, id, agency, name, profile: DEFAULT.to_owned() };
        Ok(Archive { root: root.to_owned(), config, profile })
    }

    /// Returns where a batch of this name belongs.
    pub fn batch_path(&self, batch: &str) -> PathBuf {
        let year = batch.split('-').next().unwrap_or(batch);
        self.root.join("batches").join(year).join(batch)
    }

    /// Returns where the refused inputs of a batch belong.
    pub fn quarantine_path(&self, batch: &str) -> PathBuf {
        self.root.join("quarantine").join(batch)
    }

    /// Returns where a table of units of the archive's own lies, if there is one.
    pub fn units_path(&self) -> PathBuf {
        self.root.join("units.csv")
    }

    /// Returns the catalogue's file.
    pub fn catalogue_path(&self) -> PathBuf {
        self.root.join("catalogue.sqlite")
    }

    /// Returns the folder of work in progress.
    pub fn staging_path(&self) -> PathBuf {
        self.root.join("staging")
    }

    /// Lists the committed batches by name, which is by time.
    pub fn batches(&self) -> Result<Vec<BatchFolder>> {
        let mut batches = Vec::new();
        for year in folders_in(&self.root.join("batches"))? {
            batches.extend(folders_in(&year.path)?);
        }
        batches.sort();
        Ok(batches)
    }

    /// Returns the next free batch name of a day (`2026-11-21`); `reserved` names are passed over as if they lay on disk.
    pub fn next_batch(&self, day: &str, reserved: &[String]) -> Result<String> {
        let year = day.split('-').next().unwrap_or(day);
        let mut taken = folders_in(&self.root.join("batches").join(year))?;
        taken.extend(folders_in(&self.root.join("quarantine"))?);
        let number = |name: &String| name.strip_prefix(day)?.strip_prefix('-')?.parse::<u32>().ok();
        let last = taken.iter().map(|folder| &folder.name).chain(reserved).filter_map(number).max().unwrap_or(0);
        Ok(format!("{day}-{:04}", last + 1))
    }
}

/// Lists the folders in a folder, sorted; a folder that does not exist has none.
pub fn folders_in(path: &Path) -> Result<Vec<BatchFolder>> {
    let cannot =
        || text!("không đọc được thư mục `{path}`", "could not read the folder `{path}`", path = path.display());
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.attempt(cannot)?,
    };
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry.attempt(cannot)?;
        if entry.file_type().attempt(cannot)?.is_dir()
            && let Ok(name) = entry.file_name().into_string()
        {
            folders.push(BatchFolder { name, path: entry.path() });
        }
    }
    folders.sort();
    Ok(folders)
}

fn refuse_used(root: &Path) -> Result<()> {
    let shown = root.display();
    if root.join("sohoa.toml").exists() {
        let what = text!("`{shown}` đã là một kho sohoa", "`{shown}` is a sohoa archive already");
        return Err(Fault::raise("archive.exists", what));
    }
    let cannot = || text!("không đọc được thư mục `{shown}`", "could not read the folder `{shown}`");
    let is_used = match fs::read_dir(root) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        other => other.attempt(cannot)?.next().is_some(),
    };
    if is_used {
        let what = text!(
            "thư mục `{shown}` không rỗng; hãy chọn một thư mục mới hoặc rỗng",
            "the folder `{shown}` is not empty; choose a new or an empty one"
        );
        return Err(Fault::raise("archive.not-empty", what));
    }
    Ok(())
}
