//! Files that only the forgiving can read.

use super::*;
use crate::pdf::words::tests::pdf;
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};

fn n_pages(bytes: &[u8]) -> Result<usize, Unreadable> {
    open(bytes, &Limits::default()).map(|document| document.page_iter().count())
}

#[test]
fn a_broken_table_is_rebuilt() {
    let text = String::from_utf8(pdf("", "q Q")).unwrap();
    assert_eq!(n_pages(text.as_bytes()).unwrap(), 1);
    let broken = text.replace("\nstartxref\n", "\nstartxref\n9").replace(" 00000 n ", " 00000 f ");
    assert_eq!(n_pages(broken.as_bytes()).unwrap(), 1);
    assert!(n_pages(b"%PDF-1.7\nnothing").is_err());
}

#[test]
fn a_file_written_plainly_keeps_its_streams_and_needs_no_password() {
    use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
    let content = |bytes: &[u8]| {
        let document = Document::load_mem(bytes).unwrap();
        let stream = document.objects.values().find_map(|object| object.as_stream().ok()).unwrap();
        (document.is_encrypted(), stream.content.clone())
    };
    let mut document = open(&pdf("", "0 0 9 9 re f"), &Limits::default()).unwrap();
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut encrypted = Vec::new();
    document.save_to(&mut encrypted).unwrap();
    assert!(!encrypted.windows(12).any(|window| window == b"0 0 9 9 re f"));
    let written = plain(&encrypted, &Limits::default()).unwrap();
    assert_eq!(content(&written), (false, b"0 0 9 9 re f".to_vec()));
    let file = crate::pdf::file::File::open(std::io::Cursor::new(written), Limits::default()).unwrap();
    assert!(!file.is_encrypted() && file.pages().unwrap().len() == 1);
}

#[test]
fn a_file_is_whole_unless_it_refers_to_what_is_not_there() {
    let mut document = open(&pdf("", "q Q"), &Limits::default()).unwrap();
    assert!(is_whole(&document));
    let page = document.page_iter().next().unwrap();
    let content = document.get_dictionary(page).unwrap().get(b"Contents").unwrap().as_reference().unwrap();
    document.objects.insert(content, Object::Null);
    assert!(!is_whole(&document));
    document.objects.remove(&content);
    assert!(!is_whole(&document));
}

#[test]
fn the_second_reader_finds_the_same_objects() {
    let bytes = pdf("", "0 0 9 9 re f");
    let (one, other) = (open(&bytes, &Limits::default()).unwrap(), convert::open(&bytes, &Limits::default()).unwrap());
    let content = |document: &Document| {
        let page = document.page_iter().next().unwrap();
        document.get_page_content(page)
    };
    assert_eq!(content(&one), content(&other));
    assert_eq!(other.page_iter().count(), 1);
}

#[test]
fn forbidden_filters_go_and_others_stay() {
    let document = Document::with_version("1.7");
    let stream = |filter: &str, content: &[u8]| {
        let mut stream = Stream::new(dictionary! { "Filter" => filter }, content.to_vec());
        let changed = recode(&document, &mut stream, &Limits::default()).unwrap();
        (changed, stream)
    };
    let (changed, lzw) = stream("LZWDecode", &[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]);
    assert!(changed);
    assert_eq!(lzw.dict.get(b"Filter").unwrap(), &Object::from("FlateDecode"));
    assert_eq!(lzw.decompressed_content().unwrap(), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    assert!(!stream("DCTDecode", b"anything").0);
    let mut damaged = Stream::new(dictionary! { "Filter" => "LZW" }, vec![0xFF; 9]);
    assert!(recode(&document, &mut damaged, &Limits::default()).is_err());
}

#[test]
fn flate_data_that_were_never_finished_are_coded_anew() {
    use flate2::{Compress, Compression, FlushCompress};

    let document = Document::with_version("1.7");
    let coded = |flush| {
        let mut content = Vec::with_capacity(99);
        Compress::new(Compression::fast(), true).compress_vec(b"0 g 0 0 9 9 re f", &mut content, flush).unwrap();
        let mut stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, content);
        let changed = recode(&document, &mut stream, &Limits::default()).unwrap();
        (changed, stream.decompressed_content().unwrap())
    };
    assert_eq!(coded(FlushCompress::Sync), (true, b"0 g 0 0 9 9 re f".to_vec()));
    assert_eq!(coded(FlushCompress::Finish), (false, b"0 g 0 0 9 9 re f".to_vec()));
}

/// Returns a page under a user password.
pub(crate) fn locked(user_password: &str) -> Vec<u8> {
    let mut document = open(&pdf("", "q Q"), &Limits::default()).unwrap();
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_password_is_needed_where_the_empty_one_does_not_open() {
    let needs = |bytes: Vec<u8>| {
        needs_password(&crate::pdf::file::File::open(std::io::Cursor::new(bytes), Limits::default()).unwrap())
    };
    assert!(needs(locked("bad")));
    assert!(!needs(locked("")) && !needs(pdf("", "q Q")));
}
