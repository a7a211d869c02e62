//! The entries of a ZIP, judged by the list of contents alone: which may be read, and why others may not.
//!
//! Entries that overlap, that swell, that are no files, or whose names nobody can tell apart are left. Nothing is opened.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::Limits;
use super::contents::{Contents, Flaw, Record};
use super::entry::{ENCRYPTED, Entry, Packing, crc_of};
use super::names::{Named, OldNames, Reading};
use super::notes;
use crate::finding::{Code, Finding, codes};

/// Strong encryption and masked headers (APPNOTE.TXT 6.3.10, 4.4.4, bits 6 and 13), and the method of AES.
const STRONG: u16 = 1 << 6 | 1 << 13;
const AES: u16 = 99;
/// The fixed part of a local header.
const HEADER: u64 = 30;
/// Below this no ratio is asked for.
const MEBIBYTE: u64 = 1 << 20;

/// What was made of a ZIP.
#[derive(Debug)]
pub struct Judged {
    /// The files in the order of a walk: those of a folder first, then its folders, each by the bytes of the name.
    pub files: Vec<Listed>,
    /// Entries whose names or kinds are not those of a file, by the name to be shown.
    pub odd: Vec<(String, Listed)>,
    /// What is to be said of the ZIP as a whole.
    pub findings: Vec<Finding>,
}

/// A file as the list has it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// From the root of the ZIP, with `/` and plain names.
    pub path: Box<str>,
    header: u64,
    /// Where the next entry begins, or the list itself.
    end: u64,
    name: (u16, u32),
    packing: Packing,
    packed: u64,
    /// Bytes of the file.
    pub size: u64,
    crc: u32,
    /// Why it is left.
    pub why: Option<&'static Code>,
}

/// What the list holds, before its entries are held against each other.
#[derive(Default)]
struct Sorted {
    files: Vec<Listed>,
    /// Entries whose names or kinds are not those of a file, by the name to be shown.
    odd: Vec<(String, Listed)>,
    /// How many names were in which encoding from before Unicode.
    encodings: BTreeMap<&'static str, u64>,
    /// How many names have question marks, which no name on Windows has.
    n_lost: u64,
}

/// Reads the list of a ZIP and judges its entries; `label` names the ZIP in findings, `size` is that of its file in bytes.
pub fn read(zip: &Path, size: u64, label: &str, limits: &Limits, old_names: OldNames) -> Result<Judged, Flaw> {
    let contents = Contents::read(zip, limits)?;
    let reading = Reading::of(&contents, old_names);
    let Sorted { mut files, mut odd, encodings, n_lost } = sort_out(&contents, &reading, limits);
    bound(&mut files, &mut odd, contents.start);
    if claimed(&files) > size.saturating_mul(limits.inflation).saturating_add(MEBIBYTE) {
        files.iter_mut().for_each(|listed| listed.why = listed.why.or(Some(&codes::ZIP_BOMB)));
    }
    files.sort_by(|a, b| walk_order(&a.path, &b.path));
    let n_clashes = clashes(&mut files);
    let mut findings = Vec::new();
    findings.extend(reading.has_backslashes.then(|| notes::backslashes(label)));
    findings.extend(encodings.iter().map(|(name, n)| notes::encoding(label, name, *n)));
    findings.extend((n_lost > 0).then(|| notes::lost(label, n_lost)));
    findings.extend((contents.has_more || begins_late(&contents)).then(|| notes::extra_bytes(label)));
    findings.extend((n_clashes > 0).then(|| notes::clash(label, n_clashes)));
    Ok(Judged { files, odd, findings })
}

fn sort_out(contents: &Contents, reading: &Reading, limits: &Limits) -> Sorted {
    let mut sorted = Sorted::default();
    for record in contents.records() {
        let (named, encoding) = reading.name(&record);
        let mut listed = Listed::of(&record, limits);
        match named {
            Named::Folder if record.size == 0 => continue,
            Named::File(_) if is_folder(&record) && record.size == 0 => continue,
            Named::File(path) => {
                sorted.n_lost += u64::from(path.contains('?'));
                listed.path = path.into();
                sorted.files.push(listed);
            }
            Named::Folder => {
                listed.why = Some(&codes::ZIP_SPECIAL);
                sorted.odd.push((String::from_utf8_lossy(record.name).into_owned(), listed));
            }
            Named::Unsafe(name) => {
                listed.why = Some(&codes::ZIP_UNSAFE_NAME);
                sorted.odd.push((name, listed));
            }
        }
        if let Some(encoding) = encoding {
            *sorted.encodings.entry(encoding).or_default() += 1;
        }
    }
    sorted
}

/// Returns the bytes that all sound entries together say they have.
fn claimed(files: &[Listed]) -> u64 {
    let sound = files.iter().filter(|listed| listed.why.is_none());
    sound.fold(0, |sum, listed| sum.saturating_add(listed.size))
}

/// Says whether there is something before the first entry; a mark of four bytes may be.
fn begins_late(contents: &Contents) -> bool {
    let first = contents.records().map(|record| record.header).min();
    first.is_some_and(|first| first.saturating_sub(contents.shift) > 4)
}

impl Listed {
    fn of(record: &Record<'_>, limits: &Limits) -> Listed {
        Listed {
            path: Box::default(),
            header: record.header,
            end: 0,
            name: (u16::try_from(record.name.len()).unwrap_or(u16::MAX), crc_of(record.name)),
            packing: if record.method == 0 { Packing::Stored } else { Packing::Deflated },
            packed: record.packed,
            size: record.size,
            crc: record.crc,
            why: flaw(record, limits),
        }
    }

    /// Returns it as it is read, from the ZIP that it was listed in.
    pub fn entry(&self, zip: &Path, zip_size: u64) -> Entry {
        let Listed { header, end, name, packing, packed, size, crc, .. } = *self;
        Entry { zip: zip.to_owned(), zip_size, header, end, name, packing, packed, size, crc }
    }

    /// The first byte that is surely not its own any more, but for the extra field of its local header.
    fn least_end(&self) -> u64 {
        self.header.saturating_add(HEADER + u64::from(self.name.0)).saturating_add(self.packed)
    }
}

/// Says why an entry is not read, as far as the list alone tells.
fn flaw(record: &Record<'_>, limits: &Limits) -> Option<&'static Code> {
    let is_stored = record.method == 0;
    if is_special(record) {
        Some(&codes::ZIP_SPECIAL)
    } else if record.flags & (ENCRYPTED | STRONG) != 0 || record.method == AES {
        Some(&codes::ZIP_ENCRYPTED)
    } else if ![0, 8].contains(&record.method) {
        Some(&codes::ZIP_METHOD)
    } else if is_stored && record.packed != record.size {
        Some(&codes::ZIP_DAMAGED)
    } else if record.size > record.packed.saturating_mul(limits.inflation).saturating_add(MEBIBYTE) {
        Some(&codes::ZIP_BOMB)
    } else if !is_stored && record.size > limits.memory {
        Some(&codes::TOO_LARGE)
    } else {
        None
    }
}

/// The kind of file by the mode that Unix and macOS write into the upper half of the attributes.
fn kind(record: &Record<'_>) -> u32 {
    let is_unix = [3, 19].contains(&(record.made_by >> 8));
    if is_unix { record.attributes >> 16 & 0o170_000 } else { 0 }
}

fn is_folder(record: &Record<'_>) -> bool {
    kind(record) == 0o040_000
}

fn is_special(record: &Record<'_>) -> bool {
    ![0, 0o100_000].contains(&kind(record))
}

/// Gives each entry the end of its room, and leaves those whose rooms overlap or reach into the list.
fn bound(files: &mut [Listed], odd: &mut [(String, Listed)], list: u64) {
    let mut all: Vec<&mut Listed> = files.iter_mut().chain(odd.iter_mut().map(|(_, listed)| listed)).collect();
    all.sort_by_key(|listed| listed.header);
    let headers: Vec<u64> = all.iter().map(|listed| listed.header).collect();
    // The one that reaches furthest of those before.
    let mut widest: Option<usize> = None;
    for idx in 0..all.len() {
        all[idx].end = headers.get(idx + 1).copied().unwrap_or(list).min(list);
        if all[idx].least_end() > list {
            // One wrong number must not cost all entries behind it.
            all[idx].why.get_or_insert(&codes::ZIP_DAMAGED);
            continue;
        }
        if let Some(other) = widest.filter(|other| all[*other].least_end() > all[idx].header) {
            all[other].why = Some(&codes::ZIP_OVERLAP);
            all[idx].why = Some(&codes::ZIP_OVERLAP);
        }
        if widest.is_none_or(|other| all[other].least_end() < all[idx].least_end()) {
            widest = Some(idx);
        }
    }
}

/// Leaves files of one and the same name, since nobody knows which is meant, and a file where a folder is. Returns how
/// many names differ only by case or Unicode form.
fn clashes(files: &mut [Listed]) -> u64 {
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(files.len());
    let mut n_clashes = 0;
    for idx in 0..files.len() {
        if let Some(other) = seen.insert(folded(&files[idx].path), idx) {
            if files[other].path == files[idx].path {
                files[other].why = Some(&codes::ZIP_NAME_TWICE);
                files[idx].why = Some(&codes::ZIP_NAME_TWICE);
            } else {
                n_clashes += 1;
            }
        }
    }
    let (mut folders, mut before) = (Vec::new(), "");
    for file in files.iter() {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folder != before {
            let path = folded(folder);
            let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
            folders.extend(ends.filter_map(|end| seen.get(path.get(..end)?).copied()));
            before = folder;
        }
    }
    folders.into_iter().for_each(|idx| files[idx].why = Some(&codes::ZIP_NAME_TWICE));
    n_clashes
}

/// Compares paths as a walk meets them: the files of a folder first, then its folders, each by the bytes of the name.
fn walk_order(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        match (a.split_once('/'), b.split_once('/')) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some((x, _)), Some((y, _))) if x != y => return x.cmp(y),
            (Some((_, rest)), Some((_, other))) => (a, b) = (rest, other),
        }
    }
}

/// Returns a path as systems compare it that make no difference between capitals and small letters, or forms.
fn folded(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).collect()
}
