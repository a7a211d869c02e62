//! CSV and other text tables: guesses the separator, keeps the number of every line, and says what is odd.
//!
//! Written here because index sheets come from many hands: an open quote must cost its own row and not the rest of the
//! file, and line numbers must be right whatever the line ends are.

use std::borrow::Cow;

use crate::finding::codes;
use crate::records::grid::Spot;
use crate::text;
use crate::text::Text;

use super::stop::Step;
use super::tray::Tray;

/// What may stand between cells, in the order in which it is believed: commas are in texts and numbers as well.
const SEPARATORS: [char; 4] = [';', '\t', '|', ','];

/// How many rows are looked at before the separator is chosen.
const GUESSED_BY: usize = 100;

/// The longest that a quoted cell may be, in bytes: a quote that is open for longer was meant as a mark and no quote.
const LONGEST: usize = 1 << 20;

/// The most cells of a row that are kept, which is more than any program can show.
const WIDEST: usize = 16_384;

/// The rows of a text, one after the other.
struct Rows<'t> {
    rest: &'t str,
    separator: char,
    /// The number of the line that comes next.
    line: u32,
}

/// A row as it stands.
struct Fields<'t> {
    line: u32,
    cells: Vec<Cow<'t, str>>,
    /// How many cells there are; more than in `cells` when they are too many.
    n: usize,
    /// A quote is open, or something stands behind a closed one.
    is_odd: bool,
    /// How the line ends; empty at the end of the text.
    end: &'t str,
}

/// Reads a text table into the tray; its sheet has no name.
pub(super) fn read(text: &str, tray: &mut Tray) -> Step<()> {
    tray.begin("");
    let (rows, width) = guess(text);
    let (mut first_end, mut is_mixed, mut is_in_table) = ("", false, false);
    for fields in rows {
        for (column, cell) in (0..).zip(&fields.cells) {
            tray.text(fields.line, column, cell)?;
        }
        // Titles above the table have fewer cells, and that is as it should be.
        is_in_table |= fields.n >= width;
        if fields.is_odd || (is_in_table && !fields.fits(width)) {
            tray.notes.spot(&codes::SHEET_ROW_SHAPE, fields.spot(), fields.oddity(width));
        }
        if first_end.is_empty() {
            first_end = fields.end;
        }
        if !is_mixed && !fields.end.is_empty() && fields.end != first_end {
            is_mixed = true;
            tray.notes.spot(&codes::SHEET_LINE_ENDS, fields.spot(), change(first_end, fields.end));
        }
    }
    Ok(())
}

/// Returns the rows by the separator that gives the most rows of one width, and that width.
fn guess(text: &str) -> (Rows<'_>, usize) {
    if let Some((separator, rest)) = declared(text) {
        let rows = Rows { rest, separator, line: 2 };
        let width = rows.usual_width().1;
        return (rows, width);
    }
    let candidates = SEPARATORS.map(|separator| Rows { rest: text, separator, line: 1 });
    let scored = candidates.into_iter().map(|rows| (rows.usual_width(), rows));
    // `max_by_key` takes the last of equals, so the most believed comes last.
    let best = scored.rev().max_by_key(|((n_rows, width), _)| (*width > 1, *n_rows));
    best.map_or((Rows { rest: text, separator: ',', line: 1 }, 1), |((_, width), rows)| (rows, width))
}

/// Returns the separator that Excel's own first line `sep=;` declares, and what follows that line.
fn declared(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix("sep=")?;
    let separator = rest.chars().next().filter(|separator| !matches!(separator, '"' | '\r' | '\n'))?;
    let rest = &rest[separator.len_utf8()..];
    let after = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n']))?;
    Some((separator, after))
}

impl<'t> Rows<'t> {
    /// Returns the width that most of the first rows have, after how many have it; blank rows do not count.
    fn usual_width(&self) -> (usize, usize) {
        let rows = Rows { rest: self.rest, separator: self.separator, line: 1 };
        let filled = rows.filter(|fields| !fields.is_blank()).take(GUESSED_BY);
        let mut widths: Vec<usize> = filled.map(|fields| fields.n).collect();
        widths.sort_unstable();
        let runs = widths.chunk_by(|one, other| one == other).map(|run| (run.len(), run[0]));
        runs.max().unwrap_or((0, 1))
    }

    /// Takes a quoted cell, and says whether it was one: the quote must be closed, and a separator or line end follow.
    fn quoted(&mut self) -> Option<Cow<'t, str>> {
        let inside = self.rest.strip_prefix('"')?;
        let (mut at, mut has_doubled) = (0, false);
        loop {
            at += inside[at..].find('"').filter(|ahead| at + ahead <= LONGEST)?;
            if !inside[at + 1..].starts_with('"') {
                break;
            }
            (at, has_doubled) = (at + 2, true);
        }
        let (cell, after) = (&inside[..at], &inside[at + 1..]);
        if !(after.is_empty() || after.starts_with([self.separator, '\r', '\n'])) {
            return None;
        }
        self.rest = after;
        self.line = self.line.saturating_add(n_lines(cell));
        Some(if has_doubled { cell.replace("\"\"", "\"").into() } else { cell.into() })
    }

    /// Takes a cell as it stands, up to the next separator or line end.
    fn bare(&mut self) -> &'t str {
        let end = self.rest.find([self.separator, '\r', '\n']).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell
    }

    /// Takes a line end if one is next.
    fn line_end(&mut self) -> Option<&'t str> {
        let n = match self.rest.as_bytes() {
            [] => 0,
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return None,
        };
        let (end, rest) = self.rest.split_at(n);
        self.rest = rest;
        self.line = self.line.saturating_add(1);
        Some(end)
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = Fields<'t>;

    fn next(&mut self) -> Option<Fields<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut fields = Fields { line: self.line, cells: Vec::new(), n: 0, is_odd: false, end: "" };
        loop {
            let quoted = self.quoted();
            fields.is_odd |= quoted.is_none() && self.rest.starts_with('"');
            let cell = quoted.unwrap_or_else(|| self.bare().into());
            fields.n += 1;
            if fields.n <= WIDEST {
                fields.cells.push(cell);
            }
            if let Some(end) = self.line_end() {
                fields.end = end;
                return Some(fields);
            }
            // Neither end nor line end: a separator.
            self.rest = self.rest.strip_prefix(self.separator).unwrap_or_default();
        }
    }
}

impl Fields<'_> {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    fn fits(&self, width: usize) -> bool {
        let is_long = self.n > WIDEST || self.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        self.is_blank() || (self.n >= width && !is_long)
    }

    fn spot(&self) -> Spot<'static> {
        Spot { sheet: "", row: self.line, column: None }
    }

    fn oddity(&self, width: usize) -> Text {
        if self.is_odd {
            return text!("dấu nháy kép mở ra mà không đóng đúng chỗ", "a quote is not closed where it should be");
        }
        text!("có {n} ô, các dòng khác có {width}", "it has {n} cells, the other rows have {width}", n = self.n)
    }
}

fn n_lines(text: &str) -> u32 {
    let n =
        text.bytes().filter(|byte| *byte == b'\n').count() + text.matches('\r').count() - text.matches("\r\n").count();
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn change(before: &str, here: &str) -> Text {
    let name = |end| match end {
        "\r\n" => "CRLF",
        "\n" => "LF",
        _ => "CR",
    };
    text!(
        "ký tự xuống dòng là {here}, ở các dòng trước là {before}",
        "it ends with {here}, the rows before with {before}",
        here = name(here),
        before = name(before)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Finding;
    use crate::records::grid::{Cell, Sheet};
    use crate::records::profile::Sheets as Limits;

    fn read_all(text: &str) -> (Sheet, Vec<Finding>) {
        let limits = Limits::default();
        let mut tray = Tray::new("a.csv", &limits);
        read(text, &mut tray).unwrap();
        let (mut sheets, findings) = tray.finish();
        (sheets.pop().unwrap_or_default(), findings)
    }

    /// Every row as `number:cell|cell`.
    fn shown(text: &str) -> Vec<String> {
        let line = |cells: &[Cell]| cells.iter().map(Cell::shown).collect::<Vec<_>>().join("|");
        read_all(text).0.rows.iter().map(|row| format!("{}:{}", row.number, line(&row.cells))).collect()
    }

    /// Every finding as `code subject`.
    fn found(text: &str) -> Vec<String> {
        read_all(text).1.into_iter().map(|finding| format!("{} {}", finding.code, finding.subject)).collect()
    }

    #[test]
    fn the_separator_is_the_one_that_makes_rows_alike() {
        for (text, rows) in [
            ("a;b\n1,5;2\n3;4,2\n", ["1:a|b", "2:1,5|2", "3:3|4,2"]),
            ("a,b\n1;2,3\n4,5\n", ["1:a|b", "2:1;2|3", "3:4|5"]),
            ("a\tb\n1,2\t3\n4\t5,6\n", ["1:a|b", "2:1,2|3", "3:4|5,6"]),
            ("a|b\n\"1|2\"|3\n4|5\n", ["1:a|b", "2:1|2|3", "3:4|5"]),
            ("sep=:\na:b\n1:2,3\n4:5\n", ["2:a|b", "3:1|2,3", "4:4|5"]),
        ]
        .map(|(text, rows)| (text, rows.map(str::to_owned)))
        {
            assert_eq!(shown(text), rows, "{text:?}");
            assert!(found(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn one_column_is_a_table_too() {
        assert_eq!(shown("tên\r\nA\r\n"), ["1:tên", "2:A"]);
        assert!(found("tên\r\nA\r\n").is_empty());
    }

    #[test]
    fn a_row_has_the_number_of_the_line_it_begins_on() {
        assert_eq!(shown("a;b\n\"x\ny\"\"z\";2\n\n3;4"), ["1:a|b", "2:x y\"z|2", "5:3|4"]);
        assert_eq!(shown("a;b\r\"x\r\ny\";2\r3;4\r"), ["1:a|b", "2:x y|2", "4:3|4"]);
    }

    #[test]
    fn titles_above_the_table_are_no_fault_and_ragged_rows_are() {
        assert!(found("DANH MỤC\n\na;b;c\n1;2;3\n4;5;6\n").is_empty());
        assert!(found("a;b;c\n1;2;3;;;\n4;5;6\n").is_empty());
        let found = found("a;b;c\n1;2;3\n4;5\n6;7;8;9\n1;2;3\n");
        assert_eq!(found, ["sheet.row-shape a.csv#3", "sheet.row-shape a.csv#4"]);
    }

    #[test]
    fn an_open_quote_costs_its_own_row_and_no_other() {
        let text = "a;b\n\"x;1\ny;2\n\"z\"!;3\n\"v;w\";4\n";
        assert_eq!(shown(text), ["1:a|b", "2:\"x|1", "3:y|2", "4:\"z\"!|3", "5:v;w|4"]);
        assert_eq!(found(text), ["sheet.row-shape a.csv#2", "sheet.row-shape a.csv#4"]);
        assert_eq!(shown("a;b\n1;\"x"), ["1:a|b", "2:1|\"x"]);
    }

    #[test]
    fn mixed_line_ends_are_told_once_with_the_first_line() {
        assert_eq!(found("a;b\r\n1;2\r\n3;4\n5;6\r7;8"), ["sheet.line-ends a.csv#3"]);
    }

    #[test]
    fn a_nul_costs_its_cell() {
        let text = "a;b\n1\0;2\n";
        assert_eq!(shown(text), ["1:a|b", "2:|2"]);
        assert_eq!(found(text), ["sheet.control-character a.csv#A2"]);
    }

    #[test]
    fn a_file_of_quotes_is_read_in_time() {
        // Each quote opens and none is closed as it should be.
        let text = "\"a\n".repeat(100_000);
        assert_eq!(read_all(&text).0.rows.len(), 100_000);
    }
}
