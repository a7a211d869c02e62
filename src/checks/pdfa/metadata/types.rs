//! Types of values: whether what a property says has the form that its schema gives it (ISO 19005-2, 6.6.2.3.1).

use std::collections::HashMap;

use super::dates::is_date;
use super::predefined;
use crate::pdf::xmp::{Kind, Node, Value};

/// Types of simple values that hold any characters: whether an address leads anywhere is nobody's question here.
const FREE: &[&str] =
    &["text", "propername", "agentname", "uri", "url", "xpath", "rational", "renditionclass", "locale", "guid"];

/// A type that an extension schema describes: a structure, or text if it has no fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Described {
    pub(super) space: String,
    /// Types of the fields by name, simplified.
    pub(super) fields: HashMap<String, String>,
}

/// All types: those of XMP, and those that extension schemas add, by simplified name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Types(pub(super) HashMap<String, Described>);

impl Types {
    /// Says whether a simplified type has a meaning.
    pub(super) fn knows(&self, value_type: &str) -> bool {
        let inner = item(value_type);
        FREE.contains(&inner)
            || ["boolean", "integer", "real", "mimetype", "date", "gpscoordinate", "lang alt"].contains(&inner)
            || self.0.contains_key(inner)
            || predefined::structure(inner).is_some()
    }

    /// Says whether a value has the form of a simplified type. Descends with the value, which the reader of packets bounds.
    pub(super) fn fits(&self, node: &Node, value_type: &str) -> bool {
        if let Some((kind, inner)) = array(value_type) {
            return matches!(&node.value, Value::Array(found, items)
                if *found == kind && items.iter().all(|item| self.fits(item, inner)));
        }
        match (&node.value, value_type) {
            (_, "any") => true,
            (Value::Array(Kind::Alt, items), "lang alt") => {
                items.iter().all(|item| item.has_language && item.text().is_some())
            }
            (Value::Text(text), _) => {
                is_simple(text, value_type)
                    || self.0.get(value_type).is_some_and(|described| described.fields.is_empty())
            }
            (Value::Structure(fields), _) => self.is_structure(fields, value_type),
            (Value::Array(..), _) => false,
        }
    }

    /// Fields may be missing; none may be added.
    fn is_structure(&self, fields: &[Node], value_type: &str) -> bool {
        if let Some(described) = self.0.get(value_type) {
            let fits = |field: &Node| {
                let wanted = described.fields.get(&*field.name.local);
                *field.name.space == *described.space && wanted.is_some_and(|wanted| self.fits(field, wanted))
            };
            return fields.iter().all(fits);
        }
        let fits = |group: &predefined::Group| {
            fields.iter().all(|field| group.type_of(&field.name).is_some_and(|wanted| self.fits(field, wanted)))
        };
        predefined::structure(value_type).is_some_and(fits)
    }
}

/// Returns the spelling by which types are compared: small letters, one blank between words, choices replaced by what
/// they choose from.
pub(super) fn simplified(value_type: &str) -> String {
    let lower = value_type.to_lowercase();
    let mut words: Vec<&str> = Vec::new();
    let mut rest = lower.split_whitespace().peekable();
    while let Some(word) = rest.next() {
        match word {
            "open" | "closed" if rest.peek() == Some(&"choice") => {}
            "choice" => {
                rest.next_if_eq(&"of");
            }
            _ => words.push(word),
        }
    }
    let names_item = words.ends_with(&["lang", "alt"]);
    if words.last().is_none_or(|last| ["bag", "seq", "alt"].contains(last) && !names_item) {
        words.push("text");
    }
    words.join(" ")
}

/// Returns the type of the innermost items of a simplified type; itself if it is no array.
pub(super) fn item(value_type: &str) -> &str {
    let mut inner = value_type;
    while let Some((_, rest)) = array(inner) {
        inner = rest;
    }
    inner
}

/// Takes the kind of an array off a type.
fn array(value_type: &str) -> Option<(Kind, &str)> {
    let (first, rest) = value_type.split_once(' ')?;
    let kind = match first {
        "bag" => Kind::Bag,
        "seq" => Kind::Seq,
        "alt" => Kind::Alt,
        _ => return None,
    };
    Some((kind, rest))
}

fn is_simple(text: &str, value_type: &str) -> bool {
    match value_type {
        "boolean" => text == "True" || text == "False",
        "integer" => is_integer(text),
        "real" => is_real(text),
        "mimetype" => is_mime_type(text),
        "date" => is_date(text),
        "gpscoordinate" => is_coordinate(text),
        _ => FREE.contains(&value_type),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn is_integer(text: &str) -> bool {
    is_digits(unsigned(text))
}

fn is_real(text: &str) -> bool {
    match unsigned(text).split_once('.') {
        Some((whole, "")) => is_digits(whole),
        Some((whole, fraction)) => (whole.is_empty() || is_digits(whole)) && is_digits(fraction),
        None => is_integer(text),
    }
}

fn is_mime_type(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+.".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, form)| word(kind) && word(form))
}

/// Degrees, minutes, and seconds or a part of a minute, and where to: `21,1,42N` or `21,1.7N`.
fn is_coordinate(text: &str) -> bool {
    let short = |part: &str, most: usize| is_digits(part) && part.len() <= most;
    let Some(body) = text.strip_suffix(['N', 'S', 'E', 'W']) else { return false };
    match body.split(',').collect::<Vec<_>>().as_slice() {
        [degrees, minutes, seconds] => short(degrees, 3) && short(minutes, 2) && short(seconds, 2),
        [degrees, minutes] => {
            let parts = minutes.split_once('.');
            short(degrees, 3) && parts.is_some_and(|(whole, part)| short(whole, 2) && is_digits(part))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_values_are_told_apart_by_their_spelling() {
        for (value_type, sound, unsound) in [
            ("boolean", &["True", "False"][..], &["true", "FALSE", "1", ""][..]),
            ("integer", &["0", "+2", "-90"], &["", "+", "2.0", "1/2", "0x1"]),
            ("real", &["2", "2.", ".5", "-2.50"], &["", ".", "1/2", "2.5.1", "1e3", "--2"]),
            ("mimetype", &["application/pdf", "image/svg+xml"], &["pdf", "/pdf", "application/", "a/b/c", "a b/c"]),
            ("gpscoordinate", &["67,19,26S", "105,51.25E"], &["67,19S", "67,19,26", "1234,1,1N", "67;19;26S", "N"]),
            ("uri", &["", "any text"], &[]),
        ] {
            for text in sound {
                assert!(is_simple(text, value_type), "{value_type} {text}");
            }
            for text in unsound {
                assert!(!is_simple(text, value_type), "{value_type} {text}");
            }
        }
    }

    #[test]
    fn choices_are_what_they_choose_from() {
        for (written, wanted) in [
            ("Closed Choice of Text", "text"),
            ("open choice", "text"),
            ("Choice of  Integer", "integer"),
            ("Bag closed Choice of Text", "bag text"),
            ("seq", "seq text"),
            ("Lang Alt", "lang alt"),
            ("bag Lang Alt", "bag lang alt"),
            ("", "text"),
            ("ResourceRef", "resourceref"),
        ] {
            assert_eq!(simplified(written), wanted);
        }
    }

    #[test]
    fn only_types_with_a_meaning_are_known() {
        let types = Types(HashMap::from([("articlenumber".to_owned(), Described::default())]));
        for known in ["text", "bag seq date", "lang alt", "seq articlenumber", "oecf/sfr"] {
            assert!(types.knows(known), "{known}");
        }
        for unknown in ["", "bag", "any", "string", "bagtext"] {
            assert!(!types.knows(unknown), "{unknown}");
        }
    }
}
