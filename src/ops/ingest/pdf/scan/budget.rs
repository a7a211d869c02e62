//! How much content is interpreted to find out whether a document is a scan.
//!
//! Counted in bytes, because no operator is shorter than two and a form is decoded each time it is called: a few
//! kilobytes of forms that call forms would otherwise keep a machine busy for hours.

use std::cell::Cell;

use crate::text;

use super::unfit::{Fit, because};

/// Two million operations of eight bytes.
const DOCUMENT: u64 = 16 << 20;
/// For each page besides: invisible text of many words.
const PAGE: u64 = 256 << 10;

/// Bytes that may still be read.
pub(super) struct Budget(Cell<u64>);

impl Budget {
    /// Returns what a document of so many pages may cost.
    pub(super) fn of(n_pages: usize) -> Budget {
        Budget(Cell::new(DOCUMENT.saturating_add(PAGE.saturating_mul(n_pages as u64))))
    }

    /// Takes off so many bytes; says that the document is no scan when they are used up.
    pub(super) fn spend(&self, bytes: u64) -> Fit<()> {
        match self.0.get().checked_sub(bytes) {
            Some(rest) => {
                self.0.set(rest);
                Ok(())
            }
            None => because(text!("nội dung trang quá dài", "the content of the pages is too long")),
        }
    }
}
