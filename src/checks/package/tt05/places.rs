//! What a file of a package is, by where it lies (TT 05/2025/TT-BNV, annexes I to V; CSIP 2.0.4, 3.2), whatever the case.

use std::collections::HashMap;

use crate::checks::present;
use crate::files::container::read::Container;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `METS.xml` of the package.
    Mets,
    /// `METS.xml` of a representation.
    RepresentationMets,
    /// `EAD.xml` of the package.
    Record,
    /// `EAD_doc_*.xml` of a document.
    DocumentRecord,
    /// `PREMIS*.xml`, of the package or of a representation.
    Premis,
    /// What a representation holds.
    Data,
    /// Something that says where a file is to be had, `*.fetch.txt`.
    Fetch,
    /// `schemas/`.
    Schema,
    /// Anything else.
    Other,
}

impl Role {
    /// Tells what a file is.
    pub fn of(path: &str) -> Role {
        let path = path.to_ascii_lowercase();
        let parts: Vec<&str> = path.split('/').collect();
        let name = parts.last().copied().unwrap_or_default();
        if name.ends_with(".fetch.txt") {
            return Role::Fetch;
        }
        let inside = match parts[..] {
            ["representations", _, ..] => &parts[2..],
            _ => &parts[..],
        };
        match inside {
            ["mets.xml"] if parts.len() == 1 => Role::Mets,
            ["mets.xml"] => Role::RepresentationMets,
            ["data", ..] if parts.len() > inside.len() => Role::Data,
            ["metadata", "descriptive", ..] if name.starts_with("ead_doc") && name.ends_with(".xml") => {
                Role::DocumentRecord
            }
            ["metadata", "descriptive", "ead.xml"] if parts.len() == inside.len() => Role::Record,
            ["metadata", "preservation", ..] if name.starts_with("premis") && name.ends_with(".xml") => Role::Premis,
            ["schemas", ..] => Role::Schema,
            _ => Role::Other,
        }
    }
}

/// Returns the folder of a path, without a slash at its end.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns the name of a file without its folder and its last ending.
pub fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The files of a package by their names, whatever the case.
pub struct Names<'p> {
    package: &'p Container,
    folded: HashMap<String, &'p str>,
}

impl<'p> Names<'p> {
    /// Gathers the names.
    pub fn of(package: &'p Container) -> Names<'p> {
        let paths = package.things().iter().map(|thing| &*thing.path);
        Names { package, folded: paths.map(|path| (folded(path), path)).collect() }
    }

    /// Returns the path as it is in the package; where it is not, one in other capitals or another Unicode form.
    pub fn find(&self, path: &str) -> Option<&'p str> {
        match self.package.get(path) {
            Some(thing) => Some(&thing.path),
            None => self.folded.get(&folded(path)).copied(),
        }
    }

    /// Returns all files of a role, in the order of their paths.
    pub fn with(&self, role: Role) -> impl Iterator<Item = &'p str> {
        let files = self.package.things().iter().filter(|thing| thing.size().is_some());
        files.map(|thing| &*thing.path).filter(move |path| Role::of(path) == role)
    }
}

fn folded(path: &str) -> String {
    present::composed(path).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_place_says_whatever_the_case() {
        let roles = [
            ("METS.xml", Role::Mets),
            ("mets.XML", Role::Mets),
            ("representations/rep1/METS.xml", Role::RepresentationMets),
            ("Representations/Rep1/Data/METS.xml", Role::Data),
            ("metadata/descriptive/EAD.xml", Role::Record),
            ("representations/rep1/metadata/descriptive/EAD.xml", Role::Other),
            ("representations/rep1/metadata/descriptive/EAD_DOC_x.xml", Role::DocumentRecord),
            ("metadata/preservation/PREMIS.xml", Role::Premis),
            ("representations/rep1/metadata/preservation/PREMIS_rep1.xml", Role::Premis),
            ("representations/rep1/data/a.pdf.fetch.txt", Role::Fetch),
            ("schemas/METS.xsd", Role::Schema),
            ("data/a.pdf", Role::Other),
        ];
        for (path, role) in roles {
            assert_eq!(Role::of(path), role, "{path}");
        }
        assert_eq!((folder_of("a/b/c"), folder_of("c"), stem_of("a/b.c.pdf")), ("a/b", "", "b.c"));
    }
}
