//! Keys that a PDF/A-2 does not have: they are taken out wherever they stand and mean what the standard forbids.
//!
//! What a dictionary is, its own entries tell; where keys are names that somebody chose, nothing is taken out.

use lopdf::{Dictionary, Object};

use super::changes::{Mending, NameDictionaries};

/// The actions that stay (ISO 19005-2, 6.5.1); GoToE would lead into attachments, which do not.
const ACTIONS: &[&[u8]] = &[b"GoTo", b"GoToR", b"Thread", b"URI", b"Named", b"SubmitForm"];
/// The named actions that stay.
const NAMED: &[&[u8]] = &[b"NextPage", b"PrevPage", b"FirstPage", b"LastPage"];
/// The blend modes of ISO 32000-1.
const BLENDS: &[&[u8]] = &[
    b"Normal",
    b"Compatible",
    b"Multiply",
    b"Screen",
    b"Overlay",
    b"Darken",
    b"Lighten",
    b"ColorDodge",
    b"ColorBurn",
    b"HardLight",
    b"SoftLight",
    b"Difference",
    b"Exclusion",
    b"Hue",
    b"Saturation",
    b"Color",
    b"Luminosity",
];
const INTENTS: &[&[u8]] = &[b"RelativeColorimetric", b"AbsoluteColorimetric", b"Perceptual", b"Saturation"];

/// Counts scripts and attached files, wherever they hang, before the first of them is taken out.
pub(super) fn count(mending: &mut Mending) {
    let (mut scripts, mut files) = (0, 0);
    let names = mending.name_dictionaries();
    mending.each(&names, &mut |dictionary| {
        scripts += usize::from(named(dictionary, "S", b"JavaScript"));
        files += usize::from(dictionary.has(b"EF"));
    });
    mending.note("scripts-removed", scripts);
    mending.note("attachments-removed", files);
}

/// Takes them out.
pub(super) fn mend(mending: &mut Mending) {
    let names = mending.name_dictionaries();
    actions(mending, &names);
    let mut removed = |keys: &[&str], fits: fn(&Dictionary) -> bool| removed(mending, &names, keys, fits);
    // What is attached was counted before.
    removed(&["EF", "RF", "AF"], |_| true);
    let counts = [
        ("additional-actions-removed", removed(&["AA"], has_triggers)),
        ("presentation-steps-removed", removed(&["PresSteps"], is_page)),
        ("interpolation-removed", removed(&["Interpolate"], is_image)),
        ("alternate-images-removed", removed(&["Alternates"], is_image)),
        ("opi-removed", removed(&["OPI"], |dictionary| is_image(dictionary) || is_form(dictionary))),
        ("postscript-removed", removed(&["PS"], is_form)),
        ("postscript-removed", removed(&["Subtype2"], is_form)),
        ("reference-objects-removed", removed(&["Ref"], is_form)),
        ("transfer-functions-removed", removed(&["TR", "TR2"], is_parameters)),
        ("halftones-removed", removed(&["HT", "HTP"], is_parameters)),
        ("glyph-lists-removed", removed(&["CharSet", "CIDSet"], is_descriptor)),
        // Any object may have these.
        ("part-metadata-removed", removed(&["Metadata"], |_| true)),
        ("blend-modes-replaced", replaced(mending, &names, "BM", "Normal", BLENDS)),
        ("rendering-intents-replaced", replaced(mending, &names, "RI", "RelativeColorimetric", INTENTS)),
    ];
    counts.into_iter().for_each(|(what, count)| mending.note(what, count));
    rendering_intents(mending, &names);
    misplaced_names(mending, &names);
}

/// Removes names where only streams make sense, and an order of tabs that ISO 32000-1 does not know.
fn misplaced_names(mending: &mut Mending, names: &NameDictionaries) {
    let mut count = 0;
    mending.each(names, &mut |dictionary| {
        let is_page = named(dictionary, "Type", b"Page");
        for (key, may_be) in [("SMask", is_image(dictionary)), ("ToUnicode", true), ("Tabs", is_page)] {
            let name = dictionary.get(key.as_bytes()).and_then(Object::as_name).ok();
            let is_known = key == "Tabs" && name.is_some_and(|name| matches!(name, b"R" | b"C" | b"S"));
            if may_be && name.is_some() && !is_known {
                dictionary.remove(key.as_bytes());
                count += 1;
            }
        }
    });
    mending.note("misplaced-names-removed", count);
}

/// Removes keys of dictionaries that `fits`; returns how many dictionaries had one.
fn removed(mending: &mut Mending, names: &NameDictionaries, keys: &[&str], fits: fn(&Dictionary) -> bool) -> usize {
    let mut count = 0;
    mending.each(names, &mut |dictionary| {
        if fits(dictionary) {
            let gone = keys.iter().filter(|key| dictionary.remove(key.as_bytes()).is_some()).count();
            count += usize::from(gone > 0);
        }
    });
    count
}

/// Replaces names that are none of those known.
fn replaced(mending: &mut Mending, names: &NameDictionaries, key: &str, by: &str, known: &[&[u8]]) -> usize {
    let mut count = 0;
    mending.each(names, &mut |dictionary| {
        let is_unknown =
            dictionary.get(key.as_bytes()).and_then(Object::as_name).is_ok_and(|name| !known.contains(&name));
        if is_unknown {
            dictionary.set(key, by);
            count += 1;
        }
    });
    count
}

/// An image's own intent is under another key, which other dictionaries use for other things.
fn rendering_intents(mending: &mut Mending, names: &NameDictionaries) {
    let mut count = 0;
    mending.each(names, &mut |dictionary| {
        let intent = dictionary.get(b"Intent").and_then(Object::as_name);
        if is_image(dictionary) && intent.is_ok_and(|name| !INTENTS.contains(&name)) {
            dictionary.remove(b"Intent");
            count += 1;
        }
    });
    mending.note("rendering-intents-replaced", count);
}

fn named(dictionary: &Dictionary, key: &str, name: &[u8]) -> bool {
    dictionary.get(key.as_bytes()).and_then(Object::as_name).is_ok_and(|found| found == name)
}

fn is_image(dictionary: &Dictionary) -> bool {
    named(dictionary, "Subtype", b"Image")
}

fn is_form(dictionary: &Dictionary) -> bool {
    named(dictionary, "Subtype", b"Form")
}

/// The catalog, pages, fields, and annotations act by themselves (ISO 32000-1, 12.6.3).
fn has_triggers(dictionary: &Dictionary) -> bool {
    [&b"Pages"[..], b"Rect", b"FT", b"T", b"Parent", b"Kids", b"Type"].into_iter().any(|key| dictionary.has(key))
}

fn is_page(dictionary: &Dictionary) -> bool {
    named(dictionary, "Type", b"Page")
}

fn is_descriptor(dictionary: &Dictionary) -> bool {
    dictionary.has(b"FontName")
}

/// An ExtGState need not say that it is one; a soft mask has a TR of its own, and a group.
fn is_parameters(dictionary: &Dictionary) -> bool {
    named(dictionary, "Type", b"ExtGState") || !dictionary.has(b"G") && !dictionary.has(b"Type")
}

/// Removes actions that a PDF/A does not allow, where they stand and where they are referred to.
fn actions(mending: &mut Mending, names: &NameDictionaries) {
    let ids = mending.ids();
    let is_bad = |object: &Object| {
        let Ok(dictionary) = object.as_dict() else { return false };
        let kind = dictionary.get(b"S").and_then(Object::as_name).unwrap_or_default();
        let allowed =
            ACTIONS.contains(&kind) && (kind != b"Named" || NAMED.iter().any(|name| named(dictionary, "N", name)));
        !allowed && dictionary.has(b"S")
    };
    let bad: std::collections::BTreeSet<_> =
        ids.into_iter().filter(|id| mending.document.objects.get(id).is_some_and(is_bad)).collect();
    let mut count = 0;
    mending.each(names, &mut |dictionary| {
        for key in [&b"A"[..], b"OpenAction", b"Next"] {
            let is_gone = match dictionary.get(key) {
                Ok(Object::Reference(id)) => bad.contains(id) && is_holder(dictionary, key),
                Ok(found) => is_bad(found) && is_holder(dictionary, key),
                Err(_) => false,
            };
            if is_gone {
                dictionary.remove(key);
                count += 1;
            }
        }
    });
    mending.note("actions-removed", count);
}

/// `A` and `Next` mean actions in annotations, bookmarks and actions; elsewhere they mean other things.
fn is_holder(dictionary: &Dictionary, key: &[u8]) -> bool {
    match key {
        b"A" => dictionary.has(b"Subtype") || dictionary.has(b"Title") || dictionary.has(b"FT"),
        b"Next" => dictionary.has(b"S"),
        _ => true,
    }
}
