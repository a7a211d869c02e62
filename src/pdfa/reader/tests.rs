//! What the writer writes is read again, and nothing else is; hostile bytes are errors.

use std::io::Cursor;

use super::*;
use crate::page::{Colour, Mask};
use crate::pdfa::samples::{self, Sample};

fn open(bytes: &[u8]) -> Result<Reader<Cursor<&[u8]>>, ReadError> {
    Reader::open(Cursor::new(bytes))
}

fn bytes_of(reader: &mut Reader<Cursor<&[u8]>>, span: Span) -> Vec<u8> {
    let mut bytes = Vec::new();
    reader.copy(span, &mut bytes).unwrap();
    bytes
}

fn stored(colour: &Colour) -> StoredColour {
    match colour {
        Colour::Gray(_) => StoredColour::Gray,
        Colour::Rgb(_) => StoredColour::Rgb,
        Colour::Cmyk(_) => StoredColour::Cmyk,
        Colour::Indexed { palette, .. } => StoredColour::Indexed { palette: palette.clone() },
    }
}

fn assert_same(reader: &mut Reader<Cursor<&[u8]>>, found: &StoredImage, Sample { name, image, .. }: &Sample) {
    let shape = (found.width, found.height, found.bits, found.inverted);
    let bits = if image.coding == Coding::Jpx { 0 } else { image.bits };
    assert_eq!(shape, (image.width, image.height, bits, image.inverted), "{name}");
    assert_eq!(found.coding, image.coding, "{name}");
    assert_eq!(found.colour, stored(&image.colour), "{name}");
    assert!(bytes_of(reader, found.stream) == *image.data, "{name}");
    match (&found.mask, &image.mask) {
        (None, None) => (),
        (Some(StoredMask::ColourKey(found)), Some(Mask::ColourKey(ranges))) => assert_eq!(found, ranges, "{name}"),
        (Some(StoredMask::Soft { bits, stream }), Some(Mask::Soft { bits: written, data })) => {
            assert_eq!((bits, &bytes_of(reader, *stream)), (written, data), "{name}");
        }
        _ => panic!("{name}: another mask"),
    }
}

#[test]
fn every_kind_of_page_is_read_as_it_was_written() {
    let samples = samples::all();
    let bytes = samples::pdf(&samples);
    let mut reader = open(&bytes).unwrap();
    assert_eq!(reader.page_count(), samples.len());
    for (idx, sample) in samples.iter().enumerate() {
        let found = reader.page(idx).unwrap();
        assert_same(&mut reader, &found, sample);
    }
    assert!(reader.page(samples.len()).is_err());
}

#[test]
fn a_page_list_longer_than_a_piece_is_read_to_its_end() {
    let sample = samples::orientation(1);
    let bytes = samples::pdf(std::iter::repeat_n(&sample, 3000));
    let mut reader = open(&bytes).unwrap();
    assert_eq!(reader.page_count(), 3000);
    assert_eq!(reader.page(2999).unwrap().width, 30);
}

/// Reads all there is, and returns whether everything was as written.
fn reads(bytes: &[u8]) -> bool {
    let Ok(mut reader) = open(bytes) else { return false };
    (0..reader.page_count()).all(|idx| reader.page(idx).is_ok())
}

fn hostile_base() -> Vec<u8> {
    let wanted = ["soft-gray-1", "icc-srgb", "g4", "key-indexed", "jpx-gray", "jbig2-shared"];
    let samples: Vec<_> = samples::all().into_iter().filter(|sample| wanted.contains(&&*sample.name)).collect();
    samples::pdf(&samples)
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let bytes = hostile_base();
    assert!(reads(&bytes));
    for end in 0..bytes.len() {
        assert!(!reads(&bytes[..end]), "{end}");
    }
}

#[test]
fn a_changed_byte_is_never_a_panic() {
    let bytes = hostile_base();
    for idx in 0..bytes.len() {
        for value in [b'<', b'9', bytes[idx] ^ 1] {
            let mut changed = bytes.clone();
            changed[idx] = value;
            reads(&changed);
        }
    }
}

#[test]
fn bytes_before_or_after_the_file_are_refused() {
    let bytes = hostile_base();
    assert!(!reads(&[b" ", &*bytes].concat()));
    assert!(!reads(&[&*bytes, b"\n"].concat()));
    assert!(!reads(&[&*bytes, &bytes[..]].concat()));
}

#[test]
fn a_huge_table_or_page_list_is_refused_before_anything_is_allocated() {
    let text: String = hostile_base().iter().map(|byte| char::from(*byte)).collect();
    let changed = |from: &str, to: &str| -> Vec<u8> {
        let (before, after) = text.rsplit_once(from).unwrap();
        [before, to, after].concat().chars().map(|letter| letter as u8).collect()
    };
    for (from, to) in [("xref\n0 ", "xref\n0 99999999"), ("/Count ", "/Count 99999999"), ("/Size ", "/Size 1")] {
        assert!(!reads(&changed(from, to)), "{from}");
    }
}

#[test]
fn an_entry_that_is_not_ours_is_named_in_the_error() {
    let text = String::from_utf8_lossy(&samples::pdf(&[samples::orientation(1)])).into_owned();
    assert!(text.contains("/Filter/FlateDecode"));
    let mut bytes = samples::pdf(&[samples::orientation(1)]);
    let at = bytes.windows(12).position(|window| window == b"/FlateDecode").unwrap();
    bytes[at + 1..at + 12].copy_from_slice(b"CrypDecodeX");
    let error = open(&bytes).unwrap().page(0).unwrap_err();
    assert!(error.to_string().contains("the entry `Filter`"), "{error}");
}
