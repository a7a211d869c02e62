//! What the manifests of a bag name (RFC 8493, 2.1.3 and 2.2), and what `fetch.txt` promises.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::fixity;
use crate::checks::tags::{self, Encoding};
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::digest::foreign::Algorithm;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::manifest::{self, BadLine, Entry, Why};
use crate::relpath::RelPath;
use crate::text;
use crate::text::Text;

/// Every file that manifests name, with its digests.
pub type Listed = BTreeMap<RelPath, Vec<(Algorithm, String)>>;

/// Which manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of `data/`.
    Payload,
    /// Of everything else.
    Tags,
}

/// Returns the SHA-256 that a manifest has for a file.
pub fn sha256_of(listed: &Listed, path: &RelPath) -> Option<Digest> {
    let digests = listed.get(path)?;
    digests.iter().find(|(algorithm, _)| *algorithm == Algorithm::Sha256)?.1.parse().ok()
}

/// Reads all manifests of a kind; `None` when there is none.
pub fn read(bag: &Container, kind: Kind, encoding: Encoding, tally: &mut Tally) -> Option<Listed> {
    let mut listed: Option<Listed> = None;
    let mut n_manifests = 0;
    for (name, algorithm) in manifests(bag, kind) {
        let listed = listed.get_or_insert_default();
        let Some(algorithm) = Algorithm::named(&algorithm) else {
            let what =
                text!("thuật toán `{algorithm}` không được hỗ trợ", "the algorithm `{algorithm}` is not supported");
            tally.find(&codes::BAG_MANIFEST, &name, what);
            continue;
        };
        if read_manifest(bag, &name, algorithm, encoding, listed, tally) {
            n_manifests += 1;
        }
    }
    if let Some(listed) = listed.as_ref().filter(|_| kind == Kind::Payload) {
        for (path, digests) in listed {
            check_payload(path, digests.len() == n_manifests, tally);
        }
    }
    listed
}

/// Lists the manifests of a kind by name, with what the name says of the algorithm.
fn manifests(bag: &Container, kind: Kind) -> Vec<(String, String)> {
    let prefix = if kind == Kind::Payload { "manifest-" } else { "tagmanifest-" };
    let algorithm = |name: &str| Some(name.strip_prefix(prefix)?.strip_suffix(".txt")?.to_owned());
    bag.root_names().filter_map(|name| Some((name.to_owned(), algorithm(name)?))).collect()
}

/// Every payload manifest lists every payload file, and nothing else.
fn check_payload(path: &RelPath, is_in_all: bool, tally: &mut Tally) {
    if !is_in_all {
        let what = text!("không có trong mọi bản kê", "not named by every manifest");
        tally.find(&codes::BAG_MANIFEST, path.as_str(), what);
    }
    if !path.as_str().starts_with("data/") {
        let what = text!("bản kê nêu một tệp ngoài `data/`", "the manifest names a file outside `data/`");
        tally.find(&codes::BAG_MANIFEST, path.as_str(), what);
    }
}

/// Adds the lines of one manifest; `false` when it cannot be read.
fn read_manifest(
    bag: &Container,
    name: &str,
    algorithm: Algorithm,
    encoding: Encoding,
    listed: &mut Listed,
    tally: &mut Tally,
) -> bool {
    let (text, is_clean) = match tags::read(bag, name, encoding) {
        Ok(read) => read,
        Err(error) => {
            let what = text!("không đọc được bản kê: {error}", "the manifest cannot be read: {error}");
            tally.find(&codes::UNREADABLE, name, what);
            return false;
        }
    };
    if !is_clean {
        let what = text!(
            "bản kê có byte không thuộc bảng mã đã khai",
            "the manifest holds bytes that are not of the declared encoding"
        );
        tally.find(&codes::BAG_MANIFEST, name, what);
    }
    let (entries, bad) = manifest::parse(&text);
    bad.iter().for_each(|line| tally.find(&codes::BAG_MANIFEST, name, sentence(line)));
    for entry in entries {
        if let Some(what) = add(entry, algorithm, listed) {
            tally.find(&codes::BAG_MANIFEST, name, what);
        }
    }
    true
}

/// Adds one line, or says why it cannot stand.
fn add(entry: Entry, algorithm: Algorithm, listed: &mut Listed) -> Option<Text> {
    let Entry { path, digest } = entry;
    if Algorithm::of_length(digest.len()) != Some(algorithm) {
        return Some(text!(
            "mã băm của `{path}` không đúng độ dài của thuật toán",
            "the digest of `{path}` has not the length of the algorithm"
        ));
    }
    let known = listed.get(&path).and_then(|digests| digests.iter().find(|(known, _)| *known == algorithm));
    match known {
        None => {
            listed.entry(path).or_default().push((algorithm, digest));
            None
        }
        Some((_, known)) if *known == digest => {
            Some(text!("`{path}` có hai dòng trong bản kê", "`{path}` is listed twice"))
        }
        Some(_) => Some(text!(
            "`{path}` có hai dòng với hai mã băm khác nhau",
            "`{path}` is listed twice with different digests"
        )),
    }
}

/// Says what is wrong with a line.
pub fn sentence(line: &BadLine) -> Text {
    let number = line.number;
    match &line.why {
        Why::NotALine => {
            text!("dòng {number} không phải là mã băm và đường dẫn", "line {number} is not a digest and a path")
        }
        Why::Unsafe(path) => text!(
            "dòng {number}: đường dẫn `{path}` ra ngoài thư mục hoặc không hợp lệ",
            "line {number}: the path `{path}` leaves its folder or is not valid",
            path = path.0.escape_debug()
        ),
    }
}

/// Reads `fetch.txt`: the files that are still to be fetched from elsewhere.
pub fn read_fetch(bag: &Container, encoding: Encoding, payload: &Listed, tally: &mut Tally) -> BTreeSet<RelPath> {
    let mut promised = BTreeSet::new();
    let text = match tags::read(bag, "fetch.txt", encoding) {
        Ok((text, _)) => text,
        Err(error) => {
            if bag.get("fetch.txt").is_some() {
                tally.find(&codes::UNREADABLE, "fetch.txt", fixity::unreadable(&error));
            }
            return promised;
        }
    };
    for line in text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()) {
        match read_promise(line).filter(|path| payload.contains_key(path)) {
            Some(path) => drop(promised.insert(path)),
            None => {
                let what = text!(
                    "dòng `{line}` sai mẫu hoặc nêu tệp mà bản kê không có",
                    "the line `{line}` is not as it must be, or names a file that no manifest has",
                    line = line.escape_debug()
                );
                tally.find(&codes::BAG_FETCH, "fetch.txt", what);
            }
        }
    }
    promised
}

/// Reads a line of `fetch.txt`: address, length or `-`, path.
fn read_promise(line: &str) -> Option<RelPath> {
    let (_, rest) = line.split_once([' ', '\t'])?;
    let (length, path) = rest.trim_start().split_once([' ', '\t'])?;
    let is_length = length == "-" || length.bytes().all(|byte| byte.is_ascii_digit());
    manifest::decode_path(path.trim_start()).ok().filter(|_| is_length)
}
