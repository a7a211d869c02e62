//! Font programs whose glyphs go by names: Type 1, and CFF that is not CID-keyed.

use super::cff::Cff;
use super::type1::Type1;

/// A program of either kind.
pub enum Named<'a> {
    /// Compact Font Format, bare or within an OpenType file.
    Cff(Box<Cff<'a>>),
    /// Type 1.
    Type1(Box<Type1>),
}

impl Named<'_> {
    /// Returns the glyph with this name.
    pub fn glyph(&self, name: &str) -> Option<u32> {
        match self {
            Named::Cff(program) => program.named(name),
            Named::Type1(program) => program.named(name),
        }
    }

    /// Returns how wide a glyph is, in thousandths of the font size; none if it does not say, or not legibly.
    pub fn width(&self, glyph: u32) -> Option<f64> {
        match self {
            Named::Cff(program) => program.width(glyph),
            Named::Type1(program) => program.width(glyph),
        }
    }

    /// Returns the name that the encoding in the program gives to a code.
    pub fn built_in(&self, code: u8) -> Option<String> {
        match self {
            Named::Cff(program) => program.built_in(code),
            Named::Type1(program) => program.built_in(code),
        }
    }

    /// Returns the names of all glyphs, in no order.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Named::Cff(program) => program.names(),
            Named::Type1(program) => program.names(),
        }
    }
}
