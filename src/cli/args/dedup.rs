//! Arguments of `dedup`: a delivery before its import, or an archive with all that is sealed in it.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `dedup`.
#[derive(Debug, Args)]
pub struct Dedup {
    /// Folders, files or ZIPs to look through; they are only read, and nothing is written
    #[arg(value_name = "PATH", required_unless_present = "archive", conflicts_with = "archive")]
    pub paths: Vec<PathBuf>,

    /// Look through this archive instead; what was compared before is not compared again
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,

    /// Find equal files only
    #[arg(long, conflicts_with_all = ["content", "archive"])]
    pub exact: bool,

    /// Find equal files and equal image data only
    #[arg(long, conflicts_with = "archive")]
    pub content: bool,

    /// Compare a page with at most so many others; what is left out is reported
    #[arg(long, value_name = "N", default_value_t = sohoa::ops::dedup::CAP)]
    pub cap: u32,

    // What conflicts with something that is there is not required any more, so these say themselves that paths are none of theirs.
    /// Seal what a person decided, from this file, as relations between the documents
    #[arg(long, value_name = "FILE", requires = "archive", conflicts_with = "paths")]
    pub resolve: Option<PathBuf>,

    /// Who decided [default: as the file says]
    #[arg(long, value_name = "TEXT", requires = "resolve", conflicts_with = "paths")]
    pub by: Option<String>,

    /// Why; it stands in the new versions for good
    #[arg(long, value_name = "TEXT", requires = "resolve", conflicts_with = "paths")]
    pub reason: Option<String>,

    /// Show what would be sealed and write nothing
    #[arg(long, requires = "resolve", conflicts_with = "paths")]
    pub dry_run: bool,
}
