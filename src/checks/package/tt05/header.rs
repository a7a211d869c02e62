//! What the METS files of a package say of it as a whole (TT 05/2025/TT-BNV, annexes I to V; CSIP 2.0.4, 5.3).

use super::Kind;
use super::mets::Mets;
use crate::checks::package::notes::Notes;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::text;
use crate::text::Text;

/// Checks the METS of the package, and returns what it gives itself out to be.
pub fn check(package: &Container, mets: &Mets, notes: &mut Notes<'_>) -> Option<Kind> {
    let path = mets.path.as_str();
    check_name(package, mets, notes);
    let written = mets.header.as_ref().and_then(|header| header.package_type.as_deref());
    let kind = written.and_then(|written| Kind::named(written.trim()));
    if kind.is_none() {
        let what = text!(
            "METS không ghi `csip:OAISPACKAGETYPE` là SIP, AIP hay DIP",
            "the METS has no `csip:OAISPACKAGETYPE` of SIP, AIP or DIP"
        );
        notes.find(&codes::PACKAGE_HEADER, path, what);
    }
    let is_known = |kind: &String| ["mixed", "collection"].contains(&kind.trim().to_lowercase().as_str());
    if !mets.root.kind.as_ref().is_some_and(is_known) {
        let what = text!(
            "`TYPE` của METS không phải Mixed hay Collection",
            "the `TYPE` of the METS is neither Mixed nor Collection"
        );
        notes.find(&codes::PACKAGE_METS, path, what);
    }
    check_common(mets, notes);
    check_map(mets, &["metadata", "schemas", "representation"], notes);
    kind
}

/// Checks the METS of a representation.
pub fn check_representation(mets: &Mets, kind: Option<Kind>, notes: &mut Notes<'_>) {
    let written = mets.header.as_ref().and_then(|header| header.package_type.as_deref());
    let own = written.and_then(|written| Kind::named(written.trim()));
    if own.is_some() && kind.is_some() && own != kind {
        let what = text!(
            "`csip:OAISPACKAGETYPE` khác với METS của gói",
            "its `csip:OAISPACKAGETYPE` is not that of the package's METS"
        );
        notes.find(&codes::PACKAGE_HEADER, &mets.path, what);
    }
    if mets.root.id.as_ref().is_none_or(|id| id.trim().is_empty()) {
        notes.find(&codes::PACKAGE_HEADER, &mets.path, no_id());
    }
    check_common(mets, notes);
    check_map(mets, &["data"], notes);
}

/// The folder is called as the package is, with `:` as `_`. There may be a number before that and, while the package is
/// written, something behind.
fn check_name(package: &Container, mets: &Mets, notes: &mut Notes<'_>) {
    let Some(id) = mets.root.id.as_deref().map(str::trim).filter(|id| !id.is_empty()) else {
        return notes.find(&codes::PACKAGE_HEADER, &mets.path, no_id());
    };
    let wanted = id.replace(':', "_").to_lowercase();
    let found = package.name();
    if !found.is_empty() && !found.to_lowercase().contains(&wanted) {
        let what =
            text!("gói có tên `{found}`, OBJID là `{id}`", "the package is called `{found}`, its OBJID is `{id}`");
        notes.find(&codes::PACKAGE_NAME, "", what);
    }
}

fn no_id() -> Text {
    text!("METS không có OBJID", "the METS has no OBJID")
}

fn check_common(mets: &Mets, notes: &mut Notes<'_>) {
    let lacks = [
        (mets.root.profile.is_none(), "PROFILE"),
        (mets.header.as_ref().is_none_or(|header| header.created.is_none()), "CREATEDATE"),
        (!mets.has_agent, "agent"),
    ];
    for (_, name) in lacks.iter().filter(|(is_lacking, _)| *is_lacking) {
        let what = text!("METS không có `{name}`", "the METS has no `{name}`");
        notes.find(&codes::PACKAGE_METS, &mets.path, what);
    }
}

/// The structural map has CSIP's name and the parts that the package has.
fn check_map(mets: &Mets, parts: &[&str], notes: &mut Notes<'_>) {
    let what = match mets.maps {
        (false, _) => text!("METS không có `structMap`", "the METS has no `structMap`"),
        (_, false) => text!(
            "không `structMap` nào có LABEL là CSIP và TYPE là PHYSICAL",
            "no `structMap` has the LABEL CSIP and the TYPE PHYSICAL"
        ),
        (true, true) => {
            let is_there = |part: &str| mets.labels.iter().any(|label| label.starts_with(part));
            for part in parts.iter().filter(|part| !is_there(part)) {
                let what = text!("`structMap` không có phần `{part}`", "the `structMap` has no part `{part}`");
                notes.find(&codes::PACKAGE_STRUCTURE, &mets.path, what);
            }
            return;
        }
    };
    notes.find(&codes::PACKAGE_STRUCTURE, &mets.path, what);
}
