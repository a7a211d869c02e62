//! Small PDFs made in code.

use std::io::{Cursor, Write as _};

use crate::pdf::file::File;
use crate::pdf::{Limits, Unreadable};

/// A file under construction: bytes, and where each object begins.
#[derive(Default)]
pub struct Made {
    pub bytes: Vec<u8>,
    pub places: Vec<(u32, usize)>,
}

impl Made {
    /// Begins with a header.
    pub fn new() -> Made {
        Made { bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), places: Vec::new() }
    }

    /// Adds an object with its frame.
    pub fn object(mut self, number: u32, body: &str) -> Made {
        self.places.push((number, self.bytes.len()));
        write!(self.bytes, "{number} 0 obj\n{body}\nendobj\n").unwrap();
        self
    }

    /// Adds a stream of the right length.
    pub fn stream(mut self, number: u32, dict: &str, data: &[u8]) -> Made {
        self.places.push((number, self.bytes.len()));
        write!(self.bytes, "{number} 0 obj\n<<{dict}/Length {}>>\nstream\n", data.len()).unwrap();
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        self
    }

    /// Adds bytes as they are.
    pub fn raw(mut self, bytes: &[u8]) -> Made {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// Ends with a table of all objects so far and a trailer; the places noted are forgotten.
    pub fn table(mut self, trailer: &str) -> Made {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
        for (number, place) in std::mem::take(&mut self.places) {
            write!(self.bytes, "{number} 1\n{place:010} 00000 n \n").unwrap();
        }
        write!(self.bytes, "trailer\n<<{trailer}>>\nstartxref\n{start}\n%%EOF\n").unwrap();
        self
    }

    /// Ends with a cross-reference stream: rows of one, four and two bytes, objects in streams by number and index.
    pub fn xref_stream(mut self, number: u32, packed: &[(u32, u32, u16)], dict: &str) -> Made {
        let start = self.bytes.len();
        self.places.push((number, start));
        let mut rows: Vec<(u32, u8, u32, u16)> =
            self.places.iter().map(|(number, place)| (*number, 1, *place as u32, 0)).collect();
        rows.extend(packed.iter().map(|(number, stream, index)| (*number, 2, *stream, *index)));
        rows.sort_unstable();
        let index: Vec<String> = rows.iter().map(|row| format!("{} 1", row.0)).collect();
        let mut data = Vec::new();
        for (_, kind, second, third) in rows {
            data.push(kind);
            data.extend_from_slice(&second.to_be_bytes());
            data.extend_from_slice(&third.to_be_bytes());
        }
        let dict = format!("/Type/XRef/W[1 4 2]/Index[{}]/Size 100{dict}", index.join(" "));
        self = self.stream(number, &dict, &data);
        write!(self.bytes, "startxref\n{start}\n%%EOF\n").unwrap();
        self
    }

    /// Opens it.
    pub fn open(&self) -> Result<File<Cursor<&[u8]>>, Unreadable> {
        self.open_within(Limits::default())
    }

    /// Opens it within limits.
    pub fn open_within(&self, limits: Limits) -> Result<File<Cursor<&[u8]>>, Unreadable> {
        File::open(Cursor::new(self.bytes.as_slice()), limits)
    }
}

/// Returns a file of one page with a content stream, its table at the end.
pub fn one_page() -> Made {
    Made::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 100 200]>>")
        .object(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>")
        .stream(4, "", b"q Q")
        .table("/Root 1 0 R/Size 5")
}

/// Deflates bytes.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
