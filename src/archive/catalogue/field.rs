//! Which field somebody means by a name, and how its values stand in records.

use std::borrow::Cow;

use anyhow::Result;

use crate::fault::Fault;
use crate::records::dates;
use crate::records::fields::{self, Kind};
use crate::records::fold::fold;
use crate::text;

/// So many names are offered when one is not known.
const OFFERED: usize = 12;

/// A field that was named.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Its path.
    pub path: String,
    kind: Kind,
}

impl Named {
    /// Returns a value as records have it: dates as `2019-03-05`, the code for words of a list.
    pub(super) fn value<'v>(&self, value: &'v str) -> Cow<'v, str> {
        match self.kind {
            Kind::Date | Kind::Until => dates::parse(value).map_or(value.into(), |read| read.date.to_string().into()),
            Kind::One(list) => list.find(value).map_or(value, |known| known.code).into(),
            _ => value.into(),
        }
    }
}

/// Returns the field that a name stands for: one that is known, by path, end of its path or label, or else a heading of the
/// archive's own sheets.
///
/// A name that nothing goes by is an `Err` that says what comes near.
pub(super) fn resolve(name: &str, headings: impl FnOnce() -> Result<Vec<String>>) -> Result<Named> {
    let mut near = match fields::resolve(name) {
        Ok(field) if field.is_of_record() => {
            return Ok(Named { path: field.path.to_owned(), kind: field.kind });
        }
        Ok(_) => Vec::new(),
        Err(near) => near.into_iter().filter(|path| is_of_record(path)).map(str::to_owned).collect(),
    };
    let (wanted, headings) = (fold(name), headings()?);
    let goes_by = |path: &&String| {
        let heading = path.split_once('.').map_or("", |(_, heading)| heading);
        [path.as_str(), heading].into_iter().any(|known| fold(known) == wanted)
    };
    if let Some(path) = headings.iter().find(goes_by) {
        return Ok(Named { path: path.clone(), kind: Kind::Text });
    }
    near.extend(headings.into_iter().filter(|path| !wanted.is_empty() && fold(path).contains(&wanted)));
    Err(unknown(name, &near))
}

fn is_of_record(path: &str) -> bool {
    fields::by_path(path).is_some_and(|field| field.is_of_record())
}

fn unknown(name: &str, near: &[String]) -> anyhow::Error {
    let names: Vec<String> = near.iter().take(OFFERED).map(|path| format!("`{path}`")).collect();
    let names = names.join(", ");
    let what = match names.is_empty() {
        true => text!("không có trường nào tên `{name}`", "there is no field called `{name}`"),
        false => text!(
            "không có trường nào tên `{name}`; có thể là {names}",
            "there is no field called `{name}`; perhaps one of {names}"
        ),
    };
    Fault::raise("field.none", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(name: &str) -> Result<Named> {
        resolve(name, || Ok(vec!["other.Dấu 2. in".to_owned(), "other.Màu bìa".to_owned()]))
    }

    #[test]
    fn a_field_goes_by_the_end_of_its_path_and_a_heading_by_itself() {
        assert_eq!(resolved("resultCode").unwrap().path, "tthc.resultCode");
        assert_eq!(resolved("owner.id").unwrap().path, "tthc.owner.id");
        assert_eq!(resolved("mau bia").unwrap().path, "other.Màu bìa");
        assert_eq!(resolved("other.dấu 2. in").unwrap().path, "other.Dấu 2. in");
    }

    #[test]
    fn a_name_that_nothing_goes_by_is_answered_with_what_comes_near() {
        assert!(resolved("owne").unwrap_err().to_string().contains("`tthc.owner.name`"));
        assert!(resolved("dau").unwrap_err().to_string().contains("`other.Dấu 2. in`"));
        assert_eq!(resolved("zzz").unwrap_err().to_string(), "there is no field called `zzz`");
        assert!(resolved("join.file").is_err());
    }

    #[test]
    fn dates_and_codes_may_be_asked_for_as_people_write_them() {
        assert_eq!(resolved("level").unwrap().value("Xã"), "commune");
        assert_eq!(resolved("validUntil").unwrap().value("31/12/2025"), "2025-12-31");
        assert_eq!(resolved("validUntil").unwrap().value("unlimited"), "unlimited");
        assert_eq!(resolved("codeNumber").unwrap().value("31/12/2025"), "31/12/2025");
    }
}
