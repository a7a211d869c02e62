//! The outside judges: programs that share no code with sohoa, and the one rule for when they are absent.
//!
//! `tests/tools` installs them. Without one, a test says so on standard error and passes; where `CI=true`, it fails.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a judge exits with when it could not judge.
const SKIPPED: i32 = 77;

/// Says aloud that something was not tested; fails in CI.
pub fn skip(what: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "not tested, which CI must not accept: {what}");
    // Written past the capture of the test runner, which would hide it in a test that passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
}

/// Says whether a program is there; if not, that is said aloud.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !found {
        skip(&format!("`{program}` is not installed; run tests/tools"));
    }
    found
}

/// Runs a script of `tests/outsiders`; `None` when it cannot run here.
pub fn judge(script: &str, arguments: &[&Path]) -> Option<Output> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = python()?;
    let output = Command::new(python).arg(root.join("tests/outsiders").join(script)).args(arguments).output().unwrap();
    if output.status.code() == Some(SKIPPED) {
        skip(&format!("{script}: {}", String::from_utf8_lossy(&output.stderr).trim()));
        return None;
    }
    Some(output)
}

/// Asserts that a judge has no objection.
pub fn assert_accepts(script: &str, arguments: &[&Path]) {
    if let Some(output) = judge(script, arguments) {
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        assert!(output.status.success(), "{script}: {said}");
    }
}

/// Returns the Python with the judges' modules.
pub fn python() -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/outsiders/bin/python");
    if !python.is_file() {
        skip("no Python in target/outsiders; run tests/tools");
        return None;
    }
    Some(python)
}
