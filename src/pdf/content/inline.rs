//! Inline images (ISO 32000-1, 8.9.7): their dictionaries with full names, and where their data end.

use crate::pdf::lexer::{Flaw, Lexer, Token};
use crate::pdf::object::{Dict, Object};

/// Short names of keys and what they stand for.
const KEYS: &[(&str, &str)] = &[
    ("BPC", "BitsPerComponent"),
    ("CS", "ColorSpace"),
    ("D", "Decode"),
    ("DP", "DecodeParms"),
    ("F", "Filter"),
    ("H", "Height"),
    ("I", "Interpolate"),
    ("IM", "ImageMask"),
    ("W", "Width"),
];

/// Short names of colour spaces and filters and what they stand for.
const VALUES: &[(&str, &str)] = &[
    ("A85", "ASCII85Decode"),
    ("AHx", "ASCIIHexDecode"),
    ("CCF", "CCITTFaxDecode"),
    ("CMYK", "DeviceCMYK"),
    ("DCT", "DCTDecode"),
    ("Fl", "FlateDecode"),
    ("G", "DeviceGray"),
    ("I", "Indexed"),
    ("LZW", "LZWDecode"),
    ("RGB", "DeviceRGB"),
    ("RL", "RunLengthDecode"),
];

/// Entries of one dictionary; there are only about ten keys.
const ENTRIES: usize = 256;

/// An image within a content stream.
#[derive(Debug, PartialEq)]
pub struct Inline<'a> {
    /// Its dictionary, abbreviations of keys, filters and colour spaces written out.
    pub dict: Dict,
    /// Its data, still coded.
    pub data: &'a [u8],
}

/// Reads what follows `BI`, to the end of `EI`.
pub(super) fn read<'a>(data: &'a [u8], lexer: &mut Lexer<'a>) -> Result<Inline<'a>, Flaw> {
    let dict = dict(lexer)?;
    // One white-space character separates `ID` from the data.
    let start = lexer.position().saturating_add(1).min(data.len());
    let rest = data.get(start..).unwrap_or_default();
    let length =
        plain_length(&dict).filter(|length| is_end(rest, *length)).or_else(|| search(rest)).ok_or(Flaw::Cut)?;
    let found = rest.get(..length).ok_or(Flaw::Cut)?;
    let space = rest.get(length).is_some_and(|byte| is_white(*byte));
    lexer.seek(start.saturating_add(length).saturating_add(2 + usize::from(space)));
    Ok(Inline { dict, data: found })
}

fn dict(lexer: &mut Lexer<'_>) -> Result<Dict, Flaw> {
    let mut dict = Dict::default();
    loop {
        let key = match lexer.token()? {
            Token::Name(name) => full(name, KEYS),
            Token::Keyword(b"ID") => return Ok(dict),
            Token::End => return Err(Flaw::Cut),
            _ => return Err(Flaw::Unexpected),
        };
        let first = lexer.token()?;
        let value = lexer.operand(first)?;
        if dict.0.len() >= ENTRIES {
            return Err(Flaw::Unexpected);
        }
        let has_names = key == b"Filter" || key == b"ColorSpace";
        dict.0.push((key, if has_names { written_out(value) } else { value }));
    }
}

fn full(name: Vec<u8>, table: &[(&str, &str)]) -> Vec<u8> {
    let known = table.iter().find(|(short, _)| short.as_bytes() == name);
    known.map_or(name, |(_, full)| full.as_bytes().to_vec())
}

fn written_out(value: Object) -> Object {
    match value {
        Object::Name(name) => Object::Name(full(name, VALUES)),
        Object::Array(items) => Object::Array(items.into_iter().map(written_out).collect()),
        other => other,
    }
}

/// Returns how long the data are when no filter hides it.
fn plain_length(dict: &Dict) -> Option<usize> {
    if dict.get("Filter").is_some_and(|filter| filter.as_array().is_none_or(|chain| !chain.is_empty())) {
        return None;
    }
    let number = |key| u64::try_from(dict.get(key)?.as_int()?).ok();
    let is_mask = dict.get("ImageMask").and_then(Object::as_bool) == Some(true);
    let channels = match dict.get("ColorSpace") {
        _ if is_mask => 1,
        Some(Object::Name(name)) => match name.as_slice() {
            b"DeviceGray" => 1,
            b"DeviceRGB" => 3,
            b"DeviceCMYK" => 4,
            _ => return None,
        },
        Some(Object::Array(_)) => 1,
        _ => return None,
    };
    let bits = if is_mask { 1 } else { number("BitsPerComponent")? };
    let row = number("Width")?.checked_mul(channels)?.checked_mul(bits)?.div_ceil(8);
    usize::try_from(row.checked_mul(number("Height")?)?).ok()
}

/// Says whether `EI` stands at a place, perhaps behind one white-space character.
fn is_end(rest: &[u8], at: usize) -> bool {
    let Some(behind) = rest.get(at..) else { return false };
    let behind = if behind.first().is_some_and(|byte| is_white(*byte)) { &behind[1..] } else { behind };
    behind.starts_with(b"EI") && behind.get(2).is_none_or(|byte| is_white(*byte))
}

/// Finds the first `EI` between white space after which text goes on, not the bytes of an image.
fn search(rest: &[u8]) -> Option<usize> {
    let ends = |at: &usize| {
        let behind = rest.get(at.saturating_add(3)..).unwrap_or_default();
        let mut text = behind.iter().take(12);
        rest.get(*at).is_some_and(|byte| is_white(*byte))
            && is_end(rest, *at)
            && text.all(|byte| is_white(*byte) || matches!(byte, 0x20..=0x7E))
    };
    (0..rest.len()).find(ends)
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(data: &[u8]) -> Result<Inline<'_>, Flaw> {
        read(data, &mut Lexer::new(data, 0, 8))
    }

    #[test]
    fn abbreviations_are_written_out_in_their_places_only() {
        let image = image(b"/W 1 /H 1 /BPC 8 /CS [/I /RGB 0 <000000>] /F [/AHx] /Intent /G ID 00> EI").unwrap();
        assert_eq!(image.dict.get("Filter"), Some(&Object::Array(vec![Object::Name(b"ASCIIHexDecode".to_vec())])));
        assert_eq!(image.dict.get("Intent"), Some(&Object::Name(b"G".to_vec())));
        let space = image.dict.get("ColorSpace").and_then(Object::as_array).unwrap();
        assert_eq!(space[..2], [Object::Name(b"Indexed".to_vec()), Object::Name(b"DeviceRGB".to_vec())]);
        assert_eq!(image.data, b"00>");
    }

    #[test]
    fn unfiltered_data_may_hold_an_ei() {
        assert_eq!(image(b"/W 4 /H 1 /BPC 8 /CS /G ID  EI \nEI").unwrap().data, b" EI ");
        assert_eq!(image(b"/IM true /W 9 /H 1 ID \n\nEI").unwrap().data, b"\n\n".get(..2).unwrap());
    }

    #[test]
    fn an_image_without_end_is_cut() {
        assert_eq!(image(b"/W 1 /H 1 ID abc"), Err(Flaw::Cut));
        assert_eq!(image(b"/W 1"), Err(Flaw::Cut));
        assert_eq!(image(b"7 ID"), Err(Flaw::Unexpected));
    }
}
