//! `sohoa amend`: corrections, withdrawals and relations, as new versions of sidecars in a sealed batch of their own.
//!
//! `plan` finds the documents and refuses what cannot be done, `change` says what becomes of one sidecar, `write` makes
//! the batch, `sheet` makes changes of the rows of an index sheet with the help of `files` and `dossiers`. All of the changes are made, or none.

mod change;
mod dossiers;
mod field;
mod files;
mod plan;
pub mod sheet;
mod write;

use anyhow::Result;
use jiff::Zoned;
use serde::Serialize;

use crate::archive::layout::Archive;
use crate::archive::lock::Lock;
use crate::archive::sources;
use crate::fault::Fault;
use crate::finding::Finding;
use crate::ops::{index, locate};
use crate::progress::Progress;
use crate::record::{Described, Entry, Scalar};
use crate::sidecar::{Cause, RELATIONS};
use crate::text;
use crate::text::Text;

pub use change::{EVENT, TIES};
pub use field::{path_of, read as field};

/// What to change, and why.
#[derive(Clone, Debug)]
pub struct Options {
    /// The changes, at most one for each document.
    pub changes: Vec<Change>,
    /// What is known already that cannot be done; told with all that is found beside it.
    pub problems: Vec<Problem>,
    /// The sheets that the changes were taken from, as `sources.tsv` is to have them.
    pub sheets: Vec<sources::Row>,
    /// Why, in the words of who ordered it.
    pub reason: String,
    /// Who ordered it.
    pub by: Option<String>,
    /// The one instant of the run, with the offset to write it in.
    pub now: Zoned,
}

/// What is to become of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Its id or name.
    pub document: String,
    /// Fields and what they are to hold. A derived value (without `raw`) only fills a field that is empty, and an entry
    /// without a value changes nothing.
    pub set: Vec<(String, Entry)>,
    /// Fields that are to be empty.
    pub clear: Vec<String>,
    /// `true` withdraws the document, `false` brings it back.
    pub withdraw: Option<bool>,
    /// Relations that a person states.
    pub relate: Vec<Tie>,
    /// Relations that hold no longer.
    pub unrelate: Vec<Tie>,
    /// The row of an index sheet that says so.
    pub described: Option<Described>,
}

/// Something that cannot be done, so that nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// As in a fault.
    pub code: &'static str,
    /// What is wrong.
    pub what: Text,
}

impl Problem {
    /// Adds where in a sheet it is said.
    pub fn at(self, place: &str) -> Problem {
        let Text { vi, en } = self.what;
        Problem { what: text!("`{place}`: {vi}", "`{place}`: {en}"), ..self }
    }
}

/// A relation to another document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// One of [`RELATIONS`].
    pub kind: &'static str,
    /// The other document's id or name.
    pub to: String,
    /// What is to be written beside it.
    pub note: Option<String>,
}

impl Tie {
    /// Reads `kind:document`; `None` when there is no such kind.
    pub fn parse(text: &str) -> Option<Tie> {
        let (kind, to) = text.split_once(':')?;
        let kind = RELATIONS.iter().find(|known| **known == kind)?;
        (!to.is_empty()).then(|| Tie { kind, to: to.to_owned(), note: None })
    }
}

/// What was changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The batch; `None` when there was nothing to change, or nothing was to be written.
    pub batch: Option<String>,
    /// The documents that have a new version, in the order of the changes.
    pub documents: Vec<Amended>,
    /// Documents that are already as they are to be.
    pub findings: Vec<Finding>,
}

/// A document with a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amended {
    /// Its id.
    pub id: String,
    /// Its dossier.
    pub dossier: String,
    /// Its name.
    pub name: String,
    /// The new version.
    pub version: u32,
    /// `correct` or `withdraw`.
    pub event: Cause,
    /// What is other than in the version before: paths of fields, [`TIES`], [`EVENT`].
    pub changed: Vec<String>,
    /// The fields among them, with their values.
    #[serde(skip)]
    pub values: Vec<Shift>,
}

/// A field that is other than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its path.
    pub path: String,
    /// What was there; `None` where the field was empty.
    pub old: Option<Scalar>,
    /// What is there now.
    pub new: Option<Scalar>,
}

/// Makes the changes, all or none, in one sealed batch.
///
/// A document that is not there, a relation to nothing, or two changes of one document are an `Err`, and nothing is written.
pub fn run(archive: &Archive, options: &Options, progress: &dyn Progress) -> Result<Report> {
    refuse_silence(options)?;
    let _lock = Lock::take(archive)?;
    let (catalogue, sealed) = index::open(archive, progress)?;
    let plan = plan::make(archive, &catalogue, options)?;
    let batch = match plan.steps.is_empty() {
        true => None,
        false => write::write(archive, &catalogue, sealed.last(), options, &plan, progress)?,
    };
    Ok(plan.report(batch))
}

/// Returns what `run` would do, without writing anything.
pub fn plan(archive: &Archive, options: &Options) -> Result<Report> {
    refuse_silence(options)?;
    let catalogue = locate::catalogue(archive)?;
    Ok(plan::make(archive, &catalogue, options)?.report(None))
}

/// Whoever reads the archive in forty years will ask why.
fn refuse_silence(options: &Options) -> Result<()> {
    if options.reason.trim().is_empty() {
        let what = text!("hãy nêu lý do", "give a reason");
        return Err(Fault::raise("amend.reason", what));
    }
    Ok(())
}
