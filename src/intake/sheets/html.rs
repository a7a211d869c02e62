//! HTML tables that are called XLS: many one-stop systems export their lists so, and Excel opens them.
//!
//! Takes rows and cells as they come, closed or not, and believes nothing else of the page.

use std::collections::BTreeMap;

use super::markup::LONGEST_TEXT;
use super::stop::Step;
use super::tray::Tray;

/// A tag, or the text before the next one.
enum Token<'t> {
    Text(&'t str),
    Open(&'t str, &'t str),
    Close(&'t str),
}

/// The table so far.
#[derive(Default)]
struct Table {
    row: u32,
    column: u32,
    /// Columns that a cell from above reaches down into, with the last row of it.
    held: BTreeMap<u32, u32>,
    /// The text of the open cell, and how many columns it covers.
    cell: Option<(String, u32)>,
}

/// Says whether a text begins like a page and has a table.
pub(super) fn recognises(text: &str) -> bool {
    let opening: String = text.chars().take(1 << 16).collect::<String>().to_ascii_lowercase();
    let start = opening.trim_start();
    let is_page = ["<html", "<!doctype html", "<table", "<meta", "<head", "<style", "<div", "<?xml", "<!--", "<body"]
        .iter()
        .any(|tag| start.starts_with(tag));
    is_page && opening.contains("<table") && opening.contains("<tr")
}

/// Reads all tables of a page into one sheet without a name, as Excel does.
pub(super) fn read(text: &str, tray: &mut Tray) -> Step<()> {
    tray.begin("");
    let mut table = Table::default();
    let mut rest = text;
    while let Some(token) = next(&mut rest) {
        match token {
            Token::Text(text) => table.add(text),
            Token::Open(name, attributes) => match name.to_ascii_lowercase().as_str() {
                "tr" => {
                    table.close_cell(tray)?;
                    (table.row, table.column) = (table.row.saturating_add(1), 0);
                }
                "td" | "th" => {
                    table.close_cell(tray)?;
                    table.begin_cell(attributes, tray)?;
                }
                "br" | "p" | "div" | "li" => table.add(" "),
                "style" | "script" => rest = after_close(rest, name),
                _ => (),
            },
            Token::Close(name) if ["td", "th", "tr", "table"].iter().any(|tag| name.eq_ignore_ascii_case(tag)) => {
                table.close_cell(tray)?;
            }
            Token::Close(_) => (),
        }
    }
    table.close_cell(tray)
}

impl Table {
    fn begin_cell(&mut self, attributes: &str, tray: &mut Tray) -> Step<()> {
        // Beyond the limits nothing needs to be held free, however far a cell claims to reach.
        let is_within = self.row <= tray.n_rows();
        while is_within && self.held.get(&self.column).is_some_and(|last| *last >= self.row) {
            self.column += 1;
        }
        let span = |name| number(attributes, name).unwrap_or(1).max(1);
        let (width, height) = (span("colspan"), span("rowspan"));
        let right = self.column.saturating_add(width - 1);
        let bottom = self.row.saturating_add(height - 1);
        tray.merged((self.row, self.column), (bottom, right))?;
        if height > 1 && is_within {
            (self.column..=right.min(tray.n_columns())).for_each(|column| _ = self.held.insert(column, bottom));
        }
        self.cell = Some((String::new(), width));
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if let Some((cell, _)) = self.cell.as_mut().filter(|(cell, _)| cell.len() < LONGEST_TEXT) {
            cell.push_str(&text[..text.floor_char_boundary(LONGEST_TEXT)]);
        }
    }

    fn close_cell(&mut self, tray: &mut Tray) -> Step<()> {
        let Some((cell, width)) = self.cell.take() else { return Ok(()) };
        let text = unescaped(&cell.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        tray.text(self.row, self.column, text.trim())?;
        self.column = self.column.saturating_add(width);
        Ok(())
    }
}

/// Takes the next tag or text; comments and declarations are passed over.
fn next<'t>(rest: &mut &'t str) -> Option<Token<'t>> {
    loop {
        let text = *rest;
        let mut up_to = |end: Option<usize>, length: usize| {
            let end = end.unwrap_or(text.len());
            *rest = text.get(end + length..).unwrap_or_default();
            &text[..end]
        };
        if text.is_empty() {
            return None;
        } else if text.starts_with("<!--") {
            up_to(text.find("-->"), 3);
        } else if text.starts_with("<!") || text.starts_with("<?") {
            up_to(text.find('>'), 1);
        } else if let Some(tag) = text.strip_prefix("</") {
            let tag = &tag[..up_to(text.find('>'), 1).len() - 2];
            return Some(Token::Close(name_of(tag).0));
        } else if text.starts_with('<') && text[1..].starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let (name, attributes) = name_of(&up_to(text.find('>'), 1)[1..]);
            return Some(Token::Open(name, attributes));
        } else {
            let first = text.chars().next().map_or(0, char::len_utf8);
            return Some(Token::Text(up_to(text[first..].find('<').map(|end| first + end), 0)));
        }
    }
}

fn name_of(tag: &str) -> (&str, &str) {
    let end = tag.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(tag.len());
    tag.split_at(end)
}

/// Returns what follows the end of an element whose content is no text.
fn after_close<'t>(text: &'t str, name: &str) -> &'t str {
    let is_end = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name));
    text.match_indices("</").map(|(at, _)| at).find(is_end).map_or("", |at| &text[at..])
}

/// Returns an attribute that is a number, in quotes or not.
fn number(attributes: &str, name: &str) -> Option<u32> {
    let value = attributes.split_ascii_whitespace().find_map(|attribute| {
        let (key, value) = attribute.split_once('=')?;
        key.eq_ignore_ascii_case(name).then_some(value)
    });
    value?.trim_matches(['"', '\'', '/']).parse().ok()
}

/// Resolves the few entities that exporting programs write; others stay as they are.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split('&');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(';').and_then(|(name, after)| Some((entity(name)?, after))) {
            Some((letter, after)) => {
                plain.push(letter);
                plain.push_str(after);
            }
            None => plain.extend(["&", part]),
        }
    }
    plain
}

fn entity(name: &str) -> Option<char> {
    match name {
        "nbsp" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::grid::{Area, Cell, Sheet};
    use crate::records::profile::Sheets as Limits;

    fn read_all(text: &str) -> Sheet {
        let limits = Limits::default();
        let mut tray = Tray::new("a.xls", &limits);
        read(text, &mut tray).unwrap();
        tray.finish().0.pop().unwrap_or_default()
    }

    /// Every row as `number:cell|cell`.
    fn shown(text: &str) -> Vec<String> {
        let line = |cells: &[Cell]| cells.iter().map(Cell::shown).collect::<Vec<_>>().join("|");
        read_all(text).rows.iter().map(|row| format!("{}:{}", row.number, line(&row.cells))).collect()
    }

    #[test]
    fn cells_are_read_closed_or_not() {
        let page = "<html><style>td {a: '<td>x'}</style><TABLE border=1><tr><th>S&#7889; <b>k&yacute;</b><th>Ngày\n cấp\
                    <tr><td>01&nbsp;&amp; 02<br>x</td><!-- <td>no --><td>&lt;5/3/2019</td></tr></TABLE>";
        assert_eq!(shown(page), ["1:Số k&yacute;|Ngày cấp", "2:01 & 02 x|<5/3/2019"]);
    }

    #[test]
    fn cells_that_span_push_others_aside_and_are_merged() {
        let page = "<table><tr><td rowspan=2>a<td colspan='2'>b<tr><td>c<td>d</table>";
        assert_eq!(shown(page), ["1:a|b", "2:|c|d"]);
        let area = |top, left, bottom, right| Area { top, left, bottom, right };
        assert_eq!(read_all(page).merged, [area(1, 0, 2, 0), area(1, 1, 1, 2)]);
    }

    #[test]
    fn nonsense_is_read_as_far_as_it_goes() {
        for page in
            ["<", "<td", "</", "<!--", "<table><tr><td>a & b &#xFFFFFFFF; &; < ", "<style>", "đ<đ>", "<td rowspan=99"]
        {
            read_all(page);
        }
        assert_eq!(shown("<table><tr><td>a < b &; &#0"), ["1:a < b &; &#0"]);
        let far = "<tr><td rowspan=4294967295 colspan=4294967295>x<td>y";
        assert_eq!(shown(far), ["1:x"]);
    }

    #[test]
    fn a_page_has_a_table_and_begins_as_one() {
        assert!(recognises("\n<HTML><body><Table><tr>"));
        assert!(!recognises("<html><p>Lỗi máy chủ</p>"));
        assert!(!recognises("a,<table><tr>"));
    }
}
