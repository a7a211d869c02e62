//! The XMP packet (ISO 19005-2, 6.6): what the document is, never when it was made.
//!
//! There is no date, since no clock may enter, and no Info dictionary that could contradict the packet.

use std::io;

use super::unwritable::Unwritable;
use super::{Conformance, Description};

/// The program as it signs PDFs.
const PRODUCER: &str = concat!("sohoa ", env!("CARGO_PKG_VERSION"));

/// Returns the packet: properties of predefined schemas only, so that no extension schema is needed
/// (6.6.2.3), and the prefix pdfaid under its one allowed name (6.6.4).
pub(super) fn packet(description: &Description) -> io::Result<String> {
    let title = escaped(&description.title)?;
    let conformance = match description.conformance {
        Conformance::B => 'B',
        Conformance::U => 'U',
    };
    let language = match &description.language {
        Some(code) => format!("<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\n", escaped(code)?),
        None => String::new(),
    };
    Ok(format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{language}<pdf:Producer>{PRODUCER}</pdf:Producer>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>{conformance}</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}',
    ))
}

/// Escapes text for XML; what XML 1.0 cannot hold at all is refused.
fn escaped(text: &str) -> Result<String, Unwritable> {
    let mut xml = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => {
                return Err(Unwritable::UnfitDescription);
            }
            _ => xml.push(letter),
        }
    }
    Ok(xml)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(title: &str) -> io::Result<String> {
        let language = Some("vi".to_owned());
        packet(&Description { title: title.to_owned(), conformance: Conformance::U, language })
    }

    #[test]
    fn a_title_is_escaped_and_a_control_character_refused() {
        assert!(described("HS <1> & 2").unwrap().contains(">HS &lt;1&gt; &amp; 2</rdf:li>"));
        assert!(described("HS\u{0}1").is_err());
    }

    #[test]
    fn the_packet_names_the_level_and_no_date() {
        let packet = described("HS-1").unwrap();
        assert!(packet.contains("<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>"));
        assert!(packet.contains("<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>"));
        assert!(!packet.contains("Date"));
    }
}
