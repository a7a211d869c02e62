//! What the damages to the sample leave out: names, permissions, versions, and what is allowed although it looks odd.

use std::io::Cursor;

use crate::checks::pdfa::damages::sample::Sample;
use crate::checks::pdfa::{Options, check};
use crate::pdf::Limits;
use crate::pdf::file::File;

fn broken(sample: &Sample) -> Vec<&'static str> {
    let bytes = sample.bytes();
    let file = File::open(Cursor::new(bytes.as_slice()), Limits::default()).unwrap();
    check(&file, Options::default()).breaches.iter().map(|breach| breach.clause).collect()
}

/// Returns what breaks when an object that nobody refers to is added.
fn with(object: &str) -> Vec<&'static str> {
    let mut sample = Sample::sound();
    sample.add(object, None);
    broken(&sample)
}

#[test]
fn names_that_people_see_are_utf_8() {
    for object in [
        "<< /Type /Font /Subtype /Type1 /BaseFont /A#C3#27 >>",
        "<< /Type /FontDescriptor /FontName /A#FF >>",
        "[/Separation /A#FF /DeviceGray << >>]",
        "[/DeviceN [/Good /A#FF] /DeviceGray << >>]",
        "<< /Type /StructElem /S /A#FF >>",
        "<< /Type /StructTreeRoot /RoleMap << /A#FF /P >> >>",
        "<< /Type /StructTreeRoot /RoleMap << /A /P#FF >> >>",
        "<< /ColorSpace << /A#FF /DeviceGray >> >>",
    ] {
        assert_eq!(with(object), ["6.1.8-1"], "{object}");
        let sound = object.replace("#FF", "#C3#A9").replace("#C3#27", "#C3#A9");
        assert_eq!(with(&sound), [""; 0], "{sound}");
    }
    assert_eq!(with("<< /A#FF (other names may be anything) >>"), [""; 0]);
}

#[test]
fn digests_may_not_stand_beside_document_permissions() {
    let signature = |reference: &str| {
        let mut sample = Sample::sound();
        let text = format!("<< /Reference [<< /Type /SigRef {reference} >>] /Contents <00> /ByteRange [0 0 0 0] >>");
        let number = sample.add(&text, None);
        broken(&sample.text(1, "/Pages", &format!("/Perms << /DocMDP {number} 0 R >> /Pages")))
    };
    assert!(signature("/DigestMethod /MD5").contains(&"6.1.12-2"));
    assert!(!signature("/TransformMethod /DocMDP").contains(&"6.1.12-2"));
    assert!(!signature("").contains(&"6.1.12-1"));
}

#[test]
fn versions_up_to_1_7_are_allowed_in_both_places() {
    assert_eq!(broken(&Sample::sound().text(1, "/Pages", "/Version /1.7 /Pages")), [""; 0]);
    assert_eq!(broken(&Sample::sound().text(1, "/Pages", "/Version 1.7 /Pages")), ["6.1.2-1"]);
}

#[test]
fn the_size_is_that_of_the_whole_table() {
    assert_eq!(broken(&Sample::sound().text(0, "/Size @", "/Size 999")), ["32000-1:7.5.5"]);
}

#[test]
fn a_key_stands_once() {
    assert_eq!(with("<< /A 1 /A 1 >>"), ["32000-1:7.3.7"]);
}

#[test]
fn a_filter_of_encryption_may_do_nothing() {
    let crypt = |parms: &str| {
        let mut sample = Sample::sound();
        sample.add(&format!("<< /Filter /Crypt {parms} /Length @ >>"), Some(b"x"));
        broken(&sample)
    };
    assert_eq!(crypt("/DecodeParms << /Name /Identity >>"), [""; 0]);
    assert_eq!(crypt("/DecodeParms << /Name /StdCF >>"), ["6.1.7.2-1"]);
}

#[test]
fn an_object_that_cannot_be_read_is_a_breach_and_not_an_end() {
    assert_eq!(with("<< /A 1"), ["32000-1:7.3.10"]);
}
