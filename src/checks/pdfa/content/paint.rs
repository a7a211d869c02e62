//! What is painted and what with: colours, patterns, shadings, images, forms, and graphics states.

use std::io::{Read, Seek};
use std::rc::Rc;

use super::operands;
use super::scope::Named;
use super::state::State;
use super::walker::{Frame, Walker};
use crate::checks::pdfa::graphics::space::{Family, Icc, Space};
use crate::checks::pdfa::graphics::{data, entry, extgstate, image, jpx, xobject};
use crate::pdf::content::Inline;
use crate::pdf::object::{Dict, Id, Object, Stream};
use crate::text;

/// Bytes of a JPEG 2000 image within which its header ends, whatever profile it holds.
const OPENING: u64 = 4 << 20;

impl<R: Read + Seek> Walker<'_, R> {
    /// Paints with a space (6.2.4.2-2: no overprint mode 1 with CMYK of a profile).
    pub(super) fn paint(&mut self, space: &Space, overprints: bool, frame: &Frame, state: &State) {
        self.use_space(space, frame);
        let is_cmyk = |icc: &Icc| icc.components == Some(4);
        if overprints && state.overprint_mode == 1 && matches!(&space.family, Family::Icc(icc) if is_cmyk(icc)) {
            let what = text!(
                "in đè kiểu 1 với màu CMYK theo hồ sơ ICC",
                "overprint mode 1 is used with CMYK colours of an ICC profile"
            );
            self.out.add("6.2.4.2-2", frame.place, what);
        }
    }

    /// Returns the space that a colour operator chooses; `None` where colours are without effect.
    pub(super) fn chosen(&mut self, operator: &[u8], operands: &[Object], frame: &Frame) -> Option<Rc<Space>> {
        let name = match operator {
            b"g" | b"G" => b"DeviceGray".as_slice(),
            b"rg" | b"RG" => b"DeviceRGB",
            b"k" | b"K" => b"DeviceCMYK",
            _ => operands.last().and_then(Object::as_name)?,
        };
        if frame.is_uncoloured {
            return None;
        }
        let space = self.space_named(name, frame);
        self.use_space(&space, frame);
        Some(space)
    }

    /// Chooses a colour of the current space, or a pattern; says whether the pattern is transparent.
    pub(super) fn choose_colour(
        &mut self,
        operator: &[u8],
        space: &Space,
        operands: &[Object],
        frame: &Frame,
        state: &State,
    ) -> bool {
        if frame.is_uncoloured {
            return false;
        }
        if !operands::are_colour(space, operands) {
            self.misfit(operator, frame);
        }
        self.use_space(space, frame);
        let Some(Object::Name(name)) = operands.last() else { return false };
        let Some(pattern) = self.named("Pattern", name, frame) else { return false };
        let Some(dict) = pattern.object.as_dict() else { return false };
        match entry(self.file, dict, "PatternType").as_int() {
            Some(1) => self.tiling(&pattern, dict, frame, state),
            Some(2) => self.shading_pattern(&pattern, dict, frame),
            _ => {
                self.out.add(
                    "32000-1:8.7.2",
                    pattern.id.or(frame.place),
                    text!("mẫu tô không rõ loại", "a pattern of no known type"),
                );
                false
            }
        }
    }

    fn tiling(&mut self, pattern: &Named, dict: &Dict, frame: &Frame, state: &State) -> bool {
        let mut inner = self.frame_of(pattern, frame);
        inner.is_uncoloured = entry(self.file, dict, "PaintType").as_int() == Some(2);
        let initial =
            if inner.is_uncoloured { state.clone() } else { State::initial(self.space_named(b"DeviceGray", &inner)) };
        self.stream(pattern, inner, initial)
    }

    fn shading_pattern(&mut self, pattern: &Named, dict: &Dict, frame: &Frame) -> bool {
        if let Some(shading) = dict.get("Shading") {
            let shading = self.resolved(shading);
            self.shading(&shading, frame);
        }
        let Some(state) = dict.get("ExtGState") else { return false };
        let state = self.resolved(state);
        let place = state.id.or(pattern.id).or(frame.place);
        let Some(dict) = state.object.as_dict() else { return false };
        extgstate::judge(self.file, dict, place, self.out);
        extgstate::is_transparent(self.file, dict)
    }

    /// Paints the shading that `sh` names.
    pub(super) fn paint_shading(&mut self, name: &[u8], frame: &Frame) {
        if let Some(shading) = self.named("Shading", name, frame) {
            self.shading(&shading, frame);
        }
    }

    fn shading(&mut self, shading: &Named, frame: &Frame) {
        let Some(dict) = shading.object.as_dict() else { return };
        if let Some(function) = dict.get("Function") {
            self.colours.functions.judge(self.file, function, shading.id.or(frame.place), self.out);
        }
        let Some(space) = dict.get("ColorSpace") else { return };
        let space = self.space_of(space, frame);
        self.use_space(&space, frame);
    }

    /// Reads the space of an image or shading, whose name, if it is one, may be that of a resource.
    fn space_of(&mut self, space: &Object, frame: &Frame) -> Rc<Space> {
        match space {
            Object::Name(name) => self.space_named(name, frame),
            other => self.spaces.read(self.file, other, &frame.scope),
        }
    }

    /// Paints the XObject that `Do` names; says whether it is transparent.
    pub(super) fn paint_object(&mut self, name: &[u8], frame: &Frame, state: &State) -> bool {
        let Some(named) = self.named("XObject", name, frame) else { return false };
        let Some(stream) = named.object.as_stream() else { return false };
        let subtype = entry(self.file, &stream.dict, "Subtype");
        match subtype.as_name() {
            Some(b"Image") => {
                if image::is_mask(self.file, &stream.dict) {
                    self.paint(&state.fill, state.fill_overprints, frame, state);
                }
                self.image(&named, frame)
            }
            // PostScript may also call itself a form, which `judge_form` tells.
            Some(b"Form") => self.form(&named, frame, state.clone()),
            other => {
                xobject::judge_other(other, named.id.or(frame.place), self.out);
                false
            }
        }
    }

    /// Judges an image; says whether it is transparent.
    pub(super) fn image(&mut self, named: &Named, frame: &Frame) -> bool {
        let Some(stream) = named.object.as_stream() else { return false };
        let dict = &stream.dict;
        let place = named.id.or(frame.place);
        let is_new = named.id.is_none_or(|id| self.judged.insert(id));
        if is_new {
            image::judge(self.file, dict, place, self.out);
        }
        let space = self.image_space(stream, place, is_new, frame);
        if let Some(space) = &space {
            self.use_space(space, frame);
        }
        let mut is_transparent = entry(self.file, dict, "SMaskInData").as_int().is_some_and(|value| value != 0);
        for key in ["SMask", "Mask"] {
            let Some(mask) = dict.get(key).map(|mask| self.resolved(mask)) else { continue };
            let Some(stream) = mask.object.as_stream() else { continue };
            let mask_dict = &stream.dict;
            is_transparent |= key == "SMask";
            if mask.id.is_none_or(|id| self.judged.insert(id)) {
                image::judge(self.file, mask_dict, mask.id.or(place), self.out);
                self.jpx(stream, mask.id.or(place), true);
                image::judge_decode(self.file, mask_dict, Some(1), mask.id.or(place), self.out);
                if key == "Mask" && !image::is_mask(self.file, mask_dict) {
                    let what = text!("mặt nạ của ảnh thiếu /ImageMask", "the mask of an image lacks /ImageMask");
                    self.out.add("32000-1:8.9.6.3", mask.id.or(place), what);
                }
                if key == "SMask" {
                    image::judge_soft_mask(self.file, mask_dict, mask.id.or(place), self.out);
                }
            }
            self.uses.images.extend(mask.id.map(|id| (id, Some(1))));
        }
        let is_mask = image::is_mask(self.file, dict);
        let components = if is_mask { Some(1) } else { space.as_ref().and_then(|space| space.components()) };
        image::judge_decode(self.file, dict, components, place, self.out);
        self.uses.images.extend(named.id.map(|id| (id, components)));
        is_transparent
    }

    /// Returns the space of an image; one of JPEG 2000 may bring its own (6.2.8.3).
    fn image_space(&mut self, stream: &Stream, place: Option<Id>, is_new: bool, frame: &Frame) -> Option<Rc<Space>> {
        if image::is_mask(self.file, &stream.dict) {
            return None;
        }
        let own = self.jpx(stream, place, is_new);
        match stream.dict.get("ColorSpace") {
            Some(space) => Some(self.space_of(space, frame)),
            None if own.is_some_and(|header| header.is_cmyk()) => Some(self.space_named(b"DeviceCMYK", frame)),
            None => None,
        }
    }

    /// Reads the header of a JPEG 2000 image and judges it.
    fn jpx(&mut self, stream: &Stream, place: Option<Id>, is_new: bool) -> Option<jpx::Header> {
        let filters = self.file.filters(&stream.dict).ok()?;
        if filters.last()?.0 != b"JPXDecode" {
            return None;
        }
        if let Some(known) = place.filter(|_| !is_new).and_then(|id| self.headers.get(&id)) {
            return known.clone();
        }
        // The header stands before the codestream, which may be large.
        let opening = Stream { length: stream.length.min(OPENING), ..stream.clone() };
        let read =
            if filters.len() == 1 { self.file.raw(&opening) } else { self.file.decoded(stream).map(|read| read.data) };
        let header = jpx::Header::parse(&read.ok()?);
        match &header {
            Some(header) => {
                for (clause, what) in header.breaches(stream.dict.has("ColorSpace")) {
                    self.out.add(clause, place, what);
                }
            }
            None => {
                let what = text!("dữ liệu JPEG 2000 không phải tệp JP2", "the JPEG 2000 data are no JP2 file");
                self.out.add("6.2.8.3-1", place, what);
            }
        }
        self.headers.extend(place.map(|id| (id, header.clone())));
        header
    }

    /// Judges an image that stands within the content.
    pub(super) fn inline_image(&mut self, inline: &Inline<'_>, frame: &Frame, state: &State) {
        image::judge(self.file, &inline.dict, frame.place, self.out);
        image::judge_inline_filters(&inline.dict, frame.place, self.out);
        let mut components = None;
        if image::is_mask(self.file, &inline.dict) {
            self.paint(&state.fill, state.fill_overprints, frame, state);
            components = Some(1);
        } else if let Some(space) = inline.dict.get("ColorSpace") {
            let space = self.space_of(space, frame);
            self.use_space(&space, frame);
            components = space.components();
        }
        image::judge_decode(self.file, &inline.dict, components, frame.place, self.out);
        if self.image_data {
            data::judge_inline(self.file, inline, components, frame.place, self.out);
        }
    }

    /// Takes over an extended graphics state; says whether painting with it is transparent.
    pub(super) fn choose_state(&mut self, name: &[u8], frame: &Frame, state: &mut State) -> bool {
        let Some(named) = self.named("ExtGState", name, frame) else { return false };
        let Some(dict) = named.object.as_dict() else { return false };
        if named.id.is_none_or(|id| self.judged.insert(id)) {
            extgstate::judge(self.file, dict, named.id.or(frame.place), self.out);
        }
        let flag = |key| entry(self.file, dict, key).as_bool();
        if let Some(overprints) = flag("OP") {
            state.stroke_overprints = overprints;
            state.fill_overprints = overprints;
        }
        if let Some(overprints) = flag("op") {
            state.fill_overprints = overprints;
        }
        if let Some(mode) = entry(self.file, dict, "OPM").as_int() {
            state.overprint_mode = mode;
        }
        let font = entry(self.file, dict, "Font");
        self.choose_font_of(&font, name, frame, state);
        let mask = entry(self.file, dict, "SMask");
        if let Some(transfer) = mask.as_dict().and_then(|mask| mask.get("TR")) {
            self.colours.functions.judge(self.file, transfer, named.id.or(frame.place), self.out);
        }
        if let Some(group) = mask.as_dict().and_then(|mask| mask.get("G")) {
            let group = self.resolved(group);
            let black = self.space_named(b"DeviceGray", frame);
            self.form(&group, frame, State::initial(black));
        }
        extgstate::is_transparent(self.file, dict)
    }
}
