//! Formats that are known and not taken: their names, by the opening bytes, and what to do with each.

use crate::text;
use crate::text::Text;

/// A format that is not taken.
pub struct Foreign {
    /// Its name.
    pub name: &'static str,
    advice: Advice,
}

impl Foreign {
    /// Returns the sentence for people: the name, and what to do.
    pub fn text(&self) -> Text {
        let (name, advice) = (self.name, self.advice.text());
        text!(
            "{name}: định dạng này không được nhận; {vi}",
            "{name}: this format is not taken; {en}",
            vi = advice.vi,
            en = advice.en
        )
    }
}

/// What to do with a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Advice {
    Photo,
    Picture,
    Office,
    Printed,
    Packed,
    Film,
}

impl Advice {
    fn text(self) -> Text {
        match self {
            Advice::Photo => text!(
                "xuất sang JPEG chất lượng cao nhất (iPhone: Cài đặt, Camera, Định dạng, Tương thích nhất)",
                "export it as JPEG of the best quality (iPhone: Settings, Camera, Formats, Most Compatible)"
            ),
            Advice::Picture => text!(
                "mở bằng phần mềm xem ảnh và lưu thành TIFF hoặc PNG",
                "open it in an image program and save it as TIFF or PNG"
            ),
            Advice::Office => text!(
                "mở trong phần mềm văn phòng và xuất ra PDF/A",
                "open it in its office program and export it as PDF/A"
            ),
            Advice::Printed => text!("chuyển sang PDF rồi nhập tệp PDF", "convert it to PDF and ingest the PDF"),
            Advice::Packed => text!("giải nén rồi nhập thư mục", "unpack it and ingest the folder"),
            Advice::Film => text!(
                "phim và âm thanh không phải bản quét; lưu ở nơi khác",
                "films and sound are no scans; keep them elsewhere"
            ),
        }
    }
}

/// Returns the format that begins with these bytes, if it is known and not taken.
///
/// `head` are the first bytes of the file; 128 are enough for all.
pub fn find(head: &[u8]) -> Option<Foreign> {
    let (.., name, advice) = SIGNATURES
        .iter()
        .find(|(at, signature, ..)| head.get(*at..).is_some_and(|rest| rest.starts_with(signature)))?;
    let (name, advice) = match *name {
        BRAND => brand(head),
        RIFF => riff(head)?,
        ZIP => zip(head),
        name => (name, *advice),
    };
    Some(Foreign { name, advice })
}

// Names that need a second look.
const BRAND: &str = "ISO BMFF";
const RIFF: &str = "RIFF";
const ZIP: &str = "ZIP";

/// Where the bytes stand, the bytes, the name, what to do; the first that fits wins.
const SIGNATURES: &[(usize, &[u8], &str, Advice)] = &[
    (0, b"\0\0\0\x0CJXL \r\n\x87\n", "JPEG XL", Advice::Picture),
    (0, b"\xFF\x0A", "JPEG XL", Advice::Picture),
    (4, b"ftyp", BRAND, Advice::Film),
    (0, b"II\xBC\x01", "JPEG XR", Advice::Picture),
    (0, b"RIFF", RIFF, Advice::Film),
    (0, b"AT&TFORM", "DjVu", Advice::Printed),
    (0, b"\x97JB2\r\n\x1A\n", "JBIG2", Advice::Picture),
    (0, b"\x8AMNG\r\n\x1A\n", "MNG", Advice::Picture),
    (0, b"\x8BJNG\r\n\x1A\n", "JNG", Advice::Picture),
    (0, b"8BPS", "Photoshop", Advice::Picture),
    (0, b"qoif", "QOI", Advice::Picture),
    (0, b"gimp xcf ", "XCF", Advice::Picture),
    (0, b"\xC5\xD0\xD3\xC6", "EPS", Advice::Printed),
    (0, b"%!PS", "PostScript", Advice::Printed),
    (0, b"\0\0\x01\0", "ICO", Advice::Picture),
    (0, b"\x0A\x05\x01", "PCX", Advice::Picture),
    (0, b"\x3A\xDE\x68\xB1", "DCX", Advice::Picture),
    (0, b"Pf\n", "PFM", Advice::Picture),
    (0, b"PF\n", "PFM", Advice::Picture),
    (0, b"PK\x03\x04", ZIP, Advice::Packed),
    (0, b"PK\x05\x06", "ZIP", Advice::Packed),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "DOC, XLS, MSG (OLE)", Advice::Office),
    (0, b"{\\rtf", "RTF", Advice::Office),
    (0, b"Rar!\x1A\x07", "RAR", Advice::Packed),
    (0, b"7z\xBC\xAF\x27\x1C", "7z", Advice::Packed),
    (0, b"\x1F\x8B\x08", "gzip", Advice::Packed),
    (0, b"\xFD7zXZ\0", "xz", Advice::Packed),
    (0, b"\x28\xB5\x2F\xFD", "Zstandard", Advice::Packed),
    (0, b"BZh", "bzip2", Advice::Packed),
    (0, b"\x1A\x45\xDF\xA3", "Matroska, WebM", Advice::Film),
    (0, b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "WMV, WMA", Advice::Film),
    (0, b"\0\0\x01\xBA", "MPEG", Advice::Film),
    (0, b"OggS", "Ogg", Advice::Film),
    (0, b"fLaC", "FLAC", Advice::Film),
    (0, b"ID3", "MP3", Advice::Film),
];

/// Names an ISO base media file by its major brand.
fn brand(head: &[u8]) -> (&'static str, Advice) {
    match head.get(8..12).unwrap_or_default() {
        b"avif" | b"avis" => ("AVIF", Advice::Photo),
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" => ("HEIC", Advice::Photo),
        b"mif1" | b"msf1" => ("HEIF", Advice::Photo),
        b"jxl " => ("JPEG XL", Advice::Picture),
        b"qt  " => ("QuickTime", Advice::Film),
        _ => ("MP4", Advice::Film),
    }
}

fn riff(head: &[u8]) -> Option<(&'static str, Advice)> {
    match head.get(8..12)? {
        b"AVI " => Some(("AVI", Advice::Film)),
        b"WAVE" => Some(("WAV", Advice::Film)),
        _ => None,
    }
}

/// Names a ZIP by its first entry: office programs keep to an order.
fn zip(head: &[u8]) -> (&'static str, Advice) {
    let entry = head.get(30..).unwrap_or_default();
    let first: &[(&[u8], &str)] = &[
        (b"mimetypeapplication/vnd.oasis.opendocument.text", "ODT"),
        (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ODS"),
        (b"mimetypeapplication/vnd.oasis.opendocument.presentation", "ODP"),
        (b"mimetypeapplication/epub", "EPUB"),
        (b"mimetype", "ODF"),
        (b"word/", "DOCX"),
        (b"xl/", "XLSX"),
        (b"ppt/", "PPTX"),
        (b"[Content_Types].xml", "DOCX, XLSX, PPTX"),
        (b"_rels/.rels", "DOCX, XLSX, PPTX"),
        (b"docProps/", "DOCX, XLSX, PPTX"),
    ];
    let found = first.iter().find(|(name, _)| entry.starts_with(name));
    found.map_or(("ZIP", Advice::Packed), |(_, name)| (name, Advice::Office))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(head: &[u8]) -> Option<&'static str> {
        find(head).map(|foreign| foreign.name)
    }

    #[test]
    fn what_archives_are_sent_is_recognised() {
        assert_eq!(name(b"RIFF\x10\0\0\0AVI LIST"), Some("AVI"));
        assert_eq!(name(b"\0\0\0\x18ftypheic\0\0\0\0"), Some("HEIC"));
        assert_eq!(name(b"\0\0\0\x1cftypavif\0\0\0\0"), Some("AVIF"));
        assert_eq!(name(b"\0\0\0\x1cftypisom\0\0\0\0"), Some("MP4"));
        assert_eq!(name(b"{\\rtf1\\ansi"), Some("RTF"));
    }

    #[test]
    fn a_zip_is_named_by_its_first_entry() {
        let zip = |entry: &[u8]| [&b"PK\x03\x04"[..], &[0; 26], entry].concat();
        assert_eq!(name(&zip(b"[Content_Types].xml\0\0")), Some("DOCX, XLSX, PPTX"));
        assert_eq!(name(&zip(b"word/document.xml")), Some("DOCX"));
        assert_eq!(name(&zip(b"mimetypeapplication/vnd.oasis.opendocument.textPK")), Some("ODT"));
        assert_eq!(name(&zip(b"scan-0001.tif")), Some("ZIP"));
        assert_eq!(name(b"PK\x03\x04\x14\0"), Some("ZIP"));
    }

    #[test]
    fn each_is_told_with_what_to_do_for_it() {
        let said = |head: &[u8]| find(head).unwrap().text();
        assert_eq!(
            said(b"\0\0\0\x18ftypheic").en,
            "HEIC: this format is not taken; export it as JPEG of the best quality \
             (iPhone: Settings, Camera, Formats, Most Compatible)"
        );
        assert_eq!(said(b"Rar!\x1A\x07\0").en, "RAR: this format is not taken; unpack it and ingest the folder");
        assert!(said(b"{\\rtf1").vi.starts_with("RTF: định dạng này không được nhận; mở trong phần mềm văn phòng"));
    }

    #[test]
    fn text_and_short_files_are_not() {
        for head in [&b""[..], b"P", b"BM", b"RIFF", b"Phieu luu", b"BMW ban hang thang 5", b"\xFF", b"hello"] {
            assert_eq!(name(head), None, "{head:?}");
        }
    }

    #[test]
    fn no_signature_hides_behind_an_earlier_one() {
        for (idx, (at, signature, name, _)) in SIGNATURES.iter().enumerate() {
            let is_shadow =
                |(other_at, other, ..): &&(usize, &[u8], &str, Advice)| other_at == at && signature.starts_with(other);
            assert!(SIGNATURES[..idx].iter().find(is_shadow).is_none(), "{name}");
        }
    }

    #[test]
    fn formats_that_are_taken_are_not_foreign() {
        for format in crate::formats::ALL {
            let folder = format!("{}/fixtures/formats/{}", env!("CARGO_MANIFEST_DIR"), format.name);
            for file in std::fs::read_dir(folder).unwrap() {
                let bytes = std::fs::read(file.unwrap().path()).unwrap();
                assert_eq!(name(&bytes), None, "{}", format.name);
            }
        }
    }
}
