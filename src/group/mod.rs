//! Which scans of a folder make which document? Values only; the disk is `intake`'s business.
//!
//! The rules, in this order; `sort` applies them to names, `runs` to numbers:
//! 1. A multi-page TIFF is a document.
//! 2. `CODE.001`, `CODE_2`, `CODE (3)` are pages of CODE when their numbers start at 0 or 1 and are
//!    written in one way; a lone one only when it is page 1. Otherwise each is a document of its own,
//!    since codes end in numbers too. Numbers of 5 digits count when most of them are there, longer
//!    ones never.
//! 3. Bare numbers (`001`, `2`, `15a`, or one scanner word as `scan0001`) are one document, named after
//!    the folder, in the dossier above it.
//! 4. Every other file is a document; so are covers (`BIA`) and strays among bare numbers.
//!
//! The dossier of rules 1, 2 and 4 is the folder. What could be read in two ways is a finding.

pub mod natural;
mod notes;
mod page_name;
mod runs;
mod sort;

use crate::finding::Finding;

use page_name::Number;
use sort::Page;

/// One scan, as far as grouping needs to know it.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The file name in NFC.
    pub name: &'a str,
    /// True for a TIFF with several pages.
    pub many_pages: bool,
}

/// What the operator says instead of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// All files of a folder are one document.
    Folder,
    /// Every file is a document.
    File,
    /// Only prefixes make documents; two files with one prefix always do.
    Prefix,
}

/// Why scans are one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// One file with many pages.
    MultiPage,
    /// Numbers behind one code.
    Prefix,
    /// A folder of bare numbers.
    Numbered,
    /// One file that is a document.
    Single,
    /// The operator said that the folder is the document.
    Folder,
    /// A row of an index sheet names the file.
    Sheet,
}

/// A document to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The raw code of its dossier: a folder's name.
    pub dossier: String,
    /// Its own raw code: a folder's name or the common part of file names. Not unique.
    pub name: String,
    /// Why these scans belong together.
    pub rule: Rule,
    /// Which scans, in reading order.
    pub scans: Vec<usize>,
}

/// The documents of one folder.
#[derive(Debug, Default)]
pub struct Grouped {
    /// In the natural order of their names; every scan is in exactly one.
    pub drafts: Vec<Draft>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// A folder and what lies in it.
struct Folder<'a> {
    label: &'a str,
    parts: &'a [&'a str],
    scans: &'a [Scan<'a>],
}

/// Groups the scans of one folder; `parts` are the folder names from the root's own down to this one.
///
/// The subject of a finding is the folder, or the first file of the document it is about.
pub fn group(folder_label: &str, parts: &[&str], scans: &[Scan], by: Option<By>) -> Grouped {
    let folder = Folder { label: folder_label, parts, scans };
    let mut grouped = match by {
        _ if scans.is_empty() => Grouped::default(),
        Some(By::Folder) => folder.whole(),
        Some(By::File) => {
            Grouped { drafts: (0..scans.len()).map(|idx| folder.single(idx)).collect(), findings: vec![] }
        }
        Some(By::Prefix) => folder.prefixed(),
        None => folder.read(),
    };
    grouped.drafts.sort_by(|a, b| {
        natural::compare(&a.name, &b.name)
            .then(a.rule.cmp(&b.rule))
            .then_with(|| folder.in_order(a.scans[0], b.scans[0]))
    });
    grouped
}

impl Folder<'_> {
    /// Applies the rules.
    fn read(&self) -> Grouped {
        let sorted = sort::sort(self.scans);
        let mut grouped = Grouped::default();
        let mut apart = sorted.named.clone();
        let mut ambiguous = Vec::new();
        for (code, pages) in &sorted.runs {
            let verdict = runs::judge(code, pages);
            if verdict.ambiguous || (verdict.is_document && sorted.has_file(code)) {
                ambiguous.push(pages[0].idx);
            }
            match verdict.is_document {
                true => grouped.drafts.push(self.run(code, pages, &mut grouped.findings)),
                false => apart.extend(pages.iter().map(|page| page.idx)),
            }
        }
        grouped.findings.extend(self.ambiguous(&ambiguous));
        grouped.findings.extend(self.odd_ones(&sorted, &apart, !grouped.drafts.is_empty()));
        grouped.drafts.extend(apart.iter().chain(&sorted.many).map(|&idx| self.single(idx)));
        if !sorted.bare.is_empty() {
            grouped.drafts.push(self.of_folder(Rule::Numbered, sorted.bare.iter().map(|page| page.idx).collect()));
            grouped.findings.extend(self.numbering(&sorted.bare, &sorted.many_numbers));
            grouped.findings.extend(self.late_start(&sorted.bare));
        }
        grouped
    }

    /// Makes one document of everything.
    fn whole(&self) -> Grouped {
        let mut scans: Vec<usize> = (0..self.scans.len()).collect();
        scans.sort_by(|&a, &b| self.in_order(a, b));
        let sorted = sort::sort(self.scans);
        let findings = match sorted.bare.len() == scans.len() {
            true => self.numbering(&sorted.bare, &[]),
            false => Vec::new(),
        };
        Grouped { drafts: vec![self.of_folder(Rule::Folder, scans)], findings }
    }

    /// Makes documents of prefixes alone.
    fn prefixed(&self) -> Grouped {
        let sorted = sort::by_prefix(self.scans);
        let mut grouped = Grouped::default();
        for (code, pages) in &sorted.runs {
            match pages.len() > 1 || runs::judge(code, pages).is_document {
                true => grouped.drafts.push(self.run(code, pages, &mut grouped.findings)),
                false => grouped.drafts.extend(pages.iter().map(|page| self.single(page.idx))),
            }
        }
        let bare = sorted.bare.iter().map(|page| page.idx);
        grouped.drafts.extend(bare.chain(sorted.named).chain(sorted.many).map(|idx| self.single(idx)));
        grouped
    }

    fn run(&self, code: &str, pages: &[Page], findings: &mut Vec<Finding>) -> Draft {
        findings.extend(self.numbering(pages, &[]));
        let scans = pages.iter().map(|page| page.idx).collect();
        Draft { dossier: self.own_name(), name: code.to_owned(), rule: Rule::Prefix, scans }
    }

    fn single(&self, idx: usize) -> Draft {
        let scan = &self.scans[idx];
        let rule = if scan.many_pages { Rule::MultiPage } else { Rule::Single };
        Draft { dossier: self.own_name(), name: page_name::stem(scan.name).to_owned(), rule, scans: vec![idx] }
    }

    fn of_folder(&self, rule: Rule, scans: Vec<usize>) -> Draft {
        let above = self.parts.iter().rev().nth(1).map_or_else(|| self.own_name(), |&part| part.to_owned());
        Draft { dossier: above, name: self.own_name(), rule, scans }
    }

    fn own_name(&self) -> String {
        self.parts.last().copied().unwrap_or(self.label).to_owned()
    }

    fn in_order(&self, a: usize, b: usize) -> std::cmp::Ordering {
        sort::in_order(self.scans, a, b)
    }
}

#[cfg(test)]
mod tests;
