//! A PDF file: its cross-references, its objects, its pages; read where needed, never as a whole.
//!
//! Broken cross-references are not mended here: such a file is unreadable, and what repairs it stands elsewhere.

mod pages;

pub use pages::{Inherited, Page};

use std::io::{Read, Seek};
use std::rc::Rc;

use super::filters::Decoded;
use super::mark::Mark;
use super::object::{Dict, Id, Object, Stream};
use super::{Limits, Unreadable};
use crate::text;

/// What a cross-reference section is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// `xref` and a table.
    Table,
    /// A cross-reference stream, with its object.
    Stream(Id),
    /// The stream that a hybrid file has beside a table.
    Hybrid(Id),
}

/// One cross-reference section.
#[derive(Clone, Debug)]
pub struct Section {
    /// Where it begins, in bytes from the start of the file.
    pub offset: u64,
    /// How it is written.
    pub kind: SectionKind,
    /// Its trailer, or the dictionary of its stream.
    pub trailer: Dict,
    /// Where the `%%EOF` behind it ends (before its end of line), if there is one.
    pub end: Option<u64>,
}

/// The first line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Where `%PDF-` stands; 0 in a sound file.
    pub offset: u64,
    /// What follows `%PDF-`, to the end of the line.
    pub version: Vec<u8>,
    /// The bytes from the end of the version on: the end of line and what comes next, 16 bytes at most.
    pub after: Vec<u8>,
}

/// A PDF file, open for reading.
pub struct File<R> {
    input: std::cell::RefCell<R>,
    limits: Limits,
    header: Header,
    sections: Vec<Section>,
    marks: Vec<Mark>,
}

impl<R: Read + Seek> File<R> {
    /// Reads header and cross-references.
    pub fn open(input: R, limits: Limits) -> Result<File<R>, Unreadable> {
        let _ = (input, limits);
        Err(Unreadable::broken(text!("chưa đọc được", "not yet")))
    }

    /// Returns the bytes of the file.
    pub fn length(&self) -> u64 {
        0
    }

    /// Returns the limits that the file is read within.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Returns the first line.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the trailer that counts: that of the newest section.
    pub fn trailer(&self) -> &Dict {
        static EMPTY: Dict = Dict(Vec::new());
        self.sections.first().map_or(&EMPTY, |section| &section.trailer)
    }

    /// Returns all cross-reference sections, newest first.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Returns what is odd about header and cross-references.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Says whether strings and streams are encrypted; they are handed out as they stand.
    pub fn is_encrypted(&self) -> bool {
        self.trailer().has("Encrypt")
    }

    /// Returns the ids of all objects in use, in order, those in object streams too.
    pub fn ids(&self) -> Vec<Id> {
        Vec::new()
    }

    /// Says whether the cross-references know the object as one in use.
    pub fn has(&self, _id: Id) -> bool {
        false
    }

    /// Returns an object; `Null` if the cross-references do not know it or call it free.
    pub fn get(&self, _id: Id) -> Result<Rc<Object>, Unreadable> {
        Ok(Rc::new(Object::Null))
    }

    /// Returns what is odd about an object and its frame; nothing for what is not there.
    pub fn object_marks(&self, _id: Id) -> Result<Rc<[Mark]>, Unreadable> {
        Ok(Rc::new([]))
    }

    /// Follows references to the object at their end; a ring of references is `Null`.
    pub fn resolve(&self, object: &Object) -> Result<Rc<Object>, Unreadable> {
        Ok(Rc::new(object.clone()))
    }

    /// Returns the value of a key, references followed; `Null` if it is not there.
    pub fn value(&self, dict: &Dict, key: &str) -> Result<Rc<Object>, Unreadable> {
        dict.get(key).map_or_else(|| Ok(Rc::new(Object::Null)), |value| self.resolve(value))
    }

    /// Reads bytes of the file as they are, fewer only at its end.
    pub fn bytes(&self, offset: u64, length: u64) -> Result<Vec<u8>, Unreadable> {
        let _ = (&self.input, offset, length);
        Ok(Vec::new())
    }

    /// Reads the data of a stream as they lie in the file.
    pub fn raw(&self, stream: &Stream) -> Result<Vec<u8>, Unreadable> {
        self.bytes(stream.offset, stream.length)
    }

    /// Reads the data of a stream and undoes its filters, up to an image filter.
    pub fn decoded(&self, stream: &Stream) -> Result<Decoded, Unreadable> {
        Ok(Decoded { data: self.raw(stream)?, image: None })
    }

    /// Returns the catalog.
    pub fn catalog(&self) -> Result<Rc<Object>, Unreadable> {
        self.value(self.trailer(), "Root")
    }

    /// Returns all pages in order, with what they inherit.
    pub fn pages(&self) -> Result<Vec<Page>, Unreadable> {
        pages::collect(self)
    }
}
