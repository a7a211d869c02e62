//! `sohoa ingest`: folders of scans in, sealed batches out.
//!
//! `plan` says which scans make which document, `scan` reads and checks one file, `bundle` builds one
//! document, `known` and `alike` say what the archive has of it already, `import` carries them into batches and knows
//! how to go on after a crash.

mod alike;
pub mod allowance;
mod bundle;
mod differs;
mod draft;
mod held;
mod import;
mod join;
mod known;
mod package;
pub mod pdf;
mod plan;
pub mod scan;
mod selfcheck;
mod summary;
mod walk;
mod window;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use jiff::Zoned;

use crate::archive::layout::Archive;
use crate::archive::lock::Lock;
use crate::group::By;
use crate::ops::sheets::Wish;
use crate::progress::Progress;

pub use plan::{Plan, PlannedDocument};
pub use summary::{Inputs, Summary};

/// What to import and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folders, files or ZIPs.
    pub sources: Vec<PathBuf>,
    /// How scans are grouped, where the rules are to be overridden.
    pub group_by: Option<By>,
    /// For how long a file must have been left alone.
    pub settle: Duration,
    /// Index sheets that were named by themselves; then those found beside the scans are not used.
    pub index: Vec<PathBuf>,
    /// Whether index sheets beside the scans are left unread.
    pub no_index: bool,
    /// How sheets are to be understood.
    pub wish: Wish,
    /// Whether a document without a record is quarantined.
    pub require_record: bool,
    /// Whether PDFs that cannot be mended are painted.
    pub rasterise: bool,
    /// Whether PDFs that were made are published without being checked against PDF/A-2.
    pub no_self_check: bool,
    /// Whether the new documents are not compared with the others, page by page.
    pub no_dedup: bool,
    /// The program that is started as worker: sohoa itself.
    pub program: PathBuf,
    /// The one instant of the run, with the offset to write it in; fixed by `SOURCE_DATE_EPOCH`.
    pub now: Zoned,
    /// The true time, for judging whether a file was left alone.
    pub clock: SystemTime,
}

/// Imports, and returns a summary that adds up.
pub fn run(archive: &Archive, options: &Options, progress: &dyn Progress) -> Result<Summary> {
    let _lock = Lock::take(archive)?;
    import::Import::begin(archive, options, progress)?.run()
}

/// Returns what an import would do, folder by folder, without writing anything.
pub fn plan(archive: &Archive, options: &Options) -> Result<impl Iterator<Item = Result<Plan>>> {
    walk::plans(archive, options)
}
