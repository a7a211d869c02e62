//! A small sound PDF/A-2u with one of nearly everything, spelled out, for tests that damage it in one place.

use std::fmt::Write as _;

/// An object: its text, and the data if it is a stream. `@` in the text stands for the length of the data.
#[derive(Clone)]
struct Piece {
    text: String,
    data: Option<Vec<u8>>,
}

/// The file before it is put together.
#[derive(Clone)]
pub(in crate::checks::pdfa) struct Sample {
    /// Objects from number 1 on.
    pieces: Vec<Piece>,
    trailer: String,
}

const PACKET: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="U" xmp:CreateDate="2024-05-06">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">HS-1</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#;

/// Paints every image, the form, and one invisible letter.
const CONTENT: &str = "q 0.5 0 0 rg /State gs 50 0 0 50 0 0 cm /Colour Do Q
q 10 0 0 10 60 0 cm /Jpeg Do Q
q 10 0 0 10 60 20 cm /Fax Do Q
q 10 0 0 10 60 40 cm /Stencil Do Q
q 10 0 0 10 60 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{7F} EI Q
q /Perceptual ri /Form Do Q
BT 3 Tr /Font 12 Tf 10 10 Td <41> Tj ET";

/// A fax in Group 4 of 16 by 8 pixels: four white, four black, eight white in each row.
const FAX: &[u8] = &[0x36, 0xFF, 0xFF, 0xFF, 0x00, 0x10, 0x01];

impl Sample {
    /// Returns the sound file.
    pub(in crate::checks::pdfa) fn sound() -> Sample {
        let mut sample = Sample { pieces: Vec::new(), trailer: TRAILER.to_owned() };
        for text in DICTIONARIES {
            let (text, name) = text.split_once(" stream ").unwrap_or((text, ""));
            sample.pieces.push(Piece { text: text.to_owned(), data: data(name) });
        }
        sample
    }

    /// Replaces a piece of text of an object; number 0 is the trailer.
    pub(in crate::checks::pdfa) fn text(mut self, number: usize, from: &str, to: &str) -> Sample {
        let text = match number.checked_sub(1) {
            Some(idx) => &mut self.pieces[idx].text,
            None => &mut self.trailer,
        };
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in `{text}`");
        *text = text.replace(from, to);
        self
    }

    /// Replaces a piece of the data of a stream.
    pub(in crate::checks::pdfa) fn data(mut self, number: usize, from: &[u8], to: &[u8]) -> Sample {
        let data = self.pieces[number - 1].data.as_mut().unwrap();
        *data = replaced(data, from, to);
        self
    }

    /// Replaces all data of a stream.
    pub(in crate::checks::pdfa) fn all_data(mut self, number: usize, to: &[u8]) -> Sample {
        self.pieces[number - 1].data = Some(to.to_vec());
        self
    }

    /// Adds an object, a stream if there are data, and returns its number.
    pub(in crate::checks::pdfa) fn add(&mut self, text: &str, data: Option<&[u8]>) -> usize {
        self.pieces.push(Piece { text: text.to_owned(), data: data.map(<[u8]>::to_vec) });
        self.pieces.len()
    }

    /// Puts the file together.
    pub(in crate::checks::pdfa) fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = "0000000000 65535 f \n".to_owned();
        for (idx, piece) in self.pieces.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", bytes.len()).unwrap();
            let length = piece.data.as_ref().map_or(0, Vec::len);
            let text = piece.text.replace('@', &length.to_string());
            bytes.extend(format!("{} 0 obj\n{text}\n", idx + 1).bytes());
            if let Some(data) = &piece.data {
                bytes.extend(b"stream\n");
                bytes.extend(data);
                bytes.extend(b"\nendstream\n");
            }
            bytes.extend(b"endobj\n");
        }
        let size = self.pieces.len() + 1;
        let place = bytes.len();
        let trailer = self.trailer.replace('@', &size.to_string());
        bytes.extend(format!("xref\n0 {size}\n{table}trailer\n{trailer}\nstartxref\n{place}\n%%EOF\n").bytes());
        bytes
    }
}

/// Replaces the one place where some bytes stand.
pub(in crate::checks::pdfa) fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..bytes.len()).filter(|place| bytes[*place..].starts_with(from)).collect();
    assert_eq!(places.len(), 1, "{:?} stands once", String::from_utf8_lossy(from));
    [&bytes[..places[0]], to, &bytes[places[0] + from.len()..]].concat()
}

const TRAILER: &str = "<< /Size @ /Root 1 0 R /ID [<0123456789ABCDEF> <0123456789ABCDEF>] >>";

/// The objects in order; the word behind `stream` names the data.
const DICTIONARIES: &[&str] = &[
    "<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R /OutputIntents [4 0 R] /Names << /Dests 18 0 R >> \
     /AcroForm << /Fields [15 0 R] >> /OCProperties << /OCGs [17 0 R] /D << /Name (D) /Order [17 0 R] >> >> >>",
    "<< /Type /Pages /Kids [6 0 R] /Count 1 >>",
    "<< /Type /Metadata /Subtype /XML /Length @ >> stream packet",
    "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile 5 0 R >>",
    "<< /N 3 /Length @ >> stream profile",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 7 0 R /Annots [14 0 R 15 0 R] /Resources << \
     /XObject << /Colour 8 0 R /Jpeg 10 0 R /Fax 11 0 R /Stencil 19 0 R /Form 12 0 R >> \
     /ExtGState << /State << /BM /Multiply /CA 0.5 >> >> /Font << /Font 13 0 R >> >> >>",
    "<< /Length @ >> stream content",
    "<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8 /SMask 9 0 R \
     /Filter /FlateDecode /Length @ >> stream colour",
    "<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length @ >> \
     stream grey",
    "<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 \
     /Filter /DCTDecode /Length @ >> stream jpeg",
    "<< /Type /XObject /Subtype /Image /Width 16 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 1 \
     /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 16 /Rows 8 >> /Length @ >> stream fax",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 10 10] /Resources << >> /Length @ >> stream form",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "<< /Type /Annot /Subtype /Link /Rect [0 0 10 10] /F 4 /Border [0 0 0] /A << /S /URI /URI (http://a) >> >>",
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (t) /Rect [0 0 10 10] /F 4 /AP << /N 16 0 R >> >>",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 10 10] /Resources << >> /Length @ >> stream form",
    "<< /Type /OCG /Name (L) >>",
    "<< /Names [(a) [6 0 R /Fit]] >>",
    "<< /Type /XObject /Subtype /Image /Width 8 /Height 1 /ImageMask true /BitsPerComponent 1 /Length @ >> stream mask",
];

fn data(name: &str) -> Option<Vec<u8>> {
    Some(match name {
        "packet" => PACKET.as_bytes().to_vec(),
        "profile" => include_bytes!("../../../pdfa/profiles/sRGB-v2-magic.icc").to_vec(),
        "content" => CONTENT.chars().map(|letter| letter as u8).collect(),
        "colour" => zlib(&[200; 12]),
        "grey" => vec![0, 85, 170, 255],
        "jpeg" => jpeg(image::ExtendedColorType::L8, &[128; 64]),
        "fax" => FAX.to_vec(),
        "form" => b"0 g 0 0 1 1 re f".to_vec(),
        "mask" => vec![0x55],
        _ => return None,
    })
}

/// Returns the bytes in the coding of FlateDecode.
pub(in crate::checks::pdfa) fn zlib(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;

    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns a JPEG of 8 by 8 pixels.
pub(in crate::checks::pdfa) fn jpeg(kind: image::ExtendedColorType, pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes).encode(pixels, 8, 8, kind).unwrap();
    bytes
}
