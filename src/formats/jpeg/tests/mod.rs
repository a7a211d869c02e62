//! Tests of the whole format, on the files in `fixtures/images/jpeg` (`make.py` there made them).

mod decoder;
mod hostile;
mod meaning;

use std::fs;
use std::path::PathBuf;

use crate::formats::Limits;
use crate::page::{PageImage, Refusal};

const LIMITS: Limits = Limits { pixels: 1 << 24, memory: 1 << 28, pages: 1 };

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/images/jpeg")
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

/// Returns the names and bytes of all fixtures, in order.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".jpg")).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), fixture(&name))).collect()
}

fn page(bytes: &[u8]) -> Result<PageImage<'_>, Refusal> {
    super::page(bytes, &LIMITS)
}

/// Returns the code of the refusal, or `ok`.
fn verdict(bytes: &[u8]) -> &'static str {
    page(bytes).map_or_else(|refusal| refusal.code.name, |_| "ok")
}

/// Returns where the first marker of this kind begins.
fn find(bytes: &[u8], marker: u8) -> usize {
    bytes.windows(2).position(|pair| pair == [0xFF, marker]).unwrap()
}

/// Puts bytes in place of a range.
fn spliced(bytes: &[u8], from: usize, to: usize, middle: &[u8]) -> Vec<u8> {
    [&bytes[..from], middle, &bytes[to..]].concat()
}
