//! Which documents get a new version: each change finds its document, and nothing that cannot be done passes.
//!
//! All problems of a call are told at once, and then nothing is written. Memory holds a few hundred bytes for each
//! change; sidecars are read one by one, here to see what changes and again when they are written.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;
use crate::archive::run;
use crate::fault::Fault;
use crate::finding::{Finding, codes};
use crate::ops::locate;
use crate::record::{Entry, Record, Scalar};
use crate::relpath::RelPath;
use crate::sidecar::{REPLACES, Sidecar};
use crate::text;
use crate::text::Text;

use super::change::{self, Live};
use super::sheet::place;
use super::{Amended, Change, Options, Problem, Report, Shift, Tie};

/// So many problems are told; who has more looks at these first.
const TOLD: usize = 10;

/// What is to be written.
pub struct Plan<'o> {
    /// A new version each, in the order of the changes.
    pub steps: Vec<Step<'o>>,
    unchanged: Vec<Finding>,
}

/// A document that gets a new version.
pub struct Step<'o> {
    /// Its live version.
    pub row: Row,
    /// What is to become of it; relations name documents by their ids.
    pub change: Cow<'o, Change>,
    amended: Amended,
}

/// A version that is not written yet.
pub struct Draft {
    /// What it says.
    pub sidecar: Sidecar,
    /// Its file.
    pub bytes: Vec<u8>,
    /// The record of the version before.
    before: Record,
}

impl Plan<'_> {
    /// Returns what people and scripts are told.
    pub fn report(self, batch: Option<String>) -> Report {
        let documents = self.steps.into_iter().map(|step| step.amended).collect();
        Report { batch, documents, findings: self.unchanged }
    }
}

/// Makes the plan.
pub fn make<'o>(archive: &Archive, catalogue: &Catalogue, options: &'o Options) -> Result<Plan<'o>> {
    let found = find(catalogue, options)?;
    let look = |(row, change): (Row, Cow<'o, Change>)| {
        let next = draft(archive, &row, &change, options)?;
        Ok((row, change, next.map(|draft| amended(&draft))))
    };
    let looked: Vec<_> = found.into_par_iter().map(look).collect::<Result<_>>()?;
    let mut plan = Plan { steps: Vec::new(), unchanged: Vec::new() };
    for (row, change, amended) in looked {
        match amended {
            Some(amended) => plan.steps.push(Step { row, change, amended }),
            None => {
                let what = text!("tài liệu đã như vậy", "the document is like this already");
                plan.unchanged.push(Finding::new(&codes::AMEND_UNCHANGED, row.id, what));
            }
        }
    }
    Ok(plan)
}

/// Returns the version that a change makes of a document; `None` when nothing would differ.
pub fn draft(archive: &Archive, row: &Row, change: &Change, options: &Options) -> Result<Option<Draft>> {
    let live = Live {
        sidecar: locate::sidecar(archive, row)?,
        sha256: row.sidecar_sha256,
        batch: row.batch.clone(),
        path: RelPath::parse(&row.sidecar).map_err(|_| locate::damaged())?,
    };
    let before = live.sidecar.record.clone();
    let (template, when) = (&archive.profile.records.copy_code, run::instant(&options.now));
    let Some(next) = change::next(live, change, template, options, &when) else { return Ok(None) };
    let bytes = next.render()?;
    // Two fields of which one is a part of the other's path cannot both stand in JSON.
    if Sidecar::parse(&bytes).ok().as_ref() != Some(&next) {
        let id = &row.id;
        let what = text!(
            "tài liệu {id}: các trường này không thể cùng có trong một bản mô tả",
            "document {id}: these fields cannot stand in one record"
        );
        return Err(Fault::raise("amend.field", what));
    }
    Ok(Some(Draft { sidecar: next, bytes, before }))
}

fn amended(draft: &Draft) -> Amended {
    let Draft { sidecar: next, before, .. } = draft;
    let changed = next.amendment.as_ref().map(|amendment| amendment.changed.clone()).unwrap_or_default();
    let pdf = next.pdf.path.as_str();
    Amended {
        id: next.id.clone(),
        dossier: next.dossier.clone(),
        name: pdf.rsplit('/').next().unwrap_or_default().trim_end_matches(".pdf").to_owned(),
        version: next.version,
        event: next.event,
        values: changed.iter().filter_map(|path| shift(path, before.get(path), next.record.get(path))).collect(),
        changed,
    }
}

/// Of a value that was not understood its text is shown.
fn shift(path: &str, old: Option<&Entry>, new: Option<&Entry>) -> Option<Shift> {
    let shown = |entry: &Entry| entry.value.clone().or_else(|| entry.raw.clone().map(Scalar::Text));
    let is_field = old.is_some() || new.is_some();
    is_field.then(|| Shift { path: path.to_owned(), old: old.and_then(shown), new: new.and_then(shown) })
}

/// Finds the document of each change and the documents that its relations name.
fn find<'o>(catalogue: &Catalogue, options: &'o Options) -> Result<Vec<(Row, Cow<'o, Change>)>> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut problems = options.problems.clone();
    for change in &options.changes {
        let mut own = Vec::new();
        if let Some(row) = known(catalogue, &change.document, &mut own)? {
            own.extend(contradiction(change));
            if !seen.insert(row.id.clone()) {
                let id = &row.id;
                let what = text!("tài liệu {id} được nêu hai lần", "document {id} is named twice");
                own.push(Problem { code: "amend.twice", what });
            }
            let change = with_ids(catalogue, &row, change, &mut own)?;
            found.push((row, change));
        }
        let place = change.described.as_ref().map(place);
        problems.extend(own.into_iter().map(|problem| match &place {
            Some(place) => problem.at(place),
            None => problem,
        }));
    }
    problems.extend(rings(catalogue, &found)?);
    match problems.is_empty() {
        true => Ok(found),
        false => Err(refusal(problems)),
    }
}

/// Finds a document; none, or several of that name, are a problem, and anything else that goes wrong an `Err`.
fn known(catalogue: &Catalogue, wanted: &str, problems: &mut Vec<Problem>) -> Result<Option<Row>> {
    let error = match locate::document(catalogue, wanted) {
        Ok(row) => return Ok(Some(row)),
        Err(error) => error,
    };
    let fault = error.downcast::<Fault>()?;
    if !fault.code.starts_with("document.") {
        return Err(fault.into());
    }
    problems.push(Problem { code: fault.code, what: fault.what });
    Ok(None)
}

/// A field that is to hold two things at once.
fn contradiction(change: &Change) -> Option<Problem> {
    let mut named = BTreeSet::new();
    let mut fields = change.set.iter().map(|(path, _)| path).chain(&change.clear);
    let path = fields.find(|path| !named.insert(path.as_str()))?;
    let what = text!("trường `{path}` được nêu hai lần", "the field `{path}` is named twice");
    Some(Problem { code: "amend.twice", what })
}

/// Puts ids in place of names in the relations of a change.
fn with_ids<'o>(
    catalogue: &Catalogue,
    row: &Row,
    change: &'o Change,
    problems: &mut Vec<Problem>,
) -> Result<Cow<'o, Change>> {
    let mut change = Cow::Borrowed(change);
    if change.relate.is_empty() && change.unrelate.is_empty() {
        return Ok(change);
    }
    let Change { relate, unrelate, .. } = change.to_mut();
    for Tie { to, .. } in relate.iter_mut().chain(unrelate) {
        match known(catalogue, to, problems)? {
            Some(other) if other.id == row.id => {
                let id = &row.id;
                let what =
                    text!("tài liệu {id} không thể có quan hệ với chính nó", "document {id} cannot relate to itself");
                problems.push(Problem { code: "amend.relation", what });
            }
            Some(other) => *to = other.id,
            None => (),
        }
    }
    Ok(change)
}

/// Finds documents that would replace themselves by way of others, once all changes of the call were made.
fn rings(catalogue: &Catalogue, found: &[(Row, Cow<'_, Change>)]) -> Result<Vec<Problem>> {
    let replaces = |tie: &&Tie| tie.kind == REPLACES;
    let (mut added, mut ended) = (BTreeMap::<&str, Vec<&str>>::new(), BTreeSet::new());
    for (row, change) in found {
        ended.extend(change.unrelate.iter().filter(replaces).map(|tie| (row.id.as_str(), tie.to.as_str())));
        change.relate.iter().filter(replaces).for_each(|tie| added.entry(&tie.to).or_default().push(&row.id));
    }
    let mut problems = Vec::new();
    for (row, change) in found.iter().filter(|(_, change)| change.relate.iter().any(|tie| replaces(&tie))) {
        // From the document to those that replace it, and on.
        let (mut above, mut ahead) = (BTreeSet::new(), vec![row.id.clone()]);
        while let Some(id) = ahead.pop() {
            let known = catalogue.referring_to(&id)?.into_iter().filter(|(kind, _)| kind == REPLACES);
            let mut others: Vec<String> = known.map(|(_, other)| other).collect();
            others.retain(|other| !ended.contains(&(other.as_str(), id.as_str())));
            others.extend(added.get(id.as_str()).into_iter().flatten().map(|other| (*other).to_owned()));
            ahead.extend(others.into_iter().filter(|other| above.insert(other.clone())));
        }
        for tie in change.relate.iter().filter(replaces).filter(|tie| above.contains(&tie.to)) {
            let (id, to) = (&row.id, &tie.to);
            let what = text!(
                "tài liệu {id} không thể thay thế {to}: chính nó bị tài liệu đó thay thế, trực tiếp hoặc qua tài liệu khác",
                "document {id} cannot replace {to}, which replaces it, directly or by way of others"
            );
            problems.push(Problem { code: "amend.relation", what });
        }
    }
    Ok(problems)
}

/// Tells all problems in one sentence.
fn refusal(mut problems: Vec<Problem>) -> anyhow::Error {
    if problems.len() == 1 {
        let Problem { code, what } = problems.remove(0);
        return Fault::raise(code, what);
    }
    let more = problems.len().saturating_sub(TOLD);
    let told = &problems[..problems.len().min(TOLD)];
    let joined = |get: fn(&Text) -> &str| told.iter().map(|problem| get(&problem.what)).collect::<Vec<_>>().join("; ");
    let (vi, en) = (joined(|text| &text.vi), joined(|text| &text.en));
    let what = match more {
        0 => text!("chưa sửa gì: {vi}", "nothing was changed: {en}"),
        _ => text!("chưa sửa gì: {vi}; và {more} lỗi nữa", "nothing was changed: {en}; and {more} more"),
    };
    Fault::raise("amend.refused", what)
}
