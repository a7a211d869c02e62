//! Arguments of `report`: work papers for people, and lists for auditors.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::InArchive;

/// What to report.
#[derive(Debug, Subcommand)]
pub enum Report {
    /// Show pairs that may be the same paper side by side, to decide in a browser, and list what was decided
    Duplicates(ReportDuplicates),
}

/// Arguments of `report duplicates`.
#[derive(Debug, Args)]
pub struct ReportDuplicates {
    #[command(flatten)]
    pub place: InArchive,

    /// New folder for the web page, the workbook and the JSON; one that exists is never written to
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,

    /// Show so many undecided pairs at most, the doubtful ones first; 0 shows all
    #[arg(long, value_name = "N", default_value = "500")]
    pub limit: usize,
}
