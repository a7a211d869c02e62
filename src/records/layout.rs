//! Layouts of index sheets, as data files: which headings there are and which fields they mean.
//!
//! The same form serves for built-in layouts and for a mapping that an office saved for its vendor.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::fields::{self, Field};
use super::fold::fold;
use crate::fault::{Attempt, Fault};
use crate::text;

/// The built-in layouts, in the order in which they are preferred.
const BUILT_IN: &[&str] = &[
    include_str!("layouts/tt05-van-ban.toml"),
    include_str!("layouts/tt05-ho-so.toml"),
    include_str!("layouts/muc-luc-van-ban.toml"),
    include_str!("layouts/muc-luc-ho-so.toml"),
    include_str!("layouts/ho-tich.toml"),
    include_str!("layouts/tt02-van-ban.toml"),
    include_str!("layouts/tt02-ho-so.toml"),
    include_str!("layouts/plain.toml"),
    include_str!("layouts/sua-doi.toml"),
];

/// One layout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Its name on the command line.
    pub name: String,
    /// What a row is about.
    pub scope: Scope,
    /// Its name in Vietnamese.
    pub vi: String,
    /// Its name in English.
    pub en: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// True when its headings are too short to be believed in other sheets.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub narrow: bool,
    /// A row that shows how it is filled in: a cell for each column that is not optional.
    #[serde(default)]
    pub example: Vec<String>,
    /// Its columns, in order.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
}

/// What a row of a sheet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One document.
    Document,
    /// One dossier; its row goes to all documents of the dossier.
    Dossier,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Other headings that mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The path of the field.
    pub field: String,
    /// True for columns that the layout is recognised by.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// True for columns that a form does not have, but a sheet may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// The width in a form, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// What a form says about it, in Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Returns the built-in layouts.
pub fn built_in() -> &'static [Layout] {
    static LAYOUTS: OnceLock<Vec<Layout>> = OnceLock::new();
    // A test reads each of them, so none is left out here.
    LAYOUTS.get_or_init(|| BUILT_IN.iter().filter_map(|toml| Layout::parse(toml).ok()).collect())
}

impl Layout {
    /// Reads a layout; a column for a field that does not exist is an error.
    pub fn parse(toml: &str) -> anyhow::Result<Layout> {
        let layout: Layout =
            toml::from_str(toml).attempt(|| text!("bố cục không hợp lệ", "the layout is not valid"))?;
        if let Some(column) = layout.columns.iter().find(|column| fields::by_path(&column.field).is_none()) {
            let field = &column.field;
            return Err(Fault::raise(
                "layout.field",
                text!("không có trường `{field}`", "there is no field `{field}`"),
            ));
        }
        Ok(layout)
    }

    /// Writes the layout as TOML.
    pub fn render(&self) -> anyhow::Result<String> {
        Ok(toml::to_string(self)?)
    }

    /// Returns the column that a heading means.
    pub fn column(&self, heading: &str) -> Option<&Column> {
        let key = fold(heading);
        self.columns.iter().find(|column| column.names().any(|name| fold(name) == key))
    }
}

impl Column {
    /// Returns the heading and what means the same.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.heading.as_str()).chain(self.also.iter().map(String::as_str))
    }

    /// Returns the field.
    pub fn field(&self) -> Option<&'static Field> {
        fields::by_path(&self.field)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_built_in_layout_reads_and_has_an_example_for_its_form() {
        for toml in BUILT_IN {
            let layout = Layout::parse(toml).unwrap();
            let n_columns = layout.columns.iter().filter(|column| !column.optional).count();
            assert_eq!(layout.example.len(), n_columns, "{}", layout.name);
            assert!(layout.columns.iter().any(|column| column.key), "{}", layout.name);
        }
        assert_eq!(built_in().len(), BUILT_IN.len());
    }

    #[test]
    fn no_heading_of_a_layout_means_two_fields() {
        for layout in built_in() {
            let mut seen = BTreeMap::new();
            for column in &layout.columns {
                for name in column.names() {
                    let earlier = seen.insert(fold(name), &column.field);
                    assert!(earlier.is_none_or(|field| *field == column.field), "{}: {name}", layout.name);
                }
            }
        }
    }

    #[test]
    fn a_layout_survives_being_written_and_read() {
        let layout = &built_in()[2];
        assert_eq!(Layout::parse(&layout.render().unwrap()).unwrap(), *layout);
        assert!(Layout::parse(&layout.render().unwrap().replace("issuedDate", "issuedData")).is_err());
    }
}
