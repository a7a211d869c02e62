//! What keeps the house in order: every file says what it is for, and nothing reaches up or sideways.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sohoa::finding::codes;

use crate::support::files_in;

/// Every module with its floor; a module may use only those on lower floors (`docs/architecture.md`).
const FLOORS: &[(u8, &[&str])] = &[
    (
        0,
        &[
            "digest", "document", "fault", "finding", "manifest", "page", "progress", "raster", "record", "relpath",
            "seal", "sidecar", "sizes", "text",
        ],
    ),
    (
        1,
        &[
            "duplicates",
            "exchange",
            "files",
            "fingerprint",
            "formats",
            "group",
            "merkle",
            "names",
            "pdf",
            "pdfa",
            "records",
        ],
    ),
    (2, &["archive", "checks", "intake", "packages", "reports"]),
    (3, &["ops"]),
    (4, &["cli", "main"]),
];

/// The longest that a file may be; a list of scenarios may be longer than a piece of the program.
const LINES: &[(&str, usize)] = &[("src", 400), ("tests", 550)];

/// Words that lean on other words, on the ground floor, where the order of this list decides: later ones use earlier ones.
const WORDS: &[&str] = &[
    "text", "fault", "finding", "digest", "relpath", "page", "raster", "document", "progress", "manifest", "seal",
    "record", "sidecar", "sizes",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the Rust files below a folder, as paths from the project's root.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "rs");
    let inside = |path: PathBuf| path.strip_prefix(root()).unwrap().to_owned();
    files_in(&root().join(folder)).into_iter().filter(is_rust).map(inside).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

/// Returns the module of a file: the first name below `src`.
fn module_of(path: &Path) -> String {
    let first = path.strip_prefix("src").unwrap().iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Returns the modules of the library that a file names, one for each place.
fn named(text: &str, krate: &str) -> Vec<String> {
    let prefix = format!("{krate}::");
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = code.flat_map(|line| line.split(&prefix).skip(1).map(str::to_owned).collect::<Vec<_>>());
    let word = |rest: String| rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    names.map(word).filter(|name: &String| !name.is_empty()).collect()
}

#[test]
fn every_file_says_what_it_is_for() {
    let files = [rust_files("src"), rust_files("tests")].concat();
    let silent: Vec<_> = files.iter().filter(|path| !read(path).starts_with("//! ")).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn no_file_is_long_or_unfinished() {
    let unfinished = ["TO", "DO"].concat();
    for (folder, longest) in LINES {
        for path in rust_files(folder) {
            let text = read(&path);
            assert!(text.lines().count() <= *longest, "{} has {} lines", path.display(), text.lines().count());
            assert!(!text.contains(&unfinished), "{}", path.display());
        }
    }
}

#[test]
fn every_module_has_its_floor_and_every_floor_its_modules() {
    let on_disk: BTreeSet<String> =
        rust_files("src").iter().map(|path| module_of(path)).filter(|module| module != "lib").collect();
    let listed: BTreeSet<String> =
        FLOORS.iter().flat_map(|(_, modules)| *modules).map(|module| (*module).to_owned()).collect();
    assert_eq!(on_disk, listed);
    assert_eq!(WORDS.iter().collect::<BTreeSet<_>>(), FLOORS[0].1.iter().collect());
}

#[test]
fn nothing_reaches_up_or_sideways() {
    for path in rust_files("src") {
        let own = module_of(&path);
        if own == "lib" {
            continue;
        }
        let text = read(&path);
        // The face is a crate of its own: what it calls `crate` is itself, the library has a name there.
        let krate = if floor(&own) == Some(4) { "sohoa" } else { "crate" };
        for other in named(&text, krate).into_iter().filter(|other| *other != own && floor(other).is_some()) {
            let rank = |module: &str| WORDS.iter().position(|word| *word == module);
            let is_below = match (floor(&own), floor(&other)) {
                (Some(0), Some(0)) => rank(&other) < rank(&own),
                (own, other) => other < own,
            };
            assert!(is_below, "{}: `{own}` must not use `{other}`", path.display());
        }
    }
}

#[test]
fn the_library_knows_nothing_of_terminal_clock_and_arguments() {
    let is_test = |path: &PathBuf| path.iter().any(|part| part == "tests.rs" || part == "tests");
    let is_face = |path: &PathBuf| floor(&module_of(path)) == Some(4);
    for path in rust_files("src").into_iter().filter(|path| !is_face(path) && !is_test(path)) {
        let text = read(&path);
        for word in ["clap::", "indicatif::", "SystemTime::now(", "Timestamp::now(", "env::var", "process::exit"] {
            assert!(!text.split("#[cfg(test)]").next().unwrap().contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn every_test_file_is_listed() {
    let main = read(Path::new("tests/it/main.rs"));
    for path in rust_files("tests/it") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_listed = main.lines().any(|line| line == format!("mod {name};"));
        assert!(is_listed || name == "main", "{}", path.display());
    }
}

#[test]
fn the_advice_on_every_finding_is_really_vietnamese() {
    for code in codes::all() {
        assert!(code.vi.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic()), "{}", code.name);
        assert!(code.en.is_ascii(), "{}", code.name);
    }
}
