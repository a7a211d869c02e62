//! Composite fonts: a CMap leads from codes to CIDs, a CIDFont from CIDs to glyphs (6.2.11.3).

use std::io::{Read, Seek};
use std::rc::Rc;

use super::glyphs::{Glyphs, Lead};
use super::programs::{Embedded, Kind, Program};
use super::widths::Widths;
use super::{Font, name_of, unicode};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::cff::Cff;
use crate::pdf::font::cmap::{CMap, Code};
use crate::pdf::font::truetype::TrueType;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// The program of a CIDFont, and how CIDs lead to its glyphs.
pub(super) enum CidProgram<'a> {
    /// CIDs are looked up in `CIDToGIDMap`, two bytes each; none for Identity.
    TrueType(TrueType<'a>, Option<Vec<u8>>),
    /// CIDs are looked up in the program, or are glyphs if that has none.
    Cff(Cff<'a>),
}

impl CidProgram<'_> {
    /// Returns the glyph of a CID; none if there is none, and none for the one for missing glyphs.
    pub(super) fn glyph(&self, cid: u32) -> Option<u32> {
        let (glyph, count) = match self {
            CidProgram::TrueType(program, map) => (mapped(map.as_deref(), cid)?, program.count()),
            CidProgram::Cff(program) if program.has_cids() => (program.glyph(cid)?, program.count()),
            CidProgram::Cff(program) => (cid, program.count()),
        };
        (cid != 0 && glyph != 0 && glyph < count).then_some(glyph)
    }

    fn is_drawable(&self, glyph: u32) -> bool {
        match self {
            CidProgram::TrueType(program, _) => program.is_drawable(glyph),
            CidProgram::Cff(_) => true,
        }
    }

    fn width(&self, glyph: u32) -> Option<f64> {
        match self {
            CidProgram::TrueType(program, _) => program.width(glyph),
            CidProgram::Cff(program) => program.width(glyph),
        }
    }
}

fn mapped(map: Option<&[u8]>, cid: u32) -> Option<u32> {
    let Some(map) = map else { return Some(cid) };
    let at = usize::try_from(cid).ok()?.checked_mul(2)?;
    match map.get(at..)? {
        [high, low, ..] => Some(u32::from(*high) << 8 | u32::from(*low)),
        _ => None,
    }
}

impl<R: Read + Seek> Font<'_, R> {
    pub(super) fn check_composite(&self, out: &mut Breaches) {
        let map = self.entry("Encoding");
        let (id, cid_font) = self.cid_font();
        let Some(cid_font) = cid_font.as_dict() else {
            out.add(
                "32000-1:9.7.6",
                self.id,
                text!("phông chữ Type 0 thiếu CIDFont", "the Type 0 font lacks its CIDFont"),
            );
            return;
        };
        self.check_dictionary(cid_font, id, out);
        let read = self.read_cmap(&map, 0);
        self.check_cmap(&map, read.as_ref(), cid_font, out);
        let subtype = name_of(&self.entry_of(cid_font, "Subtype")).unwrap_or_default();
        let embedded = self.program(cid_font, &subtype);
        let program = match &embedded {
            Embedded::Program(program) => self.cid_program(program, cid_font, &subtype),
            _ => None,
        };
        match &program {
            None => self.miss_program(id, !matches!(embedded, Embedded::None), out),
            Some(program) => {
                self.check_cid_to_gid(cid_font, id, &subtype, out);
                self.check_cid_set(cid_font, id, program, out);
            }
        }
        let Some(map) = read else { return };
        let collection = match &map {
            CMap::Identity => self.collection(cid_font),
            map => map.collection(),
        };
        let glyphs = CidGlyphs {
            by_collection: self.wants_characters.then(|| unicode::of_collection(&collection)).flatten(),
            program,
            widths: self.cid_widths(cid_font),
            to_unicode: self.to_unicode(),
            map,
        };
        self.check_glyphs(&self.shown(|text| glyphs.map.code(text)), &glyphs, out);
    }

    /// Returns the CIDFont and its object.
    fn cid_font(&self) -> (Option<Id>, Rc<Object>) {
        let descendants = self.entry("DescendantFonts");
        match descendants.as_array().and_then(<[Object]>::first) {
            Some(first) => (first.as_ref(), self.resolved(first)),
            None => (None, Rc::new(Object::Null)),
        }
    }

    /// Understands the program of a CIDFont.
    fn cid_program<'p>(&self, program: &'p Program, cid_font: &Dict, subtype: &[u8]) -> Option<CidProgram<'p>> {
        let truetype = || {
            let map = self.data(&self.entry_of(cid_font, "CIDToGIDMap"));
            Some(CidProgram::TrueType(TrueType::read(&program.data)?, map))
        };
        match program.kind {
            Kind::TrueType => truetype(),
            Kind::OpenType if subtype == b"CIDFontType2" => truetype(),
            Kind::OpenType => Cff::read(TrueType::read(&program.data)?.cff()?).map(CidProgram::Cff),
            Kind::Cff => Cff::read(&program.data).map(CidProgram::Cff),
            Kind::Type1 => None,
        }
    }

    /// Checks that an embedded CIDFont of TrueType glyphs says how CIDs lead to them.
    fn check_cid_to_gid(&self, cid_font: &Dict, id: Option<Id>, subtype: &[u8], out: &mut Breaches) {
        let map = self.entry_of(cid_font, "CIDToGIDMap");
        let is_sound = map.as_stream().is_some() || map.as_name() == Some(b"Identity");
        if subtype == b"CIDFontType2" && !is_sound {
            let what = text!(
                "CIDFont TrueType được nhúng thiếu `/CIDToGIDMap` hợp lệ",
                "the embedded TrueType CIDFont lacks a sound `/CIDToGIDMap`"
            );
            out.add("6.2.11.3.2-1", id, what);
        }
    }
}

struct CidGlyphs<'a> {
    map: CMap,
    program: Option<CidProgram<'a>>,
    widths: Widths,
    to_unicode: Option<CMap>,
    /// The characters of the CIDs of a well-known collection.
    by_collection: Option<CMap>,
}

impl Glyphs for CidGlyphs<'_> {
    fn leads(&self, code: Code) -> Lead {
        let Some(program) = &self.program else { return Lead::default() };
        let cid = self.map.cid(code).unwrap_or(0);
        let glyph = program.glyph(cid);
        let is_missing = !glyph.is_some_and(|glyph| program.is_drawable(glyph)) && cid != 0;
        Lead { is_notdef: glyph.is_none(), is_missing }
    }

    fn widths(&self, code: Code) -> Option<(f64, f64)> {
        let (program, cid) = (self.program.as_ref()?, self.map.cid(code)?);
        Some((program.width(program.glyph(cid)?)?, self.widths.get(cid)))
    }

    fn characters(&self, code: Code) -> Option<Vec<u16>> {
        let mapped = self.to_unicode.as_ref().and_then(|map| map.characters(code.value));
        mapped.or_else(|| self.by_collection.as_ref()?.characters(self.map.cid(code)?))
    }
}
