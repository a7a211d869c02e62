//! The codes hold together.

use super::*;

#[test]
fn code_names_are_unique_and_well_formed() {
    let mut names: Vec<_> = all().map(|code| code.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all().count());
    assert!(names.iter().all(|name| name.split('.').count() == 2 && name.is_ascii()));
}

#[test]
fn every_code_says_what_to_do_in_both_languages() {
    assert!(all().all(|code| code.vi.ends_with('.') && code.en.ends_with('.')));
}
