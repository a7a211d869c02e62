//! Files that are to be mended, read by those who forgive: lopdf, and hayro where lopdf gives up.
//!
//! Broken cross-references are rebuilt, encryption with an empty password is undone. What comes out is a set of
//! objects in memory; what has to change in them is for others to say.

mod convert;
mod password;
mod streams;

pub use password::needs_password;
pub use streams::recode;

use lopdf::{Document, LoadOptions};

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

/// Says whether lopdf found pages, and nothing is encrypted still.
fn is_usable(document: &Document) -> bool {
    let is_open = !document.is_encrypted() || document.was_encrypted();
    is_open && document.catalog().is_ok() && document.page_iter().next().is_some()
}

#[cfg(test)]
pub(crate) mod tests;
