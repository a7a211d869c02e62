//! Damage to fonts, annotations, forms, actions, metadata, attachments and layers (ISO 19005-2, 6.2.11 and 6.3 to 6.11).

use super::sample::Sample;
use super::{judge, judge_all, none, report};

#[test]
fn damage_to_fonts_is_found() {
    judge_all(&[
        (13, "/Type /Font", "", "6.2.11.2-1"),
        (13, "/BaseFont /Helvetica", "", "6.2.11.2-3 6.2.11.2-4 6.2.11.2-5 6.2.11.2-6"),
        (13, "/Type1", "/Odd", "6.2.11.2-2"),
        (13, "/Helvetica", "/Helvetica#FF", "6.1.8-1 6.2.11.2-4 6.2.11.2-5 6.2.11.2-6"),
    ]);
}

#[test]
fn a_cid_that_is_too_high_is_found() {
    let mut sample = Sample::sound();
    let system = "/CIDSystemInfo << /Registry (R) /Ordering (O) /Supplement 0 >>";
    let ranges =
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 begincidrange <41> <41> 65536 endcidrange";
    let map = sample.add(&format!("<< /Type /CMap /CMapName /M {system} /Length @ >>"), Some(ranges));
    let unicode = sample.add("<< /Length @ >>", Some(b"1 beginbfchar <41> <0041> endbfchar"));
    let inner = format!("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /F {system} >>");
    let font = format!("/Type0 /ToUnicode {unicode} 0 R /DescendantFonts [{inner}]");
    let sample = sample.text(13, "/Type1", &font).text(13, "/WinAnsiEncoding", &format!("{map} 0 R"));
    let mut differing = Vec::new();
    judge("CID", sample.bytes(), "6.1.13-10", &mut differing);
    none(differing);
}

#[test]
fn damage_to_annotations_forms_and_actions_is_found() {
    judge_all(&[
        (14, "/F 4", "", "6.3.2-1"),
        (14, "/F 4", "/F 6", "6.3.2-2"),
        (14, "/Link", "/Movie", "6.3.1-1 6.3.3-1"),
        (15, "/AP << /N 16 0 R >>", "", "6.3.3-1"),
        (15, "/N 16 0 R", "/N 16 0 R /D 16 0 R", "6.3.3-2"),
        (15, "/FT /Tx", "/FT /Btn", "6.3.3-3"),
        (15, "/N 16 0 R", "/N << /On 16 0 R >>", "6.3.3-4"),
        (15, "/F 4", "/F 4 /A << /S /URI /URI (a) >>", "6.4.1-1"),
        (15, "/F 4", "/F 4 /AA << >>", "6.4.1-1 6.4.1-2"),
        (1, "/Fields", "/NeedAppearances true /Fields", "6.4.1-3"),
        (1, "/Fields", "/XFA (x) /Fields", "6.4.2-1"),
        (1, "/Pages", "/NeedsRendering true /Pages", "6.4.2-2"),
        (15, "/FT /Tx", "/FT /Sig /V << /ByteRange [0 1 2 3] /Contents <00> >>", "6.4.3-1 6.4.3-2 6.4.3-3"),
        (14, "/S /URI /URI (http://a)", "/S /Launch /F (a)", "6.5.1-1"),
        (14, "/S /URI /URI (http://a)", "/S /Named /N /Print", "6.5.1-2"),
        (14, "(http://a)", "(http://a) /Next << /S /Hide /T (t) >>", "6.5.1-1"),
        (14, "/A <<", "/AA << /E << /S /Launch /F (a) >> >> /A <<", "6.5.1-1"),
        (14, "/A <<", "/AA << /E 18 0 R >> /A <<", "6.5.1-1"),
        (14, "/A <<", "/AA << /E << /S /GoTo /D (a) >> >> /A <<", ""),
        (14, "/S /URI", "/S (URI)", "6.5.1-1"),
        (1, "/Pages", "/OpenAction << /JS (x) >> /Pages", "6.5.1-1"),
        (1, "/Names <<", "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (a) >>] >>", "6.5.1-1"),
        (1, "/Pages", "/AA << >> /Pages", "6.5.2-1"),
        (6, "/Parent 2 0 R", "/Parent 2 0 R /AA << >>", "6.5.2-2"),
    ]);
}

#[test]
fn damage_to_attachments_layers_and_the_rest_is_found() {
    judge_all(&[
        (
            1,
            "/Names <<",
            "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) /EF << /F 12 0 R >> >>] >>",
            "6.8-2 6.8-5",
        ),
        (1, "/D << /Name (D)", "/D <<", "6.9-1"),
        (1, "/D <<", "/Configs [<< /Name (D) >>] /D <<", "6.9-2"),
        (1, "/Order [17 0 R]", "/Order []", "6.9-3"),
        (1, "/Order", "/AS [] /Order", "6.9-4"),
        (1, "/D << /Name (D) /Order [17 0 R] >>", "", "32000-1:8.11.4.2"),
        (1, "/Names <<", "/Names << /AlternatePresentations << >>", "6.10-1"),
        (6, "/Parent 2 0 R", "/Parent 2 0 R /PresSteps << >>", "6.10-2"),
        (1, "/Pages", "/Requirements [] /Pages", "6.11-1"),
    ]);
}

#[test]
fn damage_to_metadata_is_found() {
    judge_all(&[(1, "/Metadata 3 0 R", "", "6.6.2.1-1"), (3, "/Subtype /XML", "", "6.6.2.1-1")]);
    let mut differing = Vec::new();
    for (from, to, wanted) in [
        ("<?xpacket begin=", "<?xpacket bytes='9' begin=", "6.6.2.1-2"),
        ("<?xpacket begin=", "<?xpacket encoding='UTF-8' begin=", "6.6.2.1-3"),
        ("</x:xmpmeta>", "", "6.6.2.1-4"),
        ("<?xpacket end=\"r\"?>", "", "6.6.2.1-4"),
        ("xmp:CreateDate", "xmp:Invented", "6.6.2.3.1-1"),
        ("2024-05-06", "2024-13-45", "6.6.2.3.1-2"),
        ("pdfaid:part=\"2\"", "pdfaid:part=\"1\"", "6.6.4-2"),
        ("pdfaid:conformance=\"U\"", "pdfaid:conformance=\"D\"", "6.6.4-3"),
    ] {
        let sample = Sample::sound().data(3, from.as_bytes(), to.as_bytes());
        judge(to, sample.bytes(), wanted, &mut differing);
    }
    let mut sample = Sample::sound();
    let number = sample.add("<< /Type /Metadata /Subtype /XML /Length @ >>", Some(b"<a>"));
    let page = sample.text(6, "/Parent", &format!("/Metadata {number} 0 R /Parent"));
    judge("metadata of a page", page.bytes(), "6.6.2.1-4", &mut differing);
    none(differing);
}

#[test]
fn a_claim_of_level_a_needs_tags() {
    let claimed = Sample::sound().data(3, b"conformance=\"U\"", b"conformance=\"A\"");
    let with = |keys: &str| claimed.clone().text(1, "/Pages", &format!("{keys} /Pages")).bytes();
    let (marks, tree) = ("/MarkInfo << /Marked true >>", "/StructTreeRoot << /Type /StructTreeRoot /K [] >>");
    let mut differing = Vec::new();
    judge("none", with(""), "6.7.2.2-1 6.7.3.3-1", &mut differing);
    judge("no tree", with(marks), "6.7.3.3-1", &mut differing);
    judge("no mark", with(tree), "6.7.2.2-1", &mut differing);
    judge("both", with(&format!("{marks} {tree}")), "", &mut differing);
    none(differing);
    let tagged = report(with(&format!("{marks} {tree}")));
    assert_eq!(tagged.left_open().unwrap().en, "level A's tags are not checked");
    assert_eq!(report(Sample::sound().bytes()).left_open(), None);
}
