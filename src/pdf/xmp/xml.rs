//! XML as XMP packets are written in it: a small tree with namespaces, every bound checked before memory is taken.
//!
//! A tree and not events, since RDF says the same in several ways, and telling them apart needs a look inside. Entities
//! are not resolved and document types refused, so a packet can mean nothing that does not stand in it.

use std::collections::HashSet;
use std::rc::Rc;

use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::text;
use crate::text::Text;

/// The longest packet that is read, in bytes; packets with thumbnails and a long history have a few million.
pub const LONGEST: usize = 16 << 20;
/// Elements and attributes of a packet.
const MOST_NODES: usize = 200_000;
/// Elements within each other; RDF needs some ten.
const DEEPEST: usize = 64;
/// Attributes of one element: they are compared with each other.
const MOST_ATTRIBUTES: usize = 256;
/// Bytes of a namespace or a name.
const LONGEST_NAME: usize = 1000;

/// The namespace of `xml:lang`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A name with its namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The namespace; empty if there is none.
    pub space: Rc<str>,
    /// The prefix that stands for it in this place.
    pub prefix: Rc<str>,
    /// The name without prefix.
    pub local: Rc<str>,
}

impl Name {
    /// Says whether it is this name of this namespace, whatever the prefix.
    pub fn is(&self, space: &str, local: &str) -> bool {
        &*self.local == local && &*self.space == space
    }
}

/// An element: its own characters are put together, wherever they stand between its children.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    pub(super) name: Name,
    pub(super) attributes: Vec<(Name, String)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

/// The document around the tree.
pub(super) struct Document {
    /// What stands in `<?xpacket begin...?>` behind the first word.
    pub(super) header: Option<String>,
    pub(super) is_closed: bool,
    pub(super) claims_utf8: bool,
    pub(super) root: Result<Element, Text>,
}

/// Reads a document; header and trailer are told even where the tree is broken.
pub(super) fn read(text: &str) -> Document {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_comments = true;
    let document = Document { header: None, is_closed: false, claims_utf8: true, root: Err(no_root()) };
    let mut builder = Builder { reader, spaces: HashSet::new(), open: Vec::new(), root: None, nodes: 0, document };
    let end = if text.chars().all(is_char) {
        builder.run()
    } else {
        Err(broken("ký tự mà XML cấm", "a character that XML forbids"))
    };
    let Builder { mut document, root, .. } = builder;
    document.root = end.and_then(|()| root.ok_or_else(no_root));
    document
}

struct Builder<'a> {
    reader: NsReader<&'a [u8]>,
    /// Namespaces met, each kept once: a long one may stand for very many names.
    spaces: HashSet<Rc<str>>,
    open: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
    document: Document,
}

impl Builder<'_> {
    fn run(&mut self) -> Result<(), Text> {
        let mut is_first = true;
        loop {
            match self.reader.read_event().map_err(|_| broken_at(self.reader.error_position()))? {
                Event::Start(tag) => self.start(&tag)?,
                Event::End(_) => self.end(),
                Event::Text(text) => self.characters(&text.xml10_content())?,
                Event::CData(text) => self.cdata(&text.xml10_content())?,
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::PI(instruction) if instruction.target() == "xpacket" => self.wrapper(instruction.content()),
                Event::Decl(declaration) if is_first => self.declaration(&declaration),
                Event::Decl(_) => {
                    return Err(broken("khai báo XML không ở đầu", "an XML declaration that is not at the start"));
                }
                Event::DocType(_) => return Err(broken("khai báo kiểu tài liệu", "a document type")),
                Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if self.open.is_empty() => return Ok(()),
                Event::Eof => return Err(broken("phần tử không có phần kết", "an element without its end")),
            }
            is_first = false;
        }
    }

    fn start(&mut self, tag: &BytesStart) -> Result<(), Text> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(broken("phần tử gốc thứ hai", "a second root element"));
        }
        if self.open.len() >= DEEPEST {
            return Err(broken("quá nhiều phần tử lồng nhau", "too many elements within each other"));
        }
        let name = self.name(tag.name(), true)?;
        let attributes = self.attributes(tag)?;
        self.open.push(Element { name, attributes, children: Vec::new(), text: String::new() });
        Ok(())
    }

    fn end(&mut self) {
        let Some(done) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => self.root = Some(done),
        }
    }

    fn attributes(&mut self, tag: &BytesStart) -> Result<Vec<(Name, String)>, Text> {
        if tag.attributes().with_checks(false).count() > MOST_ATTRIBUTES {
            return Err(broken("quá nhiều thuộc tính", "too many attributes"));
        }
        let mut found: Vec<(Name, String)> = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| self.here())?;
            if attribute.value.contains('<') {
                return Err(broken("`<` trong thuộc tính", "`<` in an attribute"));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| self.here())?;
            if !value.chars().all(is_char) {
                return Err(broken("ký tự mà XML cấm", "a character that XML forbids"));
            }
            if attribute.key.as_namespace_binding().is_some() {
                self.count()?;
                continue;
            }
            let name = self.name(attribute.key, false)?;
            if found.iter().any(|(other, _)| other.is(&name.space, &name.local)) {
                return Err(broken("thuộc tính lặp lại", "an attribute given twice"));
            }
            found.push((name, value.into_owned()));
        }
        Ok(found)
    }

    /// Resolves a name; only elements are in the default namespace.
    fn name(&mut self, name: QName, is_element: bool) -> Result<Name, Text> {
        self.count()?;
        let prefix = name.prefix().map_or("", |prefix| prefix.into_inner());
        let local = name.local_name().into_inner();
        if name.0.len() > LONGEST_NAME || !is_name(local) || (name.prefix().is_some() && !is_name(prefix)) {
            return Err(broken("tên mà XML cấm", "a name that XML forbids"));
        }
        let resolver = self.reader.resolver();
        let found = if is_element { resolver.resolve_element(name).0 } else { resolver.resolve_attribute(name).0 };
        let space = match found {
            ResolveResult::Bound(space) => space.into_inner(),
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(_) => {
                return Err(broken("tiền tố không có không gian tên", "a prefix without a namespace"));
            }
        };
        if space.len() > LONGEST_NAME {
            return Err(broken("không gian tên quá dài", "a namespace that is too long"));
        }
        let space = kept(&mut self.spaces, space);
        Ok(Name { space, prefix: kept(&mut self.spaces, prefix), local: Rc::from(local) })
    }

    fn count(&mut self) -> Result<(), Text> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            Err(broken("quá nhiều phần tử và thuộc tính", "too many elements and attributes"))
        } else {
            Ok(())
        }
    }

    fn characters(&mut self, text: &str) -> Result<(), Text> {
        if text.contains("]]>") { Err(broken("`]]>` trong văn bản", "`]]>` in text")) } else { self.cdata(text) }
    }

    fn cdata(&mut self, text: &str) -> Result<(), Text> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(broken("văn bản nằm ngoài phần tử gốc", "text outside the root element")),
        }
        Ok(())
    }

    /// Takes a character reference or one of the five names that XML itself knows.
    fn reference(&mut self, reference: &BytesRef) -> Result<(), Text> {
        let letter = match reference.resolve_char_ref().map_err(|_| self.here())? {
            Some(letter) if is_char(letter) => letter,
            Some(_) => return Err(broken("ký tự mà XML cấm", "a character that XML forbids")),
            None => match &*reference.xml10_content() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => return Err(broken("thực thể", "an entity")),
            },
        };
        self.cdata(letter.encode_utf8(&mut [0; 4]))
    }

    /// Says that what was read last is not XML.
    fn here(&self) -> Text {
        broken_at(self.reader.buffer_position())
    }

    fn wrapper(&mut self, content: &str) {
        let content = content.trim_start();
        if content.starts_with("end") {
            self.document.is_closed = self.root.is_some();
        } else if self.document.header.is_none() && self.root.is_none() && self.open.is_empty() {
            self.document.header = Some(content.to_owned());
        }
    }

    fn declaration(&mut self, declaration: &BytesDecl) {
        self.document.claims_utf8 = match declaration.encoding() {
            Some(Ok(encoding)) => encoding.eq_ignore_ascii_case("UTF-8"),
            Some(Err(_)) => false,
            None => true,
        };
    }
}

fn kept(spaces: &mut HashSet<Rc<str>>, space: &str) -> Rc<str> {
    if let Some(known) = spaces.get(space) {
        return Rc::clone(known);
    }
    let new: Rc<str> = Rc::from(space);
    spaces.insert(Rc::clone(&new));
    new
}

/// Says whether XML 1.0 can hold the character at all (2.2).
fn is_char(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Says whether it may be a name without colon. Letters beyond ASCII are all taken: none of them can be mistaken.
fn is_name(name: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii();
    let rest = |other: char| letter(other) || other.is_ascii_digit() || other == '-' || other == '.';
    name.starts_with(letter) && name.chars().all(rest)
}

fn no_root() -> Text {
    text!("gói XMP không có nội dung", "the XMP packet has no content")
}

fn broken(vi: &str, en: &str) -> Text {
    text!("gói XMP không phải XML đúng quy cách: {vi}", "the XMP packet is not well-formed XML: {en}", vi = vi, en = en)
}

fn broken_at(at: u64) -> Text {
    text!("gói XMP không phải XML đúng quy cách ở byte {at}", "the XMP packet is not well-formed XML at byte {at}")
}
