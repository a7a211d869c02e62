//! Type 1 fonts and their multiple masters: codes lead to glyphs by name.

use std::io::{Read, Seek};

use super::encoding::{self, Encoding};
use super::glyphs::Look;
use super::programs::{Embedded, Kind, Program};
use super::{Font, unicode};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::cff::Cff;
use crate::pdf::font::encodings;
use crate::pdf::font::named::Named;
use crate::pdf::font::truetype::TrueType;
use crate::pdf::font::type1::Type1;

impl<R: Read + Seek> Font<'_, R> {
    pub(super) fn check_type1(&self, out: &mut Breaches) {
        let embedded = self.program(self.dict, b"Type1");
        let has_file = !matches!(embedded, Embedded::None);
        let program = match &embedded {
            Embedded::Program(program) => read(program),
            _ => None,
        };
        if program.is_none() {
            self.miss_program(self.id, has_file, out);
        }
        self.check_widths_given(program.is_some(), out);
        if let Some(program) = &program {
            self.check_char_set(program, out);
        }
        let encoding = self.encoding();
        let to_unicode = self.to_unicode();
        let look = |code| Look {
            characters: to_unicode
                .as_ref()
                .and_then(|map| map.characters(code))
                .or_else(|| unicode::of_glyph(&self.glyph_of(code, &encoding, program.as_ref())?)),
            ..self.look_type1(code, &encoding, program.as_ref())
        };
        self.check_glyphs(&self.shown_bytes(), |code| look(code.value), out);
    }

    /// Returns the name of the glyph of a code: by the dictionary, else by the program, else by the standard font.
    fn glyph_of(&self, code: u32, encoding: &Encoding, program: Option<&Named<'_>>) -> Option<String> {
        if let Some(name) = encoding.glyph(code) {
            return Some(name.to_owned());
        }
        match program {
            Some(program) => program.built_in(u8::try_from(code).ok()?),
            None if self.has_standard_encoding() => Some(encoding::glyph(encodings::Encoding::Standard, code).to_owned()),
            None => None,
        }
    }

    /// Says whether this is a text font of the standard 14 that is not embedded.
    fn has_standard_encoding(&self) -> bool {
        let name = self.entry("BaseFont");
        self.is_standard() && !matches!(name.as_name(), Some(b"Symbol" | b"ZapfDingbats"))
    }

    fn look_type1(&self, code: u32, encoding: &Encoding, program: Option<&Named<'_>>) -> Look {
        let name = self.glyph_of(code, encoding, program);
        let is_notdef = name.as_deref() == Some(".notdef");
        let Some(program) = program else { return Look { is_notdef, ..Look::default() } };
        match name.filter(|_| !is_notdef).and_then(|name| program.glyph(&name)) {
            Some(glyph) => Look {
                is_notdef,
                widths: program.width(glyph).map(|width| (width, self.stated_width(code))),
                ..Look::default()
            },
            None => Look { is_notdef, is_missing: true, ..Look::default() },
        }
    }
}

/// Understands a program whose glyphs have names.
fn read(program: &Program) -> Option<Named<'_>> {
    let cff = |data| Cff::read(data).filter(|cff| !cff.has_cids()).map(Named::Cff);
    match program.kind {
        Kind::Type1 => Type1::read(&program.data).map(Named::Type1),
        Kind::Cff => cff(&program.data),
        Kind::OpenType => cff(TrueType::read(&program.data)?.cff()?),
        Kind::TrueType => None,
    }
}
