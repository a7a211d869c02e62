//! Arguments of `export`: what leaves the archive, as what, and for whom.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use super::InArchive;
use super::records::Selected;

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("deed").required(true).args(["out", "check", "dry_run", "list", "receipt"])))]
pub struct Export {
    #[command(flatten)]
    pub place: InArchive,

    /// What to pack the documents as
    #[arg(long, value_name = "FORMAT", default_value = "tt05-aip")]
    pub format: String,

    /// Package profile: a built-in one, or a TOML file [default: the first of the format]
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,

    /// Folder for the packages; what lies in it is never overwritten
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Only in this dossier, by name or file code; may be given again
    #[arg(long, value_name = "DOSSIER")]
    pub dossier: Vec<String>,

    #[command(flatten)]
    pub selected: Selected,

    /// Only what this recipient has not got yet in its present version, by the ledger of exports
    #[arg(long, value_name = "RECIPIENT")]
    pub since_last_export: Option<String>,

    /// Only the documents whose ids stand in this file, one a line
    #[arg(long, value_name = "FILE")]
    pub ids: Option<PathBuf>,

    /// Leave out duplicates: those that a person confirmed, also those that were only found, or none
    #[arg(long, value_name = "WHICH", default_value = "confirmed", num_args = 0..=1, default_missing_value = "confirmed")]
    pub exclude_duplicates: Duplicates,

    /// Write ZIPs instead of folders
    #[arg(long)]
    pub zip: bool,

    /// Begin another package before its PDFs are more than this, such as 2GB, 1.5GB or 700MiB; in formats by dossier, a larger dossier is told of and not torn
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_size: Option<u64>,

    /// Begin another package after so many documents; in formats by dossier, a larger dossier is told of and not torn
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_documents: Option<u64>,

    /// Pack the selection as one lot of loose documents with this code (AIP_tailieu, SIP_tailieu) instead of by dossiers
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub lot: Option<String>,

    /// The request that a certified copy answers, for tt05-dip: a JSON or TOML file with its seven fields
    #[arg(long, value_name = "FILE")]
    pub request: Option<PathBuf>,

    /// For whom; it stands in the ledger
    #[arg(long, value_name = "NAME")]
    pub recipient: Option<String>,

    /// Leave out what is not ready and list why; otherwise nothing is packed when anything is not ready
    #[arg(long)]
    pub strict: bool,

    /// Transfer also what is not to be kept permanently
    #[arg(long)]
    pub force_retention: bool,

    /// Only tell what is not ready
    #[arg(long, conflicts_with = "dry_run")]
    pub check: bool,

    /// List what would be packed, with sums, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// List what was exported before
    #[arg(long)]
    pub list: bool,

    /// Keep the answer of a recipient: the package's id or name, and the file to keep
    #[arg(long, num_args = 2, value_names = ["PACKAGE", "FILE"])]
    pub receipt: Option<Vec<String>>,
}

/// Which duplicates are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Duplicates {
    /// Those that a person confirmed
    Confirmed,
    /// Also those that were found and not decided
    Found,
    /// None
    None,
}

/// Reads a code, which becomes part of names.
fn code(text: &str) -> Result<String, String> {
    let is_code = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    let is_sound = text.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && text.chars().all(is_code);
    if is_sound { Ok(text.to_owned()) } else { Err("A-Z a-z 0-9 . - _".to_owned()) }
}

/// Reads a size: a number, perhaps with a fraction, and `kB`, `MB`, `GB`, `TB` (powers of 1000) or `KiB`, `MiB`, `GiB`, `TiB` (of 1024).
fn size(text: &str) -> Result<u64, String> {
    const UNITS: &[(&str, u64)] = &[
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("tib", 1 << 40),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("tb", 1_000_000_000_000),
        ("b", 1),
        ("", 1),
    ];
    let lower = text.trim().to_ascii_lowercase();
    let read = UNITS.iter().find_map(|(unit, factor)| times(lower.strip_suffix(unit)?.trim(), *factor));
    let forms = "2GB, 1.5GB, 700MiB, 1500000 (kB MB GB TB, KiB MiB GiB TiB)";
    read.filter(|bytes| *bytes > 0).ok_or_else(|| forms.to_owned())
}

/// Multiplies a decimal number of at most nine places, and leaves out parts of a byte.
fn times(number: &str, factor: u64) -> Option<u64> {
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(part) || part.len() > 9 {
        return None;
    }
    let places = 10_u128.pow(u32::try_from(part.len()).ok()?);
    let number = whole.parse::<u128>().ok()?.checked_mul(places)? + part.parse::<u128>().ok()?;
    u64::try_from(number.checked_mul(factor.into())? / places).ok()
}

#[cfg(test)]
mod tests {
    use super::{code, size};

    #[test]
    fn a_code_has_no_blanks() {
        assert!(code("H26.15.2026.01-a_b").is_ok());
        assert!(["", "bad code", ".x", "đ", "a/b"].iter().all(|text| code(text).is_err()));
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("2GB"), Ok(2_000_000_000));
        assert_eq!(size("700 MiB"), Ok(700 << 20));
        assert_eq!(size("15"), Ok(15));
        assert_eq!(size("1.5GB"), Ok(1_500_000_000));
        assert_eq!(size("0,25 KiB"), Ok(256));
        assert!(
            ["", "0", "GB", "-1", "99999999999TB", "1.GB", ".5GB", "1.5.5GB", "+1GB", "0.1", "1e3"]
                .iter()
                .all(|text| size(text).is_err())
        );
    }
}
