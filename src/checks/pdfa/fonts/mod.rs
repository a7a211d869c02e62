//! Fonts (ISO 19005-2, 6.2.11): every font that text is shown with, judged once, by all that is shown with it.
//!
//! Text in rendering mode 3 is invisible: it needs no font program and no widths, but a character for every code, and
//! no code may lead to the glyph for missing glyphs. What shows where is found out by the walk through the content.

mod cmaps;
mod composite;
mod dictionary;
mod encoding;
mod glyphs;
mod programs;
mod subset;
mod truetype;
mod type1;
mod type3;
mod unicode;
mod widths;

use std::collections::BTreeSet;
use std::io::{Read, Seek};
use std::rc::Rc;

use super::content::FontUse;
use super::report::{Breaches, Wanted};
use super::{Document, graphics};
use crate::pdf::file::File;
use crate::pdf::font::cmap::Code;
use crate::pdf::object::{Dict, Id, Object};

/// The rendering mode in which text neither fills, nor strokes, nor clips.
const INVISIBLE: i64 = 3;

/// Checks the fonts that content shows text with.
pub fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    let wants_characters = document.wanted == Wanted::U;
    for usage in &document.uses.fonts {
        let Some(dict) = usage.dict.as_dict() else { continue };
        Font { file: document.file, id: usage.id, dict, usage, wants_characters }.check(out);
    }
}

/// A font and what is shown with it.
struct Font<'a, R> {
    file: &'a File<R>,
    id: Option<Id>,
    dict: &'a Dict,
    usage: &'a FontUse,
    wants_characters: bool,
}

/// What is shown with a font, as codes.
#[derive(Debug, Default)]
struct Shown {
    /// In any mode.
    all: BTreeSet<Code>,
    /// In modes that can be seen or clip.
    visible: BTreeSet<Code>,
}

impl<'a, R: Read + Seek> Font<'a, R> {
    fn check(&self, out: &mut Breaches) {
        self.check_dictionary(self.dict, self.id, out);
        match self.subtype().as_slice() {
            b"Type0" => self.check_composite(out),
            b"Type1" | b"MMType1" => self.check_type1(out),
            b"TrueType" => self.check_truetype(out),
            b"Type3" => self.check_type3(out),
            _ => (),
        }
    }

    /// Returns the value of a key of the font, references followed; `Null` for what is not there or cannot be read.
    fn entry(&self, key: &str) -> Rc<Object> {
        self.entry_of(self.dict, key)
    }

    fn entry_of(&self, dict: &Dict, key: &str) -> Rc<Object> {
        graphics::entry(self.file, dict, key)
    }

    fn resolved(&self, object: &Object) -> Rc<Object> {
        self.file.resolve(object).unwrap_or_else(|_| Rc::new(Object::Null))
    }

    /// Reads a stream to its last filter; none if it is no stream or cannot be read.
    fn data(&self, object: &Object) -> Option<Vec<u8>> {
        let decoded = self.file.decoded(object.as_stream()?).ok()?;
        decoded.image.is_none().then_some(decoded.data)
    }

    fn subtype(&self) -> Vec<u8> {
        name_of(&self.entry("Subtype")).unwrap_or_default()
    }

    /// Says whether anything is shown in a mode that needs the font program, be it an empty string.
    fn is_rendered(&self) -> bool {
        self.usage.shown.keys().any(|mode| *mode != INVISIBLE)
    }

    /// Takes what is shown apart into codes.
    fn shown(&self, mut first: impl FnMut(&[u8]) -> Option<Code>) -> Shown {
        let mut shown = Shown::default();
        for (mode, strings) in &self.usage.shown {
            for string in strings {
                let mut rest = string.as_slice();
                while let Some(code) = first(rest) {
                    shown.all.insert(code);
                    if *mode != INVISIBLE {
                        shown.visible.insert(code);
                    }
                    rest = rest.get(usize::from(code.length).max(1)..).unwrap_or_default();
                }
            }
        }
        shown
    }

    /// Takes what is shown with a simple font apart: every byte is a code.
    fn shown_bytes(&self) -> Shown {
        self.shown(|text| text.first().map(|byte| Code { value: u32::from(*byte), length: 1 }))
    }
}

/// Returns the bytes of a name.
fn name_of(object: &Object) -> Option<Vec<u8>> {
    object.as_name().map(<[u8]>::to_vec)
}

/// Says whether the name of a font says that it is a subset: six capitals and a plus sign in front.
fn is_subset(name: &[u8]) -> bool {
    name.get(..6).is_some_and(|tag| tag.iter().all(u8::is_ascii_uppercase)) && name.get(6) == Some(&b'+')
}

#[cfg(test)]
mod tests;
