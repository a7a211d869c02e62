//! What a package says of its files, and whether it is so: digests and sizes, before anything else is believed.

use rayon::prelude::*;

use crate::digest::foreign::Algorithm;
use crate::fault;
use crate::finding::{Finding, codes};
use crate::intake::place::Place;
use crate::text;
use crate::text::Text;

use super::pieces::{Piece, Pieces};

/// The most findings of one package that say the same of other files.
const MOST: usize = 20;

const BLOCK: usize = 256 * 1024;

/// What a package says of one of its files.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) at: usize,
    pub(super) digest: Option<(Algorithm, String)>,
    pub(super) size: Option<u64>,
}

/// All that a package says of its files.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) files: Vec<Listed>,
    /// Why the package is not to be believed at all.
    pub(super) refusals: Vec<Finding>,
    /// What a person should know.
    pub(super) notes: Vec<Finding>,
}

impl Listing {
    /// Says that a file is listed that is not there.
    pub(super) fn miss(&mut self, label: &str, path: &str) {
        let what = text!("gói kê tệp này nhưng không có tệp", "the package lists this file, and it is not there");
        self.refusals.push(Finding::new(&codes::SOURCE_PACKAGE_FILE, format!("{label}/{path}"), what));
    }

    /// Compares every listed file with what is there; what differs is added to the refusals.
    pub(super) fn check(&mut self, pieces: &Pieces) {
        self.files.sort_by_key(|listed| listed.at);
        let groups: Vec<&[Listed]> = self.files.chunk_by(|a, b| a.at == b.at).collect();
        let judge = |group: &&[Listed]| differs(pieces.get(group.first()?.at)?, group);
        let found: Vec<Finding> = groups.par_iter().filter_map(judge).collect();
        let bare = groups.iter().filter(|group| group.iter().all(|listed| listed.digest.is_none()));
        let bare: Vec<usize> = bare.filter_map(|group| Some(group.first()?.at)).collect();
        self.refusals.extend(found);
        if let Some(first) = bare.first().and_then(|at| pieces.get(*at)) {
            let n_bare = bare.len();
            let what = text!(
                "số tệp mà gói không ghi mã băm, nên chưa được đối chiếu: {n_bare}",
                "files without a digest in the package, which were not compared with any: {n_bare}"
            );
            self.notes.push(Finding::new(&codes::SOURCE_PACKAGE_UNCHECKED, &first.found.label, what));
        }
    }

    /// Returns why the package is refused as a whole; `None` when all is as it says.
    pub(super) fn verdict(&mut self, label: &str) -> Option<Vec<Finding>> {
        if self.refusals.is_empty() {
            return None;
        }
        let mut findings = std::mem::take(&mut self.refusals);
        let n_wrong = findings.len();
        findings.truncate(MOST);
        let what = text!(
            "gói không đúng như nó khai (số chỗ sai: {n_wrong}), nên không tệp nào của gói được nhập",
            "the package is not as it says (problems: {n_wrong}), so none of its files was imported"
        );
        findings.insert(0, Finding::new(&codes::SOURCE_PACKAGE_REFUSED, label, what));
        Some(findings)
    }
}

/// Says how a file differs from what is said of it.
fn differs(piece: &Piece, said: &[Listed]) -> Option<Finding> {
    let found = &piece.found;
    if let Some(size) = said.iter().filter_map(|listed| listed.size).find(|size| *size != found.size) {
        let is_size = found.size;
        let what = text!(
            "gói ghi {size} byte, tệp có {is_size} byte",
            "the package says {size} bytes, the file has {is_size}"
        );
        return Some(Finding::new(&codes::SOURCE_PACKAGE_FILE, &found.label, what));
    }
    let digests: Vec<(Algorithm, &str)> = said
        .iter()
        .filter_map(|listed| listed.digest.as_ref().map(|(algorithm, text)| (*algorithm, text.as_str())))
        .collect();
    if digests.is_empty() {
        return None;
    }
    match is_as_said(&found.place, &digests) {
        Ok(true) => None,
        Ok(false) => {
            let what = text!("mã băm khác với mã mà gói ghi", "its digest is not the one that the package has");
            Some(Finding::new(&codes::SOURCE_PACKAGE_FILE, &found.label, what))
        }
        Err(error) => {
            let Text { vi, en } = fault::why(&error);
            let what = text!("không đọc được tệp: {vi}", "the file cannot be read: {en}");
            Some(Finding::new(&codes::SOURCE_PACKAGE_FILE, &found.label, what))
        }
    }
}

/// Reads a file once, by all algorithms that something is said by.
fn is_as_said(place: &Place, said: &[(Algorithm, &str)]) -> std::io::Result<bool> {
    use std::io::Read;
    let mut hashers: Vec<_> = said.iter().map(|(algorithm, _)| algorithm.hasher()).collect();
    let (mut reader, mut block) = (place.reader()?, vec![0; BLOCK]);
    loop {
        match reader.read(&mut block) {
            Ok(0) => break,
            Ok(n_read) => hashers.iter_mut().for_each(|hasher| hasher.update(&block[..n_read])),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error),
        }
    }
    let found = hashers.into_iter().map(crate::digest::foreign::AnyHasher::finish);
    Ok(found.zip(said).all(|(found, (_, said))| found.eq_ignore_ascii_case(said)))
}
