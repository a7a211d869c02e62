//! Is a PDF that was taken as it came, or mended, still what its sidecar says?
//!
//! Its bytes were compared with their digest; here it is read, its pages are counted, and what it was found to be is
//! found again.

use std::fs::File;

use crate::checks::tally::Tally;
use crate::finding::codes;
use crate::pdf;
use crate::sidecar::Sidecar;
use crate::text;
use crate::text::Text;

/// Checks the PDF of a bundle.
pub(super) fn check(file: File, sidecar: &Sidecar, tally: &mut Tally) {
    let subject = sidecar.pdf.path.as_str();
    let pages = pdf::file::File::open(file, pdf::Limits::default()).and_then(|file| file.pages());
    let (found, recorded) = match pages {
        Ok(pages) => (pages.len(), sidecar.pages.len()),
        Err(unreadable) => return tally.find(&codes::DEEP_PDF, subject, said(&unreadable)),
    };
    if found != recorded {
        let what = text!(
            "PDF có {found} trang, mô tả ghi {recorded}",
            "the PDF has {found} pages, the sidecar says {recorded}"
        );
        tally.find(&codes::DEEP_PDF, subject, what);
    }
}

fn said(unreadable: &pdf::Unreadable) -> Text {
    let Text { vi, en } = &unreadable.what;
    Text { vi: format!("không đọc được PDF: {vi}"), en: format!("the PDF cannot be read: {en}") }
}
