//! PREMIS 3.0 as packages use it: objects with their fixity, events and agents, one after the other.
//!
//! What checks and notes need is read, by the local names of elements; nothing is judged here.

use std::io::Read;

use super::xml::{Element, Event as XmlEvent, Leaf, Stop, Xml};
use crate::text;

/// A PREMIS document, read item by item.
pub struct Premis<R: Read> {
    xml: Xml<R>,
    is_begun: bool,
}

/// One thing that a PREMIS says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An object.
    Object(Object),
    /// An event.
    Event(Event),
    /// An agent.
    Agent(Agent),
    /// Another element below the root, such as `rights`: its name.
    Other(String),
}

/// An identifier: its type and its value.
pub type Identifier = (String, String);

/// An object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// `xsi:type` without a prefix: `file`, `representation`, `intellectualEntity`, `bitstream`.
    pub kind: Option<String>,
    /// `objectIdentifier`s.
    pub identifiers: Vec<Identifier>,
    /// `originalName`.
    pub name: Option<String>,
    /// `size` as it is written.
    pub size: Option<String>,
    /// `fixity`: algorithms and digests.
    pub fixity: Vec<(String, String)>,
    /// `formatName`s.
    pub formats: Vec<String>,
    /// `formatRegistryKey`s, such as `fmt/477`.
    pub registry_keys: Vec<String>,
    /// How many signatures are described.
    pub n_signatures: usize,
    /// The line it begins on.
    pub line: u64,
}

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// `eventIdentifier`s.
    pub identifiers: Vec<Identifier>,
    /// `eventType`.
    pub kind: Option<String>,
    /// `eventDateTime`.
    pub when: Option<String>,
    /// `eventOutcome`.
    pub outcome: Option<String>,
    /// Objects it links to.
    pub objects: Vec<Identifier>,
    /// Agents it links to.
    pub agents: Vec<Identifier>,
    /// The line it begins on.
    pub line: u64,
}

/// An agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agent {
    /// `agentIdentifier`s.
    pub identifiers: Vec<Identifier>,
    /// `agentName`.
    pub name: Option<String>,
    /// `agentType`.
    pub kind: Option<String>,
    /// `agentVersion`.
    pub version: Option<String>,
}

impl<R: Read> Premis<R> {
    /// Begins to read.
    pub fn new(source: R) -> Premis<R> {
        Premis { xml: Xml::new(source), is_begun: false }
    }

    /// Returns the next item, or `None` behind the last.
    #[expect(clippy::should_implement_trait, reason = "an error ends the reading, which an iterator does not say")]
    pub fn next(&mut self) -> Result<Option<Item>, Stop> {
        while let Some(event) = self.xml.next()? {
            match event {
                XmlEvent::Open(root) if !self.is_begun && root.is("premis") => self.is_begun = true,
                XmlEvent::Open(_) if !self.is_begun => {
                    let what = text!("phần tử gốc không phải `premis`", "the root element is not `premis`");
                    return Err(self.xml.malformed(what));
                }
                XmlEvent::Open(element) => return self.item(&element).map(Some),
                XmlEvent::Text(_) | XmlEvent::Close => (),
            }
        }
        Ok(None)
    }

    fn item(&mut self, element: &Element) -> Result<Item, Stop> {
        let leaves = self.xml.leaves()?;
        Ok(match element.name.to_ascii_lowercase().as_str() {
            "object" => Item::Object(object(element, &leaves)),
            "event" => Item::Event(event(element.line, &leaves)),
            "agent" => Item::Agent(agent(&leaves)),
            _ => Item::Other(element.name.clone()),
        })
    }
}

fn object(element: &Element, leaves: &[Leaf]) -> Object {
    let kind = element.attribute("type");
    Object {
        kind: kind.map(|kind| kind.rsplit(':').next().unwrap_or(kind).to_owned()),
        identifiers: pairs(leaves, "objectIdentifier/objectIdentifierType", "objectIdentifier/objectIdentifierValue"),
        name: first(leaves, "originalName"),
        size: first(leaves, "objectCharacteristics/size"),
        fixity: pairs(
            leaves,
            "objectCharacteristics/fixity/messageDigestAlgorithm",
            "objectCharacteristics/fixity/messageDigest",
        ),
        formats: all(leaves, "objectCharacteristics/format/formatDesignation/formatName"),
        registry_keys: all(leaves, "objectCharacteristics/format/formatRegistry/formatRegistryKey"),
        n_signatures: all(leaves, "signatureInformation/signature/signatureValue").len(),
        line: element.line,
    }
}

fn event(line: u64, leaves: &[Leaf]) -> Event {
    let linked = |what: &str| {
        let path = |part: &str| format!("linking{what}Identifier/linking{what}Identifier{part}");
        pairs(leaves, &path("Type"), &path("Value"))
    };
    Event {
        identifiers: pairs(leaves, "eventIdentifier/eventIdentifierType", "eventIdentifier/eventIdentifierValue"),
        kind: first(leaves, "eventType"),
        when: first(leaves, "eventDateTime"),
        outcome: first(leaves, "eventOutcomeInformation/eventOutcome"),
        objects: linked("Object"),
        agents: linked("Agent"),
        line,
    }
}

fn agent(leaves: &[Leaf]) -> Agent {
    Agent {
        identifiers: pairs(leaves, "agentIdentifier/agentIdentifierType", "agentIdentifier/agentIdentifierValue"),
        name: first(leaves, "agentName"),
        kind: first(leaves, "agentType"),
        version: first(leaves, "agentVersion"),
    }
}

fn all(leaves: &[Leaf], path: &str) -> Vec<String> {
    leaves.iter().filter(|leaf| leaf.is(path)).map(|leaf| leaf.text.clone()).collect()
}

fn first(leaves: &[Leaf], path: &str) -> Option<String> {
    leaves.iter().find(|leaf| leaf.is(path)).map(|leaf| leaf.text.clone())
}

/// Returns each value with the name that stands nearest to it: before it, else behind it.
fn pairs(leaves: &[Leaf], name: &str, value: &str) -> Vec<(String, String)> {
    let (names, values) = (all(leaves, name), all(leaves, value));
    let names = names.into_iter().map(Some).chain(std::iter::repeat(None));
    values.into_iter().zip(names).map(|(value, name)| (name.unwrap_or_default(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"<premis:premis xmlns:premis="http://www.loc.gov/premis/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">
 <premis:object xsi:type="premis:file"><premis:objectIdentifier><premis:objectIdentifierType>local</premis:objectIdentifierType><premis:objectIdentifierValue>a.pdf</premis:objectIdentifierValue></premis:objectIdentifier>
  <premis:objectCharacteristics><premis:fixity><premis:messageDigestAlgorithm>SHA-256</premis:messageDigestAlgorithm><premis:messageDigest>AB</premis:messageDigest></premis:fixity><premis:size>3</premis:size>
  <premis:format><premis:formatRegistry><premis:formatRegistryName>PRONOM</premis:formatRegistryName><premis:formatRegistryKey>fmt/477</premis:formatRegistryKey></premis:formatRegistry></premis:format></premis:objectCharacteristics></premis:object>
 <premis:event><premis:eventIdentifier><premis:eventIdentifierType>local</premis:eventIdentifierType><premis:eventIdentifierValue>e1</premis:eventIdentifierValue></premis:eventIdentifier><premis:eventType>transfer</premis:eventType><premis:eventDateTime>2026-01-02T03:04:05+07:00</premis:eventDateTime>
  <premis:linkingObjectIdentifier><premis:linkingObjectIdentifierType>local</premis:linkingObjectIdentifierType><premis:linkingObjectIdentifierValue>a.pdf</premis:linkingObjectIdentifierValue></premis:linkingObjectIdentifier></premis:event>
 <premis:agent><premis:agentName>sohoa</premis:agentName></premis:agent><premis:rights/></premis:premis>"#;

    fn items(xml: &str) -> Result<Vec<Item>, Stop> {
        let mut premis = Premis::new(xml.as_bytes());
        let mut found = Vec::new();
        while let Some(item) = premis.next()? {
            found.push(item);
        }
        Ok(found)
    }

    #[test]
    fn objects_events_and_agents_are_read() {
        let items = items(SMALL).unwrap();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let Item::Object(object) = &items[0] else { panic!() };
        assert_eq!((object.kind.as_deref(), object.size.as_deref()), (Some("file"), Some("3")));
        assert_eq!(
            (&object.fixity[..], &object.registry_keys[..]),
            (&[pair("SHA-256", "AB")][..], &["fmt/477".to_owned()][..])
        );
        assert_eq!(object.identifiers, [pair("local", "a.pdf")]);
        let Item::Event(event) = &items[1] else { panic!() };
        assert_eq!((event.kind.as_deref(), &event.objects[..]), (Some("transfer"), &[pair("local", "a.pdf")][..]));
        assert!(matches!(&items[2], Item::Agent(agent) if agent.name.as_deref() == Some("sohoa")));
        assert_eq!(items[3], Item::Other("rights".to_owned()));
    }

    #[test]
    fn a_premis_that_is_cut_short_anywhere_is_refused() {
        for end in 0..SMALL.len() {
            assert!(items(&SMALL[..end]).is_err(), "{end}");
        }
        assert!(items("<mets/>").is_err());
    }
}
