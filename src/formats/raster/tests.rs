//! GIF, BMP, WebP and PNM as fixtures hold them: the pixels that outsiders see, and nothing taken that is cut off.

use super::*;
use crate::formats::rows::Shape;
use crate::formats::source::Source;
use crate::formats::stream::Stream;
use crate::formats::{Format, pnm, readback};
use crate::page::{Content, Mask};

const LIMITS: Limits = Limits { pixels: 1 << 14, memory: 1 << 20, pages: 1 };
const FORMATS: [Format; 4] = [gif::FORMAT, bmp::FORMAT, webp::FORMAT, pnm::FORMAT];

fn read(format: &Format, bytes: &[u8], limits: &Limits) -> Result<PageImage<'static>, Stop> {
    let mut found = None;
    (format.read)(&mut Source::of(bytes), limits, &mut |number, page| {
        assert_eq!(number, 1);
        found = Some(page.into_owned());
        Ok(())
    })?;
    Ok(found.unwrap())
}

fn code(format: &Format, bytes: &[u8]) -> &'static str {
    match read(format, bytes, &LIMITS) {
        Err(Stop::Refused(refusal)) => refusal.code.name,
        Err(_) => "fault",
        Ok(_) => "taken",
    }
}

fn folder(format: &Format) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/fixtures/formats/{}", env!("CARGO_MANIFEST_DIR"), format.name);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    assert!(files.len() > 3);
    files
}

fn fixture(format: &Format, name: &str) -> Vec<u8> {
    folder(format).into_iter().find(|(file, _)| file == name).unwrap().1
}

fn read_back(page: &PageImage<'_>) -> Content {
    let channels = if matches!(page.colour, Colour::Gray(_)) { 1 } else { 3 };
    let shape = Shape { width: page.width, height: page.height, bits: page.bits, channels };
    let (data, coding, mask) = (&page.data, &page.coding, page.mask.as_ref());
    readback::content(&Stream { data, coding, shape, palette: None, mask, inverted: false }).unwrap()
}

#[test]
fn every_fixture_has_the_pixels_that_outsiders_see() {
    let table = include_str!("../../../fixtures/formats/pixels.tsv");
    for format in &FORMATS {
        for (name, bytes) in folder(format) {
            assert!((format.recognises)(&bytes[..bytes.len().min(64)]), "{name}");
            let page = read(format, &bytes, &LIMITS).unwrap();
            assert_eq!(read_back(&page), page.content, "{name}");
            assert_eq!((page.embedding, page.notes.len()), (Embedding::Lossless, 0), "{name}");
            let row = table.lines().find(|row| row.starts_with(&format!("{}/{name}\t", format.name)));
            let cells: Vec<&str> = row.unwrap_or_else(|| panic!("{name}")).split('\t').collect();
            let depth = page.bits.to_string();
            assert_eq!(
                (cells[2], cells[3], cells[5]),
                (&*page.width.to_string(), &*page.height.to_string(), &*depth),
                "{name}"
            );
            // No two decoders of lossy WebP agree on how colours are spread over pixels.
            if cells[7] == "-" && name != "lossy.webp" {
                assert_eq!(cells[6], page.content.sha256.to_string(), "{name}");
            }
            assert_eq!(cells[7] != "-", matches!(page.mask, Some(Mask::Soft { .. })), "{name}");
        }
    }
}

#[test]
fn black_and_white_becomes_g4_whatever_the_file_called_it() {
    let contents: Vec<Content> =
        [(0, "bitonal.gif"), (1, "bitonal.bmp"), (1, "os2.bmp"), (2, "bitonal.webp"), (3, "p4.pbm"), (3, "p1.pbm")]
            .map(|(format, name)| {
                let page = read(&FORMATS[format], &fixture(&FORMATS[format], name), &LIMITS).unwrap();
                assert!(matches!(page.coding, Coding::Ccitt { .. }), "{name}");
                page.content
            })
            .into();
    assert!(contents.iter().all(|content| *content == contents[0]));
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    for format in &FORMATS {
        for (name, bytes) in folder(format) {
            // The last byte is a line end, and a bit needs none behind it.
            let whole = bytes.len() - usize::from(name == "p1.pbm");
            for end in (0..whole).filter(|end| *end < 80 || end % 61 == 0 || whole - end < 12) {
                let code = code(format, &bytes[..end]);
                let is_known = matches!(code, "format.truncated" | "format.corrupt" | "format.unsupported");
                assert!(is_known, "{name} cut at {end}: {code}");
            }
        }
    }
}

#[test]
fn a_changed_byte_is_never_a_panic() {
    for format in &FORMATS {
        for (_, bytes) in folder(format) {
            for at in (0..bytes.len()).filter(|at| *at < 70 || at % 97 == 0) {
                for value in [bytes[at] ^ 1, bytes[at] ^ 0x80] {
                    let mut changed = bytes.clone();
                    changed[at] = value;
                    code(format, &changed);
                }
            }
        }
    }
}

#[test]
fn bytes_behind_the_end_are_reported() {
    for (format, name) in FORMATS.iter().zip(["grey.gif", "runs-8.bmp", "lossless.webp", "p5.pgm"]) {
        let bytes = [&fixture(format, name), &b"SCANNER-LOG"[..]].concat();
        let notes = read(format, &bytes, &LIMITS).unwrap().notes;
        assert_eq!(notes.iter().map(|note| note.code.name).collect::<Vec<_>>(), ["format.trailing-data"], "{name}");
    }
}

#[test]
fn a_webp_that_exif_turns_is_told() {
    let plain = fixture(&webp::FORMAT, "lossless.webp");
    let with = |turn: u8| {
        let (width, height) = (41u8, 55u8);
        let canvas = [b"VP8X\x0A\0\0\0\x08\0\0\0".as_slice(), &[width - 1, 0, 0, height - 1, 0, 0]].concat();
        let tag = [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[turn, 0, 0, 0, 0, 0, 0, 0]].concat();
        let exif = [b"EXIF".as_slice(), &(tag.len() as u32).to_le_bytes(), &tag].concat();
        let chunks = [b"WEBP".as_slice(), &canvas, &plain[12..], &exif].concat();
        [b"RIFF".as_slice(), &(chunks.len() as u32).to_le_bytes(), &chunks].concat()
    };
    let notes = |turn| read(&webp::FORMAT, &with(turn), &LIMITS).unwrap().notes;
    assert_eq!(notes(6).iter().map(|note| note.code.name).collect::<Vec<_>>(), ["format.orientation"]);
    assert!(notes(1).is_empty());
}

#[test]
fn the_limits_hold_before_anything_is_decoded() {
    for (format, name) in FORMATS.iter().zip(["grey.gif", "rgb-24.bmp", "lossless.webp", "p6.ppm"]) {
        let bytes = fixture(format, name);
        for limits in [Limits { pixels: 41 * 55 - 1, ..LIMITS }, Limits { memory: 41 * 55 * 6 - 1, ..LIMITS }] {
            let Err(Stop::Refused(refusal)) = read(format, &bytes, &limits) else { panic!("{name} was taken") };
            assert_eq!(refusal.code.name, "format.too-large", "{name}");
        }
    }
    // A header that claims a hundred gigabytes costs nothing.
    let huge = b"P6 200000 200000 255\n";
    assert_eq!(code(&pnm::FORMAT, huge), "format.too-large");
}

#[test]
fn an_animation_gives_its_first_picture_and_a_word() {
    let picture = fixture(&gif::FORMAT, "grey.gif");
    // Behind the screen and its colours.
    let start = 13 + (3 << ((picture[10] & 7) + 1));
    let frame = &picture[start..picture.len() - 1];
    let twice = [&picture[..picture.len() - 1], frame, b";"].concat();
    let page = read(&gif::FORMAT, &twice, &LIMITS).unwrap();
    assert_eq!(page.notes[0].code.name, "format.animated");
    assert_eq!(page.content, read(&gif::FORMAT, &picture, &LIMITS).unwrap().content);
}

#[test]
fn a_bmp_says_how_dense_its_pixels_lie() {
    let resolution = read(&bmp::FORMAT, &fixture(&bmp::FORMAT, "grey.bmp"), &LIMITS).unwrap().resolution.unwrap();
    assert!((resolution.x - 300.0).abs() < 0.01 && (resolution.y - 300.0).abs() < 0.01);
    assert!(read(&bmp::FORMAT, &fixture(&bmp::FORMAT, "os2.bmp"), &LIMITS).unwrap().resolution.is_none());
}

#[test]
fn samples_out_of_range_and_unknown_channels_are_refused() {
    assert_eq!(code(&pnm::FORMAT, b"P2 2 1 15\n3 16\n"), "format.corrupt");
    assert_eq!(code(&pnm::FORMAT, b"P1 2 1 0 7\n"), "format.corrupt");
    assert_eq!(code(&pnm::FORMAT, b"P5 2 1 0\nab"), "format.corrupt");
    assert_eq!(code(&pnm::FORMAT, b"P5 2 1 70000\nabcd"), "format.corrupt");
    let pam = |depth: u32| format!("P7\nWIDTH 1\nHEIGHT 1\nDEPTH {depth}\nMAXVAL 255\nENDHDR\nabcdef").into_bytes();
    assert_eq!(code(&pnm::FORMAT, &pam(5)), "format.unsupported");
    assert_eq!(code(&pnm::FORMAT, &pam(3)), "taken");
}

#[test]
fn digits_of_p1_need_no_blanks_and_comments_may_stand_anywhere() {
    let page = read(&pnm::FORMAT, b"P1 # width\n3 #\n2\n101\n0 1 1", &LIMITS).unwrap();
    let content = crate::digest::Digest::of(b"3 2 1 1\n\x40\x80");
    assert_eq!(page.content.sha256, content);
}
