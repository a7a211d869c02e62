//! PDFs that are encrypted and open without a password: PDF/A forbids it, so that a mended one is not encrypted any more.
//!
//! With the encryption go the rights that it was to grant or deny; so the file as it came is kept.

use lopdf::Document;

use crate::finding::codes;
use crate::pdf::file::File;
use crate::text;
use crate::text::Text;

use super::Subject;

/// The word for the change.
pub(super) const REMOVED: &str = "encryption-removed";
/// The key of a trailer that says so.
const KEY: &[u8] = b"/Encrypt";

/// Says whether the file was encrypted; `opened` are its objects, which are not any more.
///
/// Where only the most forgiving reader finds objects, the key alone tells, and is taken at its word: better an
/// original too many.
pub(super) fn is_gone(subject: &Subject<'_>, source: &[u8], opened: &Document) -> bool {
    let has_key = || source.windows(KEY.len()).any(|window| window == KEY);
    opened.was_encrypted() || subject.file.as_ref().map_or_else(|_| has_key(), File::is_encrypted)
}

/// Says it to a person.
pub(super) fn note() -> (String, Text) {
    let what = text!(
        "PDF được mã hóa (mở không cần mật khẩu); bản lưu không còn mã hóa",
        "the PDF was encrypted and opens without a password; the one that is stored is not encrypted"
    );
    (codes::PDF_ENCRYPTION_REMOVED.name.to_owned(), what)
}

/// Says of a file that must not be changed that it is encrypted.
pub(super) fn kept() -> (String, Text) {
    let what = text!("PDF đã ký được mã hóa và được giữ như vậy", "the signed PDF is encrypted, and kept so");
    (codes::PDF_ENCRYPTION_KEPT.name.to_owned(), what)
}
