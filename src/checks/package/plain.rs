//! A package that lists its files as `sha256sum` does: each as listed, and none beside them.

use std::collections::BTreeSet;

use crate::checks::fixity::{self, Level};
use crate::checks::list;
use crate::checks::tally::Tally;
use crate::files::container::read::{Container, Kind};
use crate::finding::codes;
use crate::progress::Progress;
use crate::text;

/// The list of a plain package.
pub const SUMS: &str = "SHA256SUMS";

/// A list of two million files is smaller.
const LARGEST: u64 = 1 << 28;

/// Checks a package against its list.
pub fn check(package: &Container, sums: &str, level: Level, progress: &dyn Progress, tally: &mut Tally) {
    let bytes = match package.read(sums, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) => return tally.find(&codes::UNREADABLE, sums, fixity::unreadable(&error)),
    };
    let listed: BTreeSet<String> = list::check_in(package, sums, &bytes, level, progress, tally);
    for thing in package.things() {
        let is_listed = thing.size().is_some() && (&*thing.path == sums || listed.contains(&*thing.path));
        if !is_listed && !matches!(thing.kind, Kind::EmptyFolder | Kind::Other(Some(_))) {
            let what = text!("`{sums}` không có tệp này", "`{sums}` does not name this file");
            tally.find(&codes::EXTRA, &thing.path, what);
        }
    }
    for (path, error) in &package.faults {
        tally.find(&codes::UNREADABLE, path, fixity::unreadable(error));
    }
}
