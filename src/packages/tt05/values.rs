//! From a record to what an element says of a document.

use super::Rules;
use super::seat::Seat;
use crate::exchange::ead::{Computed, Element, Kind};
use crate::exchange::tt05::fill;
use crate::packages::Document;
use crate::record::{Entry, Record, Scalar};

/// Returns what an element says of a document; `None` where nobody says it.
pub(super) fn of_document(rules: &Rules<'_>, element: &Element, document: &Document, seat: &Seat) -> Option<String> {
    let record = &document.sidecar.record;
    let stated = || element.from.iter().find_map(|path| stated(rules, element.kind, record, path));
    let computed = || match element.computed? {
        Computed::Template => template(rules, element.name, document, seat),
        Computed::Ordinal => Some(seat.ordinal.to_string()),
        Computed::Pages => Some(document.sidecar.pdf.pages.to_string()),
        _ => None,
    };
    // A lot numbers its documents itself, so that its codes agree with each other.
    let first = if element.name == "docOrdinal" && rules.terms.lot.is_some() { None } else { stated() };
    first.or_else(computed).or_else(|| rules.tt05.unstated.get(element.name).cloned())
}

fn template(rules: &Rules<'_>, name: &str, document: &Document, seat: &Seat) -> Option<String> {
    let made = |template: &str| fill(template, |word| seat.word(rules, word));
    match name {
        "arcFileCode" => made(&rules.tt05.arc_file_code),
        "arcDocCode" => made(&rules.tt05.arc_doc_code),
        "docId" => made(&rules.tt05.doc_id),
        "docCode" => seat.doc_code(rules, &document.sidecar.record, &document.name),
        _ => None,
    }
}

/// Returns what a field of a record says, as an element of this kind writes it.
pub(super) fn stated(rules: &Rules<'_>, kind: Kind, record: &Record, path: &str) -> Option<String> {
    let Entry { value: Some(value), .. } = record.get(path)? else { return None };
    let text = match (kind, value) {
        (_, Scalar::Flag(flag)) => u8::from(*flag).to_string(),
        (Kind::Date | Kind::PartialDate, Scalar::Text(date)) => day_first(date),
        (Kind::Several(_), Scalar::Text(codes)) => codes.replace(',', &rules.tt05.list_separator),
        (_, value) => value.to_string(),
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// Turns `2019-03-05` into `05/03/2019`, `2019-03` into `03/2019`, and leaves a year.
pub(super) fn day_first(date: &str) -> String {
    date.split('-').rev().collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_turned_around_and_never_made_more_exact() {
        assert_eq!(day_first("2019-03-05"), "05/03/2019");
        assert_eq!(day_first("2019-03"), "03/2019");
        assert_eq!(day_first("2019"), "2019");
    }
}
