//! Which part and level of the standard a file claims (ISO 19005-2, 6.6.4); of any part, for other parts are told apart.

use super::Said;
use crate::checks::pdfa::report::{Claim, Wanted};
use crate::pdf::xmp::Content;
use crate::text;

const SPACE: &str = "http://www.aiim.org/pdfa/ns/id/";

/// Reads what the packet claims; nothing if there is no part, or none that can be a number.
pub(super) fn claim(content: &Content) -> Option<Claim> {
    let part = content.get(SPACE, "part")?.text()?.parse().ok()?;
    let conformance = content.get(SPACE, "conformance").and_then(|node| node.text());
    let mut letters = conformance.unwrap_or_default().chars();
    let level = letters.next().filter(|letter| letter.is_ascii_alphanumeric() && letters.next().is_none());
    Some(Claim { part, level })
}

/// Checks the claim of the document's own packet.
pub(super) fn check(content: &Content, wanted: Wanted, out: &mut Vec<Said>) {
    if !content.properties.iter().any(|node| &*node.name.space == SPACE) {
        out.push(("6.6.4-1", text!("tệp không tự xưng là PDF/A", "the file does not say that it is a PDF/A")));
        return;
    }
    let text = |name: &str| content.get(SPACE, name).and_then(|node| node.text());
    if text("part") != Some("2") {
        out.push(("6.6.4-2", text!("pdfaid:part không phải là 2", "pdfaid:part is not 2")));
    }
    let levels: &[&str] = match wanted {
        Wanted::B => &["A", "B", "U"],
        Wanted::U => &["A", "U"],
    };
    if !text("conformance").is_some_and(|level| levels.contains(&level)) {
        let levels = levels.join(", ");
        out.push((
            "6.6.4-3",
            text!("pdfaid:conformance phải là một trong {levels}", "pdfaid:conformance must be one of {levels}"),
        ));
    }
    for (name, clause) in [("part", "6.6.4-4"), ("conformance", "6.6.4-5"), ("amd", "6.6.4-6"), ("corr", "6.6.4-7")] {
        if content.get(SPACE, name).is_some_and(|node| &*node.name.prefix != "pdfaid") {
            out.push((clause, text!("tiền tố của {name} phải là pdfaid", "the prefix of {name} must be pdfaid")));
        }
    }
}
