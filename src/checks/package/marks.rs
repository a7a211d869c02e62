//! What a package is, by the names of the files at its root.

use crate::checks::bag;

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A BagIt bag; perhaps a batch.
    Bag,
}

impl Kind {
    /// Tells what a package is; of several answers the one that binds the others comes first.
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Option<Kind> {
        names.filter_map(Kind::by).min()
    }

    fn by(name: &str) -> Option<Kind> {
        bag::is_tag(name).then_some(Kind::Bag)
    }
}
