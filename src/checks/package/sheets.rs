//! How many pages the PDFs of a package have: read in place, no more of each than its page tree needs.

use std::io;

use super::notes::Notes;
use crate::checks::regular;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::pdf;
use crate::pdf::file::File;
use crate::text;
use crate::text::Text;

/// Why pages were not counted.
#[derive(Debug)]
pub enum Why {
    /// The file could not be opened, which its digest has told.
    Unopened(io::Error),
    /// It is no PDF that can be read.
    Broken(Text),
}

/// Counts the pages of a PDF.
pub fn pages(package: &Container, path: &str) -> Result<u64, Why> {
    let file = package.seekable(path).map_err(Why::Unopened)?;
    let pages = File::open(file, pdf::Limits::default()).and_then(|file| Ok(file.pages()?.len()));
    pages.map(|n| n as u64).map_err(|unreadable| Why::Broken(unreadable.what))
}

/// Returns the pages, or notes why there are none to compare.
pub fn told(path: &str, pages: Result<u64, Why>, notes: &mut Notes<'_>) -> Option<u64> {
    let what = match pages {
        Ok(pages) => return Some(pages),
        Err(Why::Broken(Text { vi, en })) => text!("không đọc được PDF: {vi}", "the PDF cannot be read: {en}"),
        // What is missing or damaged was reported with its digest.
        Err(Why::Unopened(error)) if regular::is_absent(&error) || error.get_ref().is_some() => return None,
        Err(Why::Unopened(error)) => text!("không đọc được PDF: {error}", "the PDF cannot be read: {error}"),
    };
    notes.find(&codes::PACKAGE_PDF, path, what);
    None
}
