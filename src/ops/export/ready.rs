//! Is every document as the recipient asks for it? Looked at before anything is written.

use anyhow::Result;
use rayon::prelude::*;

use super::parcel::Parcel;
use super::read::{self, Read};
use super::select::{Pick, Selection};
use super::{Options, terms};
use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;
use crate::exchange::profile::{Asks, Demand};
use crate::fault::Fault;
use crate::finding::{Finding, Severity, codes};
use crate::packages::{self, Document};
use crate::progress::{Progress, Silent, Stage};
use crate::record::Record;
use crate::records::fields;
use crate::sidecar::Kept;
use crate::text;

/// So many documents are looked at by one thread at a time.
const SHARE: usize = 64;
/// Shares that are looked at before findings are handed over, which bounds memory.
const ROUND: usize = 64;

/// What is said of one document or dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The document's place in the selection; `None` where all documents of a package are meant.
    pub place: Option<usize>,
    /// The document's id, or the dossier's name.
    pub subject: String,
    /// The name of the dossier.
    pub dossier: String,
    /// The document's name.
    pub name: String,
    /// What is wrong.
    pub finding: Finding,
}

impl Reason {
    /// Says whether it keeps documents from being packed.
    pub fn refuses(&self) -> bool {
        self.finding.severity == Severity::Error
    }
}

/// Looks at every document by itself, and hands over what is said of them in their order.
pub fn each(
    archive: &Archive,
    catalogue: &Catalogue,
    options: &Options,
    selection: &Selection,
    progress: &dyn Progress,
    mut tell: impl FnMut(Reason) -> Result<()>,
) -> Result<()> {
    progress.begin(Stage::Ready, selection.picks.len() as u64, 0);
    let mut begin = 0;
    for round in selection.picks.chunks(SHARE * ROUND) {
        let shares: Result<Vec<Vec<Reason>>> = round
            .par_chunks(SHARE)
            .enumerate()
            .map(|(number, share)| {
                let reasons = look(archive, catalogue, options, selection, begin + number * SHARE, share)?;
                progress.advance(share.len() as u64, 0);
                Ok(reasons)
            })
            .collect();
        shares?.into_iter().flatten().try_for_each(&mut tell)?;
        begin += round.len();
    }
    progress.end();
    Ok(())
}

/// Looks at the documents of each package together.
pub fn whole(
    archive: &Archive,
    catalogue: &Catalogue,
    options: &Options,
    selection: &Selection,
    parcels: &[Parcel],
) -> Result<Vec<(usize, Vec<Finding>)>> {
    let terms = terms(archive, options);
    let look = |(number, parcel): (usize, &Parcel)| {
        let picks = &selection.picks[parcel.range.clone()];
        let documents = Read { archive, catalogue, picks, progress: &Silent, ahead: false };
        Ok((number, (options.format.lacks_whole)(&terms, &documents)?))
    };
    let found: Result<Vec<(usize, Vec<Finding>)>> = parcels.par_iter().enumerate().map(look).collect();
    Ok(found?.into_iter().filter(|(_, found)| !found.is_empty()).collect())
}

fn look(
    archive: &Archive,
    catalogue: &Catalogue,
    options: &Options,
    selection: &Selection,
    begin: usize,
    share: &[Pick],
) -> Result<Vec<Reason>> {
    let terms = terms(archive, options);
    let keys: Vec<i64> = share.iter().map(|pick| pick.key).collect();
    let mut reasons = Vec::new();
    for ((place, pick), row) in (begin..).zip(share).zip(catalogue.at(&keys)?) {
        let found = match read::document(archive, pick, &row, false) {
            Ok(document) => {
                let mut found = asked(&document, &terms.profile.asks);
                found.extend((options.format.lacks)(&document, &terms));
                found
            }
            Err(error) => vec![of_material(error, &row.id)?],
        };
        reasons.extend(found.into_iter().map(|finding| reason(selection, place, &row.id, finding)));
    }
    Ok(reasons)
}

/// Reads every byte of the documents of a package, and says which are not as they were sealed.
pub fn damaged(
    archive: &Archive,
    catalogue: &Catalogue,
    selection: &Selection,
    parcel: &Parcel,
) -> Result<Vec<Reason>> {
    let mut reasons = Vec::new();
    let mut begin = parcel.range.start;
    for share in selection.picks[parcel.range.clone()].chunks(SHARE) {
        let keys: Vec<i64> = share.iter().map(|pick| pick.key).collect();
        let rows = catalogue.at(&keys)?;
        let look = |(pick, row): (&Pick, &Row)| match read::document(archive, pick, row, true) {
            Ok(_) => Ok(None),
            Err(error) => of_material(error, &row.id).map(Some),
        };
        let found: Result<Vec<Option<Finding>>> = share.par_iter().zip(&rows).map(look).collect();
        for ((place, row), finding) in (begin..).zip(&rows).zip(found?) {
            reasons.extend(finding.map(|finding| reason(selection, place, &row.id, finding)));
        }
        begin += share.len();
    }
    Ok(reasons)
}

fn reason(selection: &Selection, place: usize, id: &str, finding: Finding) -> Reason {
    let pick = &selection.picks[place];
    let dossier = selection.dossiers[pick.dossier as usize].clone();
    Reason { place: Some(place), subject: id.to_owned(), dossier, name: pick.name.to_string(), finding }
}

/// A document that is not as it was sealed is a problem of the material; all else is the machine's.
fn of_material(error: anyhow::Error, subject: &str) -> Result<Finding> {
    match error.downcast_ref::<Fault>().filter(|_| packages::is_damaged(&error)) {
        Some(fault) => Ok(Finding::new(&codes::EXPORT_DAMAGED, subject, fault.what.clone())),
        None => Err(error),
    }
}

/// Says what a document lacks of what the profile asks of all.
fn asked(document: &Document, asks: &Asks) -> Vec<Finding> {
    let sidecar = &document.sidecar;
    let mut found = Vec::new();
    for path in asks.fields.iter().filter(|path| !has(&sidecar.record, path)) {
        let (vi, en) = fields::by_path(path).map_or((path.as_str(), path.as_str()), |field| (field.vi, field.en));
        let what = text!("thiếu trường `{path}` ({vi})", "the field `{path}` ({en}) has no value");
        found.push(Finding::new(&codes::EXPORT_FIELD, &sidecar.id, what));
    }
    let mut demand = |demand: Demand, is_met: bool, code, what: &dyn Fn() -> text::Text| {
        if demand == Demand::Ignore || is_met {
            return;
        }
        let severity = if demand == Demand::Refuse { Severity::Error } else { Severity::Warning };
        found.push(Finding { severity, ..Finding::new(code, &sidecar.id, what()) });
    };
    // Of a PDF that was kept or mended nobody knows without reading it anew; of one that we built it is certain.
    let has_text = sidecar.pdf.kept != Kept::Built || sidecar.pages.iter().any(|page| page.text.is_some());
    let no_text = || text!("PDF không có lớp chữ", "the PDF has no text layer");
    demand(asks.text_layer, has_text, &codes::EXPORT_TEXT, &no_text);
    let conformance = &sidecar.pdf.conformance;
    let no_pdfa = || text!("tệp là {conformance}, không phải PDF/A", "the file is {conformance} and no PDF/A");
    demand(asks.pdfa, conformance.starts_with("PDF/A"), &codes::EXPORT_PDF, &no_pdfa);
    let (said, pages) = (sidecar.record.count(fields::PAGES), u64::from(sidecar.pdf.pages));
    let n = said.unwrap_or(pages);
    let other_pages =
        || text!("bản mô tả ghi {n} trang, PDF có {pages}", "the record says {n} pages, the PDF has {pages}");
    demand(asks.pages, n == pages, &codes::EXPORT_PAGES, &other_pages);
    found
}

fn has(record: &Record, path: &str) -> bool {
    record.get(path).and_then(|entry| entry.value.as_ref()).is_some_and(|value| !value.to_string().trim().is_empty())
}
