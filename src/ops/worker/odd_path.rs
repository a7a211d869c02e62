//! Paths in JSON: text where they are text, else byte by byte.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Wire {
    Text(String),
    Bytes(Vec<u8>),
}

/// Writes a path.
pub fn serialize<S: Serializer>(path: &Path, out: S) -> Result<S::Ok, S::Error> {
    match path.to_str() {
        Some(text) => Wire::Text(text.to_owned()).serialize(out),
        None => Wire::Bytes(path.as_os_str().as_encoded_bytes().to_vec()).serialize(out),
    }
}

/// Reads a path.
pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<PathBuf, D::Error> {
    match Wire::deserialize(input)? {
        Wire::Text(text) => Ok(PathBuf::from(text)),
        Wire::Bytes(bytes) => from_bytes(bytes).ok_or_else(|| serde::de::Error::custom("no path")),
    }
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    Some(PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes)))
}

#[cfg(not(unix))]
fn from_bytes(_: Vec<u8>) -> Option<PathBuf> {
    None
}
