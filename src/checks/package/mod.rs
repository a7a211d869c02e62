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

use crate::checks::bag;
use crate::checks::fixity::Level;
use crate::checks::tally::Tally;
use crate::files::container::read::Container;
use crate::progress::Progress;
use marks::Kind;

/// Checks a package of a kind.
pub fn check(package: &Container, kind: Kind, level: Level, progress: &dyn Progress) -> Tally {
    let mut tally = Tally::default();
    zipped::check(package, &mut tally);
    match kind {
        Kind::Kho => kho::check(package, level, progress, &mut tally),
        Kind::Plain => plain::check(package, plain::SUMS, level, progress, &mut tally),
        Kind::Tt05 => tt05::check(package, level, progress, &mut tally),
        Kind::Bag => tally.absorb(bag::check(package, bag::is_batch(package), level, progress).tally, ""),
    }
    tally
}
