//! What a change makes of a sidecar: the version after it, or nothing when it is like this already.
//!
//! Only the record, the relations and what tells of the change differ from the version before. The pages and the PDF
//! never do.

use crate::digest::Digest;
use crate::record::{Entry, Record};
use crate::relpath::RelPath;
use crate::sidecar::{Amendment, Cause, Event, Relation, Sidecar};

use super::{Change, Options, Tie};

/// The name under which a withdrawal and its end stand in `changed`.
const EVENT: &str = "event";
/// Likewise relations.
const RELATIONS: &str = "relations";

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

/// Returns the version after the live one; `None` when nothing would be other than it is.
pub fn next(live: Live, change: &Change, options: &Options, when: &str) -> Option<Sidecar> {
    let Live { sidecar: mut next, sha256, batch, path } = live;
    let mut changed = change_record(&mut next.record, change);
    if change_relations(&mut next.relations, change, options.by.as_deref()) {
        changed.push(RELATIONS.to_owned());
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
    next.described = change.described.clone().or(next.described);
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
    for (path, entry) in &change.set {
        let known = record.get(path);
        let stays = known.is_some_and(|known| entry.raw.is_none() || says_the_same(known, entry));
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

/// What was understood counts, and not how it was written; where nothing was, the text counts.
fn says_the_same(one: &Entry, other: &Entry) -> bool {
    let is_understood = one.value.is_some() || one.raw == other.raw;
    one.value == other.value && one.precision == other.precision && is_understood
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
        });
    }
    *relations != before
}
