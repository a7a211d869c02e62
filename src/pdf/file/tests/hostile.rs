//! Files that want to hurt: rings, bombs, claims without end, and any damage at all.

use std::io::Cursor;

use super::id;
use super::made::{Made, deflated, one_page};
use crate::pdf::file::File;
use crate::pdf::object::Object;
use crate::pdf::{Limits, Obstacle};

/// Reads all that can be read, and expects nothing but an end.
fn read_all(bytes: &[u8]) {
    let limits = Limits { memory: 1 << 20, objects: 1000, ..Limits::default() };
    let Ok(file) = File::open(Cursor::new(bytes), limits) else { return };
    for id in file.ids() {
        let Ok(object) = file.get(id) else { continue };
        if let Some(stream) = object.as_stream() {
            let _ = file.decoded(stream);
        }
    }
    let _ = file.pages();
}

fn with_object_streams() -> Made {
    Made::new()
        .object(1, "<</Type/Catalog/Pages 5 0 R>>")
        .stream(
            7,
            "/Type/ObjStm/N 2/First 9/Filter/FlateDecode",
            &deflated(b"5 0 6 17 <</Kids[6 0 R]>> <</A(x)/B<41>>>"),
        )
        .xref_stream(8, &[(5, 7, 0), (6, 7, 1)], "/Root 1 0 R")
}

#[test]
fn any_beginning_of_a_file_is_read_or_refused() {
    for bytes in [one_page().bytes, with_object_streams().bytes] {
        (0..bytes.len()).for_each(|end| read_all(&bytes[..end]));
    }
}

#[test]
fn any_byte_changed_is_read_or_refused() {
    for bytes in [one_page().bytes, with_object_streams().bytes] {
        for at in 0..bytes.len() {
            for byte in [0, b' ', b'0', b'9', b'<', b'(', 0xFF] {
                let mut changed = bytes.clone();
                changed[at] = byte;
                read_all(&changed);
            }
        }
    }
}

#[test]
fn sections_in_a_ring_are_refused() {
    let sound = one_page();
    let own = sound.open().unwrap().sections()[0].offset;
    let text = String::from_utf8_lossy(&sound.bytes).replace("/Size 5", &format!("/Size 5/Prev {own}"));
    // Lossy text is longer in the binary comment, so the file is made anew from what follows it.
    let made = Made { bytes: text.replace("\u{FFFD}", "x").into_bytes(), places: Vec::new() };
    assert!(made.open().is_err());
}

#[test]
fn references_in_a_ring_are_null() {
    let made = Made::new().object(1, "2 0 R").object(2, "1 0 R").table("/Root 1 0 R/Size 3");
    assert_eq!(*made.open().unwrap().catalog().unwrap(), Object::Null);
}

#[test]
fn an_object_stream_within_an_object_stream_is_refused() {
    let made = Made::new().object(1, "<<>>").stream(7, "/Type/ObjStm/N 1/First 4", b"5 0 12").xref_stream(
        8,
        &[(5, 6, 0), (6, 5, 0)],
        "/Root 1 0 R",
    );
    let file = made.open().unwrap();
    assert!(file.get(id(5)).is_err());
    assert!(file.get(id(6)).is_err());
}

#[test]
fn a_count_is_not_believed() {
    let table = b"xref\n0 4000000000\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n15\n%%EOF";
    assert!(Made::new().raw(table).open().is_err());
    let made = Made::new().object(1, "<<>>").stream(7, "/Type/ObjStm/N 999999999/First 4", b"5 0 12");
    let made = made.xref_stream(8, &[(5, 7, 0)], "/Root 1 0 R");
    assert!(made.open().unwrap().get(id(5)).is_err());
}

#[test]
fn more_entries_than_allowed_are_refused() {
    let limits = |objects| Limits { objects, ..Limits::default() };
    assert!(one_page().open_within(limits(5)).is_ok());
    assert_eq!(one_page().open_within(limits(4)).err().unwrap().obstacle, Obstacle::Limit);
}

#[test]
fn a_bomb_is_stopped_before_it_takes_memory() {
    let zeros = deflated(&vec![0; 8 << 20]);
    let made = Made::new().object(1, "<<>>").stream(2, "/Filter/FlateDecode", &zeros).table("/Root 1 0 R/Size 3");
    let decoded = |inflation| {
        let file = made.open_within(Limits { inflation, ..Limits::default() }).unwrap();
        let object = file.get(id(2)).unwrap();
        file.decoded(object.as_stream().unwrap()).map(|decoded| decoded.data.len()).map_err(|why| why.obstacle)
    };
    assert_eq!(decoded(1200), Ok(8 << 20));
    assert_eq!(decoded(100), Err(Obstacle::Limit));
}

#[test]
fn deep_nesting_is_refused() {
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let made = Made::new().object(1, std::str::from_utf8(&deep).unwrap()).table("/Root 1 0 R/Size 2");
    assert_eq!(made.open().unwrap().get(id(1)).unwrap_err().obstacle, Obstacle::Limit);
}

#[test]
fn lengths_that_lead_in_circles_end() {
    let made = (2..40_u32).fold(Made::new().object(1, "<<>>"), |mut made, number| {
        made.places.push((number, made.bytes.len()));
        let next = number + 1;
        made.raw(format!("{number} 0 obj\n<</Length {next} 0 R>>\nstream\nx\nendstream\nendobj\n").as_bytes())
    });
    let made = made.object(40, "1").table("/Root 1 0 R/Size 41");
    let file = made.open().unwrap();
    for number in 2..40 {
        assert!(file.get(id(number)).unwrap().as_stream().is_some());
    }
}

#[test]
fn many_streams_without_an_end_do_not_cost_a_search_each() {
    let mut made = Made::new().object(1, "<<>>");
    for number in 2..100 {
        made.places.push((number, made.bytes.len()));
        made = made.raw(format!("{number} 0 obj\n<<>>stream\n").as_bytes());
    }
    let made = made.raw(&[b' '; 1 << 20]).table("/Root 1 0 R/Size 100");
    let file = made.open().unwrap();
    let obstacles: Vec<_> = (2..100).map(|number| file.get(id(number)).unwrap_err().obstacle).collect();
    assert_eq!(obstacles[0], Obstacle::Broken);
    // Some searches to the end are paid for, and then there is no more to spend.
    assert_eq!(obstacles[97], Obstacle::Limit);
    assert!(file.searched.get() < 40 << 20);
}
