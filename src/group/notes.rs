//! What grouping reports. Sentences hold numbers only; names stand in the subject, which reports can redact.

use crate::finding::{Finding, codes};
use crate::text;

use super::sort::{Page, Sorted};
use super::{Folder, page_name};

/// Ranges that a sentence lists before it says "and more".
const LISTED: usize = 10;
/// Names of cover sheets, before any digits.
const COVERS: &[&str] = &["bia", "bìa", "cover"];

impl Folder<'_> {
    /// Reports gaps and repeated numbers; the pages stand in reading order, `elsewhere` is there but not among them.
    pub(super) fn numbering(&self, pages: &[Page], elsewhere: &[u32]) -> Vec<Finding> {
        let Some(first) = pages.first() else { return Vec::new() };
        let subject = self.label_of(first.idx);
        let gap = gaps(pages, elsewhere).map(|missing| {
            Finding::new(&codes::GROUP_GAP, &subject, text!("thiếu trang {missing}", "pages missing: {missing}"))
        });
        let repeated = repeated(pages).map(|twice| {
            let what = text!("số trang có ở nhiều tệp: {twice}", "page numbers on more than one file: {twice}");
            Finding::new(&codes::GROUP_REPEATED, &subject, what)
        });
        gap.into_iter().chain(repeated).collect()
    }

    /// Reports bare numbers that begin in the middle: pages of a dossier counted through, or numbers of papers?
    pub(super) fn late_start(&self, pages: &[Page]) -> Option<Finding> {
        let first = pages.first().filter(|first| pages.len() > 1 && first.number.value > 1)?;
        let (n, from) = (pages.len(), first.number.value);
        let what = text!(
            "{n} tệp đánh số từ {from} được đọc là các trang của một tài liệu; cũng có thể là số của từng giấy tờ",
            "{n} files numbered from {from} were read as pages of one document; they can be numbers of papers as well"
        );
        Some(Finding::new(&codes::GROUP_LATE_START, self.label_of(first.idx), what))
    }

    /// Reports runs that could be read in two ways, by their first files.
    pub(super) fn ambiguous(&self, firsts: &[usize]) -> Option<Finding> {
        let n = firsts.len();
        let what = text!(
            "{n} nhóm tên có thể là trang hoặc tài liệu; số bắt đầu từ 0 hoặc 1 và viết cùng kiểu được đọc là trang, \
             còn lại mỗi tệp là một tài liệu",
            "{n} sets of names can be pages or documents; numbers that start at 0 or 1 and are written alike \
             were read as pages, else each file as a document"
        );
        Some(Finding::new(&codes::GROUP_AMBIGUOUS, self.label_of(*firsts.first()?), what))
    }

    /// Reports what lies among bare numbers: covers, strays, and documents made of other files.
    pub(super) fn odd_ones(&self, sorted: &Sorted, apart: &[usize], has_runs: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        if sorted.bare.is_empty() {
            return findings;
        }
        if has_runs || !sorted.many.is_empty() {
            let what = text!(
                "thư mục vừa có trang chỉ đánh số, vừa có trang theo mã hoặc tệp nhiều trang; \
                 chúng thành các tài liệu riêng",
                "the folder holds bare page numbers beside pages with a code or multi-page files; \
                 they became documents of their own"
            );
            findings.push(Finding::new(&codes::GROUP_MIXED, self.label, what));
        }
        let (covers, strays): (Vec<usize>, Vec<usize>) = apart.iter().partition(|&&idx| is_cover(self.scans[idx].name));
        let told = [(&codes::GROUP_COVER, covers), (&codes::GROUP_STRAY, strays)];
        findings.extend(told.into_iter().filter_map(|(code, found)| {
            let first = found.iter().copied().min_by(|&a, &b| self.in_order(a, b))?;
            let n = found.len();
            let what = text!(
                "{n} tệp có tên nằm giữa các trang đánh số; mỗi tệp thành một tài liệu riêng",
                "{n} named files lie among numbered pages; each became a document of its own"
            );
            Some(Finding::new(code, self.label_of(first), what))
        }));
        findings
    }

    fn label_of(&self, idx: usize) -> String {
        format!("{}/{}", self.label, self.scans[idx].name)
    }
}

fn is_cover(name: &str) -> bool {
    let stem = page_name::stem(name).to_lowercase();
    COVERS.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Lists the numbers between the first and the last that no page has.
///
/// Numbers before the first are missing only when at least half of all are there: sheets are often
/// counted through a dossier, so that a later document rightly begins at 37.
fn gaps(pages: &[Page], elsewhere: &[u32]) -> Option<String> {
    let mut numbers: Vec<u32> = pages.iter().map(|page| page.number.value).collect();
    let range = *numbers.first()?..=*numbers.last()?;
    numbers.extend(elsewhere.iter().filter(|number| range.contains(number)));
    numbers.sort_unstable();
    numbers.dedup();
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    if first > 1 && 2 * numbers.len() >= last as usize {
        numbers.insert(0, 0);
    }
    let holes = numbers.windows(2).filter(|pair| pair[1] - pair[0] > 1);
    listed(holes.map(|pair| match pair[1] - pair[0] {
        2 => format!("{}", pair[0] + 1),
        _ => format!("{}-{}", pair[0] + 1, pair[1] - 1),
    }))
}

/// Lists numbers, with their letters, that more than one page has.
fn repeated(pages: &[Page]) -> Option<String> {
    let of = |page: &Page| (page.number.value, page.number.letter);
    let mut twice: Vec<_> =
        pages.windows(2).filter(|pair| of(&pair[0]) == of(&pair[1])).map(|pair| of(&pair[0])).collect();
    twice.dedup();
    listed(twice.iter().map(|(value, letter)| format!("{value}{}", letter.map(String::from).unwrap_or_default())))
}

fn listed(items: impl Iterator<Item = String>) -> Option<String> {
    let mut shown: Vec<String> = items.take(LISTED + 1).collect();
    if shown.len() > LISTED {
        shown[LISTED] = "...".to_owned();
    }
    if shown.is_empty() { None } else { Some(shown.join(", ")) }
}
