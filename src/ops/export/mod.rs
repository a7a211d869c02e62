//! `sohoa export`: documents of an archive as packages for another system.
//!
//! `select` says which documents leave, `ready` whether they may, `parcel` which of them go together, and `pack` writes
//! packages into a `folder`; `look` holds these together. `book` reads what was exported before.

pub mod book;
mod folder;
mod listing;
mod look;
mod pack;
mod parcel;
mod past;
mod read;
mod ready;
mod select;
mod twice;

use std::path::PathBuf;

use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

use crate::archive::catalogue::Query;
use crate::archive::layout::Archive;
use crate::digest::Digest;
use crate::exchange::profile::Profile;
use crate::fault::Fault;
use crate::files;
use crate::files::container::write::Form;
use crate::finding::Finding;
use crate::ops::locate;
use crate::packages::{Format, Terms, columns};
use crate::progress::Progress;
use crate::text;
use crate::text::Lang;

use folder::Folder;
use listing::Listing;
use look::Look;
use parcel::Parcel;
use select::{Pick, Selection};
pub use twice::Duplicates;

/// No profile is larger, in bytes.
const LARGEST_PROFILE: u64 = 16 << 20;

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
    /// The dossier that it holds; of packages that hold other selections nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier: Option<String>,
    /// Whether it lay there before, from an earlier run.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub was_there: bool,
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
        None => files::read_named_text(name.as_ref(), LARGEST_PROFILE)?,
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
        Deed::Write(out) => Some(Folder::open(out, archive)?),
        Deed::Check | Deed::Plan => None,
    };
    let catalogue = locate::catalogue(archive)?;
    let mut report = Report::default();
    let mut selection = select::select(archive, &catalogue, options, &mut report.findings)?;
    report.selected = selection.picks.len() as u64;
    let listing = folder.as_ref().filter(|_| options.strict).map(Listing::begin);
    let mut look = Look::begin(archive, &catalogue, options, progress, listing);
    let parcels = look.sort_out(&mut selection, &mut report)?;
    pack::refuse_one_name(archive, options, &parcels)?;
    report.findings.extend(parcel::too_large(options, &selection, &parcels));
    match &folder {
        None if options.deed == Deed::Check => (),
        None => report.packages = planned(archive, options, &selection, &parcels),
        Some(_) if report.refused => (),
        Some(folder) => look.pack(folder, &mut selection, parcels, &mut report)?,
    }
    look.tell_rest(&selection, &mut report);
    match (look.listing, &folder) {
        (Some(listing), Some(folder)) => report.listing = listing.write(folder, options.lang)?,
        (None, Some(folder)) if !report.refused => listing::clear(folder)?,
        _ => (),
    }
    report.left_out = selection.duplicates + report.not_ready;
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
        let dossier = parcel.dossier(options, selection);
        Made { id: parcel.id.clone(), path, dossier, was_there: false, documents, pages, bytes, sha256: None }
    };
    parcels.iter().map(made).collect()
}
