//! Prepared pages, kept while there is room: a page is compared several times, and decoding it costs most.
//!
//! Pages that are compared one after the other are at hand; others are packed, since rounds of questions come back to them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::duplicates::{Packed, Sheet};

/// So many bytes of pages are at hand; an A4 page takes five to ten million.
const AT_HAND: usize = 128 << 20;
/// So many bytes of packed pages are kept, about a million a page.
const PACKED: usize = 384 << 20;

/// Sees a page by its number; `None` where it cannot be seen.
pub type Load<'l> = &'l (dyn Fn(usize) -> Result<Option<Sheet>> + Sync);

/// Pages that were prepared lately.
pub(super) struct Sheets<'l> {
    load: Load<'l>,
    at_hand: Mutex<Kept<Arc<Sheet>>>,
    packed: Mutex<Kept<Option<Arc<Packed>>>>,
}

impl<'l> Sheets<'l> {
    pub(super) fn new(load: Load<'l>) -> Sheets<'l> {
        Sheets { load, at_hand: Mutex::new(Kept::new(AT_HAND)), packed: Mutex::new(Kept::new(PACKED)) }
    }

    /// Returns a page, prepared anew if it is not at hand. Two threads may prepare the same one; none waits for another.
    pub(super) fn get(&self, page: usize) -> Result<Option<Arc<Sheet>>> {
        if let Some(sheet) = with(&self.at_hand, |kept| kept.find(page)) {
            return Ok(Some(sheet));
        }
        let sheet = match with(&self.packed, |kept| kept.find(page)) {
            Some(packed) => packed.map(|packed| packed.unpack()),
            None => {
                let sheet = (self.load)(page)?;
                let packed = sheet.as_ref().map(|sheet| Arc::new(Packed::of(sheet)));
                let size = packed.as_ref().map_or(0, |packed| packed.size());
                with(&self.packed, |kept| kept.keep(page, packed, size));
                sheet
            }
        };
        Ok(sheet.map(|sheet| {
            let (size, sheet) = (sheet.size(), Arc::new(sheet));
            with(&self.at_hand, |kept| kept.keep(page, Arc::clone(&sheet), size));
            sheet
        }))
    }
}

fn with<V, T>(kept: &Mutex<Kept<V>>, use_it: impl FnOnce(&mut Kept<V>) -> T) -> T {
    // What a panicking thread left is whole: nothing here can fail halfway.
    use_it(&mut kept.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Things by the number of their page, the last used of them.
struct Kept<V> {
    /// When each was used last, its bytes, and itself.
    all: HashMap<usize, (u64, usize, V)>,
    bytes: usize,
    room: usize,
    uses: u64,
}

impl<V: Clone> Kept<V> {
    fn new(room: usize) -> Kept<V> {
        Kept { all: HashMap::new(), bytes: 0, room, uses: 0 }
    }

    fn find(&mut self, page: usize) -> Option<V> {
        self.uses += 1;
        let (used, _, kept) = self.all.get_mut(&page)?;
        *used = self.uses;
        Some(kept.clone())
    }

    fn keep(&mut self, page: usize, new: V, size: usize) {
        self.uses += 1;
        self.bytes += size;
        if let Some((_, replaced, _)) = self.all.insert(page, (self.uses, size, new)) {
            self.bytes -= replaced;
        }
        while self.bytes > self.room && self.all.len() > 1 {
            let oldest = self.all.iter().min_by_key(|(_, (used, ..))| *used).map(|(page, _)| *page);
            let gone = oldest.and_then(|page| self.all.remove(&page));
            self.bytes -= gone.map_or(0, |(_, size, _)| size);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let mut kept = Kept::new(10);
        kept.keep(1, 'a', 4);
        kept.keep(2, 'b', 4);
        assert_eq!(kept.find(1), Some('a'));
        kept.keep(3, 'c', 4);
        assert_eq!([1, 2, 3].map(|page| kept.find(page)), [Some('a'), None, Some('c')]);
        kept.keep(3, 'd', 20);
        assert_eq!(([1, 3].map(|page| kept.find(page)), kept.bytes), ([None, Some('d')], 20));
    }
}
