//! What makes a document one and the same: the content of its pages, in order.

use uuid::Uuid;

use crate::digest::Digest;
use crate::page::Content;

/// The namespace of document ids: UUIDv5 of the name `sohoa-document-1` in the URL namespace of RFC 9562.
const KIND: &[u8] = b"sohoa-document-1";

/// Returns the content of a page that stays in the PDF it came in: SHA-256 over a line of `sohoa-pdf-page-v1`, the hex
/// digest of the file that came and the page's number from 1; width and height are in points.
pub fn content_in_pdf(source: Digest, number: u32, width: u32, height: u32) -> Content {
    let line = format!("sohoa-pdf-page-v1 {source} {number}\n");
    Content { sha256: Digest::of(line.as_bytes()), width, height, bits: 0, channels: 0 }
}

/// Returns the id of a document: UUIDv5 over a line for each page, the hex digest of its content and LF.
pub fn id_of<'c>(pages: impl IntoIterator<Item = &'c Content>) -> String {
    id_over(&lines_of(pages))
}

/// Returns the id of a document whose pages have the content of another one, but whose files are not the same
/// bytes (another orientation, profile or comment): over the same lines, then `source `, digest and LF for each file.
pub fn id_beside<'c>(pages: impl IntoIterator<Item = &'c Content>, sources: &[Digest]) -> String {
    let sources: String = sources.iter().map(|source| format!("source {source}\n")).collect();
    id_over(&(lines_of(pages) + &sources))
}

fn lines_of<'c>(pages: impl IntoIterator<Item = &'c Content>) -> String {
    pages.into_iter().map(|content| format!("{}\n", content.sha256)).collect()
}

fn id_over(lines: &str) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, KIND);
    Uuid::new_v5(&namespace, lines.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_follows_the_pages_and_their_order() {
        let page = |text: &[u8]| Content { sha256: Digest::of(text), width: 1, height: 1, bits: 8, channels: 1 };
        let (a, b) = (page(b"a"), page(b"b"));
        assert_eq!(id_of([&a, &b]), id_of([&a, &b]));
        assert_ne!(id_of([&a, &b]), id_of([&b, &a]));
        assert_ne!(id_of([&a]), id_beside([&a], &[Digest::of(b"file")]));
        assert_eq!(id_of([&a]).as_bytes()[14], b'5');
    }
}
