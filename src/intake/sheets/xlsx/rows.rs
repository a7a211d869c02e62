//! The cells of one worksheet, in one pass over its XML (ECMA-376-1, 18.3.1).

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use crate::intake::sheets::dates::{Shown, cell, iso};
use crate::intake::sheets::markup::{Markup, add_text, attribute, number};
use crate::intake::sheets::stop::Step;
use crate::intake::sheets::tray::{Tray, error};
use crate::records::grid::Cell;

use super::Shared;
use super::shared::unescaped;

/// A place: row from 1, column from 0.
type Place = (u32, u32);

/// What stands in a `c` element.
#[derive(Default)]
struct Content {
    kind: String,
    style: usize,
    value: String,
    has_formula: bool,
}

/// Reads all cells and merged areas into the tray.
pub(super) fn read<R: Read>(mut markup: Markup<R>, shared: &Shared, tray: &mut Tray) -> Step<()> {
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut content = Content::default();
    loop {
        match markup.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    row = number(&element, "r").unwrap_or(row.saturating_add(1));
                    column = 0;
                }
                "c" => {
                    // Both the row and the place of a cell may be left out; then it is the next.
                    let place = attribute(&element, "r").and_then(|place| parse(&place));
                    (row, column) = place.unwrap_or((row, column));
                    content.begin(&element);
                    content.fill(&mut markup)?;
                    content.put((row, column), shared, tray)?;
                    column = column.saturating_add(1);
                }
                "mergeCell" => merge(&element, tray)?,
                _ => (),
            },
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

impl Content {
    fn begin(&mut self, element: &BytesStart) {
        self.kind.clear();
        self.kind.push_str(&attribute(element, "t").unwrap_or_default());
        self.style = number(element, "s").map_or(usize::MAX, |style| style as usize);
        self.value.clear();
        self.has_formula = false;
    }

    /// Reads up to the end of the cell.
    fn fill<R: Read>(&mut self, markup: &mut Markup<R>) -> Step<()> {
        let mut is_value = false;
        loop {
            match markup.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => is_value = self.kind != "inlineStr",
                    "t" => is_value = true,
                    "f" => {
                        self.has_formula = true;
                        markup.skip()?;
                    }
                    "rPh" => markup.skip()?,
                    _ => (),
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "c" => return Ok(()),
                    "v" | "t" => is_value = false,
                    _ => (),
                },
                Event::Eof => return Ok(()),
                event if is_value => add_text(&event, &mut self.value),
                _ => (),
            }
        }
    }

    fn put(&self, (row, column): Place, shared: &Shared, tray: &mut Tray) -> Step<()> {
        if self.has_formula {
            tray.formula(row, column)?;
        }
        let value = self.value.as_str();
        let shown = shared.styles.get(self.style).copied().unwrap_or(Shown::Number);
        match self.kind.as_str() {
            "s" if value.trim().is_empty() => Ok(()),
            "s" => match value.trim().parse().ok().and_then(|number| shared.strings.get(number)) {
                Some(text) => tray.text(row, column, text),
                None => tray.missing_string(row, column),
            },
            "str" | "inlineStr" => tray.text(row, column, &unescaped(value)),
            "b" => match value.trim() {
                "1" | "true" | "TRUE" => tray.put(row, column, Cell::Flag(true)),
                "0" | "false" | "FALSE" => tray.put(row, column, Cell::Flag(false)),
                _ => tray.text(row, column, value),
            },
            "e" => tray.put(row, column, error(value)),
            "d" => match iso(value.trim(), shown) {
                Some(date) => tray.put(row, column, date),
                None => tray.text(row, column, value),
            },
            _ => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => tray.put(row, column, cell(number, shown, shared.is_1904)),
                _ => tray.text(row, column, value),
            },
        }
    }
}

fn merge(element: &BytesStart, tray: &mut Tray) -> Step<()> {
    let area = attribute(element, "ref").unwrap_or_default();
    match area.split_once(':').map(|(first, last)| (parse(first), parse(last))) {
        Some((Some(first), Some(last))) => tray.merged(first, last),
        _ => Ok(()),
    }
}

/// Returns the place that `C12` names.
fn parse(place: &str) -> Option<Place> {
    let n_letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = place.split_at_checked(n_letters)?;
    // More than four letters or seven digits name nothing that any program has, and would not fit.
    if !(1..=4).contains(&n_letters) || !(1..=7).contains(&digits.len()) || !digits.bytes().all(|d| d.is_ascii_digit())
    {
        return None;
    }
    let value = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + value(letter));
    digits.parse().ok().map(|row| (row, column - 1))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn places_are_parsed_and_nonsense_is_none() {
        assert_eq!(parse("C12"), Some((12, 2)));
        assert_eq!(parse("XFD1048576"), Some((1_048_576, 16_383)));
        for nonsense in ["", "12", "C", "ABCDE1", "C12x", "C99999999", "Ç1", "C-1"] {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }
}
