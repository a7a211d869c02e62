//! `sohoa dedup PATH...`: duplicates among files, before anything is imported. Nothing is written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::digest::Digest;
use crate::fault;
use crate::files::container::opened::Reader;
use crate::files::same::{self, Opened, Same};
use crate::finding::{Finding, codes};
use crate::intake::place::Place;
use crate::ops::see::Eyes;
use crate::ops::worker::Pool;
use crate::page::Stop;
use crate::progress::Progress;
use crate::records::profile::{self, Profile};
use crate::text;

use super::compared;
use super::grouping::Levels;
use super::inputs::{self, Input, Inputs};
use super::report::{Blank, Files, Report};
use super::seen::{self, Seen};

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

/// A file and its pages; the first of those that are equal.
pub(super) struct Paper<'f> {
    /// Its place among all files.
    pub(super) idx: usize,
    pub(super) file: &'f Input,
    pub(super) pages: Vec<Seen>,
    /// Files that have the same image data, their pages included.
    pub(super) copies: Vec<Paper<'f>>,
}

/// Searches files, folders and ZIPs. `Err` means that a source cannot be opened, or that a worker cannot be started.
pub fn run(sources: &[PathBuf], options: &Options<'_>, progress: &dyn Progress) -> Result<Report> {
    let limits = Profile::parse(Profile::built_in(profile::DEFAULT).unwrap_or_default())?.limits;
    let Inputs { files, left, findings } = inputs::find(sources, &limits)?;
    let mut same = compare_bytes(&files, progress);
    let mut report = Report { findings, ..Report::default() };
    let mut levels = Levels::exact(files.len(), &same);
    let mut unread = tell_unread(&files, &mut same, &mut report)?;
    if options.depth > Depth::Exact {
        let pool = Pool::new(options.program, &limits);
        let eyes = Eyes { limits: &limits, pool: &pool };
        let papers = papers(&eyes, &files, &levels, &mut unread, &mut report, progress)?;
        tell_pages(&files, &levels, &papers, &mut report);
        let papers = of_one_content(papers, &mut levels);
        if options.depth > Depth::Content {
            compared::compare(&eyes, &files, &papers, options.cap, &mut levels, &mut report, progress)?;
        }
    }
    let count = |what: Unread| unread.iter().filter(|one| **one == Some(what)).count() as u64;
    let (empty, unreadable) = (count(Unread::Empty), count(Unread::Unreadable));
    let read = files.len() as u64 - empty - unreadable;
    report.files = Files { seen: files.len() as u64 + left, read, empty, unreadable, left };
    report.links =
        same.links.iter().map(|names| names.iter().map(|idx| files[*idx].member.clone()).collect()).collect();
    levels.tell(&files, &mut report);
    report.findings.sort_by(|a, b| (&a.subject, &a.code).cmp(&(&b.subject, &b.code)));
    Ok(report)
}

/// Why a file is not compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unread {
    Empty,
    Unreadable,
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

/// Notes files without a byte and those that could not be read to their ends.
fn tell_unread(files: &[Input], same: &mut Same, report: &mut Report) -> Result<Vec<Option<Unread>>> {
    let is_empty = |file: &Input| (file.found.size == 0).then_some(Unread::Empty);
    let mut unread: Vec<Option<Unread>> = files.iter().map(is_empty).collect();
    for (idx, _) in unread.iter().enumerate().filter(|(_, unread)| unread.is_some()) {
        report.findings.push(Finding::new(&codes::EMPTY, &files[idx].member, text!("tệp rỗng", "the file is empty")));
    }
    for (idx, error) in same.unreadable.drain(..) {
        unread[idx] = Some(Unread::Unreadable);
        report.findings.push(why(Stop::from(error), &files[idx].member)?);
    }
    Ok(unread)
}

/// Looks at one of each set of equal files; those without pages take their equals with them.
fn papers<'f>(
    eyes: &Eyes<'_>,
    files: &'f [Input],
    levels: &Levels,
    unread: &mut [Option<Unread>],
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Vec<Paper<'f>>> {
    let firsts: Vec<usize> =
        (0..files.len()).filter(|idx| levels.exact[*idx] == *idx && unread[*idx].is_none()).collect();
    let inputs: Vec<&Input> = firsts.iter().map(|idx| &files[*idx]).collect();
    let mut papers = Vec::new();
    let mut refused = BTreeMap::new();
    for (idx, seen) in firsts.into_iter().zip(seen::look(eyes, &inputs, progress)?) {
        match seen {
            Ok(pages) => papers.push(Paper { idx, file: &files[idx], pages, copies: Vec::new() }),
            Err(finding) => _ = refused.insert(idx, finding),
        }
    }
    for (idx, first) in levels.exact.iter().enumerate() {
        if let Some(finding) = refused.get(first) {
            unread[idx] = Some(Unread::Unreadable);
            report.findings.push(Finding { subject: files[idx].member.clone(), ..finding.clone() });
        }
    }
    Ok(papers)
}

/// Counts pages, and lists blank ones, for every file that was read.
fn tell_pages(files: &[Input], levels: &Levels, papers: &[Paper<'_>], report: &mut Report) {
    let of: BTreeMap<usize, &Paper<'_>> = papers.iter().map(|paper| (paper.idx, paper)).collect();
    for (idx, file) in files.iter().enumerate() {
        let Some(paper) = of.get(&levels.exact[idx]) else { continue };
        report.pages += paper.pages.len() as u64;
        let blank = (1..).zip(&paper.pages).filter(|(_, page)| page.print.is_blank()).map(|(number, _)| number);
        let pages: Vec<u32> = blank.collect();
        if !pages.is_empty() {
            report.blank.push(Blank { member: file.member.clone(), pages });
        }
    }
}

/// Unites files with the same image data, and returns the first of each with the others; those that show nothing are nobody's
/// duplicates.
fn of_one_content<'f>(papers: Vec<Paper<'f>>, levels: &mut Levels) -> Vec<Paper<'f>> {
    let mut known: BTreeMap<Vec<Digest>, usize> = BTreeMap::new();
    let mut firsts: Vec<Paper<'f>> = Vec::new();
    let mut united: BTreeMap<usize, usize> = BTreeMap::new();
    for paper in papers {
        let is_written = paper.pages.iter().any(|page| !page.is_even);
        let content = paper.pages.iter().map(|page| page.content).collect();
        let at = if is_written { *known.entry(content).or_insert(firsts.len()) } else { firsts.len() };
        united.insert(paper.idx, firsts.get(at).map_or(paper.idx, |first| first.idx));
        match firsts.get_mut(at) {
            Some(first) => first.copies.push(paper),
            None => firsts.push(paper),
        }
    }
    levels.unite(&united);
    firsts
}

/// Makes a finding of what keeps a file from being read; what keeps us from working is an error.
pub(super) fn why(stop: Stop, member: &str) -> Result<Finding> {
    match stop {
        Stop::Refused(refusal) => Ok(refusal.finding(member)),
        Stop::Unreadable(error) => Ok(Finding::new(&codes::SOURCE_UNREADABLE, member, fault::why(&error))),
        Stop::Fault(error) => Err(error),
    }
}
