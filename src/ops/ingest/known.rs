//! A document that the archive knows by its files: by all of them, or by some.

use anyhow::Result;

use crate::archive::catalogue::Row;
use crate::archive::sources::Outcome;
use crate::archive::staging::Entry;
use crate::files;
use crate::finding::{Finding, codes};
use crate::intake::discover::Found;
use crate::text;

use super::bundle::Context;
use super::differs;
use super::held::First;
use super::plan::PlannedDocument;

/// Notes when an earlier batch has the document's name in its dossier, or some of its files in another document:
/// a paper that was imported half, or under another grouping.
pub fn note_earlier(context: &Context<'_>, entry: &mut Entry) -> Result<()> {
    let (Some(place), Some(first)) = (&entry.place, entry.inputs.first()) else { return Ok(()) };
    let Some(catalogue) = context.catalogue else { return Ok(()) };
    let subject = first.path.clone();
    let mut n_known = 0;
    for sha256 in entry.inputs.iter().filter_map(|row| row.sha256) {
        n_known += u64::from(catalogue.knows_source(sha256)?);
    }
    let namesakes = catalogue.find(&place.name)?;
    let earlier = namesakes.iter().find(|row| row.dossier == place.dossier && row.name == place.name);
    let n_files = entry.inputs.len();
    let what = match earlier {
        Some(Row { batch, pages, .. }) => text!(
            "lô {batch} đã có tài liệu cùng tên, {pages} trang; {n_known} trên {n_files} tệp của bản này đã nằm trong kho; cả hai được giữ",
            "batch {batch} has a document of this name with {pages} pages; {n_known} of the {n_files} files of this one are in the archive; both are kept"
        ),
        None if n_known > 0 => text!(
            "{n_known} trên {n_files} tệp đã nằm trong tài liệu khác của kho; cả hai được giữ",
            "{n_known} of {n_files} files are in other documents of the archive; both are kept"
        ),
        None => return Ok(()),
    };
    entry.findings.push(Finding::new(&codes::DOCUMENT_AGAIN, subject, what));
    Ok(())
}

/// Turns a bundle that was just built into a duplicate of one that came before it.
pub fn discard(context: &Context<'_>, planned: &PlannedDocument, entry: Entry, of: &First) -> Result<Entry> {
    let First { id, sidecar } = of;
    if let Some(bundle) = &entry.bundle {
        bundle.files().try_for_each(|written| files::remove(&written.path.under(context.bag)))?;
    }
    let mut inputs = entry.inputs;
    for row in &mut inputs {
        row.outcome = Outcome::Duplicate;
        row.detail.clone_from(id);
    }
    // What was found while reading holds for these files, whoever came first: bytes behind the image, say.
    let mut findings = entry.findings;
    findings.push(duplicate(&planned.scans, id));
    findings.extend(differs::note_beside(planned, &sidecar.under(context.bag)));
    Ok(Entry { bundle: None, inputs, findings, ..entry })
}

/// Says that the archive has a document already. Whoever scans a withdrawn one again may think that it counts now.
pub fn stored_already(context: &Context<'_>, scans: &[Found], id: &str) -> Result<Finding> {
    if !context.catalogue.map_or(Ok(false), |catalogue| catalogue.is_withdrawn(id))? {
        return Ok(duplicate(scans, id));
    }
    Ok(withdrawn(scans, id))
}

/// Says so of a document that was withdrawn.
pub fn withdrawn(scans: &[Found], id: &str) -> Finding {
    let subject = scans.first().map_or("", |scan| scan.label.as_str());
    let what = text!(
        "đã có trong kho dưới mã {id}, và tài liệu đó đã được rút khỏi kho",
        "the archive has it already as {id}, and that document was withdrawn"
    );
    Finding::new(&codes::DUPLICATE_WITHDRAWN, subject, what)
}

fn duplicate(scans: &[Found], id: &str) -> Finding {
    let subject = scans.first().map_or("", |scan| scan.label.as_str());
    let what = text!("đã có trong kho dưới mã {id}", "the archive has it already as {id}");
    Finding::new(&codes::DUPLICATE, subject, what)
}
