//! Scans made here, taken apart: what is lifted, where it goes, and what is left to others.

use std::io::Cursor;

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

mod odd;

use super::*;
use crate::page::{Coding, Colour, Embedding, Space};
use crate::pdf;

const LIMITS: formats::Limits = formats::Limits { pixels: 1 << 26, memory: 1 << 28, pages: 100 };

fn jpeg() -> Vec<u8> {
    let pixels: Vec<u8> = (0..64 * 32).map(|value| (value / 9) as u8).collect();
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes).encode(&pixels, 64, 32, ExtendedColorType::L8).unwrap();
    bytes
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF of one page with one image.
struct Sheet<'s> {
    /// Entries of the page besides Type, Parent, Resources and Contents.
    page: &'s str,
    content: &'s str,
    /// Entries of the image besides Type, Subtype and Length.
    image: &'s str,
    data: Vec<u8>,
    /// Further objects, from number 6 on.
    more: Vec<String>,
    /// Entries of the catalog besides Pages.
    catalog: &'s str,
    /// Entries of the page's resources besides those that all have.
    resources: &'s str,
}

const GRAY: &str = "/Width 64/Height 32/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode";

impl Sheet<'_> {
    fn plain() -> Sheet<'static> {
        Sheet {
            page: "/MediaBox[0 0 64 32]",
            content: "q 64 0 0 32 0 0 cm /I Do Q",
            image: GRAY,
            data: jpeg(),
            more: Vec::new(),
            catalog: "",
            resources: "",
        }
    }

    fn with<'s>(page: &'s str, content: &'s str) -> Sheet<'s> {
        Sheet { page, content, ..Sheet::plain() }
    }

    fn bytes(&self) -> Vec<u8> {
        let stream = |dict: &str, data: &[u8]| {
            [format!("<<{dict}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
        };
        let fonts = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>>>";
        let own = self.resources;
        let resources =
            format!("<</XObject<</I 5 0 R/X 6 0 R>>{fonts}/ExtGState<</G<</ca 0.5>>/N<</ca 1/SMask/None>>>>{own}>>");
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalog).into_bytes(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
            format!("<</Type/Page/Parent 2 0 R/Resources{resources}/Contents 4 0 R{}>>", self.page).into_bytes(),
            stream("", self.content.as_bytes()),
            stream(&format!("/Type/XObject/Subtype/Image{}", self.image), &self.data),
        ];
        objects.extend(self.more.iter().map(|text| text.clone().into_bytes()));
        let (mut file, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
        for (object, number) in objects.iter().zip(1..) {
            places.push(file.len());
            file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
        }
        let table = file.len();
        file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
        let trailer = format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
        file.extend(trailer.bytes());
        file
    }

    /// Surveys and lifts the page; the error is the reason against it, or the refusal.
    fn lift(&self) -> Result<(PageImage<'static>, Placed), String> {
        let file = File::open(Cursor::new(self.bytes()), pdf::Limits::default()).unwrap();
        let said = |stop: Stop| match stop {
            Stop::Refused(refusal) => format!("{}: {}", refusal.code.name, refusal.what.en),
            other => format!("{other:?}"),
        };
        let scan = survey(&file, &LIMITS).map_err(said)?.map_err(|unfit| unfit.text().en)?;
        lift(&file, &scan.pages[0], &LIMITS, &Budget::of(1), &mut Tally::default()).map_err(said)
    }

    fn reason(&self) -> String {
        self.lift().err().unwrap_or_default()
    }
}

#[test]
fn a_jpeg_is_lifted_byte_for_byte() {
    let (image, placed) = Sheet::plain().lift().unwrap();
    assert_eq!(*image.data, jpeg());
    assert_eq!((image.coding, image.embedding), (Coding::Dct { transform: None }, Embedding::PassThrough));
    assert_eq!((image.colour, image.inverted), (Colour::Gray(Space::Device), false));
    assert_eq!((placed.size, placed.dpi, placed.rotation), ((64.0, 32.0), (72.0, 72.0), 0));
}

#[test]
fn margins_crop_boxes_turns_and_units_stay_as_they_were() {
    let page = "/MediaBox[0 0 300 200]/CropBox[10 20 410 120]/Rotate -90/UserUnit 2";
    let (_, placed) = Sheet::with(page, "q 2 0 0 2 5 5 cm 50 0 0 25 10 20 cm /I Do Q").lift().unwrap();
    assert_eq!((placed.size, placed.rotation, placed.user_unit), ((290.0, 100.0), 270, 2));
    assert_eq!(placed.image, [100.0, 0.0, 0.0, 50.0, 15.0, 25.0]);
    assert_eq!(placed.dpi, (64.0 * 72.0 / 200.0, 32.0 * 72.0 / 100.0));
}

#[test]
fn how_an_image_is_turned_comes_from_page_and_matrix_together() {
    let orientation = |rotation, image| {
        let placed = Placed { size: (9.0, 9.0), image, rotation, user_unit: 1, dpi: (1.0, 1.0), words: Vec::new() };
        u8::from(placed.orientation())
    };
    let upright = [9.0, 0.0, 0.0, 9.0, 0.0, 0.0];
    assert_eq!([0, 90, 180, 270].map(|rotation| orientation(rotation, upright)), [1, 6, 3, 8]);
    let mirrored = [-9.0, 0.0, 0.0, 9.0, 9.0, 0.0];
    assert_eq!([0, 90, 180, 270].map(|rotation| orientation(rotation, mirrored)), [2, 7, 4, 5]);
    let turned_back = [0.0, 9.0, -9.0, 0.0, 9.0, 0.0];
    assert_eq!(orientation(90, turned_back), 1);
}

#[test]
fn a_jpeg_under_flate_is_inflated_once() {
    let image = GRAY.replace("/DCTDecode", "[/FlateDecode/DCTDecode]");
    let (image, _) = Sheet { image: &image, data: zlib(&jpeg()), ..Sheet::plain() }.lift().unwrap();
    assert_eq!((&*image.data, image.embedding), (&*jpeg(), Embedding::Rewrapped));
}

#[test]
fn flate_images_pass_and_other_codings_are_coded_anew() {
    let rows: Vec<u8> = (0..32).flat_map(|row| [2, row, 255, 7, 9]).collect();
    let predicted = "/Width 32/Height 32/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]/Filter/FlateDecode\
        /DecodeParms<</Predictor 15/Colors 1/BitsPerComponent 1/Columns 32>>";
    let data = zlib(&rows);
    let (image, _) = Sheet { image: predicted, data: data.clone(), ..Sheet::plain() }.lift().unwrap();
    assert_eq!((&*image.data, image.coding, image.inverted), (&*data, Coding::FlatePng, true));

    let plain = "/Width 4/Height 2/BitsPerComponent 4/ColorSpace[/Indexed/DeviceGray 15\
        <00112233445566778899AABBCCDDEEFF>]";
    let (image, _) = Sheet { image: plain, data: vec![0x12, 0x34, 0xFE, 0xDC], ..Sheet::plain() }.lift().unwrap();
    assert_eq!((image.coding, image.embedding), (Coding::FlatePng, Embedding::Lossless));
    let Colour::Indexed { palette, space: Space::Device } = image.colour else { panic!() };
    assert_eq!(palette[3..6], [0x11; 3]);
    assert_eq!((image.content.bits, image.content.channels), (8, 3), "the palette counts as applied");
}

#[test]
fn white_behind_clips_around_and_invisible_words_are_no_obstacle() {
    let content = "1 g 0 0 64 32 re f q 0 0 64 32 re W n /N gs 64 0 0 32 0 0 cm /I Do Q \
        BT 3 Tr /F 10 Tf 5 10 Td (ch\\371 a) Tj ET";
    let (_, placed) = Sheet::with("/MediaBox[0 0 64 32]", content).lift().unwrap();
    let words: Vec<_> = placed.words.iter().map(|word| word.text()).collect();
    assert_eq!(words, ["chù", "a"]);
    assert_eq!(placed.words[0].matrix()[4..], [5.0, 10.0]);
}

#[test]
fn words_in_a_form_are_found_where_the_form_puts_them() {
    let form = "BT 3 Tr /F 10 Tf (ab) Tj ET";
    let dict = "/Type/XObject/Subtype/Form/BBox[0 0 60 30]/Matrix[1 0 0 1 2 3]";
    let more = vec![format!("<<{dict}/Length {}>>\nstream\n{form}\nendstream", form.len())];
    let page = "/MediaBox[1 1 64 32]";
    let sheet = Sheet { page, content: "q 64 0 0 32 0 0 cm /I Do Q /X Do", more, ..Sheet::plain() };
    let (_, placed) = sheet.lift().unwrap();
    assert_eq!(placed.words[0].matrix().map(f64::round), [12.0, 0.0, 0.0, 10.0, 1.0, 2.0]);
}

#[test]
fn whatever_would_be_lost_makes_it_no_scan() {
    let page = "/MediaBox[0 0 64 32]";
    let image = "q 64 0 0 32 0 0 cm /I Do Q ";
    for (content, expected) in [
        (format!("{image} BT /F 9 Tf (a) Tj ET"), "visible text"),
        (format!("{image} 0 0 9 9 re f"), "drawings"),
        (format!("{image} 1 g 0 0 9 9 re f"), "drawings"),
        (format!("{image} 0 0 9 9 re S"), "more than an image"),
        (format!("{image} {image}"), "several images"),
        (format!("0 0 50 32 re W n {image}"), "cut by a clip path"),
        (format!("0 0 m 9 9 l 0 9 l W n {image}"), "no upright rectangle"),
        (format!("/G gs {image}"), "transparency"),
        ("q 64 0 0 32 900 0 cm /I Do Q".to_owned(), "no image"),
        ("/Nothing Do".to_owned(), "not there"),
        (format!("{image} (unfinished"), "damaged"),
    ] {
        let reason = Sheet::with(page, &content).reason();
        assert!(reason.contains(expected), "{content}: {reason}");
    }
    let noted = Sheet::with("/MediaBox[0 0 64 32]/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]>>]", image);
    assert!(noted.reason().contains("annotations"));
    let masked = format!("{GRAY}/SMask 6 0 R");
    let more = vec!["<<>>".to_owned()];
    let masked = Sheet { image: &masked, more, ..Sheet::plain() };
    assert!(masked.reason().contains("mask"), "{}", masked.reason());
    let separated = GRAY.replace("/DeviceGray", "[/Separation/Gold/DeviceRGB 6 0 R]");
    assert!(Sheet { image: &separated, ..Sheet::plain() }.reason().contains("colour space"));
}

#[test]
fn damaged_images_are_refused_and_not_passed_on() {
    let mut data = jpeg();
    data.truncate(data.len() * 2 / 3);
    let cut = Sheet { data, ..Sheet::plain() };
    assert!(cut.reason().starts_with("format.truncated"), "{}", cut.reason());
    let wrong = GRAY.replace("/DeviceGray", "/DeviceRGB");
    assert!(Sheet { image: &wrong, ..Sheet::plain() }.reason().starts_with("format.corrupt"));
    let small = GRAY.replace("/Height 32", "/Height 31");
    assert!(Sheet { image: &small, ..Sheet::plain() }.reason().starts_with("format.corrupt"));
}

#[test]
fn a_stencil_painted_in_black_is_a_black_and_white_image() {
    let image = "/Width 32/Height 32/ImageMask true/Filter/FlateDecode";
    let data = zlib(&[0x0F; 128]);
    let sheet = Sheet { image, data, ..Sheet::plain() };
    let (lifted, _) = sheet.lift().unwrap();
    assert_eq!((lifted.colour, lifted.bits, lifted.inverted), (Colour::Gray(Space::Device), 1, false));
    let coloured = Sheet { content: "1 0 0 rg q 64 0 0 32 0 0 cm /I Do Q", data: zlib(&[0x0F; 128]), ..sheet };
    assert!(coloured.reason().contains("stencil"));
}

#[test]
fn any_byte_changed_is_a_scan_a_reason_or_a_refusal() {
    let bytes = Sheet::plain().bytes();
    for idx in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[idx] ^= 0x15;
        let Ok(file) = File::open(Cursor::new(changed), pdf::Limits::default()) else { continue };
        if let Ok(Ok(scan)) = survey(&file, &LIMITS) {
            drop(lift(&file, &scan.pages[0], &LIMITS, &Budget::of(1), &mut Tally::default()));
        }
    }
}
