//! Image dictionaries, of XObjects and inline (ISO 19005-2, 6.2.8): what they may say, and their soft masks.
//!
//! Whether the data decode to what the dictionary says is for `data`.

use std::io::{Read, Seek};

use super::{entry, rendering_intent};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// The filters that an inline image may have (6.1.10), by their full names.
const INLINE_FILTERS: &[&str] =
    &["ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode", "DCTDecode"];

/// Judges an image dictionary.
pub fn judge<R: Read + Seek>(file: &File<R>, dict: &Dict, place: Option<Id>, out: &mut Breaches) {
    if dict.has("Alternates") {
        out.add("6.2.8-1", place, text!("ảnh có bản thay thế Alternates", "an image has Alternates"));
    }
    if dict.has("OPI") {
        out.add("6.2.8-2", place, text!("ảnh có OPI", "an image has OPI"));
    }
    // What is neither true nor false is one or the other to different readers.
    if !matches!(*entry(file, dict, "Interpolate"), Object::Null | Object::Bool(false)) {
        out.add("6.2.8-3", place, text!("ảnh yêu cầu nội suy", "an image asks for interpolation"));
    }
    if !is_mask(file, dict) && *entry(file, dict, "ColorSpace") == Object::Null && !is_jpx(file, dict) {
        out.add("32000-1:8.9.5", place, text!("ảnh không có không gian màu", "an image without a colour space"));
    }
    let bits = entry(file, dict, "BitsPerComponent").as_int();
    match (is_mask(file, dict), bits) {
        (_, None) | (true, Some(1)) | (false, Some(1 | 2 | 4 | 8 | 16)) => (),
        (true, Some(bits)) => {
            out.add("6.2.8-5", place, text!("mặt nạ ảnh có {bits} bit", "an image mask has {bits} bits"));
        }
        (false, Some(bits)) => {
            out.add(
                "6.2.8-4",
                place,
                text!("ảnh có {bits} bit mỗi thành phần", "an image has {bits} bits per component"),
            );
        }
    }
    rendering_intent(&entry(file, dict, "Intent"), place, out);
}

/// Judges the filters of an inline image.
pub fn judge_inline_filters(dict: &Dict, place: Option<Id>, out: &mut Breaches) {
    let is_known = |filter: &Object| {
        filter.as_name().is_some_and(|name| INLINE_FILTERS.iter().any(|known| known.as_bytes() == name))
    };
    let is_sound = match dict.get("Filter") {
        None => true,
        Some(Object::Array(filters)) => filters.iter().all(is_known),
        Some(filter) => is_known(filter),
    };
    if !is_sound {
        out.add(
            "6.1.10-1",
            place,
            text!("ảnh nội tuyến dùng bộ lọc bị cấm", "an inline image has a filter that is not allowed"),
        );
    }
}

/// Judges the soft mask of an image: it must be grey (ISO 32000-1, 11.6.5.3).
pub fn judge_soft_mask<R: Read + Seek>(file: &File<R>, mask: &Dict, place: Option<Id>, out: &mut Breaches) {
    if entry(file, mask, "ColorSpace").as_name() != Some(b"DeviceGray") {
        let what = text!("mặt nạ mềm không phải DeviceGray", "a soft mask is not in DeviceGray");
        out.add("32000-1:11.6.5.3", place, what);
    }
}

/// Judges the Decode array: two numbers for each of the components.
pub fn judge_decode<R: Read + Seek>(
    file: &File<R>,
    dict: &Dict,
    components: Option<usize>,
    place: Option<Id>,
    out: &mut Breaches,
) {
    let decode = entry(file, dict, "Decode");
    let is_number = |item: &Object| file.resolve(item).is_ok_and(|item| item.as_number().is_some());
    let is_sound = match decode.as_ref() {
        Object::Null => true,
        Object::Array(items) => {
            components.is_none_or(|count| items.len() == count.saturating_mul(2)) && items.iter().all(is_number)
        }
        _ => false,
    };
    if !is_sound {
        let what = text!(
            "Decode của ảnh không phải hai số cho mỗi thành phần màu",
            "the Decode of an image is not two numbers for each component"
        );
        out.add("32000-1:8.9.5", place, what);
    }
}

/// Says whether an image is of JPEG 2000, which brings its own colour space.
fn is_jpx<R: Read + Seek>(file: &File<R>, dict: &Dict) -> bool {
    file.filters(dict).is_ok_and(|filters| filters.last().is_some_and(|(name, _)| name == b"JPXDecode"))
}

/// Says whether an image is a stencil mask.
pub fn is_mask<R: Read + Seek>(file: &File<R>, dict: &Dict) -> bool {
    entry(file, dict, "ImageMask").as_bool() == Some(true)
}
