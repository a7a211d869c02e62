//! The id of an owner: a personal id, or the tax code of an enterprise. What spreadsheet programs do to long numbers
//! is told and, where only one reading is possible, mended.

use super::{Wrong, wrong};
use crate::finding::codes;
use crate::record::Scalar;
use crate::records::grid::Cell;
use crate::records::identifiers::{PersonalId, TaxCode, TaxKind};
use crate::text;

/// Above this a cell's number has lost digits.
const EXACT: f64 = 1e15;

/// Returns the id in its canonical form.
pub(super) fn read(cell: &Cell, text: &str, told: &mut Vec<Wrong>) -> Result<Scalar, Wrong> {
    if is_rounded(cell, text) {
        let what = text!(
            "phần mềm bảng tính đã rút gọn số này, nên đã mất một số chữ số",
            "a spreadsheet program has shortened this number, so digits are lost"
        );
        return Err(wrong(&codes::RECORD_ROUNDED, what));
    }
    let is_filler = |letter: &char| letter.is_whitespace() || matches!(letter, '.' | '\'' | '’' | '`');
    let digits: String = text.chars().filter(|letter| !is_filler(letter)).collect();
    if is_passport(&digits) {
        return Ok(Scalar::Text(digits.to_uppercase()));
    }
    // `022-190-012-345` is a personal id, `0100109106-001` the code of a branch.
    let digits = if digits.replace('-', "").len() == 12 { digits.replace('-', "") } else { digits };
    if matches!(cell, Cell::Number(_)) && has_two_readings(&digits) {
        let what = text!(
            "số này có thể là mã số thuế hoặc số định danh đã mất số 0 ở đầu",
            "the number can be a tax code, or an id that has lost its leading zeros"
        );
        return Err(wrong(&codes::RECORD_PERSON, what));
    }
    // Ten digits that pass the check of tax codes are one, and no id that has lost two zeros.
    if let Ok(code) = TaxCode::parse(&digits)
        && code.kind() != TaxKind::Person
    {
        return Ok(Scalar::Text(code.to_string()));
    }
    if let Some(padded) = PersonalId::repad(&digits) {
        let n_digits = digits.len();
        let what = text!("số định danh chỉ có {n_digits} chữ số", "the personal id has {n_digits} digits only");
        told.push(wrong(&codes::RECORD_PERSON_PADDED, what));
        return Ok(Scalar::Text(padded.to_string()));
    }
    let bare = digits.replace('-', "");
    let id = match bare.len() {
        10 | 13 => TaxCode::parse(&digits).map(|code| code.to_string()),
        _ => PersonalId::parse(&digits).map(|id| id.to_string()),
    };
    id.map(Scalar::Text)
}

/// A letter and seven or eight digits.
fn is_passport(text: &str) -> bool {
    let digits = text.strip_prefix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or_default();
    (7..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nine digits of a number cell may be an identity card or a tax code without its zero, ten a tax code or a personal id
/// without two; only where the check digit rules one out is the other sure.
fn has_two_readings(digits: &str) -> bool {
    match digits.len() {
        9 => TaxCode::parse(&format!("0{digits}")).is_ok(),
        10 => TaxCode::parse(digits).is_ok() && PersonalId::repad(digits).is_some(),
        _ => false,
    }
}

/// `1.08E+09`, with a point or a comma, or a number that cannot be exact.
fn is_rounded(cell: &Cell, text: &str) -> bool {
    let is_power = |text: &str| {
        let upper = text.to_ascii_uppercase();
        upper.split_once("E+").is_some_and(|(mantissa, power)| {
            !mantissa.is_empty()
                && mantissa.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
                && power.chars().all(|letter| letter.is_ascii_digit())
        })
    };
    match cell {
        Cell::Number(number) => *number >= EXACT || number.fract() != 0.0,
        _ => is_power(text),
    }
}
