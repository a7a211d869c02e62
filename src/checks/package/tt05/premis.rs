//! PREMIS of a package: there where it must be, and at one with METS (TT 05/2025/TT-BNV, annexes I and II; PREMIS 3.0).

use std::collections::HashMap;

use super::listed::{Known, Listed};
use super::mets::Mets;
use super::places::{Role, folder_of};
use super::{Kind, Parts};
use crate::checks::package::notes::Notes;
use crate::digest::foreign::Algorithm;
use crate::exchange::mets::resolve;
use crate::exchange::premis::{Item, Object, Premis};
use crate::exchange::xml::Stop;
use crate::finding::codes;
use crate::relpath::RelPath;
use crate::text;

/// Events that say how a package came to be.
const EVENTS: &[&str] = &["transfer", "information package creation"];

/// Checks all PREMIS files of a package.
pub fn check(parts: &Parts<'_>, listed: &Listed, notes: &mut Notes<'_>) {
    let paths: Vec<&str> = parts.names.with(Role::Premis).collect();
    match parts.kind {
        Some(Kind::Aip) => check_there(parts, listed, &paths, notes),
        Some(Kind::Sip) if !paths.is_empty() => {
            let what = text!(
                "gói SIP có PREMIS, TT 05/2025/TT-BNV (Phụ lục III, IV) không đòi hỏi",
                "a SIP has PREMIS, which TT 05/2025/TT-BNV (Phụ lục III, IV) does not ask for"
            );
            notes.find(&codes::PACKAGE_PREMIS_UNASKED, paths[0], what);
        }
        _ => (),
    }
    let (mut has_event, mut is_whole) = (false, true);
    for path in &paths {
        match check_file(parts, listed, path, notes) {
            Ok(found) => has_event |= found,
            Err(stop) => {
                is_whole = false;
                notes.stopped(path, stop);
            }
        }
    }
    if parts.kind == Some(Kind::Aip) && !paths.is_empty() && is_whole && !has_event {
        let what = text!(
            "không có sự kiện `transfer` hay `information package creation`",
            "there is no event `transfer` or `information package creation`"
        );
        notes.find(&codes::PACKAGE_PREMIS_EVENT, paths[0], what);
    }
}

/// An AIP has one PREMIS for the package and one for each representation; one that is listed and gone was reported.
fn check_there(parts: &Parts<'_>, listed: &Listed, paths: &[&str], notes: &mut Notes<'_>) {
    for mets in &parts.all {
        let folder = folder_of(&mets.path);
        let is_own = |path: &str| Role::of(path) == Role::Premis && owner_of(path) == folder;
        if !paths.iter().any(|path| is_own(path)) && !listed.keys().any(|path| is_own(path.as_str())) {
            let what = text!(
                "gói AIP không có PREMIS trong `metadata/preservation` (TT 05/2025/TT-BNV, Phụ lục I, II)",
                "an AIP has no PREMIS in `metadata/preservation` (TT 05/2025/TT-BNV, Phụ lục I, II)"
            );
            notes.find(&codes::PACKAGE_PREMIS, folder, what);
        }
    }
}

/// Returns the folder whose `metadata/preservation` a file lies in.
fn owner_of(path: &str) -> &str {
    folder_of(folder_of(folder_of(path)))
}

/// Reads one PREMIS; says whether it has an event that tells how the package came to be.
fn check_file(parts: &Parts<'_>, listed: &Listed, path: &str, notes: &mut Notes<'_>) -> Result<bool, Stop> {
    let owner = owner_of(path);
    let mets = parts.all.iter().find(|mets| folder_of(&mets.path) == owner);
    let by_id = mets.map(ids).unwrap_or_default();
    let mut premis = Premis::new(parts.package.open(path).map_err(Stop::Unreadable)?);
    let mut has_event = false;
    while let Some(item) = premis.next()? {
        match item {
            Item::Object(object) => {
                let known = file_of(&object, owner, listed, &by_id);
                known.into_iter().for_each(|(file, known)| compare(&object, file, known, path, notes));
            }
            Item::Event(event) => {
                let kind = event.kind.unwrap_or_default();
                has_event |= EVENTS.iter().any(|known| known.eq_ignore_ascii_case(kind.trim()));
            }
            Item::Agent(_) | Item::Other(_) => (),
        }
    }
    Ok(has_event)
}

fn ids(mets: &Mets) -> HashMap<&str, &RelPath> {
    mets.files.iter().filter_map(|file| Some((file.id.as_deref()?, &file.path))).collect()
}

/// Returns the file that an object is about: by its path, its id in METS, or its name in `data/`.
fn file_of<'l>(
    object: &Object,
    owner: &str,
    listed: &'l Listed,
    by_id: &HashMap<&str, &RelPath>,
) -> Option<(&'l RelPath, &'l Known)> {
    let names = object.name.iter().chain(object.identifiers.iter().map(|(_, value)| value));
    for name in names.map(|name| name.trim()) {
        if let Some(found) = by_id.get(name).and_then(|path| listed.get_key_value(*path)) {
            return Some(found);
        }
        let in_data = format!("data/{name}");
        for href in [name, in_data.as_str()] {
            let paths = resolve(owner, href).unwrap_or_default();
            if let Some(found) = paths.iter().find_map(|path| listed.get_key_value(path)) {
                return Some(found);
            }
        }
    }
    None
}

fn compare(object: &Object, file: &RelPath, known: &Known, path: &str, notes: &mut Notes<'_>) {
    let line = object.line;
    let differs = |(algorithm, digest): &(String, String)| {
        let algorithm = Algorithm::named(algorithm.trim());
        let recorded = known.digests.iter().find(|(known, _)| Some(*known) == algorithm);
        recorded.is_some_and(|(_, recorded)| !recorded.eq_ignore_ascii_case(digest.trim()))
    };
    if object.fixity.iter().any(differs) {
        let what = text!(
            "dòng {line}: mã băm của `{file}` khác với METS",
            "line {line}: the digest of `{file}` is not that of the METS"
        );
        notes.find(&codes::PACKAGE_PREMIS_FIXITY, path, what);
    }
    let size = object.size.as_ref().and_then(|size| size.trim().parse::<u64>().ok());
    if size.zip(known.size).is_some_and(|(size, known)| size != known) {
        let what = text!(
            "dòng {line}: kích thước của `{file}` khác với METS",
            "line {line}: the size of `{file}` is not that of the METS"
        );
        notes.find(&codes::PACKAGE_PREMIS_FIXITY, path, what);
    }
}
