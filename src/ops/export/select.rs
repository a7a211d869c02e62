//! Which documents leave. Held in some hundred bytes each, so that an archive of millions can leave at once.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Result;
use uuid::Uuid;

use super::twice;
use super::{Counts, Options};
use crate::archive::catalogue::picked::Picked;
use crate::archive::catalogue::{Catalogue, Query};
use crate::archive::layout::Archive;
use crate::archive::{ledger, seals};
use crate::digest::Digest;
use crate::finding::{Finding, codes};
use crate::group::natural;
use crate::names::Taken;
use crate::text;

/// So many single ids are told of a list.
const TOLD: usize = 100;

/// A document that leaves.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Its number in the catalogue.
    pub key: i64,
    /// Bytes of its PDF.
    pub bytes: u64,
    /// Pages.
    pub pages: u32,
    /// The number of its dossier, see [`Selection::dossiers`].
    pub dossier: u32,
    /// The number of the seal of its batch.
    pub sequence: u64,
    /// Digest of the sidecar, which holds all that is told of it.
    pub sidecar_sha256: Digest,
    /// Its name, with a number where another of its dossier has the same.
    pub name: Box<str>,
}

/// All documents that leave, in the order in which they are packed: by dossier, then by name as people count.
#[derive(Debug, Default)]
pub struct Selection {
    /// The documents.
    pub picks: Vec<Pick>,
    /// The names of their dossiers, sorted.
    pub dossiers: Vec<String>,
    /// When each batch was sealed, by the number of its seal.
    pub sealed: BTreeMap<u64, String>,
    /// How many stay behind because they are there twice.
    pub duplicates: u64,
}

/// Selects documents, and says what was asked for in vain.
pub fn select(
    archive: &Archive,
    catalogue: &Catalogue,
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Result<Selection> {
    let seals = seals::read_all(archive)?;
    let sequences: HashMap<&str, u64> =
        seals.iter().map(|sealed| (sealed.seal.batch.as_str(), sealed.seal.sequence)).collect();
    let sealed = seals.iter().map(|sealed| (sealed.seal.sequence, sealed.seal.created.clone())).collect();
    let mut selection = Selection { sealed, ..Selection::default() };
    tell_of_ids(catalogue, &options.query.ids, findings)?;
    let has = known_to(archive, options, findings)?;
    let twice = twice::left_out(catalogue, options.duplicates)?;
    let (mut numbers, mut seen, mut received) = (HashMap::<String, u32>::new(), HashSet::new(), HashSet::new());
    for query in queries(options) {
        let mut n_hits = 0_u64;
        catalogue.pick(&query, options.today, |picked| {
            n_hits += 1;
            let is_received = has.contains(&ledger::Known::of(&picked.row.id, picked.row.version));
            if twice.contains(&picked.key) {
                selection.duplicates += u64::from(!is_received);
            } else if seen.insert(picked.key) {
                if is_received {
                    received.insert(picked.key);
                }
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                let dossier = *numbers.entry(picked.row.dossier.clone()).or_insert(next);
                let sequence = sequences.get(picked.row.batch.as_str()).copied().unwrap_or_default();
                selection.picks.push(Pick::of(picked, dossier, sequence));
            }
        })?;
        if let Some(dossier) = query.dossier.filter(|_| n_hits == 0 && options.dossiers.len() > 1) {
            let what = text!("hồ sơ không có tài liệu nào được chọn", "no document of the dossier was selected");
            findings.push(Finding::new(&codes::EXPORT_NOTHING, dossier, what));
        }
    }
    drop(seen);
    let n_received = selection.without(&received, options.is_by_dossier());
    selection.order(numbers);
    selection.name_apart();
    selection.tell(n_received, findings);
    Ok(selection)
}

/// One query for each dossier that was asked for, or one.
fn queries(options: &Options) -> Vec<Query> {
    let of = |dossier: Option<&String>| Query { dossier: dossier.cloned(), ..options.query.clone() };
    match options.dossiers.is_empty() {
        true => vec![of(None)],
        false => options.dossiers.iter().map(|dossier| of(Some(dossier))).collect(),
    }
}

/// Returns what the recipient has got already; one that nothing was packed for may be misspelt.
fn known_to(archive: &Archive, options: &Options, findings: &mut Vec<Finding>) -> Result<HashSet<ledger::Known>> {
    let Some(recipient) = options.since.as_deref() else { return Ok(HashSet::new()) };
    let others = ledger::recipients(archive)?;
    if !others.is_empty() && !others.contains(recipient) {
        let others = others.into_iter().take(TOLD).collect::<Vec<_>>().join("; ");
        let what = text!(
            "sổ xuất chưa có gì cho bên nhận này, nên giao tất cả; đã giao cho: {others}",
            "the ledger has nothing for this recipient, so everything leaves; others are: {others}"
        );
        findings.push(Finding::new(&codes::EXPORT_RECIPIENT, recipient, what));
    }
    ledger::received(archive, recipient)
}

fn tell_of_ids(catalogue: &Catalogue, ids: &[String], findings: &mut Vec<Finding>) -> Result<()> {
    let (unknown, withdrawn) = catalogue.not_live(ids)?;
    let absent = || text!("kho không có tài liệu mang mã này", "the archive has no document with this id");
    let gone = || text!("tài liệu này đã rút khỏi kho", "this document was withdrawn");
    for (code, ids, what) in [
        (&codes::EXPORT_UNKNOWN, unknown, &absent as &dyn Fn() -> text::Text),
        (&codes::EXPORT_WITHDRAWN, withdrawn, &gone),
    ] {
        // A line that is no id may be anything, also somebody's name.
        let shown = |id: &String| Uuid::try_parse(id).map_or_else(|_| "--ids".to_owned(), |id| id.to_string());
        findings.extend(ids.iter().take(TOLD).map(|id| Finding::new(code, shown(id), what())));
        if let Some(n_more) = ids.len().checked_sub(TOLD).filter(|more| *more > 0) {
            let what = text!("và {n_more} mã nữa như vậy", "and {n_more} more ids like that");
            findings.push(Finding::new(code, "--ids", what));
        }
    }
    Ok(())
}

impl Pick {
    fn of(picked: Picked, dossier: u32, sequence: u64) -> Pick {
        let Picked { key, bytes, row } = picked;
        let sidecar_sha256 = row.sidecar_sha256;
        Pick { key, bytes, pages: row.pages, dossier, sequence, sidecar_sha256, name: row.name.into() }
    }
}

impl Selection {
    /// Counts documents, pages and bytes of PDFs.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.picks)
    }

    /// Takes out what the recipient has got, and says how many that were. A dossier is never torn: one that has anything
    /// new leaves whole.
    fn without(&mut self, received: &HashSet<i64>, by_dossier: bool) -> u64 {
        let is_new = |pick: &Pick| !received.contains(&pick.key);
        let moved: HashSet<u32> = self.picks.iter().filter(|pick| is_new(pick)).map(|pick| pick.dossier).collect();
        let n_before = self.picks.len();
        self.picks.retain(|pick| if by_dossier { moved.contains(&pick.dossier) } else { is_new(pick) });
        (n_before - self.picks.len()) as u64
    }

    /// Puts the documents in order, and their dossiers.
    fn order(&mut self, numbers: HashMap<String, u32>) {
        let mut dossiers: Vec<(String, u32)> = numbers.into_iter().collect();
        dossiers.sort_by(|a, b| natural::compare(&a.0, &b.0));
        let mut places = vec![0; dossiers.len()];
        (0..).zip(&dossiers).for_each(|(place, (_, number))| places[*number as usize] = place);
        self.picks.iter_mut().for_each(|pick| pick.dossier = places[pick.dossier as usize]);
        self.dossiers = dossiers.into_iter().map(|(name, _)| name).collect();
        let order = |a: &Pick, b: &Pick| {
            let by_name = || natural::compare(&a.name, &b.name).then(a.key.cmp(&b.key));
            a.dossier.cmp(&b.dossier).then_with(by_name)
        };
        self.picks.sort_unstable_by(order);
        self.picks.shrink_to_fit();
    }

    /// Batches may have documents of one name and dossier: those behind the first get a number.
    fn name_apart(&mut self) {
        for dossier in self.picks.chunk_by_mut(|a, b| a.dossier == b.dossier) {
            let mut taken = Taken::default();
            dossier.iter_mut().for_each(|pick| pick.name = taken.take(&pick.name).into());
        }
    }

    fn tell(&self, n_received: u64, findings: &mut Vec<Finding>) {
        let n = self.duplicates;
        if n > 0 {
            let what = text!("{n} tài liệu ở lại vì là bản trùng", "{n} documents stay behind as duplicates");
            findings.push(Finding::new(&codes::EXPORT_DUPLICATE, "", what));
        }
        if !self.picks.is_empty() {
            return;
        }
        let finding = match n_received {
            0 => Finding::new(
                &codes::EXPORT_NOTHING,
                "",
                text!("không có tài liệu nào được chọn", "no document was selected"),
            ),
            n => {
                let what =
                    text!("bên nhận đã có cả {n} tài liệu được chọn", "the recipient has all {n} selected documents");
                Finding::new(&codes::EXPORT_UP_TO_DATE, "", what)
            }
        };
        findings.push(finding);
    }
}
