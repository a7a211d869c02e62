//! METS as packages use it (METS 1.12, CSIP 2.0.4): a root, agents, references to metadata, files, divisions.
//!
//! Items are handed over one by one as they stand, so that a package of any size costs no more than its largest element.
//! Nothing is judged here: values are kept as they are written, and what is missing is `None`.

mod href;
#[cfg(test)]
mod tests;

use std::io::Read;

pub use href::{Lost, percent_decoded, resolve};

use super::xml::{Element, Event, Stop, Xml};
use crate::text;

/// The folder that every package with a METS has at its root (CSIP 2.0.4, CSIPSTR9).
pub const REPRESENTATIONS: &str = "representations";

/// A METS document, read item by item.
pub struct Mets<R: Read> {
    xml: Xml<R>,
    /// The elements that are open.
    open: Vec<Open>,
}

/// One thing that a METS says.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// The root element; always the first item.
    Root(Root),
    /// The header.
    Header(Header),
    /// Who or what made it.
    Agent(Agent),
    /// A piece of metadata elsewhere (`mdRef`), or a section that holds its own (`mdWrap`).
    Metadata(Metadata),
    /// A file.
    File(File),
    /// A division of a structural map.
    Division(Division),
    /// What a division points to.
    Pointer(Pointer),
}

/// The root element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Root {
    /// `OBJID`.
    pub id: Option<String>,
    /// `TYPE`.
    pub kind: Option<String>,
    /// `PROFILE`.
    pub profile: Option<String>,
    /// `LABEL`.
    pub label: Option<String>,
    /// `csip:CONTENTINFORMATIONTYPE`.
    pub content_type: Option<String>,
}

/// The header, `metsHdr`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// `CREATEDATE`.
    pub created: Option<String>,
    /// `LASTMODDATE`.
    pub modified: Option<String>,
    /// `RECORDSTATUS`.
    pub status: Option<String>,
    /// `csip:OAISPACKAGETYPE`.
    pub package_type: Option<String>,
}

/// An agent of the header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agent {
    /// `ROLE`.
    pub role: Option<String>,
    /// `TYPE`.
    pub kind: Option<String>,
    /// `OTHERTYPE`.
    pub other_kind: Option<String>,
    /// `name`.
    pub name: Option<String>,
    /// `note`s.
    pub notes: Vec<String>,
}

/// A file that a METS lists, or metadata that it refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// `ID`.
    pub id: Option<String>,
    /// Every `xlink:href`, in order; there should be one.
    pub hrefs: Vec<String>,
    /// `SIZE` as it is written.
    pub size: Option<String>,
    /// `CHECKSUM`.
    pub checksum: Option<String>,
    /// `CHECKSUMTYPE`, such as `SHA-256`.
    pub checksum_type: Option<String>,
    /// `MIMETYPE`.
    pub mimetype: Option<String>,
    /// `CREATED`.
    pub created: Option<String>,
    /// `USE` of the groups that it stands in, from the outermost; of a group without one its `LABEL` or nothing.
    pub groups: Vec<String>,
    /// Ids that `ADMID` and `DMDID` name.
    pub metadata: Vec<String>,
    /// The line it begins on.
    pub line: u64,
}

/// Metadata of a section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The section: `dmdSec`, `digiprovMD`, `techMD`, `rightsMD`, `sourceMD`.
    pub section: String,
    /// The section's `ID`.
    pub section_id: Option<String>,
    /// `STATUS` of the section.
    pub status: Option<String>,
    /// `MDTYPE`, such as `PREMIS`, `EAD` or `OTHER`.
    pub kind: Option<String>,
    /// `OTHERMDTYPE`.
    pub other_kind: Option<String>,
    /// Where it lies; without any `href` it is wrapped in.
    pub file: File,
}

/// A division.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Division {
    /// How deep it stands, from 0.
    pub depth: usize,
    /// `TYPE` and `LABEL` of the structural map.
    pub map: (Option<String>, Option<String>),
    /// `ID`.
    pub id: Option<String>,
    /// `LABEL`.
    pub label: Option<String>,
    /// `TYPE`.
    pub kind: Option<String>,
    /// Ids that `ADMID` and `DMDID` name.
    pub metadata: Vec<String>,
    /// The line it begins on.
    pub line: u64,
}

/// What a division points to.
#[derive(Clone, Debug, PartialEq)]
pub enum Pointer {
    /// `fptr`: a file, by its id.
    File(String),
    /// `mptr`: another METS, by its place.
    Mets(String),
}

/// An element that is open, as far as its inside needs it.
enum Open {
    Root,
    Agent(Agent),
    /// A part of an agent whose text is wanted; its lower-case name.
    AgentPart(String),
    Section(Metadata),
    Group(String),
    File(File),
    Map(Option<String>, Option<String>),
    Division,
    Other,
}

impl<R: Read> Mets<R> {
    /// Begins to read.
    pub fn new(source: R) -> Mets<R> {
        Mets { xml: Xml::new(source), open: Vec::new() }
    }

    /// Returns the next item, or `None` behind the last.
    #[expect(clippy::should_implement_trait, reason = "an error ends the reading, which an iterator does not say")]
    pub fn next(&mut self) -> Result<Option<Item>, Stop> {
        while let Some(event) = self.xml.next()? {
            let item = match event {
                Event::Open(element) if self.open.is_empty() => Some(self.root(&element)?),
                Event::Open(element) => self.enter(&element)?,
                Event::Text(text) => {
                    self.take_text(&text);
                    None
                }
                Event::Close => self.leave(),
            };
            if item.is_some() {
                return Ok(item);
            }
        }
        Ok(None)
    }

    fn root(&mut self, element: &Element) -> Result<Item, Stop> {
        if !element.is("mets") {
            return Err(self.xml.malformed(text!("phần tử gốc không phải `mets`", "the root element is not `mets`")));
        }
        self.open.push(Open::Root);
        let of = |name| element.owned(name);
        Ok(Item::Root(Root {
            id: of("OBJID"),
            kind: of("TYPE"),
            profile: of("PROFILE"),
            label: of("LABEL"),
            content_type: of("CONTENTINFORMATIONTYPE"),
        }))
    }

    fn enter(&mut self, element: &Element) -> Result<Option<Item>, Stop> {
        let of = |name| element.owned(name);
        let (open, item) = match element.name.to_ascii_lowercase().as_str() {
            "metshdr" => (Open::Other, Some(Item::Header(header(element)))),
            "agent" => (Open::Agent(agent(element)), None),
            name @ ("name" | "note") if matches!(self.open.last(), Some(Open::Agent(_))) => {
                (Open::AgentPart(name.to_owned()), None)
            }
            "dmdsec" | "techmd" | "rightsmd" | "sourcemd" | "digiprovmd" => (Open::Section(section(element)), None),
            "mdref" => (Open::Other, self.reference(element).map(Item::Metadata)),
            "mdwrap" => {
                let item = self.reference(element).map(Item::Metadata);
                self.xml.skip()?;
                return Ok(item);
            }
            "filegrp" => (Open::Group(of("USE").or_else(|| of("LABEL")).unwrap_or_default()), None),
            "file" => (Open::File(File { groups: self.groups(), ..file(element) }), None),
            "flocat" => {
                self.locate(of("href"));
                (Open::Other, None)
            }
            "structmap" => (Open::Map(of("TYPE"), of("LABEL")), None),
            "div" => {
                let division = self.division(element);
                (Open::Division, Some(Item::Division(division)))
            }
            "fptr" => (Open::Other, of("FILEID").map(|id| Item::Pointer(Pointer::File(id)))),
            "mptr" => (Open::Other, of("href").map(|href| Item::Pointer(Pointer::Mets(href)))),
            _ => (Open::Other, None),
        };
        self.open.push(open);
        Ok(item)
    }

    fn leave(&mut self) -> Option<Item> {
        match self.open.pop()? {
            Open::Agent(agent) => Some(Item::Agent(agent)),
            Open::File(file) => Some(Item::File(file)),
            _ => None,
        }
    }

    fn take_text(&mut self, text: &str) {
        let [.., Open::Agent(agent), Open::AgentPart(part)] = &mut self.open[..] else { return };
        match part.as_str() {
            "name" => agent.name = Some(text.trim().to_owned()),
            _ => agent.notes.push(text.trim().to_owned()),
        }
    }

    /// Returns the metadata that the section at hand refers to or holds.
    fn reference(&self, element: &Element) -> Option<Metadata> {
        let section = self.open.iter().rev().find_map(|open| match open {
            Open::Section(section) => Some(section),
            _ => None,
        })?;
        let hrefs = element.owned("href").filter(|_| element.is("mdRef")).into_iter().collect();
        let file = File { hrefs, ..file(element) };
        let (kind, other_kind) = (element.owned("MDTYPE"), element.owned("OTHERMDTYPE"));
        Some(Metadata { kind, other_kind, file, ..section.clone() })
    }

    fn locate(&mut self, href: Option<String>) {
        let file = self.open.iter_mut().rev().find_map(|open| match open {
            Open::File(file) => Some(file),
            _ => None,
        });
        if let Some(file) = file {
            file.hrefs.extend(href);
        }
    }

    fn groups(&self) -> Vec<String> {
        let group = |open: &Open| if let Open::Group(group) = open { Some(group.clone()) } else { None };
        self.open.iter().filter_map(group).collect()
    }

    fn division(&self, element: &Element) -> Division {
        let map = self.open.iter().rev().find_map(|open| match open {
            Open::Map(kind, label) => Some((kind.clone(), label.clone())),
            _ => None,
        });
        Division {
            depth: self.open.iter().filter(|open| matches!(open, Open::Division)).count(),
            map: map.unwrap_or_default(),
            id: element.owned("ID"),
            label: element.owned("LABEL"),
            kind: element.owned("TYPE"),
            metadata: ids(element),
            line: element.line,
        }
    }
}

fn header(element: &Element) -> Header {
    Header {
        created: element.owned("CREATEDATE"),
        modified: element.owned("LASTMODDATE"),
        status: element.owned("RECORDSTATUS"),
        package_type: element.owned("OAISPACKAGETYPE"),
    }
}

fn agent(element: &Element) -> Agent {
    let of = |name| element.owned(name);
    Agent { role: of("ROLE"), kind: of("TYPE"), other_kind: of("OTHERTYPE"), ..Agent::default() }
}

fn section(element: &Element) -> Metadata {
    let (section, section_id) = (element.name.clone(), element.owned("ID"));
    Metadata { section, section_id, status: element.owned("STATUS"), ..Metadata::default() }
}

/// Reads the attributes that files and references share.
fn file(element: &Element) -> File {
    let of = |name| element.owned(name);
    File {
        id: of("ID"),
        hrefs: Vec::new(),
        size: of("SIZE"),
        checksum: of("CHECKSUM"),
        checksum_type: of("CHECKSUMTYPE"),
        mimetype: of("MIMETYPE"),
        created: of("CREATED"),
        groups: Vec::new(),
        metadata: ids(element),
        line: element.line,
    }
}

fn ids(element: &Element) -> Vec<String> {
    let named = ["ADMID", "DMDID"].into_iter().filter_map(|name| element.attribute(name));
    named.flat_map(str::split_whitespace).map(str::to_owned).collect()
}
