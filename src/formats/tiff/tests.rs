//! Whole files: those of `fixtures/images/tiff`, the same cut short and damaged, and some made by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{FORMAT, has_many_pages};
use crate::formats::Limits;
use crate::formats::source::Source;
use crate::page::{Coding, Content, Embedding, Orientation, Refusal, Stop};

const LIMITS: Limits = Limits { pixels: 4_000_000, memory: 16 << 20, pages: 100 };

/// What a page is like, apart from its bytes.
#[derive(Debug, PartialEq)]
struct Seen {
    content: Content,
    coding: Coding,
    embedding: Embedding,
    notes: Vec<&'static str>,
    orientation: Orientation,
    dpi: Option<(f64, f64)>,
    data: Vec<u8>,
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Seen>, Refusal> {
    let mut pages = Vec::new();
    let result = (FORMAT.read)(&mut Source::of(bytes), limits, &mut |number, image| {
        assert_eq!(number as usize, pages.len() + 1);
        pages.push(Seen {
            content: image.content,
            coding: image.coding,
            embedding: image.embedding,
            notes: image.notes.iter().map(|note| note.code.name).collect(),
            orientation: image.orientation,
            dpi: image.resolution.map(|resolution| (resolution.x, resolution.y)),
            data: image.data.into_owned(),
        });
        Ok(())
    });
    match result {
        Ok(()) => Ok(pages),
        Err(Stop::Refused(refusal)) => Err(*refusal),
        Err(stop) => panic!("a fault, not a finding: {stop:?}"),
    }
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes, &LIMITS).map_or_else(|refusal| refusal.code.name, |_| "taken")
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/images/tiff");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "tif"));
    files.sort();
    files.iter().map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())).collect()
}

fn fixture(name: &str) -> Vec<u8> {
    fixtures().into_iter().find(|(found, _)| found == name).unwrap().1
}

fn only(name: &str) -> Seen {
    let mut pages = read(&fixture(name), &LIMITS).unwrap();
    assert_eq!(pages.len(), 1);
    pages.remove(0)
}

#[test]
fn the_same_pixels_have_the_same_digest_in_every_coding() {
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, bytes) in fixtures() {
        let pages = read(&bytes, &LIMITS).unwrap_or_else(|refusal| panic!("{name}: {}", refusal.what.en));
        let group = name.split('-').next().unwrap().to_owned();
        let digests = groups.entry(group).or_default();
        digests.extend(pages.iter().map(|page| page.content.sha256.to_string()));
    }
    assert_eq!(groups.remove("pages").map(|digests| digests.len()), Some(3));
    // Each of these was made lossy in its own way.
    groups.remove("jpeg");
    for (group, digests) in groups {
        assert_eq!(digests.len(), 1, "{group}");
    }
}

#[test]
fn fax_strips_pass_as_they_are() {
    let expected = [
        ("bw-g4", -1, true, false, false),
        ("bw-white0-g4", -1, false, false, false),
        ("bw-g3-1d", 0, true, true, false),
        ("bw-g3-fill", 0, true, true, false),
        ("bw-g3-2d", 4, true, true, false),
        ("bw-rle", 0, true, false, true),
    ];
    for (name, k, black_is_1, end_of_line, byte_align) in expected {
        let page = only(name);
        assert_eq!(page.embedding, Embedding::PassThrough, "{name}");
        let coding = Coding::Ccitt { k, black_is_1, end_of_line, byte_align, end_of_block: false };
        assert_eq!(page.coding, coding, "{name}");
        let file = fixture(name);
        assert!(file.windows(page.data.len()).any(|stretch| stretch == page.data), "{name}");
    }
}

#[test]
fn a_strip_with_its_bits_the_other_way_round_is_turned_round() {
    let (turned, straight) = (only("bw-g4-lsb"), only("bw-g4"));
    assert_eq!(turned.embedding, Embedding::Rewrapped);
    assert!(turned.data == straight.data);
    assert_eq!(turned.coding, straight.coding);
}

#[test]
fn many_strips_become_the_one_stream_that_libtiff_would_write() {
    let (strips, tiles, white0) = (only("bw-g4-strips"), only("bw-g4-tiles"), only("bw-white0-g4"));
    assert_eq!(strips.embedding, Embedding::Lossless);
    assert!(strips.data == white0.data);
    assert!(tiles.data == white0.data);
    assert_eq!(strips.coding, white0.coding);
}

#[test]
fn deflate_of_one_strip_passes_where_pdf_reads_the_same() {
    let embedding = |name: &str| (only(name).embedding, only(name).coding);
    assert_eq!(embedding("rgb-zip"), (Embedding::PassThrough, Coding::Flate));
    assert_eq!(embedding("rgb-zip-p2"), (Embedding::PassThrough, Coding::FlateTiff));
    assert_eq!(embedding("grey16-zip-be"), (Embedding::PassThrough, Coding::FlateTiff));
    assert_eq!(embedding("grey16-zip-le").0, Embedding::Lossless);
    assert_eq!(embedding("rgb-zip-p2-strips").0, Embedding::Lossless);
}

#[test]
fn jpeg_strips_are_joined_and_tiles_decoded() {
    for name in ["ycc-strips", "ycc-strip", "rgb-strips", "grey-strips", "pillow", "cmyk", "progressive"] {
        let page = only(&format!("jpeg-{name}"));
        assert_eq!((page.embedding, page.coding), (Embedding::Rewrapped, Coding::Dct { transform: None }), "{name}");
    }
    for name in ["ycc-tiles", "rgb-tiles", "planar"] {
        let page = only(&format!("jpeg-{name}"));
        assert_eq!((page.embedding, page.coding), (Embedding::Lossless, Coding::FlatePng), "{name}");
    }
    assert_eq!(only("jpeg-old").embedding, Embedding::PassThrough);
}

#[test]
fn thumbnails_are_no_pages() {
    let pages = read(&fixture("pages-thumbnail"), &LIMITS).unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0].notes, ["format.reduced-skipped"]);
}

#[test]
fn a_look_tells_many_pages_from_one() {
    let look = |name: &str| has_many_pages(&mut Source::of(&fixture(name)));
    assert!(look("pages-3") && look("pages-thumbnail"));
    assert!(!look("bw-g4") && !look("rgb-big-be"));
    assert!(!has_many_pages(&mut Source::of(b"II*\0")));
}

#[test]
fn pages_come_from_a_file_as_they_do_from_memory() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/images/tiff/pages-3.tif");
    let mut file = fs::File::open(path).unwrap();
    let mut digests = Vec::new();
    (FORMAT.read)(&mut Source::File(&mut file), &LIMITS, &mut |_, image| {
        digests.push(image.content);
        Ok(())
    })
    .unwrap();
    let expected = read(&fixture("pages-3"), &LIMITS).unwrap();
    assert!(expected.iter().map(|page| &page.content).eq(&digests));
}

#[test]
fn a_cut_file_is_refused_unless_nothing_is_missing() {
    for (name, bytes) in fixtures() {
        let whole = read(&bytes, &LIMITS).unwrap();
        for end in 0..bytes.len() {
            if let Ok(pages) = read(&bytes[..end], &LIMITS) {
                assert!(pages == whole, "{name} cut at {end}");
            }
        }
    }
}

#[test]
fn damage_never_panics() {
    let limits = Limits { pixels: 60_000, memory: 400_000, pages: 10 };
    for (seed, (_, bytes)) in fixtures().into_iter().enumerate() {
        for bit in (seed * 7 % 331..bytes.len() * 8).step_by(331) {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            drop(read(&damaged, &limits));
        }
    }
}

#[test]
fn noise_behind_a_header_never_panics() {
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as u8
    };
    for _ in 0..500 {
        let mut bytes = b"II*\0\x08\0\0\0\x09\0".to_vec();
        for tag in [256u16, 257, 258, 259, 262, 273, 277, 278, 279] {
            bytes.extend(tag.to_le_bytes());
            bytes.extend([3, 0, 1 + next() % 2, 0, 0, 0]);
            bytes.extend([next() >> (next() % 8), 0, next() % 2, 0]);
        }
        bytes.extend((0..300).map(|_| next()));
        assert_ne!(code(&bytes), "");
    }
}

/// A directory of one page, little-endian; `data` stand at byte 8.
fn made(tags: &[(u16, u32)], data: &[u8], next: u32) -> Vec<u8> {
    let at = 8 + data.len() as u32;
    let mut bytes = [b"II*\0", &at.to_le_bytes()[..], data].concat();
    let mut tags = [tags, &[(273, 8), (279, data.len() as u32)]].concat();
    tags.sort_by_key(|(tag, _)| *tag);
    bytes.extend((tags.len() as u16).to_le_bytes());
    for (tag, value) in tags {
        bytes.extend(tag.to_le_bytes());
        bytes.extend([4, 0, 1, 0, 0, 0]);
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(next.to_le_bytes());
    bytes
}

/// Sixteen white rows of eight pixels in G4: a one bit each, then the end mark.
const WHITE_G4: [u8; 5] = [0xFF, 0xFF, 0x00, 0x10, 0x01];
const G4: [(u16, u32); 4] = [(256, 8), (257, 16), (259, 4), (262, 0)];

#[test]
fn a_chain_that_loops_or_leaves_the_file_is_refused() {
    assert_eq!(code(&made(&G4, &WHITE_G4, 0)), "taken");
    let looped = read(&made(&G4, &WHITE_G4, 13), &LIMITS).unwrap_err();
    assert_eq!((looped.code.name, looped.offset), ("format.corrupt", Some(13)));
    // What lies past the end counts as cut off.
    let file = made(&G4, &WHITE_G4, 9999);
    let outside = read(&file, &LIMITS).unwrap_err();
    assert_eq!((outside.code.name, outside.offset), ("format.truncated", Some(file.len() as u64)));
}

#[test]
fn files_without_pages_are_refused() {
    assert_eq!(code(b"II*\0\0\0\0\0"), "format.no-pages");
    assert_eq!(code(&made(&[&G4[..], &[(254, 1)]].concat(), &WHITE_G4, 0)), "format.no-pages");
}

#[test]
fn limits_are_held_before_anything_is_decoded() {
    let huge = made(&[(256, 60_000), (257, 60_000), (259, 4), (262, 0)], &WHITE_G4, 0);
    assert_eq!(code(&huge), "format.too-large");
    let pages = Limits { pages: 2, ..LIMITS };
    assert_eq!(read(&fixture("pages-3"), &pages).unwrap_err().code.name, "format.too-large");
    let memory = Limits { memory: 1000, ..LIMITS };
    assert_eq!(read(&fixture("rgb-plain"), &memory).unwrap_err().code.name, "format.too-large");
}

#[test]
fn g4_rows_must_be_as_many_as_the_height_says() {
    let with_height = |height: u32| made(&[(256, 8), (257, height), (259, 4), (262, 0)], &WHITE_G4, 0);
    assert_eq!(code(&with_height(16)), "taken");
    let short = read(&with_height(17), &LIMITS).unwrap_err();
    assert_eq!((short.code.name, short.page, short.offset), ("format.truncated", Some(1), Some(8 + 2)));
    assert_eq!(code(&with_height(15)), "format.corrupt");
}

#[test]
fn bytes_behind_the_end_mark_are_left_out_and_reported() {
    let page = |tail: &[u8]| read(&made(&G4, &[&WHITE_G4[..], tail].concat(), 0), &LIMITS).unwrap().remove(0);
    assert_eq!(page(&[0, 0]).notes, [""; 0]);
    let trailing = page(b"junk");
    assert_eq!(trailing.notes, ["format.trailing-data"]);
    assert_eq!(trailing.data, WHITE_G4);
}

#[test]
fn a_zeroed_block_in_coded_data_is_named() {
    let mut data = [0xFF; 1200];
    data[512 - 8..1024 - 8].fill(0);
    let refusal = read(&made(&[(256, 8), (257, 5000), (259, 4), (262, 0)], &data, 0), &LIMITS).unwrap_err();
    assert_eq!((refusal.code.name, refusal.offset), ("format.zeroed", Some(512)));
}

#[test]
fn kinds_that_pdf_does_not_know_are_refused_by_name() {
    let refusal = |tags: &[(u16, u32)]| read(&made(tags, &[0; 64], 0), &LIMITS).unwrap_err();
    let colour = refusal(&[(256, 2), (257, 2), (258, 8), (262, 8), (277, 3)]);
    assert_eq!(colour.code.name, "format.unsupported");
    assert!(colour.what.en.contains("Lab"));
    let float = refusal(&[(256, 2), (257, 2), (258, 32), (262, 1), (339, 3)]);
    assert_eq!(float.code.name, "format.unsupported");
    assert!(refusal(&[(256, 2), (257, 2), (258, 8), (259, 50_000), (262, 1)]).what.en.contains("Zstandard"));
}

#[test]
fn lzw_of_both_bit_orders_is_read() {
    let grey: Vec<u8> = (0..4000u32).map(|idx| (idx * idx / 64) as u8).collect();
    let tags = [(256, 80), (257, 50), (258, 8), (262, 1)];
    let plain = read(&made(&tags, &grey, 0), &LIMITS).unwrap().remove(0);
    let new = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8).encode(&grey).unwrap();
    let old = weezl::encode::Encoder::new(weezl::BitOrder::Lsb, 8).encode(&grey).unwrap();
    for data in [new, old] {
        let page = read(&made(&[&tags[..], &[(259, 5)]].concat(), &data, 0), &LIMITS).unwrap().remove(0);
        assert_eq!(page.content, plain.content);
    }
}

#[test]
fn zeros_that_fill_disk_blocks_in_plain_samples_are_worth_a_look() {
    let mut data = vec![255; 12_000];
    let tags = [(256, 100), (257, 120), (258, 8), (262, 1)];
    data[4096 - 8..8192 - 8].fill(0);
    assert_eq!(read(&made(&tags, &data, 0), &LIMITS).unwrap()[0].notes, ["format.suspect-zeros"]);
    data[8192 - 8] = 0;
    assert_eq!(read(&made(&tags, &data, 0), &LIMITS).unwrap()[0].notes, [""; 0]);
}

#[test]
fn resolution_and_orientation_are_handed_on() {
    assert_eq!(only("bw-g4").dpi, Some((300.0, 300.0)));
    assert_eq!(only("rgb-lzw").dpi, Some((200.0, 100.0)));
    assert_eq!(only("grey-plain").dpi, None);
    let turned = read(&made(&[&G4[..], &[(274, 6)]].concat(), &WHITE_G4, 0), &LIMITS).unwrap();
    assert_eq!(turned[0].orientation, Orientation::from_tag(6));
}

#[test]
fn an_opaque_alpha_is_left_out_and_another_kept() {
    assert_eq!(only("rgb-opaque").content.channels, 3);
    assert_eq!(only("rgba-plain").content.channels, 4);
    // ExtraSamples 1: the same, but multiplied already.
    let rgba = |extra: u32, alpha: u8| {
        let tags = [(256, 1), (257, 1), (258, 8), (262, 1), (277, 2), (338, extra)];
        read(&made(&tags, &[7, alpha], 0), &LIMITS)
    };
    assert_eq!(rgba(1, 100).unwrap()[0].notes, ["format.alpha-associated"]);
    assert_eq!(rgba(0, 100).unwrap_err().code.name, "format.unsupported");
    assert_eq!(rgba(0, 255).unwrap()[0].content.channels, 1);
}
