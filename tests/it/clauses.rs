//! `docs/pdfa-2b.md` and the checker say the same: every clause that the code tells stands in the table as enforced, every
//! clause of the table that is enforced is told by the code, and every test that the table names exists.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::files_in;

/// Files and folders below `src/checks/pdfa` that are tests as a whole.
const TESTS: &[&str] = &["tests.rs", "damages"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A row of the table: clause, what the checker does about it, and the test that shows it or why there is none.
struct Row {
    clause: String,
    state: String,
    shown: String,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("docs/pdfa-2b.md")).unwrap();
    let row = |line: &str| {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        let [_, clause, _, state, shown, _] = cells.try_into().ok()?;
        is_clause(&clause).then_some(Row { clause, state, shown })
    };
    text.lines().filter_map(row).collect()
}

/// Clauses of ISO 19005-2 with the number of the demand, and clauses of ISO 32000-1 behind its name.
fn is_clause(text: &str) -> bool {
    let is_number = |text: &str| text.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    match text.strip_prefix("32000-1:") {
        Some(section) => is_number(section),
        None => text.starts_with("6.") && text.split_once('-').is_some_and(|(a, b)| is_number(a) && is_number(b)),
    }
}

/// Returns every clause that stands as a literal in the code of the checker.
fn told() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files_in(&root().join("src/checks/pdfa")) {
        let text = std::fs::read_to_string(&path).unwrap();
        if !path.iter().any(|part| TESTS.iter().any(|test| part == *test)) {
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
            found.extend(code.split('"').filter(|part| is_clause(part)).map(str::to_owned));
        }
    }
    found
}

#[test]
fn the_table_of_clauses_and_the_checker_agree() {
    let rows = rows();
    let told = told();
    let enforced: BTreeSet<_> =
        rows.iter().filter(|row| row.state == "enforced").map(|row| row.clause.clone()).collect();
    assert_eq!(told.difference(&enforced).collect::<Vec<_>>(), [""; 0], "told by the code and not in the table");
    assert_eq!(enforced.difference(&told).collect::<Vec<_>>(), [""; 0], "in the table and not told by the code");
    let all: BTreeSet<_> = rows.iter().map(|row| &row.clause).collect();
    assert_eq!(all.len(), rows.len(), "a clause stands in two rows");
}

#[test]
fn every_test_that_the_table_names_exists() {
    let code: String = ["src", "tests"]
        .iter()
        .flat_map(|folder| files_in(&root().join(folder)))
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for Row { clause, state, shown } in rows() {
        assert!(!shown.is_empty() || state != "enforced", "{clause} has no test");
        for test in shown.split('`').skip(1).step_by(2) {
            assert!(code.contains(&format!("fn {test}()")), "{clause}: {test}");
        }
    }
}
