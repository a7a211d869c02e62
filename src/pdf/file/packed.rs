//! Objects in object streams (ISO 32000-1, 7.5.7); the last few streams are kept decoded.

use std::io::{Read, Seek};
use std::rc::Rc;

use super::File;
use super::load::{Loaded, flawed};
use crate::pdf::Unreadable;
use crate::pdf::lexer::{Lexer, Token};
use crate::pdf::object::Id;
use crate::text;

/// Bytes of decoded object streams that are kept, and the most that one may have.
const KEPT: usize = 64 << 20;

/// A decoded object stream.
pub(super) struct Pack {
    data: Vec<u8>,
    /// Number of each object, where it begins, and where the next one does; by number.
    index: Vec<(u32, usize, usize)>,
}

impl<R: Read + Seek> File<R> {
    /// Reads an object from an object stream, by its number.
    pub(super) fn unpack(&self, stream: u32, number: u32) -> Result<Loaded, Unreadable> {
        let pack = self.pack(stream)?;
        let place = pack.index.binary_search_by_key(&number, |(found, ..)| *found).map_err(|_| {
            let what = text!(
                "luồng đối tượng {stream} không có đối tượng {number}",
                "object stream {stream} does not have object {number}"
            );
            Unreadable::broken(what)
        })?;
        let (_, at, end) = pack.index[place];
        let text = pack.data.get(at..end).unwrap_or(&[]);
        let mut lexer = Lexer::new(text, at as u64, self.limits.nesting);
        let object = lexer.object().map_err(flawed)?;
        let weight = lexer.position() as u64;
        Ok(Loaded { object, marks: lexer.take_marks(), weight })
    }

    fn pack(&self, number: u32) -> Result<Rc<Pack>, Unreadable> {
        let mut packs = self.packs.borrow_mut();
        if let Some(at) = packs.iter().position(|(kept, _)| *kept == number) {
            let found = packs.remove(at);
            packs.push(found.clone());
            return Ok(found.1);
        }
        drop(packs);
        let pack = Rc::new(self.decode_pack(number)?);
        let mut packs = self.packs.borrow_mut();
        packs.push((number, pack.clone()));
        while packs.len() > 1 && packs.iter().map(|(_, pack)| pack.weight()).sum::<usize>() > KEPT {
            packs.remove(0);
        }
        Ok(pack)
    }

    fn decode_pack(&self, number: u32) -> Result<Pack, Unreadable> {
        let broken = || {
            let what = text!("luồng đối tượng {number} bị hỏng", "object stream {number} is damaged");
            Unreadable::broken(what)
        };
        let id = Id { number, generation: 0 };
        if self.container(id).is_some() {
            return Err(broken());
        }
        let object = self.get(id)?;
        let stream = object.as_stream().ok_or_else(broken)?;
        let data = self.decoded(stream)?.data;
        if data.len() > KEPT {
            return Err(Unreadable::limit(text!("luồng đối tượng quá lớn", "the object stream is too large")));
        }
        let count = self.value(&stream.dict, "N")?.as_int().and_then(|count| usize::try_from(count).ok());
        let first = self.value(&stream.dict, "First")?.as_int().and_then(|first| usize::try_from(first).ok());
        let (count, first) = count.zip(first).ok_or_else(broken)?;
        let pairs = pairs(data.get(..first).ok_or_else(broken)?, count, first).ok_or_else(broken)?;
        let index = bounded(pairs, data.len());
        Ok(Pack { data, index })
    }
}

impl Pack {
    fn weight(&self) -> usize {
        self.data.len() + self.index.len() * size_of::<(u32, usize, usize)>()
    }
}

/// Reads the pairs of number and place at the head of an object stream.
fn pairs(head: &[u8], count: usize, first: usize) -> Option<Vec<(u32, usize)>> {
    let mut lexer = Lexer::new(head, 0, 1);
    // Each pair takes four bytes at least, whatever the count says.
    let mut pairs = Vec::with_capacity(count.min(head.len() / 4 + 1));
    for _ in 0..count {
        let (Ok(Token::Int(number)), Ok(Token::Int(at))) = (lexer.token(), lexer.token()) else { return None };
        pairs.push((u32::try_from(number).ok()?, usize::try_from(at).ok()?.checked_add(first)?));
    }
    Some(pairs)
}

/// Adds to each object where the next one begins, so that what is read of all together is no more than the data.
fn bounded(pairs: Vec<(u32, usize)>, length: usize) -> Vec<(u32, usize, usize)> {
    let mut places: Vec<usize> = pairs.iter().map(|(_, at)| *at).collect();
    places.sort_unstable();
    let end = |at: usize| places.get(places.partition_point(|place| *place <= at)).copied().unwrap_or(length);
    let mut index: Vec<_> = pairs.iter().map(|(number, at)| (*number, *at, end(*at).min(length))).collect();
    index.sort_by_key(|(number, ..)| *number);
    index.dedup_by_key(|(number, ..)| *number);
    index
}
