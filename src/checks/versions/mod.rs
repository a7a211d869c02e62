//! Do the versions of each document follow one upon the other, and do later ones name the PDF that there is?
//!
//! A later version names the batch and path of the one before, and its digest, so nothing of the documents that were
//! never amended has to be remembered, and of the others some hundred bytes a version.

mod change;
pub mod history;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::checks::regular;
use crate::checks::sidecars::{Before, Bundle};
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::finding::{Code, codes};
use crate::manifest;
use crate::relpath::RelPath;
use crate::sidecar::Sidecar;
use crate::text;
use crate::text::Text;

const LARGEST_MANIFEST: u64 = 1 << 30;
const LARGEST_SIDECAR: u64 = 256 << 20;

/// A sidecar that leans on an earlier batch.
#[derive(Debug)]
pub struct Claim {
    /// Where its batch stands among all, in the order of the seals.
    pub batch: usize,
    /// Where the sidecar is, for people.
    pub subject: String,
    /// What was found of it.
    pub bundle: Bundle,
}

/// A batch: its name and its bag.
pub type Named<'b> = (&'b str, &'b Path);

/// What is wrong with a claim.
type Problem = (&'static Code, Text);

/// Checks all claims of an archive against its batches, which stand in the order of their seals.
pub fn check(batches: &[Named<'_>], claims: &[Claim], tally: &mut Tally) {
    let mut problems: Vec<(usize, Problem)> = Vec::new();
    let mut by_batch: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, claim) in claims.iter().enumerate() {
        let Bundle { before, pdf_batch, .. } = &claim.bundle;
        let mut named: Vec<&str> =
            before.iter().map(|before| before.batch.as_str()).chain(pdf_batch.as_deref()).collect();
        named.dedup();
        named.into_iter().for_each(|name| by_batch.entry(name).or_default().push(idx));
    }
    // One batch after the other, so that each manifest is read once, and one of them at a time.
    for (name, asking) in by_batch {
        let place = batches.iter().position(|(other, _)| *other == name);
        let target = place.and_then(|place| Target::read(batches[place].1));
        for idx in asking {
            let own = batches.get(claims[idx].batch).map(|(_, bag)| *bag);
            let asked = Asked { name, place, target: target.as_ref(), own };
            problems.extend(asked.problems(&claims[idx]).into_iter().map(|problem| (idx, problem)));
        }
    }
    problems.sort_by_key(|(idx, _)| *idx);
    for (idx, (code, what)) in problems {
        tally.find(code, &claims[idx].subject, what);
    }
}

/// What lies in a batch.
struct Target<'b> {
    bag: &'b Path,
    manifest: HashMap<RelPath, String>,
}

impl<'b> Target<'b> {
    /// Reads the manifest; `None` when it cannot be read, which was reported.
    fn read(bag: &'b Path) -> Option<Target<'b>> {
        let bytes = regular::read(&bag.join("manifest-sha256.txt"), LARGEST_MANIFEST).ok()?;
        let (lines, _) = manifest::parse(&String::from_utf8_lossy(&bytes));
        Some(Target { bag, manifest: lines.into_iter().map(|line| (line.path, line.digest)).collect() })
    }

    fn has(&self, path: &RelPath, digest: Digest) -> bool {
        self.manifest.get(path).is_some_and(|known| *known == digest.to_string())
    }
}

/// A batch that claims lean on.
struct Asked<'b> {
    name: &'b str,
    /// Where it stands among all; `None` when it is not there.
    place: Option<usize>,
    target: Option<&'b Target<'b>>,
    /// The bag of the claim itself.
    own: Option<&'b Path>,
}

impl Asked<'_> {
    fn problems(&self, claim: &Claim) -> Vec<Problem> {
        let Bundle { before, pdf_batch, leaf, pdf, .. } = &claim.bundle;
        let mut problems = Vec::new();
        if let Some(before) = before.as_ref().filter(|before| before.batch == self.name) {
            let what = if self.is_later(claim) { Some(self.not_earlier()) } else { self.compare(before, claim) };
            problems.extend(what.map(|what| (&codes::SIDECAR_VERSION, what)));
        }
        // A PDF said to be elsewhere in the sidecar's own batch is that batch's own finding.
        if pdf_batch.as_deref() == Some(self.name) && self.place != Some(claim.batch) {
            let lacks = |target: &Target<'_>| !target.has(pdf, leaf.pdf);
            let batch = self.name;
            let what = if self.is_later(claim) {
                Some(self.not_earlier())
            } else if self.target.is_some_and(lacks) {
                Some(text!(
                    "lô {batch} không có `{pdf}` với mã băm mà tệp mô tả ghi",
                    "batch {batch} has no `{pdf}` with the digest that the sidecar says"
                ))
            } else {
                None
            };
            problems.extend(what.map(|what| (&codes::SIDECAR_PDF_ELSEWHERE, what)));
        }
        problems
    }

    fn is_later(&self, claim: &Claim) -> bool {
        self.place.is_none_or(|place| place >= claim.batch)
    }

    fn not_earlier(&self) -> Text {
        let batch = self.name;
        match self.place {
            Some(_) => text!("lô {batch} không phải là lô trước đó", "batch {batch} is no earlier one"),
            None => text!("không có lô {batch}", "there is no batch {batch}"),
        }
    }

    /// Compares a version with the one before it; a file that is missing or changed was reported by its digest.
    fn compare(&self, before: &Before, claim: &Claim) -> Option<Text> {
        let (batch, path, target) = (self.name, &before.path, self.target?);
        if !target.has(path, before.sidecar) {
            return Some(text!(
                "lô {batch} không có bản được thay thế: `{path}` với mã băm đã ghi",
                "batch {batch} has not what is replaced: `{path}` with the digest that is said"
            ));
        }
        let older = sidecar(target.bag, path, before.sidecar)?;
        let (version, expected) = (claim.bundle.leaf.version, older.version.saturating_add(1));
        if older.id != claim.bundle.leaf.id {
            return Some(text!("bản được thay thế là của tài liệu khác", "what is replaced is another document"));
        }
        if version != expected {
            return Some(text!(
                "là phiên bản {version}, phải là {expected}",
                "this is version {version}, it must be {expected}"
            ));
        }
        change::check(&older, &sidecar(self.own?, &claim.bundle.path, claim.bundle.leaf.sidecar)?)
    }
}

/// Reads a sidecar; `None` when it is not what its digest says, or not readable.
fn sidecar(bag: &Path, path: &RelPath, digest: Digest) -> Option<Sidecar> {
    let bytes = regular::read(&path.under(bag), LARGEST_SIDECAR).ok()?;
    Sidecar::parse(&bytes).ok().filter(|_| Digest::of(&bytes) == digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sidecars;
    use crate::files::container::read::Container;
    use crate::record::Entry;
    use crate::sidecar::{Amendment, Cause};
    use std::path::PathBuf;

    const PATH: &str = "data/HS.1/KQ.1.json";

    /// An archive of a document with its PDF in batch `one` and a second version in batch `two`.
    struct Archive {
        folder: tempfile::TempDir,
        later: Sidecar,
    }

    impl Archive {
        fn new() -> Archive {
            let folder = tempfile::tempdir().unwrap();
            let mut first = Sidecar::parse(include_bytes!("../../../docs/sidecar.example.json")).unwrap();
            (first.version, first.amendment, first.supersedes) = (1, None, None);
            let bytes = first.render().unwrap();
            let bag = folder.path().join("one");
            std::fs::create_dir_all(bag.join("data/HS.1")).unwrap();
            std::fs::write(bag.join(PATH), &bytes).unwrap();
            let manifest = format!("{}  {PATH}\n{}  {}\n", Digest::of(&bytes), first.pdf.sha256, first.pdf.path);
            std::fs::write(bag.join("manifest-sha256.txt"), manifest).unwrap();
            let mut later = first;
            (later.version, later.event, later.supersedes) = (2, Cause::Correct, Some(Digest::of(&bytes)));
            later.pdf.batch = Some("one".to_owned());
            let (batch, path) = ("one".to_owned(), RelPath::parse(PATH).unwrap());
            let (reason, by, changed) = (String::new(), None, Vec::new());
            later.amendment = Some(Amendment { batch, path, reason, by, changed });
            later.events.push(later.events[0].clone());
            Archive { folder, later }
        }

        fn claim(&self, change: impl FnOnce(&mut Sidecar)) -> Claim {
            let mut sidecar = self.later.clone();
            change(&mut sidecar);
            let (bytes, path) = (sidecar.render().unwrap(), RelPath::parse(PATH).unwrap());
            let bag = Container::folder("".as_ref());
            let place = sidecars::Place { bag: &bag, batch: Some("two"), path: &path, recorded: |_: &RelPath| None };
            let file = path.under(&self.folder.path().join("two"));
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, &bytes).unwrap();
            let mut tally = Tally::default();
            let level = crate::checks::fixity::Level::Full;
            let bundle = sidecars::check(&place, &bytes, Digest::of(&bytes), level, &mut tally).unwrap();
            assert_eq!(tally.findings, []);
            Claim { batch: 1, subject: "two".to_owned(), bundle }
        }

        fn found(&self, claims: &[Claim]) -> Vec<String> {
            let bags: [PathBuf; 2] = ["one", "two"].map(|name| self.folder.path().join(name));
            let mut tally = Tally::default();
            check(&[("one", &bags[0]), ("two", &bags[1])], claims, &mut tally);
            tally.findings.into_iter().map(|finding| finding.code).collect()
        }
    }

    fn amendment(sidecar: &mut Sidecar) -> &mut Amendment {
        sidecar.amendment.as_mut().unwrap()
    }

    #[test]
    fn a_version_that_follows_on_its_predecessor_is_right() {
        let archive = Archive::new();
        assert!(archive.found(&[archive.claim(|_| ())]).is_empty());
    }

    #[test]
    fn a_version_skipped_a_wrong_place_digest_or_batch_break_the_chain() {
        let archive = Archive::new();
        let changes: [fn(&mut Sidecar); 5] = [
            |sidecar| sidecar.version = 3,
            |sidecar| sidecar.supersedes = Some(Digest::of(b"other")),
            |sidecar| amendment(sidecar).path = RelPath::parse("data/HS.1/KQ.2.json").unwrap(),
            |sidecar| amendment(sidecar).batch = "two".to_owned(),
            |sidecar| amendment(sidecar).batch = "three".to_owned(),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            assert_eq!(archive.found(&[archive.claim(change)]), ["sidecar.version"], "{number}");
        }
    }

    #[test]
    fn a_version_has_the_pages_of_the_one_before_and_says_what_else_differs() {
        let archive = Archive::new();
        let changes: [fn(&mut Sidecar); 2] = [
            |sidecar| sidecar.pages[0].source.path.push('x'),
            |sidecar| _ = sidecar.record.set("subject", Entry::plain("x")),
        ];
        for change in changes {
            assert_eq!(archive.found(&[archive.claim(change)]), ["sidecar.version"]);
        }
    }

    #[test]
    fn a_pdf_that_is_not_where_it_is_said_to_be_is_found() {
        let archive = Archive::new();
        let changes: [fn(&mut Sidecar); 2] = [
            |sidecar| sidecar.pdf.path = RelPath::parse("data/HS.1/KQ.9.pdf").unwrap(),
            |sidecar| sidecar.pdf.batch = Some("three".to_owned()),
        ];
        for change in changes {
            assert_eq!(archive.found(&[archive.claim(change)]), ["sidecar.pdf-elsewhere"]);
        }
    }
}
