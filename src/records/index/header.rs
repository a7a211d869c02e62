//! Where the headings are and what they mean. Any of the first rows may be the one, and it may take two rows.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::{Column, Options};
use crate::records::fields::{self, Field};
use crate::records::fold::{fold, nfc};
use crate::records::grid::{Area, Cell, Row, Sheet};
use crate::records::layout::{self, Layout, Scope};
use crate::records::legacy::{self, Encoding};
use crate::records::values::Habit;

/// How many rows are looked at.
const ROWS: usize = 20;

/// Bytes of the longest text that may be a heading.
const LONGEST: usize = 300;

/// What headings may be written in.
const SPELLINGS: [Option<Encoding>; 5] =
    [None, Some(Encoding::Tcvn3), Some(Encoding::Vni), Some(Encoding::Windows1258), Some(Encoding::Viscii)];

/// The headings of a sheet.
pub(super) struct Head<'o> {
    pub(super) layout: &'o Layout,
    /// First and last row.
    pub(super) top: u32,
    pub(super) bottom: u32,
    pub(super) columns: Vec<Column>,
    /// Columns whose field another column has already, each with that one.
    pub(super) twice: Vec<(u16, u16)>,
}

/// The headings of one candidate row: for each column, the texts that may be its heading, the best one first.
struct Candidate {
    top: u32,
    bottom: u32,
    headings: Vec<(u16, Vec<String>)>,
}

/// Finds the row whose headings say most.
pub(super) fn find<'o>(sheet: &Sheet, options: &'o Options) -> Option<Head<'o>> {
    let layouts: Vec<&'o Layout> =
        options.layout.as_ref().map_or_else(|| layout::built_in().iter().collect(), |one| vec![one]);
    let mut best: Option<(usize, Candidate, &'o Layout)> = None;
    for candidate in candidates(sheet) {
        for spelling in SPELLINGS {
            let spelt = candidate.spelt(spelling);
            for layout in &layouts {
                let score = spelt.score(layout, options);
                if score > best.as_ref().map_or(0, |(score, ..)| *score) {
                    best = Some((score, spelt.clone(), layout));
                }
            }
        }
    }
    let (_, candidate, layout) = best?;
    Some(candidate.head(layout, options))
}

fn candidates(sheet: &Sheet) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (idx, row) in sheet.rows.iter().take(ROWS).enumerate() {
        let single: Vec<(u16, Vec<String>)> = texts(row).into_iter().map(|(at, text)| (at, vec![text])).collect();
        if single.is_empty() {
            continue;
        }
        let next = sheet.rows.get(idx + 1).filter(|next| next.number == row.number + 1);
        let is_split =
            |area: &&Area| area.top == row.number && (area.bottom == row.number + 1 || area.right > area.left);
        if let (Some(next), Some(_)) = (next, sheet.merged.iter().find(is_split)) {
            candidates.push(two_rows(row, next, &sheet.merged));
        }
        candidates.push(Candidate { top: row.number, bottom: row.number, headings: single });
    }
    candidates
}

/// A heading over several columns stands before each of its sub-headings; either alone may be what is meant.
fn two_rows(row: &Row, next: &Row, merged: &[Area]) -> Candidate {
    let above: HashMap<u16, String> = texts(row).into_iter().collect();
    let below: HashMap<u16, String> = texts(next).into_iter().collect();
    let width = row.cells.len().max(next.cells.len()) as u16;
    let over = |at: u16| {
        let area = merged.iter().find(|area| area.top == row.number && (area.left..=area.right).contains(&at));
        above.get(&area.map_or(at, |area| area.left)).cloned()
    };
    let heading = |at: u16| match (over(at), below.get(&at).cloned()) {
        (Some(top), Some(sub)) => Some((at, vec![format!("{top} {sub}"), sub, top])),
        (top, sub) => top.or(sub).map(|only| (at, vec![only])),
    };
    Candidate { top: row.number, bottom: next.number, headings: (0..width).filter_map(heading).collect() }
}

fn texts(row: &Row) -> Vec<(u16, String)> {
    let text = |(at, cell): (usize, &Cell)| match cell {
        // A paragraph is no heading.
        Cell::Text(text) if !text.trim().is_empty() && text.len() <= LONGEST => Some((at as u16, text.to_string())),
        _ => None,
    };
    row.cells.iter().enumerate().filter_map(text).collect()
}

impl Clone for Candidate {
    fn clone(&self) -> Candidate {
        Candidate { top: self.top, bottom: self.bottom, headings: self.headings.clone() }
    }
}

impl Candidate {
    fn spelt(&self, spelling: Option<Encoding>) -> Candidate {
        let spell = |text: &String| match spelling {
            Some(encoding) => legacy::decode(encoding, text),
            None => nfc(text).into_owned(),
        };
        let headings = self.headings.iter().map(|(at, texts)| (*at, texts.iter().map(spell).collect())).collect();
        Candidate { headings, ..*self }
    }

    /// A heading that the layout is recognised by counts more; what a person named counts most.
    fn score(&self, layout: &Layout, options: &Options) -> usize {
        // A list of dossiers names no files: one that does has a row for each document, whatever else it says.
        if layout.scope == Scope::Dossier && self.names_files(options) {
            return 0;
        }
        let names = Names::of(layout);
        let mut met: HashSet<&str> = HashSet::new();
        let mut score = 0;
        for (_, texts) in &self.headings {
            if texts.iter().any(|text| mapped(text, options).is_some()) {
                score += 10;
            } else if let Some((field, is_key)) = texts.iter().find_map(|text| names.get(text))
                && met.insert(field.path)
            {
                score += if is_key { 3 } else { 2 };
            }
        }
        // One heading alone may be a word of a title; the name of a file is enough.
        if score > 3 || met.contains(fields::JOIN_FILE) { score } else { 0 }
    }

    fn names_files(&self, options: &Options) -> bool {
        let plain = layout::built_in().iter().filter(|layout| layout.scope == Scope::Document && !layout.narrow);
        let plain: Vec<&Layout> = plain.collect();
        let is_file = |text: &String| {
            let known = plain.iter().find_map(|layout| Names::of(layout).get(text)).map(|(field, _)| field);
            mapped(text, options).or(known).is_some_and(|field| field.path == fields::JOIN_FILE)
        };
        self.headings.iter().any(|(_, texts)| texts.iter().any(is_file))
    }

    fn head<'o>(self, layout: &'o Layout, options: &Options) -> Head<'o> {
        let mut taken: HashMap<&'static str, u16> = HashMap::new();
        let mut twice = Vec::new();
        let mut columns = Vec::new();
        for (at, texts) in self.headings {
            let found = texts.iter().find_map(|text| Some((text.clone(), meaning(text, layout, options)?)));
            let (heading, field) = found.map_or((texts[0].clone(), None), |(text, field)| (text, Some(field)));
            let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
            let first = field.map(|field| *taken.entry(field.path).or_insert(at));
            twice.extend(first.filter(|first| *first != at).map(|first| (at, first)));
            let kept = field.filter(|_| first == Some(at));
            columns.push(Column { at, heading, field: kept, encoding: None, has_strays: false, dates: Habit::Usual });
        }
        Head { layout, top: self.top, bottom: self.bottom, columns, twice }
    }
}

/// What a person says goes first, then the layout, then other layouts of the same kind, then the fields' own names.
fn meaning(heading: &str, layout: &Layout, options: &Options) -> Option<&'static Field> {
    let others = || {
        let same = layout::built_in().iter().filter(|other| other.scope == layout.scope && !other.narrow);
        same.into_iter().find_map(|other| Names::of(other).get(heading))
    };
    let own_name = || {
        let field = fields::resolve(heading).ok()?;
        (field.is_of_dossier() == (layout.scope == Scope::Dossier)).then_some(field)
    };
    mapped(heading, options)
        .or_else(|| Names::of(layout).get(heading).map(|(field, _)| field))
        .or_else(|| others().map(|(field, _)| field))
        .or_else(own_name)
}

fn mapped(heading: &str, options: &Options) -> Option<&'static Field> {
    let key = fold(heading);
    options.maps.iter().find(|(name, _)| fold(name) == key).map(|(_, field)| *field)
}

/// The headings of a layout by their keys.
struct Names(HashMap<String, (&'static Field, bool)>);

impl Names {
    /// Those of built-in layouts are made once; a layout of the office's own is small and seldom asked.
    fn of(layout: &Layout) -> std::borrow::Cow<'static, Names> {
        static BUILT_IN: OnceLock<Vec<Names>> = OnceLock::new();
        let all = BUILT_IN.get_or_init(|| layout::built_in().iter().map(Names::new).collect());
        match layout::built_in().iter().position(|known| std::ptr::eq(known, layout)) {
            Some(idx) => std::borrow::Cow::Borrowed(&all[idx]),
            None => std::borrow::Cow::Owned(Names::new(layout)),
        }
    }

    fn new(layout: &Layout) -> Names {
        let mut names = HashMap::new();
        for column in &layout.columns {
            let Some(field) = column.field() else { continue };
            for name in column.names() {
                names.entry(fold(name)).or_insert((field, column.key));
            }
        }
        Names(names)
    }

    fn get(&self, heading: &str) -> Option<(&'static Field, bool)> {
        self.0.get(&fold(heading)).copied()
    }
}

impl Clone for Names {
    fn clone(&self) -> Names {
        Names(self.0.clone())
    }
}

/// Gives each row of a merged cell its content, and returns the areas that lie below the headings.
pub(super) fn unmerge(sheet: &mut Sheet, header: u32) -> Vec<Area> {
    let below = |area: &&Area| area.top > header && area.bottom > area.top;
    let areas: Vec<Area> = sheet.merged.iter().filter(below).copied().collect();
    for area in &areas {
        let first = sheet.rows.partition_point(|row| row.number < area.top);
        let left = usize::from(area.left);
        let content = sheet.rows.get(first).filter(|row| row.number == area.top);
        let Some(content) = content.and_then(|row| row.cells.get(left)).cloned() else { continue };
        let rows = sheet.rows[first..].iter_mut().take_while(|row| row.number <= area.bottom);
        for row in rows.skip(1) {
            if row.cells.len() <= left {
                row.cells.resize(left + 1, Cell::Empty);
            }
            row.cells[left] = content.clone();
        }
    }
    areas
}

/// Takes the rows of data; rows that number the columns, add up, or hold one remark are passed over.
pub(super) fn sift(rows: Vec<Row>, columns: &[Column]) -> (Vec<Row>, Vec<u32>) {
    let (mut kept, mut passed) = (Vec::new(), Vec::new());
    for row in rows {
        let filled = || columns.iter().filter_map(|column| row.cells.get(usize::from(column.at)));
        let filled: Vec<&Cell> = filled().filter(|cell| !is_blank(cell)).collect();
        if filled.is_empty() {
            continue;
        }
        let is_first = kept.is_empty();
        if (is_first && numbers_columns(&row)) || is_remark(&row, &filled, columns) {
            passed.push(row.number);
        } else {
            kept.push(row);
        }
    }
    (kept, passed)
}

fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// `(1) (2) (3)` below the headings.
fn numbers_columns(row: &Row) -> bool {
    let number = |cell: &Cell| cell.shown().trim().trim_matches(['(', ')', '[', ']']).parse::<u32>().ok();
    let numbers: Vec<Option<u32>> = row.cells.iter().filter(|cell| !is_blank(cell)).map(number).collect();
    let mut expected = numbers.first().copied().flatten().unwrap_or(0)..;
    numbers.len() >= 3 && numbers.iter().all(|number| number.is_some() && *number == expected.next())
}

/// A sum, a signature or a caption: one filled cell among many columns that is no name of a file, or a line that begins with "sum".
fn is_remark(row: &Row, filled: &[&Cell], columns: &[Column]) -> bool {
    let first = filled.first().map(|cell| fold(&cell.shown())).unwrap_or_default();
    let is_sum = ["cong", "tongcong", "tongso"].contains(&first.as_str());
    let names_file = columns.iter().any(|column| {
        let is_join =
            column.field.is_some_and(|field| field.path == fields::JOIN_FILE || field.path == fields::JOIN_ID);
        is_join && row.cells.get(usize::from(column.at)).is_some_and(|cell| !is_blank(cell))
    });
    (is_sum && !names_file) || (filled.len() == 1 && columns.len() > 3 && !names_file)
}
