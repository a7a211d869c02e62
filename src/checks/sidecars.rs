//! Does a sidecar agree with its PDF, its pages with each other, and its id with their content?

use std::path::Path;

use crate::checks::chain::Leaf;
use crate::checks::deep;
use crate::checks::fixity::Level;
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::document;
use crate::finding::codes;
use crate::page::Embedding;
use crate::relpath::RelPath;
use crate::sidecar::{SCHEMA, Sidecar};
use crate::text;

/// What a bundle brings to its batch's seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Its leaf.
    pub leaf: Leaf,
    /// Its PDF, from the bag's root.
    pub pdf: RelPath,
    /// Its pages.
    pub pages: u32,
}

/// Checks one sidecar. `recorded` looks a path up in the bag's manifest.
pub fn check(
    bag: &Path,
    path: &RelPath,
    bytes: &[u8],
    own: Digest,
    recorded: impl Fn(&RelPath) -> Option<Digest>,
    level: Level,
    tally: &mut Tally,
) -> Option<Bundle> {
    let subject = path.as_str();
    let sidecar = match Sidecar::parse(bytes) {
        Ok(sidecar) if sidecar.schema == SCHEMA => sidecar,
        Ok(sidecar) => {
            let schema = sidecar.schema;
            let what = text!("mô tả theo mẫu `{schema}` chưa biết", "the sidecar is of the unknown schema `{schema}`");
            tally.find(&codes::SIDECAR_UNREADABLE, subject, what);
            return None;
        }
        Err(error) => {
            let what = text!("không đọc được tệp mô tả: {error}", "the sidecar cannot be read: {error}");
            tally.find(&codes::SIDECAR_UNREADABLE, subject, what);
            return None;
        }
    };
    check_pdf(bag, path, &sidecar, &recorded, tally);
    check_pages(subject, &sidecar, tally);
    if level == Level::Deep {
        deep::check(bag, &sidecar, tally);
    }
    let Sidecar { id, version, pdf, .. } = sidecar;
    let leaf = Leaf { id, version, pdf: recorded(&pdf.path).unwrap_or(pdf.sha256), sidecar: own };
    Some(Bundle { leaf, pdf: pdf.path, pages: pdf.pages })
}

fn check_pdf(
    bag: &Path,
    path: &RelPath,
    sidecar: &Sidecar,
    recorded: &impl Fn(&RelPath) -> Option<Digest>,
    tally: &mut Tally,
) {
    let pdf = &sidecar.pdf;
    let beside = path.as_str().strip_suffix(".json").map(|stem| format!("{stem}.pdf"));
    let what = if beside.as_deref() != Some(pdf.path.as_str()) {
        text!("tệp mô tả nêu một PDF khác: `{path}`", "the sidecar names another PDF: `{path}`", path = pdf.path)
    } else if recorded(&pdf.path) != Some(pdf.sha256) {
        text!(
            "mã băm của PDF trong tệp mô tả khác với bản kê",
            "the PDF's digest in the sidecar is not the one of the manifest"
        )
    } else if pdf.path.under(bag).metadata().is_ok_and(|metadata| metadata.len() != pdf.size) {
        text!("kích thước PDF khác với tệp mô tả", "the PDF has another size than the sidecar says")
    } else {
        return;
    };
    tally.find(&codes::SIDECAR_PDF, path.as_str(), what);
}

fn check_pages(subject: &str, sidecar: &Sidecar, tally: &mut Tally) {
    let mut find = |what| tally.find(&codes::SIDECAR_PAGES, subject, what);
    if sidecar.pages.len() != sidecar.pdf.pages as usize {
        find(text!("số trang trong tệp mô tả không khớp", "the sidecar's page counts disagree"));
    }
    let mut end = 0;
    for (page, expected) in sidecar.pages.iter().zip(1u32..) {
        let number = page.number;
        let stream = &page.stream;
        if number != expected {
            find(text!("trang thứ {expected} mang số {number}", "page {expected} is numbered {number}"));
        }
        let stream_end = stream.offset.checked_add(stream.length);
        if stream.offset < end || stream_end.is_none_or(|end| end > sidecar.pdf.size) {
            find(text!("trang {number}: vị trí ảnh nằm ngoài PDF", "page {number}: the image lies outside the PDF"));
        }
        end = stream_end.unwrap_or(end);
        let is_whole_file = page.embedding == Embedding::PassThrough && stream.length == page.source.size;
        if is_whole_file && stream.sha256 != page.source.sha256 {
            find(text!(
                "trang {number}: ảnh giữ nguyên nhưng mã băm khác với nguồn",
                "page {number}: kept as it was, yet its digest is not the source's"
            ));
        }
    }
    let contents = || sidecar.pages.iter().map(|page| &page.content);
    let ids = [document::id_of(contents()), document::id_beside(contents(), &sidecar.sources())];
    if sidecar.version == 1 && !ids.contains(&sidecar.id) {
        let what = text!(
            "mã tài liệu không suy ra được từ nội dung các trang",
            "the id does not follow from the pages' content"
        );
        tally.find(&codes::SIDECAR_ID, subject, what);
    }
}
