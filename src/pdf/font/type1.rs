//! Type 1 font programs, as `FontFile` holds them: names, widths, and the built-in encoding.

use std::collections::HashMap;

use skrifa::GlyphId;
use skrifa::raw::ps::charstring::NullSink;
use skrifa::raw::ps::type1::Type1Font;

/// A Type 1 program.
pub struct Type1 {
    font: Type1Font,
    glyphs: HashMap<String, u32>,
}

impl Type1 {
    /// Reads a program; none if it is not one, or has no glyphs.
    pub fn read(data: &[u8]) -> Option<Type1> {
        let font = Type1Font::new(data).ok()?;
        let glyphs = font.glyph_names().map(|(glyph, name)| (name.to_owned(), glyph.to_u32())).collect();
        Some(Type1 { font, glyphs })
    }

    pub(super) fn named(&self, name: &str) -> Option<u32> {
        self.glyphs.get(name).copied()
    }

    pub(super) fn width(&self, glyph: u32) -> Option<f64> {
        // The whole glyph is run through, since the short way to its width cuts off fractions.
        let width = self.font.evaluate_charstring(GlyphId::new(glyph), &mut NullSink).ok()??;
        let scale = self.font.upem();
        (scale != 0).then(|| width.to_f64() * self.font.matrix().xx.to_f64() / f64::from(scale) * 1000.0)
    }

    pub(super) fn built_in(&self, code: u8) -> Option<String> {
        self.font.encoding()?.glyph_name(code).map(str::to_owned)
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.glyphs.keys().map(String::as_str).collect()
    }
}
