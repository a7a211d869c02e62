//! The few things that writing HTML takes: escaping, data within the file, templates.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::text::{Lang, Text};

/// Writes a text so that it is nothing but text, between tags and in quoted attributes.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters and the ones that turn the direction of writing have no business in a report.
            '\n' | '\t' => safe.push(' '),
            _ if letter.is_control() || ('\u{202A}'..='\u{202E}').contains(&letter) => safe.push('\u{FFFD}'),
            '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            _ => safe.push(letter),
        }
    }
    safe
}

/// Writes a sentence of the program, escaped: it may hold values.
pub fn said(text: &Text, lang: Lang) -> String {
    escaped(text.get(lang))
}

/// Writes an image within the file. `name` is read aloud in its place.
pub fn image(bytes: &[u8], class: &str, name: &str, (width, height): (u32, u32)) -> String {
    let kind = if bytes.starts_with(b"\x89PNG") { "png" } else { "jpeg" };
    let (data, name) = (STANDARD.encode(bytes), escaped(name));
    format!(
        "<img class=\"{class}\" width=\"{width}\" height=\"{height}\" alt=\"{name}\" src=\"data:image/{kind};base64,{data}\"/>"
    )
}

/// Writes JSON so that no tag and no comment can begin or end in it.
pub fn json(value: &serde_json::Value) -> String {
    let mut safe = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => _ = write!(safe, "\\u{:04x}", u32::from(letter)),
            _ => safe.push(letter),
        }
    }
    safe
}

/// Fills the places `{{name}}` of a template in one pass, so that values are never taken for places.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// Returns how a policy names an inline script or style: by its digest.
pub fn source_of(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(crate::digest::Digest::of(text.as_bytes()).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(
            escaped("<script>alert(\"1\" & '2')</script>"),
            "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;"
        );
        assert_eq!(escaped("a\u{0}b\nc\u{202E}d"), "a\u{FFFD}b c\u{FFFD}d");
        assert_eq!(escaped("Nguyễn Thị Ớt"), "Nguyễn Thị Ớt");
    }

    #[test]
    fn json_cannot_end_the_script_that_holds_it() {
        let value = serde_json::json!({ "a": "</script><!--&\u{2028}" });
        let safe = json(&value);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
    }

    #[test]
    fn what_fills_a_template_is_not_filled_itself() {
        assert_eq!(fill("a {{x}} b {{y}} {{none}}.", &[("x", "{{y}}"), ("y", "2")]), "a {{y}} b 2 .");
    }
}
