//! The field tables of TT 05/2025/TT-BNV, annexes I to V: what `EAD.xml` and `EAD_doc_*.xml` may say and must say.
//!
//! Writing, verifying and reading packages go by the same rows. What a profile changes about them is `profile`'s
//! business; how a value is worked out is the writer's.

mod tables;
pub mod xsd;

pub use tables::{DOC_AIP, DOC_DIP, DOC_SIP, DOSSIER_AIP, DOSSIER_SIP, LOT_AIP, LOT_SIP, REQUEST};

/// The root element of all of them.
pub const ROOT: &str = "simpledc";

/// Every table, in the order of the documentation.
pub const ALL: &[&Table] = &[&DOSSIER_AIP, &DOSSIER_SIP, &LOT_AIP, &LOT_SIP, &REQUEST, &DOC_AIP, &DOC_SIP, &DOC_DIP];

/// The elements of one kind of file, in the order of the annex; files may have them in any order.
#[derive(Debug)]
pub struct Table {
    /// How profiles and documentation call it.
    pub name: &'static str,
    /// Where it stands.
    pub clause: &'static str,
    /// The elements.
    pub elements: &'static [Element],
}

/// One element.
#[derive(Debug)]
pub struct Element {
    /// Its name in the file.
    pub name: &'static str,
    /// What it may say.
    pub kind: Kind,
    /// Characters, for a count digits, at most; 0 where the kind says all.
    pub length: usize,
    /// Whether it must be there.
    pub need: Need,
    /// The fields of our record that it is taken from; the first that has a value counts.
    pub from: &'static [&'static str],
    /// How it is worked out where none of these has a value.
    pub computed: Option<Computed>,
}

/// What an element may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// `DD/MM/YYYY`.
    Date,
    /// `DD/MM/YYYY`, `MM/YYYY` or `YYYY`.
    PartialDate,
    /// A whole number.
    Count,
    /// `1` or `0`.
    Flag,
    /// One code of a list.
    One(&'static [&'static str]),
    /// Codes of a list, one or several.
    Several(&'static [&'static str]),
}

/// Whether an element must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Must,
    /// It may.
    May,
    /// It must where another element of the same file has one of these values.
    If(&'static str, &'static [&'static str]),
}

/// How an element is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Computed {
    /// From a template of the profile.
    Template,
    /// The dossier's name in the archive, where that is a file code.
    DossierName,
    /// The document's place in its dossier.
    Ordinal,
    /// How many documents the package has.
    Documents,
    /// The pages of the document or, for a dossier, of all its documents.
    Pages,
    /// The sheets of all documents, where each says how many.
    Sheets,
    /// The earliest date of issue, where every document has one.
    Earliest,
    /// The latest date of issue, where every document has one.
    Latest,
    /// What all documents say alike in this field.
    Agreed(&'static str),
    /// All codes that documents say in this field, where every document has one.
    Union(&'static str),
}

impl Table {
    /// Returns the element of this name, whatever the case.
    pub fn element(&self, name: &str) -> Option<&'static Element> {
        self.elements.iter().find(|element| element.name.eq_ignore_ascii_case(name))
    }

    /// Returns the table of this name.
    pub fn named(name: &str) -> Option<&'static Table> {
        ALL.iter().find(|table| table.name == name).copied()
    }
}

impl Need {
    /// Says whether the element must be there, in a file whose other elements are told by name.
    pub fn holds<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> bool {
        match self {
            Need::Must => true,
            Need::May => false,
            Need::If(element, values) => value(element).is_some_and(|value| values.contains(&value)),
        }
    }
}

impl Element {
    /// Says whether a text may stand in the element; codes of a list that may be several are told apart by anything
    /// that is no digit.
    pub fn takes(&self, text: &str) -> bool {
        let fits = self.length == 0 || text.chars().count() <= self.length;
        fits && self.kind.takes(text)
    }
}

impl Kind {
    /// Says whether a text is of this kind, however long.
    pub fn takes(self, text: &str) -> bool {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Kind::Text => !text.trim().is_empty(),
            Kind::Date => is_date(text) && text.len() == 10,
            Kind::PartialDate => is_date(text),
            Kind::Count => is_number(text),
            Kind::Flag => matches!(text, "0" | "1"),
            Kind::One(codes) => codes.contains(&text),
            Kind::Several(codes) => {
                let mut parts = text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
                !text.is_empty() && parts.clone().next().is_some() && parts.all(|part| codes.contains(&part))
            }
        }
    }
}

/// Says whether a text is a day, a month or a year, as `DD/MM/YYYY`, `MM/YYYY` or `YYYY`.
fn is_date(text: &str) -> bool {
    let number = |text: &str, digits: usize| {
        let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<i16>().ok()).flatten()
    };
    let parts: Vec<&str> = text.split('/').collect();
    let year = parts.last().and_then(|part| number(part, 4)).filter(|year| *year > 0);
    let month = || number(parts[parts.len() - 2], 2).and_then(|month| i8::try_from(month).ok());
    let day = || number(parts[0], 2).and_then(|day| i8::try_from(day).ok());
    match (parts.len(), year) {
        (1, Some(_)) => true,
        (2, Some(_)) => month().is_some_and(|month| (1..=12).contains(&month)),
        (3, Some(year)) => {
            month().zip(day()).is_some_and(|(month, day)| jiff::civil::Date::new(year, month, day).is_ok())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_have_as_many_elements_as_the_annexes() {
        let counts: Vec<(&str, usize)> = ALL.iter().map(|table| (table.name, table.elements.len())).collect();
        let expected = [
            ("dossier-aip", 18),
            ("dossier-sip", 18),
            ("lot-aip", 4),
            ("lot-sip", 5),
            ("request", 7),
            ("doc-aip", 19),
            ("doc-sip", 21),
            ("doc-dip", 20),
        ];
        assert_eq!(counts, expected);
    }

    #[test]
    fn names_are_unique_and_conditions_name_elements_of_the_same_table() {
        for table in ALL {
            for (idx, element) in table.elements.iter().enumerate() {
                assert!(table.elements[..idx].iter().all(|other| other.name != element.name), "{}", element.name);
                if let Need::If(other, _) = element.need {
                    assert!(table.element(other).is_some(), "{} {other}", table.name);
                }
            }
        }
    }

    #[test]
    fn a_day_must_be_one_and_a_month_is_one_where_that_is_enough() {
        assert!(Kind::Date.takes("29/02/2020") && !Kind::Date.takes("29/02/2021"));
        assert!(!Kind::Date.takes("02/2020") && Kind::PartialDate.takes("02/2020") && Kind::PartialDate.takes("1975"));
        assert!(!Kind::PartialDate.takes("13/2020") && !Kind::PartialDate.takes("") && !Kind::PartialDate.takes("/"));
    }

    #[test]
    fn codes_count_digits_and_lengths_are_kept() {
        let language = DOC_AIP.element("LANGUAGE").unwrap();
        assert!(language.takes("01") && language.takes("01,02") && !language.takes("01,12") && !language.takes(","));
        let pages = DOC_AIP.element("numberOfPage").unwrap();
        assert!(pages.takes("9999") && !pages.takes("10000") && !pages.takes("-1"));
    }

    #[test]
    fn a_condition_looks_at_the_other_element() {
        let need = DOSSIER_SIP.element("paperFileCode").unwrap().need;
        assert!(need.holds(|name| (name == "confidenceLevel").then_some("02")));
        assert!(!need.holds(|_| None));
    }
}
