//! `sohoa show`: all that is known of one document.

use anyhow::Result;
use serde::Serialize;

use crate::archive::catalogue::Row;
use crate::archive::layout::Archive;
use crate::fault::Fault;
use crate::ops::find::shown;
use crate::ops::locate;
use crate::record::{Entry, Record, Scalar};
use crate::records::fields::{self, Kind};
use crate::records::lists::Code;
use crate::sidecar::{Amendment, Cause, Sidecar};
use crate::text;
use crate::text::{Lang, Text};

/// What a record says of a validity without end.
const UNLIMITED: &str = "unlimited";

/// One version of a document, and what leads to and from it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What the catalogue knows of it.
    pub row: Row,
    /// What was written down.
    pub sidecar: Sidecar,
    /// Every version, the first one first.
    pub versions: Vec<Version>,
    /// Documents whose latest versions refer to this one.
    pub referring: Vec<Referring>,
}

/// One version, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its number.
    pub version: u32,
    /// The batch it came with.
    pub batch: String,
    /// Its sidecar, from that bag's root.
    pub path: String,
    /// Why it exists.
    pub event: Cause,
    /// When it was made; empty where the sidecar does not say.
    pub when: String,
    /// What it changes and why.
    pub amendment: Option<Amendment>,
}

/// A document that refers to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Referring {
    /// What it is to the other: `replaces`, `extract-of` and so on.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// Returns one document, by id, the beginning of one, or name: its latest version, or the one asked for.
pub fn run(archive: &Archive, document: &str, version: Option<u32>) -> Result<Shown> {
    let catalogue = locate::catalogue(archive)?;
    let latest = locate::document(&catalogue, document)?;
    let rows = catalogue.versions(&latest.id)?;
    let row = match version {
        None => latest,
        Some(version) => {
            let last = latest.version;
            let none = || {
                let what = text!(
                    "tài liệu không có phiên bản {version}; phiên bản cuối là {last}",
                    "the document has no version {version}; its last is {last}"
                );
                Fault::raise("document.version", what)
            };
            rows.iter().find(|row| row.version == version).cloned().ok_or_else(none)?
        }
    };
    let referring = catalogue.referring_to(&row.id)?.into_iter().map(|(kind, id)| Referring { kind, id }).collect();
    let versions: Result<Vec<Version>> = rows.iter().map(|row| history(archive, row)).collect();
    Ok(Shown { sidecar: locate::sidecar(archive, &row)?, row, versions: versions?, referring })
}

fn history(archive: &Archive, row: &Row) -> Result<Version> {
    let sidecar = locate::sidecar(archive, row)?;
    Ok(Version {
        version: row.version,
        batch: row.batch.clone(),
        path: row.sidecar.clone(),
        event: sidecar.event,
        when: sidecar.events.last().map(|event| event.when.clone()).unwrap_or_default(),
        amendment: sidecar.amendment,
    })
}

/// A field as people read it.
#[derive(Clone, Debug)]
pub struct Line<'r> {
    /// What it is called.
    pub label: Text,
    /// What was understood, a code with its meaning; `None` when nothing certain could be.
    pub value: Option<Text>,
    /// What was there, where that is not the value.
    pub raw: Option<&'r str>,
}

/// Returns the fields of a record in reading order; what no list of fields has comes last.
pub fn lines(record: &Record) -> Vec<Line<'_>> {
    let known = fields::ALL.iter().filter_map(|field| record.get(field.path).map(|entry| line(field.path, entry)));
    let others = record.iter().filter(|(path, _)| fields::by_path(path).is_none());
    known.chain(others.map(|(path, entry)| line(path, entry))).collect()
}

fn line<'r>(path: &str, entry: &'r Entry) -> Line<'r> {
    let value = entry.value.as_ref();
    let raw = entry.raw.as_deref().filter(|raw| value.map(Scalar::to_string).as_deref() != Some(*raw));
    Line { label: label(path), value: value.map(|value| meaning(path, value)), raw }
}

/// Returns what people call a field.
pub fn label(path: &str) -> Text {
    match fields::by_path(path) {
        Some(field) => Text { vi: field.vi.to_owned(), en: field.en.to_owned() },
        None => {
            let heading = path.strip_prefix("other.").unwrap_or(path);
            text!("{heading}", "{heading}")
        }
    }
}

/// Puts a value as people write it: what a code means stands behind it.
fn meaning(path: &str, value: &Scalar) -> Text {
    let kind = fields::by_path(path).map(|field| field.kind);
    match (kind, value) {
        (Some(Kind::One(list)), Scalar::Text(code)) => match list.codes.iter().find(|known| known.code == code) {
            Some(Code { vi, en, .. }) if !vi.is_empty() => {
                let vi = vi.split('|').next().unwrap_or_default();
                text!("{code} ({vi})", "{code} ({en})")
            }
            _ => text!("{code}", "{code}"),
        },
        (Some(Kind::Date | Kind::Until), Scalar::Text(date)) if date != UNLIMITED => {
            let vi = shown(date, Lang::Vi);
            text!("{vi}", "{date}")
        }
        (_, Scalar::Text(text)) if text == UNLIMITED => text!("không thời hạn", "unlimited"),
        (_, Scalar::Flag(true)) => text!("có", "yes"),
        (_, Scalar::Flag(false)) => text!("không", "no"),
        (_, value) => text!("{value}", "{value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_in_order_with_what_was_there_beside_what_was_understood() {
        let record: Record = [
            ("other.Ghi chú", Entry::plain("x")),
            ("tthc.level", Entry::plain("commune")),
            ("tthc.validUntil", Entry { raw: Some("lâu dài".to_owned()), ..Entry::plain("unlimited") }),
            ("issuedDate", Entry { raw: Some("tháng 3/1975".to_owned()), ..Entry::plain("1975-03") }),
            ("tthc.owner.id", Entry { raw: Some("12".to_owned()), ..Entry::default() }),
        ]
        .into_iter()
        .map(|(path, entry)| (path.to_owned(), entry))
        .collect();
        let shown: Vec<_> = lines(&record)
            .into_iter()
            .map(|line| (line.label.en, line.value.map(|value| value.vi), line.raw.map(str::to_owned)))
            .collect();
        let row = |label: &str, value: Option<&str>, raw: Option<&str>| {
            (label.to_owned(), value.map(str::to_owned), raw.map(str::to_owned))
        };
        assert_eq!(
            shown,
            [
                row("date of issue", Some("03/1975"), Some("tháng 3/1975")),
                row("id of the owner", None, Some("12")),
                row("level", Some("commune (Xã)"), None),
                row("valid until", Some("không thời hạn"), Some("lâu dài")),
                row("Ghi chú", Some("x"), None),
            ]
        );
    }
}
