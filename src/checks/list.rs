//! Are the files still as a list says that `sha256sum` made? Paths count from the list's folder.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use crate::checks::fixity::{self, Expected, Level, Root};
use crate::checks::listed;
use crate::checks::tally::Tally;
use crate::digest::foreign::Algorithm;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::manifest::{self, BadLine, Entry};
use crate::progress::{Progress, Stage};
use crate::text;

/// Checks every file of a list. `None` when the text is no list at all.
pub fn check(list: &Path, bytes: &[u8], level: Level, progress: &dyn Progress) -> Option<Tally> {
    let text = String::from_utf8_lossy(bytes);
    let (entries, bad) = manifest::parse_sums(&text);
    if entries.is_empty() {
        return None;
    }
    let mut tally = Tally::default();
    let subject = list.file_name().unwrap_or_default().to_string_lossy();
    let root = list.parent().unwrap_or(Path::new(""));
    progress.begin(Stage::Verify, entries.len() as u64, 0);
    check_entries(root, &subject, &(entries, bad), level, progress, &mut tally);
    progress.end();
    Some(tally)
}

/// Checks every file that a list in a package names, and returns their paths.
pub fn check_in(
    package: &Container,
    subject: &str,
    bytes: &[u8],
    level: Level,
    progress: &dyn Progress,
    tally: &mut Tally,
) -> BTreeSet<String> {
    let read = manifest::parse_sums(&String::from_utf8_lossy(bytes));
    check_entries(package, subject, &read, level, progress, tally);
    read.0.into_iter().map(|entry| entry.path.as_str().to_owned()).collect()
}

fn check_entries<R: Root + ?Sized>(
    root: &R,
    subject: &str,
    (entries, bad): &(Vec<Entry>, Vec<BadLine>),
    level: Level,
    progress: &dyn Progress,
    tally: &mut Tally,
) {
    bad.iter().for_each(|line| tally.find(&codes::BAG_MANIFEST, subject, listed::sentence(line)));
    check_repeated(entries, subject, tally);
    for chunk in entries.chunks(4096) {
        let look = |entry: &Entry| {
            let known = Algorithm::of_length(entry.digest.len()).map(|known| (known, entry.digest.clone()));
            let digests: Vec<_> = known.into_iter().collect();
            let verdict = fixity::check(root, &Expected { path: &entry.path, digests: &digests }, level);
            progress.advance(1, verdict.size());
            verdict
        };
        let verdicts: Vec<_> = chunk.par_iter().map(look).collect();
        for (entry, verdict) in chunk.iter().zip(verdicts) {
            tally.count(&entry.path, &verdict);
        }
    }
}

/// Reports files that stand in a list with two different digests; the same line twice does no harm.
fn check_repeated(entries: &[Entry], subject: &str, tally: &mut Tally) {
    let lines: BTreeSet<_> = entries.iter().map(|entry| (&entry.path, entry.digest.len(), &entry.digest)).collect();
    let lines: Vec<_> = lines.into_iter().collect();
    for pair in lines.windows(2).filter(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)) {
        let path = pair[0].0;
        let what =
            text!("`{path}` có hai dòng với hai mã băm khác nhau", "`{path}` is listed twice with different digests");
        tally.find(&codes::BAG_MANIFEST, subject, what);
    }
}
