//! The targets: a test each.

use std::cell::RefCell;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use bolero::check;

use sohoa::checks::pdfa;
use sohoa::files::container;
use sohoa::formats::source::Source;
use sohoa::formats::{self, Format, Limits};
use sohoa::intake::place::Place;
use sohoa::intake::{discover, sheets};
use sohoa::page::Stop;
use sohoa::pdf;
use sohoa::records::profile::Sheets;

/// Small, so that a refusal by size comes before the search drowns in large inputs.
const LIMITS: Limits = Limits { pixels: 1 << 20, memory: 32 << 20, pages: 64 };

/// Reads bytes as a format; whatever they are, it is a refusal or pages, and never a fault of the machine.
fn read(format: &Format, bytes: &[u8]) {
    let mut pages = 0;
    let read = (format.read)(&mut Source::of(bytes), &LIMITS, &mut |_, _| {
        pages += 1;
        Ok(())
    });
    match read {
        Ok(()) => assert!(pages > 0, "a file without pages was accepted"),
        Err(Stop::Fault(error)) => panic!("{error:#}"),
        Err(_) => (),
    }
}

#[test]
fn jpeg() {
    check!().with_test_time(TIME).for_each(|bytes| read(&formats::jpeg::FORMAT, bytes));
}

#[test]
fn png() {
    check!().with_test_time(TIME).for_each(|bytes| read(&formats::png::FORMAT, bytes));
}

#[test]
fn tiff() {
    check!().with_test_time(TIME).for_each(|bytes| read(&formats::tiff::FORMAT, bytes));
}

#[test]
fn jp2() {
    check!().with_test_time(TIME).for_each(|bytes| read(&formats::jp2::FORMAT, bytes));
}

#[test]
fn rasters() {
    check!().with_test_time(TIME).for_each(|bytes| {
        let head = &bytes[..bytes.len().min(128)];
        let format = formats::ALL.iter().find(|format| (format.recognises)(head));
        if let Some(format) = format.filter(|format| ["gif", "bmp", "webp", "pnm"].contains(&format.name)) {
            read(format, bytes);
        }
    });
}

/// What a PDF may ask of us here.
const PDF: pdf::Limits = pdf::Limits { inflation: 100, nesting: 32, objects: 10_000, memory: 4 << 20, pages: 100 };

#[test]
fn pdf() {
    check!().with_test_time(TIME).for_each(|bytes| {
        let Ok(file) = pdf::file::File::open(Cursor::new(bytes), PDF) else { return };
        let _ = file.pages();
        for id in file.ids() {
            if let Ok(object) = file.get(id)
                && let Some(stream) = object.as_stream()
            {
                let _ = file.decoded(stream);
            }
        }
    });
}

#[test]
fn checker() {
    check!().with_test_time(TIME).for_each(|bytes| {
        if let Ok(file) = pdf::file::File::open(Cursor::new(bytes), PDF) {
            pdfa::check(&file, pdfa::Options { wanted: None, image_data: true });
        }
    });
}

#[test]
fn signature() {
    check!().with_test_time(TIME).for_each(|bytes| {
        let read = pdf::signature::read(&mut Cursor::new(bytes), None::<&pdf::file::File<Cursor<&[u8]>>>);
        assert!(read.is_ok(), "bytes in memory can be read");
    });
}

#[test]
fn mend() {
    check!().with_test_time(TIME).for_each(|bytes| {
        let _ = pdf::mend::open(bytes, &PDF);
    });
}

#[test]
fn xmp() {
    check!().with_test_time(TIME).for_each(|bytes| {
        pdf::xmp::read(bytes);
    });
}

#[test]
fn font() {
    check!().with_test_time(TIME).for_each(|bytes| {
        pdf::font::cmap::Embedded::read(bytes);
        pdf::font::cff::Cff::read(bytes);
        pdf::font::type1::Type1::read(bytes);
        pdf::font::truetype::TrueType::read(bytes);
    });
}

thread_local! {
    /// Readers that open files by their place are given one.
    static FILE: RefCell<tempfile::TempDir> = RefCell::new(tempfile::tempdir().unwrap());
}

/// Writes the bytes to a file and hands over its path.
fn as_file(name: &str, bytes: &[u8], use_it: impl FnOnce(&Path)) {
    FILE.with_borrow(|folder| {
        let path = folder.path().join(name);
        std::fs::File::create(&path).and_then(|mut file| file.write_all(bytes)).unwrap();
        use_it(&path);
    });
}

#[test]
fn workbook() {
    let limits = Sheets { bytes: 4 << 20, rows: 1000, columns: 50, cells: 10_000 };
    check!().with_test_time(TIME).for_each(|bytes| {
        as_file("sheet.xlsx", bytes, |path| {
            sheets::read(&Place::from(path), "sheet", &limits).unwrap();
        });
    });
}

#[test]
fn zip() {
    let limits = container::zip::Limits { entries: 1000, inflation: 100, memory: 4 << 20 };
    let options = discover::Options { settle: Duration::ZERO, now: SystemTime::UNIX_EPOCH, zip: limits };
    check!().with_test_time(TIME).for_each(|bytes| {
        as_file("delivery.zip", bytes, |path| {
            for folder in discover::folders(&[path.to_owned()], &options).unwrap() {
                for found in folder.files {
                    let _ = found.place.digest();
                }
            }
        });
    });
}

#[test]
fn manifest() {
    check!().with_test_time(TIME).for_each(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let (entries, bad) = sohoa::manifest::parse(&text);
        // Lines end with LF, CR or both (RFC 8493, 2.1.3).
        assert!(entries.len() + bad.len() <= text.split(['\n', '\r']).count());
    });
}

#[test]
fn seal() {
    check!().with_test_time(TIME).for_each(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(seal) = sohoa::seal::Seal::parse(&text) {
            assert_eq!(seal.render(), text, "a seal that is read is one that was written");
        }
    });
}

/// For each target when the tests run; what is found by chance in that time is little, the crashes are the point.
const TIME: Duration = Duration::from_millis(200);
