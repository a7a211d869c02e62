//! The shared strings of a workbook, and what all strings of XLSX have in common.

use std::borrow::Cow;

use quick_xml::events::Event;

use crate::intake::sheets::markup::add_text;
use crate::intake::sheets::parts::Parts;
use crate::intake::sheets::stop::Step;
use crate::intake::sheets::strings::Strings;

/// Reads the table of shared strings: rich text without its looks, and without the phonetic hints beside it.
pub(super) fn read(parts: &mut Parts, name: &str) -> Step<Strings> {
    let mut strings = Strings::default();
    let Some(mut markup) = parts.markup(name)? else { return Ok(strings) };
    let (mut text, mut is_text) = (String::new(), false);
    loop {
        match markup.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => text.clear(),
                "t" => is_text = true,
                "rPh" => markup.skip()?,
                _ => (),
            },
            Event::End(element) => match element.local_name().as_ref() {
                "si" => strings.push(&unescaped(&text)),
                "t" => is_text = false,
                _ => (),
            },
            Event::Eof => return Ok(strings),
            event if is_text => add_text(&event, &mut text),
            _ => (),
        }
    }
}

/// Resolves `_x000D_` and its like: characters that XML could not hold (ECMA-376-1, 22.4.2.4).
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let (escaped, after) = match escape(&rest[at..]) {
            Some(letter) => (letter, at + "_x0000_".len()),
            None => ('_', at + 1),
        };
        plain.push(escaped);
        rest = &rest[after..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Returns the character of an escape at the start of a text.
fn escape(text: &str) -> Option<char> {
    let digits = text.get(2..6)?;
    let is_escape = digits.bytes().all(|digit| digit.is_ascii_hexdigit()) && text.get(6..7) == Some("_");
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_escape)?;
    Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_resolved_and_the_escape_of_escapes_too() {
        assert_eq!(unescaped("a_x000D_b"), "a\rb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("HS_x12_xyz_"), "HS_x12_xyz_");
        assert_eq!(unescaped("_x00ạ0_"), "_x00ạ0_");
        assert_eq!(unescaped("_x"), "_x");
    }
}
