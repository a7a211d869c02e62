//! The few boxes that make a JP2 file of a codestream (ISO/IEC 15444-1, annex I).

use super::boxes::SIGNATURE;
use super::codestream::Codestream;
use crate::page::Colour;

/// Returns the number of the colour space of this kind (ISO/IEC 15444-2, table M.25); the PDF's ColorSpace says the rest.
pub(super) fn space(colour: &Colour) -> u32 {
    match colour {
        Colour::Gray(_) | Colour::Indexed { .. } => 17,
        Colour::Rgb(_) => 16,
        Colour::Cmyk(_) => 12,
    }
}

/// Returns a JP2 file of a codestream, which is not touched.
pub(super) fn wrap(bytes: &[u8], codestream: &Codestream, space: u32) -> Vec<u8> {
    let size = &codestream.size;
    let bits = size.components.first().map_or(0, |component| component.bits.saturating_sub(1));
    let mut image = [size.height.to_be_bytes(), size.width.to_be_bytes()].concat();
    image.extend((size.components.len() as u16).to_be_bytes());
    // Compression type 7, colours known, no rights.
    image.extend([bits, 7, 0, 0]);
    let specification = [&[1, 0, 0][..], &space.to_be_bytes()].concat();
    let header = [boxed(b"ihdr", &image), boxed(b"colr", &specification)].concat();
    let mut file = SIGNATURE.to_vec();
    file.extend(boxed(b"ftyp", b"jp2 \0\0\0\0jp2 "));
    file.extend(boxed(b"jp2h", &header));
    // A length of 0 means: to the end of the file, so that any codestream fits.
    file.extend(b"\0\0\0\0jp2c");
    file.extend_from_slice(bytes);
    file
}

fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32).saturating_add(8);
    [&length.to_be_bytes(), &kind[..], content].concat()
}
