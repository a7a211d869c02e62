//! Programs: what they say of their glyphs, and that broken ones are refused and do not break us.

use super::cff::Cff;
use super::named::Named;
use super::samples;
use super::truetype::TrueType;
use super::type1::Type1;

#[test]
fn a_truetype_file_tells_widths_maps_and_names() {
    let data = samples::truetype(&[500, 250, 700], &[(1, 0, &[(65, 1)]), (3, 1, &[(65, 2)])], &[".notdef", "A", "B"]);
    let program = TrueType::read(&data).unwrap();
    assert_eq!(program.count(), 3);
    assert_eq!([0, 1, 2].map(|glyph| program.width(glyph)), [Some(500.0), Some(250.0), Some(700.0)]);
    assert_eq!(program.maps().len(), 2);
    assert_eq!(program.map(3, 1).and_then(|map| map.glyph(65)), Some(2));
    assert_eq!(program.map(1, 0).and_then(|map| map.glyph(66)), None);
    assert!(program.map(3, 0).is_none());
    assert_eq!(["A", "B", "C"].map(|name| program.named(name)), [Some(1), Some(2), None]);
}

#[test]
fn a_cff_program_tells_names_widths_and_its_encoding() {
    let data = samples::cff(&[("alpha", 300), ("beta", 301)]);
    let program = Cff::read(&data).unwrap();
    assert!(!program.has_cids());
    assert_eq!(program.count(), 3);
    let named = Named::Cff(Box::new(program));
    assert_eq!(["alpha", "beta", "gamma"].map(|name| named.glyph(name)), [Some(1), Some(2), None]);
    assert_eq!([0, 1, 2, 3].map(|glyph| named.width(glyph)), [Some(500.0), Some(300.0), Some(301.0), None]);
    assert_eq!([65, 66].map(|code| named.built_in(code)), [Some("alpha".into()), Some("beta".into())]);
}

#[test]
fn a_cid_keyed_program_goes_by_cids() {
    let data = samples::cid_cff(&[(7, 300), (9, 900)]);
    let program = Cff::read(&data).unwrap();
    assert!(program.has_cids());
    assert_eq!([7, 8, 9].map(|cid| program.glyph(cid)), [Some(1), None, Some(2)]);
    assert_eq!(program.width(2), Some(900.0));
    let mut cids = program.cids();
    cids.sort_unstable();
    assert_eq!(cids, [0, 7, 9]);
}

#[test]
fn a_type_1_program_tells_names_widths_and_its_encoding() {
    let named = Named::Type1(Box::new(Type1::read(&samples::type1(&[("A", 611), ("B", 233)])).unwrap()));
    let widths = ["A", "B"].map(|name| named.glyph(name).and_then(|glyph| named.width(glyph)));
    assert_eq!(widths, [Some(611.0), Some(233.0)]);
    assert_eq!([65, 66].map(|code| named.built_in(code)), [Some("A".into()), Some("B".into())]);
    let mut names = named.names();
    names.sort_unstable();
    assert_eq!(names, [".notdef", "A", "B"]);
}

/// Asks a program everything that can be asked of it.
fn exhaust(data: &[u8]) {
    if let Some(program) = TrueType::read(data) {
        let _widths: Vec<_> = (0..300).map(|glyph| program.width(glyph)).collect();
        let _glyphs: Vec<_> = program.maps().iter().flat_map(|map| (0..300).map(|code| map.glyph(code))).collect();
        program.named("A");
    }
    if let Some(program) = Cff::read(data) {
        let _widths: Vec<_> = (0..300).map(|glyph| program.width(glyph)).collect();
        exhaust_names(&Named::Cff(Box::new(program)));
    }
    if let Some(program) = Type1::read(data) {
        exhaust_names(&Named::Type1(Box::new(program)));
    }
}

fn exhaust_names(named: &Named<'_>) {
    let _names: Vec<_> = (0..=255).map(|code| named.built_in(code)).collect();
    let _widths: Vec<_> =
        named.names().iter().map(|name| named.glyph(name).and_then(|glyph| named.width(glyph))).collect();
}

#[test]
fn programs_cut_short_or_with_one_wrong_byte_are_no_danger() {
    let programs = [
        samples::truetype(&[500, 250], &[(3, 0, &[(0xF041, 1)])], &[".notdef", "A"]),
        samples::cff(&[("alpha", 300)]),
        samples::cid_cff(&[(7, 300)]),
        samples::type1(&[("A", 611)]),
    ];
    for program in programs {
        for at in 0..program.len() {
            exhaust(&program[..at]);
            for wrong in [0, 0x7F, 0xFF] {
                let mut broken = program.clone();
                broken[at] = wrong;
                exhaust(&broken);
            }
        }
    }
}

#[test]
fn what_is_no_font_is_refused() {
    for data in [&b""[..], b"%!PS", b"\x01\x00\x04\x01", b"OTTO"] {
        assert!(TrueType::read(data).is_none() && Cff::read(data).is_none() && Type1::read(data).is_none());
    }
}
