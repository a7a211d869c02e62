//! What may leave, and what stays behind: found before anything is written, and, where bytes have changed, on the way.

use std::collections::BTreeSet;

use anyhow::Result;

use super::folder::Folder;
use super::listing::Listing;
use super::pack::Packing;
use super::parcel::{self, Parcel};
use super::past::Past;
use super::ready::{self, Reason};
use super::select::{Pick, Selection};
use super::{Made, Options, Report};
use crate::archive::catalogue::Catalogue;
use crate::archive::layout::Archive;
use crate::finding::{Finding, codes};
use crate::progress::Progress;
use crate::text;

/// So many findings about documents are told; lists of what is not ready have all.
const TOLD: usize = 10_000;

/// The look at what is ready.
pub struct Look<'l> {
    archive: &'l Archive,
    catalogue: &'l Catalogue,
    options: &'l Options,
    progress: &'l dyn Progress,
    /// Where all reasons are listed.
    pub listing: Option<Listing>,
    told: usize,
    untold: u64,
    /// Dossiers that lost documents, by their numbers.
    torn: BTreeSet<u32>,
}

impl<'l> Look<'l> {
    /// Begins to look.
    pub fn begin(
        archive: &'l Archive,
        catalogue: &'l Catalogue,
        options: &'l Options,
        progress: &'l dyn Progress,
        listing: Option<Listing>,
    ) -> Look<'l> {
        Look { archive, catalogue, options, progress, listing, told: 0, untold: 0, torn: BTreeSet::new() }
    }

    /// Cuts what is ready into packages. Of what is not, `--strict` takes it out; otherwise nothing may be packed.
    pub fn sort_out(&mut self, selection: &mut Selection, report: &mut Report) -> Result<Vec<Parcel>> {
        let (archive, catalogue, options) = (self.archive, self.catalogue, self.options);
        let mut out = BTreeSet::new();
        ready::each(archive, catalogue, options, selection, self.progress, |reason| {
            if reason.refuses() {
                out.extend(reason.place);
            }
            self.tell(&reason, report)
        })?;
        self.leave_out(&out, selection, report);
        let parcels = parcel::parcels(archive, options, selection);
        let out = self.look_whole(selection, &parcels, report)?;
        if out.is_empty() {
            return Ok(parcels);
        }
        self.leave_out(&out, selection, report);
        Ok(parcel::parcels(archive, options, selection))
    }

    /// Packs parcels. Documents whose bytes turn out to have changed stay behind, and the rest of their package is packed;
    /// without `--strict` that ends the packing.
    pub fn pack(
        &mut self,
        folder: &Folder,
        selection: &mut Selection,
        mut parcels: Vec<Parcel>,
        report: &mut Report,
    ) -> Result<()> {
        let (archive, catalogue, options, progress) = (self.archive, self.catalogue, self.options, self.progress);
        let (mut made, mut damaged): (Vec<(usize, Made)>, _) = (Vec::new(), Vec::new());
        while !parcels.is_empty() {
            damaged.clear();
            let past = Past::read(archive, &parcels, &mut damaged)?;
            let packing = Packing { archive, catalogue, options, selection, folder, past, progress };
            let packed = packing.run(&parcels, &mut report.findings)?;
            made.extend(packed.made);
            parcels = self.mend(packed.broken, selection, report)?;
        }
        report.findings.extend(damaged);
        made.sort_by_key(|(ordinal, _)| *ordinal);
        report.packages = made.into_iter().map(|(_, made)| made).collect();
        Ok(())
    }

    /// Finds all documents of broken parcels that are not as they were sealed, and returns the parcels without them.
    fn mend(
        &mut self,
        broken: Vec<(Parcel, anyhow::Error)>,
        selection: &mut Selection,
        report: &mut Report,
    ) -> Result<Vec<Parcel>> {
        let mut out = BTreeSet::new();
        let mut parcels = Vec::new();
        for (parcel, error) in broken {
            let reasons = ready::damaged(self.archive, self.catalogue, selection, &parcel)?;
            if reasons.is_empty() {
                return Err(error);
            }
            for reason in reasons {
                out.extend(reason.place);
                self.tell(&reason, report)?;
            }
            parcels.push(parcel);
        }
        parcels = self.without(parcels, &out, selection, report);
        if report.refused {
            return Ok(Vec::new());
        }
        // What was said of these dossiers was said of more documents.
        let dossiers: Vec<String> =
            parcels.iter().filter_map(|parcel| parcel.dossier(self.options, selection)).collect();
        let is_over = |finding: &Finding| finding.code == codes::EXPORT_INCOMPLETE.name;
        report.findings.retain(|finding| !(is_over(finding) && dossiers.contains(&finding.subject)));
        let out = self.look_whole(selection, &parcels, report)?;
        Ok(self.without(parcels, &out, selection, report))
    }

    /// Takes documents out, and returns what is left of some parcels.
    fn without(
        &mut self,
        parcels: Vec<Parcel>,
        out: &BTreeSet<usize>,
        selection: &mut Selection,
        report: &mut Report,
    ) -> Vec<Parcel> {
        self.leave_out(out, selection, report);
        let place = |before: usize| before - out.range(..before).count();
        let left = parcels.into_iter().map(|parcel| {
            let range = place(parcel.range.start)..place(parcel.range.end);
            parcel.of(range, self.archive, self.options, selection)
        });
        left.filter(|parcel| !parcel.range.is_empty()).collect()
    }

    /// Looks at the documents of each parcel together, and returns those that must stay behind.
    fn look_whole(
        &mut self,
        selection: &Selection,
        parcels: &[Parcel],
        report: &mut Report,
    ) -> Result<BTreeSet<usize>> {
        let mut out = BTreeSet::new();
        for (number, found) in ready::whole(self.archive, self.catalogue, self.options, selection, parcels)? {
            for finding in found {
                let dossier = selection.dossiers[selection.picks[parcels[number].range.start].dossier as usize].clone();
                let [subject, name] = [dossier.clone(), String::new()];
                let reason = Reason { place: None, subject, dossier, name, finding };
                if reason.refuses() {
                    out.extend(parcels[number].range.clone());
                    self.list(&reason, &selection.picks[parcels[number].range.clone()])?;
                }
                self.say(&reason, report);
            }
        }
        Ok(out)
    }

    /// Says what can be said only when all that stays behind is known.
    pub fn tell_rest(&self, selection: &Selection, report: &mut Report) {
        self.tell_torn(selection, report);
        if self.untold > 0 {
            let n = self.untold;
            let what = text!("còn {n} điều nữa chưa nêu ở đây", "{n} more are not told here");
            report.findings.push(Finding::new(&codes::EXPORT_MORE, "", what));
        }
    }

    fn tell(&mut self, reason: &Reason, report: &mut Report) -> Result<()> {
        if let Some(listing) = self.listing.as_mut().filter(|_| reason.refuses()) {
            listing.add(reason)?;
        }
        self.say(reason, report);
        Ok(())
    }

    /// Lists each document that stays behind for what is wrong with its dossier.
    fn list(&mut self, reason: &Reason, picks: &[Pick]) -> Result<()> {
        let Some(listing) = &mut self.listing else { return Ok(()) };
        let named = picks.iter().map(|pick| Reason { name: pick.name.to_string(), ..reason.clone() });
        named.into_iter().try_for_each(|reason| listing.add(&reason))
    }

    fn say(&mut self, reason: &Reason, report: &mut Report) {
        if self.told < TOLD {
            self.told += 1;
            report.findings.push(reason.finding.clone());
        } else {
            self.untold += 1;
        }
    }

    /// Takes documents out, by their places; where that is not asked for, nothing is packed at all.
    fn leave_out(&mut self, out: &BTreeSet<usize>, selection: &mut Selection, report: &mut Report) {
        if out.is_empty() {
            return;
        }
        report.not_ready += out.len() as u64;
        report.refused = !self.options.strict;
        self.torn.extend(out.iter().map(|place| selection.picks[*place].dossier));
        let mut place = 0;
        selection.picks.retain(|_| {
            place += 1;
            !out.contains(&(place - 1))
        });
    }

    /// Says which dossiers leave without some of their documents.
    fn tell_torn(&self, selection: &Selection, report: &mut Report) {
        if !self.options.is_by_dossier() || !self.options.strict {
            return;
        }
        for dossier in selection.picks.chunk_by(|a, b| a.dossier == b.dossier).map(|picks| picks[0].dossier) {
            if self.torn.contains(&dossier) {
                let what = text!("hồ sơ được giao thiếu tài liệu", "the dossier leaves without some of its documents");
                let dossier = &selection.dossiers[dossier as usize];
                report.findings.push(Finding::new(&codes::EXPORT_INCOMPLETE, dossier, what));
            }
        }
    }
}
