//! What a document or a page has besides what its pages paint: what would be lost is no scan, what may go is listed.

use std::io::{Read, Seek};

use crate::pdf::file::{File, Page};
use crate::pdf::object::{Dict, Object};
use crate::text;
use crate::text::Text;

use super::unfit::{Fit, because};

/// Parts of the catalog that are left behind, and the words for that in the archive's format.
const LEFT: &[(&str, &str)] = &[
    ("PageLabels", "page-labels-removed"),
    ("Dests", "destinations-removed"),
    ("OpenAction", "actions-removed"),
    ("StructTreeRoot", "tags-removed"),
    ("Metadata", "metadata-rewritten"),
];

/// Looks for what a document of images alone cannot carry; returns the words for what is left behind.
pub(super) fn left_behind<R: Read + Seek>(file: &File<R>) -> Fit<Vec<&'static str>> {
    if file.is_encrypted() {
        return because(text!("tệp được mã hóa", "the file is encrypted"));
    }
    let catalog = file.catalog()?;
    let Some(catalog) = catalog.as_dict() else {
        return because(text!("tệp không có danh mục gốc", "the file has no catalog"));
    };
    lost(file, catalog)?;
    let mut left = Vec::new();
    for (key, word) in LEFT {
        if is_there(file, catalog, key)? {
            left.push(*word);
        }
    }
    let names = file.value(catalog, "Names")?;
    if names.as_dict().is_some_and(|names| names.has("Dests")) && !left.contains(&"destinations-removed") {
        left.push("destinations-removed");
    }
    if is_there(file, file.trailer(), "Info")? {
        left.push("info-removed");
    }
    Ok(left)
}

fn lost<R: Read + Seek>(file: &File<R>, catalog: &Dict) -> Fit<()> {
    let is_there = |key: &str| is_there(file, catalog, key);
    let form = file.value(catalog, "AcroForm")?;
    let fields = form.as_dict().map(|form| file.value(form, "Fields")).transpose()?;
    let has_fields = fields.is_some_and(|fields| fields.as_array().is_none_or(|fields| !fields.is_empty()));
    let has_xfa = form.as_dict().is_some_and(|form| form.has("XFA"));
    let outlines = file.value(catalog, "Outlines")?;
    let has_outlines = outlines.as_dict().is_some_and(|outlines| outlines.has("First"));
    let names = file.value(catalog, "Names")?;
    let has_name = |key: &str| names.as_dict().is_some_and(|names| names.has(key));
    let has_others = names.as_dict().is_some_and(|names| names.iter().any(|(key, _)| key != b"Dests"));
    let lost: &[(bool, Text)] = &[
        (has_fields || has_xfa, text!("biểu mẫu", "form fields")),
        (has_outlines, text!("mục lục (bookmark)", "bookmarks")),
        (
            has_name("EmbeddedFiles") || is_there("AF")? || is_there("Collection")?,
            text!("tệp đính kèm", "attached files"),
        ),
        (is_there("OCProperties")?, text!("lớp bật tắt được", "optional content")),
        (
            has_name("JavaScript") || is_there("AA")? || !opens_plainly(file, catalog)?,
            text!("lệnh tự chạy", "actions that start by themselves"),
        ),
        (has_others, text!("phần có tên khác", "other named parts")),
    ];
    match lost.iter().find(|(is_lost, _)| *is_lost) {
        Some((_, Text { vi, en })) => because(Text { vi: format!("tệp có {vi}"), en: format!("the file has {en}") }),
        None => Ok(()),
    }
}

/// Says whether parts of pages can be switched off and on; so does whoever cannot tell.
pub(super) fn has_layers<R: Read + Seek>(file: &File<R>) -> bool {
    file.catalog().is_ok_and(|catalog| {
        catalog.as_dict().is_none_or(|catalog| is_there(file, catalog, "OCProperties").unwrap_or(true))
    })
}

/// Says whether opening the file does nothing but choose a view.
fn opens_plainly<R: Read + Seek>(file: &File<R>, catalog: &Dict) -> Fit<bool> {
    Ok(match file.value(catalog, "OpenAction")?.as_ref() {
        Object::Null | Object::Array(_) => true,
        Object::Dict(action) => file.value(action, "S")?.as_name() == Some(b"GoTo") && !action.has("Next"),
        _ => false,
    })
}

/// Looks for what a page says besides its image: notes, stamps, links, attachments, actions.
pub(super) fn page<R: Read + Seek>(file: &File<R>, page: &Page) -> Fit<()> {
    let Some(dict) = page.dict.as_dict() else { return Ok(()) };
    if !matches!(file.value(dict, "Annots")?.as_array(), None | Some([])) {
        return because(text!("trang có chú thích hoặc liên kết", "a page has annotations"));
    }
    if is_there(file, dict, "AF")? {
        return because(text!("trang có tệp đính kèm", "a page has attached files"));
    }
    if is_there(file, dict, "AA")? {
        return because(text!("trang có lệnh tự chạy", "a page has actions that start by themselves"));
    }
    Ok(())
}

fn is_there<R: Read + Seek>(file: &File<R>, dict: &Dict, key: &str) -> Fit<bool> {
    Ok(!matches!(*file.value(dict, key)?, Object::Null))
}
