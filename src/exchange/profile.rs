//! A package profile: what a recipient asks for and how a format is spelt, as a TOML file. The circular contradicts
//! itself and real packages deviate from it; every such choice stands here and none in the code.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::{Column, Dates};
use super::tt05::Tt05;
use crate::fault::{Attempt, Fault};
use crate::text;

const BUILT_IN: &[(&str, &str)] = &[
    ("tt05-text", include_str!("profiles/tt05-text.toml")),
    ("tt05-sample", include_str!("profiles/tt05-sample.toml")),
    ("kho-json", include_str!("profiles/kho-json.toml")),
    ("bagit", include_str!("profiles/bagit.toml")),
    ("plain", include_str!("profiles/plain.toml")),
];

/// The field that nothing but a record may state: how long a paper is kept is for the law to say (TT 05/2025/TT-BNV).
const NEVER_UNSTATED: &str = "maintenance";

/// What a recipient asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// How it is called.
    pub name: String,
    /// The formats that it is for.
    pub formats: Vec<String>,
    /// What each document must have.
    #[serde(default)]
    pub asks: Asks,
    /// The columns of lists that go with the package.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// How dates are written in these lists.
    #[serde(default)]
    pub dates: Dates,
    /// More lines of `bag-info.txt` (RFC 8493, 2.2.2), such as `Contact-Name`.
    #[serde(default)]
    pub bag_info: BTreeMap<String, String>,
    /// What the formats of TT 05 leave open.
    pub tt05: Option<Tt05>,
}

/// What each document must have before it is packed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Asks {
    /// Fields of the record, by path, that must have a value.
    pub fields: Vec<String>,
    /// Whether the PDF must have a text layer.
    pub text_layer: Demand,
    /// Whether the PDF must be a PDF/A.
    pub pdfa: Demand,
    /// Whether the number of pages in the record, where there is one, must be that of the PDF.
    pub pages: Demand,
}

/// What becomes of a document that is not as it should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Demand {
    /// It is packed without a word.
    #[default]
    Ignore,
    /// It is packed, and reported.
    Warn,
    /// It is not packed.
    Refuse,
}

impl Profile {
    /// Reads a profile from TOML.
    pub fn parse(toml: &str) -> anyhow::Result<Profile> {
        let profile: Profile =
            toml::from_str(toml).attempt(|| text!("cấu hình gói không hợp lệ", "the package profile is not valid"))?;
        if profile.tt05.as_ref().is_some_and(|tt05| tt05.unstated.contains_key(NEVER_UNSTATED)) {
            let what = text!(
                "cấu hình gói không được đặt sẵn thời hạn lưu trữ (`unstated.maintenance`)",
                "a package profile must not set how long papers are kept (`unstated.maintenance`)"
            );
            return Err(Fault::raise("export.profile", what));
        }
        Ok(profile)
    }

    /// Returns the TOML of a built-in profile.
    pub fn built_in(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, toml)| *toml)
    }

    /// Returns the names of the built-in profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
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
    fn no_profile_says_how_long_papers_are_kept() {
        let toml =
            Profile::built_in("tt05-text").unwrap().replace("riskRecovery =", "maintenance = \"01\", riskRecovery =");
        assert!(Profile::parse(&toml).is_err());
    }
}
