//! The command line. The doc comments are the English help; `help` holds the Vietnamese.

mod dedup;
mod export;
mod records;
mod report;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use dedup::Dedup;
pub use export::{Duplicates, Export};
pub use records::{
    Amend, Find, Selected, Sheet, SheetCheck, SheetTemplate, Show, UnitsCommand, UnitsImport, UnitsShow,
};
pub use report::{Report, ReportDuplicates};

/// Turn folders of scanned paper into sealed PDF/A bundles that anyone can check
#[derive(Debug, Parser)]
#[command(name = "sohoa", version, disable_help_subcommand = true)]
pub struct Cli {
    /// Print JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,

    /// Use so many threads [default: one for each core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// Speak this language [default: by the locale]
    #[arg(long, global = true, value_name = "LANG", env = "SOHOA_LANG")]
    pub lang: Option<LangChoice>,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// A language of the program.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LangChoice {
    /// Vietnamese
    Vi,
    /// English
    En,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new, empty archive
    Init(Init),
    /// Import folders of scans into an archive
    Ingest(Ingest),
    /// Check an archive, a batch, a package for handing over, a BagIt bag, or a list made by sha256sum
    Verify(Verify),
    /// Find papers that were scanned or stored twice; exit code 3 says that there is something to look at
    Dedup(Dedup),
    /// Check whether PDFs keep PDF/A-2b or 2u; exit code 3 says that at least one does not
    Check(Check),
    /// Give back what a document came as: its PDF where that was kept, and JPEG and JP2 scans out of its PDF
    Originals(Originals),
    /// Correct, withdraw or relate documents; what was sealed before stays as it is
    Amend(Amend),
    /// Find documents by what their records say
    Find(Find),
    /// Show all that is known of one document
    Show(Show),
    /// Pack documents for another system: TT 05 packages, records for the Kho, BagIt bags, plain folders
    Export(Export),
    /// Look at index sheets, and make forms for them
    #[command(subcommand)]
    Sheet(Sheet),
    /// Look up units of the state, and take in a full table of them
    #[command(subcommand)]
    Units(UnitsCommand),
    /// Write reports for people and auditors
    #[command(subcommand)]
    Report(Report),
    /// Make the catalogue anew from the batches
    Reindex(Reindex),
    /// Read files for an import; started by it, and of no use to people
    #[command(hide = true)]
    Worker,
    /// Print shell completions
    Completions {
        /// For this shell
        shell: Shell,
    },
    /// Print the manual page, or write one page for each command into a folder
    Man {
        /// Folder for the pages
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// Where the archive is.
#[derive(Debug, Args)]
pub struct InArchive {
    /// The archive
    #[arg(long, value_name = "DIR", env = "SOHOA_ARCHIVE")]
    pub archive: PathBuf,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder of the new archive; it must be empty or not exist yet
    pub dir: PathBuf,

    /// Identifier of the agency, such as H26.15
    #[arg(long, value_name = "CODE")]
    pub agency: String,

    /// Name of the archive, for people
    #[arg(long, value_name = "NAME")]
    pub name: String,

    /// Code of the archive within the agency
    #[arg(long, value_name = "CODE", default_value = "kho-1")]
    pub code: String,

    /// Built-in profile, or a TOML file with one
    #[arg(long, value_name = "PROFILE", default_value = sohoa::records::profile::DEFAULT)]
    pub profile: String,
}

/// Arguments of `ingest`.
#[derive(Debug, Args)]
pub struct Ingest {
    /// Folders, files or ZIPs to import; they are only read
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,

    #[command(flatten)]
    pub place: InArchive,

    /// Group all folders in this one way instead of by the rules
    #[arg(long, value_name = "HOW")]
    pub group_by: Option<GroupBy>,

    /// Leave files that were changed within so many seconds for the next run
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub settle: Duration,

    #[command(flatten)]
    pub sheets: SheetArgs,

    /// Index sheet with the records of the documents; may be given again [default: those beside the scans]
    #[arg(long, value_name = "FILE", conflicts_with = "no_index")]
    pub index: Vec<PathBuf>,

    /// Leave index sheets beside the scans unread
    #[arg(long)]
    pub no_index: bool,

    /// Quarantine documents that no row of an index sheet is about
    #[arg(long)]
    pub require_record: bool,

    /// Paint the pages of unsigned PDFs that cannot be mended into PDF/A-2: 300 dpi, without loss, text kept invisibly,
    /// annotations left out; the PDF as it came is kept beside
    #[arg(long)]
    pub rasterize: bool,

    /// Seal the PDFs that sohoa builds without checking them against PDF/A-2; a fault in one would stay for good, so
    /// look at the finding `pdf.self-check` first
    #[arg(long)]
    pub no_self_check: bool,

    /// Do not look for other scans of the same papers; `sohoa dedup --archive` does so later
    #[arg(long, env = "SOHOA_NO_DEDUP")]
    pub no_dedup: bool,

    /// Show what would be done and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// How index sheets are understood.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// Layout of the index sheets, or a TOML file with one [default: the one that fits]
    #[arg(long, value_name = "LAYOUT")]
    pub layout: Option<String>,

    /// Read a column as this field; may be given again
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
}

/// How scans become documents.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum GroupBy {
    /// All files of a folder are one document
    Folder,
    /// Every file is a document
    File,
    /// Files that share a prefix before a number are one document
    Prefix,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Archives, batches, packages as folders or ZIPs, BagIt bags, or lists made by sha256sum
    #[arg(required = true, value_name = "TARGET", env = "SOHOA_ARCHIVE")]
    pub targets: Vec<PathBuf>,

    /// Look at existence and size only
    #[arg(long, conflicts_with = "deep")]
    pub fast: bool,

    /// Decode the images in the PDFs as well and compare their content; of packages, check that PDFs are PDF/A
    #[arg(long)]
    pub deep: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// PDF files, or folders to look for them in
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Hold the files against this level [default: what each claims, else 2b]
    #[arg(long = "as", value_name = "LEVEL")]
    pub wanted: Option<Level>,

    /// Do not decode the data of images
    #[arg(long)]
    pub fast: bool,
}

/// A level of PDF/A-2.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Level {
    /// PDF/A-2b: it looks right everywhere
    #[value(name = "2b")]
    B,
    /// PDF/A-2u: and its text has Unicode
    #[value(name = "2u")]
    U,
}

/// Arguments of `originals`.
#[derive(Debug, Args)]
pub struct Originals {
    /// Id or name of the document
    pub document: String,

    #[command(flatten)]
    pub place: InArchive,

    /// Folder for the scans; existing files are never overwritten
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
}

/// Arguments of `reindex`.
#[derive(Debug, Args)]
pub struct Reindex {
    #[command(flatten)]
    pub place: InArchive,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
