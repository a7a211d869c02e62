//! Packages that leave the archive: one file or folder each, and one row in [`ALL`].
//!
//! A format is handed an order and a writer; which documents there are, and where they lie, it is told.

mod bagit;
pub mod columns;
mod kho;
mod plain;
mod tt05;

use std::io::Write;

use anyhow::Result;

use crate::digest::Digest;
use crate::exchange::profile::Profile;
use crate::fault::{self, Attempt, Fault};
use crate::files::container::source::Source;
use crate::files::container::spool::Spool;
use crate::files::container::write::{Writer, Written};
use crate::finding::Finding;
use crate::relpath::RelPath;
use crate::sidecar::Sidecar;
use crate::text::Text;

/// One format of packages.
#[derive(Debug)]
pub struct Format {
    /// How it is called on the command line.
    pub name: &'static str,
    /// The built-in profiles that it can be written by; the first is used unless another is named.
    pub profiles: &'static [&'static str],
    /// What one package holds.
    pub extent: Extent,
    /// Names a package, where the format has rules for that.
    pub name_of: Option<fn(&Terms<'_>, &Parcel<'_>) -> Name>,
    /// Says what a document lacks that the format itself demands, beyond what the profile asks of all.
    pub lacks: fn(&Document, &Terms<'_>) -> Vec<Finding>,
    /// Says what all documents of one package lack together: what they say of their dossier, and what the order says.
    /// What [`Format::lacks`] says of each is not said again.
    pub lacks_whole: fn(&Terms<'_>, &dyn Documents) -> Result<Vec<Finding>>,
    /// Writes one package.
    pub write: fn(&Order<'_>, &mut Writer) -> Result<()>,
}

/// What one package holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// One dossier.
    Dossier,
    /// All that was selected, or as much as a package may hold.
    Selection,
}

/// Every format, in the order of the help.
pub const ALL: &[Format] = &[tt05::AIP, tt05::SIP, tt05::DIP, kho::FORMAT, bagit::FORMAT, plain::FORMAT];

/// A document as it is packed.
#[derive(Clone, Debug)]
pub struct Document {
    /// Everything known of it.
    pub sidecar: Sidecar,
    /// Its name, a code of `[A-Za-z0-9._-]`, unique in its dossier whatever the case of letters.
    pub name: String,
    /// Its PDF; its digest and size stand in the sidecar.
    pub pdf: Source,
    /// The sidecar as it lies on disk.
    pub sidecar_file: Source,
    /// Digest of the sidecar.
    pub sidecar_sha256: Digest,
    /// The batch that the sidecar came with; its seal fixes it.
    pub batch: String,
}

/// The documents of a package, in their order; they can be gone through more than once and are never all in memory.
pub trait Documents {
    /// Hands over one document after the other; for formats that do not copy PDFs on this round.
    fn each(&self, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()>;

    /// Hands over one document after the other, whose PDFs other threads read meanwhile.
    fn each_to_copy(&self, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()>;
}

/// On what terms documents leave: the same for every package of one export.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// By which rules.
    pub profile: &'t Profile,
    /// The id of the archive, such as `H26.15/kho-1`.
    pub archive: &'t str,
    /// The agency that keeps the archive, such as `H26.15`.
    pub agency: &'t str,
    /// The name of the archive, for people.
    pub archive_name: &'t str,
    /// The offset of all times, such as `+07:00`.
    pub utc_offset: &'t str,
    /// What whoever orders the package says of it, such as the request that a certified copy answers: pairs of element
    /// and value.
    pub request: &'t [(String, String)],
    /// The code of the lot, where the documents leave as one lot of loose documents.
    pub lot: Option<&'t str>,
    /// Whether what is not to be kept permanently may be transferred.
    pub force_retention: bool,
}

/// What a package is named after.
#[derive(Clone, Copy, Debug)]
pub struct Parcel<'p> {
    /// The package's id: a UUID derived from format, profile and documents, lower case.
    pub id: &'p str,
    /// Its place among the packages of this export, from 1.
    pub ordinal: usize,
}

/// How a package is called on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The folder, in a ZIP as well.
    pub folder: String,
    /// The ZIP, without `.zip`.
    pub zip: String,
}

/// One package to be written. Nothing in it depends on the clock.
pub struct Order<'o> {
    /// On what terms.
    pub terms: Terms<'o>,
    /// The package's id: a UUID derived from format, profile and documents, lower case.
    pub id: &'o str,
    /// Its name: of the folder, or of the folder in the ZIP.
    pub name: &'o str,
    /// RFC 3339: when the latest of the batches was sealed that the documents came with.
    pub created: &'o str,
    /// Where the selection was too much for one package: which of how many this is.
    pub part: Option<Part<'o>>,
    /// How many documents, pages and bytes of PDFs.
    pub totals: Totals,
    /// The documents.
    pub documents: &'o dyn Documents,
}

/// One of several packages that hold one selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'p> {
    /// The id that they have in common.
    pub group: &'p str,
    /// Which one, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

/// What a package holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents.
    pub documents: u64,
    /// Pages.
    pub pages: u64,
    /// Bytes of PDFs.
    pub bytes: u64,
}

/// Nothing is lacking beyond what the profile asks.
fn nothing(_: &Document, _: &Terms<'_>) -> Vec<Finding> {
    Vec::new()
}

/// Nothing is lacking of the documents together.
fn nothing_whole(_: &Terms<'_>, _: &dyn Documents) -> Result<Vec<Finding>> {
    Ok(Vec::new())
}

/// Puts in the PDF of a document; bytes that are not as they were sealed end the export.
fn put_pdf(document: &Document, path: &str, writer: &mut Writer) -> Result<()> {
    let written = writer.copy(&RelPath::parse(path)?, &document.pdf)?;
    if written.sha256 == document.sidecar.pdf.sha256 { Ok(()) } else { Err(damaged(&document.sidecar.id)) }
}

/// Puts in the sidecar of a document likewise.
fn put_sidecar(document: &Document, path: &str, writer: &mut Writer) -> Result<()> {
    let written = writer.copy(&RelPath::parse(path)?, &document.sidecar_file)?;
    if written.sha256 == document.sidecar_sha256 { Ok(()) } else { Err(damaged(&document.sidecar.id)) }
}

/// Puts in what was spooled.
fn put_spool(spool: &mut Spool, path: &str, writer: &mut Writer) -> Result<()> {
    let cannot = || crate::text!("không ghi được `{path}` vào gói", "could not write `{path}` into the package");
    let copy = |out: &mut dyn Write| {
        let copied = spool.reader().and_then(|mut reader| std::io::copy(&mut reader, out));
        copied.map(|_| ()).attempt(cannot)
    };
    writer.make(&RelPath::parse(path)?, copy).map(|_| ())
}

/// Returns the line of a file in a manifest.
fn line(path: &str, written: Written) -> String {
    format!("{}  {path}", written.sha256)
}

impl Format {
    /// Returns the format of this name.
    pub fn named(name: &str) -> Option<&'static Format> {
        ALL.iter().find(|format| format.name == name)
    }

    /// Says whether one package is one dossier.
    pub fn is_by_dossier(&self) -> bool {
        self.extent == Extent::Dossier
    }
}

/// The code of a fault that says that a document is no longer as it was sealed.
const DAMAGED: &str = "archive.damaged";

/// Says that a document is no longer as it was sealed.
pub(crate) fn damaged(id: &str) -> anyhow::Error {
    let what: Text = crate::text!(
        "tài liệu {id} không còn như lúc niêm phong, nên không đóng gói",
        "document {id} is not as it was sealed and was not packed"
    );
    Fault::raise(DAMAGED, what)
}

/// Says that a file of a document is not there any more, or is none that can be read.
pub(crate) fn lost(id: &str, error: &std::io::Error) -> anyhow::Error {
    let Text { vi, en } = fault::why(error);
    let what: Text = crate::text!(
        "tài liệu {id} mất tệp trong kho ({vi}), nên không đóng gói",
        "the archive has lost a file of document {id} ({en}), which was not packed"
    );
    Fault::raise(DAMAGED, what)
}

/// Says whether a fault is of a document that is no longer as it was sealed, and not of the machine.
pub(crate) fn is_damaged(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Fault>().is_some_and(|fault| fault.code == DAMAGED)
}
