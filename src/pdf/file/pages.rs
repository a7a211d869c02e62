//! The page tree: every page in order, with what it has of its own and what it inherits (ISO 32000-1, 7.7.3).

use std::collections::HashSet;
use std::io::{Read, Seek};
use std::rc::Rc;

use super::File;
use crate::pdf::Unreadable;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

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

/// What nodes hand down: the value of each key as it is resolved.
#[derive(Clone, Default)]
struct Heritage([Option<Inherited<Rc<Object>>>; 4]);

const KEYS: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

/// Collects all pages, depth first. A node that is met twice, or leads nowhere, is an error.
pub(super) fn collect<R: Read + Seek>(file: &File<R>) -> Result<Vec<Page>, Unreadable> {
    let catalog = file.catalog()?;
    let root = catalog.as_dict().and_then(|catalog| catalog.get("Pages")).and_then(Object::as_ref);
    let root = root.ok_or_else(|| broken("không có cây trang", "there is no page tree"))?;
    let mut waiting = vec![(root, Rc::new(Heritage::default()))];
    let (mut seen, mut pages) = (HashSet::new(), Vec::new());
    while let Some((id, above)) = waiting.pop() {
        if !seen.insert(id) {
            return Err(broken("cây trang dẫn vòng quanh", "the page tree leads to a node twice"));
        }
        let node = file.get(id)?;
        let dict = node.as_dict().ok_or_else(|| {
            broken("nút của cây trang không phải từ điển", "a node of the page tree is no dictionary")
        })?;
        // Every node that waits is a page or has some below it.
        if pages.len() as u64 + waiting.len() as u64 >= u64::from(file.limits.pages) {
            let limit = file.limits.pages;
            return Err(Unreadable::limit(text!("nhiều hơn {limit} trang", "more than {limit} pages")));
        }
        let heritage = above.with(file, dict)?;
        match kids(file, dict)? {
            Some(kids) => {
                let heritage = Rc::new(heritage.handed_down());
                waiting.extend(kids.iter().rev().map(|kid| (*kid, heritage.clone())));
            }
            None => pages.push(page(file, id, node.clone(), heritage)?),
        }
    }
    Ok(pages)
}

/// Returns the children of a node; nothing for a page.
fn kids<R: Read + Seek>(file: &File<R>, dict: &Dict) -> Result<Option<Vec<Id>>, Unreadable> {
    if !dict.has("Kids") {
        return Ok(None);
    }
    let kids = file.value(dict, "Kids")?;
    let ids: Option<Vec<Id>> = kids.as_array().and_then(|kids| kids.iter().map(Object::as_ref).collect());
    ids.map(Some).ok_or_else(|| broken("cây trang bị hỏng", "the page tree is damaged"))
}

fn page<R: Read + Seek>(file: &File<R>, id: Id, dict: Rc<Object>, heritage: Heritage) -> Result<Page, Unreadable> {
    let user_unit = match dict.as_dict() {
        Some(dict) => file.value(dict, "UserUnit")?.as_number().filter(|unit| *unit > 0.0).unwrap_or(1.0),
        None => 1.0,
    };
    let [resources, media_box, crop_box, rotate] = heritage.0;
    let (media_box, crop_box) = (bounds(file, media_box)?, bounds(file, crop_box)?);
    Ok(Page { id, dict, resources, media_box, crop_box, rotate, user_unit })
}

fn bounds<R: Read + Seek>(
    file: &File<R>,
    found: Option<Inherited<Rc<Object>>>,
) -> Result<Option<Inherited<[f64; 4]>>, Unreadable> {
    let Some(Inherited { value, is_own }) = found else { return Ok(None) };
    Ok(rectangle(file, &value)?.map(|value| Inherited { value, is_own }))
}

/// Reads a rectangle, corners put in order; nothing if it is none.
fn rectangle<R: Read + Seek>(file: &File<R>, value: &Object) -> Result<Option<[f64; 4]>, Unreadable> {
    let Some([a, b, c, d]) = value.as_array() else { return Ok(None) };
    let mut sides = [0.0; 4];
    for (side, value) in sides.iter_mut().zip([a, b, c, d]) {
        let Some(number) = file.resolve(value)?.as_number().filter(|number| number.is_finite()) else {
            return Ok(None);
        };
        *side = number;
    }
    let [a, b, c, d] = sides;
    Ok(Some([a.min(c), b.min(d), a.max(c), b.max(d)]))
}

impl Heritage {
    fn with<R: Read + Seek>(&self, file: &File<R>, dict: &Dict) -> Result<Heritage, Unreadable> {
        let mut own = self.clone();
        for (slot, key) in own.0.iter_mut().zip(KEYS) {
            let value = file.value(dict, key)?;
            if *value != Object::Null {
                *slot = Some(Inherited { value, is_own: true });
            }
        }
        Ok(own)
    }

    fn handed_down(mut self) -> Heritage {
        self.0.iter_mut().flatten().for_each(|inherited| inherited.is_own = false);
        self
    }
}

fn broken(vi: &str, en: &str) -> Unreadable {
    Unreadable::broken(text::Text { vi: vi.to_owned(), en: en.to_owned() })
}
