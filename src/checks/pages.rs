//! Do the pages of a sidecar agree with each other, with how the PDF came to be, and with the id?

use crate::checks::tally::Tally;
use crate::document;
use crate::finding::codes;
use crate::page::Embedding;
use crate::sidecar::taken::Class;
use crate::sidecar::{Kept, Page, Pdf, Sidecar};
use crate::text;
use crate::text::Text;

/// The letters of 512 bytes in base64 without padding.
const MOST_FINGERPRINT: usize = 683;

/// Checks all pages; nothing but the sidecar is looked at.
pub(super) fn check(subject: &str, sidecar: &Sidecar, tally: &mut Tally) {
    let mut find = |what| tally.find(&codes::SIDECAR_PAGES, subject, what);
    if sidecar.pages.len() != sidecar.pdf.pages as usize {
        find(text!("số trang trong tệp mô tả không khớp", "the sidecar's page counts disagree"));
    }
    if !fits_class(&sidecar.pdf) {
        find(text!(
            "cách giữ PDF không khớp với loại PDF đã nhận",
            "how the PDF was kept does not fit the class of the PDF that came"
        ));
    }
    let mut end = 0;
    for (page, expected) in sidecar.pages.iter().zip(1u32..) {
        let number = page.number;
        if number != expected {
            find(text!("trang thứ {expected} mang số {number}", "page {expected} is numbered {number}"));
        }
        if !page.fingerprint.as_deref().is_none_or(is_fingerprint) {
            find(text!("trang {number}: vân ảnh không đúng dạng", "page {number}: its fingerprint is none"));
        }
        let odd = match sidecar.pdf.kept {
            Kept::Built => built(page, sidecar.pdf.size, &mut end),
            Kept::AsIs | Kept::Mended => came(page, &sidecar.pdf),
        };
        odd.into_iter().for_each(&mut find);
    }
    let contents = || sidecar.pages.iter().map(|page| &page.content);
    let ids = [document::id_of(contents()), document::id_beside(contents(), &sidecar.sources())];
    if !ids.contains(&sidecar.id) {
        let what = text!(
            "mã tài liệu không suy ra được từ nội dung các trang",
            "the id does not follow from the pages' content"
        );
        tally.find(&codes::SIDECAR_ID, subject, what);
    }
}

/// Base64 of at most 512 bytes; of which version they are is not asked, since later programs may make others.
fn is_fingerprint(text: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    (1..=MOST_FINGERPRINT).contains(&text.len()) && text.bytes().all(is_base64)
}

fn fits_class(pdf: &Pdf) -> bool {
    let class = pdf.taken.as_ref().map(|taken| taken.class);
    match pdf.kept {
        Kept::Built => matches!(class, None | Some(Class::Scan | Class::Rasterised)),
        Kept::AsIs => matches!(class, Some(Class::Signed | Class::Conforming)),
        Kept::Mended => class == Some(Class::Repaired),
    }
}

/// A page that was built says where its image lies; `end` is where the one before ended.
fn built(page: &Page, size: u64, end: &mut u64) -> Option<Text> {
    let number = page.number;
    let is_image = !matches!(page.embedding, Embedding::AsIs | Embedding::Mended);
    let (Some(stream), Some(_), true) = (&page.stream, &page.dpi, is_image) else {
        return Some(lacks(number));
    };
    let stream_end = stream.offset.checked_add(stream.length);
    let is_outside = stream.offset < *end || stream_end.is_none_or(|end| end > size);
    *end = stream_end.unwrap_or(*end);
    if is_outside {
        return Some(text!(
            "trang {number}: vị trí ảnh nằm ngoài PDF",
            "page {number}: the image lies outside the PDF"
        ));
    }
    let is_whole_file = page.embedding == Embedding::PassThrough && stream.length == page.source.size;
    (is_whole_file && stream.sha256 != page.source.sha256).then(|| {
        text!(
            "trang {number}: ảnh giữ nguyên nhưng mã băm khác với nguồn",
            "page {number}: kept as it was, yet its digest is not the source's"
        )
    })
}

/// A page of a PDF that came follows from that file, which as such is the PDF or was mended.
fn came(page: &Page, pdf: &Pdf) -> Option<Text> {
    let (number, source) = (page.number, &page.source);
    let embedding = if pdf.kept == Kept::AsIs { Embedding::AsIs } else { Embedding::Mended };
    if page.stream.is_some() || page.dpi.is_some() || page.embedding != embedding {
        return Some(lacks(number));
    }
    let content = &page.content;
    if *content != document::content_in_pdf(source.sha256, number, content.width, content.height) {
        return Some(text!(
            "trang {number}: nội dung không suy ra được từ tệp nguồn",
            "page {number}: its content does not follow from the source file"
        ));
    }
    let is_source = source.sha256 == pdf.sha256 && source.size == pdf.size;
    (pdf.kept == Kept::AsIs && !is_source).then(|| {
        text!(
            "trang {number}: PDF giữ nguyên nhưng mã băm khác với nguồn",
            "page {number}: the PDF is kept as it came, yet its digest is not the source's"
        )
    })
}

fn lacks(number: u32) -> Text {
    text!(
        "trang {number}: cách đưa vào PDF không khớp với những gì ghi về ảnh",
        "page {number}: how it came into the PDF does not fit what is said of its image"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::sidecar::taken::{Signature, Taken};

    fn found(change: impl FnOnce(&mut Sidecar)) -> Vec<String> {
        let mut sidecar = Sidecar::parse(include_bytes!("../../docs/sidecar.example.json")).unwrap();
        change(&mut sidecar);
        let mut tally = Tally::default();
        check("x", &sidecar, &mut tally);
        tally.findings.into_iter().map(|finding| finding.code).collect()
    }

    /// Makes it a signed PDF that was kept.
    fn keep(sidecar: &mut Sidecar) {
        sidecar.pdf.kept = Kept::AsIs;
        let reason = text!("có chữ ký", "it is signed");
        let signatures = vec![Signature::default()];
        let class = Class::Signed;
        sidecar.pdf.taken =
            Some(Taken { class, reason, claim: None, said: None, changes: Vec::new(), signatures, original: None });
        for page in &mut sidecar.pages {
            (page.stream, page.dpi, page.embedding) = (None, None, Embedding::AsIs);
            (page.source.sha256, page.source.size) = (sidecar.pdf.sha256, sidecar.pdf.size);
            page.content = document::content_in_pdf(sidecar.pdf.sha256, page.number, 595, 842);
        }
        sidecar.id = document::id_of(sidecar.pages.iter().map(|page| &page.content));
    }

    #[test]
    fn a_pdf_that_was_kept_is_its_source() {
        assert_eq!(found(|_| ()), [""; 0]);
        assert_eq!(found(keep), [""; 0]);
        let other = found(|sidecar| {
            keep(sidecar);
            sidecar.pdf.sha256 = Digest::of(b"other");
        });
        assert!(!other.is_empty() && other.iter().all(|code| code == "sidecar.pages"), "{other:?}");
        let moved = found(|sidecar| {
            keep(sidecar);
            sidecar.pages[0].content.sha256 = Digest::of(b"other");
        });
        assert_eq!(moved, ["sidecar.pages", "sidecar.id"]);
    }

    #[test]
    fn a_fingerprint_is_base64_of_at_most_512_bytes_of_any_version() {
        let with = |text: &str| found(|sidecar| sidecar.pages[0].fingerprint = Some(text.to_owned()));
        assert_eq!(with("fw"), [""; 0]);
        assert_eq!(with(&"A".repeat(683)), [""; 0]);
        for odd in ["", "<script>", &"A".repeat(684)] {
            assert_eq!(with(odd), ["sidecar.pages"]);
        }
    }

    #[test]
    fn what_was_built_says_where_its_images_lie_and_what_was_kept_does_not() {
        assert_eq!(found(|sidecar| sidecar.pages[0].stream = None), ["sidecar.pages"]);
        assert_eq!(found(|sidecar| sidecar.pdf.kept = Kept::AsIs)[0], "sidecar.pages");
        let both = found(|sidecar| {
            let stream = sidecar.pages[0].stream.clone();
            keep(sidecar);
            sidecar.pages[0].stream = stream;
        });
        assert_eq!(both, ["sidecar.pages"]);
    }
}
