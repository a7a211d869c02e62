//! Which folders are packages, by the names at their roots, and where all that belongs to one is listed.
//!
//! What the walk has left counts as well: a METS that may not be read makes no plain scans of its documents.

use std::path::PathBuf;

use crate::checks::bag;
use crate::checks::package::marks::Kind;
use crate::exchange::mets::{REPRESENTATIONS, percent_decoded};
use crate::files::container::read::Container;
use crate::files::container::zip::{Flaw, Limits};
use crate::intake::discover::{Folder, Home};
use crate::records::legacy;

/// The root of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ops::ingest) struct Root {
    /// What it is.
    pub(super) kind: Kind,
    /// Whether it is a batch of an archive.
    pub(super) is_batch: bool,
    /// Where all that lies in it is found.
    pub(super) home: Home,
    /// Its label, and the names of the folders down to it.
    pub(in crate::ops::ingest) label: String,
    pub(in crate::ops::ingest) parts: Vec<String>,
}

impl Root {
    /// Says whether it is a representation of a package whose root was not named as a source.
    pub(super) fn is_part(&self) -> bool {
        let Home::Folder(path) = &self.home else { return false };
        let above = path.parent().and_then(|above| above.file_name());
        self.kind == Kind::Tt05 && above.is_some_and(|name| name.eq_ignore_ascii_case(REPRESENTATIONS))
    }
}

/// Says whether a folder is the root of a package, or lies in one whose root has no file.
pub(in crate::ops::ingest) fn recognise(folder: &Folder) -> Option<Root> {
    let n_above = folder.parted.map_or(0, |parted| folder.parts.len().saturating_sub(parted));
    if n_above > 0 {
        let label = folder.label.rsplitn(n_above + 1, '/').last().unwrap_or_default().to_owned();
        let parts = folder.parts[..folder.parts.len() - n_above].to_vec();
        return Some(Root { kind: Kind::Tt05, is_batch: false, home: above(&folder.home, n_above), label, parts });
    }
    let left = folder.ignored.iter().map(|ignored| last_name(&ignored.label));
    let names = folder.files.iter().chain(&folder.sheets).map(|file| file.name.clone()).chain(left);
    let names: Vec<String> = names.chain(folder.parted.map(|_| REPRESENTATIONS.to_owned())).collect();
    let kind = Kind::of(names.iter().map(String::as_str))?;
    let is_batch = kind == Kind::Bag && names.iter().any(|name| name.eq_ignore_ascii_case(bag::SEAL));
    let (label, parts) = (folder.label.clone(), folder.parts.clone());
    Some(Root { kind, is_batch, home: folder.home.clone(), label, parts })
}

fn last_name(label: &str) -> String {
    let name = label.rsplit('/').next().unwrap_or(label);
    percent_decoded(name).unwrap_or_else(|| name.to_owned())
}

/// Returns the folder so many above.
fn above(home: &Home, n_above: usize) -> Home {
    match home {
        Home::Named => Home::Named,
        Home::Folder(path) => path.ancestors().nth(n_above).map_or(Home::Named, |path| Home::Folder(path.to_owned())),
        Home::Zip(zip, path) => {
            let kept = path.split('/').count().saturating_sub(n_above);
            Home::Zip(zip.clone(), path.split('/').take(kept).collect::<Vec<_>>().join("/"))
        }
    }
}

/// Lists packages; a ZIP with many of them is listed once.
#[derive(Debug)]
pub(in crate::ops::ingest) struct Lister {
    limits: Limits,
    last: Option<(PathBuf, Container)>,
}

impl Lister {
    /// Begins; the limits are those that the walk has.
    pub(in crate::ops::ingest) fn new(limits: Limits) -> Lister {
        Lister { limits, last: None }
    }

    /// Lists all that lies in a package; `None` where single files of it were named as sources.
    pub(in crate::ops::ingest) fn list(&mut self, root: &Root) -> Result<Option<Container>, Flaw> {
        match &root.home {
            Home::Named => Ok(None),
            Home::Folder(path) => Ok(Some(Container::folder(path))),
            Home::Zip(zip, folder) => {
                if self.last.as_ref().is_none_or(|(known, _)| known != zip) {
                    let listed = Container::whole_zip(zip, &self.limits, legacy::zip_names)?;
                    self.last = Some((zip.clone(), listed));
                }
                Ok(self.last.as_ref().map(|(_, whole)| whole.part(folder)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::codes;
    use crate::intake::discover::Ignored;

    fn left(name: &str) -> Folder {
        let label = format!("in/{name}");
        let ignored = vec![Ignored { label, size: 0, modified: None, why: &codes::SOURCE_SPECIAL }];
        Folder { label: "in".to_owned(), parts: vec!["in".to_owned()], ignored, ..Folder::default() }
    }

    #[test]
    fn a_mark_that_cannot_be_read_is_a_mark() {
        let kinds = ["METS.xml", "bagit.txt", "manifest-sha256.txt", "SHA256SUMS", "ket-qua.json", "a.pdf"]
            .map(|name| recognise(&left(name)).map(|root| root.kind));
        let [tt05, bag, plain, kho] = [Kind::Tt05, Kind::Bag, Kind::Plain, Kind::Kho].map(Some);
        assert_eq!(kinds, [tt05, bag, bag, plain, kho, None]);
    }

    #[test]
    fn what_lies_below_a_root_without_files_belongs_to_it() {
        let names = ["in", "p", "metadata", "descriptive"].map(str::to_owned);
        for (home, wanted) in [
            (Home::Folder("/s/in/p/metadata/descriptive".into()), Home::Folder("/s/in/p".into())),
            (
                Home::Zip("/s/in.zip".into(), "p/metadata/descriptive".to_owned()),
                Home::Zip("/s/in.zip".into(), "p".to_owned()),
            ),
        ] {
            let folder =
                Folder { label: names.join("/"), parts: names.to_vec(), home, parted: Some(2), ..Folder::default() };
            let root = recognise(&folder).unwrap();
            assert_eq!((root.kind, root.home, &*root.label), (Kind::Tt05, wanted, "in/p"));
            assert_eq!(root.parts, ["in", "p"]);
        }
    }
}
