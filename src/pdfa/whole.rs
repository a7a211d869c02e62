//! A document that came from elsewhere and was mended, written anew: other numbers, sound frames, our metadata.
//!
//! Only what the catalog leads to is written, in an order that depends on nothing else, so that the same document
//! makes the same bytes. Whether it then keeps the standard is for the checker to say.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::output::Output;
use super::unwritable::Unwritable;
use super::{CATALOG, Description, Written, colour, metadata};

/// Objects within each other; what is deeper becomes null.
const DEEPEST: u32 = 200;

/// Returns the profile that stands for CMYK where a file has none of its own (ICCBased, N 4).
pub fn cmyk_profile() -> &'static [u8] {
    colour::CMYK
}

/// Writes the document; its catalog gets our output intent and our metadata in place of its own.
///
/// A document without a catalog or pages is an error.
pub fn write<W: Write>(out: W, document: &Document, description: &Description) -> io::Result<Written> {
    let catalog = document.catalog().map_err(|_| Unwritable::NoPages)?;
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).map_err(|_| Unwritable::NoPages)?;
    let pages = document.page_iter().count() as u32;
    if pages == 0 {
        return Err(Unwritable::NoPages.into());
    }
    let mut output = Output::new(out)?;
    let mut whole = Whole { document, numbers: BTreeMap::new(), waiting: VecDeque::new() };
    whole.numbers.insert(root, output.reserve()?);
    let (packet, profile) = (output.reserve()?, output.reserve()?);
    let text = metadata::packet(description)?;
    output.stream(packet, dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, text.as_bytes())?;
    output.stream(profile, dictionary! { "N" => 3 }, colour::SRGB)?;
    let mut catalog = catalog.clone();
    for key in [&b"Metadata"[..], b"OutputIntents", b"Version"] {
        catalog.remove(key);
    }
    let mut catalog = whole.dictionary(&catalog, &mut output, 0)?;
    catalog.set("Metadata", (packet, 0));
    catalog.set("OutputIntents", vec![super::intent(profile).into()]);
    output.object(CATALOG, &catalog.into())?;
    while let Some((id, number)) = whole.waiting.pop_front() {
        whole.object(id, number, &mut output)?;
    }
    let (size, sha256) = output.finish(CATALOG)?;
    Ok(Written { size, sha256, pages, conformance: description.conformance })
}

struct Whole<'d> {
    document: &'d Document,
    numbers: BTreeMap<ObjectId, u32>,
    waiting: VecDeque<(ObjectId, u32)>,
}

impl Whole<'_> {
    fn object<W: Write>(&mut self, id: ObjectId, number: u32, output: &mut Output<W>) -> io::Result<()> {
        match self.document.objects.get(&id) {
            Some(Object::Stream(stream)) => {
                let dictionary = self.dictionary(&stream.dict, output, 0)?;
                output.stream(number, dictionary, &stream.content).map(drop)
            }
            Some(object) => {
                let object = self.renumbered(object, output, 0)?;
                output.object(number, &object)
            }
            None => output.object(number, &Object::Null),
        }
    }

    fn renumbered<W: Write>(&mut self, object: &Object, output: &mut Output<W>, depth: u32) -> io::Result<Object> {
        Ok(match object {
            _ if depth > DEEPEST => Object::Null,
            Object::Reference(id) => self.reference(*id, output)?,
            Object::Array(items) => {
                let items = items.iter().map(|item| self.renumbered(item, output, depth + 1));
                Object::Array(items.collect::<io::Result<_>>()?)
            }
            Object::Dictionary(entries) => Object::Dictionary(self.dictionary(entries, output, depth + 1)?),
            // A stream is an object of its own; within another it is nothing.
            Object::Stream(_) => Object::Null,
            other => other.clone(),
        })
    }

    fn dictionary<W: Write>(
        &mut self,
        from: &Dictionary,
        output: &mut Output<W>,
        depth: u32,
    ) -> io::Result<Dictionary> {
        let mut copied = Dictionary::new();
        for (key, value) in from.iter() {
            copied.set(key.clone(), self.renumbered(value, output, depth)?);
        }
        Ok(copied)
    }

    /// Returns the reference under its new number; what is not there becomes null.
    fn reference<W: Write>(&mut self, id: ObjectId, output: &mut Output<W>) -> io::Result<Object> {
        if !self.document.objects.contains_key(&id) {
            return Ok(Object::Null);
        }
        if let Some(number) = self.numbers.get(&id) {
            return Ok(Object::Reference((*number, 0)));
        }
        let number = output.reserve()?;
        self.numbers.insert(id, number);
        self.waiting.push_back((id, number));
        Ok(Object::Reference((number, 0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdfa::samples;

    fn document() -> Document {
        let mut document = Document::load_mem(&samples::pdf(&[samples::orientation(6)])).unwrap();
        document.objects.insert((90, 0), "unused".into());
        document
    }

    fn written(document: &Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, document, &samples::description()).unwrap();
        bytes
    }

    #[test]
    fn what_is_written_is_read_again_and_the_same_each_time() {
        let bytes = written(&document());
        assert!(bytes == written(&document()));
        let again = Document::load_mem(&bytes).unwrap();
        assert_eq!(again.page_iter().count(), 1);
        assert!(again.objects.len() < document().objects.len(), "what nothing leads to is gone");
        let intents = again.catalog().unwrap().get(b"OutputIntents").unwrap().as_array().unwrap();
        assert_eq!(intents.len(), 1);
    }

    #[test]
    fn a_reference_to_nothing_becomes_null_and_a_document_without_pages_an_error() {
        let mut document = document();
        let page = document.page_iter().next().unwrap();
        document.get_dictionary_mut(page).unwrap().set("PieceInfo", Object::Reference((4711, 0)));
        assert!(String::from_utf8_lossy(&written(&document)).contains("/PieceInfo null"));
        assert!(write(Vec::new(), &Document::with_version("1.7"), &samples::description()).is_err());
    }
}
