//! Signatures made by openssl, whole and spoilt; and bytes that only look like signatures.

use std::io::Cursor;
use std::path::Path;

use super::*;
use crate::sidecar::taken::Trust;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdfs").join(name);
    std::fs::read(path.with_extension("pdf")).unwrap()
}

fn signatures(bytes: &[u8]) -> Vec<Signature> {
    let file = File::open(Cursor::new(bytes), crate::pdf::Limits::default()).ok();
    read(&mut Cursor::new(bytes), file.as_ref()).unwrap()
}

/// Returns role, format, algorithm, digest, and whether the whole file is covered.
fn brief(signature: &Signature) -> (Role, &str, &str, DigestState, bool) {
    let algorithm = signature.algorithm.as_deref().unwrap_or_default();
    (signature.role, &signature.format, algorithm, signature.digest, signature.covers_file)
}

#[test]
fn a_signature_says_who_signed_when_and_what() {
    let bytes = fixture("signed");
    let [one] = &signatures(&bytes)[..] else { panic!() };
    assert_eq!(one.signer.as_deref(), Some("Nguyễn Văn Mẫu"));
    assert_eq!(one.issuer.as_deref(), Some("CA thử nghiệm"));
    assert_eq!(one.serial.as_deref(), Some("1122334455667706"));
    assert!(one.time.as_deref().unwrap().starts_with("2026-11-22T"), "{one:?}");
    assert_eq!(brief(one), (Role::Approval, "adbe.pkcs7.detached", "SHA-256", DigestState::Matches, true));
    assert_eq!((one.covers[0][0], one.covers[1][0] + one.covers[1][1]), (0, bytes.len() as u64));
    assert_eq!(one.trust, Trust::NotEvaluated);
}

#[test]
fn every_format_is_understood() {
    let cades = signatures(&fixture("signed-by-key-id"));
    assert_eq!(brief(&cades[0]), (Role::Approval, "ETSI.CAdES.detached", "SHA-512", DigestState::Matches, true));
    assert_eq!(cades[0].signer.as_deref(), Some("Nguyễn Văn Mẫu"));
    assert_eq!(cades[0].serial.as_deref(), Some("1122334455667706"));
    let sha1 = signatures(&fixture("signed-sha1"));
    assert_eq!(brief(&sha1[0]), (Role::Approval, "adbe.pkcs7.sha1", "SHA-1", DigestState::Matches, true));
    let stamped = signatures(&fixture("signed-and-stamped"));
    assert_eq!(brief(&stamped[1]), (Role::TimeStamp, "ETSI.RFC3161", "SHA-256", DigestState::Matches, true));
    assert_eq!(stamped[1].signer.as_deref(), Some("Dấu thời gian thử"));
    let certified = signatures(&fixture("certified"));
    assert_eq!(certified[0].role, Role::Certification);
}

#[test]
fn an_earlier_signature_covers_less_and_still_fits() {
    let two = signatures(&fixture("signed-twice"));
    let [first, second] = &two[..] else { panic!("{two:?}") };
    assert_eq!(brief(first), (Role::Approval, "adbe.pkcs7.detached", "SHA-256", DigestState::Matches, false));
    assert_eq!(brief(second), (Role::Approval, "adbe.pkcs7.detached", "SHA-384", DigestState::Matches, true));
}

#[test]
fn what_was_changed_or_added_after_signing_is_seen() {
    let changed = signatures(&fixture("changed-after-signing"));
    assert_eq!((changed[0].digest, changed[0].covers_file), (DigestState::Differs, true));
    let added = signatures(&fixture("added-after-signing"));
    assert_eq!((added[0].digest, added[0].covers_file), (DigestState::Matches, false));
}

#[test]
fn a_signature_that_a_later_revision_took_out_is_found_all_the_same() {
    let bytes = fixture("signature-taken-out");
    assert_eq!(signatures(&bytes)[0].digest, DigestState::Matches);
    let file = File::open(Cursor::new(&bytes), crate::pdf::Limits::default()).unwrap();
    assert!(!is_signed(&file));
    let file = File::open(Cursor::new(fixture("signed")), crate::pdf::Limits::default()).unwrap();
    assert!(is_signed(&file));
}

#[test]
fn content_put_beside_the_signature_is_not_covered() {
    // The gap between the ranges grows by a comment that nobody signed.
    let bytes = fixture("signed");
    let text = String::from_utf8_lossy(&bytes);
    let at = text.find("/Contents <").unwrap();
    let opening = bytes.windows(11).position(|word| word == b"/Contents <").unwrap() + 10;
    assert!(at > 0);
    let old = format!("/ByteRange [0 {opening:010} ");
    let new = format!("/ByteRange [0 {:010} ", opening - 1);
    let position = bytes.windows(old.len()).position(|word| word == old.as_bytes()).unwrap();
    let mut moved = bytes.clone();
    moved[position..position + new.len()].copy_from_slice(new.as_bytes());
    let [one] = &signatures(&moved)[..] else { panic!() };
    assert_eq!((one.covers_file, one.digest), (false, DigestState::Differs));
}

#[test]
fn garbage_in_a_signature_leaves_a_signature_of_which_nothing_is_known() {
    let garbage = signatures(&fixture("garbage-in-signature"));
    assert_eq!(brief(&garbage[0]), (Role::Approval, "adbe.pkcs7.detached", "", DigestState::Unknown, true));
    // The signer's own word for the time is all there is.
    assert_eq!(garbage[0].time.as_deref(), Some("2026-11-21T08:30:00+07:00"));
    for text in ["1 0 obj\n<</ByteRange", "obj <<<<<<<</ByteRange[]", "1 0 obj<</A(%)/ByteRange[0 1]/Contents<00"] {
        assert_eq!(signatures(text.as_bytes()), [Signature::default()], "cut: {text}");
    }
    let odd = [
        "[0 -1 2 3]",
        "[5 1 2 3]",
        "[0 1 2]",
        "[0 1 99999999999 99999999999]",
        "[0 1 9223372036854775807 9223372036854775807]",
    ];
    for ranges in odd {
        let text = format!("1 0 obj\n<</ByteRange {ranges}/Contents<00>>>\nendobj");
        assert_eq!(signatures(text.as_bytes()), [Signature::default()], "{ranges}");
    }
    assert_eq!(signatures(b"%PDF-1.7 /ByteRangeX /ByteRang"), []);
}

#[test]
fn the_mere_word_is_no_signature() {
    for text in [
        "/ByteRange [0 1 2 3]",
        "1 0 obj\n(/ByteRange)",
        "1 0 obj<</A 1>>endobj\n%/ByteRange",
        "1 0 obj<</A 1 %/ByteRange[0 1]/Contents<00>\n>>endobj",
        "%<</ByteRange[0 1]/Contents<00>>>\n1 0 obj<<>>endobj",
        "1 0 obj<</ByteRange[0 1]/M(x)>>endobj",
        "1 0 obj<</Contents(/ByteRange)>>endobj",
    ] {
        assert_eq!(signatures(text.as_bytes()), [], "{text}");
    }
    let one = "<</Reason(50% <</Contents <</)/Reference[<</A<<>>>>]/ByteRange[0 1]/Contents<00>>>";
    assert_eq!(signatures(format!("1 0 obj(%)endobj 2 0 obj{one}endobj").as_bytes()).len(), 1);
    let page = crate::pdf::words::tests::pdf("", &format!("/A {one} BDC EMC"));
    assert_eq!(signatures(&page), [], "within the data of a stream");
}

#[test]
fn a_signature_cut_anywhere_or_flipped_never_fails_the_reading() {
    let bytes = fixture("signed-and-stamped");
    for cut in (0..bytes.len()).step_by(97) {
        signatures(&bytes[..cut]);
    }
    let opening = bytes.windows(11).position(|word| word == b"/Contents <").unwrap() + 11;
    for at in (opening..opening + 2400).step_by(5) {
        let mut flipped = bytes.clone();
        flipped[at] = if flipped[at] == b'f' { b'0' } else { b'f' };
        assert_eq!(signatures(&flipped).len(), 2);
    }
}

#[test]
fn the_key_is_found_across_the_blocks_that_are_read() {
    for before in [(1 << 20) - 5, (1 << 20) - 10, 1 << 20, (2 << 20) - 14] {
        let bytes = [&vec![b' '; before][..], b"1 0 obj\n<</ByteRange[0 1 2 3]/Contents<00>>>\nendobj\n"].concat();
        let found = signatures(&bytes);
        assert_eq!(found.len(), 1, "{before}");
        assert_eq!(found[0].covers, [[0, 1], [2, 3]], "{before}");
    }
}

#[test]
fn dates_are_instants_or_nothing() {
    assert_eq!(words::date(b"D:20261121083000+07'00'").as_deref(), Some("2026-11-21T08:30:00+07:00"));
    assert_eq!(words::date(b"D:20261121083000Z").as_deref(), Some("2026-11-21T08:30:00+00:00"));
    assert_eq!(words::date(b"D:20261121083000-05").as_deref(), Some("2026-11-21T08:30:00-05:00"));
    for bad in
        [&b"D:20261131083000Z"[..], b"D:2026", b"20261121083000Z", b"D:20261121083000", b"D:2026112108300\xff", b""]
    {
        assert_eq!(words::date(bad), None);
    }
}
