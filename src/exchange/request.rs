//! What whoever orders a package says of it, as a file: JSON or TOML, names and values, nothing nested.

use serde_json::{Map, Value};

use crate::fault::{Attempt, Fault};
use crate::text;
use crate::text::Text;

/// Reads pairs of name and value; what is neither JSON nor TOML, or is nested, is an `Err`.
pub fn parse(text: &str) -> anyhow::Result<Vec<(String, String)>> {
    let text = text.trim_start_matches('\u{feff}');
    let said: Map<String, Value> = match serde_json::from_str(text) {
        Ok(said) => said,
        Err(_) => of_toml(toml::from_str(text).attempt(unreadable)?),
    };
    said.into_iter().map(|(name, value)| Ok((name, plain(value)?))).collect()
}

/// TOML has dates; JSON does not.
fn of_toml(table: toml::Table) -> Map<String, Value> {
    let value = |value: toml::Value| match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        _ => Value::Null,
    };
    table.into_iter().map(|(name, of)| (name, value(of))).collect()
}

fn plain(value: Value) -> anyhow::Result<String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(u8::from(flag).to_string()),
        _ => Err(Fault::raise("export.request", unreadable())),
    }
}

fn unreadable() -> Text {
    text!(
        "yêu cầu phải là tệp JSON hoặc TOML gồm tên và giá trị, như requestID = \"YC-01\"",
        "the request must be JSON or TOML of names and values, such as requestID = \"YC-01\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_toml_say_the_same() {
        let expected = [("purpose", "02"), ("requestDate", "2026-11-22")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(parse("requestDate = 2026-11-22\npurpose = \"02\"").unwrap(), expected);
        assert_eq!(parse(r#"{"purpose":"02","requestDate":"2026-11-22"}"#).unwrap(), expected);
    }

    #[test]
    fn what_is_nested_or_nothing_of_the_kind_is_refused() {
        for text in ["a = [1]", r#"{"a":{"b":1}}"#, "[]", "\u{0}", "a"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
