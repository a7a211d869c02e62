//! The targets: a test each.

use bolero::check;

use sohoa::formats::source::Source;
use sohoa::formats::{self, Format, Limits};
use sohoa::page::Stop;

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
fn manifest() {
    check!().with_test_time(TIME).for_each(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let (entries, bad) = sohoa::manifest::parse(&text);
        assert!(entries.len() + bad.len() <= text.lines().count() + 1);
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
const TIME: std::time::Duration = std::time::Duration::from_millis(200);
