//! Objects that were read lately, up to a bound on the text they were read from.

use std::collections::HashMap;
use std::rc::Rc;

use super::load::Loaded;
use crate::pdf::mark::Mark;
use crate::pdf::object::{Id, Object};

/// Bytes of text of the objects in each of the two halves.
const HALF: u64 = 4 << 20;

/// An object and its marks, shared with whoever asked.
#[derive(Clone)]
pub(super) struct Kept {
    pub object: Rc<Object>,
    pub marks: Rc<[Mark]>,
}

/// Two halves: when the young one is full it becomes the old one, and what was old and not asked for again is gone.
#[derive(Default)]
pub(super) struct Cache {
    young: HashMap<Id, (Kept, u64)>,
    old: HashMap<Id, (Kept, u64)>,
    weight: u64,
}

impl Cache {
    /// Returns an object that is still here.
    pub fn find(&mut self, id: Id) -> Option<Kept> {
        if let Some((kept, _)) = self.young.get(&id) {
            return Some(kept.clone());
        }
        let (kept, weight) = self.old.remove(&id)?;
        self.insert(id, kept.clone(), weight);
        Some(kept)
    }

    /// Takes an object in.
    pub fn keep(&mut self, id: Id, loaded: Loaded) -> Kept {
        let kept = Kept { object: Rc::new(loaded.object), marks: loaded.marks.into() };
        // What is small in the file is larger in memory: count something for the frame of each.
        self.insert(id, kept.clone(), loaded.weight + 128);
        kept
    }

    fn insert(&mut self, id: Id, kept: Kept, weight: u64) {
        if self.weight + weight > HALF && !self.young.is_empty() {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += weight;
        self.young.insert(id, (kept, weight));
    }
}
