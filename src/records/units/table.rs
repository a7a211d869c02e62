//! Reads tables of units: CSV with `;` or `,`, a heading line, and lines of remarks that begin with `#`.
//!
//! Units are no persons, so findings may quote codes and names.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use super::{Level, Scheme, Span, Unit};
use crate::finding::{Finding, codes};
use crate::records::dates::{Day, PartialDate};
use crate::records::identifiers::AgencyId;
use crate::text;
use crate::text::Text;

/// The columns that a table must have, in any order. Others are left alone.
const COLUMNS: [&str; 8] = ["code", "scheme", "level", "name", "parent", "from", "until", "successor"];

/// The words for levels in a table.
const LEVELS: &[(&str, Level)] = &[
    ("central", Level::Central),
    ("province", Level::Province),
    ("district", Level::District),
    ("commune", Level::Commune),
];

/// Reads units and leaves out what is wrong, with a finding for each line.
pub(super) fn units(csv: &str, subject: &str) -> (Vec<Unit>, Vec<Finding>) {
    let (mut units, mut findings): (Vec<Unit>, Vec<Finding>) = (Vec::new(), Vec::new());
    let mut spans: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let result = lines(csv, COLUMNS, |line, fields| {
        let read = unit(fields).and_then(|unit| {
            let taken = spans.entry(unit.code.clone()).or_default();
            if taken.iter().any(|span| span.meets(&unit.span)) {
                let code = &unit.code;
                return Err(text!(
                    "mã `{code}` đã có ở một dòng trước cho cùng thời gian",
                    "an earlier line has the code `{code}` for the same time"
                ));
            }
            taken.push(unit.span);
            Ok(unit)
        });
        match read {
            Ok(unit) => units.push(unit),
            Err(what) => findings.push(at(line, subject, &what)),
        }
    });
    if let Err((line, what)) = result {
        findings.push(at(line, subject, &what));
    }
    (units, findings)
}

/// Reads when there was which level. The table is the program's own, and a test sees that all of it is read.
pub(super) fn levels(csv: &str) -> Vec<(Level, Span)> {
    let mut levels = Vec::new();
    let _ = lines(csv, ["level", "from", "until"], |_, [word, from, until]| {
        if let (Ok(level), Ok(span)) = (level(word), span(from, until)) {
            levels.push((level, span));
        }
    });
    levels
}

/// Calls `take` with the number of each line and its fields, trimmed, in the order of `columns`.
fn lines<const N: usize>(
    csv: &str,
    columns: [&str; N],
    mut take: impl FnMut(u64, [&str; N]),
) -> Result<(), (u64, Text)> {
    let csv = csv.trim_start_matches('\u{feff}');
    let heading = csv.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
    let delimiter = if heading.contains(';') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .comment(Some(b'#'))
        .flexible(true)
        .has_headers(false)
        .from_reader(csv.as_bytes());
    let mut order = None;
    for record in reader.records() {
        // Text that is in memory and is UTF-8 has no other way to fail.
        let record = record.map_err(|_| (0, text!("không đọc được bảng", "the table cannot be read")))?;
        let line = record.position().map_or(0, |begin| line_of(csv, begin));
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        // A quotation mark without its second one would swallow all that follows.
        if record.iter().any(|field| field.contains('\n')) {
            return Err((line, text!("dấu ngoặc kép không được đóng", "a quotation mark is not closed")));
        }
        match &order {
            None => order = Some(indices(&record, columns).map_err(|what| (line, what))?),
            Some(order) => take(line, order.map(|idx: usize| record.get(idx).unwrap_or_default().trim())),
        }
    }
    match order {
        Some(_) => Ok(()),
        None => Err((1, text!("bảng trống", "the table is empty"))),
    }
}

/// Returns the line of a record; the reader's position is that of the remarks and empty lines before it.
fn line_of(csv: &str, begin: &csv::Position) -> u64 {
    let behind = usize::try_from(begin.byte()).ok().and_then(|byte| csv.get(byte..)).unwrap_or_default();
    let skipped = behind.lines().take_while(|line| line.is_empty() || line.starts_with('#')).count();
    begin.line() + skipped as u64
}

/// Finds each column in the heading.
fn indices<const N: usize>(heading: &StringRecord, columns: [&str; N]) -> Result<[usize; N], Text> {
    let mut indices = [0; N];
    for (idx, column) in indices.iter_mut().zip(columns) {
        let is_it = |field: &str| field.trim().eq_ignore_ascii_case(column);
        *idx = heading
            .iter()
            .position(is_it)
            .ok_or_else(|| text!("dòng tiêu đề thiếu cột `{column}`", "the heading has no column `{column}`"))?;
    }
    Ok(indices)
}

fn unit([code, scheme, level_word, name, parent, from, until, successor]: [&str; 8]) -> Result<Unit, Text> {
    let level = level(level_word)?;
    let scheme = match scheme {
        "gso" => Scheme::Gso,
        "agency" => Scheme::Agency,
        _ => return Err(text!("`{scheme}` không phải `gso` hoặc `agency`", "`{scheme}` is not `gso` or `agency`")),
    };
    if name.is_empty() {
        return Err(text!("thiếu tên", "the name is missing"));
    }
    let code = code_of(code, scheme, level)?;
    let parent = (!parent.is_empty()).then(|| parent.to_owned());
    let successors = successor.split('|').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    Ok(Unit { code, scheme, level, name: name.to_owned(), parent, span: span(from, until)?, successors })
}

/// Checks a code; spreadsheet programs are fond of taking the zeros off.
fn code_of(code: &str, scheme: Scheme, level: Level) -> Result<String, Text> {
    let digits = match (scheme, level) {
        (Scheme::Agency, _) => return AgencyId::parse(code).map(|id| id.to_string()).map_err(|wrong| wrong.what),
        (Scheme::Gso, Level::Central) => {
            return Err(text!("cấp trung ương không có mã thống kê", "the central level has no statistical codes"));
        }
        (Scheme::Gso, Level::Province) => 2,
        (Scheme::Gso, Level::District) => 3,
        (Scheme::Gso, Level::Commune) => 5,
    };
    if code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(code.to_owned());
    }
    Err(text!("mã ở cấp này phải có {digits} chữ số", "a code of this level must have {digits} digits"))
}

fn level(word: &str) -> Result<Level, Text> {
    let level = LEVELS.iter().find(|(known, _)| *known == word).map(|(_, level)| *level);
    level.ok_or_else(|| {
        text!(
            "`{word}` không phải `central`, `province`, `district` hoặc `commune`",
            "`{word}` is not `central`, `province`, `district` or `commune`"
        )
    })
}

fn span(from: &str, until: &str) -> Result<Span, Text> {
    let span = Span { from: day(from)?, until: day(until)? };
    match (span.from, span.until) {
        (Some(from), Some(until)) if until < from => {
            Err(text!("ngày cuối trước ngày đầu", "the last day is before the first"))
        }
        _ => Ok(span),
    }
}

/// Reads a day; nothing is no day.
fn day(text: &str) -> Result<Option<Day>, Text> {
    if text.is_empty() {
        return Ok(None);
    }
    let date = text.parse().ok().and_then(PartialDate::whole);
    date.map(Some).ok_or_else(|| text!("ngày phải có dạng 2025-07-01", "a date must be of the form 2025-07-01"))
}

fn at(line: u64, subject: &str, what: &Text) -> Finding {
    let what = text!("dòng {line}: {vi}", "line {line}: {en}", line = line, vi = what.vi, en = what.en);
    Finding::new(&codes::RECORD_UNIT, subject, what)
}
