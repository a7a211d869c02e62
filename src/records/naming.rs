//! Names and codes made from a record by a template: `{dossier.fileCode}.{docOrdinal:7}`.
//!
//! `{path}` is the value of a field, `{path:7}` a number with so many digits. A template whose fields are not all
//! known gives nothing.

use crate::record::{Record, Scalar};

/// Returns the text that a template makes of a record; `None` when a field is missing or the template is broken.
pub fn render(template: &str, record: &Record) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (slot, after) = behind.split_once('}')?;
        text.push_str(before);
        text.push_str(&fill(slot, record)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text).filter(|text| !text.is_empty() && !text.contains('}'))
}

/// Returns the paths of the fields that a template uses.
pub fn fields(template: &str) -> impl Iterator<Item = &str> {
    let slots = template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(slot, _)| slot));
    slots.map(|slot| slot.split_once(':').map_or(slot, |(path, _)| path))
}

fn fill(slot: &str, record: &Record) -> Option<String> {
    let (path, digits) = slot.split_once(':').map_or((slot, None), |(path, digits)| (path, Some(digits)));
    let value = record.get(path)?.value.as_ref()?;
    let Some(digits) = digits else { return Some(value.to_string()) };
    let width: usize = digits.parse().ok().filter(|width| (1..=20).contains(width))?;
    match value {
        Scalar::Count(count) => Some(format!("{count:0width$}")),
        Scalar::Text(text) => text.parse::<u64>().ok().map(|count| format!("{count:0width$}")),
        Scalar::Flag(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Entry;

    #[test]
    fn a_template_is_filled_or_gives_nothing() {
        let record: Record = [
            ("dossier.fileCode".to_owned(), Entry::plain("H26.2019.014")),
            ("docOrdinal".to_owned(), Entry::derived(Scalar::Count(3), "order")),
        ]
        .into_iter()
        .collect();
        assert_eq!(render("{dossier.fileCode}.{docOrdinal:7}", &record).as_deref(), Some("H26.2019.014.0000003"));
        assert_eq!(render("x-{docOrdinal}", &record).as_deref(), Some("x-3"));
        for broken in ["{docOrdinal", "}", "{nothing}", "{docOrdinal:x}", "{docOrdinal:99}", "{dossier.fileCode:3}", ""]
        {
            assert_eq!(render(broken, &record), None, "{broken}");
        }
    }
}
