//! Objects as hayro reads them, where lopdf finds none: followed from the catalog on, and copied.

use std::collections::{BTreeMap, VecDeque};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, ObjRef, Object as Found, ObjectIdentifier};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat};

use crate::pdf::{Limits, Unreadable};
use crate::text;

/// Copies all objects that the catalog leads to.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let pdf = Pdf::new(bytes.to_vec())
        .map_err(|_| Unreadable::broken(text!("sohoa không đọc được PDF này", "sohoa cannot read this PDF")))?;
    let root = pdf.xref().root_id();
    let mut copy = Copy { numbers: BTreeMap::new(), waiting: VecDeque::new(), nesting: limits.nesting };
    let root = copy.number(ObjRef::new(root.obj_number, root.gen_number));
    let mut document = Document::with_version("1.7");
    let mut size = 0;
    while let Some((id, number)) = copy.waiting.pop_front() {
        let object = pdf.xref().get::<Found<'_>>(id).map_or(Object::Null, |found| copy.object(found, 0));
        size += object.as_stream().map_or(64, |stream| stream.content.len() as u64);
        if size > limits.memory || u64::from(number) > limits.objects {
            return Err(Unreadable::limit(text!("tệp quá lớn để sửa", "the file is too large to be mended")));
        }
        document.objects.insert((number, 0), object);
        document.max_id = document.max_id.max(number);
    }
    document.trailer.set("Root", Object::Reference((root, 0)));
    Ok(document)
}

struct Copy {
    numbers: BTreeMap<(u32, i32), u32>,
    waiting: VecDeque<(ObjectIdentifier, u32)>,
    nesting: u32,
}

impl Copy {
    /// Returns the new number of an object, which will be copied in its turn.
    fn number(&mut self, reference: ObjRef) -> u32 {
        let next = self.numbers.len() as u32 + 1;
        *self.numbers.entry((reference.obj_number, reference.gen_number)).or_insert_with(|| {
            self.waiting.push_back((ObjectIdentifier::new(reference.obj_number, reference.gen_number), next));
            next
        })
    }

    fn object(&mut self, found: Found<'_>, depth: u32) -> Object {
        match found {
            _ if depth > self.nesting => Object::Null,
            Found::Null(_) => Object::Null,
            Found::Boolean(value) => Object::Boolean(value),
            Found::Number(number) => {
                let value = number.as_f64();
                if value.fract() == 0.0 && value.abs() < 9e15 {
                    Object::Integer(value as i64)
                } else {
                    Object::Real(value as f32)
                }
            }
            Found::String(string) => Object::String(string.as_bytes().to_vec(), StringFormat::Hexadecimal),
            Found::Name(name) => Object::Name(name.to_vec()),
            Found::Dict(dict) => Object::Dictionary(self.dictionary(&dict, depth)),
            Found::Array(array) => self.array(&array, depth),
            Found::Stream(stream) => {
                let dictionary = self.dictionary(stream.dict(), depth);
                Object::Stream(Stream::new(dictionary, stream.raw_data().into_owned()))
            }
        }
    }

    fn either(&mut self, found: MaybeRef<Found<'_>>, depth: u32) -> Object {
        match found {
            MaybeRef::Ref(reference) => Object::Reference((self.number(reference), 0)),
            MaybeRef::NotRef(object) => self.object(object, depth + 1),
        }
    }

    fn dictionary(&mut self, dict: &Dict<'_>, depth: u32) -> Dictionary {
        let mut copied = Dictionary::new();
        for (key, value) in dict.entries() {
            let value = self.either(value, depth);
            copied.set(key.to_vec(), value);
        }
        copied
    }

    fn array(&mut self, array: &Array<'_>, depth: u32) -> Object {
        let items: Vec<_> = array.raw_iter().collect();
        Object::Array(items.into_iter().map(|item| self.either(item, depth)).collect())
    }
}
