//! From bytes to tokens and objects, in files and in content streams.
//!
//! Nothing is guessed: what breaks the grammar ends the reading with a [`Flaw`], what is merely odd becomes a mark.

use super::mark::Mark;
use super::object::Object;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'a> {
    /// A whole number; beyond 64 bits the nearest end.
    Int(i64),
    /// A number with a point.
    Real(f64),
    /// A string, its escapes or hex digits resolved.
    String(Vec<u8>),
    /// A name without its slash, `#xx` resolved.
    Name(Vec<u8>),
    /// `[`.
    ArrayOpen,
    /// `]`.
    ArrayClose,
    /// `<<`.
    DictOpen,
    /// `>>`.
    DictClose,
    /// Any other word: `true`, `obj`, an operator; also a stray `)`, `{`, `}` or `>`.
    Keyword(&'a [u8]),
    /// No more bytes.
    End,
}

/// Why no object can be read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The bytes end within the object.
    Cut,
    /// Something stands here that cannot.
    Unexpected,
    /// Arrays and dictionaries are nested too deeply.
    TooDeep,
}

/// Reads tokens and objects from bytes in memory.
pub struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
    base: u64,
    nesting: u32,
    marks: Vec<Mark>,
}

impl<'a> Lexer<'a> {
    /// Starts at the first byte of `data`; `base` is where that byte stands in the file, for marks.
    pub fn new(data: &'a [u8], base: u64, nesting: u32) -> Lexer<'a> {
        Lexer { data, at: 0, base, nesting, marks: Vec::new() }
    }

    /// Returns how many bytes were read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes to a place in the data; beyond the end is the end.
    pub fn seek(&mut self, at: usize) {
        self.at = at.min(self.data.len());
    }

    /// Takes out all marks made so far.
    pub fn take_marks(&mut self) -> Vec<Mark> {
        std::mem::take(&mut self.marks)
    }

    /// Reads the next token, past white space and comments.
    pub fn token(&mut self) -> Result<Token<'a>, Flaw> {
        Err(Flaw::Cut)
    }

    /// Reads an object as files have them: `12 0 R` is a reference.
    pub fn object(&mut self) -> Result<Object, Flaw> {
        Err(Flaw::Cut)
    }

    /// Reads the rest of the object that begins with `first`, without references, as content streams have them.
    pub fn operand(&mut self, _first: Token<'a>) -> Result<Object, Flaw> {
        Err(Flaw::Cut)
    }
}
