//! A package as a target: a folder or a ZIP, of ours or of another maker.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;

use super::{cannot_read, no_target};
use crate::checks::fixity::Level;
use crate::checks::package::{self, marks::Kind};
use crate::checks::pdfa::Options;
use crate::checks::tally::Tally;
use crate::fault::Attempt;
use crate::files::container::read::Container;
use crate::files::container::zip::{Flaw, Limits};
use crate::finding::codes;
use crate::intake::place::Place;
use crate::ops::check::{Judgement, Verdict};
use crate::ops::worker::Pool;
use crate::page::Stop;
use crate::progress::{Progress, Stage};
use crate::records::legacy;
use crate::records::profile::{self, Profile};
use crate::text;
use crate::text::Text;

/// So many PDFs are judged before what was found of them is told.
const AT_ONCE: usize = 256;

/// What a ZIP of a package may cost: more entries than that do not fit into its list.
const LIMITS: Limits = Limits { entries: 8 << 20, inflation: 1200, memory: 256 << 20 };

/// Says whether a folder is a package, by the names at its root.
pub(super) fn kind_of(folder: &Path) -> io::Result<Option<Kind>> {
    let names: Vec<String> =
        folder.read_dir()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    Ok(Kind::of(names.iter().map(String::as_str)))
}

/// Says whether a file is a ZIP, by its name or its opening bytes; also one part of several.
pub(super) fn is_zip(path: &Path) -> io::Result<bool> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
        return Ok(true);
    }
    let mut opening = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut opening)?;
    Ok([b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|mark| opening == mark.as_slice()))
}

/// How a package is verified.
pub(super) struct Wish<'w> {
    /// How much is asked.
    pub(super) level: Level,
    /// Sohoa itself, started as its own workers.
    pub(super) program: Option<&'w Path>,
    /// Who listens.
    pub(super) progress: &'w dyn Progress,
}

/// Verifies a package in a folder.
pub(super) fn folder(target: &Path, kind: Kind, wish: &Wish<'_>) -> Result<Tally> {
    check(&Container::folder(target), kind, wish)
}

/// Verifies a package in a ZIP; one that cannot be listed is a finding.
pub(super) fn zip(target: &Path, wish: &Wish<'_>) -> Result<Tally> {
    let package = match Container::zip(target, &LIMITS, legacy::zip_names) {
        Ok(package) => package,
        Err(Flaw::Disk(error)) => return Err(error).attempt(|| cannot_read(target)),
        Err(Flaw::Bad(code, what)) => {
            let mut tally = Tally::default();
            tally.find(code, "", what);
            return Ok(tally);
        }
    };
    let kind = Kind::of(package.names_at_root());
    kind.map_or_else(|| Err(no_target(target)), |kind| check(&package, kind, wish))
}

fn check(package: &Container, kind: Kind, wish: &Wish<'_>) -> Result<Tally> {
    wish.progress.begin(Stage::Verify, 0, 0);
    let mut tally = package::check(package, kind, wish.level, wish.progress);
    // Nothing asks for PDF/A in bags and lists of others.
    let is_asked = wish.level == Level::Deep && matches!(kind, Kind::Tt05 | Kind::Kho);
    if let Some(program) = wish.program.filter(|_| is_asked) {
        judge(package, program, &mut tally)?;
    }
    wish.progress.end();
    Ok(tally)
}

/// Has every PDF judged by workers, since nobody knows where they come from.
fn judge(package: &Container, program: &Path, tally: &mut Tally) -> Result<()> {
    let limits = Profile::parse(Profile::built_in(profile::DEFAULT).unwrap_or_default())?.limits;
    let pool = Pool::new(program, &limits);
    let options = Options { wanted: None, image_data: true };
    let files = package.things().iter().filter(|thing| thing.size().is_some()).map(|thing| &*thing.path);
    let is_pdf = |path: &&str| path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("pdf"));
    let pdfs: Vec<&str> = files.filter(is_pdf).collect();
    for some in pdfs.chunks(AT_ONCE) {
        let judged: Vec<_> = some.par_iter().map(|path| pool.check(&place(package, path)?, options)).collect();
        for (path, judgement) in some.iter().zip(judged) {
            match judgement {
                Ok(judgement) => tell(path, &judgement, tally),
                Err(Stop::Refused(refusal)) => tally.findings.push(refusal.finding(path)),
                // What is missing or unreadable was reported with its digest.
                Err(Stop::Unreadable(_)) => (),
                Err(Stop::Fault(fault)) => return Err(fault),
            }
        }
    }
    Ok(())
}

fn place(package: &Container, path: &str) -> io::Result<Place> {
    Ok(match package.entry(path)? {
        Some(entry) => Place::Entry(Box::new(entry)),
        None => Place::File(package.place().join(path)),
    })
}

/// Notes a PDF that is no PDF/A; one that cannot be read was noted when its pages were counted.
fn tell(path: &str, judgement: &Judgement, tally: &mut Tally) {
    let Some(breach) = judgement.breaches.first().filter(|_| judgement.verdict == Verdict::Fail) else { return };
    let (level, clause, Text { vi, en }) = (&judgement.held_against, &breach.clause, &breach.message);
    let what = text!("tệp không phải {level}: {clause}, {vi}", "the file is no {level}: {clause}, {en}");
    tally.find(&codes::PACKAGE_PDFA, path, what);
}
