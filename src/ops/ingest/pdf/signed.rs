//! Signed PDFs: kept byte for byte, whatever else is wrong with them, since any change would break the signature.

use crate::finding::codes;
use crate::page::{Refusal, Stop};
use crate::pdf::signature;
use crate::sidecar::taken::{Class, DigestState, Role, Signature};
use crate::text;
use crate::text::Text;

use super::{Bytes, Outcome, Subject, conforming, encryption, unreadable, visible};

/// Takes a PDF with a signature in any of its revisions.
pub fn take(subject: &mut Subject<'_>) -> Result<Option<Outcome>, Stop> {
    let mut signatures = signature::read(&mut subject.place.open()?, subject.file.as_ref().ok())?;
    let is_signed = subject.file.as_ref().is_ok_and(signature::is_signed);
    if signatures.is_empty() && !is_signed {
        return Ok(None);
    }
    if signatures.is_empty() {
        signatures.push(Signature::default());
    }
    if subject.wish.joins {
        let what = text!("PDF có chữ ký, không được tách trang", "the PDF is signed and must not be taken apart");
        return Err(Refusal::new(&codes::PDF_NOT_ALONE, what).into());
    }
    let file = subject.file.as_ref().map_err(|why| {
        let Refusal { what: Text { vi, en }, .. } = unreadable(why);
        let what = text!("tệp có chữ ký nhưng không đọc được: {vi}", "the file is signed and cannot be read: {en}");
        Refusal { what, ..unreadable(why) }
    })?;
    let boxes = visible::boxes(file)?;
    let (report, conformance) = conforming::judge(file);
    let mut notes = notes(&signatures);
    if !report.passes() {
        let Text { vi, en } = conforming::why(&report);
        let what = text!("PDF đã ký không phải PDF/A-2: {vi}", "the signed PDF is no PDF/A-2: {en}");
        notes.push((codes::PDF_SIGNED_NONCONFORMING.name.to_owned(), what));
    }
    if file.is_encrypted() {
        notes.push(encryption::kept());
    }
    let count = signatures.len();
    Ok(Some(Outcome {
        class: Class::Signed,
        reason: text!(
            "PDF có {count} chữ ký nên được giữ nguyên từng byte; chữ ký thật hay giả CHƯA được kiểm tra",
            "the PDF has {count} signatures and is kept byte for byte; whether they are genuine was NOT checked"
        ),
        claim: report.claim.map(|claim| claim.to_string()),
        said: None,
        conformance,
        changes: Vec::new(),
        signatures,
        bytes: Bytes::Source(boxes),
        keeps_original: false,
        notes,
    }))
}

/// Says what a person should know of signatures; never who signed.
fn notes(signatures: &[Signature]) -> Vec<(String, Text)> {
    let mut notes = Vec::new();
    // What a program was allowed to do says nothing of the content, and ends with the first form that is filled in.
    let signatures: Vec<_> = signatures.iter().filter(|signature| signature.role != Role::UsageRights).collect();
    let differ = signatures.iter().filter(|signature| signature.digest == DigestState::Differs).count();
    if differ > 0 {
        let all = signatures.len();
        let what = text!(
            "{differ} trong {all} chữ ký không khớp với nội dung mà nó bao trùm",
            "{differ} of {all} signatures do not fit the bytes that they cover"
        );
        notes.push((codes::PDF_SIGNATURE_DIFFERS.name.to_owned(), what));
    }
    if !signatures.is_empty() && !signatures.iter().any(|signature| signature.covers_file) {
        let what = text!("không chữ ký nào bao trùm toàn bộ tệp", "no signature covers the whole file");
        notes.push((codes::PDF_SIGNATURE_PARTIAL.name.to_owned(), what));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(signatures: &[(Role, DigestState, bool)]) -> Vec<String> {
        let signature = |(role, digest, covers_file): &(Role, DigestState, bool)| Signature {
            role: *role,
            digest: *digest,
            covers_file: *covers_file,
            ..Signature::default()
        };
        let signatures: Vec<_> = signatures.iter().map(signature).collect();
        notes(&signatures).into_iter().map(|(code, _)| code).collect()
    }

    #[test]
    fn what_is_said_of_signatures_is_about_those_that_stand_by_the_content() {
        use DigestState::{Differs, Matches, Unknown};
        use Role::{Approval, TimeStamp, UsageRights};
        assert_eq!(codes(&[(Approval, Matches, true)]), [""; 0]);
        assert_eq!(codes(&[(Approval, Matches, false), (TimeStamp, Matches, true)]), [""; 0]);
        assert_eq!(codes(&[(Approval, Matches, false)]), ["pdf.signature-partial"]);
        assert_eq!(codes(&[(Approval, Differs, true)]), ["pdf.signature-differs"]);
        assert_eq!(codes(&[(UsageRights, Differs, false)]), [""; 0]);
        assert_eq!(codes(&[(Approval, Unknown, true), (UsageRights, Differs, false)]), [""; 0]);
    }
}
