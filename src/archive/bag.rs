//! The tag files that make a folder a BagIt 1.0 bag (RFC 8493).

use std::path::Path;

use anyhow::Result;

use crate::digest::Digest;
use crate::files;
use crate::manifest::{self, Entry};
use crate::relpath::RelPath;

/// What `bag-info.txt` says.
#[derive(Debug)]
pub struct Info<'i> {
    /// Source-Organization.
    pub organization: &'i str,
    /// External-Identifier.
    pub identifier: &'i str,
    /// Bagging-Date, `2026-11-21`.
    pub date: &'i str,
    /// Payload bytes.
    pub bytes: u64,
    /// Payload files.
    pub files: u64,
}

/// Writes all tag files but the seal, and returns the digest of the tag manifest.
///
/// `payload` must be sorted by path; `tags` are tag files that lie in the bag already.
pub fn write_tags(bag: &Path, info: &Info<'_>, payload: &[Entry], tags: &[&str]) -> Result<Digest> {
    let written = [
        ("bag-info.txt", info.render()),
        ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned()),
        ("manifest-sha256.txt", manifest::render(payload)),
    ];
    let mut entries = Vec::new();
    for (name, content) in &written {
        files::write_new(&bag.join(name), content.as_bytes())?;
        entries.push(Entry { digest: Digest::of(content.as_bytes()).to_string(), path: RelPath::parse(name)? });
    }
    for name in tags {
        let (digest, _) = files::digest(&bag.join(name))?;
        entries.push(Entry { digest: digest.to_string(), path: RelPath::parse(name)? });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let tagmanifest = manifest::render(&entries);
    files::write_new(&bag.join("tagmanifest-sha256.txt"), tagmanifest.as_bytes())?;
    Ok(Digest::of(tagmanifest.as_bytes()))
}

impl Info<'_> {
    fn render(&self) -> String {
        format!(
            "Source-Organization: {}\nExternal-Identifier: {}\nBagging-Date: {}\nPayload-Oxum: {}.{}\n\
             Bag-Software-Agent: sohoa {}\n",
            self.organization,
            self.identifier,
            self.date,
            self.bytes,
            self.files,
            env!("CARGO_PKG_VERSION")
        )
    }
}
