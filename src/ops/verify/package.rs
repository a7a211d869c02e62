//! A package as a target: a folder or a ZIP, of ours or of another maker.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::Result;

use super::{cannot_read, no_target};
use crate::checks::fixity::Level;
use crate::checks::package::{self, marks::Kind};
use crate::checks::tally::Tally;
use crate::fault::Attempt;
use crate::files::container::read::Container;
use crate::files::container::zip::{Flaw, Limits};
use crate::progress::{Progress, Stage};
use crate::records::legacy;

/// What a ZIP of a package may cost: more entries than that do not fit into its list.
const LIMITS: Limits = Limits { entries: 8 << 20, inflation: 1200, memory: 256 << 20 };

/// Says whether a folder is a package, by the names at its root.
pub(super) fn kind_of(folder: &Path) -> io::Result<Option<Kind>> {
    let names: Vec<String> =
        folder.read_dir()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    Ok(Kind::of(names.iter().map(String::as_str)))
}

/// Says whether a file is a ZIP, by its opening bytes; also one part of several.
pub(super) fn is_zip(path: &Path) -> io::Result<bool> {
    let mut opening = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut opening)?;
    Ok([b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|mark| opening == mark.as_slice()))
}

/// Verifies a package in a folder.
pub(super) fn folder(target: &Path, kind: Kind, level: Level, progress: &dyn Progress) -> Tally {
    check(&Container::folder(target), kind, level, progress)
}

/// Verifies a package in a ZIP; one that cannot be listed is a finding.
pub(super) fn zip(target: &Path, level: Level, progress: &dyn Progress) -> Result<Tally> {
    let package = match Container::zip(target, &LIMITS, legacy::zip_names) {
        Ok(package) => package,
        Err(Flaw::Disk(error)) => return Err(error).attempt(|| cannot_read(target)),
        Err(Flaw::Bad(code, what)) => {
            let mut tally = Tally::default();
            tally.find(code, "", what);
            return Ok(tally);
        }
    };
    let kind = Kind::of(package.root_names());
    kind.map(|kind| check(&package, kind, level, progress)).ok_or_else(|| no_target(target))
}

fn check(package: &Container, kind: Kind, level: Level, progress: &dyn Progress) -> Tally {
    progress.begin(Stage::Verify, 0, 0);
    let tally = package::check(package, kind, level, progress);
    progress.end();
    tally
}
