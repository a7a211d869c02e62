//! `sohoa init`: a new, empty archive.

use std::path::Path;

use anyhow::Result;

use crate::archive::config::{Config, FORMAT, is_agency, is_archive_code};
use crate::archive::layout::Archive;
use crate::fault::Fault;
use crate::files;
use crate::records::profile::{DEFAULT, Profile};
use crate::text;

/// What the archive is to be.
#[derive(Debug)]
pub struct Options<'o> {
    /// The agency's identifier.
    pub agency: &'o str,
    /// The archive's code within the agency.
    pub code: &'o str,
    /// The archive's name, for people.
    pub name: &'o str,
    /// The name of a built-in profile, or a path to one.
    pub profile: &'o str,
}

/// Makes an archive at `root` and returns its configuration.
pub fn run(root: &Path, options: &Options<'_>) -> Result<Config> {
    check_codes(options)?;
    let own_profile = match Profile::built_in(options.profile) {
        Some(_) => None,
        None => Some(read_profile(options.profile)?),
    };
    if let Some(toml) = &own_profile {
        Profile::parse(toml)?;
    }
    let config = Config {
        format: FORMAT,
        id: format!("{}/{}", options.agency, options.code),
        agency: options.agency.to_owned(),
        name: options.name.to_owned(),
        profile: if own_profile.is_some() { "profile.toml".to_owned() } else { options.profile.to_owned() },
    };
    Archive::create(root, &config, own_profile.as_deref())?;
    Ok(config)
}

/// Returns the TOML of a profile: a built-in one by name, or a file.
pub fn profile_toml(profile: &str) -> Result<String> {
    Profile::built_in(profile).map_or_else(|| read_profile(profile), |toml| Ok(toml.to_owned()))
}

/// No profile is larger, in bytes.
const LARGEST: u64 = 16 << 20;

fn read_profile(profile: &str) -> Result<String> {
    let path = Path::new(profile);
    if !path.is_file() {
        let built_in = DEFAULT;
        let what = text!(
            "không có hồ sơ cấu hình `{profile}`; có sẵn: {built_in}; hoặc nêu một tệp TOML",
            "there is no profile `{profile}`; built in: {built_in}; or name a TOML file"
        );
        return Err(Fault::raise("init.profile", what));
    }
    files::read_named_text(path, LARGEST)
}

fn check_codes(options: &Options<'_>) -> Result<()> {
    let Options { agency, code, name, .. } = options;
    if !is_agency(agency) {
        let what = text!(
            "mã cơ quan `{agency}` không hợp lệ; ví dụ: H26.15 hoặc 000.00.01.H26",
            "`{agency}` is not an agency code; examples: H26.15 or 000.00.01.H26"
        );
        return Err(Fault::raise("init.agency", what));
    }
    if !is_archive_code(code) {
        let what = text!(
            "mã kho `{code}` không hợp lệ: chỉ dùng chữ không dấu, số và các dấu . _ -",
            "`{code}` is not an archive code: letters, digits and . _ - only"
        );
        return Err(Fault::raise("init.code", what));
    }
    if name.trim().is_empty() || name.contains(char::is_control) {
        let what = text!(
            "tên kho không được rỗng hoặc có ký tự điều khiển",
            "the archive's name must not be empty or hold control characters"
        );
        return Err(Fault::raise("init.name", what));
    }
    Ok(())
}
