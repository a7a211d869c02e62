//! `sohoa dedup` on plain folders: what is the same paper, what only shares pages, and what is left alone.
//!
//! Pages are drawn here: rows of strokes that look like writing to the program, and like nothing to people.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Answer, Sandbox, codes, pdf_of, pdf_without_font, tree};

/// An A5 page at 150 dots per inch.
const WIDTH: usize = 874;
const HEIGHT: usize = 1240;
/// A letter has so much room.
const CELL: (usize, usize) = (16, 26);

/// Draws a page; the same seed is the same writing.
pub fn page(seed: u64) -> Vec<u8> {
    let mut grey = vec![250; WIDTH * HEIGHT];
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % below
    };
    for row in 0..36 {
        // Lines are of different lengths, words have gaps between them.
        let letters = 18 + random(24);
        for column in 0..letters {
            let strokes = if random(6) == 0 { 0 } else { 3 };
            for _ in 0..strokes {
                let (x, y) = (80 + column * CELL.0 + random(8), 100 + row * CELL.1 + random(12));
                let (dx, dy) = if random(2) == 0 { (1, 0) } else { (0, 1) };
                (0..9).for_each(|at| blot(&mut grey, x + at * dx, y + at * dy));
            }
        }
    }
    grey
}

fn blot(grey: &mut [u8], x: usize, y: usize) {
    for (x, y) in [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)] {
        grey[y * WIDTH + x] = 30;
    }
}

/// The same sheet, laid on the glass elsewhere, under another lamp.
pub fn again(grey: &[u8]) -> Vec<u8> {
    let at = |x: usize, y: usize| if x < 5 || y < 7 { 250 } else { grey[(y - 7) * WIDTH + x - 5] };
    let all = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
    all.map(|(x, y)| (f32::from(at(x, y)) * 0.92 + 6.0) as u8).collect()
}

pub fn png(grey: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH as u32, HEIGHT as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: 5906, yppu: 5906, unit: png::Unit::Meter }));
    encoder.write_header().unwrap().write_image_data(grey).unwrap();
    bytes
}

/// Returns a TIFF of uncompressed pages.
fn tiff(pages: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for grey in pages {
        let data = bytes.len() as u32;
        bytes.extend(grey);
        let resolution = bytes.len() as u32;
        bytes.extend([150_u32, 1].map(u32::to_le_bytes).concat());
        let at = bytes.len() as u32;
        bytes[link..link + 4].copy_from_slice(&at.to_le_bytes());
        let entries: [(u16, u16, u32); 11] = [
            (256, 4, WIDTH as u32),
            (257, 4, HEIGHT as u32),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, data),
            (277, 3, 1),
            (278, 4, HEIGHT as u32),
            (279, 4, grey.len() as u32),
            (282, 5, resolution),
            (283, 5, resolution),
        ];
        bytes.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, value) in entries {
            bytes.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
            bytes.extend([1, value].map(u32::to_le_bytes).concat());
        }
        link = bytes.len();
        bytes.extend([0; 4]);
    }
    bytes
}

fn jpeg(grey: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 85);
    encoder.set_pixel_density(image::codecs::jpeg::PixelDensity::dpi(150));
    encoder.encode(grey, WIDTH as u32, HEIGHT as u32, image::ExtendedColorType::L8).unwrap();
    bytes
}

/// Puts a comment behind the first marker.
fn with_comment(jpeg: &[u8]) -> Vec<u8> {
    [&jpeg[..2], b"\xFF\xFE\x00\x06quay", &jpeg[2..]].concat()
}

fn in_pdf(jpeg: &[u8]) -> Vec<u8> {
    let (across, down) = (WIDTH as f64 * 72.0 / 150.0, HEIGHT as f64 * 72.0 / 150.0);
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {across} {down}] /Contents 4 0 R \
         /Resources << /XObject << /I 5 0 R >> >> >>"
    );
    let content = format!("{across} 0 0 {down} 0 0 cm /I Do");
    let content = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    let head = format!(
        "<< /Type /XObject /Subtype /Image /Width {WIDTH} /Height {HEIGHT} /ColorSpace /DeviceGray \
         /BitsPerComponent 8 /Filter /DCTDecode /Length {} >>\nstream\n",
        jpeg.len()
    );
    let image = [head.as_bytes(), jpeg, b"\nendstream"].concat();
    let pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    pdf_of(&[b"<< /Type /Catalog /Pages 2 0 R >>".as_slice(), pages, page.as_bytes(), content.as_bytes(), &image])
}

fn dedup(sandbox: &Sandbox, more: &[&str]) -> Answer {
    sandbox.run(&[&["dedup", "--json"], more].concat())
}

/// Returns kind and members of each group.
fn groups(answer: &Value) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let members = |group: &Value| group["members"].as_array().unwrap().iter().map(text).collect();
    answer["groups"].as_array().unwrap().iter().map(|group| (text(&group["kind"]), members(group))).collect()
}

fn group(kind: &str, members: &[&str]) -> (String, Vec<String>) {
    (kind.to_owned(), members.iter().map(|member| (*member).to_owned()).collect())
}

#[test]
fn equal_files_equal_images_and_sheets_scanned_again_are_told_apart() {
    let sandbox = Sandbox::new();
    let sheet = page(1);
    sandbox.write("in/a.jpg", &jpeg(&sheet));
    sandbox.write("in/b.jpg", &jpeg(&sheet));
    sandbox.write("in/c.jpg", &with_comment(&jpeg(&sheet)));
    sandbox.write("in/d.pdf", &in_pdf(&jpeg(&sheet)));
    sandbox.write("in/e.png", &png(&again(&sheet)));
    sandbox.write("in/f.tif", &tiff(&[again(&sheet)]));
    sandbox.write("in/g.png", &png(&page(2)));
    let answer = dedup(&sandbox, &["in"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    let json = answer.json();
    let told = groups(&json);
    assert_eq!(
        told,
        [
            group("exact", &["in/a.jpg", "in/b.jpg"]),
            group("content", &["in/a.jpg", "in/b.jpg", "in/c.jpg", "in/d.pdf"]),
            group("near", &["in/a.jpg", "in/b.jpg", "in/c.jpg", "in/d.pdf", "in/e.png", "in/f.tif"]),
            group("content", &["in/e.png", "in/f.tif"]),
        ],
        "{json}"
    );
    assert_eq!((&json["files"], &json["read"], &json["pages"]), (&json!(7), &json!(7), &json!(7)));
    assert_eq!(json["findings"], json!([]));
}

#[test]
fn a_search_for_equal_files_looks_no_further() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.jpg", &jpeg(&page(1)));
    sandbox.write("in/b.jpg", &jpeg(&page(1)));
    sandbox.write("in/c.jpg", &with_comment(&jpeg(&page(1))));
    let json = dedup(&sandbox, &["in", "--exact"]).json();
    assert_eq!(groups(&json), [group("exact", &["in/a.jpg", "in/b.jpg"])]);
    assert_eq!(json["bytes_saved"], json!(jpeg(&page(1)).len()));
    assert_eq!(json["pages"], json!(0));
}

#[test]
fn documents_that_share_pages_are_related_and_are_no_duplicates() {
    let sandbox = Sandbox::new();
    let [a, b, c] = [1, 2, 3].map(page);
    sandbox.write("in/ab.tif", &tiff(&[a.clone(), b.clone()]));
    sandbox.write("in/ba.tif", &tiff(&[b.clone(), a.clone()]));
    sandbox.write("in/b.png", &png(&b));
    sandbox.write("in/cbb.tif", &tiff(&[c, b.clone(), b]));
    let json = dedup(&sandbox, &["in"]).json();
    assert_eq!(groups(&json), []);
    let relation =
        |kind, one, other, pages: &[[u32; 2]]| json!({"kind": kind, "members": [one, other], "pages": pages});
    assert_eq!(
        json["relations"],
        json!([
            relation("contained-in", "in/b.png", "in/ab.tif", &[[1, 2]]),
            relation("contained-in", "in/b.png", "in/ba.tif", &[[1, 1]]),
            relation("contained-in", "in/b.png", "in/cbb.tif", &[[1, 2]]),
            relation("page-twice", "in/cbb.tif", "in/cbb.tif", &[[2, 3]]),
            relation("re-ordered", "in/ab.tif", "in/ba.tif", &[[1, 2], [2, 1]]),
            relation("shared-page", "in/ab.tif", "in/cbb.tif", &[[2, 2]]),
            relation("shared-page", "in/ba.tif", "in/cbb.tif", &[[1, 2]]),
        ])
    );
}

#[test]
fn blank_pages_are_listed_and_are_nobodys_duplicates() {
    let sandbox = Sandbox::new();
    let blank = vec![250; WIDTH * HEIGHT];
    sandbox.write("in/a.png", &png(&blank));
    sandbox.write("in/b.tif", &tiff(std::slice::from_ref(&blank)));
    sandbox.write("in/c.tif", &tiff(&[page(1), blank.clone()]));
    sandbox.write("in/d.png", &png(&page(1)));
    let json = dedup(&sandbox, &["in"]).json();
    assert_eq!(groups(&json), [group("near", &["in/c.tif", "in/d.png"])]);
    let blank = |member, number| json!({"member": member, "pages": [number]});
    assert_eq!(json["blank"], json!([blank("in/a.png", 1), blank("in/b.tif", 1), blank("in/c.tif", 2)]));
}

#[test]
fn what_cannot_be_read_is_told_and_the_sum_adds_up() {
    let sandbox = Sandbox::new();
    sandbox.write("in/empty.jpg", b"");
    sandbox.write("in/cut.jpg", &jpeg(&page(1))[..9000]);
    sandbox.write("in/cut too.jpg", &jpeg(&page(1))[..9000]);
    sandbox.write("in/letter.txt", b"no scan");
    sandbox.write("in/none.pdf", b"%PDF-1.4\n");
    sandbox.write("in/word.pdf", &pdf_without_font());
    sandbox.write("in/Thumbs.db", b"left");
    sandbox.write("in/good.png", &png(&page(1)));
    let answer = dedup(&sandbox, &["in"]);
    assert_eq!(answer.code, 3);
    let json = answer.json();
    let sum = ["files", "read", "empty", "unreadable", "left"].map(|key| json[key].as_u64().unwrap());
    assert_eq!(sum, [8, 2, 1, 4, 1]);
    assert_eq!(
        codes(&json),
        ["format.empty", "format.truncated", "format.truncated", "format.unknown", "pdf.unreadable"]
    );
    assert_eq!(groups(&json), [group("exact", &["in/cut too.jpg", "in/cut.jpg"])]);
}

#[test]
fn nothing_found_is_well_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.png", &png(&page(1)));
    sandbox.write("in/below/b.png", &png(&page(2)));
    let before = tree(&sandbox.path("."));
    let answer = dedup(&sandbox, &["in"]);
    assert_eq!(answer.code, 0, "{} {}", answer.out, answer.err);
    assert_eq!(tree(&sandbox.path(".")), before);
}

#[test]
fn the_answer_is_the_same_whatever_the_threads() {
    let sandbox = Sandbox::new();
    for seed in 0..4 {
        sandbox.write(&format!("in/{seed}.png"), &png(&page(seed)));
        sandbox.write(&format!("in/{seed} again.png"), &png(&again(&page(seed))));
    }
    let answers = ["1", "3"].map(|jobs| {
        let mut json = dedup(&sandbox, &["in", "--jobs", jobs]).json();
        json["seconds"] = json!(0);
        json
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!(groups(&answers[0]).len(), 4, "{}", answers[0]);
}

#[cfg(unix)]
#[test]
fn links_are_told_and_save_nothing() {
    let sandbox = Sandbox::new();
    let one = sandbox.write("in/a.png", &png(&page(1)));
    std::fs::hard_link(&one, sandbox.path("in/b.png")).unwrap();
    std::os::unix::fs::symlink(&one, sandbox.path("in/c.png")).unwrap();
    let json = dedup(&sandbox, &["in", "--exact"]).json();
    assert_eq!(groups(&json), [group("exact", &["in/a.png", "in/b.png"])]);
    assert_eq!((&json["links"], &json["bytes_saved"]), (&json!([["in/a.png", "in/b.png"]]), &json!(0)));
}

#[test]
fn members_are_called_as_the_sources_were_given() {
    let sandbox = Sandbox::new();
    let one = sandbox.write("in/a.png", &png(&page(1)));
    sandbox.write("other/b.png", &png(&page(1)));
    let json = dedup(&sandbox, &["./in", one.to_str().unwrap(), "other/b.png", "--exact"]).json();
    assert_eq!(groups(&json), [group("exact", &["./in/a.png", "other/b.png"])]);
    let missing = dedup(&sandbox, &["nowhere"]);
    assert_eq!(missing.code, 1);
    assert!(Path::new(&sandbox.path("in")).exists());
}

#[test]
fn people_read_what_is_the_same_and_what_it_adds_up_to() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.png", &png(&page(1)));
    sandbox.write("in/b.png", &png(&page(1)));
    let answer = sandbox.run(&["dedup", "in"]);
    assert!(answer.out.starts_with("Equal files, "), "{}", answer.out);
    assert!(
        answer.out.contains("\n  in/a.png\n  in/b.png\nfiles: 2 (2 read, 0 empty, 0 unreadable, 0 left"),
        "{}",
        answer.out
    );
    assert!(sandbox.run(&["dedup", "in", "--lang", "vi"]).out.starts_with("Tệp giống hệt nhau, "));
}

#[test]
fn a_folder_and_an_archive_are_not_searched_at_once() {
    let sandbox = Sandbox::new();
    for arguments in [
        &["dedup"][..],
        &["dedup", "in", "--archive", "kho"],
        &["dedup", "in", "--resolve", "x.json"],
        &["dedup", "in", "--dry-run"],
        &["dedup", "--archive", "kho", "--dry-run"],
    ] {
        assert_eq!(sandbox.run(arguments).code, 2, "{arguments:?}");
    }
}
