//! XML of workbooks, event by event. No entity is resolved but those that XML has by itself, and nothing outside is read.

use std::borrow::Cow;
use std::io::{self, BufReader, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::stop::{Step, Stop};

/// The bytes that are kept of a text: all that a spreadsheet program can have in a cell, and some for what is not shown.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

/// The most bytes from one `<` to the next, since all of them are in memory at once.
const LONGEST_EVENT: u64 = 4 << 20;

/// A reader of one part; empty elements come as a start and an end.
pub(super) struct Markup<R: Read> {
    reader: quick_xml::Reader<BufReader<Metered<R>>>,
    buffer: Vec<u8>,
    depth: u64,
}

/// A source that gives only so much until it is asked to go on.
struct Metered<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.source.read(buffer)?;
        self.left = self.left.checked_sub(n_read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(n_read)
    }
}

impl<R: Read> Markup<R> {
    /// Begins to read.
    pub(super) fn new(source: R) -> Markup<R> {
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(Metered { source, left: LONGEST_EVENT }));
        reader.config_mut().expand_empty_elements = true;
        Markup { reader, buffer: Vec::new(), depth: 0 }
    }

    /// Returns the next event; `Event::Eof` comes only when every element has its end.
    pub(super) fn next(&mut self) -> Step<Event<'_>> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().left = LONGEST_EVENT;
        let event = self.reader.read_event_into(&mut self.buffer)?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            Event::Eof if self.depth > 0 => return Err(Stop::damaged()),
            _ => (),
        }
        Ok(event)
    }

    /// Passes over everything up to the end of the element that has just begun.
    pub(super) fn skip(&mut self) -> Step<()> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }
}

/// Returns an attribute; a name without a prefix stands for all prefixes.
pub(super) fn attribute<'e>(element: &'e BytesStart, name: &str) -> Option<Cow<'e, str>> {
    let is_it = |key: quick_xml::name::QName| key.as_ref() == name || key.local_name().as_ref() == name;
    let found = element.attributes().with_checks(false).flatten().find(|attribute| is_it(attribute.key))?;
    Some(match found.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => value,
        // An entity of its own: nothing that a workbook needs.
        Err(_) => found.value,
    })
}

/// Returns an attribute that is a number.
pub(super) fn number(element: &BytesStart, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

/// Adds the text of an event to what was read before, unless that is longer than any cell already.
pub(super) fn add_text(event: &Event, text: &mut String) {
    match event {
        _ if text.len() >= LONGEST_TEXT => (),
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => add_reference(reference, text),
        _ => (),
    }
}

fn add_reference(reference: &BytesRef, text: &mut String) {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => text.push(letter),
        // `&#0;` and its like: no character, which the cell is then told for.
        Err(_) => text.push('\0'),
        Ok(None) => match &**reference {
            "lt" => text.push('<'),
            "gt" => text.push('>'),
            "amp" => text.push('&'),
            "apos" => text.push('\''),
            "quot" => text.push('"'),
            // Declared in a DTD, perhaps to read a file or to grow without end: it stays as it is written.
            name => text.extend(["&", name, ";"]),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(xml: &str) -> String {
        let mut markup = Markup::new(xml.as_bytes());
        let mut text = String::new();
        loop {
            match markup.next().unwrap() {
                Event::Eof => return text,
                event => add_text(&event, &mut text),
            }
        }
    }

    #[test]
    fn entities_of_a_dtd_are_never_resolved() {
        let dtd = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyy">]>"#;
        assert_eq!(text_of(&format!("{dtd}<a>&x;|&y;|&lt;&#7843;</a>")), "&x;|&y;|<ả");
        assert_eq!(text_of("<a>&#0;</a>"), "\0");
    }

    #[test]
    fn attributes_go_by_their_local_name_unless_a_prefix_is_given() {
        let start = BytesStart::from_content(r#"c a:type="1" b:type="2" name="x&amp;y""#, 1);
        assert_eq!(attribute(&start, "b:type").as_deref(), Some("2"));
        assert_eq!(attribute(&start, "type").as_deref(), Some("1"));
        assert_eq!(attribute(&start, "name").as_deref(), Some("x&y"));
        assert_eq!(attribute(&start, "b:name"), None);
    }
}
