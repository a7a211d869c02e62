//! Walks the sources and plans them, folder by folder; a package is gathered first.

use std::iter::Peekable;

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::finding::Finding;
use crate::group;
use crate::intake::discover::{self, Folder};
use crate::ops::ingest::Options;
use crate::text;

use super::join::Joiner;
use super::package::root::{self, Lister, Root};
use super::package::{self, Package};
use super::plan::{Plan, aside, plan_folder};

/// Walks the sources and plans folder after folder.
pub fn plans(archive: &Archive, options: &Options) -> Result<impl Iterator<Item = Result<Plan>> + use<>> {
    refuse_own_archive(archive, options)?;
    let zip = (&archive.profile.limits).into();
    let lister = Lister::new(zip);
    let walk = discover::Options { settle: options.settle, now: options.clock, zip };
    let (joiner, findings) = Joiner::begin(archive, options)?;
    let folders = discover::folders(&options.sources, &walk)?.peekable();
    Ok(Plans { folders, joiner, lister, package: None, group_by: options.group_by, findings, is_over: false })
}

/// The walk through all folders, and the sheets that go with it.
struct Plans<F: Iterator> {
    folders: Peekable<F>,
    joiner: Joiner,
    lister: Lister,
    /// The package that is being imported, or was before.
    package: Option<Package>,
    group_by: Option<group::By>,
    /// What is to be said of the sheets that were named by themselves.
    findings: Vec<Finding>,
    is_over: bool,
}

impl<F: Iterator<Item = Folder>> Iterator for Plans<F> {
    type Item = Result<Plan>;

    fn next(&mut self) -> Option<Result<Plan>> {
        if self.is_over {
            return None;
        }
        if let Some(folder) = self.package.as_mut().and_then(|package| package.folders.pop_front()) {
            return Some(self.plan(folder));
        }
        match self.folders.next() {
            Some(folder) => match root::recognise(&folder) {
                Some(root) => Some(self.open(&root, folder)),
                None => Some(self.plan(folder)),
            },
            None => {
                self.is_over = true;
                let mut findings = std::mem::take(&mut self.findings);
                findings.extend(self.joiner.end());
                if let Some(package) = &self.package {
                    package.trace(&mut [], &mut findings);
                }
                let aside = aside("", Vec::new(), Vec::new(), findings);
                Some(Ok(Plan { label: String::new(), seen: 0, documents: Vec::new(), aside }))
            }
        }
    }
}

impl<F: Iterator<Item = Folder>> Plans<F> {
    fn plan(&mut self, mut folder: Folder) -> Result<Plan> {
        folder.findings.splice(0..0, self.findings.drain(..));
        plan_folder(folder, &mut self.joiner, self.group_by, self.package.as_ref())
    }

    /// Gathers a package, and plans its first folder.
    fn open(&mut self, root: &Root, first: Folder) -> Result<Plan> {
        let parts: Vec<&str> = root.parts.iter().map(String::as_str).collect();
        // Sheets and records of what came before are put away first.
        let entered = self.joiner.enter(&parts, &[])?;
        let mut before = entered.findings;
        if let Some(package) = &self.package {
            package.trace(&mut [], &mut before);
        }
        self.findings.extend(before);
        let mut folders = vec![first];
        folders.extend(std::iter::from_fn(|| self.folders.next_if(|next| package::holds(&root.label, &next.label))));
        let listed = self.lister.list(root);
        let mut package = Package::open(root, folders, &listed, self.joiner.options());
        for (index, sha256) in std::mem::take(&mut package.indexes) {
            self.findings.extend(self.joiner.add(index, sha256, &root.parts));
        }
        let first = package.folders.pop_front().unwrap_or_default();
        self.package = Some(package);
        self.plan(first)
    }
}

/// A source inside the archive, or around it, would import what it has just written.
fn refuse_own_archive(archive: &Archive, options: &Options) -> Result<()> {
    let Ok(own) = archive.root.canonicalize() else { return Ok(()) };
    for source in options.sources.iter().filter_map(|source| source.canonicalize().ok()) {
        if own.starts_with(&source) || source.starts_with(&own) {
            let source = source.display();
            let what = text!(
                "nguồn `{source}` và kho nằm trong nhau; hãy để riêng",
                "the source `{source}` and the archive lie within each other; keep them apart"
            );
            return Err(crate::fault::Fault::raise("source.archive", what));
        }
    }
    Ok(())
}
