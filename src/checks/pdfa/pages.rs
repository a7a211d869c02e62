//! What makes a page a page (ISO 32000-1, 7.7.3.3), which PDF/A takes for granted and validators overlook.

use std::io::{Read, Seek};

use super::Document;
use super::graphics::entry;
use super::report::Breaches;
use crate::text;

/// Checks that every page has its place in the tree and a box, and stands upright or turned by right angles.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    check_count(document, out);
    for page in &document.pages {
        if page.dict.as_dict().is_some_and(|dict| !dict.has("Parent")) {
            out.add("32000-1:7.7.3.3", Some(page.id), text!("trang thiếu /Parent", "a page has no /Parent"));
        }
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

/// Checks that the page tree says how many pages it has (7.7.3.2): readers show no more than that.
fn check_count<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let file = document.file;
    let Ok(catalog) = file.catalog() else { return };
    let Some(root) = catalog.as_dict().map(|catalog| entry(file, catalog, "Pages")) else { return };
    let Some(root) = root.as_dict() else { return };
    let stated = entry(file, root, "Count").as_int();
    if stated.and_then(|stated| usize::try_from(stated).ok()) != Some(document.pages.len()) {
        let what = text!("cây trang ghi sai số trang", "the page tree does not have as many pages as it says");
        out.add("32000-1:7.7.3.2", None, what);
    }
}
