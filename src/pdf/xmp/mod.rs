//! XMP packets (XMP Specification, September 2005): what a PDF says of itself, as a tree of properties.
//!
//! Nothing is resolved, fetched or guessed, and every packet is read within fixed bounds. What a PDF/A asks of the
//! properties is `checks`' business.

mod rdf;
mod xml;

pub use rdf::{Kind, Node, Value};
pub use xml::{LONGEST, Name};

use std::borrow::Cow;

use crate::text;
use crate::text::Text;

/// The namespace of RDF.
pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// A metadata stream, read as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Packet {
    /// The attributes of the header `<?xpacket begin=...?>`; nothing if there is no header.
    pub header: Option<Header>,
    /// Whether the trailer `<?xpacket end=...?>` is there.
    pub is_closed: bool,
    /// Whether the packet is written in UTF-8 and claims nothing else.
    pub is_utf8: bool,
    /// The properties, or why they cannot be told.
    pub content: Result<Content, Text>,
}

/// What the header says that it no longer may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The attribute `bytes` is there.
    pub bytes: bool,
    /// The attribute `encoding` is there.
    pub encoding: bool,
}

/// The properties of a packet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// Properties in the order of the packet; of one given twice, the first.
    pub properties: Vec<Node>,
    /// Properties and fields that are given again.
    pub repeated: Vec<Name>,
}

impl Content {
    /// Returns the property of this namespace and name.
    pub fn get(&self, space: &str, local: &str) -> Option<&Node> {
        self.properties.iter().find(|node| node.name.is(space, local))
    }
}

/// Reads a packet from the bytes of its stream, filters undone.
pub fn read(bytes: &[u8]) -> Packet {
    let (text, is_utf8) = match unicode(bytes) {
        Ok(found) => found,
        Err(what) => return Packet { header: None, is_closed: false, is_utf8: false, content: Err(what) },
    };
    let document = xml::read(&text);
    let content = document.root.and_then(|root| rdf::read(&root));
    Packet {
        header: document.header.as_deref().map(header),
        is_closed: document.is_closed,
        is_utf8: is_utf8 && document.claims_utf8,
        content,
    }
}

/// Returns the packet as text, and whether it was UTF-8.
fn unicode(bytes: &[u8]) -> Result<(Cow<'_, str>, bool), Text> {
    if bytes.len() > LONGEST {
        return Err(text!("gói XMP quá lớn", "the XMP packet is too large"));
    }
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| -> Result<(Cow<'static, str>, bool), Text> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
        match text {
            Ok(text) if rest.is_empty() => Ok((Cow::Owned(text.trim_start_matches('\u{FEFF}').to_owned()), false)),
            _ => Err(text!("gói XMP không phải là UTF-16 đúng", "the XMP packet is not sound UTF-16")),
        }
    };
    match bytes {
        [0xFE, 0xFF, ..] | [0, b'<', ..] => wide(bytes, u16::from_be_bytes),
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => wide(bytes, u16::from_le_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok((Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text)), true)),
            Err(error) => {
                let at = error.valid_up_to();
                Err(text!("gói XMP không phải UTF-8 ở byte {at}", "the XMP packet is not UTF-8 at byte {at}"))
            }
        },
    }
}

/// Looks for the attributes by name; a header is short, and its values hold no blanks.
fn header(content: &str) -> Header {
    let has = |wanted: &str| {
        let mut words = content.split(|letter: char| letter.is_whitespace() || letter == '=');
        words.any(|word| word == wanted)
    };
    Header { bytes: has("bytes"), encoding: has("encoding") }
}

#[cfg(test)]
mod tests;
