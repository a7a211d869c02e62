//! A TrueType program of two glyphs, for text that is never drawn: `.notdef`, a box, and an empty glyph.
//!
//! The standard exempts invisible text from embedding, yet forbids `.notdef` in any rendering mode (ISO 19005-2,
//! 6.2.11.8), so every code needs a real glyph to point at. Made here, since a font of somebody else would bring
//! a licence and half a megabyte.

/// Units of the square that glyphs are drawn in.
const EM: u16 = 1000;
/// How far either glyph advances, in those units.
pub(super) const ADVANCE: u16 = 500;
/// The highest a letter reaches, in those units; readers size selection boxes by it.
pub(super) const ASCENT: i16 = 800;
/// The lowest, below the baseline.
pub(super) const DESCENT: i16 = -200;
/// The box of `.notdef`: left, bottom, right, top.
pub(super) const BOX: [i16; 4] = [50, 0, 450, 700];

/// Big-endian words, one after the other.
#[derive(Default)]
struct Table(Vec<u8>);

impl Table {
    fn words(mut self, words: &[u16]) -> Table {
        words.iter().for_each(|word| self.0.extend(word.to_be_bytes()));
        self
    }

    fn signed(self, words: &[i16]) -> Table {
        self.words(&words.iter().map(|word| *word as u16).collect::<Vec<_>>())
    }

    fn long(mut self, value: u32) -> Table {
        self.0.extend(value.to_be_bytes());
        self
    }

    fn zeros(mut self, count: usize) -> Table {
        self.0.resize(self.0.len() + count, 0);
        self
    }
}

/// Returns the font file: the tables that readers of embedded TrueType programs ask for, in the order of their tags.
pub(super) fn program() -> Vec<u8> {
    let tables = [
        (b"cmap", cmap()),
        (b"glyf", glyf()),
        (b"head", head()),
        (b"hhea", hhea()),
        (b"hmtx", Table::default().words(&[ADVANCE, BOX[0] as u16, ADVANCE, 0])),
        // Halves of the offsets of both glyphs and of the end: the second glyph has no outline.
        (b"loca", Table::default().words(&[0, 17, 17])),
        (b"maxp", Table::default().long(0x0001_0000).words(&[2, 4, 1, 0, 0, 1]).zeros(16)),
        (b"post", Table::default().long(0x0003_0000).zeros(28)),
    ];
    let mut file = Table::default().long(0x0001_0000).words(&[tables.len() as u16, 128, 3, 0]);
    let mut place = 12 + 16 * tables.len();
    for (tag, table) in &tables {
        file.0.extend(*tag);
        file = file.long(checksum(&table.0)).long(place as u32).long(table.0.len() as u32);
        place += table.0.len().next_multiple_of(4);
    }
    for (_, Table(bytes)) in &tables {
        file.0.extend(bytes);
        file = file.zeros(bytes.len().next_multiple_of(4) - bytes.len());
    }
    adjusted(file.0)
}

/// Sets the word of `head` that makes the whole file add up to the number of the specification.
fn adjusted(mut file: Vec<u8>) -> Vec<u8> {
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&file));
    let head = file.windows(4).position(|window| window == 0x5F0F_3CF5_u32.to_be_bytes());
    if let Some(magic) = head {
        file[magic - 4..magic].copy_from_slice(&adjustment.to_be_bytes());
    }
    file
}

fn checksum(bytes: &[u8]) -> u32 {
    let word = |part: &[u8]| part.iter().chain([0; 3].iter()).take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    bytes.chunks(4).map(word).fold(0, u32::wrapping_add)
}

/// Returns a character map without characters: codes reach glyphs by the CIDToGIDMap alone.
fn cmap() -> Table {
    let head = Table::default().words(&[0, 1, 3, 1]).long(12);
    head.words(&[4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0])
}

fn glyf() -> Table {
    let [left, bottom, right, top] = BOX;
    let outline = Table::default().signed(&[1, left, bottom, right, top, 3, 0]);
    let mut on_curve = outline;
    on_curve.0.extend([1; 4]);
    let (across, up) = (right - left, top - bottom);
    on_curve.signed(&[left, across, 0, -across, bottom, 0, up, 0])
}

fn head() -> Table {
    let start = Table::default().long(0x0001_0000).long(0x0001_0000).long(0).long(0x5F0F_3CF5).words(&[0, EM]);
    start.zeros(16).signed(&BOX).words(&[0, 8, 2, 0, 0])
}

fn hhea() -> Table {
    let lines = Table::default().long(0x0001_0000).signed(&[ASCENT, DESCENT, 0]).words(&[ADVANCE]);
    lines.signed(&[0, 0, BOX[2], 1, 0, 0]).zeros(10).words(&[2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::raw::TableProvider;
    use skrifa::{FontRef, GlyphId, MetadataProvider};

    #[test]
    fn another_reader_finds_two_glyphs_of_half_an_em() {
        let bytes = program();
        assert!(bytes.len() < 600, "{}", bytes.len());
        let font = FontRef::new(&bytes).unwrap();
        assert_eq!((font.maxp().unwrap().num_glyphs(), font.head().unwrap().units_per_em()), (2, EM));
        let metrics = font.glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
        for glyph in [GlyphId::new(0), GlyphId::new(1)] {
            assert_eq!(metrics.advance_width(glyph), Some(f32::from(ADVANCE)));
        }
        let drawn = metrics.bounds(GlyphId::new(0)).unwrap();
        assert_eq!([drawn.x_min, drawn.y_min, drawn.x_max, drawn.y_max], BOX.map(f32::from));
        assert!(font.charmap().map('a').is_none());
    }

    #[test]
    fn the_file_adds_up_to_the_number_of_the_specification() {
        assert_eq!(checksum(&program()), 0xB1B0_AFBA);
    }
}
