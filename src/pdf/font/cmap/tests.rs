//! Character maps as files embed them: codes, ranges, other maps, and what is broken in them.

use super::*;

fn embedded(text: &str) -> CMap {
    CMap::Embedded(Box::new(Embedded::read(text.as_bytes())), None)
}

fn codes(map: &CMap, mut text: &[u8]) -> Vec<(u32, u8)> {
    let mut codes = Vec::new();
    while let Some(code) = map.code(text) {
        codes.push((code.value, code.length));
        text = &text[usize::from(code.length)..];
    }
    codes
}

fn code(value: u32, length: u8) -> Code {
    Code { value, length }
}

const MIXED: &str = "2 begincodespacerange <00> <80> <8140> <9ffc> endcodespacerange";

#[test]
fn code_spaces_cut_strings_into_codes() {
    let map = embedded(MIXED);
    assert_eq!(codes(&map, b"\x41\x81\x40\x42"), [(0x41, 1), (0x8140, 2), (0x42, 1)]);
}

#[test]
fn bytes_that_are_no_code_are_passed_like_the_code_that_they_begin() {
    let map = embedded(MIXED);
    assert_eq!(codes(&map, b"\x81\x00\xFF\x41"), [(0x8100, 2), (0xFF, 1), (0x41, 1)]);
    assert_eq!(codes(&map, b"\x81"), [(0x81, 1)]);
}

#[test]
fn ranges_and_single_codes_lead_to_cids_and_the_last_one_counts() {
    let map = embedded(
        "1 begincidrange <0000> <00ff> 100 endcidrange 1 begincidchar <0005> 7 endcidchar
         1 beginnotdefrange <0000> <ffff> 1 endnotdefrange",
    );
    let cids = [4, 5, 6, 0x1000].map(|value| map.cid(code(value, 2)));
    assert_eq!(cids, [Some(104), Some(7), Some(106), Some(1)]);
    assert_eq!(map.cid(code(0x10000, 4)), None);
}

#[test]
fn characters_come_from_strings_arrays_and_names() {
    let map = embedded(
        "3 beginbfrange <0041> <0043> <0061> <0050> <0052> [<0070> <D835DC00> /Euro] <0060> <0061> <00660069> endbfrange
         1 beginbfchar <0001> <00> endbfchar",
    );
    let text = |code| map.characters(code).map(|units| String::from_utf16_lossy(&units));
    assert_eq!(text(0x43).as_deref(), Some("c"));
    assert_eq!([text(0x50), text(0x51), text(0x52)].map(Option::unwrap), ["p", "\u{1D400}", "€"]);
    assert_eq!(text(0x61).as_deref(), Some("fj"));
    assert_eq!(text(1).as_deref(), Some("\0"));
    assert_eq!(text(0x44), None);
}

#[test]
fn a_range_of_characters_ends_where_its_first_byte_ends() {
    let map = embedded("1 beginbfrange <0000> <FFFF> <0000> endbfrange");
    assert!(map.characters(0xFF).is_some());
    assert_eq!(map.characters(0x100), None);
}

#[test]
fn the_highest_cid_is_that_at_the_end_of_a_range() {
    let highest = |text: &str| Embedded::read(text.as_bytes()).highest_cid;
    assert_eq!(highest("2 begincidrange <0000> <00FF> 65280 <0100> <0101> 3"), 65_535);
    assert_eq!(highest("1 begincidchar <41> 65536"), 65_536);
    assert_eq!(highest(""), 0);
}

#[test]
fn what_a_cmap_says_of_itself_is_read() {
    let map = Embedded::read(
        b"/GBK-EUC-H usecmap /CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (GB1) def /Supplement 2 def end def
          /CMapName /Own def /WMode 1 def",
    );
    assert_eq!(map.uses.as_deref(), Some(&b"GBK-EUC-H"[..]));
    assert_eq!(map.writing_mode, 1);
    let expected =
        Collection { registry: Some(b"Adobe".to_vec()), ordering: Some(b"GB1".to_vec()), supplement: Some(2) };
    assert_eq!(map.collection, expected);
}

#[test]
fn predefined_cmaps_know_their_codes_and_collection() {
    let map = CMap::predefined(b"90ms-RKSJ-H").unwrap();
    assert_eq!(codes(&map, b"A\x82\xa0"), [(0x41, 1), (0x82a0, 2)]);
    assert_eq!(map.cid(code(0x82a0, 2)), Some(843));
    assert_eq!(map.collection().ordering.as_deref(), Some(&b"Japan1"[..]));
    assert_eq!(CMap::predefined(b"UniJIS-UTF16-V").unwrap().collection().supplement, Some(5));
    assert!(CMap::predefined(b"Nobody-H").is_none());
}

#[test]
fn identity_takes_two_bytes_and_nothing_less() {
    assert_eq!(codes(&CMap::Identity, b"\x01\x02\x03"), [(0x0102, 2), (0x03, 1)]);
    assert_eq!([code(0x0102, 2), code(0x03, 1)].map(|code| CMap::Identity.cid(code)), [Some(0x0102), None]);
}

#[test]
fn what_is_missing_is_asked_of_the_cmap_below() {
    let own = Embedded::read(b"1 begincidchar <0041> 5 endcidchar");
    let map = CMap::Embedded(Box::new(own), Some(Box::new(CMap::Identity)));
    assert_eq!(codes(&map, b"\0A\0B"), [(0x41, 2), (0x42, 2)]);
    assert_eq!([0x41, 0x42].map(|value| map.cid(code(value, 2))), [Some(5), Some(0x42)]);
}

#[test]
fn broken_cmaps_end_the_reading_and_not_the_program() {
    for text in [
        "begincidrange <00>",
        "beginbfrange <00> <05> [",
        "begincidchar <0001> (x)",
        "/WMode",
        "begincodespacerange <> <>",
    ] {
        assert_eq!(embedded(text).cid(code(1, 2)), None, "{text}");
    }
}
