//! The schema of a field table (XML Schema 1.0): what `schemas/EAD.xsd` and `schemas/EAD_doc.xsd` of a package are.
//!
//! Elements may come in any order, as the annexes have it. Conditions between elements cannot be said in XML Schema.

use std::fmt::Write as _;

use super::{Element, Kind, Need, ROOT, Table};

/// A day, a month or a year; a day that no month has is beyond a pattern.
const PARTIAL: &str = "((0[1-9]|[12][0-9]|3[01])/)?(0[1-9]|1[0-2])/[0-9]{4}|[0-9]{4}";
const DAY: &str = "(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/[0-9]{4}";

/// Writes the schema of a table; elements that `is_asked` denies may be missing.
pub fn write(table: &Table, is_asked: impl Fn(&Element) -> bool) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!-- {} -->\n\
         <xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"qualified\">\n  \
         <xs:element name=\"{ROOT}\">\n    <xs:complexType>\n      <xs:all>\n",
        table.clause
    );
    for element in table.elements {
        let least = u8::from(element.need == Need::Must && is_asked(element));
        let _ = writeln!(text, "        <xs:element name=\"{}\" minOccurs=\"{least}\">", element.name);
        let _ = writeln!(text, "          <xs:simpleType>\n            <xs:restriction base=\"xs:string\">");
        facets(element, least == 0).iter().for_each(|(facet, value)| {
            let _ = writeln!(text, "              <xs:{facet} value=\"{value}\"/>");
        });
        text.push_str("            </xs:restriction>\n          </xs:simpleType>\n        </xs:element>\n");
    }
    text.push_str("      </xs:all>\n    </xs:complexType>\n  </xs:element>\n</xs:schema>\n");
    text
}

/// What may be missing may be empty as well.
fn facets(element: &Element, may_be_empty: bool) -> Vec<(&'static str, String)> {
    let mut facets = Vec::new();
    if element.length > 0 {
        facets.push(("maxLength", element.length.to_string()));
    }
    match element.kind {
        Kind::Text if may_be_empty => (),
        Kind::Text => facets.push(("minLength", "1".to_owned())),
        Kind::Date => facets.push(("pattern", DAY.to_owned())),
        Kind::PartialDate => facets.push(("pattern", PARTIAL.to_owned())),
        Kind::Count => facets.push(("pattern", "[0-9]+".to_owned())),
        Kind::Flag => facets.push(("pattern", "[01]".to_owned())),
        Kind::One(codes) => facets.extend(codes.iter().map(|code| ("enumeration", (*code).to_owned()))),
        Kind::Several(codes) => {
            let code = codes.join("|");
            facets.push(("pattern", format!("({code})([^0-9]+({code}))*")));
        }
    }
    if let (true, Some((facet, _))) = (may_be_empty, facets.last())
        && matches!(*facet, "pattern" | "enumeration")
    {
        facets.push((facet, String::new()));
    }
    facets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::ead::REQUEST;

    #[test]
    fn a_schema_says_what_must_be_there_and_what_it_may_say() {
        let text = write(&REQUEST, |element| element.name != "requestDate");
        assert!(text.contains("<xs:element name=\"requestID\" minOccurs=\"1\">"));
        assert!(text.contains("<xs:element name=\"requestDate\" minOccurs=\"0\">"));
        assert!(text.contains("<xs:maxLength value=\"250\"/>\n            </xs:restriction>"));
        assert!(text.contains("<xs:enumeration value=\"10\"/>\n              <xs:enumeration value=\"\"/>"));
        assert!(text.contains("<xs:enumeration value=\"03\"/>"));
    }
}
