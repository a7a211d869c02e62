//! `sohoa amend`: what was typed, or an index sheet, becomes changes of documents.

use anyhow::Result;
use serde_json::json;

use sohoa::archive::layout::Archive;
use sohoa::finding::Finding;
use sohoa::ops::amend::{self, Amended, Change, Options, Report, Shift, sheet};
use sohoa::ops::{sheets, show};
use sohoa::record::Scalar;
use sohoa::text;
use sohoa::text::Text;

use crate::cli::args::Amend;
use crate::cli::commands::{ending, findings, wish};
use crate::cli::output::Output;
use crate::cli::progress::Shown;
use crate::cli::show::{count, plain};
use crate::cli::{Ending, clock};

/// So many documents are printed.
const SHOWN: usize = 20;

/// Runs `amend`.
pub fn run(arguments: &Amend, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let (options, told) = options(arguments, &archive)?;
    let mut report = match arguments.dry_run {
        true => amend::plan(&archive, &options)?,
        false => amend::run(&archive, &options, &Shown::new(output.lang))?,
    };
    report.findings.splice(0..0, told);
    tell(&report, arguments.dry_run, output)
}

/// Prints what was amended, or would be.
pub fn tell(report: &Report, is_dry_run: bool, output: &mut Output) -> Result<Ending> {
    if output.json {
        output.value(&json!({
            "batch": report.batch,
            "documents": report.documents,
            "findings": findings(&report.findings, output.lang),
        }))?;
    } else {
        told_of(output, report, is_dry_run)?;
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

/// Prints which documents have a new version, or would have one.
fn told_of(output: &mut Output, report: &Report, is_dry_run: bool) -> Result<()> {
    crate::cli::show::findings(output, &report.findings)?;
    for amended in report.documents.iter().take(SHOWN) {
        document(output, amended)?;
        for shift in amended.values.iter().filter(|_| is_dry_run) {
            values(output, shift)?;
        }
    }
    if report.documents.len() > SHOWN {
        let more = count((report.documents.len() - SHOWN) as u64, output.lang);
        output.say(&text!(
            "  … và {more} tài liệu nữa; `--json` in ra tất cả",
            "  … and {more} more; `--json` prints all"
        ))?;
    }
    let documents = count(report.documents.len() as u64, output.lang);
    output.say(&match &report.batch {
        Some(batch) => text!("Lô {batch}: {documents} phiên bản mới", "Batch {batch}. New versions: {documents}"),
        None if is_dry_run => text!(
            "Chưa ghi gì; phiên bản mới nếu ghi: {documents}",
            "Nothing was written. New versions if it were: {documents}"
        ),
        None => text!("Không có gì thay đổi nên không ghi lô mới.", "Nothing was changed, so no batch was written."),
    })
}

fn document(output: &mut Output, amended: &Amended) -> Result<()> {
    let Amended { id, dossier, name, version, event, changed, .. } = amended;
    let names = changed.iter().map(|what| show::changed(what, *event).get(output.lang).to_owned());
    let names = names.collect::<Vec<_>>().join(", ");
    let told = text!(
        "{dossier}/{name} ({id}), phiên bản {version}: {names}",
        "{dossier}/{name} ({id}), version {version}: {names}"
    );
    output.line(&plain(told.get(output.lang)))
}

/// Prints what a field holds and what it is to hold.
fn values(output: &mut Output, shift: &Shift) -> Result<()> {
    let value = |value: &Option<Scalar>| match value {
        Some(value) => show::meaning(&shift.path, value),
        None => text!("(trống)", "(empty)"),
    };
    let texts: [Text; 3] = [show::label(&shift.path), value(&shift.old), value(&shift.new)];
    let [label, old, new] = texts.each_ref().map(|text| text.get(output.lang));
    output.line(&plain(&format!("    {label}: {old} → {new}")))
}
