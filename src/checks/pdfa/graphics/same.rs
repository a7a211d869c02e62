//! Whether two objects say the same, wherever and however they are written (ISO 19005-2, 6.2.4.4).
//!
//! References are followed and streams compared by their decoded data; compression does not count.

use std::io::{Read, Seek};

use crate::pdf::file::File;
use crate::pdf::object::{Dict, Object, Stream};

/// Objects within each other that are looked into.
const DEPTH: u32 = 16;

/// Objects that are compared for one question; more than any function or colour space has.
const OBJECTS: u32 = 10_000;

/// Says whether two objects are equivalent; what is too deep or too large to compare is not.
pub fn is_same<R: Read + Seek>(file: &File<R>, one: &Object, other: &Object) -> bool {
    Comparison { file, left: OBJECTS }.is_same(one, other, DEPTH)
}

struct Comparison<'f, R> {
    file: &'f File<R>,
    left: u32,
}

impl<R: Read + Seek> Comparison<'_, R> {
    fn is_same(&mut self, one: &Object, other: &Object, depth: u32) -> bool {
        if one.as_ref().is_some() && one == other {
            return true;
        }
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.checked_sub(1)) else { return false };
        self.left = left;
        let (Ok(one), Ok(other)) = (self.file.resolve(one), self.file.resolve(other)) else { return false };
        match (one.as_ref(), other.as_ref()) {
            (Object::Array(one), Object::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| self.is_same(one, other, depth))
            }
            (Object::Dict(one), Object::Dict(other)) => self.are_same_entries(one, other, depth),
            (Object::Stream(one), Object::Stream(other)) => {
                self.are_same_entries(&one.dict, &other.dict, depth) && self.are_same_data(one, other)
            }
            (one, other) => one == other || one.as_number().is_some_and(|number| other.as_number() == Some(number)),
        }
    }

    fn are_same_entries(&mut self, one: &Dict, other: &Dict, depth: u32) -> bool {
        let counts = |key: &[u8]| !matches!(key, b"Length" | b"Filter" | b"DecodeParms" | b"DL");
        let count = |dict: &Dict| dict.iter().filter(|(key, _)| counts(key)).count();
        let mut entries = one.iter().filter(|(key, _)| counts(key));
        count(one) == count(other)
            && entries.all(|(key, value)| {
                let twin = other.iter().find(|(twin, _)| *twin == key);
                twin.is_some_and(|(_, twin)| self.is_same(value, twin, depth))
            })
    }

    fn are_same_data(&self, one: &Stream, other: &Stream) -> bool {
        match (self.file.decoded(one), self.file.decoded(other)) {
            (Ok(one), Ok(other)) => one.data == other.data,
            _ => false,
        }
    }
}
