//! Fonts in PDFs: font programs, CMaps, and the tables of names that tie codes to glyphs and glyphs to characters.
//!
//! Programs are read from bytes that are already inflated. What a font dictionary says is not looked at here.

pub mod cff;
pub mod cmap;
pub mod encodings;
pub mod glyph_list;
pub mod named;
pub(crate) mod runs;
pub mod truetype;
pub mod type1;

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
