//! Is this the same sheet of paper, scanned again?
//!
//! `sheet` prepares a page, `align` lays one page over another, `compare` looks for what only one of them shows. A wrong
//! "the same" is the worst answer there is: whatever is in doubt is for a person to look at.

pub mod align;
pub mod compare;
pub mod documents;
pub mod sheet;
pub mod verdict;

pub use sheet::Sheet;
pub use sheet::packed::Packed;
pub use verdict::{Answer, Verdict};

/// Judges whether two pages are scans of the same sheet.
pub fn judge(a: &Sheet, b: &Sheet) -> Verdict {
    if a.is_blank() || b.is_blank() {
        return Verdict::different(0.0);
    }
    match align::lay(a, b) {
        Some(pair) => compare::compare(&pair),
        None => Verdict::different(0.0),
    }
}
