//! Where the signatures of a file are: every `/ByteRange` in its bytes, whichever revision it belongs to.
//!
//! A signature is filled in after its file was written, so its dictionary stands in the open and is never packed.
//! Cross-references are not asked: they may be broken, or know only the latest revision.

use std::io::{self, Read, Seek, SeekFrom};

use crate::pdf::lexer::{Flaw, Lexer, is_regular};
use crate::pdf::object::{Dict, Object};

const KEY: &[u8] = b"/ByteRange";
const BLOCK: usize = 1 << 20;
/// More signatures than this are no paper; the rest is not looked at.
const MOST: usize = 64;
/// How far around the key its object is looked for: signatures with their certificates take up to some hundred KiB.
const AROUND: [u64; 3] = [1 << 16, 1 << 20, 1 << 23];
const NESTING: u32 = 32;

/// Returns the dictionary around each `/ByteRange`, `None` where it cannot be read; each dictionary once.
pub fn dictionaries<R: Read + Seek>(input: &mut R) -> io::Result<Vec<Option<Dict>>> {
    let mut found: Vec<Option<Dict>> = Vec::new();
    for place in places(input)? {
        let dict = around(input, place)?;
        if dict.is_none() || !found.contains(&dict) {
            found.push(dict);
        }
    }
    Ok(found)
}

/// Returns where the key stands.
fn places<R: Read + Seek>(input: &mut R) -> io::Result<Vec<u64>> {
    input.rewind()?;
    let (mut places, mut buffer, mut base) = (Vec::new(), Vec::new(), 0);
    while places.len() < MOST {
        let n_read = input.by_ref().take(BLOCK as u64).read_to_end(&mut buffer)?;
        for at in positions(&buffer) {
            let is_whole = buffer.get(at + KEY.len()).is_none_or(|next| !is_regular(*next));
            let is_new = places.last() != Some(&(base + at as u64));
            if is_whole && is_new && places.len() < MOST {
                places.push(base + at as u64);
            }
        }
        if n_read == 0 {
            break;
        }
        // The key may lie across two blocks.
        let rest = buffer.len().saturating_sub(KEY.len());
        buffer.drain(..rest);
        base += rest as u64;
    }
    Ok(places)
}

fn positions(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
    slashes.filter(|at| bytes[*at..].starts_with(KEY))
}

/// Reads the object that the key stands in, and returns the dictionary in it that has the key.
fn around<R: Read + Seek>(input: &mut R, place: u64) -> io::Result<Option<Dict>> {
    for distance in AROUND {
        let start = place.saturating_sub(distance);
        input.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        input.by_ref().take(distance * 2).read_to_end(&mut bytes)?;
        let before = bytes.get(..(place - start) as usize).unwrap_or_default();
        let Some(begin) = object_start(before) else { continue };
        let mut lexer = Lexer::new(&bytes[begin..], start + begin as u64, NESTING);
        match lexer.object() {
            Ok(object) => return Ok(holder(&object)),
            Err(Flaw::Cut) => (),
            Err(_) => return Ok(None),
        }
    }
    Ok(None)
}

/// Returns where the last object begins, after its `obj`.
fn object_start(before: &[u8]) -> Option<usize> {
    let at = before.windows(4).rposition(|word| word.ends_with(b"obj") && word[0] != b'd')?;
    Some(at + 4)
}

/// Returns the dictionary that has the key; nesting was bounded when the object was read.
fn holder(object: &Object) -> Option<Dict> {
    match object {
        Object::Array(items) => items.iter().find_map(holder),
        _ => {
            let dict = object.as_dict()?;
            if dict.get("ByteRange").is_some_and(|value| value.as_array().is_some()) {
                return Some(dict.clone());
            }
            dict.iter().find_map(|(_, value)| holder(value))
        }
    }
}
