//! `sohoa export`: documents of an archive as packages for another system.
//!
//! `select` says which documents and in which packages, `pack` writes one package.

mod pack;
mod select;

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
use crate::packages::Format;
use crate::progress::Progress;
use crate::text;

/// What is asked of an export.
#[derive(Debug)]
pub struct Options {
    /// As what.
    pub format: &'static Format,
    /// By which rules.
    pub profile: Profile,
    /// Which documents.
    pub query: Query,
    /// The day of the run.
    pub today: Date,
    /// Where to.
    pub out: PathBuf,
    /// Folders or ZIPs.
    pub form: Form,
    /// What whoever orders the packages says of them, such as the request that a certified copy answers.
    pub request: Vec<(String, String)>,
    /// The code of the lot, where the documents leave as one lot of loose documents.
    pub lot: Option<String>,
    /// Whether what is not to be kept permanently may be transferred.
    pub force_retention: bool,
}

/// A package that was written, or found written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Documents in it.
    pub documents: u64,
    /// Bytes of its files.
    pub bytes: u64,
    /// Of the ZIP; of a folder, over the sorted lines `digest  path` of all its files.
    pub sha256: Digest,
}

/// What an export has done.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of their names.
    pub packages: Vec<Made>,
    /// What a person should know.
    pub findings: Vec<Finding>,
}

/// Returns a built-in profile of a format, or one from a file; one that is for other formats is an `Err`.
pub fn profile(format: &Format, wanted: Option<&str>) -> Result<Profile> {
    let name = wanted.unwrap_or(format.profiles[0]);
    let profile = match Profile::built_in(name) {
        Some(toml) => Profile::parse(toml)?,
        None => Profile::parse(&files::read_text(name.as_ref())?)?,
    };
    if profile.formats.iter().any(|known| known == format.name) {
        return Ok(profile);
    }
    let (name, format) = (&profile.name, format.name);
    let what = text!(
        "cấu hình gói `{name}` không dành cho định dạng {format}",
        "the package profile `{name}` is not for the format {format}"
    );
    Err(Fault::raise("export.profile", what))
}

/// Packs a selection.
pub fn run(archive: &Archive, options: &Options, progress: &dyn Progress) -> Result<Report> {
    files::create_folder(&options.out)?;
    let catalogue = locate::catalogue(archive)?;
    let mut report = Report::default();
    for parcel in select::parcels(archive, &catalogue, options)? {
        report.packages.push(pack::write(archive, &parcel, options, progress)?);
    }
    Ok(report)
}
