//! What is to be said of a ZIP before its files are looked at.

use crate::checks::tally::Tally;
use crate::files::container::read::{Container, Kind};
use crate::files::container::zip;

/// Reports what is odd about a ZIP, and every entry that may not be read.
pub fn check(package: &Container, tally: &mut Tally) {
    tally.findings.extend(package.findings().iter().cloned());
    for thing in package.things() {
        if let Kind::Other(Some(code)) = thing.kind {
            tally.find(code, &thing.path, zip::why(code));
        }
    }
}
