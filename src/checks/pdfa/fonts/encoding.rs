//! The encoding of a simple font, from codes to names of glyphs (ISO 32000-1, 9.6.6).

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::{Font, name_of};
use crate::pdf::font::encodings;
use crate::pdf::object::Object;

/// What `Encoding` says.
#[derive(Debug, Default)]
pub(super) struct Encoding {
    /// Whether there is anything.
    pub(super) is_given: bool,
    /// The encoding that is named, or built upon, as it is written.
    pub(super) base_name: Option<Vec<u8>>,
    /// The same, if there is one of that name.
    pub(super) base: Option<encodings::Encoding>,
    /// Names for single codes; none if the dictionary has no `Differences`.
    pub(super) differences: Option<BTreeMap<u32, String>>,
}

impl Encoding {
    /// Returns the name for a code: `.notdef` for one that a named encoding leaves out; none if there is no encoding.
    pub(super) fn glyph(&self, code: u32) -> Option<&str> {
        let other = self.differences.as_ref().and_then(|differences| differences.get(&code)).map(String::as_str);
        other.or_else(|| self.base.map(|base| glyph(base, code)))
    }
}

/// Returns the name for a code in a named encoding, `.notdef` if it leaves the code out.
pub(super) fn glyph(encoding: encodings::Encoding, code: u32) -> &'static str {
    u8::try_from(code).ok().and_then(|code| encoding.glyph(code)).unwrap_or(".notdef")
}

impl<R: Read + Seek> Font<'_, R> {
    /// Reads the encoding of a simple font.
    pub(super) fn encoding(&self) -> Encoding {
        let encoding = self.entry("Encoding");
        match &*encoding {
            Object::Null => Encoding::default(),
            Object::Dict(dict) => {
                let base_name = name_of(&self.entry_of(dict, "BaseEncoding"));
                let differences = self.entry_of(dict, "Differences");
                let is_there = dict.has("Differences");
                let differences = is_there.then(|| self.differences(differences.as_array().unwrap_or_default()));
                Encoding { is_given: true, base: named(base_name.as_deref()), base_name, differences }
            }
            other => {
                let base_name = name_of(other);
                Encoding { is_given: true, base: named(base_name.as_deref()), base_name, differences: None }
            }
        }
    }

    fn differences(&self, items: &[Object]) -> BTreeMap<u32, String> {
        let mut differences = BTreeMap::new();
        let mut code = 0;
        for item in items {
            let item = self.resolved(item);
            if let Some(first) = item.as_int() {
                code = u32::try_from(first).unwrap_or(u32::MAX);
            } else if let Some(name) = item.as_name() {
                differences.insert(code, String::from_utf8_lossy(name).into_owned());
                code = code.saturating_add(1);
            }
        }
        differences
    }
}

/// Returns the encoding that may be named in a font: StandardEncoding may not (ISO 32000-1, table 114).
fn named(name: Option<&[u8]>) -> Option<encodings::Encoding> {
    name.and_then(encodings::Encoding::named).filter(|encoding| *encoding != encodings::Encoding::Standard)
}
