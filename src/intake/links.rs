//! What to say of a symbolic link. None is followed: what lies in the sources is seen where it lies.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::finding::{Code, codes};

use super::roots::Paths;

/// Says why a link is left; looks up its target and does not open it.
pub(super) fn judge(link: &Path, sources: &Paths) -> &'static Code {
    match fs::canonicalize(link) {
        Ok(target) if sources.hold(&target) => &codes::SOURCE_LINK,
        Ok(_) => &codes::SOURCE_LINK_OUTSIDE,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => &codes::SOURCE_LINK_OUTSIDE,
        Err(_) => &codes::SOURCE_LINK_BROKEN,
    }
}
