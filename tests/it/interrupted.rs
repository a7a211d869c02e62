//! What an import leaves when it is stopped: killed at any moment, or by a disk that is full or closed to it.
//!
//! After every stop the archive must be sound, and the same command must come to the archive that an
//! undisturbed run makes, byte for byte.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use sohoa::archive::layout::Archive;
use sohoa::archive::lock::Lock;

use crate::support::{Answer, Sandbox, adds_up, assert_same, copy_tree, sidecars};

const KILLS: u32 = 100;
const AMENDMENT_KILLS: u32 = 40;

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Lays out some 60 documents, with refused, duplicate and ignored files among them.
fn source(sandbox: &Sandbox) {
    sandbox.copy("scans", "in/scans");
    sandbox.copy("formats/jpeg", "in/jpeg");
    for file in ["empty.jpg", "lzw-bad-code.tif", "cut-in-middle.png", "baseline-cut-in-middle.jpg"] {
        sandbox.copy(&format!("refused/{file}"), &format!("in/jpeg/{file}"));
    }
    for file in ["g4-three-pages.tif", "rgb-lzw.tif", "palette-8-bit.tif"] {
        sandbox.copy(&format!("formats/tiff/{file}"), &format!("in/tiff/{file}"));
    }
}

/// Without comparing pages, which comes after the last commit and is killed in `duplicates`.
fn import(archive: &str) -> [&str; 7] {
    ["ingest", "in", "--archive", archive, "--settle", "0", "--no-dedup"]
}

fn start(sandbox: &Sandbox, archive: &str) -> Child {
    sandbox.command(&import(archive)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills the import after a while, as `kill -9` does. Returns false when it was done before.
fn kill_after(sandbox: &Sandbox, archive: &str, wait: Duration) -> bool {
    let mut child = start(sandbox, archive);
    std::thread::sleep(wait);
    if child.try_wait().unwrap().is_some() {
        return false;
    }
    child.kill().unwrap();
    // Between the look and the blow it may have ended by itself.
    child.wait().unwrap().code().is_none()
}

fn assert_no_findings(sandbox: &Sandbox, archive: &str, when: &str) {
    let answer = sandbox.verify(&[archive]);
    assert_eq!(answer["findings"], serde_json::json!([]), "{when}");
}

#[test]
fn a_hundred_kills_change_nothing_in_the_end() {
    let sandbox = Sandbox::new();
    source(&sandbox);
    let undisturbed = sandbox.init_with_batches_of("undisturbed", 7);
    let begun = Instant::now();
    let answer = sandbox.run(&import("undisturbed"));
    assert_eq!(answer.code, 3, "{}", answer.err);
    let whole = begun.elapsed().as_micros() as u64;
    let mut dice = Dice(2026);
    let (mut kills, mut archives) = (0, 0);
    while kills < KILLS {
        archives += 1;
        let archive = format!("kho-{archives}");
        let root = sandbox.init_with_batches_of(&archive, 7);
        while kills < KILLS && kill_after(&sandbox, &archive, Duration::from_micros(dice.below(whole * 2 / 3))) {
            kills += 1;
            assert_no_findings(&sandbox, &archive, &format!("after kill {kills}"));
        }
        let answer = sandbox.run(&import(&archive));
        assert_eq!(answer.code, 3, "{}", answer.err);
        // A run that went through just before the last one left nothing to store, and says so.
        sandbox.assert_sound(&archive);
        assert_same(&undisturbed, &root);
        std::fs::remove_dir_all(root).unwrap();
    }
}

#[test]
fn an_amendment_that_is_killed_was_made_or_was_not_and_made_again_it_is_the_same() {
    let sandbox = Sandbox::new();
    source(&sandbox);
    let base = sandbox.init_with_batches_of("base", 7);
    assert_eq!(sandbox.run(&import("base")).code, 3);
    let ids: Vec<String> =
        sidecars(&base).into_iter().map(|(_, sidecar)| sidecar["id"].as_str().unwrap().to_owned()).collect();
    let amend = |archive: &str| {
        let mut arguments = vec!["amend", "--archive", archive, "--set", "subject=Xác nhận", "--reason", "x"];
        arguments.extend(ids.iter().map(String::as_str));
        sandbox.command(&arguments)
    };
    let undisturbed = sandbox.path("undisturbed");
    copy_tree(&base, &undisturbed);
    let begun = Instant::now();
    assert!(amend("undisturbed").output().unwrap().status.success());
    let whole = begun.elapsed().as_micros() as u64;
    let mut dice = Dice(2027);
    let mut kills = 0;
    while kills < AMENDMENT_KILLS {
        let root = sandbox.path("kho");
        copy_tree(&base, &root);
        let mut child = amend("kho").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(whole)));
        // One that came to its end before the blow is no kill, and must be right all the same.
        child.kill().unwrap();
        kills += u32::from(child.wait().unwrap().code().is_none());
        assert_no_findings(&sandbox, "kho", &format!("after kill {kills}"));
        let later = sidecars_of_version(&root, 2);
        assert!([0, ids.len()].contains(&later), "{later} of {} documents after kill {kills}", ids.len());
        assert!(amend("kho").output().unwrap().status.success());
        sandbox.assert_sound("kho");
        assert_same(&undisturbed, &root);
        std::fs::remove_dir_all(root).unwrap();
    }
}

/// Counts the sidecars of a version.
fn sidecars_of_version(archive: &Path, version: u32) -> usize {
    sidecars(archive).into_iter().filter(|(_, sidecar)| sidecar["version"] == version).count()
}

#[test]
fn what_was_sealed_before_a_kill_counts_though_its_scan_is_gone() {
    let sandbox = Sandbox::new();
    source(&sandbox);
    let root = sandbox.init_with_batches_of("kho", 1);
    let mut child = start(&sandbox, "kho");
    let sealed = || std::fs::read_dir(root.join("batches/2026")).is_ok_and(|mut batches| batches.next().is_some());
    while !sealed() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // The first folder of the walk was sealed first.
    std::fs::remove_dir_all(sandbox.path("in/jpeg")).unwrap();
    let answer = sandbox.run(&[&import("kho")[..], &["--json"]].concat()).json();
    assert!(adds_up(&answer), "{}", answer["inputs"]);
    sandbox.assert_sound("kho");
}

#[test]
fn an_interrupted_import_of_other_sources_is_sealed_and_not_thrown_away() {
    let sandbox = Sandbox::new();
    source(&sandbox);
    sandbox.copy("formats/png", "other");
    sandbox.init_with_batches_of("kho", 7);
    // Killed as soon as the first batch is there: others are begun, none of them finished.
    let mut child = start(&sandbox, "kho");
    while std::fs::read_dir(sandbox.path("kho/batches")).unwrap().next().is_none() {
        assert!(child.try_wait().unwrap().is_none_or(|status| status.code() == Some(3)));
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let other = sandbox.ingest("other");
    assert!(other["documents"].as_u64().unwrap() > 10, "{other}");
    sandbox.ingest("in");
    sandbox.assert_sound("kho");
    let again = sandbox.ingest("in");
    assert_eq!(again["documents"], 0, "{again}");
}

#[test]
fn a_second_writer_is_turned_away() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "in/grey.jpg");
    let lock = Lock::take(&Archive::open(&kho).unwrap()).unwrap();
    let answer = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--json"]);
    assert_refused(&answer, "archive.locked");
    assert!(answer.err.contains(&std::process::id().to_string()), "{}", answer.err);
    drop(lock);
    assert_eq!(sandbox.ingest("in")["documents"], 1);
}

/// Asserts exit code 1, one line for people and the code for scripts.
fn assert_refused(answer: &Answer, code: &str) {
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
    assert!(answer.err.starts_with("error ["), "{}", answer.err);
    assert_eq!(answer.json()["error"]["code"], code, "{}", answer.out);
}

#[cfg(target_os = "linux")]
mod disks {
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::{assert_no_findings, assert_refused, import, source};
    use crate::judges::skip;
    use crate::support::{Sandbox, assert_same, tree};

    /// A small file system of its own in memory.
    struct Disk(PathBuf);

    impl Disk {
        /// Mounts it; says aloud where that is not allowed.
        fn mount(at: PathBuf, kibibytes: u64) -> Option<Disk> {
            std::fs::create_dir_all(&at).unwrap();
            let size = format!("size={kibibytes}k");
            let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(&at).output();
            if !mounted.is_ok_and(|output| output.status.success()) {
                skip("a full disk: this user cannot mount a small file system");
                return None;
            }
            Some(Disk(at))
        }

        fn remount(&self, options: &str) {
            let options = format!("remount,{options}");
            let status = Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap();
            assert!(status.success());
        }
    }

    impl Drop for Disk {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        }
    }

    fn bytes_in(root: &Path) -> u64 {
        tree(root).values().map(|bytes| bytes.len() as u64).sum()
    }

    #[test]
    fn a_full_disk_costs_one_line_and_nothing_else() {
        let sandbox = Sandbox::new();
        source(&sandbox);
        let undisturbed = sandbox.init_with_batches_of("undisturbed", 7);
        sandbox.run(&import("undisturbed"));
        let needed = bytes_in(&undisturbed) / 1024;
        let Some(disk) = Disk::mount(sandbox.path("disk"), 200) else { return };
        let kho = sandbox.init_with_batches_of("disk/kho", 7);
        // Each size stops the import elsewhere: first in the catalogue, then in bundles, journals, manifests.
        let command = [&import("disk/kho")[..], &["--json"]].concat();
        for size in (1..=12).map(|step| needed * step / 13) {
            disk.remount(&format!("size={}k", size.max(200)));
            assert_refused(&sandbox.run(&command), "disk.full");
            assert_no_findings(&sandbox, "disk/kho", &format!("with {size} kB"));
        }
        disk.remount(&format!("size={}k", needed * 3));
        assert_eq!(sandbox.run(&command).code, 3);
        sandbox.assert_sound("disk/kho");
        assert_same(&undisturbed, &kho);
    }

    #[test]
    fn a_read_only_disk_costs_one_line_and_can_still_be_verified() {
        let sandbox = Sandbox::new();
        sandbox.copy("formats/png", "in");
        let Some(disk) = Disk::mount(sandbox.path("disk"), 20_000) else { return };
        let kho = sandbox.init_with_batches_of("disk/kho", 7);
        let command = [&import("disk/kho")[..], &["--json"]].concat();
        sandbox.run(&command);
        let before = tree(&kho);
        disk.remount("ro");
        sandbox.copy("formats/jpeg", "in");
        assert_refused(&sandbox.run(&command), "disk.read-only");
        sandbox.assert_sound("disk/kho");
        assert_eq!(tree(&kho), before);
    }
}
