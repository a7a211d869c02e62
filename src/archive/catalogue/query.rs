//! A selection of documents, as a person or another command asks for it, and what is known of each hit.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::archive::catalogue::days::Standing;
use crate::archive::catalogue::document::{Card, Row};

/// Which documents: those that meet every condition. Only their latest versions are looked at.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Words and quoted phrases, anywhere in record and names, without regard to accents and case.
    pub text: String,
    /// Fields, by path or its last part, and their values; accents, case and punctuation do not matter, and `*` at the end
    /// stands for any rest.
    pub fields: Vec<(String, String)>,
    /// Issued on one of these days, or perhaps on one of them where the record has but month or year.
    pub issued: Option<RangeInclusive<Date>>,
    /// In force on this day.
    pub valid_on: Option<Date>,
    /// Issued or held by the unit of this id or one below it, or by the unit of this name.
    pub unit: Option<String>,
    /// Of this level of administration (`tthc.level`).
    pub level: Option<String>,
    /// Whose latest version came with this batch.
    pub batch: Option<String>,
    /// In the dossier of this name or file code.
    pub dossier: Option<String>,
    /// With one of these ids; any when empty.
    pub ids: Vec<String>,
    /// Also documents that were withdrawn.
    pub with_withdrawn: bool,
    /// So many at most.
    pub limit: Option<usize>,
    /// Only those after the document of this id, in order of import.
    pub after: Option<String>,
}

/// A document that was selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What identifies it.
    pub row: Row,
    /// What its record says, in short.
    pub card: Card,
    /// How it stands on the day asked.
    pub standing: Standing,
}
