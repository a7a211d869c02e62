//! `sohoa check`: does a PDF keep PDF/A-2b or 2u? One file in, one judgement out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::checks::pdfa::report::{Report, Wanted};
use crate::checks::pdfa::{self, Options};
use crate::fault::{Attempt, Fault};
use crate::pdf::file::File;
use crate::pdf::{Limits, Obstacle, Unreadable};
use crate::records::profile::{self, Profile};
use crate::text;
use crate::text::Text;

/// So many files are judged before the next are begun, so that results come while the work goes on.
const AT_ONCE: usize = 256;

/// How a file is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It breaks no rule.
    Pass,
    /// It breaks rules.
    Fail,
    /// It is no PDF that can be read to its end, or exceeds the limits.
    Unreadable,
}

/// One rule broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Broken {
    /// The clause and the number of the rule in it.
    pub clause: String,
    /// Number and generation of the object, unless it is about the whole file.
    pub object: Option<String>,
    /// What is wrong.
    pub message: Text,
}

/// What is said of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Whether it passes.
    pub verdict: Verdict,
    /// What it claims to be, such as `PDF/A-2b`.
    pub claim: Option<String>,
    /// What it was held against.
    pub held_against: String,
    /// Every rule that it breaks.
    pub breaches: Vec<Broken>,
    /// Why it could not be read.
    pub reason: Option<Text>,
}

/// Judges files, and all PDFs below folders, side by side, and hands the judgements over in order.
///
/// A file that cannot be opened or read from its disk is an error of its own, and ends nothing.
pub fn run(
    paths: &[PathBuf],
    options: Options,
    mut each: impl FnMut(&Path, Result<Judgement>) -> Result<()>,
) -> Result<()> {
    let limits = limits()?;
    let files: Vec<PathBuf> = paths.iter().flat_map(|path| files(path)).collect();
    for some in files.chunks(AT_ONCE) {
        let judged: Vec<Result<Judgement>> = some.par_iter().map(|path| judge(path, options, limits)).collect();
        for (path, judgement) in some.iter().zip(judged) {
            each(path, judgement)?;
        }
    }
    Ok(())
}

/// Returns the PDFs below a folder, by their names, in order; a file stands for itself.
///
/// What cannot be looked into, or holds no PDF, is handed on too: judging it says what is wrong.
fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let is_pdf = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    let found = WalkDir::new(path).sort_by_file_name().into_iter().filter_map(|entry| match entry {
        Ok(entry) => (entry.file_type().is_file() && is_pdf(entry.path())).then(|| entry.into_path()),
        Err(error) => error.path().map(Path::to_owned),
    });
    let found: Vec<PathBuf> = found.collect();
    if found.is_empty() { vec![path.to_owned()] } else { found }
}

/// Judges one file.
pub fn judge(path: &Path, options: Options, limits: Limits) -> Result<Judgement> {
    let could_not = || {
        let path = path.display();
        text!("không đọc được `{path}`", "could not read `{path}`")
    };
    let input = fs::File::open(path).attempt(could_not)?;
    if path.is_dir() {
        let what =
            text!("thư mục `{path}` không có tệp PDF nào", "the folder `{path}` holds no PDF", path = path.display());
        return Err(Fault::raise("check.no-pdf", what));
    }
    let report = match File::open(input, limits) {
        Ok(file) => pdfa::check(&file, options),
        Err(why) if why.obstacle == Obstacle::Disk => return Err(broken_disk(why)).attempt(could_not),
        Err(why) => return Ok(unreadable(why, options)),
    };
    match report.stopped {
        Some(why) if why.obstacle == Obstacle::Disk => Err(broken_disk(why)).attempt(could_not),
        _ => Ok(judgement(report)),
    }
}

fn broken_disk(why: Unreadable) -> anyhow::Error {
    Fault::raise("", why.what)
}

fn limits() -> Result<Limits> {
    let limits = Profile::parse(Profile::built_in(profile::DEFAULT).unwrap_or_default())?.limits;
    Ok(Limits {
        inflation: limits.inflation,
        nesting: limits.nesting,
        objects: limits.objects,
        memory: limits.memory,
        pages: limits.pages,
    })
}

fn unreadable(why: Unreadable, options: Options) -> Judgement {
    let place = why.offset.map_or(String::new(), |at| format!(", byte {at}"));
    let reason = Text { vi: format!("{}{place}", why.what.vi), en: format!("{}{place}", why.what.en) };
    Judgement {
        verdict: Verdict::Unreadable,
        claim: None,
        held_against: level(options.wanted.unwrap_or(Wanted::B)),
        breaches: Vec::new(),
        reason: Some(reason),
    }
}

fn judgement(report: Report) -> Judgement {
    let verdict = match &report.stopped {
        Some(_) => Verdict::Unreadable,
        None if report.breaches.is_empty() => Verdict::Pass,
        None => Verdict::Fail,
    };
    let broken = report.breaches.into_iter().map(|breach| Broken {
        clause: breach.clause.to_owned(),
        object: breach.object.map(|id| id.to_string()),
        message: breach.what,
    });
    Judgement {
        verdict,
        claim: report.claim.map(|claim| claim.to_string()),
        held_against: level(report.wanted),
        breaches: broken.collect(),
        reason: report.stopped.map(|why| why.what),
    }
}

fn level(wanted: Wanted) -> String {
    match wanted {
        Wanted::B => "PDF/A-2b".to_owned(),
        Wanted::U => "PDF/A-2u".to_owned(),
    }
}
