//! Sources that nobody should hand in: each costs a finding with its code, the rest of the import goes on.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::support::{Sandbox, adds_up, codes};

/// Puts a sound scan before and after everything else, imports, and asserts that both were stored.
fn import_among_good(sandbox: &Sandbox, code: i32) -> Value {
    sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "in/00/good.jpg");
    sandbox.copy("formats/png/rgb-8-bit.png", "in/zz/good.png");
    let answer = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--json"]);
    assert_eq!(answer.code, code, "{}{}", answer.out, answer.err);
    let json = answer.json();
    assert!(adds_up(&json), "{json}");
    assert!(json["inputs"]["stored"].as_u64().unwrap() >= 2, "{json}");
    sandbox.assert_sound("kho");
    json
}

fn assert_found(answer: &Value, code: &str) {
    assert!(codes(answer).iter().any(|found| found == code), "no {code} in {answer}");
}

#[test]
fn an_empty_file_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("in/empty.jpg", b"");
    let answer = import_among_good(&sandbox, 3);
    assert_found(&answer, "format.empty");
    assert_eq!(answer["inputs"]["quarantined"], 1);
}

#[test]
fn a_tree_of_empty_folders_is_said_to_be_empty() {
    let sandbox = Sandbox::new();
    sandbox.init();
    std::fs::create_dir_all(sandbox.path("in/a/b/c")).unwrap();
    std::fs::create_dir_all(sandbox.path("in/d")).unwrap();
    let answer = sandbox.run(&["ingest", "in", "--archive", "kho", "--json"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    assert_eq!(codes(&answer.json()), ["source.empty"]);
    assert_eq!(answer.json()["inputs"]["seen"], 0);
    sandbox.assert_sound("kho");
}

#[test]
fn the_content_decides_and_not_the_ending() {
    let sandbox = Sandbox::new();
    sandbox.copy("formats/png/grey-8-bit.png", "in/page.jpg");
    sandbox.copy("formats/jpeg/baseline-444.jpg", "in/other.dat");
    let answer = import_among_good(&sandbox, 3);
    assert_found(&answer, "format.extension");
    assert_eq!(answer["inputs"]["stored"], 4);
}

#[test]
fn a_bomb_is_refused_by_the_limits_of_the_profile() {
    let sandbox = Sandbox::new();
    for name in ["bomb-60000-pixels-square.png", "bomb-60000-pixels-square.tif", "bomb-65500-pixels-square.jpg"] {
        sandbox.copy(&format!("refused/{name}"), &format!("in/{name}"));
    }
    let answer = import_among_good(&sandbox, 3);
    assert_eq!(codes(&answer).iter().filter(|code| *code == "format.too-large").count(), 3, "{answer}");
}

#[test]
fn a_name_in_decomposed_unicode_is_noted_and_stored() {
    let sandbox = Sandbox::new();
    sandbox.copy("formats/jpeg/baseline-444.jpg", "in/Ho\u{302}\u{323}p.jpg");
    let answer = import_among_good(&sandbox, 0);
    assert_found(&answer, "source.name-nfd");
    assert_eq!(answer["inputs"]["stored"], 3);
}

#[test]
fn a_name_of_255_bytes_and_a_deep_path_are_stored() {
    let sandbox = Sandbox::new();
    let long = format!("{}.jpg", "a".repeat(251));
    sandbox.copy("formats/jpeg/baseline-444.jpg", &format!("in/{long}"));
    let deep = "d/".repeat(120);
    sandbox.copy("formats/jpeg/baseline-422.jpg", &format!("in/{deep}page.jpg"));
    let wide = format!("{}/", "w".repeat(200)).repeat(5);
    sandbox.copy("formats/jpeg/baseline-440.jpg", &format!("in/{wide}page.jpg"));
    let answer = import_among_good(&sandbox, 0);
    assert_eq!(answer["inputs"]["stored"], 5, "{answer}");
}

#[test]
fn a_source_in_the_archive_or_around_it_is_turned_away() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "kho/in/grey.jpg");
    for source in ["kho/in", "kho", "."] {
        let answer = sandbox.run(&["ingest", source, "--archive", "kho", "--settle", "0", "--json"]);
        assert_eq!((answer.code, &answer.json()["error"]["code"]), (1, &"source.archive".into()), "{source}");
    }
}

#[test]
fn a_source_that_does_not_exist_is_one_line_and_nothing_is_imported() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "in/grey.jpg");
    let answer = sandbox.run(&["ingest", "in", "nothing-here", "--archive", "kho", "--settle", "0"]);
    assert_eq!(answer.code, 1);
    assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
    assert_eq!(std::fs::read_dir(kho.join("batches")).unwrap().count(), 0);
}

/// Runs `meddle` again and again in a thread for as long as `work` takes.
fn while_meddling<T>(meddle: impl Fn() + Sync, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                meddle();
            }
        });
        // The thread must end even when the work panics, or the scope would wait for ever.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        done.store(true, Ordering::Relaxed);
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[test]
fn a_file_that_grows_during_the_run_is_left_for_the_next() {
    let sandbox = Sandbox::new();
    let growing = sandbox.copy("formats/jpeg/baseline-420.jpg", "in/growing.jpg");
    let append = || std::fs::File::options().append(true).open(&growing).unwrap().write_all(b"more").unwrap();
    let answer = while_meddling(append, || import_among_good(&sandbox, 3));
    assert_found(&answer, "source.growing");
    assert_eq!(answer["inputs"]["ignored"], 1, "{answer}");
}

#[test]
fn a_file_of_this_moment_waits_for_its_quiet_period() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/jpeg/grey.jpg", "in/old.jpg");
    let future = std::time::SystemTime::now() + std::time::Duration::from_secs(3600);
    let copied = sandbox.copy("formats/jpeg/baseline-444.jpg", "in/late.jpg");
    std::fs::File::options().append(true).open(copied).unwrap().set_modified(future).unwrap();
    let answer = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "1", "--json"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    assert_eq!(answer.json()["inputs"]["stored"], 1, "{}", answer.out);
    assert_found(&answer.json(), "source.growing");
}

#[test]
fn a_file_that_becomes_a_folder_meanwhile_is_accounted_for() {
    let sandbox = Sandbox::new();
    let path = sandbox.copy("formats/jpeg/baseline-420.jpg", "in/changing.jpg");
    let scan = std::fs::read(&path).unwrap();
    let swap = || {
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        std::fs::remove_dir(&path).unwrap();
        std::fs::write(&path, &scan).unwrap();
    };
    // Every outcome is right that adds up: stored in a good moment, left, refused, or not seen at all.
    while_meddling(swap, || {
        sandbox.init();
        sandbox.copy("formats/jpeg/grey.jpg", "in/00/good.jpg");
        sandbox.ingest("in");
    });
    sandbox.assert_sound("kho");
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::{assert_found, import_among_good};
    use crate::judges::{has, skip};
    use crate::support::{Answer, Sandbox, adds_up, copy_tree, fixtures};

    #[test]
    fn a_name_that_is_not_utf_8_is_noted_and_stored() {
        let sandbox = Sandbox::new();
        let folder = sandbox.path("in");
        std::fs::create_dir_all(&folder).unwrap();
        let scan = fixtures().join("formats/jpeg/baseline-444.jpg");
        if std::fs::copy(scan, folder.join(OsStr::from_bytes(b"ph\xf4ng.jpg"))).is_err() {
            return skip("a name that is not UTF-8: this file system takes none");
        }
        let answer = import_among_good(&sandbox, 3);
        assert_found(&answer, "source.name-encoding");
        assert_eq!(answer["inputs"]["stored"], 3);
    }

    #[test]
    fn links_are_never_followed_and_always_told() {
        let sandbox = Sandbox::new();
        sandbox.copy("formats/jpeg/baseline-444.jpg", "outside/secret.jpg");
        sandbox.write("in/real.txt", b"text");
        symlink("loop", sandbox.path("in/loop")).unwrap();
        symlink("../in", sandbox.path("in/around")).unwrap();
        symlink("nowhere", sandbox.path("in/broken.jpg")).unwrap();
        symlink("../outside/secret.jpg", sandbox.path("in/secret.jpg")).unwrap();
        symlink("../outside", sandbox.path("in/folder")).unwrap();
        symlink("/dev/zero", sandbox.path("in/endless.jpg")).unwrap();
        let answer = import_among_good(&sandbox, 3);
        assert_found(&answer, "source.link-outside");
        assert_found(&answer, "source.link-broken");
        assert_eq!(answer["inputs"]["stored"], 2, "{answer}");
        assert_eq!(answer["inputs"]["ignored"], 6, "{answer}");
    }

    #[test]
    fn a_pipe_a_socket_and_a_device_are_never_opened() {
        let sandbox = Sandbox::new();
        std::fs::create_dir_all(sandbox.path("in")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(sandbox.path("in/socket.jpg")).unwrap();
        let make = |arguments: &[&str]| {
            let made = Command::new("mknod").args(arguments).current_dir(sandbox.path("in")).output();
            made.is_ok_and(|output| output.status.success())
        };
        assert!(make(&["pipe.jpg", "p"]));
        if !make(&["zero.jpg", "c", "1", "5"]) {
            skip("a device in the source: this user cannot make one");
        }
        let answer = import_among_good(&sandbox, 3);
        assert_found(&answer, "source.special");
        assert_eq!(answer["inputs"]["quarantined"], 0, "{answer}");
    }

    /// Runs a command of the program as a user without rights, in a sandbox that user may enter.
    fn run_as_nobody(sandbox: &Sandbox, arguments: &[&str]) -> Answer {
        let command = sandbox.command(arguments);
        let mut lowered = Command::new("setpriv");
        lowered.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(sandbox.path("sohoa"));
        lowered.args(command.get_args()).current_dir(sandbox.path("."));
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => lowered.env(key, value),
                None => lowered.env_remove(key),
            };
        }
        Answer::of(lowered.output().unwrap())
    }

    fn allow(sandbox: &Sandbox, inside: &str, mode: u32) {
        std::fs::set_permissions(sandbox.path(inside), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_may_not_be_read_is_told_and_the_rest_goes_on() {
        let sandbox = Sandbox::new();
        sandbox.copy("formats/jpeg/grey.jpg", "in/good.jpg");
        sandbox.copy("formats/jpeg/baseline-444.jpg", "in/locked.jpg");
        sandbox.copy("formats/jpeg/baseline-422.jpg", "in/closed/page.jpg");
        allow(&sandbox, "in/locked.jpg", 0);
        allow(&sandbox, "in/closed", 0);
        let is_root = std::fs::read(sandbox.path("in/locked.jpg")).is_ok();
        if is_root && !has("setpriv") {
            return;
        }
        copy_tree(env!("CARGO_BIN_EXE_sohoa").as_ref(), &sandbox.path("sohoa"));
        allow(&sandbox, ".", 0o777);
        let run = |arguments: &[&str]| {
            if is_root { run_as_nobody(&sandbox, arguments) } else { sandbox.run(arguments) }
        };
        assert_eq!(run(&["init", "kho", "--agency", "H26.15", "--name", "x"]).code, 0);
        let answer = run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--json"]);
        allow(&sandbox, "in/closed", 0o755);
        assert_eq!(answer.code, 3, "{}{}", answer.out, answer.err);
        let json = answer.json();
        assert!(adds_up(&json), "{json}");
        assert_eq!(json["inputs"]["stored"], 1, "{json}");
        assert_found(&json, "source.unreadable");
        sandbox.assert_sound("kho");
    }

    #[test]
    fn an_archive_that_may_not_be_written_is_one_line() {
        let sandbox = Sandbox::new();
        sandbox.init();
        sandbox.copy("formats/jpeg/grey.jpg", "in/good.jpg");
        for folder in ["kho", "kho/staging"] {
            allow(&sandbox, folder, 0o555);
        }
        let is_root = std::fs::write(sandbox.path("kho/probe"), b"").is_ok();
        if is_root && !has("setpriv") {
            return;
        }
        copy_tree(env!("CARGO_BIN_EXE_sohoa").as_ref(), &sandbox.path("sohoa"));
        allow(&sandbox, ".", 0o777);
        let arguments = ["ingest", "in", "--archive", "kho", "--settle", "0", "--json"];
        let answer = if is_root { run_as_nobody(&sandbox, &arguments) } else { sandbox.run(&arguments) };
        for folder in ["kho", "kho/staging"] {
            allow(&sandbox, folder, 0o755);
        }
        assert_eq!((answer.code, answer.err.lines().count()), (1, 1), "{}", answer.err);
        assert_eq!(answer.json()["error"]["code"], "disk.permission");
    }
}
