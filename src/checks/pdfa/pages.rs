//! What makes a page a page (ISO 32000-1, 7.7.3.3), which PDF/A takes for granted and validators overlook.

use std::io::{Read, Seek};

use super::Document;
use super::report::Breaches;
use crate::text;

/// Checks that every page has a box and stands upright or turned by right angles.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    for page in &document.pages {
        if page.media_box.is_none() {
            out.add("32000-1:7.7.3.3", Some(page.id), text!("trang không có MediaBox", "a page has no MediaBox"));
        }
        let turn = page.rotate.as_ref().map(|rotate| rotate.value.as_int());
        if turn.is_some_and(|degrees| degrees.is_none_or(|degrees| degrees % 90 != 0)) {
            let what =
                text!("trang xoay một góc không phải bội của 90", "a page is not turned by a multiple of 90 degrees");
            out.add("32000-1:7.7.3.3", Some(page.id), what);
        }
    }
}
