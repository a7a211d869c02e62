//! What the reading of a workbook reports: each finding names sheet, row and column, and no kind floods the list.

use crate::finding::{Code, Finding};
use crate::records::grid::{Spot, letters};
use crate::text;
use crate::text::Text;

/// How many findings of one kind are listed for a file; the last of them says how many more there are.
const LISTED: usize = 20;

/// The findings of one file, each kind in the order in which it was met.
#[derive(Debug)]
pub(super) struct Notes<'l> {
    label: &'l str,
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    code: &'static Code,
    listed: Vec<(String, Text)>,
    n_more: u64,
}

impl<'l> Notes<'l> {
    /// Begins the list of a file, which findings call `label`.
    pub(super) fn new(label: &'l str) -> Notes<'l> {
        Notes { label, kinds: Vec::new() }
    }

    /// Notes something about the whole file.
    pub(super) fn file(&mut self, code: &'static Code, what: Text) {
        self.note(code, self.label.to_owned(), what);
    }

    /// Notes something about a sheet; the sheet of a CSV is the file.
    pub(super) fn sheet(&mut self, code: &'static Code, sheet: &str, what: Text) {
        if sheet.is_empty() {
            return self.file(code, what);
        }
        let Text { vi, en } = what;
        let what = text!("trang tính `{sheet}`: {vi}", "sheet `{sheet}`: {en}");
        self.note(code, format!("{}#{sheet}", self.label), what);
    }

    /// Notes something about a row or cell.
    pub(super) fn spot(&mut self, code: &'static Code, spot: Spot, what: Text) {
        let place = in_words(spot);
        let what = text!(
            "{vi}: {what_vi}",
            "{en}: {what_en}",
            vi = place.vi,
            en = place.en,
            what_vi = what.vi,
            what_en = what.en
        );
        self.note(code, format!("{}#{spot}", self.label), what);
    }

    fn note(&mut self, code: &'static Code, subject: String, what: Text) {
        let at = self.kinds.iter().position(|kind| kind.code == code).unwrap_or(self.kinds.len());
        if at == self.kinds.len() {
            self.kinds.push(Kind { code, listed: Vec::new(), n_more: 0 });
        }
        let kind = &mut self.kinds[at];
        if kind.listed.len() < LISTED {
            kind.listed.push((subject, what));
        } else {
            kind.n_more += 1;
        }
    }

    /// Says whether anything of a severity of error was noted.
    pub(super) fn has(&self, code: &'static Code) -> bool {
        self.kinds.iter().any(|kind| kind.code == code)
    }

    /// Returns the findings.
    pub(super) fn finish(self) -> Vec<Finding> {
        self.kinds.into_iter().flat_map(Kind::findings).collect()
    }
}

impl Kind {
    fn findings(mut self) -> Vec<Finding> {
        if let Some((_, last)) = self.listed.last_mut().filter(|_| self.n_more > 0) {
            let Text { vi, en } = last;
            *last = text!("{vi}; tệp còn {n} chỗ như vậy", "{en}; the file has {n} more such places", n = self.n_more);
        }
        self.listed.into_iter().map(|(subject, what)| Finding::new(self.code, subject, what)).collect()
    }
}

fn in_words(spot: Spot) -> Text {
    let Spot { sheet, row, column } = spot;
    let sheet = match sheet {
        "" => text!("", ""),
        _ => text!("trang tính `{sheet}`, ", "sheet `{sheet}`, "),
    };
    let column = match column.map(letters) {
        None => text!("", ""),
        Some(letters) => text!(", cột {letters}", ", column {letters}"),
    };
    Text { vi: format!("{}dòng {row}{}", sheet.vi, column.vi), en: format!("{}row {row}{}", sheet.en, column.en) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::codes;

    fn what() -> Text {
        text!("ô có ký tự điều khiển", "the cell has a control character")
    }

    #[test]
    fn a_finding_names_the_place_as_subject_and_in_words() {
        let mut notes = Notes::new("in/a.xlsx");
        notes.spot(&codes::SHEET_CONTROL, Spot { sheet: "HoSo", row: 12, column: Some(2) }, what());
        notes.spot(&codes::SHEET_ROW_SHAPE, Spot { sheet: "", row: 3, column: None }, what());
        let found = notes.finish();
        assert_eq!(found[0].subject, "in/a.xlsx#HoSo!C12");
        assert!(found[0].message.en.starts_with("sheet `HoSo`, row 12, column C: the cell has"));
        assert!(found[0].message.vi.starts_with("trang tính `HoSo`, dòng 12, cột C: ô có"));
        assert_eq!(found[1].subject, "in/a.xlsx#3");
        assert!(found[1].message.en.starts_with("row 3: "));
    }

    #[test]
    fn a_kind_that_is_everywhere_is_counted_and_not_listed_on() {
        let mut notes = Notes::new("a.csv");
        (1..=30).for_each(|row| notes.spot(&codes::SHEET_ROW_SHAPE, Spot { sheet: "", row, column: None }, what()));
        let found = notes.finish();
        assert_eq!(found.len(), LISTED);
        assert!(found[LISTED - 1].message.en.contains("10 more such places"), "{:?}", found[LISTED - 1]);
        assert!(!found[0].message.en.contains("more such"));
    }
}
