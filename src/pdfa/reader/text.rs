//! The words of a page's text layer, counted: the inverse of the writer's `text`, as far as sealing needs it.

use std::io::{Read, Seek};

use flate2::bufread::ZlibDecoder;

use super::fields::Fields;
use super::surprise::ReadError;
use super::{Reader, Span};
use crate::pdfa::text::FONT;

/// The most bytes of operators that a page may have; a page of a newspaper needs 1 MB.
const MAX_CONTENT: u64 = 64 << 20;

/// Counts the words of a page whose resources name a font; the font must be the writer's.
pub(super) fn words<R: Read + Seek>(reader: &mut Reader<R>, page: &Fields<'_>) -> Result<u32, ReadError> {
    let fonts = page.dictionary("Resources")?.dictionary("Font")?;
    fonts.only("Font", &[FONT])?;
    let (font, at) = reader.dictionary(fonts.reference(FONT)?)?;
    let font = Fields::new(&font, at);
    font.only("Font", &["Type", "Subtype", "BaseFont", "Encoding", "DescendantFonts", "ToUnicode"])?;
    font.name_is("Subtype", b"Type0")?;
    font.name_is("Encoding", b"Identity-H")?;
    let content = content(reader, page)?;
    let is_word = |line: &&[u8]| line.starts_with(b"<") && line.ends_with(b"> Tj");
    Ok(content.split(|byte| *byte == b'\n').filter(is_word).count() as u32)
}

/// Returns the operators of a page, inflated within a bound.
fn content<R: Read + Seek>(reader: &mut Reader<R>, page: &Fields<'_>) -> Result<Vec<u8>, ReadError> {
    let (dictionary, at, Span { offset, length }) = reader.stream(page.reference("Contents")?)?;
    let fields = Fields::new(&dictionary, at);
    fields.only("Contents", &["Filter", "Length"])?;
    fields.name_is("Filter", b"FlateDecode")?;
    let mut coded = Vec::new();
    reader.copy(Span { offset, length }, &mut coded)?;
    let mut content = Vec::new();
    let inflated = ZlibDecoder::new(&*coded).take(MAX_CONTENT + 1).read_to_end(&mut content);
    if inflated.is_err() || content.len() as u64 > MAX_CONTENT {
        return Err(page.bad("Contents"));
    }
    Ok(content)
}
