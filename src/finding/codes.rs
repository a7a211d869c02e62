//! Every kind of finding, with what to do about it. `docs/findings.md` is made from these tables.

macro_rules! codes {
    ($part:ident; $($(#[$doc:meta])* $id:ident = $severity:ident $name:literal $vi:literal $en:literal;)*) => {
        $($(#[$doc])* pub const $id: Code = Code { name: $name, severity: $severity, vi: $vi, en: $en };)*
        /// The codes of this part, in the order of the documentation.
        pub(super) const $part: &[&Code] = &[$(&$id),*];
    };
}

mod judging;
mod keeping;
mod packages;
mod reading;
mod records;
#[cfg(test)]
mod tests;
mod verifying;

pub use judging::*;
pub use keeping::*;
pub use packages::*;
pub use reading::*;
pub use records::*;
pub use verifying::*;

use super::Code;

/// Returns every code, in the order of the documentation.
pub fn all() -> impl Iterator<Item = &'static Code> + Clone {
    [READING, KEEPING, VERIFYING, RECORDS, PACKAGES, JUDGING].into_iter().flatten().copied()
}
