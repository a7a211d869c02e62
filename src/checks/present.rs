//! What lies in a bag, whether a manifest names it or not.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::checks::regular;
use crate::checks::tally::Tally;
use crate::files::container::read::{Container, Kind};
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

/// Looks through `data/`, or the whole bag. `is_known` says whether a path is listed or needs no listing.
///
/// Links are not followed: a link is a stray, even where a manifest names the files behind it. Empty folders
/// are strays only when the whole bag is looked at, as other makers may leave them.
pub fn walk(bag: &Container, whole: bool, is_known: impl Fn(&str) -> bool, tally: &mut Tally) -> Present {
    let mut present = Present::default();
    let is_inside = |path: &str| whole || path == "data" || path.starts_with("data/");
    // What is gone by now is missing, which the manifest knows better.
    for (path, error) in bag.faults.iter().filter(|(path, error)| is_inside(path) && !regular::is_absent(error)) {
        let what = text!("không đọc được thư mục: {error}", "the folder cannot be read: {error}");
        tally.find(&codes::UNREADABLE, path, what);
    }
    for thing in bag.things().iter().filter(|thing| is_inside(&thing.path)) {
        let path = thing.path.to_string();
        let size = thing.size();
        let is_listed = size.is_some() && is_known(&path);
        if let Some(size) = size.filter(|_| path.starts_with("data/")) {
            present.files += 1;
            present.bytes += size;
            present.listed_bytes += if is_listed { size } else { 0 };
        }
        let is_empty_folder = matches!(thing.kind, Kind::EmptyFolder);
        if !is_listed && (whole || !is_empty_folder) {
            present.strays.push(Stray { path, is_empty_folder });
        }
    }
    present
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
