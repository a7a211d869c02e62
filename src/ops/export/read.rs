//! The documents of a package, read in windows: while one is packed, other threads read and hash the next.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Mutex;

use anyhow::Result;
use rayon::prelude::*;

use super::select::Pick;
use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;
use crate::checks::regular;
use crate::digest::Digest;
use crate::fault::Fault;
use crate::files::container::source::Source;
use crate::ops::locate;
use crate::packages::{Document, Documents, damaged, lost};
use crate::progress::Progress;
use crate::sidecar::Sidecar;
use crate::text;

/// So many documents are read at a time.
const MOST: usize = 256;
/// No sidecar is larger.
const LARGEST: u64 = 1 << 30;
/// So many bytes of PDFs are read at a time; larger PDFs alone, and not into memory.
const BYTES: u64 = 8 << 20;

/// The documents of a package.
pub struct Read<'r> {
    /// The archive.
    pub archive: &'r Archive,
    /// Its catalogue.
    pub catalogue: &'r Catalogue,
    /// In the order in which they are packed.
    pub picks: &'r [Pick],
    /// Who hears of documents that were handed over to be copied.
    pub progress: &'r dyn Progress,
    /// Whether other threads help; not where they pack other packages.
    pub ahead: bool,
}

impl Documents for Read<'_> {
    fn each(&self, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        self.walk(false, take)
    }

    fn each_to_copy(&self, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        self.walk(true, &mut |document| {
            take(document)?;
            self.progress.advance(1, document.sidecar.pdf.size);
            Ok(())
        })
    }
}

impl Read<'_> {
    fn walk(&self, with_pdfs: bool, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        let mut rest = self.picks;
        let mut current = self.load(cut(&mut rest, with_pdfs), with_pdfs)?;
        while !current.is_empty() {
            let window = cut(&mut rest, with_pdfs);
            let next = Mutex::new(Ok(Vec::new()));
            let taken = rayon::in_place_scope(|scope| {
                if self.ahead && !window.is_empty() {
                    scope.spawn(|_| *lock(&next) = self.load(window, with_pdfs));
                }
                current.iter().try_for_each(&mut *take)
            });
            taken?;
            current = match self.ahead {
                true => next.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)?,
                false => self.load(window, with_pdfs)?,
            };
        }
        Ok(())
    }

    fn load(&self, window: &[Pick], with_pdfs: bool) -> Result<Vec<Document>> {
        let keys: Vec<i64> = window.iter().map(|pick| pick.key).collect();
        let rows = self.catalogue.at(&keys)?;
        if self.ahead {
            let picks = window.par_iter().zip(rows);
            return picks.map(|(pick, row)| document(self.archive, pick, &row, with_pdfs)).collect();
        }
        window.iter().zip(&rows).map(|(pick, row)| document(self.archive, pick, row, with_pdfs)).collect()
    }
}

/// Reads one document; one that is not as it was sealed is a fault.
pub fn document(archive: &Archive, pick: &Pick, row: &Row, with_pdf: bool) -> Result<Document> {
    let path = locate::sidecar_path(archive, row)?;
    let bytes = regular::read(&path, LARGEST).map_err(|error| unread(error, &path, &row.id))?;
    let sidecar_sha256 = Digest::of(&bytes);
    if sidecar_sha256 != row.sidecar_sha256 || sidecar_sha256 != pick.sidecar_sha256 {
        return Err(damaged(&row.id));
    }
    let sidecar = Sidecar::parse(&bytes).map_err(|_| damaged(&row.id))?;
    let mut pdf = Source::at(locate::pdf(archive, row)?);
    let size = regular::size(pdf.path()).map_err(|error| unread(error, pdf.path(), &row.id))?;
    if size != sidecar.pdf.size {
        return Err(damaged(&row.id));
    }
    if with_pdf {
        pdf.load(BYTES).map_err(|error| unread(error, pdf.path(), &row.id))?;
        if pdf.sha256() != Some(sidecar.pdf.sha256) {
            return Err(damaged(&row.id));
        }
    }
    Ok(Document {
        name: pick.name.to_string(),
        batch: row.batch.clone(),
        sidecar_file: Source::of(path, bytes),
        sidecar_sha256,
        sidecar,
        pdf,
    })
}

/// What is gone, is no plain file or may not be read is a problem of this document; all else is the machine's.
fn unread(error: io::Error, path: &Path, id: &str) -> anyhow::Error {
    use ErrorKind::{IsADirectory, NotADirectory, NotFound, Other, PermissionDenied, UnexpectedEof};
    match error.kind() {
        NotFound | NotADirectory | IsADirectory | PermissionDenied | UnexpectedEof | Other => lost(id, &error),
        _ => Fault::caused(text!("không đọc được `{path}`", "could not read `{path}`", path = path.display()), error),
    }
}

/// Cuts off the next window.
fn cut<'p>(rest: &mut &'p [Pick], with_pdfs: bool) -> &'p [Pick] {
    let mut bytes = 0_u64;
    let fits = |pick: &&Pick| {
        let is_first = bytes == 0;
        bytes = bytes.saturating_add(pick.bytes.max(1));
        is_first || !with_pdfs || bytes <= BYTES
    };
    let n = rest.iter().take(MOST).take_while(fits).count();
    let (window, behind) = rest.split_at(n);
    *rest = behind;
    window
}

/// Nothing half-done is behind a lock whose holder panicked: the value is put there whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picks(bytes: &[u64]) -> Vec<Pick> {
        let pick = |bytes: &u64| Pick {
            key: 0,
            bytes: *bytes,
            pages: 1,
            dossier: 0,
            sequence: 1,
            sidecar_sha256: Digest::of(b""),
            name: "a".into(),
        };
        bytes.iter().map(pick).collect()
    }

    #[test]
    fn windows_hold_few_bytes_and_at_least_one_document() {
        let picks = picks(&[BYTES + 1, 1, BYTES - 1, 1, 0]);
        let windows = |with_pdfs: bool| {
            let mut rest = picks.as_slice();
            let lengths: Vec<usize> = std::iter::from_fn(|| Some(cut(&mut rest, with_pdfs).len())).take(4).collect();
            lengths
        };
        assert_eq!(windows(true), [1, 2, 2, 0]);
        assert_eq!(windows(false), [5, 0, 0, 0]);
    }
}
