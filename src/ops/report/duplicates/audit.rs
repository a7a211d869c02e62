//! The report for programs and auditors: what was found and what was decided, as JSON; `docs/duplicates.schema.json` has
//! the shape.

use serde_json::{Value, json};

use crate::archive::catalogue::pairs::{Decision, FoundPair};
use crate::finding::Finding;
use crate::ops::report::duplicates::tables::{Matter, Tally};
use crate::text::Lang;

/// The value of `schema`.
const SCHEMA: &str = "sohoa-duplicates-1";

/// Returns the whole report; `made` is the instant of the run, RFC 3339.
pub fn report(matter: &Matter, made: &str, findings: &[Finding], lang: Lang) -> Value {
    let kinds: Vec<Value> = matter.by_kind().iter().map(|(kind, tally)| tallied("kind", json!(kind), tally)).collect();
    let named = |code: &String| if code.is_empty() { Value::Null } else { json!(code) };
    let types: Vec<Value> = matter.by_type().iter().map(|(code, tally)| tallied("type", named(code), tally)).collect();
    let blank: Vec<Value> = matter.blank.iter().map(|(id, page)| json!({ "document": id, "page": page })).collect();
    let findings: Vec<Value> = findings
        .iter()
        .map(|found| json!({ "code": found.code, "severity": found.severity, "subject": found.subject, "message": found.message.get(lang) }))
        .collect();
    json!({
        "schema": SCHEMA,
        "archive": matter.archive,
        "made": made,
        "kinds": kinds,
        "types": types,
        "bytes": {
            "stored_once": { "files": matter.spared.files, "bytes": matter.spared.bytes },
            "decided_duplicates": matter.bytes_in_duplicates(),
        },
        "pairs": matter.pairs.iter().map(pair).collect::<Vec<_>>(),
        "decisions": matter.decisions.iter().map(decision).collect::<Vec<_>>(),
        "blank": blank,
        "findings": findings,
    })
}

fn tallied(name: &str, value: Value, tally: &Tally) -> Value {
    let Tally { found, same, different, open } = tally;
    json!({ name: value, "found": found, "same": same, "different": different, "open": open })
}

fn pair(pair: &FoundPair) -> Value {
    let area = pair.area.map(|area| [area.x, area.y, area.width, area.height]);
    json!({
        "members": [pair.a, pair.b],
        "kind": pair.kind,
        "score": pair.score,
        "where": { "pages": [pair.a_page, pair.b_page], "area": area },
        "excuses": pair.excuses,
        "pages": pair.pages,
        "bytes": pair.bytes,
        "decided": pair.decided.as_ref().map(decision),
    })
}

fn decision(said: &Decision) -> Value {
    let Decision { document, kind, to, by, when } = said;
    json!({ "document": document, "kind": kind, "to": to, "by": by, "when": when })
}
