//! Is a package what it gives itself out to be, and whole? For packages of any maker, as a folder or a ZIP.
//!
//! `marks` tells what it is by the names at its root; each kind has a file of its own.

mod kho;
pub mod marks;
mod notes;
mod plain;
mod sheets;
mod tt05;
mod zipped;

pub use plain::SUMS;

use crate::checks::bag;
use crate::checks::fixity::Level;
use crate::checks::tally::Tally;
use crate::files::container::read::Container;
use crate::finding::Severity;
use crate::progress::Progress;
use marks::Kind;

/// Checks only whether a package is whole and as its maker listed it, whatever its records say. Every finding is an error;
/// a batch of an archive is not asked for.
pub fn integrity(package: &Container, kind: Kind, progress: &dyn Progress) -> Tally {
    let mut tally = Tally::default();
    zipped::check(package, &mut tally);
    match kind {
        Kind::Kho => kho::check_files(package, Level::Full, progress, &mut tally),
        Kind::Plain => plain::check(package, SUMS, Level::Full, progress, &mut tally),
        Kind::Tt05 => tt05::check_files(package, progress, &mut tally),
        Kind::Bag => tally.absorb(bag::check(package, false, Level::Full, progress).tally, ""),
    }
    tally.findings.retain(|finding| finding.severity == Severity::Error);
    tally
}

/// Checks a package of a kind.
pub fn check(package: &Container, kind: Kind, level: Level, progress: &dyn Progress) -> Tally {
    let mut tally = Tally::default();
    zipped::check(package, &mut tally);
    match kind {
        Kind::Kho => kho::check(package, level, progress, &mut tally),
        Kind::Plain => plain::check(package, SUMS, level, progress, &mut tally),
        Kind::Tt05 => tt05::check(package, level, progress, &mut tally),
        Kind::Bag => tally.absorb(bag::check(package, bag::is_batch(package), level, progress).tally, ""),
    }
    tally
}
