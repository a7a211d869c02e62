//! Reads dates as people write them: with strokes, dots or hyphens, in words, with a place before, with gaps for what is
//! not known.
//!
//! No sentence quotes the text, since it may be somebody's date of birth. What a swapped date means is the caller's business.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{PartialDate, is_year, length, wrong};
use crate::records::grid::Wrong;
use crate::text;

/// The time of day in Vietnam, as programs write it behind a time.
const OFFSETS: &[&str] = &["+07:00", "+0700", "+07"];

/// How a date was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The date.
    pub date: PartialDate,
    /// How day and month were told apart.
    pub order: Order,
}

/// How day and month were told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The form leaves no doubt: the year in front, words, or no day at all.
    Named,
    /// The first number is above 12, so it is the day.
    DayFirst,
    /// The second number is above 12: the American order, which nobody writes here by hand.
    MonthFirst,
    /// Both numbers are at most 12 and differ; read in the Vietnamese order.
    Either,
    /// Both numbers are the same, so the order does not matter.
    Same,
}

/// One place of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Gap,
    Number(i16, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Field(Field),
    Comma,
    Other,
}

/// Reads a date; `05/03/1975`, `3.1975`, `1975-03-05T00:00:00`, `Hà Nội, ngày 5 tháng 3 năm 1975`, `00/00/1975` and so on.
///
/// Years have four digits, since the century of `05/03/75` is not known.
pub fn parse(text: &str) -> Result<Reading, Wrong> {
    let folded = plain(text.trim_start_matches('\''));
    let folded = folded.strip_suffix(['.', ',', ';']).unwrap_or(&folded).trim_end();
    match in_words(&tokens(folded)) {
        Some(date) => Ok(Reading { date: date?, order: Order::Named }),
        None => in_numbers(without_time(after_place(folded))?),
    }
}

/// Reads `[place,] [ngày] 5 tháng 3 năm 1975` from its end; `None` when the text is not of this form.
fn in_words(tokens: &[Token]) -> Option<Result<PartialDate, Wrong>> {
    let (Token::Field(year), rest) = tokens.split_last()? else { return None };
    let (says_year, rest) = match rest {
        [rest @ .., Token::Word("nam")] => (true, rest),
        rest => (false, rest),
    };
    let before = rest.strip_suffix(&[Token::Comma]).unwrap_or(rest);
    let Some((month, rest)) = labelled(before, "thang") else {
        return (says_year && begins_here(rest)).then(|| date(*year, Field::Gap, Field::Gap));
    };
    if let Some((day, _)) = labelled(rest, "ngay") {
        return Some(date(*year, month, day));
    }
    let (day, rest) = match rest {
        [rest @ .., Token::Field(day)] => (*day, rest),
        rest => (Field::Gap, rest),
    };
    begins_here(rest).then(|| date(*year, month, day))
}

/// Takes a field with its label off the end; a label alone has a gap.
fn labelled<'a, 't>(tokens: &'a [Token<'t>], label: &str) -> Option<(Field, &'a [Token<'t>])> {
    match tokens {
        [rest @ .., Token::Word(word), Token::Field(field)] if *word == label => Some((*field, rest)),
        [rest @ .., Token::Word(word)] if *word == label => Some((Field::Gap, rest)),
        _ => None,
    }
}

/// Can a date begin behind these tokens? A place ends with a comma; without one `Quận 5 tháng 3` would give a day.
fn begins_here(before: &[Token]) -> bool {
    matches!(before, [] | [.., Token::Comma])
}

/// Reads numbers between strokes, dots or hyphens.
fn in_numbers(text: &str) -> Result<Reading, Wrong> {
    let mark = ['/', '.'].into_iter().find(|mark| text.contains(*mark)).unwrap_or('-');
    let fields: Option<Vec<Field>> = text.split(mark).map(|part| field(part.trim())).collect();
    let Some(fields) = fields else { return Err(not_understood()) };
    let named = |date: Result<PartialDate, Wrong>| Ok(Reading { date: date?, order: Order::Named });
    match fields[..] {
        [year @ Field::Number(_, 4)] => named(date(year, Field::Gap, Field::Gap)),
        // A month has two digits here, or `2019.5` would be a date.
        [year @ Field::Number(_, 4), month @ Field::Number(_, 2)] => named(date(year, month, Field::Gap)),
        [month, year] => named(date(year, month, Field::Gap)),
        [year @ Field::Number(_, 4), month, day] => named(date(year, month, day)),
        [first, second, year] => either_order(first, second, year),
        _ => Err(not_understood()),
    }
}

fn either_order(first: Field, second: Field, year: Field) -> Result<Reading, Wrong> {
    let order = match (first, second) {
        (Field::Number(first, _), Field::Number(second, _)) if first == second => Order::Same,
        (Field::Number(..=12, _), Field::Number(13.., _)) => Order::MonthFirst,
        (Field::Number(13.., _), Field::Number(..)) => Order::DayFirst,
        (Field::Number(..), Field::Number(..)) => Order::Either,
        _ => Order::Named,
    };
    let (month, day) = if order == Order::MonthFirst { (first, second) } else { (second, first) };
    Ok(Reading { date: date(year, month, day)?, order })
}

/// Puts a date together and says which part of it cannot be.
fn date(year: Field, month: Field, day: Field) -> Result<PartialDate, Wrong> {
    let year = match year {
        Field::Number(year, 4) => year,
        Field::Number(_, 2) => {
            return Err(wrong(text!(
                "năm chỉ có hai chữ số nên không rõ thế kỷ",
                "the year has two digits, so the century is not known"
            )));
        }
        Field::Number(..) => return Err(not_understood()),
        Field::Gap => return Err(wrong(text!("ngày không có năm", "the date has no year"))),
    };
    let (month, day) = (small(month)?, small(day)?);
    PartialDate::new(year, month, day).ok_or_else(|| impossible(year, month, day))
}

/// Returns the number of a day or a month.
fn small(field: Field) -> Result<Option<u8>, Wrong> {
    match field {
        Field::Gap => Ok(None),
        Field::Number(number, ..=2) => u8::try_from(number).map(Some).map_err(|_| not_understood()),
        Field::Number(..) => Err(not_understood()),
    }
}

fn impossible(year: i16, month: Option<u8>, day: Option<u8>) -> Wrong {
    wrong(match (month, day) {
        _ if !is_year(year) => text!("năm nằm ngoài khoảng 1800 đến 2200", "the year is not between 1800 and 2200"),
        (None, _) => text!("có ngày mà không có tháng", "there is a day without a month"),
        (Some(month), _) if !(1..=12).contains(&month) => {
            text!("không có tháng {month}", "there is no month {month}")
        }
        (Some(month), day) => {
            let (days, day) = (length(year, month), day.unwrap_or(0));
            text!("tháng này chỉ có {days} ngày, không có ngày {day}", "that month has {days} days and no day {day}")
        }
    })
}

/// Returns what stands behind `ngày`, or behind a place and a comma.
fn after_place(folded: &str) -> &str {
    if let Some((_, date)) = folded.rsplit_once("ngay") {
        return date.trim();
    }
    match folded.rsplit_once(',') {
        Some((place, date)) if place.contains(char::is_alphabetic) => date.trim(),
        _ => folded,
    }
}

/// Leaves out a time of day, unless it is one of another time zone, where the day may be another.
fn without_time(text: &str) -> Result<&str, Wrong> {
    let Some((hour, _)) = text.split_once(':') else { return Ok(text) };
    let Some(end) = hour.rfind(['t', ' ']) else { return Err(not_understood()) };
    let time = &text[end + 1..];
    let time = ["am", "pm", "sa", "ch"].iter().find_map(|half| time.strip_suffix(half)).unwrap_or(time);
    let time = OFFSETS.iter().find_map(|offset| time.strip_suffix(offset)).unwrap_or(time);
    if !time.trim().chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ':' | '.')) {
        return Err(wrong(text!(
            "giờ ghi theo múi giờ khác nên không chắc là ngày nào",
            "the time is not of this time zone, so the day is not sure"
        )));
    }
    Ok(text[..end].trim())
}

/// Returns a number of up to four digits, or a gap: nothing, `00`, `..`, `--`, `__`, `??`, `xx`.
fn field(part: &str) -> Option<Field> {
    if part.bytes().all(|byte| matches!(byte, b'.' | b'-' | b'_' | b'?' | b'x')) || matches!(part, "0" | "00") {
        return Some(Field::Gap);
    }
    let is_number = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| part.parse().ok().map(|number| Field::Number(number, part.len()))).flatten()
}

/// Returns a text in small letters without marks, with single blanks; unlike a key for comparing it keeps punctuation.
fn plain(text: &str) -> String {
    let bare: String = text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts a folded text into words, numbers and gaps; single dots, hyphens and strokes between them say nothing.
fn tokens(folded: &str) -> Vec<Token<'_>> {
    let kind = |letter: char| match letter {
        _ if letter.is_ascii_digit() => 0,
        _ if letter.is_alphabetic() => 1,
        '.' | '-' | '_' | '/' => 2,
        ',' => 3,
        _ if letter.is_whitespace() => 4,
        _ => 5,
    };
    let mut tokens = Vec::new();
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| kind(letter) != kind(first)).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        match kind(first) {
            0 => tokens.push(field(run).map_or(Token::Other, Token::Field)),
            1 => tokens.push(Token::Word(run)),
            2 if run.len() > 1 => tokens.push(Token::Field(Field::Gap)),
            2 | 4 => (),
            3 => tokens.push(Token::Comma),
            _ => tokens.push(Token::Other),
        }
    }
    tokens
}

fn not_understood() -> Wrong {
    wrong(text!("không hiểu được ngày", "the date is not understood"))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
