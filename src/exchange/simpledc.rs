//! `simpledc`: the descriptive records of packages, EAD.xml and EAD_doc_*.xml (TT 05/2025/TT-BNV, annexes I to V).
//!
//! Children come in any order, with any prefix and in any case; unknown and repeated ones are kept as they are written.
//! Which fields there should be is told elsewhere.

use std::io::Read;

use super::xml::{Event, Leaf, Stop, Xml};
use crate::text;

/// A descriptive record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimpleDc {
    /// The name of the root element, as it is written; it should be `simpledc`.
    pub root: String,
    /// Its fields in their order: names as they are written, values without blanks at either end, and lines.
    pub fields: Vec<Leaf>,
}

impl SimpleDc {
    /// Reads a record. Any root is taken, unless it is that of a METS or a PREMIS.
    pub fn read(source: impl Read) -> Result<SimpleDc, Stop> {
        let mut xml = Xml::new(source);
        let Some(Event::Open(root)) = xml.next()? else { return Ok(SimpleDc::default()) };
        if ["mets", "premis", "object"].iter().any(|other| root.is(other)) {
            return Err(xml.malformed(text!("phần tử gốc không phải `simpledc`", "the root element is not `simpledc`")));
        }
        let fields = xml.leaves()?;
        // Whatever follows the root is looked at, too.
        while xml.next()?.is_some() {}
        Ok(SimpleDc { root: root.name, fields })
    }

    /// Returns the value of the first field of this name that has one, whatever the case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = self.fields.iter().filter(|field| field.name().eq_ignore_ascii_case(name));
        named.map(|field| field.text.as_str()).find(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "<?xml version='1.0'?>\n<x:simpledc xmlns:x='urn:x'>\n<title> Hồ sơ &amp; 1 </title><x:FileCode>H26.2019.014</x:FileCode><keyword/><keyword>a</keyword><Khac>b</Khac></x:simpledc>";

    #[test]
    fn fields_are_kept_in_any_order_and_case_also_unknown_and_repeated_ones() {
        let record = SimpleDc::read(SMALL.as_bytes()).unwrap();
        assert_eq!(record.root, "simpledc");
        assert_eq!((record.get("fileCode"), record.get("Title")), (Some("H26.2019.014"), Some("Hồ sơ & 1")));
        assert_eq!((record.get("keyword"), record.get("mode")), (Some("a"), None));
        let names: Vec<&str> = record.fields.iter().map(Leaf::name).collect();
        assert_eq!(names, ["title", "FileCode", "keyword", "keyword", "Khac"]);
        assert_eq!(record.fields[1].line, 3);
    }

    #[test]
    fn a_record_that_is_cut_short_anywhere_is_refused() {
        for end in (0..SMALL.len()).filter(|end| SMALL.is_char_boundary(*end)) {
            assert!(SimpleDc::read(&SMALL.as_bytes()[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn a_mets_is_no_record() {
        assert!(SimpleDc::read(&b"<mets/>"[..]).is_err());
    }
}
