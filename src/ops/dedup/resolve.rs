//! `sohoa dedup --archive DIR --resolve FILE`: what a person decided of pairs, sealed as relations.
//!
//! The file is checked whole before anything is written: ids, kinds, pairs that come twice, decisions that contradict each
//! other or what is sealed already. What is sealed already is told and passed over, so the same file can be given again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::Zoned;
use serde::Deserialize;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::pairs;
use crate::archive::layout::Archive;
use crate::digest::Digest;
use crate::fault::{Attempt, Fault};
use crate::finding::{Finding, codes};
use crate::ops::amend::{self, Change, Problem, Report, Tie, sheet};
use crate::ops::locate;
use crate::progress::Progress;
use crate::text;

/// The value of `schema`.
pub const SCHEMA: &str = "sohoa-decisions-1";
/// What a pair can be, and whether it is the same paper then.
const KINDS: [(&str, bool); 4] =
    [("duplicate-of", true), ("rescan-of", true), ("note-pair-of", false), ("different", false)];
/// Kinds that say the same whichever document says it.
const MUTUAL: [&str; 2] = ["note-pair-of", "different"];
/// The most bytes of a file: room for some 100,000 decisions.
const MOST_BYTES: u64 = 32 << 20;
/// The most letters of a note.
const MOST_NOTE: usize = 1000;

/// What is to be sealed, and for whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The file with the decisions.
    pub file: PathBuf,
    /// Who decided, if not as the file says.
    pub by: Option<String>,
    /// Why, in the words of who decided.
    pub reason: Option<String>,
    /// The one instant of the run, with the offset to write it in.
    pub now: Zoned,
}

/// A file of decisions.
#[derive(Debug, Deserialize)]
struct File {
    schema: String,
    archive: String,
    by: Option<String>,
    decisions: Vec<Decision>,
}

/// What was decided of one pair.
#[derive(Debug, Deserialize)]
struct Decision {
    document: String,
    kind: String,
    to: String,
    note: Option<String>,
}

/// Decisions that can be sealed, and what is to be said of the others.
#[derive(Default)]
struct Checked {
    /// By document.
    ties: BTreeMap<String, Vec<Tie>>,
    problems: Vec<Problem>,
    sealed: Vec<Finding>,
}

/// Seals the decisions in one batch, all or none; what `amend` says of it.
///
/// A file that cannot be read, is none of decisions or is of another archive is an `Err`, and so is any decision that
/// cannot stand.
pub fn run(archive: &Archive, options: &Options, progress: &dyn Progress) -> Result<Report> {
    let (amendment, sealed) = amendment(archive, options)?;
    Ok(with(amend::run(archive, &amendment, progress)?, sealed))
}

/// Returns what `run` would do, without writing anything.
pub fn plan(archive: &Archive, options: &Options) -> Result<Report> {
    let (amendment, sealed) = amendment(archive, options)?;
    Ok(with(amend::plan(archive, &amendment)?, sealed))
}

fn with(mut report: Report, sealed: Vec<Finding>) -> Report {
    report.findings.extend(sealed);
    report
}

/// Makes an amendment of the file, and findings of what is sealed already.
fn amendment(archive: &Archive, options: &Options) -> Result<(amend::Options, Vec<Finding>)> {
    let (file, sha256) = read(&options.file)?;
    if file.archive != archive.config.id {
        let (given, own) = (&file.archive, &archive.config.id);
        let what = text!(
            "tệp quyết định là của kho `{given}`, còn đây là kho `{own}`",
            "the decisions are about the archive `{given}`, this one is `{own}`"
        );
        return Err(Fault::raise("resolve.archive", what));
    }
    let checked = check(&locate::catalogue(archive)?, &file.decisions)?;
    let label = options.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let change = |(document, relate)| Change { document, relate, ..Change::default() };
    let amendment = amend::Options {
        changes: checked.ties.into_iter().map(change).collect(),
        problems: checked.problems,
        sheets: vec![sheet::input(&options.file, &label, sha256)?],
        reason: options.reason.clone().unwrap_or_else(|| "quyết định về tài liệu trùng".to_owned()),
        by: options.by.clone().or(file.by).filter(|by| !by.trim().is_empty()),
        now: options.now.clone(),
    };
    Ok((amendment, checked.sealed))
}

fn read(path: &Path) -> Result<(File, Digest)> {
    let shown = path.display();
    let cannot = || text!("không đọc được `{shown}`", "could not read `{shown}`");
    let size = path.metadata().attempt(cannot)?.len();
    let is_none = |why: String| {
        let what = text!("`{shown}` không phải tệp quyết định: {why}", "`{shown}` is no file of decisions: {why}");
        Fault::raise("resolve.file", what)
    };
    if size > MOST_BYTES {
        return Err(is_none(format!("{size} byte")));
    }
    let bytes = std::fs::read(path).attempt(cannot)?;
    // Only where it stopped is told, since the file may quote what a person wrote.
    let broken = |error: serde_json::Error| is_none(format!("{}:{}", error.line(), error.column()));
    let file: File = serde_json::from_slice(&bytes).map_err(broken)?;
    if file.schema != SCHEMA {
        return Err(is_none(format!("schema ≠ {SCHEMA}")));
    }
    Ok((file, Digest::of(&bytes)))
}

/// Looks at every decision by itself and beside the others.
fn check(catalogue: &Catalogue, decisions: &[Decision]) -> Result<Checked> {
    let mut checked = Checked::default();
    let mut pairs = BTreeSet::new();
    let sealed = catalogue.decisions()?;
    let mut known: BTreeMap<(&str, &str), Vec<&pairs::Decision>> = BTreeMap::new();
    for decision in &sealed {
        known.entry(pair(&decision.document, &decision.to)).or_default().push(decision);
    }
    for (decision, number) in decisions.iter().zip(1..) {
        let is_new = pairs.insert(pair(&decision.document, &decision.to));
        let sealed = known.get(&pair(&decision.document, &decision.to)).map_or(&[][..], Vec::as_slice);
        match check_one(catalogue, decision, is_new, sealed)? {
            Ok(Some(tie)) => checked.ties.entry(decision.document.clone()).or_default().push(tie),
            Ok(None) => checked.sealed.push(sealed_already(decision)),
            Err(problem) => checked.problems.push(problem.at(&format!("decisions[{number}]"))),
        }
    }
    let said = decisions.iter().map(|decision| (&decision.document, &decision.kind, &decision.to));
    let sealed = sealed.iter().map(|decision| (&decision.document, &decision.kind, &decision.to));
    let all: Vec<_> = said.chain(sealed).map(|(a, kind, b)| (a.as_str(), kind.as_str(), b.as_str())).collect();
    checked.problems.extend(torn(&all));
    Ok(checked)
}

/// Returns the relation that a decision makes; `None` where it is sealed already.
fn check_one(
    catalogue: &Catalogue,
    decision: &Decision,
    is_new: bool,
    sealed: &[&pairs::Decision],
) -> Result<Result<Option<Tie>, Problem>> {
    let problem = |code, what| Ok(Err(Problem { code, what }));
    let Decision { document, kind, to, note } = decision;
    let Some((kind, _)) = KINDS.iter().find(|(known, _)| known == kind) else {
        let kinds = KINDS.map(|(kind, _)| kind).join(", ");
        return problem(
            "resolve.kind",
            text!("loại không có; các loại: {kinds}", "there is no such kind; kinds: {kinds}"),
        );
    };
    for id in [document, to] {
        if !catalogue.find(id)?.iter().any(|row| row.id == *id) {
            return problem("document.none", text!("kho không có tài liệu này", "the archive has no such document"));
        }
    }
    if document == to {
        return problem("resolve.itself", text!("tài liệu với chính nó", "a document and itself"));
    }
    if !is_new {
        return problem("resolve.twice", text!("cặp này được nêu hai lần", "the pair is named twice"));
    }
    let note = note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    if note.as_ref().is_some_and(|note| note.chars().count() > MOST_NOTE) {
        return problem(
            "resolve.note",
            text!("ghi chú dài hơn {MOST_NOTE} ký tự", "the note is longer than {MOST_NOTE} letters"),
        );
    }
    let is_own = |sealed: &&pairs::Decision| KINDS.iter().any(|(kind, _)| *kind == sealed.kind);
    let is_same =
        |sealed: &pairs::Decision| sealed.kind == *kind && (sealed.document == *document || MUTUAL.contains(kind));
    match sealed.iter().copied().find(is_own) {
        Some(sealed) if is_same(sealed) => Ok(Ok(None)),
        Some(sealed) => {
            let (a, other, b) = (&sealed.document, &sealed.kind, &sealed.to);
            problem(
                "resolve.decided",
                text!(
                    "đã quyết định khác: {a} {other} {b}; muốn đổi, trước hết dùng `sohoa amend {a} --unrelate {other}:{b}`",
                    "it was decided otherwise: {a} {other} {b}; to change that, first use `sohoa amend {a} --unrelate {other}:{b}`"
                ),
            )
        }
        None => Ok(Ok(Some(Tie { kind, to: to.clone(), note }))),
    }
}

fn sealed_already(decision: &Decision) -> Finding {
    let (kind, to) = (&decision.kind, &decision.to);
    let what = text!("quyết định này đã được niêm phong: {kind} {to}", "this decision is sealed already: {kind} {to}");
    Finding::new(&codes::AMEND_UNCHANGED, &decision.document, what)
}

/// Finds documents that are said to be different although others make them the same paper.
fn torn(said: &[(&str, &str, &str)]) -> Option<Problem> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for id in said.iter().flat_map(|(a, _, b)| [*a, *b]) {
        let number = numbers.len();
        numbers.entry(id).or_insert(number);
    }
    let mut above: Vec<usize> = (0..numbers.len()).collect();
    for (a, _, b) in said.iter().filter(|(_, kind, _)| KINDS.contains(&(*kind, true))) {
        let (a, b) = (top(&mut above, numbers[a]), top(&mut above, numbers[b]));
        above[a.max(b)] = a.min(b);
    }
    let mut is_torn = |a: &str, b: &str| a != b && top(&mut above, numbers[a]) == top(&mut above, numbers[b]);
    let (a, _, b) = said.iter().find(|(a, kind, b)| *kind == "different" && is_torn(a, b))?;
    let what = text!(
        "{a} và {b} được coi là khác nhau, nhưng các quyết định khác coi chúng là một",
        "{a} and {b} are said to be different, yet other decisions make them one"
    );
    Some(Problem { code: "resolve.contradiction", what })
}

fn top(above: &mut [usize], mut at: usize) -> usize {
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}

fn pair<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    (one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_that_two_are_different_and_by_way_of_a_third_the_same_contradicts_himself() {
        let same = [("a", "duplicate-of", "b"), ("c", "rescan-of", "b")];
        assert!(torn(&[&same[..], &[("a", "different", "d")]].concat()).is_none());
        assert!(torn(&[&same[..], &[("a", "note-pair-of", "c")]].concat()).is_none());
        assert_eq!(torn(&[&same[..], &[("c", "different", "a")]].concat()).unwrap().code, "resolve.contradiction");
        assert!(torn(&[("a", "extract-of", "b"), ("a", "different", "b")]).is_none());
    }
}
