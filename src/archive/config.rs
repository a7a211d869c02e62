//! `sohoa.toml`: what an archive is called and which rules it keeps. Written once, by `sohoa init`.

use serde::{Deserialize, Serialize};

use crate::fault::{Attempt, Fault};
use crate::text;

/// The version of the layout on disk that this program reads and writes.
pub const FORMAT: u32 = 1;

/// The content of `sohoa.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Version of the layout on disk.
    pub format: u32,
    /// `agency/code`, as it stands in every seal.
    pub id: String,
    /// The agency's identifier (QĐ 20/2020/QĐ-TTg or QCVN 102:2016).
    pub agency: String,
    /// The archive's name, for people.
    pub name: String,
    /// The name of a built-in profile, or `profile.toml` for one of the archive's own.
    pub profile: String,
}

impl Config {
    /// Reads `sohoa.toml`; a newer format is refused.
    pub fn parse(toml: &str) -> anyhow::Result<Config> {
        let config: Config =
            toml::from_str(toml).attempt(|| text!("`sohoa.toml` không hợp lệ", "`sohoa.toml` is not valid"))?;
        if config.format != FORMAT {
            let found = config.format;
            return Err(Fault::raise(
                "archive.format",
                text!(
                    "kho có định dạng {found}, chương trình này chỉ đọc được định dạng {FORMAT}; hãy cập nhật sohoa",
                    "the archive has format {found}, this program reads format {FORMAT}; update sohoa"
                ),
            ));
        }
        Ok(config)
    }

    /// Writes `sohoa.toml`.
    pub fn render(&self) -> anyhow::Result<String> {
        Ok(toml::to_string(self)?)
    }
}

/// Says whether this can be an agency's identifier: letters, digits and dots, at most 35.
pub fn is_agency(code: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    code.len() <= 35 && code.split('.').all(plain)
}

/// Says whether this can be an archive's code: ASCII letters, digits, `-`, `_` and `.`, at most 40.
pub fn is_archive_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=40).contains(&code.len()) && code.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agency_codes_of_both_orders_are_taken() {
        assert!(["H26.15", "000.00.01.H26", "H37.DN.002"].into_iter().all(is_agency));
        assert!(!["", "H26.", "H26/15", "Sở Y tế", &"1".repeat(36)].into_iter().any(is_agency));
    }

    #[test]
    fn a_newer_format_is_refused() {
        let newer = "format = 2\nid = \"a/b\"\nagency = \"a\"\nname = \"n\"\nprofile = \"vn-tt05\"\n";
        assert!(Config::parse(newer).unwrap_err().to_string().contains("format 2"));
    }
}
