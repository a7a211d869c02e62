//! `exports/ledger.jsonl`: what was packed, for whom, and what the recipient answered. A line is never changed.
//!
//! Each line is a JSON value behind 16 hex digits of its SHA-256. Exports and imports do not wait for each other: the
//! ledger has a lock of its own, for as long as it takes to write a line.

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::archive::journal;
use crate::archive::layout::Archive;
use crate::digest::Digest;
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::text;
use crate::text::Text;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Entry {
    /// A package was written.
    Package(Package),
    /// A recipient's answer was kept.
    Receipt(Receipt),
}

/// A package that was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Package {
    /// When the export began, RFC 3339.
    pub at: String,
    /// For whom, where that was said.
    pub recipient: Option<String>,
    /// As what.
    pub format: String,
    /// By which profile.
    pub profile: String,
    /// Of the profile's file.
    pub profile_sha256: Digest,
    /// What was asked for, as it was asked.
    pub selection: Value,
    /// The package's id.
    pub id: String,
    /// Its name on disk.
    pub name: String,
    /// The name of the dossier that it holds, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<String>,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Of the ZIP; of a folder, over the sorted lines `digest  path` of its files.
    pub sha256: Digest,
    /// The number of the archive's last seal.
    pub seal: u64,
    /// Its documents: id and version.
    pub documents: Vec<(String, u32)>,
}

/// A recipient's answer to a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When it was kept, RFC 3339.
    pub at: String,
    /// The package's id.
    pub id: String,
    /// The package's name.
    pub name: String,
    /// Where it lies below `exports`.
    pub path: String,
    /// Of the file.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
}

/// A version of a document, in few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Known([u8; 16], u32);

impl Known {
    /// Returns the word for a version of a document.
    pub fn of(id: &str, version: u32) -> Known {
        let mut short = [0; 16];
        short.copy_from_slice(&Digest::of(id.as_bytes()).0[..16]);
        Known(short, version)
    }
}

/// Returns where the ledger lies.
pub fn path(archive: &Archive) -> PathBuf {
    archive.root.join("exports").join("ledger.jsonl")
}

/// Appends lines and makes them durable. The half of a line that a crash left at the end is cut off first.
pub fn append(archive: &Archive, entries: &[Entry]) -> Result<()> {
    let path = path(archive);
    let cannot =
        || text!("không ghi được sổ xuất `{path}`", "could not write the ledger `{path}`", path = path.display());
    let folder = archive.root.join("exports");
    files::create_folder(&folder)?;
    refuse_odd(&path)?;
    let is_new = !path.exists();
    let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path).attempt(cannot)?;
    file.lock().attempt(cannot)?;
    let whole = whole_lines(&mut file).attempt(cannot)?;
    file.set_len(whole).attempt(cannot)?;
    file.seek(SeekFrom::Start(whole)).attempt(cannot)?;
    for entry in entries {
        file.write_all(journal::line(entry)?.as_bytes()).attempt(cannot)?;
    }
    file.sync_data().attempt(cannot)?;
    if is_new { files::sync_folder(&folder) } else { Ok(()) }
}

/// Returns how many bytes there are up to the last line end.
fn whole_lines(file: &mut File) -> std::io::Result<u64> {
    let mut end = file.metadata()?.len();
    let mut block = vec![0; 1 << 16];
    while end > 0 {
        let n = block.len().min(usize::try_from(end).unwrap_or(block.len()));
        file.seek(SeekFrom::Start(end - n as u64))?;
        file.read_exact(&mut block[..n])?;
        if let Some(place) = block[..n].iter().rposition(|byte| *byte == b'\n') {
            return Ok(end - n as u64 + place as u64 + 1);
        }
        end -= n as u64;
    }
    Ok(0)
}

/// A line as it was read: what it says, or its number where it does not hold.
pub type Line = Result<Entry, usize>;

/// Hands over line after line; the half of a line at the end, which is no one's yet, is left out.
pub fn each(archive: &Archive, mut take: impl FnMut(Line) -> Result<()>) -> Result<()> {
    let path = path(archive);
    let cannot =
        || text!("không đọc được sổ xuất `{path}`", "could not read the ledger `{path}`", path = path.display());
    refuse_odd(&path)?;
    let mut reader = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        other => BufReader::new(other.attempt(cannot)?),
    };
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        reader.read_until(b'\n', &mut line).attempt(cannot)?;
        let Some(text) = line.strip_suffix(b"\n") else { break };
        let read = std::str::from_utf8(text).ok().and_then(journal::sound_json);
        take(read.and_then(|json| serde_json::from_str(json).ok()).ok_or(number))?;
    }
    Ok(())
}

/// A link could lead anywhere, and a pipe has no end.
fn refuse_odd(path: &Path) -> Result<()> {
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        let what = text!(
            "sổ xuất `{path}` không phải là tệp thường",
            "the ledger `{path}` is no plain file",
            path = path.display()
        );
        return Err(Fault::raise("ledger.no-file", what));
    }
    Ok(())
}

/// Returns every version of a document that a recipient has got; a ledger that is damaged is an `Err`.
pub fn received(archive: &Archive, recipient: &str) -> Result<HashSet<Known>> {
    let mut known = HashSet::new();
    each_sound(archive, |entry| {
        if let Entry::Package(package) = entry
            && package.recipient.as_deref() == Some(recipient)
        {
            known.extend(package.documents.iter().map(|(id, version)| Known::of(id, *version)));
        }
    })?;
    Ok(known)
}

/// Returns the names of all recipients.
pub fn recipients(archive: &Archive) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    each_sound(archive, |entry| {
        if let Entry::Package(package) = entry {
            names.extend(package.recipient);
        }
    })?;
    Ok(names)
}

/// Hands over entry after entry; a line that does not hold is an `Err`, since what it said is not known.
pub fn each_sound(archive: &Archive, mut take: impl FnMut(Entry)) -> Result<()> {
    each(archive, |line| {
        let damaged = |number: usize| {
            let what: Text = text!(
                "dòng {number} của sổ xuất bị hỏng; khôi phục `exports/ledger.jsonl` từ bản sao lưu",
                "line {number} of the ledger is damaged; restore `exports/ledger.jsonl` from a backup"
            );
            Fault::raise("ledger.damaged", what)
        };
        take(line.map_err(damaged)?);
        Ok(())
    })
}

/// Returns where an answer with this digest is kept, below `exports`; nothing of its name is kept but a short ending.
pub fn receipt_path(package: &str, file: &Path, sha256: Digest) -> String {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_code = (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let ending = if is_code { format!(".{ending}") } else { String::new() };
    format!("receipts/{package}/{}{ending}", &sha256.to_string()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::config::{Config, FORMAT};
    use crate::records::profile::DEFAULT;

    fn archive() -> (tempfile::TempDir, Archive) {
        let folder = tempfile::tempdir().unwrap();
        let [id, agency, name] = ["H26/kho-1", "H26", "Kho"].map(str::to_owned);
        let config = Config { format: FORMAT, id, agency, name, profile: DEFAULT.to_owned() };
        Archive::create(folder.path(), &config, None).unwrap();
        let archive = Archive::open(folder.path()).unwrap();
        (folder, archive)
    }

    fn receipt(id: &str) -> Entry {
        let [at, name, path] = ["2026", "p", "receipts/p/a"].map(str::to_owned);
        Entry::Receipt(Receipt { at, id: id.to_owned(), name, path, sha256: Digest::of(b""), size: 0 })
    }

    fn lines(archive: &Archive) -> Vec<Line> {
        let mut lines = Vec::new();
        each(archive, |line| {
            lines.push(line);
            Ok(())
        })
        .unwrap();
        lines
    }

    #[test]
    fn a_line_that_a_crash_cut_short_was_never_there_and_a_damaged_one_stays_to_be_told_of() {
        let (_folder, archive) = archive();
        assert_eq!(lines(&archive), []);
        append(&archive, &[receipt("a"), receipt("b")]).unwrap();
        let whole = std::fs::read(path(&archive)).unwrap();
        std::fs::write(path(&archive), [&whole[..], b"0123456789abcdef {\"half"].concat()).unwrap();
        assert_eq!(lines(&archive).len(), 2);
        append(&archive, &[receipt("c")]).unwrap();
        assert_eq!(lines(&archive), ["a", "b", "c"].map(|id| Ok(receipt(id))));
        let mut bytes = std::fs::read(path(&archive)).unwrap();
        bytes[20] ^= 1;
        std::fs::write(path(&archive), &bytes).unwrap();
        append(&archive, &[receipt("d")]).unwrap();
        assert_eq!(lines(&archive), [Err(1), Ok(receipt("b")), Ok(receipt("c")), Ok(receipt("d"))]);
        assert!(received(&archive, "x").is_err());
    }

    #[test]
    fn an_answer_is_kept_under_its_digest_and_a_plain_ending() {
        let digest = Digest::of(b"");
        let kept = |file: &str| receipt_path("goi-1", file.as_ref(), digest);
        assert_eq!(kept("Nguyễn Văn A.PDF"), "receipts/goi-1/e3b0c44298fc1c14.pdf");
        assert_eq!(kept("x.đơn"), "receipts/goi-1/e3b0c44298fc1c14");
    }
}
