//! Simple TrueType fonts: which encodings and character maps they may have (6.2.11.6), and where their codes lead.

use std::io::{Read, Seek};

use super::encoding::{self, Encoding};
use super::glyphs::{Glyphs, Lead};
use super::programs::Embedded;
use super::widths::ByteWidths;
use super::{Font, unicode};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::cmap::{CMap, Code};
use crate::pdf::font::encodings;
use crate::pdf::font::glyph_list;
use crate::pdf::font::truetype::TrueType;
use crate::text;

/// The high bytes that codes of a symbolic font may have in a (3, 0) map (ISO 32000-1, 9.6.6.4).
const SYMBOL_RANGES: [u32; 4] = [0xF000, 0x0000, 0xF100, 0xF200];

impl<R: Read + Seek> Font<'_, R> {
    pub(super) fn check_truetype(&self, out: &mut Breaches) {
        let embedded = self.program(self.dict, b"TrueType");
        let has_file = !matches!(embedded, Embedded::None);
        let program = match &embedded {
            Embedded::Program(program) => TrueType::read(&program.data),
            _ => None,
        };
        if program.is_none() {
            self.miss_program(self.id, has_file, out);
        }
        self.check_widths_given(program.is_some(), out);
        let encoding = self.encoding();
        let is_symbolic = self.is_symbolic();
        if is_symbolic {
            self.check_symbolic(&encoding, program.as_ref(), out);
        } else {
            self.check_nonsymbolic(&encoding, program.as_ref(), out);
        }
        let glyphs = TrueTypeGlyphs {
            goes_by_names: !is_symbolic && encoding.is_given,
            encoding,
            program,
            widths: self.byte_widths(),
            to_unicode: self.to_unicode(),
        };
        self.check_glyphs(&self.shown_bytes(), &glyphs, out);
    }

    fn check_nonsymbolic(&self, encoding: &Encoding, program: Option<&TrueType<'_>>, out: &mut Breaches) {
        if let Some(program) = program {
            let least = if program.map(3, 0).is_some() { 2 } else { 1 };
            if program.maps().len() < least {
                let what = text!(
                    "phông chữ TrueType không phải loại ký hiệu nhưng không có bảng mã ký tự dùng được",
                    "the TrueType font is not symbolic and has no character map for that"
                );
                out.add("6.2.11.6-1", self.id, what);
            }
        }
        let has_base = matches!(encoding.base_name.as_deref(), Some(b"MacRomanEncoding" | b"WinAnsiEncoding"));
        if !has_base {
            let what = text!(
                "phông chữ TrueType không phải loại ký hiệu phải dùng MacRomanEncoding hoặc WinAnsiEncoding",
                "a TrueType font that is not symbolic must have MacRomanEncoding or WinAnsiEncoding"
            );
            out.add("6.2.11.6-2", self.id, what);
        } else if let Some(differences) = &encoding.differences
            && !(program.is_some_and(|program| program.map(3, 1).is_some())
                && differences.values().all(|name| name == ".notdef" || glyph_list::knows(name)))
        {
            let what = text!(
                "`/Differences` của phông chữ TrueType có tên ngoài Adobe Glyph List, hoặc phông chữ thiếu bảng mã (3, 1)",
                "`/Differences` of a TrueType font has names not in the Adobe Glyph List, or the font no (3, 1) map"
            );
            out.add("6.2.11.6-2", self.id, what);
        }
    }

    fn check_symbolic(&self, encoding: &Encoding, program: Option<&TrueType<'_>>, out: &mut Breaches) {
        if encoding.is_given {
            let what = text!(
                "phông chữ TrueType loại ký hiệu không được có `/Encoding`",
                "a symbolic TrueType font must not have an `/Encoding`"
            );
            out.add("6.2.11.6-3", self.id, what);
        }
        if program.is_some_and(|program| program.maps().len() != 1 && program.map(3, 0).is_none()) {
            let what = text!(
                "phông chữ TrueType loại ký hiệu phải có đúng một bảng mã ký tự hoặc bảng (3, 0)",
                "a symbolic TrueType font must have exactly one character map, or one for symbols (3, 0)"
            );
            out.add("6.2.11.6-4", self.id, what);
        }
    }
}

struct TrueTypeGlyphs<'a> {
    encoding: Encoding,
    /// Whether glyphs are found by the names that the encoding gives, and not by codes.
    goes_by_names: bool,
    program: Option<TrueType<'a>>,
    widths: ByteWidths,
    to_unicode: Option<CMap>,
}

impl TrueTypeGlyphs<'_> {
    fn glyph(&self, program: &TrueType<'_>, code: Code) -> Option<u32> {
        let glyph = if self.goes_by_names {
            by_name(program, name(&self.encoding, code.value))
        } else {
            by_code(program, code.value)
        };
        glyph.filter(|glyph| *glyph < program.count())
    }
}

impl Glyphs for TrueTypeGlyphs<'_> {
    fn leads(&self, code: Code) -> Lead {
        let is_notdef = self.encoding.glyph(code.value).map_or(code.value == 0, |name| name == ".notdef");
        let has = |program| self.glyph(program, code).is_some_and(|glyph| program.is_drawable(glyph));
        let is_missing = self.program.as_ref().is_some_and(|program| !has(program));
        Lead { is_missing, is_notdef }
    }

    fn widths(&self, code: Code) -> Option<(f64, f64)> {
        let program = self.program.as_ref()?;
        Some((program.width(self.glyph(program, code)?)?, self.widths.get(code)))
    }

    fn characters(&self, code: Code) -> Option<Vec<u16>> {
        if let Some(mapped) = self.to_unicode.as_ref().and_then(|map| map.characters(code.value)) {
            return Some(mapped);
        }
        let standard = || (self.goes_by_names && self.program.is_some()).then(|| name(&self.encoding, code.value));
        unicode::of_glyph(self.encoding.glyph(code.value).or_else(standard)?)
    }
}

/// Returns the name for a code of a font that is not symbolic: StandardEncoding fills the gaps (ISO 32000-1, 9.6.6.4).
fn name(encoding: &Encoding, code: u32) -> &str {
    let own = encoding.glyph(code).filter(|name| *name != ".notdef");
    own.unwrap_or_else(|| encoding::glyph(encodings::Encoding::Standard, code))
}

/// Finds a glyph by its name: by the Unicode map, else by that of Mac OS, else by `post`.
fn by_name(program: &TrueType<'_>, name: &str) -> Option<u32> {
    if name == ".notdef" {
        return None;
    }
    let character = glyph_list::characters(name).and_then(|characters| characters.chars().next());
    let unicode = character.and_then(|character| program.map(3, 1)?.glyph(u32::from(character)));
    let mac = || program.map(1, 0)?.glyph(u32::from(encodings::mac_os_code(name)?));
    unicode.or_else(mac).or_else(|| program.named(name)).filter(|glyph| *glyph != 0)
}

/// Finds a glyph by its code: by the map for symbols, or that of Mac OS.
fn by_code(program: &TrueType<'_>, code: u32) -> Option<u32> {
    match program.map(3, 0) {
        Some(map) => SYMBOL_RANGES.iter().find_map(|range| map.glyph(range | code)),
        None => program.map(1, 0)?.glyph(code),
    }
}
