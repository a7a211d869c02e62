//! Prepared pages, kept while there is room: a page is compared several times in a row, and decoding it costs most.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::duplicates::Sheet;

/// So many bytes of prepared pages are kept; an A4 page takes four to eight million.
const ROOM: usize = 384 << 20;

/// Sees a page by its number; `None` where it cannot be seen.
pub type Load<'l> = &'l (dyn Fn(usize) -> Result<Option<Sheet>> + Sync);

/// Pages that were prepared lately.
pub(super) struct Sheets<'l> {
    load: Load<'l>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sheets: HashMap<usize, (u64, Option<Arc<Sheet>>)>,
    bytes: usize,
    /// Counts uses, to know which page was used longest ago.
    uses: u64,
}

impl<'l> Sheets<'l> {
    pub(super) fn new(load: Load<'l>) -> Sheets<'l> {
        Sheets { load, kept: Mutex::default() }
    }

    /// Returns a page, prepared anew if it is not at hand. Two threads may prepare the same one; none waits for another.
    pub(super) fn get(&self, page: usize) -> Result<Option<Arc<Sheet>>> {
        if let Some(sheet) = self.with(|kept| kept.find(page)) {
            return Ok(sheet);
        }
        let sheet = (self.load)(page)?.map(Arc::new);
        self.with(|kept| kept.keep(page, sheet.clone()));
        Ok(sheet)
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut Kept) -> T) -> T {
        // What a panicking thread left is whole: nothing here can fail halfway.
        use_it(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn find(&mut self, page: usize) -> Option<Option<Arc<Sheet>>> {
        self.uses += 1;
        let (used, sheet) = self.sheets.get_mut(&page)?;
        *used = self.uses;
        Some(sheet.clone())
    }

    fn keep(&mut self, page: usize, sheet: Option<Arc<Sheet>>) {
        self.uses += 1;
        self.bytes += size(&sheet);
        if let Some((_, replaced)) = self.sheets.insert(page, (self.uses, sheet)) {
            self.bytes -= size(&replaced);
        }
        while self.bytes > ROOM && self.sheets.len() > 1 {
            let oldest = self.sheets.iter().min_by_key(|(_, (used, _))| *used).map(|(page, _)| *page);
            let gone = oldest.and_then(|page| self.sheets.remove(&page));
            self.bytes -= gone.map_or(0, |(_, sheet)| size(&sheet));
        }
    }
}

fn size(sheet: &Option<Arc<Sheet>>) -> usize {
    sheet.as_ref().map_or(0, |sheet| sheet.ink.len() + sheet.black.as_ref().map_or(0, Vec::len))
}
