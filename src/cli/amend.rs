//! `sohoa amend`: what was typed, or an index sheet, becomes changes of documents.

use anyhow::Result;
use serde_json::json;

use sohoa::archive::layout::Archive;
use sohoa::finding::Finding;
use sohoa::ops::amend::{self, Change, Options, sheet};
use sohoa::ops::sheets;

use crate::cli::args::Amend;
use crate::cli::commands::{ending, findings, wish};
use crate::cli::output::Output;
use crate::cli::progress::Shown;
use crate::cli::{Ending, clock, show};

/// Runs `amend`.
pub fn run(arguments: &Amend, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let (options, told) = options(arguments, &archive)?;
    let mut report = match arguments.dry_run {
        true => amend::plan(&archive, &options)?,
        false => amend::run(&archive, &options, &Shown::new(output.lang))?,
    };
    report.findings.splice(0..0, told);
    if output.json {
        output.value(&json!({
            "batch": report.batch,
            "documents": report.documents,
            "findings": findings(&report.findings, output.lang),
        }))?;
    } else {
        show::amended(output, &report)?;
    }
    Ok(ending(&report.findings))
}

fn options(arguments: &Amend, archive: &Archive) -> Result<(Options, Vec<Finding>)> {
    let now = clock::now(&archive.profile.utc_offset)?;
    let understood = sheets::options(Some(archive), &archive.profile, &wish(&arguments.sheets), &now)?;
    let read = sheet::read(archive, &arguments.index, &understood)?;
    let (mut changes, sheets, problems) = (read.changes, read.sheets, read.problems);
    changes.extend(typed(arguments, archive)?);
    let (reason, by) = (arguments.reason.clone(), arguments.by.clone());
    Ok((Options { changes, problems, sheets, reason, by, now }, read.findings))
}

/// Returns the same change for each document that was named.
fn typed(arguments: &Amend, archive: &Archive) -> Result<Vec<Change>> {
    let rules = &archive.profile.records;
    let typed = arguments.set.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let revoked = arguments.revoke.as_deref().map(|day| ("tthc.revokedOn", day));
    let set: Vec<Vec<_>> =
        typed.chain(revoked).map(|(name, value)| amend::field(name, value, rules)).collect::<Result<_>>()?;
    let set = set.concat();
    let clear = arguments.clear.iter().map(|name| amend::path_of(name)).collect::<Result<Vec<_>>>()?;
    let change = |document: &String| Change {
        document: document.clone(),
        set: set.clone(),
        clear: clear.clone(),
        withdraw: (arguments.withdraw || arguments.restore).then_some(arguments.withdraw),
        relate: arguments.relate.clone(),
        unrelate: arguments.unrelate.clone(),
        described: None,
    };
    Ok(arguments.documents.iter().map(change).collect())
}
