//! The operations of a content stream, one after the other (ISO 32000-1, 7.8.2).
//!
//! What cannot be read is reported and stepped over; what operators mean is for others.

mod inline;

pub use inline::Inline;

use super::lexer::{Flaw, Lexer, Token};
use super::mark::Mark;
use super::object::Object;

/// Operands before one operator; ISO 32000-1 knows of no operator with more than 33.
const OPERANDS: usize = 1024;

/// One operator with all that belongs to it.
#[derive(Debug, PartialEq)]
pub struct Operation<'r, 'a> {
    /// The operator; `BI` stands for a whole inline image.
    pub operator: &'a [u8],
    /// What stands before it.
    pub operands: &'r [Object],
    /// The image, if the operator is `BI`.
    pub image: Option<Inline<'a>>,
}

/// Reads a content stream.
pub struct Operations<'a> {
    data: &'a [u8],
    lexer: Lexer<'a>,
    operands: Vec<Object>,
}

impl<'a> Operations<'a> {
    /// Starts at the first byte of a decoded content stream.
    pub fn new(data: &'a [u8], nesting: u32) -> Operations<'a> {
        Operations { data, lexer: Lexer::new(data, 0, nesting), operands: Vec::new() }
    }

    /// Takes out what was odd about the operands so far; offsets count from the start of the data.
    pub fn take_marks(&mut self) -> Vec<Mark> {
        self.lexer.take_marks()
    }

    /// Returns how many bytes were read.
    pub fn position(&self) -> usize {
        self.lexer.position()
    }

    /// Reads the next operation; `None` at the end. Operands behind the last operator are forgotten.
    pub fn next_operation(&mut self) -> Option<Result<Operation<'_, 'a>, Flaw>> {
        self.operands.clear();
        loop {
            let start = self.lexer.position();
            let read = match self.lexer.token() {
                Ok(Token::End) => return None,
                Ok(Token::Keyword(b"BI")) => return Some(self.inline()),
                Ok(Token::Keyword(word)) if !matches!(word, b"true" | b"false" | b"null") => {
                    return Some(Ok(Operation { operator: word, operands: &self.operands, image: None }));
                }
                Ok(token) => self.lexer.operand(token),
                Err(flaw) => Err(flaw),
            };
            match read {
                Ok(operand) if self.operands.len() < OPERANDS => self.operands.push(operand),
                Ok(_) => (),
                Err(flaw) => {
                    self.step_over(start, flaw);
                    return Some(Err(flaw));
                }
            }
        }
    }

    fn inline(&mut self) -> Result<Operation<'_, 'a>, Flaw> {
        let start = self.lexer.position();
        match inline::read(self.data, &mut self.lexer) {
            Ok(image) => Ok(Operation { operator: b"BI", operands: &self.operands, image: Some(image) }),
            Err(flaw) => {
                self.step_over(start, flaw);
                Err(flaw)
            }
        }
    }

    /// Makes sure that reading goes on whatever the lexer stumbled over.
    fn step_over(&mut self, start: usize, flaw: Flaw) {
        if flaw == Flaw::Cut {
            // Whoever looked for an end in vain looked at all the rest; looking again from each byte would take forever.
            self.lexer.seek(self.data.len());
        } else if self.lexer.position() <= start {
            self.lexer.seek(start.saturating_add(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(data: &[u8]) -> Vec<String> {
        let mut operations = Operations::new(data, 8);
        let mut found = Vec::new();
        while let Some(next) = operations.next_operation() {
            found.push(match next {
                Ok(operation) => {
                    let name = String::from_utf8_lossy(operation.operator);
                    let image = operation.image.map_or(0, |image| image.data.len());
                    format!("{name} {} {image}", operation.operands.len())
                }
                Err(flaw) => format!("{flaw:?}"),
            });
        }
        found
    }

    #[test]
    fn operators_come_with_their_operands() {
        assert_eq!(listed(b"q 1 0 0 1 5 5 cm\n/Im0 Do Q"), ["q 0 0", "cm 6 0", "Do 1 0", "Q 0 0"]);
        assert_eq!(listed(b"[(a) -3 (b)]TJ true null X"), ["TJ 1 0", "X 2 0"]);
    }

    #[test]
    fn an_inline_image_ends_at_its_own_ei() {
        assert_eq!(listed(b"BI /W 2 /H 1 /BPC 8 /CS /G ID \nE EI Q"), ["BI 0 2", "Q 0 0"]);
        assert_eq!(listed(b"BI /W 9 /H 9 /F /DCT ID ab EI \xFF\xFE EI\nq"), ["BI 0 8", "q 0 0"]);
    }

    #[test]
    fn broken_pieces_are_told_and_stepped_over() {
        assert_eq!(listed(b"1 >> q").last().unwrap(), "q 0 0");
        assert!(listed(b"BI /W 2 ID").contains(&"Cut".to_owned()));
        assert!(!listed(b"(abc").is_empty());
    }

    #[test]
    fn what_has_no_end_is_looked_for_once() {
        for piece in ["(", "BI ID ", "<<", "<41", "["] {
            assert!(listed(piece.repeat(1 << 18).as_bytes()).len() <= 1 << 16, "{piece}");
        }
    }

    #[test]
    fn operands_without_end_take_no_memory() {
        let mut data = b"1 ".repeat(5000);
        data.push(b'w');
        assert_eq!(listed(&data), ["w 1024 0"]);
    }
}
