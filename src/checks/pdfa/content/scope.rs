//! Where the names in a content stream lead: the resource dictionary in effect (ISO 32000-1, 7.8.3).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::rc::Rc;

use crate::checks::pdfa::graphics::space::Space;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};

/// A resource dictionary as one content stream sees it.
pub struct Scope {
    /// Tells scopes apart.
    pub serial: u32,
    /// Whether the stream has the dictionary of its own, as ISO 19005-2, 6.2.2 asks.
    pub is_own: bool,
    dict: Rc<Object>,
    /// Colour spaces by name, once they are looked up.
    pub(in crate::checks::pdfa) spaces: RefCell<BTreeMap<Vec<u8>, Rc<Space>>>,
}

/// What a name leads to.
#[derive(Clone, Debug)]
pub struct Named {
    /// The object's id, unless it stands in the dictionary itself.
    pub id: Option<Id>,
    /// The object.
    pub object: Rc<Object>,
}

impl Scope {
    /// Makes a scope of a resource dictionary; anything else is an empty one.
    pub fn new(serial: u32, dict: Rc<Object>, is_own: bool) -> Scope {
        Scope { serial, is_own, dict, spaces: RefCell::default() }
    }

    /// Returns the same resources, seen by a stream that has none of its own.
    pub fn borrowed(&self, serial: u32) -> Scope {
        Scope::new(serial, Rc::clone(&self.dict), false)
    }

    /// Looks a name up in a category such as `Font`; `None` if it is not there, `Null` if it leads nowhere.
    pub fn named<R: Read + Seek>(&self, file: &File<R>, category: &str, name: &[u8]) -> Option<Named> {
        let lookup = |entries: &Dict| {
            let value = entries.iter().filter(|(key, _)| *key == name).map(|(_, value)| value).last()?;
            let object = file.resolve(value).unwrap_or_else(|_| Rc::new(Object::Null));
            Some(Named { id: value.as_ref(), object })
        };
        match self.dict.as_dict()?.get(category)? {
            Object::Dict(entries) => lookup(entries),
            other => lookup(file.resolve(other).ok()?.as_dict()?),
        }
    }
}
