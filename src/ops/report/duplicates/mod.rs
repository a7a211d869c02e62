//! `sohoa report duplicates`: pairs side by side for a person to decide, and what was found and decided for an auditor.
//!
//! Everything is read from the catalogue and the sealed batches; nothing in the archive changes. `dedup --archive` finds
//! the pairs, `dedup --archive --resolve` takes the decisions back.

mod audit;
mod cases;
mod keep;
mod paper;
mod tables;
mod words;

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::Zoned;
use rayon::prelude::*;

use crate::archive::catalogue::Catalogue;
use crate::archive::layout::Archive;
use crate::fault::Attempt;
use crate::files;
use crate::files::tables::xlsx;
use crate::finding::Finding;
use crate::ops::locate;
use crate::ops::see::Eyes;
use crate::ops::worker::Pool;
use crate::progress::{Progress, Stage};
use crate::reports::duplicates::{Case, Frame, List, PAIRS_A_FILE, file_name};
use crate::text;
use crate::text::{Lang, Text};

use cases::{Asked, Desk, Papers};
use tables::Matter;

/// So many pairs are looked at before they are written: all that is in memory at once.
const AT_ONCE: usize = 8;

/// What is wanted.
pub struct Options {
    /// The folder to make.
    pub out: PathBuf,
    /// So many pairs are shown at most.
    pub limit: Option<usize>,
    /// The language of the report.
    pub lang: Lang,
    /// The program, for its workers.
    pub program: PathBuf,
    /// The instant of the run.
    pub now: Zoned,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The files, by name.
    pub files: Vec<String>,
    /// Pairs that nobody has decided.
    pub open: usize,
    /// Those of them that are shown.
    pub shown: usize,
    /// Decisions that hold.
    pub decided: usize,
    /// Pages that could not be shown.
    pub findings: Vec<Finding>,
}

/// Writes the report into a new folder: all of it, or nothing.
pub fn run(archive: &Archive, options: &Options, progress: &dyn Progress) -> Result<Summary> {
    files::refuse_existing(&options.out)?;
    let mut name = options.out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = options.out.with_file_name(name);
    // Left over from a run that was stopped; nothing else has such a name.
    files::remove_folder(&part)?;
    files::create_folder(&part)?;
    let written = write(archive, options, &part, progress).and_then(|summary| {
        files::sync_tree(&part)?;
        files::rename(&part, &options.out)?;
        Ok(summary)
    });
    if written.is_err() {
        files::remove_folder(&part)?;
    }
    written
}

fn write(archive: &Archive, options: &Options, folder: &Path, progress: &dyn Progress) -> Result<Summary> {
    let catalogue = locate::catalogue(archive)?;
    let pairs = catalogue.pairs()?;
    let matter = Matter {
        archive: archive.config.id.clone(),
        labels: paper::labels(archive, &catalogue, &pairs)?,
        pairs,
        decisions: catalogue.decisions()?,
        blank: catalogue.blank_pages()?,
        spared: catalogue.spared()?,
    };
    let mut open = cases::open(&matter.pairs);
    let n_open = open.len();
    open.truncate(options.limit.unwrap_or(usize::MAX));
    let lists: Vec<List> = matter.parts(options.lang).iter().map(|part| part.list(options.lang)).collect();
    let lang = options.lang;
    let frame = Frame { archive: matter.archive.clone(), made: made(&options.now, lang), lang, n_pairs: open.len() };
    let pool = Pool::new(&options.program, &archive.profile.limits);
    let desk = Desk { archive, eyes: Eyes { limits: &archive.profile.limits, pool: &pool }, lang: options.lang };
    let mut book = Book { desk, catalogue: &catalogue, frame: &frame, lists: &lists, folder, findings: Vec::new() };
    progress.begin(Stage::See, open.len() as u64, 0);
    for at in 0..frame.n_files() {
        let asked = open.iter().skip(at * PAIRS_A_FILE).take(PAIRS_A_FILE).copied().collect::<Vec<_>>();
        book.write(at, &asked, progress)?;
    }
    progress.end();
    let findings = book.findings;
    let shown = open.len();
    let report = audit::report(&matter, &options.now.timestamp().to_string(), &findings, options.lang);
    files::write_new(&folder.join("duplicates.json"), &pretty(&report)?)?;
    let sheets: Vec<_> = matter.parts(options.lang).into_iter().map(|part| part.sheet(options.lang)).collect();
    let title = text!("Giấy tờ trùng", "Duplicates");
    let tables = sheets.iter().map(|(table, rows)| (table, rows.iter().cloned().map(Ok)));
    xlsx::write_book(&folder.join("duplicates.xlsx"), title.get(options.lang), tables)?;
    let decided = matter.decisions.len();
    Ok(Summary { files: files::names_in(folder)?, open: n_open, shown, decided, findings })
}

fn pretty(report: &serde_json::Value) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(report)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes an instant as people of a language do.
fn made(now: &Zoned, lang: Lang) -> String {
    let form = if lang == Lang::Vi { "%H:%M ngày %d/%m/%Y" } else { "%Y-%m-%d %H:%M" };
    now.strftime(form).to_string()
}

/// The pages of the report in the making.
struct Book<'b> {
    desk: Desk<'b>,
    catalogue: &'b Catalogue,
    frame: &'b Frame,
    lists: &'b [List],
    folder: &'b Path,
    findings: Vec<Finding>,
}

impl Book<'_> {
    fn write(&mut self, at: usize, asked: &[Asked<'_>], progress: &dyn Progress) -> Result<()> {
        let path = self.folder.join(file_name(at));
        let cannot = || cannot_write(&path);
        let mut out = BufWriter::new(files::create(&path)?);
        let mut names = BTreeMap::new();
        out.write_all(self.frame.begin(at, self.lists).as_bytes()).attempt(cannot)?;
        for some in asked.chunks(AT_ONCE) {
            for case in self.cases(some)? {
                names.extend(case.sides.iter().map(|side| (side.id.clone(), side.name.clone())));
                out.write_all(self.frame.pair(&case).as_bytes()).attempt(cannot)?;
                progress.advance(1, 0);
            }
        }
        out.write_all(self.frame.end(at, self.lists, &names).as_bytes()).attempt(cannot)?;
        out.flush().attempt(cannot)
    }

    /// Looks at some pairs with all threads; they come back in their order.
    fn cases(&mut self, asked: &[Asked<'_>]) -> Result<Vec<Case>> {
        let read = |asked: &Asked<'_>| Papers::read(self.desk.archive, self.catalogue, asked.pair);
        let papers: Vec<Papers> = asked.iter().map(read).collect::<Result<_>>()?;
        let desk = self.desk;
        let made: Vec<(Case, Vec<Finding>)> = asked
            .par_iter()
            .zip(&papers)
            .map(|(asked, papers)| cases::make(&desk, asked, papers))
            .collect::<Result<_>>()?;
        let (cases, findings): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        for finding in findings.into_iter().flatten() {
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        Ok(cases)
    }
}

fn cannot_write(path: &Path) -> Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}
