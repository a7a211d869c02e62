//! Arguments of the commands about records: what documents are, and how that is found and amended.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

use sohoa::ops::amend::Tie;
use sohoa::sidecar::RELATIONS;

use super::{InArchive, SheetArgs};

/// Arguments of `amend`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true).args(
    ["set", "clear", "withdraw", "restore", "revoke", "relate", "unrelate", "index"],
)))]
pub struct Amend {
    /// Ids or names of the documents
    #[arg(required_unless_present = "index", conflicts_with = "index", value_name = "DOCUMENT")]
    pub documents: Vec<String>,

    /// Index sheet whose rows say which documents to amend and how; may be given again
    #[arg(long, value_name = "FILE", conflicts_with_all = ["set", "clear", "withdraw", "restore", "revoke", "relate", "unrelate"])]
    pub index: Vec<PathBuf>,

    #[command(flatten)]
    pub sheets: SheetArgs,

    #[command(flatten)]
    pub place: InArchive,

    /// Why; it stands in the new versions for good
    #[arg(long, value_name = "TEXT")]
    pub reason: String,

    /// Who ordered it
    #[arg(long, value_name = "TEXT")]
    pub by: Option<String>,

    /// Give a field of the record this value
    #[arg(long, value_name = "FIELD=VALUE", value_parser = field_and_value)]
    pub set: Vec<(String, String)>,

    /// Empty a field of the record
    #[arg(long, value_name = "FIELD")]
    pub clear: Vec<String>,

    /// Withdraw the documents: they stay in the archive and no longer count
    #[arg(long, conflicts_with = "restore")]
    pub withdraw: bool,

    /// Bring withdrawn documents back
    #[arg(long)]
    pub restore: bool,

    /// Say that the documents were revoked on this day: the same as --set tthc.revokedOn=DATE
    #[arg(long, value_name = "DATE")]
    pub revoke: Option<String>,

    /// State a relation to another document; kinds: duplicate-of, rescan-of, note-pair-of, replaces, extract-of, corrects, different
    #[arg(long, value_name = "KIND:DOCUMENT", value_parser = tie)]
    pub relate: Vec<Tie>,

    /// End a relation to another document
    #[arg(long, value_name = "KIND:DOCUMENT", value_parser = tie)]
    pub unrelate: Vec<Tie>,

    /// Show what would change and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Which documents a command is about.
#[derive(Debug, Args)]
pub struct Selected {
    /// Only with this value of a field, such as resultCode=KQ.G15.000031; a * at its end stands for any rest
    #[arg(long, value_name = "NAME=VALUE", value_parser = field)]
    pub field: Vec<(String, String)>,

    /// Only issued within a range, such as 2015..2020, 2019.., 03/2019 or 05/03/2019
    #[arg(long, value_name = "DATES")]
    pub issued: Option<String>,

    /// Only in force on this day
    #[arg(long, value_name = "DATE")]
    pub valid_on: Option<String>,

    /// Only of this unit and those below it, by its id, or of the unit with this name
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,

    /// Only of this level of administration
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<String>,

    /// Only those whose latest version came with this batch
    #[arg(long, value_name = "BATCH")]
    pub batch: Option<String>,
}

/// Arguments of `find`.
#[derive(Debug, Args)]
pub struct Find {
    /// Words to look for anywhere, without regard to accents and case; several in quotes are a phrase
    #[arg(value_name = "TEXT")]
    pub text: Vec<String>,

    #[command(flatten)]
    pub place: InArchive,

    #[command(flatten)]
    pub selected: Selected,

    /// Only in force today
    #[arg(long, conflicts_with = "valid_on")]
    pub valid: bool,

    /// Only in this dossier, by name or file code
    #[arg(long, value_name = "DOSSIER")]
    pub dossier: Option<String>,

    /// Also documents that were withdrawn
    #[arg(long)]
    pub with_withdrawn: bool,

    /// List so many at most; 0 lists all [default: 50, in a file all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// List only what comes after this document in the order of import
    #[arg(long, value_name = "ID")]
    pub after: Option<String>,

    /// Print only how many there are
    #[arg(long, conflicts_with_all = ["limit", "after"])]
    pub count: bool,

    /// Write the list to this file, as its ending says; an existing one is never overwritten
    #[arg(long, value_name = "FILE.csv|FILE.xlsx", conflicts_with = "count")]
    pub out: Option<PathBuf>,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// Id of the document, the first eight characters of it or more, or its name
    pub document: String,

    #[command(flatten)]
    pub place: InArchive,

    /// Show this version instead of the latest
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
}

/// What to do with index sheets.
#[derive(Debug, Subcommand)]
pub enum Sheet {
    /// Explain row by row what is understood of an index sheet
    Check(SheetCheck),
    /// Write a form to fill in, with drop-downs and notes
    Template(SheetTemplate),
    /// List the layouts that are known
    Layouts,
}

/// Arguments of `sheet check`.
#[derive(Debug, Args)]
pub struct SheetCheck {
    /// Workbook or table
    pub file: PathBuf,

    #[command(flatten)]
    pub sheets: SheetArgs,

    /// Built-in profile, or a TOML file with one
    #[arg(long, value_name = "PROFILE", default_value = sohoa::records::profile::DEFAULT)]
    pub profile: String,

    /// Print only columns and findings, not every row
    #[arg(long)]
    pub brief: bool,

    /// Save what the columns mean as a layout for --layout
    #[arg(long, value_name = "FILE.toml")]
    pub save: Option<PathBuf>,
}

/// Arguments of `sheet template`.
#[derive(Debug, Args)]
pub struct SheetTemplate {
    /// Name of the layout, or a TOML file with one
    pub layout: String,

    /// File to write; an existing one is never overwritten [default: the layout's name and .xlsx]
    #[arg(long, value_name = "FILE.xlsx")]
    pub out: Option<PathBuf>,
}

/// What to do with units of the state.
#[derive(Debug, Subcommand)]
pub enum UnitsCommand {
    /// Show a unit by code or name, and those above it
    Show(UnitsShow),
    /// Take a full table of units (CSV) into an archive
    Import(UnitsImport),
}

/// Arguments of `units show`.
#[derive(Debug, Args)]
pub struct UnitsShow {
    /// Code or name
    pub unit: String,

    /// On this day [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,

    /// Archive whose own table is to be used as well
    #[arg(long, value_name = "DIR", env = "SOHOA_ARCHIVE")]
    pub archive: Option<PathBuf>,
}

/// Arguments of `units import`.
#[derive(Debug, Args)]
pub struct UnitsImport {
    /// Table with the columns code, scheme, level, name, parent, from, until, successor
    pub file: PathBuf,

    #[command(flatten)]
    pub place: InArchive,
}

fn field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "not of the form NAME=VALUE".to_owned())?;
    Ok((name.to_owned(), value.to_owned()))
}

fn field_and_value(text: &str) -> Result<(String, String), String> {
    let (field, value) = text.split_once('=').ok_or("not FIELD=VALUE")?;
    Ok((field.to_owned(), value.to_owned()))
}

fn tie(text: &str) -> Result<Tie, String> {
    Tie::parse(text).ok_or_else(|| format!("not KIND:DOCUMENT with one of the kinds {}", RELATIONS.join(", ")))
}
