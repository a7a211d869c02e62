//! The documents that are made from the code equal it, and the README's commands run as written.
//!
//! `UPDATE_DOCS=1 cargo test --test it docs` writes the generated ones anew; a person reads the difference.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use sohoa::finding::{Code, Severity, codes};

use crate::judges::skip;
use crate::support::{Sandbox, copy_tree};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a document with what it should be, or writes it.
fn assert_current(path: &str, expected: &str) {
    let full = root().join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(full, expected).unwrap();
        return;
    }
    let is = std::fs::read_to_string(full).unwrap_or_default();
    assert!(is == expected, "{path} is not what the code says; run UPDATE_DOCS=1 cargo test --test it docs");
}

#[test]
fn the_list_of_findings_is_current() {
    let mut text = String::from(
        "# Findings\n\n\
         Made from `src/finding/codes.rs`; `just docs` writes it anew.\n\n\
         A finding is a problem in the material. Its code is stable. *Error*: the scan was refused, or what is kept is not\n\
         as it was sealed. *Warning*: it was stored, and a person should look. *Info*: nobody has to act. Errors and warnings\n\
         end the program with exit code 3.\n",
    );
    let mut family = "";
    for code in codes::ALL {
        let own = code.name.split('.').next().unwrap();
        if own != family
            && codes::ALL.iter().position(|other| other.name.starts_with(&format!("{own}."))) == position(code)
        {
            family = own;
            write_family(&mut text, own);
        }
    }
    assert_current("docs/findings.md", &text);
}

fn position(code: &Code) -> Option<usize> {
    codes::ALL.iter().position(|other| other.name == code.name)
}

fn write_family(text: &mut String, family: &str) {
    write!(text, "\n## {family}\n\n| code | severity | what to do | việc cần làm |\n| --- | --- | --- | --- |\n")
        .unwrap();
    for code in codes::ALL.iter().filter(|code| code.name.split('.').next() == Some(family)) {
        let severity = match code.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        writeln!(text, "| `{}` | {severity} | {} | {} |", code.name, code.en, code.vi).unwrap();
    }
}

#[test]
fn the_reference_of_the_command_line_is_current() {
    let sandbox = Sandbox::new();
    let help = |arguments: &[&str]| {
        let mut command = sandbox.command(&[arguments, &["--help"]].concat());
        // Without a terminal the width is fixed, so that every machine writes the same.
        let output = command.env("COLUMNS", "100").output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>()
    };
    let mut text = String::from(
        "# The command line\n\n\
         Made from the program's own help; `just docs` writes it anew. `--lang vi` prints it in Vietnamese.\n",
    );
    let main = help(&[]);
    write!(text, "\n## sohoa\n\n```text\n{main}```\n").unwrap();
    for name in subcommands(&main) {
        write!(text, "\n## sohoa {name}\n\n```text\n{}```\n", help(&[&name])).unwrap();
    }
    assert_current("docs/cli.md", &text);
}

/// Returns the subcommands that a help text lists.
fn subcommands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    list.filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

/// Returns the first ```sh block after the heading that holds one of these words.
fn example(readme: &str, headings: &[&str]) -> Option<String> {
    let mut lines = readme.lines();
    lines.find(|line| line.starts_with('#') && headings.iter().any(|heading| line.contains(heading)))?;
    lines.find(|line| *line == "```sh")?;
    Some(lines.take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect())
}

#[test]
fn the_commands_of_the_readmes_run_as_written() {
    for (readme, headings) in
        [("README.md", ["Two minutes", "two minutes"]), ("docs/vi/README.md", ["Hai phút", "hai phút"])]
    {
        let Ok(text) = std::fs::read_to_string(root().join(readme)) else {
            skip(&format!("{readme} is not there"));
            continue;
        };
        let commands = example(&text, &headings).unwrap_or_else(|| panic!("{readme} has no example"));
        run_example(readme, &commands);
    }
}

/// Runs an example in a copy of what it needs, with the program that was built for the tests.
fn run_example(readme: &str, commands: &str) {
    let sandbox = Sandbox::new();
    sandbox.copy("", "fixtures");
    copy_tree(&root().join("docs"), &sandbox.path("docs"));
    let bin: PathBuf = sandbox.path("bin");
    copy_tree(env!("CARGO_BIN_EXE_sohoa").as_ref(), &bin.join("sohoa"));
    // Building and entering the clone is what brought us here.
    let is_setup =
        |line: &&str| ["git clone", "cd sohoa", "cargo install", "cargo build"].iter().any(|s| line.starts_with(s));
    let kept: Vec<String> = commands
        .lines()
        .filter(|line| !is_setup(line))
        .map(|line| line.replace("cargo run --release -- ", "sohoa ").replace("cargo run -q --release -- ", "sohoa "))
        .map(|line| line.replace("cargo run --release --quiet -- ", "sohoa ").replace("target/release/sohoa", "sohoa"))
        .collect();
    // An import that has findings ends with 3; every other code than 0 and 3 is a command that does not run.
    let script = format!(
        "trap 'code=$?; [ $code = 3 ] || {{ echo \"exit $code: $BASH_COMMAND\" >&2; exit 1; }}' ERR\n{}\ntrue\n",
        kept.join("\n")
    );
    let path = std::env::join_paths(
        std::iter::once(bin).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let mut bash = Command::new("bash");
    bash.args(["-c", &script]).current_dir(sandbox.path(".")).env("PATH", path.unwrap());
    bash.env_remove("SOHOA_ARCHIVE").env_remove("SOHOA_LANG");
    let output = bash.output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(output.status.success(), "{readme}:\n{script}\n{said}");
    assert!(sandbox.path(".").read_dir().unwrap().count() > 3, "{readme}: the example made nothing\n{said}");
}
