//! PDFs that sohoa built, here or in another archive: kept byte for byte, and known by their images as before.
//!
//! So a document that was handed over and comes back has the id that it had. The images are lifted as those of any scan;
//! that the file is one of ours, and where they stand in it, is told by the reader that reads nothing else.

use serde::{Deserialize, Serialize};

use crate::checks::stored::Stored;
use crate::digest::Digest;
use crate::page::Stop;
use crate::pdfa::reader::Reader;
use crate::pdfa::reader::surprise::ReadError;
use crate::sidecar::Stream;
use crate::text;

use super::{Bytes, Outcome, Subject, conforming, scan};

/// What stays as it is on a page.
#[derive(Debug, Serialize, Deserialize)]
pub struct OwnPage {
    /// Where its image stands.
    pub stream: Stream,
    /// How many invisible words it has.
    pub words: u32,
}

/// Takes a PDF that is as sohoa writes them and keeps the standard.
pub fn take(subject: &mut Subject<'_>) -> Result<Option<Outcome>, Stop> {
    let Ok(file) = &subject.file else { return Ok(None) };
    if subject.wish.joins {
        return Ok(None);
    }
    let Some(pages) = pages(subject)? else { return Ok(None) };
    let (report, conformance) = conforming::judge(file);
    if !report.passes() {
        return Ok(None);
    }
    let lifted = scan::take(subject)?;
    Ok(lifted.map(|outcome| Outcome {
        reason: text!(
            "tệp do sohoa tạo từ ảnh quét nên được giữ nguyên từng byte",
            "sohoa built the file from scans, and it is kept byte for byte"
        ),
        claim: report.claim.map(|claim| claim.to_string()),
        conformance,
        changes: Vec::new(),
        notes: Vec::new(),
        bytes: Bytes::Own(pages),
        ..outcome
    }))
}

/// Returns the pages, or nothing where the file is none of ours, or has what no scan has.
fn pages(subject: &Subject<'_>) -> Result<Option<Vec<OwnPage>>, Stop> {
    let read = || -> Result<Option<Vec<OwnPage>>, ReadError> {
        let mut reader = Reader::open(subject.place.open().map_err(ReadError::Io)?)?;
        let mut pages = Vec::new();
        for page_idx in 0..reader.page_count() {
            let Stored { image, data, .. } = Stored::read(&mut reader, page_idx)?;
            if image.mask.is_some() {
                return Ok(None);
            }
            let (offset, length) = (image.stream.offset, image.stream.length);
            let stream = Stream { offset, length, sha256: Digest::of(&data) };
            pages.push(OwnPage { stream, words: reader.words(page_idx)? });
        }
        Ok(Some(pages))
    };
    match read() {
        Ok(pages) => Ok(pages),
        Err(ReadError::Surprise(_)) => Ok(None),
        Err(ReadError::Io(error)) => Err(error.into()),
    }
}
