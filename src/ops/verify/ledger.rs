//! Is every line of the ledger of exports as it was written, and every answer of a recipient as it was kept?

use std::collections::BTreeSet;

use walkdir::WalkDir;

use crate::archive::layout::Archive;
use crate::archive::ledger::{self, Entry, Receipt};
use crate::checks::fixity::{self, Expected, Level};
use crate::checks::tally::Tally;
use crate::digest::foreign::Algorithm;
use crate::fault::Fault;
use crate::finding::codes;
use crate::ops::verify::archive::{place_of, report_folder};
use crate::progress::Progress;
use crate::relpath::RelPath;
use crate::text;

const LEDGER: &str = "exports/ledger.jsonl";

/// Checks the ledger and what it names; an archive that exported nothing has none.
pub(super) fn check(archive: &Archive, level: Level, progress: &dyn Progress, tally: &mut Tally) {
    let mut receipts = Vec::new();
    let read = ledger::each(archive, |line| {
        match line {
            Ok(Entry::Receipt(receipt)) => receipts.push(receipt),
            Ok(Entry::Package(_)) => (),
            Err(number) => {
                let what = text!("dòng {number} không còn như lúc ghi", "line {number} is not as it was written");
                tally.find(&codes::LEDGER_LINE, LEDGER, what);
            }
        }
        Ok(())
    });
    if let Err(error) = read {
        let what = match error.downcast_ref::<Fault>() {
            Some(fault) => fault.what.clone(),
            None => text!("không đọc được: {error}", "it cannot be read: {error}"),
        };
        tally.find(&codes::UNREADABLE, LEDGER, what);
    }
    let mut kept = BTreeSet::new();
    for receipt in receipts {
        if let Some(path) = check_receipt(archive, &receipt, level, progress, tally) {
            kept.insert(path);
        }
    }
    tell_of_extra(archive, &kept, tally);
}

fn check_receipt(
    archive: &Archive,
    receipt: &Receipt,
    level: Level,
    progress: &dyn Progress,
    tally: &mut Tally,
) -> Option<String> {
    let path = RelPath::parse(&format!("exports/{}", receipt.path)).ok()?;
    let digests = [(Algorithm::Sha256, receipt.sha256.to_string())];
    let verdict = fixity::check(archive.root.as_path(), &Expected { path: &path, digests: &digests }, level);
    progress.advance(1, verdict.size());
    tally.count(&path, &verdict);
    Some(path.to_string())
}

fn tell_of_extra(archive: &Archive, kept: &BTreeSet<String>, tally: &mut Tally) {
    for entry in WalkDir::new(archive.root.join("exports/receipts")).min_depth(1).sort_by_file_name() {
        match entry {
            Ok(entry) => {
                let place = place_of(&archive.root, entry.path());
                if !entry.file_type().is_dir() && !kept.contains(&place) {
                    let what = text!("sổ xuất không ghi tệp này", "the ledger does not name this file");
                    tally.find(&codes::EXTRA, &place, what);
                }
            }
            Err(error) => report_folder("exports/receipts", error.io_error(), tally),
        }
    }
}
