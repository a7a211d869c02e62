//! One METS of a package: what it lists, and what of it cannot stand (CSIP 2.0.4; TT 05/2025/TT-BNV, annexes I to V).
//!
//! Its ids are the business of `ids`, its files that of `listed`.

use std::collections::{BTreeMap, BTreeSet};

use super::places::{Names, folder_of};
use crate::checks::package::notes::Notes;
use crate::digest::foreign::Algorithm;
use crate::exchange::mets::{self, Division, Header, Item, Lost, Metadata, Pointer, Root};
use crate::exchange::xml::Stop;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::relpath::RelPath;
use crate::text;
use crate::text::Text;

/// Labels of divisions that are kept.
const MOST_LABELS: usize = 1000;

/// A METS that was read to its end.
#[derive(Debug, Default)]
pub struct Mets {
    /// Where it lies in the package.
    pub path: String,
    /// Its root element.
    pub root: Root,
    /// Its header.
    pub header: Option<Header>,
    /// Whether it names who made it.
    pub has_agent: bool,
    /// The files that it lists and the metadata that it refers to, in its order.
    pub files: Vec<File>,
    /// Other METS files that divisions point to.
    pub parts: BTreeSet<RelPath>,
    /// Where the metadata of sections lie, by the ids of the sections.
    pub sections: BTreeMap<String, RelPath>,
    /// Which section describes which file, as divisions have it: ids of both.
    pub ties: Vec<(String, String)>,
    /// Whether there is a structural map, and whether one of them is CSIP's.
    pub maps: (bool, bool),
    /// Labels of its upper divisions, in small letters.
    pub labels: BTreeSet<String>,
}

/// A file that a METS names.
#[derive(Debug)]
pub struct File {
    /// Where it is, or would be, in the package.
    pub path: RelPath,
    /// Its id.
    pub id: Option<String>,
    /// Bytes, as the METS says.
    pub size: Option<u64>,
    /// Its digest in lower case.
    pub digest: Option<(Algorithm, String)>,
    /// Ids of the sections that describe it.
    pub metadata: Vec<String>,
}

/// What is told once for a METS, however often it is met: how often, and on which line first.
#[derive(Default)]
struct Often(u64, u64);

impl Often {
    fn count(&mut self, line: u64) {
        if self.0 == 0 {
            self.1 = line;
        }
        self.0 += 1;
    }
}

/// A METS that is being read.
struct Reading<'r, 'n, 't> {
    names: &'r Names<'r>,
    notes: &'n mut Notes<'t>,
    mets: Mets,
    /// Sections that the division at hand names.
    division: Vec<String>,
    times: Often,
    small: Often,
    weak: Often,
}

/// Reads a METS; `None` where it cannot be read to its end, which is noted.
pub fn read(package: &Container, names: &Names<'_>, path: &str, notes: &mut Notes<'_>) -> Option<Mets> {
    let mets = Mets { path: path.to_owned(), ..Mets::default() };
    let (times, small, weak) = Default::default();
    let mut reading = Reading { names, notes, mets, division: Vec::new(), times, small, weak };
    let read = package.open(path).map_err(Stop::Unreadable).and_then(|file| {
        let mut items = mets::Mets::new(file);
        while let Some(item) = items.next()? {
            reading.take(item);
        }
        Ok(())
    });
    match read {
        Ok(()) => Some(reading.end()),
        Err(stop) => {
            notes.stopped(path, stop);
            None
        }
    }
}

impl Reading<'_, '_, '_> {
    fn take(&mut self, item: Item) {
        match item {
            Item::Root(root) => self.mets.root = root,
            Item::Header(header) => {
                header.created.iter().for_each(|time| self.time(time, 0));
                self.mets.header = Some(header);
            }
            Item::Agent(_) => self.mets.has_agent = true,
            Item::Metadata(metadata) => self.metadata(&metadata),
            Item::File(file) => drop(self.file(&file)),
            Item::Division(division) => {
                self.division(&division);
                self.division = division.metadata;
            }
            Item::Pointer(Pointer::Mets(href)) => {
                let part = self.resolve(&href);
                self.mets.parts.extend(part);
            }
            Item::Pointer(Pointer::File(id)) => {
                self.mets.ties.extend(self.division.iter().map(|section| (section.clone(), id.clone())));
            }
        }
    }

    fn metadata(&mut self, metadata: &Metadata) {
        // Without a link it is wrapped in, and nothing lies elsewhere.
        if metadata.file.hrefs.is_empty() {
            return;
        }
        if let (Some(path), Some(id)) = (self.file(&metadata.file), &metadata.section_id) {
            self.mets.sections.insert(id.clone(), path);
        }
    }

    /// Takes one file, and returns where it is.
    fn file(&mut self, file: &mets::File) -> Option<RelPath> {
        let line = file.line;
        let [href] = &file.hrefs[..] else {
            let n = file.hrefs.len();
            let what = text!(
                "dòng {line}: mục tệp có {n} liên kết thay vì một",
                "line {line}: the entry of a file has {n} links instead of one"
            );
            self.notes.find(&codes::PACKAGE_HREF, &self.mets.path, what);
            return None;
        };
        let path = self.located(href, line)?;
        file.created.iter().for_each(|time| self.time(time, line));
        let size = file.size.as_ref().and_then(|size| size.trim().parse().ok());
        if size.is_none() {
            let what = text!("dòng {line}: không ghi SIZE bằng byte", "line {line}: there is no SIZE in bytes");
            self.notes.find(&codes::PACKAGE_SIZE, path.as_str(), what);
        }
        let digest = self.digest(file, &path);
        let (id, metadata) = (file.id.clone(), file.metadata.clone());
        self.mets.files.push(File { path: path.clone(), id, size, digest, metadata });
        Some(path)
    }

    /// Returns where a link leads, or notes that it leads nowhere.
    fn located(&mut self, href: &str, line: u64) -> Option<RelPath> {
        let base = folder_of(&self.mets.path);
        let why = match mets::resolve(base, href) {
            Ok(_) => return self.resolve(href),
            Err(Lost::Outside) => text!("ra ngoài gói", "it leads out of the package"),
            Err(Lost::Elsewhere) => text!("tới một hệ thống khác", "it leads to another system"),
            Err(Lost::Nowhere) => text!("không tới tệp nào", "it names no file"),
        };
        let Text { vi, en } = why;
        let what = text!("dòng {line}: liên kết {vi}", "line {line}: a link cannot stand: {en}");
        self.notes.find(&codes::PACKAGE_HREF, &self.mets.path, what);
        None
    }

    /// Returns the file that a link means: the one that is there, else the one that should be.
    fn resolve(&mut self, href: &str) -> Option<RelPath> {
        let paths = mets::resolve(folder_of(&self.mets.path), href).ok()?;
        // Some writers count every link from the root.
        let from_root = mets::resolve("", href).unwrap_or_default();
        for wanted in paths.iter().chain(&from_root) {
            let Some(found) = self.names.find(wanted.as_str()) else { continue };
            if !paths.contains(wanted) {
                let what = text!(
                    "METS ghi liên kết tính từ gốc gói, không phải từ thư mục của nó",
                    "the METS counts a link from the root of the package, not from its own folder"
                );
                self.notes.find(&codes::PACKAGE_HREF, found, what);
            } else if found != wanted.as_str() {
                let what = text!(
                    "METS ghi `{wanted}`, chữ hoa chữ thường khác với tên tệp",
                    "the METS has `{wanted}`, with other capitals than the file"
                );
                self.notes.find(&codes::PACKAGE_NAME_CASE, found, what);
            }
            return RelPath::parse_foreign(found).ok();
        }
        paths.into_iter().next()
    }

    fn digest(&mut self, file: &mets::File, path: &RelPath) -> Option<(Algorithm, String)> {
        let line = file.line;
        let written = file.checksum.as_deref().map(str::trim).filter(|digest| !digest.is_empty());
        let named = file.checksum_type.as_deref().map(|name| Algorithm::named(name.trim()));
        let is_hex = |digest: &str| digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let why = match (written, named) {
            (None, _) => text!("không có mã băm", "there is no digest"),
            // The length tells it, too, and a file that was changed must not pass.
            (Some(digest), None) if is_hex(digest) && Algorithm::of_length(digest.len()).is_some() => {
                self.undigested(path, line, text!("không ghi CHECKSUMTYPE", "there is no CHECKSUMTYPE"));
                return Algorithm::of_length(digest.len()).map(|algorithm| (algorithm, digest.to_ascii_lowercase()));
            }
            (_, None) => text!("không ghi CHECKSUMTYPE", "there is no CHECKSUMTYPE"),
            (_, Some(None)) => {
                text!("thuật toán băm không được hỗ trợ", "the algorithm of the digest is not supported")
            }
            (Some(digest), Some(Some(algorithm)))
                if is_hex(digest) && Algorithm::of_length(digest.len()) == Some(algorithm) =>
            {
                if matches!(algorithm, Algorithm::Md5 | Algorithm::Sha1) {
                    self.weak.count(line);
                }
                if digest.bytes().any(|byte| byte.is_ascii_lowercase()) {
                    self.small.count(line);
                }
                return Some((algorithm, digest.to_ascii_lowercase()));
            }
            _ => text!(
                "mã băm không đúng độ dài hoặc không phải số hex",
                "the digest has not the length of its algorithm, or is not hex"
            ),
        };
        self.undigested(path, line, why);
        None
    }

    fn undigested(&mut self, path: &RelPath, line: u64, why: Text) {
        let Text { vi, en } = why;
        let what = text!("METS, dòng {line}: {vi}", "METS, line {line}: {en}");
        self.notes.find(&codes::PACKAGE_DIGEST, path.as_str(), what);
    }

    fn division(&mut self, division: &Division) {
        let is = |text: &Option<String>, wanted: &str| {
            text.as_ref().is_some_and(|text| text.trim().eq_ignore_ascii_case(wanted))
        };
        let is_csip = is(&division.map.1, "CSIP") && is(&division.map.0, "PHYSICAL");
        self.mets.maps = (true, self.mets.maps.1 || is_csip);
        if division.depth <= 3 && self.mets.labels.len() < MOST_LABELS {
            self.mets.labels.extend(division.label.as_ref().map(|label| label.trim().to_lowercase()));
        }
    }

    fn time(&mut self, time: &str, line: u64) {
        if !is_local_time(time.trim()) {
            self.times.count(line);
        }
    }

    /// Tells what was only counted.
    fn end(self) -> Mets {
        let Reading { notes, mets, times: Often(n_times, at), small, weak, .. } = self;
        if n_times > 0 {
            let what = text!(
                "{n_times} thời điểm không ở dạng ISO 8601 với `+07:00`, đầu tiên ở dòng {at}",
                "{n_times} times are not ISO 8601 with `+07:00`, the first on line {at}"
            );
            notes.find(&codes::PACKAGE_TIME, &mets.path, what);
        }
        if let Often(n @ 1.., line) = small {
            let what = text!(
                "{n} mã băm viết chữ thường, đầu tiên ở dòng {line}; TT 05/2025 viết chữ hoa",
                "{n} digests are in small letters, the first on line {line}; TT 05/2025 writes capitals"
            );
            notes.find(&codes::PACKAGE_DIGEST_CASE, &mets.path, what);
        }
        if let Often(n @ 1.., line) = weak {
            let what = text!(
                "{n} mã băm là MD5 hoặc SHA-1, đầu tiên ở dòng {line}; TT 05/2025 dùng SHA-256",
                "{n} digests are MD5 or SHA-1, the first on line {line}; TT 05/2025 has SHA-256"
            );
            notes.find(&codes::PACKAGE_ALGORITHM, &mets.path, what);
        }
        mets
    }
}

/// Says whether a time is `YYYY-MM-DDThh:mm:ss`, with a fraction or without, and `+07:00`.
fn is_local_time(time: &str) -> bool {
    let local = time.strip_suffix("+07:00").filter(|local| local.contains('T'));
    local.is_some_and(|local| local.parse::<jiff::civil::DateTime>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_the_offset_of_viet_nam() {
        assert!(is_local_time("2026-06-12T11:45:37.690+07:00") && is_local_time("2026-06-12T11:45:37+07:00"));
        for time in ["2026-06-12T11:45:37Z", "2026-06-12T11:45:37", "2026-06-12+07:00", "2026-13-12T11:45:37+07:00", ""]
        {
            assert!(!is_local_time(time), "{time}");
        }
    }
}
