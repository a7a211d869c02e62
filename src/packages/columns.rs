//! What stands in the columns of lists that go with packages: values of records, and of the files beside them.

use anyhow::Result;
use serde_json::Value as Json;

use super::{Document, Terms};
use crate::exchange::columns::{Column, Dates};
use crate::exchange::profile::Profile;
use crate::fault::Fault;
use crate::files::tables::table::Value;
use crate::record::{Record, Scalar};
use crate::records::fields::{self, Kind};
use crate::records::paper;
use crate::text;

/// A value that is no field of the record.
type Fact = fn(&Document, &Terms<'_>, &str) -> Scalar;

/// All such values, by the words that profiles call them.
const FACTS: &[(&str, Fact)] = &[
    ("@agency", |_, terms, _| Scalar::Text(terms.agency.to_owned())),
    ("@dossier", |document, _, _| Scalar::Text(document.sidecar.dossier.clone())),
    ("@file", |_, _, path| Scalar::Text(path.rsplit('/').next().unwrap_or(path).to_owned())),
    ("@id", |document, _, _| Scalar::Text(document.sidecar.id.clone())),
    ("@name", |document, _, _| Scalar::Text(document.name.clone())),
    ("@number", |document, _, _| Scalar::Text(number(&document.sidecar.record))),
    ("@pages", |document, _, _| Scalar::Count(document.sidecar.pdf.pages.into())),
    ("@path", |_, _, path| Scalar::Text(path.to_owned())),
    ("@sha256", |document, _, _| Scalar::Text(document.sidecar.pdf.sha256.to_string())),
    ("@size", |document, _, _| Scalar::Count(document.sidecar.pdf.size)),
];

/// Says whether every column of a profile comes from something that there is; otherwise an `Err` names what there is not.
pub fn check(profile: &Profile) -> Result<()> {
    let is_known = |from: &&String| {
        fields::by_path(from).is_some_and(|field| field.is_of_record()) || FACTS.iter().any(|(word, _)| word == from)
    };
    let Some(from) = profile.columns.iter().flat_map(|column| &column.from).find(|from| !is_known(from)) else {
        return Ok(());
    };
    let name = &profile.name;
    let what = text!(
        "cấu hình gói `{name}` lấy cột từ `{from}`, không có trường ấy",
        "the package profile `{name}` takes a column from `{from}`, which is no field"
    );
    Err(Fault::raise("export.profile", what))
}

/// Returns the values of a document, column by column; `path` is where its PDF lies in the package.
pub fn row(document: &Document, terms: &Terms<'_>, path: &str) -> Vec<Option<Scalar>> {
    terms.profile.columns.iter().map(|column| value(column, document, terms, path)).collect()
}

/// Returns a row as a workbook or a CSV takes it.
pub fn cells(row: &[Option<Scalar>]) -> Vec<Value> {
    let cell = |value: &Option<Scalar>| match value {
        None => Value::Empty,
        Some(Scalar::Count(count)) => Value::Count(*count),
        Some(other) => Value::text(other.to_string()),
    };
    row.iter().map(cell).collect()
}

/// Returns a row as JSON: every column by its name, in their order, `null` where there is no value.
pub fn json(columns: &[Column], row: &[Option<Scalar>]) -> Result<String> {
    let mut out = String::from("{");
    for (number, (column, value)) in columns.iter().zip(row).enumerate() {
        let value = match value {
            None => Json::Null,
            Some(Scalar::Count(count)) => Json::from(*count),
            Some(Scalar::Flag(flag)) => Json::from(*flag),
            Some(Scalar::Text(text)) => Json::from(text.as_str()),
        };
        let comma = if number == 0 { "" } else { ", " };
        out.push_str(&format!("{comma}{}: {value}", serde_json::to_string(&column.name)?));
    }
    Ok(out + "}")
}

fn value(column: &Column, document: &Document, terms: &Terms<'_>, path: &str) -> Option<Scalar> {
    let found = column.from.iter().find_map(|from| {
        let fact = FACTS.iter().find(|(word, _)| word == from);
        let value = match fact {
            Some((_, fact)) => Some(fact(document, terms, path)),
            None => field(&document.sidecar.record, from, terms.profile.dates),
        };
        value.filter(|value| !value.to_string().trim().is_empty())
    })?;
    let code = column.codes.get(&found.to_string()).map(|code| Scalar::Text(code.clone()));
    Some(code.unwrap_or(found))
}

fn field(record: &Record, path: &str, dates: Dates) -> Option<Scalar> {
    let value = record.get(path)?.value.clone()?;
    let is_date = fields::by_path(path).is_some_and(|field| matches!(field.kind, Kind::Date | Kind::Until));
    match value {
        Scalar::Text(date) if is_date && dates == Dates::DayFirst => Some(Scalar::Text(day_first(&date))),
        value => Some(value),
    }
}

/// Turns the parts of a date around; a word or a duration stays as it is.
fn day_first(date: &str) -> String {
    if !date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return date.to_owned();
    }
    date.split('-').rev().collect::<Vec<_>>().join("/")
}

/// Returns number and notation; of a civil-status act, its number.
fn number(record: &Record) -> String {
    let number = paper::number(record).or_else(|| record.text(fields::CIVIL_NUMBER).map(str::to_owned));
    number.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Entry;

    #[test]
    fn every_built_in_profile_takes_its_columns_from_what_there_is() {
        for name in Profile::names() {
            check(&Profile::parse(Profile::built_in(name).unwrap()).unwrap()).unwrap();
        }
        let toml = "name = \"x\"\nformats = []\n[[columns]]\nname = \"a\"\nfrom = [\"@nothing\"]\n";
        assert!(check(&Profile::parse(toml).unwrap()).unwrap_err().to_string().contains("`@nothing`"));
    }

    #[test]
    fn dates_are_turned_around_and_words_are_not() {
        let dates = ["2019-03-05", "2019-03", "2019", "unlimited", "P5Y"].map(day_first);
        assert_eq!(dates, ["05/03/2019", "03/2019", "2019", "unlimited", "P5Y"]);
    }

    #[test]
    fn number_and_notation_stand_together_as_people_write_them() {
        let of = |fields: &[(&str, &str)]| {
            number(&fields.iter().map(|(path, text)| ((*path).to_owned(), Entry::plain(*text))).collect())
        };
        assert_eq!(of(&[("codeNumber", "123"), ("codeNotation", "/GXN-UBND")]), "123/GXN-UBND");
        assert_eq!(of(&[("codeNotation", "123/GXN-UBND")]), "123/GXN-UBND");
        assert_eq!(of(&[("tthc.civil.number", "12/2001")]), "12/2001");
    }

    #[test]
    fn a_row_as_json_has_every_column_in_order() {
        let column = |name: &str| Column {
            name: name.to_owned(),
            from: Vec::new(),
            codes: std::collections::BTreeMap::new(),
            width: 1.0,
        };
        let row = [Some(Scalar::Text("a\"b".to_owned())), None, Some(Scalar::Count(3))];
        let json = json(&["B", "A", "C"].map(column), &row).unwrap();
        assert_eq!(json, r#"{"B": "a\"b", "A": null, "C": 3}"#);
    }
}
