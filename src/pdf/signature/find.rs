//! Where the signatures of a file are: every `/ByteRange` in a dictionary with `/Contents`, in whichever revision.
//!
//! A signature is filled in after its file was written, so its dictionary stands in the open and is never packed.
//! Cross-references are not asked: they may be broken, or know only the latest revision. The mere word, in a comment or
//! in the data of a stream, is nothing.

use std::io::{self, Read, Seek, SeekFrom};

use crate::pdf::lexer::{Flaw, Lexer, is_regular};
use crate::pdf::object::Dict;

const KEY: &[u8] = b"/ByteRange";
const BLOCK: usize = 1 << 20;
/// More signatures than this are no paper; the rest is not looked at.
const MOST: usize = 64;
/// How far around the key its object is looked for: signatures with their certificates take up to some hundred KiB.
const AROUND: [u64; 3] = [1 << 16, 1 << 20, 1 << 23];
const NESTING: u32 = 32;
/// Dictionaries within a signature before its key, at most.
const OPENINGS: usize = 32;
/// How far back a line is read.
const LINE: usize = 1 << 12;

/// Returns the dictionary of a signature around each `/ByteRange`, each once, and `None` where the file ends within
/// one; `is_data` says of a place in the file whether it lies within the data of a stream.
pub fn dictionaries<R: Read + Seek>(input: &mut R, is_data: &dyn Fn(u64) -> bool) -> io::Result<Vec<Option<Dict>>> {
    let mut found: Vec<Option<Dict>> = Vec::new();
    for place in places(input)?.into_iter().filter(|place| !is_data(*place)) {
        let held = match around(input, place)? {
            Held::By(dict) => Some(dict),
            Held::Cut => None,
            Held::Not => continue,
        };
        if !found.contains(&held) {
            found.push(held);
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

/// What holds a key.
enum Held {
    /// This dictionary of a signature.
    By(Dict),
    /// A dictionary that does not end.
    Cut,
    /// Nothing, or another dictionary.
    Not,
}

/// Looks for the dictionary that the key stands in.
fn around<R: Read + Seek>(input: &mut R, place: u64) -> io::Result<Held> {
    let mut held = Held::Not;
    for distance in AROUND {
        let start = place.saturating_sub(distance);
        input.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        input.by_ref().take(distance * 2).read_to_end(&mut bytes)?;
        match holder(&bytes, (place - start) as usize) {
            Some(found @ Held::Cut) => held = found,
            Some(found) => return Ok(found),
            None => (),
        }
    }
    Ok(held)
}

/// Reads from the nearest `<<` before the key that opens a dictionary around it; `None` if there is none.
fn holder(bytes: &[u8], key: usize) -> Option<Held> {
    let before = bytes.get(..key)?;
    let openings = before.windows(2).enumerate().rev().filter(|(_, pair)| *pair == b"<<").map(|(at, _)| at);
    let mut held = None;
    for at in openings.take(OPENINGS) {
        let mut lexer = Lexer::new(bytes.get(at..)?, 0, NESTING);
        match lexer.object() {
            // Dictionaries that stand before the key end before it.
            Ok(_) if at + lexer.position() <= key => (),
            _ if !is_token(before, at) => (),
            // Within a comment or a string of the dictionary the word is none of its keys.
            Ok(object) => {
                let dict = object.as_dict().filter(|dict| dict.has("ByteRange") && dict.has("Contents"));
                return Some(dict.map_or(Held::Not, |dict| Held::By(dict.clone())));
            }
            Err(Flaw::Cut) => held = held.or(Some(Held::Cut)),
            Err(_) => (),
        }
    }
    held
}

/// Says whether one who reads from the beginning of the line comes by the place: it lies in no comment.
fn is_token(before: &[u8], at: usize) -> bool {
    let line = before.get(at.saturating_sub(LINE)..at).unwrap_or_default();
    let start = line.iter().rposition(|byte| matches!(byte, b'\r' | b'\n')).map_or(0, |end| end + 1);
    let goal = line.len() - start;
    let mut lexer = Lexer::new(before.get(at - goal..).unwrap_or_default(), 0, NESTING);
    loop {
        lexer.skip_blanks();
        if lexer.position() >= goal {
            return lexer.position() == goal;
        }
        // A line that begins within binary data is nothing to go by.
        if lexer.token().is_err() {
            return true;
        }
    }
}
