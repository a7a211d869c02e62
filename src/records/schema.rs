//! The JSON Schema of a record, made from the table of fields. `docs/record.schema.json` is what it says.

use serde_json::{Map, Value, json};

use super::fields::{self, Field, Kind};
use super::lists::{self, List};
use crate::record::OTHER;

/// Returns the schema, as draft 2020-12 has it.
pub fn schema() -> Value {
    let mut root = Map::new();
    for field in fields::ALL.iter().filter(|field| field.is_of_record()) {
        place(&mut root, field.path, entry(field));
    }
    let other = json!({
        "type": "object",
        "description": "Columns of the index sheet that no field is known for, by their headings.",
        "additionalProperties": { "$ref": "#/$defs/entry" },
    });
    root.insert(OTHER.to_owned(), other);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:sohoa:record-1",
        "title": "The record of a document (`record` in a sidecar)",
        "description": "Names are those of TT 05/2025/TT-BNV; `tthc` holds what TT 01/2023/TT-VPCP asks of a result. \
                        Every field is an object: `value` is what was understood (null when nothing certain could be), \
                        `raw` what the sheet said.",
        "type": "object",
        "properties": root,
        "additionalProperties": false,
        "$defs": { "entry": shape(json!({ "type": ["string", "null"] })) },
    })
}

/// Puts the schema of a field where its path leads.
fn place(tree: &mut Map<String, Value>, path: &str, schema: Value) {
    let Some((part, rest)) = path.split_once('.') else {
        tree.insert(path.to_owned(), schema);
        return;
    };
    let inner = tree
        .entry(part)
        .or_insert_with(|| json!({ "type": "object", "properties": {}, "additionalProperties": false }));
    if let Some(Value::Object(properties)) = inner.get_mut("properties") {
        place(properties, rest, schema);
    }
}

fn entry(field: &Field) -> Value {
    let mut entry = shape(value(field));
    entry["description"] = json!(format!("{} ({})", field.vi, field.en));
    entry
}

/// What stands beside every value.
fn shape(value: Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "value": value,
            "precision": { "enum": ["year", "month", "day"] },
            "raw": { "type": "string" },
            "encoding": { "enum": ["tcvn3", "vni", "windows-1258", "viscii"] },
            "from": { "type": "string" },
        },
        "required": ["value"],
        "additionalProperties": false,
    })
}

fn value(field: &Field) -> Value {
    const DATE: &str = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
    const UNTIL: &str = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|unlimited|P[0-9]+[YM])$";
    match field.kind {
        Kind::One(list) => one_of(list),
        Kind::Type => one_of(&lists::TYPE),
        Kind::Several(list) => {
            let codes = list.codes.iter().map(|code| code.code).collect::<Vec<_>>().join("|");
            json!({ "type": ["string", "null"], "pattern": format!("^({codes})(,({codes}))*$") })
        }
        Kind::Date => json!({ "type": ["string", "null"], "pattern": DATE }),
        Kind::Until => json!({ "type": ["string", "null"], "pattern": UNTIL }),
        Kind::Count(_) => json!({ "type": ["integer", "null"], "minimum": 0 }),
        Kind::Flag => json!({ "type": ["boolean", "null"] }),
        // A value that is too long is kept, with a finding, so the length is told and not enforced.
        _ if field.length > 0 => {
            json!({ "type": ["string", "null"], "$comment": format!("at most {} characters", field.length) })
        }
        _ => json!({ "type": ["string", "null"] }),
    }
}

fn one_of(list: &List) -> Value {
    let codes = list.codes.iter().map(|code| json!(code.code)).chain([Value::Null]).collect::<Vec<_>>();
    json!({ "enum": codes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_record_has_its_place() {
        let schema = schema();
        for field in fields::ALL.iter().filter(|field| field.is_of_record()) {
            let pointer = field.path.replace('.', "/properties/");
            assert!(schema.pointer(&format!("/properties/{pointer}/properties/value")).is_some(), "{}", field.path);
        }
    }
}
