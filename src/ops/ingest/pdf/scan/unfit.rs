//! Why a PDF is not taken as a scan: it says more than images can, or it cannot be read.

use crate::finding::codes;
use crate::page::Refusal;
use crate::pdf::{Obstacle, Unreadable};
use crate::text::Text;

/// Why a PDF is not taken as a scan.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Unfit {
    /// Something in it would be lost.
    Because(Text),
    /// A part of it cannot be read.
    Unreadable(Unreadable),
}

/// What is found, or why the PDF is no scan.
pub(super) type Fit<T> = Result<T, Unfit>;

impl Unfit {
    /// Returns the reason.
    pub(super) fn text(self) -> Text {
        match self {
            Unfit::Because(what) => what,
            Unfit::Unreadable(unreadable) => unreadable.what,
        }
    }
}

impl From<Unreadable> for Unfit {
    fn from(unreadable: Unreadable) -> Unfit {
        Unfit::Unreadable(unreadable)
    }
}

/// Returns the reason as an error.
pub(super) fn because<T>(what: Text) -> Fit<T> {
    Err(Unfit::Because(what))
}

/// Returns the refusal that a damaged or oversized part of a file comes to.
pub(super) fn refusal(unreadable: Unreadable) -> Refusal {
    let code = match unreadable.obstacle {
        Obstacle::Limit => &codes::TOO_LARGE,
        Obstacle::Broken | Obstacle::Disk => &codes::CORRUPT,
    };
    let refusal = Refusal::new(code, unreadable.what);
    match unreadable.offset {
        Some(offset) => refusal.at(offset),
        None => refusal,
    }
}
