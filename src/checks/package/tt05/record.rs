//! The record of the package itself: a dossier, a lot of loose documents, or the request that a copy answers.

use super::dates::{self, Span};
use super::fields;
use super::places::Role;
use super::{Kind, Parts};
use crate::checks::package::notes::Notes;
use crate::exchange::ead::{self, Table};
use crate::exchange::simpledc::SimpleDc;
use crate::exchange::xml::{Malformed, Stop};
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::text;

/// A record of 21 fields of at most 2000 characters is far smaller.
const LARGEST: u64 = 1 << 20;

/// What the record of a package says that its documents are compared with.
#[derive(Debug, Default)]
pub struct Record {
    /// Where it lies.
    pub path: String,
    /// What the package is, by its METS or else by this record.
    pub kind: Option<Kind>,
    /// Whether it is about a dossier.
    pub is_dossier: bool,
    /// `fileCode`, or `arcFileCode` in an AIP.
    pub code: Option<String>,
    /// `totalDoc`.
    pub total: Option<u64>,
    /// `numberOfPage`.
    pub pages: Option<u64>,
    /// `startDate` and `endDate`.
    pub dates: (Option<Span>, Option<Span>),
    /// Whether it says that the dossier is not kept permanently.
    pub is_temporary: bool,
}

/// Reads a record; `None` where it cannot be read, which is noted.
pub fn read(package: &Container, path: &str, notes: &mut Notes<'_>) -> Option<SimpleDc> {
    match parse(package, path) {
        Ok(record) => Some(record),
        Err(stop) => {
            notes.stopped(path, stop);
            None
        }
    }
}

/// Reads a record within its bounds.
pub fn parse(package: &Container, path: &str) -> Result<SimpleDc, Stop> {
    if package.size(path).map_err(Stop::Unreadable)? > LARGEST {
        let what = text!("tệp lớn hơn {LARGEST} byte", "it is larger than {LARGEST} bytes");
        return Err(Stop::Malformed(Malformed { line: 1, byte: 0, what }));
    }
    SimpleDc::read(package.open(path).map_err(Stop::Unreadable)?)
}

/// Checks the record of a package.
pub fn check(parts: &Parts<'_>, notes: &mut Notes<'_>) -> Record {
    let Some(path) = parts.names.with(Role::Record).next() else {
        // Where it is listed and gone, that was said.
        if !parts.all[0].files.iter().any(|file| Role::of(file.path.as_str()) == Role::Record) {
            let what = text!(
                "gói không có `metadata/descriptive/EAD.xml`",
                "the package has no `metadata/descriptive/EAD.xml`"
            );
            notes.find(&codes::PACKAGE_RECORD, "", what);
        }
        return Record { kind: parts.kind, ..Record::default() };
    };
    let Some(read) = read(parts.package, path, notes) else {
        return Record { kind: parts.kind, ..Record::default() };
    };
    let kind = parts.kind.or_else(|| guess(&read));
    let is_collection =
        parts.all[0].root.kind.as_ref().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("collection"));
    let is_dossier =
        ["maintenance", "startDate", "mode"].iter().any(|name| fields::value(&read, name).is_some()) || !is_collection;
    fields::check(&read, table(kind, is_dossier), path, notes);
    let number = |name: &str| fields::value(&read, name).and_then(|text| text.trim().parse().ok());
    let day = |name: &str| fields::value(&read, name).and_then(dates::span);
    let code = if kind == Some(Kind::Aip) { "arcFileCode" } else { "fileCode" };
    let record = Record {
        path: path.to_owned(),
        kind,
        is_dossier: is_dossier && kind != Some(Kind::Dip),
        code: fields::value(&read, code).map(str::to_owned),
        total: number("totalDoc"),
        pages: number("numberOfPage"),
        dates: (day("startDate"), day("endDate")),
        is_temporary: is_temporary(&read),
    };
    check_dates(&record, notes);
    check_retention(&record, notes);
    record
}

/// Tells by its fields what a record is of.
fn guess(record: &SimpleDc) -> Option<Kind> {
    let has = |name: &str| record.fields.iter().any(|field| field.name().eq_ignore_ascii_case(name));
    match (has("requestID"), has("arcFileCode"), has("fileCode")) {
        (true, ..) => Some(Kind::Dip),
        (_, true, _) => Some(Kind::Aip),
        (.., true) => Some(Kind::Sip),
        _ => None,
    }
}

fn table(kind: Option<Kind>, is_dossier: bool) -> &'static Table {
    match (kind, is_dossier) {
        (Some(Kind::Dip), _) => &ead::REQUEST,
        (Some(Kind::Aip), true) => &ead::DOSSIER_AIP,
        (Some(Kind::Aip), false) => &ead::LOT_AIP,
        (_, true) => &ead::DOSSIER_SIP,
        (_, false) => &ead::LOT_SIP,
    }
}

/// Says whether a record names a retention other than permanent.
pub fn is_temporary(record: &SimpleDc) -> bool {
    fields::value(record, "maintenance").is_some_and(|code| ["02", "03", "04", "05", "06", "07"].contains(&code))
}

fn check_dates(record: &Record, notes: &mut Notes<'_>) {
    if let (Some(start), Some(end)) = &record.dates
        && dates::is_later(start, end)
    {
        let what = text!("`startDate` sau `endDate`", "`startDate` is later than `endDate`");
        notes.find(&codes::PACKAGE_DATES, &record.path, what);
    }
}

fn check_retention(record: &Record, notes: &mut Notes<'_>) {
    if record.kind == Some(Kind::Sip) && record.is_temporary {
        let what = text!(
            "gói SIP có `maintenance` khác 01 (TT 05/2025/TT-BNV, Phụ lục III)",
            "a SIP has a `maintenance` other than 01 (TT 05/2025/TT-BNV, Phụ lục III)"
        );
        notes.find(&codes::PACKAGE_RETENTION, &record.path, what);
    }
}
