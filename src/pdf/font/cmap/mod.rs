//! CMaps (ISO 32000-1, 9.7.5): how the bytes of a string become codes, codes CIDs, and codes characters.
//!
//! Those that are embedded are read by `parse`; the predefined ones come from a crate, and Identity from nowhere.

mod parse;

use hayro_cmap::{BfString, CMapName, CidFamily};

use super::runs::Runs;

/// A code taken from a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// The bytes of the code, as one number.
    pub value: u32,
    /// How many bytes it has: 1 to 4.
    pub length: u8,
}

/// What one range of codes may be, byte by byte.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Space {
    low: Vec<u8>,
    high: Vec<u8>,
}

/// The registry, ordering and supplement of a character collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// Who keeps it; `Adobe` for all that are predefined.
    pub registry: Option<Vec<u8>>,
    /// Its name there.
    pub ordering: Option<Vec<u8>>,
    /// Its extent.
    pub supplement: Option<i64>,
}

/// A CMap that stands in the file, without what it refers to.
#[derive(Clone, Debug, Default)]
pub struct Embedded {
    spaces: Vec<Space>,
    cids: Runs<u32>,
    notdefs: Runs<u32>,
    characters: Runs<Vec<u16>>,
    /// The writing mode it states; 0 if it states none.
    pub writing_mode: i64,
    /// The collection it states.
    pub collection: Collection,
    /// The highest CID that any of its ranges leads to, shown or not.
    pub highest_cid: u64,
    /// The CMap that it builds on by the operator `usecmap`.
    pub uses: Option<Vec<u8>>,
}

impl Embedded {
    /// Reads a CMap file; what breaks its grammar ends the reading, and what came before counts.
    pub fn read(data: &[u8]) -> Embedded {
        parse::read(data)
    }
}

/// Any CMap, with all that it builds on.
#[derive(Debug)]
pub enum CMap {
    /// Identity-H and Identity-V: two bytes a code, which is the CID.
    Identity,
    /// One of the other predefined CMaps.
    Predefined(hayro_cmap::CMap),
    /// One that stands in the file, and the one that it builds on.
    Embedded(Box<Embedded>, Option<Box<CMap>>),
}

impl CMap {
    /// Returns a predefined CMap (ISO 32000-1, table 118), or one from CIDs to characters such as Adobe-GB1-UCS2.
    pub fn predefined(name: &[u8]) -> Option<CMap> {
        let name = match CMapName::from_bytes(name) {
            CMapName::IdentityH | CMapName::IdentityV => return Some(CMap::Identity),
            name => name,
        };
        hayro_cmap::CMap::parse(hayro_cmap::load_embedded(name)?, hayro_cmap::load_embedded).map(CMap::Predefined)
    }

    /// Takes the first code from `text`; none if that is empty.
    pub fn code(&self, text: &[u8]) -> Option<Code> {
        match self {
            CMap::Identity => code_of(text, 2),
            CMap::Predefined(map) => {
                let known = |code: &Code| map.lookup_cid_code(code.value, code.length).is_some();
                (1..=4).filter_map(|length| whole_code_of(text, length)).find(known).or_else(|| code_of(text, 2))
            }
            CMap::Embedded(map, Some(base)) if map.spaces.is_empty() => base.code(text),
            CMap::Embedded(map, _) => map.code(text),
        }
    }

    /// Returns the CID of a code, if the CMap has one for it.
    pub fn cid(&self, code: Code) -> Option<u32> {
        match self {
            // A byte that is left over at the end of a string is no code.
            CMap::Identity => (code.length == 2).then_some(code.value),
            CMap::Predefined(map) => map.lookup_cid_code(code.value, code.length),
            CMap::Embedded(map, base) => {
                let mapped = map.cids.get(code.value).and_then(|(cid, offset)| cid.checked_add(offset));
                let based = || base.as_ref().and_then(|base| base.cid(code));
                mapped.or_else(based).or_else(|| map.notdefs.get(code.value).map(|(cid, _)| *cid))
            }
        }
    }

    /// Returns the characters of a code as UTF-16, if the CMap has any for it.
    pub fn characters(&self, code: u32) -> Option<Vec<u16>> {
        match self {
            CMap::Identity => Some(vec![code as u16]),
            CMap::Predefined(map) => map.lookup_bf_string(code).map(|found| match found {
                BfString::Char(character) => character.to_string().encode_utf16().collect(),
                BfString::String(string) => string.encode_utf16().collect(),
            }),
            CMap::Embedded(map, base) => map
                .characters
                .get(code)
                .map(|(first, offset)| advanced(first, offset))
                .or_else(|| base.as_ref().and_then(|base| base.characters(code))),
        }
    }

    /// Returns the collection that a predefined CMap belongs to, or the one that an embedded one states.
    pub fn collection(&self) -> Collection {
        match self {
            CMap::Identity => Collection::default(),
            CMap::Predefined(map) => {
                map.metadata().character_collection.as_ref().map_or_else(Collection::default, |it| Collection {
                    registry: Some(b"Adobe".to_vec()),
                    ordering: ordering(&it.family).map(<[u8]>::to_vec),
                    supplement: Some(i64::from(it.supplement)),
                })
            }
            CMap::Embedded(map, _) => map.collection.clone(),
        }
    }
}

/// Returns what a collection is called at Adobe.
fn ordering(family: &CidFamily) -> Option<&[u8]> {
    match family {
        CidFamily::AdobeJapan1 => Some(b"Japan1"),
        CidFamily::AdobeGB1 => Some(b"GB1"),
        CidFamily::AdobeCNS1 => Some(b"CNS1"),
        CidFamily::AdobeKorea1 => Some(b"Korea1"),
        CidFamily::AdobeIdentity => Some(b"Identity"),
        CidFamily::Custom { ordering, .. } => Some(ordering),
    }
}

impl Embedded {
    fn code(&self, text: &[u8]) -> Option<Code> {
        let fits = |code: &Code| self.spaces.iter().any(|space| space.holds(text, usize::from(code.length)));
        if let Some(code) = (1..=4).filter_map(|length| whole_code_of(text, length)).find(fits) {
            return Some(code);
        }
        // No code: as many bytes are passed as the shortest code that begins like this has, or the shortest of all.
        let lengths = |matching: usize| {
            let alike = self.spaces.iter().filter(move |space| space.begins(text, matching));
            alike.map(|space| space.low.len()).min()
        };
        let length = lengths(3).or_else(|| lengths(2)).or_else(|| lengths(1)).or_else(|| lengths(0)).unwrap_or(1);
        code_of(text, length)
    }
}

impl Space {
    /// Says whether the first `length` bytes are a code of this space.
    fn holds(&self, text: &[u8], length: usize) -> bool {
        self.low.len() == length && self.begins(text, length)
    }

    /// Says whether the first `length` bytes are as the space has them.
    fn begins(&self, text: &[u8], length: usize) -> bool {
        let bounds = self.low.iter().zip(&self.high).take(length);
        text.len() >= length && text.iter().zip(bounds).all(|(byte, (low, high))| (low..=high).contains(&byte))
    }
}

/// Returns a code of exactly this length, if there are as many bytes.
fn whole_code_of(text: &[u8], length: usize) -> Option<Code> {
    text.get(..length).and_then(|bytes| code_of(bytes, length))
}

/// Returns a code of this length, or of what there is left; none of nothing.
fn code_of(text: &[u8], length: usize) -> Option<Code> {
    let bytes = text.get(..length.min(text.len()))?;
    let value = number(bytes)?;
    (!bytes.is_empty()).then_some(Code { value, length: u8::try_from(bytes.len()).ok()? })
}

/// Reads up to four bytes as one number.
fn number(bytes: &[u8]) -> Option<u32> {
    (bytes.len() <= 4).then(|| bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)))
}

/// Adds to the last unit of a string, as ranges of codes do (ISO 32000-1, 9.10.3).
fn advanced(first: &[u16], offset: u32) -> Vec<u16> {
    let mut units = first.to_vec();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(offset as u16);
    }
    units
}

#[cfg(test)]
mod tests;
