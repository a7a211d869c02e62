//! Reads back the PDFs that the writer wrote, and no others: anything it does not write is an error.
//!
//! For `verify --deep`, which decodes the images again, and for `originals`, which cuts streams out.
//! Every read is positioned; memory holds four bytes a page, one dictionary
//! and the shared segments of one JBIG2 image, whatever the file says.

pub mod surprise;

mod fields;
mod image;
mod syntax;
mod text;

use std::io::{self, Read, Seek, SeekFrom, Write};

use lopdf::{Dictionary, Object};

use crate::page::Coding;
use fields::Fields;
use surprise::{Part, ReadError, surprise};
use syntax::{Broken, Parser};

/// The most that is read for one object without its stream; the longest of ours, a palette, needs 2 KB.
const MAX_OBJECT: usize = 32 * 1024;
/// Bytes of a cross-reference entry (ISO 32000-1, 7.5.4).
const ENTRY: u64 = 20;
/// Objects in one file (ISO 19005-2, 6.1.13).
const MAX_OBJECTS: u64 = 8_388_608;

/// Bytes of the file; they lie within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Bytes before them.
    pub offset: u64,
    /// How many they are.
    pub length: u64,
}

/// The image of a page, as its dictionary describes it. The stream was not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredImage {
    /// Where the coded data lie.
    pub stream: Span,
    /// Pixels across, as stored.
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// Bits per component; 0 for JPEG 2000, where the data alone say it.
    pub bits: u8,
    /// How the stream is coded.
    pub coding: Coding,
    /// What the components are.
    pub colour: StoredColour,
    /// True when every component is stored inverted.
    pub inverted: bool,
    /// What is see-through.
    pub mask: Option<StoredMask>,
}

/// The components of a stored image; how their colours are measured does not matter for its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredColour {
    /// One: DeviceGray, CalGray or an ICC profile.
    Gray,
    /// Three.
    Rgb,
    /// Four.
    Cmyk,
    /// One that points into a palette.
    Indexed {
        /// Red, green, blue for each entry.
        palette: Vec<u8>,
    },
}

/// What parts of a stored image are see-through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredMask {
    /// Pixels whose components all lie in these ranges: min, max for each.
    ColourKey(Vec<u16>),
    /// A grey image of the same size, Flate with PNG filters.
    Soft {
        /// Bits per sample.
        bits: u8,
        /// Where its data lie.
        stream: Span,
    },
}

/// A PDF of ours, opened.
pub struct Reader<R> {
    input: R,
    size: u64,
    /// Where the entry of object 0 lies.
    table: u64,
    /// Objects, with object 0.
    objects: u64,
    pages: Vec<u32>,
}

impl<R: Read + Seek> Reader<R> {
    /// Opens the file: header, ending, trailer, catalogue and page list must be as written.
    pub fn open(mut input: R) -> Result<Reader<R>, ReadError> {
        let size = input.seek(SeekFrom::End(0))?;
        let mut reader = Reader { input, size, table: 0, objects: 0, pages: Vec::new() };
        if reader.at(0, 15)? != b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n" {
            return Err(surprise(Part::Header, 0));
        }
        let trailer = reader.find_table()?;
        let catalog = reader.trailer(trailer)?;
        let (catalog, at) = reader.dictionary(catalog)?;
        let catalog = Fields::new(&catalog, at);
        catalog.only("Catalog", &["Type", "Pages", "Metadata", "OutputIntents", "Lang"])?;
        catalog.name_is("Type", b"Catalog")?;
        let pages = catalog.reference("Pages")?;
        reader.pages = reader.page_list(pages)?;
        Ok(reader)
    }

    /// Returns the number of pages.
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// Returns the image of a page, counted from 0 in reading order.
    pub fn page(&mut self, page_idx: usize) -> Result<StoredImage, ReadError> {
        let id = self.image(page_idx)?;
        image::read(self, id)
    }

    /// Returns the object of a page's image.
    fn image(&mut self, page_idx: usize) -> Result<u32, ReadError> {
        let (page, at) = self.sheet(page_idx)?;
        let resources = Fields::new(&page, at).dictionary("Resources")?;
        let objects = resources.dictionary("XObject")?;
        objects.only("XObject", &[super::geometry::IMAGE])?;
        objects.reference(super::geometry::IMAGE)
    }

    /// Says how the colours of a page's image are measured, counted from 0: equal texts mean equal spaces.
    pub fn space(&mut self, page_idx: usize) -> Result<String, ReadError> {
        let id = self.image(page_idx)?;
        image::space(self, id)
    }

    /// Returns how many invisible words a page has, counted from 0 in reading order.
    pub fn words(&mut self, page_idx: usize) -> Result<u32, ReadError> {
        let (page, at) = self.sheet(page_idx)?;
        let page = Fields::new(&page, at);
        if page.dictionary("Resources")?.find("Font").is_none() { Ok(0) } else { text::words(self, &page) }
    }

    /// Reads the dictionary of a page and says where it stands.
    fn sheet(&mut self, page_idx: usize) -> Result<(Dictionary, u64), ReadError> {
        let id = *self.pages.get(page_idx).ok_or(surprise(Part::Pages, 0))?;
        let (page, at) = self.dictionary(id)?;
        let fields = Fields::new(&page, at);
        fields.only("Page", &["Type", "Parent", "MediaBox", "Resources", "Contents", "Rotate", "UserUnit"])?;
        fields.name_is("Type", b"Page")?;
        fields.dictionary("Resources")?.only("Resources", &["XObject", "Font"])?;
        Ok((page, at))
    }

    /// Copies bytes of the file, such as an image stream, in pieces of 64 KiB.
    pub fn copy(&mut self, span: Span, out: &mut dyn Write) -> io::Result<()> {
        self.input.seek(SeekFrom::Start(span.offset))?;
        let mut piece = vec![0; 64 * 1024];
        let mut left = span.length;
        while left > 0 {
            let part = &mut piece[..left.min(64 * 1024) as usize];
            self.input.read_exact(part)?;
            out.write_all(part)?;
            left -= part.len() as u64;
        }
        Ok(())
    }

    /// Reads the last lines and the head of the table, and returns where the trailer starts.
    fn find_table(&mut self) -> Result<u64, ReadError> {
        let tail_at = self.size.saturating_sub(40);
        let tail = self.at(tail_at, 40)?;
        let ending = || surprise(Part::Ending, tail_at);
        let key = b"\nstartxref\n";
        let start = tail.windows(key.len()).rposition(|window| window == key).ok_or_else(ending)?;
        let mut parser = Parser::new(&tail[start + key.len()..]);
        let place = parser.digits().and_then(|place| parser.expect(b"\n%%EOF\n").map(|()| place));
        let place = place.map_err(|_| ending())?;
        if start + key.len() + parser.place != tail.len() {
            return Err(ending());
        }
        let table = || surprise(Part::Table, place);
        let head = self.at(place, 40)?;
        let mut parser = Parser::new(&head);
        let objects = parser.expect(b"xref\n0 ").and_then(|()| parser.digits()).map_err(|_| table())?;
        parser.expect(b"\n0000000000 65535 f \n").map_err(|_| table())?;
        self.table = place + parser.place as u64 - ENTRY;
        self.objects = objects;
        let trailer = self.table + objects.min(MAX_OBJECTS) * ENTRY;
        if objects > MAX_OBJECTS || trailer > self.size { Err(table()) } else { Ok(trailer) }
    }

    /// Reads the trailer and returns the number of the catalogue.
    fn trailer(&mut self, at: u64) -> Result<u32, ReadError> {
        let text = self.at(at, 512)?;
        let mut parser = Parser::new(&text);
        let object = parser.expect(b"trailer\n").and_then(|()| parser.object());
        let end = parser.expect(b"\nstartxref\n").and_then(|()| parser.digits());
        let end = end.and_then(|_| parser.expect(b"\n%%EOF\n")).is_ok() && at + parser.place as u64 == self.size;
        let (Ok(Object::Dictionary(trailer)), true) = (object, end) else {
            return Err(surprise(Part::Trailer, at));
        };
        let trailer = Fields::new(&trailer, at);
        trailer.only("trailer", &["Size", "Root", "ID"])?;
        match trailer.array("ID")? {
            [Object::String(first, _), Object::String(second, _)] if first.len() == 16 && first == second => (),
            _ => return Err(surprise(Part::Entry("ID"), at)),
        }
        if u64::from(trailer.number("Size")?) != self.objects {
            return Err(surprise(Part::Entry("Size"), at));
        }
        trailer.reference("Root")
    }

    /// Reads the page list piece by piece, as it may be longer than any other object.
    fn page_list(&mut self, id: u32) -> Result<Vec<u32>, ReadError> {
        let at = self.place(id)?;
        let bad = || surprise(Part::Pages, at);
        let head = self.at(at, 80)?;
        let mut parser = Parser::new(&head);
        parser.expect(format!("{id} 0 obj\n<</Type/Pages/Count ").as_bytes()).map_err(|_| bad())?;
        let count = parser.digits().map_err(|_| bad())?;
        parser.expect(b"/Kids[").map_err(|_| bad())?;
        if count == 0 || count > self.objects {
            return Err(bad());
        }
        let mut place = at + parser.place as u64;
        let mut pages = Vec::new();
        while (pages.len() as u64) < count {
            let piece = self.at(place, 4096)?;
            let before = pages.len();
            place += kids(&piece, count, &mut pages) as u64;
            if pages.len() == before {
                return Err(bad());
            }
        }
        if self.at(place, 10)? != b">>\nendobj\n" { Err(bad()) } else { Ok(pages) }
    }

    /// Returns where an object starts.
    fn place(&mut self, id: u32) -> Result<u64, ReadError> {
        if id == 0 || u64::from(id) >= self.objects {
            return Err(surprise(Part::Object(id), 0));
        }
        let at = self.table + u64::from(id) * ENTRY;
        let entry = self.at(at, ENTRY as usize)?;
        let mut parser = Parser::new(&entry);
        let place = parser.digits();
        let end = parser.expect(b" 00000 n \n");
        match (place, end) {
            (Ok(place), Ok(())) if place < self.table && parser.place == 20 => Ok(place),
            _ => Err(surprise(Part::Table, at)),
        }
    }

    /// Reads an object that is a dictionary alone, and says where it stands.
    fn dictionary(&mut self, id: u32) -> Result<(Dictionary, u64), ReadError> {
        let (dictionary, at, end) = self.object(id)?;
        if self.at(end, 8)? != b"\nendobj\n" {
            return Err(surprise(Part::Object(id), at));
        }
        Ok((dictionary, at))
    }

    /// Reads the dictionary of a stream, says where it stands, and proves where its data lie.
    fn stream(&mut self, id: u32) -> Result<(Dictionary, u64, Span), ReadError> {
        let (dictionary, at, end) = self.object(id)?;
        let length = u64::from(Fields::new(&dictionary, at).number("Length")?);
        let offset = end + 8;
        let frame = (self.at(end, 8)?, self.at(offset + length, 18)?);
        if frame.0 != b"\nstream\n" || frame.1 != b"\nendstream\nendobj\n" {
            return Err(surprise(Part::Stream(id), at));
        }
        Ok((dictionary, at, Span { offset, length }))
    }

    /// Reads an object's dictionary; returns it, where the object starts and where the dictionary ends.
    fn object(&mut self, id: u32) -> Result<(Dictionary, u64, u64), ReadError> {
        let at = self.place(id)?;
        let mut length = 512;
        loop {
            let bytes = self.at(at, length)?;
            let mut parser = Parser::new(&bytes);
            let object = parser.expect(format!("{id} 0 obj\n").as_bytes()).and_then(|()| parser.object());
            match object {
                Ok(Object::Dictionary(dictionary)) => return Ok((dictionary, at, at + parser.place as u64)),
                Err(Broken::Short) if bytes.len() == length && length < MAX_OBJECT => length *= 4,
                _ => return Err(surprise(Part::Object(id), at + parser.place as u64)),
            }
        }
    }

    /// Reads so many bytes at a place, fewer at the end of the file.
    fn at(&mut self, place: u64, length: usize) -> Result<Vec<u8>, ReadError> {
        self.input.seek(SeekFrom::Start(place))?;
        let mut bytes = Vec::with_capacity(length);
        self.input.by_ref().take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Reads whole references from a piece of the page list, each with the blank or bracket after it, until
/// `count` pages are known; returns the bytes used.
fn kids(piece: &[u8], count: u64, pages: &mut Vec<u32>) -> usize {
    let mut parser = Parser::new(piece);
    let mut used = 0;
    while (pages.len() as u64) < count {
        let is_last = pages.len() as u64 + 1 == count;
        let Ok(id) = parser.digits() else { break };
        let after: &[u8] = if is_last { b" 0 R]" } else { b" 0 R " };
        let (Ok(()), Ok(id)) = (parser.expect(after), u32::try_from(id)) else { break };
        pages.push(id);
        used = parser.place;
    }
    used
}

#[cfg(test)]
mod tests;
