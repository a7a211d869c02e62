//! `sohoa export`: documents of an archive as packages for another system.
//!
//! `select` says which documents leave, `ready` whether they may, `parcel` which of them go together, and `pack` writes
//! packages into a `folder`. `book` reads what was exported before.

pub mod book;
mod folder;
mod listing;
mod pack;
mod parcel;
mod past;
mod read;
mod ready;
mod select;
mod twice;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

use crate::archive::catalogue::{Catalogue, Query};
use crate::archive::layout::Archive;
use crate::digest::Digest;
use crate::exchange::profile::Profile;
use crate::fault::Fault;
use crate::files;
use crate::files::container::write::Form;
use crate::finding::{Finding, codes};
use crate::ops::locate;
use crate::packages::{Format, Terms, columns};
use crate::progress::Progress;
use crate::text;
use crate::text::Lang;

use folder::Folder;
use listing::Listing;
use parcel::Parcel;
use ready::Reason;
use select::{Pick, Selection};
pub use twice::Duplicates;

/// So many findings about documents are told; lists of what is not ready have all.
const TOLD: usize = 10_000;

/// What is asked of an export.
#[derive(Debug)]
pub struct Options {
    /// As what.
    pub format: &'static Format,
    /// By which rules.
    pub profile: Profile,
    /// Of the profile's file.
    pub profile_sha256: Digest,
    /// Which documents.
    pub query: Query,
    /// In one of these dossiers; any when empty.
    pub dossiers: Vec<String>,
    /// Without what this recipient has got.
    pub since: Option<String>,
    /// Without which duplicates.
    pub duplicates: Duplicates,
    /// The day of the run.
    pub today: Date,
    /// The instant of the run, RFC 3339, for the ledger alone.
    pub at: String,
    /// The selection as it was asked for, for the ledger alone.
    pub asked: serde_json::Value,
    /// For whom.
    pub recipient: Option<String>,
    /// Folders or ZIPs.
    pub form: Form,
    /// Bytes of PDFs that a package should hold at most.
    pub max_bytes: Option<u64>,
    /// Documents that a package should hold at most.
    pub max_documents: Option<u64>,
    /// What whoever orders the packages says of them, such as the request that a certified copy answers.
    pub request: Vec<(String, String)>,
    /// The code of the lot, where the documents leave as one lot of loose documents.
    pub lot: Option<String>,
    /// Whether what is not to be kept permanently may be transferred.
    pub force_retention: bool,
    /// Leave out what is not ready, instead of packing nothing.
    pub strict: bool,
    /// The language of lists.
    pub lang: Lang,
    /// What to do.
    pub deed: Deed,
}

/// What becomes of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Only tell what is not ready.
    Check,
    /// Also tell what would be packed.
    Plan,
    /// Pack it into this folder.
    Write(PathBuf),
}

/// A package that was written, found written, or would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// Where it lies; of a plan, its name.
    pub path: PathBuf,
    /// Documents in it.
    pub documents: u64,
    /// Their pages.
    pub pages: u64,
    /// Bytes of its files; of a plan, of its PDFs.
    pub bytes: u64,
    /// Of the ZIP; of a folder, over the sorted lines `digest  path` of all its files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
}

/// Documents, pages and bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Their pages.
    pub pages: u64,
    /// Bytes.
    pub bytes: u64,
}

/// What an export has done.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of their documents.
    pub packages: Vec<Made>,
    /// Documents that were selected and looked at.
    pub selected: u64,
    /// Documents of these that are not ready.
    pub not_ready: u64,
    /// Documents that stay behind, as duplicates or because they are not ready.
    pub left_out: u64,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// The workbook that says what is not ready, where there is one; the same as JSON lies beside it.
    pub listing: Option<PathBuf>,
    /// Whether nothing was packed because something is not ready.
    pub refused: bool,
}

impl Options {
    /// Says whether one package is one dossier.
    pub fn is_by_dossier(&self) -> bool {
        self.format.is_by_dossier() && self.lot.is_none()
    }
}

impl Counts {
    fn of(picks: &[Pick]) -> Counts {
        picks.iter().fold(Counts::default(), |counts, pick| counts.plus(pick))
    }

    fn plus(&self, pick: &Pick) -> Counts {
        self.and(&Counts { documents: 1, pages: u64::from(pick.pages), bytes: pick.bytes })
    }

    fn and(&self, other: &Counts) -> Counts {
        Counts {
            documents: self.documents + other.documents,
            pages: self.pages + other.pages,
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    fn fits(&self, most: &Counts) -> bool {
        self.documents <= most.documents && self.pages <= most.pages && self.bytes <= most.bytes
    }
}

/// Returns a built-in profile of a format, or one from a file, with its digest; one that is for other formats is an `Err`.
pub fn profile(format: &Format, wanted: Option<&str>) -> Result<(Profile, Digest)> {
    let name = wanted.unwrap_or(format.profiles[0]);
    let toml = match Profile::built_in(name) {
        Some(toml) => toml.to_owned(),
        None => files::read_text(name.as_ref())?,
    };
    let profile = Profile::parse(&toml)?;
    columns::check(&profile)?;
    if profile.formats.iter().any(|known| known == format.name) {
        return Ok((profile, Digest::of(toml.as_bytes())));
    }
    let (name, format) = (&profile.name, format.name);
    let what = text!(
        "cấu hình gói `{name}` không dành cho định dạng {format}",
        "the package profile `{name}` is not for the format {format}"
    );
    Err(Fault::raise("export.profile", what))
}

/// Packs a selection, or tells of it.
pub fn run(archive: &Archive, options: &Options, progress: &dyn Progress) -> Result<Report> {
    let folder = match &options.deed {
        Deed::Write(out) => Some(Folder::open(out, &archive.root)?),
        Deed::Check | Deed::Plan => None,
    };
    let catalogue = locate::catalogue(archive)?;
    let mut report = Report::default();
    let mut selection = select::select(archive, &catalogue, options, &mut report.findings)?;
    report.selected = selection.picks.len() as u64;
    let listing = folder.as_ref().filter(|_| options.strict).map(Listing::begin);
    let mut look =
        Look { archive, catalogue: &catalogue, options, progress, listing, told: 0, untold: 0, torn: BTreeSet::new() };
    let parcels = look.sort_out(&mut selection, &mut report)?;
    if let (Some(listing), Some(folder)) = (look.listing.take(), &folder) {
        report.listing = listing.write(folder, options.lang)?;
    }
    report.left_out = selection.duplicates + report.not_ready;
    report.findings.extend(parcel::too_large(options, &selection, &parcels));
    match &folder {
        None if options.deed == Deed::Check => (),
        None => report.packages = planned(archive, options, &selection, &parcels),
        Some(_) if report.refused => (),
        Some(folder) => {
            let past = past::Past::read(archive, &parcels)?;
            let (catalogue, selection) = (&catalogue, &selection);
            let packing = pack::Packing { archive, catalogue, options, selection, folder, past, progress };
            report.packages = packing.run(&parcels, &mut report.findings)?;
        }
    }
    Ok(report)
}

/// Returns on what terms the documents of an export leave.
fn terms<'t>(archive: &'t Archive, options: &'t Options) -> Terms<'t> {
    Terms {
        profile: &options.profile,
        archive: &archive.config.id,
        agency: archive.config.id.split('/').next().unwrap_or_default(),
        archive_name: &archive.config.name,
        utc_offset: &archive.profile.utc_offset,
        request: &options.request,
        lot: options.lot.as_deref(),
        force_retention: options.force_retention,
    }
}

fn planned(archive: &Archive, options: &Options, selection: &Selection, parcels: &[Parcel]) -> Vec<Made> {
    let made = |parcel: &Parcel| {
        let Counts { documents, pages, bytes } = Counts::of(&selection.picks[parcel.range.clone()]);
        let path = pack::name(archive, options, parcel).folder.into();
        Made { id: parcel.id.clone(), path, documents, pages, bytes, sha256: None }
    };
    parcels.iter().map(made).collect()
}

/// The look at what is ready.
struct Look<'l> {
    archive: &'l Archive,
    catalogue: &'l Catalogue,
    options: &'l Options,
    progress: &'l dyn Progress,
    listing: Option<Listing>,
    told: usize,
    untold: u64,
    /// Dossiers that lost documents, by their numbers.
    torn: BTreeSet<u32>,
}

impl Look<'_> {
    /// Cuts what is ready into packages. Of what is not, `--strict` takes it out; otherwise nothing may be packed.
    fn sort_out(&mut self, selection: &mut Selection, report: &mut Report) -> Result<Vec<Parcel>> {
        let (archive, catalogue, options) = (self.archive, self.catalogue, self.options);
        let mut out = BTreeSet::new();
        ready::each(archive, catalogue, options, selection, self.progress, |reason| {
            if reason.refuses() {
                out.extend(reason.place);
            }
            self.tell(&reason, report)
        })?;
        self.leave_out(&out, selection, report);
        let mut parcels = parcel::parcels(archive, options, selection);
        let mut out = BTreeSet::new();
        for (number, found) in ready::whole(archive, catalogue, options, selection, &parcels)? {
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
        if !out.is_empty() {
            self.leave_out(&out, selection, report);
            parcels = parcel::parcels(archive, options, selection);
        }
        self.tell_torn(selection, report);
        if self.untold > 0 {
            let n = self.untold;
            let what = text!("còn {n} điều nữa chưa nêu ở đây", "{n} more are not told here");
            report.findings.push(Finding::new(&codes::EXPORT_MORE, "", what));
        }
        Ok(parcels)
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
