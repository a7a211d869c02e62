//! Type 3 fonts: glyphs are content streams, found by name; each begins with its width (`d0` or `d1`).

use std::io::{Read, Seek};
use std::rc::Rc;

use super::encoding::Encoding;
use super::glyphs::{Glyphs, Lead};
use super::widths::ByteWidths;
use super::{Font, unicode};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::cmap::{CMap, Code};
use crate::pdf::lexer::{Lexer, Token};
use crate::pdf::object::Object;

impl<R: Read + Seek> Font<'_, R> {
    pub(super) fn check_type3(&self, out: &mut Breaches) {
        self.check_widths_given(true, out);
        let glyphs = Type3Glyphs {
            font: self,
            encoding: self.encoding(),
            procedures: self.entry("CharProcs"),
            widths: self.byte_widths(),
            to_unicode: self.to_unicode(),
        };
        self.check_glyphs(&self.shown_bytes(), &glyphs, out);
    }
}

struct Type3Glyphs<'a, 'f, R> {
    font: &'a Font<'f, R>,
    encoding: Encoding,
    procedures: Rc<Object>,
    widths: ByteWidths,
    to_unicode: Option<CMap>,
}

impl<R: Read + Seek> Type3Glyphs<'_, '_, R> {
    fn procedure(&self, code: Code) -> Option<Rc<Object>> {
        let procedure = self.font.entry_of(self.procedures.as_dict()?, self.encoding.glyph(code.value)?);
        procedure.as_stream().is_some().then_some(procedure)
    }
}

impl<R: Read + Seek> Glyphs for Type3Glyphs<'_, '_, R> {
    fn leads(&self, code: Code) -> Lead {
        let is_notdef = self.encoding.glyph(code.value) == Some(".notdef");
        Lead { is_notdef, is_missing: self.procedure(code).is_none() }
    }

    fn widths(&self, code: Code) -> Option<(f64, f64)> {
        Some((width(&self.font.data(&*self.procedure(code)?)?)?, self.widths.get(code)))
    }

    fn characters(&self, code: Code) -> Option<Vec<u16>> {
        let mapped = self.to_unicode.as_ref().and_then(|map| map.characters(code.value));
        mapped.or_else(|| unicode::of_glyph(self.encoding.glyph(code.value)?))
    }
}

/// Returns the width that a glyph begins with, in units of glyph space.
fn width(content: &[u8]) -> Option<f64> {
    let mut lexer = Lexer::new(content, 0, 1);
    let width = match lexer.token().ok()? {
        Token::Int(width) => width as f64,
        Token::Real(width) => width,
        _ => return None,
    };
    for _ in 0..6 {
        match lexer.token().ok()? {
            Token::Int(_) | Token::Real(_) => (),
            Token::Keyword(b"d0" | b"d1") => return Some(width),
            _ => return None,
        }
    }
    None
}
