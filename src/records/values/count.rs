//! Whole numbers, and yes or no.

use super::{Wrong, quotable, wrong};
use crate::finding::codes;
use crate::record::Scalar;
use crate::records::fold::fold;
use crate::records::grid::Cell;
use crate::text;

/// Returns a count of so many digits at most. `12 trang` and `12 tờ` are counts as well.
pub(super) fn read(cell: &Cell, text: &str, digits: u8) -> Result<Scalar, Wrong> {
    let number = match cell {
        Cell::Number(number) if number.fract() == 0.0 && (0.0..1e15).contains(number) => Some(*number as u64),
        Cell::Number(_) => None,
        _ => of_text(text),
    };
    let fits = number.filter(|number| number.to_string().len() <= usize::from(digits));
    fits.map(Scalar::Count).ok_or_else(|| {
        let text = quotable(text);
        wrong(
            &codes::RECORD_COUNT,
            text!(
                "`{text}` không phải là số nguyên có tối đa {digits} chữ số",
                "`{text}` is no whole number of at most {digits} digits"
            ),
        )
    })
}

pub(super) fn of_text(text: &str) -> Option<u64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let unit = fold(&text[end..]);
    let is_counted = matches!(unit.as_str(), "" | "trang" | "to" | "tr" | "vanban" | "tailieu");
    text[..end].parse().ok().filter(|_| is_counted)
}

/// Returns yes or no.
pub(super) fn flag(text: &str) -> Result<Scalar, Wrong> {
    match fold(text).as_str() {
        "1" | "01" | "co" | "x" | "yes" | "true" | "dung" => Ok(Scalar::Flag(true)),
        "0" | "00" | "khong" | "no" | "false" | "sai" => Ok(Scalar::Flag(false)),
        _ => {
            let text = quotable(text);
            let what = text!("`{text}` không phải là 1 (có) hay 0 (không)", "`{text}` is neither 1 (yes) nor 0 (no)");
            Err(wrong(&codes::RECORD_CODE, what))
        }
    }
}
