//! `sohoa dedup --archive DIR`: duplicates among all that is sealed. Only what came since the last time is compared.
//!
//! What is found stands in the catalogue, step by step, so that a run that was killed goes on where it was: `ask` finds
//! which pages could be scans of one sheet, `compare` looks at them, `conclude` says what follows for documents, `tell`
//! puts it into words. What was decided is sealed (`resolve`), and nothing here writes anything else.

mod ask;
mod compare;
mod conclude;
mod tell;

use std::path::Path;

use anyhow::Result;

use crate::archive::catalogue::Catalogue;
use crate::archive::layout::Archive;
use crate::archive::lock::Lock;
use crate::finding::Finding;
use crate::ops::index;
use crate::ops::worker::Pool;
use crate::progress::Progress;

use super::report::{Report, Verified};

/// How to search.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// With how many others a page is compared at most.
    pub cap: u32,
    /// This program, which is its own worker.
    pub program: &'o Path,
}

/// What comparing needs.
struct Work<'w> {
    archive: &'w Archive,
    catalogue: &'w Catalogue,
    pool: &'w Pool,
    cap: u32,
    progress: &'w dyn Progress,
}

/// What a run did, whatever was found.
#[derive(Debug, Default)]
pub struct Done {
    /// What comparing cost.
    pub verified: Verified,
    /// Documents with pages that could not be seen.
    pub unseen: u64,
    /// What a person should know of it.
    pub findings: Vec<Finding>,
}

/// Compares what came since the last time, and tells all that was ever found and not decided.
pub fn run(archive: &Archive, options: &Options<'_>, progress: &dyn Progress) -> Result<Report> {
    let _lock = Lock::take(archive)?;
    let (catalogue, _) = index::open(archive, progress)?;
    let pool = Pool::new(options.program, &archive.profile.limits);
    let done = update(archive, &catalogue, &pool, options.cap, progress)?;
    tell::report(archive, &catalogue, done)
}

/// Compares what came since the last time. The caller holds the lock.
pub fn update(
    archive: &Archive,
    catalogue: &Catalogue,
    pool: &Pool,
    cap: u32,
    progress: &dyn Progress,
) -> Result<Done> {
    let work = Work { archive, catalogue, pool, cap, progress };
    catalogue.forget_withdrawn()?;
    let mut done = Done { verified: Verified { cap, ..Verified::default() }, ..Done::default() };
    ask::see(&work, &mut done)?;
    ask::neighbours(&work, &mut done)?;
    compare::compare(&work, &mut done)?;
    catalogue.relate_records()?;
    done.findings.extend(tell::unseen(done.unseen));
    done.findings.extend(tell::capped(&done.verified));
    Ok(done)
}

pub use tell::flags;
