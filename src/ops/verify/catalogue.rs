//! Does the catalogue say what the batches say? It is a cache, but it also remembers batches that are gone.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::archive::amending;
use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;
use crate::archive::run::Run;
use crate::checks::chain::Chain;
use crate::checks::sidecars::Bundle;
use crate::checks::tally::Tally;
use crate::finding::codes;
use crate::ops::verify::archive::Batch;
use crate::text;

const SUBJECT: &str = "catalogue.sqlite";

/// What the catalogue knows.
pub(super) struct Known {
    /// `None` when it is absent or cannot be used.
    catalogue: Option<Catalogue>,
    /// The names of its batches when the verification began.
    batches: Vec<String>,
    exists: bool,
    agrees: bool,
    /// True while an import or an amendment is under way or was interrupted: the catalogue may then lag behind the
    /// batches, and whoever writes next brings it up to date before anything else.
    lags: bool,
}

impl Known {
    /// Opens the catalogue without writing to it.
    pub(super) fn open(archive: &Archive) -> Known {
        let path = archive.catalogue_path();
        let lags = amending::is_unfinished(archive) || matches!(Run::unfinished(archive), Ok(Some(_)));
        let catalogue = Catalogue::open_read_only(&path).filter(Catalogue::is_sound);
        let batches = catalogue.as_ref().map(Catalogue::batches);
        let exists = path.symlink_metadata().is_ok();
        match batches {
            Some(Ok(batches)) => Known { catalogue, batches, exists, agrees: true, lags },
            _ => Known { catalogue: None, batches: Vec::new(), exists, agrees: true, lags },
        }
    }

    /// Reports a catalogue that cannot be used; an archive without batches needs none.
    pub(super) fn report_absence(&self, has_batches: bool, tally: &mut Tally) {
        if self.catalogue.is_none() && !self.lags && (self.exists || has_batches) {
            let what = text!("mục lục thiếu hoặc hỏng", "the catalogue is absent or damaged");
            tally.find(&codes::CATALOGUE_UNUSABLE, SUBJECT, what);
        }
    }

    /// Asks the catalogue; a failure is reported once and ends the asking.
    fn ask<T>(&mut self, tally: &mut Tally, question: impl FnOnce(&Catalogue) -> Result<T>) -> Option<T> {
        let answer = question(self.catalogue.as_ref()?);
        if answer.is_err() {
            self.catalogue = None;
            self.report_absence(true, tally);
        }
        answer.ok()
    }

    /// Compares the documents of one batch.
    pub(super) fn compare_batch(&mut self, batch: &str, bundles: &[Bundle], tally: &mut Tally) {
        if self.lags && !self.batches.iter().any(|known| known == batch) {
            return;
        }
        let Some(rows) = self.ask(tally, |catalogue| catalogue.of_batch(batch)) else { return };
        let rows = rows.into_iter();
        let facts = |row: &Row| (row.pdf_batch.clone(), row.pdf.clone(), row.pages, row.pdf_sha256, row.sidecar_sha256);
        let mut known: BTreeMap<_, _> = rows.map(|row| ((row.id.clone(), row.version), facts(&row))).collect();
        let mut differs = |bundle: &&Bundle| {
            let Bundle { leaf, pdf_batch, pdf, pages, .. } = bundle;
            let pdf_batch = pdf_batch.as_deref().unwrap_or(batch).to_owned();
            let found = (pdf_batch, pdf.to_string(), *pages, leaf.pdf, leaf.sidecar);
            known.remove(&(leaf.id.clone(), leaf.version)) != Some(found)
        };
        let n_differing = bundles.iter().filter(&mut differs).count() + known.len();
        if n_differing > 0 {
            self.agrees = false;
            let what = text!(
                "lô {batch}: {n_differing} tài liệu trong mục lục khác với trong lô",
                "batch {batch}: {n_differing} documents in the catalogue are not as in the batch"
            );
            tally.find(&codes::CATALOGUE_DISAGREES, SUBJECT, what);
        }
    }

    /// Compares batches, last seal and tree, once all batches were seen.
    pub(super) fn compare_end(&mut self, archive: &Archive, batches: &[Batch], chain: &Chain, tally: &mut Tally) {
        for name in &self.batches {
            let is_there = batches.iter().any(|batch| batch.sealed_name() == name) || archive.batch_path(name).is_dir();
            if !is_there {
                self.agrees = false;
                let what = text!(
                    "mục lục có lô {name}, trên đĩa không có",
                    "the catalogue has batch {name}, the disk has not"
                );
                tally.find(&codes::CATALOGUE_BATCH_GONE, SUBJECT, what);
            }
        }
        // Where the batches or their seals are in doubt already, there is nothing to hold against the catalogue.
        let Some(tree) = chain.tree().filter(|_| self.agrees && !self.lags) else { return };
        let found = self.ask(tally, |catalogue| Ok((catalogue.head()?, catalogue.tree()?)));
        if found.is_some_and(|(head, known)| head != chain.head() || known.as_ref() != Some(tree)) {
            let what = text!(
                "mục lục không kết thúc bằng niêm phong cuối cùng của kho",
                "the catalogue does not end with the archive's last seal"
            );
            tally.find(&codes::CATALOGUE_DISAGREES, SUBJECT, what);
        }
    }
}
