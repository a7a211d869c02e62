//! What a package is, by the names at its root.

use super::{kho, plain};
use crate::checks::bag;
use crate::exchange::mets::REPRESENTATIONS;

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Results as records for the Kho.
    Kho,
    /// A BagIt bag; perhaps a batch.
    Bag,
    /// A SIP, AIP or DIP of TT 05/2025/TT-BNV.
    Tt05,
    /// Files with a list that `sha256sum` made.
    Plain,
}

impl Kind {
    /// Tells what a package is; of several answers the one that binds the others comes first.
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Option<Kind> {
        names.filter_map(Kind::by).min()
    }

    fn by(name: &str) -> Option<Kind> {
        if bag::is_tag(name) {
            return Some(Kind::Bag);
        }
        match name {
            kho::RESULTS => Some(Kind::Kho),
            plain::SUMS => Some(Kind::Plain),
            // Where only the METS at the root is gone, its representations are no packages of their own.
            _ if name == REPRESENTATIONS => Some(Kind::Tt05),
            _ => name.eq_ignore_ascii_case("METS.xml").then_some(Kind::Tt05),
        }
    }
}
