//! The characters that codes stand for (6.2.11.7.2): by `ToUnicode`, by names of glyphs, or by Adobe's collections.

use std::io::{Read, Seek};

use super::{Font, name_of};
use crate::pdf::font::cmap::{CMap, Collection};
use crate::pdf::font::glyph_list;
use crate::pdf::object::Object;

/// The collections whose CIDs have known characters.
const COLLECTIONS: [&[u8]; 4] = [b"GB1", b"CNS1", b"Japan1", b"Korea1"];

impl<R: Read + Seek> Font<'_, R> {
    /// Reads `ToUnicode`, if there is one and it matters.
    pub(super) fn to_unicode(&self) -> Option<CMap> {
        if !self.wants_characters {
            return None;
        }
        let map = self.entry("ToUnicode");
        match &*map {
            Object::Name(name) if name.starts_with(b"Identity-") => Some(CMap::Identity),
            Object::Stream(stream) => {
                let name = name_of(&self.entry_of(&stream.dict, "CMapName")).unwrap_or_default();
                if name.starts_with(b"Identity-") { Some(CMap::Identity) } else { self.read_cmap(&map, 0) }
            }
            _ => None,
        }
    }
}

/// Returns the characters that a glyph's name stands for.
pub(super) fn of_glyph(name: &str) -> Option<Vec<u16>> {
    let characters = glyph_list::characters(name).or_else(|| glyph_list::dingbat(name).map(String::from))?;
    Some(characters.encode_utf16().collect())
}

/// Returns the CMap from the CIDs of one of Adobe's collections to characters.
pub(super) fn of_collection(collection: &Collection) -> Option<CMap> {
    let ordering = collection.ordering.as_deref().filter(|ordering| COLLECTIONS.contains(ordering))?;
    let is_adobe = collection.registry.as_deref() == Some(b"Adobe");
    is_adobe.then(|| CMap::predefined(&[b"Adobe-", ordering, b"-UCS2"].concat())).flatten()
}
