//! Is a bag the batch that its seal fixed: every document with its sidecar, and as much as was sealed?

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::checks::fixity::Level;
use crate::checks::listed::{Listed, sha256_of};
use crate::checks::regular;
use crate::checks::sidecars::{self, Bundle, Place};
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::relpath::RelPath;
use crate::seal::Seal;
use crate::text;

/// Files of a batch that no manifest can name: the tag manifest, and the seal that fixes it.
pub const UNLISTED: &[&str] = &["tagmanifest-sha256.txt", "seal.txt"];

/// A sidecar of a thousand pages has about 1 MB.
const LARGEST_SIDECAR: u64 = 256 << 20;
const LARGEST_SEAL: u64 = 64 << 10;
const LARGEST_MANIFEST: u64 = 1 << 30;

/// Checks the sidecars, in parallel, and returns the bundles in the order of their paths.
pub fn check_bundles(bag: &Container, payload: &Listed, level: Level, tally: &mut Tally) -> Vec<Bundle> {
    let name = seal_of(bag).ok().map(|(seal, _)| seal.batch);
    let sidecars: Vec<_> = payload.keys().filter(|path| path.as_str().ends_with(".json")).collect();
    let mut bundles = Vec::new();
    for chunk in sidecars.chunks(4096) {
        let found: Vec<_> =
            chunk.par_iter().map(|path| check_sidecar(bag, name.as_deref(), path, payload, level)).collect();
        for (bundle, problems) in found.into_iter().flatten() {
            tally.absorb(problems, "");
            bundles.extend(bundle);
        }
    }
    check_pairs(payload, &bundles, tally);
    bundles
}

fn check_sidecar(
    bag: &Container,
    batch: Option<&str>,
    path: &RelPath,
    payload: &Listed,
    level: Level,
) -> Option<(Option<Bundle>, Tally)> {
    // What is missing or unreadable was reported by its digest.
    let bytes = bag.read(path.as_str(), LARGEST_SIDECAR).ok()?;
    let own = sha256_of(payload, path)?;
    let mut tally = Tally::default();
    let place = Place { bag, batch, path, recorded: |path: &RelPath| sha256_of(payload, path) };
    let bundle = sidecars::check(&place, &bytes, own, level, &mut tally);
    Some((bundle, tally))
}

/// Every PDF of a batch has a sidecar; the other way round is the sidecar's own check.
///
/// A sidecar beside it that is unreadable, or names another PDF, was reported; one whose PDF is elsewhere does not count.
fn check_pairs(payload: &Listed, bundles: &[Bundle], tally: &mut Tally) {
    let (own, later): (Vec<&Bundle>, Vec<_>) = bundles.iter().partition(|bundle| bundle.pdf_batch.is_none());
    let described: BTreeSet<&RelPath> =
        own.into_iter().flat_map(|bundle| [Some(&bundle.pdf), bundle.original.as_ref()]).flatten().collect();
    let later: BTreeSet<&RelPath> = later.into_iter().map(|bundle| &bundle.path).collect();
    for path in payload.keys().filter(|path| !described.contains(path)) {
        let Some(stem) = path.as_str().strip_suffix(".pdf") else { continue };
        let beside = RelPath::parse_foreign(&format!("{stem}.json"));
        let is_named = beside.is_ok_and(|path| payload.contains_key(&path) && !later.contains(&path));
        if !is_named {
            let what = text!("PDF không có tệp mô tả", "the PDF has no sidecar");
            tally.find(&codes::SIDECAR_MISSING, path.as_str(), what);
        }
    }
}

/// Checks the seal against the batch, and returns it with the digest of its file.
pub fn check_seal(bag: &Container, bytes: u64, bundles: &[Bundle], tally: &mut Tally) -> Option<(Seal, Digest)> {
    let (seal, digest) = match seal_of(bag) {
        Ok(read) => read,
        Err(None) => {
            tally.find(&codes::SEAL_MISSING, "", text!("lô không có niêm phong", "the batch has no seal"));
            return None;
        }
        Err(Some(why)) => {
            let what = text!("niêm phong không đọc được: {why}", "the seal cannot be read: {why}");
            tally.find(&codes::SEAL_UNREADABLE, "seal.txt", what);
            return None;
        }
    };
    let tagmanifest = bag.read("tagmanifest-sha256.txt", LARGEST_MANIFEST);
    if tagmanifest.ok().map(|bytes| Digest::of(&bytes)) != Some(seal.tagmanifest) {
        let what = text!(
            "`tagmanifest-sha256.txt` không phải là bản mà niêm phong cố định",
            "`tagmanifest-sha256.txt` is not the one that the seal fixes"
        );
        tally.find(&codes::SEAL_TAGMANIFEST, "seal.txt", what);
    }
    check_counts(&seal, bytes, bundles, tally);
    Some((seal, digest))
}

/// Reads the seal of a batch; `Err(None)` when there is none.
pub fn read_seal(root: &Path) -> Result<(Seal, Digest), Option<String>> {
    parse_seal(regular::read(&root.join("seal.txt"), LARGEST_SEAL))
}

fn seal_of(bag: &Container) -> Result<(Seal, Digest), Option<String>> {
    parse_seal(bag.read("seal.txt", LARGEST_SEAL))
}

fn parse_seal(read: io::Result<Vec<u8>>) -> Result<(Seal, Digest), Option<String>> {
    let bytes = match read {
        Err(error) if regular::is_absent(&error) => return Err(None),
        other => other.map_err(|error| Some(error.to_string()))?,
    };
    let text = std::str::from_utf8(&bytes).map_err(|error| Some(error.to_string()))?;
    let seal = Seal::parse(text).map_err(|bad| Some(format!("`{}`", bad.at)))?;
    Ok((seal, Digest::of(&bytes)))
}

fn check_counts(seal: &Seal, bytes: u64, bundles: &[Bundle], tally: &mut Tally) {
    let own = bundles.iter().filter(|bundle| bundle.pdf_batch.is_none());
    let pages: u64 = own.map(|bundle| u64::from(bundle.pages)).sum();
    let counts = [
        (seal.documents, bundles.len() as u64, "tài liệu", "documents"),
        (seal.pages, pages, "trang", "pages"),
        (seal.bytes, bytes, "byte", "bytes"),
    ];
    for (recorded, found, vi, en) in counts.into_iter().filter(|(recorded, found, ..)| recorded != found) {
        let what = text!(
            "lô có {found} {vi}, niêm phong ghi {recorded}",
            "the batch has {found} {en}, the seal says {recorded}",
            vi = vi,
            en = en
        );
        tally.find(&codes::SEAL_COUNTS, "seal.txt", what);
    }
}
