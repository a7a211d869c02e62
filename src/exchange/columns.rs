//! Columns of lists that go with packages: what a recipient calls a value, and where it comes from.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One column.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What the recipient calls it.
    pub name: String,
    /// Fields of the record, by path, or words with `@` that `docs/packages.md` lists; the first that has a value counts.
    pub from: Vec<String>,
    /// What the recipient writes for codes of ours, such as `unlimited`.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
    /// How wide it is in a workbook, in digits.
    #[serde(default = "usual")]
    pub width: f64,
}

/// How dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dates {
    /// `2019-03-05`, `2019-03`, `2019`.
    #[default]
    YearFirst,
    /// `05/03/2019`, `03/2019`, `2019`.
    DayFirst,
}

fn usual() -> f64 {
    16.0
}
