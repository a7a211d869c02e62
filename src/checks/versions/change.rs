//! Does a version change what it says it changes, and nothing else?
//!
//! `ops::amend` writes versions; this file knows nothing of it and goes by `docs/archive-format.md`, 6.3.

use crate::record::Entry;
use crate::sidecar::{Cause, Sidecar};
use crate::text;
use crate::text::Text;

/// Compares a version with the one before it; `None` when all that differs may, and is said.
pub(super) fn check(older: &Sidecar, newer: &Sidecar) -> Option<Text> {
    if kept(older) != kept(newer) {
        return Some(text!(
            "trang, PDF hoặc phần không được sửa khác với phiên bản trước",
            "pages, PDF or other parts that never change are not those of the version before"
        ));
    }
    if !continues(older, newer) {
        return Some(text!(
            "sự kiện hoặc nguồn mô tả không nối tiếp phiên bản trước",
            "its events or the row it was described by do not go on from the version before"
        ));
    }
    let said = newer.amendment.as_ref().map(|amendment| &amendment.changed[..]).unwrap_or_default();
    (said != changed(older, newer)).then(|| {
        text!(
            "những gì đã đổi so với phiên bản trước không phải là những gì `changed` nêu",
            "what differs from the version before is not what `changed` says"
        )
    })
}

/// Returns what no version changes; where the PDF lies is looked up by its digest.
fn kept(sidecar: &Sidecar) -> impl PartialEq + '_ {
    let Sidecar { schema, id, dossier, ordinal, pdf, pages, findings, .. } = sidecar;
    let pdf = (pdf.sha256, pdf.size, pdf.pages, &pdf.conformance, &pdf.kept, &pdf.taken);
    (schema, id, dossier, ordinal, pdf, pages, findings)
}

/// One event more, and a row of a sheet may give way to another.
fn continues(older: &Sidecar, newer: &Sidecar) -> bool {
    let has_one_more = newer.events.split_last().is_some_and(|(_, before)| before == older.events);
    has_one_more && (older.described.is_none() || newer.described.is_some())
}

/// Returns what differs, as `changed` has it.
fn changed(older: &Sidecar, newer: &Sidecar) -> Vec<String> {
    let differs = |path: &str, entry: &Entry, other: &Sidecar| other.record.get(path) != Some(entry);
    let set = newer.record.iter().filter(|(path, entry)| differs(path, entry, older));
    let cleared = older.record.iter().filter(|(path, _)| newer.record.get(path).is_none());
    let mut changed: Vec<String> = set.chain(cleared).map(|(path, _)| path.to_owned()).collect();
    changed.sort();
    if older.relations != newer.relations {
        changed.push("relations".to_owned());
    }
    if (older.event == Cause::Withdraw) != (newer.event == Cause::Withdraw) {
        changed.push("event".to_owned());
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::finding::{Finding, codes};
    use crate::record::Described;
    use crate::relpath::RelPath;
    use crate::sidecar::{Amendment, Event, Relation};

    fn event() -> Event {
        let [what, when, tool, outcome] = ["x", "2026-11-24T16:00:00+07:00", "t", "success"].map(str::to_owned);
        Event { what, when, tool, outcome }
    }

    /// Returns a version and the one after it, which says that it changes `said`.
    fn pair(said: &[&str]) -> (Sidecar, Sidecar) {
        let mut older = Sidecar::parse(include_bytes!("../../../docs/sidecar.example.json")).unwrap();
        older.event = Cause::New;
        older.relations.clear();
        older.record = [("keyword".to_owned(), Entry::plain("k")), ("subject".to_owned(), Entry::plain("s"))]
            .into_iter()
            .collect();
        let mut newer = older.clone();
        newer.event = Cause::Correct;
        newer.events.push(event());
        newer.amendment = Some(Amendment {
            batch: "one".to_owned(),
            path: RelPath::parse("data/a.json").unwrap(),
            reason: String::new(),
            by: None,
            changed: said.iter().map(|path| (*path).to_owned()).collect(),
        });
        (older, newer)
    }

    fn fits(said: &[&str], change: impl FnOnce(&mut Sidecar)) -> bool {
        let (older, mut newer) = pair(said);
        change(&mut newer);
        check(&older, &newer).is_none()
    }

    fn all(newer: &mut Sidecar) {
        newer.record.set("issuedDate", Entry::plain("2019"));
        newer.record.set("subject", Entry::plain("t"));
        newer.record.remove("keyword");
        newer.event = Cause::Withdraw;
        let [kind, to, found] = ["replaces", "x", "person"].map(str::to_owned);
        newer.relations.push(Relation { kind, to, found, decided: None, note: None });
    }

    #[test]
    fn changed_names_exactly_what_differs_in_its_order() {
        let names = ["issuedDate", "keyword", "subject", "relations", "event"];
        assert!(fits(&names, all));
        assert!(fits(&[], |_| ()));
        for without in names {
            let said: Vec<&str> = names.into_iter().filter(|name| *name != without).collect();
            assert!(!fits(&said, all), "{without}");
        }
        assert!(!fits(&[&names[..], &["codeNumber"]].concat(), all));
    }

    #[test]
    fn what_no_version_changes_must_not_differ() {
        let changes: [fn(&mut Sidecar); 8] = [
            |newer| newer.id.push('x'),
            |newer| newer.dossier.push('x'),
            |newer| newer.ordinal += 1,
            |newer| newer.pdf.sha256 = Digest::of(b"other"),
            |newer| newer.pages[0].source.path.push('x'),
            |newer| newer.findings.push(Finding::new(&codes::SIDECAR_ID, "", text!("x", "x"))),
            |newer| newer.events.push(event()),
            |newer| newer.events[0].when.push('x'),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            assert!(!fits(&[], change), "{number}");
        }
        assert!(fits(&[], |newer| newer.pdf.batch = Some("one".to_owned())));
    }

    #[test]
    fn a_row_of_a_sheet_may_come_or_give_way_and_is_never_lost() {
        let row = |row| {
            let [path, sheet, joined] = ["a.csv", "", "id"].map(str::to_owned);
            Some(Described { path, sha256: Digest::of(b"a"), sheet, row, joined })
        };
        let (mut older, mut newer) = pair(&[]);
        older.described = None;
        newer.described = row(1);
        assert_eq!(check(&older, &newer), None);
        older.described = row(2);
        assert_eq!(check(&older, &newer), None);
        newer.described = None;
        assert!(check(&older, &newer).is_some());
    }
}
