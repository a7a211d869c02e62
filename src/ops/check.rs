//! `sohoa check`: does a PDF keep PDF/A-2b or 2u? One file in, one judgement out.

use std::fs;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::checks::pdfa::report::{Report, Wanted};
use crate::checks::pdfa::{self, Options};
use crate::fault::Attempt;
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
    /// Why it could not be read, or what was left open of its claim.
    pub reason: Option<Text>,
}

/// Judges files side by side and hands the judgements over in the order of the files.
///
/// Fails if a file cannot be opened or read from its disk.
pub fn run<P: AsRef<Path> + Sync>(
    paths: &[P],
    options: Options,
    mut each: impl FnMut(&Path, Judgement) -> Result<()>,
) -> Result<()> {
    let limits = limits()?;
    for some in paths.chunks(AT_ONCE) {
        let judged: Vec<Result<Judgement>> =
            some.par_iter().map(|path| judge(path.as_ref(), options, limits)).collect();
        for (path, judgement) in some.iter().zip(judged) {
            each(path.as_ref(), judgement?)?;
        }
    }
    Ok(())
}

/// Judges one file.
pub fn judge(path: &Path, options: Options, limits: Limits) -> Result<Judgement> {
    let could_not = || {
        let path = path.display();
        text!("không đọc được `{path}`", "could not read `{path}`")
    };
    let input = fs::File::open(path).attempt(could_not)?;
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
    crate::fault::Fault::raise("", why.what)
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
