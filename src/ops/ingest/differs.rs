//! A document that the archive has already, with a row that says something else than the record it has.

use std::path::Path;

use crate::archive::catalogue::Row;
use crate::archive::layout::Archive;
use crate::finding::{Finding, codes};
use crate::record::{Entry, Record};
use crate::records::fields::{self, Field};
use crate::relpath::RelPath;
use crate::sidecar::Sidecar;
use crate::text;

use super::plan::PlannedDocument;

/// Returns a finding that names the fields in which row and live record differ; `versions` begins with the first.
///
/// Whoever has amended a document since knows better than the row it came with, so that row is no news.
pub fn note(archive: &Archive, planned: &PlannedDocument, versions: &[Row]) -> Option<Finding> {
    let path = |row: &Row| Some(RelPath::parse(&row.sidecar).ok()?.under(&archive.batch_path(&row.batch)));
    let (first, live) = (versions.first()?, versions.last()?);
    let row = &planned.description.as_ref()?.record;
    let is_as_it_came = || Some(differing(row, &read(&path(first)?)?.record).is_empty());
    if versions.len() > 1 && is_as_it_came() == Some(true) {
        return None;
    }
    note_beside(planned, &path(live)?)
}

/// Returns the same for a document whose sidecar is at this path, perhaps of the batch that is being made.
pub fn note_beside(planned: &PlannedDocument, sidecar: &Path) -> Option<Finding> {
    let row = &planned.description.as_ref()?.record;
    let stored = read(sidecar)?;
    let paths = differing(row, &stored.record);
    if paths.is_empty() {
        return None;
    }
    let id = &stored.id;
    let what = if stored.record.is_empty() {
        text!("tài liệu {id} trong kho chưa có thông tin mô tả", "document {id} in the archive has no record yet")
    } else {
        let (vi, en) = (names(&paths, |field| field.vi), names(&paths, |field| field.en));
        text!(
            "tài liệu {id} trong kho có thông tin khác danh mục này: {vi}",
            "document {id} in the archive has other values than this sheet: {en}"
        )
    };
    Some(Finding::new(&codes::RECORD_DIFFERS, planned.label(), what))
}

fn names(paths: &[String], name: fn(&Field) -> &'static str) -> String {
    let called = |path: &String| fields::by_path(path).map_or(path.clone(), |field| name(field).to_owned());
    paths.iter().map(called).collect::<Vec<_>>().join(", ")
}

/// A sidecar that cannot be read is `verify`'s business.
fn read(path: &Path) -> Option<Sidecar> {
    Sidecar::parse(&std::fs::read(path).ok()?).ok()
}

/// Returns the paths of the fields that the row says and the stored record does not say alike.
fn differing(row: &Record, stored: &Record) -> Vec<String> {
    let is_said = |(_, entry): &(&str, &Entry)| entry.raw.is_some();
    let differs = |(path, entry): &(&str, &Entry)| stored.get(path).is_none_or(|known| known.value != entry.value);
    row.iter().filter(is_said).filter(differs).map(|(path, _)| path.to_owned()).collect()
}
