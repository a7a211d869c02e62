//! Sorts the names of a folder onto four shelves: multi-page files, bare numbers, runs with one prefix, and names.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::page_name::{self, Reading};
use super::{Number, Scan, natural, runs};

/// A scan that may be a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) idx: usize,
    pub(super) number: Number,
    pub(super) separator: char,
}

/// The scans of a folder by what their names say. Pages stand in reading order.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) many: Vec<usize>,
    /// Bare numbers of multi-page files: these pages are there, in a document of their own.
    pub(super) many_numbers: Vec<u32>,
    pub(super) bare: Vec<Page>,
    /// Code, as the first page spells it, and pages.
    pub(super) runs: Vec<(String, Vec<Page>)>,
    pub(super) named: Vec<usize>,
    stems: BTreeSet<String>,
}

/// Sorts by the rules: one word of a scanner counts as bare, long numbers only where they are dense.
pub(super) fn sort(scans: &[Scan]) -> Sorted {
    let mut sorted = by_prefix(scans);
    if sorted.bare.is_empty() {
        let is_word = |run: &(String, Vec<Page>)| page_name::is_word(&run.0);
        if sorted.runs.iter().filter(|run| is_word(run)).count() == 1 {
            sorted.bare = sorted.runs.extract_if(.., |run| is_word(run)).flat_map(|run| run.1).collect();
        }
    }
    if !runs::are_dense(&sorted.bare) {
        let (bare, long) = sorted.bare.iter().partition(|page| page.number.digits <= 4);
        sorted.bare = bare;
        sorted.named.extend(long.iter().map(|page: &Page| page.idx));
    }
    sorted.stems = scans.iter().map(|scan| page_name::stem(scan.name).to_lowercase()).collect();
    sorted
}

/// Sorts by what each name says alone.
pub(super) fn by_prefix(scans: &[Scan]) -> Sorted {
    let mut sorted = Sorted::default();
    let mut runs: BTreeMap<String, Vec<Page>> = BTreeMap::new();
    for (idx, scan) in scans.iter().enumerate() {
        match page_name::read(page_name::stem(scan.name)) {
            Reading::Bare(number) if scan.many_pages => {
                // A PDF is no page: the number that it has is missing among the pages.
                if !scan.name.to_lowercase().ends_with(".pdf") {
                    sorted.many_numbers.push(number.value);
                }
                sorted.many.push(idx);
            }
            _ if scan.many_pages => sorted.many.push(idx),
            Reading::Bare(number) => sorted.bare.push(Page { idx, number, separator: '.' }),
            Reading::Prefixed(code, number, separator) => {
                runs.entry(code.to_lowercase()).or_default().push(Page { idx, number, separator });
            }
            Reading::Named => sorted.named.push(idx),
        }
    }
    sort_pages(scans, &mut sorted.bare);
    sorted.runs = runs.into_values().map(|pages| named_run(scans, pages)).collect();
    sorted
}

/// Compares two scans by natural order of their names, with and then without regard to the ending.
pub(super) fn in_order(scans: &[Scan], a: usize, b: usize) -> Ordering {
    let (left, right) = (scans[a].name, scans[b].name);
    natural::compare(page_name::stem(left), page_name::stem(right))
        .then_with(|| natural::compare(left, right))
        .then(a.cmp(&b))
}

impl Sorted {
    /// Is there a file named as the code itself, beside the code's pages?
    pub(super) fn has_file(&self, code: &str) -> bool {
        self.stems.contains(&code.to_lowercase())
    }
}

fn sort_pages(scans: &[Scan], pages: &mut [Page]) {
    let key = |page: &Page| (page.number.value, page.number.letter);
    pages.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| in_order(scans, a.idx, b.idx)));
}

fn named_run(scans: &[Scan], mut pages: Vec<Page>) -> (String, Vec<Page>) {
    sort_pages(scans, &mut pages);
    let code = match pages.first().map(|page| page_name::read(page_name::stem(scans[page.idx].name))) {
        Some(Reading::Prefixed(code, ..)) => code.to_owned(),
        _ => String::new(),
    };
    (code, pages)
}
