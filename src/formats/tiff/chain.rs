//! The chain of directories: which of them are pages.
//!
//! It is walked to its end before the first page is handed over, so that a broken chain costs no half
//! document. Directories that hang below others (SubIFDs) are no pages.

use std::collections::BTreeSet;

use super::directory::Directory;
use super::reader::Reader;
use super::refuse;
use crate::formats::Limits;
use crate::formats::source::Source;
use crate::page::Stop;

/// Directories that are looked at to see whether a file has more than one page.
const PEEK: usize = 16;

/// The pages of a file.
pub(super) struct Chain {
    /// Where their directories stand, in order.
    pub(super) pages: Vec<u64>,
    /// Reduced copies that were left out.
    pub(super) n_reduced: u32,
}

/// Walks the whole chain.
pub(super) fn walk(reader: &mut Reader<'_, '_>, limits: &Limits) -> Result<Chain, Stop> {
    let mut chain = Chain { pages: Vec::new(), n_reduced: 0 };
    let mut seen = BTreeSet::new();
    let mut at = reader.first;
    while at != 0 {
        if !seen.insert(at) {
            return Err(refuse::chain_loop(at));
        }
        let directory = Directory::read(reader, at)?;
        if directory.is_reduced(reader)? {
            chain.n_reduced += 1;
        } else {
            chain.pages.push(at);
        }
        // A thumbnail for each page is usual; more directories than that are an attack.
        if chain.pages.len() as u64 > u64::from(limits.pages) || seen.len() as u64 > 2 * u64::from(limits.pages) + 2 {
            return Err(refuse::too_many_pages(limits.pages));
        }
        at = directory.next;
    }
    if chain.pages.is_empty() { Err(refuse::no_pages(chain.n_reduced)) } else { Ok(chain) }
}

/// Says whether a file has more than one page, by a look at its first directories.
///
/// Never fails: what cannot be read counts as no page.
pub fn has_many_pages(source: &mut Source<'_>) -> bool {
    let Ok(mut reader) = Reader::open(source) else { return false };
    let (mut at, mut n_pages) = (reader.first, 0);
    for _ in 0..PEEK {
        let Ok(directory) = Directory::read(&mut reader, at) else { break };
        n_pages += u32::from(!directory.is_reduced(&mut reader).unwrap_or(true));
        at = directory.next;
        if n_pages > 1 || at == 0 {
            break;
        }
    }
    n_pages > 1
}
