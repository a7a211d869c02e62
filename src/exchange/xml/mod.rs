//! XML of packages, read event by event within fixed bounds (XML 1.0, 5th edition).
//!
//! A document type is refused, and with it every entity of its own; nothing outside is ever read. Names are compared by
//! their local part and without regard to case, since packages of others differ in prefixes and spelling.

mod source;
#[cfg(test)]
mod tests;

use std::io::{self, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event as Raw};

use crate::text;
use crate::text::Text;

use super::markup::can_hold;
use source::Source;

/// The deepest nesting of elements.
pub const DEEPEST: usize = 64;

/// The most bytes of one text, and of one attribute.
pub const LONGEST_TEXT: usize = 1 << 20;

/// The most bytes of one document.
pub const LARGEST: u64 = 4 << 30;

/// The most leaves that [`Xml::leaves`] gathers.
pub const MOST_LEAVES: usize = 10_000;

/// Why a document was not read to its end.
#[derive(Debug)]
pub enum Stop {
    /// Its bytes could not be read.
    Unreadable(io::Error),
    /// It is no XML, or none that is read here.
    Malformed(Malformed),
}

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The line, from 1.
    pub line: u64,
    /// The offset in bytes, counted in UTF-8.
    pub byte: u64,
    /// What is wrong.
    pub what: Text,
}

/// One step through a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An element begins.
    Open(Element),
    /// Characters between two tags, entities resolved; blanks alone are passed over.
    Text(String),
    /// The element that was opened last ends.
    Close,
}

/// The beginning of an element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name without a prefix, as it is written.
    pub name: String,
    /// Attributes with their prefixes, in order.
    pub attributes: Vec<(String, String)>,
    /// The line it stands on, from 1.
    pub line: u64,
}

/// An element without elements inside: the names down to it, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Names without prefixes from below the element that was read, joined by `/`, as they are written.
    pub path: String,
    /// Its text, without blanks at either end.
    pub text: String,
    /// The line it begins on.
    pub line: u64,
}

/// A reader of one document.
pub struct Xml<R: Read> {
    reader: quick_xml::Reader<Source<R>>,
    buffer: Vec<u8>,
    depth: usize,
    has_root: bool,
    /// An event that was met while a text was gathered.
    next: Option<Event>,
}

impl Element {
    /// Says whether it has this name, whatever the prefix and the case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns an attribute by its local name, whatever the case; one without a prefix goes first.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let local = |key: &str| key.rsplit_once(':').map_or(key.to_owned(), |(_, local)| local.to_owned());
        let plain = self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        let found = plain.or_else(|| self.attributes.iter().find(|(key, _)| local(key).eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns an attribute that is to be kept.
    pub fn owned(&self, name: &str) -> Option<String> {
        self.attribute(name).map(str::to_owned)
    }
}

impl Leaf {
    /// Says whether it stands at this path, whatever the case.
    pub fn is(&self, path: &str) -> bool {
        self.path.eq_ignore_ascii_case(path)
    }

    /// Returns the last name of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

impl<R: Read> Xml<R> {
    /// Begins to read.
    pub fn new(source: R) -> Xml<R> {
        let mut reader = quick_xml::Reader::from_reader(Source::new(source));
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, buffer: Vec::new(), depth: 0, has_root: false, next: None }
    }

    /// Returns the next event; `None` comes once, behind the end of the root.
    #[expect(clippy::should_implement_trait, reason = "an error ends the reading, which an iterator does not say")]
    pub fn next(&mut self) -> Result<Option<Event>, Stop> {
        if let Some(event) = self.next.take() {
            return Ok(Some(event));
        }
        let mut text = String::new();
        loop {
            match self.step(&mut text)? {
                Step::On => (),
                Step::Event(event) if text.trim().is_empty() => return Ok(Some(event)),
                Step::Event(event) => {
                    self.next = Some(event);
                    return Ok(Some(Event::Text(text)));
                }
                Step::Over => return Ok(None),
            }
        }
    }

    /// Passes over everything up to the end of the element that has just begun.
    pub fn skip(&mut self) -> Result<(), Stop> {
        let mut depth = 1u32;
        while depth > 0 {
            match self.next()? {
                Some(Event::Open(_)) => depth += 1,
                Some(Event::Close) => depth -= 1,
                Some(Event::Text(_)) => (),
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Returns the leaves of the element that has just begun, up to its end; its own text is left out.
    pub fn leaves(&mut self) -> Result<Vec<Leaf>, Stop> {
        let mut found: Vec<Leaf> = Vec::new();
        let mut names: Vec<(String, u64)> = Vec::new();
        // Says whether the element that was opened last has had no element inside.
        let mut is_leaf = false;
        let mut text = String::new();
        loop {
            match self.next()? {
                Some(Event::Open(element)) => {
                    names.push((element.name, element.line));
                    (is_leaf, text) = (true, String::new());
                }
                Some(Event::Text(more)) => text.push_str(more.trim()),
                Some(Event::Close) | None => {
                    let path = names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("/");
                    let Some((_, line)) = names.pop() else { return Ok(found) };
                    if is_leaf && found.len() >= MOST_LEAVES {
                        return Err(self.malformed(text!("quá nhiều phần tử", "there are too many elements")));
                    }
                    if std::mem::take(&mut is_leaf) {
                        found.push(Leaf { path, text: std::mem::take(&mut text), line });
                    }
                }
            }
        }
    }

    /// Returns the number of the line that reading has come to, from 1.
    pub fn line(&mut self) -> u64 {
        self.reader.get_mut().line()
    }

    /// Says what is wrong at the place that reading has come to.
    pub fn malformed(&mut self, what: Text) -> Stop {
        Stop::Malformed(Malformed { line: self.line(), byte: self.reader.buffer_position(), what })
    }

    /// Takes one event of the parser; characters are added to `text`.
    fn step(&mut self, text: &mut String) -> Result<Step, Stop> {
        self.buffer.clear();
        self.reader.get_mut().go_on();
        if self.reader.buffer_position() > LARGEST {
            return Err(self.malformed(text!("tài liệu XML quá lớn", "the XML document is too large")));
        }
        let line = self.line();
        let (is_utf16, depth, has_root) = (self.reader.get_mut().is_utf16(), self.depth, self.has_root);
        let mut buffer = std::mem::take(&mut self.buffer);
        let step = match self.reader.read_event_into(&mut buffer) {
            Ok(event) => judge(&event, text, &Place { line, is_utf16, depth, has_root }),
            Err(error) => Err(Wrong::Parser(error)),
        };
        self.buffer = buffer;
        match &step {
            Ok(Step::Event(Event::Open(_))) => (self.depth, self.has_root) = (depth + 1, true),
            Ok(Step::Event(Event::Close)) => self.depth = depth.saturating_sub(1),
            _ => (),
        }
        step.map_err(|wrong| self.stop(wrong))
    }

    fn stop(&mut self, wrong: Wrong) -> Stop {
        let source = self.reader.get_mut();
        let what = match wrong {
            Wrong::Own(what) => what,
            Wrong::Parser(_) if source.is_too_long() => {
                text!("một phần của XML quá dài", "a piece of the XML is too long")
            }
            Wrong::Parser(error) => match source.failure.take() {
                // What is no UTF-16 is the document's fault, and all else the disk's.
                Some(failure) if failure.kind() != io::ErrorKind::InvalidData || failure.get_ref().is_some() => {
                    return Stop::Unreadable(failure);
                }
                Some(_) => text!("không phải UTF-16 đúng", "it is not sound UTF-16"),
                None => not_xml(&error),
            },
        };
        self.malformed(what)
    }
}

/// What an event of the parser comes to.
enum Step {
    /// Nothing, or characters.
    On,
    Event(Event),
    Over,
}

/// What is wrong with an event.
enum Wrong {
    Parser(quick_xml::Error),
    Own(Text),
}

impl From<quick_xml::Error> for Wrong {
    fn from(error: quick_xml::Error) -> Wrong {
        Wrong::Parser(error)
    }
}

/// Where an event stands.
struct Place {
    line: u64,
    is_utf16: bool,
    depth: usize,
    has_root: bool,
}

fn judge(event: &Raw, text: &mut String, place: &Place) -> Result<Step, Wrong> {
    let own = |what| Err(Wrong::Own(what));
    if !event.chars().all(can_hold) {
        return Err(no_character());
    }
    match event {
        Raw::Start(_) if place.depth == 0 && place.has_root => {
            return own(text!("có nhiều hơn một phần tử gốc", "there is more than one root element"));
        }
        Raw::Start(_) if place.depth >= DEEPEST => {
            return own(text!("các phần tử lồng nhau quá sâu", "elements are nested too deeply"));
        }
        Raw::Start(start) => return Ok(Step::Event(Event::Open(element(start, place.line)?))),
        Raw::End(_) => return Ok(Step::Event(Event::Close)),
        Raw::Text(part) => text.push_str(&part.xml10_content()),
        Raw::CData(part) => text.push_str(&part.xml10_content()),
        Raw::GeneralRef(reference) => text.push(character(reference)?),
        Raw::Decl(declaration) => return encoding(declaration, place.is_utf16).map(|()| Step::On),
        Raw::DocType(_) => return own(text!("có khai báo DOCTYPE", "it has a DOCTYPE")),
        Raw::Comment(_) | Raw::PI(_) => (),
        Raw::Eof if place.depth > 0 => {
            return own(text!("tài liệu XML kết thúc giữa chừng", "the XML document ends in the middle"));
        }
        Raw::Eof if !place.has_root => return own(text!("không có phần tử gốc", "there is no root element")),
        Raw::Eof => return Ok(Step::Over),
        Raw::Empty(_) => (),
    }
    if place.depth == 0 && !text.trim().is_empty() {
        return own(text!("có chữ ngoài phần tử gốc", "there is text outside the root element"));
    }
    match text.len() > LONGEST_TEXT {
        true => own(text!("một đoạn chữ quá dài", "a text is too long")),
        false => Ok(Step::On),
    }
}

fn element(start: &BytesStart, line: u64) -> Result<Element, Wrong> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
        if !value.chars().all(can_hold) {
            return Err(no_character());
        }
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name: start.local_name().as_ref().to_owned(), attributes, line })
}

fn no_character() -> Wrong {
    Wrong::Own(text!("có một ký tự không được có trong XML", "it has a character that XML does not allow"))
}

/// Resolves a reference to a character, or one of the five entities that XML has by itself.
fn character(reference: &BytesRef) -> Result<char, Wrong> {
    if let Some(letter) = reference.resolve_char_ref()? {
        return if can_hold(letter) { Ok(letter) } else { Err(no_character()) };
    }
    let named = [("lt", '<'), ("gt", '>'), ("amp", '&'), ("apos", '\''), ("quot", '"')];
    let found = named.into_iter().find(|(name, _)| **name == **reference).map(|(_, letter)| letter);
    found.ok_or_else(|| Wrong::Own(text!("có một thực thể không thuộc XML", "it has an entity that XML does not know")))
}

/// UTF-8 is read whatever else is said; what claims another encoding would be read wrongly.
fn encoding(declaration: &quick_xml::events::BytesDecl, is_utf16: bool) -> Result<(), Wrong> {
    let Some(claimed) = declaration.encoding() else { return Ok(()) };
    let claimed = claimed.map_err(quick_xml::Error::from)?.to_ascii_lowercase();
    let is_known = match &*claimed {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => true,
        "utf-16" | "utf-16le" | "utf-16be" => is_utf16,
        _ => false,
    };
    match is_known {
        true => Ok(()),
        false => Err(Wrong::Own(text!(
            "bảng mã khai báo không phải UTF-8 hay UTF-16",
            "the declared encoding is neither UTF-8 nor UTF-16"
        ))),
    }
}

/// Says what the parser found; its own words could quote the document.
fn not_xml(error: &quick_xml::Error) -> Text {
    use quick_xml::Error as E;
    match error {
        E::Encoding(_) => text!("không phải UTF-8 đúng", "it is not sound UTF-8"),
        E::InvalidAttr(_) => text!("thuộc tính viết sai hoặc lặp lại", "an attribute is malformed or repeated"),
        E::Escape(_) => text!("có một thực thể không thuộc XML", "it has an entity that XML does not know"),
        E::IllFormed(_) => text!("các thẻ không khớp nhau", "its tags do not match"),
        _ => text!("không phải XML đúng", "it is not sound XML"),
    }
}
