//! From tokens to objects, with a stack of its own, so that nesting costs no stack of the thread.

use super::{Flaw, Lexer, Token};
use crate::pdf::mark::Odd;
use crate::pdf::object::{Dict, Id, Object};

impl<'a> Lexer<'a> {
    /// Reads an object as files have them: `12 0 R` is a reference.
    pub fn object(&mut self) -> Result<Object, Flaw> {
        let first = self.token()?;
        if let Token::Int(number) = first {
            return Ok(self.reference(number).unwrap_or(Object::Int(number)));
        }
        self.build(first, true)
    }

    /// Reads the rest of the object that begins with `first`, without references, as content streams have them.
    pub fn operand(&mut self, first: Token<'a>) -> Result<Object, Flaw> {
        self.build(first, false)
    }

    /// Builds an object from its first token on, with a stack of its own instead of the thread's.
    fn build(&mut self, first: Token<'a>, with_references: bool) -> Result<Object, Flaw> {
        let mut open: Vec<Open> = Vec::new();
        let mut next = Some(first);
        loop {
            let start = self.at;
            let token = match next.take() {
                Some(token) => token,
                None => self.token()?,
            };
            let closed = match token {
                Token::ArrayOpen | Token::DictOpen => {
                    if open.len() >= self.nesting as usize {
                        return Err(Flaw::TooDeep);
                    }
                    open.push(Open { is_dict: token == Token::DictOpen, items: Vec::new(), start });
                    continue;
                }
                Token::ArrayClose => self.close(open.pop(), false)?,
                Token::DictClose => self.close(open.pop(), true)?,
                Token::Keyword(b"R") if with_references => match open.last_mut() {
                    Some(top) => refer(&mut top.items)?,
                    None => return Err(Flaw::Unexpected),
                },
                other => plain(other)?,
            };
            match open.last_mut() {
                Some(top) => top.items.push(closed),
                None => return Ok(closed),
            }
        }
    }

    fn close(&mut self, open: Option<Open>, is_dict: bool) -> Result<Object, Flaw> {
        let open = open.filter(|open| open.is_dict == is_dict).ok_or(Flaw::Unexpected)?;
        if !is_dict {
            return Ok(Object::Array(open.items));
        }
        let mut entries: Vec<(Vec<u8>, Object)> = Vec::with_capacity(open.items.len() / 2);
        let mut items = open.items.into_iter();
        while let Some(key) = items.next() {
            let (Object::Name(key), Some(value)) = (key, items.next()) else { return Err(Flaw::Unexpected) };
            entries.push((key, value));
        }
        if has_twins(&entries) {
            self.mark(Odd::KeyTwice, open.start);
        }
        Ok(Object::Dict(Dict(entries)))
    }

    /// Reads `G R` behind a number; where that does not follow, nothing is read.
    fn reference(&mut self, number: i64) -> Option<Object> {
        let (start, marks) = (self.at, self.marks.len());
        let generation = self.token();
        if let Ok(Token::Int(generation)) = generation
            && self.token() == Ok(Token::Keyword(b"R"))
            && let Some(id) = id(number, generation)
        {
            return Some(Object::Ref(id));
        }
        self.at = start;
        self.marks.truncate(marks);
        None
    }
}

/// An array or dictionary that is not closed yet.
struct Open {
    is_dict: bool,
    items: Vec<Object>,
    start: usize,
}

/// Returns an id if both numbers can be in one.
pub fn id(number: i64, generation: i64) -> Option<Id> {
    Some(Id { number: u32::try_from(number).ok()?, generation: u16::try_from(generation).ok()? })
}

/// Makes a reference of the last two items.
fn refer(items: &mut Vec<Object>) -> Result<Object, Flaw> {
    let (Some(Object::Int(generation)), Some(Object::Int(number))) = (items.pop(), items.pop()) else {
        return Err(Flaw::Unexpected);
    };
    // Numbers that no object can have lead nowhere, which is the same as `null`.
    Ok(id(number, generation).map_or(Object::Null, Object::Ref))
}

fn plain(token: Token<'_>) -> Result<Object, Flaw> {
    Ok(match token {
        Token::Int(value) => Object::Int(value),
        Token::Real(value) => Object::Real(value),
        Token::String(text) => Object::String(text),
        Token::Name(name) => Object::Name(name),
        Token::Keyword(b"true") => Object::Bool(true),
        Token::Keyword(b"false") => Object::Bool(false),
        Token::Keyword(b"null") => Object::Null,
        Token::End => return Err(Flaw::Cut),
        _ => return Err(Flaw::Unexpected),
    })
}

/// Says whether a key stands twice; large dictionaries are compared in order, not each with each.
fn has_twins(entries: &[(Vec<u8>, Object)]) -> bool {
    if entries.len() < 16 {
        return entries.iter().enumerate().any(|(at, (key, _))| entries[..at].iter().any(|(other, _)| other == key));
    }
    let mut keys: Vec<&[u8]> = entries.iter().map(|(key, _)| key.as_slice()).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair[0] == pair[1])
}
