//! `sohoa dedup PATH...`: duplicates among files, before anything is imported. Nothing is written.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::fault;
use crate::files::same::{self, Opened, Same};
use crate::finding::{Finding, codes};
use crate::intake::place::{Place, Reader};
use crate::page::Stop;
use crate::progress::Progress;
use crate::records::profile::{self, Limits, Profile};
use crate::text;

use super::grouping::Levels;
use super::inputs::{self, Input, Inputs};
use super::report::{Files, Report};

/// How far to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Equal files.
    Exact,
    /// And equal image data.
    Content,
    /// And sheets that were scanned again.
    Near,
}

/// How to search.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// How far to look.
    pub depth: Depth,
    /// With how many others a page is compared at most.
    pub cap: u32,
    /// This program, which is its own worker.
    pub program: &'o Path,
}

/// Searches files, folders and ZIPs. `Err` means that a source cannot be opened, or that a worker cannot be started.
pub fn run(sources: &[PathBuf], options: &Options<'_>, progress: &dyn Progress) -> Result<Report> {
    let limits = Profile::parse(Profile::built_in(profile::DEFAULT).unwrap_or_default())?.limits;
    let Inputs { files, left, findings } = inputs::find(sources, &limits)?;
    let same = compare_bytes(&files, progress);
    let mut report = Report { findings, ..Report::default() };
    let n_empty = files.iter().filter(|file| file.found.size == 0).count() as u64;
    let n_unreadable = same.unreadable.len() as u64;
    let n_read = files.len() as u64 - n_empty - n_unreadable;
    let levels = Levels::exact(files.len(), &same);
    tell_unread(&files, same.unreadable, &mut report)?;
    report.files =
        Files { seen: files.len() as u64 + left, read: n_read, empty: n_empty, unreadable: n_unreadable, left };
    report.links =
        same.links.iter().map(|names| names.iter().map(|idx| files[*idx].member.clone()).collect()).collect();
    levels.tell(&files, &mut report);
    report.findings.sort_by(|a, b| (&a.subject, &a.code).cmp(&(&b.subject, &b.code)));
    let _ = (options, limits as Limits);
    Ok(report)
}

/// Finds equal files, links among them included.
fn compare_bytes(files: &[Input], progress: &dyn Progress) -> Same {
    let sizes: Vec<u64> = files.iter().map(|file| file.found.size).collect();
    same::find(&sizes, |idx| open(&files[idx].found.place), progress)
}

fn open(place: &Place) -> io::Result<Opened<Reader>> {
    let reader = place.reader()?;
    let identity = match &reader {
        Reader::File(file) => same::identity(file)?,
        Reader::Entry(_) => None,
    };
    Ok(Opened { reader, identity })
}

/// Notes files without a byte and those that could not be read.
fn tell_unread(files: &[Input], unreadable: Vec<(usize, io::Error)>, report: &mut Report) -> Result<()> {
    for Input { member, .. } in files.iter().filter(|file| file.found.size == 0) {
        report.findings.push(Finding::new(&codes::EMPTY, member, text!("tệp rỗng", "the file is empty")));
    }
    for (idx, error) in unreadable {
        report.findings.push(why(Stop::from(error), &files[idx].member)?);
    }
    Ok(())
}

/// Makes a finding of what keeps a file from being read; what keeps us from working is an error.
fn why(stop: Stop, member: &str) -> Result<Finding> {
    match stop {
        Stop::Refused(refusal) => Ok(refusal.finding(member)),
        Stop::Unreadable(error) => Ok(Finding::new(&codes::SOURCE_UNREADABLE, member, fault::why(&error))),
        Stop::Fault(error) => Err(error),
    }
}
