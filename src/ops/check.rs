//! `sohoa check`: does a PDF keep PDF/A-2b or 2u? One file in, one judgement out.
//!
//! Files of unknown origin are judged in worker processes: what takes one down costs that file its verdict and no other.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::checks::pdfa::report::{Report, Wanted};
use crate::checks::pdfa::{self, Options};
use crate::fault::{Attempt, Fault};
use crate::intake::place::Place;
use crate::ops::ingest::pdf;
use crate::ops::worker::Pool;
use crate::page::Stop;
use crate::pdf::file::File;
use crate::pdf::{Obstacle, Unreadable};
use crate::records::profile::{self, Limits, Profile};
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
    /// It is no PDF that can be read to its end, or exceeds the limits, or took its worker down.
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
    /// Why it could not be read, or what was left open of its claim.
    pub reason: Option<Text>,
}

/// Judges files, and all PDFs below folders, side by side, and hands the judgements over in order.
///
/// A file that cannot be opened or read from its disk is an error of its own, and ends nothing. `program` is sohoa itself,
/// started as its own workers.
pub fn run(
    program: &Path,
    paths: &[PathBuf],
    options: Options,
    mut each: impl FnMut(&Path, Result<Judgement>) -> Result<()>,
) -> Result<()> {
    let limits = Profile::parse(Profile::built_in(profile::DEFAULT).unwrap_or_default())?.limits;
    let pool = Pool::new(program, &limits);
    let files: Vec<PathBuf> = paths.iter().flat_map(|path| files(path)).collect();
    for some in files.chunks(AT_ONCE) {
        let judged: Vec<Result<Judgement>> = some.par_iter().map(|path| ask(&pool, path, options)).collect();
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

/// Has one file judged by a worker.
fn ask(pool: &Pool, path: &Path, options: Options) -> Result<Judgement> {
    if path.is_dir() {
        let what =
            text!("thư mục `{path}` không có tệp PDF nào", "the folder `{path}` holds no PDF", path = path.display());
        return Err(Fault::raise("check.no-pdf", what));
    }
    match pool.check(&Place::from(path), options) {
        Ok(judgement) => Ok(judgement),
        Err(Stop::Refused(refusal)) => Ok(unreadable(refusal.what, options)),
        Err(Stop::Unreadable(error)) => Err(error).attempt(|| could_not(path)),
        Err(Stop::Fault(error)) => Err(error),
    }
}

/// Judges one file, in a worker process.
pub fn judge(place: &Place, options: Options, limits: &Limits) -> Result<Judgement, Stop> {
    let input = place.open()?;
    let report = match File::open(input, pdf::limits(limits)) {
        Ok(file) => pdfa::check(&file, options),
        Err(why) if why.obstacle == Obstacle::Disk => return Err(broken_disk(place, why)),
        Err(why) => return Ok(unreadable(reason(why), options)),
    };
    match report.stopped {
        Some(why) if why.obstacle == Obstacle::Disk => Err(broken_disk(place, why)),
        _ => Ok(judgement(report)),
    }
}

fn broken_disk(place: &Place, why: Unreadable) -> Stop {
    Stop::Fault(Fault::caused(could_not(place.on_disk()), Fault::raise("", why.what)))
}

fn could_not(path: &Path) -> Text {
    let path = path.display();
    text!("không đọc được `{path}`", "could not read `{path}`")
}

/// Says why a file cannot be read, and where.
fn reason(why: Unreadable) -> Text {
    let place = why.offset.map_or(String::new(), |at| format!(", byte {at}"));
    Text { vi: format!("{}{place}", why.what.vi), en: format!("{}{place}", why.what.en) }
}

fn unreadable(reason: Text, options: Options) -> Judgement {
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
    let left_open = report.left_open();
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
        reason: report.stopped.map(|why| why.what).or(left_open),
    }
}

fn level(wanted: Wanted) -> String {
    match wanted {
        Wanted::B => "PDF/A-2b".to_owned(),
        Wanted::U => "PDF/A-2u".to_owned(),
    }
}
