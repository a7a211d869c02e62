//! Files that are to be mended, read by those who forgive: lopdf, and hayro where lopdf gives up.
//!
//! Broken cross-references are rebuilt, encryption with an empty password is undone. What comes out is a set of
//! objects in memory; what has to change in them is for others to say.

mod convert;
mod password;
mod streams;

pub use password::needs_password;
pub use streams::recode;

use lopdf::{Document, LoadOptions, Object};

use super::{Limits, Unreadable};
use crate::text;

/// The most that a cross-reference or object stream may be when lopdf inflates it: of each entry it makes some hundred
/// bytes in memory, and more than this no honest file has in one stream.
const PACKED: u64 = 16 << 20;

/// Objects of a file in memory, decrypted; trailer and cross-references are those of nobody any more.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let options = LoadOptions {
        password: Some(String::new()),
        max_decompressed_size: usize::try_from(limits.memory.min(PACKED)).ok(),
        ..LoadOptions::default()
    };
    let read = Document::load_mem_with_options(bytes, options).ok();
    let mut document = match read.filter(is_usable) {
        Some(document) => document,
        None => convert::open(bytes, limits)?,
    };
    if document.objects.len() as u64 > limits.objects {
        return Err(Unreadable::limit(text!("tệp có quá nhiều đối tượng", "the file has too many objects")));
    }
    document.trailer.remove(b"Encrypt");
    Ok(document)
}

/// Returns the file written anew: not encrypted, its cross-references right, the data of its streams as they were.
pub fn plain(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let mut document = open(bytes, limits)?;
    let mut written = Vec::new();
    document.save_to(&mut written).map_err(|error| {
        Unreadable::broken(text!("không ghi lại được: {error}", "it cannot be written anew: {error}"))
    })?;
    Ok(written)
}

/// Says whether everything that objects refer to is there, as it is not in a file that was cut.
pub fn is_whole(document: &Document) -> bool {
    let is_there = |id| document.objects.get(id).is_some_and(|object| !object.is_null());
    let mut waiting: Vec<&Object> = document.objects.values().collect();
    while let Some(object) = waiting.pop() {
        match object {
            Object::Reference(id) if !is_there(id) => return false,
            Object::Array(items) => waiting.extend(items),
            Object::Dictionary(dict) => waiting.extend(dict.iter().map(|(_, value)| value)),
            Object::Stream(stream) => waiting.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => (),
        }
    }
    true
}

/// Says whether lopdf found pages, and nothing is encrypted still.
fn is_usable(document: &Document) -> bool {
    let is_open = !document.is_encrypted() || document.was_encrypted();
    is_open && document.catalog().is_ok() && document.page_iter().next().is_some()
}

#[cfg(test)]
pub(crate) mod tests;
