//! The CMaps of composite fonts: embedded or predefined (6.2.11.3.3), and of the font's collection (6.2.11.3.1).

use std::io::{Read, Seek};

use super::{Font, name_of};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::cmap::{CMap, Collection, Embedded};
use crate::pdf::object::{Dict, Object};
use crate::text;

/// How many CMaps may build on each other.
const DEPTH: u32 = 8;

impl<R: Read + Seek> Font<'_, R> {
    /// Reads a CMap, by name or from a stream, with what it builds on.
    pub(super) fn read_cmap(&self, map: &Object, depth: u32) -> Option<CMap> {
        let stream = match map {
            Object::Name(name) => return CMap::predefined(name),
            Object::Stream(stream) if depth < DEPTH => stream,
            _ => return None,
        };
        let embedded = Embedded::read(&self.data(map)?);
        let base = self.read_cmap(&self.entry_of(&stream.dict, "UseCMap"), depth + 1);
        let base = base.or_else(|| CMap::predefined(embedded.uses.as_deref()?));
        Some(CMap::Embedded(Box::new(embedded), base.map(Box::new)))
    }

    /// Checks how the CMap of a composite font is given, and that it goes with the collection of the CIDFont.
    pub(super) fn check_cmap(&self, map: &Object, read: Option<&CMap>, cid_font: &Dict, out: &mut Breaches) {
        let name = match map {
            Object::Stream(stream) => name_of(&self.entry_of(&stream.dict, "CMapName")),
            other => name_of(other),
        };
        let name = name.unwrap_or_default();
        let is_embedded = map.as_stream().is_some();
        if !is_embedded && !is_predefined(&name) {
            let what = text!("CMap không được nhúng và không có sẵn", "the CMap is neither embedded nor predefined");
            out.add("6.2.11.3.3-1", self.id, what);
        }
        if let (Object::Stream(stream), Some(CMap::Embedded(embedded, _))) = (map, read) {
            self.check_embedded_cmap(&stream.dict, embedded, out);
        }
        if name != b"Identity-H" && name != b"Identity-V" {
            let of_map = match map {
                Object::Stream(stream) => self.collection(&stream.dict),
                _ => read.map(CMap::collection).unwrap_or_default(),
            };
            self.check_collections(&self.collection(cid_font), &of_map, out);
        }
    }

    fn check_embedded_cmap(&self, dict: &Dict, embedded: &Embedded, out: &mut Breaches) {
        let mode = self.entry_of(dict, "WMode").as_int().unwrap_or(0);
        if mode != embedded.writing_mode {
            let what = text!(
                "`/WMode` của CMap khác giá trị bên trong CMap",
                "`/WMode` of the CMap differs from the value within it"
            );
            out.add("6.2.11.3.3-2", self.id, what);
        }
        let highest = embedded.highest_cid;
        if highest > 65_535 {
            let what = text!("CMap có CID {highest}, vượt 65.535", "the CMap has the CID {highest}, above 65,535");
            out.add("6.1.13-10", self.id, what);
        }
        let used = self.entry_of(dict, "UseCMap");
        let used = match &*used {
            Object::Null => embedded.uses.clone(),
            Object::Stream(stream) => Some(name_of(&self.entry_of(&stream.dict, "CMapName")).unwrap_or_default()),
            other => Some(name_of(other).unwrap_or_default()),
        };
        if used.is_some_and(|used| !is_predefined(&used)) {
            let what = text!("CMap dựa trên một CMap không có sẵn", "the CMap builds on one that is not predefined");
            out.add("6.2.11.3.3-3", self.id, what);
        }
    }

    fn check_collections(&self, of_font: &Collection, of_map: &Collection, out: &mut Breaches) {
        let are_same = of_font.registry.is_some()
            && of_font.ordering.is_some()
            && of_font.registry == of_map.registry
            && of_font.ordering == of_map.ordering
            && of_font.supplement.unwrap_or(0) <= of_map.supplement.unwrap_or(0);
        if !are_same {
            let what = text!(
                "`/CIDSystemInfo` của phông chữ và của CMap không khớp nhau",
                "the `/CIDSystemInfo` of the font and that of the CMap do not go together"
            );
            out.add("6.2.11.3.1-1", self.id, what);
        }
    }

    /// Reads the collection that a CIDFont or the stream of a CMap names.
    pub(super) fn collection(&self, dict: &Dict) -> Collection {
        let info = self.entry_of(dict, "CIDSystemInfo");
        // An array is how PDF 1.4 had it.
        let info = match info.as_array().and_then(<[Object]>::first) {
            Some(first) => self.resolved(first),
            None => info,
        };
        let Some(info) = info.as_dict() else { return Collection::default() };
        let string = |key| self.entry_of(info, key).as_string().map(<[u8]>::to_vec);
        Collection {
            registry: string("Registry"),
            ordering: string("Ordering"),
            supplement: self.entry_of(info, "Supplement").as_int(),
        }
    }
}

/// Says whether ISO 32000-1, table 118 has the name; the CMaps from CIDs to characters are not in it.
fn is_predefined(name: &[u8]) -> bool {
    !name.ends_with(b"-UCS2") && CMap::predefined(name).is_some()
}
