//! Is a PDF that was taken as it came, or mended, still what its sidecar says?
//!
//! Its bytes were compared with their digest; here it is read, its pages are counted, and what it was found to be is
//! found again.

use std::io::{Read, Seek};

use crate::checks::pdfa::report::Wanted;
use crate::checks::pdfa::{self, Options};
use crate::checks::tally::Tally;
use crate::finding::codes;
use crate::pdf;
use crate::sidecar::Sidecar;
use crate::text;
use crate::text::Text;

/// Checks the PDF of a bundle.
pub(super) fn check(file: impl Read + Seek, sidecar: &Sidecar, tally: &mut Tally) {
    let subject = sidecar.pdf.path.as_str();
    let file = pdf::file::File::open(file, pdf::Limits::default());
    let pages = file.and_then(|file| Ok((file.pages()?.len(), file)));
    let (found, file) = match pages {
        Ok(read) => read,
        Err(unreadable) => return tally.find(&codes::DEEP_PDF, subject, said(&unreadable)),
    };
    let recorded = sidecar.pages.len();
    if found != recorded {
        let what = text!(
            "PDF có {found} trang, mô tả ghi {recorded}",
            "the PDF has {found} pages, the sidecar says {recorded}"
        );
        tally.find(&codes::DEEP_PDF, subject, what);
    }
    let conformance = &sidecar.pdf.conformance;
    let wanted = match conformance.as_str() {
        "PDF/A-2b" => Wanted::B,
        "PDF/A-2u" => Wanted::U,
        _ => return,
    };
    let report = pdfa::check(&file, Options { wanted: Some(wanted), image_data: true });
    if let Some(breach) = report.breaches.first() {
        let clause = breach.clause;
        let what = text!(
            "mô tả ghi {conformance}, nhưng tệp vi phạm {clause}",
            "the sidecar says {conformance}, yet the file breaks {clause}"
        );
        tally.find(&codes::DEEP_PDF, subject, what);
    } else if let Some(stopped) = &report.stopped {
        tally.find(&codes::DEEP_PDF, subject, said(stopped));
    }
}

fn said(unreadable: &pdf::Unreadable) -> Text {
    let Text { vi, en } = &unreadable.what;
    Text { vi: format!("không đọc được PDF: {vi}"), en: format!("the PDF cannot be read: {en}") }
}
