//! The entries of a ZIP, judged by the list of contents, folder by folder in the order of a walk.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::SystemTime;
use std::vec;

use crate::exchange::mets::REPRESENTATIONS;
use crate::files::container::zip::judged::{self, Judged, Listed};
use crate::files::container::zip::{Flaw, Limits};
use crate::finding::{Code, Finding, codes};
use crate::records::legacy;
use crate::text;

use super::super::discover::{Found, Home, Ignored};
use super::super::leave;
use super::super::notes::Tally;
use super::super::place::Place;
use super::super::roots::Root;
use super::super::spelling::{self, Spelled};
use super::super::tree::{Entry as Seen, Lies, Listing};

/// The folders of a ZIP that hold files, and the root in any case.
pub(in crate::intake) struct Listings {
    zip: PathBuf,
    zip_size: u64,
    modified: SystemTime,
    root: String,
    own: Spelled,
    files: vec::IntoIter<Listed>,
    /// What is to be said at the root; `None` afterwards.
    first: Option<First>,
    /// The folder before, to tell which part of a path is new.
    before: String,
    /// The file that begins the next folder.
    next: Option<Listed>,
    /// The topmost folder with [`REPRESENTATIONS`] in it, when it is this one or above.
    parted: Option<String>,
}

#[derive(Default)]
struct First {
    odd: Vec<(String, Listed)>,
    ignored: Vec<Ignored>,
    findings: Vec<Finding>,
}

/// Lists a ZIP that was found; one whose list cannot be read is a single input that is left.
pub(in crate::intake) fn list(root: Root, zip: &Found, limits: &Limits) -> Listings {
    let size = zip.size;
    match judged::read(zip.place.on_disk(), size, &root.label, limits, legacy::zip_names) {
        Ok(Judged { files, odd, findings }) => listings(root, zip, files, First { odd, findings, ..First::default() }),
        Err(Flaw::Bad(code, what)) => left(root, zip, vec![Finding::new(code, &zip.label, what)], code),
        Err(Flaw::Disk(error)) => {
            let error = error.kind();
            let what = text!("không đọc được ({error})", "it could not be read ({error})");
            let code = &codes::SOURCE_UNREADABLE;
            left(root, zip, vec![Finding::new(code, &zip.label, what)], code)
        }
    }
}

/// Leaves a whole ZIP.
pub(in crate::intake) fn left(root: Root, zip: &Found, findings: Vec<Finding>, why: &'static Code) -> Listings {
    let ignored = Ignored { label: zip.label.clone(), size: zip.size, modified: Some(zip.modified), why };
    listings(root, zip, Vec::new(), First { ignored: vec![ignored], findings, ..First::default() })
}

fn listings(root: Root, zip: &Found, files: Vec<Listed>, first: First) -> Listings {
    Listings {
        zip: zip.place.on_disk().to_owned(),
        zip_size: zip.size,
        modified: zip.modified,
        root: root.label,
        own: root.spelled,
        files: files.into_iter(),
        first: Some(first),
        before: String::new(),
        next: None,
        parted: None,
    }
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl Listings {
    fn entry(&self, name: &str, listed: Listed) -> Seen {
        let Listed { size, why, .. } = listed;
        let place = Place::Entry(Box::new(listed.entry(&self.zip, self.zip_size)));
        let lies = Lies::InZip { place, size, modified: self.modified, why };
        Seen { name: OsString::from(name), lies }
    }

    fn listing(&self, folder: &str) -> Listing {
        let names: Vec<Spelled> = folder.split('/').filter(|part| !part.is_empty()).map(spell).collect();
        let n_known = folder.split('/').zip(self.before.split('/')).take_while(|(now, before)| now == before).count();
        let label: Vec<&str> =
            std::iter::once(self.root.as_str()).chain(names.iter().map(|name| name.label.as_str())).collect();
        let parts = std::iter::once(&self.own).chain(&names).map(|spelled| spelled.name.clone());
        let mut findings = Vec::new();
        // Folders on the way down that hold no file have no listing of their own.
        for (idx, name) in names.iter().enumerate().take(names.len().saturating_sub(1)).skip(n_known) {
            let mut tally = Tally::default();
            name.form.finding().into_iter().for_each(|code| tally.count(code, &label[..idx + 2].join("/"), None));
            findings.extend(tally.findings());
        }
        Listing {
            root: self.root.clone(),
            label: label.join("/"),
            parts: parts.collect(),
            form: names.last().map_or(self.own.form, |name| name.form),
            is_leftover: folder.split('/').any(|part| !part.is_empty() && leave::is_system_folder(part.as_ref())),
            findings,
            home: Home::Zip(self.zip.clone(), folder.to_owned()),
            ..Listing::default()
        }
    }

    /// Looks for the folder that is the root of a package: the one at hand, or one above that holds no file.
    fn part(&mut self, folder: &str, begun: Option<&Listed>, is_root: bool) -> Option<usize> {
        if self.parted.as_deref().is_some_and(|parted| !lies_in(folder, parted)) {
            self.parted = None;
        }
        if self.parted.is_none() {
            let ends = std::iter::once(0).chain(folder.match_indices('/').map(|(at, _)| at)).chain([folder.len()]);
            let is_parted = |above: &&str| {
                let ahead = begun.into_iter().chain(self.files.as_slice()).map(|listed| &*listed.path);
                let mut inside = ahead.take_while(|path| lies_in(path, above));
                let skipped = if above.is_empty() { 0 } else { above.len() + 1 };
                inside
                    .any(|path| path[skipped..].strip_prefix(REPRESENTATIONS).is_some_and(|rest| rest.starts_with('/')))
            };
            // Each folder is looked through once, when it is entered.
            let is_new = |above: &&str| is_root || !lies_in(&self.before, above);
            self.parted = ends.map(|end| &folder[..end]).filter(is_new).find(is_parted).map(str::to_owned);
        }
        let depth = |parted: &String| parted.split('/').filter(|part| !part.is_empty()).count() + 1;
        self.parted.as_ref().map(depth)
    }
}

fn lies_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn spell(name: &str) -> Spelled {
    spelling::spell(name.as_ref())
}

impl Iterator for Listings {
    type Item = Listing;

    fn next(&mut self) -> Option<Listing> {
        let first = self.first.take();
        let begun = self.next.take().or_else(|| if first.is_some() { None } else { self.files.next() });
        if begun.is_none() && first.is_none() {
            return None;
        }
        let folder = begun.as_ref().map_or("", |listed| split(&listed.path).0).to_owned();
        let mut listing = self.listing(&folder);
        listing.parted = self.part(&folder, begun.as_ref(), first.is_some());
        if let Some(first) = first {
            listing.entries = first.odd.into_iter().map(|(name, listed)| self.entry(&name, listed)).collect();
            listing.ignored = first.ignored;
            listing.findings.extend(first.findings);
        }
        let mut at_hand = begun.or_else(|| self.files.next());
        while let Some(listed) = at_hand.take_if(|listed| split(&listed.path).0 == folder) {
            let name = split(&listed.path).1.to_owned();
            listing.entries.push(self.entry(&name, listed));
            at_hand = self.files.next();
        }
        listing.is_last = at_hand.is_none();
        self.next = at_hand;
        self.before = folder;
        Some(listing)
    }
}
