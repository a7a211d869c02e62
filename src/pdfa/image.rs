//! Image dictionaries (ISO 32000-1, 8.9.5) within what ISO 19005-2, 6.2.8 allows.
//!
//! No Interpolate, no Alternates, no OPI: what is not written cannot be wrong.

use lopdf::{Dictionary, Object, dictionary};

use super::unwritable::Unwritable;
use crate::page::{Coding, Colour, JBIG2_GLOBALS, Mask, PageImage};

/// Says why an image cannot become an image XObject. The formats keep to these rules; here they are proven.
pub(super) fn check(image: &PageImage<'_>) -> Result<(), Unwritable> {
    let unfit = |what| Err(Unwritable::UnfitImage(what));
    let is_depth = |bits: u8| matches!(bits, 1 | 2 | 4 | 8 | 16);
    let in_range = |pixels: u32| (1..=i32::MAX as u32).contains(&pixels);
    if !in_range(image.width) || !in_range(image.height) {
        return unfit("Width, Height");
    }
    let is_jpx = image.coding == Coding::Jpx;
    if is_jpx && !(1..=16).contains(&image.bits)
        || !is_jpx && !is_depth(image.bits)
        || matches!(image.coding, Coding::Dct { .. }) && image.bits != 8
    {
        return unfit("BitsPerComponent");
    }
    let is_bitonal = image.bits == 1 && channels(&image.colour) == 1;
    if matches!(image.coding, Coding::Ccitt { .. }) && !is_bitonal {
        return unfit("CCITTFaxDecode");
    }
    if let Coding::Jbig2 { globals } = &image.coding {
        let is_short = globals.as_ref().is_none_or(|globals| globals.len() as u64 <= JBIG2_GLOBALS);
        if !is_bitonal || !is_short {
            return unfit("JBIG2Decode");
        }
    }
    if let Colour::Indexed { palette, .. } = &image.colour {
        let is_palette = (3..=768).contains(&palette.len()) && palette.len() % 3 == 0 && image.bits <= 8;
        if !is_palette || matches!(image.coding, Coding::Dct { .. } | Coding::Jpx) {
            return unfit("Indexed");
        }
    }
    match &image.mask {
        Some(Mask::ColourKey(ranges)) if ranges.len() != 2 * usize::from(channels(&image.colour)) => unfit("Mask"),
        Some(Mask::Soft { bits, .. }) if !is_depth(*bits) => unfit("SMask"),
        _ => Ok(()),
    }
}

/// The objects that an image points at.
pub(super) struct Parts {
    /// Its colour space.
    pub(super) space: Object,
    /// The number of its soft mask.
    pub(super) soft_mask: Option<u32>,
    /// The number of its shared JBIG2 segments.
    pub(super) globals: Option<u32>,
}

/// Returns the dictionary of a page image without its Length.
pub(super) fn dictionary(image: &PageImage<'_>, Parts { space, soft_mask, globals }: Parts) -> Dictionary {
    let mut dictionary = base(image.width, image.height, image.bits, space);
    if image.coding == Coding::Jpx {
        // Readers must ignore it there (ISO 32000-1, 7.4.9), and JPEG 2000 knows depths that no dictionary may name.
        dictionary.remove(b"BitsPerComponent");
    }
    coding(&mut dictionary, image, globals);
    if image.inverted {
        dictionary.set("Decode", inverse(image));
    }
    match (&image.mask, soft_mask) {
        (Some(Mask::ColourKey(ranges)), _) => {
            dictionary.set("Mask", ranges.iter().map(|end| Object::from(*end)).collect::<Vec<_>>());
        }
        (_, Some(id)) => dictionary.set("SMask", (id, 0)),
        (_, None) => (),
    }
    dictionary
}

/// Returns the dictionary of a soft mask: always DeviceGray, Flate with PNG filters (ISO 32000-1, 11.6.5.3).
pub(super) fn soft_mask(width: u32, height: u32, bits: u8) -> Dictionary {
    let mut dictionary = base(width, height, bits, "DeviceGray".into());
    dictionary.set("Filter", "FlateDecode");
    dictionary.set("DecodeParms", predictor(15, 1, bits, width));
    dictionary
}

/// Returns the components of a pixel as stored.
pub(super) fn channels(colour: &Colour) -> u8 {
    match colour {
        Colour::Gray(_) | Colour::Indexed { .. } => 1,
        Colour::Rgb(_) => 3,
        Colour::Cmyk(_) => 4,
    }
}

fn base(width: u32, height: u32, bits: u8, space: Object) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => width,
        "Height" => height,
        "BitsPerComponent" => bits,
        "ColorSpace" => space,
    }
}

/// Sets Filter and DecodeParms (ISO 32000-1, 7.4).
fn coding(dictionary: &mut Dictionary, image: &PageImage<'_>, globals: Option<u32>) {
    let predictor = |number| predictor(number, channels(&image.colour), image.bits, image.width);
    let (filter, parameters) = match image.coding {
        Coding::Dct { transform } => ("DCTDecode", transform.map(|value| dictionary! { "ColorTransform" => value })),
        Coding::Ccitt { .. } => ("CCITTFaxDecode", Some(fax(image))),
        Coding::Flate => ("FlateDecode", None),
        Coding::FlatePng => ("FlateDecode", Some(predictor(15))),
        Coding::FlateTiff => ("FlateDecode", Some(predictor(2))),
        Coding::Jpx => ("JPXDecode", None),
        Coding::Jbig2 { .. } => ("JBIG2Decode", globals.map(|id| dictionary! { "JBIG2Globals" => (id, 0) })),
    };
    dictionary.set("Filter", filter);
    if let Some(parameters) = parameters {
        dictionary.set("DecodeParms", parameters);
    }
}

fn predictor(number: u8, channels: u8, bits: u8, width: u32) -> Dictionary {
    dictionary! {
        "Predictor" => number,
        "Colors" => channels,
        "BitsPerComponent" => bits,
        "Columns" => width,
    }
}

/// Returns the parameters of a fax stream; what equals the standard's default is left out (table 11).
fn fax(image: &PageImage<'_>) -> Dictionary {
    let Coding::Ccitt { k, black_is_1, end_of_line, byte_align, end_of_block } = image.coding else {
        return Dictionary::new();
    };
    let mut parameters = dictionary! { "K" => k, "Columns" => image.width, "Rows" => image.height };
    for (key, value, default) in [
        ("BlackIs1", black_is_1, false),
        ("EndOfLine", end_of_line, false),
        ("EncodedByteAlign", byte_align, false),
        ("EndOfBlock", end_of_block, true),
    ] {
        if value != default {
            parameters.set(key, value);
        }
    }
    parameters
}

/// Returns the Decode array that turns every component around (ISO 32000-1, 8.9.5.2).
fn inverse(image: &PageImage<'_>) -> Object {
    let top = match image.colour {
        Colour::Indexed { .. } => (1 << image.bits.min(8)) - 1,
        _ => 1,
    };
    let pair = [Object::from(top), Object::from(0)];
    pair.iter().cycle().take(2 * usize::from(channels(&image.colour))).cloned().collect::<Vec<_>>().into()
}
