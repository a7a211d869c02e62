//! The readers over `fixtures/sheets`: the same table from every format, what is hostile, and what is damaged.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::intake::sheets::dates::Shown;
use crate::records::grid::{Area, Cell};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/sheets");

/// Small enough that nothing hostile takes long, large enough for all that is sound.
fn limits() -> Limits {
    Limits { bytes: 32 << 20, cells: 1_000_000, ..Limits::default() }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(FIXTURES).join(folder)).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn open(path: &Path) -> Workbook {
    read(&path.into(), "in/a", &limits()).unwrap()
}

fn hostile(name: &str) -> Workbook {
    open(&Path::new(FIXTURES).join("hostile").join(name))
}

fn good(name: &str) -> Workbook {
    open(&Path::new(FIXTURES).join("good").join(name))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// The cells of a sheet, row after row.
fn cells(sheet: &Sheet) -> Vec<(u32, Vec<Cell>)> {
    sheet.rows.iter().map(|row| (row.number, row.cells.clone())).collect()
}

fn expected_rows() -> Vec<(u32, Vec<Cell>)> {
    let headings = ["Số hồ sơ", "Trích yếu", "Ngày ban hành", "Số tờ", "Còn hiệu lực"].map(text).to_vec();
    let row = |code, words, date, n, flag| vec![text(code), text(words), date, Cell::Number(n), Cell::Flag(flag)];
    vec![
        (1, vec![text("DANH MỤC KẾT QUẢ")]),
        (3, headings),
        (4, row("001", "Quyết định; \"cấp đất\"", Cell::Date(2019, 3, 5), 12.0, true)),
        (5, row("002", "Giấy phép xây dựng", Cell::Date(1975, 4, 30), 1.5, false)),
        (6, row("000012345678", "Trích lục & bản sao", Cell::Date(2024, 2, 29), 300.0, true)),
    ]
}

#[test]
fn every_kind_of_workbook_gives_the_same_grid() {
    for name in ["danh-muc.xlsx", "danh-muc.xls", "danh-muc.ods"] {
        let workbook = good(name);
        assert!(workbook.findings.is_empty(), "{name}: {:?}", workbook.findings);
        let [first, second] = &workbook.sheets[..] else { panic!("{name}: {:?}", workbook.sheets) };
        assert_eq!((first.name.as_str(), second.name.as_str()), ("HoSo", "TaiLieu"), "{name}");
        assert_eq!(cells(first), expected_rows(), "{name}");
        assert_eq!(first.merged, [Area { top: 1, left: 0, bottom: 1, right: 4 }], "{name}");
        let sums = vec![text("Tổng"), Cell::Number(2.0), Cell::Error("#N/A".into()), text("ab")];
        assert_eq!(
            cells(second),
            [(1, sums), (3, vec![text("08:30:00")]), (4, vec![Cell::Date(2019, 3, 5)])],
            "{name}"
        );
        assert_eq!(second.formulas, [(1, 1), (1, 2), (1, 3)], "{name}");
        // LibreOffice stores yes and no as the formulas `TRUE()` and `FALSE()`.
        assert_eq!(first.formulas, [(4, 4), (5, 4), (6, 4)], "{name}");
    }
}

#[test]
fn formulas_that_were_never_computed_are_empty_and_noted() {
    let workbook = good("openpyxl.xlsx");
    assert_eq!(cells(&workbook.sheets[0]), expected_rows());
    assert_eq!(workbook.sheets[1].formulas, [(1, 1), (1, 2), (1, 3)]);
    assert_eq!(workbook.sheets[1].rows[0].cells, [text("Tổng")]);
}

#[test]
fn text_tables_say_the_same_in_any_encoding_and_with_any_separator() {
    let shown = |row: &[Cell]| row.iter().map(|cell| text(&cell.shown())).collect::<Vec<_>>();
    let wanted: Vec<_> = expected_rows().iter().map(|(_, cells)| shown(cells)).collect();
    for name in ["semicolon.csv", "comma.csv", "tab.txt", "utf-16.csv"] {
        let workbook = good(name);
        assert!(workbook.findings.is_empty(), "{name}: {:?}", workbook.findings);
        let rows: Vec<_> = workbook.sheets[0].rows.iter().map(|row| row.cells.clone()).collect();
        assert_eq!(rows, wanted, "{name}");
        // The line break within a cell moves the last row on.
        let numbers: Vec<_> = workbook.sheets[0].rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 4, 5, 7], "{name}");
    }
}

#[test]
fn every_hostile_file_has_its_findings_and_no_other() {
    let expected = fs::read_to_string(Path::new(FIXTURES).join("hostile/expected.tsv")).unwrap();
    let expected: Vec<_> = expected.lines().skip(1).map(|line| line.split_once('\t').unwrap()).collect();
    let listed: BTreeSet<_> = expected.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut on_disk: BTreeSet<_> = files("hostile").iter().map(|path| name(path)).collect();
    on_disk.remove("expected.tsv");
    assert_eq!(on_disk, listed);
    for (name, codes) in expected {
        let workbook = hostile(name);
        let found: BTreeSet<_> = workbook.findings.iter().map(|finding| finding.code.as_str()).collect();
        let wanted: BTreeSet<_> = codes.split(',').filter(|code| *code != "-").collect();
        assert_eq!(found, wanted, "{name}: {:?}", workbook.findings);
        assert!(workbook.findings.iter().all(|finding| finding.subject.starts_with("in/a")), "{name}");
    }
}

/// The shown cells of the only sheet, row after row.
fn shown(workbook: &Workbook) -> Vec<Vec<String>> {
    assert_eq!(workbook.sheets.len(), 1, "{workbook:?}");
    workbook.sheets[0].rows.iter().map(|row| row.cells.iter().map(Cell::shown).collect()).collect()
}

#[test]
fn what_lies_near_is_read_although_something_lies_far() {
    for name in ["far-corner.xlsx", "far-corner.ods"] {
        let workbook = hostile(name);
        assert_eq!(workbook.sheets[0].rows.len(), 1, "{name}");
        assert!(workbook.findings[0].message.en.contains("1 cells in columns"), "{name}: {:?}", workbook.findings);
    }
    assert_eq!(hostile("far-corner.xls").sheets[0].rows.len(), 2);
    assert_eq!(hostile("columns-16384.xlsx").sheets[0].rows[0].cells.len(), 256);
}

#[test]
fn the_rest_of_a_damaged_file_is_read() {
    assert_eq!(shown(&hostile("sheet-missing.xlsx")), [["Số", "Tên"]]);
    assert_eq!(hostile("sheet-cut.xlsx").sheets.len(), 2);
    assert_eq!(hostile("bomb.xlsx").sheets.len(), 0, "it admits to its size");
    assert_eq!(hostile("bomb-that-lies.xlsx").sheets.len(), 1);
    assert_eq!(shown(&hostile("string-missing.xlsx")), [["", "b"]]);
    assert_eq!(shown(&hostile("control.xlsx")), [["", "", "c"]]);
}

#[test]
fn the_content_decides_what_a_file_is() {
    assert_eq!(shown(&hostile("csv-named.xlsx")), [["Số", "Tên"], ["1", "a"]]);
    assert_eq!(shown(&hostile("html-named.xls")), [["Số hồ sơ", "Trích yếu"], ["001", "Quyết định"]]);
    for (name, word) in [("html-error-page.xls", "HTML"), ("xml-2003.xls", "XML"), ("binary.xlsb", "XLSB")] {
        let message = &hostile(name).findings[0].message;
        assert!(message.en.contains(word) && message.vi.contains(word), "{name}: {message:?}");
    }
}

#[test]
fn dates_are_understood_in_both_systems_and_as_iso() {
    for name in ["date-1904.xlsx", "iso-dates.xlsx"] {
        assert_eq!(hostile(name).sheets[0].rows[0].cells, [Cell::Date(2019, 3, 5)], "{name}");
    }
}

#[test]
fn dates_are_as_exact_as_they_are_shown_and_years_stay_years() {
    for name in ["dates-shown.xlsx", "dates-shown.xls", "dates-shown.ods"] {
        let wanted = [Cell::Date(1975, 3, 1), Cell::Month(1975, 3), text("1975"), Cell::Number(1975.0)];
        assert_eq!(hostile(name).sheets[0].rows[0].cells, wanted, "{name}");
    }
}

#[test]
fn odd_cells_become_what_they_can() {
    let odd = hostile("odd-cells.xlsx").sheets[0].rows[1].cells.clone();
    let wanted = [text("1e999"), text("x"), text("1,5"), Cell::Number(2.0), Cell::Flag(true), text("ngày"), text("7")];
    assert_eq!(odd, wanted);
    let errors = hostile("errors.xlsx").sheets[0].rows[1].cells.clone();
    assert_eq!(errors, [Cell::Error("#N/A".into()), Cell::Error("#SPILL!".into())]);
    assert_eq!(shown(&hostile("phonetic.xlsx")), [["Quyết định"]]);
    assert_eq!(shown(&hostile("entities.xlsx")), [["&b;", "&f;"]]);
    assert_eq!(hostile("formula.xlsx").sheets[0].formulas, [(2, 0), (2, 1), (2, 2)]);
    assert_eq!(hostile("formula.xlsx").sheets[0].rows[1].cells, [Cell::Number(2.0), text("Số")]);
    assert_eq!(hostile("merged-header.xlsx").sheets[0].merged.len(), 2);
    assert_eq!(hostile("merged-header.xlsx").sheets[0].merged[1].right, 255);
}

/// The same cell as another program reads it, as far as both know the same kinds.
fn by_calamine(data: &calamine::Data) -> Cell {
    match data {
        calamine::Data::Empty => Cell::Empty,
        calamine::Data::String(error) if error == "#N/A" => Cell::Error("#N/A".into()),
        calamine::Data::String(content) => text(&content.replace('\n', " ")),
        calamine::Data::Float(number) => Cell::Number(*number),
        calamine::Data::Int(number) => Cell::Number(*number as f64),
        calamine::Data::Bool(flag) => Cell::Flag(*flag),
        calamine::Data::Error(error) => Cell::Error(error.to_string().into()),
        calamine::Data::DateTimeIso(moment) => dates::iso(moment, Shown::Date).unwrap(),
        calamine::Data::DurationIso(duration) => dates::duration(duration).unwrap(),
        calamine::Data::DateTime(moment) if moment.as_f64() < 1.0 => dates::cell(moment.as_f64(), Shown::Time, false),
        calamine::Data::DateTime(moment) => dates::cell(moment.as_f64(), Shown::Date, false),
    }
}

#[test]
fn another_reader_finds_the_same_cells() {
    for name in ["danh-muc.xlsx", "danh-muc.xls", "danh-muc.ods", "openpyxl.xlsx"] {
        let mut theirs = calamine::open_workbook_auto(Path::new(FIXTURES).join("good").join(name)).unwrap();
        for sheet in good(name).sheets {
            let range = calamine::Reader::worksheet_range(&mut theirs, &sheet.name).unwrap();
            let at = |row: u32, column: usize| range.get_value((row - 1, column as u32)).map(by_calamine);
            let mut n_cells = 0;
            for row in &sheet.rows {
                for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty) {
                    assert_eq!(at(row.number, column).as_ref(), Some(cell), "{name} {} row {}", sheet.name, row.number);
                    n_cells += 1;
                }
            }
            let filled = range.used_cells().filter(|(_, _, data)| by_calamine(data) != text(""));
            assert_eq!(filled.count(), n_cells, "{name} {}", sheet.name);
        }
    }
}

/// A generator of numbers (xorshift), so that each run damages the same places.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

#[test]
fn no_cut_and_no_flipped_bit_is_more_than_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let mut dice = Dice(2026);
    for file in files("good") {
        let bytes = fs::read(&file).unwrap();
        for n in 0..50 {
            fs::write(&path, &bytes[..bytes.len() * n / 50]).unwrap();
            let workbook = open(&path);
            let is_told = !workbook.findings.is_empty();
            assert!(is_told || !bytes.starts_with(b"PK"), "{} cut at {n}/50", name(&file));
        }
        for _ in 0..200 {
            let mut damaged = bytes.clone();
            damaged[dice.roll(bytes.len())] ^= 1 << dice.roll(8);
            fs::write(&path, &damaged).unwrap();
            open(&path);
        }
    }
}

#[test]
fn a_missing_file_is_a_fault_and_no_finding() {
    assert!(read(&Path::new("/no/such/file.xlsx").into(), "a", &limits()).is_err());
}

#[test]
fn a_file_beyond_the_limit_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    // Without content, so that reading it would take hours and no room.
    fs::File::create(&path).unwrap().set_len(1 << 42).unwrap();
    let error = read(&path.as_path().into(), "a", &limits()).unwrap_err();
    assert!(format!("{error:#}").contains("4398046511104 bytes"), "{error:#}");
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_folders_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("a.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [&pipe, Path::new("/dev/zero"), folder.path()] {
        let error = read(&path.into(), "a", &limits()).unwrap_err();
        assert!(format!("{error:#}").contains("no regular file"), "{error:#}");
    }
}

#[test]
fn a_long_text_is_cut_wherever_it_stands_and_a_text_without_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xls");
    for table in ["a;b\n{};x\n", "<table><tr><td>a<td>b<tr><td>{}<td>x</table>"] {
        fs::write(&path, table.replace("{}", &"đ".repeat(2_000_000))).unwrap();
        let workbook = open(&path);
        let rows = shown(&workbook);
        assert_eq!((rows[1][0].chars().count(), rows[1][1].as_str()), (32_767, "x"));
        assert_eq!(workbook.findings[0].code, "sheet.too-large");
        assert_eq!(workbook.findings.len(), 1);
    }
    assert_eq!(shown(&hostile("text-long.xlsx"))[0][0].len(), 32_767);
    assert_eq!(shown(&hostile("text-long.ods"))[0][0].len(), 32_767);
    assert!(hostile("text-endless.xlsx").sheets.is_empty());
    assert_eq!(hostile("errors-long.ods").sheets[0].rows[0].cells[0], Cell::Error("#ERROR!".into()));
}

#[test]
fn a_row_of_millions_of_separators_takes_no_room() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("commas.csv");
    fs::write(&path, format!("x{}", ",".repeat(3_000_000))).unwrap();
    let workbook = open(&path);
    assert_eq!(shown(&workbook), [["x"]]);
    assert_eq!(workbook.findings[0].code, "sheet.row-shape");
}
