//! Level A (ISO 19005-2, 6.7): whether a file that claims tags has any. What the tags say is not looked at.

use std::io::{Read, Seek};

use super::graphics::entry;
use super::report::Breaches;
use crate::pdf::file::File;
use crate::text;

/// Checks that the document says it is tagged, and that there is a tree of tags.
pub fn check<R: Read + Seek>(file: &File<R>, out: &mut Breaches) {
    let Ok(catalog) = file.catalog() else { return };
    let Some(catalog) = catalog.as_dict() else { return };
    let marks = entry(file, catalog, "MarkInfo");
    if marks.as_dict().is_none_or(|marks| entry(file, marks, "Marked").as_bool() != Some(true)) {
        let what = text!(
            "tệp tự khai mức A nhưng MarkInfo không nói là có thẻ",
            "level A is claimed, and MarkInfo does not say that there are tags"
        );
        out.add("6.7.2.2-1", None, what);
    }
    let tree = entry(file, catalog, "StructTreeRoot");
    if tree.as_dict().is_none_or(|tree| !tree.has("K")) {
        let what =
            text!("tệp tự khai mức A nhưng không có cây thẻ", "level A is claimed, and there is no tree of tags");
        out.add("6.7.3.3-1", None, what);
    }
}
