//! Image dictionaries back into words: the inverse of the writer's `image` and `colour`.

use std::io::{Read, Seek};

use lopdf::Object;

use super::fields::Fields;
use super::surprise::ReadError;
use super::{Reader, Span, StoredColour, StoredImage, StoredMask};
use crate::digest::Digest;
use crate::page::{Coding, JBIG2_GLOBALS};

const KEYS: &[&str] = &[
    "Type",
    "Subtype",
    "Width",
    "Height",
    "BitsPerComponent",
    "ColorSpace",
    "Filter",
    "DecodeParms",
    "Decode",
    "Mask",
    "SMask",
    "Length",
];

/// The most bytes of a profile that is read; CMYK printer profiles are the largest in use, at 2 to 4 MB.
const LARGEST_PROFILE: u64 = 64 << 20;

/// Width, height and bits of an image; 0 bits where the dictionary leaves them to JPEG 2000 data.
#[derive(Clone, Copy)]
struct Shape {
    width: u32,
    height: u32,
    bits: u8,
}

/// Reads the image object of a page.
pub(super) fn read<R: Read + Seek>(reader: &mut Reader<R>, id: u32) -> Result<StoredImage, ReadError> {
    let (dictionary, at, stream) = reader.stream(id)?;
    let fields = Fields::new(&dictionary, at);
    let shape = shape(&fields)?;
    if (shape.bits == 0) != fields.name_is("Filter", b"JPXDecode").is_ok() {
        return Err(fields.bad("BitsPerComponent"));
    }
    let colour = colour(reader, &fields, shape.bits)?;
    let coding = match fields.name_is("Filter", b"JBIG2Decode") {
        Ok(()) => jbig2(reader, &fields, shape)?,
        Err(_) => coding(&fields, shape, channels(&colour))?,
    };
    let inverted = inverted(&fields, shape.bits, &colour)?;
    let mask = mask(reader, &fields, shape, channels(&colour))?;
    let Shape { width, height, bits } = shape;
    Ok(StoredImage { stream, width, height, bits, coding, colour, inverted, mask })
}

fn shape(fields: &Fields<'_>) -> Result<Shape, ReadError> {
    fields.only("XObject", KEYS)?;
    fields.name_is("Type", b"XObject")?;
    fields.name_is("Subtype", b"Image")?;
    let size = |key| fields.number(key).and_then(|size| if size == 0 { Err(fields.bad(key)) } else { Ok(size) });
    let (width, height) = (size("Width")?, size("Height")?);
    if fields.find("BitsPerComponent").is_none() {
        return Ok(Shape { width, height, bits: 0 });
    }
    match fields.number("BitsPerComponent")? {
        bits @ (1 | 2 | 4 | 8 | 16) => Ok(Shape { width, height, bits: bits as u8 }),
        _ => Err(fields.bad("BitsPerComponent")),
    }
}

fn colour<R: Read + Seek>(reader: &mut Reader<R>, fields: &Fields<'_>, bits: u8) -> Result<StoredColour, ReadError> {
    let bad = || fields.bad("ColorSpace");
    let space = fields.get("ColorSpace")?;
    let Ok([Object::Name(family), base, Object::Integer(last), Object::String(palette, _)]) =
        space.as_array().map(Vec::as_slice)
    else {
        return plain(reader, fields, space);
    };
    let is_whole = (0..256).contains(last) && palette.len() as i64 == 3 * (last + 1) && bits <= 8;
    if family != b"Indexed" || !is_whole || plain(reader, fields, base)? != StoredColour::Rgb {
        return Err(bad());
    }
    Ok(StoredColour::Indexed { palette: palette.clone() })
}

/// Reads a colour space that is not Indexed.
fn plain<R: Read + Seek>(
    reader: &mut Reader<R>,
    fields: &Fields<'_>,
    space: &Object,
) -> Result<StoredColour, ReadError> {
    let bad = || fields.bad("ColorSpace");
    match space {
        Object::Name(name) if name == b"DeviceGray" => Ok(StoredColour::Gray),
        Object::Name(name) if name == b"DeviceRGB" => Ok(StoredColour::Rgb),
        Object::Array(parts) => match parts.as_slice() {
            [Object::Name(family), Object::Dictionary(_)] if family == b"CalGray" => Ok(StoredColour::Gray),
            [Object::Name(family), Object::Dictionary(_)] if family == b"CalRGB" => Ok(StoredColour::Rgb),
            [Object::Name(family), Object::Reference((id, _))] if family == b"ICCBased" => {
                let (profile, at, _) = reader.stream(*id)?;
                match Fields::new(&profile, at).number("N")? {
                    1 => Ok(StoredColour::Gray),
                    3 => Ok(StoredColour::Rgb),
                    4 => Ok(StoredColour::Cmyk),
                    _ => Err(bad()),
                }
            }
            _ => Err(bad()),
        },
        _ => Err(bad()),
    }
}

/// Spells how colours are measured, whatever the palette: a profile by its digest, calibration by its numbers.
pub(super) fn space<R: Read + Seek>(reader: &mut Reader<R>, id: u32) -> Result<String, ReadError> {
    let (dictionary, at, _) = reader.stream(id)?;
    let mut space = Fields::new(&dictionary, at).get("ColorSpace")?;
    if let Ok([Object::Name(family), base, ..]) = space.as_array().map(Vec::as_slice)
        && family == b"Indexed"
    {
        space = base;
    }
    let Ok([Object::Name(_), Object::Reference((profile, _))]) = space.as_array().map(Vec::as_slice) else {
        return Ok(format!("{space:?}"));
    };
    let (_, _, stream) = reader.stream(*profile)?;
    if stream.length > LARGEST_PROFILE {
        return Err(Fields::new(&dictionary, at).bad("ColorSpace"));
    }
    let mut bytes = Vec::new();
    reader.copy(stream, &mut bytes).map_err(ReadError::Io)?;
    Ok(Digest::of(&bytes).to_string())
}

fn channels(colour: &StoredColour) -> u32 {
    match colour {
        StoredColour::Gray | StoredColour::Indexed { .. } => 1,
        StoredColour::Rgb => 3,
        StoredColour::Cmyk => 4,
    }
}

fn coding(fields: &Fields<'_>, shape: Shape, channels: u32) -> Result<Coding, ReadError> {
    let parameters = fields.find("DecodeParms").map(|_| fields.dictionary("DecodeParms")).transpose()?;
    let filter = fields.get("Filter")?.as_name().map_err(|_| fields.bad("Filter"))?;
    match (filter, parameters) {
        (b"DCTDecode", None) => Ok(Coding::Dct { transform: None }),
        (b"DCTDecode", Some(parameters)) => {
            parameters.only("DecodeParms", &["ColorTransform"])?;
            let transform = u8::try_from(parameters.number("ColorTransform")?);
            Ok(Coding::Dct { transform: Some(transform.map_err(|_| fields.bad("ColorTransform"))?) })
        }
        (b"CCITTFaxDecode", Some(parameters)) => fax(&parameters, shape),
        (b"JPXDecode", None) => Ok(Coding::Jpx),
        (b"FlateDecode", None) => Ok(Coding::Flate),
        (b"FlateDecode", Some(parameters)) => predictor(&parameters, shape, channels),
        _ => Err(fields.bad("Filter")),
    }
}

/// Reads the parameters of JBIG2 data with the segments that they share, which are taken into memory.
fn jbig2<R: Read + Seek>(reader: &mut Reader<R>, fields: &Fields<'_>, shape: Shape) -> Result<Coding, ReadError> {
    if shape.bits != 1 {
        return Err(fields.bad("BitsPerComponent"));
    }
    if fields.find("DecodeParms").is_none() {
        return Ok(Coding::Jbig2 { globals: None });
    }
    let parameters = fields.dictionary("DecodeParms")?;
    parameters.only("DecodeParms", &["JBIG2Globals"])?;
    let (dictionary, at, stream) = reader.stream(parameters.reference("JBIG2Globals")?)?;
    Fields::new(&dictionary, at).only("JBIG2Globals", &["Length"])?;
    if stream.length > JBIG2_GLOBALS {
        return Err(fields.bad("JBIG2Globals"));
    }
    let mut globals = Vec::new();
    reader.copy(stream, &mut globals).map_err(ReadError::Io)?;
    Ok(Coding::Jbig2 { globals: Some(globals) })
}

fn fax(parameters: &Fields<'_>, shape: Shape) -> Result<Coding, ReadError> {
    let keys = ["K", "Columns", "Rows", "BlackIs1", "EndOfLine", "EncodedByteAlign", "EndOfBlock"];
    parameters.only("DecodeParms", &keys)?;
    expect(parameters, "Columns", shape.width)?;
    expect(parameters, "Rows", shape.height)?;
    let k = parameters.get("K")?.as_i64().ok().and_then(|k| i32::try_from(k).ok());
    Ok(Coding::Ccitt {
        k: k.ok_or_else(|| parameters.bad("K"))?,
        black_is_1: parameters.flag("BlackIs1", false)?,
        end_of_line: parameters.flag("EndOfLine", false)?,
        byte_align: parameters.flag("EncodedByteAlign", false)?,
        end_of_block: parameters.flag("EndOfBlock", true)?,
    })
}

fn predictor(parameters: &Fields<'_>, shape: Shape, channels: u32) -> Result<Coding, ReadError> {
    parameters.only("DecodeParms", &["Predictor", "Colors", "BitsPerComponent", "Columns"])?;
    expect(parameters, "Colors", channels)?;
    expect(parameters, "BitsPerComponent", u32::from(shape.bits))?;
    expect(parameters, "Columns", shape.width)?;
    match parameters.number("Predictor")? {
        2 => Ok(Coding::FlateTiff),
        15 => Ok(Coding::FlatePng),
        _ => Err(parameters.bad("Predictor")),
    }
}

fn expect(fields: &Fields<'_>, key: &'static str, value: u32) -> Result<(), ReadError> {
    if fields.number(key)? == value { Ok(()) } else { Err(fields.bad(key)) }
}

/// Says whether Decode turns the components around; any other Decode is a surprise.
fn inverted(fields: &Fields<'_>, bits: u8, colour: &StoredColour) -> Result<bool, ReadError> {
    if fields.find("Decode").is_none() {
        return Ok(false);
    }
    let top = if matches!(colour, StoredColour::Indexed { .. }) { (1 << bits) - 1 } else { 1 };
    let found = fields.array("Decode")?;
    let is_inverse = |pair: &[Object]| *pair == [Object::Integer(top), Object::Integer(0)];
    if found.len() == 2 * channels(colour) as usize && found.chunks(2).all(is_inverse) {
        Ok(true)
    } else {
        Err(fields.bad("Decode"))
    }
}

fn mask<R: Read + Seek>(
    reader: &mut Reader<R>,
    fields: &Fields<'_>,
    shape: Shape,
    channels: u32,
) -> Result<Option<StoredMask>, ReadError> {
    if fields.find("Mask").is_some() {
        let ends = fields.array("Mask")?.iter().map(|end| end.as_i64().ok().and_then(|end| u16::try_from(end).ok()));
        let ends: Vec<u16> = ends.collect::<Option<_>>().ok_or_else(|| fields.bad("Mask"))?;
        let is_whole = ends.len() == 2 * channels as usize && fields.find("SMask").is_none();
        return if is_whole { Ok(Some(StoredMask::ColourKey(ends))) } else { Err(fields.bad("Mask")) };
    }
    if fields.find("SMask").is_none() {
        return Ok(None);
    }
    let (bits, stream) = soft_mask(reader, fields.reference("SMask")?, shape)?;
    Ok(Some(StoredMask::Soft { bits, stream }))
}

fn soft_mask<R: Read + Seek>(reader: &mut Reader<R>, id: u32, of: Shape) -> Result<(u8, Span), ReadError> {
    let (dictionary, at, stream) = reader.stream(id)?;
    let fields = Fields::new(&dictionary, at);
    let found = shape(&fields)?;
    fields.only("SMask", &KEYS[..8].iter().chain(&["Length"]).copied().collect::<Vec<_>>())?;
    fields.name_is("ColorSpace", b"DeviceGray")?;
    if (found.width, found.height) != (of.width, of.height) || coding(&fields, found, 1)? != Coding::FlatePng {
        return Err(fields.bad("SMask"));
    }
    Ok((found.bits, stream))
}
