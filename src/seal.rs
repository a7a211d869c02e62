//! The seal of a batch: a small text that fixes the batch and names the seal before it.
//!
//! Fixed order, LF, ASCII; an auditor reads it with his eyes and checks it with `sha256sum`.

use std::fmt::Write as _;

use crate::digest::Digest;

/// What `seal.txt` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The id of the archive, such as `H26.15/kho-1`.
    pub archive: String,
    /// 1 for the first batch, then without gaps.
    pub sequence: u64,
    /// The name of the batch's folder.
    pub batch: String,
    /// SHA-256 of the previous `seal.txt`; `None` for the first.
    pub previous_seal: Option<Digest>,
    /// SHA-256 over the previous seal's `.p7s` and `.tsr`, one after the other; `None` where there are none.
    pub previous_evidence: Option<Digest>,
    /// SHA-256 of the batch's `tagmanifest-sha256.txt`.
    pub tagmanifest: Digest,
    /// Documents in this batch.
    pub documents: u64,
    /// Pages in this batch.
    pub pages: u64,
    /// Payload bytes in this batch.
    pub bytes: u64,
    /// Document leaves in all batches up to and with this one.
    pub tree_size: u64,
    /// RFC 6962 root over those leaves.
    pub tree_root: Digest,
    /// RFC 3339 time of the run, with its offset.
    pub created: String,
}

const HEADING: &str = "sohoa-seal-v1";

/// A text that is not a seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotASeal {
    /// The first key that is missing, out of order or unreadable.
    pub at: &'static str,
}

impl Seal {
    /// Writes the text of `seal.txt`.
    pub fn render(&self) -> String {
        let digest = |value: Option<Digest>| value.map_or("-".to_owned(), |digest| digest.to_string());
        let mut text = format!("{HEADING}\n");
        let mut line = |key: &str, value: &dyn std::fmt::Display| {
            let _ = writeln!(text, "{key}: {value}");
        };
        line("archive", &self.archive);
        line("sequence", &self.sequence);
        line("batch", &self.batch);
        line("previous-seal-sha256", &digest(self.previous_seal));
        line("previous-evidence-sha256", &digest(self.previous_evidence));
        line("tagmanifest-sha256", &self.tagmanifest);
        line("documents", &self.documents);
        line("pages", &self.pages);
        line("bytes", &self.bytes);
        line("tree-size", &self.tree_size);
        line("tree-root", &self.tree_root);
        line("created", &self.created);
        text
    }

    /// Reads the text of `seal.txt`; every line must be there, in order, and nothing else.
    pub fn parse(text: &str) -> Result<Seal, NotASeal> {
        let mut lines = Lines(text.split('\n'));
        if lines.0.next() != Some(HEADING) {
            return Err(NotASeal { at: HEADING });
        }
        let seal = Seal {
            archive: lines.value("archive")?.to_owned(),
            sequence: lines.parsed("sequence")?,
            batch: lines.value("batch")?.to_owned(),
            previous_seal: lines.optional("previous-seal-sha256")?,
            previous_evidence: lines.optional("previous-evidence-sha256")?,
            tagmanifest: lines.parsed("tagmanifest-sha256")?,
            documents: lines.parsed("documents")?,
            pages: lines.parsed("pages")?,
            bytes: lines.parsed("bytes")?,
            tree_size: lines.parsed("tree-size")?,
            tree_root: lines.parsed("tree-root")?,
            created: lines.value("created")?.to_owned(),
        };
        if seal.render() == text { Ok(seal) } else { Err(NotASeal { at: "created" }) }
    }
}

struct Lines<'t>(std::str::Split<'t, char>);

impl<'t> Lines<'t> {
    fn value(&mut self, key: &'static str) -> Result<&'t str, NotASeal> {
        let line = self.0.next().unwrap_or_default();
        line.strip_prefix(key).and_then(|rest| rest.strip_prefix(": ")).ok_or(NotASeal { at: key })
    }

    fn parsed<T: std::str::FromStr>(&mut self, key: &'static str) -> Result<T, NotASeal> {
        self.value(key)?.parse().map_err(|_| NotASeal { at: key })
    }

    fn optional(&mut self, key: &'static str) -> Result<Option<Digest>, NotASeal> {
        match self.value(key)? {
            "-" => Ok(None),
            value => value.parse().map(Some).map_err(|_| NotASeal { at: key }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> Seal {
        Seal {
            archive: "H26.15/kho-1".to_owned(),
            sequence: 1,
            batch: "2026-11-21-0001".to_owned(),
            previous_seal: None,
            previous_evidence: None,
            tagmanifest: Digest::of(b"tags"),
            documents: 2,
            pages: 3,
            bytes: 4,
            tree_size: 2,
            tree_root: Digest::of(b"root"),
            created: "2026-11-21T23:41:07+07:00".to_owned(),
        }
    }

    #[test]
    fn a_seal_reads_back() {
        assert_eq!(Seal::parse(&seal().render()), Ok(seal()));
    }

    #[test]
    fn a_seal_with_a_line_more_less_or_moved_is_refused() {
        let text = seal().render();
        assert!(Seal::parse(&format!("{text}note: x\n")).is_err());
        assert_eq!(Seal::parse(&text.replace("pages: 3\n", "")), Err(NotASeal { at: "pages" }));
        assert_eq!(Seal::parse(&text.replace('\n', "\r\n")), Err(NotASeal { at: HEADING }));
    }
}
