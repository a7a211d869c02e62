//! Where an `xlink:href` leads (RFC 3986): to a file of the package, or out of it.
//!
//! Whether the file is there is not asked here, and nothing is ever opened because a link names it.

use crate::relpath::RelPath;

/// Why a link leads to no file of the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It leads out of the package: an absolute path, or more `..` than there are folders.
    Outside,
    /// It leads to another system: `http:`, `urn:` and the like.
    Elsewhere,
    /// It names no file: it is empty, or holds what no name may.
    Nowhere,
}

/// Returns the file that a link means, as paths from the root of the package: first the link with its percent signs
/// resolved, then, where that is something else, as it is written, since some writers do not encode.
///
/// `base` is the folder that links are relative to, from the root, empty for the root itself.
pub fn resolve(base: &str, href: &str) -> Result<Vec<RelPath>, Lost> {
    let href = href.trim().replace('\\', "/");
    let local = without_scheme(&href)?;
    let decoded = percent_decoded(local);
    let mut found = vec![walk(base, decoded.as_deref().unwrap_or(local))?];
    if let Ok(literal) = walk(base, local)
        && literal != found[0]
    {
        found.push(literal);
    }
    Ok(found)
}

/// Takes `file:` away where a path within the package follows, as some writers put it.
fn without_scheme(href: &str) -> Result<&str, Lost> {
    let scheme = href.split_once(':').filter(|(scheme, _)| is_scheme(scheme));
    let Some((scheme, rest)) = scheme else { return Ok(href) };
    if !scheme.eq_ignore_ascii_case("file") {
        // A letter and a colon are a drive.
        return Err(if scheme.len() == 1 { Lost::Outside } else { Lost::Elsewhere });
    }
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    if rest.starts_with('/') { Err(Lost::Outside) } else { Ok(rest) }
}

fn is_scheme(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.starts_with(|letter: char| letter.is_ascii_alphabetic()) && text.bytes().all(is_part)
}

/// Resolves percent signs (RFC 3986, 2.1); `None` when what comes out is no text, or there are none.
pub fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (bytes, mut decoded, mut at) = (text.as_bytes(), Vec::with_capacity(text.len()), 0);
    while at < bytes.len() {
        let pair = (bytes.get(at + 1).copied().and_then(hex), bytes.get(at + 2).copied().and_then(hex));
        match (bytes[at], pair) {
            (b'%', (Some(high), Some(low))) => {
                decoded.push(high << 4 | low);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).ok()
}

/// Follows a relative path from `base` without ever going above the root.
fn walk(base: &str, path: &str) -> Result<RelPath, Lost> {
    if path.starts_with('/') {
        return Err(Lost::Outside);
    }
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => (),
            ".." => _ = parts.pop().ok_or(Lost::Outside)?,
            part => parts.push(part),
        }
    }
    let is_file = !path.is_empty() && !path.ends_with('/') && !matches!(path.rsplit('/').next(), Some("." | ".."));
    let found = RelPath::parse(&parts.join("/")).map_err(|_| Lost::Nowhere)?;
    if is_file { Ok(found) } else { Err(Lost::Nowhere) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(base: &str, href: &str) -> Vec<String> {
        resolve(base, href).unwrap().into_iter().map(String::from).collect()
    }

    #[test]
    fn links_within_the_package_are_paths_from_its_root() {
        assert_eq!(paths("", "metadata/EAD.xml"), ["metadata/EAD.xml"]);
        assert_eq!(paths("representations/rep1", "./data/a.pdf"), ["representations/rep1/data/a.pdf"]);
        assert_eq!(paths("representations/rep1", "../../schemas/METS.xsd"), ["schemas/METS.xsd"]);
        assert_eq!(paths("", "representations\\rep1\\METS.xml"), ["representations/rep1/METS.xml"]);
        for href in ["file:a.pdf", "file://./a.pdf", "FILE:./a.pdf"] {
            assert_eq!(paths("", href), ["a.pdf"], "{href}");
        }
    }

    #[test]
    fn percent_signs_are_resolved_and_the_literal_name_is_tried_as_well() {
        assert_eq!(paths("", "a%20b.pdf"), ["a b.pdf", "a%20b.pdf"]);
        assert_eq!(paths("", "H%E1%BB%93.pdf")[0], "Hồ.pdf");
        assert_eq!(paths("", "100%.pdf"), ["100%.pdf"]);
    }

    #[test]
    fn links_that_leave_the_package_are_never_followed() {
        let outside = ["../a", "/etc/passwd", "file:///etc/passwd", "C:\\a", "a/../../b", "%2e%2e/%2e%2e/a", "..\\a"];
        for href in outside {
            assert_eq!(resolve("rep", "../x").unwrap()[0].as_str(), "x");
            assert_eq!(resolve("", href), Err(Lost::Outside), "{href}");
        }
        assert_eq!(resolve("", "http://a/b"), Err(Lost::Elsewhere));
        assert_eq!(resolve("", "urn:uuid:1"), Err(Lost::Elsewhere));
        for href in ["", " ", "a/", "a/..", ".", "a%00b", "a\nb"] {
            assert_eq!(resolve("", href), Err(Lost::Nowhere), "{href:?}");
        }
    }
}
