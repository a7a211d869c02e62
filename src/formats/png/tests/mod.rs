//! Sound PNG files: every fixture against the `png` crate, and what comes along. Damage is in `damage`.

mod damage;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Crc;

use super::FORMAT;
use crate::formats::rows::{Rows, Shape};
use crate::formats::samples::{self, Samples};
use crate::formats::source::Source;
use crate::formats::stream::Stream;
use crate::formats::{Limits, packed, planes};
use crate::page::{Coding, Colour, Embedding, Mask, PageImage, Refusal, Space, Stop};

const LIMITS: Limits = Limits { pixels: 1 << 28, memory: 1 << 30, pages: 10 };

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/images/png");

fn owned(image: PageImage<'_>) -> PageImage<'static> {
    PageImage { data: image.data.into_owned().into(), ..image }
}

fn read_within(bytes: &[u8], limits: &Limits) -> Result<PageImage<'static>, Box<Refusal>> {
    let mut page = None;
    let result = (FORMAT.read)(&mut Source::of(bytes), limits, &mut |number, image| {
        assert_eq!(number, 1);
        page = Some(owned(image));
        Ok(())
    });
    match result {
        Ok(()) => Ok(page.unwrap()),
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(stop) => panic!("neither read nor refused: {stop:?}"),
    }
}

fn read(bytes: &[u8]) -> Result<PageImage<'static>, Box<Refusal>> {
    read_within(bytes, &LIMITS)
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).err().unwrap().code.name
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(FIXTURES).join(format!("{name}.png"))).unwrap()
}

fn page(name: &str) -> PageImage<'static> {
    read(&fixture(name)).unwrap()
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let paths = fs::read_dir(FIXTURES).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = paths
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

/// Puts the stream of a page and its mask together again.
fn seen(page: &PageImage<'_>) -> Samples {
    let channels = if matches!(page.colour, Colour::Rgb(_)) { 3 } else { 1 };
    let stored = samples::decode(&page.data, &page.coding, page.width, page.height, page.bits, channels).unwrap();
    let colour = match &page.colour {
        Colour::Indexed { palette, .. } => samples::apply_palette(&stored, palette).unwrap(),
        _ => stored,
    };
    let Some(Mask::Soft { bits, data }) = &page.mask else { return colour };
    let shape = Shape { width: page.width, height: page.height, bits: *bits, channels: 1 };
    let mut alphas = Rows::new(data, &Coding::FlatePng, shape).unwrap();
    let (mut rows, mut pixels) = (Vec::new(), Vec::new());
    let shape = Shape { channels: colour.channels, ..shape };
    for row in colour.rows.chunks_exact(colour.row_bytes()) {
        planes::interleave(row, alphas.next_row().unwrap().unwrap(), shape, &mut pixels);
        rows.extend_from_slice(&pixels);
    }
    Samples { channels: colour.channels + 1, alpha: true, rows, ..colour }
}

/// Decodes with the `png` crate; only palettes are applied, and opaque alpha is left out as we do.
fn second_opinion(bytes: &[u8]) -> Samples {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    let is_indexed = decoder.read_header_info().unwrap().color_type == png::ColorType::Indexed;
    let transform = if is_indexed { png::Transformations::EXPAND } else { png::Transformations::IDENTITY };
    decoder.set_transformations(transform);
    let mut reader = decoder.read_info().unwrap();
    let mut rows = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rows).unwrap();
    let (bits, channels) = (info.bit_depth as u8, info.color_type.samples() as u8);
    let row_bytes = packed::row_bytes(info.width, bits, channels);
    rows.chunks_exact_mut(row_bytes).for_each(|row| packed::clear_padding(row, info.width, bits, channels));
    let alpha = channels.is_multiple_of(2);
    Samples { width: info.width, height: info.height, bits, channels, alpha, rows }
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(data);
    [&(data.len() as u32).to_be_bytes()[..], name, data, &crc.sum().to_be_bytes()].concat()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(1));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Builds a PNG; `kind` is depth, colour type, interlacing.
fn built(width: u32, height: u32, kind: (u8, u8, u8), chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let (bits, colour, interlace) = kind;
    let sizes = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&sizes[..], &[bits, colour, 0, 0, interlace]].concat();
    let body: Vec<u8> = chunks.iter().flat_map(|(name, data)| chunk(name, data)).collect();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &header), &body, &chunk(b"IEND", b"")].concat()
}

fn grey_2x1(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    built(2, 1, (8, 0, 0), chunks)
}

#[test]
fn every_fixture_has_the_pixels_that_the_png_crate_sees() {
    for (name, bytes) in fixtures() {
        let page = read(&bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        let (ours, theirs) = (seen(&page), second_opinion(&bytes));
        // Alpha that hides nothing is left out on our side.
        let is_dropped = theirs.alpha && !ours.alpha;
        if is_dropped {
            let opaque = samples::recode(&theirs).unwrap();
            assert_eq!(opaque.mask, None, "{name}");
            assert_eq!(opaque.content, ours.content(), "{name}");
        } else {
            assert_eq!(ours.content(), theirs.content(), "{name}");
        }
        if !matches!(page.mask, Some(Mask::ColourKey(_))) {
            assert_eq!(page.content, ours.content(), "{name}");
        }
    }
}

#[test]
fn an_interlaced_image_has_the_content_of_its_plain_twin() {
    let twins = fixtures().into_iter().filter_map(|(name, _)| name.strip_suffix("-adam7").map(str::to_owned));
    for name in twins {
        let (plain, interlaced) = (page(&name), page(&format!("{name}-adam7")));
        assert_eq!(plain.content, interlaced.content, "{name}");
        assert_eq!(plain.mask.is_some(), interlaced.mask.is_some(), "{name}");
        assert_eq!(interlaced.embedding, Embedding::Lossless, "{name}");
    }
}

#[test]
fn plain_images_without_alpha_pass_as_they_are() {
    for name in ["grey-1", "grey-16", "rgb-8", "rgb-16", "indexed-4", "many-idats", "trns-rgb-8", "trns-indexed-opaque"]
    {
        let page = page(name);
        assert_eq!(page.embedding, Embedding::PassThrough, "{name}");
        assert_eq!(page.coding, Coding::FlatePng, "{name}");
    }
    let bytes = grey_2x1(&[(b"IDAT", &zlib(&[0, 1, 2]))]);
    assert_eq!(*read(&bytes).unwrap().data, zlib(&[0, 1, 2]));
}

#[test]
fn how_the_data_are_split_does_not_change_the_content() {
    assert_eq!(page("many-idats").content, page("rgb-8").content);
    assert_eq!(page("alpha-opaque").mask, None);
    assert_eq!(page("alpha-opaque").content.channels, 3);
}

#[test]
fn a_single_transparent_colour_becomes_a_colour_key_in_the_files_own_range() {
    assert_eq!(page("trns-grey-1").mask, Some(Mask::ColourKey(vec![1, 1])));
    let rgb = page("trns-rgb-8");
    assert!(matches!(rgb.mask, Some(Mask::ColourKey(ref ranges)) if ranges.len() == 6));
    assert_eq!(rgb.content.channels, 4);
    // Only the low bits count, and a key that no pixel has is dropped.
    let keyed = |value: u16| grey_2x1(&[(b"tRNS", &value.to_be_bytes()), (b"IDAT", &zlib(&[0, 1, 2]))]);
    assert_eq!(read(&keyed(0x7702)).unwrap().mask, Some(Mask::ColourKey(vec![2, 2])));
    let without = read(&keyed(3)).unwrap();
    assert_eq!((without.mask, without.content.channels), (None, 1));
}

#[test]
fn a_deep_check_of_the_stream_gives_the_same_content() {
    for (name, bytes) in fixtures() {
        let page = read(&bytes).unwrap();
        let (palette, channels) = match &page.colour {
            Colour::Indexed { palette, .. } => (Some(&palette[..]), 1),
            Colour::Rgb(_) => (None, 3),
            _ => (None, 1),
        };
        let shape = Shape { width: page.width, height: page.height, bits: page.bits, channels };
        let PageImage { data, coding, mask, inverted, .. } = &page;
        let stream = Stream { data, coding, shape, palette, mask: mask.as_ref(), inverted: *inverted };
        assert_eq!(stream.content().unwrap(), page.content, "{name}");
    }
}

#[test]
fn colour_spaces_are_read_in_the_order_of_the_standard() {
    let space = |name: &str| match page(name).colour {
        Colour::Gray(space) | Colour::Rgb(space) | Colour::Indexed { space, .. } => space,
        Colour::Cmyk(_) => panic!("PNG has no CMYK"),
    };
    assert!(matches!(space("iccp-rgb"), Space::Icc(profile) if profile.len() == 148));
    assert!(matches!(space("iccp-grey"), Space::Icc(_)));
    assert_eq!(space("iccp-rgb-in-grey"), Space::Device);
    assert_eq!(space("gama-srgb"), Space::Device);
    assert_eq!(space("srgb-over-gama"), Space::Device);
    assert_eq!(space("gama-linear-grey"), Space::Calibrated { gamma: 100_000, chromaticities: None });
    let adobe = [31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000];
    assert_eq!(space("gama-adobe"), Space::Calibrated { gamma: 219_925, chromaticities: Some(adobe) });
}

#[test]
fn what_is_left_out_is_noted() {
    let notes = |name: &str| page(name).notes.iter().map(|note| note.code.name).collect::<Vec<_>>();
    assert_eq!(notes("iccp-rgb-in-grey"), ["format.profile-dropped"]);
    assert_eq!(notes("trailing"), ["format.trailing-data"]);
    assert_eq!(notes("animated"), ["format.animated"]);
    assert!(notes("iccp-rgb").is_empty());
}

#[test]
fn a_profile_that_is_a_bomb_is_dropped_and_not_inflated() {
    let profile = [&b"p\0\0"[..], &zlib(&vec![0; 9 << 20])].concat();
    let page = read(&grey_2x1(&[(b"iCCP", &profile), (b"IDAT", &zlib(&[0, 1, 2]))])).unwrap();
    assert_eq!(page.notes.len(), 1);
    assert_eq!(page.colour, Colour::Gray(Space::Device));
}

#[test]
fn only_density_per_metre_is_a_resolution() {
    let resolution = page("phys-300").resolution.unwrap();
    assert!((resolution.x - 299.9994).abs() < 1e-6);
    assert_eq!(page("phys-aspect").resolution, None);
    assert_eq!(page("rgb-8").resolution, None);
}
