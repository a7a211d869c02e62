//! What a PDF says of itself, in its Info dictionary and its XMP packet: written down before the PDF is made anew.
//!
//! These are words of the sender, often names of persons: they go into the sidecar, and nowhere else.

use std::io::{Read as _, Seek as _, SeekFrom};

use lopdf::Document;

use crate::page::Stop;
use crate::pdf::object::{Dict, Object};
use crate::pdf::xmp::{self, Content, Node};
use crate::pdf::{Unreadable, mend};
use crate::sidecar::taken::{SAID_LONGEST, Said};

use super::Subject;

const DC: &str = "http://purl.org/dc/elements/1.1/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";

/// The words of a file, before it is known which of them count.
struct Words {
    info: Vec<(Vec<u8>, String)>,
    packet: Option<Content>,
}

/// Returns what the file says of itself; nothing where it cannot be read.
pub(super) fn read(subject: &Subject<'_>) -> Result<Option<Said>, Stop> {
    let words = match &subject.file {
        Ok(file) if !file.is_encrypted() => plain(file),
        // Our reader hands strings out as they stand.
        _ => opened(subject)?,
    };
    Ok(words.map(|words| words.said()).filter(|said| *said != Said::default()))
}

fn plain<R: std::io::Read + std::io::Seek>(file: &crate::pdf::file::File<R>) -> Option<Words> {
    let info = file.value(file.trailer(), "Info").ok();
    let text = |value: &Object| decode(file.resolve(value).ok()?.as_string()?);
    let entries = info.as_deref().and_then(Object::as_dict).into_iter().flat_map(Dict::iter);
    let info = entries.filter_map(|(key, value)| Some((key.to_vec(), text(value)?))).collect();
    let packet = || -> Result<Option<Content>, Unreadable> {
        let catalog = file.catalog()?;
        let Some(catalog) = catalog.as_dict() else { return Ok(None) };
        let metadata = file.value(catalog, "Metadata")?;
        let Some(stream) = metadata.as_stream() else { return Ok(None) };
        Ok(xmp::read(&file.decoded(stream)?.data).content.ok())
    };
    Some(Words { info, packet: packet().ok().flatten() })
}

/// Has the file decrypted, or its objects searched for.
fn opened(subject: &Subject<'_>) -> Result<Option<Words>, Stop> {
    let limits = super::limits(&subject.wish.limits);
    let mut input = subject.place.open()?;
    let size = input.seek(SeekFrom::End(0))?;
    if size > limits.memory {
        return Ok(None);
    }
    input.seek(SeekFrom::Start(0))?;
    let mut source = Vec::new();
    input.take(size).read_to_end(&mut source)?;
    Ok(mend::open(&source, &limits).ok().map(|document| of_objects(&document, limits.memory)))
}

fn of_objects(document: &Document, memory: u64) -> Words {
    let info = document.trailer.get_deref(b"Info", document).and_then(lopdf::Object::as_dict);
    let text = |value| decode(document.dereference(value).ok()?.1.as_str().ok()?);
    let entries = info.into_iter().flat_map(lopdf::Dictionary::iter);
    let info = entries.filter_map(|(key, value)| Some((key.clone(), text(value)?))).collect();
    let metadata = document.catalog().and_then(|catalog| catalog.get_deref(b"Metadata", document));
    let limit = usize::try_from(memory).unwrap_or(usize::MAX).min(xmp::LONGEST);
    let packet = metadata.and_then(lopdf::Object::as_stream).ok().and_then(|stream| {
        let bytes = stream.decompressed_content_with_limit(limit).unwrap_or_else(|_| stream.content.clone());
        xmp::read(&bytes).content.ok()
    });
    Words { info, packet }
}

/// Decodes a text string (ISO 32000-1, 7.9.2.2).
fn decode(bytes: &[u8]) -> Option<String> {
    let whole = bytes.get(..bytes.len().min(8 * SAID_LONGEST))?;
    lopdf::decode_text_string(&lopdf::Object::string_literal(whole.to_vec())).ok()
}

impl Words {
    /// Takes each of the words from Info, else from the packet.
    fn said(&self) -> Said {
        Said {
            title: self.word("Title", DC, "title"),
            author: self.word("Author", DC, "creator"),
            subject: self.word("Subject", DC, "description"),
            keywords: self.word("Keywords", PDF, "Keywords"),
            creator: self.word("Creator", XMP, "CreatorTool"),
            producer: self.word("Producer", PDF, "Producer"),
            created: self.word("CreationDate", XMP, "CreateDate"),
            modified: self.word("ModDate", XMP, "ModifyDate"),
        }
    }

    fn word(&self, key: &str, space: &str, local: &str) -> Option<String> {
        let info = self.info.iter().find(|(name, _)| name == key.as_bytes()).and_then(|(_, text)| clean(text));
        info.or_else(|| clean(&joined(self.packet.as_ref()?.get(space, local)?)))
    }
}

/// Returns a simple value, or the simple items of an array.
fn joined(node: &Node) -> String {
    let items = node.items().iter().filter_map(Node::text);
    node.text().map_or_else(|| items.collect::<Vec<_>>().join("; "), str::to_owned)
}

/// Leaves out control characters, and cuts what is too long.
fn clean(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|letter| !letter.is_control()).take(SAID_LONGEST).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(info: &[(&str, &str)], packet: &str) -> Words {
        let packet = format!(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='{}'><rdf:Description rdf:about='' xmlns:dc='{DC}' \
             xmlns:xmp='{XMP}'>{packet}</rdf:Description></rdf:RDF></x:xmpmeta>",
            xmp::RDF
        );
        let info = info.iter().map(|(key, text)| (key.as_bytes().to_vec(), (*text).to_owned())).collect();
        Words { info, packet: xmp::read(packet.as_bytes()).content.ok() }
    }

    #[test]
    fn info_goes_first_and_the_packet_fills_its_gaps() {
        let packet = "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>B</rdf:li></rdf:Alt></dc:title>\
                      <dc:creator><rdf:Seq><rdf:li>C</rdf:li><rdf:li>D</rdf:li></rdf:Seq></dc:creator>\
                      <xmp:CreateDate>2020-01-02</xmp:CreateDate>";
        let said = words(&[("Title", "A"), ("Author", " ")], packet).said();
        assert_eq!((said.title.as_deref(), said.author.as_deref()), (Some("A"), Some("C; D")));
        assert_eq!((said.created.as_deref(), said.producer), (Some("2020-01-02"), None));
    }

    #[test]
    fn words_are_decoded_cut_and_without_control_characters() {
        assert_eq!(decode(b"\xFE\xFF\x1E\xA4\x00b").as_deref(), Some("\u{1EA4}b"));
        assert_eq!(clean("a\n\u{1b}[31mb").as_deref(), Some("a[31mb"));
        assert_eq!(clean(&"x".repeat(SAID_LONGEST + 9)).map(|text| text.len()), Some(SAID_LONGEST));
        assert_eq!(clean("\t\n"), None);
    }

    #[test]
    fn objects_of_the_forgiving_reader_say_the_same() {
        let mut document = Document::with_version("1.7");
        let info = lopdf::dictionary! { "Title" => lopdf::text_string("Đơn"), "Producer" => lopdf::text_string("P") };
        document.trailer.set("Info", info);
        let said = of_objects(&document, 1 << 20).said();
        assert_eq!((said.title.as_deref(), said.producer.as_deref()), (Some("Đơn"), Some("P")));
    }
}
