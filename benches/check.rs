//! How long does the PDF/A checker take?
//!
//!     cargo bench --bench check [-- FOLDER...]
//!
//! For a document of ten scans with and without its image data, for a thousand small documents on disk, and for all PDFs
//! below the folders named. One thread, so that the time is that of one processor; the best of several runs.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::borrow::Cow;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Instant;

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use sohoa::checks::pdfa::{Options, check};
use sohoa::digest::Digest;
use sohoa::page::{Coding, Colour, Content, Embedding, Orientation, PageImage, Preview, Space};
use sohoa::pdf::Limits;
use sohoa::pdf::file::File;
use sohoa::pdfa::geometry::{Dpi, PageBox};
use sohoa::pdfa::{Conformance, Description, Writer};

fn main() {
    let folders: Vec<PathBuf> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).map(PathBuf::from).collect();
    let scan = pdf("ten", 10, 1654, 2339);
    report("ten scans, image data not counted", 1, 50, || one(Cursor::new(&scan), false));
    report("ten scans with their image data", 1, 5, || one(Cursor::new(&scan), true));
    let folder = tempfile::tempdir().unwrap();
    let small: Vec<PathBuf> = (0..1000).map(|number| folder.path().join(format!("{number}.pdf"))).collect();
    for (number, path) in small.iter().enumerate() {
        fs::write(path, pdf(&number.to_string(), 1, 64, 64)).unwrap();
    }
    report("small documents, image data included", small.len(), 5, || small.iter().for_each(|path| on_disk(path)));
    for folder in folders {
        let walk =
            walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
        let pdfs: Vec<PathBuf> = walk.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")).collect();
        report(&folder.display().to_string(), pdfs.len(), 3, || pdfs.iter().for_each(|path| on_disk(path)));
    }
}

/// Prints the best time for one of so many files.
fn report(name: &str, files: usize, runs: u32, judge: impl Fn()) {
    let time = |_| {
        let begun = Instant::now();
        judge();
        begun.elapsed().as_secs_f64() * 1e3 / files.max(1) as f64
    };
    let best = (0..runs).map(time).fold(f64::INFINITY, f64::min);
    println!("{name:<48} {best:8.3} ms a file ({files})");
}

fn on_disk(path: &Path) {
    one(fs::File::open(path).unwrap(), true);
}

fn one(input: impl std::io::Read + std::io::Seek, image_data: bool) {
    if let Ok(file) = File::open(input, Limits::default()) {
        std::hint::black_box(check(&file, Options { image_data, ..Options::default() }));
    }
}

/// Returns a document of grey JPEGs with noise in them, as our writer makes it.
fn pdf(title: &str, pages: u32, width: u32, height: u32) -> Vec<u8> {
    let description =
        Description { title: title.to_owned(), conformance: Conformance::U, language: Some("vi".to_owned()) };
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, description).unwrap();
    for page in 0..pages {
        let image = scan(page, width, height);
        let sheet = PageBox::new(width, height, Dpi::new(200.0, 200.0).unwrap(), Orientation::UPRIGHT);
        writer.page(&image, &sheet, &[], None).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

fn scan(page: u32, width: u32, height: u32) -> PageImage<'static> {
    let pixel = |number: u32| (number.wrapping_mul(2_654_435_761) >> 28) as u8 + 200;
    let pixels: Vec<u8> = (0..width * height).map(|number| pixel(number + page)).collect();
    let mut data = Vec::new();
    JpegEncoder::new_with_quality(&mut data, 60).encode(&pixels, width, height, ExtendedColorType::L8).unwrap();
    let content = Content { sha256: Digest::of(&data), width, height, bits: 8, channels: 1 };
    PageImage {
        width,
        height,
        bits: 8,
        colour: Colour::Gray(Space::Device),
        coding: Coding::Dct { transform: None },
        inverted: false,
        mask: None,
        data: Cow::Owned(data),
        resolution: None,
        orientation: Orientation::UPRIGHT,
        embedding: Embedding::PassThrough,
        content,
        preview: Preview::default(),
        notes: Vec::new(),
    }
}
