//! What a change makes of a sidecar: the version after it, or nothing when it is like this already.
//!
//! Only the record, the relations and what tells of the change differ from the version before. The pages and the PDF
//! never do.

use crate::digest::Digest;
use crate::record::{Entry, Record, Scalar};
use crate::records::fields::COPY_CODE;
use crate::records::naming;
use crate::relpath::RelPath;
use crate::sidecar::{Amendment, Cause, Event, Relation, Sidecar};

use super::{Change, Options, Tie};

/// The name under which a withdrawal and its end stand in `changed`.
pub const EVENT: &str = "event";
/// Likewise relations.
pub const TIES: &str = "relations";
/// Where a field of a document's record comes from when the row of its dossier says it.
pub const OF_DOSSIER: &str = "dossier";

/// The version of a document that counts now.
pub struct Live {
    /// The sidecar.
    pub sidecar: Sidecar,
    /// SHA-256 of its file.
    pub sha256: Digest,
    /// The batch that it lies in.
    pub batch: String,
    /// From that bag's root.
    pub path: RelPath,
}

/// Returns the version after the live one; `None` when nothing would be other than it is. `copy_code` is the template
/// of the code of the digitised copy.
pub fn next(live: Live, change: &Change, copy_code: &str, options: &Options, when: &str) -> Option<Sidecar> {
    let Live { sidecar: mut next, sha256, batch, path } = live;
    let code_before = naming::render(copy_code, &next.record);
    let mut changed = change_record(&mut next.record, change);
    let is_described = changed.iter().any(|path| is_said_by_row(change, path));
    follow_copy_code(&mut next.record, code_before, copy_code, &mut changed);
    if change_relations(&mut next.relations, change, options.by.as_deref()) {
        changed.push(TIES.to_owned());
    }
    let was_withdrawn = next.event == Cause::Withdraw;
    let is_withdrawn = change.withdraw.unwrap_or(was_withdrawn);
    if is_withdrawn != was_withdrawn {
        changed.push(EVENT.to_owned());
    }
    if changed.is_empty() {
        return None;
    }
    let what = match (was_withdrawn, is_withdrawn) {
        (false, true) => "withdrawal",
        (true, false) => "reinstatement",
        // The name that PREMIS has for it.
        _ => "metadata modification",
    };
    next.version = next.version.saturating_add(1);
    next.supersedes = Some(sha256);
    next.event = if is_withdrawn { Cause::Withdraw } else { Cause::Correct };
    next.pdf.batch.get_or_insert_with(|| batch.clone());
    if is_described {
        next.described = change.described.clone().or(next.described);
    }
    next.events.push(Event {
        what: what.to_owned(),
        when: when.to_owned(),
        tool: concat!("sohoa ", env!("CARGO_PKG_VERSION")).to_owned(),
        outcome: "success".to_owned(),
    });
    next.amendment =
        Some(Amendment { batch, path, reason: options.reason.trim().to_owned(), by: options.by.clone(), changed });
    Some(next)
}

/// Changes the fields and returns the paths of those that differ now, sorted.
fn change_record(record: &mut Record, change: &Change) -> Vec<String> {
    let mut changed = Vec::new();
    // What follows from other fields is for documents that had no record; a correction says only what it says.
    let is_said = |entry: &Entry| entry.raw.is_some() && entry.value.is_some();
    let is_bare = record.is_empty() && change.set.iter().any(|(_, entry)| is_said(entry));
    for (path, entry) in change.set.iter().filter(|(_, entry)| entry.value.is_some()) {
        let known = record.get(path);
        let is_derived = entry.raw.is_none();
        let stays = (is_derived && !is_bare) || known.is_some_and(|known| is_derived || says_the_same(known, entry));
        if !stays {
            record.set(path, entry.clone());
            changed.push(path.clone());
        }
    }
    changed.extend(change.clear.iter().filter(|path| record.remove(path).is_some()).cloned());
    changed.sort();
    changed.dedup();
    changed
}

/// What was understood counts, and not how it was written.
fn says_the_same(one: &Entry, other: &Entry) -> bool {
    one.value == other.value && one.precision == other.precision
}

/// Says whether a field is one of those that the document's own row says, and not the row of its dossier.
fn is_said_by_row(change: &Change, path: &str) -> bool {
    change.set.iter().any(|(set, entry)| set == path && entry.from.as_deref() != Some(OF_DOSSIER))
}

/// Makes the code of the digitised copy anew where fields that it is made of differ now, or takes it out where it can
/// no longer be made. A code that a sheet or a person gave stays.
fn follow_copy_code(record: &mut Record, before: Option<String>, template: &str, changed: &mut Vec<String>) {
    let now = naming::render(template, record);
    let is_derived = record.get(COPY_CODE).is_some_and(|code| code.raw.is_none());
    if now == before || !is_derived {
        return;
    }
    let had = record.text(COPY_CODE).map(str::to_owned);
    if had == now {
        return;
    }
    match now {
        Some(code) => _ = record.set(COPY_CODE, Entry::derived(Scalar::Text(code), "template")),
        None => _ = record.remove(COPY_CODE),
    }
    changed.push(COPY_CODE.to_owned());
    changed.sort();
    changed.dedup();
}

/// Changes the relations; says whether any differs now. What a program found gives way to what a person says.
fn change_relations(relations: &mut Vec<Relation>, change: &Change, by: Option<&str>) -> bool {
    let before = relations.clone();
    let is = |relation: &Relation, tie: &Tie| relation.kind == tie.kind && relation.to == tie.to;
    relations.retain(|relation| !change.unrelate.iter().any(|tie| is(relation, tie)));
    for tie in &change.relate {
        if relations.iter().any(|relation| is(relation, tie) && relation.found == "person") {
            continue;
        }
        relations.retain(|relation| !is(relation, tie));
        relations.push(Relation {
            kind: tie.kind.to_owned(),
            to: tie.to.clone(),
            found: "person".to_owned(),
            decided: by.map(str::to_owned),
            note: tie.note.clone(),
        });
    }
    *relations != before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Described;

    const COPY: &str = "{tthc.owner.id}.{tthc.resultCode}";

    fn live() -> Live {
        let sidecar = Sidecar::parse(include_bytes!("../../../docs/sidecar.example.json")).unwrap();
        let path = sidecar.pdf.path.clone();
        Live { sidecar, sha256: Digest::of(b"v1"), batch: "2026-11-21-0001".to_owned(), path }
    }

    fn options() -> Options {
        let now = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
        let (reason, by) = ("nhập sai ".to_owned(), Some("Phòng Tư pháp".to_owned()));
        Options { changes: Vec::new(), problems: Vec::new(), sheets: Vec::new(), reason, by, now }
    }

    fn after(live: Live, change: &Change) -> Option<Sidecar> {
        next(live, change, COPY, &options(), "2026-11-24T16:00:00+07:00")
    }

    /// Makes a sidecar the live one, in a batch of its own.
    fn again(sidecar: Sidecar) -> Live {
        Live { sidecar, sha256: Digest::of(b"v2"), batch: "2026-11-24-0001".to_owned(), ..live() }
    }

    fn set(path: &str, entry: Entry) -> Change {
        Change { set: vec![(path.to_owned(), entry)], ..Change::default() }
    }

    fn changed(sidecar: &Sidecar) -> Vec<&str> {
        sidecar.amendment.iter().flat_map(|amendment| &amendment.changed).map(String::as_str).collect()
    }

    #[test]
    fn a_correction_says_what_why_and_of_which_sidecar_and_leaves_pages_and_pdf_alone() {
        let first = live().sidecar;
        let second = after(live(), &set("subject", Entry::plain("Xác nhận"))).unwrap();
        assert_eq!((second.version, second.event, second.supersedes), (2, Cause::Correct, Some(Digest::of(b"v1"))));
        let amendment = second.amendment.clone().unwrap();
        assert_eq!((amendment.batch.as_str(), &amendment.path), ("2026-11-21-0001", &live().path));
        assert_eq!((amendment.reason.as_str(), amendment.by.as_deref()), ("nhập sai", Some("Phòng Tư pháp")));
        assert_eq!(changed(&second), ["subject"]);
        assert_eq!(second.record.text("subject"), Some("Xác nhận"));
        assert_eq!(second.events.len(), first.events.len() + 1);
        assert_eq!(second.pdf.batch.as_deref(), Some("2026-11-21-0001"));
        assert_eq!(
            (&second.pages, &second.pdf.path, second.pdf.sha256),
            (&first.pages, &first.pdf.path, first.pdf.sha256)
        );

        let third = after(again(second), &set("subject", Entry::plain("Giấy xác nhận"))).unwrap();
        assert_eq!(third.pdf.batch.as_deref(), Some("2026-11-21-0001"), "the PDF stays where it is");
        assert_eq!((third.version, third.amendment.unwrap().batch.as_str()), (3, "2026-11-24-0001"));
    }

    #[test]
    fn what_is_like_this_already_makes_no_version() {
        let mut one = live();
        one.sidecar.record.set("subject", Entry { raw: Some("xác  nhận".to_owned()), ..Entry::plain("Xác nhận") });
        let mut same = set("subject", Entry::plain("Xác nhận"));
        same.clear.push("keyword".to_owned());
        same.withdraw = Some(false);
        same.unrelate = vec![Tie { kind: "replaces", to: "x".to_owned(), note: None }];
        assert_eq!(after(one, &same), None);
    }

    #[test]
    fn what_was_not_understood_never_takes_the_place_of_a_value() {
        let odd = Entry { raw: Some("31/2/2001".to_owned()), ..Entry::default() };
        let mut one = live();
        one.sidecar.record.set("issuedDate", Entry::plain("2001-02-28"));
        assert_eq!(after(one, &set("issuedDate", odd)), None);
    }

    #[test]
    fn the_row_that_a_field_was_last_taken_from_is_named() {
        let row = |number| Described {
            path: "sua.csv".to_owned(),
            sha256: Digest::of(b"s"),
            sheet: String::new(),
            row: number,
            joined: "id".to_owned(),
        };
        let by = |number, entry: Entry| Change { described: Some(row(number)), ..set("subject", entry) };
        let second = after(live(), &by(2, Entry::plain("a"))).unwrap();
        assert_eq!(second.described, Some(row(2)));
        // The same again, with a withdrawal; then a field of the dossier alone.
        let withdrawn = after(again(second), &Change { withdraw: Some(true), ..by(3, Entry::plain("a")) }).unwrap();
        assert_eq!((withdrawn.described.clone(), changed(&withdrawn)), (Some(row(2)), vec!["event"]));
        let title = Entry { from: Some("dossier".to_owned()), ..Entry::plain("b") };
        let of_dossier = Change { described: Some(row(4)), ..set("dossier.title", title) };
        let titled = after(again(withdrawn), &of_dossier).unwrap();
        assert_eq!((titled.described.clone(), changed(&titled)), (Some(row(2)), vec!["dossier.title"]));
    }

    #[test]
    fn a_copy_code_that_was_made_follows_the_fields_it_was_made_of() {
        let with_code = |code: Entry| {
            let mut one = live();
            one.sidecar.record = [
                ("tthc.owner.id", Entry::plain("1")),
                ("tthc.resultCode", Entry::plain("KQ")),
                ("tthc.copyCode", code),
            ]
            .map(|(path, entry)| (path.to_owned(), entry))
            .into_iter()
            .collect();
            one
        };
        let made = || with_code(Entry::derived(Scalar::Text("1.KQ".to_owned()), "template"));
        let other = set("tthc.owner.id", Entry::plain("2"));
        let second = after(made(), &other).unwrap();
        assert_eq!(second.record.get("tthc.copyCode").unwrap().value, Some(Scalar::Text("2.KQ".to_owned())));
        assert_eq!(changed(&second), ["tthc.copyCode", "tthc.owner.id"]);
        let cleared = Change { clear: vec!["tthc.resultCode".to_owned()], ..Change::default() };
        let bare = after(made(), &cleared).unwrap();
        assert_eq!(
            (bare.record.get("tthc.copyCode"), changed(&bare)),
            (None, vec!["tthc.copyCode", "tthc.resultCode"])
        );
        let given = after(with_code(Entry::plain("1.KQ")), &other).unwrap();
        assert_eq!((given.record.text("tthc.copyCode"), changed(&given)), (Some("1.KQ"), vec!["tthc.owner.id"]));
        assert_eq!(changed(&after(made(), &set("subject", Entry::plain("x"))).unwrap()), ["subject"]);
    }

    #[test]
    fn a_derived_value_fills_a_gap_of_a_first_record_and_never_overrules() {
        let derived = Entry::derived(Scalar::Text("UBND xã".to_owned()), "template");
        let both = Change {
            set: vec![("organName".to_owned(), derived.clone()), ("subject".to_owned(), Entry::plain("a"))],
            ..Change::default()
        };
        let mut bare = live();
        bare.sidecar.record = Record::default();
        let sidecar = bare.sidecar.clone();
        assert_eq!(after(bare, &both).unwrap().record.text("organName"), Some("UBND xã"));
        assert_eq!(after(again(sidecar), &set("organName", derived.clone())), None);
        let mut known = live();
        known.sidecar.record.set("codeNumber", Entry::plain("12"));
        let described = after(known, &both).unwrap();
        assert_eq!((described.record.text("organName"), described.record.text("subject")), (None, Some("a")));
    }

    #[test]
    fn a_withdrawn_document_stays_so_through_corrections_until_it_is_brought_back() {
        let withdraw = |yes| Change { withdraw: Some(yes), ..Change::default() };
        let second = after(live(), &withdraw(true)).unwrap();
        assert_eq!((second.event, changed(&second)), (Cause::Withdraw, vec!["event"]));
        assert_eq!(after(again(second.clone()), &withdraw(true)), None);
        let third = after(again(second), &set("subject", Entry::plain("x"))).unwrap();
        assert_eq!((third.event, changed(&third)), (Cause::Withdraw, vec!["subject"]));
        let fourth = after(again(third), &withdraw(false)).unwrap();
        assert_eq!((fourth.event, changed(&fourth)), (Cause::Correct, vec!["event"]));
        let what: Vec<_> = fourth.events.iter().skip(1).map(|event| event.what.as_str()).collect();
        assert_eq!(what, ["withdrawal", "metadata modification", "reinstatement"]);
    }

    #[test]
    fn what_a_person_says_of_a_relation_takes_the_place_of_what_was_found() {
        let mut one = live();
        let found = Relation {
            kind: "duplicate-of".to_owned(),
            to: "a".to_owned(),
            found: "content".to_owned(),
            decided: None,
            note: None,
        };
        one.sidecar.relations = vec![found];
        let tie = |kind, to: &str| Tie { kind, to: to.to_owned(), note: None };
        let confirm = Change { relate: vec![tie("duplicate-of", "a")], ..Change::default() };
        let second = after(one, &confirm).unwrap();
        assert_eq!((second.relations[0].found.as_str(), second.relations.len()), ("person", 1));
        assert_eq!(second.relations[0].decided.as_deref(), Some("Phòng Tư pháp"));
        assert_eq!(after(again(second.clone()), &confirm), None);
        let (unrelate, relate) = (vec![tie("duplicate-of", "a")], vec![tie("different", "a")]);
        let third = after(again(second), &Change { unrelate, relate, ..Change::default() }).unwrap();
        assert_eq!((third.relations[0].kind.as_str(), third.relations.len()), ("different", 1));
        assert_eq!(changed(&third), ["relations"]);
    }
}
