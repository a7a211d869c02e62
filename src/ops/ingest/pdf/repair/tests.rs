//! Small files with one fault each: what is mended, what is noted, what cannot be.

use super::*;
use crate::pdf::words::tests::pdf;

/// Returns the changes that mending a one-page document makes, and the document.
fn mended(prepare: impl FnOnce(&mut Mending)) -> (Vec<String>, Mending) {
    let document = mend::open(&pdf("", "0 0 9 9 re f"), &Limits::default()).unwrap();
    let mut mending = Mending::new(document);
    prepare(&mut mending);
    change(&mut mending, &Limits::default()).unwrap();
    let changes = mending.changes().into_iter().map(|change| format!("{} {}", change.what, change.count)).collect();
    (changes, mending)
}

const ALWAYS: [&str; 2] = ["metadata-rewritten 1", "output-intent-set 1"];

fn with_always(more: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = ALWAYS.iter().chain(more).map(|text| (*text).to_owned()).collect();
    all.sort();
    all
}

fn page(mending: &Mending) -> lopdf::ObjectId {
    mending.document.page_iter().next().unwrap()
}

#[test]
fn a_sound_document_changes_only_in_metadata_and_intent() {
    assert_eq!(mended(|_| ()).0, ALWAYS);
}

#[test]
fn scripts_and_additional_actions_go_and_links_stay() {
    let (changes, mending) = mended(|mending| {
        let script =
            mending.document.add_object(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") });
        let page = page(mending);
        let link = |action: Object| -> Object {
            dictionary! { "Subtype" => "Link", "Rect" => vec![0.into(); 4], "F" => 4, "A" => action }.into()
        };
        let good = dictionary! { "S" => "URI", "URI" => Object::string_literal("http://a") };
        mending.change(page, |page| {
            page.set("AA", dictionary! {});
            page.set("Annots", vec![link(script.into()), link(good.into())]);
        });
        let root = mending.catalog().unwrap();
        mending.change(root, |root| root.set("OpenAction", script));
    });
    assert_eq!(changes, with_always(&["actions-removed 2", "additional-actions-removed 1", "scripts-removed 1"]));
    assert_eq!(mending.losses().unwrap().en, "taken out of the PDF: JavaScript");
    let annotations = mending.document.get_dictionary(page(&mending)).unwrap().get(b"Annots").unwrap();
    let has_action = |item: &Object| item.as_dict().unwrap().has(b"A");
    assert_eq!(annotations.as_array().unwrap().iter().map(has_action).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn what_a_reader_would_miss_is_said() {
    assert_eq!(mended(|_| ()).1.losses(), None);
    let (changes, mending) = mended(|mending| {
        let root = mending.catalog().unwrap();
        let file = dictionary! { "Type" => "Filespec", "EF" => dictionary! {} };
        let file = mending.document.add_object(file);
        mending.change(root, |root| {
            root.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => vec![file.into()] } });
            root.set("AF", vec![file.into()]);
        });
    });
    assert_eq!(changes, with_always(&["attachments-removed 1"]), "one file, whatever leads to it");
    assert_eq!(mending.losses().unwrap().en, "taken out of the PDF: attachments");
}

#[test]
fn what_was_hidden_is_taken_out_and_never_shown() {
    let (changes, mending) = mended(|mending| {
        let annotation = |kind: &str, flags: i64| -> Object {
            dictionary! { "Subtype" => kind, "F" => flags, "Rect" => vec![0.into(); 4] }.into()
        };
        let all = vec![annotation("Stamp", 2), annotation("Movie", 4), annotation("Square", 256)];
        let page = page(mending);
        mending.change(page, |page| page.set("Annots", all));
    });
    let expected = ["annotation-flags-set 1", "annotations-removed 1", "hidden-annotations-removed 1"];
    assert_eq!(changes, with_always(&expected));
    let left = mending.document.get_dictionary(page(&mending)).unwrap().get(b"Annots").unwrap().as_array().unwrap();
    assert_eq!(left[0].as_dict().unwrap().get(b"F").unwrap().as_i64().unwrap(), 4);
}

#[test]
fn a_soft_mask_keeps_its_transfer_function() {
    let (changes, mending) = mended(|mending| {
        let mask = dictionary! { "S" => "Luminosity", "G" => Object::Null, "TR" => "Identity" };
        let state = dictionary! { "TR" => "Default", "HT" => "Default", "SMask" => mask, "BM" => "Odd" };
        let state: Object = dictionary! { "TR" => state }.into();
        // Named as the keys that go: names stay.
        mending.document.objects.insert((50, 0), dictionary! { "ExtGState" => state }.into());
    });
    let expected = ["blend-modes-replaced 1", "halftones-removed 1", "transfer-functions-removed 1"];
    assert_eq!(changes, with_always(&expected));
    let resources = mending.document.get_dictionary((50, 0)).unwrap();
    let state = resources.get(b"ExtGState").unwrap().as_dict().unwrap().get(b"TR").unwrap().as_dict().unwrap();
    assert!(state.get(b"SMask").unwrap().as_dict().unwrap().has(b"TR") && !state.has(b"TR"));
}

#[test]
fn names_that_somebody_chose_stay_whatever_they_are() {
    let chosen =
        || dictionary! { "AA" => vec![0.into()], "TR" => 1, "HT" => 1, "OPI" => 1, "AF" => 1, "Metadata" => 1 };
    let (changes, mending) = mended(|mending| {
        let states = mending.document.add_object(chosen());
        let destinations = mending.document.add_object(chosen());
        let root = mending.catalog().unwrap();
        mending.change(root, |root| root.set("Dests", destinations));
        let widget = |states: Object| dictionary! { "Subtype" => "Widget", "AP" => dictionary! { "N" => states } };
        mending.document.objects.insert((60, 0), widget(states.into()).into());
        mending.document.objects.insert((61, 0), widget(chosen().into()).into());
        mending.document.objects.insert((62, 0), dictionary! { "XObject" => chosen(), "RoleMap" => chosen() }.into());
        mending.document.objects.insert((63, 0), dictionary! { "Subtype" => "Stamp", "Rect" => 1, "AA" => 1 }.into());
    });
    assert_eq!(changes, with_always(&["additional-actions-removed 1"]));
    let inner = |id: u32, path: &[&str]| {
        let outer = mending.document.get_dictionary((id, 0)).unwrap();
        path.iter().fold(outer, |found, key| mending.value(found, key).as_dict().unwrap()).clone()
    };
    for (id, path) in [(60, &["AP", "N"][..]), (61, &["AP", "N"]), (62, &["XObject"]), (62, &["RoleMap"])] {
        assert_eq!(inner(id, path), chosen(), "{id} {path:?}");
    }
    assert_eq!(mending.value(mending.document.catalog().unwrap(), "Dests").as_dict().unwrap(), &chosen());
}

#[test]
fn form_values_that_readers_paint_are_not_mended() {
    let is_unpainted = |need: bool, value: Object| {
        let mut mending = Mending::new(mend::open(&pdf("", "q Q"), &Limits::default()).unwrap());
        let field =
            mending.document.add_object(dictionary! { "FT" => "Tx", "T" => Object::string_literal("a"), "V" => value });
        let root = mending.catalog().unwrap();
        let form = dictionary! { "Fields" => vec![field.into()], "NeedAppearances" => need };
        mending.change(root, |root| root.set("AcroForm", form));
        catalog::has_unpainted_values(&mending)
    };
    assert!(is_unpainted(true, Object::string_literal("new")));
    assert!(!is_unpainted(false, Object::string_literal("new")));
    assert!(!is_unpainted(true, Object::string_literal("")) && !is_unpainted(true, "Off".into()));
}

#[test]
fn optional_content_gets_names_and_a_whole_order() {
    let (changes, mending) = mended(|mending| {
        let groups: Vec<Object> = (0..2).map(|_| mending.document.add_object(dictionary! {}).into()).collect();
        let default = dictionary! { "AS" => Object::Array(vec![]), "Order" => vec![groups[0].clone()] };
        let root = mending.catalog().unwrap();
        let properties = dictionary! { "OCGs" => groups, "D" => default };
        mending.change(root, |root| root.set("OCProperties", properties));
    });
    assert_eq!(changes, with_always(&["optional-content-mended 3"]));
    let root = mending.document.catalog().unwrap();
    let default = root.get(b"OCProperties").unwrap().as_dict().unwrap().get(b"D").unwrap().as_dict().unwrap();
    assert_eq!(default.get(b"Order").unwrap().as_array().unwrap().len(), 2);
    assert!(!default.has(b"AS") && default.has(b"Name"));
}

#[test]
fn trees_are_mended_where_they_say_something_else_than_they_are() {
    let (changes, mending) = mended(|mending| {
        let page = page(mending);
        let above = mending.document.get_dictionary(page).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
        mending.change(page, |page| drop(page.remove(b"Parent")));
        mending.change(above, |node| {
            node.set("Count", 0);
            node.set("Kids", vec![page.into(), page.into()]);
        });
        let field = mending.document.add_object(dictionary! { "T" => Object::string_literal("a") });
        let root = mending.catalog().unwrap();
        mending.change(root, |root| root.set("AcroForm", dictionary! { "Fields" => vec![field.into(), field.into()] }));
    });
    assert_eq!(changes, with_always(&["field-tree-mended 1", "page-tree-mended 2"]));
    let page = mending.document.get_dictionary(page(&mending)).unwrap();
    let above = mending.document.get_dictionary(page.get(b"Parent").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(above.get(b"Count").unwrap().as_i64().unwrap(), 1);
}

#[test]
fn what_leads_nowhere_goes_and_what_lacks_a_name_gets_one() {
    let (changes, mending) = mended(|mending| {
        let to = |page: Object| Object::Array(vec![page, "Fit".into()]);
        let bookmark = |page: Object| dictionary! { "Parent" => (1, 0), "Next" => (1, 0), "Dest" => to(page) };
        let page = page(mending);
        mending.document.objects.insert((50, 0), bookmark(page.into()).into());
        mending.document.objects.insert((51, 0), bookmark(Object::Reference((99, 0))).into());
        let action = dictionary! { "S" => "GoTo", "D" => to(Object::Null) };
        mending.change(page, |page| {
            let link = dictionary! { "Subtype" => "Link", "F" => 4, "A" => action };
            page.set("Annots", vec![link.into()]);
            page.set("Tabs", "W");
        });
        mending.document.objects.insert((52, 0), dictionary! { "Subtype" => "Image", "SMask" => "None" }.into());
        let font = dictionary! { "Subtype" => "Type3", "CharProcs" => dictionary! {}, "ToUnicode" => "Identity-H" };
        mending.document.objects.insert((53, 0), font.into());
    });
    let expected = [
        "annotation-places-set 1",
        "bookmark-titles-set 2",
        "dead-destinations-removed 2",
        "glyph-boxes-opened 1",
        "misplaced-names-removed 3",
    ];
    assert_eq!(changes, with_always(&expected));
    let has_destination = |number| mending.document.get_dictionary((number, 0)).unwrap().has(b"Dest");
    assert!(has_destination(50) && !has_destination(51));
}

#[test]
fn resources_come_down_from_above() {
    let (changes, mending) = mended(|mending| {
        let page = page(mending);
        let mut resources = None;
        mending.change(page, |page| resources = page.remove(b"Resources"));
        let above = mending.document.get_dictionary(page).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
        mending.change(above, |node| node.set("Resources", resources.unwrap()));
    });
    assert_eq!(changes, with_always(&["resources-copied-down 1"]));
    assert!(mending.document.get_dictionary(page(&mending)).unwrap().has(b"Resources"));
}

#[test]
fn a_mended_file_has_the_same_text_and_looks() {
    let font = "/F<</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    let source = pdf(font, "1 0 0 rg 0 0 9 9 re f BT /F 10 Tf 20 50 Td (ab) Tj ET");
    let mut mending = Mending::new(mend::open(&source, &Limits::default()).unwrap());
    change(&mut mending, &Limits::default()).unwrap();
    let description = Description { title: "A".to_owned(), conformance: Conformance::B, language: None };
    let mut bytes = Vec::new();
    whole::write(&mut bytes, &mending.document, &description).unwrap();
    assert_eq!(same(&source, &bytes), Ok(()));
    let other = pdf(font, "1 0 0 rg 0 0 9 9 re f BT /F 10 Tf 21 50 Td (ab) Tj ET");
    assert!(same(&other, &bytes).unwrap_err().en.contains("text of page 1"));
    let other = pdf(font, "0 1 0 rg 0 0 99 99 re f BT /F 10 Tf 20 50 Td (ab) Tj ET");
    assert!(same(&other, &bytes).unwrap_err().en.contains("look different"));
}

#[test]
fn a_note_without_a_picture_goes_with_its_window_and_others_stay() {
    let (changes, mending) = mended(|mending| {
        let annotation = |kind: &str| dictionary! { "Subtype" => kind, "F" => 4, "Rect" => vec![0.into(); 4] };
        let bare = mending.document.add_object(annotation("Text"));
        let mut window = annotation("Popup");
        window.set("Parent", bare);
        let mut drawn = annotation("Text");
        drawn.set("AP", dictionary! { "N" => dictionary! {} });
        let page = page(mending);
        mending.change(page, |page| page.set("Annots", vec![bare.into(), window.into(), drawn.into()]));
    });
    assert_eq!(changes, with_always(&["notes-removed 1"]));
    let left = mending.document.get_dictionary(page(&mending)).unwrap().get(b"Annots").unwrap().as_array().unwrap();
    assert!(left.len() == 1 && left[0].as_dict().unwrap().has(b"AP"));
    assert_eq!(mending.losses().unwrap().en, "taken out of the PDF: sticky notes");
}

#[test]
fn flags_of_an_empty_signature_field_are_no_signature() {
    let (changes, mending) = mended(|mending| {
        let root = mending.catalog().unwrap();
        let field = dictionary! { "FT" => "Sig", "T" => Object::string_literal("s") };
        let form = dictionary! { "SigFlags" => 1, "Fields" => vec![field.into()] };
        mending.change(root, |root| root.set("AcroForm", form));
    });
    assert_eq!(changes, with_always(&["signature-flags-removed 1"]));
    assert_eq!(mending.losses(), None);
}
