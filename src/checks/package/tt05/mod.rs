//! Packages of TT 05/2025/TT-BNV (SIP, AIP, DIP; annexes I to V), which extend E-ARK CSIP 2.0.4.
//!
//! `mets`, `ids` and `header` read what the package says of itself, `listed` compares its files, `record`, `documents` and
//! `premis` its metadata. Makers differ in order and capitals, and that is no fault.

mod dates;
mod documents;
mod fields;
mod header;
mod ids;
mod listed;
mod mets;
mod places;
mod premis;
mod record;

use std::io;

use crate::checks::fixity::{self, Level};
use crate::checks::package::notes::Notes;
use crate::checks::tally::Tally;
use crate::files::container::read::Container;
use crate::finding::{Code, Finding, Severity, codes};
use crate::progress::Progress;
use crate::text;
use mets::Mets;
use places::{Names, Role, folder_of};

/// What a package says of itself.
const METS: &str = "METS.xml";

/// Why nobody knows what a METS lists.
const UNREAD: &[&Code] = &[&codes::PACKAGE_XML, &codes::UNREADABLE, &codes::MISSING];

/// What a package is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Handed over between systems.
    Sip,
    /// Kept.
    Aip,
    /// Given to a user.
    Dip,
}

impl Kind {
    /// Reads `csip:OAISPACKAGETYPE`.
    fn named(name: &str) -> Option<Kind> {
        let known = [("SIP", Kind::Sip), ("AIP", Kind::Aip), ("DIP", Kind::Dip)];
        known.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| kind)
    }
}

/// What was read of a package before its files are looked at.
struct Parts<'p> {
    package: &'p Container,
    names: Names<'p>,
    /// The METS of the package first, then those of the representations.
    all: Vec<Mets>,
    /// Folders of representations whose METS cannot be read, so that nobody knows what they list.
    unread: Vec<String>,
    /// What the package says it is.
    kind: Option<Kind>,
}

/// Checks a package.
pub fn check(package: &Container, level: Level, progress: &dyn Progress, tally: &mut Tally) {
    let mut notes = Notes::new(tally);
    if let Some(parts) = Parts::read(package, &mut notes) {
        let listed = listed::gather(&parts.all, &mut notes);
        listed::check(package, &listed, level, progress, &mut notes);
        listed::check_present(&parts, &listed, &mut notes);
        let record = record::check(&parts, &mut notes);
        documents::check(&parts, &listed, &record, level, &mut notes);
        premis::check(&parts, &listed, &mut notes);
        if parts.names.with(Role::Schema).next().is_none() {
            let what = text!("gói không có `schemas/`", "the package has no `schemas/`");
            notes.find(&codes::PACKAGE_SCHEMAS, "", what);
        }
    }
    notes.end();
}

/// Checks only whether its METS files can be read and its files are as they list them.
pub fn check_files(package: &Container, progress: &dyn Progress, tally: &mut Tally) {
    let mut read = Tally::default();
    let mut notes = Notes::new(&mut read);
    let parts = Parts::read(package, &mut notes);
    let listed = parts.as_ref().map(|parts| listed::gather(&parts.all, &mut notes));
    notes.end();
    // What else a METS may lack makes no file another one.
    let (unread, mut rest): (Vec<Finding>, Vec<Finding>) =
        read.findings.into_iter().partition(|finding| UNREAD.iter().any(|known| known.name == finding.code));
    tally.findings.extend(unread);
    let mut notes = Notes::new(tally);
    if let (Some(parts), Some(listed)) = (&parts, &listed) {
        listed::check(package, listed, Level::Full, progress, &mut notes);
        listed::check_present(parts, listed, &mut notes);
    }
    notes.end();
    // A link that cannot stand is why a file is missing, or why nobody lists it.
    let is_broken = tally.findings.iter().any(|finding| finding.severity == Severity::Error);
    rest.retain(|finding| is_broken && finding.code == codes::PACKAGE_HREF.name);
    tally.findings.extend(rest);
}

impl<'p> Parts<'p> {
    /// Reads the METS files; `None` where that of the package cannot be read, which is noted.
    fn read(package: &'p Container, notes: &mut Notes<'_>) -> Option<Parts<'p>> {
        let names = Names::of(package);
        let Some(path) = names.with(Role::Mets).next() else {
            match names.find(METS) {
                Some(path) => {
                    let error = io::Error::other("not a plain file");
                    notes.find(&codes::UNREADABLE, path, fixity::unreadable(&error));
                }
                None => {
                    let what = text!("gói không có `{METS}` ở gốc", "the package has no `{METS}` at its root");
                    notes.find(&codes::MISSING, METS, what);
                }
            }
            return None;
        };
        let root = mets::read(package, &names, path, notes)?;
        ids::check(package, path, notes);
        let kind = header::check(package, &root, notes);
        let mut parts = Parts { package, names, all: vec![root], unread: Vec::new(), kind };
        parts.read_representations(notes);
        Some(parts)
    }

    fn read_representations(&mut self, notes: &mut Notes<'_>) {
        let paths: Vec<&str> = self.names.with(Role::RepresentationMets).collect();
        if paths.is_empty() {
            let what = text!(
                "gói không có `representations/rep1/METS.xml`",
                "the package has no `representations/rep1/METS.xml`"
            );
            notes.find(&codes::PACKAGE_REPRESENTATION, "", what);
        }
        for path in paths {
            let is_listed = self.all[0].files.iter().any(|file| file.path.as_str() == path);
            if !is_listed && self.all[0].parts.iter().any(|part| part.as_str() == path) {
                let what = text!("METS của gói không ghi mã băm", "the METS of the package has no digest of it");
                notes.find(&codes::PACKAGE_DIGEST, path, what);
            } else if !is_listed {
                let what = text!("METS của gói không nêu METS này", "the METS of the package does not name this one");
                notes.find(&codes::PACKAGE_REPRESENTATION, path, what);
            }
            match mets::read(self.package, &self.names, path, notes) {
                Some(mets) => {
                    ids::check(self.package, path, notes);
                    header::check_representation(&mets, self.kind, notes);
                    self.all.push(mets);
                }
                None => self.unread.push(folder_of(path).to_owned()),
            }
        }
    }

    /// Says whether nobody knows what the folder of a file should hold.
    fn is_unread(&self, path: &str) -> bool {
        self.unread.iter().any(|folder| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')))
    }
}
