//! BagIt manifests (RFC 8493, 2.1.3), which `sha256sum -c` reads as well: digest, two blanks, path.
//!
//! The lines are kept as bytes on disk and as pairs in memory. A foreign manifest may use any algorithm;
//! the digest is text here, and whoever compares knows its algorithm.

use crate::relpath::{RelPath, UnsafePath};

/// One line of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Hex digits, lower case.
    pub digest: String,
    /// Where the file is, from the folder that the manifest speaks of.
    pub path: RelPath,
}

/// A line that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Which line, from 1.
    pub number: usize,
    /// Why.
    pub why: Why,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No digest, no blank, or no path.
    NotALine,
    /// The path could leave its root.
    Unsafe(UnsafePath),
}

/// Renders entries in their order.
pub fn render<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> String {
    entries.into_iter().map(|entry| format!("{}  {}\n", entry.digest, entry.path)).collect()
}

/// Reads a BagIt manifest: `%0A`, `%0D` and `%25` in paths are decoded, and nothing else (RFC 8493, 2.1.3).
pub fn parse(text: &str) -> (Vec<Entry>, Vec<BadLine>) {
    read(text, decode_percent)
}

/// Reads the output of `sha256sum` (also `-b`): lines that begin with a backslash have `\\` and `\n` in the path.
pub fn parse_sums(text: &str) -> (Vec<Entry>, Vec<BadLine>) {
    read(text, str::to_owned)
}

fn read(text: &str, decode: impl Fn(&str) -> String) -> (Vec<Entry>, Vec<BadLine>) {
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    for (idx, line) in text.split(['\n']).enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        match read_line(line, &decode) {
            Ok(entry) => entries.push(entry),
            Err(why) => bad.push(BadLine { number: idx + 1, why }),
        }
    }
    (entries, bad)
}

fn read_line(line: &str, decode: impl Fn(&str) -> String) -> Result<Entry, Why> {
    let (digest, rest) = line.split_once([' ', '\t']).ok_or(Why::NotALine)?;
    let path = rest.trim_start_matches([' ', '\t']);
    let path = path.strip_prefix('*').unwrap_or(path);
    let is_hex = digest.len() >= 32 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex || path.is_empty() {
        return Err(Why::NotALine);
    }
    let path = decode(path);
    let path = path.strip_prefix("./").unwrap_or(&path);
    let path = RelPath::parse(path).map_err(Why::Unsafe)?;
    Ok(Entry { digest: digest.to_ascii_lowercase(), path })
}

fn decode_percent(path: &str) -> String {
    // One pass, so that `%250A` becomes `%0A` and stays that.
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        let (plain, taken) = match rest.get(at..at + 3) {
            Some("%25") => ("%", 3),
            Some("%0A" | "%0a") => ("\n", 3),
            Some("%0D" | "%0d") => ("\r", 3),
            _ => ("%", 1),
        };
        decoded.push_str(plain);
        rest = &rest[at + taken..];
    }
    decoded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn what_is_rendered_reads_back() {
        let entry = Entry { digest: DIGEST.to_owned(), path: RelPath::parse("data/a b/x.pdf").unwrap() };
        let text = render([&entry]);
        assert_eq!(text, format!("{DIGEST}  data/a b/x.pdf\n"));
        assert_eq!(parse(&text), (vec![entry], vec![]));
    }

    #[test]
    fn a_foreign_manifest_may_use_tabs_stars_and_percent() {
        let text = format!("{}\t*./data/50%25.pdf\r\n", DIGEST.to_uppercase());
        let (entries, bad) = parse(&text);
        assert_eq!(entries[0].path.as_str(), "data/50%.pdf");
        assert_eq!(entries[0].digest, DIGEST);
        assert_eq!(bad, []);
    }

    #[test]
    fn a_percent_is_decoded_once() {
        assert_eq!(decode_percent("a%250Ab%"), "a%0Ab%");
    }

    #[test]
    fn paths_that_leave_the_bag_are_bad_lines() {
        let (entries, bad) = parse(&format!("{DIGEST}  ../x\nnonsense\n"));
        assert_eq!(entries, []);
        assert_eq!(bad.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2]);
    }
}
