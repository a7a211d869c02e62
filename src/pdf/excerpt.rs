//! One page of a PDF as a file of its own, in memory: what other people's interpreters get to see of a large file.
//!
//! Only what painting the page needs goes along; streams are copied as they are coded. The result is for reading
//! within this process, never for keeping.

use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Seek};

use super::Unreadable;
use super::file::{File, Page};
use super::object::{Dict, Id, Object};
use super::spell::{Spelling, spell};
use crate::text;

/// Entries that lead away from a page to the rest of its document.
const AWAY: &[&str] = &["Parent", "PieceInfo", "Metadata", "StructParent", "StructParents", "Thumb"];
/// Entries of a page that matter to what is painted; Resources and the boxes may be inherited.
const PAINTED: &[&str] = &["Contents", "Group", "Annots"];

/// What of a page is taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All that is painted.
    Whole,
    /// All but images, for reading its text.
    WithoutImages,
}

/// Returns a file with this page alone; an error where that would take more than one stream may.
pub fn page<R: Read + Seek>(file: &File<R>, page: &Page, part: Part) -> Result<Vec<u8>, Unreadable> {
    let mut excerpt = Excerpt { file, part, numbers: BTreeMap::new(), waiting: VecDeque::new(), out: Vec::new() };
    let mut places = Vec::new();
    excerpt.out.extend(b"%PDF-1.7\n");
    let head = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>"];
    for (body, number) in head.iter().zip(1..) {
        places.push(excerpt.out.len());
        excerpt.out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    places.push(excerpt.out.len());
    excerpt.out.extend(b"3 0 obj\n");
    let dictionary = dictionary(page);
    excerpt.object(&Object::Dict(dictionary));
    // `Parent` is left out of all that is copied, but a page has one.
    excerpt.out.truncate(excerpt.out.len() - 2);
    excerpt.out.extend(b"/Parent 2 0 R>>\nendobj\n");
    while let Some(id) = excerpt.waiting.pop_front() {
        places.push(excerpt.out.len());
        excerpt.follow(id, places.len())?;
        if excerpt.out.len() as u64 > file.limits().memory {
            return Err(Unreadable::limit(text!("một trang quá lớn", "one page is too large")));
        }
    }
    let table = excerpt.out.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    places.iter().for_each(|place| tail.push_str(&format!("{place:010} 00000 n \n")));
    tail.push_str(&format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", places.len() + 1));
    excerpt.out.extend(tail.bytes());
    Ok(excerpt.out)
}

/// Returns what of the page's dictionary matters, with what it inherits.
fn dictionary(page: &Page) -> Dict {
    let mut entries = vec![(b"Type".to_vec(), Object::Name(b"Page".to_vec()))];
    if let Some(own) = page.dict.as_dict() {
        let wanted = own.iter().filter(|(key, _)| PAINTED.iter().any(|painted| painted.as_bytes() == *key));
        entries.extend(wanted.map(|(key, value)| (key.to_vec(), value.clone())));
    }
    let numbers = |values: [f64; 4]| Object::Array(values.map(Object::Real).to_vec());
    let boxes = [("MediaBox", &page.media_box), ("CropBox", &page.crop_box)];
    for (key, found) in boxes {
        entries.extend(found.as_ref().map(|found| (key.as_bytes().to_vec(), numbers(found.value))));
    }
    entries.extend(page.resources.as_ref().map(|found| (b"Resources".to_vec(), (*found.value).clone())));
    entries.extend(page.rotate.as_ref().map(|found| (b"Rotate".to_vec(), (*found.value).clone())));
    entries.push((b"UserUnit".to_vec(), Object::Real(page.user_unit)));
    Dict(entries)
}

struct Excerpt<'f, R> {
    file: &'f File<R>,
    part: Part,
    /// Numbers in the excerpt of objects that something refers to.
    numbers: BTreeMap<Id, usize>,
    waiting: VecDeque<Id>,
    out: Vec<u8>,
}

impl<R: Read + Seek> Excerpt<'_, R> {
    /// Writes an object that was referred to.
    fn follow(&mut self, id: Id, number: usize) -> Result<(), Unreadable> {
        let object = self.file.get(id)?;
        self.out.extend(format!("{number} 0 obj\n").bytes());
        match &*object {
            Object::Stream(stream) if self.part == Part::WithoutImages && is_image(&stream.dict) => {
                self.out.extend(b"null");
            }
            Object::Stream(stream) => {
                let mut dictionary = stream.dict.clone();
                dictionary.0.retain(|(key, _)| key != b"Length");
                dictionary.0.push((b"Length".to_vec(), Object::Int(stream.length as i64)));
                self.object(&Object::Dict(dictionary));
                self.out.extend(b"\nstream\n");
                self.out.extend(self.file.raw(stream)?);
                self.out.extend(b"\nendstream");
            }
            other => self.object(other),
        }
        self.out.extend(b"\nendobj\n");
        Ok(())
    }

    fn object(&mut self, object: &Object) {
        let Excerpt { numbers, waiting, out, .. } = self;
        let mut number = |id: Id| {
            // Three objects are the excerpt's own.
            let next = numbers.len() + 4;
            *numbers.entry(id).or_insert_with(|| {
                waiting.push_back(id);
                next
            })
        };
        spell(out, object, &mut Spelling { number: &mut number, leave_out: AWAY });
    }
}

fn is_image(dictionary: &Dict) -> bool {
    dictionary.get("Subtype").and_then(Object::as_name) == Some(b"Image")
}
