//! Small pages of every coding, colour, mask and size, made here, for the tests of writer and reader.

use std::borrow::Cow;
use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

use super::geometry::{Dpi, PageBox};
use super::{Conformance, Description, Writer};
use crate::digest::Digest;
use crate::page::{Coding, Colour, Content, Embedding, Mask, Orientation, PageImage, Preview, Space};

/// One page image and how large it is.
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) image: PageImage<'static>,
    pub(super) dpi: f64,
}

impl Sample {
    pub(super) fn sheet(&self) -> PageBox {
        let dpi = Dpi::new(self.dpi, self.dpi).unwrap();
        PageBox::new(self.image.width, self.image.height, dpi, self.image.orientation)
    }
}

pub(super) fn description() -> Description {
    Description { title: "HS-0001".to_owned(), conformance: Conformance::U, language: Some("vi".to_owned()) }
}

/// Returns a PDF of these pages.
pub(super) fn pdf<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, description()).unwrap();
    for sample in samples {
        writer.page(&sample.image, &sample.sheet(), &[], None).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

/// Returns every kind of page that the writer knows.
pub(super) fn all() -> Vec<Sample> {
    let mut samples = Vec::new();
    samples.extend(flate());
    samples.extend(calibrated());
    samples.extend(jpeg());
    samples.extend(fax());
    samples.extend(jpx());
    samples.extend(jbig2());
    samples.extend(masked());
    samples.extend(sized());
    samples.extend((1..=8).map(orientation));
    samples
}

/// Returns a page of this shape; its stream is made from samples that count up.
fn page(name: &str, bits: u8, colour: Colour, coding: Coding) -> Sample {
    let channels = usize::from(super::image::channels(&colour));
    let row = (30 * channels * usize::from(bits)).div_ceil(8);
    let mut rows = Vec::new();
    for line in 0..20 {
        if coding == Coding::FlatePng {
            rows.push(0);
        }
        // Any bytes are samples, filtered or not; a palette of 8 bits here has 256 entries.
        rows.extend((0..row).map(|idx| (idx * 7 + line * 3) as u8));
    }
    sample(name, 30, 20, bits, colour, coding, zlib(&rows))
}

fn sample(name: &str, width: u32, height: u32, bits: u8, colour: Colour, coding: Coding, data: Vec<u8>) -> Sample {
    let content = Content { sha256: Digest::of(&data), width, height, bits, channels: super::image::channels(&colour) };
    let image = PageImage {
        width,
        height,
        bits,
        colour,
        coding,
        inverted: false,
        mask: None,
        data: Cow::Owned(data),
        resolution: None,
        orientation: Orientation::UPRIGHT,
        embedding: Embedding::PassThrough,
        content,
        preview: Preview::default(),
        notes: Vec::new(),
    };
    Sample { name: name.to_owned(), image, dpi: 72.0 }
}

pub(super) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn palette(entries: usize, space: Space) -> Colour {
    Colour::Indexed { palette: (0..3 * entries).map(|value| (value * 5) as u8).collect(), space }
}

fn gray() -> Colour {
    Colour::Gray(Space::Device)
}

fn rgb() -> Colour {
    Colour::Rgb(Space::Device)
}

fn srgb_profile() -> Space {
    Space::Icc(include_bytes!("profiles/sRGB-v2-magic.icc").to_vec())
}

/// A profile of the page's own: sRGB under another creator, so that it is another stream.
fn own_profile() -> Space {
    let mut profile = include_bytes!("profiles/sRGB-v2-magic.icc").to_vec();
    profile[80..84].copy_from_slice(b"test");
    Space::Icc(profile)
}

fn flate() -> Vec<Sample> {
    let mut samples = Vec::new();
    for (coding, name) in [(Coding::Flate, "flate"), (Coding::FlatePng, "png"), (Coding::FlateTiff, "tiff")] {
        for bits in [1, 2, 4, 8, 16] {
            samples.push(page(&format!("{name}-gray-{bits}"), bits, gray(), coding.clone()));
        }
        for bits in [8, 16] {
            samples.push(page(&format!("{name}-rgb-{bits}"), bits, rgb(), coding.clone()));
            let cmyk = Colour::Cmyk(Space::Device);
            samples.push(page(&format!("{name}-cmyk-{bits}"), bits, cmyk, coding.clone()));
        }
        for bits in [1, 2, 4, 8] {
            let colour = palette(1 << bits, Space::Device);
            samples.push(page(&format!("{name}-indexed-{bits}"), bits, colour, coding.clone()));
        }
    }
    samples.push(page("icc-rgb", 8, Colour::Rgb(own_profile()), Coding::FlatePng));
    samples.push(page("icc-srgb", 8, Colour::Rgb(srgb_profile()), Coding::FlatePng));
    samples.push(page("icc-indexed", 4, palette(16, own_profile()), Coding::FlatePng));
    for (name, bits, colour) in [("gray", 4, gray()), ("indexed", 4, palette(16, Space::Device)), ("rgb", 8, rgb())] {
        let mut sample = page(&format!("inverted-{name}"), bits, colour, Coding::Flate);
        sample.image.inverted = true;
        samples.push(sample);
    }
    samples
}

fn calibrated() -> Vec<Sample> {
    let adobe = Some([31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000]);
    let space = |chromaticities| Space::Calibrated { gamma: 180_000, chromaticities };
    vec![
        page("calibrated-gray", 8, Colour::Gray(space(None)), Coding::FlatePng),
        page("calibrated-rgb", 8, Colour::Rgb(space(adobe)), Coding::FlatePng),
        page("calibrated-indexed", 2, palette(4, space(None)), Coding::FlatePng),
    ]
}

fn jpeg() -> Vec<Sample> {
    let encode = |channels: u32, kind| {
        let pixels: Vec<u8> = (0..32 * 24 * channels).map(|value| (value / 7) as u8).collect();
        let mut bytes = Vec::new();
        JpegEncoder::new(&mut bytes).encode(&pixels, 32, 24, kind).unwrap();
        bytes
    };
    let dct = |transform| Coding::Dct { transform };
    let colour = encode(3, ExtendedColorType::Rgb8);
    let cmyk = include_bytes!("../../fixtures/pdfa/cmyk-adobe.jpg").to_vec();
    let mut samples = vec![
        sample("jpeg-gray", 32, 24, 8, gray(), dct(None), encode(1, ExtendedColorType::L8)),
        sample("jpeg-rgb", 32, 24, 8, rgb(), dct(None), colour.clone()),
        sample("jpeg-icc", 32, 24, 8, Colour::Rgb(own_profile()), dct(None), colour.clone()),
        sample("jpeg-transform-0", 32, 24, 8, rgb(), dct(Some(0)), colour),
        sample("jpeg-cmyk", 24, 16, 8, Colour::Cmyk(Space::Device), dct(None), cmyk),
    ];
    samples[4].image.inverted = true;
    samples
}

/// Packs `0` and `1` into bytes, the last one filled with zeros.
fn bits(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    digits.chunks(8).map(|byte| byte.iter().enumerate().fold(0, |sum, (idx, bit)| sum | bit << (7 - idx))).collect()
}

/// A fax of 16 by 8 pixels: four white, four black, eight white in each row.
fn fax() -> Vec<Sample> {
    const ROW: &str = "1011 011 10011";
    const FIRST_2D: &str = "001 1011 011 1";
    const EOL: &str = "000000000001";
    let coding = |k, black_is_1, end_of_line, byte_align, end_of_block| Coding::Ccitt {
        k,
        black_is_1,
        end_of_line,
        byte_align,
        end_of_block,
    };
    let same = "111".repeat(7);
    let g4 = format!("{FIRST_2D} {same}");
    let aligned = format!("{ROW} 0000").repeat(8);
    let two = format!("{EOL} 1 {ROW} {}", format!("{EOL} 0 111").repeat(7));
    let page = |name, coding, text: &str| sample(name, 16, 8, 1, gray(), coding, bits(text));
    let mut samples = vec![
        page("g4", coding(-1, false, false, false, true), &format!("{g4} {EOL} {EOL}")),
        page("g4-open", coding(-1, true, false, false, false), &g4),
        page("g3-1d", coding(0, false, false, false, false), &ROW.repeat(8)),
        page("g3-eol", coding(0, false, true, false, false), &format!("{EOL} {ROW}").repeat(8)),
        page("g3-aligned", coding(0, false, false, true, false), &aligned),
        page("g3-2d", coding(4, false, true, false, false), &two),
    ];
    let mut inverted = page("g4-inverted", coding(-1, false, false, false, false), &g4);
    inverted.image.inverted = true;
    samples.push(inverted);
    samples
}

fn jpx() -> Vec<Sample> {
    let gray_image = include_bytes!("../../fixtures/pdfa/gray.jp2").to_vec();
    let rgb_image = include_bytes!("../../fixtures/pdfa/rgb.jp2").to_vec();
    vec![
        sample("jpx-gray", 24, 16, 8, gray(), Coding::Jpx, gray_image),
        sample("jpx-rgb", 24, 16, 8, rgb(), Coding::Jpx, rgb_image.clone()),
        sample("jpx-icc", 24, 16, 8, Colour::Rgb(own_profile()), Coding::Jpx, rgb_image),
    ]
}

fn jbig2() -> Vec<Sample> {
    let generic = include_bytes!("../../fixtures/pdfa/generic.jb2").to_vec();
    let halftone = include_bytes!("../../fixtures/pdfa/halftone.jb2").to_vec();
    let shared = Coding::Jbig2 { globals: Some(include_bytes!("../../fixtures/pdfa/shared.jb2").to_vec()) };
    let mut samples = vec![
        sample("jbig2", 16, 8, 1, gray(), Coding::Jbig2 { globals: None }, generic.clone()),
        sample("jbig2-inverted", 16, 8, 1, gray(), Coding::Jbig2 { globals: None }, generic),
        sample("jbig2-shared", 16, 8, 1, gray(), shared, halftone),
    ];
    samples[1].image.inverted = true;
    samples
}

fn masked() -> Vec<Sample> {
    let keyed = |name, bits, colour, ranges: &[u16]| {
        let mut sample = page(name, bits, colour, Coding::FlatePng);
        sample.image.mask = Some(Mask::ColourKey(ranges.to_vec()));
        sample
    };
    let soft = |name, colour, bits: u8| {
        let mut sample = page(name, 8, colour, Coding::FlatePng);
        let row = 1 + (30 * usize::from(bits)).div_ceil(8);
        let data = zlib(&(0..row * 20).map(|idx| if idx % row == 0 { 0 } else { idx as u8 }).collect::<Vec<_>>());
        sample.image.mask = Some(Mask::Soft { bits, data });
        sample
    };
    vec![
        keyed("key-gray", 8, gray(), &[10, 20]),
        keyed("key-rgb-16", 16, rgb(), &[0, 65535, 3, 3, 7, 9]),
        keyed("key-indexed", 4, palette(16, Space::Device), &[2, 2]),
        soft("soft-rgb", rgb(), 8),
        soft("soft-gray-1", gray(), 1),
        soft("soft-indexed-16", palette(256, Space::Device), 16),
    ]
}

fn sized() -> Vec<Sample> {
    let rows = |width: usize, height: usize| zlib(&vec![0x5A; width.div_ceil(8) * height]);
    let mut large = sample("user-unit", 60_000, 40, 1, gray(), Coding::Flate, rows(60_000, 40));
    large.dpi = 100.0;
    let mut tiny = sample("tiny", 5, 400, 1, gray(), Coding::Flate, rows(5, 400));
    tiny.dpi = 600.0;
    let one = sample("one-pixel", 1, 1, 1, gray(), Coding::Flate, rows(1, 1));
    vec![large, tiny, one]
}

/// A picture that looks different from every side: a triangle in colours that change across and down.
pub(super) fn orientation(tag: u32) -> Sample {
    let mut pixels = Vec::new();
    for y in 0..20u8 {
        for x in 0..30u8 {
            pixels.extend([x * 8, y * 12, if y > x { 255 } else { 0 }]);
        }
    }
    let mut sample = sample(&format!("orientation-{tag}"), 30, 20, 8, rgb(), Coding::Flate, zlib(&pixels));
    sample.image.orientation = Orientation::from_tag(tag);
    sample
}
