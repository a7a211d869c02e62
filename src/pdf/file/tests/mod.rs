//! Whole files, small enough to see: sections, frames, streams, pages, and what hostile ones try.

mod hostile;
mod made;
mod pages;

use made::{Made, deflated, one_page};

use super::{File, SectionKind};
use crate::pdf::mark::Odd;
use crate::pdf::object::{Id, Object};

fn id(number: u32) -> Id {
    Id { number, generation: 0 }
}

fn odds<R: std::io::Read + std::io::Seek>(file: &File<R>, number: u32) -> Vec<Odd> {
    file.object_marks(id(number)).unwrap().iter().map(|mark| mark.odd).collect()
}

/// Opens a file whose object 9 has this frame and body.
fn framed(object: &str) -> (Object, Vec<Odd>) {
    let mut made = Made::new().object(1, "<<>>");
    made.places.push((9, made.bytes.len()));
    let made = made.raw(object.as_bytes()).raw(b"\n").table("/Root 1 0 R/Size 10");
    let file = made.open().unwrap();
    (file.get(id(9)).unwrap().as_ref().clone(), odds(&file, 9))
}

#[test]
fn objects_are_found_by_a_table() {
    let made = one_page();
    let file = made.open().unwrap();
    assert_eq!(file.ids(), [id(1), id(2), id(3), id(4)]);
    assert_eq!(file.header().version, b"1.7");
    assert!(file.marks().is_empty());
    assert!((1..5).all(|number| odds(&file, number).is_empty()));
    assert_eq!(*file.get(id(7)).unwrap(), Object::Null);
    assert_eq!(*file.get(Id { number: 1, generation: 1 }).unwrap(), Object::Null);
    let content = file.get(id(4)).unwrap();
    assert_eq!(file.decoded(content.as_stream().unwrap()).unwrap().data, b"q Q");
    assert_eq!(file.sections()[0].end, Some(made.bytes.len() as u64 - 1));
}

#[test]
fn objects_are_found_by_a_stream_and_within_streams() {
    let packed = deflated(b"5 0 6 3 12 <</A 5 0 R>>");
    let made = Made::new()
        .object(1, "<</Type/Catalog>>")
        .stream(7, "/Type/ObjStm/N 2/First 8/Filter/FlateDecode", &packed)
        .xref_stream(8, &[(5, 7, 0), (6, 7, 1)], "/Root 1 0 R");
    let file = made.open().unwrap();
    assert_eq!(*file.get(id(5)).unwrap(), Object::Int(12));
    let six = file.get(id(6)).unwrap();
    assert_eq!(*file.value(six.as_dict().unwrap(), "A").unwrap(), Object::Int(12));
    assert_eq!(file.container(id(6)), Some(id(7)));
    assert_eq!(file.sections()[0].kind, SectionKind::Stream);
    assert_eq!(file.sections()[0].stream, Some(id(8)));
    assert_eq!(file.sections()[0].end, Some(made.bytes.len() as u64 - 1));
}

#[test]
fn objects_longer_than_a_window_are_read_whatever_the_window_cuts() {
    for length in 900..1100 {
        let text = format!("[({}) true false <</A<41>>> 12 0 R]", "x".repeat(length));
        let (object, odds) = framed(&format!("9 0 obj\n{text}\nendobj"));
        assert_eq!(object.as_array().map(<[Object]>::len), Some(5), "{length}");
        assert_eq!(odds, []);
    }
}

#[test]
fn the_newest_section_counts_and_all_are_listed() {
    let first = one_page();
    let start = first.bytes.len() as u64;
    let previous = first.open().unwrap().sections()[0].offset;
    let made = Made { bytes: first.bytes, places: Vec::new() }
        .object(4, "(new)")
        .table(&format!("/Root 1 0 R/Size 5/Prev {previous}"));
    let file = made.open().unwrap();
    assert_eq!(*file.get(id(4)).unwrap(), Object::String(b"new".to_vec()));
    assert!(file.has(id(3)));
    let sections = file.sections();
    assert_eq!(sections.len(), 2);
    assert_eq!(sections[1].offset, previous);
    assert_eq!(sections[1].end, Some(start - 1));
}

#[test]
fn an_object_that_was_freed_is_gone() {
    let first = one_page();
    let previous = first.open().unwrap().sections()[0].offset;
    let start = first.bytes.len();
    let made = Made { bytes: first.bytes, places: Vec::new() }.raw(
        format!("xref\n4 1\n0000000000 00001 f \ntrailer\n<</Root 1 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF")
            .as_bytes(),
    );
    let file = made.open().unwrap();
    assert!(!file.has(id(4)));
    assert_eq!(*file.get(id(4)).unwrap(), Object::Null);
}

#[test]
fn a_hybrid_file_has_both() {
    let mut made = Made::new().object(1, "<</Type/Catalog>>").stream(7, "/Type/ObjStm/N 1/First 4", b"5 0 12");
    let beside = made.bytes.len();
    let places = made.places.clone();
    made.places.clear();
    made = made.xref_stream(8, &[(5, 7, 0)], "");
    made.places = places;
    let made = made.table(&format!("/Root 1 0 R/Size 9/XRefStm {beside}"));
    let file = made.open().unwrap();
    assert_eq!(*file.get(id(5)).unwrap(), Object::Int(12));
    assert_eq!(file.sections()[1].kind, SectionKind::Hybrid);
}

#[test]
fn bytes_before_the_header_shift_everything_or_nothing() {
    for junk in [5, 700] {
        let sound = one_page();
        let made = Made { bytes: [vec![b'x'; junk], sound.bytes].concat(), places: Vec::new() };
        let file = made.open().unwrap();
        assert_eq!(file.header().offset, junk as u64);
        assert!(file.marks().iter().any(|mark| mark.odd == Odd::HeaderOff));
        assert_eq!(file.pages().unwrap().len(), 1);
    }
}

#[test]
fn what_is_a_little_off_is_found_and_marked() {
    let text = String::from_utf8_lossy(&one_page().bytes).into_owned();
    assert!(text.contains("0000000015"));
    let bytes = one_page().bytes;
    let at = bytes.windows(10).position(|bytes| bytes == b"0000000015").unwrap();
    let mut off = bytes.clone();
    off[at..at + 10].copy_from_slice(b"0000000025");
    let made = Made { bytes: off, places: Vec::new() };
    let file = made.open().unwrap();
    assert!(file.get(id(1)).unwrap().as_dict().unwrap().has("Pages"));
    assert_eq!(odds(&file, 1), [Odd::EntryOff]);
    let mut far = bytes;
    far[at..at + 10].copy_from_slice(b"0000000225");
    let made = Made { bytes: far, places: Vec::new() };
    assert!(made.open().unwrap().get(id(1)).is_err());
}

#[test]
fn the_frame_of_an_object_is_held_against_the_letter() {
    assert_eq!(framed("9 0 obj\n12\nendobj"), (Object::Int(12), vec![]));
    assert_eq!(framed("9 0 obj\r12\rendobj\r"), (Object::Int(12), vec![]));
    assert_eq!(framed("9 0 obj\n\nendobj"), (Object::Null, vec![]));
    assert_eq!(framed("\n 9 0 obj\n12\nendobj").1, [Odd::ObjNotAtLine]);
    assert_eq!(framed("9  0 obj\n12\nendobj").1, [Odd::ObjSpacing]);
    assert_eq!(framed("9 0\tobj\n12\nendobj").1, [Odd::ObjSpacing]);
    assert_eq!(framed("9 0 obj 12\nendobj").1, [Odd::ObjLineEnd]);
    assert_eq!(framed("9 0 obj\n12 endobj").1, [Odd::EndobjNotAtLine]);
    assert_eq!(framed("9 0 obj\n12\nendobj ").1, [Odd::EndobjLineEnd]);
    assert_eq!(framed("9 0 obj\n12\n").1, [Odd::EndobjMissing]);
    assert_eq!(framed("9 0 obj\n<4>\nendobj").1, [Odd::HexOdd]);
}

#[test]
fn the_data_of_a_stream_are_found_whatever_its_length_says() {
    let read = |object: &str| {
        let mut made = Made::new().object(1, "<<>>");
        made.places.push((9, made.bytes.len()));
        let made = made.raw(object.as_bytes()).raw(b"\n").object(5, "3").table("/Root 1 0 R/Size 10");
        let file = made.open().unwrap();
        let object = file.get(id(9)).unwrap();
        let raw = file.raw(object.as_stream().unwrap()).unwrap();
        (String::from_utf8(raw).unwrap(), odds(&file, 9))
    };
    let sound =
        |length: &str, data: &str| read(&format!("9 0 obj\n<</Length {length}>>\nstream\n{data}\nendstream\nendobj"));
    assert_eq!(sound("3", "abc"), ("abc".into(), vec![]));
    assert_eq!(sound("5 0 R", "abc"), ("abc".into(), vec![]));
    assert_eq!(sound("0", ""), ("".into(), vec![]));
    assert_eq!(sound("4", "abc\r"), ("abc\r".into(), vec![]));
    assert_eq!(sound("3", "abc\r"), ("abc".into(), vec![]));
    assert_eq!(sound("2", "abc"), ("abc".into(), vec![Odd::LengthWrong]));
    assert_eq!(sound("9999", "abc"), ("abc".into(), vec![Odd::LengthWrong]));
    assert_eq!(sound("-1", "abc"), ("abc".into(), vec![Odd::LengthMissing]));
    assert_eq!(sound("9 0 R", "abc"), ("abc".into(), vec![Odd::LengthMissing]));
    let ends =
        |start: &str, end: &str| read(&format!("9 0 obj\n<</Length 3>>\nstream{start}abc{end}endstream\nendobj"));
    assert_eq!(ends("\r\n", "\r"), ("abc".into(), vec![]));
    assert_eq!(ends("\r", "\n"), ("abc".into(), vec![Odd::StreamLineEnd]));
    assert_eq!(ends(" \n", "\n"), ("abc".into(), vec![Odd::StreamLineEnd]));
    assert_eq!(ends("\n", ""), ("abc".into(), vec![Odd::EndstreamNotAtLine]));
}

#[test]
fn the_layout_of_a_table_is_held_against_the_letter() {
    let marks = |from: &str, to: &str| {
        let text = one_page().bytes;
        let at = text.windows(from.len()).rposition(|bytes| bytes == from.as_bytes()).unwrap();
        let bytes = [&text[..at], to.as_bytes(), &text[at + from.len()..]].concat();
        let file_bytes = Made { bytes, places: Vec::new() };
        let file = file_bytes.open().unwrap();
        assert_eq!(file.ids().len(), 4);
        file.marks().iter().map(|mark| mark.odd).collect::<Vec<_>>()
    };
    assert_eq!(marks("xref\n0 1\n", "xref\n0 1\n"), []);
    assert_eq!(marks("xref\n0 1\n", "xref\r\n0 1\r\n"), []);
    assert_eq!(marks("xref\n0 1\n", "xref \n0 1\n"), [Odd::XrefLineEnd]);
    assert_eq!(marks("xref\n0 1\n", "xref\n\n0 1\n"), [Odd::XrefLineEnd]);
    assert_eq!(marks("xref\n0 1\n", "xref\n0  1\n"), [Odd::XrefHeader]);
    assert_eq!(marks("65535 f \n", "65535 f\n"), [Odd::EntryWidth]);
}
