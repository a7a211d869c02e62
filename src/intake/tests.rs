//! Trees on disk, built by each test, and what the walk makes of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

use super::discover::{self, Census, Folder, Options};
use crate::fault::Fault;
use crate::files::container::zip::Limits;

/// Limits that no test here comes near.
pub(super) const ZIP: Limits = Limits { entries: 1000, inflation: 1200, memory: 1 << 20 };

/// A tree with a byte in each file, all of them an hour old.
fn tree(files: &[&str]) -> TempDir {
    let dir = tempfile::Builder::new().prefix("kho").tempdir().unwrap();
    files.iter().for_each(|file| put(&dir.path().join("s").join(file)));
    dir
}

fn put(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "x").unwrap();
    age(path, Duration::from_secs(3600));
}

fn age(path: &Path, age: Duration) {
    fs::File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
}

fn walk_with(sources: &[PathBuf], settle: Duration) -> Vec<Folder> {
    discover::folders(sources, &Options { settle, now: SystemTime::now(), zip: ZIP }).unwrap().collect()
}

fn walk(dir: &TempDir) -> Vec<Folder> {
    walk_with(&[dir.path().join("s")], Duration::from_secs(2))
}

fn labels(folders: &[Folder]) -> Vec<&str> {
    folders.iter().flat_map(|folder| &folder.files).map(|file| file.label.as_str()).collect()
}

/// `label code` of what was left.
fn left(folders: &[Folder]) -> Vec<String> {
    folders.iter().flat_map(|folder| &folder.ignored).map(|file| format!("{} {}", file.label, file.why.name)).collect()
}

/// `code subject` of what was reported.
fn told(folders: &[Folder]) -> Vec<String> {
    folders.iter().flat_map(|folder| &folder.findings).map(|told| format!("{} {}", told.code, told.subject)).collect()
}

#[test]
fn folders_come_one_by_one_with_parents_first_and_files_in_order() {
    let dir = tree(&["b.jpg", "a/2.jpg", "a/10.jpg", "a/sub/1.jpg", "z.jpg", "c/d/1.jpg"]);
    let folders = walk(&dir);
    assert_eq!(folders.iter().map(|f| f.label.as_str()).collect::<Vec<_>>(), ["s", "s/a", "s/a/sub", "s/c/d"]);
    assert_eq!(labels(&folders), ["s/b.jpg", "s/z.jpg", "s/a/10.jpg", "s/a/2.jpg", "s/a/sub/1.jpg", "s/c/d/1.jpg"]);
    assert_eq!(folders[2].parts, ["s", "a", "sub"]);
    assert_eq!((folders[2].files[0].name.as_str(), folders[2].files[0].size), ("1.jpg", 1));
    assert!(told(&folders).is_empty());
}

#[test]
fn a_source_that_is_not_there_is_a_fault_before_anything_is_walked() {
    let dir = tree(&["1.jpg"]);
    let sources = [dir.path().join("s"), dir.path().join("nowhere")];
    let options = Options { settle: Duration::ZERO, now: SystemTime::now(), zip: ZIP };
    let error = discover::folders(&sources, &options).map(|_| ()).unwrap_err();
    assert_eq!(error.downcast_ref::<Fault>().unwrap().code, "source.missing");
}

#[test]
fn sources_of_one_name_get_labels_of_their_own() {
    let dir = tree(&["a/s/1.jpg", "b/s/1.jpg"]);
    let folders = walk_with(&["s/a/s", "s/b/s"].map(|path| dir.path().join(path)), Duration::ZERO);
    assert_eq!(labels(&folders), ["s/1.jpg", "s~2/1.jpg"]);
    assert_eq!(folders[1].parts, ["s"]);
}

#[test]
fn sources_inside_each_other_are_walked_once() {
    let dir = tree(&["a/1.jpg", "2.jpg"]);
    let folders = walk_with(&["s/a", "s", "s/2.jpg", "s/../s"].map(|path| dir.path().join(path)), Duration::ZERO);
    assert_eq!(labels(&folders), ["s/2.jpg", "s/a/1.jpg"]);
    assert_eq!(told(&folders), ["source.repeated a", "source.repeated 2.jpg", "source.repeated s"]);
}

#[test]
fn single_files_of_one_folder_come_together() {
    let dir = tree(&["a/1.jpg", "a/2.jpg", "a/3.jpg", "b/1.jpg"]);
    let folders = walk_with(&["s/a/2.jpg", "s/b/1.jpg", "s/a/1.jpg"].map(|path| dir.path().join(path)), Duration::ZERO);
    assert_eq!(labels(&folders), ["a/1.jpg", "a/2.jpg", "b/1.jpg"]);
    assert_eq!((folders.len(), &folders[0].parts), (2, &vec!["a".to_owned()]));
}

#[test]
fn leftovers_and_sheets_are_counted_and_left() {
    let dir = tree(&["1.jpg", "Thumbs.db", "ds.xlsx", "x.part", "__MACOSX/deep/1.jpg", "note.txt", "zz/1.jpg"]);
    let folders = walk(&dir);
    assert_eq!(labels(&folders), ["s/1.jpg", "s/note.txt", "s/zz/1.jpg"]);
    let expected =
        ["s/Thumbs.db source.system-file", "s/x.part source.unfinished", "s/__MACOSX/deep/1.jpg source.system-file"];
    assert_eq!(left(&folders), expected);
    assert!(told(&folders).is_empty());
}

#[test]
fn a_tree_without_scans_is_reported() {
    let dir = tree(&["a/Thumbs.db"]);
    fs::create_dir(dir.path().join("s/b")).unwrap();
    assert_eq!(told(&walk(&dir)), ["source.empty s"]);
    fs::create_dir(dir.path().join("t")).unwrap();
    assert_eq!(told(&walk_with(&[dir.path().join("t")], Duration::ZERO)), ["source.empty t"]);
}

#[test]
fn a_file_without_bytes_is_found_for_its_reader_to_refuse() {
    let dir = tree(&["1.jpg"]);
    fs::write(dir.path().join("s/1.jpg"), "").unwrap();
    assert_eq!(walk_with(&[dir.path().join("s")], Duration::ZERO)[0].files[0].size, 0);
}

#[test]
fn decomposed_names_are_compared_composed_and_reported_once_a_folder() {
    let nfd = |text: &str| text.nfd().collect::<String>();
    let dir = tree(&[&nfd("Hồ sơ/Hằng.jpg"), &nfd("Hồ sơ/Hà.jpg")]);
    let folders = walk(&dir);
    assert_eq!(folders[0].parts, ["s", "Hồ sơ"]);
    assert_eq!((folders[0].files[0].name.as_str(), &folders[0].files[0].label), ("Hà.jpg", &nfd("s/Hồ sơ/Hà.jpg")));
    assert_eq!(told(&folders), [format!("source.name-nfd {}", nfd("s/Hồ sơ"))]);
    assert!(folders[0].findings[0].message.en.contains("2 more"));
}

#[test]
fn names_as_long_as_systems_allow_are_found() {
    let (long, part) = (format!("{}.jpg", "a".repeat(250)), "b".repeat(200));
    let dir = tree(&[&long, &format!("{part}/{part}/{part}/1.jpg")]);
    assert_eq!(labels(&walk(&dir)).len(), 2);
}

#[test]
fn a_file_that_was_just_written_is_waited_for() {
    let dir = tree(&["1.jpg"]);
    fs::write(dir.path().join("s/1.jpg"), "new").unwrap();
    let folders = walk_with(&[dir.path().join("s")], Duration::from_millis(200));
    assert_eq!((labels(&folders), folders[0].files[0].size), (vec!["s/1.jpg"], 3));
}

#[test]
fn a_file_that_still_grows_is_left_for_the_next_run() {
    let dir = tree(&["1.jpg", "2.jpg"]);
    let path = dir.path().join("s/1.jpg");
    fs::write(&path, "").unwrap();
    let writer = std::thread::spawn(move || {
        for n in 0..30 {
            fs::write(&path, "x".repeat(n)).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let folders = walk_with(&[dir.path().join("s")], Duration::from_millis(300));
    writer.join().unwrap();
    assert_eq!((labels(&folders), left(&folders)), (vec!["s/2.jpg"], vec!["s/1.jpg source.growing".to_owned()]));
    assert_eq!(told(&folders), ["source.growing s/1.jpg"]);
}

#[test]
fn a_file_of_tomorrow_is_left_unless_settling_is_off() {
    let dir = tree(&["1.jpg"]);
    let file = fs::File::options().write(true).open(dir.path().join("s/1.jpg")).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(86_400)).unwrap();
    assert_eq!(told(&walk(&dir)), ["source.growing s/1.jpg"]);
    assert_eq!(labels(&walk_with(&[dir.path().join("s")], Duration::ZERO)), ["s/1.jpg"]);
}

#[test]
fn a_change_after_the_walk_is_seen() {
    let dir = tree(&["1.jpg"]);
    let found = walk(&dir).remove(0).files.remove(0);
    assert!(discover::unchanged(&found).unwrap());
    age(found.place.on_disk(), Duration::from_secs(7200));
    assert!(!discover::unchanged(&found).unwrap());
    fs::remove_file(found.place.on_disk()).unwrap();
    assert!(discover::unchanged(&found).is_err());
}

#[test]
fn the_census_counts_what_will_be_taken() {
    let dir = tree(&["1.jpg", "a/2.jpg", "Thumbs.db"]);
    assert_eq!(discover::census(&[dir.path().join("s")], ZIP).unwrap(), Census { files: 2, bytes: 2 });
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_are_never_followed_and_always_accounted_for() {
        let dir = tree(&["1.jpg", "sub/2.jpg"]);
        put(&dir.path().join("secret.jpg"));
        let link = |name: &str, target: &str| symlink(target, dir.path().join("s").join(name)).unwrap();
        link("a-inside.jpg", "1.jpg");
        link("b-outside.jpg", "../secret.jpg");
        link("c-loop", "c-loop");
        link("d-up", ".");
        link("e-broken.jpg", "nowhere.jpg");
        link("f-folder", "sub");
        link("g-root", "/");
        let folders = walk(&dir);
        assert_eq!(labels(&folders), ["s/1.jpg", "s/sub/2.jpg"]);
        let why = ["link", "link-outside", "link-broken", "link", "link-broken", "link", "link-outside"];
        let seen: Vec<_> = folders[0].ignored.iter().map(|file| file.why.name.trim_start_matches("source.")).collect();
        assert_eq!(seen, why);
        assert_eq!(told(&folders), ["source.link-outside s/b-outside.jpg", "source.link-broken s/c-loop"]);
    }

    #[test]
    fn a_source_that_is_a_link_is_walked_under_the_name_given() {
        let dir = tree(&["1.jpg"]);
        symlink("s", dir.path().join("latest")).unwrap();
        assert_eq!(labels(&walk_with(&[dir.path().join("latest")], Duration::ZERO)), ["latest/1.jpg"]);
    }

    #[test]
    fn pipes_and_sockets_are_never_opened() {
        let dir = tree(&["1.jpg"]);
        let made = Command::new("mkfifo").arg(dir.path().join("s/pipe.jpg")).status().unwrap();
        assert!(made.success());
        let _socket = UnixListener::bind(dir.path().join("s/socket.jpg")).unwrap();
        let folders = walk(&dir);
        assert_eq!(left(&folders), ["s/pipe.jpg source.special", "s/socket.jpg source.special"]);
        assert_eq!(told(&folders), ["source.special s/pipe.jpg"]);
        let alone = walk_with(&[dir.path().join("s/pipe.jpg")], Duration::ZERO);
        assert_eq!(left(&alone), ["s/pipe.jpg source.special"]);
    }

    #[test]
    fn names_that_are_not_utf8_are_found_and_escaped() {
        let dir = tree(&["1.jpg"]);
        put(&dir.path().join("s").join(OsStr::from_bytes(b"gi\xe0y.jpg")));
        put(&dir.path().join("s/line\nbreak.jpg"));
        let folders = walk(&dir);
        assert_eq!(labels(&folders), ["s/1.jpg", "s/gi%E0y.jpg", "s/line%0Abreak.jpg"]);
        assert_eq!(told(&folders), ["source.name-encoding s/gi%E0y.jpg"]);
        assert!(discover::unchanged(&folders[0].files[1]).unwrap());
    }

    #[test]
    fn a_folder_that_cannot_be_listed_is_reported_and_the_walk_goes_on() {
        let dir = tree(&["a/1.jpg", "b/1.jpg"]);
        let closed = dir.path().join("s/a");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let can_read_anyway = fs::read_dir(&closed).is_ok(); // root reads everything
        let folders = walk(&dir);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        if !can_read_anyway {
            assert_eq!(
                (labels(&folders), told(&folders)),
                (vec!["s/b/1.jpg"], vec!["source.unreadable s/a".to_owned()])
            );
        }
    }

    #[test]
    fn a_tree_deeper_than_any_path_ends_in_a_finding() {
        let dir = tree(&["1.jpg"]);
        let script = "cd \"$1\"; for i in $(seq 30); do mkdir $2 && cd -P $2 || exit 1; done; echo x > deep.jpg";
        let made =
            Command::new("sh").args(["-c", script, "sh"]).arg(dir.path().join("s")).arg("d".repeat(200)).status();
        let folders = walk(&dir);
        // The path is longer than the system takes, for us and for `remove_dir_all` alike, so the shell clears it.
        Command::new("rm").arg("-rf").arg(dir.path().join("s")).status().unwrap();
        if made.unwrap().success() {
            assert_eq!(labels(&folders), ["s/1.jpg"]);
            assert!(told(&folders)[0].starts_with("source.unreadable s/ddd"), "{:?}", told(&folders));
        }
    }
}

#[test]
fn a_scan_that_is_called_a_sheet_is_a_scan() {
    let dir = tree(&["0.csv", "1.csv", "2.xlsx", "3.ods", "4.xls", "5.xlsx"]);
    let openings: [&[u8]; 5] =
        [b"\xFF\xD8\xFF\xE0", b"\x89PNG\r\n\x1A\n", b"II*\0\x08\0\0\0", b"%PDF-1.7", b"PK\x03\x04"];
    for (n, (ending, opening)) in ["csv", "xlsx", "ods", "xls", "xlsx"].iter().zip(openings).enumerate() {
        let path = dir.path().join("s").join(format!("{}.{ending}", n + 1));
        fs::write(&path, opening).unwrap();
        age(&path, Duration::from_secs(3600));
    }
    let folders = walk(&dir);
    assert_eq!(labels(&folders), ["s/1.csv", "s/2.xlsx", "s/3.ods", "s/4.xls"]);
    let sheets: Vec<_> = folders[0].sheets.iter().map(|sheet| sheet.label.as_str()).collect();
    assert_eq!(sheets, ["s/0.csv", "s/5.xlsx"]);
}
