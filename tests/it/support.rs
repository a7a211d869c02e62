//! A folder to work in, the program to run, and what it answered.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The one instant of all tests: 2026-11-21T16:41:07Z.
pub const EPOCH: &str = "1795279267";

/// A temporary folder with room for sources and archives; gone afterwards.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

/// What the program answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Sandbox {
    pub fn new() -> Sandbox {
        Sandbox { folder: tempfile::tempdir().unwrap() }
    }

    /// Returns a path in the sandbox.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Writes a file, with its folders.
    pub fn write(&self, inside: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(inside);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Copies a fixture file or folder to a place in the sandbox.
    pub fn copy(&self, fixture: &str, inside: &str) -> PathBuf {
        let target = self.path(inside);
        copy_tree(&fixtures().join(fixture), &target);
        target
    }

    /// Returns a command of the program: English, fixed time, working in the sandbox.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sohoa"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("SOURCE_DATE_EPOCH", EPOCH).env("LC_ALL", "C");
        command.env_remove("SOHOA_ARCHIVE").env_remove("SOHOA_LANG");
        command
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        Answer::of(self.command(arguments).output().unwrap())
    }

    /// Makes an archive called `kho`.
    pub fn init(&self) -> PathBuf {
        let answer = self.run(&["init", "kho", "--agency", "H26.15", "--name", "Kho thử"]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        self.path("kho")
    }

    /// Imports a source of the sandbox into `kho` and returns the JSON answer.
    pub fn ingest(&self, source: &str) -> Value {
        let answer = self.run(&["ingest", source, "--archive", "kho", "--settle", "0", "--json"]);
        assert!([0, 3].contains(&answer.code), "exit {}: {}", answer.code, answer.err);
        answer.json()
    }

    /// Verifies a target and returns the JSON answer.
    pub fn verify(&self, arguments: &[&str]) -> Value {
        let answer = self.run(&[&["verify", "--json"], arguments].concat());
        assert!([0, 3].contains(&answer.code), "exit {}: {}", answer.code, answer.err);
        answer.json()
    }
}

impl Answer {
    pub fn of(output: Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Returns the one JSON value on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// Returns the codes of the findings in an answer, sorted, each as often as it was found.
pub fn codes(answer: &Value) -> Vec<String> {
    let findings = answer["findings"].as_array().unwrap();
    let mut codes: Vec<_> = findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
    codes.sort();
    codes
}

/// Returns where the fixtures are.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Copies a file or a folder.
pub fn copy_tree(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
        return;
    }
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        copy_tree(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Returns every file below a folder with its bytes, but the catalogue (a cache) and work in progress.
pub fn tree(root: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap) {
        let inside = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
        let is_cache = inside.starts_with("catalogue.sqlite") || inside.starts_with("staging");
        if entry.file_type().is_file() && !is_cache {
            files.insert(inside, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}
