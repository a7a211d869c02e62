//! JPEG 2000 as fixtures hold it, whole, cut, bent, and in boxes that do not fit.

use super::*;
use crate::digest::Digest;
use crate::formats::rows::Shape;
use crate::formats::{readback, stream::Stream};
use crate::page::{Mask, ResolutionSource, Space};

const LIMITS: Limits = Limits { pixels: 1 << 20, memory: 1 << 26, pages: 1 };

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/formats/jp2/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn refusal(bytes: &[u8], stated: Option<Colour>) -> (&'static str, Option<u64>) {
    match page(bytes, stated, &LIMITS) {
        Err(Stop::Refused(refusal)) => (refusal.code.name, refusal.offset),
        Err(_) => ("fault", None),
        Ok(_) => ("taken", None),
    }
}

/// Returns what a PDF of the page would give back.
fn read_back(page: &PageImage<'_>) -> Content {
    let channels = meaning::channels(&page.colour) as u8;
    let shape = Shape { width: page.width, height: page.height, bits: page.bits, channels };
    let (data, coding, mask) = (&page.data, &page.coding, page.mask.as_ref());
    readback::content(&Stream { data, coding, shape, palette: None, mask, inverted: page.inverted }).unwrap()
}

#[test]
fn files_that_keep_the_rules_pass_through_and_others_are_wrapped_anew() {
    let cases = [
        ("grey.jp2", Embedding::PassThrough, 8),
        ("grey-16.jp2", Embedding::PassThrough, 16),
        ("grey-lossy.jp2", Embedding::PassThrough, 8),
        ("rgb.jp2", Embedding::PassThrough, 8),
        ("rgb-lossy.jp2", Embedding::PassThrough, 8),
        ("rgb-tiles.jp2", Embedding::PassThrough, 8),
        ("rgb-profile.jp2", Embedding::PassThrough, 8),
        ("rgb-open-end.jp2", Embedding::PassThrough, 8),
        ("rgb-depth-box.jp2", Embedding::Rewrapped, 8),
        ("rgb-two-colours.jp2", Embedding::Rewrapped, 8),
        ("grey.j2k", Embedding::Rewrapped, 8),
        ("rgb.j2k", Embedding::Rewrapped, 8),
    ];
    for (name, embedding, bits) in cases {
        let bytes = fixture(name);
        let page = page(&bytes, None, &LIMITS).unwrap();
        assert_eq!((page.embedding, page.bits, &page.coding), (embedding, bits, &Coding::Jpx), "{name}");
        assert_eq!((page.width, page.height, page.notes.len()), (41, 55, 0), "{name}");
        assert_eq!(*page.data == bytes, embedding == Embedding::PassThrough, "{name}");
        assert_eq!(matches!(page.colour, Colour::Gray(_)), name.starts_with("grey"), "{name}");
        assert_eq!(read_back(&page), page.content, "{name}");
        let wrapped = super::page(&page.data, None, &LIMITS).unwrap();
        assert_eq!((wrapped.embedding, wrapped.content), (Embedding::PassThrough, page.content), "{name}");
    }
}

#[test]
fn palettes_alpha_and_other_orders_are_coded_anew_without_loss() {
    let samples = |name: &str| {
        let bytes = fixture(name);
        let page = page(&bytes, None, &LIMITS).unwrap();
        assert_eq!((page.embedding, &page.coding, page.bits), (Embedding::Lossless, &Coding::FlatePng, 8), "{name}");
        assert_eq!(read_back(&page), page.content, "{name}");
        (page.content.channels, matches!(page.mask, Some(Mask::Soft { .. })), page.content.sha256)
    };
    assert_eq!(samples("grey-alpha.jp2").0, 2);
    assert!(samples("grey-alpha.jp2").1 && samples("rgb-alpha.jp2").1);
    assert_eq!(samples("rgb-alpha.jp2").0, 4);
    assert_eq!((samples("bgr.jp2").0, samples("palette.jp2").0), (3, 3));
    // `pixels.tsv` says what an outsider sees.
    let table = include_str!("../../../fixtures/formats/pixels.tsv");
    for name in ["bgr.jp2", "palette.jp2"] {
        let row = table.lines().find(|row| row.starts_with(&format!("jp2/{name}\t"))).unwrap();
        assert_eq!(row.split('\t').nth(6).unwrap(), samples(name).2.to_string(), "{name}");
    }
}

#[test]
fn luma_and_differences_become_red_green_and_blue() {
    let bytes = fixture("ycc.jp2");
    let page = page(&bytes, None, &LIMITS).unwrap();
    assert_eq!((page.embedding, &page.coding, page.content.channels), (Embedding::Lossless, &Coding::FlatePng, 3));
    assert_eq!(read_back(&page), page.content);
    let shape = Shape { width: 41, height: 55, bits: 8, channels: 3 };
    let mut rows = crate::formats::rows::Rows::new(&page.data, &page.coding, shape).unwrap();
    let rgb = fixture("rgb.jp2");
    let expected = decode::decode(&rgb[boxes::read(&rgb).unwrap().codestream], &of_file(&rgb), |components| {
        components.iter().map(|component| component.samples().to_vec()).collect::<Vec<_>>()
    });
    let expected = expected.unwrap();
    for y in 0..55 {
        let row = rows.next_row().unwrap().unwrap();
        for (idx, value) in row.iter().enumerate() {
            let apart = f32::from(*value) - expected[idx % 3][y * 41 + idx / 3];
            assert!(apart.abs() <= 2.0, "{y} {idx}: {apart}");
        }
    }
}

fn of_file(bytes: &[u8]) -> Codestream {
    codestream::walk(&bytes[boxes::read(bytes).unwrap().codestream]).unwrap()
}

#[test]
fn the_content_is_the_codestream_without_comments() {
    let of = |name: &str| page(&fixture(name), None, &LIMITS).unwrap().content;
    assert_eq!(of("rgb.jp2"), of("rgb.j2k"));
    assert_eq!(of("rgb.jp2"), of("rgb-profile.jp2"));
    assert_ne!(of("rgb.jp2"), of("rgb-tiles.jp2"));
    let bytes = fixture("rgb.j2k");
    let comment = bytes.windows(4).position(|window| window == [0xFF, 0x64, 0x00, 0x25]).unwrap();
    let without = [&bytes[..comment], &bytes[comment + 2 + 0x25..]].concat();
    assert_eq!(page(&without, None, &LIMITS).unwrap().content, of("rgb.j2k"));
    assert_eq!(of("rgb.j2k").sha256, Digest::of(&without));
}

#[test]
fn resolution_profile_and_preview_are_read() {
    let bytes = fixture("rgb-300-dpi.jp2");
    let page = page(&bytes, None, &LIMITS).unwrap();
    let resolution = page.resolution.unwrap();
    assert!((resolution.x - 300.0).abs() < 0.01 && (resolution.y - 300.0).abs() < 0.01);
    assert_eq!(resolution.from, ResolutionSource::Jp2);
    let preview = page.preview;
    assert_eq!((preview.width, preview.height, preview.grey.len()), (6, 7, 42));
    let bytes = fixture("rgb-profile.jp2");
    assert!(matches!(super::page(&bytes, None, &LIMITS).unwrap().colour, Colour::Rgb(Space::Icc(_))));
}

#[test]
fn the_preview_shows_light_and_dark() {
    let bytes = fixture("grey.jp2");
    let grey = page(&bytes, None, &LIMITS).unwrap().preview.grey;
    let (least, most) = (grey.iter().min().unwrap(), grey.iter().max().unwrap());
    assert!(*most > 200 && least < most, "{grey:?}");
}

#[test]
fn a_pdf_may_state_the_colour_but_not_another_number_of_channels() {
    let (grey, rgb) = (Colour::Gray(Space::Device), Colour::Rgb(Space::Device));
    for name in ["rgb.jp2", "rgb.j2k"] {
        let bytes = fixture(name);
        assert_eq!(page(&bytes, Some(rgb.clone()), &LIMITS).unwrap().colour, rgb, "{name}");
        assert_eq!(refusal(&bytes, Some(grey.clone())).0, "format.unsupported", "{name}");
    }
}

#[test]
fn bytes_behind_the_end_are_cut_off_with_a_note() {
    for name in ["rgb.jp2", "rgb.j2k"] {
        let bytes = fixture(name);
        let longer = [&bytes, &b"SCANNER-LOG 17"[..]].concat();
        let page = page(&longer, None, &LIMITS).unwrap();
        assert_eq!(page.notes[0].code.name, "format.trailing-data", "{name}");
        assert_eq!(page.content, super::page(&bytes, None, &LIMITS).unwrap().content, "{name}");
        assert!(!page.data.ends_with(b"17"), "{name}");
    }
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    for name in ["rgb.jp2", "rgb.j2k", "grey-alpha.jp2", "rgb-open-end.jp2", "palette.jp2"] {
        let bytes = fixture(name);
        for end in (0..bytes.len()).filter(|end| *end < 300 || end % 17 == 0 || bytes.len() - end < 20) {
            let (code, _) = refusal(&bytes[..end], None);
            assert!(matches!(code, "format.truncated" | "format.corrupt"), "{name} {end}: {code}");
        }
    }
}

#[test]
fn a_changed_bit_is_never_a_panic() {
    for name in ["rgb-tiles.jp2", "palette.jp2", "grey-alpha.jp2", "rgb-300-dpi.jp2"] {
        let bytes = fixture(name);
        for at in (0..bytes.len()).filter(|at| *at < 250 || at % 41 == 0) {
            for bit in [0, 3, 7] {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                let _ = page(&changed, None, &LIMITS);
            }
        }
    }
}

#[test]
fn a_header_that_speaks_of_another_image_is_refused() {
    let mut bytes = fixture("rgb.jp2");
    let at = bytes.windows(4).position(|window| window == b"ihdr").unwrap() + 4;
    bytes[at + 3] += 1;
    assert_eq!(refusal(&bytes, None).0, "format.corrupt");
}

#[test]
fn tiles_that_readers_cannot_count_are_refused() {
    let mut bytes = fixture("grey.j2k");
    bytes[24..28].copy_from_slice(&[0xFF; 4]);
    assert_eq!(refusal(&bytes, None).0, "format.unsupported");
}

#[test]
fn the_limits_hold_before_anything_is_decoded() {
    let bytes = fixture("rgb.jp2");
    for limits in [Limits { pixels: 41 * 55 - 1, ..LIMITS }, Limits { memory: 30_000, ..LIMITS }] {
        let Err(Stop::Refused(refusal)) = page(&bytes, None, &limits) else { panic!("taken") };
        assert_eq!(refusal.code.name, "format.too-large");
    }
}
