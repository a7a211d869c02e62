//! What the walk through content sees: names, colours, forms, patterns, glyphs, and where it stops.

use std::io::Cursor;

use crate::checks::pdfa::damages::sample::Sample;
use crate::checks::pdfa::report::Breaches;
use crate::checks::pdfa::{Options, check};
use crate::pdf::Limits;
use crate::pdf::file::File;

/// The resources of the sample's page, to put others before them.
const RESOURCES: &str = "/Resources <<";

/// A profile of 148 bytes that says no more than that it is for CMYK.
fn cmyk() -> Vec<u8> {
    let mut bytes = vec![0; 148];
    bytes[3] = 148;
    bytes[8] = 2;
    bytes[12..20].copy_from_slice(b"prtrCMYK");
    bytes[36..40].copy_from_slice(b"acsp");
    bytes[131] = 1;
    bytes[132..144].copy_from_slice(b"A2B0\0\0\0\x90\0\0\0\x04");
    bytes
}

/// Returns the sample with other content and more resources, both with `@1` for the number of the first added object.
fn page(content: &str, resources: &str, added: &[(&str, Option<&[u8]>)]) -> Sample {
    let mut sample = Sample::sound();
    let numbers: Vec<usize> = added.iter().map(|(text, data)| sample.add(text, *data)).collect();
    let first = numbers.first().copied().unwrap_or(0).to_string();
    let resources = format!("{RESOURCES} {}", resources.replace("@1", &first));
    // What the first content used has no business here any more.
    let sample = sample.text(6, " /ExtGState << /State << /BM /Multiply /CA 0.5 >> >>", "");
    sample.text(6, RESOURCES, &resources).all_data(7, content.as_bytes())
}

fn breaches(sample: &Sample) -> Vec<&'static str> {
    let file = File::open(Cursor::new(sample.bytes()), Limits::default()).unwrap();
    let report = check(&file, Options::default());
    assert_eq!(report.stopped, None);
    let mut clauses: Vec<_> = report.breaches.iter().map(|breach| breach.clause).collect();
    clauses.dedup();
    clauses
}

#[test]
fn a_default_space_covers_device_colours_of_its_own_stream_only() {
    let profile = cmyk();
    let space = "/ColorSpace << /DefaultCMYK [/ICCBased @1 0 R] >>";
    let added = [("<< /N 4 /Length @ >>", Some(profile.as_slice()))];
    assert_eq!(breaches(&page("0 0 0 1 k 0 0 1 1 re f", "", &added)), ["6.2.4.3-3"]);
    assert_eq!(breaches(&page("0 0 0 1 k 0 0 1 1 re f", space, &added)), [""; 0]);
    let sample = page("/Form Do", space, &added).all_data(12, b"0 0 0 1 k");
    assert_eq!(breaches(&sample), ["6.2.4.3-3"]);
}

#[test]
fn what_is_never_painted_is_not_judged() {
    let added = [("<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length @ >>", Some(b"odd 0 0 0 1 k".as_slice()))];
    let sample = page("", "/Pattern << /P @1 0 R >>", &added);
    assert_eq!(breaches(&sample), [""; 0]);
}

#[test]
fn a_stream_without_resources_may_not_use_names() {
    let with = |data: &[u8]| page("/Form Do", "", &[]).text(12, "/Resources << >> ", "").all_data(12, data);
    assert_eq!(breaches(&with(b"0 0 1 1 re f")), [""; 0]);
    assert_eq!(breaches(&with(b"/Fax Do")), ["6.2.2-2"]);
}

#[test]
fn overprint_mode_one_is_told_where_cmyk_of_a_profile_is_painted() {
    let profile = cmyk();
    let resources = |state: &str| format!("/ColorSpace << /C [/ICCBased @1 0 R] >> /ExtGState << /G << {state} >> >>");
    let added = [("<< /N 4 /Length @ >>", Some(profile.as_slice()))];
    let judged = |content, state| breaches(&page(content, &resources(state), &added));
    assert_eq!(judged("/C cs /G gs 0 0 1 1 re f", "/OP true /OPM 1"), ["6.2.4.2-2"]);
    assert_eq!(judged("/C cs /G gs 0 0 1 1 re S", "/OP true /OPM 1"), [""; 0]);
    assert_eq!(judged("/C cs /G gs 0 0 1 1 re f", "/OP true /op false /OPM 1"), [""; 0]);
    assert_eq!(judged("/C cs /G gs 0 0 1 1 re f", "/OP true /OPM 0"), [""; 0]);
    assert_eq!(judged("q /G gs Q /C cs 0 0 1 1 re f", "/OP true /OPM 1"), [""; 0]);
}

#[test]
fn uncoloured_patterns_and_glyphs_have_no_colours_of_their_own() {
    let pattern = |kind: u8| {
        let text = format!("<< /PatternType 1 /PaintType {kind} /Resources << >> /Length @ >>");
        breaches(&page("/Pattern cs /P scn", "/Pattern << /P @1 0 R >>", &[(&text, Some(b"0 0 0 1 k 0 0 1 1 re f"))]))
    };
    assert_eq!(pattern(1), ["6.2.4.3-3"]);
    assert_eq!(pattern(2), [""; 0]);
    let font = |glyph: &str| {
        let sample = page("BT /Font 1 Tf (a) Tj ET", "", &[("<< /Length @ >>", Some(glyph.as_bytes()))]);
        let dict = "/Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 20 0 R >> /Resources << >> \
                    /FirstChar 97 /LastChar 97 /Widths [1]";
        breaches(&sample.text(13, "/Type1 /BaseFont /Helvetica", dict))
    };
    assert!(font("1 0 d0 0 0 0 1 k").contains(&"6.2.4.3-3"));
    assert!(!font("1 0 0 0 1 1 d1 0 0 0 1 k").contains(&"6.2.4.3-3"));
    assert!(font("1 0 d0 1 0 0 0 1 1 d1 0 0 0 1 k").contains(&"6.2.4.3-3"));
    assert_eq!(breaches(&page("1 0 0 0 1 1 d1 0 0 0 1 k", "", &[])), ["6.2.4.3-3"]);
}

#[test]
fn a_page_is_transparent_by_a_form_that_another_page_ran_before() {
    let (kids, intent) = ("/Kids [6 0 R] /Count 1", "/DestOutputProfile 5 0 R");
    let group = "/Group << /S /Transparency >> /BBox";
    let mut sample = page("/Form Do", "", &[]).text(12, "/BBox", group).all_data(12, b"").all_data(16, b"");
    let text = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 7 0 R /Resources << /XObject << /Form 12 0 R >> >> >>";
    let number = sample.add(text, None);
    let sample = sample.text(2, kids, &format!("/Kids [6 0 R {number} 0 R] /Count 2")).text(4, intent, "");
    let file = File::open(Cursor::new(sample.bytes()), Limits::default()).unwrap();
    let report = check(&file, Options::default());
    let told = report.breaches.iter().filter(|breach| breach.clause == "6.2.10-2");
    assert_eq!(told.map(|breach| breach.object.unwrap().number as usize).collect::<Vec<_>>(), [6, number]);
}

#[test]
fn forms_that_run_each_other_come_to_an_end() {
    let own = "/Resources << /XObject << /Form 12 0 R >> >>";
    let sample =
        page("/Form Do", "", &[]).text(12, "/Resources << >>", own).all_data(12, b"1 Tr /Form Do 2 Tr /Form Do");
    assert_eq!(breaches(&sample), [""; 0]);
    assert_eq!(breaches(&nested_forms(10)), ["6.2.2-1"]);
    let file = File::open(Cursor::new(nested_forms(20).bytes()), Limits::default()).unwrap();
    assert!(check(&file, Options::default()).stopped.is_some(), "whoever paints it would be at it for hours");
}

/// Returns a page with a form that calls the next one three times, and so on.
fn nested_forms(levels: usize) -> Sample {
    let mut sample = Sample::sound();
    let first = 20;
    for next in first + 1..=first + levels {
        let dict = format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {next} 0 R >> >> /Length @ >>"
        );
        sample.add(&dict, Some(b"/X Do q /X Do Q /X Do"));
    }
    sample.add("<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << >> /Length @ >>", Some(b"odd"));
    sample.text(6, "/Form 12 0 R", &format!("/Form {first} 0 R"))
}

#[test]
fn inks_of_one_name_are_described_alike_and_all_of_them_are() {
    let tint = |value: f32| format!("<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0] /C1 [1 {value} 0] >>");
    let ink = |name: &str, value| format!("[/Separation /{name} /DeviceRGB {}]", tint(value));
    let judged = |one: &str, other: &str| {
        let spaces = format!("/ColorSpace << /A {one} /B {other} >>");
        let colour = if other.contains("DeviceN") { "1 1" } else { "1" };
        let content = format!("/A cs 1 scn 0 0 1 1 re f /B cs {colour} scn 0 0 1 1 re f");
        breaches(&page(&content, &spaces, &[]))
    };
    assert_eq!(judged(&ink("Gold", 0.5), &ink("Gold", 0.5)), [""; 0]);
    assert_eq!(judged(&ink("Gold", 0.5), &ink("Gold", 0.25)), ["6.2.4.4-2"]);
    assert_eq!(judged(&ink("Gold", 0.5), &ink("Silver", 0.25)), [""; 0]);
    let several = |colorants: &str| format!("[/DeviceN [/Gold /None] /DeviceRGB {} << {colorants} >>]", tint(0.5));
    assert_eq!(judged(&ink("Gold", 0.5), &several("")), ["6.2.4.4-1"]);
    assert_eq!(judged(&ink("Gold", 0.5), &several(&format!("/Colorants << /Gold {} >>", ink("Gold", 0.5)))), [""; 0]);
    assert_eq!(
        judged(&ink("Gold", 0.5), &several(&format!("/Colorants << /Gold {} >>", ink("Gold", 0.1)))),
        ["6.2.4.4-2"]
    );
}

#[test]
fn spaces_that_lead_to_themselves_are_no_spaces() {
    let added = [("[/Indexed @1 0 R 1 <0000>]", None), ("[/Separation /A 21 0 R /Identity]", None)];
    let judged = |name: &str, colour: &str| {
        let content = format!("/S cs {colour} sc");
        breaches(&page(&content, &format!("/ColorSpace << /S {name} >>"), &added))
    };
    assert_eq!(judged("21 0 R", "0"), ["32000-1:8.6.3"]);
    assert_eq!(judged("/S", "0"), ["32000-1:8.6.3"]);
    assert_eq!(judged("/DeviceRGB", "0 0 0"), [""; 0]);
}

#[test]
fn fonts_are_told_with_all_that_is_shown_in_each_mode() {
    let sample = page("BT /Font 9 Tf 3 Tr (ba) Tj [(a) 2 (c)] TJ 0 Tr () ' ET", "", &[]);
    let file = File::open(Cursor::new(sample.bytes()), Limits::default()).unwrap();
    let uses = super::walk(&file, &file.pages().unwrap(), false, &mut Breaches::default());
    let [font] = uses.fonts.as_slice() else { panic!("one font: {:?}", uses.fonts) };
    assert_eq!(font.id.map(|id| id.number), Some(13));
    let shown = |mode: i64| font.shown[&mode].iter().map(|bytes| String::from_utf8_lossy(bytes)).collect::<Vec<_>>();
    assert_eq!(shown(3), ["a", "b", "c"]);
    assert_eq!(shown(0), [""]);
}

#[test]
fn a_font_that_stands_in_a_graphics_state_counts() {
    let font = "/Font [<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> 12]";
    let sample = page("BT /G gs (A) Tj ET", &format!("/ExtGState << /G << {font} >> >>"), &[]);
    assert_eq!(breaches(&sample), ["6.2.11.4.1-1"]);
}
