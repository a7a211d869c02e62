//! RDF as XMP uses it (XMP Specification, September 2005, "XMP Storage Model"): from elements to properties.
//!
//! Qualifiers are passed over: of them, only whether an item says its language is ever asked.

use std::collections::HashSet;
use std::rc::Rc;

use super::xml::{Element, Name, XML};
use super::{Content, RDF};
use crate::text;
use crate::text::Text;

/// A property, a field of a structure, or an item of an array.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name; `rdf:li` for an item.
    pub name: Name,
    /// Whether `xml:lang` says its language.
    pub has_language: bool,
    /// What it says.
    pub value: Value,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Characters.
    Text(String),
    /// Items.
    Array(Kind, Vec<Node>),
    /// Fields.
    Structure(Vec<Node>),
}

/// The kinds of arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `rdf:Bag`: in no order.
    Bag,
    /// `rdf:Seq`: in order.
    Seq,
    /// `rdf:Alt`: one of them.
    Alt,
}

impl Node {
    /// Returns the characters of a simple value.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// Returns the items of an array.
    pub fn items(&self) -> &[Node] {
        if let Value::Array(_, items) = &self.value { items } else { &[] }
    }

    /// Returns the fields of a structure.
    pub fn fields(&self) -> &[Node] {
        if let Value::Structure(fields) = &self.value { fields } else { &[] }
    }
}

/// Reads all descriptions of a packet into one list of properties.
pub(super) fn read(root: &Element) -> Result<Content, Text> {
    let is_rdf = |element: &&Element| element.name.is(RDF, "RDF");
    let rdf = Some(root).filter(is_rdf).or_else(|| root.children.iter().find(is_rdf));
    let rdf = rdf.ok_or_else(|| unsound("không có `rdf:RDF`", "no `rdf:RDF`"))?;
    blank(rdf)?;
    let mut reader = Reader { repeated: Vec::new() };
    let mut properties = Fields::default();
    let mut about = None;
    for description in &rdf.children {
        if !description.name.is(RDF, "Description") {
            return Err(unsound(
                "`rdf:RDF` chứa thứ khác với `rdf:Description`",
                "something other than `rdf:Description` in `rdf:RDF`",
            ));
        }
        same_about(description, &mut about)?;
        reader.fields(description, &mut properties)?;
    }
    Ok(Content { properties: properties.nodes, repeated: reader.repeated })
}

/// All descriptions of a packet are about the same thing.
fn same_about<'a>(description: &'a Element, about: &mut Option<&'a str>) -> Result<(), Text> {
    let is_about = |name: &Name| name.is(RDF, "about") || name.is("", "about");
    let found = description.attributes.iter().find(|(name, _)| is_about(name)).map(|(_, value)| value.as_str());
    match (found.filter(|value| !value.is_empty()), *about) {
        (Some(found), Some(known)) if found != known => {
            Err(unsound("mô tả hai đối tượng khác nhau", "descriptions of two different things"))
        }
        (Some(found), _) => {
            *about = Some(found);
            Ok(())
        }
        (None, _) => Ok(()),
    }
}

/// Fields under way, and their names.
#[derive(Default)]
struct Fields {
    nodes: Vec<Node>,
    known: HashSet<(Rc<str>, Rc<str>)>,
}

struct Reader {
    repeated: Vec<Name>,
}

impl Reader {
    /// Takes attributes and children of a node element for properties.
    fn fields(&mut self, element: &Element, into: &mut Fields) -> Result<(), Text> {
        blank(element)?;
        for (name, value) in &element.attributes {
            let is_address = ["about", "ID", "nodeID"].contains(&&*name.local);
            if is_address && (&*name.space == RDF || name.space.is_empty()) || is_qualifier(name) {
                continue;
            }
            self.add(simple(name, value)?, into);
        }
        for child in &element.children {
            let node = self.property(child)?;
            self.add(node, into);
        }
        Ok(())
    }

    fn add(&mut self, node: Node, into: &mut Fields) {
        if into.known.insert((Rc::clone(&node.name.space), Rc::clone(&node.name.local))) {
            into.nodes.push(node);
        } else {
            self.repeated.push(node.name);
        }
    }

    /// Reads a property element, in any of its forms.
    fn property(&mut self, element: &Element) -> Result<Node, Text> {
        if element.name.space.is_empty() {
            return Err(unsound("thuộc tính không có không gian tên", "a property without a namespace"));
        }
        if &*element.name.space == RDF && !["li", "value", "type"].contains(&&*element.name.local) {
            return Err(unsound("thuộc tính trong không gian tên của RDF", "a property in the namespace of RDF"));
        }
        let value = match attribute(element, "parseType") {
            Some("Resource") => self.structure(element)?,
            Some(_) => {
                return Err(unsound("`rdf:parseType` khác `Resource`", "a `rdf:parseType` other than `Resource`"));
            }
            None if element.children.is_empty() => leaf(element)?,
            None => self.resource(element)?,
        };
        // The language of a qualified value stands one element further in.
        let mut around = [element].into_iter().chain(&element.children);
        let has_language = around.any(|element| element.attributes.iter().any(|(name, _)| name.is(XML, "lang")));
        Ok(Node { name: element.name.clone(), has_language, value })
    }

    /// Reads what stands in a property element: one array, or one structure.
    fn resource(&mut self, element: &Element) -> Result<Value, Text> {
        blank(element)?;
        let [inner] = element.children.as_slice() else {
            return Err(unsound("thuộc tính có nhiều giá trị", "a property with more than one value"));
        };
        let kind = match &*inner.name.local {
            _ if &*inner.name.space != RDF => None,
            "Bag" => Some(Kind::Bag),
            "Seq" => Some(Kind::Seq),
            "Alt" => Some(Kind::Alt),
            "Description" => None,
            _ => return Err(unsound("phần tử RDF ở chỗ của giá trị", "an element of RDF in the place of a value")),
        };
        match kind {
            Some(kind) => Ok(Value::Array(kind, self.items(inner)?)),
            None => self.structure(inner),
        }
    }

    fn items(&mut self, array: &Element) -> Result<Vec<Node>, Text> {
        blank(array)?;
        let item = |child: &Element| match child.name.is(RDF, "li") {
            true => self.property(child),
            false => Err(unsound("mảng chứa thứ khác với `rdf:li`", "something other than `rdf:li` in an array")),
        };
        array.children.iter().map(item).collect()
    }

    /// Reads fields; with `rdf:value` among them they are that value and its qualifiers.
    fn structure(&mut self, element: &Element) -> Result<Value, Text> {
        let mut fields = Fields::default();
        self.fields(element, &mut fields)?;
        if fields.nodes.iter().any(|node| node.name.is(RDF, "li")) {
            return Err(unsound("`rdf:li` nằm ngoài mảng", "`rdf:li` outside an array"));
        }
        let place = fields.nodes.iter().position(|node| node.name.is(RDF, "value"));
        Ok(match place {
            Some(place) => fields.nodes.swap_remove(place).value,
            None => Value::Structure(fields.nodes),
        })
    }
}

/// Reads a property element without children: characters, an address, or fields as attributes.
fn leaf(element: &Element) -> Result<Value, Text> {
    let fields: Result<Vec<Node>, Text> = element
        .attributes
        .iter()
        .filter(|(name, _)| &*name.space != RDF && &*name.space != XML)
        .map(|(name, value)| simple(name, value))
        .collect();
    let fields = fields?;
    let address = attribute(element, "resource").or(attribute(element, "value"));
    match (address, fields.is_empty()) {
        (Some(_), _) | (None, false) if !element.text.trim().is_empty() => {
            Err(unsound("thuộc tính vừa có thuộc tính con vừa có văn bản", "a property with attributes and text"))
        }
        (Some(value), _) => Ok(Value::Text(value.to_owned())),
        (None, true) => Ok(Value::Text(element.text.clone())),
        (None, false) => Ok(Value::Structure(fields)),
    }
}

/// Reads an attribute as a property of its own.
fn simple(name: &Name, value: &str) -> Result<Node, Text> {
    match &*name.space {
        "" => Err(unsound("thuộc tính không có không gian tên", "a property without a namespace")),
        RDF if &*name.local != "value" => {
            Err(unsound("thuộc tính trong không gian tên của RDF", "a property in the namespace of RDF"))
        }
        _ => Ok(Node { name: name.clone(), has_language: false, value: Value::Text(value.to_owned()) }),
    }
}

fn attribute<'a>(element: &'a Element, local: &str) -> Option<&'a str> {
    element.attributes.iter().find(|(name, _)| name.is(RDF, local)).map(|(_, value)| value.as_str())
}

/// Attributes that say how an element is to be read and nothing of its subject.
fn is_qualifier(name: &Name) -> bool {
    name.is(RDF, "type") || name.is(RDF, "parseType") || name.is(XML, "lang")
}

fn blank(element: &Element) -> Result<(), Text> {
    if element.text.trim().is_empty() {
        Ok(())
    } else {
        Err(unsound("văn bản giữa các phần tử", "text between elements"))
    }
}

fn unsound(vi: &str, en: &str) -> Text {
    text!("gói XMP không phải RDF đúng quy cách: {vi}", "the XMP packet is not sound RDF: {en}", vi = vi, en = en)
}
