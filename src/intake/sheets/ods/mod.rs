//! ODS (OpenDocument 1.2, part 1, 9): one pass over `content.xml`, where rows and cells say how often they are repeated.

mod styles;

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use crate::records::grid::Cell;

use super::dates::{Shown, cell, duration, iso};
use super::markup::{LONGEST_TEXT, Markup, add_text, attribute, number};
use super::parts::Parts;
use super::stop::{Step, Stop};
use super::tray::{Tray, error};
use styles::Styles;

const CONTENT: &str = "content.xml";
const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// What the cells of a sheet show that have no style of their own.
#[derive(Default)]
struct Defaults {
    /// What columns show, each up to the column that comes after its last.
    columns: Vec<(u32, Shown)>,
    row: Option<Shown>,
}

/// A cell of the current row, and how often it stands there.
struct Placed {
    column: u32,
    times: u32,
    content: Content,
    has_formula: bool,
}

/// What a cell holds.
enum Content {
    Cell(Cell),
    Text(String),
}

/// Says whether a zip is an ODS.
pub(super) fn recognises(parts: &mut Parts) -> Step<bool> {
    Ok(parts.opening("mimetype")?.starts_with(MIMETYPE))
}

/// Reads all sheets, hidden ones as well.
pub(super) fn read(parts: &mut Parts, tray: &mut Tray) -> Step<()> {
    if is_encrypted(parts)? {
        return Err(Stop::encrypted());
    }
    let mut styles = styles::read(parts)?;
    let mut defaults = Defaults::default();
    let Some(mut markup) = parts.markup(CONTENT)? else { return Err(Stop::damaged()) };
    let (mut row, mut cells) = (0, Vec::new());
    let (mut column, mut times) = (0, 0);
    loop {
        match markup.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "date-style" => styles.take_format(&element.into_owned(), &mut markup)?,
                "style" => styles.take_cell(&element),
                "table-column" => defaults.take_column(&element, &styles, tray),
                "table" => {
                    defaults = Defaults::default();
                    tray.begin(&attribute(&element, "table:name").unwrap_or_default());
                    row = 1;
                }
                "table-row" => {
                    times = repeated(&element, "table:number-rows-repeated");
                    defaults.row = default_style(&element, &styles);
                    column = 0;
                    cells.clear();
                }
                "table-cell" => {
                    let width = repeated(&element, "table:number-columns-repeated");
                    merge(&element, (row, column), tray)?;
                    let shown = match attribute(&element, "table:style-name") {
                        Some(style) => styles.shown(&style),
                        None => defaults.shown(column),
                    };
                    let read = read_cell(&element.into_owned(), shown, &mut markup)?;
                    cells.extend(read.map(|read| Placed { column, times: width, ..read }));
                    column = column.saturating_add(width);
                }
                "covered-table-cell" => {
                    column = column.saturating_add(repeated(&element, "table:number-columns-repeated"));
                    markup.skip()?;
                }
                // Their tables are sources of other data, and no part of the sheet.
                "tracked-changes" | "dde-links" | "shapes" | "cell-range-source" => markup.skip()?,
                _ => (),
            },
            Event::End(element) if element.local_name().as_ref() == "table-row" => {
                put(&cells, row, times, tray)?;
                row = row.saturating_add(times);
            }
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

fn is_encrypted(parts: &mut Parts) -> Step<bool> {
    let Some(mut markup) = parts.markup("META-INF/manifest.xml")? else { return Ok(false) };
    loop {
        match markup.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => (),
        }
    }
}

fn repeated(element: &BytesStart, name: &str) -> u32 {
    number(element, name).unwrap_or(1).max(1)
}

fn merge(element: &BytesStart, (row, column): (u32, u32), tray: &mut Tray) -> Step<()> {
    let height = repeated(element, "table:number-rows-spanned");
    let width = repeated(element, "table:number-columns-spanned");
    tray.merged((row, column), (row.saturating_add(height - 1), column.saturating_add(width - 1)))
}

fn default_style(element: &BytesStart, styles: &Styles) -> Option<Shown> {
    attribute(element, "table:default-cell-style-name").map(|style| styles.shown(&style))
}

impl Defaults {
    fn take_column(&mut self, element: &BytesStart, styles: &Styles, tray: &Tray) {
        let start = self.columns.last().map_or(0, |(end, _)| *end);
        if start < tray.n_columns() {
            let end = start.saturating_add(repeated(element, "table:number-columns-repeated"));
            self.columns.push((end, default_style(element, styles).unwrap_or(Shown::Date)));
        }
    }

    /// Returns what a cell shows; its row counts before its column (OpenDocument 1.2, part 1, 19.615).
    fn shown(&self, column: u32) -> Shown {
        let at = self.columns.partition_point(|(end, _)| *end <= column);
        self.row.or(self.columns.get(at).map(|(_, shown)| *shown)).unwrap_or(Shown::Date)
    }
}

/// Reads a cell up to its end; `None` when it holds nothing.
fn read_cell<R: Read>(element: &BytesStart, shown: Shown, markup: &mut Markup<R>) -> Step<Option<Placed>> {
    let content = content(element, shown, paragraphs(markup)?);
    let has_formula = attribute(element, "table:formula").is_some();
    let is_empty = match &content {
        Content::Cell(cell) => *cell == Cell::Empty,
        // Said to be repeated a million times, a cell of nothing but blanks would keep us busy for nothing.
        Content::Text(text) => text.trim().is_empty(),
    };
    Ok((!is_empty || has_formula).then_some(Placed { column: 0, times: 1, content, has_formula }))
}

/// Returns the content that the attributes of a cell say, or the text in it.
fn content(element: &BytesStart, shown: Shown, text: String) -> Content {
    let get = |name| attribute(element, name);
    if get("calcext:value-type").is_some_and(|kind| kind == "error") {
        return Content::Cell(error(&text));
    }
    let value = match get("office:value-type").as_deref() {
        Some("float" | "currency" | "percentage") => {
            let number = get("office:value").and_then(|value| value.trim().parse().ok());
            number.map(|number| cell(number, Shown::Number, false))
        }
        Some("date") => get("office:date-value").and_then(|value| iso(&value, shown)),
        Some("time") => get("office:time-value").and_then(|value| duration(&value)),
        Some("boolean") => get("office:boolean-value").and_then(|value| value.parse().ok()).map(Cell::Flag),
        _ => return Content::Text(get("office:string-value").map_or(text, String::from)),
    };
    value.map_or(Content::Text(text), Content::Cell)
}

/// Reads the text of a cell up to its end; notes, pictures and tables in it are passed over.
fn paragraphs<R: Read>(markup: &mut Markup<R>) -> Step<String> {
    let (mut text, mut n_paragraphs, mut is_paragraph) = (String::new(), 0, false);
    loop {
        match markup.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "p" | "h" => {
                    text.push_str(if n_paragraphs > 0 { "\n" } else { "" });
                    (n_paragraphs, is_paragraph) = (n_paragraphs + 1, true);
                }
                // A count of blanks is a claim: no cell of a spreadsheet program has more characters than these.
                _ if text.len() >= LONGEST_TEXT => (),
                "s" => (0..number(&element, "text:c").unwrap_or(1).min(32_767)).for_each(|_| text.push(' ')),
                "tab" => text.push('\t'),
                "line-break" => text.push('\n'),
                "span" | "a" | "ruby" | "ruby-base" => (),
                _ => markup.skip()?,
            },
            Event::End(element) => match element.local_name().as_ref() {
                "table-cell" => return Ok(text),
                "p" | "h" => is_paragraph = false,
                _ => (),
            },
            Event::Eof => return Ok(text),
            event if is_paragraph => add_text(&event, &mut text),
            _ => (),
        }
    }
}

/// Puts a row into the tray as often as it is repeated, as far as the limits go.
fn put(cells: &[Placed], row: u32, times: u32, tray: &mut Tray) -> Step<()> {
    // One more than the limit, so that the tray sees and says that there is more.
    let last = row.saturating_add(times - 1).min(tray.n_rows().saturating_add(1));
    for row in if cells.is_empty() { 0..=0 } else { row..=last.max(row) } {
        for placed in cells {
            let end = placed.column.saturating_add(placed.times - 1).min(tray.n_columns()).max(placed.column);
            for column in placed.column..=end {
                put_one(placed, row, column, tray)?;
            }
        }
    }
    Ok(())
}

fn put_one(placed: &Placed, row: u32, column: u32, tray: &mut Tray) -> Step<()> {
    if placed.has_formula {
        tray.formula(row, column)?;
    }
    match &placed.content {
        Content::Cell(cell) => tray.put(row, column, cell.clone()),
        Content::Text(text) => tray.text(row, column, text),
    }
}
