//! Which pages could be scans of the same sheets? Asked once of each page, for many pages together.

use std::collections::BTreeMap;

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::pages::Newcomer;
use crate::fingerprint::Fingerprint;
use crate::ops::locate;
use crate::ops::see::{Eyes, Subject};
use crate::page::Stop;
use crate::progress::Stage;

use super::{Done, Work};

/// So many pages are asked of together.
const PAGES: usize = 20_000;
/// So many documents are seen side by side before what was seen is kept.
const DOCUMENTS: usize = 64;
/// So many pages at most could be scans of the same sheet as one: twins on one form are the reason for more than a few.
const NEIGHBOURS: usize = 64;

/// The fingerprints of a document's pages.
type Prints = Vec<(u32, Option<Fingerprint>)>;

/// Sees the pages whose fingerprints no sidecar has.
pub(super) fn see(work: &Work<'_>, done: &mut Done) -> Result<()> {
    let unseen = work.catalogue.unseen()?;
    work.progress.begin(Stage::See, unseen.len() as u64, 0);
    for ids in unseen.chunks(DOCUMENTS) {
        let seen: Vec<Prints> = ids.par_iter().map(|id| prints_of(work, id)).collect::<Result<_>>()?;
        for (id, prints) in ids.iter().zip(seen) {
            work.catalogue.set_prints(id, &prints)?;
            done.unseen += u64::from(prints.iter().any(|(_, print)| print.is_none()));
        }
        work.progress.advance(ids.len() as u64, 0);
    }
    work.progress.end();
    Ok(())
}

/// Sees all pages of one document. Those that cannot be seen are noted as such; why, the import or `verify` has said.
fn prints_of(work: &Work<'_>, id: &str) -> Result<Prints> {
    let row = locate::document(work.catalogue, id)?;
    let (sidecar, pdf) = (locate::sidecar(work.archive, &row)?, locate::pdf(work.archive, &row)?);
    let mut prints: BTreeMap<u32, Option<Fingerprint>> = sidecar.pages.iter().map(|page| (page.number, None)).collect();
    let eyes = Eyes { limits: &work.archive.profile.limits, pool: work.pool };
    let subject = Subject::Document { pdf: &pdf, sidecar: &sidecar };
    let seen = eyes.pages(subject, &mut |page| {
        let print = Fingerprint::of(&page.preview, page.dpi, page.orientation);
        prints.insert(page.frame, Some(print));
        Ok(())
    });
    match seen {
        Err(Stop::Fault(error)) => Err(error),
        _ => Ok(prints.into_iter().collect()),
    }
}

/// Asks of pages that nobody has asked of, until there are none.
pub(super) fn neighbours(work: &Work<'_>, done: &mut Done) -> Result<()> {
    loop {
        let newcomers = work.catalogue.unasked(PAGES)?;
        if newcomers.is_empty() {
            return Ok(());
        }
        let keys: Vec<i64> = newcomers.iter().map(|page| page.key).collect();
        shelve(work.catalogue, &newcomers)?;
        let prints: Vec<(i64, &Fingerprint)> = newcomers.iter().filter_map(placed).collect();
        let found = work.catalogue.look_for(&prints, NEIGHBOURS, &mut |keys| work.catalogue.prints_of(keys))?;
        done.verified.capped += found.capped;
        let pairs: Vec<(i64, i64, f64)> =
            found.pairs.iter().map(|(key, other, score)| (*key, *other, f64::from(*score))).collect();
        work.catalogue.note_asked(&keys, &pairs)?;
    }
}

/// Puts on shelves what stands on none. A page that a kill in between puts there twice is found twice, and noted once.
fn shelve(catalogue: &Catalogue, newcomers: &[Newcomer]) -> Result<()> {
    let fresh: Vec<&Newcomer> = newcomers.iter().filter(|page| !page.is_shelved).collect();
    let prints: Vec<(i64, &Fingerprint)> = fresh.iter().copied().filter_map(placed).collect();
    catalogue.shelve(&prints, &mut |keys| catalogue.prints_of(keys))?;
    catalogue.note_shelved(&fresh.iter().map(|page| page.key).collect::<Vec<_>>())
}

fn placed(page: &Newcomer) -> Option<(i64, &Fingerprint)> {
    Some((page.key, page.print.as_ref()?))
}
