//! Seeing pages: the same page looks the same in a file, in a ZIP, in a PDF and in an archive.

use std::path::{Path, PathBuf};

use sohoa::document;
use sohoa::finding::codes;
use sohoa::formats;
use sohoa::formats::source::Source;
use sohoa::intake::discover::{self, Found};
use sohoa::intake::place::Place;
use sohoa::ops::see::{Eyes, Page, Subject};
use sohoa::ops::worker::Pool;
use sohoa::page::{Orientation, Stop};
use sohoa::raster::{Picture, Raster};
use sohoa::records::profile::{Limits, Profile};
use sohoa::sidecar::Sidecar;

use crate::support::{Sandbox, files_in, fixtures, pdf_scan, pdf_scan_with, pdf_without_font, sidecars};

fn limits() -> Limits {
    Profile::parse(Profile::built_in("vn-tt05").unwrap()).unwrap().limits
}

fn found(path: &Path) -> Found {
    let metadata = path.metadata().unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let (size, modified) = (metadata.len(), metadata.modified().unwrap());
    Found { place: Place::from(path), label: name.clone(), name, size, modified }
}

/// What is seen of one subject: its pages at first sight, as rasters and as pictures.
type Sights = (Vec<Page>, Vec<Raster>, Vec<Picture>);

fn see(subject: Subject<'_>) -> Result<Sights, Stop> {
    let limits = limits();
    let pool = Pool::new(Path::new(env!("CARGO_BIN_EXE_sohoa")), &limits);
    let eyes = Eyes { limits: &limits, pool: &pool };
    let (mut pages, mut rasters, mut pictures) = (Vec::new(), Vec::new(), Vec::new());
    eyes.pages(subject, &mut |page| {
        pages.push(page);
        Ok(())
    })?;
    let frames: Vec<u32> = pages.iter().map(|page| page.frame).collect();
    eyes.rasters(subject, &frames, 400.0, &mut |frame, raster| {
        assert_eq!(Some(&frame), frames.get(rasters.len()));
        rasters.push(raster);
        Ok(())
    })?;
    eyes.pictures(subject, &frames, 400.0, &mut |_, picture| {
        pictures.push(picture);
        Ok(())
    })?;
    assert_eq!((pages.len(), pages.len()), (rasters.len(), pictures.len()));
    Ok((pages, rasters, pictures))
}

fn see_file(path: &Path) -> Result<Sights, Stop> {
    see(Subject::File(&found(path)))
}

fn grey_jpeg() -> PathBuf {
    fixtures().join("formats/jpeg/grey.jpg")
}

#[test]
fn every_format_is_seen_with_the_content_that_an_import_finds() {
    let (limits, mut n_pages) = (formats::Limits { pixels: 1 << 27, memory: 1 << 30, pages: 99 }, 0);
    for path in files_in(&fixtures().join("formats")) {
        let bytes = std::fs::read(&path).unwrap();
        let head = &bytes[..bytes.len().min(128)];
        let Some(format) = formats::ALL.iter().find(|format| (format.recognises)(head)) else { continue };
        let mut expected = Vec::new();
        (format.read)(&mut Source::of(&bytes), &limits, &mut |frame, image| {
            expected.push((frame, image.content.clone(), image.orientation));
            Ok(())
        })
        .unwrap();
        let (pages, rasters, pictures) = see_file(&path).unwrap();
        let seen: Vec<_> = pages.iter().map(|page| (page.frame, page.content.clone(), page.orientation)).collect();
        assert_eq!(seen, expected, "{}", path.display());
        for ((page, raster), picture) in pages.iter().zip(&rasters).zip(&pictures) {
            assert_eq!((raster.width, raster.height), (picture.width, picture.height), "{}", path.display());
            assert_eq!(raster.grey.len() * 3, picture.rgb.len());
            if page.dpi.is_none_or(|dpi| dpi <= 400.0) {
                assert_eq!((raster.width, raster.height, raster.dpi), (page.size.0, page.size.1, page.dpi));
            }
        }
        n_pages += pages.len();
    }
    assert!(n_pages > 40, "{n_pages}");
}

#[test]
fn a_jpeg_in_a_pdf_is_the_jpeg() {
    let sandbox = Sandbox::new();
    let pdf = sandbox.write("scan.pdf", &pdf_scan());
    let (in_file, in_pdf) = (see_file(&grey_jpeg()).unwrap(), see_file(&pdf).unwrap());
    assert_eq!(in_pdf.0[0].content, in_file.0[0].content);
    assert_eq!(in_pdf.0[0].preview, in_file.0[0].preview);
    assert_eq!((in_pdf.0[0].painted, in_pdf.0[0].dpi.map(f64::round)), (false, Some(200.0)));
    assert_eq!((&in_pdf.1[0].grey, &in_pdf.2), (&in_file.1[0].grey, &in_file.2));
}

#[test]
fn a_page_that_is_no_image_is_painted_and_is_only_what_its_own_file_shows() {
    let sandbox = Sandbox::new();
    let bytes = pdf_without_font();
    let pdf = sandbox.write("letter.pdf", &bytes);
    let (pages, rasters, _) = see_file(&pdf).unwrap();
    let sha256 = sohoa::digest::Digest::of(&bytes);
    assert_eq!(pages[0].content, document::content_in_pdf(sha256, 1, 595, 842));
    assert!(pages[0].painted);
    assert_eq!((rasters[0].dpi, rasters[0].width.abs_diff(1653) <= 1), (Some(200.0), true));
    let black = rasters[0].grey.iter().filter(|grey| **grey < 128).count();
    assert!((100..10_000).contains(&black), "a word of 20 points: {black}");
}

#[test]
fn a_scan_whose_cross_references_are_broken_or_that_has_an_invisible_signature_is_still_the_jpeg() {
    let sandbox = Sandbox::new();
    let content = see_file(&grey_jpeg()).unwrap().0.remove(0).content;
    let text = pdf_scan();
    let at = text.windows(9).position(|window| window == b"startxref").unwrap();
    let broken = sandbox.write("broken.pdf", &[&text[..at], b"startxref\n9\n%%EOF\n"].concat());
    assert_eq!(see_file(&broken).unwrap().0[0].content, content);
    let annotated = |rect: &str| {
        let annotation = format!("/Annots [<< /Type /Annot /Subtype /Widget /Rect [{rect}] >>]");
        sandbox.write("signed.pdf", &pdf_scan_with(&annotation))
    };
    assert_eq!(see_file(&annotated("0 0 0 0")).unwrap().0[0].content, content);
    assert!(see_file(&annotated("0 0 9 9")).unwrap().0[0].painted);
}

#[test]
fn kept_pdfs_and_built_ones_are_seen_in_the_archive_as_they_came() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "in/hs01/KQ.0000001.jpg");
    sandbox.copy("pdfs/conforming.pdf", "in/hs01/KQ.0000002.pdf");
    sandbox.copy("pdfs/signed.pdf", "in/hs01/KQ.0000003.pdf");
    sandbox.copy("images/jpeg/exif-turned.jpg", "in/hs01/KQ.0000004.jpg");
    sandbox.ingest("in");
    let all = sidecars(&sandbox.path("kho"));
    assert_eq!(all.len(), 4);
    for (path, json) in all {
        let sidecar = Sidecar::parse(json.to_string().as_bytes()).unwrap();
        let source = sandbox.path(&sidecar.pages[0].source.path);
        let pdf = path.with_extension("pdf");
        let seen = see(Subject::Document { pdf: &pdf, sidecar: &sidecar }).unwrap();
        let came = see_file(&source).unwrap();
        // What no file says of its resolution is decided when it is imported; else all is the same.
        assert_eq!(seen, came, "{}", source.display());
        assert!(seen.0.iter().zip(&sidecar.pages).all(|(seen, known)| seen.content == known.content || !seen.painted));
    }
}

#[test]
fn an_entry_of_a_zip_is_seen_as_the_file() {
    let sandbox = Sandbox::new();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(sandbox.path("in.zip")).unwrap());
    zip.start_file("a.jpg", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, &std::fs::read(grey_jpeg()).unwrap()).unwrap();
    zip.finish().unwrap();
    let options = discover::Options {
        settle: std::time::Duration::ZERO,
        now: std::time::SystemTime::now(),
        zip: sohoa::files::container::zip::Limits { entries: 9, inflation: 1200, memory: 1 << 30 },
    };
    let folders: Vec<_> = discover::folders(&[sandbox.path("in.zip")], &options).unwrap().collect();
    let entry = folders.iter().flat_map(|folder| &folder.files).next().unwrap();
    assert_eq!(see(Subject::File(entry)).unwrap(), see_file(&grey_jpeg()).unwrap());
}

#[test]
fn what_is_bad_is_refused_and_what_changed_meanwhile_too() {
    let sandbox = Sandbox::new();
    let code = |path: &Path| match see_file(path) {
        Err(Stop::Refused(refusal)) => refusal.code.name,
        other => panic!("{other:?}"),
    };
    let bytes = std::fs::read(grey_jpeg()).unwrap();
    assert_eq!(code(&sandbox.write("cut.jpg", &bytes[..bytes.len() / 2])), codes::TRUNCATED.name);
    assert_eq!(code(&sandbox.write("text.jpg", b"no image at all")), codes::UNKNOWN.name);
    assert_eq!(code(&sandbox.write("cut.pdf", &pdf_scan()[..300])), codes::PDF_UNREADABLE.name);
    let mut other = found(&sandbox.write("a.jpg", &bytes));
    other.modified -= std::time::Duration::from_secs(9);
    let Err(Stop::Refused(refusal)) = see(Subject::File(&other)) else { panic!() };
    assert_eq!(refusal.code, &codes::SOURCE_GROWING);
}

#[test]
fn a_turned_page_is_shown_upright() {
    let (pages, rasters, _) = see_file(&fixtures().join("images/jpeg/exif-turned.jpg")).unwrap();
    let (page, raster) = (&pages[0], &rasters[0]);
    assert_ne!(page.orientation, Orientation::UPRIGHT);
    assert_eq!((page.content.height, page.content.width), (raster.width, raster.height));
}
