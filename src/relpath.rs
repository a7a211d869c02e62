//! A path inside a bag or an archive: relative, with `/`, and unable to leave its root.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A relative path of plain parts: no `.`, no `..`, no backslash, no control character, no drive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RelPath(String);

/// A path that could leave its root, or that some system reads in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsafePath(pub String);

impl fmt::Display for UnsafePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not a safe relative path", self.0.escape_debug())
    }
}

impl std::error::Error for UnsafePath {}

impl RelPath {
    /// Reads a path as manifests write it.
    pub fn parse(text: &str) -> Result<RelPath, UnsafePath> {
        let bad_part = |part: &str| part.is_empty() || part == "." || part == "..";
        let has_drive = text.as_bytes().get(1) == Some(&b':') || text.starts_with('~');
        if has_drive || text.split('/').any(bad_part) || text.contains('\\') || text.contains(char::is_control) {
            return Err(UnsafePath(text.to_owned()));
        }
        Ok(RelPath(text.to_owned()))
    }

    /// Reads a path that another program wrote: its names may hold whatever this system allows in a name.
    ///
    /// On Unix that is everything but `/` and the zero byte, such as line feeds, backslashes and `~`.
    pub fn parse_foreign(text: &str) -> Result<RelPath, UnsafePath> {
        let is_plain = text.split('/').all(|part| !matches!(part, "" | "." | "..")) && !text.contains('\0');
        if cfg!(unix) && is_plain { Ok(RelPath(text.to_owned())) } else { RelPath::parse(text) }
    }

    /// Returns the path below this one; `name` must be a plain name.
    pub fn join(&self, name: &str) -> Result<RelPath, UnsafePath> {
        RelPath::parse(&format!("{}/{name}", self.0))
    }

    /// Returns the text with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path on disk below `root`.
    pub fn under(&self, root: &Path) -> PathBuf {
        let mut path = root.to_owned();
        path.extend(self.0.split('/'));
        path
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for RelPath {
    type Error = UnsafePath;
    fn try_from(text: String) -> Result<RelPath, UnsafePath> {
        RelPath::parse(&text)
    }
}

impl From<RelPath> for String {
    fn from(path: RelPath) -> String {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_are_taken() {
        let path = RelPath::parse("data/H26.15/KQ.pdf").unwrap();
        assert_eq!(path.under(Path::new("kho")), Path::new("kho").join("data").join("H26.15").join("KQ.pdf"));
    }

    #[test]
    fn paths_that_leave_their_root_are_refused() {
        for text in ["", "/etc/passwd", "a/../b", "./a", "a//b", "C:x", "~root/x", "a\\b", "a\nb", "a/"] {
            assert!(RelPath::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn foreign_names_may_be_odd_but_stay_below_their_root() {
        assert!(["a\nb", "a\\b", "~$x.doc", "C:x"].into_iter().all(|text| RelPath::parse_foreign(text).is_ok()));
        assert!(
            !["", "/x", "a/../b", "./a", "a//b", "a\0"].into_iter().any(|text| RelPath::parse_foreign(text).is_ok())
        );
    }
}
