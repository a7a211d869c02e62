//! The record: what a document is, field by field, as people and index sheets say it.
//!
//! Fields go by paths: `issuedDate` of the document, `dossier.title`, `tthc.owner.id`, `other.<heading>` for what a
//! sheet says beyond the known fields. In JSON the dots are levels. Which fields there are is `records::fields`' business.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value as Json};

use crate::digest::Digest;

/// The part of a record that keeps the columns no field is known for; their headings may have dots.
pub const OTHER: &str = "other";

/// The descriptive fields of one document, sorted by path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record(BTreeMap<String, Entry>);

/// One field: what was understood, beside what was there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What was understood; `null` when nothing certain could be.
    pub value: Option<Scalar>,
    /// How exact a date is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// The text of the cell as it stood there; absent when the value was derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The old encoding that `raw` is in (`tcvn3`, `vni`, `windows-1258`, `viscii`); absent for Unicode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Where a value without `raw` comes from: `template`, `units`, `dossier`, `scan`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// Yes or no.
    Flag(bool),
    /// A count.
    Count(u64),
    /// Anything else; dates as `2019-03-05`, `2019-03` or `2019` (ISO 8601-1, 5.2.2).
    Text(String),
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The year alone is sure.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
}

/// Which row of which index sheet a record was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Described {
    /// The sheet's file, as `sources.tsv` names inputs.
    pub path: String,
    /// Of the file.
    pub sha256: Digest,
    /// The name of the sheet within the file.
    pub sheet: String,
    /// The row, as spreadsheet programs number them from 1.
    pub row: u32,
    /// How row and scans were brought together: `file`, `code`, `order`, or `id`.
    pub joined: String,
}

impl Entry {
    /// Makes the entry of a text that is its own value.
    pub fn plain(text: impl Into<String>) -> Entry {
        let text = text.into();
        Entry { value: Some(Scalar::Text(text.clone())), raw: Some(text), ..Entry::default() }
    }

    /// Makes the entry of a value that no cell says.
    pub fn derived(value: Scalar, from: &str) -> Entry {
        Entry { value: Some(value), from: Some(from.to_owned()), ..Entry::default() }
    }

    /// Returns the value when it is a text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Some(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scalar::Flag(flag) => flag.fmt(out),
            Scalar::Count(count) => count.fmt(out),
            Scalar::Text(text) => text.fmt(out),
        }
    }
}

impl Record {
    /// Returns the entry of a field.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.0.get(path)
    }

    /// Returns the value of a field when it is a text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path)?.text()
    }

    /// Returns the value of a field when it is a count.
    pub fn count(&self, path: &str) -> Option<u64> {
        match self.get(path)?.value {
            Some(Scalar::Count(count)) => Some(count),
            _ => None,
        }
    }

    /// Puts an entry in place, and returns the one that was there.
    pub fn set(&mut self, path: &str, entry: Entry) -> Option<Entry> {
        self.0.insert(path.to_owned(), entry)
    }

    /// Takes a field out.
    pub fn remove(&mut self, path: &str) -> Option<Entry> {
        self.0.remove(path)
    }

    /// Returns every field, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.0.iter().map(|(path, entry)| (path.as_str(), entry))
    }

    /// Says whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, Entry)> for Record {
    fn from_iter<I: IntoIterator<Item = (String, Entry)>>(entries: I) -> Record {
        Record(entries.into_iter().collect())
    }
}

/// A record as JSON has it.
#[derive(Serialize)]
#[serde(untagged)]
enum Branch<'r> {
    Entry(&'r Entry),
    Part(BTreeMap<&'r str, Branch<'r>>),
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tree = BTreeMap::new();
        self.0.iter().for_each(|(path, entry)| place(&mut tree, path, entry));
        tree.serialize(serializer)
    }
}

fn place<'r>(tree: &mut BTreeMap<&'r str, Branch<'r>>, path: &'r str, entry: &'r Entry) {
    let Some((part, rest)) = path.split_once('.') else {
        tree.insert(path, Branch::Entry(entry));
        return;
    };
    let Branch::Part(inner) = tree.entry(part).or_insert_with(|| Branch::Part(BTreeMap::new())) else { return };
    if part == OTHER {
        inner.insert(rest, Branch::Entry(entry));
    } else {
        place(inner, rest, entry);
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Record, D::Error> {
        let tree = Map::deserialize(deserializer)?;
        let mut entries = BTreeMap::new();
        gather(tree, "", &mut entries).map_err(de::Error::custom)?;
        Ok(Record(entries))
    }
}

/// An object with `value` is an entry, any other a part, and so is `other`, where a heading may be called `value`;
/// JSON's own limit on nesting bounds the depth.
fn gather(tree: Map<String, Json>, within: &str, entries: &mut BTreeMap<String, Entry>) -> serde_json::Result<()> {
    for (name, json) in tree {
        let path = if within.is_empty() { name } else { format!("{within}.{name}") };
        match json {
            Json::Object(part) if within != OTHER && (path == OTHER || !part.contains_key("value")) => {
                gather(part, &path, entries)?;
            }
            entry => _ = entries.insert(path, serde_json::from_value(entry)?),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Record {
        let date = Entry {
            value: Some(Scalar::Text("1975-03".to_owned())),
            precision: Some(Precision::Month),
            raw: Some("tháng 3 năm 1975".to_owned()),
            ..Entry::default()
        };
        [
            ("issuedDate".to_owned(), date),
            ("tthc.owner.id".to_owned(), Entry { raw: Some("12".to_owned()), ..Entry::default() }),
            ("other.Ghi chú 2. in".to_owned(), Entry::plain("x")),
            ("numberOfPage".to_owned(), Entry::derived(Scalar::Count(2), "scan")),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn dots_are_levels_in_json_and_headings_keep_theirs() {
        let json = serde_json::to_string(&sample()).unwrap();
        assert_eq!(
            json,
            r#"{"issuedDate":{"value":"1975-03","precision":"month","raw":"tháng 3 năm 1975"},"numberOfPage":{"value":2,"from":"scan"},"other":{"Ghi chú 2. in":{"value":"x","raw":"x"}},"tthc":{"owner":{"id":{"value":null,"raw":"12"}}}}"#
        );
        assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), sample());
    }

    #[test]
    fn a_heading_may_be_called_value() {
        let record: Record = [("other.value".to_owned(), Entry::plain("x"))].into_iter().collect();
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    }

    #[test]
    fn an_archive_of_before_has_empty_records() {
        assert!(serde_json::from_str::<Record>("{}").unwrap().is_empty());
    }
}
