//! The frame of an indirect object, byte by byte (ISO 32000-1, 7.3.10), with all that is odd about it.

use crate::pdf::lexer::{Flaw, Lexer, Token, id, is_blank};
use crate::pdf::mark::{Mark, Odd};
use crate::pdf::object::{Id, Object};

/// An object up to its `endobj` or `stream`.
pub(super) struct Head {
    pub id: Id,
    pub object: Object,
    pub marks: Vec<Mark>,
    /// Where in the window that word ends.
    pub end: usize,
    pub tail: Tail,
}

/// What follows an object.
pub(super) enum Tail {
    Endobj,
    Stream,
    Other,
}

/// Reads `N G obj`, the object and the word behind it from a window that begins at `start`.
///
/// Returns nothing if no object begins at `offset`, or another than is wanted, and `Cut` if the window is too small.
pub(super) fn head(
    window: &[u8],
    start: u64,
    offset: u64,
    wanted: Option<Id>,
    nesting: u32,
    is_last: bool,
) -> Result<Option<(Head, usize)>, Flaw> {
    let mut opening = Opening { window, at: (offset - start) as usize, start, marks: Vec::new() };
    let Some(id) = opening.read().filter(|id| wanted.is_none_or(|wanted| wanted == *id)) else { return Ok(None) };
    let (mut marks, at) = (opening.marks, opening.at);
    let mut lexer = Lexer::new(window, start, nesting);
    lexer.seek(at);
    let object = match lexer.token() {
        // Nothing at all between `obj` and `endobj` is `null`.
        Ok(Token::Keyword(b"endobj")) => {
            lexer.seek(lexer.position() - 6);
            Object::Null
        }
        _ => {
            lexer.seek(at);
            lexer.take_marks();
            lexer.object().map_err(|flaw| at_edge(flaw, &lexer, window, is_last))?
        }
    };
    let end = lexer.position();
    let (end, tail) = match lexer.token()? {
        Token::Keyword(b"endobj") => {
            before_endobj(window, lexer.position(), start, &mut marks);
            (lexer.position(), Tail::Endobj)
        }
        // Data may follow without anything between.
        Token::Keyword(word) if word.starts_with(b"stream") => (lexer.position() - word.len() + 6, Tail::Stream),
        Token::End if !is_last => return Err(Flaw::Cut),
        _ => (end, Tail::Other),
    };
    marks.extend(lexer.take_marks());
    Ok(Some((Head { id, object, marks, end, tail }, end)))
}

/// Takes what cannot be at the very end of a window for something that the window has cut in two.
fn at_edge(flaw: Flaw, lexer: &Lexer<'_>, window: &[u8], is_last: bool) -> Flaw {
    let is_edge = !is_last && window.len() - lexer.position().min(window.len()) < 64;
    if flaw == Flaw::Unexpected && is_edge { Flaw::Cut } else { flaw }
}

/// Reads `N G obj`.
struct Opening<'a> {
    window: &'a [u8],
    at: usize,
    start: u64,
    marks: Vec<Mark>,
}

impl Opening<'_> {
    fn read(&mut self) -> Option<Id> {
        // Many writers lead to the end of line before the object, and no reader minds.
        self.blanks();
        if !self.at.checked_sub(1).and_then(|at| self.window.get(at)).is_none_or(is_line_end) {
            self.mark(Odd::ObjNotAtLine);
        }
        let number = self.number()?;
        self.space();
        let generation = self.number()?;
        self.space();
        if !self.window.get(self.at..)?.starts_with(b"obj") {
            return None;
        }
        self.at += 3;
        if !self.window.get(self.at).is_some_and(is_line_end) {
            self.mark(Odd::ObjLineEnd);
        }
        id(number, generation)
    }

    fn mark(&mut self, odd: Odd) {
        self.marks.push(Mark { odd, offset: self.start + self.at as u64 });
    }

    fn blanks(&mut self) -> usize {
        let rest = self.window.get(self.at..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
        self.at += blanks;
        blanks
    }

    /// Goes past what should be one space.
    fn space(&mut self) {
        let is_space = self.window.get(self.at) == Some(&b' ');
        if self.blanks() != 1 || !is_space {
            self.mark(Odd::ObjSpacing);
        }
    }

    fn number(&mut self) -> Option<i64> {
        let digits: Vec<u8> =
            self.window.get(self.at..)?.iter().take(11).copied().take_while(u8::is_ascii_digit).collect();
        self.at += digits.len();
        std::str::from_utf8(&digits).ok()?.parse().ok()
    }
}

fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// Marks an `endobj`, which ends at `end`, that is not at the start of a line.
pub(super) fn before_endobj(bytes: &[u8], end: usize, start: u64, marks: &mut Vec<Mark>) {
    if !end.checked_sub(7).and_then(|at| bytes.get(at)).is_some_and(is_line_end) {
        marks.push(Mark { odd: Odd::EndobjNotAtLine, offset: start + end as u64 });
    }
}

/// Marks an `endobj`, which ends at `end`, without an end of line behind it.
pub(super) fn after_endobj(bytes: &[u8], end: usize, start: u64, marks: &mut Vec<Mark>) {
    if !bytes.get(end).is_some_and(is_line_end) {
        marks.push(Mark { odd: Odd::EndobjLineEnd, offset: start + end as u64 });
    }
}

/// Returns how many bytes after `stream` are its end of line, and whether they are what they should be.
pub(super) fn line_end(bytes: &[u8]) -> (usize, bool) {
    let blanks = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let (skipped, is_sound) = match &bytes[blanks..] {
        [b'\r', b'\n', ..] => (blanks + 2, blanks == 0),
        [b'\n', ..] => (blanks + 1, blanks == 0),
        [b'\r', ..] => (blanks + 1, false),
        // Blanks that no end of line follows are data.
        _ => (0, false),
    };
    (skipped, is_sound)
}
