//! Do the images in a PDF still decode to the content that was sealed?
//!
//! The PDF is read on its own terms, not by what the sidecar says of it; then both are compared.

use crate::checks::came;
use crate::checks::stored::Stored;
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::formats::readback;
use crate::page::{Content, Refusal};
use crate::pdfa::reader::Reader;
use crate::pdfa::reader::surprise::ReadError;
use crate::sidecar::{Kept, Page, Sidecar, Stream as Range};
use crate::text;
use crate::text::Text;

/// Checks every page of a bundle's PDF.
pub fn check(bag: &Container, sidecar: &Sidecar, tally: &mut Tally) {
    let subject = sidecar.pdf.path.as_str();
    // What is missing or unreadable was reported by its digest.
    let Ok(file) = bag.seekable(subject) else { return };
    if sidecar.pdf.kept != Kept::Built {
        return came::check(file, sidecar, tally);
    }
    let mut reader = match Reader::open(file) {
        Ok(reader) => reader,
        Err(error) => return tally.find(&codes::DEEP_PDF, subject, said(&error)),
    };
    let (found, recorded) = (reader.page_count(), sidecar.pages.len());
    if found != recorded {
        let what = text!(
            "PDF có {found} trang, mô tả ghi {recorded}",
            "the PDF has {found} pages, the sidecar says {recorded}"
        );
        tally.find(&codes::DEEP_PDF, subject, what);
    }
    for (page_idx, page) in sidecar.pages.iter().enumerate().take(found) {
        match Stored::read(&mut reader, page_idx) {
            Ok(stored) => compare(subject, page, &stored, readback::content(&stored.stream()), tally),
            Err(error) => tally.find(&codes::DEEP_PDF, subject, said(&error)),
        }
        match reader.words(page_idx) {
            Ok(words) => compare_words(subject, page, words, tally),
            Err(error) => tally.find(&codes::DEEP_PDF, subject, said(&error)),
        }
    }
}

/// The text layer has as many words as the sidecar says.
fn compare_words(subject: &str, page: &Page, found: u32, tally: &mut Tally) {
    let recorded = page.text.as_ref().map_or(0, |text| text.words);
    if found != recorded {
        let number = page.number;
        let what = text!(
            "trang {number}: lớp chữ có {found} từ, mô tả ghi {recorded}",
            "page {number}: the text layer has {found} words, the sidecar says {recorded}"
        );
        tally.find(&codes::DEEP_PDF, subject, what);
    }
}

fn compare(subject: &str, page: &Page, stored: &Stored, content: Result<Content, Refusal>, tally: &mut Tally) {
    let (number, Stored { image, data, .. }) = (page.number, stored);
    let is_as_said = |stream: &Range| {
        let is_there = image.stream.offset == stream.offset && image.stream.length == stream.length;
        is_there && Digest::of(data) == stream.sha256
    };
    if !page.stream.as_ref().is_some_and(is_as_said) {
        let what = text!(
            "trang {number}: dữ liệu ảnh khác với mô tả",
            "page {number}: the image data are not those of the sidecar"
        );
        tally.find(&codes::DEEP_STREAM, subject, what);
    }
    match content {
        Ok(content) if content == page.content => (),
        Ok(_) => {
            let what = text!(
                "trang {number}: điểm ảnh khác với mô tả",
                "page {number}: the pixels are not those of the sidecar"
            );
            tally.find(&codes::DEEP_CONTENT, subject, what);
        }
        Err(refusal) => {
            let why = refusal.what;
            let what = Text {
                vi: format!("trang {number}: không giải mã được ảnh: {}", why.vi),
                en: format!("page {number}: the image cannot be decoded: {}", why.en),
            };
            tally.find(&codes::DEEP_CONTENT, subject, what);
        }
    }
}

fn said(error: &ReadError) -> Text {
    match error {
        ReadError::Io(error) => text!("không đọc được PDF: {error}", "the PDF cannot be read: {error}"),
        ReadError::Surprise(surprise) => surprise.text(),
    }
}
