//! Are the copies of refused inputs as they were, and is there one of every input that a batch says was refused?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use walkdir::WalkDir;

use crate::archive::quarantine::{LIST, Refused};
use crate::archive::sources::{Outcome, Row};
use crate::checks::fixity::{self, Expected, Level};
use crate::checks::regular;
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::digest::foreign::Algorithm;
use crate::finding::codes;
use crate::ops::verify::archive::{Batch, place_of, report_folder};
use crate::progress::Progress;
use crate::relpath::RelPath;
use crate::text;

/// Neither a list of a batch's refused inputs nor its `sources.tsv` is larger.
const LARGEST: u64 = 1 << 30;

/// Checks every folder of the quarantine, and every batch against all of them.
pub(super) fn check(root: &Path, batches: &[Batch], level: Level, progress: &dyn Progress, tally: &mut Tally) {
    let mut kept = BTreeSet::new();
    for entry in WalkDir::new(root.join("quarantine")).min_depth(1).max_depth(1).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                kept.extend(check_folder(root, entry.path(), level, progress, tally));
            }
            Ok(entry) => {
                let what = text!("tệp không thuộc lô nào", "the file belongs to no batch");
                tally.find(&codes::EXTRA, &place_of(root, entry.path()), what);
            }
            Err(error) => report_folder("quarantine", error.io_error(), tally),
        }
    }
    batches.iter().for_each(|batch| check_sources(root, batch, &kept, tally));
}

/// Checks one folder and returns the digests that its list has.
fn check_folder(
    root: &Path,
    folder: &Path,
    level: Level,
    progress: &dyn Progress,
    tally: &mut Tally,
) -> BTreeSet<Digest> {
    let place = place_of(root, folder);
    let copies = read_list(folder, &place, tally);
    for (copy, digest) in &copies {
        let Ok(path) = RelPath::parse(&format!("{place}/{copy}")) else { continue };
        let digests = [(Algorithm::Sha256, digest.to_string())];
        let verdict = fixity::check(root, &Expected { path: &path, digests: &digests }, level);
        progress.advance(1, verdict.size());
        tally.count(&path, &verdict);
    }
    for entry in WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name() {
        match entry {
            Ok(entry) => {
                let name = entry.file_name().to_string_lossy();
                if name != LIST && !copies.contains_key(name.as_ref()) {
                    let what =
                        text!("danh sách cách ly không có tệp này", "the list of the quarantine has not this file");
                    tally.find(&codes::EXTRA, &place_of(root, entry.path()), what);
                }
            }
            Err(error) => report_folder(&place, error.io_error(), tally),
        }
    }
    copies.into_values().collect()
}

/// Reads the list of a folder: the copies by name, each with its digest.
fn read_list(folder: &Path, place: &str, tally: &mut Tally) -> BTreeMap<String, Digest> {
    let subject = format!("{place}/{LIST}");
    let mut copies = BTreeMap::new();
    let bytes = match regular::read(&folder.join(LIST), LARGEST) {
        Ok(bytes) => bytes,
        Err(error) => {
            let what = text!("không đọc được danh sách: {error}", "the list cannot be read: {error}");
            tally.find(&codes::QUARANTINE_LIST, &subject, what);
            return copies;
        }
    };
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')).filter(|(_, line)| !line.is_empty()) {
        let number: u64 = number;
        let Ok(refused) = serde_json::from_slice::<Refused>(line) else {
            let what = text!("dòng {number} không đọc được", "line {number} cannot be read");
            tally.find(&codes::QUARANTINE_LIST, &subject, what);
            continue;
        };
        let (Some(copy), Some(digest)) = (refused.copy, refused.sha256) else { continue };
        // A copy is named by its digest, so the name vouches for the line, and cannot lead out of the folder.
        if copy.split_once('.').is_some_and(|(stem, ending)| stem == digest.to_string() && !ending.contains('/')) {
            copies.insert(copy, digest);
        } else {
            let what = text!(
                "dòng {number}: tên bản sao không phải là mã băm của nó",
                "line {number}: the copy is not named by its digest"
            );
            tally.find(&codes::QUARANTINE_LIST, &subject, what);
        }
    }
    copies
}

/// Every input that a batch calls refused is in some folder of the quarantine: often an earlier one has it.
fn check_sources(root: &Path, batch: &Batch, kept: &BTreeSet<Digest>, tally: &mut Tally) {
    // What is missing or unreadable was reported by its digest.
    let Ok(bytes) = regular::read(&batch.path.join("sources.tsv"), LARGEST) else { return };
    let text = String::from_utf8_lossy(&bytes);
    let refused = text.lines().filter_map(Row::parse).filter(|row| row.outcome == Outcome::Quarantined);
    for row in refused.filter(|row| row.sha256.is_some_and(|digest| !kept.contains(&digest))) {
        let (input, batch) = (&row.path, &batch.name);
        let what = text!(
            "lô {batch} ghi `{input}` đã được cách ly, nhưng không thư mục cách ly nào có nó",
            "batch {batch} says that `{input}` was refused and copied, but no quarantine folder lists it"
        );
        tally.find(&codes::QUARANTINE_MISSING, &place_of(root, &root.join("quarantine").join(batch)), what);
    }
}
