//! Results as records for the Kho: one JSON value and one row of a CSV for each, beside their PDFs.
//!
//! Names of fields are the profile's that wrote them, so only the paths of files are read here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::notes::Notes;
use super::plain;
use crate::checks::fixity::{self, Level};
use crate::checks::tally::Tally;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::progress::Progress;
use crate::text;

/// The records.
pub const RESULTS: &str = "ket-qua.json";
/// The same as a table.
const TABLE: &str = "ket-qua.csv";
/// The list of digests.
const MANIFEST: &str = "manifest-sha256.txt";
/// The field that says where a file lies.
const PATH: &str = "DuongDanTepTinKetQua";
/// The records of a million results are smaller.
const LARGEST: u64 = 1 << 30;

/// Checks a package of results.
pub fn check(package: &Container, level: Level, progress: &dyn Progress, tally: &mut Tally) {
    check_files(package, level, progress, tally);
    let mut notes = Notes::new(tally);
    check_records(package, &mut notes);
    notes.end();
}

/// Checks its files against its list.
pub fn check_files(package: &Container, level: Level, progress: &dyn Progress, tally: &mut Tally) {
    if package.get(MANIFEST).is_some() {
        plain::check(package, MANIFEST, level, progress, tally);
    } else {
        let what = text!("không có bản kê `{MANIFEST}`", "there is no `{MANIFEST}`");
        tally.find(&codes::BAG_MANIFEST, "", what);
    }
}

/// Every record has a file and every file a record.
fn check_records(package: &Container, notes: &mut Notes<'_>) {
    let records: Vec<BTreeMap<String, Value>> = match package.read(RESULTS, LARGEST) {
        Err(error) => return notes.find(&codes::UNREADABLE, RESULTS, fixity::unreadable(&error)),
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(records) => records,
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let what = text!(
                    "dòng {line}, cột {column}: không phải một mảng bản ghi JSON",
                    "line {line}, column {column}: it is no JSON array of records"
                );
                return notes.find(&codes::PACKAGE_RESULTS, RESULTS, what);
            }
        },
    };
    let mut named = BTreeSet::new();
    for (number, record) in (1_u64..).zip(&records) {
        let path = record.get(PATH).and_then(Value::as_str).unwrap_or_default();
        let what = if path.is_empty() {
            text!("bản ghi {number} không có `{PATH}`", "record {number} has no `{PATH}`")
        } else if !package.has(path) {
            text!("bản ghi {number}: gói không có tệp nêu ở `{PATH}`", "record {number}: the package lacks its file")
        } else if !named.insert(path) {
            text!("bản ghi {number}: tệp đã thuộc bản ghi khác", "record {number}: its file is that of another record")
        } else {
            continue;
        };
        notes.find(&codes::PACKAGE_RESULTS, RESULTS, what);
    }
    let files = package.things().iter().filter(|thing| thing.size().is_some()).map(|thing| &*thing.path);
    for path in files.filter(|path| ![RESULTS, TABLE, MANIFEST].contains(path) && !named.contains(path)) {
        let what = text!("không bản ghi nào nêu tệp này", "no record names this file");
        notes.find(&codes::PACKAGE_DOCUMENT_RECORD, path, what);
    }
    if !package.has(TABLE) {
        let what = text!("gói không có `{TABLE}`", "the package has no `{TABLE}`");
        notes.find(&codes::PACKAGE_RESULTS, "", what);
    }
}
