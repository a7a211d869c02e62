//! The packages of TT 05/2025/TT-BNV, annexes I to V: AIP, SIP and DIP, of a dossier or of a lot of loose documents.
//!
//! PDFs and what describes them go in as they come; METS, which lists all, goes in last. What the circular leaves open
//! stands in the profile, and what must be in the files in `exchange::ead`.

mod documentation;
mod dossier;
mod files;
mod mets;
mod premis;
mod ready;
mod seat;
#[cfg(test)]
mod tests;
mod times;
mod values;
mod write;

use anyhow::Result;

use super::{Document, Documents, Extent, Format, Name, Order, Parcel, Terms};
use crate::exchange::ead::{self, Table};
use crate::exchange::tt05::{Package, Tt05, fill};
use crate::fault::Fault;
use crate::files::container::write::Writer;
use crate::finding::Finding;
use crate::text;

/// What is written about all documents: in every profile that the formats have built in.
const PROFILES: &[&str] = &["tt05-text", "tt05-sample"];

/// Preservation, and what digitising makes (art. 8.3, 28).
pub(super) const AIP: Format = Format {
    name: "tt05-aip",
    profiles: PROFILES,
    extent: Extent::Dossier,
    name_of: Some(|terms, parcel| Kind::Aip.name(terms, parcel)),
    lacks: |document, terms| Kind::Aip.lacks(document, terms),
    lacks_whole: |terms, documents| Kind::Aip.lacks_whole(terms, documents),
    write: |order, writer| Kind::Aip.write(order, writer),
};

/// Transfer to another system (art. 17).
pub(super) const SIP: Format = Format {
    name: "tt05-sip",
    name_of: Some(|terms, parcel| Kind::Sip.name(terms, parcel)),
    lacks: |document, terms| Kind::Sip.lacks(document, terms),
    lacks_whole: |terms, documents| Kind::Sip.lacks_whole(terms, documents),
    write: |order, writer| Kind::Sip.write(order, writer),
    ..AIP
};

/// A copy for whoever asked for it (art. 42).
pub(super) const DIP: Format = Format {
    name: "tt05-dip",
    name_of: Some(|terms, parcel| Kind::Dip.name(terms, parcel)),
    lacks: |document, terms| Kind::Dip.lacks(document, terms),
    lacks_whole: |terms, documents| Kind::Dip.lacks_whole(terms, documents),
    write: |order, writer| Kind::Dip.write(order, writer),
    ..AIP
};

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Aip,
    Sip,
    Dip,
}

/// A kind of package under its terms: what all parts of the writer ask.
#[derive(Clone, Copy)]
struct Rules<'r> {
    kind: Kind,
    terms: Terms<'r>,
    tt05: &'r Tt05,
    package: &'r Package,
    /// Which package of a lot that is cut into several.
    part: Option<usize>,
}

impl Kind {
    fn rules<'r>(self, terms: &Terms<'r>) -> Option<Rules<'r>> {
        let tt05 = terms.profile.tt05.as_ref()?;
        let package = match self {
            Kind::Aip => &tt05.aip,
            Kind::Sip => &tt05.sip,
            Kind::Dip => &tt05.dip,
        };
        Some(Rules { kind: self, terms: *terms, tt05, package, part: None })
    }

    fn name(self, terms: &Terms<'_>, parcel: &Parcel<'_>) -> Name {
        match self.rules(terms) {
            Some(rules) => rules.name(parcel),
            None => Name { folder: parcel.id.to_owned(), zip: parcel.id.to_owned() },
        }
    }

    fn lacks(self, document: &Document, terms: &Terms<'_>) -> Vec<Finding> {
        self.rules(terms).map(|rules| ready::document(&rules, document)).unwrap_or_default()
    }

    fn lacks_whole(self, terms: &Terms<'_>, documents: &dyn Documents) -> Result<Vec<Finding>> {
        ready::whole(&self.rules(terms).ok_or_else(|| unfit(terms))?, documents)
    }

    fn write(self, order: &Order<'_>, writer: &mut Writer) -> Result<()> {
        let rules = self.rules(&order.terms).ok_or_else(|| unfit(&order.terms))?;
        write::package(&Rules { part: order.part.map(|part| part.number), ..rules }, order, writer)
    }
}

impl Rules<'_> {
    /// The table of the package's own EAD.
    fn table(&self) -> &'static Table {
        match (self.kind, self.terms.lot) {
            (Kind::Aip, None) => &ead::DOSSIER_AIP,
            (Kind::Aip, Some(_)) => &ead::LOT_AIP,
            (Kind::Sip, None) => &ead::DOSSIER_SIP,
            (Kind::Sip, Some(_)) => &ead::LOT_SIP,
            (Kind::Dip, _) => &ead::REQUEST,
        }
    }

    /// The table of a document's EAD.
    fn document_table(&self) -> &'static Table {
        match self.kind {
            Kind::Aip => &ead::DOC_AIP,
            Kind::Sip => &ead::DOC_SIP,
            Kind::Dip => &ead::DOC_DIP,
        }
    }

    fn is_sip(&self) -> bool {
        self.kind == Kind::Sip
    }

    /// What a word of a template means in every place; files and packages have words of their own.
    fn word(&self, word: &str) -> Option<String> {
        let archive_code = if self.tt05.archive_code.is_empty() { self.terms.agency } else { &self.tt05.archive_code };
        let known = match word {
            "agency" => self.terms.agency,
            "archive" => self.terms.archive,
            "archiveName" => self.terms.archive_name,
            "archiveCode" => archive_code,
            "program" => env!("CARGO_PKG_NAME"),
            "version" => env!("CARGO_PKG_VERSION"),
            "lot" => return self.lot(),
            other => self.asked(other)?,
        };
        Some(known.to_owned()).filter(|known| !known.is_empty())
    }

    /// The code of the lot; each package of several has its own.
    fn lot(&self) -> Option<String> {
        let lot = self.terms.lot?.to_owned();
        let Some(part) = self.part else { return Some(lot) };
        let word = |word: &str| match word {
            "lot" => Some(lot.clone()),
            "part" => Some(part.to_string()),
            _ => None,
        };
        fill(&self.tt05.lot_part, word)
    }

    /// What whoever orders the package says of an element.
    fn asked(&self, name: &str) -> Option<&str> {
        let said = self.terms.request.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        said.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The package's `OBJID`.
    fn objid(&self, id: &str) -> String {
        let uuid = || id.to_uppercase();
        let made = fill(&self.package.objid, |word| if word == "uuid" { Some(uuid()) } else { self.word(word) });
        made.unwrap_or_else(|| format!("uuid-{}", uuid()))
    }

    fn name(&self, parcel: &Parcel<'_>) -> Name {
        let folder = code(&self.objid(parcel.id));
        let word = |word: &str| match word {
            "folder" => Some(folder.clone()),
            "ordinal" => Some(parcel.ordinal.to_string()),
            "uuid" => Some(parcel.id.to_uppercase()),
            // Another one than that of the package, as such ZIPs are met with.
            "guid" => Some(times::uuid(parcel.id, "zip")),
            other => self.word(other),
        };
        let zip = fill(&self.package.zip, word).map_or_else(|| folder.clone(), |zip| code(&zip));
        Name { folder, zip }
    }
}

/// Makes a name of `[A-Za-z0-9._-]`.
fn code(text: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    text.chars().map(|letter| if fits(letter) { letter } else { '_' }).collect()
}

/// Says that a profile has nothing to say of these formats.
fn unfit(terms: &Terms<'_>) -> anyhow::Error {
    let name = &terms.profile.name;
    let what = text!("cấu hình gói `{name}` thiếu phần [tt05]", "the package profile `{name}` has no part [tt05]");
    Fault::raise("export.profile", what)
}
