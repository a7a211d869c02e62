//! What readers of PDFs do not agree on: streams and dictionaries that say a thing in two ways, or in none.
//!
//! A page with anything of the kind is no page of a scan: what it shows depends on who looks.

use std::io::{Read, Seek};

use crate::pdf::file::File;
use crate::pdf::object::{Dict, Object};
use crate::text;

use super::unfit::{Fit, because};

/// Keys of streams whose data lie elsewhere, and short keys, which some readers take and others do not.
const STRAY: &[&str] = &["F", "FFilter", "FDecodeParms", "DP", "W", "H", "BPC", "CS", "D", "IM", "I"];

/// Looks for what makes readers disagree on the data of a stream.
pub(super) fn stream<R: Read + Seek>(file: &File<R>, dict: &Dict) -> Fit<()> {
    let mut keys: Vec<&[u8]> = dict.iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    let is_twice = keys.windows(2).any(|pair| pair[0] == pair[1]);
    if is_twice || STRAY.iter().any(|key| dict.has(key)) {
        return because(text!("luồng dữ liệu khai báo lạ", "a stream is described in an odd way"));
    }
    let (filter, parameters) = (file.value(dict, "Filter")?, file.value(dict, "DecodeParms")?);
    let is_set =
        |object: &Object| -> Fit<bool> { Ok(matches!(*file.resolve(object)?, Object::Null | Object::Dict(_))) };
    let matches = match (filter.as_ref(), parameters.as_ref()) {
        (Object::Null | Object::Name(_) | Object::Array(_), Object::Null) => true,
        (Object::Name(_), Object::Dict(_)) => true,
        (Object::Array(filters), Object::Array(sets)) => {
            filters.len() == sets.len() && sets.iter().map(is_set).collect::<Fit<Vec<_>>>()?.iter().all(|is| *is)
        }
        _ => false,
    };
    if matches {
        Ok(())
    } else {
        because(text!("bộ lọc và tham số không khớp", "filters and parameters do not match"))
    }
}

/// Returns a whole number that is written as one: readers do not agree on `90.0`.
pub(super) fn whole(object: &Object) -> Option<i64> {
    if let Object::Int(value) = object { Some(*value) } else { None }
}
