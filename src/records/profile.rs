//! A profile: thresholds and limits of one set of rules, as a TOML file. `vn-tt05` is built in.
//!
//! Every number that an office may want to change stands in the profile and nowhere in the code.

use serde::{Deserialize, Serialize};

use super::rules::Rules;
use crate::fault::Attempt;
use crate::text;

/// The name of the profile that is used unless another is named.
pub const DEFAULT: &str = "vn-tt05";

const BUILT_IN: &[(&str, &str)] = &[(DEFAULT, include_str!("profiles/vn-tt05.toml"))];

/// The thresholds of one set of rules.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// How the rules are called.
    pub name: String,
    /// The offset of all times that are written, such as `+07:00`.
    pub utc_offset: String,
    /// Limits that keep a bad file from taking the machine.
    pub limits: Limits,
    /// What resolution is believed and asked for.
    pub resolution: Resolution,
    /// How a large import is cut.
    pub batch: Batch,
    /// How large an index sheet may be.
    #[serde(default)]
    pub sheets: Sheets,
    /// What is asked of records.
    #[serde(default)]
    pub records: Rules,
}

/// Limits checked before anything is decoded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Pixels of a page.
    pub pixels: u64,
    /// Bytes that a page may take in memory.
    pub memory: u64,
    /// Pages of one file.
    pub pages: u32,
    /// How many times its coded size a stream may be when inflated, above the first mebibyte.
    #[serde(default = "inflation")]
    pub inflation: u64,
    /// Arrays and dictionaries within each other, forms within forms.
    #[serde(default = "nesting")]
    pub nesting: u32,
    /// Objects of one PDF, entries of one ZIP.
    #[serde(default = "objects")]
    pub objects: u64,
    /// Seconds for one document.
    #[serde(default = "seconds")]
    pub seconds: u64,
    /// Bytes of memory that a worker process may take.
    #[serde(default = "worker_memory")]
    pub worker_memory: u64,
}

// Archives made before these limits existed have a profile without them.

fn inflation() -> u64 {
    1200
}

fn nesting() -> u32 {
    64
}

fn objects() -> u64 {
    8_388_607
}

fn seconds() -> u64 {
    60
}

fn worker_memory() -> u64 {
    2 << 30
}

/// Dots per inch.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// Below this a page gets a finding (TT 05/2025, article 8: 200 dpi for administrative papers).
    pub minimum: f64,
}

/// Where a batch is closed and the next one begun.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Documents in a batch, at most.
    pub documents: u64,
    /// Payload bytes after which a batch is closed.
    pub bytes: u64,
}

/// Limits of index sheets, checked before and while one is read.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sheets {
    /// Bytes of a file, and of what it inflates to.
    pub bytes: u64,
    /// Rows of a sheet.
    pub rows: u32,
    /// Columns that are looked at.
    pub columns: u16,
    /// Cells of a file that hold anything.
    pub cells: u64,
}

impl Default for Sheets {
    fn default() -> Sheets {
        Sheets { bytes: 1 << 28, rows: 1_048_576, columns: 256, cells: 5_000_000 }
    }
}

impl Profile {
    /// Reads a profile from TOML.
    pub fn parse(toml: &str) -> anyhow::Result<Profile> {
        toml::from_str(toml).attempt(|| text!("hồ sơ cấu hình không hợp lệ", "the profile is not valid"))
    }

    /// Returns the TOML of a built-in profile.
    pub fn built_in(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, toml)| *toml)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_reads_and_names_itself() {
        for (name, toml) in BUILT_IN {
            assert_eq!(Profile::parse(toml).unwrap().name, *name);
        }
    }

    #[test]
    fn a_misspelt_key_is_an_error() {
        let toml = BUILT_IN[0].1.replace("minimum", "minimun");
        assert!(Profile::parse(&toml).is_err());
    }
}
