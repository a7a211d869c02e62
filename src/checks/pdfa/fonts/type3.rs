//! Type 3 fonts: glyphs are content streams, found by name; each begins with its width (`d0` or `d1`).

use std::io::{Read, Seek};

use super::encoding::Encoding;
use super::glyphs::Look;
use super::{Font, unicode};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::lexer::{Lexer, Token};
use crate::pdf::object::Object;

impl<R: Read + Seek> Font<'_, R> {
    pub(super) fn check_type3(&self, out: &mut Breaches) {
        self.check_widths_given(true, out);
        let encoding = self.encoding();
        let to_unicode = self.to_unicode();
        let procedures = self.entry("CharProcs");
        let look = |code| Look {
            characters: to_unicode
                .as_ref()
                .and_then(|map| map.characters(code))
                .or_else(|| unicode::of_glyph(encoding.glyph(code)?)),
            ..self.look_type3(code, &encoding, &procedures)
        };
        self.check_glyphs(&self.shown_bytes(), |code| look(code.value), out);
    }

    fn look_type3(&self, code: u32, encoding: &Encoding, procedures: &Object) -> Look {
        let name = encoding.glyph(code);
        let is_notdef = name == Some(".notdef");
        let procedures = procedures.as_dict();
        let procedure = name.and_then(|name| Some(self.entry_of(procedures?, name))).filter(|it| it.as_stream().is_some());
        match procedure {
            Some(procedure) => {
                let width = self.data(&procedure).and_then(|content| width(&content));
                Look { is_notdef, widths: width.map(|width| (width, self.stated_width(code))), ..Look::default() }
            }
            None => Look { is_notdef, is_missing: true, ..Look::default() },
        }
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
