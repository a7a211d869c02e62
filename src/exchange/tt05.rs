//! What the three formats of TT 05/2025/TT-BNV leave open, say in two ways, or are met with otherwise: the `[tt05]` part
//! of a profile. `docs/packages.md` explains each key.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ead::{Element, Table};

/// The `[tt05]` part. Templates have `{word}`, and `{word:7}` for a number of so many digits.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tt05 {
    /// The code of the archive that stands before file codes; the agency's own where it is empty.
    pub archive_code: String,
    /// `arcFileCode`.
    pub arc_file_code: String,
    /// `docId`.
    pub doc_id: String,
    /// `docCode`, where the record has none.
    pub doc_code: String,
    /// `arcDocCode`.
    pub arc_doc_code: String,
    /// The code of one package of a lot that is cut into several.
    pub lot_part: String,
    /// The title of a lot, where the order says none.
    pub lot_title: String,
    /// Names of the PDFs, without ending.
    pub data_file: String,
    /// Names of the files about each document, without ending.
    pub document_file: String,
    /// What stands between codes in one element.
    pub list_separator: String,
    /// Whether digests are written in upper case.
    pub uppercase_digests: bool,
    /// Whether there is a folder `documentation`.
    pub documentation: bool,
    /// Elements that may be missing although the circular asks for them.
    pub optional: Vec<String>,
    /// What an element says when neither record nor documents say it.
    pub unstated: BTreeMap<String, String>,
    /// Which elements a table has, in which order, where that is not the annex's.
    pub elements: BTreeMap<String, Vec<String>>,
    /// Whether elements without a value are written, empty.
    pub empty_elements: bool,
    /// File names of the schemas.
    pub schemas: Schemas,
    /// METS.
    pub mets: MetsStyle,
    /// AIP.
    pub aip: Package,
    /// SIP.
    pub sip: Package,
    /// DIP.
    pub dip: Package,
}

/// File names of the schemas; one without a name is left out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schemas {
    /// METS.
    pub mets: String,
    /// XLink.
    pub xlink: String,
    /// CSIP's attributes.
    pub csip: String,
    /// SIP's attributes.
    pub sip: String,
    /// PREMIS, where the package has it.
    pub premis: String,
    /// The EAD of the package.
    pub ead: String,
    /// The EAD of a document.
    pub ead_doc: String,
}

/// How METS is written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetsStyle {
    /// `RECORDSTATUS`.
    pub record_status: String,
    /// `OBJID` of the METS of the representation.
    pub rep_objid: String,
    /// `altRecordID` of a SIP; not written where a word in it has no value.
    pub alt_record_id: String,
    /// `MDTYPE` and `OTHERMDTYPE` of the package's EAD; the second is left out where it is empty.
    pub package_metadata: [String; 2],
    /// `MDTYPE` of a document's EAD.
    pub document_metadata: String,
    /// `MDTYPEVERSION` of both.
    pub metadata_version: String,
    /// `MIMETYPE` of XML.
    pub xml_mimetype: String,
    /// `MIMETYPE` of schemas.
    pub xsd_mimetype: String,
    /// `USE` and `LABEL` of the representation in the root METS.
    pub representation: String,
    /// Who made the package.
    pub root_agent: Agent,
    /// Who made the representation.
    pub rep_agent: Agent,
}

/// An agent of METS, with the role of a creator.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// `TYPE`.
    pub kind: String,
    /// `OTHERTYPE`; left out where there is none.
    pub other: Option<String>,
    /// `name`.
    pub name: String,
    /// `note`.
    pub note: String,
    /// `csip:NOTETYPE`.
    pub note_type: String,
}

/// One kind of package.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// `csip:OAISPACKAGETYPE`.
    pub oais: String,
    /// `TYPE` of METS for a dossier.
    pub dossier_type: String,
    /// `TYPE` of METS for a lot.
    pub lot_type: String,
    /// `TYPE` of the representation in its structural map.
    pub rep_type: String,
    /// `PROFILE` of the root METS.
    pub profile: String,
    /// `PROFILE` of the METS of the representation.
    pub rep_profile: String,
    /// `OBJID`; the folder is called the same, with `_` for `:`.
    pub objid: String,
    /// The name of a ZIP, without ending.
    pub zip: String,
    /// Whether there is PREMIS.
    pub premis: bool,
    /// Whether there is an `amdSec` even without PREMIS.
    pub empty_amd: bool,
    /// Whether only what is kept permanently may be in it.
    pub only_permanent: bool,
}

impl Tt05 {
    /// Says whether the circular's demand for an element is kept up.
    pub fn asks_for(&self, element: &Element) -> bool {
        !self.optional.iter().any(|name| name == element.name)
    }

    /// Returns the elements of a table in their order; names that the table does not have are left out.
    pub fn elements(&self, table: &Table) -> Vec<&'static Element> {
        match self.elements.get(table.name) {
            Some(names) => names.iter().filter_map(|name| table.element(name)).collect(),
            None => table.elements.iter().collect(),
        }
    }
}

/// Returns the text that a template makes of words; `None` when one has no value or the template is broken.
pub fn fill(template: &str, word: impl Fn(&str) -> Option<String>) -> Option<String> {
    let (mut text, mut rest) = (String::new(), template);
    while let Some((before, behind)) = rest.split_once('{') {
        let (slot, after) = behind.split_once('}')?;
        text.push_str(before);
        match slot.split_once(':') {
            Some((name, digits)) => {
                let width: usize = digits.parse().ok().filter(|width| (1..=20).contains(width))?;
                let number: u64 = word(name)?.parse().ok()?;
                text.push_str(&format!("{number:0width$}"));
            }
            None => text.push_str(&word(slot)?),
        }
        rest = after;
    }
    text.push_str(rest);
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_needs_all_its_words() {
        let word = |name: &str| match name {
            "a" => Some("x".to_owned()),
            "n" => Some("7".to_owned()),
            _ => None,
        };
        assert_eq!(fill("{a}.{n:3}", word).as_deref(), Some("x.007"));
        for broken in ["{b}", "{a", "{a:3}", "{n:99}", ""] {
            assert_eq!(fill(broken, word), None, "{broken}");
        }
    }
}
