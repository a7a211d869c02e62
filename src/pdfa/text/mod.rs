//! The invisible text of a page: words that can be searched and copied, over an image that shows them.
//!
//! One font serves the whole file and is written only where there is text. Its codes are UTF-16 units, its glyphs
//! empty, its characters told by a ToUnicode map: what 2u asks for, whatever the script (ISO 19005-2, 6.2.11.7.2).

mod program;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Object, StringFormat, dictionary};
use serde::{Deserialize, Serialize};

use super::output::Output;
use super::unwritable::Unwritable;

/// The name of the font in a page's resources.
pub(super) const FONT: &str = "F0";
/// What the font calls itself.
const NAME: &str = "SohoaInvisible";
/// The first of the codes that no character of the basic plane has: they stand for characters beyond it.
const FIRST_BEYOND: u16 = 0xD800;
/// How many such codes there are.
const BEYOND: usize = 2048;
/// The most letters of a word, far below what a PDF string holds (ISO 19005-2, 6.1.13).
const LONGEST: usize = 1000;
/// Entries of one block of a character map (Adobe Technical Note 5014).
const BLOCK: usize = 100;

/// A word and where it lies on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    text: String,
    matrix: [f64; 6],
}

impl Word {
    /// Returns the word, or `None` where nothing of it can stand in a PDF/A-2u or on a page.
    ///
    /// `matrix` maps a unit square to page units: its lower side is the baseline from the start to the end of the
    /// word, its left side one font size. Characters that no text has (controls, U+FEFF, U+FFFE, U+FFFF) are left out.
    pub fn new(text: &str, matrix: [f64; 6]) -> Option<Word> {
        let text: String = text.chars().filter(|letter| is_text(*letter)).collect();
        let [a, b, c, d, ..] = matrix;
        let sound = matrix.iter().all(|value| value.is_finite() && value.abs() <= 1e6);
        let extended = a.hypot(b) >= 0.001 && c.hypot(d) >= 0.01 && (a * d - b * c).abs() >= 1e-6;
        let fits = !text.is_empty() && text.chars().count() <= LONGEST;
        (sound && extended && fits).then_some(Word { text, matrix })
    }

    /// Returns its letters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns where it lies, as [`Word::new`] takes it.
    pub fn matrix(&self) -> [f64; 6] {
        self.matrix
    }
}

/// Says whether a character may be the Unicode value of a code (ISO 19005-2, 6.2.11.7.2).
fn is_text(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FFFD}')
}

/// The font of a file under way: its object once it is used, and the codes that were.
#[derive(Default)]
pub(super) struct Font {
    object: Option<u32>,
    used: BTreeMap<u16, char>,
    beyond: BTreeMap<char, u16>,
}

impl Font {
    /// Returns the object of the font, which [`Font::finish`] will write.
    pub(super) fn object<W: Write>(&mut self, output: &mut Output<W>) -> io::Result<u32> {
        match self.object {
            Some(id) => Ok(id),
            None => Ok(*self.object.insert(output.reserve()?)),
        }
    }

    /// Returns the operators that show the words invisibly (ISO 32000-1, 9.4).
    pub(super) fn content(&mut self, words: &[Word]) -> io::Result<String> {
        let mut content = "BT\n3 Tr\n".to_owned();
        let (mut size, mut scale) = (String::new(), String::new());
        for word in words {
            let Shown { size: wanted, scale: stretched, matrix } = shown(word);
            if size != wanted {
                let _ = writeln!(content, "/{FONT} {wanted} Tf");
                size = wanted;
            }
            if scale != stretched {
                let _ = writeln!(content, "{stretched} Tz");
                scale = stretched;
            }
            let _ = write!(content, "{matrix} Tm\n<");
            for letter in word.text.chars().filter(|letter| is_text(*letter)) {
                let _ = write!(content, "{:04X}", self.code(letter)?);
            }
            content.push_str("> Tj\n");
        }
        content.push_str("ET");
        Ok(content)
    }

    /// Returns the code of a character: its UTF-16 unit, or one of those that UTF-16 keeps for pairs.
    fn code(&mut self, letter: char) -> io::Result<u16> {
        let code = match u16::try_from(u32::from(letter)) {
            Ok(code) => code,
            Err(_) => match self.beyond.get(&letter) {
                Some(code) => *code,
                None if self.beyond.len() < BEYOND => FIRST_BEYOND + self.beyond.len() as u16,
                None => return Err(Unwritable::TooManyCharacters.into()),
            },
        };
        if code >= FIRST_BEYOND && u32::from(letter) > 0xFFFF {
            self.beyond.insert(letter, code);
        }
        self.used.insert(code, letter);
        Ok(code)
    }

    /// Writes the font, if any page used it.
    pub(super) fn finish<W: Write>(&self, output: &mut Output<W>) -> io::Result<()> {
        let Some(font) = self.object else { return Ok(()) };
        let [descendant, descriptor, file, glyphs, unicode] = reserved(output)?;
        let top = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => NAME,
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![(descendant, 0).into()],
            "ToUnicode" => (unicode, 0),
        };
        output.object(font, &top.into())?;
        output.object(descendant, &cid_font(descriptor, glyphs).into())?;
        output.object(descriptor, &font_descriptor(file).into())?;
        let program = program::program();
        let length = program.len() as u32;
        deflated(output, file, dictionary! { "Length1" => length }, &program)?;
        // Every code shows the empty glyph.
        deflated(output, glyphs, Dictionary::new(), &[0, 1].repeat(0x1_0000))?;
        deflated(output, unicode, Dictionary::new(), self.to_unicode().as_bytes())
    }

    /// Returns the ToUnicode map of the codes in use (ISO 32000-1, 9.10.3).
    fn to_unicode(&self) -> String {
        let mut map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
            /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
            /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
            1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            .to_owned();
        let used: Vec<_> = self.used.iter().collect();
        for block in used.chunks(BLOCK) {
            let _ = writeln!(map, "{} beginbfchar", block.len());
            for (code, letter) in block {
                let units: String = letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
                let _ = writeln!(map, "<{code:04X}> <{units}>");
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

/// How a word is shown: as operands.
struct Shown {
    size: String,
    scale: String,
    matrix: String,
}

/// The font size is that of the word, and the horizontal scaling makes glyphs of half an em as wide as it is, so
/// that what a reader selects covers what the image shows.
fn shown(word: &Word) -> Shown {
    let [a, b, c, d, e, f] = word.matrix;
    let (width, size) = (a.hypot(b), c.hypot(d));
    let natural = size * f64::from(program::ADVANCE) / 1000.0 * word.text.chars().count().max(1) as f64;
    let matrix = [a / width, b / width, c / size, d / size, e, f];
    Shown { size: number(size), scale: number(100.0 * width / natural), matrix: matrix.map(number).join(" ") }
}

/// Writes a number with at most four decimals, and never as minus zero.
fn number(value: f64) -> String {
    ((value * 10_000.0).round() / 10_000.0 + 0.0).to_string()
}

fn reserved<W: Write, const N: usize>(output: &mut Output<W>) -> io::Result<[u32; N]> {
    let mut ids = [0; N];
    for id in &mut ids {
        *id = output.reserve()?;
    }
    Ok(ids)
}

/// Returns the descendant font; Identity as ordering fits the Identity-H above it (ISO 19005-2, 6.2.11.3.1).
fn cid_font(descriptor: u32, glyphs: u32) -> Dictionary {
    let literal = |text: &str| Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => NAME,
        "CIDSystemInfo" => dictionary! {
            "Registry" => literal("Adobe"),
            "Ordering" => literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => (descriptor, 0),
        "DW" => program::ADVANCE,
        "CIDToGIDMap" => (glyphs, 0),
    }
}

fn font_descriptor(file: u32) -> Dictionary {
    dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => NAME,
        // Symbolic: its characters are no Latin set (ISO 32000-1, table 123).
        "Flags" => 4,
        "FontBBox" => program::BOX.map(|side| Object::from(i32::from(side))).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => i32::from(program::ASCENT),
        "Descent" => i32::from(program::DESCENT),
        "CapHeight" => i32::from(program::BOX[3]),
        "StemV" => 50,
        "FontFile2" => (file, 0),
    }
}

/// Writes a reserved stream object through Flate.
pub(super) fn deflated<W: Write>(
    output: &mut Output<W>,
    id: u32,
    mut dictionary: Dictionary,
    bytes: &[u8],
) -> io::Result<()> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    dictionary.set("Filter", "FlateDecode");
    output.stream(id, dictionary, &encoder.finish()?)?;
    Ok(())
}

#[cfg(test)]
mod tests;
