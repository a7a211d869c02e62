//! Where every reader of workbooks puts its cells: builds the rows, and keeps within the limits whatever the file claims.
//!
//! What lies beyond the limits on rows and columns is counted and left; when cells or text are too many in all, reading
//! ends. Texts are made fit for use here, so that all formats give the same grid.

#[cfg(test)]
mod tests;

use crate::finding::{Code, Finding, codes};
use crate::records::grid::{Area, Cell, Row, Sheet, Spot, letters};
use crate::records::profile::Sheets as Limits;
use crate::text;
use crate::text::Text;

use super::notes::Notes;
use super::stop::{Step, Stop};

/// The most characters that a spreadsheet program has in a cell.
pub(super) const LONGEST: usize = 32_767;

/// The longest name of an error that is believed to be one, in bytes.
const LONGEST_ERROR: usize = 50;

/// The sheets of a file as they grow.
#[derive(Debug)]
pub(super) struct Tray<'a> {
    /// What is reported.
    pub(super) notes: Notes<'a>,
    limits: &'a Limits,
    done: Vec<Sheet>,
    sheet: Sheet,
    row: u32,
    cells: Vec<Cell>,
    /// Cells so far, with the empty ones before the last of a row, for they take room as well.
    n_cells: u64,
    /// Bytes of text so far: one shared string may stand in millions of cells.
    n_bytes: u64,
    beyond: Beyond,
}

/// What was left: cells that lie too far off, and the ends of long texts.
#[derive(Debug, Default)]
struct Beyond {
    n_cut: u64,
    first_cut: (u32, u16),
    below: u64,
    right: u64,
    last_column: u16,
}

impl<'a> Tray<'a> {
    /// Makes an empty tray for the file that findings call `label`.
    pub(super) fn new(label: &'a str, limits: &'a Limits) -> Tray<'a> {
        Tray {
            notes: Notes::new(label),
            limits,
            done: Vec::new(),
            sheet: Sheet::default(),
            row: 0,
            cells: Vec::new(),
            n_cells: 0,
            n_bytes: 0,
            beyond: Beyond::default(),
        }
    }

    /// Begins a sheet and closes the one before.
    pub(super) fn begin(&mut self, name: &str) {
        self.close_sheet();
        // No program has longer names, and none with line breaks.
        self.sheet.name = name.chars().take(100).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    }

    /// Puts a content into a cell: rows from 1, columns from 0. The last content of a cell counts.
    pub(super) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Step<()> {
        let Some(column) = self.within(row, column).filter(|_| cell != Cell::Empty) else { return Ok(()) };
        self.open_row(row);
        let (at, width) = (usize::from(column), usize::from(column) + 1);
        if self.cells.len() < width {
            self.spend(width - self.cells.len())?;
            self.cells.resize(width, Cell::Empty);
        }
        self.cells[at] = cell;
        Ok(())
    }

    /// Puts a text into a cell. Line breaks become blanks; a text with a control character is reported and left.
    ///
    /// A text is cut where a spreadsheet program would: whether it is too long for its field is said by those who know the
    /// field.
    pub(super) fn text(&mut self, row: u32, column: u32, text: &str) -> Step<()> {
        let kept = cut(text);
        // Counted whatever becomes of it, for to look at it takes time as well.
        self.n_bytes += kept.len() as u64;
        if self.n_bytes > self.limits.bytes {
            return Err(Stop::too_large(text!(
                "các ô có nhiều chữ hơn giới hạn {n} byte",
                "the cells hold more text than the limit of {n} bytes",
                n = self.limits.bytes
            )));
        }
        if kept.len() < text.len() {
            self.note_cut(row, column);
        }
        if kept.contains(is_bad) {
            return self.unfit(row, column);
        }
        if kept.trim().is_empty() {
            return Ok(());
        }
        self.put(row, column, Cell::Text(in_one_line(kept)))
    }

    fn note_cut(&mut self, row: u32, column: u32) {
        let Some(column) = self.within(row, column) else { return };
        if self.beyond.n_cut == 0 {
            self.beyond.first_cut = (row, column);
        }
        self.beyond.n_cut += 1;
    }

    fn unfit(&mut self, row: u32, column: u32) -> Step<()> {
        let Some(column) = self.within(row, column) else { return Ok(()) };
        let what = text!("ô có ký tự NUL hoặc ký tự điều khiển", "the cell holds a NUL or a control character");
        self.note_cell(&codes::SHEET_CONTROL, row, column, what);
        // It takes no room but time, and may be repeated as others may.
        self.spend(1)
    }

    /// Notes that a cell names a shared string which the file does not have.
    pub(super) fn missing_string(&mut self, row: u32, column: u32) -> Step<()> {
        if let Some(column) = self.within(row, column) {
            let what =
                text!("ô trỏ tới một chuỗi không có trong tệp", "the cell names a string that the file does not have");
            self.note_cell(&codes::SHEET_UNREADABLE, row, column, what);
        }
        Ok(())
    }

    /// Notes that a cell is computed by a formula.
    pub(super) fn formula(&mut self, row: u32, column: u32) -> Step<()> {
        let Some(column) = self.within(row, column) else { return Ok(()) };
        self.sheet.formulas.push((row, column));
        self.spend(1)
    }

    /// Notes a merged area; what of it lies beyond the limits is cut off.
    pub(super) fn merged(&mut self, (top, left): (u32, u32), (bottom, right): (u32, u32)) -> Step<()> {
        let (bottom, right) =
            (bottom.min(self.limits.rows), right.min(u32::from(self.limits.columns).saturating_sub(1)));
        let is_area = top <= bottom && left <= right && (top, left) != (bottom, right);
        if let (true, Ok(left), Ok(right)) = (is_area, u16::try_from(left), u16::try_from(right)) {
            self.sheet.merged.push(Area { top, left, bottom, right });
            self.spend(1)?;
        }
        Ok(())
    }

    /// Returns the name of the current sheet and the last row of it.
    pub(super) fn place(&self) -> (String, u32) {
        (self.sheet.name.clone(), self.row.max(self.sheet.rows.last().map_or(0, |row| row.number)))
    }

    /// Notes why reading ends here, with the place that it has come to.
    pub(super) fn stop(&mut self, code: &'static Code, what: Text) {
        let (sheet, row) = self.place();
        if row == 0 {
            return self.notes.sheet(code, &sheet, what);
        }
        let what = text!(
            "{vi}; từ đây trở đi không được đọc",
            "{en}; nothing was read from here on",
            vi = what.vi,
            en = what.en
        );
        self.notes.spot(code, Spot { sheet: &sheet, row, column: None }, what);
    }

    /// Returns the columns that are looked at.
    pub(super) fn n_columns(&self) -> u32 {
        u32::from(self.limits.columns)
    }

    /// Returns the rows that are looked at.
    pub(super) fn n_rows(&self) -> u32 {
        self.limits.rows
    }

    /// Closes everything: sheets that hold anything, and the findings.
    pub(super) fn finish(mut self) -> (Vec<Sheet>, Vec<Finding>) {
        self.close_sheet();
        let is_explained = [&codes::SHEET_UNREADABLE, &codes::SHEET_ENCRYPTED, &codes::SHEET_TOO_LARGE];
        if self.done.is_empty() && !is_explained.into_iter().any(|code| self.notes.has(code)) {
            self.notes.file(&codes::SHEET_EMPTY, text!("tệp không có dòng nào", "the file has no row"));
        }
        (self.done, self.notes.finish())
    }

    fn note_cell(&mut self, code: &'static Code, row: u32, column: u16, what: Text) {
        let spot = Spot { sheet: &self.sheet.name, row, column: Some(column) };
        self.notes.spot(code, spot, what);
    }

    /// Returns the column when the cell is within the limits, and counts it when it is not.
    fn within(&mut self, row: u32, column: u32) -> Option<u16> {
        let short = u16::try_from(column).unwrap_or(u16::MAX);
        if row > self.limits.rows || row == 0 {
            self.beyond.below += 1;
        } else if short >= self.limits.columns {
            self.beyond.right += 1;
            self.beyond.last_column = self.beyond.last_column.max(short);
        } else {
            return Some(short);
        }
        None
    }

    fn spend(&mut self, n: usize) -> Step<()> {
        self.n_cells += n as u64;
        if self.n_cells <= self.limits.cells {
            return Ok(());
        }
        Err(Stop::too_large(text!(
            "tệp có nhiều ô hơn giới hạn {n} ô",
            "the file has more cells than the limit of {n}",
            n = self.limits.cells
        )))
    }

    fn open_row(&mut self, row: u32) {
        if self.row != row {
            self.close_row();
            self.row = row;
        }
    }

    fn close_row(&mut self) {
        if !self.cells.is_empty() {
            // Collected anew, so that no row keeps more room than it fills.
            let cells = self.cells.drain(..).collect();
            self.sheet.rows.push(Row { number: self.row, cells });
        }
        self.row = 0;
    }

    fn close_sheet(&mut self) {
        self.close_row();
        let mut sheet = std::mem::take(&mut self.sheet);
        self.report_beyond(&sheet.name);
        if !sheet.rows.is_sorted_by(|above, below| above.number < below.number) {
            put_in_order(&mut sheet.rows);
        }
        self.bound_merged(&mut sheet);
        if !sheet.rows.is_empty() {
            self.done.push(sheet);
        }
    }

    /// Leaves out merged areas that would cost more than the limits once each of their rows has what the first has, and
    /// empty cells before it where the row ends earlier.
    fn bound_merged(&mut self, sheet: &mut Sheet) {
        let n_areas = sheet.merged.len();
        let (rows, limits) = (&sheet.rows, self.limits);
        sheet.merged.retain(|area| {
            let first = rows.partition_point(|row| row.number < area.top);
            let rows = rows.get(first..rows.partition_point(|row| row.number <= area.bottom)).unwrap_or_default();
            let n_rows = rows.len() as u64;
            // To look at the rows takes time, which counts whether the area fits or not.
            self.n_cells += n_rows;
            if self.n_cells > limits.cells {
                return false;
            }
            let width = usize::from(area.left) + 1;
            let n_cells: u64 = rows.iter().map(|row| width.saturating_sub(row.cells.len()) as u64).sum();
            let content = rows.first().and_then(|row| row.cells.get(width - 1));
            let n_bytes = if let Some(Cell::Text(text)) = content { text.len() as u64 * n_rows } else { 0 };
            let fits = self.n_cells + n_cells <= limits.cells && self.n_bytes + n_bytes <= limits.bytes;
            if fits {
                self.n_cells += n_cells;
                self.n_bytes += n_bytes;
            }
            fits
        });
        let n_left = n_areas - sheet.merged.len();
        if n_left > 0 {
            let what = text!(
                "{n_left} vùng ô gộp quá lớn, chỉ ô đầu của mỗi vùng được đọc",
                "{n_left} merged areas are too large; only the first cell of each was read"
            );
            self.notes.sheet(&codes::SHEET_TOO_LARGE, &sheet.name, what);
        }
    }

    fn report_beyond(&mut self, sheet: &str) {
        let Beyond { n_cut, first_cut: (row, column), below, right, last_column } = std::mem::take(&mut self.beyond);
        if n_cut > 0 {
            let what = text!(
                "ô có hơn {LONGEST} ký tự nên phần sau không được đọc (trang tính có {n_cut} ô như vậy)",
                "the cell has more than {LONGEST} characters and was not read to its end (the sheet has {n_cut} such cells)"
            );
            self.notes.spot(&codes::SHEET_TOO_LARGE, Spot { sheet, row, column: Some(column) }, what);
        }
        if right > 0 {
            let what = text!(
                "ít nhất {right} ô ở các cột sau cột thứ {n} (đến cột {last}) không được đọc",
                "at least {right} cells in columns after the {n}th (up to column {last}) were not read",
                n = self.limits.columns,
                last = letters(last_column)
            );
            self.notes.sheet(&codes::SHEET_TOO_LARGE, sheet, what);
        }
        if below > 0 {
            let what = text!(
                "ít nhất {below} ô ở các dòng sau dòng {n} không được đọc",
                "at least {below} cells in rows after row {n} were not read",
                n = self.limits.rows
            );
            self.notes.sheet(&codes::SHEET_TOO_LARGE, sheet, what);
        }
    }
}

/// Sorts rows that a file has out of order, and unites those with one number.
fn put_in_order(rows: &mut Vec<Row>) {
    rows.sort_by_key(|row| row.number);
    rows.dedup_by(|later, earlier| {
        let is_same = later.number == earlier.number;
        if is_same {
            let width = later.cells.len().max(earlier.cells.len());
            earlier.cells.resize(width, Cell::Empty);
            let filled = later.cells.iter_mut().enumerate().filter(|(_, cell)| **cell != Cell::Empty);
            filled.for_each(|(at, cell)| earlier.cells[at] = std::mem::take(cell));
        }
        is_same
    });
}

/// Returns the cell of an error such as `#N/A`.
pub(super) fn error(name: &str) -> Cell {
    let name = name.trim();
    Cell::Error(if name.len() > LONGEST_ERROR { "#ERROR!" } else { name }.into())
}

fn cut(text: &str) -> &str {
    let is_short = text.len() <= LONGEST;
    let end = if is_short { None } else { text.char_indices().nth(LONGEST) };
    end.map_or(text, |(end, _)| &text[..end])
}

/// Control characters that no cell should have. Those above U+007F are left to the old encodings, which put letters there.
fn is_bad(letter: char) -> bool {
    letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\r')
}

fn in_one_line(text: &str) -> Box<str> {
    if !text.contains(['\n', '\r']) {
        return text.into();
    }
    let lines = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join(" ").into()
}
