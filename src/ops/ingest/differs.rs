//! A document that the archive has already, with a row that says something else than the record it has.

use std::path::Path;

use crate::archive::catalogue::Row;
use crate::archive::layout::Archive;
use crate::finding::{Finding, codes};
use crate::record::Record;
use crate::relpath::RelPath;
use crate::sidecar::Sidecar;
use crate::text;

use super::plan::PlannedDocument;

/// Returns a finding that names the fields in which row and stored record differ.
pub fn note(archive: &Archive, planned: &PlannedDocument, stored: &Row) -> Option<Finding> {
    let sidecar = RelPath::parse(&stored.sidecar).ok()?.under(&archive.batch_path(&stored.batch));
    note_beside(planned, &sidecar)
}

/// Returns the same for a document whose sidecar is at this path, perhaps of the batch that is being made.
///
/// A sidecar that cannot be read is `verify`'s business.
pub fn note_beside(planned: &PlannedDocument, sidecar: &Path) -> Option<Finding> {
    let described = planned.description.as_ref()?;
    let sidecar = Sidecar::parse(&std::fs::read(sidecar).ok()?).ok()?;
    let fields = differing(&described.record, &sidecar.record);
    if fields.is_empty() {
        return None;
    }
    let (fields, id) = (fields.join(", "), &sidecar.id);
    let what = text!(
        "tài liệu {id} trong kho có thông tin khác: {fields}",
        "document {id} in the archive has other values: {fields}"
    );
    Some(Finding::new(&codes::RECORD_DIFFERS, planned.label(), what))
}

/// Returns the paths of the fields that the row says and the stored record does not say alike.
pub fn differing(row: &Record, stored: &Record) -> Vec<String> {
    let is_said = |(_, entry): &(&str, &crate::record::Entry)| entry.raw.is_some();
    let differs =
        |(path, entry): &(&str, &crate::record::Entry)| stored.get(path).is_none_or(|known| known.value != entry.value);
    row.iter().filter(is_said).filter(differs).map(|(path, _)| path.to_owned()).collect()
}
