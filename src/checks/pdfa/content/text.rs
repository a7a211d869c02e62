//! Text: which fonts show what, in which mode, and the glyphs of Type 3 fonts, which are content themselves.

use std::io::{Read, Seek};
use std::rc::Rc;

use super::FontUse;
use super::scope::Named;
use super::state::State;
use super::walker::{Frame, Walker};
use crate::checks::pdfa::graphics::entry;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// What tells fonts apart: their ids, or where they stand in the resources of which scope.
pub(super) type FontKey = Result<Id, (u32, &'static str, Vec<u8>)>;

impl<R: Read + Seek> Walker<'_, R> {
    /// Takes the font that `Tf` names.
    pub(super) fn choose_font(&mut self, name: &[u8], frame: &Frame, state: &mut State) {
        let named = self.named("Font", name, frame);
        if named.as_ref().is_some_and(|font| font.object.as_dict().is_none() && *font.object != Object::Null) {
            let what =
                text!("phông chữ trong Resources không phải từ điển", "a font of the resources is no dictionary");
            self.out.add("32000-1:9.5", frame.place, what);
        }
        state.font = named.map(|font| {
            let key = font.id.ok_or_else(|| (frame.scope.serial, "Font", name.to_vec()));
            self.font(key, font)
        });
    }

    /// Takes the font of the extended graphics state `name`; it should be an object of its own, and counts if it is not.
    pub(super) fn choose_font_of(&mut self, array: &Object, name: &[u8], frame: &Frame, state: &mut State) {
        let Some(font) = array.as_array().and_then(<[Object]>::first) else { return };
        let font = self.resolved(font);
        let key = font.id.ok_or_else(|| (frame.scope.serial, "ExtGState", name.to_vec()));
        state.font = Some(self.font(key, font));
    }

    fn font(&mut self, key: FontKey, font: Named) -> usize {
        let next = self.uses.fonts.len();
        let idx = *self.font_idx.entry(key).or_insert(next);
        if idx == next {
            self.uses.fonts.push(FontUse::of(font));
        }
        idx
    }

    /// Shows a string, and says whether anything in its glyphs is transparent.
    pub(super) fn show(&mut self, bytes: &[u8], frame: &Frame, state: &State) -> bool {
        let mode = state.mode;
        if matches!(mode, 0 | 2 | 4 | 6) {
            self.paint(&state.fill, state.fill_overprints, frame, state);
        }
        if matches!(mode, 1 | 2 | 5 | 6) {
            self.paint(&state.stroke, state.stroke_overprints, frame, state);
        }
        let Some(idx) = state.font else { return false };
        let Some(font) = self.uses.fonts.get_mut(idx) else { return false };
        let Some(dict) = font.dict.as_dict() else { return false };
        let subtype = dict.get("Subtype").and_then(Object::as_name);
        let shown = font.shown.entry(mode).or_default();
        if subtype == Some(b"Type0") || bytes.is_empty() {
            if !shown.contains(bytes) {
                shown.insert(bytes.to_vec());
            }
        } else {
            for byte in bytes {
                if !shown.contains(std::slice::from_ref(byte)) {
                    shown.insert(vec![*byte]);
                }
            }
        }
        if subtype != Some(b"Type3") {
            return false;
        }
        let font = Named { id: font.id, object: Rc::clone(&font.dict) };
        let key = (idx, frame.scope.serial, state.signature());
        if let Some(known) = self.glyphs.get(&key) {
            return *known;
        }
        self.glyphs.insert(key, false);
        let is_transparent = self.run_glyphs(&font, frame, state);
        self.glyphs.insert(key, is_transparent);
        is_transparent
    }

    /// Runs every glyph of a Type 3 font, shown or not: a font is used as a whole.
    fn run_glyphs(&mut self, font: &Named, frame: &Frame, state: &State) -> bool {
        let Some(dict) = font.object.as_dict() else { return false };
        let glyphs = entry(self.file, dict, "CharProcs");
        let inner = self.frame_of(font, frame);
        let mut is_transparent = false;
        for (_, glyph) in glyphs.as_dict().into_iter().flat_map(Dict::iter) {
            let glyph = self.resolved(glyph);
            let frame = Frame { place: glyph.id.or(inner.place), begins_glyph: true, ..inner.clone() };
            is_transparent |= self.stream(&glyph, frame, state.clone());
        }
        is_transparent
    }
}
