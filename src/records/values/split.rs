//! Columns that two fields are read from.

use super::{Context, Written, Wrong, count, hollow, wrong};
use crate::finding::codes;
use crate::record::{Entry, Record, Scalar};
use crate::records::dates::{self, PartialDate};
use crate::records::fields::{self, Split};
use crate::records::fold::fold;
use crate::records::grid::Cell;
use crate::records::identifiers::Notation;
use crate::records::lists;
use crate::text;

/// Reads a column into the fields that it stands for. Each keeps the whole raw text.
pub(super) fn read(
    way: Split,
    cell: &Cell,
    written: &Written,
    context: &Context<'_>,
    record: &mut Record,
) -> Vec<Wrong> {
    match way {
        Split::Notation => notation(cell, written, record),
        Split::Period => period(cell, written, record),
        Split::Extent => extent(cell, written, record),
        Split::TypeAndSubject => type_and_subject(written, context, record),
    }
}

fn entry(written: &Written, value: Option<Scalar>) -> Entry {
    let encoding = written.encoding.map(|encoding| encoding.name().to_owned());
    Entry { value, raw: Some(written.raw.clone()), encoding, ..Entry::default() }
}

fn text_entry(written: &Written, text: &str) -> Entry {
    entry(written, Some(Scalar::Text(text.to_owned())))
}

/// Has a spreadsheet program made a date of what is no date here?
fn is_date(cell: &Cell, written: &Written) -> bool {
    matches!(cell, Cell::Date(..) | Cell::Month(..)) || hollow::is_short_date(&written.text)
}

fn notation(cell: &Cell, written: &Written, record: &mut Record) -> Vec<Wrong> {
    if is_date(cell, written) {
        let what = text!(
            "phần mềm bảng tính đã đổi số, ký hiệu thành ngày",
            "a spreadsheet program made a date of number and notation"
        );
        record.set(fields::CODE_NUMBER, entry(written, None));
        return vec![wrong(&codes::RECORD_NUMBER_AS_DATE, what)];
    }
    // A paper may have a number and no notation.
    if count::of_text(&written.text).is_some() {
        record.set(fields::CODE_NUMBER, text_entry(written, &written.text));
        return Vec::new();
    }
    let text = written.text.trim_start_matches("Số").trim_start_matches("số").trim_start_matches([':', ' ']);
    match Notation::parse(text) {
        Ok(parsed) => {
            record.set(fields::CODE_NUMBER, text_entry(written, parsed.number()));
            record.set(fields::CODE_NOTATION, text_entry(written, parsed.notation()));
            Vec::new()
        }
        Err(what) => {
            let (number, notation) = written.text.split_once('/').unwrap_or(("", &written.text));
            if !number.is_empty() {
                record.set(fields::CODE_NUMBER, text_entry(written, number.trim()));
            }
            record.set(fields::CODE_NOTATION, text_entry(written, notation.trim()));
            vec![what]
        }
    }
}

/// `05/03/2019 - 20/12/2019`, `2001-2003`, or one date that is both.
fn period(cell: &Cell, written: &Written, record: &mut Record) -> Vec<Wrong> {
    let whole = match cell {
        Cell::Date(year, month, day) => dates::from_cell_date(*year, *month, *day),
        _ => dates::parse(&written.text).ok().map(|reading| reading.date),
    };
    let both = whole.map(|date| (date, date)).or_else(|| halves(&written.text));
    let Some((start, end)) = both else {
        record.set(fields::START, entry(written, None));
        let what = text!(
            "không hiểu khoảng thời gian; hãy ghi ngày đầu - ngày cuối",
            "the period cannot be understood; write first date - last date"
        );
        return vec![wrong(&codes::RECORD_DATE, what)];
    };
    for (path, date) in [(fields::START, start), (fields::END, end)] {
        let precision = Some(date.precision());
        record.set(path, Entry { precision, ..text_entry(written, &date.to_string()) });
    }
    Vec::new()
}

/// Every place where the text could be cut is tried, so that `05-03-2019 - 20-12-2019` is understood as well.
fn halves(text: &str) -> Option<(PartialDate, PartialDate)> {
    let date = |half: &str| {
        let half = half.trim().trim_start_matches("từ").trim_start_matches("Từ").trim();
        dates::parse(half).ok().map(|reading| reading.date)
    };
    let cuts = text.char_indices().filter(|(_, letter)| matches!(letter, '-' | '–' | '—' | '÷' | 'đ' | '~' | '/'));
    cuts.into_iter().find_map(|(at, letter)| {
        let after = &text[at + letter.len_utf8()..];
        let after = if letter == 'đ' { after.strip_prefix("ến")? } else { after };
        Some((date(&text[..at])?, date(after)?)).filter(|(start, end)| start.earliest() <= end.latest())
    })
}

/// `12/20` is 12 sheets and 20 pages; one number is sheets.
fn extent(cell: &Cell, written: &Written, record: &mut Record) -> Vec<Wrong> {
    let one = |text: &str| count::of_text(text.trim());
    let counts = match (cell, written.text.split_once('/')) {
        // `12/20` typed into a cell can become a date.
        _ if is_date(cell, written) => None,
        (_, Some((sheets, pages))) => one(sheets).zip(one(pages)).map(|(sheets, pages)| (sheets, Some(pages))),
        (Cell::Number(number), None) if number.fract() == 0.0 && *number >= 0.0 => Some((*number as u64, None)),
        (_, None) => one(&written.text).map(|sheets| (sheets, None)),
    };
    let Some((sheets, pages)) = counts else {
        record.set(fields::SHEETS, entry(written, None));
        let code = if is_date(cell, written) { &codes::RECORD_NUMBER_AS_DATE } else { &codes::RECORD_COUNT };
        let what = text!(
            "không hiểu số tờ/số trang; hãy ghi dạng 12/20",
            "sheets and pages cannot be understood; write them as 12/20"
        );
        return vec![wrong(code, what)];
    };
    record.set(fields::SHEETS, entry(written, Some(Scalar::Count(sheets))));
    if let Some(pages) = pages {
        record.set(fields::DOSSIER_PAGES, entry(written, Some(Scalar::Count(pages))));
    }
    Vec::new()
}

/// The type is what the text begins with, when it begins with the words of one; the subject is always all of it.
fn type_and_subject(written: &Written, context: &Context<'_>, record: &mut Record) -> Vec<Wrong> {
    let key = fold(&written.text);
    let own = context.rules.types.iter().map(|(words, code)| (fold(words), code.as_str()));
    let known = lists::TYPE.codes.iter().filter(|code| code.code != lists::TYPE_OTHER);
    let known = known.map(|code| (fold(code.label()), code.code));
    let begins = own.chain(known).filter(|(words, _)| !words.is_empty() && key.starts_with(words.as_str()));
    let code = begins.max_by_key(|(words, _)| words.len()).map_or(lists::TYPE_OTHER, |(_, code)| code);
    record.set(fields::TYPE_NAME, text_entry(written, code));
    record.set(fields::SUBJECT, text_entry(written, &written.text));
    Vec::new()
}
