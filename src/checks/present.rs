//! What lies in a bag, whether a manifest names it or not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use crate::checks::regular;
use crate::checks::tally::Tally;
use crate::finding::codes;
use crate::text;

/// What a walk through a bag has seen.
#[derive(Debug, Default)]
pub struct Present {
    /// Files in `data/`.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes of those that a manifest names.
    pub listed_bytes: u64,
    /// What no manifest names, in the order of the walk.
    pub strays: Vec<Stray>,
}

/// A thing that no manifest names.
#[derive(Debug)]
pub struct Stray {
    /// From the bag's root.
    pub path: String,
    /// Whether it is a folder with nothing in it.
    pub is_empty_folder: bool,
}

/// Walks `data/`, or the whole bag. `is_known` says whether a path is listed or needs no listing.
///
/// Links are not followed: a link is a stray, even where a manifest names the files behind it. Empty folders
/// are strays only when the whole bag is walked, as other makers may leave them.
pub fn walk(root: &Path, whole: bool, is_known: impl Fn(&str) -> bool, tally: &mut Tally) -> Present {
    let mut present = Present::default();
    let start = if whole { root.to_owned() } else { root.join("data") };
    for entry in WalkDir::new(start).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // What is gone by now is missing, which the manifest knows better; the root itself was reported.
                let is_gone = error.io_error().is_none_or(regular::is_absent);
                let path = error.path().map(|path| relative(root, path)).unwrap_or_default();
                if !is_gone && !path.is_empty() {
                    let what = text!("không đọc được thư mục: {error}", "the folder cannot be read: {error}");
                    tally.find(&codes::UNREADABLE, &path, what);
                }
                continue;
            }
        };
        let path = relative(root, entry.path());
        if entry.file_type().is_dir() {
            if whole && is_empty(&entry) {
                present.strays.push(Stray { path, is_empty_folder: true });
            }
            continue;
        }
        let is_plain = entry.file_type().is_file();
        let is_listed = is_plain && is_known(&path);
        if is_plain && path.starts_with("data/") {
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            present.files += 1;
            present.bytes += size;
            present.listed_bytes += if is_listed { size } else { 0 };
        }
        if !is_listed {
            present.strays.push(Stray { path, is_empty_folder: false });
        }
    }
    present
}

fn is_empty(folder: &DirEntry) -> bool {
    std::fs::read_dir(folder.path()).is_ok_and(|mut entries| entries.next().is_none())
}

/// Returns a path from the bag's root; what is not UTF-8 is replaced.
fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

impl Present {
    /// Returns the stray files whose names are not plain ASCII, by their names in NFC.
    pub fn by_form(&self) -> BTreeMap<String, String> {
        let files = self.strays.iter().filter(|stray| !stray.is_empty_folder && !stray.path.is_ascii());
        files.map(|stray| (composed(&stray.path), stray.path.clone())).collect()
    }

    /// Reports what no manifest names, but for files that belong to a name that looks the same.
    pub fn report_strays(&self, renamed: &BTreeSet<String>, tally: &mut Tally) {
        for stray in self.strays.iter().filter(|stray| !renamed.contains(&stray.path)) {
            let what = if stray.is_empty_folder {
                text!("thư mục rỗng không có lúc niêm phong", "an empty folder that was not there when it was sealed")
            } else {
                text!("tệp không có trong bản kê nào", "no manifest names this file")
            };
            tally.find(&codes::EXTRA, &stray.path, what);
        }
    }
}

/// Returns a name in NFC.
pub fn composed(name: &str) -> String {
    name.nfc().collect()
}
