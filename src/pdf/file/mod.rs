//! A PDF file: its cross-references, its objects, its pages; read where needed, never as a whole.
//!
//! Broken cross-references are not mended here: such a file is unreadable, and what repairs it stands elsewhere.

mod blocks;
mod cache;
mod frame;
mod header;
mod load;
mod packed;
mod pages;
mod table;
mod xref;
mod xref_stream;

pub use header::Header;
pub use pages::{Inherited, Page};
pub use table::{Section, SectionKind};

use std::cell::{Cell, RefCell};
use std::io::{Read, Seek};
use std::rc::Rc;

use self::blocks::Blocks;
use self::cache::{Cache, Kept};
use self::load::Loaded;
use self::packed::Pack;
use self::table::{Place, Table};
use super::filters::{self, Decoded, Step};
use super::mark::Mark;
use super::object::{Dict, Id, Object, Stream};
use super::{Limits, Unreadable};
use crate::text;

/// A PDF file, open for reading. Its methods take `&self`; what they keep is bounded.
pub struct File<R> {
    input: RefCell<Blocks<R>>,
    limits: Limits,
    header: Header,
    table: Table,
    cache: RefCell<Cache>,
    packs: RefCell<Vec<(u32, Rc<Pack>)>>,
    depth: Cell<u32>,
    searched: Cell<u64>,
}

impl<R: Read + Seek> File<R> {
    /// Reads header and cross-references.
    ///
    /// Fails if there are none that can be followed to their end, or if they exceed the limits.
    pub fn open(input: R, limits: Limits) -> Result<File<R>, Unreadable> {
        let mut blocks = Blocks::new(input)?;
        let header = header::read(&mut blocks)?;
        let mut file = File {
            input: RefCell::new(blocks),
            limits,
            header,
            table: Table::default(),
            cache: RefCell::default(),
            packs: RefCell::default(),
            depth: Cell::new(0),
            searched: Cell::new(0),
        };
        file.table = xref::read(&file)?;
        Ok(file)
    }

    /// Returns the bytes of the file.
    pub fn length(&self) -> u64 {
        self.input.borrow().length()
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
        self.table.sections.first().map_or(&EMPTY, |section| &section.trailer)
    }

    /// Returns all cross-reference sections, newest first.
    pub fn sections(&self) -> &[Section] {
        &self.table.sections
    }

    /// Returns what is odd about header and cross-references.
    pub fn marks(&self) -> &[Mark] {
        &self.table.marks
    }

    /// Says whether strings and streams are encrypted; they are handed out as they stand.
    pub fn is_encrypted(&self) -> bool {
        self.trailer().has("Encrypt")
    }

    /// Returns the ids of all objects in use, in order, those in object streams too.
    pub fn ids(&self) -> Vec<Id> {
        self.table.ids()
    }

    /// Returns the highest number that the cross-references have an entry for, free ones among them.
    pub fn highest_number(&self) -> u32 {
        self.table.highest()
    }

    /// Says whether the cross-references know the object as one in use.
    pub fn has(&self, id: Id) -> bool {
        !matches!(self.table.place(id), Place::Nowhere)
    }

    /// Returns the object stream that an object lies in, if it lies in one.
    pub fn container(&self, id: Id) -> Option<Id> {
        match self.table.place(id) {
            Place::Packed { stream } => Some(Id { number: stream, generation: 0 }),
            _ => None,
        }
    }

    /// Returns an object; `Null` if the cross-references do not know it or call it free.
    pub fn get(&self, id: Id) -> Result<Rc<Object>, Unreadable> {
        self.load(id).map(|kept| kept.object)
    }

    /// Returns what is odd about an object and its frame; nothing for what is not there.
    pub fn object_marks(&self, id: Id) -> Result<Rc<[Mark]>, Unreadable> {
        self.load(id).map(|kept| kept.marks)
    }

    /// Follows references to the object at their end; a ring of references is `Null`.
    pub fn resolve(&self, object: &Object) -> Result<Rc<Object>, Unreadable> {
        let Some(mut id) = object.as_ref() else { return Ok(Rc::new(object.clone())) };
        for _ in 0..32 {
            let found = self.get(id)?;
            match found.as_ref().as_ref() {
                Some(next) => id = next,
                None => return Ok(found),
            }
        }
        Ok(Rc::new(Object::Null))
    }

    /// Returns the value of a key, references followed; `Null` if it is not there.
    pub fn value(&self, dict: &Dict, key: &str) -> Result<Rc<Object>, Unreadable> {
        dict.get(key).map_or_else(|| Ok(Rc::new(Object::Null)), |value| self.resolve(value))
    }

    /// Reads bytes of the file as they are, fewer only at its end.
    pub fn bytes(&self, offset: u64, length: u64) -> Result<Vec<u8>, Unreadable> {
        if length > self.limits.memory {
            let what = text!("luồng quá lớn: {length} byte", "the stream is too large: {length} bytes");
            return Err(Unreadable::limit(what).at(offset));
        }
        Ok(self.input.borrow_mut().read(offset, length)?)
    }

    /// Reads the data of a stream as they lie in the file.
    pub fn raw(&self, stream: &Stream) -> Result<Vec<u8>, Unreadable> {
        self.bytes(stream.offset, stream.length)
    }

    /// Reads the data of a stream and undoes its filters, up to an image filter.
    ///
    /// Fails if the data are damaged or exceed the limits; there are no partial data.
    pub fn decoded(&self, stream: &Stream) -> Result<Decoded, Unreadable> {
        let chain = self.filters(&stream.dict)?;
        let inflated = stream.length.saturating_mul(self.limits.inflation).saturating_add(1 << 20);
        let bound = inflated.min(self.limits.memory);
        filters::decode(self.raw(stream)?, &chain, bound).map_err(|error| error.at(stream.offset))
    }

    /// Returns the filters of a stream in the order in which they are undone, each with its parameters.
    ///
    /// Fails if `/Filter` is not a name or an array of names.
    pub fn filters(&self, dict: &Dict) -> Result<Vec<Step>, Unreadable> {
        let names = self.list(dict, "Filter")?;
        let parms = self.list(dict, "DecodeParms")?;
        let mut chain = Vec::with_capacity(names.len());
        for (place, name) in names.into_iter().enumerate() {
            let Object::Name(name) = name else {
                return Err(Unreadable::broken(text!("bộ lọc không phải là tên", "a filter is not a name")));
            };
            let own = parms.get(place).and_then(Object::as_dict).cloned().unwrap_or_default();
            let mut resolved = Dict::default();
            for (key, value) in own.0 {
                // What follows a stream's reference is the image reader's business (`/JBIG2Globals`).
                let plain = if key == b"JBIG2Globals" { value } else { self.resolve(&value)?.as_ref().clone() };
                resolved.0.push((key, plain));
            }
            chain.push((name, resolved));
        }
        Ok(chain)
    }

    /// Returns a value that is one thing or an array of them.
    fn list(&self, dict: &Dict, key: &str) -> Result<Vec<Object>, Unreadable> {
        let value = self.value(dict, key)?;
        match value.as_ref() {
            Object::Null => Ok(Vec::new()),
            Object::Array(items) => items.iter().map(|item| Ok(self.resolve(item)?.as_ref().clone())).collect(),
            one => Ok(vec![one.clone()]),
        }
    }

    /// Returns the catalog.
    pub fn catalog(&self) -> Result<Rc<Object>, Unreadable> {
        self.value(self.trailer(), "Root")
    }

    /// Returns all pages in order, with what they inherit.
    ///
    /// Fails if the page tree is broken or there are more pages than allowed.
    pub fn pages(&self) -> Result<Vec<Page>, Unreadable> {
        pages::collect(self)
    }

    /// Returns an object with its marks, from the cache or the file.
    fn load(&self, id: Id) -> Result<Kept, Unreadable> {
        if let Some(kept) = self.cache.borrow_mut().find(id) {
            return Ok(kept);
        }
        // A length may lead to a stream whose length leads on: a few steps are enough for any honest file.
        if self.depth.get() > 8 {
            let what = text!("đối tượng {id} dẫn vòng quanh", "object {id} leads in circles");
            return Err(Unreadable::broken(what));
        }
        self.depth.set(self.depth.get() + 1);
        let loaded = match self.table.place(id) {
            Place::Nowhere => Ok(Loaded::default()),
            Place::At(offset) => self.load_at(offset, id),
            Place::Packed { stream } => self.unpack(stream, id.number),
        };
        self.depth.set(self.depth.get() - 1);
        Ok(self.cache.borrow_mut().keep(id, loaded?))
    }
}

#[cfg(test)]
mod tests;
