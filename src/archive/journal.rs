//! A log of finished work: one JSON value a line, each with a checksum, durable before it counts.
//!
//! After a crash the log is cut at the first line that does not hold; what is left was written whole.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::digest::Digest;
use crate::fault::Attempt;
use crate::text;
use crate::text::Text;

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Opens a journal, or makes it, and cuts off what a crash left half-written.
    pub fn open(path: &Path) -> Result<Journal> {
        let cannot = || cannot_write(path);
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(path).attempt(cannot)?;
        let sound = sound_length(&file).attempt(cannot)?;
        file.set_len(sound).attempt(cannot)?;
        file.seek(SeekFrom::End(0)).attempt(cannot)?;
        Ok(Journal { file, path: path.to_owned() })
    }

    /// Appends entries and makes them durable.
    pub fn append<T: Serialize>(&mut self, entries: &[T]) -> Result<()> {
        let mut lines = Vec::new();
        for entry in entries {
            lines.extend(line(entry)?.into_bytes());
        }
        let write = self.file.write_all(&lines).and_then(|()| self.file.sync_data());
        write.attempt(|| cannot_write(&self.path))
    }
}

/// Reads a journal line by line, up to the first that does not hold.
pub fn entries<T: DeserializeOwned>(path: &Path) -> Result<impl Iterator<Item = T> + use<T>> {
    let file = File::open(path)
        .attempt(|| text!("không đọc được `{path}`", "could not read `{path}`", path = path.display()))?;
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    Ok(lines.map_while(|line| serde_json::from_str(sound_json(&line)?).ok()))
}

/// Returns the line of an entry.
pub fn line<T: Serialize>(entry: &T) -> Result<String> {
    let json = serde_json::to_string(entry)?;
    Ok(format!("{} {json}\n", checksum(json.as_bytes())))
}

/// Returns the JSON of a line without its end; `None` when the line does not hold.
pub fn sound_json(line: &str) -> Option<&str> {
    let (sum, json) = line.split_once(' ')?;
    (checksum(json.as_bytes()) == sum).then_some(json)
}

fn sound_length(file: &File) -> std::io::Result<u64> {
    let mut reader = BufReader::new(file);
    let (mut sound, mut line) = (0, Vec::new());
    loop {
        line.clear();
        let n_read = reader.read_until(b'\n', &mut line)? as u64;
        let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        if text.and_then(sound_json).is_none() {
            return Ok(sound);
        }
        sound += n_read;
    }
}

fn checksum(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()[..16].to_owned()
}

fn cannot_write(path: &Path) -> Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_cut_at_the_first_bad_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        Journal::open(&path).unwrap().append(&["một", "hai"]).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            Journal::open(&path).unwrap().append(&["ba"]).unwrap();
            let read: Vec<String> = entries(&path).unwrap().collect();
            let kept = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(read.len(), kept + 1, "cut at {cut}");
            assert_eq!(read[kept], "ba");
        }
    }
}
