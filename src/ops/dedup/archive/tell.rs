//! What is known of duplicates in an archive, as it is told: groups, doubts and relations that nobody has decided yet.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::pairs::{FoundPair, Kind};
use crate::archive::layout::Archive;
use crate::duplicates::verdict::Area;
use crate::finding::{Finding, codes};
use crate::ops::dedup::report::{self, Blank, Files, Group, Place, Relation, Report, Review};
use crate::ops::locate;
use crate::sidecar::{Dpi, Page};
use crate::text;

use super::Done;

/// Millimetres in an inch.
const INCH: f64 = 25.4;
/// Points in an inch: pages that stay in the PDF they came in are measured in these.
const POINTS: f64 = 72.0;

/// Tells all that was found of live documents and is not decided.
pub(super) fn report(archive: &Archive, catalogue: &Catalogue, done: Done) -> Result<Report> {
    let pairs = catalogue.pairs()?;
    let n_documents = catalogue.count_live()?;
    let mut findings = done.findings;
    findings.extend(unseen(done.unseen));
    Ok(Report {
        groups: [groups(&pairs, Kind::Content), groups(&pairs, Kind::Near)].concat_sorted(),
        review: reviews(archive, catalogue, &pairs)?,
        relations: relations(&pairs),
        blank: blank(catalogue)?,
        files: Files { seen: n_documents, read: n_documents, ..Files::default() },
        pages: catalogue.count_settled()?,
        verified: done.verified,
        bytes_saved: catalogue.spared()?.bytes,
        findings,
        ..Report::default()
    })
}
