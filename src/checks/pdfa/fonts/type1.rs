//! Type 1 fonts and their multiple masters: codes lead to glyphs by name.

use std::io::{Read, Seek};

use super::encoding::{self, Encoding};
use super::glyphs::{Glyphs, Lead};
use super::programs::{Embedded, Kind, Program};
use super::widths::ByteWidths;
use super::{Font, unicode};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::cff::Cff;
use crate::pdf::font::cmap::{CMap, Code};
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
        let glyphs = Type1Glyphs {
            encoding: self.encoding(),
            fallback: self.has_standard_encoding().then_some(encodings::Encoding::Standard),
            program,
            widths: self.byte_widths(),
            to_unicode: self.to_unicode(),
        };
        self.check_glyphs(&self.shown_bytes(), &glyphs, out);
    }

    /// Says whether this is a text font of the standard 14.
    fn has_standard_encoding(&self) -> bool {
        let name = self.entry("BaseFont");
        self.is_standard() && !matches!(name.as_name(), Some(b"Symbol" | b"ZapfDingbats"))
    }
}

struct Type1Glyphs<'a> {
    encoding: Encoding,
    /// The encoding of a standard font that is not embedded.
    fallback: Option<encodings::Encoding>,
    program: Option<Named<'a>>,
    widths: ByteWidths,
    to_unicode: Option<CMap>,
}

impl Type1Glyphs<'_> {
    /// Returns the name of the glyph of a code: by the dictionary, else by the program, else by the standard font.
    fn name(&self, code: Code) -> Option<String> {
        if let Some(name) = self.encoding.glyph(code.value) {
            return Some(name.to_owned());
        }
        match &self.program {
            Some(program) => program.built_in(u8::try_from(code.value).ok()?),
            None => self.fallback.map(|fallback| encoding::glyph(fallback, code.value).to_owned()),
        }
    }
}

impl Glyphs for Type1Glyphs<'_> {
    fn leads(&self, code: Code) -> Lead {
        let name = self.name(code);
        let is_notdef = name.as_deref() == Some(".notdef");
        let has_glyph = |program: &Named<'_>| name.is_some_and(|name| program.glyph(&name).is_some());
        Lead { is_notdef, is_missing: self.program.as_ref().is_some_and(|program| is_notdef || !has_glyph(program)) }
    }

    fn widths(&self, code: Code) -> Option<(f64, f64)> {
        let program = self.program.as_ref()?;
        Some((program.width(program.glyph(&self.name(code)?)?)?, self.widths.get(code)))
    }

    fn characters(&self, code: Code) -> Option<Vec<u16>> {
        let mapped = self.to_unicode.as_ref().and_then(|map| map.characters(code.value));
        mapped.or_else(|| unicode::of_glyph(&self.name(code)?))
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
