//! Is a folder a complete and valid BagIt bag (RFC 8493, 3), and, if it is a batch, as its seal says?

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::checks::fixity::{self, Expected, Level, Verdict};
use crate::checks::sidecars::{self, Bundle};
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::digest::foreign::Algorithm;
use crate::finding::codes;
use crate::manifest::{self, Why};
use crate::progress::Progress;
use crate::relpath::RelPath;
use crate::seal::Seal;
use crate::text;

/// What was found of a bag.
#[derive(Debug, Default)]
pub struct Checked {
    /// Counts and problems.
    pub tally: Tally,
    /// The seal, if the bag is a batch, and the digest of its file.
    pub seal: Option<(Seal, Digest)>,
    /// The bundles, if the bag is a batch, in the order of the sidecars' paths.
    pub bundles: Vec<Bundle>,
}

/// Every file that manifests name.
type Listed = BTreeMap<RelPath, Vec<(Algorithm, String)>>;

/// Checks a bag. A batch is a bag with a seal; its sidecars are checked as well.
pub fn check(root: &Path, level: Level, progress: &dyn Progress) -> Checked {
    let mut checked = Checked::default();
    let tally = &mut checked.tally;
    check_declaration(root, tally);
    let (payload, tags) = (read_manifests(root, "manifest-", tally), read_manifests(root, "tagmanifest-", tally));
    if payload.is_none() {
        let what = text!("không có bản kê `manifest-…txt`", "there is no `manifest-…txt`");
        tally.find(&codes::BAG_MANIFEST, "", what);
    }
    let is_batch = root.join("seal.txt").is_file();
    let payload = payload.unwrap_or_default();
    let tags = tags.unwrap_or_default();
    checked.bundles = check_files(root, &payload, is_batch, level, progress, tally);
    check_files(root, &tags, false, level, progress, tally);
    check_payload_paths(&payload, tally);
    check_extra(root, &payload, &tags, is_batch, tally);
    check_oxum(root, tally);
    if is_batch {
        checked.seal = check_seal(root, &payload, &checked.bundles, tally);
    }
    checked
}

fn check_declaration(root: &Path, tally: &mut Tally) {
    let text = std::fs::read_to_string(root.join("bagit.txt")).unwrap_or_default();
    let mut lines = text.lines();
    let version = lines.next().and_then(|line| line.strip_prefix("BagIt-Version: ")).unwrap_or_default();
    let is_version = version.split_once('.').is_some_and(|(major, minor)| {
        !minor.is_empty() && [major, minor].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let encoding = lines.next().is_some_and(|line| line.starts_with("Tag-File-Character-Encoding: "));
    if !is_version || !encoding || lines.next().is_some() {
        let what = text!("`bagit.txt` thiếu hoặc sai mẫu", "`bagit.txt` is absent or not as it must be");
        tally.find(&codes::BAG_DECLARATION, "bagit.txt", what);
    }
}

/// Reads all manifests of a kind; `None` when there is none.
fn read_manifests(root: &Path, prefix: &str, tally: &mut Tally) -> Option<Listed> {
    let mut manifests = Vec::new();
    for entry in std::fs::read_dir(root).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let algorithm = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(".txt")).map(str::to_owned);
        manifests.extend(algorithm.map(|algorithm| (name, algorithm)));
    }
    manifests.sort();
    let mut listed: Option<Listed> = None;
    let n_manifests = manifests.len();
    for (name, algorithm) in manifests {
        let Some(algorithm) = Algorithm::named(&algorithm) else {
            let what =
                text!("thuật toán `{algorithm}` không được hỗ trợ", "the algorithm `{algorithm}` is not supported");
            tally.find(&codes::BAG_MANIFEST, &name, what);
            continue;
        };
        read_manifest(root, &name, algorithm, listed.get_or_insert_default(), tally);
    }
    if let Some(listed) = listed.as_ref().filter(|_| prefix == "manifest-") {
        // RFC 8493, 2.1.3: every payload manifest lists every payload file.
        for (path, _) in listed.iter().filter(|(_, digests)| digests.len() < n_manifests) {
            let what = text!("không có trong mọi bản kê", "not named by every manifest");
            tally.find(&codes::BAG_MANIFEST, path.as_str(), what);
        }
    }
    listed
}

fn read_manifest(root: &Path, name: &str, algorithm: Algorithm, listed: &mut Listed, tally: &mut Tally) {
    let text = match std::fs::read_to_string(root.join(name)) {
        Ok(text) => text,
        Err(error) => {
            let what = text!("không đọc được bản kê: {error}", "the manifest cannot be read: {error}");
            return tally.find(&codes::UNREADABLE, name, what);
        }
    };
    let (entries, bad) = manifest::parse(&text);
    for line in bad {
        let number = line.number;
        let what = match line.why {
            Why::NotALine => {
                text!("dòng {number} không phải là một dòng bản kê", "line {number} is no line of a manifest")
            }
            Why::Unsafe(path) => text!("dòng {number}: {path}", "line {number}: {path}"),
        };
        tally.find(&codes::BAG_MANIFEST, name, what);
    }
    for entry in entries {
        let digests = listed.entry(entry.path).or_default();
        match digests.iter().find(|(known, _)| *known == algorithm) {
            None => digests.push((algorithm, entry.digest)),
            Some((_, digest)) if *digest == entry.digest => (),
            Some(_) => {
                let what = text!("một tệp có hai mã băm khác nhau", "one file has two different digests");
                tally.find(&codes::BAG_MANIFEST, name, what);
            }
        }
    }
}

/// Looks at every listed file, in parallel, and reports in the order of the paths.
fn check_files(
    root: &Path,
    listed: &Listed,
    is_batch: bool,
    level: Level,
    progress: &dyn Progress,
    tally: &mut Tally,
) -> Vec<Bundle> {
    let files: Vec<_> = listed.iter().collect();
    let mut bundles = Vec::new();
    // Chunks bound the memory; `collect` keeps the order, whatever the threads.
    for chunk in files.chunks(4096) {
        let looked: Vec<_> =
            chunk.par_iter().map(|(path, digests)| look(root, path, digests, level, progress)).collect();
        for ((path, _), verdict) in chunk.iter().zip(looked) {
            tally.count(path, &verdict);
        }
        if is_batch {
            let found: Vec<_> =
                chunk.par_iter().map(|(path, digests)| check_sidecar(root, path, digests, listed, level)).collect();
            for (bundle, problems) in found.into_iter().flatten() {
                tally.absorb(problems, "");
                bundles.extend(bundle);
            }
        }
    }
    if is_batch {
        check_pairs(listed, &bundles, tally);
    }
    bundles
}

fn look(
    root: &Path,
    path: &RelPath,
    digests: &[(Algorithm, String)],
    level: Level,
    progress: &dyn Progress,
) -> Verdict {
    let expected = Expected { path: path.clone(), digests: digests.to_vec() };
    let verdict = fixity::check(root, &expected, level);
    let size = if let Verdict::Good(size) | Verdict::Changed { size, .. } = &verdict { *size } else { 0 };
    progress.advance(1, size);
    verdict
}

fn sha256_in(listed: &Listed, path: &RelPath) -> Option<Digest> {
    let digests = listed.get(path)?;
    digests.iter().find(|(algorithm, _)| *algorithm == Algorithm::Sha256)?.1.parse().ok()
}

fn check_sidecar(
    root: &Path,
    path: &RelPath,
    digests: &[(Algorithm, String)],
    listed: &Listed,
    level: Level,
) -> Option<(Option<Bundle>, Tally)> {
    if !path.as_str().ends_with(".json") {
        return None;
    }
    // What is missing or unreadable was reported by its digest.
    let bytes = std::fs::read(path.under(root)).ok()?;
    let own = digests.iter().find_map(|(_, digest)| digest.parse().ok())?;
    let mut tally = Tally::default();
    let bundle = sidecars::check(root, path, &bytes, own, |path| sha256_in(listed, path), level, &mut tally);
    Some((bundle, tally))
}

/// Every PDF of a batch has a sidecar; the other way round is the sidecar's own check.
fn check_pairs(listed: &Listed, bundles: &[Bundle], tally: &mut Tally) {
    let described: BTreeSet<&RelPath> = bundles.iter().map(|bundle| &bundle.pdf).collect();
    for path in listed.keys().filter(|path| path.as_str().ends_with(".pdf") && !described.contains(path)) {
        let stem = path.as_str().trim_end_matches(".pdf");
        let named = RelPath::parse(&format!("{stem}.json")).is_ok_and(|sidecar| listed.contains_key(&sidecar));
        if !named {
            tally.find(
                &codes::SIDECAR_MISSING,
                path.as_str(),
                text!("PDF không có tệp mô tả", "the PDF has no sidecar"),
            );
        }
    }
}

fn check_payload_paths(payload: &Listed, tally: &mut Tally) {
    for path in payload.keys().filter(|path| !path.as_str().starts_with("data/")) {
        let what =
            text!("bản kê nêu tệp ngoài `data/`: `{path}`", "the manifest names a file outside `data/`: `{path}`");
        tally.find(&codes::BAG_MANIFEST, path.as_str(), what);
    }
}

/// Files that are there and that no manifest names.
fn check_extra(root: &Path, payload: &Listed, tags: &Listed, is_batch: bool, tally: &mut Tally) {
    let start = if is_batch { root.to_owned() } else { root.join("data") };
    for entry in WalkDir::new(start).min_depth(1).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().and_then(|path| relative(root, path)).unwrap_or_default();
                if error.io_error().is_none_or(|error| error.kind() != io::ErrorKind::NotFound) {
                    let what = text!("không đọc được thư mục: {error}", "the folder cannot be read: {error}");
                    tally.find(&codes::UNREADABLE, &path, what);
                }
                continue;
            }
        };
        let Some(path) = relative(root, entry.path()) else { continue };
        let unnamed =
            RelPath::parse(&path).map_or(true, |path| !payload.contains_key(&path) && !tags.contains_key(&path));
        let is_expected = path.starts_with("tagmanifest-") || path == "seal.txt";
        if !entry.file_type().is_dir() && unnamed && !is_expected {
            let what = text!("tệp không có trong bản kê nào", "no manifest names this file");
            tally.find(&codes::EXTRA, &path, what);
        }
    }
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Vec<_> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// Payload-Oxum: bytes and files of `data/`, without reading them (RFC 8493, 2.2.2).
fn check_oxum(root: &Path, tally: &mut Tally) {
    let Ok(info) = std::fs::read_to_string(root.join("bag-info.txt")) else { return };
    let Some(recorded) = info.lines().find_map(|line| line.strip_prefix("Payload-Oxum:")) else { return };
    let recorded = recorded.trim();
    let (mut bytes, mut files) = (0, 0);
    for entry in WalkDir::new(root.join("data")).into_iter().filter_map(Result::ok) {
        if let (true, Ok(metadata)) = (entry.file_type().is_file(), entry.metadata()) {
            bytes += metadata.len();
            files += 1;
        }
    }
    let found = format!("{bytes}.{files}");
    if found != recorded {
        let what = text!(
            "`data/` có {found} (byte.tệp), `bag-info.txt` ghi {recorded}",
            "`data/` has {found} (bytes.files), `bag-info.txt` says {recorded}"
        );
        tally.find(&codes::BAG_OXUM, "bag-info.txt", what);
    }
}

fn check_seal(root: &Path, payload: &Listed, bundles: &[Bundle], tally: &mut Tally) -> Option<(Seal, Digest)> {
    let read = std::fs::read_to_string(root.join("seal.txt"));
    let seal = read.as_deref().ok().and_then(|text| Seal::parse(text).ok());
    let (Ok(text), Some(seal)) = (read, seal) else {
        let what = text!("niêm phong không đọc được", "the seal cannot be read");
        tally.find(&codes::SEAL_UNREADABLE, "seal.txt", what);
        return None;
    };
    let tagmanifest = crate::files::digest(&root.join("tagmanifest-sha256.txt"));
    if tagmanifest.ok().map(|(digest, _)| digest) != Some(seal.tagmanifest) {
        let what = text!(
            "`tagmanifest-sha256.txt` không phải là bản mà niêm phong cố định",
            "`tagmanifest-sha256.txt` is not the one that the seal fixes"
        );
        tally.find(&codes::SEAL_TAGMANIFEST, "seal.txt", what);
    }
    check_counts(root, &seal, payload, bundles, tally);
    Some((seal, Digest::of(text.as_bytes())))
}

fn check_counts(root: &Path, seal: &Seal, payload: &Listed, bundles: &[Bundle], tally: &mut Tally) {
    let documents = bundles.len() as u64;
    let pages: u64 = bundles.iter().map(|bundle| bundle.pages).sum();
    let bytes: u64 = payload.keys().filter_map(|path| path.under(root).metadata().ok()).map(|found| found.len()).sum();
    let pairs = [
        (seal.documents, documents, "tài liệu", "documents"),
        (seal.pages, pages, "trang", "pages"),
        (seal.bytes, bytes, "byte", "bytes"),
    ];
    for (recorded, found, vi, en) in pairs.into_iter().filter(|(recorded, found, ..)| recorded != found) {
        let what = text!(
            "lô có {found} {vi}, niêm phong ghi {recorded}",
            "the batch has {found} {en}, the seal says {recorded}",
            vi = vi,
            en = en
        );
        tally.find(&codes::SEAL_COUNTS, "seal.txt", what);
    }
}
