//! Worker processes: what they read is what the program itself would read, and what takes one down costs one file.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sohoa::finding::codes;
use sohoa::formats::source::Source;
use sohoa::formats::{self, Format, Limits};
use sohoa::intake::place::Place;
use sohoa::ops::worker::Pool;
use sohoa::page::{PageImage, Refusal, Stop};
use sohoa::records::profile::{self, Profile};

use crate::support::{Sandbox, files_in, fixtures};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sohoa");
const LIMITS: Limits = Limits { pixels: 100_000_000, memory: 1 << 30, pages: 1000 };

fn limits() -> profile::Limits {
    Profile::parse(Profile::built_in("vn-tt05").unwrap()).unwrap().limits
}

/// Returns a program that is sohoa with faults on order.
fn faulty(sandbox: &Sandbox, order: &str) -> PathBuf {
    let script = format!("#!/bin/sh\nSOHOA_WORKER_FAULT='{order}' exec '{PROGRAM}' \"$@\"\n");
    let path = sandbox.write("faulty", script.as_bytes());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn format(name: &str) -> &'static Format {
    formats::ALL.iter().find(|format| format.name == name).unwrap()
}

/// Returns all that is known of a page, in words.
fn words(frame: u32, image: &PageImage<'_>) -> String {
    let PageImage { width, height, bits, colour, coding, inverted, mask, resolution, .. } = image;
    let notes: Vec<_> = image.notes.iter().map(|note| (note.code.name, &note.what)).collect();
    format!(
        "{frame} {width} {height} {bits} {colour:?} {coding:?} {inverted} {mask:?} {resolution:?} {:?} {:?} {:?} {:?} {notes:?} {:?}",
        image.orientation, image.embedding, image.content, image.preview, image.data
    )
}

fn read(pool: &Pool, path: &Path, format: &Format) -> Result<Vec<String>, Stop> {
    let mut pages = Vec::new();
    let size = path.metadata().unwrap().len();
    pool.read(&Place::from(path), size, format, &LIMITS, &mut |frame, image| {
        pages.push(words(frame, &image));
        Ok(())
    })?;
    Ok(pages)
}

fn refusal(stop: Stop) -> Refusal {
    match stop {
        Stop::Refused(refusal) => *refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_worker_reads_what_the_program_itself_reads() {
    let pool = Pool::new(Path::new(PROGRAM), &limits());
    let mut n_pages = 0;
    for folder in ["formats", "warned", "refused"] {
        for path in files_in(&fixtures().join(folder)) {
            let bytes = std::fs::read(&path).unwrap();
            let head = &bytes[..bytes.len().min(64)];
            let Some(format) = formats::ALL.iter().find(|format| (format.recognises)(head)) else { continue };
            let mut here = Vec::new();
            let ended = (format.read)(&mut Source::of(&bytes), &LIMITS, &mut |frame, image| {
                here.push(words(frame, &image));
                Ok(())
            });
            match (ended, read(&pool, &path, format)) {
                (Ok(()), Ok(there)) => assert!(here == there, "{}", path.display()),
                (Err(here), Err(there)) => {
                    let told = |stop| refusal(stop).finding("x");
                    assert_eq!(told(here), told(there), "{}", path.display());
                }
                (here, there) => panic!("{}: {here:?} {:?}", path.display(), there.err()),
            }
            n_pages += here.len();
        }
    }
    assert!(n_pages > 50, "{n_pages}");
}

#[test]
fn whatever_takes_a_worker_down_costs_that_file_alone() {
    let sandbox = Sandbox::new();
    let (crashed, refused) = (&codes::WORKER_CRASHED, &codes::WORKER_REFUSED);
    let faults = [
        ("overflow", crashed, "overflowed its stack"),
        ("alloc", crashed, "memory allocation of"),
        ("abort", crashed, "signal 6"),
        ("panic", crashed, "panicked at ops/worker/faults.rs"),
        ("write", refused, "it wrote more than"),
    ];
    let order: Vec<String> = faults.iter().map(|(fault, ..)| format!("{fault}:{fault}.png")).collect();
    let pool = Pool::new(&faulty(&sandbox, &order.join(",")), &limits());
    let good = sandbox.copy("formats/png/grey-8-bit.png", "good.png");
    let expected = read(&pool, &good, format("png")).unwrap();
    for (fault, code, words) in faults {
        let bad = sandbox.copy("formats/png/grey-8-bit.png", &format!("{fault}.png"));
        let refusal = refusal(read(&pool, &bad, format("png")).unwrap_err());
        assert_eq!(refusal.code, code, "{fault}: {refusal:?}");
        assert!(refusal.what.en.contains(words), "{fault}: {refusal:?}");
        assert!(!refusal.what.en.contains("quote the file"), "{refusal:?}");
        assert_eq!(read(&pool, &good, format("png")).unwrap(), expected, "after {fault}");
    }
}

#[test]
fn a_worker_that_does_not_end_is_ended() {
    let sandbox = Sandbox::new();
    let limits = profile::Limits { seconds: 1, ..limits() };
    let pool = Pool::new(&faulty(&sandbox, "sleep:sleep.png,hang:hang.png"), &limits);
    for name in ["sleep.png", "hang.png"] {
        let bad = sandbox.copy("formats/png/grey-8-bit.png", name);
        let begun = std::time::Instant::now();
        let refusal = refusal(read(&pool, &bad, format("png")).unwrap_err());
        assert_eq!(refusal.code, &codes::WORKER_TIMEOUT, "{refusal:?}");
        assert!(refusal.what.en.contains("more than 2 seconds"), "{refusal:?}");
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}

#[test]
fn a_file_that_needs_more_than_its_share_gets_it_at_the_second_try() {
    let sandbox = Sandbox::new();
    let pool = Pool::new(&faulty(&sandbox, "greedy:scan.png"), &limits());
    let path = sandbox.copy("formats/png/grey-8-bit.png", "scan.png");
    assert_eq!(read(&pool, &path, format("png")).unwrap().len(), 1);
    let strict = profile::Limits { worker_memory: 1 << 30, ..limits() };
    let pool = Pool::new(&faulty(&sandbox, "greedy:scan.png"), &strict);
    assert_eq!(refusal(read(&pool, &path, format("png")).unwrap_err()).code, &codes::WORKER_CRASHED);
}

#[test]
fn a_program_that_is_no_worker_is_a_fault_and_no_finding() {
    for program in ["/bin/true", "/nowhere/sohoa"] {
        let pool = Pool::new(Path::new(program), &limits());
        let ended = read(&pool, &fixtures().join("formats/png/grey-8-bit.png"), format("png"));
        assert!(matches!(ended, Err(Stop::Fault(_))), "{program}");
    }
}
