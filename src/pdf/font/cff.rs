//! Compact Font Format (Adobe Technical Note 5176), as `FontFile3` holds it: names or CIDs, widths, encoding.

use std::collections::HashMap;

use skrifa::GlyphId;
use skrifa::raw::ps::cff::charset::Charset;
use skrifa::raw::ps::cff::index::Index;
use skrifa::raw::ps::cff::{CffFontRef, Subfont};
use skrifa::raw::ps::{ScaledFontMatrix, charstring};

/// A CFF program.
pub struct Cff<'a> {
    font: CffFontRef<'a>,
    glyphs: Glyphs,
}

/// What glyphs are found by.
enum Glyphs {
    Names(HashMap<String, u32>),
    Cids(HashMap<u32, u32>),
}

impl<'a> Cff<'a> {
    /// Reads a program; none if it is not one, or has no glyphs.
    pub fn read(data: &'a [u8]) -> Option<Cff<'a>> {
        let font = CffFontRef::new_cff(data, 0, None).ok()?;
        let glyphs = glyphs(&font)?;
        (font.num_glyphs() > 0).then_some(Cff { font, glyphs })
    }

    /// Says whether the glyphs go by CIDs and not by names.
    pub fn has_cids(&self) -> bool {
        matches!(self.glyphs, Glyphs::Cids(_))
    }

    /// Returns how many glyphs there are.
    pub fn count(&self) -> u32 {
        self.font.num_glyphs()
    }

    /// Returns the glyph of a CID, in a program that has CIDs.
    pub fn glyph(&self, cid: u32) -> Option<u32> {
        let Glyphs::Cids(glyphs) = &self.glyphs else { return None };
        glyphs.get(&cid).copied()
    }

    /// Returns all CIDs, in no order.
    pub fn cids(&self) -> Vec<u32> {
        let Glyphs::Cids(glyphs) = &self.glyphs else { return Vec::new() };
        glyphs.keys().copied().collect()
    }

    /// Returns how wide a glyph is, in thousandths of the font size; none if it cannot be told.
    pub fn width(&self, glyph: u32) -> Option<f64> {
        let charstring = self.font.charstrings().get(usize::try_from(glyph).ok()?)?;
        let subfont = self.font.subfont(self.font.subfont_index(GlyphId::new(glyph))?, &[]).ok()?;
        let subrs = match usize::try_from(subfont.subrs_offset()).ok()? {
            0 => Index::Empty,
            offset => Index::new(self.font.data().get(offset..)?, false).ok()?,
        };
        let context = (self.font.data(), self.font.charstrings(), self.font.global_subrs(), &subrs);
        let width = match charstring::evaluate_width(&context, None, charstring).ok()? {
            Some(width) => width.to_f64() + subfont.nominal_width().to_f64(),
            None => subfont.default_width().map_or(0.0, |width| width.to_f64()),
        };
        Some(width * self.scale(&subfont) * 1000.0)
    }

    /// Returns the size of a unit of the charstrings, in font sizes.
    fn scale(&self, subfont: &Subfont) -> f64 {
        let scale = |matrix: &ScaledFontMatrix| matrix.matrix.xx.to_f64() / f64::from(matrix.scale.max(1));
        match (self.font.matrix().map(scale), subfont.matrix().map(scale)) {
            (None, None) => 0.001,
            (Some(scale), None) | (None, Some(scale)) => scale,
            (Some(top), Some(sub)) => top * sub,
        }
    }

    pub(super) fn named(&self, name: &str) -> Option<u32> {
        let Glyphs::Names(glyphs) = &self.glyphs else { return None };
        glyphs.get(name).copied()
    }

    pub(super) fn built_in(&self, code: u8) -> Option<String> {
        let encoding = self.font.encoding()?;
        if let Some(predefined) = encoding.predefined() {
            return Some(predefined.name(code).to_owned());
        }
        let glyph = encoding.map(code)?;
        name(&self.font, &self.font.charset()?, glyph)
    }

    pub(super) fn names(&self) -> Vec<&str> {
        let Glyphs::Names(glyphs) = &self.glyphs else { return Vec::new() };
        glyphs.keys().map(String::as_str).collect()
    }
}

/// Lists the glyphs by what they are found by; of a name or CID given twice, the last glyph counts.
fn glyphs(font: &CffFontRef<'_>) -> Option<Glyphs> {
    let charset = font.charset()?;
    let listed = charset.iter().take(usize::try_from(font.num_glyphs()).ok()?);
    Some(if font.is_cid() {
        Glyphs::Cids(listed.map(|(glyph, cid)| (u32::from(cid.to_u16()), glyph.to_u32())).collect())
    } else {
        Glyphs::Names(listed.filter_map(|(glyph, _)| Some((name(font, &charset, glyph)?, glyph.to_u32()))).collect())
    })
}

/// Returns the name of a glyph.
fn name(font: &CffFontRef<'_>, charset: &Charset<'_>, glyph: GlyphId) -> Option<String> {
    let name = font.string(charset.string_id(glyph)?)?;
    Some(String::from_utf8_lossy(name).into_owned())
}
