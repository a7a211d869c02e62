//! Extended graphics states (ISO 19005-2, 6.2.5): no transfer functions, plain halftones, known blend modes.

use std::io::{Read, Seek};

use super::{entry, rendering_intent};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// The blend modes of ISO 32000-1, 11.3.5.
const BLEND_MODES: &[&str] = &[
    "Normal",
    "Compatible",
    "Multiply",
    "Screen",
    "Overlay",
    "Darken",
    "Lighten",
    "ColorDodge",
    "ColorBurn",
    "HardLight",
    "SoftLight",
    "Difference",
    "Exclusion",
    "Hue",
    "Saturation",
    "Color",
    "Luminosity",
];

/// Judges an extended graphics state that content uses.
pub fn judge<R: Read + Seek>(file: &File<R>, state: &Dict, place: Option<Id>, out: &mut Breaches) {
    if state.has("TR") {
        out.add(
            "6.2.5-1",
            place,
            text!("trạng thái đồ họa có hàm truyền TR", "a graphics state has a transfer function TR"),
        );
    }
    let function = entry(file, state, "TR2");
    if *function != Object::Null && function.as_name() != Some(b"Default") {
        let what = text!("trạng thái đồ họa có TR2 khác Default", "a graphics state has a TR2 other than Default");
        out.add("6.2.5-2", place, what);
    }
    if state.has("HTP") {
        out.add("6.2.5-3", place, text!("trạng thái đồ họa có HTP", "a graphics state has an HTP"));
    }
    let halftone_place = state.get("HT").and_then(Object::as_ref).or(place);
    if let Some(dict) = entry(file, state, "HT").as_dict() {
        halftone(file, dict, halftone_place, None, out);
    }
    rendering_intent(&entry(file, state, "RI"), place, out);
    blend_mode(file, &entry(file, state, "BM"), place, out);
}

/// Judges a halftone; `colourant` is the one it is for within a halftone of type 5.
fn halftone<R: Read + Seek>(
    file: &File<R>,
    dict: &Dict,
    place: Option<Id>,
    colourant: Option<&[u8]>,
    out: &mut Breaches,
) {
    let kind = entry(file, dict, "HalftoneType").as_int();
    if !matches!(kind, Some(1 | 5)) || (colourant.is_some() && kind == Some(5)) {
        out.add("6.2.5-4", place, text!("bán sắc không thuộc loại 1 hay 5", "a halftone is not of type 1 or 5"));
    }
    if dict.has("HalftoneName") {
        out.add("6.2.5-5", place, text!("bán sắc có tên HalftoneName", "a halftone has a HalftoneName"));
    }
    let is_given = dict.has("TransferFunction");
    let is_wrong = match colourant {
        Some(b"Default") => false,
        // The primary colourants of printing; red, green and blue are not among them.
        None | Some(b"Cyan" | b"Magenta" | b"Yellow" | b"Black") => is_given,
        Some(_) => !is_given,
    };
    if is_wrong {
        let what = text!(
            "hàm truyền của bán sắc thiếu hoặc thừa",
            "the transfer function of a halftone is missing, or there where it must not be"
        );
        out.add("6.2.5-6", place, what);
    }
    if kind == Some(5) && colourant.is_none() {
        for (name, value) in dict.iter() {
            let part = file.resolve(value).ok();
            if let Some(part) = part.as_ref().and_then(|part| part.as_dict()) {
                halftone(file, part, value.as_ref().or(place), Some(name), out);
            }
        }
    }
}

fn blend_mode<R: Read + Seek>(file: &File<R>, mode: &Object, place: Option<Id>, out: &mut Breaches) {
    let is_known = |mode: &Object| {
        let name = mode.as_name().unwrap_or_default();
        BLEND_MODES.iter().any(|known| known.as_bytes() == name)
    };
    let is_sound = match mode {
        Object::Null => true,
        Object::Array(modes) => modes.iter().all(|mode| file.resolve(mode).is_ok_and(|mode| is_known(&mode))),
        mode => is_known(mode),
    };
    if !is_sound {
        out.add("6.2.10-1", place, text!("chế độ hòa trộn không chuẩn", "a blend mode that ISO 32000-1 does not have"));
    }
}

/// Says whether painting with this state is transparent: alpha, a blend mode, a soft mask.
pub fn is_transparent<R: Read + Seek>(file: &File<R>, state: &Dict) -> bool {
    let alpha = |key| entry(file, state, key).as_number().is_some_and(|alpha| alpha < 1.0);
    let mode = entry(file, state, "BM");
    let is_plain = |mode: &Object| matches!(mode.as_name(), None | Some(b"Normal" | b"Compatible"));
    let blends = match mode.as_ref() {
        Object::Array(modes) => !modes.iter().all(is_plain),
        mode => !is_plain(mode),
    };
    let mask = entry(file, state, "SMask");
    alpha("ca") || alpha("CA") || blends || mask.as_dict().is_some()
}
