//! What whoever orders packages says of them, as a JSON or TOML file: names and values, without levels.

use serde_json::{Map, Value};

use crate::fault::{Attempt, Fault};
use crate::text;

/// Reads the pairs of a request, sorted by name; which names a format knows is the format's business.
pub fn parse(text: &str) -> anyhow::Result<Vec<(String, String)>> {
    let cannot = || text!("tệp yêu cầu không đọc được; cần JSON hoặc TOML", "the request is neither JSON nor TOML");
    let pairs: Map<String, Value> = match text.trim_start_matches('\u{FEFF}').trim_start().starts_with('{') {
        true => serde_json::from_str(text.trim_start_matches('\u{FEFF}')).attempt(cannot)?,
        false => toml::from_str(text.trim_start_matches('\u{FEFF}')).attempt(cannot)?,
    };
    let value = |(name, value): (String, Value)| match value {
        Value::String(text) => Ok((name, text.trim().to_owned())),
        Value::Number(number) => Ok((name, number.to_string())),
        Value::Bool(flag) => Ok((name, flag.to_string())),
        _ => {
            let what = text!(
                "trường `{name}` của yêu cầu phải là chữ hoặc số",
                "`{name}` of the request must be text or a number"
            );
            Err(Fault::raise("export.request", what))
        }
    };
    let mut pairs: Vec<(String, String)> = pairs.into_iter().map(value).collect::<anyhow::Result<_>>()?;
    pairs.sort();
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_toml_say_the_same() {
        let expected =
            [("purpose", "Xác minh"), ("requestID", "12")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(parse("\u{FEFF}{\"requestID\": 12, \"purpose\": \" Xác minh\"}").unwrap(), expected);
        assert_eq!(parse("requestID = \"12\"\npurpose = \"Xác minh\"\n").unwrap(), expected);
        assert!(["{\"a\": []}", "a = [1]", "x", "{"].iter().all(|text| parse(text).is_err()));
    }
}
