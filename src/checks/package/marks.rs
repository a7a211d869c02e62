//! What a package is, by the names of the files at its root.

use crate::checks::bag;

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A BagIt bag; perhaps a batch.
    Bag,
    /// A SIP, AIP or DIP of TT 05/2025/TT-BNV.
    Tt05,
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
        name.eq_ignore_ascii_case("METS.xml").then_some(Kind::Tt05)
    }
}
