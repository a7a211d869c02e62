//! Same input, same bytes: two archives, one thread and eight, large batches and small ones.

use crate::support::{Sandbox, assert_same};

/// Imports `in` into an archive with batches of so many documents, with so many threads.
fn import(sandbox: &Sandbox, archive: &str, documents: u32, jobs: &str) {
    sandbox.init_with_batches_of(archive, documents);
    let answer = sandbox.run(&["ingest", "in", "--archive", archive, "--settle", "0", "--json", "--jobs", jobs]);
    assert_eq!(answer.code, 3, "{}", answer.err);
}

fn source(sandbox: &Sandbox) {
    sandbox.copy("scans", "in/scans");
    sandbox.copy("formats", "in/formats");
    sandbox.copy("refused", "in/refused");
}

#[test]
fn two_archives_of_one_source_are_equal_byte_for_byte() {
    let sandbox = Sandbox::new();
    source(&sandbox);
    import(&sandbox, "one", 10_000, "2");
    import(&sandbox, "two", 10_000, "2");
    assert_same(&sandbox.path("one"), &sandbox.path("two"));
}

#[test]
fn the_number_of_threads_does_not_show_in_the_archive() {
    let sandbox = Sandbox::new();
    source(&sandbox);
    import(&sandbox, "one", 10_000, "1");
    import(&sandbox, "eight", 10_000, "8");
    assert_same(&sandbox.path("one"), &sandbox.path("eight"));
}

#[test]
fn many_small_batches_are_the_same_with_any_number_of_threads() {
    let sandbox = Sandbox::new();
    source(&sandbox);
    import(&sandbox, "one", 3, "1");
    import(&sandbox, "eight", 3, "8");
    assert_same(&sandbox.path("one"), &sandbox.path("eight"));
    sandbox.assert_sound("eight");
}

#[test]
fn a_document_of_many_scans_is_the_same_with_any_number_of_threads() {
    let sandbox = Sandbox::new();
    for number in 1..=40 {
        let fixture = if number % 2 == 0 { "formats/jpeg/baseline-420.jpg" } else { "formats/png/rgb-8-bit.png" };
        let ending = fixture.rsplit('.').next().unwrap();
        sandbox.copy(fixture, &format!("in/HS.01/{number}.{ending}"));
    }
    for (archive, jobs) in [("one", "1"), ("eight", "8")] {
        sandbox.init_with_batches_of(archive, 10);
        let answer = sandbox.run(&["ingest", "in", "--archive", archive, "--settle", "0", "--json", "--jobs", jobs]);
        assert_eq!(answer.json()["pages"], 40, "{}", answer.out);
    }
    assert_same(&sandbox.path("one"), &sandbox.path("eight"));
}
