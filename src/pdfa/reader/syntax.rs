//! PDF objects from bytes (ISO 32000-1, 7.3), as far as our writer uses the syntax, and strictly so.
//!
//! No comments, no escapes in strings, no white space but blank and line feed: a file of ours has none.

use lopdf::{Dictionary, Object, StringFormat};

/// Dictionaries and arrays within one another; ours need five.
const MAX_DEPTH: u8 = 8;

/// Why bytes are not an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The bytes end within it.
    Short,
    /// This byte cannot stand here.
    Bad(usize),
}

/// A place in bytes.
pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    pub(super) place: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Parser<'a> {
        Parser { bytes, place: 0 }
    }

    /// Reads exactly this text.
    pub(super) fn expect(&mut self, text: &[u8]) -> Result<(), Broken> {
        for byte in text {
            if self.next()? != *byte {
                return Err(Broken::Bad(self.place - 1));
            }
        }
        Ok(())
    }

    /// Reads digits, at least one, at most fifteen.
    pub(super) fn digits(&mut self) -> Result<u64, Broken> {
        let start = self.place;
        let mut value = 0;
        while self.peek()?.is_ascii_digit() {
            value = value * 10 + u64::from(self.next()? - b'0');
            if self.place - start > 15 {
                return Err(Broken::Bad(self.place));
            }
        }
        if self.place == start { Err(Broken::Bad(start)) } else { Ok(value) }
    }

    /// Reads one object.
    pub(super) fn object(&mut self) -> Result<Object, Broken> {
        self.nested(0)
    }

    fn nested(&mut self, depth: u8) -> Result<Object, Broken> {
        if depth > MAX_DEPTH {
            return Err(Broken::Bad(self.place));
        }
        match self.peek()? {
            b'/' => Ok(Object::Name(self.name()?)),
            b'[' => self.array(depth),
            b'(' => self.literal(),
            b'<' => match self.bytes.get(self.place + 1) {
                Some(b'<') => Ok(Object::Dictionary(self.dictionary(depth)?)),
                Some(_) => self.hexadecimal(),
                None => Err(Broken::Short),
            },
            b't' => self.expect(b"true").map(|()| Object::Boolean(true)),
            b'f' => self.expect(b"false").map(|()| Object::Boolean(false)),
            _ => self.number_or_reference(),
        }
    }

    /// Reads a dictionary; a key that stands twice is bad.
    fn dictionary(&mut self, depth: u8) -> Result<Dictionary, Broken> {
        self.expect(b"<<")?;
        let mut dictionary = Dictionary::new();
        while self.peek()? != b'>' {
            let key = self.name()?;
            self.blank()?;
            if dictionary.has(&key) {
                return Err(Broken::Bad(self.place));
            }
            dictionary.set(key, self.nested(depth + 1)?);
        }
        self.expect(b">>")?;
        Ok(dictionary)
    }

    fn array(&mut self, depth: u8) -> Result<Object, Broken> {
        self.expect(b"[")?;
        let mut items = Vec::new();
        while self.peek()? != b']' {
            items.push(self.nested(depth + 1)?);
            self.blank()?;
        }
        self.expect(b"]")?;
        Ok(Object::Array(items))
    }

    fn name(&mut self) -> Result<Vec<u8>, Broken> {
        self.expect(b"/")?;
        let start = self.place;
        while self.peek()?.is_ascii_alphanumeric() || matches!(self.peek()?, b'_' | b'-' | b'.') {
            self.place += 1;
        }
        if self.place == start || self.place - start > 127 {
            return Err(Broken::Bad(start));
        }
        Ok(self.bytes[start..self.place].to_vec())
    }

    fn literal(&mut self) -> Result<Object, Broken> {
        self.expect(b"(")?;
        let start = self.place;
        while self.peek()? != b')' {
            if matches!(self.peek()?, b'\\' | b'(' | b'\r') {
                return Err(Broken::Bad(self.place));
            }
            self.place += 1;
        }
        let text = self.bytes[start..self.place].to_vec();
        self.expect(b")")?;
        Ok(Object::String(text, StringFormat::Literal))
    }

    fn hexadecimal(&mut self) -> Result<Object, Broken> {
        self.expect(b"<")?;
        let mut bytes = Vec::new();
        while self.peek()? != b'>' {
            bytes.push(self.hex_digit()? * 16 + self.hex_digit()?);
        }
        self.expect(b">")?;
        Ok(Object::String(bytes, StringFormat::Hexadecimal))
    }

    fn hex_digit(&mut self) -> Result<u8, Broken> {
        let byte = self.next()?;
        let value = char::from(byte).to_digit(16).ok_or(Broken::Bad(self.place - 1))?;
        Ok(value as u8)
    }

    fn number_or_reference(&mut self) -> Result<Object, Broken> {
        let start = self.place;
        let negative = self.peek()? == b'-';
        self.place += usize::from(negative);
        let whole = self.digits()?;
        if self.peek()? == b'.' {
            self.place += 1;
            self.digits()?;
            let text = std::str::from_utf8(&self.bytes[start..self.place]).map_err(|_| Broken::Bad(start))?;
            return text.parse().map(Object::Real).map_err(|_| Broken::Bad(start));
        }
        let after = self.bytes.get(self.place..).unwrap_or_default();
        // Too short to tell a reference from a number: more bytes are needed.
        if after.len() < 4 {
            return Err(Broken::Short);
        }
        if after.starts_with(b" 0 R") && !negative {
            self.place += 4;
            let id = u32::try_from(whole).map_err(|_| Broken::Bad(start))?;
            return Ok(Object::Reference((id, 0)));
        }
        let value = whole as i64;
        Ok(Object::Integer(if negative { -value } else { value }))
    }

    /// Skips one blank, if there is one.
    fn blank(&mut self) -> Result<(), Broken> {
        self.place += usize::from(self.peek()? == b' ');
        Ok(())
    }

    fn peek(&self) -> Result<u8, Broken> {
        self.bytes.get(self.place).copied().ok_or(Broken::Short)
    }

    fn next(&mut self) -> Result<u8, Broken> {
        let byte = self.peek()?;
        self.place += 1;
        Ok(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &[u8] = b"<</A 1/B[0 -2 3.25 4 0 R/N(text)<00FF> true]/C<</D false>>/E/F>>\nendobj\n";

    #[test]
    fn what_lopdf_writes_is_read_again() {
        let object = Parser::new(SAMPLE).object().unwrap();
        let mut bytes = Vec::new();
        lopdf::Writer::write_object(&mut bytes, &object).unwrap();
        assert_eq!(bytes, SAMPLE[..SAMPLE.len() - 8]);
    }

    #[test]
    fn an_object_cut_short_is_short_and_never_a_panic() {
        for end in 0..SAMPLE.len() - 8 {
            assert_eq!(Parser::new(&SAMPLE[..end]).object(), Err(Broken::Short), "{end}");
        }
    }

    #[test]
    fn what_the_writer_never_writes_is_bad() {
        for text in ["<</A 1/A 2>> ", "(a\\)) ", "<0G> ", "[1  2] ", "/ ", "nul ", "9999999999999999 ", "% ", "--1 "] {
            assert!(matches!(Parser::new(text.as_bytes()).object(), Err(Broken::Bad(_))), "{text}");
        }
        assert!(matches!(Parser::new(&[b'['; 100]).object(), Err(Broken::Bad(_))));
    }
}
