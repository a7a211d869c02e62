//! Which documents stay behind because the archive has them twice.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::picked::Twice;

/// Which duplicates are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// Those that sidecars state.
    Stated,
    /// Also those that were found and that nobody has decided.
    Found,
    /// None.
    None,
}

/// Returns the numbers of documents that stay behind; of every paper one document is left.
pub fn left_out(catalogue: &Catalogue, which: Duplicates) -> Result<BTreeSet<i64>> {
    if which == Duplicates::None {
        return Ok(BTreeSet::new());
    }
    let mut out = by_statement(&catalogue.stated_twice()?);
    if which == Duplicates::Found {
        let mut found = catalogue.found_twice()?;
        found.retain(|twice| !out.contains(&twice.one) && !out.contains(&twice.other));
        let came = came(&found);
        for circle in circles(&found) {
            let first = circle.iter().min_by_key(|key| came.get(key)).copied();
            out.extend(circle.into_iter().filter(|key| Some(*key) != first));
        }
    }
    Ok(out)
}

/// Who says of itself that it is a duplicate stays behind, unless all say so of each other: then whoever came first leaves.
fn by_statement(stated: &[Twice]) -> BTreeSet<i64> {
    let mut out: BTreeSet<i64> = stated.iter().map(|twice| twice.one).collect();
    let came = came(stated);
    for circle in circles(stated) {
        if circle.iter().all(|key| out.contains(key))
            && let Some(first) = circle.iter().min_by_key(|key| came.get(key))
        {
            out.remove(first);
        }
    }
    out
}

fn came(ties: &[Twice]) -> BTreeMap<i64, i64> {
    ties.iter().flat_map(|twice| [(twice.one, twice.one_came), (twice.other, twice.other_came)]).collect()
}

/// Returns the sets of documents that ties bind together.
fn circles(ties: &[Twice]) -> Vec<BTreeSet<i64>> {
    let mut near: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for twice in ties {
        near.entry(twice.one).or_default().push(twice.other);
        near.entry(twice.other).or_default().push(twice.one);
    }
    let (mut seen, mut circles) = (BTreeSet::new(), Vec::new());
    for key in near.keys() {
        let (mut circle, mut todo) = (BTreeSet::new(), vec![*key]);
        while let Some(key) = todo.pop() {
            if seen.insert(key) {
                circle.insert(key);
                todo.extend(near.get(&key).into_iter().flatten());
            }
        }
        if !circle.is_empty() {
            circles.push(circle);
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twice(one: i64, other: i64) -> Twice {
        Twice { one, other, one_came: one, other_came: other }
    }

    #[test]
    fn who_says_that_it_is_a_duplicate_stays_behind() {
        assert_eq!(by_statement(&[twice(2, 1), twice(3, 2)]), [2, 3].into());
        assert_eq!(by_statement(&[twice(4, 1), twice(4, 2)]), [4].into());
    }

    #[test]
    fn of_documents_that_all_say_so_the_first_leaves() {
        assert_eq!(by_statement(&[twice(1, 2), twice(2, 1)]), [2].into());
        let came_later = Twice { one_came: 9, ..twice(1, 2) };
        assert_eq!(by_statement(&[came_later, Twice { other_came: 9, ..twice(2, 1) }]), [1].into());
    }

    #[test]
    fn ties_bind_over_others() {
        assert_eq!(circles(&[twice(1, 2), twice(3, 2), twice(5, 4)]), [[1, 2, 3].into(), BTreeSet::from([4, 5])]);
    }
}
