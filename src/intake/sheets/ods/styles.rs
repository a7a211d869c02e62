//! The styles of an ODS: only which styles of cells show a month or a year without a day (OpenDocument 1.2, part 1, 16).

use std::collections::BTreeMap;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use crate::intake::sheets::dates::Shown;
use crate::intake::sheets::markup::{Markup, attribute};
use crate::intake::sheets::parts::Parts;
use crate::intake::sheets::stop::Step;

/// Styles that show dates without a day, by name. All others show dates whole.
#[derive(Default)]
pub(super) struct Styles {
    formats: BTreeMap<String, Shown>,
    cells: BTreeMap<String, Shown>,
}

/// Reads the styles that have names of their own; those that only some cells have stand before the cells.
pub(super) fn read(parts: &mut Parts) -> Step<Styles> {
    let mut styles = Styles::default();
    let Some(mut markup) = parts.markup("styles.xml")? else { return Ok(styles) };
    loop {
        match markup.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "date-style" => styles.take_format(&element.into_owned(), &mut markup)?,
                "style" => styles.take_cell(&element),
                _ => (),
            },
            Event::Eof => return Ok(styles),
            _ => (),
        }
    }
}

impl Styles {
    /// Reads a format of dates up to its end.
    pub(super) fn take_format<R: Read>(&mut self, element: &BytesStart, markup: &mut Markup<R>) -> Step<()> {
        let (mut has_month, mut has_day) = (false, false);
        loop {
            match markup.next()? {
                Event::Start(part) => match part.local_name().as_ref() {
                    "day" => has_day = true,
                    "month" => has_month = true,
                    _ => (),
                },
                Event::End(end) if end.local_name().as_ref() == "date-style" => break,
                Event::Eof => break,
                _ => (),
            }
        }
        let shown = match (has_day, has_month) {
            (true, _) => Shown::Date,
            (false, true) => Shown::Month,
            (false, false) => Shown::Year,
        };
        set(&mut self.formats, attribute(element, "style:name").unwrap_or_default().into_owned(), shown);
        Ok(())
    }

    /// Takes a style of cells in, with the format that it names or that the style above it has.
    pub(super) fn take_cell(&mut self, element: &BytesStart) {
        let get = |name| attribute(element, name);
        if get("style:family").is_none_or(|family| family != "table-cell") {
            return;
        }
        let shown = match get("style:data-style-name") {
            Some(format) => self.formats.get(&*format).copied().unwrap_or(Shown::Date),
            None => get("style:parent-style-name").map_or(Shown::Date, |parent| self.shown(&parent)),
        };
        set(&mut self.cells, get("style:name").unwrap_or_default().into_owned(), shown);
    }

    /// Returns what a style of cells makes of a date.
    pub(super) fn shown(&self, name: &str) -> Shown {
        self.cells.get(name).copied().unwrap_or(Shown::Date)
    }
}

/// The last style of a name counts. Those that show a whole date need no room.
fn set(styles: &mut BTreeMap<String, Shown>, name: String, shown: Shown) {
    match shown {
        Shown::Date => _ = styles.remove(&name),
        _ => _ = styles.insert(name, shown),
    }
}
