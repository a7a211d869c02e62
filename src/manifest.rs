//! BagIt manifests (RFC 8493, 2.1.3), which `sha256sum -c` reads as well: digest, two blanks, path.
//!
//! The lines are kept as bytes on disk and as pairs in memory. A foreign manifest may use any algorithm;
//! the digest is text here, and whoever compares knows its algorithm.

use crate::digest::foreign::Algorithm;
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
///
/// Lines end with LF, CR or both.
pub fn parse(text: &str) -> (Vec<Entry>, Vec<BadLine>) {
    read(text.split('\n').map(|line| line.split('\r').filter(|line| !line.is_empty()).map(read_line)))
}

/// Reads the output of `sha256sum`, text or binary: a line that begins with a backslash has `\\`, `\n` and `\r` in the path,
/// one that begins with `#` says nothing, as `sha256sum -c` has it.
pub fn parse_sums(text: &str) -> (Vec<Entry>, Vec<BadLine>) {
    let plain = |line: &str| line.strip_suffix('\r').unwrap_or(line).to_owned();
    let lines = text.split('\n').map(plain);
    read(
        lines.map(|line| {
            Some(line).filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| read_sum(&line))
        }),
    )
}

/// Decodes the path of a BagIt manifest or of `fetch.txt`; `./` at its start is dropped.
pub fn decode_path(path: &str) -> Result<RelPath, UnsafePath> {
    let path = decode_percent(path);
    RelPath::parse_foreign(path.strip_prefix("./").unwrap_or(&path))
}

/// Collects what each line gave; lines are counted from 1.
fn read<L: IntoIterator<Item = Result<Entry, Why>>>(lines: impl Iterator<Item = L>) -> (Vec<Entry>, Vec<BadLine>) {
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(lines) {
        for read in line {
            match read {
                Ok(entry) => entries.push(entry),
                Err(why) => bad.push(BadLine { number, why }),
            }
        }
    }
    (entries, bad)
}

fn read_line(line: &str) -> Result<Entry, Why> {
    let (digest, rest) = line.split_once([' ', '\t']).ok_or(Why::NotALine)?;
    let path = rest.trim_start_matches([' ', '\t']);
    let path = path.strip_prefix('*').unwrap_or(path);
    let digest = hex(digest, path)?;
    Ok(Entry { digest, path: decode_path(path).map_err(Why::Unsafe)? })
}

/// Reads one line of `sha256sum`: digest, a blank, a blank or a star, and the path as it is.
fn read_sum(line: &str) -> Result<Entry, Why> {
    let (is_escaped, line) = line.strip_prefix('\\').map_or((false, line), |rest| (true, rest));
    let (digest, rest) = line.split_once(' ').ok_or(Why::NotALine)?;
    let path = rest.strip_prefix([' ', '*']).unwrap_or(rest);
    let digest = hex(digest, path)?;
    let path = if is_escaped { unescape(path).ok_or(Why::NotALine)? } else { path.to_owned() };
    let path = RelPath::parse_foreign(path.strip_prefix("./").unwrap_or(&path)).map_err(Why::Unsafe)?;
    Ok(Entry { digest, path })
}

/// Returns the digest in lower case, if it is one of an algorithm that we know and a path follows it.
fn hex(digest: &str, path: &str) -> Result<String, Why> {
    let is_digest = Algorithm::of_length(digest.len()).is_some() && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest && !path.is_empty() { Ok(digest.to_ascii_lowercase()) } else { Err(Why::NotALine) }
}

fn unescape(path: &str) -> Option<String> {
    let mut plain = String::with_capacity(path.len());
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            c => c,
        });
    }
    Some(plain)
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

    #[test]
    #[cfg(unix)]
    fn line_ends_in_names_are_decoded_and_line_ends_between_lines_may_be_cr() {
        let (entries, bad) = parse(&format!("{DIGEST}  data/a%0Ab\r{DIGEST}  data/c%0dd\r\n"));
        let paths: Vec<_> = entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!((paths, bad), (vec!["data/a\nb", "data/c\rd"], vec![]));
    }

    #[test]
    fn a_digest_of_no_known_length_is_a_bad_line() {
        let (entries, bad) = parse_sums(&format!("{}  x\n{}  y\n", &DIGEST[..50], &DIGEST[..40]));
        assert_eq!(entries.len(), 1);
        assert_eq!(bad, [BadLine { number: 1, why: Why::NotALine }]);
    }

    #[test]
    #[cfg(unix)]
    fn lists_of_sha256sum_keep_names_as_they_are() {
        let text =
            format!("# by hand\n{DIGEST}   a b%25.jpg\n{DIGEST} *Giấy khai sinh.jpg\r\n\\{DIGEST}  a\\\\b\\nc\n");
        let (entries, bad) = parse_sums(&text);
        let paths: Vec<_> = entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!((paths, bad), (vec![" a b%25.jpg", "Giấy khai sinh.jpg", "a\\b\nc"], vec![]));
    }
}
