//! One document of an archive, as a person names it: by id, the beginning of one, or name.

use std::path::PathBuf;

use anyhow::Result;

use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;
use crate::archive::lock::Lock;
use crate::digest::Digest;
use crate::fault::{Attempt, Fault};
use crate::ops::index;
use crate::progress::Silent;
use crate::relpath::RelPath;
use crate::sidecar::Sidecar;
use crate::text;

/// The beginning of an id that is long enough to go by.
const ID_BEGINS: usize = 8;

/// Returns the catalogue, brought up to date where it lags behind the batches.
pub fn catalogue(archive: &Archive) -> Result<Catalogue> {
    match index::current(archive)? {
        Some(catalogue) => Ok(catalogue),
        None => {
            let _lock = Lock::take(archive)?;
            Ok(index::open(archive, &Silent)?.0)
        }
    }
}

/// Returns the latest version of a document; none or several of that name are an `Err`.
pub fn document(catalogue: &Catalogue, wanted: &str) -> Result<Row> {
    let mut found = catalogue.find(wanted)?;
    if found.is_empty() && wanted.len() >= ID_BEGINS {
        found = catalogue.beginning(wanted)?;
    }
    if let Some((dossier, name)) = wanted.split_once('/').filter(|_| found.is_empty()) {
        found = catalogue.find(name)?;
        found.retain(|row| row.dossier == dossier);
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => {
            let what = text!("kho không có tài liệu `{wanted}`", "the archive has no document `{wanted}`");
            Err(Fault::raise("document.none", what))
        }
        n_found => {
            let ids: Vec<_> = found.iter().map(|row| format!("{} ({}/{})", row.id, row.batch, row.dossier)).collect();
            let ids = ids.join(", ");
            let what = text!(
                "có {n_found} tài liệu tên `{wanted}`; hãy dùng một mã: {ids}",
                "there are {n_found} documents called `{wanted}`; use one of the ids: {ids}"
            );
            Err(Fault::raise("document.ambiguous", what))
        }
    }
}

/// Returns where a document's PDF lies.
pub fn pdf(archive: &Archive, row: &Row) -> Result<PathBuf> {
    inside(archive, &row.pdf_batch, &row.pdf)
}

/// Returns where the PDF as it came lies, beside the one that was made of it.
pub fn beside(archive: &Archive, row: &Row, original: &RelPath) -> Result<PathBuf> {
    inside(archive, &row.pdf_batch, original.as_str())
}

/// Returns where a document's sidecar lies.
pub fn sidecar_path(archive: &Archive, row: &Row) -> Result<PathBuf> {
    inside(archive, &row.batch, &row.sidecar)
}

/// Reads the sidecar of one version of a document; one that is not as it was sealed is a fault.
pub fn sidecar(archive: &Archive, row: &Row) -> Result<Sidecar> {
    let path = sidecar_path(archive, row)?;
    let bytes = std::fs::read(&path)
        .attempt(|| text!("không đọc được `{path}`", "could not read `{path}`", path = path.display()))?;
    if Digest::of(&bytes) != row.sidecar_sha256 {
        return Err(damaged());
    }
    Sidecar::parse(&bytes).map_err(|_| damaged())
}

/// The catalogue is a cache that anyone may have edited: its paths stay in the archive.
fn inside(archive: &Archive, batch: &str, path: &str) -> Result<PathBuf> {
    let parse = |path: &str| RelPath::parse(path).map_err(|_| damaged());
    Ok(parse(path)?.under(&archive.batch_path(parse(batch)?.as_str())))
}

/// Says that sidecar or catalogue are not as they were.
pub fn damaged() -> anyhow::Error {
    let what = text!(
        "tệp mô tả hoặc mục lục bị hỏng; hãy chạy `sohoa verify`",
        "the sidecar or the catalogue is damaged; run `sohoa verify`"
    );
    Fault::raise("archive.damaged", what)
}
