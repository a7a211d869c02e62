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
use crate::relpath::RelPath;
use crate::sidecar::{REPLACES, Sidecar};
use crate::text;
use crate::text::Text;

use super::change::{self, Live};
use super::{Amended, Change, Options, Report, Tie};

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
        Ok((row, change, next.map(|(sidecar, _)| amended(&sidecar))))
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

/// Returns the version that a change makes of a document, with the bytes of its file; `None` when nothing would differ.
pub fn draft(archive: &Archive, row: &Row, change: &Change, options: &Options) -> Result<Option<(Sidecar, Vec<u8>)>> {
    let live = Live {
        sidecar: locate::sidecar(archive, row)?,
        sha256: row.sidecar_sha256,
        batch: row.batch.clone(),
        path: RelPath::parse(&row.sidecar).map_err(|_| locate::damaged())?,
    };
    let Some(next) = change::next(live, change, options, &run::instant(&options.now)) else { return Ok(None) };
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
    Ok(Some((next, bytes)))
}

fn amended(next: &Sidecar) -> Amended {
    let pdf = next.pdf.path.as_str();
    Amended {
        id: next.id.clone(),
        dossier: next.dossier.clone(),
        name: pdf.rsplit('/').next().unwrap_or_default().trim_end_matches(".pdf").to_owned(),
        version: next.version,
        event: next.event,
        changed: next.amendment.as_ref().map(|amendment| amendment.changed.clone()).unwrap_or_default(),
    }
}

/// Finds the document of each change and the documents that its relations name.
fn find<'o>(catalogue: &Catalogue, options: &'o Options) -> Result<Vec<(Row, Cow<'o, Change>)>> {
    let (mut found, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for change in &options.changes {
        let row = match locate::document(catalogue, &change.document) {
            Ok(row) => row,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        problems.extend(contradiction(change));
        if !seen.insert(row.id.clone()) {
            let id = &row.id;
            let what = text!("tài liệu {id} được nêu hai lần", "document {id} is named twice");
            problems.push(Fault::raise("amend.twice", what));
        }
        let change = with_ids(catalogue, &row, change, &mut problems)?;
        found.push((row, change));
    }
    problems.extend(rings(catalogue, &found)?);
    match problems.is_empty() {
        true => Ok(found),
        false => Err(refusal(problems)),
    }
}

/// A field that is to hold two things at once.
fn contradiction(change: &Change) -> Option<anyhow::Error> {
    let mut named = BTreeSet::new();
    let mut fields = change.set.iter().map(|(path, _)| path).chain(&change.clear);
    let path = fields.find(|path| !named.insert(path.as_str()))?;
    let what = text!("trường `{path}` được nêu hai lần", "the field `{path}` is named twice");
    Some(Fault::raise("amend.twice", what))
}

/// Puts ids in place of names in the relations of a change.
fn with_ids<'o>(
    catalogue: &Catalogue,
    row: &Row,
    change: &'o Change,
    problems: &mut Vec<anyhow::Error>,
) -> Result<Cow<'o, Change>> {
    let mut change = Cow::Borrowed(change);
    if change.relate.is_empty() && change.unrelate.is_empty() {
        return Ok(change);
    }
    let Change { relate, unrelate, .. } = change.to_mut();
    for Tie { to, .. } in relate.iter_mut().chain(unrelate) {
        match locate::document(catalogue, to) {
            Ok(other) if other.id == row.id => {
                let id = &row.id;
                let what =
                    text!("tài liệu {id} không thể có quan hệ với chính nó", "document {id} cannot relate to itself");
                problems.push(Fault::raise("amend.relation", what));
            }
            Ok(other) => *to = other.id,
            Err(problem) => problems.push(problem),
        }
    }
    Ok(change)
}

/// Finds documents that would replace themselves by way of others, once all changes of the call were made.
fn rings(catalogue: &Catalogue, found: &[(Row, Cow<'_, Change>)]) -> Result<Vec<anyhow::Error>> {
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
            problems.push(Fault::raise("amend.relation", what));
        }
    }
    Ok(problems)
}

/// Tells all problems in one sentence.
pub fn refusal(mut problems: Vec<anyhow::Error>) -> anyhow::Error {
    if problems.len() == 1 {
        return problems.remove(0);
    }
    let more = problems.len().saturating_sub(TOLD);
    let texts: Vec<&Text> = problems
        .iter()
        .take(TOLD)
        .filter_map(|problem| problem.downcast_ref::<Fault>())
        .map(|fault| &fault.what)
        .collect();
    let joined = |get: fn(&Text) -> &str| texts.iter().map(|text| get(text)).collect::<Vec<_>>().join("; ");
    let (vi, en) = (joined(|text| &text.vi), joined(|text| &text.en));
    let what = match more {
        0 => text!("chưa sửa gì: {vi}", "nothing was changed: {en}"),
        _ => text!("chưa sửa gì: {vi}; và {more} lỗi nữa", "nothing was changed: {en}; and {more} more"),
    };
    Fault::raise("amend.refused", what)
}
