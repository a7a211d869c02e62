//! Signatures (ISO 19005-2, 6.4.3): over the whole file, by one signer, with the certificate inside.
//!
//! Only their form is looked at; what they say, and whether it is true, is nobody's business here.

use std::io::{Read, Seek};

use super::graphics::entry;
use super::report::Breaches;
use super::{Document, forms};
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::pdf::signature::signers;
use crate::text;

/// Checks the signature of every field that has one.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let file = document.file;
    let Ok(catalog) = file.catalog() else { return };
    let form = catalog.as_dict().map(|catalog| entry(file, catalog, "AcroForm"));
    let Some(form) = form.as_ref().and_then(|form| form.as_dict()) else { return };
    for (id, field) in forms::fields(file, form) {
        let value = entry(file, &field, "V");
        // Only signatures have a byte range, whatever the field says of its type.
        if let Some(signature) = value.as_dict().filter(|value| value.has("ByteRange")) {
            judge(file, signature, field.get("V").and_then(Object::as_ref).or(id), out);
        }
    }
}

fn judge<R: Read + Seek>(file: &File<R>, signature: &Dict, place: Option<Id>, out: &mut Breaches) {
    let contents = entry(file, signature, "Contents");
    let contents = contents.as_string().unwrap_or_default();
    if !covers_all(file, signature, contents.len() as u64) {
        let what = text!("chữ ký không bao trùm toàn bộ tệp", "a signature does not cover the whole file");
        out.add("6.4.3-1", place, what);
    }
    let (count, has_certificate) = signers(contents).unwrap_or_default();
    if !has_certificate {
        let what = text!(
            "chữ ký không phải PKCS#7 có kèm chứng thư của người ký",
            "a signature is no PKCS#7 object with the certificate of its signer"
        );
        out.add("6.4.3-2", place, what);
    }
    if count != 1 {
        out.add("6.4.3-3", place, text!("chữ ký có {count} người ký", "a signature has {count} signers"));
    }
}

/// Says whether a byte range is a whole revision, from its first byte to its last, less the contents of the signature.
fn covers_all<R: Read + Seek>(file: &File<R>, signature: &Dict, contents: u64) -> bool {
    let range = entry(file, signature, "ByteRange");
    let numbers = range.as_array().unwrap_or_default().iter();
    let numbers: Option<Vec<u64>> =
        numbers.map(|number| u64::try_from(file.resolve(number).ok()?.as_int()?).ok()).collect();
    let Some(&[start, before, behind, length]) = numbers.as_deref() else { return false };
    let Some(end) = behind.checked_add(length) else { return false };
    let gap = behind.saturating_sub(before);
    let byte = |at: u64| file.bytes(at, 1).ok().and_then(|bytes| bytes.first().copied());
    // An end of line of one or two bytes may follow the end of a revision.
    let is_end = |end_of: u64| (end_of..=end_of.saturating_add(2)).contains(&end);
    let ends = file.sections().iter().filter_map(|section| section.end);
    start == 0
        && gap >= contents.saturating_mul(2).saturating_add(2)
        && byte(before) == Some(b'<')
        && byte(behind.saturating_sub(1)) == Some(b'>')
        && (end == file.length() || ends.into_iter().any(is_end))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use crate::checks::pdfa::{Options, check};
    use crate::pdf::Limits;
    use crate::pdf::file::File;

    const SIGNED: &[u8] = include_bytes!("../../../fixtures/pdfs/signed.pdf");

    fn broken(bytes: &[u8]) -> Vec<&'static str> {
        let file = File::open(Cursor::new(bytes), Limits::default()).unwrap();
        let clauses = check(&file, Options::default()).breaches.into_iter().map(|breach| breach.clause);
        clauses.filter(|clause| clause.starts_with("6.4.3")).collect()
    }

    /// Writes something of the same length in the place of the first piece that is found.
    fn changed(from: &str, to: &str) -> Vec<u8> {
        let at = SIGNED.windows(from.len()).position(|bytes| bytes == from.as_bytes()).unwrap();
        let mut bytes = SIGNED.to_vec();
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        bytes
    }

    #[test]
    fn signatures_over_each_revision_keep_the_rules() {
        assert_eq!(broken(SIGNED), [""; 0]);
        assert_eq!(broken(include_bytes!("../../../fixtures/pdfs/signed-twice.pdf")), [""; 0]);
        assert_eq!(broken(include_bytes!("../../../fixtures/pdfs/signed-by-key-id.pdf")), [""; 0]);
        assert_eq!(broken(include_bytes!("../../../fixtures/pdfs/added-after-signing.pdf")), [""; 0]);
    }

    #[test]
    fn a_signature_over_a_part_of_the_file_is_told() {
        assert_eq!(broken(&changed("/ByteRange [0 ", "/ByteRange [1 ")), ["6.4.3-1"]);
        assert_eq!(broken(&[SIGNED, b"%more\n"].concat()), [""; 0]);
    }

    #[test]
    fn a_signature_that_is_none_is_told() {
        let garbage = broken(include_bytes!("../../../fixtures/pdfs/garbage-in-signature.pdf"));
        assert_eq!(garbage, ["6.4.3-2", "6.4.3-3"]);
    }
}
