//! Pages that show another thing to another reader, or hold more than they show: none of them is a scan.

use super::*;

const IMAGE: &str = "q 64 0 0 32 0 0 cm /I Do Q ";
const PAGE: &str = "/MediaBox[0 0 64 32]";

/// Returns a form for object `number`, which calls what its resources name.
fn form(dict: &str, content: &str) -> String {
    let head = "/Type/XObject/Subtype/Form";
    format!("<<{head}{dict}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

#[test]
fn states_are_brought_back_by_who_kept_them() {
    for content in [format!("q 0 0 5 5 re W n Q Q {IMAGE}"), format!("Q {IMAGE}")] {
        assert!(Sheet::with(PAGE, &content).reason().contains("balanced"), "{content}");
    }
    for inner in ["Q q", "Q"] {
        let more = vec![form("/BBox[0 0 64 32]", inner)];
        let content = format!("q 1 0 0 1 9 9 cm /X Do Q {IMAGE}");
        let sheet = Sheet { more, content: &content, ..Sheet::plain() };
        assert!(sheet.reason().contains("balanced"), "{inner}");
    }
    for (dict, inner) in [("/BBox[0 0 64 32]", "q"), ("/BBox[0 0 64 32]", "0 0 m"), ("", ""), ("/BBox[0 0]", "")] {
        let more = vec![form(dict, inner)];
        let content = format!("/X Do {IMAGE}");
        let sheet = Sheet { more, content: &content, ..Sheet::plain() };
        assert!(sheet.reason().contains("unknown object"), "{dict} {inner}");
    }
    assert_eq!(Sheet::with(PAGE, &format!("q {IMAGE}")).reason(), "", "what is kept to the end harms nobody");
}

#[test]
fn names_that_lead_nowhere_are_no_way_to_hide_what_they_lead_to() {
    let odd = Sheet::with(PAGE, "/G#ff gs q 64 0 0 32 0 0 cm /I Do Q").reason();
    assert!(odd.contains("not UTF-8"), "{odd}");
    let absent = Sheet::with(PAGE, "/Absent gs q 64 0 0 32 0 0 cm /I Do Q").reason();
    assert!(absent.contains("not there"), "{absent}");
}

#[test]
fn glyphs_that_are_drawn_are_not_hidden_by_a_mode() {
    let content = format!("{IMAGE} BT 3 Tr /F 9 Tf (a) Tj /T 9 Tf (a) Tj ET");
    let more = vec!["<</Type/Font/Subtype/Type3>>".to_owned()];
    // The page's own fonts stand last, and of two keys the last counts.
    let sheet = Sheet { content: &content, more, resources: "/Font<</F 6 0 R/T 6 0 R>>", ..Sheet::plain() };
    assert!(sheet.reason().contains("visible text"), "{}", sheet.reason());
}

#[test]
fn images_that_are_described_in_an_odd_way_are_no_scan() {
    for (entry, expected) in [
        ("/DecodeParms[<</ColorTransform 0>>]", "do not match"),
        ("/DP<</ColorTransform 0>>", "odd way"),
        ("/Width 64", "odd way"),
        ("/F(elsewhere.jpg)", "odd way"),
        ("/DecodeParms<</ColorTransform(0)>>", "unusual parameters"),
        ("/DecodeParms<</ColorTransform 7>>", "unusual parameters"),
        ("/SMaskInData 1", "mask"),
        ("/Decode[]", "range of values"),
        ("/Decode[0]", "range of values"),
        ("/Decode[0 1 0 1]", "range of values"),
        ("/Decode 1", "range of values"),
    ] {
        let image = format!("{GRAY}{entry}");
        let reason = Sheet { image: &image, ..Sheet::plain() }.reason();
        assert!(reason.contains(expected), "{entry}: {reason}");
    }
    let image = GRAY.replace("/DCTDecode", "[/DCTDecode]/DecodeParms<</ColorTransform 0>>");
    assert!(Sheet { image: &image, ..Sheet::plain() }.reason().contains("do not match"));
    let real = GRAY.replace("/Width 64", "/Width 64.0");
    assert!(Sheet { image: &real, ..Sheet::plain() }.reason().contains("no size"));
}

#[test]
fn codings_that_our_writer_has_no_words_for_are_left_to_others() {
    let base = "/Width 64/Height 32/BitsPerComponent";
    for image in [
        format!("{base} 1/ColorSpace/DeviceRGB/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 64>>"),
        format!("{base} 8/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]/Filter/JPXDecode"),
        format!("{base} 8/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]/Filter/DCTDecode"),
        format!("{base} 1/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]/Filter/JBIG2Decode"),
        format!("{base} 16/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]"),
    ] {
        let reason = Sheet { image: &image, ..Sheet::plain() }.reason();
        assert!(reason.contains("do not fit"), "{image}: {reason}");
    }
    let calibrated = GRAY.replace("/DeviceGray", "[/CalGray<</WhitePoint[0.95 1 1.08]/Gamma 2.2>>]");
    assert!(Sheet { image: &calibrated, ..Sheet::plain() }.reason().contains("colour space"));
}

#[test]
fn remapped_colours_paint_nothing_that_can_be_left_out() {
    let content = format!("1 g 0 0 64 32 re f {IMAGE}");
    let rgb = "/ColorSpace<</DefaultRGB[/Separation/S/DeviceGray<<>>]>>";
    let sheet = Sheet { content: &content, resources: rgb, ..Sheet::plain() };
    assert!(sheet.reason().contains("drawings"), "{}", sheet.reason());
    for instead in ["[/DeviceGray]", "/DeviceGray", "[/Separation/S/DeviceRGB<<>>]", "[/ICCBased 6 0 R]"] {
        let resources = format!("/ColorSpace<</DefaultGray {instead}>>");
        let more = vec!["<</N 3/Length 0>>\nstream\n\nendstream".to_owned()];
        let sheet = Sheet { resources: &resources, more, ..Sheet::plain() };
        assert!(sheet.reason().contains("colour space"), "{instead}: {}", sheet.reason());
    }
    for content in ["0 0 1 g 0 0 9 9 re f", "1 1 g 0 0 9 9 re f", "0 0 0 k 0 0 9 9 re f"] {
        assert!(Sheet::with(PAGE, content).reason().contains("drawings"), "{content}");
    }
}

#[test]
fn turns_and_boxes_are_taken_only_as_the_standard_writes_them() {
    for page in ["/Rotate 90.0", "/Rotate 45", "/Rotate/Right", "/UserUnit(2)", "/UserUnit -1", "/CropBox[0 0 9]"] {
        let page = format!("{PAGE}{page}");
        assert!(Sheet::with(&page, IMAGE).reason().contains("odd way"), "{page}");
    }
    assert_eq!(Sheet::with(&format!("{PAGE}/Rotate 450/UserUnit 1"), IMAGE).lift().unwrap().1.rotation, 90);
}

#[test]
fn what_would_be_lost_of_the_document_is_no_scan_or_listed() {
    for (catalog, expected) in [
        ("/AcroForm<</XFA(x)/Fields[]>>", "form fields"),
        ("/Names<</JavaScript<<>>>>", "start by themselves"),
        ("/Names<</EmbeddedFiles<<>>>>", "attached files"),
        ("/Names<</Renditions<<>>>>", "named parts"),
        ("/OpenAction<</S/JavaScript/JS(x)>>", "start by themselves"),
        ("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript>>>>", "start by themselves"),
        ("/AA<</WC<<>>>>", "start by themselves"),
        ("/Collection<<>>", "attached files"),
    ] {
        let reason = Sheet { catalog, ..Sheet::plain() }.reason();
        assert!(reason.contains(expected), "{catalog}: {reason}");
    }
    for (entry, expected) in [("/AF[<<>>]", "attached files"), ("/AA<</O<<>>>>", "start by themselves")] {
        assert!(Sheet::with(&format!("{PAGE}{entry}"), IMAGE).reason().contains(expected), "{entry}");
    }
    let catalog = "/PageLabels<<>>/Dests<<>>/Names<</Dests<<>>>>/OpenAction[3 0 R/Fit]";
    let bytes = Sheet { catalog, ..Sheet::plain() }.bytes();
    let file = File::open(Cursor::new(bytes), pdf::Limits::default()).unwrap();
    let scan = survey(&file, &LIMITS).unwrap().unwrap();
    assert_eq!(scan.left, ["page-labels-removed", "destinations-removed", "actions-removed"]);
    let changes = Tally { left: scan.left, ..Tally::default() }.outcome(1, false).changes;
    assert_eq!(changes.len(), 4, "the image that is lifted, and what is left");
}

#[test]
fn forms_that_call_forms_use_up_what_a_document_may_cost() {
    let calls = "/X Do ".repeat(60);
    let next = |number| form(&format!("/BBox[0 0 64 32]/Resources<</XObject<</X {number} 0 R>>>>"), &calls);
    let more = (7..12).map(next).chain([form("/BBox[0 0 64 32]", "q Q")]).collect();
    let content = format!("/X Do {IMAGE}");
    let sheet = Sheet { more, content: &content, ..Sheet::plain() };
    assert!(sheet.reason().contains("too long"), "{}", sheet.reason());
}
