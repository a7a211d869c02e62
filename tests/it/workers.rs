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

use crate::support::{Answer, Sandbox, adds_up, files_in, fixtures, subjects};

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
        assert!(refusal.what.en.contains("more than 1 seconds"), "{refusal:?}");
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

/// Starts an import with faults on order.
fn faulty_import(sandbox: &Sandbox, order: &str) -> std::process::Command {
    let mut command = sandbox.command(&["ingest", "in", "--archive", "kho", "--settle", "0", "--json"]);
    command.env("SOHOA_WORKER_FAULT", order);
    command
}

/// Makes an archive and a source of good files around bad ones.
fn among_good(bad: &[&str], seconds: u32) -> Sandbox {
    let sandbox = Sandbox::new();
    let built_in = Profile::built_in("vn-tt05").unwrap();
    sandbox.init_with_profile("kho", &built_in.replace("seconds = 60", &format!("seconds = {seconds}")));
    sandbox.copy("formats/jpeg/grey.jpg", "in/hs00/good.jpg");
    sandbox.copy("pdfs/conforming.pdf", "in/hs00/good.pdf");
    sandbox.copy("pdfs/signed.pdf", "in/hs99/good.pdf");
    for name in bad {
        sandbox.copy("pdfs/signed-twice.pdf", &format!("in/hs50/{name}"));
    }
    sandbox
}

#[test]
fn an_import_loses_the_files_that_take_workers_down_and_no_other() {
    let sandbox = among_good(&["overflow.pdf", "alloc.pdf", "sleep.pdf", "write.pdf"], 2);
    let order = "overflow:overflow.pdf,alloc:alloc.pdf,sleep:sleep.pdf,write:write.pdf";
    for run in 1..=2 {
        let answer = Answer::of(faulty_import(&sandbox, order).output().unwrap());
        assert_eq!(answer.code, 3, "{}", answer.err);
        let json = answer.json();
        assert!(adds_up(&json), "{json}");
        assert_eq!(subjects(&json, "worker.crashed"), ["in/hs50/alloc.pdf", "in/hs50/overflow.pdf"], "{json}");
        assert_eq!(subjects(&json, "worker.timeout"), ["in/hs50/sleep.pdf"]);
        assert_eq!(subjects(&json, "worker.refused"), ["in/hs50/write.pdf"]);
        assert_eq!(json["inputs"]["quarantined"], 4);
        let good = if run == 1 { "stored" } else { "duplicate" };
        assert_eq!(json["inputs"][good], 3, "{json}");
    }
    sandbox.assert_sound("kho");
    // Without the faults the same files are as good as any.
    let healed = sandbox.ingest("in");
    assert_eq!((&healed["inputs"]["stored"], &healed["inputs"]["duplicate"]), (&1.into(), &6.into()), "{healed}");
}

#[test]
fn a_document_that_takes_longer_than_it_may_is_refused_and_the_run_goes_on() {
    let sandbox = Sandbox::new();
    let built_in = Profile::built_in("vn-tt05").unwrap();
    sandbox.init_with_profile("kho", &built_in.replace("seconds = 60", "seconds = 0"));
    sandbox.copy("formats/jpeg/grey.jpg", "in/hs01/a.jpg");
    sandbox.copy("formats/png/grey-8-bit.png", "in/hs01/b.png");
    let answer = sandbox.ingest_with("in", &["--group-by", "file"]);
    assert_eq!(subjects(&answer, "limit.time"), ["in/hs01/a.jpg", "in/hs01/b.png"], "{answer}");
    assert_eq!(answer["inputs"]["quarantined"], 2);
}

/// Returns the children of a process.
#[cfg(target_os = "linux")]
fn children(parent: u32) -> Vec<u32> {
    let processes =
        std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let is_child = |pid: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // Name and state come first: `12 (sohoa) S 7 ...`.
        let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        !rest.starts_with('Z') && rest.split(' ').nth(1) == Some(&parent.to_string())
    };
    processes.filter(is_child).collect()
}

/// Waits until something is true.
#[cfg(target_os = "linux")]
fn wait_for<T>(mut what: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(value) = what() {
            return value;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("waited in vain")
}

#[cfg(target_os = "linux")]
fn kill(pid: u32) {
    assert!(std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_killed_from_outside_costs_its_file_after_a_second_try() {
    let sandbox = among_good(&["sleep.pdf"], 120);
    let mut import = faulty_import(&sandbox, "sleep:sleep.pdf");
    let import = import.arg("--jobs=1").stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut killed = Vec::new();
    for _ in 0..2 {
        // The one that sleeps is the one that is there a second later.
        let worker = wait_for(|| {
            let before = children(import.id());
            std::thread::sleep(std::time::Duration::from_secs(1));
            children(import.id()).into_iter().find(|pid| before.contains(pid) && !killed.contains(pid))
        });
        kill(worker);
        killed.push(worker);
    }
    let answer = Answer::of(import.wait_with_output().unwrap()).json();
    assert_eq!(subjects(&answer, "worker.crashed"), ["in/hs50/sleep.pdf"], "{answer}");
    assert_eq!(answer["inputs"]["stored"], 3);
    sandbox.assert_sound("kho");
}

#[cfg(target_os = "linux")]
#[test]
fn no_worker_outlives_its_parent() {
    let sandbox = among_good(&["hang.pdf", "sleep.pdf"], 120);
    let mut import = faulty_import(&sandbox, "hang:hang.pdf,sleep:sleep.pdf");
    let mut import = import.arg("--jobs=2").stdout(std::process::Stdio::null()).spawn().unwrap();
    let workers = wait_for(|| Some(children(import.id())).filter(|workers| workers.len() == 2));
    kill(import.id());
    import.wait().unwrap();
    wait_for(|| workers.iter().all(|pid| !Path::new(&format!("/proc/{pid}")).exists()).then_some(()));
    // What was finished is taken up.
    let answer = sandbox.ingest("in");
    assert_eq!(answer["inputs"]["stored"].as_u64().unwrap() + answer["inputs"]["duplicate"].as_u64().unwrap(), 5);
    sandbox.assert_sound("kho");
}
