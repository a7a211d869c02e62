//! `sohoa show`: all that is known of one document.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;
use crate::fault::Fault;
use crate::ops::amend::{EVENT, TIES};
use crate::ops::find::shown;
use crate::ops::locate;
use crate::record::{Entry, Record, Scalar};
use crate::records::fields::{self, Kind};
use crate::records::lists::{self, Code, List};
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
    /// Dossier and name of each document that is related, by its id.
    pub names: BTreeMap<String, String>,
}

/// What a document is to another in Vietnamese and English, and then what the other is to it.
const TIE_WORDS: &[(&str, [&str; 2], [&str; 2])] = &[
    ("duplicate-of", ["trùng với", "duplicate of"], ["có bản trùng là", "has the duplicate"]),
    ("rescan-of", ["bản quét lại của", "new scan of"], ["đã được quét lại thành", "was scanned again as"]),
    ("note-pair-of", ["cặp tờ ghi chú với", "pair of notes with"], ["cặp tờ ghi chú với", "pair of notes with"]),
    ("replaces", ["thay thế", "replaces"], ["bị thay thế bởi", "replaced by"]),
    ("extract-of", ["trích lục từ", "extract of"], ["có bản trích lục là", "has the extract"]),
    ("corrects", ["cải chính", "corrects"], ["được cải chính bởi", "corrected by"]),
    ("different", ["khác với", "different from"], ["khác với", "different from"]),
];

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
    let sidecar = locate::sidecar(archive, &row)?;
    let referring: Vec<Referring> =
        catalogue.referring_to(&row.id)?.into_iter().map(|(kind, id)| Referring { kind, id }).collect();
    let versions: Result<Vec<Version>> = rows.iter().map(|row| history(archive, row)).collect();
    let names = names(&catalogue, &sidecar, &referring)?;
    Ok(Shown { sidecar, row, versions: versions?, referring, names })
}

/// A document that is not in the archive has no name.
fn names(catalogue: &Catalogue, sidecar: &Sidecar, referring: &[Referring]) -> Result<BTreeMap<String, String>> {
    let ids = sidecar.relations.iter().map(|relation| &relation.to).chain(referring.iter().map(|other| &other.id));
    let mut names = BTreeMap::new();
    for id in ids {
        if let Some(row) = catalogue.find(id)?.into_iter().find(|row| row.id == *id) {
            names.insert(row.id, format!("{}/{}", row.dossier, row.name));
        }
    }
    Ok(names)
}

/// Puts a relation in words: what the document is to the other one, or what another is to it.
pub fn relation(kind: &str, is_from_other: bool) -> Text {
    match TIE_WORDS.iter().find(|(known, ..)| *known == kind) {
        Some((_, _, [vi, en])) if is_from_other => text!("{vi}", "{en}"),
        Some((_, [vi, en], _)) => text!("{vi}", "{en}"),
        None if is_from_other => text!("ngược của {kind}", "inverse of {kind}"),
        None => text!("{kind}", "{kind}"),
    }
}

/// Names what an amendment changes: a field, the relations, or whether the document is withdrawn.
pub fn changed(what: &str, event: Cause) -> Text {
    match what {
        EVENT if event == Cause::Withdraw => text!("rút khỏi kho", "withdrawn"),
        EVENT => text!("đưa trở lại kho", "brought back"),
        TIES => text!("quan hệ", "relations"),
        path => label(path),
    }
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

/// Puts a value as people write it: the words of a code stand behind it, or for it where the code is a word itself.
pub fn meaning(path: &str, value: &Scalar) -> Text {
    let kind = fields::by_path(path).map(|field| field.kind);
    match (kind, value) {
        (Some(Kind::One(list) | Kind::Several(list)), Scalar::Text(codes)) => in_words(list, codes),
        (Some(Kind::Type), Scalar::Text(code)) => in_words(&lists::TYPE, code),
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

/// Several codes of one value have `,` between them.
fn in_words(list: &List, codes: &str) -> Text {
    let one = |code: &str, word: fn(&Code) -> &'static str| {
        let word = list.codes.iter().find(|known| known.code == code).map(word).unwrap_or_default();
        match code.starts_with(|first: char| first.is_ascii_digit()) {
            _ if word.is_empty() => code.to_owned(),
            true => format!("{code} ({word})"),
            false => word.to_owned(),
        }
    };
    let all = |word| codes.split(',').map(|code| one(code.trim(), word)).collect::<Vec<_>>().join(", ");
    Text { vi: all(Code::label), en: all(|code| code.en) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sidecar::RELATIONS;

    #[test]
    fn every_kind_of_relation_has_words_for_both_ends() {
        let known: Vec<&str> = TIE_WORDS.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(known, RELATIONS);
        assert_eq!(
            (relation("replaces", false).vi, relation("replaces", true).vi),
            ("thay thế".into(), "bị thay thế bởi".into())
        );
    }

    #[test]
    fn codes_have_their_words_and_words_stand_alone() {
        let shown = |path: &str, value: &str| meaning(path, &Scalar::Text(value.to_owned()));
        assert_eq!(shown("language", "01,09").vi, "01 (Tiếng Việt), 09 (Hán Nôm)");
        assert_eq!(shown("typeName", "02").en, "02 (decision)");
        assert_eq!((shown("typeName", "03").vi, shown("maintenance", "99").vi), ("03".to_owned(), "99".to_owned()));
        assert_eq!(
            (shown("tthc.owner.kind", "citizen").vi, shown("subject", "01,02").vi),
            ("Cá nhân".to_owned(), "01,02".to_owned())
        );
    }

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
                row("level", Some("Xã"), None),
                row("valid until", Some("không thời hạn"), Some("lâu dài")),
                row("Ghi chú", Some("x"), None),
            ]
        );
    }
}
