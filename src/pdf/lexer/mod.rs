//! From bytes to tokens and objects, in files and in content streams.
//!
//! Nothing is guessed: what breaks the grammar ends the reading with a [`Flaw`], what is merely odd becomes a mark.

mod build;

pub use build::id;

use super::mark::{Mark, Odd};

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
        self.skip_blanks();
        let Some(byte) = self.peek() else { return Ok(Token::End) };
        match byte {
            b'/' => self.name(),
            b'(' => self.literal(),
            b'<' if self.peek_at(1) == Some(b'<') => self.take(2, Token::DictOpen),
            b'<' => self.hexadecimal(),
            b'>' if self.peek_at(1) == Some(b'>') => self.take(2, Token::DictClose),
            b'[' => self.take(1, Token::ArrayOpen),
            b']' => self.take(1, Token::ArrayClose),
            b')' | b'>' | b'{' | b'}' => {
                let stray = &self.data[self.at..self.at + 1];
                self.take(1, Token::Keyword(stray))
            }
            _ => Ok(self.word()),
        }
    }

    /// Goes past white space and comments.
    pub fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.skip_comment(),
                _ if is_blank(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn skip_comment(&mut self) {
        let rest = &self.data[self.at..];
        self.at += rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.data.get(self.at + ahead).copied()
    }

    fn take(&mut self, bytes: usize, token: Token<'a>) -> Result<Token<'a>, Flaw> {
        self.at += bytes;
        Ok(token)
    }

    fn mark(&mut self, odd: Odd, at: usize) {
        // A hostile file could be odd everywhere; the first thousands say enough.
        if self.marks.len() < 4096 {
            self.marks.push(Mark { odd, offset: self.base + at as u64 });
        }
    }

    fn name(&mut self) -> Result<Token<'a>, Flaw> {
        let start = self.at;
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            let escape = match byte {
                b'#' => self.peek_at(1).and_then(digit).zip(self.peek_at(2).and_then(digit)),
                _ => None,
            };
            name.push(escape.map_or(byte, |(high, low)| high << 4 | low));
            self.at += if escape.is_some() { 3 } else { 1 };
        }
        if name.len() > 127 {
            self.mark(Odd::NameLong, start);
        }
        Ok(Token::Name(name))
    }

    fn literal(&mut self) -> Result<Token<'a>, Flaw> {
        let start = self.at;
        self.at += 1;
        let mut text = Vec::new();
        let mut depth = 1_u32;
        loop {
            let byte = self.peek().ok_or(Flaw::Cut)?;
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut text)?,
                b'\r' => {
                    // However a line ends in the file, the string has a line feed there.
                    self.at += usize::from(self.peek() == Some(b'\n'));
                    text.push(b'\n');
                }
                b'(' => depth = depth.saturating_add(1),
                b')' if depth == 1 => break,
                b')' => depth -= 1,
                _ => (),
            }
            if !matches!(byte, b'\\' | b'\r') {
                text.push(byte);
            }
        }
        Ok(self.string(text, start))
    }

    /// Reads what follows a backslash.
    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), Flaw> {
        let byte = self.peek().ok_or(Flaw::Cut)?;
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => (),
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                text.push((value & 0xFF) as u8);
            }
            other => text.push(other),
        }
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<Token<'a>, Flaw> {
        let start = self.at;
        let length = self.data[start..].iter().position(|byte| *byte == b'>').ok_or(Flaw::Cut)?;
        let inside = &self.data[start + 1..start + length];
        self.at = start + length + 1;
        let visible = inside.iter().filter(|byte| !is_blank(**byte)).count();
        let digits: Vec<u8> = inside.iter().filter_map(|byte| digit(*byte)).collect();
        if digits.len() != visible {
            self.mark(Odd::HexForeign, start);
        }
        if visible % 2 == 1 {
            self.mark(Odd::HexOdd, start);
        }
        // A missing last digit counts as 0 (ISO 32000-1, 7.3.4.3).
        let text = digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect();
        Ok(self.string(text, start))
    }

    fn string(&mut self, text: Vec<u8>, start: usize) -> Token<'a> {
        if text.len() > 32_767 {
            self.mark(Odd::StringLong, start);
        }
        Token::String(text)
    }

    /// Reads a number or a keyword.
    fn word(&mut self) -> Token<'a> {
        let start = self.at;
        let rest = &self.data[start..];
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        let word = &rest[..length];
        self.at += length;
        let token = number(word).unwrap_or(Token::Keyword(word));
        match token {
            Token::Int(value) if i32::try_from(value).is_err() => self.mark(Odd::IntRange, start),
            Token::Real(value) if value.abs() > 3.403e38 => self.mark(Odd::RealRange, start),
            Token::Real(value) if value != 0.0 && value.abs() < 1.175e-38 => self.mark(Odd::RealTiny, start),
            _ => (),
        }
        token
    }
}

/// Says whether a byte is white space (ISO 32000-1, table 1).
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Says whether a byte is neither white space nor a delimiter.
pub fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// Reads a number: digits with at most one sign before and one point.
fn number<'a>(word: &[u8]) -> Option<Token<'a>> {
    let (is_negative, digits) = match word.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, word),
    };
    let points = digits.iter().filter(|byte| **byte == b'.').count();
    let is_number = digits.len() > points && points <= 1;
    if !is_number || !digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
        return None;
    }
    if points == 0 {
        let value =
            digits.iter().fold(0_i64, |sum, byte| sum.saturating_mul(10).saturating_add(i64::from(byte - b'0')));
        return Some(Token::Int(if is_negative { -value } else { value }));
    }
    let value: f64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some(Token::Real(if is_negative { -value } else { value }))
}

#[cfg(test)]
mod tests;
