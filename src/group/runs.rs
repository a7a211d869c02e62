//! Are the numbers behind one code page numbers, or part of the codes?
//!
//! An archivist looks at three things: do they begin at the first page, are they written in one way,
//! and does the code look finished without them?

use super::page_name::ends_in_year;
use super::sort::Page;

/// How a run is read.
pub(super) struct Verdict {
    /// True when the files are pages of one document, false when each is a document.
    pub(super) is_document: bool,
    /// True when the other reading is likely enough to be told.
    pub(super) ambiguous: bool,
}

/// Reads the pages of one code; they stand in the order of their numbers.
pub(super) fn judge(code: &str, pages: &[Page]) -> Verdict {
    let starts = match pages {
        [only] => only.number.value == 1,
        _ => pages.first().is_some_and(|page| page.number.value <= 1),
    };
    let in_one_way = are_written_alike(pages);
    // `H26.15.2020.001`: the first page of dossier H26.15.2020, or the first document of 2020? And `KQ.01`: a code
    // that is none without its number.
    let is_doubtful = ends_in_year(code) || !code.contains(|letter: char| letter.is_ascii_digit());
    let counts_documents = is_doubtful && pages.iter().any(|page| page.separator != '_');
    if starts && in_one_way && are_dense(pages) {
        return Verdict { is_document: true, ambiguous: counts_documents };
    }
    let looks_like_pages = pages.len() > 1 && (starts || follow_each_other(pages)) && !are_years(pages);
    Verdict { is_document: false, ambiguous: looks_like_pages }
}

/// Numbers of more than 4 digits count as pages only when they start at 0 or 1 and at least half of them are there.
pub(super) fn are_dense(pages: &[Page]) -> bool {
    let (Some(first), Some(last)) = (pages.first(), pages.last()) else { return true };
    let is_short = pages.iter().all(|page| page.number.digits <= 4);
    is_short || (first.number.value <= 1 && last.number.value as usize <= 2 * pages.len())
}

/// Either nobody pads with zeros, or all pad to one width.
fn are_written_alike(pages: &[Page]) -> bool {
    let Some(width) = pages.iter().find(|page| page.number.padded).map(|page| page.number.digits) else { return true };
    pages.iter().all(|page| page.number.digits == width || (page.number.digits > width && !page.number.padded))
}

fn follow_each_other(pages: &[Page]) -> bool {
    pages.windows(2).all(|pair| pair[1].number.value - pair[0].number.value <= 1)
}

fn are_years(pages: &[Page]) -> bool {
    pages.iter().all(|page| (1900..2100).contains(&page.number.value))
}
