//! The report about duplicates as a web page: pairs side by side, for a person to decide, in files that need no network.
//!
//! What was found and who decided comes from the caller, pair by pair, and is never held as a whole. Everything that
//! stood in a record, a name or a path is escaped where it is written; nothing but the script of this folder can run.

mod case;
mod frame;
mod html;
mod sample;
mod shots;
mod tint;
mod words;

use serde::Serialize;

pub use frame::{Frame, PAIRS_A_FILE, file_name};
pub use sample::Matrix;
pub use shots::{Cutting, Seen, Shots};

use crate::text::Text;

/// A pair for a person to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its number in the report, from 1.
    pub number: usize,
    /// The group that it belongs to, from 1; 0 for none.
    pub group: usize,
    /// How it was found.
    pub found: Found,
    /// How alike the two are, from 0 to 1.
    pub score: f64,
    /// The two documents.
    pub sides: [Side; 2],
    /// Which of them is better kept: 0 or 1.
    pub keep: usize,
    /// Why that one.
    pub reasons: Vec<Text>,
    /// Why the two are held for the same, or what is in doubt.
    pub why: Vec<Text>,
    /// What the records say, field by field.
    pub fields: Vec<Field>,
    /// Pixels; `None` where the pages could not be seen.
    pub shots: Option<Shots>,
    /// The place that differs most, on the first page.
    pub place: Option<crate::duplicates::verdict::Area>,
}

/// How a pair was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// In doubt: a person looks.
    Review,
    /// Surely the same sheet, scanned again.
    Near,
    /// The same image data in the same order of pages.
    Content,
    /// The same bytes.
    Exact,
    /// The same issuer, number, notation, year and type.
    SameRecord,
}

/// One of the two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// What decisions call it: an id, or a path.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The page that is shown, from 1.
    pub page: u32,
    /// How it was scanned, and what else tells the two apart.
    pub facts: Vec<Text>,
}

/// A field of the records, side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What people call it.
    pub label: Text,
    /// What each of the two says; empty for nothing.
    pub values: [String; 2],
}

/// A table of the report: what was counted, relations, blank pages, what was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What it is called.
    pub title: Text,
    /// What it is about, in a sentence or none.
    pub about: Option<Text>,
    /// What stands above the columns.
    pub headings: Vec<Text>,
    /// Its rows, as far as they are shown here.
    pub rows: Vec<Vec<String>>,
    /// How many rows there are in all.
    pub n_rows: usize,
}

impl Found {
    /// Returns the word that programs know it by.
    pub fn code(self) -> &'static str {
        match self {
            Found::Review => "review",
            Found::Near => "near",
            Found::Content => "content",
            Found::Exact => "exact",
            Found::SameRecord => "same-record",
        }
    }

    /// Returns the words that people know it by.
    pub fn name(self) -> Text {
        words::found(self)
    }
}

#[cfg(test)]
mod tests;
