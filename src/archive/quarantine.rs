//! Refused inputs: a copy of each, named by its digest, and one line that says why.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::fault::Attempt;
use crate::finding::Finding;
use crate::text;

/// The file of the lines.
pub const LIST: &str = "findings.jsonl";

/// One refused input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The source's name and the path below it.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Of the whole file; `None` when it could not be read.
    pub sha256: Option<Digest>,
    /// The copy's name in this folder; `None` when there is none, because it could not be read.
    pub copy: Option<String>,
    /// Why the document was refused.
    pub findings: Vec<Finding>,
}

/// Returns the name of a refused input's copy: its digest, and an ending that is plain.
pub fn copy_name(digest: Digest, source: &str) -> String {
    let ending = source.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    format!("{digest}.{}", if plain { ending.to_ascii_lowercase() } else { "bin".to_owned() })
}

/// Returns what tells a refused input of one path from another: its digest, or its size where it could not be read.
pub fn key(sha256: Option<Digest>, size: u64) -> Digest {
    sha256.unwrap_or_else(|| Digest::of(format!("unread {size}").as_bytes()))
}

/// Returns the refused inputs of one folder: key, and path at the source.
pub fn listed(folder: &Path) -> Result<Vec<(Digest, String)>> {
    let refused = read(&folder.join(LIST))?.into_iter();
    Ok(refused.map(|refused| (key(refused.sha256, refused.size), refused.path)).collect())
}

/// Reads the list of one folder; lines that are none are passed over.
pub fn read(list: &Path) -> Result<Vec<Refused>> {
    let file = match File::open(list) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => {
            other.attempt(|| text!("không đọc được `{list}`", "could not read `{list}`", list = list.display()))?
        }
    };
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    Ok(lines.filter_map(|line| serde_json::from_str(&line).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_named_by_digest_and_a_plain_ending() {
        let digest = Digest::of(b"x");
        assert_eq!(copy_name(digest, "Nguyễn Văn A.JPG"), format!("{digest}.jpg"));
        assert_eq!(copy_name(digest, "x.ảnh"), format!("{digest}.bin"));
        assert_eq!(copy_name(digest, "x"), format!("{digest}.bin"));
    }
}
