//! The tray with cells put in by hand: limits, order, and what becomes of a text.

use super::*;

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn finish(tray: Tray) -> (Vec<Sheet>, Vec<String>) {
    let (sheets, findings) = tray.finish();
    (sheets, findings.into_iter().map(|finding| finding.code).collect())
}

#[test]
fn rows_come_in_order_and_a_row_that_comes_twice_is_one() {
    let limits = Limits::default();
    let mut tray = Tray::new("a", &limits);
    for (row, column, content) in [(3, 0, "c"), (1, 1, "b"), (3, 2, "d"), (1, 0, "a"), (3, 0, "C")] {
        tray.text(row, column, content).unwrap();
    }
    let (sheets, codes) = finish(tray);
    let first = Row { number: 1, cells: vec![text("a"), text("b")] };
    let third = Row { number: 3, cells: vec![text("C"), Cell::Empty, text("d")] };
    assert_eq!(sheets[0].rows, [first, third]);
    assert!(codes.is_empty());
}

#[test]
fn cells_far_off_are_counted_once_a_sheet_and_left() {
    let limits = Limits { rows: 10, columns: 4, ..Limits::default() };
    let mut tray = Tray::new("a", &limits);
    tray.begin("S");
    for (row, column) in [(1, 3), (1, 4), (2, 16_383), (11, 0)] {
        tray.text(row, column, "x").unwrap();
    }
    let (sheets, findings) = tray.finish();
    assert_eq!(sheets[0].rows.len(), 1);
    assert_eq!(findings.len(), 2);
    assert!(findings[0].message.en.contains("2 cells in columns after the 4th (up to column XFD)"), "{findings:?}");
    assert_eq!(findings[0].subject, "a#S");
    assert!(findings[1].message.en.contains("1 cells in rows after row 10"));
}

#[test]
fn empty_cells_before_the_last_count_and_so_does_text() {
    let limits = Limits { cells: 100, bytes: 50, ..Limits::default() };
    let mut tray = Tray::new("a", &limits);
    tray.text(1, 59, "x").unwrap();
    assert!(matches!(tray.text(2, 59, "x"), Err(Stop::Bad(code, _)) if code == &codes::SHEET_TOO_LARGE));
    let mut tray = Tray::new("a", &limits);
    tray.text(1, 0, &"x".repeat(50)).unwrap();
    assert!(matches!(tray.text(2, 0, "x"), Err(Stop::Bad(code, _)) if code == &codes::SHEET_TOO_LARGE));
}

#[test]
fn a_merged_area_that_would_multiply_its_text_beyond_the_limit_is_left() {
    let limits = Limits { bytes: 100, ..Limits::default() };
    let mut tray = Tray::new("a", &limits);
    tray.text(1, 0, "0123456789").unwrap();
    (2..=9).for_each(|row| tray.text(row, 1, "x").unwrap());
    tray.merged((1, 0), (9, 0)).unwrap();
    tray.merged((1, 0), (5, 0)).unwrap();
    let (sheets, codes) = finish(tray);
    assert_eq!(sheets[0].merged, [Area { top: 1, left: 0, bottom: 5, right: 0 }]);
    assert_eq!(codes, ["sheet.too-large"]);
}

#[test]
fn a_merged_area_costs_the_empty_cells_before_it() {
    let limits = Limits { cells: 100, ..Limits::default() };
    let mut tray = Tray::new("a", &limits);
    (1..=4).for_each(|row| tray.text(row, 0, "x").unwrap());
    tray.merged((1, 30), (4, 30)).unwrap();
    tray.merged((1, 10), (4, 10)).unwrap();
    let (sheets, codes) = finish(tray);
    assert_eq!(sheets[0].merged, [Area { top: 1, left: 10, bottom: 4, right: 10 }]);
    assert_eq!(codes, ["sheet.too-large"]);
}

#[test]
fn a_text_is_counted_even_where_the_cell_is_left() {
    let limits = Limits { bytes: 50, ..Limits::default() };
    for text in [" ".repeat(30), "x".repeat(29) + "\0"] {
        let mut tray = Tray::new("a", &limits);
        tray.text(1, 0, &text).unwrap();
        assert!(matches!(tray.text(2, 0, &text), Err(Stop::Bad(code, _)) if code == &codes::SHEET_TOO_LARGE));
    }
}

#[test]
fn long_texts_are_cut_and_told_once_a_sheet_with_the_first() {
    let limits = Limits::default();
    let mut tray = Tray::new("a", &limits);
    (1..=3).for_each(|row| tray.text(row, 1, &"đ".repeat(32_766 + row as usize)).unwrap());
    let (sheets, findings) = tray.finish();
    assert!(sheets[0].rows.iter().all(|row| row.cells[1].shown().chars().count() == 32_767));
    assert_eq!((findings.len(), findings[0].subject.as_str()), (1, "a#B2"));
    assert!(findings[0].message.en.contains("2 such cells"), "{findings:?}");
}

#[test]
fn line_breaks_become_blanks_and_control_characters_cost_the_cell() {
    let limits = Limits::default();
    let mut tray = Tray::new("a", &limits);
    tray.text(1, 0, "UBND\r\nxã\n\nAn").unwrap();
    tray.text(1, 1, "a\tb").unwrap();
    tray.text(1, 2, "a\0b").unwrap();
    tray.text(1, 3, " \n").unwrap();
    let (sheets, codes) = finish(tray);
    assert_eq!(sheets[0].rows[0].cells, [text("UBND xã An"), text("a\tb")]);
    assert_eq!(codes, ["sheet.control-character"]);
}

#[test]
fn only_a_file_without_any_row_is_empty() {
    let limits = Limits::default();
    let mut tray = Tray::new("a", &limits);
    tray.begin("Sheet1");
    assert_eq!(finish(tray).1, ["sheet.empty"]);
    let mut tray = Tray::new("a", &limits);
    tray.begin("Sheet1");
    tray.begin("Sheet2");
    tray.text(1, 0, "x").unwrap();
    let (sheets, codes) = finish(tray);
    assert_eq!((sheets.len(), codes.len()), (1, 0));
}
