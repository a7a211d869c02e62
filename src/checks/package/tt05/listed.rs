//! The files of a package against what its METS files list: digests, sizes, what is missing and what nobody names.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Parts;
use super::mets::Mets;
use super::places::Role;
use crate::checks::fixity::{self, Expected, Level, Verdict};
use crate::checks::package::notes::Notes;
use crate::digest::foreign::Algorithm;
use crate::files::container::read::{Container, Kind};
use crate::finding::codes;
use crate::progress::Progress;
use crate::relpath::RelPath;
use crate::text;

/// What is known of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Digests in lower case, by all METS files that list it.
    pub digests: Vec<(Algorithm, String)>,
    /// Bytes.
    pub size: Option<u64>,
}

/// Every file that is listed.
pub type Listed = BTreeMap<RelPath, Known>;

/// Gathers what the METS files of a package list; a file that one of them lists twice is noted.
pub fn gather(all: &[Mets], notes: &mut Notes<'_>) -> Listed {
    let mut listed = Listed::new();
    for mets in all {
        let mut own: BTreeMap<&RelPath, u32> = BTreeMap::new();
        for file in &mets.files {
            let n_times = own.entry(&file.path).or_default();
            *n_times += 1;
            if *n_times == 2 {
                let what = text!("METS liệt kê tệp này hai lần", "the METS lists this file twice");
                notes.find(&codes::PACKAGE_LISTED_TWICE, file.path.as_str(), what);
            }
            let known = listed.entry(file.path.clone()).or_default();
            known.digests.extend(file.digest.clone().filter(|digest| !known.digests.contains(digest)));
            known.size = known.size.or(file.size);
        }
    }
    listed
}

/// Looks at every listed file, in parallel, and reports in the order of the paths.
pub fn check(package: &Container, listed: &Listed, level: Level, progress: &dyn Progress, notes: &mut Notes<'_>) {
    let files: Vec<(&RelPath, &Known)> = listed.iter().collect();
    // Chunks bound the memory; `collect` keeps the order, whatever the threads.
    for chunk in files.chunks(4096) {
        let look = |(path, known): &(&RelPath, &Known)| {
            let verdict = fixity::check(package, &Expected { path, digests: &known.digests }, level);
            progress.advance(1, verdict.size());
            verdict
        };
        let verdicts: Vec<Verdict> = chunk.par_iter().map(look).collect();
        for ((path, known), verdict) in chunk.iter().zip(verdicts) {
            if matches!(verdict, Verdict::Missing) && package.has(&format!("{path}.fetch.txt")) {
                // The file beside it says where to get it, which is noted there.
                continue;
            }
            notes.tally.count(path, &verdict);
            if let (Verdict::Good(found), Some(recorded)) =
                (&verdict, known.size.filter(|size| *size != verdict.size()))
            {
                let what = text!(
                    "tệp có {found} byte, METS ghi {recorded}",
                    "the file has {found} bytes, the METS says {recorded}"
                );
                notes.find(&codes::PACKAGE_SIZE, path.as_str(), what);
            }
        }
    }
}

/// Reports what no METS lists, and names that not every system can hold.
pub fn check_present(parts: &Parts<'_>, listed: &Listed, notes: &mut Notes<'_>) {
    let Parts { package, all, .. } = parts;
    for (path, error) in &package.faults {
        notes.find(&codes::UNREADABLE, path, fixity::unreadable(error));
    }
    for thing in package.things() {
        let path = &*thing.path;
        if matches!(thing.kind, Kind::EmptyFolder | Kind::Other(Some(_))) {
            continue;
        }
        let is_listed = RelPath::parse_foreign(path).is_ok_and(|path| listed.contains_key(&path));
        match Role::of(path) {
            Role::Fetch => {
                let what = text!(
                    "tệp nằm ở một gói khác; ở đây chỉ có chỉ dẫn",
                    "the file lies in another package; here is only where to get it"
                );
                notes.find(&codes::PACKAGE_FETCH, path, what);
            }
            Role::Mets if path == all[0].path => (),
            _ if !is_listed && !parts.is_unread(path) && !all.iter().any(|mets| mets.path == path) => {
                // Each is a file that is there, so that the disk bounds how many there are.
                notes.tally.find(
                    &codes::EXTRA,
                    path,
                    text!("không METS nào liệt kê tệp này", "no METS lists this file"),
                );
            }
            _ => (),
        }
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
        if !path.chars().all(is_plain) {
            let what = text!(
                "tên có ký tự ngoài chữ không dấu, số, `.`, `_`, `-`",
                "the name has other characters than plain letters, digits, `.`, `_`, `-`"
            );
            notes.find(&codes::PACKAGE_FILE_NAME, path, what);
        }
    }
}
