//! Is a folder a complete and valid BagIt bag (RFC 8493, 3), and, if it is a batch, as its seal says?

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::checks::batch;
use crate::checks::fixity::{self, Expected, Level, Verdict};
use crate::checks::listed::{self, Kind, Listed};
use crate::checks::present;
use crate::checks::sidecars::Bundle;
use crate::checks::tags;
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::digest::foreign::Algorithm;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::progress::Progress;
use crate::relpath::RelPath;
use crate::seal::Seal;
use crate::text;

/// The file that makes a bag a batch.
pub const SEAL: &str = "seal.txt";

/// What was found of a bag.
#[derive(Debug, Default)]
pub struct Checked {
    /// Counts and problems.
    pub tally: Tally,
    /// The seal, if the bag is a batch and its seal can be read, and the digest of its file.
    pub seal: Option<(Seal, Digest)>,
    /// The bundles, if the bag is a batch, in the order of the sidecars' paths.
    pub bundles: Vec<Bundle>,
}

/// Says whether a folder gives itself out to be a bag, whole or damaged, given the name of a file at its root.
pub fn is_tag(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let algorithm = name.strip_prefix("manifest-").and_then(|rest| rest.strip_suffix(".txt"));
    name == "bagit.txt" || name == SEAL || algorithm.is_some_and(|name| Algorithm::named(name).is_some())
}

/// Says whether a bag gives itself out to be a batch.
pub fn is_batch(bag: &Container) -> bool {
    bag.get(SEAL).is_some()
}

/// Checks a bag of any maker or, more strictly, a batch: nothing may lie in it that its seal does not fix.
pub fn check(bag: &Container, is_batch: bool, level: Level, progress: &dyn Progress) -> Checked {
    let mut checked = Checked::default();
    let tally = &mut checked.tally;
    let encoding = tags::check_declaration(bag, tally);
    let payload = listed::read(bag, Kind::Payload, encoding, tally);
    let tags = listed::read(bag, Kind::Tags, encoding, tally).unwrap_or_default();
    if payload.is_none() {
        let what = text!("không có bản kê `manifest-…txt`", "there is no `manifest-…txt`");
        tally.find(&codes::BAG_MANIFEST, "", what);
    }
    let payload = payload.unwrap_or_default();
    let promised = if is_batch { BTreeSet::new() } else { listed::read_fetch(bag, encoding, &payload, tally) };
    let is_known = |path: &str| {
        let is_listed = |path: &RelPath| payload.contains_key(path) || tags.contains_key(path);
        batch::UNLISTED.contains(&path) || RelPath::parse_foreign(path).is_ok_and(|path| is_listed(&path))
    };
    let present = present::walk(bag, is_batch, is_known, tally);
    let files = Bag { root: bag, level, progress, promised: &promised, forms: &present.by_form() };
    let mut renamed = files.check_files(&payload, tally);
    renamed.extend(files.check_files(&tags, tally));
    present.report_strays(&renamed, tally);
    tags::check_oxum(bag, encoding, present.bytes, present.files, tally);
    if is_batch {
        checked.bundles = batch::check_bundles(bag, &payload, level, tally);
        checked.seal = batch::check_seal(bag, present.listed_bytes, &checked.bundles, tally);
    }
    checked
}

/// What is needed to look at one file.
struct Bag<'b> {
    root: &'b Container,
    level: Level,
    progress: &'b dyn Progress,
    /// Files that `fetch.txt` names.
    promised: &'b BTreeSet<RelPath>,
    /// Stray files by their names in NFC.
    forms: &'b BTreeMap<String, String>,
}

impl Bag<'_> {
    /// Looks at every listed file, in parallel, and reports in the order of the paths.
    ///
    /// Returns the files that were found under another form of their names.
    fn check_files(&self, listed: &Listed, tally: &mut Tally) -> BTreeSet<String> {
        let files: Vec<_> = listed.iter().map(|(path, digests)| Expected { path, digests }).collect();
        let mut renamed = BTreeSet::new();
        // Chunks bound the memory; `collect` keeps the order, whatever the threads.
        for chunk in files.chunks(4096) {
            let looked: Vec<_> = chunk.par_iter().map(|expected| self.look(expected)).collect();
            for (expected, (verdict, form)) in chunk.iter().zip(looked) {
                let path = expected.path;
                if matches!(verdict, Verdict::Missing) && self.promised.contains(path) {
                    tally.checked += 1;
                    tally.missing.push(path.to_string());
                    let what = text!("tệp chưa được tải về", "the file has not been fetched yet");
                    tally.find(&codes::BAG_FETCH, path.as_str(), what);
                    continue;
                }
                tally.count(path, &verdict);
                if let Some(form) = form {
                    let what =
                        text!("tên trên đĩa viết bằng mã Unicode khác", "its name on disk is in another Unicode form");
                    tally.find(&codes::NAME_FORM, path.as_str(), what);
                    renamed.insert(form);
                }
            }
        }
        renamed
    }

    /// Looks at one file; where it is not, at one whose name looks the same.
    fn look(&self, expected: &Expected<'_>) -> (Verdict, Option<String>) {
        let path = expected.path;
        let mut verdict = fixity::check(self.root, expected, self.level);
        let mut form = None;
        if matches!(verdict, Verdict::Missing) && !self.forms.is_empty() {
            form = self.forms.get(&present::composed(path.as_str())).cloned();
        }
        if let Some(path) = form.as_deref().and_then(|form| RelPath::parse_foreign(form).ok()) {
            verdict = fixity::check(self.root, &Expected { path: &path, ..*expected }, self.level);
        }
        self.progress.advance(1, verdict.size());
        (verdict, form)
    }
}
