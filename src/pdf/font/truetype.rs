//! TrueType and OpenType files: how many glyphs, how wide, found by which character maps and names.
//!
//! Outlines are read only to know whether they are there; a CFF program within is handed out as bytes.

use std::cell::OnceCell;
use std::collections::HashMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyph, OutlinePen};
use skrifa::raw::tables::cmap::{Cmap, CmapSubtable};
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider, Tag};

/// A file with a table directory.
pub struct TrueType<'a> {
    font: FontRef<'a>,
    glyphs: u32,
    units: f64,
    metrics: Metrics<'a>,
    maps: Vec<CharacterMap<'a>>,
    names: OnceCell<HashMap<&'a str, u32>>,
}

/// The table of widths: this many long entries of four bytes come first, and the last of them counts for the rest.
struct Metrics<'a> {
    data: &'a [u8],
    long: u32,
}

/// One character map.
pub struct CharacterMap<'a> {
    /// The platform: 1 for Macintosh, 3 for Windows.
    pub platform: u16,
    /// The encoding on that platform.
    pub encoding: u16,
    table: Option<CmapSubtable<'a>>,
}

impl CharacterMap<'_> {
    /// Returns the glyph of a code, unless that is the one for missing glyphs.
    pub fn glyph(&self, code: u32) -> Option<u32> {
        self.table.as_ref()?.map_codepoint(code).map(|glyph| glyph.to_u32()).filter(|glyph| *glyph != 0)
    }
}

impl<'a> TrueType<'a> {
    /// Reads the tables that every such file has (`head`, `hhea`, `maxp`, `hmtx`); none if one is missing or cut off.
    pub fn read(data: &'a [u8]) -> Option<TrueType<'a>> {
        let font = FontRef::new(data).ok()?;
        let table = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).map(|data| data.as_bytes());
        let units = u16_at(table(b"head")?, 18).filter(|units| *units > 0)?;
        let glyphs = u32::from(u16_at(table(b"maxp")?, 4)?);
        let long = u32::from(u16_at(table(b"hhea")?, 34)?);
        let metrics = Metrics { data: table(b"hmtx")?, long };
        let maps = character_maps(&font);
        Some(TrueType { font, glyphs, units: f64::from(units), metrics, maps, names: OnceCell::new() })
    }

    /// Returns how many glyphs there are.
    pub fn count(&self) -> u32 {
        self.glyphs
    }

    /// Returns how wide a glyph is, in thousandths of the font size; none if the table of widths ends before it.
    pub fn width(&self, glyph: u32) -> Option<f64> {
        let entry = glyph.min(self.metrics.long.checked_sub(1)?);
        let width = u16_at(self.metrics.data, usize::try_from(entry).ok()?.checked_mul(4)?)?;
        Some(f64::from(width) * 1000.0 / self.units)
    }

    /// Says whether a glyph can be drawn: a table may end before the outline that another one points to. Without
    /// tables of outlines there is nothing to tell by.
    pub fn is_drawable(&self, glyph: u32) -> bool {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let outlines = self.font.outline_glyphs();
        let is_drawn = |outline: OutlineGlyph<'_>| outline.draw(settings, &mut Nothing).is_ok();
        outlines.format().is_none() || outlines.get(GlyphId::new(glyph)).is_some_and(is_drawn)
    }

    /// Returns all character maps, those that cannot be read too.
    pub fn maps(&self) -> &[CharacterMap<'a>] {
        &self.maps
    }

    /// Returns the character map of a platform and an encoding.
    pub fn map(&self, platform: u16, encoding: u16) -> Option<&CharacterMap<'a>> {
        self.maps.iter().find(|map| (map.platform, map.encoding) == (platform, encoding))
    }

    /// Returns the glyph that the table `post` gives this name.
    pub fn named(&self, name: &str) -> Option<u32> {
        self.names.get_or_init(|| self.post()).get(name).copied()
    }

    fn post(&self) -> HashMap<&'a str, u32> {
        let Ok(post) = self.font.post() else { return HashMap::new() };
        // Backwards, so that of a name given twice the first glyph stays.
        let names: Vec<_> = post.glyph_names().map(|(glyph, name)| (name, glyph.to_u32())).collect();
        names.into_iter().rev().collect()
    }

    /// Returns the table `CFF `.
    pub fn cff(&self) -> Option<&'a [u8]> {
        self.font.table_data(Tag::new(b"CFF ")).map(|data| data.as_bytes())
    }
}

/// A pen that leaves no trace.
struct Nothing;

impl OutlinePen for Nothing {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

fn character_maps<'a>(font: &FontRef<'a>) -> Vec<CharacterMap<'a>> {
    let cmap: Option<Cmap<'a>> = font.cmap().ok();
    let Some(cmap) = cmap else { return Vec::new() };
    let read = |record: &skrifa::raw::tables::cmap::EncodingRecord| CharacterMap {
        platform: record.platform_id() as u16,
        encoding: record.encoding_id(),
        table: record.subtable(cmap.offset_data()).ok(),
    };
    cmap.encoding_records().iter().map(read).collect()
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}
