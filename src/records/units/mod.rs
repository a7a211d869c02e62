//! Units of the state: what each code and name meant on which day.
//!
//! Papers outlive the units that issued them, so nothing here is a constant: units and levels are dated tables (`*.csv`),
//! which an office can replace by its own without a new program. Reading them is `table`'s business.

mod table;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::records::dates::Day;
use crate::records::fold::fold_words;
use crate::text;
use crate::text::Text;

/// The tables that the program brings along.
const BUILT_IN: &[&str] = &[include_str!("vn-provinces.csv"), include_str!("vn-agencies.csv")];

/// When there was which level.
const LEVELS: &str = include_str!("levels.csv");

/// What stands before the name of a unit, folded, and the level it tells.
const KINDS: &[(&str, Option<Level>)] = &[
    ("uy ban nhan dan", None),
    ("ubnd", None),
    ("tinh", Some(Level::Province)),
    ("thanh pho", None),
    ("tp", None),
    ("quan", Some(Level::District)),
    ("huyen", Some(Level::District)),
    ("thi xa", Some(Level::District)),
    ("phuong", Some(Level::Commune)),
    ("xa", Some(Level::Commune)),
    ("thi tran", Some(Level::Commune)),
    ("dac khu", Some(Level::Commune)),
];

/// Who gives the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// The statistics office: 2 digits for a province, 3 for a district, 5 for a commune.
    Gso,
    /// Identifiers of agencies, such as `H26`.
    Agency,
}

/// The levels of the state, from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// *Trung ương*.
    Central,
    /// *Tỉnh*.
    Province,
    /// *Huyện*, until June 2025.
    District,
    /// *Xã*.
    Commune,
}

/// A unit during one time of its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// Who gave the code.
    pub scheme: Scheme,
    /// Its level.
    pub level: Level,
    /// Its name, with or without its kind before it.
    pub name: String,
    /// The code of the unit above.
    pub parent: Option<String>,
    /// The time it is valid for.
    pub span: Span,
    /// The codes of the units it became part of.
    pub successors: Vec<String>,
}

/// From a first to a last day, both inside; without one open at that end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

/// All units that are known, at all times.
#[derive(Clone, Debug, Default)]
pub struct Units {
    units: Vec<Unit>,
    by_code: BTreeMap<String, Vec<usize>>,
    /// By the folded name without its kind.
    by_name: BTreeMap<String, Vec<usize>>,
    levels: Vec<(Level, Span)>,
}

impl Level {
    /// Returns the word that stands in tables and records.
    pub fn code(self) -> &'static str {
        match self {
            Level::Central => "central",
            Level::Province => "province",
            Level::District => "district",
            Level::Commune => "commune",
        }
    }

    /// Reads that word.
    pub fn of_code(code: &str) -> Option<Level> {
        [Level::Central, Level::Province, Level::District, Level::Commune]
            .into_iter()
            .find(|level| level.code() == code)
    }

    /// Returns what people call the level.
    pub fn name(self) -> Text {
        match self {
            Level::Central => text!("trung ương", "central"),
            Level::Province => text!("tỉnh", "province"),
            Level::District => text!("huyện", "district"),
            Level::Commune => text!("xã", "commune"),
        }
    }
}

impl Span {
    /// Says whether a day is inside.
    pub fn has(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Says whether two spans share a day.
    pub fn meets(&self, other: &Span) -> bool {
        let begins_in_time = |one: &Span, other: &Span| match (one.from, other.until) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        begins_in_time(self, other) && begins_in_time(other, self)
    }
}

impl Units {
    /// Returns the provinces and the agencies that the program knows of itself.
    pub fn built_in() -> Units {
        let units = BUILT_IN.iter().flat_map(|csv| table::units(csv, "").0).collect();
        Units::of(units, table::levels(LEVELS))
    }

    /// Reads a table of units and merges it over the built-in one; `subject` is what findings are about.
    ///
    /// Lines that are wrong are left out and told by number.
    pub fn read_csv(csv: &str, subject: &str) -> (Units, Vec<Finding>) {
        let (units, findings) = table::units(csv, subject);
        (Units::built_in().merge(units), findings)
    }

    /// Counts the lines of a table that are units, and says what is wrong with the others.
    pub fn count_csv(csv: &str, subject: &str) -> (u64, Vec<Finding>) {
        let (units, findings) = table::units(csv, subject);
        (units.len() as u64, findings)
    }

    /// Returns these units with others over them: a code that the others know is theirs at all times.
    pub fn merge(self, others: Vec<Unit>) -> Units {
        let Units { units, levels, .. } = self;
        let theirs = Units::of(others, Vec::new());
        let mut all = theirs.units;
        all.extend(units.into_iter().filter(|unit| !theirs.by_code.contains_key(&unit.code)));
        Units::of(all, levels)
    }

    fn of(units: Vec<Unit>, levels: Vec<(Level, Span)>) -> Units {
        let mut by_code: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (idx, unit) in units.iter().enumerate() {
            by_code.entry(unit.code.clone()).or_default().push(idx);
            by_name.entry(without_kind(&fold_words(&unit.name)).1.to_owned()).or_default().push(idx);
        }
        Units { units, by_code, by_name, levels }
    }

    /// Returns the unit that bore a code on a day.
    pub fn find(&self, code: &str, on: Day) -> Option<&Unit> {
        self.by_code.get(code)?.iter().map(|idx| &self.units[*idx]).find(|unit| unit.span.has(on))
    }

    /// Returns the units that bore a name on a day, whatever the spelling of its tones; `level` leaves out all others.
    ///
    /// The kind may stand before the name (`tỉnh`, `UBND xã`). Then units that bear the whole of it go before others:
    /// `thành phố Cao Lãnh` is not `huyện Cao Lãnh`.
    pub fn by_name(&self, name: &str, on: Day, level: Option<Level>) -> Vec<&Unit> {
        let folded = fold_words(name);
        let (told, bare) = without_kind(&folded);
        let level_fits = |unit: &Unit| [level, told].iter().flatten().all(|level| unit.level == *level);
        let found = self.by_name.get(bare).into_iter().flatten().map(|idx| &self.units[*idx]);
        let found: Vec<&Unit> = found.filter(|unit| unit.span.has(on) && level_fits(unit)).collect();
        let exact: Vec<&Unit> = found.iter().filter(|unit| fold_words(&unit.name) == folded).copied().collect();
        if bare == folded || exact.is_empty() { found } else { exact }
    }

    /// Returns the level of what a code or a name meant on a day; `None` when that is unknown or not sure.
    pub fn level_on(&self, code_or_name: &str, on: Day) -> Option<Level> {
        if let Some(unit) = self.find(code_or_name.trim(), on) {
            return Some(unit.level);
        }
        let named = self.by_name(code_or_name, on, None);
        let level = named.first()?.level;
        named.iter().all(|unit| unit.level == level).then_some(level)
    }

    /// Says whether three digits of a personal id can be a place of birth.
    ///
    /// Those of provinces are a zero and the statistical code of any time: ids of merged provinces stay valid. Others
    /// are countries (NĐ 137/2015, article 13), of which there is no table here, so all of them can be.
    pub fn is_birth_place(&self, digits: &str) -> bool {
        let is_province =
            |code| self.by_code.get(code).into_iter().flatten().any(|idx| self.units[*idx].level == Level::Province);
        digits.len() == 3
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits.strip_prefix('0').is_none_or(is_province)
    }

    /// Returns the units above a unit on a day, the next one first.
    pub fn ancestors(&self, unit: &Unit, on: Day) -> Vec<&Unit> {
        let mut ancestors = Vec::new();
        let mut below = unit;
        // A table may be wrong: without the look at levels two units could each be above the other.
        while let Some(above) = below.parent.as_ref().and_then(|code| self.find(code, on))
            && above.level < below.level
        {
            ancestors.push(above);
            below = above;
        }
        ancestors
    }

    /// Says whether the state had a level on a day.
    pub fn has_level(&self, level: Level, on: Day) -> bool {
        self.levels.iter().any(|(known, span)| *known == level && span.has(on))
    }
}

/// Takes what stands before a folded name off, and returns the level that it told.
fn without_kind(folded: &str) -> (Option<Level>, &str) {
    let mut told = None;
    let mut rest = folded;
    while let Some((kind, level)) = KINDS.iter().find(|(kind, _)| is_before(kind, rest))
        && told.is_none()
    {
        told = *level;
        rest = rest[kind.len()..].trim_start();
    }
    (told, rest)
}

/// Does a name go on behind this kind? `Quận 1` does, `Xã` alone does not.
fn is_before(kind: &str, folded: &str) -> bool {
    folded.strip_prefix(kind).is_some_and(|name| name.starts_with(' ') && name.len() > 1)
}

#[cfg(test)]
mod tests;
