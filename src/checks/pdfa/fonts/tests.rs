//! One font to a file, and one thing wrong with it at a time.

use std::io::Cursor;

use super::is_subset;
use crate::checks::pdfa::report::Wanted;
use crate::checks::pdfa::{Options, check};
use crate::pdf::Limits;
use crate::pdf::file::File;
use crate::pdf::font::samples;

/// A file of one page: its content, its font as object 5, and further objects from 6 on.
struct Sample {
    content: String,
    font: String,
    objects: Vec<Vec<u8>>,
}

impl Sample {
    fn with(mut self, from: &str, to: &str) -> Sample {
        assert!(self.font.contains(from), "{from}");
        self.font = self.font.replace(from, to);
        self
    }

    fn showing(mut self, content: &str) -> Sample {
        self.content = content.to_owned();
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>";
        let mut objects = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            page.into(),
            stream("", format!("BT /F 9 Tf {} ET", self.content).as_bytes()),
            self.font.clone().into_bytes(),
        ];
        objects.extend(self.objects.clone());
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (number, object) in (1..).zip(&objects) {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
        }
        let start = file.len();
        let trailer = format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
        file.extend([table.into_bytes(), trailer.into_bytes()].concat());
        file
    }

    /// Returns the clauses on fonts that the file breaks at a level.
    fn clauses_at(&self, level: Wanted) -> Vec<&'static str> {
        let file = File::open(Cursor::new(self.bytes()), Limits::default()).unwrap();
        let report = check(&file, Options { wanted: Some(level), ..Options::default() });
        let clauses = report.breaches.into_iter().map(|breach| breach.clause);
        clauses.filter_map(|clause| clause.strip_prefix("6.2.11.")).collect()
    }

    fn clauses(&self) -> Vec<&'static str> {
        self.clauses_at(Wanted::B)
    }
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{entries}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A Type 1 font with a CFF program: A and B are 300 and 301 wide.
fn type1() -> Sample {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+F/FirstChar 65/LastChar 66/Widths[300 301]
        /FontDescriptor<</Type/FontDescriptor/Flags 32/FontFile3 6 0 R>>>>";
    let program = samples::cff(&[("A", 300), ("B", 301)]);
    Sample { content: "(AB) Tj".into(), font: font.into(), objects: vec![stream("/Subtype/Type1C", &program)] }
}

/// A TrueType font that is not symbolic: A is glyph 1 and 250 wide.
fn truetype() -> Sample {
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/F/FirstChar 65/LastChar 65/Widths[250]/Encoding/WinAnsiEncoding
        /FontDescriptor<</Type/FontDescriptor/Flags 32/FontFile2 6 0 R>>>>";
    let program = samples::truetype(&[500, 250], &[(3, 1, &[(65, 1)])], &[".notdef", "A"]);
    Sample { content: "(A) Tj".into(), font: font.into(), objects: vec![stream("", &program)] }
}

/// The same, symbolic.
fn symbolic() -> Sample {
    let mut sample = truetype().with("/Encoding/WinAnsiEncoding", "").with("Flags 32", "Flags 4");
    sample.objects[0] = stream("", &samples::truetype(&[500, 250], &[(3, 0, &[(0xF041, 1)])], &[]));
    sample
}

/// A composite font of TrueType glyphs: CID 1 is 250 wide, and there are two glyphs.
fn composite() -> Sample {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+F/Encoding/Identity-H/DescendantFonts[<</Type/Font
        /Subtype/CIDFontType2/BaseFont/ABCDEF+F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>
        /W[1[250]]/CIDToGIDMap/Identity/FontDescriptor<</Type/FontDescriptor/Flags 4/FontFile2 6 0 R>>>>]>>";
    let program = samples::truetype(&[500, 250], &[], &[]);
    Sample { content: "<0001> Tj".into(), font: font.into(), objects: vec![stream("", &program)] }
}

/// A composite font of CFF glyphs: CIDs 7 and 9 are 300 and 900 wide.
fn composite_cff() -> Sample {
    let mut sample = composite().with("CIDFontType2", "CIDFontType0").with("FontFile2", "FontFile3");
    sample = sample.with("/CIDToGIDMap/Identity", "").with("/W[1[250]]", "/W[7 7 300 9[900]]").showing("<00070009> Tj");
    sample.objects[0] = stream("/Subtype/CIDFontType0C", &samples::cid_cff(&[(7, 300), (9, 900)]));
    sample
}

/// A Type 3 font: A is 500 wide.
fn type3() -> Sample {
    let font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65
        /Widths[500]/CharProcs<</A 6 0 R>>/Encoding<</Differences[65/A]>>/Resources<<>>>>";
    Sample { content: "(A) Tj".into(), font: font.into(), objects: vec![stream("", b"500 0 d0")] }
}

#[test]
fn sound_fonts_of_every_kind_break_no_rule() {
    let mut with_type1_program = type1().with("FontFile3", "FontFile");
    with_type1_program.objects[0] = stream("", &samples::type1(&[("A", 300), ("B", 301)]));
    for sample in [type1(), with_type1_program, truetype(), symbolic(), composite(), composite_cff(), type3()] {
        assert!(sample.clauses().is_empty(), "{:?}: {}", sample.clauses(), sample.font);
    }
}

#[test]
fn dictionaries_lack_nothing() {
    for (from, to, clauses) in [
        ("/Type/Font/", "/", &["2-1"][..]),
        ("/Subtype/Type1", "/Subtype/Type9", &["2-2"]),
        ("/BaseFont/ABCDEF+F", "", &["2-3"]),
        ("/FirstChar 65", "", &["2-4", "2-6", "5-1"]),
        ("/LastChar 66", "", &["2-5", "2-6", "5-1"]),
        ("[300 301]", "[300 301 302]", &["2-6"]),
    ] {
        assert_eq!(type1().with(from, to).clauses(), clauses, "{from}");
    }
    let mut sample = truetype();
    sample.objects[0] = stream("/Subtype/TrueType", &samples::truetype(&[500, 250], &[(3, 1, &[(65, 1)])], &[]));
    assert_eq!(sample.clauses(), ["2-7"]);
}

#[test]
fn visible_text_needs_a_font_program_that_can_be_read() {
    for sample in [type1(), truetype(), symbolic(), composite(), composite_cff()] {
        let mut broken = Sample { objects: vec![stream("/Subtype/OpenType", b"no font")], ..sample };
        assert_eq!(broken.clauses(), ["4.1-1"]);
        broken.objects.clear();
        assert_eq!(broken.clauses(), ["4.1-1"]);
        broken.content = format!("3 Tr {}", broken.content);
        assert!(broken.clauses().is_empty(), "{:?}", broken.clauses());
    }
    // Even an empty string uses the font.
    let mut none = type1().showing("() Tj");
    none.objects.clear();
    assert_eq!(none.clauses(), ["4.1-1"]);
}

#[test]
fn a_standard_font_may_be_left_out_where_it_is_invisible() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned();
    let sample = Sample { content: "3 Tr (A) Tj".into(), font, objects: Vec::new() };
    assert!(sample.clauses_at(Wanted::U).is_empty());
    assert_eq!(sample.showing("(A) Tj").clauses(), ["4.1-1"]);
}

#[test]
fn glyphs_that_are_shown_must_be_there() {
    assert_eq!(type1().with("/Widths", "/Encoding<</Differences[65/X]>>/Widths").clauses(), ["4.1-2"]);
    assert_eq!(truetype().showing("(B) Tj").clauses(), ["4.1-2"]);
    assert_eq!(symbolic().showing("(B) Tj").clauses(), ["4.1-2"]);
    assert_eq!(composite().showing("<0002> Tj").clauses(), ["4.1-2", "8-1"]);
    assert_eq!(composite_cff().showing("<0008> Tj").clauses(), ["4.1-2", "8-1"]);
    assert_eq!(type3().showing("(B) Tj").clauses(), ["4.1-2"]);
}

#[test]
fn the_glyph_for_missing_glyphs_is_shown_in_no_mode() {
    assert_eq!(truetype().showing("3 Tr <00> Tj").clauses(), ["8-1"]);
    assert_eq!(composite().showing("3 Tr <0000> Tj").clauses(), ["8-1"]);
    let mapped = composite().with("/CIDToGIDMap/Identity", "/CIDToGIDMap 7 0 R");
    let mapped = Sample { objects: [mapped.objects, vec![stream("", &[0, 0, 0, 0])]].concat(), ..mapped };
    assert_eq!(mapped.showing("3 Tr <0001> Tj").clauses(), ["8-1"]);
    assert_eq!(
        type1().with("/Widths", "/Encoding<</Differences[65/.notdef]>>/Widths").showing("3 Tr (A) Tj").clauses(),
        ["8-1"]
    );
}

#[test]
fn widths_may_differ_by_one_and_not_more() {
    assert!(type1().with("[300 301]", "[299 302]").clauses().is_empty());
    assert_eq!(type1().with("[300 301]", "[298.9 301]").clauses(), ["5-1"]);
    assert_eq!(truetype().with("[250]", "[252]").clauses(), ["5-1"]);
    assert_eq!(composite().with("/W[1[250]]", "/DW 250/W[1 1 252]").clauses(), ["5-1"]);
    assert!(composite().with("/W[1[250]]", "/DW 250").clauses().is_empty());
    assert_eq!(composite_cff().with("9[900]", "").clauses(), ["5-1"]);
    assert_eq!(type3().with("[500]", "[400]").clauses(), ["5-1"]);
    assert!(truetype().with("[250]", "[900]").showing("3 Tr (A) Tj").clauses().is_empty());
}

#[test]
fn lists_of_a_subset_list_every_glyph() {
    let with_list = |names: &str| type1().with("/Flags 32", &format!("/Flags 32/CharSet({names})"));
    assert!(with_list("/A/B").clauses().is_empty());
    assert_eq!(with_list("/A").clauses(), ["4.2-1"]);
    assert_eq!(with_list("/A/B/C").clauses(), ["4.2-1"]);
    assert!(with_list("/A").with("ABCDEF+", "").clauses().is_empty());
    let with_set = |set: &[u8]| {
        let mut sample = composite_cff().with("/Flags 4", "/Flags 4/CIDSet 7 0 R");
        sample.objects.push(stream("", set));
        sample
    };
    assert!(with_set(&[0b1000_0001, 0b0100_0000]).clauses().is_empty());
    assert_eq!(with_set(&[0b1000_0001]).clauses(), ["4.2-2"]);
    assert_eq!(with_set(&[0b1000_0011, 0b0100_0000]).clauses(), ["4.2-2"]);
}

#[test]
fn truetype_fonts_have_encodings_and_maps_that_go_together() {
    assert_eq!(truetype().with("/WinAnsiEncoding", "/StandardEncoding").clauses(), ["6-2"]);
    assert_eq!(truetype().with("/Encoding/WinAnsiEncoding", "").clauses(), ["4.1-2", "6-2"]);
    let differing = |name: &str| {
        truetype().with("/WinAnsiEncoding", &format!("<</BaseEncoding/MacRomanEncoding/Differences[66/{name}]>>"))
    };
    assert!(differing("Euro").clauses().is_empty());
    assert_eq!(differing("g17").clauses(), ["6-2"]);
    let mut mac = differing("Euro");
    mac.objects[0] = stream("", &samples::truetype(&[500, 250], &[(1, 0, &[(65, 1)])], &[]));
    assert_eq!(mac.clauses(), ["6-2"]);
    let mut mapless = truetype();
    mapless.objects[0] = stream("", &samples::truetype(&[500, 250], &[], &[".notdef", "A"]));
    assert_eq!(mapless.clauses(), ["6-1"]);
    assert_eq!(symbolic().with("/Widths", "/Encoding/WinAnsiEncoding/Widths").clauses(), ["6-3"]);
    let mut two = symbolic();
    two.objects[0] = stream("", &samples::truetype(&[500, 250], &[(1, 0, &[(65, 1)]), (3, 1, &[(65, 1)])], &[]));
    assert_eq!(two.clauses(), ["6-4"]);
}

/// A composite font with a CMap of its own, whose dictionary has these entries.
fn with_cmap(entries: &str, body: &str) -> Sample {
    let mut sample = composite().with("/Identity-H", " 7 0 R").showing("<01> Tj");
    let body = format!("1 begincodespacerange <00> <FF> endcodespacerange 1 begincidchar <01> 1 endcidchar {body}");
    sample.objects.push(stream(&format!("/Type/CMap/CMapName/Own{entries}"), body.as_bytes()));
    sample
}

#[test]
fn cmaps_are_predefined_or_embedded_and_of_one_mind_with_their_dictionary() {
    let same = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>";
    assert!(with_cmap(same, "").clauses().is_empty());
    assert_eq!(composite().with("Identity-H", "Nobody-H").clauses(), ["3.1-1", "3.3-1"]);
    assert_eq!(with_cmap("", "").clauses(), ["3.1-1"]);
    assert_eq!(with_cmap(&same.replace("Identity", "Other"), "").clauses(), ["3.1-1"]);
    assert_eq!(with_cmap(&format!("{same}/WMode 1"), "").clauses(), ["3.3-2"]);
    assert!(with_cmap(&format!("{same}/WMode 1"), "/WMode 1 def").clauses().is_empty());
    assert!(with_cmap(&format!("{same}/UseCMap/GBK-EUC-H"), "").clauses().is_empty());
    assert_eq!(with_cmap(&format!("{same}/UseCMap/Nobody-H"), "").clauses(), ["3.3-3"]);
}

#[test]
fn a_supplement_of_the_font_beyond_that_of_the_cmap_does_not_fit() {
    let japanese = |supplement: u8| {
        composite()
            .with("Identity-H", "90ms-RKSJ-H")
            .with("(Identity)/Supplement 0", &format!("(Japan1)/Supplement {supplement}"))
            .showing("3 Tr () Tj")
            .clauses()
    };
    assert!(japanese(2).is_empty());
    assert_eq!(japanese(3), ["3.1-1"]);
}

#[test]
fn a_composite_font_has_a_cidfont() {
    let sample = composite().with("/DescendantFonts", "/Descendants");
    let file = File::open(Cursor::new(sample.bytes()), Limits::default()).unwrap();
    let report = check(&file, Options::default());
    assert!(report.breaches.iter().any(|breach| breach.clause == "32000-1:9.7.6"));
}

#[test]
fn truetype_glyphs_need_a_way_from_cids() {
    assert_eq!(composite().with("/CIDToGIDMap/Identity", "").clauses(), ["3.2-1"]);
    assert_eq!(composite().with("/CIDToGIDMap/Identity", "/CIDToGIDMap/Other").clauses(), ["3.2-1"]);
}

#[test]
fn every_code_has_characters_at_level_u() {
    let at_u = |sample: &Sample| sample.clauses_at(Wanted::U);
    assert!(at_u(&type1()).is_empty() && at_u(&truetype()).is_empty() && at_u(&type3()).is_empty());
    assert_eq!(at_u(&symbolic()), ["7.2-1"]);
    assert_eq!(at_u(&composite()), ["7.2-1"]);
    assert_eq!(at_u(&composite().showing("3 Tr <0001> Tj")), ["7.2-1"]);
    let with_map = |line: &str| {
        let mut sample = composite().with("/DescendantFonts", "/ToUnicode 7 0 R/DescendantFonts");
        sample.objects.push(stream("", format!("1 beginbfchar {line} endbfchar").as_bytes()));
        sample
    };
    assert!(at_u(&with_map("<0001> <0041>")).is_empty());
    assert_eq!(at_u(&with_map("<0002> <0041>")), ["7.2-1"]);
    for forbidden in ["0000", "FEFF", "FFFE", "0041FEFF"] {
        assert_eq!(at_u(&with_map(&format!("<0001> <{forbidden}>"))), ["7.2-2"], "{forbidden}");
    }
}

#[test]
fn the_collections_of_adobe_have_characters() {
    let korean = composite_cff().with("(Identity)/Supplement 0", "(Korea1)/Supplement 1");
    assert!(korean.clauses_at(Wanted::U).is_empty());
}

#[test]
fn six_capitals_and_a_plus_sign_tell_a_subset() {
    assert!(is_subset(b"ABCDEF+Arial"));
    for name in ["ABCDE+Arial", "ABCDEf+Arial", "Arial", "ABCDEFGArial"] {
        assert!(!is_subset(name.as_bytes()), "{name}");
    }
}
