//! Extension schemas: how a file describes properties of its own (ISO 19005-2, 6.6.2.3.2 and 6.6.2.3.3).
//!
//! Reading takes what can be understood; checking says everything that is not as the standard wants it.

use std::collections::{HashMap, HashSet};

use super::Said;
use super::types::{Described, Types, item, simplified};
use crate::pdf::xmp::{Content, Kind, Name, Node, Value};
use crate::text;

const CONTAINER: &str = "http://www.aiim.org/pdfa/ns/extension/";

/// The kinds of values that fields of a description have.
#[derive(PartialEq)]
enum Form {
    /// Characters; the field is required.
    Text,
    /// An ordered array of the objects of this table; the field may be absent.
    Seq(&'static Table),
}

/// What an object of a description consists of (tables of 6.6.2.3.3).
#[derive(PartialEq)]
struct Table {
    space: &'static str,
    prefix: &'static str,
    fields: &'static [(&'static str, Form, &'static str)],
}

static SCHEMA: Table = Table {
    space: "http://www.aiim.org/pdfa/ns/schema#",
    prefix: "pdfaSchema",
    fields: &[
        ("schema", Form::Text, "6.6.2.3.3-2"),
        ("namespaceURI", Form::Text, "6.6.2.3.3-3"),
        ("prefix", Form::Text, "6.6.2.3.3-4"),
        ("property", Form::Seq(&PROPERTY), "6.6.2.3.3-5"),
        ("valueType", Form::Seq(&VALUE_TYPE), "6.6.2.3.3-6"),
    ],
};

static PROPERTY: Table = Table {
    space: "http://www.aiim.org/pdfa/ns/property#",
    prefix: "pdfaProperty",
    fields: &[
        ("name", Form::Text, "6.6.2.3.3-7"),
        ("valueType", Form::Text, "6.6.2.3.3-8"),
        ("category", Form::Text, "6.6.2.3.3-9"),
        ("description", Form::Text, "6.6.2.3.3-10"),
    ],
};

static VALUE_TYPE: Table = Table {
    space: "http://www.aiim.org/pdfa/ns/type#",
    prefix: "pdfaType",
    fields: &[
        ("type", Form::Text, "6.6.2.3.3-11"),
        ("namespaceURI", Form::Text, "6.6.2.3.3-12"),
        ("prefix", Form::Text, "6.6.2.3.3-13"),
        ("description", Form::Text, "6.6.2.3.3-14"),
        ("field", Form::Seq(&FIELD), "6.6.2.3.3-15"),
    ],
};

static FIELD: Table = Table {
    space: "http://www.aiim.org/pdfa/ns/field#",
    prefix: "pdfaField",
    fields: &[
        ("name", Form::Text, "6.6.2.3.3-16"),
        ("valueType", Form::Text, "6.6.2.3.3-17"),
        ("description", Form::Text, "6.6.2.3.3-18"),
    ],
};

/// The schemas that a packet describes, by namespace.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Schemas(HashMap<String, Schema>);

#[derive(Clone, Debug, Default, PartialEq)]
struct Schema {
    /// Simplified types by name.
    properties: HashMap<String, String>,
    types: Types,
}

impl Schemas {
    /// Says whether a property is described here and, if so, whether it is what its description says; its type may also
    /// be described in the document's own packet.
    pub(super) fn judge(&self, node: &Node, main: &Schemas) -> Option<bool> {
        let schema = self.0.get(&*node.name.space)?;
        let value_type = schema.properties.get(&*node.name.local)?;
        let lent = || main.0.values().map(|schema| &schema.types).find(|types| types.knows(value_type));
        let types = Some(&schema.types).filter(|types| types.knows(value_type)).or_else(lent);
        Some(types.unwrap_or(&schema.types).fits(node, value_type))
    }

    /// Returns the types that any of the schemas describes.
    fn types(&self) -> HashSet<&str> {
        self.0.values().flat_map(|schema| schema.types.0.keys().map(String::as_str)).collect()
    }
}

/// Says whether it is the property that holds the descriptions.
pub(super) fn is_container(name: &Name) -> bool {
    name.is(CONTAINER, "schemas")
}

/// Reads the descriptions of a packet.
pub(super) fn read(content: &Content) -> Schemas {
    let mut schemas: HashMap<String, Schema> = HashMap::new();
    let described = content.get(CONTAINER, "schemas").map_or(&[][..], Node::items);
    for node in described {
        let Some(space) = value(node, &SCHEMA, "namespaceURI") else { continue };
        let schema = schemas.entry(space.to_owned()).or_default();
        for property in objects(node, &SCHEMA, "property") {
            if let Some((name, value_type)) = named(property, &PROPERTY) {
                schema.properties.insert(name, value_type);
            }
        }
        for described in objects(node, &SCHEMA, "valueType") {
            let Some(name) = value(described, &VALUE_TYPE, "type") else { continue };
            let Some(space) = value(described, &VALUE_TYPE, "namespaceURI") else { continue };
            let fields = objects(described, &VALUE_TYPE, "field").iter().filter_map(|field| named(field, &FIELD));
            schema.types.0.insert(simplified(name), Described { space: space.to_owned(), fields: fields.collect() });
        }
    }
    Schemas(schemas)
}

/// Checks the descriptions of a packet; value types may also be described in the document's own packet.
pub(super) fn check(content: &Content, own: &Schemas, main: &Schemas, out: &mut Vec<Said>) {
    let Some(container) = content.get(CONTAINER, "schemas") else { return };
    if !matches!(container.value, Value::Array(Kind::Bag, _)) || &*container.name.prefix != "pdfaExtension" {
        out.push((
            "6.6.2.3.3-1",
            text!(
                "mô tả lược đồ mở rộng phải là Bag với tiền tố pdfaExtension",
                "descriptions of extension schemas must be a Bag with the prefix pdfaExtension"
            ),
        ));
    }
    let checker = Checker { types: own.types().into_iter().chain(main.types()).collect() };
    for schema in container.items() {
        checker.object(schema, &SCHEMA, out);
    }
}

struct Checker<'a> {
    types: HashSet<&'a str>,
}

impl Checker<'_> {
    fn object(&self, node: &Node, table: &'static Table, out: &mut Vec<Said>) {
        let belongs = |field: &Node| {
            *field.name.space == *table.space && table.fields.iter().any(|(name, ..)| *name == &*field.name.local)
        };
        if !node.fields().iter().all(belongs) {
            let prefix = table.prefix;
            out.push((
                "6.6.2.3.2-1",
                text!(
                    "mô tả {prefix} có trường mà tiêu chuẩn không biết",
                    "a {prefix} description has a field that the standard does not know"
                ),
            ));
        }
        for (name, form, clause) in table.fields {
            let field = node.fields().iter().find(|field| field.name.is(table.space, name));
            if !self.is_sound(field, table, name, form) {
                let prefix = table.prefix;
                out.push((
                    clause,
                    text!(
                        "{prefix}:{name} thiếu hoặc không đúng quy định",
                        "{prefix}:{name} is missing or not as the standard wants it",
                        name = name
                    ),
                ));
            }
            if let Form::Seq(inner) = form {
                field.into_iter().flat_map(Node::items).for_each(|node| self.object(node, inner, out));
            }
        }
    }

    fn is_sound(&self, field: Option<&Node>, table: &Table, name: &str, form: &Form) -> bool {
        let Some(field) = field else { return *form != Form::Text };
        let has_form = match (form, &field.value) {
            (Form::Text, Value::Text(text)) if *table == PROPERTY && name == "category" => {
                text == "external" || text == "internal"
            }
            (Form::Text, Value::Text(text)) if (*table == PROPERTY || *table == FIELD) && name == "valueType" => {
                self.knows(text)
            }
            (Form::Text, Value::Text(_)) | (Form::Seq(_), Value::Array(Kind::Seq, _)) => true,
            _ => false,
        };
        has_form && &*field.name.prefix == table.prefix
    }

    fn knows(&self, value_type: &str) -> bool {
        let simplified = simplified(value_type);
        Types::default().knows(&simplified) || self.types.contains(item(&simplified))
    }
}

/// Returns the characters of a field.
fn value<'a>(node: &'a Node, table: &Table, name: &str) -> Option<&'a str> {
    node.fields().iter().find(|field| field.name.is(table.space, name)).and_then(Node::text)
}

/// Returns the objects in a field.
fn objects<'a>(node: &'a Node, table: &Table, name: &str) -> &'a [Node] {
    node.fields().iter().find(|field| field.name.is(table.space, name)).map_or(&[], Node::items)
}

/// Returns name and simplified type of a property or a field.
fn named(node: &Node, table: &Table) -> Option<(String, String)> {
    Some((value(node, table, "name")?.to_owned(), simplified(value(node, table, "valueType")?)))
}
