//! Formats that are known but not taken yet, by their opening bytes.

/// Returns the name of a format that is not taken yet.
///
/// `head` are the first bytes of the file; 64 are enough for all but rare text formats.
pub fn name(head: &[u8]) -> Option<&'static str> {
    let (_, _, name) =
        SIGNATURES.iter().find(|(at, signature, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(signature)))?;
    match *name {
        BRAND => Some(brand(head)),
        RIFF => riff(head),
        PNM if !is_pnm(head) => None,
        BMP if !is_bmp(head) => None,
        name => Some(name),
    }
}

// Names that need a second look.
const BRAND: &str = "ISO BMFF";
const RIFF: &str = "RIFF";
const PNM: &str = "PNM";
const BMP: &str = "BMP";

/// Where the bytes stand, the bytes, the name; the first that fits wins.
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "PDF"),
    (0, b"\xEF\xBB\xBF%PDF-", "PDF"),
    (0, b"\0\0\0\x0CjP  \r\n\x87\n", "JPEG 2000 (JP2)"),
    (0, b"\xFF\x4F\xFF\x51", "JPEG 2000 (J2K)"),
    (0, b"\0\0\0\x0CJXL \r\n\x87\n", "JPEG XL"),
    (0, b"\xFF\x0A", "JPEG XL"),
    (4, b"ftyp", BRAND),
    (0, b"II\xBC\x01", "JPEG XR"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"RIFF", RIFF),
    (0, b"AT&TFORM", "DjVu"),
    (0, b"\x97JB2\r\n\x1A\n", "JBIG2"),
    (0, b"\x8AMNG\r\n\x1A\n", "MNG"),
    (0, b"\x8BJNG\r\n\x1A\n", "JNG"),
    (0, b"8BPS", "Photoshop"),
    (0, b"qoif", "QOI"),
    (0, b"gimp xcf ", "XCF"),
    (0, b"\xC5\xD0\xD3\xC6", "EPS"),
    (0, b"%!PS", "PostScript"),
    (0, b"\0\0\x01\0", "ICO"),
    (0, b"\x0A\x05\x01", "PCX"),
    (0, b"\x3A\xDE\x68\xB1", "DCX"),
    (0, b"PK\x03\x04", "ZIP (DOCX, XLSX, ODT)"),
    (0, b"PK\x05\x06", "ZIP"),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "DOC, XLS, MSG (OLE)"),
    (0, b"{\\rtf", "RTF"),
    (0, b"Rar!\x1A\x07", "RAR"),
    (0, b"7z\xBC\xAF\x27\x1C", "7z"),
    (0, b"\x1F\x8B\x08", "gzip"),
    (0, b"\xFD7zXZ\0", "xz"),
    (0, b"\x28\xB5\x2F\xFD", "Zstandard"),
    (0, b"BZh", "bzip2"),
    (0, b"\x1A\x45\xDF\xA3", "Matroska, WebM"),
    (0, b"ID3", "MP3"),
    (0, b"BM", BMP),
    (0, b"P", PNM),
];

/// Names an ISO base media file by its major brand.
fn brand(head: &[u8]) -> &'static str {
    match head.get(8..12).unwrap_or_default() {
        b"avif" | b"avis" => "AVIF",
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" => "HEIC",
        b"mif1" | b"msf1" => "HEIF",
        b"jp2 " | b"jpx " | b"jpm " => "JPEG 2000 (JP2)",
        b"jxl " => "JPEG XL",
        b"qt  " => "QuickTime",
        _ => "MP4",
    }
}

fn riff(head: &[u8]) -> Option<&'static str> {
    match head.get(8..12)? {
        b"WEBP" => Some("WebP"),
        b"AVI " => Some("AVI"),
        b"WAVE" => Some("WAV"),
        _ => None,
    }
}

/// `P1` to `P7` (or `Pf`, `PF`) and white space, lest text that begins with a P be taken for one.
fn is_pnm(head: &[u8]) -> bool {
    matches!(head, [b'P', b'1'..=b'7' | b'f' | b'F', b' ' | b'\t' | b'\r' | b'\n' | b'#', ..])
}

/// The reserved words are zero and the header has one of the known lengths.
fn is_bmp(head: &[u8]) -> bool {
    let known = [12, 16, 40, 52, 56, 64, 108, 124];
    head.get(6..10) == Some(&[0; 4])
        && head.get(14..18).is_some_and(|size| known.contains(&size[0]) && size[1..] == [0; 3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_archives_are_sent_is_recognised() {
        assert_eq!(name(b"%PDF-1.7\n"), Some("PDF"));
        assert_eq!(name(b"RIFF\x10\0\0\0WEBPVP8 "), Some("WebP"));
        assert_eq!(name(b"\0\0\0\x18ftypheic\0\0\0\0"), Some("HEIC"));
        assert_eq!(name(b"\0\0\0\x1cftypavif\0\0\0\0"), Some("AVIF"));
        assert_eq!(name(b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 "), Some("JPEG 2000 (JP2)"));
        assert_eq!(name(b"P4\n# scan\n2480 3508\n"), Some("PNM"));
        assert_eq!(name(b"PK\x03\x04\x14\0"), Some("ZIP (DOCX, XLSX, ODT)"));
        assert_eq!(name(b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"), Some("BMP"));
    }

    #[test]
    fn text_and_short_files_are_not() {
        for head in [&b""[..], b"P", b"BM", b"RIFF", b"Phieu luu", b"BMW ban hang thang 5", b"\xFF", b"hello"] {
            assert_eq!(name(head), None, "{head:?}");
        }
    }

    #[test]
    fn no_signature_hides_behind_an_earlier_one() {
        for (idx, (at, signature, name)) in SIGNATURES.iter().enumerate() {
            let is_shadow =
                |(other_at, other, _): &&(usize, &[u8], &str)| other_at == at && signature.starts_with(other);
            assert!(SIGNATURES[..idx].iter().find(is_shadow).is_none(), "{name}");
        }
    }

    #[test]
    fn formats_that_are_taken_are_not_foreign() {
        for head in
            [&b"\x89PNG\r\n\x1a\n"[..], b"\xFF\xD8\xFF\xE0", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0"]
        {
            assert_eq!(name(head), None, "{head:?}");
        }
    }
}
