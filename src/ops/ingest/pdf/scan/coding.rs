//! How the data of an image are coded, by its dictionary: in the words of our writer, or not at all.
//!
//! Parameters that readers may take in different ways make it no image of a scan.

use std::io::{Read, Seek};

use crate::page::{Coding, Colour};
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Object};
use crate::text;

use super::odd;
use super::unfit::{Fit, because};

/// Says whether an image of these colours can be coded so: what our writer would not write is no scan.
pub(super) fn fits(coding: Option<&[u8]>, bits: u8, colour: Option<&Colour>) -> bool {
    let is_indexed = matches!(colour, Some(Colour::Indexed { .. }));
    match coding {
        Some(b"CCITTFaxDecode") => channels(colour) == 1,
        Some(b"JBIG2Decode") => channels(colour) == 1 && !is_indexed,
        Some(b"DCTDecode") => bits == 8 && !is_indexed,
        Some(b"JPXDecode") => !is_indexed,
        _ => !is_indexed || bits <= 8,
    }
}

/// Says whether Decode turns all components around; anything but that or nothing is no scan.
pub(super) fn inverted<R: Read + Seek>(file: &File<R>, dict: &Dict, bits: u8, colour: Option<&Colour>) -> Fit<bool> {
    let decode = file.value(dict, "Decode")?;
    let odd = || because(text!("ảnh có thang giá trị lạ", "an image has an unusual range of values"));
    let items = match decode.as_ref() {
        Object::Null => return Ok(false),
        // Without a colour space of its own, nobody knows how many components there are.
        Object::Array(items) if colour.is_some() && items.len() == 2 * usize::from(channels(colour)) => items,
        _ => return odd(),
    };
    let top = match colour {
        Some(Colour::Indexed { .. }) => f64::from((1u32 << bits.min(8)) - 1),
        _ => 1.0,
    };
    let mut ends = Vec::new();
    for item in items {
        ends.extend(file.resolve(item)?.as_number());
    }
    let all = |pair: [f64; 2]| ends.len() == items.len() && ends.chunks(2).all(|ends| ends == pair);
    match (all([0.0, top]), all([top, 0.0])) {
        (true, _) => Ok(false),
        (_, true) => Ok(true),
        _ => odd(),
    }
}

/// Returns the coding that our writer can say again; `None` means that the samples are coded anew.
pub(super) fn coding<R: Read + Seek>(
    file: &File<R>,
    last: Option<(&[u8], &Dict)>,
    (width, height): (u32, u32),
    bits: u8,
    colour: Option<&Colour>,
) -> Fit<Option<Coding>> {
    let Some((name, parameters)) = last else { return Ok(None) };
    let number = |key: &str, default: i64| parameters.get(key).map_or(Some(default), odd::whole);
    let flag = |key: &str, default: bool| match parameters.get(key).map(Object::as_bool) {
        Some(None) => because(text!("ảnh fax có tham số lạ", "a fax image has unusual parameters")),
        Some(Some(value)) => Ok(value),
        None => Ok(default),
    };
    let coding = match name {
        b"DCTDecode" => {
            let transform = match parameters.get("ColorTransform") {
                None => None,
                Some(Object::Int(0)) => Some(0),
                Some(Object::Int(1)) => Some(1),
                Some(_) => return because(text!("ảnh JPEG có tham số lạ", "a JPEG has unusual parameters")),
            };
            Coding::Dct { transform }
        }
        b"JPXDecode" => Coding::Jpx,
        b"JBIG2Decode" => Coding::Jbig2 { globals: globals(file, parameters)? },
        b"CCITTFaxDecode" => {
            let rows = number("Rows", 0);
            let is_whole =
                number("Columns", 1728) == Some(width.into()) && (rows == Some(0) || rows == Some(height.into()));
            let k = number("K", 0).and_then(|k| i32::try_from(k).ok());
            let (Some(k), true) = (k, is_whole) else {
                return because(text!("ảnh fax có tham số lạ", "a fax image has unusual parameters"));
            };
            Coding::Ccitt {
                k,
                black_is_1: flag("BlackIs1", false)?,
                end_of_line: flag("EndOfLine", false)?,
                byte_align: flag("EncodedByteAlign", false)?,
                end_of_block: flag("EndOfBlock", true)?,
            }
        }
        b"FlateDecode" => {
            let expected = [i64::from(channels(colour)), i64::from(bits), i64::from(width)];
            let stated = [number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)];
            match number("Predictor", 1) {
                Some(1) => Coding::Flate,
                Some(2) if stated == expected.map(Some) => Coding::FlateTiff,
                Some(10..=15) if stated == expected.map(Some) => Coding::FlatePng,
                _ => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(coding))
}

fn globals<R: Read + Seek>(file: &File<R>, parameters: &Dict) -> Fit<Option<Vec<u8>>> {
    match file.value(parameters, "JBIG2Globals")?.as_ref() {
        Object::Stream(stream) => {
            odd::stream(file, &stream.dict)?;
            Ok(Some(file.decoded(stream)?.data))
        }
        Object::Null => Ok(None),
        _ => because(text!("ảnh JBIG2 có tham số lạ", "a JBIG2 image has unusual parameters")),
    }
}

pub(super) fn channels(colour: Option<&Colour>) -> u8 {
    match colour {
        Some(Colour::Rgb(_)) | None => 3,
        Some(Colour::Cmyk(_)) => 4,
        Some(Colour::Gray(_) | Colour::Indexed { .. }) => 1,
    }
}
