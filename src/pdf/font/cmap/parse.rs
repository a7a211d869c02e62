//! Reads CMap files (Adobe Technical Note 5014) as far as PDFs need it: no PostScript is executed, the operators that
//! fill a CMap are recognised by their names.

use super::{Embedded, Space, number};
use crate::pdf::font::glyph_list;
use crate::pdf::lexer::{Lexer, Token};

/// More characters to a code than any script needs; the rest is left.
const UNITS: usize = 512;

struct Reader<'a> {
    lexer: Lexer<'a>,
    map: Embedded,
    /// The last name, which `usecmap` takes.
    name: Option<Vec<u8>>,
}

/// Reads what can be read.
pub(super) fn read(data: &[u8]) -> Embedded {
    let mut reader = Reader { lexer: Lexer::new(data, 0, 16), map: Embedded::default(), name: None };
    while let Some(token) = reader.token() {
        reader.take(token);
    }
    reader.map
}

/// What stands between a `begin` and its `end`.
#[derive(Clone, Copy)]
enum Section {
    Spaces,
    CidRanges,
    CidChars,
    NotdefRanges,
    NotdefChars,
    BfRanges,
    BfChars,
}

const SECTIONS: &[(&[u8], Section)] = &[
    (b"begincodespacerange", Section::Spaces),
    (b"begincidrange", Section::CidRanges),
    (b"begincidchar", Section::CidChars),
    (b"beginnotdefrange", Section::NotdefRanges),
    (b"beginnotdefchar", Section::NotdefChars),
    (b"beginbfrange", Section::BfRanges),
    (b"beginbfchar", Section::BfChars),
];

impl<'a> Reader<'a> {
    /// Returns the next token; none at the end, and none where the grammar is broken.
    fn token(&mut self) -> Option<Token<'a>> {
        self.lexer.token().ok().filter(|token| *token != Token::End)
    }

    fn take(&mut self, token: Token<'a>) {
        match token {
            Token::Name(name) => self.entry(name),
            Token::Keyword(b"usecmap") => self.map.uses = self.name.take(),
            Token::Keyword(word) => {
                if let Some((_, section)) = SECTIONS.iter().find(|(begin, _)| *begin == word) {
                    while self.line(*section).is_some() {}
                }
            }
            _ => (),
        }
    }

    /// Reads the value behind a name that counts.
    fn entry(&mut self, name: Vec<u8>) {
        let collection = &mut self.map.collection;
        let slot = match name.as_slice() {
            b"Registry" => &mut collection.registry,
            b"Ordering" => &mut collection.ordering,
            b"WMode" | b"Supplement" => return self.number_entry(&name),
            _ => {
                self.name = Some(name);
                return;
            }
        };
        let before = self.lexer.position();
        match self.lexer.token() {
            Ok(Token::String(value)) => *slot = Some(value),
            _ => self.lexer.seek(before),
        }
    }

    fn number_entry(&mut self, name: &[u8]) {
        let before = self.lexer.position();
        match self.lexer.token() {
            Ok(Token::Int(value)) if name == b"WMode" => self.map.writing_mode = value,
            Ok(Token::Int(value)) => self.map.collection.supplement = Some(value),
            _ => self.lexer.seek(before),
        }
    }

    /// Reads one line of a section; none at its end.
    fn line(&mut self, section: Section) -> Option<()> {
        let low = self.bytes()?;
        let first = number(&low);
        let high = match section {
            Section::CidChars | Section::NotdefChars | Section::BfChars => low.clone(),
            _ => self.bytes()?,
        };
        let last = number(&high);
        match section {
            Section::Spaces => {
                if (1..=4).contains(&low.len()) && low.len() == high.len() {
                    self.map.spaces.push(Space { low, high });
                }
            }
            Section::CidRanges | Section::CidChars => {
                let cid = self.cid()?;
                let highest = u64::from(cid) + u64::from(last?.saturating_sub(first?));
                self.map.highest_cid = self.map.highest_cid.max(highest);
                self.map.cids.put(first?, last?, cid);
            }
            Section::NotdefRanges | Section::NotdefChars => {
                let cid = self.cid()?;
                self.map.notdefs.put(first?, last?, cid);
            }
            Section::BfRanges | Section::BfChars => {
                // Only the last byte may differ (ISO 32000-1, 9.10.3), so only its part of the end counts.
                let last = first? & !0xFF | last? & 0xFF;
                self.characters(first?, last)?;
            }
        }
        Some(())
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        match self.token()? {
            Token::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    fn cid(&mut self) -> Option<u32> {
        match self.token()? {
            Token::Int(value) => u32::try_from(value).ok(),
            _ => None,
        }
    }

    /// Reads the characters for a range: of its first code, or of each one in an array.
    fn characters(&mut self, first: u32, last: u32) -> Option<()> {
        match self.token()? {
            Token::ArrayOpen => {
                let mut code = first;
                loop {
                    match self.token()? {
                        Token::ArrayClose => return Some(()),
                        token if code <= last => self.map.characters.put(code, code, units(&token)?),
                        _ => (),
                    }
                    code = code.saturating_add(1);
                }
            }
            token => self.map.characters.put(first, last, units(&token)?),
        }
        Some(())
    }
}

/// Returns the characters that a token stands for: UTF-16, one byte of Latin-1, or a glyph's name.
fn units(token: &Token<'_>) -> Option<Vec<u16>> {
    match token {
        Token::String(bytes) => match bytes.as_slice() {
            [byte] => Some(vec![u16::from(*byte)]),
            bytes => Some(
                bytes.chunks_exact(2).take(UNITS).map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1])).collect(),
            ),
        },
        Token::Name(name) => {
            let name = String::from_utf8_lossy(name);
            Some(
                glyph_list::characters(&name).unwrap_or_else(|| name.into_owned()).encode_utf16().take(UNITS).collect(),
            )
        }
        _ => None,
    }
}
