//! Do the bytes still match the digests that a manifest recorded?

use std::io::{self, Read};
use std::path::Path;

use crate::checks::regular;
use crate::checks::tally::Tally;
use crate::digest::foreign::Algorithm;
use crate::files;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::page::Refusal;
use crate::relpath::RelPath;
use crate::text;
use crate::text::Text;

/// How much is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Existence and size.
    Fast,
    /// Digests.
    Full,
    /// Digests, and the images in the PDFs decoded and compared.
    Deep,
}

/// Where files are looked for.
pub trait Root: Sync {
    /// Returns the size of a plain file in bytes; anything else is an error, `NotFound` where there is nothing.
    fn size(&self, path: &RelPath) -> io::Result<u64>;

    /// Opens a plain file.
    fn open(&self, path: &RelPath) -> io::Result<Box<dyn Read>>;
}

impl Root for Path {
    fn size(&self, path: &RelPath) -> io::Result<u64> {
        regular::size(&path.under(self))
    }

    fn open(&self, path: &RelPath) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(regular::open(&path.under(self))?))
    }
}

impl Root for Container {
    fn size(&self, path: &RelPath) -> io::Result<u64> {
        Container::size(self, path.as_str())
    }

    fn open(&self, path: &RelPath) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(Container::open(self, path.as_str())?))
    }
}

/// What is known of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected<'e> {
    /// From the manifest's folder.
    pub path: &'e RelPath,
    /// Digests in lower-case hex, one for each algorithm that is known of it.
    pub digests: &'e [(Algorithm, String)],
}

/// What became of one file.
#[derive(Debug)]
pub enum Verdict {
    /// As recorded; so many bytes.
    Good(u64),
    /// Read, but other than recorded: the digests recorded and found.
    Changed {
        /// Bytes read.
        size: u64,
        /// As the manifest says.
        recorded: String,
        /// As it is now.
        found: String,
    },
    /// Not there.
    Missing,
    /// There, but not to be read.
    Unreadable(io::Error),
}

/// Looks at one file below `root`.
pub fn check<R: Root + ?Sized>(root: &R, expected: &Expected<'_>, level: Level) -> Verdict {
    let size = match root.size(expected.path) {
        Ok(size) => size,
        Err(error) if regular::is_absent(&error) => return Verdict::Missing,
        Err(error) => return Verdict::Unreadable(error),
    };
    if level == Level::Fast {
        return Verdict::Good(size);
    }
    let mut hashers: Vec<_> = expected.digests.iter().map(|(algorithm, _)| algorithm.hasher()).collect();
    let take = |block: &[u8]| hashers.iter_mut().for_each(|hasher| hasher.update(block));
    let size = match root.open(expected.path).and_then(|file| files::blocks_of(file, take)) {
        Ok(size) => size,
        Err(error) if regular::is_absent(&error) => return Verdict::Missing,
        Err(error) => return Verdict::Unreadable(error),
    };
    for ((_, recorded), hasher) in expected.digests.iter().zip(hashers) {
        let found = hasher.finish();
        if found != *recorded {
            return Verdict::Changed { size, recorded: recorded.clone(), found };
        }
    }
    Verdict::Good(size)
}

impl Verdict {
    /// Returns the bytes that were looked at.
    pub fn size(&self) -> u64 {
        if let Verdict::Good(size) | Verdict::Changed { size, .. } = self { *size } else { 0 }
    }
}

impl Tally {
    /// Counts one file and notes what is wrong with it.
    pub fn count(&mut self, path: &RelPath, verdict: &Verdict) {
        self.checked += 1;
        let subject = path.as_str();
        match verdict {
            Verdict::Good(size) => {
                self.ok += 1;
                self.bytes += size;
            }
            Verdict::Changed { size, recorded, found } => {
                self.bytes += size;
                let what = text!(
                    "nội dung đã thay đổi: ghi nhận {recorded}, hiện là {found}",
                    "the content has changed: recorded {recorded}, now {found}"
                );
                self.find(&codes::MISMATCH, subject, what);
            }
            Verdict::Missing => self.find(&codes::MISSING, subject, text!("tệp không còn", "the file is not there")),
            Verdict::Unreadable(error) => {
                self.find(&codes::UNREADABLE, subject, unreadable(error));
            }
        }
    }
}

/// Says why a file cannot be read: what a ZIP says of its entry, or what the system said.
pub fn unreadable(error: &io::Error) -> Text {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()) {
        Some(Refusal { what: Text { vi, en }, .. }) => {
            text!("không đọc được tệp: {vi}", "the file cannot be read: {en}")
        }
        None => text!("không đọc được tệp: {error}", "the file cannot be read: {error}"),
    }
}
